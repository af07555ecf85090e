"""Tests that count: seconds held, good repetitions, points, and whether most are clean."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from evenstride.poses import Array
from evenstride.screening.judging import Outcome, fault_share, lowered, refused, unanswered, wrong
from evenstride.screening.looking import out_of
from evenstride.screening.moves import Move, main_curve, peaks
from evenstride.screening.result import Attempt
from evenstride.screening.watched import Mask, Watched, runs

LEAST_HELD_S: Final = 1.0
"""[E] What is held more briefly is somebody getting ready."""
BREAKS_S: Final = 0.15
"""[E] What is wrong for less than twice this does not stop the clock."""
TIRED: Final = 2
"""[E] So many repetitions in a row that do not count end the count."""
MOST: Final = 0.5
"""A fault in more tries than this is one of the test."""

NOT_HELD: Final = "It was not held for a second. Film from before you begin until after you stop."
CUT_OFF: Final = "The film ended, or lost you, while you still held: it is at least this long."
NONE_GOOD: Final = "No repetition was good enough to count: {why}."
NOT_FAR: Final = "it did not go far enough"


def timed(case: Watched) -> Outcome:
    """How long a position was held, the longest of all tries."""
    curves = [case.curve(fault.measure, fault.of) for fault in case.reading.keep]
    outs = [_out(curve, number, case) for number, curve in enumerate(curves)]
    bad = np.any([~case.inside, *outs], axis=0)
    main = main_curve(case)
    gone = case.lost(np.where(case.inside, main, 0.0))
    cost = np.where(bad | gone, 1.0, np.where(np.isfinite(main), -1.0, 0.0))
    held = case.steady(cost, BREAKS_S)
    found = [_held(case, first, last, gone) for first, last in runs(held)]
    tries = [one for one in found if one[0].value >= LEAST_HELD_S]
    if not tries:
        return refused(NOT_HELD)
    longest, at_least = max(tries, key=lambda one: one[0].value)
    capped = _capped(case, longest.value)
    open_ended = at_least and (case.reading.ends_s is None or longest.value < case.reading.ends_s)
    attempts = tuple(replace(one, value=_capped(case, one.value)) for one, _ in tries)
    return Outcome("low" if open_ended else "ok", CUT_OFF if open_ended else "", attempts, capped,
                   at_least=open_ended, moves=(_as_move(case, longest),))  # fmt: skip


def _out(curve: Array, number: int, case: Watched) -> Mask:
    """Where one of the faults was seen, [T]."""
    fault = case.reading.keep[number]
    return np.array([bool(np.isfinite(one)) and out_of(float(one), fault) for one in curve])


def _held(case: Watched, first: int, last: int, gone: Mask) -> tuple[Attempt, bool]:
    """One stretch that was held, and whether its end was not seen."""
    start_s, end_s = float(case.time_s[first]), float(case.time_s[last - 1])
    unseen = last >= len(gone) or bool(gone[last])
    return Attempt(start_s, end_s, end_s, end_s - start_s + case.frame_s), unseen


def _capped(case: Watched, seconds: float) -> float:
    return seconds if case.reading.ends_s is None else min(seconds, case.reading.ends_s)


def _as_move(case: Watched, one: Attempt) -> Move:
    whole = (case.time_s >= one.start_s) & (case.time_s <= one.end_s)
    return Move(one.start_s, one.peak_s, one.end_s, one.value, 0.0, whole, whole, ~whole)


def counted(case: Watched) -> Outcome:
    """How many repetitions were good before two in a row were not."""
    moves = peaks(case)
    reasons = _until_tired([_short(case, moves, move) or wrong(case, move) for move in moves])
    attempts = tuple(
        Attempt(move.start_s, move.peak_s, move.end_s, move.peak, reason)
        for move, reason in zip(moves, reasons, strict=True)
    )
    good = tuple(move for move, reason in zip(moves, reasons, strict=True) if not reason)
    if not good:
        why = Counter(reasons).most_common(1)[0][0]
        return Outcome("low", NONE_GOOD.format(why=lowered(why)), attempts, 0.0,
                       questions=unanswered(case, moves))  # fmt: skip
    return Outcome("ok", "", attempts, float(len(good)), moves=good)


def _short(case: Watched, moves: Sequence[Move], move: Move) -> str:
    """Why a repetition did not get far enough; empty where it did."""
    reading = case.reading
    first = moves[0].height * (reading.of_first or 0.0)
    sign = 1.0 if reading.towards == "most" else -1.0
    near = reading.reaches is not None and sign * move.peak < sign * reading.reaches
    return NOT_FAR if near or move.height < first else ""


def _until_tired(reasons: Sequence[str]) -> list[str]:
    """The same, nothing counting after the end of the count."""
    found: list[str] = []
    for reason in reasons:
        over = len(found) >= TIRED and all(found[-TIRED:])
        found.append(reason or ("it came after the count was over" if over else ""))
    return found


def scored(case: Watched) -> Outcome:
    """The points of what was wrong in most tries."""
    moves = peaks(case)
    shares = [fault_share(case, moves, fault) for fault in case.reading.keep]
    unseen = [fault.says for fault, share in zip(case.reading.keep, shares, strict=True)
              if np.isnan(share)]  # fmt: skip
    found = [fault for fault, share in zip(case.reading.keep, shares, strict=True)
             if share > MOST]  # fmt: skip
    attempts = tuple(_points(case, move) for move in moves)
    reason = _too_little(case, len(moves), unseen)
    points = float(sum(fault.points for fault in found))
    return Outcome("low" if reason else "ok", reason, attempts, points, moves=tuple(moves),
                   questions=unanswered(case, moves),
                   found=tuple(one.says for one in found))  # fmt: skip


def _points(case: Watched, move: Move) -> Attempt:
    faults = [fault for fault in case.reading.keep if fault_share(case, [move], fault) > MOST]
    return Attempt(move.start_s, move.peak_s, move.end_s, float(sum(one.points for one in faults)))


def _too_little(case: Watched, tries: int, unseen: Sequence[str]) -> str:
    if tries < case.reading.needed:
        return f"Only {tries} of {case.reading.wanted} tries were seen."
    return f"Not seen, so without its points: {unseen[0]}" if unseen else ""


def clean(case: Watched) -> Outcome:
    """Whether most tries were not clean: the answer of a test of yes or no."""
    moves = peaks(case)
    faults = case.reading.keep
    shares = [fault_share(case, moves, fault) for fault in faults]
    attempts = tuple(Attempt(m.start_s, m.peak_s, m.end_s, m.peak) for m in moves)
    asked = unanswered(case, moves)
    found = tuple(one.says for one, share in zip(faults, shares, strict=True) if share > MOST)
    if not found and any(np.isnan(share) for share in shares):
        text = " ".join(one.text for one in asked) or "film it again square from the side."
        return Outcome("refused", f"Please answer: {text}", attempts, questions=asked)
    few = len(moves) < case.reading.needed
    reason = f"Only {len(moves)} of {case.reading.wanted} tries were seen." if few else ""
    return Outcome("low" if few else "ok", reason, attempts, bool(found), moves=tuple(moves),
                   found=found)  # fmt: skip
