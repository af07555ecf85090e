"""The push-off: how far the foot rolls up so that the leg just reaches the ground behind."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

import numpy as np

from evenstride.figure.body import Body, leg_span
from evenstride.figure.feet import Foot, Moment, bending_s, pitch_curve, risen_rad, rolling_s
from evenstride.figure.steps import Steps
from evenstride.poses import Array

# [E] The knee at toe-off, and the limits of the foot's roll then and midway.
TOE_OFF_FLEXION_RAD: Final = float(np.radians(17))
STEEPEST_RAD: Final = float(np.radians(-85))
LEAST_LEAVING_RAD: Final = float(np.radians(-25))
LEAST_ROLLING_RAD: Final = float(np.radians(-4))
# [E] How firmly the hip begins to leave the ankle when a late knee is bent most.
STRAIGHTENING_M_S2: Final = 10.0
DIFFERENCE: Final = 1e-4

Height = Callable[[Array], Array]


def first_guess(steps: Steps, body: Body) -> Foot:
    """A foot that rolls up as far as a foot can."""
    steepest = np.full(len(steps), STEEPEST_RAD)
    still = np.zeros((len(steps), 2))
    return Foot(steps, body, pitch_curve(steps, 0.5 * steepest, steepest, still))


def rolled(foot: Foot, hip_height: Height) -> Foot:
    """The same foot, rolled up as far as the knee's straightening asks."""
    steps, each = foot.steps, np.arange(len(foot.steps))
    start, between, end = (
        Moment(time, each, time - steps.strike_s)
        for time in (bending_s(steps), rolling_s(steps), steps.toe_off_s)
    )
    held = risen_rad(steps)
    there = _distance(foot, hip_height, start, held)
    aim = leg_span(foot.body, np.full(len(steps), TOE_OFF_FLEXION_RAD))
    leaving = np.minimum(pitch_for(foot, hip_height, end, aim), LEAST_LEAVING_RAD)
    rolling = pitch_for(foot, hip_height, between, 0.5 * (there + aim))
    rolling = np.minimum(rolling, LEAST_ROLLING_RAD)
    rising = _rising(foot, hip_height, start, held)
    return replace(foot, pitch=pitch_curve(steps, rolling, leaving, rising))


def _rising(foot: Foot, hip_height: Height, moment: Moment, pitch: Array) -> Array:
    """Rate and acceleration of the pitch for which the knee is bent most now, [N, 2]."""

    def distance(delay_s: float, turn: Array | float) -> Array:
        return _distance(foot, hip_height, moment.later(delay_s), pitch + turn)

    h = DIFFERENCE
    per_rad = (distance(0.0, h) - distance(0.0, -h)) / (2 * h)
    rate = -(distance(h, 0.0) - distance(-h, 0.0)) / (2 * h) / per_rad
    bend = (distance(h, h * rate) - 2 * distance(0.0, 0.0) + distance(-h, -h * rate)) / h**2
    return np.stack([rate, (STRAIGHTENING_M_S2 - bend) / per_rad], axis=-1)


def pitch_for(foot: Foot, hip_height: Height, moment: Moment, distance_m: Array) -> Array:
    """The pitch that brings the ankle this close to the hip, by halving; rad."""
    low, high = np.full_like(distance_m, STEEPEST_RAD), np.zeros_like(distance_m)
    for _ in range(50):
        middle = 0.5 * (low + high)
        near = _distance(foot, hip_height, moment, middle) < distance_m
        low, high = np.where(near, middle, low), np.where(near, high, middle)
    return 0.5 * (low + high)


def _distance(foot: Foot, hip_height: Height, moment: Moment, pitch: Array) -> Array:
    """Hip to ankle for a foot held at this pitch."""
    ankle = foot.planted(moment, pitch)[:, 0]
    return np.hypot(ankle[:, 0], hip_height(moment.time_s) - ankle[:, 1])
