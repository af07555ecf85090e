"""What can be wrong with the drawn runner, how it is made, and where it shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from evenstride.errors import InputError
from evenstride.events import View
from evenstride.skeleton import SIDES, Side


@dataclass(frozen=True)
class Fault:
    """A way of running that can be drawn at any size, on one side or both."""

    metric: str
    """The metric it shows in."""
    view: View
    unit: str
    visible: float
    """The size a therapist would see without measuring [E]."""
    sentence: str
    parameter: str
    """The runner's number it changes."""
    sign: int
    """+1 adds its size to that number, -1 takes it away."""


FAULTS: Final[Mapping[str, Fault]] = MappingProxyType(
    {
        "overstride": Fault(
            "overstride", "side", "share of leg length", 0.10,
            "The foot lands too far ahead of the hips.", "overstride", 1,
        ),
        "straight_knee": Fault(
            "knee_flexion_at_contact", "side", "deg", 8.0,
            "The knee is almost straight when the foot lands.", "knee_flexion_at_contact_deg", -1,
        ),
        "weak_knee_drive": Fault(
            "knee_drive", "side", "deg", 9.0,
            "The knee does not come forward enough.", "knee_drive_deg", -1,
        ),
        "slow_loading": Fault(
            "loading_time", "side", "s", 0.030,
            "The leg takes its load late.", "loading_time_s", 1,
        ),
        "knee_wobble": Fault(
            "knee_wobble", "rear", "deg", 6.0,
            "The knee wobbles from side to side while it bears weight.", "knee_wobble_deg", 1,
        ),
        "side_lean": Fault(
            "trunk_side_lean", "rear", "deg", 6.0,
            "The trunk leans over the standing leg.", "trunk_side_lean_deg", 1,
        ),
        "pelvic_drop": Fault(
            "pelvic_drop", "rear", "deg", 6.0,
            "The hip of the swinging leg drops.", "pelvic_drop_deg", 1,
        ),
        "hip_travel": Fault(
            "pelvic_shift", "rear", "share of leg length", 0.04,
            "The hips move out over the standing leg.", "hip_travel", 1,
        ),
        "spine_rotation": Fault(
            "trunk_rotation", "rear", "deg", 10.0,
            "The chest turns too far to one side.", "trunk_rotation_deg", 1,
        ),
        "arm_across": Fault(
            "arm_swing", "side", "deg", 20.0,
            "The arm swings across the body instead of forward and back.", "arm_swing_deg", -1,
        ),
    }
)  # fmt: skip


def parts(name: str) -> tuple[Fault, tuple[Side, ...]]:
    """The fault behind a name such as `overstride-left`, and the sides it is on."""
    stem, _, side = name.partition("-")
    if stem not in FAULTS or side not in ("", *SIDES):
        names = ", ".join(FAULTS)
        raise InputError(
            f"There is no fault called '{name}'. Choose from {names}; "
            "add -left or -right for one side."
        )
    return FAULTS[stem], tuple(each for each in SIDES if side in ("", each))


def change(faults: Mapping[str, float], parameter: str, side: Side) -> float:
    """How much all faults together change one number on one side."""
    chosen = ((*parts(name), size) for name, size in faults.items())
    return sum(
        fault.sign * size
        for fault, sides, size in chosen
        if fault.parameter == parameter and side in sides
    )
