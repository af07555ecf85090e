"""Smooth periodic curves through what is known, as calm as they can be in between."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from evenstride.poses import Array

# A quintic on [0, 1] from its ends' (value, rate, acceleration), rows c0 to c5.
QUINTIC: Final = np.array(
    [
        [1, 0, 0, 0, 0, 0],
        [0, 1, 0, 0, 0, 0],
        [0, 0, 0.5, 0, 0, 0],
        [-10, -6, -1.5, 10, -4, 0.5],
        [15, 8, 1.5, -15, 7, -1],
        [-6, -3, -0.5, 6, -3, 0.5],
    ]
)
# The integral of (6 c3 + 24 c4 u + 60 c5 u^2)^2 over [0, 1] as a quadratic form of (c3, c4, c5).
_GRAM: Final = np.array([[36.0, 72, 120], [72, 192, 360], [120, 360, 720]])


# What differentiating a power of 0 to 5 leaves in front of it, for each order.
_FALLING: Final = ((1, 1, 1, 1, 1, 1), (0, 1, 2, 3, 4, 5), (0, 0, 2, 6, 12, 20))


@dataclass(frozen=True, eq=False)
class Curve:
    """A periodic curve of quintic pieces, twice continuously differentiable.

    knots_s [N] increasing within one period; states [N, 3] value, rate and acceleration there.
    """

    period_s: float
    knots_s: Array
    states: Array

    def __call__(self, time_s: Array, order: int = 0) -> Array:
        """The value (order 0), rate (1) or acceleration (2) at each time."""
        start = self.knots_s[0]
        time = (np.asarray(time_s) - start) % self.period_s + start
        piece = np.searchsorted(self.knots_s, time, side="right") - 1
        length = self._spans[piece]
        share = (time - self.knots_s[piece]) / length
        total = np.zeros_like(share)
        for power in range(5, order - 1, -1):
            total = total * share + _FALLING[order][power] * self._pieces[power][piece]
        value: Array = total / length**order if order else total
        return value

    @cached_property
    def _spans(self) -> Array:
        return spans(self.knots_s, self.period_s)

    @cached_property
    def _pieces(self) -> Array:
        """The coefficients of every piece on [0, 1], [6, N]."""
        ends = np.concatenate([self.states, np.roll(self.states, -1, axis=0)], axis=1)
        pieces: Array = QUINTIC @ (ends * scales(self._spans)).T
        return pieces


def spans(knots_s: Array, period_s: float) -> Array:
    """The length of each piece, [N] s; the last one wraps round."""
    return np.diff(np.append(knots_s, knots_s[0] + period_s))


def scales(length_s: Array) -> Array:
    """What turns rates and accelerations into those on [0, 1], [N, 6]."""
    one = np.stack([np.ones_like(length_s), length_s, length_s**2], axis=-1)
    return np.concatenate([one, one], axis=-1)


def roughness(length_s: float) -> Array:
    """The integral of squared jerk over one piece, as a [6, 6] form of its two end states."""
    form = QUINTIC[3:].T @ _GRAM @ QUINTIC[3:]
    scale = scales(np.array([length_s]))[0]
    scaled: Array = form * np.outer(scale, scale) / length_s**5
    return scaled


def smoothest(
    knots_s: Array, states: Array, *, period_s: float, idle: NDArray[np.bool_] | None = None
) -> Curve:
    """The curve with the least squared jerk; NaN marks what may be chosen freely.

    idle [N] marks pieces nobody looks at: they cost nothing.
    """
    order = np.argsort(knots_s)
    knots, known = knots_s[order], states[order]
    count = len(knots)
    cost = np.zeros((3 * count, 3 * count))
    for piece, length in enumerate(spans(knots, period_s)):
        if idle is None or not idle[order][piece]:
            after = (piece + 1) % count
            where = np.r_[3 * piece : 3 * piece + 3, 3 * after : 3 * after + 3]
            cost[np.ix_(where, where)] += roughness(float(length))
    return Curve(period_s, knots, filled(known.ravel(), cost).reshape(count, 3))


def filled(values: Array, cost: Array) -> Array:
    """The values with every NaN chosen so that the quadratic cost is least."""
    free = np.isnan(values)
    result = np.where(free, 0.0, values)
    if free.any():
        pull = cost[np.ix_(free, ~free)] @ result[~free]
        result[free] = np.linalg.solve(cost[np.ix_(free, free)], -pull)
    return result


def knots(*columns: tuple[Array, Array, float | Array, float | Array]) -> tuple[Array, Array]:
    """Knot times and states from columns of (times, values, rate, acceleration)."""
    times = np.concatenate([column[0] for column in columns])
    states = [
        np.stack([value, np.full_like(value, rate), np.full_like(value, bend)], axis=-1)
        for _, value, rate, bend in columns
    ]
    return times, np.concatenate(states)


def smoothstep(share: Array) -> Array:
    """From 0 to 1 with no jolt at either end; 0 before and 1 after."""
    u = np.clip(share, 0.0, 1.0)
    return u**3 * (10.0 - 15.0 * u + 6.0 * u**2)
