"""One foot over its strides: how it lands, stays planted, rolls up and leaves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from evenstride.figure.body import SOLE_M, Body
from evenstride.figure.curves import Curve, knots, smoothest, smoothstep
from evenstride.figure.steps import Steps
from evenstride.poses import Array

# [E] After runs on a force plate at 3 and 4 m/s (Hamner & Delp 2013): at the 20 N threshold
# the heel still falls at 0.4 to 0.9 m/s and slides forward over the belt.
SETTLE_S: Final = 0.022
# [E] The knee lands bending no faster than this.
KNEE_RATE_RAD_S: Final = float(np.radians(330))
GIVE_M: Final = 0.005
SLIDE_SHARE: Final = 0.6
# In those runs the foot's pitch peaks within 10 ms of the strike and is gone 70 to 80 ms later.
FLAT_S: Final = 0.070
FLAT_FROM_TOE_S: Final = 0.060
# The toe leaves the ground within this time before and after toe-off; its upward
# acceleration peaks at toe-off (40 m/s^2 at 3 m/s in those runs).
LEAVE_S: Final = 0.035
LEAVE_UP_PER_S: Final = 13.0
LEAVE_AHEAD_PER_S: Final = 15.0
TOES_STRAIGHTEN_S: Final = (0.07, 0.08)
# After three quarters of the swing the toes are this far below their angle at the strike.
LIFTED_RAD: Final = float(np.radians(30))
HEEL_OFF_SHARE: Final = 0.50
# [E] A knee that bends most later than this share of the contact does so over a rising heel,
# which has left the ground earlier than usual and speeds up so much for every m/s of running.
LATE_SHARE: Final = 0.46
EARLY_HEEL_OFF_SHARE: Final = 0.35
RISING_RAD_S2: Final = -62.0


@dataclass(frozen=True, eq=False)
class Moment:
    """Points in time, each with the stride it belongs to."""

    time_s: Array
    stride: NDArray[np.intp]
    since_strike_s: Array

    def at(self, values: Array) -> Array:
        """Each moment's own stride's value."""
        own: Array = values[self.stride]
        return own

    def later(self, delay_s: float) -> Moment:
        """The same strides a little later."""
        return Moment(self.time_s + delay_s, self.stride, self.since_strike_s + delay_s)


def moments(steps: Steps, time_s: Array) -> Moment:
    """Which stride of this foot each time belongs to."""
    time = (time_s - steps.strike_s[0]) % steps.period_s + steps.strike_s[0]
    stride = np.searchsorted(steps.strike_s, time, side="right") - 1
    return Moment(time, stride, time - steps.strike_s[stride])


def pitch_curve(steps: Steps, rolling: Array, leaving: Array, rising: Array) -> Curve:
    """How far the rear foot points up (+) or down (-) over time, rad.

    rolling and leaving [N]: midway through the push-off, and at toe-off; rising [N, 2]: how
    fast the foot turns and speeds up when a late knee is bent most.
    """
    off, stride = steps.toe_off_s, following(steps)
    nought = np.zeros(len(steps))
    heel_off, late = heel_off_s(steps), late_knee(steps)
    lowest = nought - np.radians(45 + 12.5 * max(steps.speed_m_s, 0.5))
    times, states = knots(
        (steps.strike_s, steps.foot_angle_rad, nought, np.nan),
        (steps.strike_s + flat_s(steps), nought, 0.0, 0.0),
        (heel_off, nought, 0.0, 0.0),
        (steps.load_s[late], risen_rad(steps)[late], *rising[late].T),
        (rolling_s(steps), rolling, np.nan, np.nan),
        (off, leaving, np.nan, np.nan),
        (
            off + 0.74 * (stride - off),
            np.roll(steps.foot_angle_rad, -1) - LIFTED_RAD,
            np.nan,
            np.nan,
        ),
        (off + 0.30 * (stride - off), np.minimum(lowest, leaving - np.radians(12)), 0.0, np.nan),
    )
    return smoothest(times, states, period_s=steps.period_s)


def heel_off_s(steps: Steps) -> Array:
    """When each heel leaves the ground."""
    usual = np.maximum(HEEL_OFF_SHARE * steps.contact_s, steps.loading_s + 0.005)
    early = EARLY_HEEL_OFF_SHARE * steps.contact_s
    return steps.strike_s + np.where(late_knee(steps), early, usual)


def bending_s(steps: Steps) -> Array:
    """From when on each push-off straightens the knee."""
    return np.maximum(heel_off_s(steps), steps.load_s)


def rolling_s(steps: Steps) -> Array:
    """Midway through each push-off."""
    return 0.5 * (bending_s(steps) + steps.toe_off_s)


def risen_rad(steps: Steps) -> Array:
    """How far each rear foot points down when the knee is bent most, rad; nought if flat."""
    rising_s = np.maximum(steps.load_s - heel_off_s(steps), 0.0)
    return 0.5 * RISING_RAD_S2 * steps.speed_m_s * rising_s**2


def late_knee(steps: Steps) -> NDArray[np.bool_]:
    """Which knees are bent most only when the heel is already rising."""
    late: NDArray[np.bool_] = steps.loading_s > LATE_SHARE * steps.contact_s
    return late


def following(steps: Steps) -> Array:
    """When the same foot strikes again."""
    return np.append(steps.strike_s[1:], steps.strike_s[0] + steps.period_s)


def flat_s(steps: Steps) -> Array:
    """How long after the strike the whole sole is down."""
    slow = np.where(steps.foot_angle_rad >= 0, FLAT_S, FLAT_FROM_TOE_S)
    return np.minimum(slow, 0.85 * np.minimum(steps.loading_s, heel_off_s(steps) - steps.strike_s))


@dataclass(frozen=True, eq=False)
class Foot:
    """One foot, sagittal: x ahead of the hips, y above the ground."""

    steps: Steps
    body: Body
    pitch: Curve

    def contact(self, moment: Moment) -> tuple[Array, Array]:
        """Ankle, heel and toe while the foot is down or leaving, and the pitch, [T, 3, 2], [T]."""
        pitch = self.pitch(moment.time_s)
        return self.planted(moment, pitch), pitch

    def planted(self, moment: Moment, pitch: Array) -> Array:
        """Ankle, heel and toe of a foot that is down, held at a pitch, [T, 3, 2]."""
        return self.from_toe(moment, self._toe(moment, pitch), pitch)

    def from_toe(self, moment: Moment, toe: Array, pitch: Array) -> Array:
        """Ankle, heel and toe, hung behind the toe, [T, 3, 2]."""
        ball = toe - turned(self.body.ball_to_toe_m, 0.0, self.toes(moment) * pitch)
        heel = ball - turned(self.body.heel_to_ball_m, 0.0, pitch)
        ankle = ball + turned(*self.body.ankle_from_ball_m, pitch)
        return np.stack([ankle, heel, toe], axis=1)

    def from_ankle(self, moment: Moment, ankle: Array) -> Array:
        """Ankle, heel and toe, hung from the ankle, [T, 3, 2]."""
        pitch = self.pitch(moment.time_s)
        hung = self.from_toe(moment, np.zeros_like(ankle), pitch)
        return hung + (ankle - hung[:, 0])[:, np.newaxis]

    def toes(self, moment: Moment) -> Array:
        """How much the toes follow the rear foot: 0 while they stay flat, 1 in line with it."""
        before, after = TOES_STRAIGHTEN_S
        since = moment.since_strike_s - moment.at(self.steps.contact_s) + before
        landing = moment.since_strike_s < moment.at(flat_s(self.steps))
        return np.where(landing, 1.0, smoothstep(since / (before + after)))

    def _toe(self, moment: Moment, pitch: Array) -> Array:
        """The path of the toe keypoint while the foot is down or leaving, [T, 2]."""
        since, speed = moment.since_strike_s, self.steps.speed_m_s
        left = np.maximum(1 - since / SETTLE_S, 0.0) ** 3
        slide = moment.at(self._slide_share) * speed * SETTLE_S / 3
        heel_first = moment.at(self.steps.foot_angle_rad) >= 0
        landing = heel_first & (since < moment.at(flat_s(self.steps)))
        roll = turned(self.body.foot_m, 0.0, np.where(landing, pitch, 0.0))
        rise = lift(since - moment.at(self.steps.contact_s))
        x = moment.at(self._planted_x) - speed * since - slide * (left - 1)
        y = SOLE_M - GIVE_M * (1 - left)
        settled = np.stack([x + np.where(heel_first, 0, self.body.foot_m), y], axis=-1)
        swept = np.array([LEAVE_AHEAD_PER_S, LEAVE_UP_PER_S]) * speed * rise[:, np.newaxis]
        return settled + np.where(heel_first[:, np.newaxis], roll, 0.0) + swept

    @property
    def _slide_share(self) -> Array:
        """How much of the belt's speed each foot lacks when it lands.

        More where the knee lands straight: drawn back fast, the foot would have come from
        further away than the leg is long.
        """
        flexion, ahead = self.steps.contact_flexion_rad, self.steps.overstride * self.body.leg_m
        bend = self.body.thigh_m * self.body.shank_m * np.sin(flexion)
        fastest = KNEE_RATE_RAD_S * bend / np.maximum(ahead, 0.01)
        return np.clip(1 - fastest / max(self.steps.speed_m_s, 0.1), SLIDE_SHARE, 1.0)

    @property
    def _planted_x(self) -> Array:
        """Where the heel is at each strike, so that the ankle is as far ahead as asked."""
        pitch = self.steps.foot_angle_rad
        back, up = self.body.ankle_from_ball_m
        from_heel = turned(self.body.heel_to_ball_m + back, up, pitch)[:, 0]
        heel = self.steps.overstride * self.body.leg_m - from_heel
        tip = heel + turned(self.body.foot_m, 0.0, pitch)[:, 0] - self.body.foot_m
        return np.where(pitch >= 0, heel, tip)


def turned(x: float, y: float, angle_rad: Array) -> Array:
    """A vector turned upwards by an angle, [T, 2]."""
    cos, sin = np.cos(angle_rad), np.sin(angle_rad)
    return np.stack([x * cos - y * sin, x * sin + y * cos], axis=-1)


def lift(since_toe_off_s: Array) -> Array:
    """How far the toe has left, for an acceleration of sin^2 whose peak is 1 m/s^2 at toe-off."""
    width = 2 * LEAVE_S
    u = np.maximum((since_toe_off_s + LEAVE_S) / width, 0.0)
    rising = u**2 / 4 - (1 - np.cos(2 * np.pi * u)) / (8 * np.pi**2)
    return width**2 * np.where(u < 1, rising, u / 2 - 0.25)
