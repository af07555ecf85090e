"""What was measured: values step by step, their mean, its error, and the sides' difference."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from evenstride.poses import Array

Status = Literal["ok", "low", "refused"]
Verdict = Literal["different", "no detectable difference", "too few steps"]

NORMAL_95 = 1.96

ENOUGH_STEPS = 7
"""Steps a side for a stable mean (Dingenen 2018: 6.3 +- 0.3 needed)."""


@dataclass(frozen=True)
class Estimate:
    """One side's mean with its error, and the value of every step behind it."""

    mean: float
    sd: float
    """Standard deviation from step to step."""
    n: int
    ci95: tuple[float, float]
    """95 % confidence interval of the mean."""
    values: tuple[float, ...]
    """One per step in order of time; NaN where a step was not seen."""
    instrument_sd: float = 0.0
    """One SD of the instrument's own error of the mean, the same in every step."""
    again_sd: float = 0.0
    """One SD of that part of it which another film of the same runner would not share."""

    @property
    def standard_error(self) -> float:
        """The mean's own standard error, steps taken as they follow one another."""
        return _standard_error(np.array(self.values))


@dataclass(frozen=True)
class Difference:
    """Left minus right, and whether it is more than measurement error."""

    value: float
    ci95: tuple[float, float]
    mdc: float
    """Minimal detectable change, in the metric's unit."""
    verdict: Verdict


@dataclass(frozen=True)
class Measurement:
    """One metric of one run: status, and an estimate per side, or one for both together."""

    key: str
    name: str
    unit: str
    """`ms`, `deg`, `deg/s`, `steps/min`, `cm`, `% leg` (of leg length) or `` for a ratio."""
    meaning: str
    """What the number says, in a sentence."""
    status: Status
    reason: str
    """Why the status is `low` or `refused`; empty when `ok`."""
    sides: Mapping[str, Estimate]
    """Keys `left` and `right`, or `both`; empty when refused."""
    difference: Difference | None


def estimate(
    values: Array, *, instrument_sd: float = 0.0, again_sd: float = 0.0
) -> Estimate | None:
    """Mean, spread and confidence interval of one value per step; None without any value.

    Steps that follow one another resemble one another, so the interval counts only as many
    as are independent: n (1 - r) / (1 + r) with r their lag-one correlation (Bartlett 1946).
    It holds the instrument's own error too, which more steps do not lessen.
    """
    from scipy.stats import t

    seen = values[np.isfinite(values)]
    n = len(seen)
    if n == 0:
        return None
    mean = float(seen.mean())
    sd = float(seen.std(ddof=1)) if n > 1 else float("nan")
    random = float(t.ppf(0.975, n - 1)) * _standard_error(seen) if n > 1 else float("nan")
    half = float(np.hypot(random, NORMAL_95 * instrument_sd))
    ci95 = (mean - half, mean + half)
    steps = tuple(float(v) for v in values)
    return Estimate(mean, sd, n, ci95, steps, instrument_sd, again_sd)


def _standard_error(values: Array) -> float:
    seen = values[np.isfinite(values)]
    if len(seen) <= 1:
        return float("nan")
    independent = max(len(seen) * (1 - _lag_one(seen)) / (1 + _lag_one(seen)), 2.0)
    return float(seen.std(ddof=1) / np.sqrt(independent))


def _lag_one(values: Array) -> float:
    """Correlation of each step with the next, 0 where it cannot be told, never negative.

    In few steps it looks smaller than it is, by (1 + 3 r) / n, which is put back (Kendall 1954).
    """
    n = len(values)
    rest = values - values.mean()
    spread = float((rest**2).sum())
    if n < ENOUGH_STEPS or spread == 0:
        return 0.0
    seen = float((rest[:-1] * rest[1:]).sum()) / spread
    return float(np.clip((n * seen + 1) / (n - 3), 0.0, 0.8))


def difference(
    left: Estimate,
    right: Estimate,
    *,
    mdc: float,
    claims: int = 1,
    instrument_sd: float = 0.0,
) -> Difference:
    """Left minus right, called different only beyond the error of one claim among many.

    The interval is a 95 % one; the verdict asks that the difference exceed both the minimal
    detectable change and an interval widened for the number of claims (Bonferroni).
    instrument_sd: one SD of the instrument's own error of the difference.
    """
    from scipy.stats import norm, t

    value = left.mean - right.mean
    mdc = max(mdc, NORMAL_95 * instrument_sd)
    if min(left.n, right.n) < ENOUGH_STEPS:
        return Difference(value, (float("nan"), float("nan")), mdc, "too few steps")
    error = float(np.hypot(left.standard_error, right.standard_error))
    freedom = left.n + right.n - 2
    half, strict = (
        float(np.hypot(t.isf(p / 2, freedom) * error, norm.isf(p / 2) * instrument_sd))
        for p in (0.05, 0.05 / claims)
    )
    real = abs(value) > max(mdc, strict)
    verdict: Verdict = "different" if real else "no detectable difference"
    return Difference(value, (value - half, value + half), mdc, verdict)
