"""The gait's own rhythm: its phase at every frame, and each keypoint's usual path over it."""

from __future__ import annotations

import numpy as np

from evenstride.poses import Array
from evenstride.signals import local_fit

STRIDE_HZ = (0.5, 2.4)
"""[E] Slowest walk to fastest sprint."""

LEAST_RHYTHM = 0.35
"""[E] Share of the feet's vertical motion that must lie in one rhythm to call it gait."""

LEAST_AMPLITUDE = 0.4
"""[E] Share of its usual size below which the rhythm counts as interrupted."""

HARMONICS = 7
"""[E] A foot's path over a stride has nothing that a body does above its 7th harmonic (10 Hz)."""


def phase(time_s: Array, lift: Array) -> Array | None:
    """Where in the stride each frame lies, in strides, growing by 1 with each; [T] or None.

    lift [T] is the left foot's height over the right one's. Its fundamental is the stride; it is
    read off by complex demodulation with a kernel of half a stride, so that a few swapped
    or missing frames cannot shift it. None where there is no steady rhythm.
    """
    seen = np.isfinite(lift)
    if seen.sum() < 12 or np.ptp(time_s[seen]) < 1.0:
        return None
    centred = np.where(seen, lift - np.nanmedian(lift), 0.0)
    hz = _stride_hz(time_s, centred)
    turning = np.exp(-2j * np.pi * hz * time_s) * centred
    parts = np.stack([turning.real, turning.imag], axis=1)
    slow = local_fit(time_s, parts, time_s, bandwidth_s=0.6 / hz, degree=0)[0]
    amplitude = 2 * np.hypot(slow[:, 0], slow[:, 1])
    if np.nanmedian(amplitude) ** 2 / 2 < LEAST_RHYTHM * np.var(centred[seen]):
        return None
    angle = np.unwrap(np.arctan2(slow[:, 1], slow[:, 0])) / (2 * np.pi)
    moving = amplitude > LEAST_AMPLITUDE * np.median(amplitude)
    return np.asarray(np.where(moving, hz * time_s + angle, np.nan))


def _stride_hz(time_s: Array, values: Array) -> float:
    """The strongest frequency in the range of strides."""
    finest = 0.25 / max(float(np.ptp(time_s)), 1.0)
    hz = np.arange(*STRIDE_HZ, min(finest, 0.05))
    power = [abs(np.exp(-2j * np.pi * f * time_s) @ values) for f in hz]
    return float(hz[int(np.argmax(power))])


def usual_path(strides: Array, values: Array, weights: Array) -> Array:
    """Each track's usual value at each frame's phase: a robust Fourier series; [T, C] in and out.

    Fitted by iteratively reweighted least squares with Cauchy weights, so that up to a third of
    the frames may be wrong. weights [T, C] are confidences.
    """
    order = np.arange(1, HARMONICS + 1)
    angles = 2 * np.pi * strides[:, None] * order
    basis = np.concatenate([np.ones((len(strides), 1)), np.cos(angles), np.sin(angles)], axis=1)
    seen = np.isfinite(values)
    filled = np.where(seen, values, 0.0)
    share = np.where(seen, np.maximum(weights, 0.01), 0.0)
    fit = np.zeros_like(filled)
    robust = np.ones_like(share)
    for _ in range(6):
        fit = _weighted(basis, filled, share * robust)
        rest = np.abs(filled - fit)
        scale = 1.4826 * np.array([_median(rest[s, c]) for c, s in enumerate(seen.T)]) + 1e-4
        robust = 1.0 / (1.0 + (rest / (2.0 * scale)) ** 2)
    return fit


def _median(values: Array) -> float:
    return float(np.median(values)) if len(values) else 0.0


def _weighted(basis: Array, values: Array, weights: Array) -> Array:
    """Weighted least squares of every column on the same basis, with a trace of ridge."""
    matrix = np.einsum("tb,tc,td->cbd", basis, weights, basis, optimize=True)
    right = np.einsum("tb,tc,tc->cb", basis, weights, values, optimize=True)
    ridge = 1e-3 * np.maximum(weights.sum(axis=0), 1.0)[:, None, None] * np.eye(basis.shape[1])
    ridge[:, 0, 0] = 1e-9
    solved = np.linalg.solve(matrix + ridge, right[..., None])[..., 0]
    return np.asarray(basis @ solved.T)
