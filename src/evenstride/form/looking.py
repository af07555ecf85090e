"""One moment of a body as a camera sees it from one side, and the angles between its points."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal

import numpy as np

from evenstride.poses import Array
from evenstride.skeleton import INDEX, SIDES, Side

View = Literal["side", "front", "rear"]
SIDE_VIEW: Final[tuple[View, ...]] = ("side",)
FRONTAL: Final[tuple[View, ...]] = ("front", "rear")
EVERY_VIEW: Final[tuple[View, ...]] = ("side", "front", "rear")

# Shares of body height (Drillis & Contini 1966, in Winter), and of the shoe [E].
LEG: Final = 0.491
THIGH: Final = 0.245
TRUNK: Final = 0.288
SHOULDERS: Final = 0.23
FOOT: Final = 0.148
HAND: Final = 0.108

FULL_TURN: Final = 360.0
NAN: Final = float("nan")


@dataclass(frozen=True, eq=False)
class Look:
    """One moment of a body looked at for one of its sides.

    points  [19, 2 or 3] in the canonical order; height  the body's, in the points' unit
    """

    points: Array
    side: Side
    view: View
    height: float

    def __getitem__(self, joint: str) -> Array:
        """A joint of this side in the picture, [2]."""
        return np.asarray(self.flat[INDEX[f"{self.side}_{joint}"]])

    @cached_property
    def flat(self) -> Array:
        """All joints in the picture, [19, 2]."""
        if self.points.shape[-1] == 2:  # noqa: PLR2004
            return self.points
        across = {"side": self.points[:, 0], "front": -self.points[:, 2], "rear": self.points[:, 2]}
        return np.stack([across[self.view], self.points[:, 1]], axis=1)

    @property
    def deep(self) -> bool:
        """Whether the points have their depth."""
        return bool(self.points.shape[-1] > 2)  # noqa: PLR2004

    @property
    def out(self) -> float:
        """Which way this side lies in a frontal picture: +1 to the right."""
        right = 1.0 if self.view == "rear" else -1.0
        return right if self.side == "right" else -right

    def middle(self, joint: str) -> Array:
        """The middle of a pair in the picture, [2]."""
        left, right = (self.flat[INDEX[f"{side}_{joint}"]] for side in SIDES)
        return np.asarray(0.5 * (left + right))

    def inward(self, joint: str) -> Array:
        """A joint of this side with x towards the midline, [2]."""
        return self[joint] * [-self.out, 1.0]

    def in_room(self, joint: str, side: Side | None = None) -> Array:
        """A joint with its depth, [3]."""
        return np.asarray(self.points[INDEX[f"{side or self.side}_{joint}"]])

    def angle_deg(self, *joints: str) -> float:
        """The angle at the middle one of three joints, in space where there is depth."""
        first, corner, last = ((self.in_room(one) if self.deep else self[one]) for one in joints)
        return between_deg(first - corner, last - corner)


def between_deg(first: Array, second: Array) -> float:
    """The angle between two directions, 0 to 180."""
    size = float(np.linalg.norm(first) * np.linalg.norm(second))
    if not size > 0:
        return NAN
    return float(np.degrees(np.arccos(np.clip(first @ second / size, -1.0, 1.0))))


def wrapped_deg(angle: float, lowest: float = -180.0) -> float:
    """The same direction as an angle from the lowest one on, less than a full turn above."""
    return (angle - lowest) % FULL_TURN + lowest


def height_of(points: Array, *, trunk: bool = True) -> float:
    """Body height from what is least foreshortened of both legs and, where wanted, the trunk."""

    def joint(name: str, side: str) -> Array:
        return np.asarray(points[INDEX[f"{side}_{name}"]])

    def far(first: Array, last: Array) -> float:
        return float(np.linalg.norm(first - last))

    heights = []
    for side in SIDES:
        hip, knee, ankle = (joint(name, side) for name in ("hip", "knee", "ankle"))
        heights.append((far(hip, knee) + far(knee, ankle)) / LEG)
    hips, shoulders = (joint(name, "left") + joint(name, "right") for name in ("hip", "shoulder"))
    if trunk:
        heights.append(0.5 * far(hips, shoulders) / TRUNK)
    seen = [height for height in heights if np.isfinite(height)]
    return max(seen, default=NAN)
