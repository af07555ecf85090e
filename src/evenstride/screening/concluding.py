"""From a test's outcome to a result: border, verdict, meaning and sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final, Literal

import numpy as np

from evenstride.causes.evidence import cutoff
from evenstride.intake import Answer, Intake, on_side
from evenstride.knowledge import knowledge
from evenstride.knowledge.entries import Noted, Observation
from evenstride.screening.judging import Outcome, lowered
from evenstride.screening.looking import out_of, value_of
from evenstride.screening.result import (
    PRINTED,
    TWO_SIDED,
    Meaning,
    Remark,
    Result,
    Verdict,
    shown,
)
from evenstride.screening.watched import Watched
from evenstride.skeleton import Side

VERDICTS: Final[Mapping[Verdict, str]] = {
    "beyond": "This lies beyond the border by more than its error.",
    "within": "This lies on the usual side of the border by more than its error.",
    "too close to tell": "The border lies within the error, so this is too close to tell.",
    "no border": "There is no border for this; compare it with your own next time.",
}
WAYS: Final[Mapping[Literal["for", "against", "open"], str]] = {
    "for": "This speaks for: {name}{where}.",
    "against": "This speaks against: {name}{where}.",
    "open": "This leaves open: {name}{where}.",
}


def concluded(case: Watched, outcome: Outcome) -> Result:
    """The outcome set against the border that fits the person."""
    sd = _sd(case, outcome)
    limit, above = _border(case)
    verdict = _verdict(outcome, sd, limit, above=above)
    remarks = tuple(_remarks(case, outcome))
    side = case.side if case.test.sided else None
    weighs = outcome.status == "ok"
    meanings = tuple(_meanings(case, verdict)) if weighs else ()
    return Result(
        test=case.test.id,
        side=side,
        status=outcome.status,
        reason=outcome.reason,
        value=outcome.value,
        unit=case.test.unit,
        sd=sd,
        at_least=outcome.at_least,
        attempts=outcome.attempts,
        limit=limit,
        verdict=verdict,
        remarks=remarks,
        meanings=meanings,
        questions=outcome.questions,
        sentences=tuple(_sentences(case, outcome, sd, (limit, verdict))),
    )


def _sd(case: Watched, outcome: Outcome) -> float:
    """One standard error: the larger of the test's own and the tries' spread, and the film's."""
    if outcome.value is None or isinstance(outcome.value, bool):
        return 0.0
    told = case.reading.told and case.told.get(case.reading.told) is not None
    film = 0.0 if told else case.reading.error
    return float(np.hypot(max(case.test.error or 0.0, outcome.spread), film))


def _border(case: Watched) -> tuple[float | None, bool]:
    """The border that fits the person, and whether what is above it stands out."""
    cut = cutoff(case.test, Intake(sex=case.person.sex, age=case.person.age))
    if cut is None:
        return None, True
    return (cut.above, True) if cut.above is not None else (cut.below, False)


def _verdict(outcome: Outcome, sd: float, limit: float | None, *, above: bool) -> Verdict:
    if isinstance(outcome.value, bool):
        return "beyond" if outcome.value else "within"
    if outcome.value is None or limit is None:
        return "no border"
    over = (outcome.value - limit) * (1.0 if above else -1.0)
    if abs(over) <= TWO_SIDED * sd or (outcome.at_least and over > 0):
        return "too close to tell"
    return "beyond" if over > 0 else "within"


def _remarks(case: Watched, outcome: Outcome) -> Iterator[Remark]:
    """The second values, each the mean of the tries that counted."""
    for note in case.reading.notes:
        assert note.measure is not None  # noqa: S101
        values = [value_of(case, move, note.measure, note.of, when=note.when,
                           most=_upward(case, note)) for move in outcome.moves]  # fmt: skip
        seen = [value for value in values if np.isfinite(value)]
        if seen:
            value = note.sign * float(np.mean(seen))
            yield Remark(note.name, value, note.unit, note.error, _stands_out(value, note))


def _upward(case: Watched, note: Noted) -> bool:
    """Whether the larger of two values is the further one."""
    if note.when in ("back", "both"):
        return case.reading.towards == "most"
    return note.below is None


def _stands_out(value: float, note: Noted) -> bool | None:
    limits = [limit for limit in (note.above, note.below) if limit is not None]
    if not limits or min(abs(value - limit) for limit in limits) <= TWO_SIDED * note.error:
        return None
    return out_of(value, note)


def _meanings(case: Watched, verdict: Verdict) -> Iterator[Meaning]:
    for seen in case.test.observes:
        way: Literal["for", "against", "open"] = "open"
        if verdict == "beyond" and seen.lr_positive > 1:
            way = "for"
        elif verdict == "within" and seen.lr_negative < 1:
            way = "against"
        side = _whose(case, seen)
        cause = knowledge().causes[seen.cause]
        sentence = WAYS[way].format(name=lowered(cause.name), where=on_side(side))
        yield Meaning(seen.cause, side, way, sentence)


def _whose(case: Watched, seen: Observation) -> Side | None:
    """The side of the cause that is meant; None for both, or for what has no sides."""
    if not case.test.sided or seen.side == "either" or not knowledge().causes[seen.cause].sided:
        return None
    if seen.side == "same":
        return case.side
    return "right" if case.side == "left" else "left"


def _sentences(
    case: Watched, outcome: Outcome, sd: float, border: tuple[float | None, Verdict]
) -> Iterator[str]:
    """What a runner reads, most important first."""
    limit, verdict = border
    where = on_side(case.side) if case.test.sided else ""
    if outcome.value is not None:
        said = _said(case, outcome, sd, limit)
        yield f"{case.test.name}{where}: {said}."
        yield from (f"In most tries: {lowered(fault)}." for fault in outcome.found)
        if outcome.status == "ok" and not isinstance(outcome.value, bool):
            yield VERDICTS[verdict]
    if outcome.reason:
        yield outcome.reason if outcome.value is not None else (
            f"{case.test.name}{where}: no value. {outcome.reason}")  # fmt: skip


def _said(case: Watched, outcome: Outcome, sd: float, limit: float | None) -> str:
    """The value in words."""
    if isinstance(outcome.value, bool):
        words = ("not clean", "clean") if case.reading.kind == "clean" else ("yes", "no")
        return words[0] if outcome.value else words[1]
    assert outcome.value is not None  # noqa: S101
    least = "at least " if outcome.at_least else ""
    unit = case.test.unit
    value = shown(outcome.value, TWO_SIDED * sd, unit)
    name = PRINTED.get(unit, f" {unit}")
    return f"{least}{value}" + (f", border {limit:g}{name}" if limit is not None else "")


def as_results(results: Iterable[Result]) -> Mapping[str, Answer]:
    """What an intake takes of them: only what weighs; what was refused is never among it."""
    return {one.node: one.value for one in results if one.status == "ok" and one.value is not None}
