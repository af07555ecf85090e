"""One leg, sagittal: the planted foot bends it on the ground, smooth joint angles swing it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np

from evenstride.errors import InputError
from evenstride.figure.body import Body
from evenstride.figure.curves import Curve, knots, smoothest
from evenstride.figure.feet import LEAVE_S, Foot, Moment, following, moments
from evenstride.figure.push import Height
from evenstride.figure.steps import Steps
from evenstride.poses import Array

# [E] When in swing (0 toe-off, 1 strike) the knee is bent most and the thigh is furthest forward;
# runs at 3 and 4 m/s of Hamner & Delp 2013.
KNEE_BENT_SHARE: Final = 0.46
THIGH_FORWARD_SHARE: Final = 0.76
# [E] Against an even slowing-down; and never less than this.
EVEN_SHARE: Final = 0.93
SHORTEST_RETRACTION_S: Final = 0.02
# How a landing foot slows down in the air, backwards (per belt speed) and downwards; the same runs.
LANDING_BACK_PER_S: Final = -15.0
LANDING_UP_M_S2: Final = 12.0
DIFFERENCE_S: Final = 1e-4


@dataclass(frozen=True, eq=False)
class Leg:
    """One leg over its strides."""

    foot: Foot
    hip_height: Height
    thigh: Curve
    knee: Curve

    @classmethod
    def of(cls, foot: Foot, hip_height: Height) -> Leg:
        """The leg whose foot is planted as given under hips of this height."""
        return cls(foot, hip_height, *swing_curves(foot, hip_height))

    def points_m(self, time_s: Array) -> Array:
        """Hip, knee, ankle, heel and toe, [T, 5, 2] m: x ahead of the hips, y up."""
        moment = moments(self.foot.steps, time_s)
        down = moment.since_strike_s <= moment.at(self.foot.steps.contact_s) + LEAVE_S
        hip_y = self.hip_height(time_s)
        feet, _ = self.foot.contact(moment)
        angles = bent(self.foot.body, hip_y, feet[:, 0])
        swung = np.stack([self.thigh(moment.time_s), self.knee(moment.time_s)], axis=-1)
        chain = limb(self.foot.body, hip_y, np.where(down[:, np.newaxis], angles, swung))
        hung = self.foot.from_ankle(moment, chain[:, 2])
        return np.concatenate([chain, hung[:, 1:]], axis=1)


def bent(body: Body, hip_y: Array, ankle: Array) -> Array:
    """Thigh angle (+ forward of straight down) and knee flexion that reach an ankle, [T, 2] rad."""
    thigh, shank = body.thigh_m, body.shank_m
    ahead, below = ankle[:, 0], hip_y - ankle[:, 1]
    cosine = (ahead**2 + below**2 - thigh**2 - shank**2) / (2 * thigh * shank)
    flexion = np.arccos(np.clip(cosine, -1.0, 1.0))
    lead = np.arctan2(shank * np.sin(flexion), thigh + shank * np.cos(flexion))
    return np.stack([np.arctan2(ahead, below) + lead, flexion], axis=-1)


def limb(body: Body, hip_y: Array, angles: Array) -> Array:
    """Hip, knee and ankle for thigh angle and knee flexion, [T, 3, 2]."""
    hip = np.stack([np.zeros_like(hip_y), hip_y], axis=-1)
    knee = hip + body.thigh_m * hanging(angles[:, 0])
    ankle = knee + body.shank_m * hanging(angles[:, 0] - angles[:, 1])
    return np.stack([hip, knee, ankle], axis=1)


def hanging(angle_rad: Array) -> Array:
    """The unit vector hanging down, swung forward by an angle, [T, 2]."""
    return np.stack([np.sin(angle_rad), -np.cos(angle_rad)], axis=-1)


def contact_angles(foot: Foot, hip_height: Height, moment: Moment) -> Array:
    """Thigh angle and knee flexion while the foot is down, value, rate, acceleration, [T, 2, 3]."""
    return differences(
        bent(foot.body, hip_height(when.time_s), foot.contact(when)[0][:, 0])
        for when in around(moment)
    )


def landing_angles(foot: Foot, hip_height: Height, moment: Moment) -> Array:
    """The same at the strike, but slowing down in the air as a landing foot does, [T, 2, 3]."""
    ankle = differences(foot.contact(when)[0][:, 0] for when in around(moment))
    slowing = np.array([LANDING_BACK_PER_S * foot.steps.speed_m_s, LANDING_UP_M_S2])
    return differences(
        bent(
            foot.body,
            hip_height(moment.time_s + shift),
            ankle[..., 0] + shift * ankle[..., 1] + 0.5 * shift**2 * slowing,
        )
        for shift in (-DIFFERENCE_S, 0.0, DIFFERENCE_S)
    )


def around(moment: Moment) -> tuple[Moment, Moment, Moment]:
    """Just before, at, and just after a moment."""
    return moment.later(-DIFFERENCE_S), moment, moment.later(DIFFERENCE_S)


def differences(values: Iterable[Array]) -> Array:
    """Value, rate and acceleration from values just before, at and just after, [..., 3]."""
    early, now, late = values
    rate = (late - early) / (2 * DIFFERENCE_S)
    return np.stack([now, rate, (late - 2 * now + early) / DIFFERENCE_S**2], axis=-1)


def swing_curves(foot: Foot, hip_height: Height) -> tuple[Curve, Curve]:
    """Thigh angle and knee flexion over time; only their swing is looked at."""
    steps, each = foot.steps, np.arange(len(foot.steps))
    leaving = Moment(steps.toe_off_s + LEAVE_S, each, steps.contact_s + LEAVE_S)
    landing = Moment(steps.strike_s, each, np.zeros(len(steps)))
    start = contact_angles(foot, hip_height, leaving)
    end = landing_angles(foot, hip_height, landing)
    if np.any(steps.knee_drive_rad < end[:, 0, 0] + np.radians(0.5)):
        raise InputError(
            "The thigh is further forward at the strike than its furthest in swing; "
            "ask for more knee drive or less overstride."
        )
    share = following(steps) - steps.toe_off_s
    peaks = (
        (
            following(steps) - retraction_s(steps, np.roll(end[:, 0], -1, axis=0)),
            steps.knee_drive_rad,
        ),
        (steps.toe_off_s + KNEE_BENT_SHARE * share, steps.swing_flexion_rad),
    )
    thigh, knee = (
        _swing(foot, peak, start[:, joint], end[:, joint]) for joint, peak in enumerate(peaks)
    )
    return thigh, knee


def retraction_s(steps: Steps, landing: Array) -> Array:
    """How long before the next strike the thigh is furthest forward, [N] s.

    landing [N, 3] is the thigh's angle, rate and acceleration there. A smaller drive is held
    for less time, so that the thigh comes back about evenly and the peak stays the peak.
    """
    longest = (1 - THIGH_FORWARD_SHARE) * (following(steps) - steps.toe_off_s)
    back = np.maximum(-landing[:, 1], 0.1)
    even = EVEN_SHARE * 2 * (steps.knee_drive_rad - landing[:, 0]) / back
    return np.clip(even, SHORTEST_RETRACTION_S, longest)


def _swing(foot: Foot, peak: tuple[Array, Array], start: Array, end: Array) -> Curve:
    """One joint's angle from leaving over its peak to landing."""
    steps = foot.steps
    times, states = knots((*peak, 0.0, np.nan))
    times = np.concatenate([times, steps.toe_off_s + LEAVE_S, steps.strike_s])
    states = np.concatenate([states, start, end])
    idle = np.arange(len(times)) >= 2 * len(steps)
    return smoothest(times, states, period_s=steps.period_s, idle=idle)
