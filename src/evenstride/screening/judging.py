"""Which tries count, and the value they come to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from evenstride.intake import Answer
from evenstride.knowledge.entries import Fault, Question
from evenstride.poses import Array
from evenstride.screening.looking import broken, value_of
from evenstride.screening.moves import Move
from evenstride.screening.result import Attempt, Status
from evenstride.screening.watched import Watched

UNSEEN: Final = "it could not be seen whether {it}"
NO_VALUE: Final = "what is measured could not be seen"
NO_HEIGHT: Final = "Tell how tall you are, or measure it; a film alone knows no centimetres."
FEW: Final = "Only {counted} of {wanted} tries counted; do more for a value that weighs."
NONE_COUNTED: Final = "No try counted: {why}."


@dataclass(frozen=True, eq=False)
class Outcome:
    """What a test's tries come to, before it is set against a border."""

    status: Status
    reason: str
    attempts: tuple[Attempt, ...] = ()
    value: Answer | None = None
    spread: float = 0.0
    """One standard error of the tries among one another."""
    at_least: bool = False
    moves: tuple[Move, ...] = ()
    """The tries that counted."""
    questions: tuple[Question, ...] = ()
    found: tuple[str, ...] = ()
    """Faults that were seen in most tries, where they are what the test looks for."""


def refused(reason: str, *questions: Question) -> Outcome:
    """No value, and why."""
    return Outcome("refused", reason, questions=questions)


def judged(case: Watched, moves: Sequence[Move]) -> list[Attempt]:
    """Every try with its value, and why it does not count if so."""
    return [_attempt(case, move) for move in moves]


def _attempt(case: Watched, move: Move) -> Attempt:
    value = _value(case, move)
    reason = move.reason or wrong(case, move) or ("" if np.isfinite(value) else NO_VALUE)
    return Attempt(move.start_s, move.peak_s, move.end_s, value, reason)


def _value(case: Watched, move: Move) -> float:
    reading = case.reading
    value = move.peak
    if reading.value is not None:
        value = value_of(case, move, reading.value, reading.of, when=reading.when)
        value = abs(value) if reading.when == "change" else value
    if not reading.per_height:
        return reading.sign * value
    # A length over the floor: nobody reaches below it, whatever a hand's usual length says.
    return max(value, 0.0) * (case.person.height_cm or float("nan")) / 100.0


def wrong(case: Watched, move: Move) -> str:
    """The first thing that was not as it must be in a try; empty where all was."""
    for fault in case.reading.keep:
        found = broken(case, move, fault)
        if found is None:
            return UNSEEN.format(it=lowered(fault.says))
        if found:
            return fault.says
    return ""


def unanswered(case: Watched, moves: Sequence[Move]) -> tuple[Question, ...]:
    """The questions about what no try showed and nobody has told."""
    missing = {
        fault.ask
        for fault in case.reading.keep
        if fault.ask and any(broken(case, move, fault) is None for move in moves)
    }
    return tuple(one for one in case.reading.asks if one.id in missing)


def settled(case: Watched, moves: Sequence[Move]) -> Outcome:
    """The value of the tries that count, or why there is none."""
    attempts = judged(case, moves)
    counted = [one for one in attempts if one.counted]
    asked = unanswered(case, moves)
    if not counted:
        return Outcome("refused", _why(case, attempts, asked), tuple(attempts), questions=asked)
    values = np.array([one.value for one in counted])
    enough = len(counted) >= min(case.reading.needed, case.reading.wanted)
    return Outcome(
        "ok" if enough else "low",
        "" if enough else FEW.format(counted=len(counted), wanted=case.reading.wanted),
        tuple(attempts),
        _taken(case, values),
        float(values.std(ddof=1) / np.sqrt(len(values))) if len(values) > 1 else 0.0,
        moves=tuple(move for move, one in zip(moves, attempts, strict=True) if one.counted),
        questions=asked,
    )


def _why(case: Watched, attempts: Sequence[Attempt], asked: Sequence[Question]) -> str:
    """The commonest reason why tries did not count."""
    if case.reading.per_height and case.person.height_cm is None:
        return NO_HEIGHT
    commonest = Counter(one.reason for one in attempts).most_common(1)[0][0]
    if commonest.startswith(UNSEEN.format(it="")) and asked:
        return "Please answer: " + " ".join(one.text for one in asked)
    return NONE_COUNTED.format(why=lowered(commonest))


def lowered(sentence: str) -> str:
    """A sentence to stand within another one."""
    return sentence[0].lower() + sentence[1:]


def _taken(case: Watched, values: Array) -> float:
    """The mean of the tries, or the one furthest to the good or to the bad side."""
    if case.reading.take == "mean":
        return float(values.mean())
    high_is_bad = bool(case.test.cutoffs) and case.test.cutoffs[0].above is not None
    largest = high_is_bad == (case.reading.take == "worst")
    return float(values.max() if largest else values.min())


def fault_share(case: Watched, moves: Sequence[Move], fault: Fault) -> float:
    """The share of the tries in which a fault was seen; NaN where none showed it."""
    known = [found for move in moves if (found := broken(case, move, fault)) is not None]
    return float(np.mean(known)) if known else float("nan")
