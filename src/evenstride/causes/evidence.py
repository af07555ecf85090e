"""What is known about this runner, as evidence for the network."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from evenstride.findings import Found
from evenstride.intake import Answer, Intake, on_side, sided, split
from evenstride.knowledge import Knowledge
from evenstride.knowledge.entries import Cutoff, Grade, Screen
from evenstride.network import Likelihood

Kind = Literal["complaint", "film", "eye", "test", "answer"]

EYE: Final = 0.7
"""[E] How often an eye is right about a run; raters agree only fairly (Cornell22, BMC17)."""
TOLD: Final = 0.95
"""[E] How often a plain answer about load or history is right."""


ALIKE: Final = 0.5
"""[E] Tests of one cause err alike: each after the first counts with the root of its likelihood."""


@dataclass(frozen=True)
class Evidence:
    """One piece of evidence: what it is about, and how well it fits absence and presence."""

    node: str
    kind: Kind
    likelihood: Likelihood
    sentence: str
    sources: tuple[str, ...]
    grade: Grade


def evidence(
    intake: Intake, found: Sequence[Found], known: Knowledge
) -> tuple[Evidence, ...]:
    """Everything that was told, tested, seen and measured with some trust."""
    return (
        *_complaints(intake, known),
        *_films(found, known),
        *_eyes(intake, known),
        *_tests(intake, known),
        *_answers(intake, known),
    )


def _complaints(intake: Intake, known: Knowledge) -> Iterator[Evidence]:
    for each in intake.complaints:
        item = known.complaints[each.complaint]
        where = on_side(each.side)
        pain = f", pain {each.pain} of 10" if each.pain is not None else ""
        yield Evidence(
            each.node, "complaint", (0.0, 1.0), f"{item.name}{where}{pain}.", item.sources, "A"
        )


def _films(found: Sequence[Found], known: Knowledge) -> Iterator[Evidence]:
    """Findings of films; what is `low` has no weight."""
    for each in found:
        if each.standing == "not assessed" or not each.weighs:
            continue
        item, p = known.findings[each.id], each.probability
        present = item.sensitivity * p + (1 - item.sensitivity) * (1 - p)
        absent = (1 - item.specificity) * p + item.specificity * (1 - p)
        yield Evidence(
            each.node, "film", (absent, present), each.sentence, item.sources, item.grade
        )


def _eyes(intake: Intake, known: Knowledge) -> Iterator[Evidence]:
    for node, yes in intake.seen.items():
        base, side = split(node)
        where = on_side(side)
        seen = "seen by eye" if yes else "looked for by eye and not seen"
        likelihood = (1 - EYE, EYE) if yes else (EYE, 1 - EYE)
        cause = known.causes[base]
        yield Evidence(node, "eye", likelihood, f"{cause.name}{where}: {seen}.", cause.sources, "D")


def _answers(intake: Intake, known: Knowledge) -> Iterator[Evidence]:
    for node, yes in intake.answers.items():
        base, side = split(node)
        where = on_side(side)
        likelihood = (1 - TOLD, TOLD) if yes else (TOLD, 1 - TOLD)
        cause = known.causes[base]
        sentence = f"{cause.name}{where}: {'yes' if yes else 'no'}."
        yield Evidence(node, "answer", likelihood, sentence, cause.sources, cause.grade)


def _tests(intake: Intake, known: Knowledge) -> Iterator[Evidence]:
    """Results of tests; of several that observe one cause the most telling counts whole."""
    heard: set[str] = set()
    for each in sorted(_results(intake, known), key=_least_telling):
        base, side = split(each.node)
        about = {sided(o.cause, side) for o in known.screens[base].observes}
        absent, present = each.likelihood
        again = replace(each, likelihood=(absent**ALIKE, present**ALIKE))
        yield again if about & heard else each
        heard |= about


def _least_telling(each: Evidence) -> tuple[float, str]:
    absent, present = each.likelihood
    return -abs(present - absent), each.node


def _results(intake: Intake, known: Knowledge) -> Iterator[Evidence]:
    for node, answer in intake.results.items():
        base, side = split(node)
        screen = known.screens[base]
        p = positive(screen, answer, intake)
        if p is None or not screen.observes:
            continue
        where = on_side(side)
        yield Evidence(
            node,
            "test",
            (1 - p, p),
            f"{screen.name}{where}: {_reading(screen, answer, intake, p)}.",
            screen.sources,
            screen.grade,
        )


def positive(screen: Screen, answer: Answer, intake: Intake) -> float | None:
    """Probability that the true value is beyond the cut-off: logistic, one error wide.

    None where the cut-off holds for other people only, or a plain yes fits no measured test.
    """
    if isinstance(answer, bool):
        return 1.0 if answer else 0.0
    cut = cutoff(screen, intake)
    if cut is None or screen.error is None:
        return None
    limit = cut.above if cut.above is not None else cut.below or 0.0
    way = 1.0 if cut.above is not None else -1.0
    return 1.0 / (1.0 + math.exp(-max(min(way * (answer - limit) / screen.error, 40.0), -40.0)))


def cutoff(screen: Screen, intake: Intake) -> Cutoff | None:
    """The cut-off that fits the person best; where sex is not told, the one for everybody."""
    fitting = [
        cut
        for cut in screen.cutoffs
        if (intake.sex is None or cut.sex in (None, intake.sex))
        and cut.age_from <= (intake.age if intake.age is not None else 0)
    ]
    return max(fitting, key=lambda cut: (cut.age_from, cut.sex == intake.sex), default=None)


def _reading(screen: Screen, answer: Answer, intake: Intake, p: float) -> str:
    """The result in words: the value with its error, and on which side of the border."""
    if isinstance(answer, bool):
        return "yes" if answer else "no"
    cut = cutoff(screen, intake)
    limit = 0.0 if cut is None else (cut.above if cut.above is not None else cut.below or 0.0)
    unit = {"deg": "°", "yes/no": ""}.get(screen.unit, f" {screen.unit}")
    verdict = "stands out" if p > 0.88 else "in the usual range" if p < 0.12 else "near the border"  # noqa: PLR2004 - two errors of a logistic
    error = 1.96 * (screen.error or 0.0)
    return f"{answer:g} ± {error:.2g}{unit}, border {limit:g}{unit}: {verdict}"
