"""Smooth, differentiate and sample noisy tracks on their own, uneven clock."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from evenstride.poses import Array

AT_A_TIME = 4096
"""Instants fitted at once: bounds the memory, whatever the clip's length."""

NEARLY = 0.25
"""[E] A sample this share of a bandwidth away is as good as at the instant itself."""

REACH = 3.0
"""The kernel is cut off at this many bandwidths: its weight there is 1 %."""

FEW_FRAMES = 8
"""[E] Fewer frames leave too few third differences for a median."""


def local_fit(
    time_s: Array,
    values: Array,
    at_s: Array,
    *,
    bandwidth_s: float,
    degree: int = 2,
) -> Array:
    """Fit a polynomial around each wanted instant and return its coefficients.

    A local polynomial regression with a Gaussian kernel (Cleveland 1979; Fan & Gijbels 1996).
    It needs no even frame rate, passes over what was not seen, and gives value and derivatives
    at any instant between frames.

    time_s [T] s; values [T, C], NaN where not seen; at_s [E] s.
    Returns [degree + 1, E, C]: value, first derivative, second derivative / 2, ...; NaN where
    there are too few samples, or none on one side of the instant within the kernel.
    """
    parts = np.array_split(at_s, len(at_s) // AT_A_TIME + 1)
    fits = [_fit(time_s, values, part, bandwidth_s, degree) for part in parts]
    return np.concatenate(fits, axis=1)


def _fit(time_s: Array, values: Array, at_s: Array, bandwidth_s: float, degree: int) -> Array:
    """The local fit at a bounded number of instants."""
    if len(time_s) == 0 or len(at_s) == 0:
        return np.full((degree + 1, len(at_s), values.shape[1]), np.nan)
    first, width = _windows(time_s, at_s, REACH * bandwidth_s)
    index = np.minimum(first[:, None] + np.arange(width), len(time_s) - 1)
    lag = (time_s[index] - at_s[:, None]) / bandwidth_s
    inside = (np.abs(lag) <= REACH) & (first[:, None] + np.arange(width) < len(time_s))
    kernel = np.where(inside, np.exp(-0.5 * lag**2), 0.0)
    seen = np.isfinite(values)
    rows = [lag**power * kernel for power in range(2 * degree + 1)]
    data = np.where(seen, values, 0.0)[index]
    right = np.stack([np.matmul(row[:, None], data)[:, 0] for row in rows[: degree + 1]], axis=-1)
    if seen.all():
        moments = np.stack([row.sum(axis=1) for row in rows])[:, :, None]
        known = np.broadcast_to(inside[..., None], (*inside.shape, 1))
    else:
        known = seen[index] & inside[..., None]
        share = known.astype(np.float64)
        moments = np.stack([np.matmul(row[:, None], share)[:, 0] for row in rows])
    order = np.add.outer(np.arange(degree + 1), np.arange(degree + 1))
    matrix = np.moveaxis(moments[order], (0, 1), (-2, -1))
    enough = _supported(lag, known, degree)
    matrix = np.where(enough[..., None, None], matrix, np.eye(degree + 1))
    solved = np.linalg.solve(matrix, right[..., None])[..., 0]
    coefficients = np.moveaxis(np.where(enough[..., None], solved, np.nan), -1, 0)
    scale = bandwidth_s ** -np.arange(degree + 1, dtype=float)
    return np.asarray(coefficients * scale[:, None, None])


def _windows(time_s: Array, at_s: Array, reach_s: float) -> tuple[NDArray[np.intp], int]:
    """The first sample within reach of each instant, and the largest number of samples."""
    first = np.searchsorted(time_s, at_s - reach_s, side="left")
    last = np.searchsorted(time_s, at_s + reach_s, side="right")
    return first, max(int((last - first).max()), 1)


def _supported(lag: Array, known: NDArray[np.bool_], degree: int) -> NDArray[np.bool_]:
    """Whether each fit stands on enough samples, with some on both sides of the instant."""
    before = (known & (lag <= NEARLY)[..., None]).any(axis=1)
    after = (known & (lag >= -NEARLY)[..., None]).any(axis=1)
    return np.asarray((known.sum(axis=1) > degree) & before & after)


def gaps(seen: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Runs of unseen frames as (first, one past the last); seen [T] bool."""
    edges = np.flatnonzero(np.diff(np.concatenate([[True], seen, [True]]).astype(np.int8)))
    return [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]


def two_states(on: Array, stay: Array, change: Array) -> NDArray[np.bool_]:
    """The likeliest on-off sequence; `True` where it is on.

    on [T] is what being on costs in each frame; stay and change [T - 1] are what keeping and
    changing the state cost between two frames. Viterbi's algorithm with two states.
    """
    came = np.zeros((len(on), 2), dtype=int)
    cost = np.array([0.0, on[0]])
    for t in range(1, len(on)):
        kept, changed = cost + stay[t - 1], cost[::-1] + change[t - 1]
        came[t] = np.where(changed < kept, [1, 0], [0, 1])
        cost = np.minimum(kept, changed) + [0.0, on[t]]
    state = np.zeros(len(on), dtype=bool)
    now = int(np.argmin(cost))
    for t in range(len(on) - 1, -1, -1):
        state[t] = bool(now)
        now = int(came[t, now])
    return state


def noise_sd(time_s: Array, values: Array) -> Array:
    """The jitter of each track, from its third differences; [T, C] in, [C] out.

    White noise of SD s has third differences of SD sqrt(20) s; what a body does in three
    frames is far smaller at the frame rates used here. The median makes it blind to outliers.
    """
    if len(time_s) < FEW_FRAMES:
        return np.full(values.shape[1], np.nan)
    third = np.diff(values, n=3, axis=0)
    finite = np.isfinite(third).any(axis=0)
    spread = np.full(values.shape[1], np.nan)
    spread[finite] = np.nanmedian(np.abs(third[:, finite]), axis=0)
    return np.asarray(1.4826 * spread / np.sqrt(20.0))


def noise_gain(interval_s: float, *, bandwidth_s: float, degree: int = 2) -> Array:
    """How much of one sample's jitter stays in each fitted coefficient; [degree + 1].

    SD of value, first derivative, second derivative / 2 ... for white noise of SD 1 on an even
    grid of this interval.
    """
    steps = int(REACH * bandwidth_s / interval_s)
    lag = np.arange(-steps, steps + 1) * interval_s
    kernel = np.exp(-0.5 * (lag / bandwidth_s) ** 2)
    basis = lag[:, None] ** np.arange(degree + 1)
    inverse = np.linalg.pinv(basis.T @ (kernel[:, None] * basis))
    spread = inverse @ (basis.T @ (kernel[:, None] ** 2 * basis)) @ inverse
    return np.asarray(np.sqrt(np.clip(np.diag(spread), 0, None)))
