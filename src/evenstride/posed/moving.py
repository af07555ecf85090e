"""An exercise's body over one loop: from its start to its end and back, or held still."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from types import MappingProxyType
from typing import Final

import numpy as np

from evenstride.figure.body import Body
from evenstride.knowledge.entries import Picture, Posture
from evenstride.posed.body import Posed, posed
from evenstride.posed.hands import KEPT
from evenstride.posed.held import SIDED, Held, exchanged, held, part_way
from evenstride.posed.reaching import reach_m
from evenstride.poses import Array

BODY: Final = Body(1.75)
GROUNDED_M: Final = 0.05
"""[E] What is this near to its ground in every posture keeps its place there."""
STEP_DEG: Final = 24.0
"""Between two drawn moments no joint turns further: a limb then strays by 2 % of its length."""
MOST_STEPS: Final = 5
MOST_OUT: Final = {"side": 6, "front": 5, "rear": 5}
MOST_AROUND: Final = {"side": 12, "front": 10, "rear": 10}
"""[E] Of the whole way out, or around, so that an animation stays small."""
REST_SHARE: Final = 0.12
"""[E] Share of the loop that is held at either end."""

# What may keep its place, in the order in which it is believed to.
PLANTS: Final[Mapping[str, tuple[str, float]]] = MappingProxyType({
    "working-foot": ("working_ball", 0.02),
    "other-foot": ("other_ball", 0.02),
    "working-heel": ("working_heel", 0.02),
    "other-heel": ("other_heel", 0.02),
    "working-knee": ("working_knee", 0.05),
    "other-knee": ("other_knee", 0.05),
    "hips": ("mid_hip", 0.10),
})  # fmt: skip


@dataclass(frozen=True, eq=False)
class Moment:
    """The body at one moment of the loop; share 0 to 1 of the loop's time."""

    share: float
    body: Posed


@dataclass(frozen=True, eq=False)
class Room:
    """What stays where it is while a picture's body moves."""

    picture: Picture
    body: Body
    kept: Mapping[str, float]
    plant: str
    plant_m: float

    @property
    def support_m(self) -> float:
        """Height of the bench, box, step or chair."""
        return self.picture.support_height * self.body.height_m

    def standing(self, posture: Held) -> Posed:
        """The body in this posture, in its place along the floor."""
        loose = posed(replace(posture), self.body, self.support_m, _shifted(self.kept, 0.0))
        away = self._away(loose, posture)
        if not self.kept:
            return loose.moved(away)
        kept = _shifted(self.kept, -float(away[0]))
        return posed(posture, self.body, self.support_m, kept).moved(away)

    def _away(self, loose: Posed, posture: Held) -> Array:
        where = float(loose[self.plant][0]) - posture["shift"] * self.body.height_m
        return np.array([self.plant_m - where, 0.0, 0.0])


def _shifted(kept: Mapping[str, float], by_m: float) -> Mapping[str, float]:
    return {name: at + by_m for name, at in kept.items()}


def room_of(picture: Picture, body: Body = BODY) -> Room:
    """What keeps its place in this picture: hands on things, and the foot one stands on."""
    support_m = picture.support_height * body.height_m
    postures = [held(picture.start), *(held(picture.start, by) for by in
                                       (*picture.between, picture.end))]  # fmt: skip
    bodies = [posed(posture, body, support_m) for posture in postures]
    plant = planted(picture, bodies, support_m)
    last = bodies[-1]
    room = Room(picture, body, {}, plant, 0.0)
    settled = room.standing(postures[-1])
    kept = {f"{last.held.hands[side]}.{side}": float(settled[f"{side}_wrist"][0])
            for side in SIDED if last.held.hands[side] in KEPT}  # fmt: skip
    return replace(room, kept={**kept, **_walls(room, postures)})


def _walls(room: Room, postures: Sequence[Held]) -> dict[str, float]:
    """Where a wall stands that the hands reach from every posture in which they are on it."""
    found = {}
    for side in SIDED:
        shoulders = [
            float(room.standing(posture)[f"{side}_shoulder"][0])
            for posture in postures
            if posture.hands[side] == "wall"
        ]
        if shoulders:
            near, far = (share * reach_m(room.body) for share in (0.9, 0.97))
            found[f"wall.{side}"] = min(max(shoulders) + near, min(shoulders) + far)
    return found


def planted(picture: Picture, bodies: Sequence[Posed], support_m: float) -> str:
    """The point that keeps its place: the one that was named, or the first that stays down."""
    if picture.planted == "hands":
        return "working_wrist"
    if picture.planted:
        return PLANTS[picture.planted][0]
    for point, flesh in PLANTS.values():
        levels = [float(body[point][1]) - flesh for body in bodies]
        on = [min(abs(level), abs(level - support_m)) for level in levels]
        if max(on) < GROUNDED_M and max(levels) - min(levels) < GROUNDED_M:
            return point
    return "mid_hip"


def still(picture: Picture, *changes: Posture) -> Posed:
    """The body in the start posture with these changes, in its place."""
    return room_of(picture).standing(held(picture.start, *changes))


def loop(picture: Picture) -> list[Moment]:
    """Moments over one loop: a rest at the start, the way out, a rest at the end, the way back."""
    return list(_loop(picture.model_dump_json()))


@cache
def _loop(text: str) -> tuple[Moment, ...]:
    picture = Picture.model_validate_json(text)
    room = room_of(picture)
    postures = [held(picture.start), *(held(picture.start, by) for by in
                                       (*picture.between, picture.end))]  # fmt: skip
    settled = [posed(posture, room.body, room.support_m, room.kept).held for posture in postures]
    if picture.alternates:
        settled[-1] = exchanged(settled[0])
        settled += [exchanged(posture) for posture in settled[1:-1]]
        around = _way([*settled, settled[0]], MOST_AROUND[picture.view])
        bodies = [room.standing(posture) for posture in around]
        return tuple(_even(bodies))
    bodies = [room.standing(posture) for posture in _way(settled, MOST_OUT[picture.view])]
    return tuple(_timed(bodies))


def _way(postures: Sequence[Held], most: int) -> list[Held]:
    """Every posture on the way from the first to the last, most where most is moved."""
    ways = list(pairwise(postures))
    wanted = [_steps(first, last) for first, last in ways]
    counts = [1] * len(ways)
    while sum(counts) < min(most, sum(wanted)):
        needy = max(range(len(ways)), key=lambda way: wanted[way] / counts[way])
        counts[needy] += 1
    found = [postures[0]]
    for (first, last), count in zip(ways, counts, strict=True):
        found += [part_way(first, last, step / count) for step in range(1, count + 1)]
    return found


def _steps(first: Held, last: Held) -> int:
    """How many moments a way between two postures is worth."""
    names = {*first.angles, *last.angles} - {"lift", "shift"}
    furthest = max((abs(last[name] - first[name]) for name in names), default=0.0)
    return int(np.clip(np.ceil(furthest / STEP_DEG), 2, MOST_STEPS))


def _even(bodies: Sequence[Posed]) -> list[Moment]:
    """Once around without a pause."""
    shares = np.linspace(0.0, 1.0, len(bodies))
    return [Moment(float(share), body) for share, body in zip(shares, bodies, strict=True)]


def _timed(bodies: Sequence[Posed]) -> list[Moment]:
    """The way out and back in one loop; slow where it starts and where it ends."""
    shares = np.linspace(0.0, 1.0, len(bodies))
    # The inverse of a smooth start and stop: when each share of the way is reached.
    eased = np.arccos(1.0 - 2.0 * shares) / np.pi
    way = 0.5 - REST_SHARE
    turn = way + REST_SHARE
    out = [Moment(way * at, body) for at, body in zip(eased, bodies, strict=True)]
    back = [Moment(turn + way - moment.share, moment.body) for moment in reversed(out)]
    return [*out, *back, Moment(1.0, bodies[0])]
