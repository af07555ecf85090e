"""The gait's own rhythm: its phase at every frame, and each keypoint's usual path over it."""

from __future__ import annotations

import numpy as np

from evenstride.poses import Array
from evenstride.signals import local_fit

STRIDE_HZ = (0.1, 2.4)
"""[E] A run slowed eight times to the fastest sprint."""

ENOUGH_FPS = 23.0
"""Frames a second that show a stride's rhythm; no usual frame rate is a multiple of it, so that
rounding never decides how many frames are passed over."""

LEAST_RHYTHM = 0.35
"""[E] Share of the feet's vertical motion that must lie in one rhythm to call it gait."""

MOSTLY = 75.0
"""[E] Percentile of the rhythm's size taken as its usual one: a film may show rest for half."""

LEAST_LIFT = 0.04
"""[E] Leg lengths by which the feet part at least in gait; walkers lift a foot by twice that."""

LEAST_AMPLITUDE = 0.4
"""[E] Share of its usual size below which the rhythm counts as interrupted."""

LEAST_FRAMES = 12
LEAST_S = 0.6
"""[E] Fewer frames, or a shorter time than a slow stride takes, show no rhythm."""

ROUNDS = 6
"""Reweightings; the fit moves by under 0.1 % of leg length after five."""

MOST_FRAMES = 1500
"""Frames a usual path is fitted to, evenly spread: more change it by less than the noise."""

LEAST_WEIGHT = 0.01
RIDGE = 1e-3
"""[E] Keeps the series calm over phases that were never seen."""

RAYLEIGH = 1.1774
"""The median distance of a two-dimensional normal error, in its SDs."""

HARMONICS = 7
"""[E] A foot's path over a stride has nothing that a body does above its 7th harmonic (10 Hz)."""


def phase(time_s: Array, lift: Array) -> Array | None:
    """Where in the stride each frame lies, in strides, growing by 1 with each; [T] or None.

    lift [T] is the left foot's height over the right one's. Its fundamental is the stride; it is
    read off by complex demodulation with a kernel of half a stride, so that a few swapped
    or missing frames cannot shift it. None where there is no steady rhythm.
    """
    seen = np.isfinite(lift)
    if seen.sum() < LEAST_FRAMES or np.ptp(time_s[seen]) < LEAST_S:
        return None
    centred = np.where(seen, lift - np.nanmedian(lift), 0.0)
    hz = _stride_hz(time_s, centred)
    turning = np.exp(-2j * np.pi * hz * time_s) * np.where(seen, centred, np.nan)
    parts = np.stack([turning.real, turning.imag], axis=1)
    some = np.union1d(time_s[:: _every(time_s)], time_s[-1:])
    sparse = local_fit(time_s, parts, some, bandwidth_s=0.6 / hz, degree=0)[0]
    slow = np.stack([np.interp(time_s, some, part) for part in sparse.T], axis=1)
    amplitude = 2 * np.hypot(slow[:, 0], slow[:, 1])
    if not np.isfinite(amplitude).any():
        return None
    usual = float(np.nanpercentile(amplitude, MOSTLY))
    moving = amplitude > LEAST_AMPLITUDE * usual
    if usual <= LEAST_LIFT or usual**2 / 2 <= LEAST_RHYTHM * np.var(centred[seen & moving]):
        return None
    angle = np.arctan2(slow[:, 1], slow[:, 0])
    known = np.isfinite(angle)
    angle[known] = np.unwrap(angle[known]) / (2 * np.pi)
    return np.asarray(np.where(moving, hz * time_s + angle, np.nan))


def _every(time_s: Array) -> int:
    """One frame in so many shows the rhythm."""
    return max(int(1 / (ENOUGH_FPS * float(np.median(np.diff(time_s))))), 1)


def _stride_hz(time_s: Array, values: Array) -> float:
    """The strongest frequency in the range of strides."""
    every = _every(time_s)
    time_s, values = time_s[::every], values[::every]
    hz = np.arange(*STRIDE_HZ, min(0.25 / max(float(np.ptp(time_s)), 1.0), 0.05))
    power = [abs(np.exp(-2j * np.pi * f * time_s) @ values) for f in hz]
    return float(hz[int(np.argmax(power))])


def usual_path(strides: Array, path: Array, weights: Array, at: Array | None = None) -> Array:
    """Where each keypoint usually is at each frame's phase: a robust Fourier series.

    Fitted by iteratively reweighted least squares with Cauchy weights, so that up to a third of
    the frames may be wrong. strides [T]; path [T, K, 2]; weights [T, K] are confidences; at [E]:
    other phases to ask about. Returns [T, K, 2] or [E, K, 2].
    """
    some = np.linspace(0, len(strides) - 1, min(len(strides), MOST_FRAMES)).astype(int)
    known = np.isfinite(path[some]).all(axis=-1) & np.isfinite(strides[some])[:, None]
    share = np.where(known, np.maximum(weights[some], LEAST_WEIGHT), 0.0)
    basis = _harmonics(np.nan_to_num(strides[some]))
    asked = _harmonics(strides if at is None else at)
    keypoints = range(path.shape[1])
    series = [_series(basis, np.nan_to_num(path[some, k]), share[:, k]) for k in keypoints]
    return np.stack([asked @ factors for factors in series], axis=1)


def _series(basis: Array, path: Array, weights: Array) -> Array:
    """One keypoint's Fourier factors, [B, 2]; path [T, 2], weights [T]."""
    seen = weights > 0
    if not seen.any():
        return np.full((basis.shape[1], 2), np.nan)
    robust = np.ones(len(weights))
    ridge = RIDGE * weights.sum() * np.eye(basis.shape[1])
    ridge[0, 0] = 0.0
    factors = np.zeros((basis.shape[1], 2))
    for _ in range(ROUNDS):
        weighted = basis * (weights * robust)[:, None]
        factors = np.linalg.solve(weighted.T @ basis + ridge, weighted.T @ path)
        away = np.linalg.norm(path - basis @ factors, axis=1)
        scale = float(np.median(away[seen])) / RAYLEIGH + 1e-4
        robust = 1.0 / (1.0 + (away / (2.0 * scale)) ** 2)
    return np.asarray(factors)


def _harmonics(strides: Array) -> Array:
    """The Fourier basis at each phase, [T, 1 + 2 HARMONICS]."""
    angles = 2 * np.pi * strides[:, None] * np.arange(1, HARMONICS + 1)
    return np.concatenate([np.ones((len(strides), 1)), np.cos(angles), np.sin(angles)], axis=1)
