"""The flesh of a posed body for painting: as the drawn runner's, with a back that bends."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from evenstride.figure.anatomy import (
    SHIRT,
    SHORTS,
    SKIN,
    Figure,
    Part,
    arm,
    between,
    head,
    leg,
    shoe,
)
from evenstride.posed import BODY, Posed
from evenstride.posed.held import NEUTRAL_LOW_BACK
from evenstride.poses import Array
from evenstride.skeleton import SIDES, Side

BENT: Final = ("waist", "ribs", "mid_hip", "mid_shoulder", "skull")
"""Points of the trunk that are no keypoints."""
# [E] By how much further than the posture's low back the waist is painted, so that the outline's
# sagitta (`evenstride.outline`, the waist's balls smooth it) is the one the posture names.
MORE_HOLLOW: Final = 0.40
MORE_ROUND: Final = 0.52
Shirt = Literal["close", "wide", "hanging"]
"""How it sits: on the skin, a little away from it, or straight down from the ribs to the seat."""
WIDE_M: Final = 0.02
TRUNK_M: Final = 0.288 * 1.75


@dataclass(frozen=True, eq=False)
class Shot:
    """A posed body as one picture shows it: joints, the points of its trunk, and what is true.

    joints [19, 3], trunk [5, 3] m in the order of `BENT`; front, across [3] the ways the pelvis
    faces and the ribs lie, to the body's right
    """

    joints: Array
    trunk: Array
    front: Array
    across: Array
    low_back: float

    @classmethod
    def of(cls, body: Posed, side: Side = "right") -> Shot:
        """A posed body whose working side is this one."""
        turn = np.array([1.0, 1.0, 1.0 if side == "right" else -1.0])
        trunk = np.stack([body[name] for name in BENT]) * turn
        trunk[0] += _further_m(body) * turn
        across = body.ribs.right * turn * turn[2]
        return cls(
            body.joints_m(side), trunk, body.base.front * turn, across, body.held["low_back"]
        )

    def towards(self, other: Shot, share: float) -> Shot:
        """What lies part of the way to another."""
        ways = ((getattr(self, name), getattr(other, name)) for name in _FIELDS)
        return Shot(*((1 - share) * start + share * end for start, end in ways))


def _further_m(body: Posed) -> Array:
    """How much further than its middle line a low back's skin goes, [3] m."""
    beyond = (body.held["low_back"] - NEUTRAL_LOW_BACK) / 100
    more = MORE_HOLLOW if beyond > 0 else MORE_ROUND
    return more * beyond * TRUNK_M * body.body.height_m / BODY.height_m * body.base.front


_FIELDS: Final = ("joints", "trunk", "front", "across", "low_back")


@dataclass(frozen=True, eq=False)
class _Bent:
    """The points and ways of a trunk over time, each [T, 3]."""

    figure: Figure
    points: dict[str, Array]
    front: Array
    across: Array
    shirt: Shirt = "close"

    @property
    def size(self) -> float:
        """How tall the body is against the one the radii are for."""
        return self.figure.scale

    def pair(self, middle: Array, half: float) -> list[Array]:
        """Points on either side of the middle."""
        return [middle + sign * half * self.size * self.across for sign in (1.0, -1.0)]


def parts_of(
    shots: Sequence[Shot], height_m: float = BODY.height_m, shirt: Shirt = "close"
) -> list[Part]:
    """Every part of a posed body in some pictures; the order does not matter."""
    figure = Figure(np.stack([shot.joints for shot in shots]), height_m / BODY.height_m)
    trunk = np.stack([shot.trunk for shot in shots])
    points = {name: trunk[:, i] for i, name in enumerate(BENT)}
    front, across = (np.stack([getattr(shot, way) for shot in shots]) for way in _FIELDS[2:4])
    found = [*_trunk(_Bent(figure, points, front, across, shirt)), *head(figure, upright=False)]
    for side in SIDES:
        found += [*leg(figure, side), *shoe(figure, side), *arm(figure, side)]
    return found


def _trunk(bent: _Bent) -> Iterator[Part]:
    """Seat, shirt and neck; the low back bends the shirt's outline."""
    figure, points = bent.figure, bent.points
    hips, shoulders, waist = points["mid_hip"], points["mid_shoulder"], points["waist"]
    place = between(hips, shoulders, 0.5)
    seats = [between(hips, figure[f"{side}_hip"], 0.85) for side in SIDES]
    behind = -0.018 * bent.size * bent.front
    low = bent.pair(between(hips, waist, 0.35), 0.055)
    seat = [*((at, 0.090) for at in seats), *((at + behind, 0.094) for at in seats)]
    yield figure.part(SHORTS, [*seat, *((at, 0.086) for at in low)], place=place)
    away = 0.0 if bent.shirt == "close" else WIDE_M
    middle = [(at, 0.0945 + away) for at in bent.pair(waist, 0.056)]
    ribs = [(at, 0.098 + away) for at in bent.pair(points["ribs"], 0.070)]
    tops = [(between(shoulders, figure[f"{side}_shoulder"], 0.52), 0.070) for side in SIDES]
    hem = [(at, 0.086 + away) for at in low]
    shirt = [[*hem, *middle], [*middle, *ribs], [*ribs, *tops]]
    if bent.shirt == "hanging":
        shirt += [[*hem, *ribs]]
    yield figure.part(SHIRT, *shirt, place=place, before_m=0.002)
    neck = between(shoulders, figure.middle("ear"), 0.55)
    yield figure.part(SKIN, [(between(shoulders, neck, 0.2), 0.056), (neck, 0.052)], before_m=0.01)
