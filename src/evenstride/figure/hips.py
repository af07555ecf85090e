"""The middle of the hips: a ballistic arc in flight, a soft spring on the ground."""

from __future__ import annotations

from typing import Final

import numpy as np

from evenstride.errors import InputError
from evenstride.figure.body import leg_span
from evenstride.figure.curves import Curve, filled, knots, roughness, smoothest
from evenstride.figure.feet import Foot, Moment
from evenstride.figure.steps import Steps
from evenstride.poses import Array
from evenstride.skeleton import SIDES

GRAVITY_M_S2: Final = 9.80665
# [E] The leg is never straighter than this at toe-off.
TOE_OFF_FLEXION_RAD: Final = float(np.radians(14))
# [E] The pelvis has come down this long after the strike.
DROPPED_S: Final = 0.03


def roll_curve(steps: Steps) -> Curve:
    """How far the right hip is above the left, as an angle to the horizontal, rad."""
    drop = steps.right * steps.pelvic_drop_rad
    times, states = knots(
        (steps.strike_s + DROPPED_S, drop, 0.0, 0.0), (steps.settled_s, drop, 0.0, 0.0)
    )
    return smoothest(times, states, period_s=steps.period_s)


def travel_curve(steps: Steps) -> Curve:
    """The sideways path of the middle of the hips, + to the right, m.

    A bump over each stance; the bumps are sized so that the furthest point is as far from
    the mean of the path as asked.
    """
    middle = steps.strike_s + 0.5 * steps.contact_s
    flying = 0.5 * (steps.toe_off_s + steps.next_strike_s)
    mean = 0.0
    for _ in range(60):  # halves the error each time
        peak = steps.right * steps.hip_travel_m + mean
        times, states = knots((middle, peak, 0.0, 0.0), (flying, np.zeros(len(steps)), 0.0, 0.0))
        curve = smoothest(times, states, period_s=steps.period_s)
        mean = mean_of(curve)
    return curve


def mean_of(curve: Curve) -> float:
    """The mean over one period; exact for quintic pieces (Gauss-Legendre, 3 points)."""
    points, weights = np.polynomial.legendre.leggauss(3)
    length = np.diff(np.append(curve.knots_s, curve.knots_s[0] + curve.period_s))
    time = curve.knots_s + np.multiply.outer(0.5 * (points + 1), length)
    return float(np.sum(0.5 * weights[:, np.newaxis] * length * curve(time)) / curve.period_s)


def height_curve(steps: Steps, feet: tuple[Foot, Foot], roll: Curve) -> Curve:
    """How high the middle of the hips is.

    The knee's angle and the planted foot fix the height at the strike and at the deepest
    bend; between strike and strike only the speed of landing is free, and it is chosen for
    the least jerk on the ground, as far as the leg still reaches the ground at toe-off.
    """
    heights = Heights(steps, feet, roll)
    lowest = heights.slowest_landing()
    speed = heights.solve(np.full(len(steps), np.nan))
    for _ in range(len(steps)):
        short = speed[: len(steps)] < lowest - 1e-12
        if not short.any():
            break
        speed = heights.solve(np.where(short | heights.held, lowest, np.nan))
    return heights.curve(speed)


class Heights:
    """The linear problem behind the hips' height.

    Unknown are each step's landing speed and its acceleration at the deepest bend.
    """

    def __init__(self, steps: Steps, feet: tuple[Foot, Foot], roll: Curve) -> None:
        self.steps, self.body = steps, feet[0].body
        self.held = np.zeros(len(steps), dtype=bool)
        self._roll = roll
        self.strike, _ = self._over(feet, steps.strike_s, steps.contact_flexion_rad)
        self.load, ahead = self._over(feet, steps.load_s, steps.peak_flexion_rad)
        reach, _ = self._over(feet, steps.toe_off_s, np.full(len(steps), TOE_OFF_FLEXION_RAD))
        self.highest_toe_off = reach
        self.load_speed = steps.speed_m_s * ahead

    def _over(
        self, feet: tuple[Foot, Foot], time_s: Array, flexion_rad: Array
    ) -> tuple[Array, Array]:
        """The hips' height over a planted foot for a knee angle; ankle ahead per height."""
        ankle = np.empty((len(self.steps), 2))
        for first in range(len(SIDES)):
            own = np.arange(first, len(self.steps), 2)
            since = time_s[own] - self.steps.strike_s[own]
            ankle[first::2] = feet[first].contact(Moment(time_s[own], own // 2, since))[0][:, 0]
        squared = leg_span(self.body, flexion_rad) ** 2 - ankle[:, 0] ** 2
        if np.any(squared <= 0):
            raise InputError(
                "The drawn runner's leg cannot reach that far; ask for less overstride "
                "or less contact time."
            )
        above = np.sqrt(squared)
        own_side = self.steps.right * self.body.half_hips_m
        return ankle[:, 1] + above - own_side * np.sin(self._roll(time_s)), ankle[:, 0] / above

    @property
    def flight_s(self) -> Array:
        """From each toe-off to the other foot's strike."""
        return self.steps.next_strike_s - self.steps.toe_off_s

    def slowest_landing(self) -> Array:
        """The lowest landing velocity for which the leg still reaches the ground at toe-off."""
        flight = self.flight_s
        after = np.roll(self.strike, -1)
        bound = (after - self.highest_toe_off) / flight - 0.5 * GRAVITY_M_S2 * flight
        return np.roll(bound, 1)

    def states(self, unknown: Array) -> Array:
        """Height, speed and acceleration at strike, load and toe-off of each step, [3 M, 3]."""
        count = len(self.steps)
        landing, middle = unknown[:count], unknown[count:]
        after, flight = np.roll(landing, -1), self.flight_s
        falling = np.full(count, -GRAVITY_M_S2)
        off = np.roll(self.strike, -1) - after * flight - 0.5 * GRAVITY_M_S2 * flight**2
        rows = [
            np.stack([self.strike, landing, falling], axis=-1),
            np.stack([self.load, self.load_speed, middle], axis=-1),
            np.stack([off, after + GRAVITY_M_S2 * flight, falling], axis=-1),
        ]
        return np.stack(rows, axis=1).reshape(3 * count, 3)

    def solve(self, landing: Array) -> Array:
        """The unknowns with the least jerk on the ground; NaN landing speeds are free."""
        self.held = ~np.isnan(landing)
        count = len(self.steps)
        still = self.states(np.zeros(2 * count)).ravel()
        unit = np.eye(2 * count)
        slope = np.stack([self.states(row).ravel() - still for row in unit], axis=-1)
        cost = self._cost()
        affine = np.concatenate([slope, still[:, np.newaxis]], axis=1)
        known = np.concatenate([landing, np.full(count, np.nan), [1.0]])
        return filled(known, affine.T @ cost @ affine)[:-1]

    def _cost(self) -> Array:
        """Squared jerk over both pieces of each stance, as a form of all states."""
        count = len(self.steps)
        cost = np.zeros((9 * count, 9 * count))
        for step in range(count):
            load, contact = float(self.steps.loading_s[step]), float(self.steps.contact_s[step])
            for start, length in ((9 * step, load), (9 * step + 3, contact - load)):
                cost[start : start + 6, start : start + 6] += roughness(length)
        return cost

    def curve(self, unknown: Array) -> Curve:
        """The hips' height over time."""
        steps = self.steps
        times = np.stack([steps.strike_s, steps.load_s, steps.toe_off_s], axis=1).ravel()
        return Curve(steps.period_s, times, self.states(unknown))
