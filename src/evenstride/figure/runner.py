"""A drawn runner: what one can ask of him, and what he then does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from types import MappingProxyType
from typing import Any, Final, Literal

import numpy as np

from evenstride.errors import InputError
from evenstride.events import Event, Surface
from evenstride.figure.body import Body
from evenstride.figure.definitions import truth_per_step
from evenstride.figure.faults import change, parts
from evenstride.figure.gait import Gait
from evenstride.figure.steps import Steps, steps_of
from evenstride.poses import Array
from evenstride.skeleton import Side

# [E] Below this a run would be a walk.
SHORTEST_FLIGHT_S: Final = 0.02


@dataclass(frozen=True, kw_only=True)
class Runner:
    """Somebody who runs exactly as asked, so that every number is known beforehand.

    Shares are of leg length (thigh and shank). A fault changes one number on one side, for
    example `faults={"overstride-left": 0.1}`; its names are in `FAULTS`.
    `variability` is the share by which steps differ from one another at random.
    """

    speed_m_s: float = 3.0
    cadence_steps_min: float = 168.0
    contact_time_s: float = 0.25
    height_m: float = 1.75
    foot_angle_at_contact_deg: float = 14.0
    knee_flexion_at_contact_deg: float = 16.0
    peak_knee_flexion_deg: float = 48.0
    loading_time_s: float = 0.10
    trunk_lean_deg: float = 7.0
    overstride: float = 0.25
    knee_drive_deg: float = 38.0
    swing_knee_flexion_deg: float = 104.0
    arm_swing_deg: float = 50.0
    pelvic_drop_deg: float = 4.0
    hip_travel: float = 0.02
    trunk_side_lean_deg: float = 2.0
    trunk_rotation_deg: float = 12.0
    step_width: float = 0.04
    knee_projection_deg: float = 2.0
    knee_wobble_deg: float = 1.0
    toe_out_deg: float = 6.0
    faults: Mapping[str, float] = field(default_factory=dict, hash=False)
    surface: Surface = "treadmill"
    activity: Literal["running", "walking", "standing"] = "running"
    variability: float = 0.0
    seed: int = 0

    def __post_init__(self) -> None:
        for name in self.faults:
            parts(name)
        object.__setattr__(self, "faults", MappingProxyType(dict(self.faults)))
        longest = self.step_time_s - SHORTEST_FLIGHT_S
        if self.activity == "running" and not self.loading_time_s < self.contact_time_s < longest:
            raise InputError(
                "A runner's contact time must be longer than the loading time, and shorter than "
                "the step time by at least 20 ms."
            )

    @classmethod
    def at(cls, speed_m_s: float, **changes: Any) -> Runner:  # noqa: ANN401  # any field of Runner
        """A plausible runner at this speed, from 2.2 to 5 m/s; anything may be changed."""
        faster = speed_m_s - 3.0
        plausible = cls(
            speed_m_s=speed_m_s,
            cadence_steps_min=168.0 + 8.5 * faster,
            contact_time_s=0.25 - 0.050 * faster + 0.010 * faster**2,
            peak_knee_flexion_deg=48.0 - 0.5 * faster,
            loading_time_s=0.10 - 0.024 * faster + 0.004 * faster**2,
            overstride=0.25 + 0.01 * faster,
            knee_drive_deg=38.0 + 7.5 * faster,
            swing_knee_flexion_deg=104.0 + 12.0 * faster,
            trunk_lean_deg=7.0 + 1.0 * faster,
            arm_swing_deg=50.0 + 8.0 * faster,
        )
        return replace(plausible, **changes)

    @property
    def step_time_s(self) -> float:
        """From one foot's strike to the other's, on average."""
        return 60.0 / self.cadence_steps_min

    @property
    def body(self) -> Body:
        """The lengths of this runner's limbs."""
        return Body(self.height_m)

    def asked(self, parameter: str, side: Side) -> float:
        """One number on one side, with its faults."""
        return float(getattr(self, parameter)) + change(self.faults, parameter, side)

    @cached_property
    def steps(self) -> Steps:
        """The steps of one cycle, which repeats for ever."""
        return steps_of(self)

    @cached_property
    def gait(self) -> Gait:
        """The whole movement."""
        return Gait.of(self.steps, self.body)

    def joints_m(self, time_s: Array) -> Array:
        """Where every joint is, [T, 19, 3] m: X forward, Y up, Z to the runner's right."""
        joints = self.gait.joints_m(time_s)
        if self.surface == "overground" and self.activity != "standing":
            joints[..., 0] += self.speed_m_s * time_s[:, np.newaxis]
        return joints

    def events(self, duration_s: float) -> tuple[Event, ...]:
        """Every foot strike and toe-off from time 0 on, exactly."""
        return self.steps.events(duration_s)

    def truth_per_step(self, duration_s: float) -> Mapping[str, Mapping[str, tuple[float, ...]]]:
        """Every metric step by step, for the strikes that `events` gives."""
        return truth_per_step(self, duration_s)
