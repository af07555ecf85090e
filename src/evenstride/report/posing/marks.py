"""What is wrong in a mistake's picture: the part in the warning colour, and a ring around it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

import numpy as np

from evenstride.knowledge.entries import Mistake, Posture
from evenstride.posed.held import SIDED
from evenstride.poses import Array
from evenstride.report.posing.colours import WARNING
from evenstride.report.posing.flesh import Sight
from evenstride.report.posing.outlines import UNITS_PER_M, line

RING_M: Final = 0.135
HIP_LINE: Final = 0.9
"""[E] The line through the hips goes on by this share of their width."""

# Where each measure is looked at: a joint, with the parts around it that turn to the warning.
LEG: Final = ("leg", "thigh", "shank")
ARM: Final = ("arm", "upper-arm", "forearm")
BY_MEASURE: Final[Mapping[str, tuple[str, tuple[str, ...]]]] = MappingProxyType({
    "knee_flexion": ("knee", LEG),
    "knee_in": ("knee", LEG),
    "knee_ahead_of_toes": ("knee", LEG),
    "hip_flexion": ("hip", ("leg", "thigh")),
    "thigh_angle": ("knee", ("leg", "thigh")),
    "thigh_lift": ("knee", LEG),
    "leg_out": ("knee", LEG),
    "leg_turn": ("toe", ("shoe",)),
    "shank_angle": ("ankle", ("leg", "shank")),
    "foot_inclination": ("heel", ("shoe",)),
    "foot_travel": ("heel", ("shoe",)),
    "contact_time": ("toe", ("shoe",)),
    "step_width": ("ankle", ("shoe",)),
    "elbow_flexion": ("elbow", ARM),
    "arm_raise": ("elbow", ARM),
    "hand_height": ("wrist", ("arm", "forearm")),
    "hand_side": ("wrist", ("arm", "forearm")),
    "hand_difference": ("wrist", ("arm", "forearm")),
    "low_back": ("waist", ("shirt",)),
    "trunk_lean": ("ribs", ("shirt",)),
    "trunk_side_lean": ("ribs", ("shirt",)),
    "trunk_turn": ("ribs", ("shirt",)),
    "body_line": ("mid_hip", ("pelvis", "shirt")),
    "pelvic_drop": ("mid_hip", ("pelvis", "working-shorts", "other-shorts")),
})  # fmt: skip
# The measure that shows best what a posture's change is about.
BY_ANGLE: Final[Mapping[str, str]] = MappingProxyType({
    "knee": "knee_flexion", "knee_in": "knee_in", "hip": "thigh_lift", "hip_out": "leg_out",
    "hip_turn": "leg_turn", "ankle": "foot_inclination", "foot": "foot_inclination",
    "toes": "foot_inclination", "arm": "arm_raise", "arm_out": "arm_raise",
    "elbow": "elbow_flexion", "hand": "hand_height", "on": "foot_travel",
})  # fmt: skip
BY_BODY_ANGLE: Final[Mapping[str, str]] = MappingProxyType({
    "low_back": "low_back", "hips_level": "pelvic_drop", "side_lean": "trunk_side_lean",
    "turn": "trunk_turn", "trunk": "trunk_lean", "roll": "body_line", "hands": "hand_height",
    "head": "head",
})  # fmt: skip
HEAD: Final = ("neck",)


def warned(mistake: Mistake) -> tuple[str, ...]:
    """The joint that is ringed, then the parts that are coloured."""
    if mistake.when:
        first = mistake.when[0]
        sides = {"other": ("other",), "both": ("working", "other")}.get(first.of, ("working",))
        return _named(first.measure, sides)
    return _changed(mistake.drawn or Posture())


def _changed(drawn: Posture) -> tuple[str, ...]:
    """What a posture changes, where no measure says what is wrong."""
    for name, measure in BY_BODY_ANGLE.items():
        if getattr(drawn, name) is not None:
            return ("skull", *HEAD) if measure == "head" else _named(measure, ("working",))
    for side in ("working", "other"):
        for name, measure in BY_ANGLE.items():
            if getattr(getattr(drawn, side), name) is not None:
                return _named(measure, (side,))
    return ()


def _named(measure: str, sides: tuple[str, ...]) -> tuple[str, ...]:
    point, parts = BY_MEASURE[measure]
    whole = point in ("waist", "ribs", "mid_hip")
    ring = point if whole else f"{sides[0]}_{point}"
    coloured = parts if whole else tuple(f"{side}-{part}" for side in sides for part in parts)
    return ring, *coloured


def rings(sight: Sight, marks: tuple[str, ...]) -> list[str]:
    """A small ring around what is wrong, and a line through hips that are not level."""
    x, y = (round(value) for value in sight.flat(sight.body[marks[0]]))
    radius = round(UNITS_PER_M * RING_M)
    shape = f'<circle cx="{x}" cy="{y}" r="{radius}"'
    if sight.view != "side" and "pelvis" in marks:
        shape = f'<path d="{_hip_line(sight)}" stroke-linecap="round"'
    return [
        f'{shape} fill="none" stroke="{colour}" stroke-width="{width}"/>'
        for colour, width in (("#ffffff", 34), (WARNING, 18))
    ]


def ring_box(sight: Sight, marks: tuple[str, ...]) -> Array:
    """The room a ring takes in the picture, [4]."""
    middle, reach = sight.flat(sight.body[marks[0]]), UNITS_PER_M * RING_M
    return np.concatenate([middle - reach, middle + reach])


def _hip_line(sight: Sight) -> str:
    """A line through both hips and beyond."""
    ends = [sight.flat(sight.body[f"{side}_hip"]) for side in SIDED]
    beyond = HIP_LINE * (ends[1] - ends[0])
    return line([ends[0] - beyond, ends[1] + beyond])
