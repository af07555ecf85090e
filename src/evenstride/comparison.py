"""What changed between two films of one runner, and what may be called a change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from evenstride.measuring import LEG_LENGTH_OF_HEIGHT
from evenstride.metrics import Metric, catalogue
from evenstride.metrics.measurement import ENOUGH_STEPS, NORMAL_95, Estimate, Measurement
from evenstride.sitting import Sitting, cautions, obstacles

Verdict = Literal[
    "improved", "worse", "changed", "no detectable change", "not comparable", "too few steps"
]

FALSE_CLAIMS = 0.05
"""How often one false claim or more may be made among all of a comparison (Holm 1979)."""

UNKNOWN = float("nan")


@dataclass(frozen=True)
class Spread:
    """How far chance alone moves a change: Student's distribution, in the metric's unit."""

    scale: float
    freedom: float

    def beyond(self, probability: float) -> float:
        """The size that chance exceeds this rarely, either way."""
        from scipy.stats import t

        return float(self.scale * t.isf(probability / 2, self.freedom))

    def chance(self, value: float) -> float:
        """How often chance is as large, either way."""
        from scipy.stats import t

        if self.scale == 0:
            return 1.0 if value == 0 else 0.0
        return float(2 * t.sf(abs(value) / self.scale, self.freedom))


@dataclass(frozen=True)
class Change:
    """One metric of one side, after minus before."""

    key: str
    name: str
    unit: str
    side: str
    """`left`, `right` or `both`."""
    before: Estimate | None
    after: Estimate | None
    value: float
    ci95: tuple[float, float]
    mdc: float
    """Smallest change that is more than measurement error, in the metric's unit."""
    detectable: float
    """Smallest change that would have been called one here: the same, or the scatter of these
    steps where that is more."""
    chance: float
    """How often a change as large would be seen though nothing changed."""
    spread: Spread | None
    """How chance scatters the change; None where it is not compared."""
    verdict: Verdict
    reason: str
    """Why it cannot be compared, or is doubtful; else empty."""
    low: bool
    """Whether either film shows this metric with low confidence."""

    @property
    def judged(self) -> bool:
        """Whether this is one of the claims that might be false."""
        return self.verdict not in ("not comparable", "too few steps")


@dataclass(frozen=True, eq=False)
class Comparison:
    """Two films of one runner, metric by metric."""

    before: Sitting
    after: Sitting
    changes: tuple[Change, ...]
    obstacles: tuple[str, ...]
    """What makes the films not comparable."""
    cautions: tuple[str, ...]
    """What could not be checked, and should be kept in mind."""
    claims: int
    """Among how many claims each was judged, other conditions of the same session included."""


def compare_sittings(base: Sitting, others: Sequence[Sitting]) -> tuple[Comparison, ...]:
    """Compare each film with the first; all claims together are held to one error."""
    every = [tuple(_changes(base, other)) for other in others]
    flat = _judged([change for changes in every for change in changes], base)
    claims = sum(change.judged for change in flat)
    ends = np.cumsum([len(changes) for changes in every])
    return tuple(
        Comparison(
            before=base,
            after=other,
            changes=tuple(flat[end - len(changes) : end]),
            obstacles=tuple(each.sentence for each in obstacles(base, other)),
            cautions=cautions(base, other),
            claims=claims,
        )
        for other, changes, end in zip(others, every, ends, strict=True)
    )


def _changes(before: Sitting, after: Sitting) -> Iterator[Change]:
    """Every metric that either film shows, side by side; not judged yet."""
    for metric in catalogue().values():
        old, new = (sitting.measurements.get(metric.key) for sitting in (before, after))
        for side in ("left", "right", "both"):
            pair = old.sides.get(side) if old else None, new.sides.get(side) if new else None
            if old and new and any(pair):
                yield _change(metric, side, (before, after), (old, new), pair)


def _change(
    metric: Metric,
    side: str,
    sittings: tuple[Sitting, Sitting],
    measured: tuple[Measurement, Measurement],
    pair: tuple[Estimate | None, Estimate | None],
) -> Change:
    """One side of one metric, with its error."""
    old, new = pair
    blocked = _blocked(metric, sittings, measured)
    if not blocked and not (old and new):
        blocked = f"No {side} step showed it in one of the films.".replace("both ", "")
    spread = _spread(old, new) if old and new and not blocked else None
    value = new.mean - old.mean if old and new and spread else UNKNOWN
    half = spread.beyond(0.05) if spread else UNKNOWN
    mdc = _scale(measured[0].unit, sittings[0]) * metric.retest_mdc
    if old and new:
        mdc = float(np.hypot(mdc, NORMAL_95 * np.hypot(old.again_sd, new.again_sd)))
    return Change(
        key=metric.key,
        name=metric.name,
        unit=measured[0 if old else 1].unit,
        side=side,
        before=old,
        after=new,
        value=value,
        ci95=(value - half, value + half),
        mdc=mdc,
        detectable=mdc,
        chance=spread.chance(value) if spread else 1.0,
        spread=spread,
        verdict=_possible(old, new, blocked),
        reason=blocked or _doubt(measured),
        low=any(item.status == "low" for item in measured),
    )


def _blocked(
    metric: Metric,
    sittings: tuple[Sitting, Sitting],
    measured: tuple[Measurement, Measurement],
) -> str:
    """Why this metric may not be compared; empty where it may."""
    for each in obstacles(*sittings):
        if not (each.spares_cadence and metric.key == "cadence"):
            return each.sentence
    for item, word in zip(measured, ("first", "other"), strict=True):
        if item.status == "refused":
            return f"Not measured in the {word} film: {item.reason}"
    return _scales(sittings, measured)


def _scales(
    sittings: tuple[Sitting, Sitting], measured: tuple[Measurement, Measurement]
) -> str:
    """Why two lengths have no common scale; empty where they have."""
    if measured[0].unit != measured[1].unit:
        return "The height was told for one film only; give it for both or for neither."
    if measured[0].unit == "cm" and sittings[0].height_m != sittings[1].height_m:
        return "Two heights were told; give the same one for both films."
    return ""


def _doubt(measured: tuple[Measurement, Measurement]) -> str:
    return next((item.reason for item in measured if item.reason), "")


def _possible(old: Estimate | None, new: Estimate | None, blocked: str) -> Verdict:
    """The verdict before the numbers are looked at."""
    if blocked or old is None or new is None:
        return "not comparable"
    few = min(old.n, new.n) < ENOUGH_STEPS
    return "too few steps" if few else "no detectable change"


def _spread(old: Estimate, new: Estimate) -> Spread:
    """How chance scatters the change of two means.

    What a pose model gets wrong alike in both films cancels; what it gets wrong anew in each
    (`again_sd`) does not. Degrees of freedom after Welch and Satterthwaite.
    """
    steps = np.array([old.standard_error, new.standard_error])
    variance = float((steps**2).sum() + old.again_sd**2 + new.again_sd**2)
    bends = float((steps**4 / np.maximum([old.n - 1, new.n - 1], 1)).sum())
    return Spread(float(np.sqrt(variance)), variance**2 / bends if bends > 0 else np.inf)


def _judged(changes: Sequence[Change], base: Sitting) -> list[Change]:
    """Say which changes are real, the surest first, as long as chance allows (Holm 1979)."""
    limit = _limit(sorted(change.chance for change in changes if change.judged))
    return [_called(change, limit, base) if change.judged else change for change in changes]


def _limit(chances: Sequence[float]) -> float:
    """The chance beyond which no claim holds any more: each is one of those that are left."""
    left = len(chances)
    for chance in chances:
        if chance > FALSE_CLAIMS / left:
            break
        left -= 1
    return FALSE_CLAIMS / max(left, 1)


def _called(change: Change, limit: float, base: Sitting) -> Change:
    """One change with what could have been detected, and its verdict."""
    if change.spread is None:
        return change
    detectable = max(change.mdc, change.spread.beyond(limit))
    real = abs(change.value) > detectable
    verdict = _direction(change, base) if real else change.verdict
    return replace(change, detectable=detectable, verdict=verdict)


def _direction(change: Change, base: Sitting) -> Verdict:
    """Which way is better is only said of what may have been a fault, before or after."""
    limit = catalogue()[change.key].limit
    if limit is None or change.before is None or change.after is None:
        return "changed"
    sign = 1.0 if limit.better == "lower" else -1.0
    reach = max(
        sign * end for side in (change.before, change.after) for end in (*side.ci95, side.mean)
    )
    if not reach > sign * limit.value * _scale(change.unit, base):
        return "changed"
    return "worse" if sign * change.value > 0 else "improved"


def _scale(unit: str, sitting: Sitting) -> float:
    """From per cent of leg length to the centimetres the film was measured in."""
    told = unit == "cm" and sitting.height_m is not None
    return LEG_LENGTH_OF_HEIGHT * sitting.height_m if told and sitting.height_m else 1.0
