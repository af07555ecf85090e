"""Standing and walking: only so that they can be told from running."""

from __future__ import annotations

from typing import Final

import numpy as np

from evenstride.errors import InputError
from evenstride.figure.body import Body
from evenstride.figure.curves import Curve, knots, smoothest
from evenstride.figure.feet import Foot, Moment
from evenstride.figure.steps import Steps
from evenstride.figure.torso import Torso
from evenstride.poses import Array
from evenstride.skeleton import INDEX, KEYPOINTS, SIDES

# [E] A standing body sways this much, this often.
SWAY_M: Final = 0.008
SWAY_HZ: Final = 0.4
# [E] Hips rise and fall by 4 cm in walking; the trailing leg is nearly straight at toe-off.
WALKING_RISE_M: Final = 0.04
STRAIGHTEST: Final = 0.995


def standing_m(body: Body, torso: Torso, time_s: Array) -> Array:
    """Somebody who stands still with a little sway, [T, 19, 3] m."""
    joints = np.zeros((len(time_s), len(KEYPOINTS), 3))
    ankle_y = 0.02 + body.ankle_from_ball_m[1]
    sway = SWAY_M * np.sin(2 * np.pi * SWAY_HZ * time_s)
    hips = np.stack(
        [sway, np.full_like(sway, ankle_y + 0.999 * body.leg_m), np.zeros_like(sway)], -1
    )
    for name, points in torso.points_m(np.zeros_like(time_s), hips).items():
        joints[:, INDEX[name]] = points
    for sign, side in zip((-1, 1), SIDES, strict=True):
        across = np.array([0.0, 0.0, sign * body.half_hips_m])
        ankle = np.array([-0.02, ankle_y, 0.0]) + across
        hip = hips + across
        knee = hip + (ankle - hip) * body.thigh_m / body.leg_m + np.array([0.015, 0.0, 0.0])
        behind = np.array([body.foot_m - body.heel_to_ball_m, 0.0, 0.0])
        toe = ankle + np.array([-body.ankle_from_ball_m[0], 0.02 - ankle_y, 0.0]) + behind
        heel = toe - np.array([body.foot_m, 0.0, 0.0])
        for joint, points in zip(
            ("hip", "knee", "ankle", "heel", "toe"), (hip, knee, ankle, heel, toe), strict=True
        ):
            joints[:, INDEX[f"{side}_{joint}"]] = points
    return joints


def walking_height(steps: Steps, feet: tuple[Foot, Foot]) -> Curve:
    """Hips that vault over the standing leg: highest in mid-stance, lowest at the strikes."""
    lowest = min(reach(steps.of(side), foot) for side, foot in zip(SIDES, feet, strict=True))
    low = np.full(len(steps), lowest)
    middle = 0.5 * (steps.strike_s + steps.next_strike_s)
    held = knots((steps.strike_s, low, 0.0, np.nan), (middle, low + WALKING_RISE_M, 0.0, np.nan))
    return smoothest(*held, period_s=steps.period_s)


def reach(steps: Steps, foot: Foot) -> float:
    """The greatest height at the strikes for which the leg always reaches its planted foot."""
    share = np.linspace(0, 1, 41)
    time = (steps.strike_s[:, np.newaxis] + share * steps.contact_s[:, np.newaxis]).ravel()
    stride = np.repeat(np.arange(len(steps)), len(share))
    since = time - steps.strike_s[stride]
    ankle = foot.contact(Moment(time, stride, since))[0][:, 0]
    squared = (STRAIGHTEST * foot.body.leg_m) ** 2 - ankle[:, 0] ** 2
    if np.any(squared <= 0):
        raise InputError("The walker's leg cannot reach that far; ask for a lower speed.")
    step_s = steps.period_s / (2 * len(steps))
    rise = 0.5 * WALKING_RISE_M * (1 - np.cos(2 * np.pi * since / step_s))
    return float(np.min(ankle[:, 1] + np.sqrt(squared) - rise))
