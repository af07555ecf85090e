"""What a person can look up: exercises by word, region, equipment and complaint; causes whole."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Protocol, TypeVar

from evenstride.errors import InputError
from evenstride.intake import split
from evenstride.knowledge import Knowledge
from evenstride.knowledge.checking import CATEGORIES
from evenstride.knowledge.entries import (
    Cause,
    Claim,
    Complaint,
    Edge,
    Exercise,
    Finding,
    Help,
    Observation,
    Screen,
)

WORTH_NAMING = 0.02
"""[E] An exercise whose help reaches a complaint with less than this is not listed for it."""

ALWAYS_THERE = frozenset({"wall"})


class Named(Protocol):
    """What can be called by several names."""

    @property
    def id(self) -> str:
        """As files and commands call it."""

    @property
    def code(self) -> str:
        """Its short name."""

    @property
    def name(self) -> str:
        """As a person would say it."""


N = TypeVar("N", bound=Named)


@dataclass(frozen=True, eq=False)
class Explained:
    """A cause with everything that is known about it."""

    cause: Cause
    leads_to: tuple[tuple[Cause | Complaint, Edge], ...]
    led_by: tuple[tuple[Cause, Edge], ...]
    tests: tuple[tuple[Screen, Observation], ...]
    films: tuple[Finding, ...]
    exercises: tuple[tuple[Exercise, Help], ...]
    """Those that help most first."""
    claims: tuple[Claim, ...]
    """What the source articles say of it, and what studies say to that."""


def find_exercises(
    known: Knowledge,
    *,
    words: str = "",
    region: str | None = None,
    equipment: Collection[str] | None = None,
    complaint: str | None = None,
    cause: str | None = None,
) -> tuple[Exercise, ...]:
    """Exercises that hold every word, by code; for a complaint or a cause the most helpful first.

    equipment: only what can be done with these. Words that are another name for a complaint, such
    as "heel cord", find what helps with it.
    """
    meant = _complaint_meant(words, known)
    value = _value(known, complaint or meant, cause)
    wanted = "" if meant else words
    tests = (
        lambda each: _holds(each, wanted),
        _of_region(region),
        _done_with(equipment, known),
        lambda each: value is None or value(each) >= WORTH_NAMING,
    )
    found = [each for each in known.exercises.values() if all(test(each) for test in tests)]
    return tuple(sorted(found, key=lambda each: (-value(each) if value else 0.0, each.code)))


def exercise_called(name: str, known: Knowledge) -> Exercise:
    """An exercise by its id, code or name."""
    return _called(name, known.exercises, "exercise")


def screen_called(name: str, known: Knowledge) -> Screen:
    """A test by its id, code or name."""
    tests = {key: each for key, each in known.screens.items() if each.kind == "test"}
    return _called(name, tests, "test")


def cause_called(name: str, known: Knowledge) -> Cause:
    """A cause by its id, code or name; a side is passed over."""
    return _called(split(name)[0], known.causes, "cause")


def explained(cause: Cause, known: Knowledge) -> Explained:
    """A cause with what it leads to, what leads to it, what tells of it and what helps."""
    among: Mapping[str, Cause | Complaint] = {**known.complaints, **known.causes}
    exercises = [
        (each, help_) for each in known.exercises.values() for help_ in each.helps
        if help_.cause == cause.id
    ]  # fmt: skip
    edges = {f"{cause.id} > {edge.to}" for edge in cause.leads_to}
    return Explained(
        cause=cause,
        leads_to=tuple((among[edge.to], edge) for edge in cause.leads_to),
        led_by=tuple(
            (each, edge)
            for each in known.causes.values()
            for edge in each.leads_to
            if edge.to == cause.id
        ),
        tests=tuple(
            (screen, observed)
            for screen in known.screens.values()
            for observed in screen.observes
            if observed.cause == cause.id
        ),
        films=tuple(f for f in known.findings.values() if f.observes == cause.id and f.views),
        exercises=tuple(sorted(exercises, key=lambda pair: (-pair[1].strength, pair[0].code))),
        claims=tuple(claim for claim in known.claims.values() if edges & set(claim.edges)),
    )


def leading_to(known: Knowledge, effect: str) -> Mapping[str, float]:
    """How strongly each cause leads there by its strongest chain; contradicted links left out."""
    found: dict[str, float] = {}

    def walk(end: str, strength: float) -> None:
        for cause in known.causes.values():
            for edge in cause.leads_to:
                longer = strength * edge.strength
                if edge.to == end and edge.grade != "X" and longer > found.get(cause.id, 0.0):
                    found[cause.id] = longer
                    walk(cause.id, longer)

    walk(effect, 1.0)
    return found


def _value(
    known: Knowledge, complaint: str | None, cause: str | None
) -> Callable[[Exercise], float] | None:
    """How much an exercise helps with what was asked about; None where nothing was."""
    if complaint is None and cause is None:
        return None
    if cause is not None:
        shares: Mapping[str, float] = {_one_of(cause, known.causes, "cause"): 1.0}
    else:
        base = split(str(complaint).partition(":")[0])[0]
        shares = leading_to(known, _one_of(base, known.complaints, "complaint"))
    return lambda each: max(
        (shares.get(help_.cause, 0.0) * help_.strength for help_ in each.helps), default=0.0
    )


def _complaint_meant(words: str, known: Knowledge) -> str | None:
    """The complaint of which the words are another name."""
    wanted = words.strip().casefold()
    for each in known.complaints.values():
        names = {name.casefold() for name in (each.id, each.name, *each.mentioned_as)}
        if wanted in names:
            return each.id
    return None


def _holds(exercise: Exercise, words: str) -> bool:
    """Whether every word stands somewhere in what the exercise says of itself."""
    text = " ".join((
        exercise.id, exercise.code, exercise.name, *exercise.also_called, exercise.purpose,
        *exercise.tags, *exercise.needs, *exercise.stretches, *exercise.loads, *exercise.cues,
        *exercise.set_up, *(mistake.name for mistake in exercise.mistakes),
    )).casefold()  # fmt: skip
    return all(word in text for word in words.casefold().split())


def _of_region(region: str | None) -> Callable[[Exercise], bool]:
    if region is not None and region not in CATEGORIES:
        raise InputError(f"No region is called {region}; choose from {', '.join(CATEGORIES)}.")
    return lambda each: region is None or region in each.tags


def _done_with(
    equipment: Collection[str] | None, known: Knowledge
) -> Callable[[Exercise], bool]:
    if equipment is None:
        return lambda _: True
    owned = {_one_of(name, known.equipment, "equipment") for name in equipment} | ALWAYS_THERE
    return lambda each: set(each.needs) <= owned


def _one_of(name: str, among: Iterable[str], what: str) -> str:
    if name not in among:
        raise InputError(f"No {what} is called {name}; choose from {', '.join(among)}.")
    return name


def _called(name: str, among: Mapping[str, N], what: str) -> N:
    """An entry by its id, code or name; what is close to an unknown one is named."""
    wanted = name.strip().casefold()
    by_name = {
        own.casefold(): each for each in among.values() for own in (each.name, each.code, each.id)
    }
    if wanted and wanted in by_name:
        return by_name[wanted]
    near = [by_name[each].id for each in get_close_matches(wanted, by_name, n=3, cutoff=0.5)]
    like = f"; did you mean {' or '.join(dict.fromkeys(near))}?" if near else "."
    raise InputError(f"No {what} is called {name}{like}")
