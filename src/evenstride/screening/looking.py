"""What a measure was in one try, and whether what must hold meanwhile did."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

import numpy as np

from evenstride.knowledge.entries import Condition, Fault, Measure, Part, When
from evenstride.poses import Array
from evenstride.repetitions import repetitions
from evenstride.screening.moves import Move
from evenstride.screening.watched import SMOOTH_S, Watched
from evenstride.signals import noise_sd

MOST_WRONG: Final = 0.2
"""Share of a repetition with a fault that still counts."""
SLOW_S: Final = 0.3
"""[E] A furthest value is read off so smooth a course, as the largest of many trembles."""
CALM_S: Final = 0.25
"""[E] What is quicker than this is tremble, not movement."""
BRIEF_S: Final = 0.3
"""[E] A swing is turned in longer than this; what is shorter is somebody getting up."""
LITTLE: Final = 0.3
"""[E] Where less of a try was seen, the measure was not seen in it."""


def value_of(
    case: Watched, move: Move, measure: Measure, of: Part, *, when: When, most: bool = True
) -> float:
    """What a measure was in this try; NaN where it was not seen."""
    curve = case.curve(measure, of)
    if np.isfinite(curve[move.whole]).sum() < LITTLE * max(int(move.whole.sum()), 1):
        return float("nan")
    sign = 1.0 if most else -1.0
    return sign * READ[when](case, move, sign * curve)


def _top(_: Watched, move: Move, curve: Array) -> float:
    seen = curve[move.top]
    return float(np.nanmedian(seen)) if np.isfinite(seen).any() else float("nan")


def _most(case: Watched, move: Move, curve: Array) -> float:
    course = case.smooth(np.where(move.whole, curve, np.nan), bandwidth_s=SLOW_S)
    return float(np.nanmax(course)) if np.isfinite(course).any() else float("nan")


def _change(case: Watched, move: Move, curve: Array) -> float:
    rest = curve[move.rest]
    if not np.isfinite(rest).any():
        return float("nan")
    return _top(case, move, curve) - float(np.nanmedian(rest))


def _wobble(case: Watched, move: Move, curve: Array) -> float:
    """The tremble on the way without the noise of the points (root of mean squares)."""
    inside = np.where(move.whole, curve, np.nan)
    quick = inside - case.smooth(inside, bandwidth_s=CALM_S)
    noise = float(noise_sd(case.time_s, curve[:, None])[0])
    own = float(np.nanmean(quick**2)) - (0.0 if np.isnan(noise) else noise**2)
    return float(np.sqrt(max(own, 0.0)))


def _spread(_: Watched, move: Move, curve: Array) -> float:
    return float(np.nanstd(curve[move.whole]))


def _back(case: Watched, _: Move, curve: Array) -> float:
    """The far end the other way, over all tries of the film."""
    other = np.maximum(np.where(case.inside, -curve, np.nan), 0.0)
    found = repetitions(case.time_s, other, least=case.reading.least, bandwidth_s=SMOOTH_S)
    beyond = [one.peak for one in found if one.peak > case.reading.least and one.top_s > BRIEF_S]
    return float(np.mean(beyond)) if len(beyond) > 1 else float("nan")


def _both(case: Watched, move: Move, curve: Array) -> float:
    return _top(case, move, curve) + _back(case, move, curve)


READ: Final[Mapping[When, Callable[[Watched, Move, Array], float]]] = MappingProxyType({
    "top": _top, "whole": _top, "most": _most, "change": _change, "wobble": _wobble,
    "spread": _spread, "back": _back, "both": _both,
})  # fmt: skip


def broken(case: Watched, move: Move, fault: Fault) -> bool | None:
    """Whether a fault was there in this try; None where nothing shows it and nobody said."""
    if fault.when == "whole":
        seen = _share_out(case.curve(fault.measure, fault.of)[move.whole], fault)
        found = None if np.isnan(seen) else seen > MOST_WRONG
    else:
        value = value_of(case, move, fault.measure, fault.of, when=fault.when,
                         most=fault.above is not None)  # fmt: skip
        found = None if np.isnan(value) else out_of(value, fault)
    answer = case.told.get(fault.ask) if fault.ask else None
    return found if found is not None else (None if answer is None else not answer)


def _share_out(seen: Array, fault: Condition) -> float:
    """The share of the frames in which a measure was out of its band."""
    known = seen[np.isfinite(seen)]
    if len(known) < LITTLE * max(len(seen), 1):
        return float("nan")
    return float(np.mean([out_of(float(one), fault) for one in known]))


def out_of(value: float, band: Condition) -> bool:
    """Whether a value is out of a band."""
    high = band.above is not None and value > band.above
    return high or (band.below is not None and value < band.below)
