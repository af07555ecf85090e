"""Which exercises this person may do today, and what each is worth to them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from evenstride.causes import Causes
from evenstride.intake import Intake, sided
from evenstride.knowledge import Knowledge
from evenstride.knowledge.entries import Exercise, Help
from evenstride.progression import Entry
from evenstride.safety import Permission, Safety
from evenstride.skeleton import SIDES, Side

EXPERIENCE: Final = ("new", "some", "trained")
ASKS: Final = {"any": "new", "some": "some", "trained": "trained"}
SETTING_UP_S: Final = 20.0
"""[E] To get into position."""
SHORT_HOLD_S: Final = 30.0
"""Long static holds before running cost performance (Behm16, Simic12)."""
LONG_STRETCH: Final = frozenset({"mobility"})
LEAST: Final = 0.02
"""[E] Helping with less than this is no reason to do an exercise."""
STOP_SCORE: Final = 0.004
"""[E] A cause that matters less than this earns no exercise."""

Needs = Mapping[str, float]
"""How much each cause, on each side, asks for work: the score of its explanation."""


@dataclass(frozen=True, eq=False)
class Candidate:
    """An exercise that may be done, what it is worth, and the least it takes."""

    exercise: Exercise
    helps: Mapping[str, float]
    """Strength of help by node of the network."""
    changes: tuple[str, ...]
    sides: tuple[Side | None, ...]
    """In the order to do them, the needier one first."""

    @property
    def id(self) -> str:
        """The exercise's own id."""
        return self.exercise.id

    def minutes(self, sets: int, *, hold_s: float | None = None) -> float:
        """How long so many sets take, on the sides due."""
        dose, sides = self.exercise.dose, len(self.sides)
        hold = dose.hold_s if hold_s is None else hold_s
        work = hold if hold is not None else _repetitions(self.exercise) * dose.seconds_a_repetition
        # While one side works the other rests.
        pauses = (sets - 1) * dose.rest_s / sides
        return (SETTING_UP_S + sets * sides * work + pauses) / 60.0


def _repetitions(exercise: Exercise) -> int:
    low, _ = exercise.dose.repetitions or (1, 1)
    return low


def needs(causes: Causes) -> Needs:
    """How much each cause asks for work."""
    return {e.node: e.score for e in causes.explanations if e.score >= STOP_SCORE}


def candidates(
    known: Knowledge, wanted: Needs, intake: Intake, safe: Safety, log: Sequence[Entry]
) -> tuple[Candidate, ...]:
    """The exercises allowed, owned, within reach and of some use, in order of id."""
    done = {entry.exercise for entry in log if entry.clean}
    found = []
    for key in sorted(known.exercises):
        exercise = known.exercises[key]
        permission = safe.allows(exercise)
        if not permission.allowed or not suits(exercise, intake, done):
            continue
        made = _candidate(exercise, wanted, known, permission)
        if sum(wanted.get(n, 0.0) * s for n, s in made.helps.items()) >= STOP_SCORE * LEAST:
            found.append(made)
    return tuple(found)


def suits(exercise: Exercise, intake: Intake, done: set[str]) -> bool:
    """Whether the person has what it takes: things, practice, time of day."""
    if not exercise.prescribed or not set(exercise.needs) <= intake.equipment | {"wall"}:
        return False
    if intake.timing == "before-run" and exercise.before_run == "no":
        return False
    if intake.timing == "after-run" and exercise.slot == "drill":
        return False
    practised = EXPERIENCE.index(intake.experience) >= EXPERIENCE.index(ASKS[exercise.experience])
    ready = intake.experience == "trained" or set(exercise.prerequisites) <= done
    return exercise.id in done or (practised and ready)


def _candidate(
    exercise: Exercise, wanted: Needs, known: Knowledge, permission: Permission
) -> Candidate:
    helps = {
        node: help_.strength
        for help_ in exercise.helps
        for node in _worked_on(help_, known)
        if node in wanted
    }
    return Candidate(exercise, helps, permission.changes, _sides_due(exercise, helps, wanted))


def _worked_on(help_: Help, known: Knowledge) -> list[str]:
    sides = SIDES if known.causes[help_.cause].sided else (None,)
    return [sided(help_.cause, side) for side in sides]


def _sides_due(
    exercise: Exercise, helps: Mapping[str, float], wanted: Needs
) -> tuple[Side | None, ...]:
    """Both sides, the needier first; a stretch only on a side that asks for it."""
    if not exercise.per_side:
        return (None,)
    weight = {
        side: sum(
            wanted[n] * s for n, s in helps.items() if n.endswith(f"-{side}")
        )
        for side in SIDES
    }
    first, second = sorted(SIDES, key=lambda side: (-weight[side], side))
    alone = exercise.slot == "mobility" and weight[second] < 0.5 * weight[first]  # [E] half as needy
    return (first,) if alone else (first, second)
