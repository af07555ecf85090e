"""The whole movement: legs, hips and upper body put together in three dimensions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from evenstride.figure.body import HEEL_TO_ANKLE, Body
from evenstride.figure.curves import Curve, smoothstep
from evenstride.figure.feet import moments
from evenstride.figure.hips import height_curve, roll_curve, travel_curve
from evenstride.figure.legs import Leg
from evenstride.figure.push import first_guess, rolled
from evenstride.figure.standing import standing_m, walking_height
from evenstride.figure.steps import Steps
from evenstride.figure.torso import Torso
from evenstride.poses import Array
from evenstride.skeleton import INDEX, KEYPOINTS, LEG, SIDES

# [E] The knee takes up its frontal angle within this time around the stance.
FRONTAL_S: Final = 0.05
# The wobble is sin^2(pi u) sin(4 pi (u - 0.46)) over the stance, scaled to swing by 1; the
# hips are lowest near u = 0.46, where it crosses nought.
WOBBLE_SCALE: Final = 1.0 / 0.938063853387
WOBBLE_NOUGHT: Final = 0.46


@dataclass(frozen=True, eq=False)
class Gait:
    """Everything that moves, as curves over one repeating cycle."""

    steps: Steps
    body: Body
    height: Curve
    roll: Curve
    travel: Curve
    legs: tuple[Leg, Leg]
    torso: Torso

    @classmethod
    def of(cls, steps: Steps, body: Body) -> Gait:
        """The movement that these steps ask of this body."""
        roll, travel = roll_curve(steps), travel_curve(steps)
        left, right = (first_guess(steps.of(side), body) for side in SIDES)
        feet, running = (left, right), steps.activity == "running"
        height = height_curve(steps, feet, roll) if running else walking_height(steps, feet)

        def leg(sign: int) -> Leg:
            half = sign * body.half_hips_m

            def hip_height(time_s: Array) -> Array:
                return height(time_s) + half * np.sin(roll(time_s))

            return Leg.of(rolled(feet[(sign + 1) // 2], hip_height), hip_height)

        return cls(steps, body, height, roll, travel, (leg(-1), leg(1)), Torso.of(steps, body))

    def joints_m(self, time_s: Array) -> Array:
        """Where every joint is, [T, 19, 3] m; X ahead of the hips."""
        time = np.asarray(time_s, dtype=np.float64)
        if self.steps.activity == "standing":
            return standing_m(self.body, self.torso, time)
        nought = np.zeros_like(time)
        hips = np.stack([nought, self.height(time), self.travel(time)], axis=-1)
        joints = np.empty((len(time), len(KEYPOINTS), 3))
        for name, points in self.torso.points_m(time, hips).items():
            joints[:, INDEX[name]] = points
        for side in SIDES:
            for name, points in zip(LEG, self._leg(time, SIDES.index(side)), strict=True):
                joints[:, INDEX[f"{side}_{name}"]] = points
        return joints

    def _leg(self, time_s: Array, first: int) -> Array:
        """Hip, knee, ankle, heel and toe of one leg, [5, T, 3]."""
        leg, sign = self.legs[first], 2 * first - 1
        flat = leg.points_m(time_s)
        hip_z = self.travel(time_s) + sign * self.body.half_hips_m * np.cos(self.roll(time_s))
        z = self._sideways(flat, hip_z, self._frontal_angle(time_s, first), first)
        return np.concatenate([flat, z[..., np.newaxis]], axis=-1).swapaxes(0, 1)

    def _sideways(self, flat: Array, hip_z: Array, frontal_rad: Array, first: int) -> Array:
        """How far right each joint of a leg is, [T, 5]."""
        sign, steps = 2 * first - 1, self.steps.of(SIDES[first])
        ankle = np.full_like(hip_z, sign * steps.half_width_m.mean())
        out = sign * np.sin(steps.toe_out_rad.mean())
        behind = HEEL_TO_ANKLE * self.body.height_m
        inward = knee_inward(flat, -sign * (ankle - hip_z), frontal_rad)
        return np.stack(
            [
                hip_z,
                hip_z - sign * inward,
                ankle,
                ankle - out * behind,
                ankle + out * (self.body.foot_m - behind),
            ],
            axis=-1,
        )

    def _frontal_angle(self, time_s: Array, first: int) -> Array:
        """The knee's frontal angle, + knee towards the midline, rad; nought in swing."""
        steps = self.steps.of(SIDES[first])
        # The window opens before the strike, so each time is looked up a little ahead.
        moment = moments(steps, time_s + FRONTAL_S).later(-FRONTAL_S)
        since, contact = moment.since_strike_s, moment.at(steps.contact_s)
        window = smoothstep(since / FRONTAL_S + 1) * smoothstep((contact - since) / FRONTAL_S + 1)
        share = np.clip(since / contact, 0.0, 1.0)
        wobble = (
            WOBBLE_SCALE * np.sin(np.pi * share) ** 2 * np.sin(4 * np.pi * (share - WOBBLE_NOUGHT))
        )
        held = moment.at(steps.knee_projection_rad) * window
        return held + moment.at(steps.knee_wobble_rad) * wobble


def knee_inward(flat: Array, ankle_inward: Array, frontal_rad: Array) -> Array:
    """How far towards the midline of the hip the knee is for a frontal angle, [T] m.

    flat [T, 5, 2] is the leg in side view. Thigh and shank lean inwards by atan(k / p) and
    atan((a - k) / q), where p and q are their heights; their difference is the angle asked.
    """
    upper, lower = flat[:, 0, 1] - flat[:, 1, 1], flat[:, 1, 1] - flat[:, 2, 1]
    inward = ankle_inward * upper / (upper + lower)
    tangent = np.tan(frontal_rad)
    # tan(A - B) = (k/p - (a-k)/q) / (1 + k (a-k) / (p q)): a quadratic in k.
    linear = upper + lower - tangent * ankle_inward
    rest = -(ankle_inward * upper + tangent * upper * lower)
    bent = np.abs(tangent) > 1e-12  # noqa: PLR2004  # a straight knee needs no root
    inward[bent] = _smaller_root(tangent[bent], linear[bent], rest[bent])
    return np.asarray(inward)


def _smaller_root(square: Array, linear: Array, rest: Array) -> Array:
    """The root of square k^2 + linear k + rest that stays finite as square goes to nought."""
    inside = np.maximum(linear**2 - 4 * square * rest, 0.0)
    return -2 * rest / (linear + np.sqrt(inside))
