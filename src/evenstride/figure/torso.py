"""Trunk, head and arms of the drawn runner."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from evenstride.figure.body import (
    EAR_WIDTH,
    FOREARM,
    HEAD_ABOVE_SHOULDERS,
    NOSE_AHEAD,
    TRUNK,
    UPPER_ARM,
    Body,
)
from evenstride.figure.curves import Curve, knots, smoothest
from evenstride.figure.steps import Steps
from evenstride.poses import Array
from evenstride.skeleton import SIDES

# [E] The upper arm swings about a line that points this far behind the body.
ARM_CENTRE_RAD: Final = float(np.radians(-18))
ELBOW_RAD: Final = float(np.radians(92))
# [E] Upper arms hang a little away from the trunk, hands come a little inwards.
ARM_OUT_RAD: Final = float(np.radians(12))
HAND_IN_RAD: Final = float(np.radians(20))
# [E] The head stays more upright than the trunk, and looks a little down.
HEAD_LEAN_SHARE: Final = 0.5
NOSE_BELOW_EARS: Final = 0.008


@dataclass(frozen=True, eq=False)
class Torso:
    """How the upper body moves over the hips, angles in rad over time."""

    body: Body
    lean: float
    side_lean: Curve
    rotation: Curve
    arms: tuple[Curve, Curve]
    across: tuple[float, float]

    @classmethod
    def of(cls, steps: Steps, body: Body) -> Torso:
        """The upper body that goes with these steps."""
        lean = steps.right * steps.side_lean_rad
        held = knots((steps.strike_s, lean, 0.0, 0.0), (steps.settled_s, lean, 0.0, 0.0))
        turned = knots((steps.strike_s, steps.right * steps.rotation_rad, 0.0, np.nan))
        left, right = (steps.arm_across_rad[first::2].mean() for first in range(2))
        return cls(
            body,
            float(steps.trunk_lean_rad.mean()),
            smoothest(*held, period_s=steps.period_s),
            smoothest(*turned, period_s=steps.period_s),
            (arm_curve(steps, 0), arm_curve(steps, 1)),
            (float(left), float(right)),
        )

    def points_m(self, time_s: Array, hips: Array) -> dict[str, Array]:
        """Every joint above the hips, each [T, 3] m, given the hips' middle [T, 3]."""
        side = self.side_lean(time_s)
        shoulders = hips + TRUNK * self.body.height_m * upward(self.lean, side)
        line = self._shoulder_line(time_s, side)
        found = self._head(shoulders, side)
        for sign, name, arm, across in zip((-1, 1), SIDES, self.arms, self.across, strict=True):
            shoulder = shoulders + sign * line
            bones = arm_bones(arm(time_s), sign, across)
            elbow = shoulder + UPPER_ARM * self.body.height_m * bones[0]
            found[f"{name}_shoulder"], found[f"{name}_elbow"] = shoulder, elbow
            found[f"{name}_wrist"] = elbow + FOREARM * self.body.height_m * bones[1]
        return found

    def _shoulder_line(self, time_s: Array, side: Array) -> Array:
        """From the middle of the shoulders to the right one, [T, 3]."""
        turn = -self.rotation(time_s)
        across = np.stack([np.sin(turn), -np.tan(side) * np.cos(turn), np.cos(turn)], axis=-1)
        return self.body.half_shoulders_m * unit(across)

    def _head(self, shoulders: Array, side: Array) -> dict[str, Array]:
        """Nose and ears, [T, 3] each."""
        height = self.body.height_m
        up = upward(HEAD_LEAN_SHARE * self.lean, HEAD_LEAN_SHARE * side)
        middle = shoulders + HEAD_ABOVE_SHOULDERS * height * up
        wide = np.array([0.0, 0.0, 0.5 * EAR_WIDTH * height])
        nose = middle + np.array([NOSE_AHEAD * height, -NOSE_BELOW_EARS * height, 0.0])
        return {"nose": nose, "left_ear": middle - wide, "right_ear": middle + wide}


def upward(forward_rad: float, right_rad: Array) -> Array:
    """The unit vector that leans so in side view and so in rear view, [T, 3]."""
    lean = np.full_like(right_rad, np.tan(forward_rad))
    vector = np.stack([lean, np.ones_like(right_rad), np.tan(right_rad)], axis=-1)
    return unit(vector)


def unit(vector: Array) -> Array:
    """The vector one long, [T, 3]."""
    found: Array = vector / np.linalg.norm(vector, axis=-1, keepdims=True)
    return found


def arm_curve(steps: Steps, first: int) -> Curve:
    """The inclination of one upper arm, + forward; it is furthest back when its foot strikes."""
    half = 0.5 * np.repeat(steps.arm_swing_rad[first::2], 2)
    own = np.arange(len(steps)) % 2 == first
    held = knots((steps.strike_s, ARM_CENTRE_RAD + np.where(own, -half, half), 0.0, np.nan))
    return smoothest(*held, period_s=steps.period_s)


def arm_bones(swing_rad: Array, sign: int, across_rad: float) -> tuple[Array, Array]:
    """Unit vectors of upper arm and forearm, [T, 3]; sign +1 is the right arm."""
    inward = np.full_like(swing_rad, HAND_IN_RAD + across_rad)
    upper = np.stack([np.sin(swing_rad), -np.cos(swing_rad)], axis=-1) * np.cos(ARM_OUT_RAD)
    out = np.full_like(swing_rad, sign * np.sin(ARM_OUT_RAD))
    bend = swing_rad + ELBOW_RAD
    fore = np.stack([np.sin(bend), -np.cos(bend)], axis=-1) * np.cos(inward)[:, np.newaxis]
    return (
        np.concatenate([upper, out[:, np.newaxis]], axis=-1),
        np.concatenate([fore, -sign * np.sin(inward)[:, np.newaxis]], axis=-1),
    )
