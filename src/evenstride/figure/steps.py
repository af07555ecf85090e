"""The steps of one cycle: when each foot is down, and what is asked of each step."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any, Final, Literal

import numpy as np

from evenstride.events import Event
from evenstride.poses import Array
from evenstride.skeleton import SIDES, Side

if TYPE_CHECKING:
    from evenstride.figure.runner import Runner

Activity = Literal["running", "walking", "standing"]

# [E] A cycle of varied steps is this long; its mean is the runner's truth.
VARIED_STEPS: Final = 40
# [E] No draw lies further out than this many standard deviations.
LARGEST_DRAW: Final = 2.0
# [E] What varies from step to step, and how strongly against `variability`.
VARIES: Final = {
    "contact_s": 1.0,
    "overstride": 1.0,
    "foot_angle_rad": 2.0,
    "contact_flexion_rad": 2.0,
    "peak_flexion_rad": 0.7,
    "loading_s": 1.0,
    "knee_drive_rad": 1.0,
    "pelvic_drop_rad": 3.0,
    "hip_travel_m": 3.0,
    "side_lean_rad": 3.0,
    "rotation_rad": 1.5,
    "arm_swing_rad": 1.0,
}


@dataclass(frozen=True, eq=False)
class Steps:
    """What is asked of each step of one cycle, arrays of [M]; even steps are left.

    Step i lasts from the strike of its own foot to the strike of the other foot.
    """

    speed_m_s: float
    period_s: float
    activity: Activity
    strike_s: Array
    contact_s: Array
    overstride: Array
    foot_angle_rad: Array
    contact_flexion_rad: Array
    peak_flexion_rad: Array
    loading_s: Array
    knee_drive_rad: Array
    swing_flexion_rad: Array
    pelvic_drop_rad: Array
    hip_travel_m: Array
    side_lean_rad: Array
    rotation_rad: Array
    arm_swing_rad: Array
    arm_across_rad: Array
    knee_projection_rad: Array
    knee_wobble_rad: Array
    trunk_lean_rad: Array
    half_width_m: Array
    toe_out_rad: Array

    def __len__(self) -> int:
        return len(self.strike_s)

    @property
    def toe_off_s(self) -> Array:
        """When each step's foot leaves the ground."""
        return self.strike_s + self.contact_s

    @property
    def next_strike_s(self) -> Array:
        """When the other foot strikes after each step."""
        return np.append(self.strike_s[1:], self.strike_s[0] + self.period_s)

    @property
    def right(self) -> Array:
        """+1 for a step on the right foot, -1 for one on the left."""
        return np.where(np.arange(len(self)) % 2 == 1, 1.0, -1.0)

    @property
    def load_s(self) -> Array:
        """When the standing knee is bent most."""
        return self.strike_s + self.loading_s

    @property
    def settled_s(self) -> Array:
        """Midway from the knee's lowest point to toe-off: until then the trunk holds still."""
        return self.strike_s + 0.5 * (self.loading_s + self.contact_s)

    def of(self, side: Side) -> Steps:
        """Only the steps of one foot."""
        every = {item.name: getattr(self, item.name) for item in fields(self)}
        own: dict[str, Any] = {
            name: value[SIDES.index(side) :: 2]
            for name, value in every.items()
            if isinstance(value, np.ndarray)
        }
        return replace(self, **own)

    def events(self, duration_s: float) -> tuple[Event, ...]:
        """Every foot strike and toe-off from time 0 on, in order."""
        if self.activity == "standing":
            return ()
        found = [event for event in self._all(duration_s) if 0 <= event.time_s < duration_s]
        return tuple(sorted(found, key=lambda event: event.time_s))

    def _all(self, duration_s: float) -> Iterator[Event]:
        cycles = np.arange(-1, int(duration_s / self.period_s) + 1) * self.period_s
        for i in range(len(self)):
            side = SIDES[i % 2]
            for start in cycles:
                yield Event(side, "foot_strike", float(start + self.strike_s[i]), 0.0)
                yield Event(side, "toe_off", float(start + self.toe_off_s[i]), 0.0)


def steps_of(runner: Runner) -> Steps:
    """The cycle of steps that a runner's numbers ask for."""
    count = VARIED_STEPS if runner.variability else 2
    asked = {name: np.resize(pair, count) for name, pair in _pairs(runner).items()}
    random = np.random.default_rng(runner.seed)
    for name, weight in VARIES.items():
        asked[name] = asked[name] * (1 + weight * runner.variability * draws(random, count))
    step_s = runner.step_time_s * (1 + 0.5 * runner.variability * draws(random, count))
    return Steps(
        speed_m_s=0.0 if runner.activity == "standing" else runner.speed_m_s,
        period_s=count * runner.step_time_s,
        activity=runner.activity,
        strike_s=np.cumsum(step_s) - step_s[0] + FIRST_STRIKE_S,
        **asked,
    )


# [E] The first strike comes soon after the film starts, never at its very first frame.
FIRST_STRIKE_S: Final = 0.1


def draws(random: np.random.Generator, count: int) -> Array:
    """Random numbers, calm at the edges, whose mean is nought on each side."""
    if count == 2:  # noqa: PLR2004  # one left and one right step: nothing varies
        return np.zeros(count)
    drawn = np.clip(random.standard_normal(count), -LARGEST_DRAW, LARGEST_DRAW)
    for first in range(2):
        drawn[first::2] -= drawn[first::2].mean()
    return drawn


def _pairs(runner: Runner) -> dict[str, Array]:
    """Each number asked of a step, left and right."""
    leg = runner.body.leg_m

    def both(parameter: str, scale: float = 1.0) -> Array:
        return np.array([runner.asked(parameter, side) * scale for side in SIDES])

    def angle(parameter: str) -> Array:
        return np.radians(both(parameter + "_deg"))

    swing = angle("arm_swing")
    return {
        "contact_s": both("contact_time_s"),
        "overstride": both("overstride"),
        "foot_angle_rad": angle("foot_angle_at_contact"),
        "contact_flexion_rad": angle("knee_flexion_at_contact"),
        "peak_flexion_rad": angle("peak_knee_flexion"),
        "loading_s": both("loading_time_s"),
        "knee_drive_rad": angle("knee_drive"),
        "swing_flexion_rad": angle("swing_knee_flexion"),
        "pelvic_drop_rad": angle("pelvic_drop"),
        "hip_travel_m": both("hip_travel", leg),
        "side_lean_rad": angle("trunk_side_lean"),
        "rotation_rad": angle("trunk_rotation"),
        "arm_swing_rad": swing,
        "arm_across_rad": np.radians(runner.arm_swing_deg) - swing,
        "knee_projection_rad": angle("knee_projection"),
        "knee_wobble_rad": angle("knee_wobble"),
        "trunk_lean_rad": angle("trunk_lean"),
        "half_width_m": both("step_width", 0.5 * leg),
        "toe_out_rad": angle("toe_out"),
    }
