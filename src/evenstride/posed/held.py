"""A whole posture: every angle has a value; start and changes merged, and what lies between two."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Final

from evenstride.knowledge.entries import Joints, Place, Posture

SIDED: Final = ("working", "other")
"""A body is posed for its working side; which side of the body that is comes last."""

BODY_ANGLES: Final = ("trunk", "side_lean", "roll", "heading", "turn", "hips_level", "low_back",
                      "head", "lift", "shift")  # fmt: skip
SIDE_ANGLES: Final = ("hip", "hip_out", "hip_turn", "knee", "knee_in", "ankle", "foot", "toes",
                      "arm", "arm_out", "elbow")  # fmt: skip
NEUTRAL_LOW_BACK: Final = 2.0


@dataclass(frozen=True)
class Held:
    """A posture with nothing left out.

    angles  degrees and shares of body height, by name: `trunk`, `working.knee` ...; a side's
    `foot` stands there only where the sole's angle is given instead of the ankle's
    """

    angles: Mapping[str, float]
    hands: Mapping[str, Place] = field(default_factory=lambda: dict.fromkeys(SIDED, "free"))
    on: Mapping[str, str] = field(default_factory=lambda: dict.fromkeys(SIDED, "floor"))
    down: frozenset[str] = frozenset()
    sits: bool = False
    towards: Mapping[str, Place] = field(default_factory=dict)
    """Where hands are on their way to, where they change their place; with `share` of the way."""
    share: float = 0.0

    def __getitem__(self, name: str) -> float:
        return self.angles.get(name, NEUTRAL_LOW_BACK if name == "low_back" else 0.0)

    def changed(self, **angles: float) -> Held:
        """The same with some angles replaced, their dots written as two underlines."""
        named = {name.replace("__", "."): value for name, value in angles.items()}
        return replace(self, angles=MappingProxyType({**self.angles, **named}))

    def without(self, name: str) -> Held:
        """The same without one angle."""
        kept = {key: value for key, value in self.angles.items() if key != name}
        return replace(self, angles=MappingProxyType(kept))


MIRRORED: Final = ("side_lean", "roll", "heading", "turn", "hips_level")
"""Angles that say towards which side."""
_SWAPPED: Final = {"working": "other", "other": "working"}


def exchanged(posture: Held) -> Held:
    """The same posture with its sides exchanged; what is held aloft to one side stays there."""
    angles = {}
    for name, value in posture.angles.items():
        side, dot, joint = name.partition(".")
        angles[f"{_SWAPPED.get(side, side)}{dot}{joint}"] = -value if name in MIRRORED else value
    hands = {_SWAPPED[side]: place for side, place in posture.hands.items()}
    on = {_SWAPPED[side]: what for side, what in posture.on.items()}
    down = frozenset(_SWAPPED[side] for side in posture.down)
    return replace(posture, angles=MappingProxyType(angles), hands=hands, on=on, down=down)


def held(start: Posture, *changes: Posture) -> Held:
    """The posture that comes out when changes are laid over a start, one after the other."""
    found = Held(MappingProxyType({}))
    for posture in (start, *changes):
        found = _laid_over(found, posture)
    return found


def _laid_over(before: Held, posture: Posture) -> Held:
    """What a posture names replaces what was."""
    sides: dict[str, Joints] = {"working": posture.working, "other": posture.other}
    given = {name: getattr(posture, name) for name in BODY_ANGLES}
    for side, joints in sides.items():
        given |= {f"{side}.{name}": getattr(joints, name) for name in SIDE_ANGLES}
    angles = {**before.angles, **{name: at for name, at in given.items() if at is not None}}
    for side, joints in sides.items():
        if joints.ankle is not None and joints.foot is None:
            angles.pop(f"{side}.foot", None)
    hands, on = dict(before.hands), dict(before.on)
    down = set(before.down)
    for side, joints in sides.items():
        hands[side] = joints.hand or posture.hands or hands[side]
        on[side] = joints.on or on[side]
        keeps = side in down if joints.down is None else joints.down
        down = down | {side} if keeps else down - {side}
    sits = before.sits if posture.sits is None else posture.sits
    return Held(MappingProxyType(angles), hands, on, frozenset(down), sits)


def past(first: Held, last: Held, share: float) -> Held:
    """The last posture, with every angle this many times as far from the first."""
    names = dict.fromkeys((*first.angles, *last.angles))
    angles = {name: first[name] + share * (last[name] - first[name]) for name in names}
    return replace(last, angles=MappingProxyType(angles))


def part_way(first: Held, last: Held, share: float) -> Held:
    """What lies between two postures that were settled; exactly one of them at either end."""
    if share <= 0.0:
        return first
    if share >= 1.0:
        return last
    names = dict.fromkeys((*first.angles, *last.angles))
    angles = {name: (1 - share) * first[name] + share * last[name] for name in names}
    for side in SIDED:
        if not (f"{side}.foot" in first.angles and f"{side}.foot" in last.angles):
            angles.pop(f"{side}.foot", None)
    near = first if share < 0.5 else last  # noqa: PLR2004  # half way
    down = first.down & last.down
    sits = first.sits and last.sits
    return Held(
        MappingProxyType(angles), first.hands, near.on, down, sits, towards=last.hands, share=share
    )
