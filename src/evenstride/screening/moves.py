"""The tries of a test: repetitions, raises and holds, found between getting ready and leaving."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from evenstride.errors import InputError
from evenstride.poses import Array
from evenstride.raises import LegRaises, leg_raises
from evenstride.repetitions import Repetition, repetitions
from evenstride.screening.watched import SMOOTH_S, Mask, Watched, runs
from evenstride.signals import local_fit
from evenstride.skeleton import INDEX

FAR: Final = 0.85
"""[E] The far end of a try begins at this share of its way."""
USUAL_TOP: Final = 90
"""[E] Percentile of a try that stands for its far end, blind to a tremble's highest peak."""
HELD_S: Final = 1.0
"""[E] A far end that lasts longer is held: tests ask for two seconds."""
REST_S: Final = 1.5
"""[E] The rest before a try: at most so long."""
STILL_DEG_S: Final = 6.0
"""[E] A hold moves slower than this; the tremble of a pose model stays below it."""
SLOPE_S: Final = 0.3
SETTLED_S: Final = 0.3
"""[E] Somebody has been in the position at least so long when a try begins."""
LEAST_TRY_S: Final = 0.5
"""[E] What goes there and back more quickly is no try of a test."""
FEW_FRAMES: Final = 10
"""[E] Fewer frames show no test."""


@dataclass(frozen=True, eq=False)
class Move:
    """One try before it is judged.

    top, whole, rest [T] bool: its far end, all of it, and the rest it came from
    """

    start_s: float
    peak_s: float
    end_s: float
    peak: float
    """At the far end, in the measure's own unit."""
    height: float
    """How far it went from the rest."""
    top: Mask
    whole: Mask
    rest: Mask
    reason: str = ""
    """Why it cannot be believed, where its finder says so."""


def way(case: Watched) -> float:
    """+1 where the measure rises to the far end, -1 where it falls."""
    return 1.0 if case.reading.towards == "most" else -1.0


def main_curve(case: Watched) -> Array:
    """What moves in this test, inside its position, rising to the far end, [T]."""
    assert case.reading.measure is not None  # noqa: S101  # checked with the knowledge files
    curve = way(case) * case.inside_curve(case.reading.measure, case.reading.of)
    neutral = case.reading.neutral
    return curve if neutral is None else np.maximum(curve, way(case) * neutral)


def peaks(case: Watched) -> list[Move]:
    """Every whole repetition."""
    curve = main_curve(case)
    if np.isfinite(curve).sum() < FEW_FRAMES:
        return []
    found = repetitions(case.time_s, curve, least=case.reading.least, bandwidth_s=SMOOTH_S)
    return [_move(case, curve, one) for one in found if _settled(case, one)]


def _settled(case: Watched, one: Repetition) -> bool:
    """Whether a repetition is one of the test, and not part of getting there or away."""
    before = case.inside[np.searchsorted(case.time_s, one.start_s - SETTLED_S)]
    return bool(before) and one.end_s - one.start_s >= LEAST_TRY_S


def _move(case: Watched, curve: Array, one: Repetition) -> Move:
    whole = (case.time_s >= one.start_s) & (case.time_s <= one.end_s)
    top = _top(case, curve, whole, one.rest)
    # What is held has no vertex; the middle of all of it is blind to the tremble.
    held = top.sum() * case.frame_s >= HELD_S
    peak = float(np.nanmedian(curve[top])) if held else one.peak
    return Move(one.start_s, one.peak_s, one.end_s, way(case) * peak, one.height, top, whole,
                _rest(case, one.start_s))  # fmt: skip


def _top(case: Watched, curve: Array, whole: Mask, rest: float) -> Mask:
    """The far end of a try, [T]: from when it is first reached until it is left for good."""
    course = np.where(whole, case.smooth(curve), np.nan)
    if not np.isfinite(course).any():
        return whole
    high = float(np.nanpercentile(course, USUAL_TOP))
    with np.errstate(invalid="ignore"):
        reached = np.flatnonzero(course >= rest + FAR * (high - rest))
    number = np.arange(len(curve))
    return np.asarray((number >= reached[0]) & (number <= reached[-1]))


def _rest(case: Watched, start_s: float) -> Mask:
    """The rest just before a try, [T]."""
    before = case.time_s < start_s
    return np.asarray(before & (case.time_s >= start_s - REST_S) & case.inside)


def raised(case: Watched) -> tuple[list[Move], str]:
    """Every raise of a straight leg, and why its track is not to be believed.

    What the fit of the leg's arc leaves out is looked at as plain repetitions, so that somebody
    with a bent knee hears of the knee.
    """
    fitted = _fitted(case)
    if isinstance(fitted, str):
        return [], fitted
    moves = [_raise(case, fitted, number) for number in range(len(fitted.raises))]
    return moves, fitted.reason


def _fitted(case: Watched) -> LegRaises | str:
    hip, knee, ankle = (
        np.where((case.inside & case.series.good)[:, None],
                 case.series.points[:, INDEX[f"{case.side}_{joint}"], :2] * (1.0, -1.0), np.nan)
        for joint in ("hip", "knee", "ankle")
    )  # fmt: skip
    seen = bool(np.isfinite(knee).any())
    try:
        return leg_raises(case.time_s, hip, ankle, knee_px=knee if seen else None)
    except InputError as error:
        return str(error)


def _raise(case: Watched, fitted: LegRaises, number: int) -> Move:
    one = fitted.raises[number]
    whole = (case.time_s >= one.start_s) & (case.time_s <= one.end_s)
    angle = fitted.angle_deg
    high = float(np.nanpercentile(angle[whole], USUAL_TOP))
    top = _top(case, angle, whole, high - one.range_deg)
    lying = case.reading.when == "change"
    peak = one.range_deg if lying else float(np.nanmedian(angle[top]))
    reason = "" if one.held else "it was not seen to be held at the top"
    return Move(one.start_s, one.peak_s, one.end_s, peak, one.range_deg, top, whole,
                _rest(case, one.start_s), reason)  # fmt: skip


def holds(case: Watched) -> list[Move]:
    """Every stretch in the position in which the body was held still."""
    curve = way(case) * main_curve(case)
    if np.isfinite(curve).sum() < FEW_FRAMES:
        return []
    slope = local_fit(case.time_s, curve[:, None], case.time_s, bandwidth_s=SLOPE_S,
                      degree=1)[1, :, 0]  # fmt: skip
    with np.errstate(invalid="ignore"):
        still = (np.abs(slope) < STILL_DEG_S) & np.isfinite(curve)
    held = case.steady(np.where(still, -1.0, 1.0)) & case.inside
    return [
        _hold(case, curve, first, last)
        for first, last in runs(held)
        if (last - first) * case.frame_s >= case.reading.hold_s
    ]


def _hold(case: Watched, curve: Array, first: int, last: int) -> Move:
    whole = np.zeros(len(curve), dtype=bool)
    whole[first:last] = True
    start_s, end_s = float(case.time_s[first]), float(case.time_s[last - 1])
    value = float(np.nanmedian(curve[whole]))
    return Move(start_s, 0.5 * (start_s + end_s), end_s, value, 0.0, whole, whole,
                _rest(case, start_s))  # fmt: skip
