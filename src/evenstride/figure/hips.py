"""The middle of the hips: a ballistic arc in flight, one smooth push on the ground."""

from __future__ import annotations

from typing import Final

import numpy as np

from evenstride.errors import InputError
from evenstride.figure.body import leg_span
from evenstride.figure.curves import Curve, filled, knots, roughness, smoothest
from evenstride.figure.feet import Foot, Moment, late_knee
from evenstride.figure.force import GRAVITY_M_S2, push_states
from evenstride.figure.steps import Steps
from evenstride.poses import Array
from evenstride.skeleton import SIDES

# [E] The leg is never straighter than this at toe-off.
TOE_OFF_FLEXION_RAD: Final = float(np.radians(14))
# [E] The pelvis has come down after this share of the contact.
DROPPED_SHARE: Final = 0.3
# Where the push is written down within each stance, as shares of both its parts: so closely
# that quintic pieces follow it within a micrometre.
FINE: Final = (0.0, 0.25, 0.5, 0.75)


def roll_curve(steps: Steps) -> Curve:
    """How far the right hip is above the left, as an angle to the horizontal, rad."""
    drop = steps.right * steps.pelvic_drop_rad
    dropped_s = steps.strike_s + DROPPED_SHARE * steps.contact_s
    times, states = knots((dropped_s, drop, 0.0, 0.0), (steps.settled_s, drop, 0.0, 0.0))
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
    bend. What is free, the speed of landing and the acceleration at the deepest bend, is
    chosen so that the ground's push is as close as it can be to that on real runners, as far
    as the leg still reaches the ground at toe-off.
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

    Unknown are each step's landing speed, its acceleration at the deepest bend and, where the
    heel is rising by then, its speed there.
    """

    def __init__(self, steps: Steps, feet: tuple[Foot, Foot], roll: Curve) -> None:
        self.steps, self.body = steps, feet[0].body
        self.held = np.zeros(len(steps), dtype=bool)
        self._roll = roll
        self.strike, _ = self._over(feet, steps.strike_s, steps.contact_flexion_rad)
        self.load, ahead = self._over(feet, steps.load_s, steps.peak_flexion_rad)
        reach, _ = self._over(feet, steps.toe_off_s, np.full(len(steps), TOE_OFF_FLEXION_RAD))
        self.highest_toe_off = reach
        self.load_speed = np.where(late_knee(steps), np.nan, steps.speed_m_s * ahead)

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
        landing, bending, middle = np.split(unknown, 3)
        after, flight = np.roll(landing, -1), self.flight_s
        falling = np.full(count, -GRAVITY_M_S2)
        off = np.roll(self.strike, -1) - after * flight - 0.5 * GRAVITY_M_S2 * flight**2
        rows = [
            np.stack([self.strike, landing, falling], axis=-1),
            np.stack([self.load, bending, middle], axis=-1),
            np.stack([off, after + GRAVITY_M_S2 * flight, falling], axis=-1),
        ]
        return np.stack(rows, axis=1).reshape(3 * count, 3)

    def solve(self, landing: Array) -> Array:
        """The unknowns that change the usual push most calmly; NaN landing speeds are free."""
        self.held = ~np.isnan(landing)
        count = len(self.steps)
        still = self.states(np.zeros(3 * count)).ravel()
        unit = np.eye(3 * count)
        slope = np.stack([self.states(row).ravel() - still for row in unit], axis=-1)
        cost = self._cost()
        rest = still - self._pushed().ravel()
        affine = np.concatenate([slope, rest[:, np.newaxis]], axis=1)
        known = np.concatenate([landing, self.load_speed, np.full(count, np.nan), [1.0]])
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

    def _instants(self) -> Array:
        """Strike, load and toe-off of each step, [M, 3] s."""
        return np.stack([self.steps.strike_s, self.steps.load_s, self.steps.toe_off_s], axis=1)

    def _pushed(self) -> Array:
        """What the usual push alone does to the hips at these instants, [3 M, 3]."""
        since = self._instants() - self.steps.strike_s[:, np.newaxis]
        return push_states(self.steps, since).reshape(-1, 3)

    def curve(self, unknown: Array) -> Curve:
        """The hips' height over time."""
        steps, instants = self.steps, self._instants()
        rest = Curve(steps.period_s, instants.ravel(), self.states(unknown) - self._pushed())
        parts = instants[:, :2, np.newaxis] + np.diff(instants)[..., np.newaxis] * np.array(FINE)
        time = np.concatenate([parts.reshape(len(steps), -1), instants[:, 2:]], axis=1)
        states = np.stack([rest(time, order) for order in range(3)], axis=-1)
        states += push_states(steps, time - steps.strike_s[:, np.newaxis])
        return Curve(steps.period_s, time.ravel(), states.reshape(-1, 3))
