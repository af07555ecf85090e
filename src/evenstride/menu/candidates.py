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
WITHIN_RUN_MIN: Final = 1.0
"""[E] What a drill within one's usual run costs a session."""
LESS_NEEDY: Final = 0.5
"""[E] A side that asks for less than this share of the other's work is not stretched."""
LIKELY: Final = 0.4
"""[E] A stretch is for a joint found to be limited, or at least this likely to be."""
LEAST: Final = 0.02
"""[E] Helping with less than this is no reason to do an exercise."""
STOP_SCORE: Final = 0.004
"""[E] A cause that matters less than this earns no exercise."""

AN_EFFECT: Final = 0.5
"""[E] A way of running counts half: it is partly the effect of what lies behind it."""
SAFE_PAIN: Final = 2
"""Up to here pain is safe (Silbernagel07), and a trained runner may begin high on the ladder."""
NEARLY: Final = 0.3
"""[E] By so much a harder exercise may help less and still replace the easier one."""
TOO_MUCH_PAIN: Final = 5
"""An exercise that hurt by more out of ten last time is left out (Silbernagel07)."""
LADDERS: Final = frozenset({"control", "strength", "integration"})

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
        if dose.within_run:
            return WITHIN_RUN_MIN
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
    scores = {
        e.node: e.score * (AN_EFFECT if e.kind == "running" else 1.0) for e in causes.explanations
    }
    return {node: score for node, score in scores.items() if score >= STOP_SCORE}


def candidates(
    causes: Causes, intake: Intake, safe: Safety, log: Sequence[Entry]
) -> tuple[Candidate, ...]:
    """The exercises allowed, owned, within reach and of some use, in order of id."""
    known, wanted = causes.graph.known, needs(causes)
    found_limited = {
        e.node for e in causes.explanations if e.supported or e.probability >= LIKELY
    }
    limited = {node: need for node, need in wanted.items() if node in found_limited}
    done = {entry.exercise for entry in log if entry.clean}
    found = []
    stopped = {entry.exercise for entry in _latest(log) if entry.pain > TOO_MUCH_PAIN}
    for key in sorted(set(known.exercises) - stopped):
        exercise = known.exercises[key]
        permission = safe.allows(exercise)
        if not permission.allowed or not suits(exercise, intake, done):
            continue
        made = _candidate(exercise, wanted if loads(exercise) else limited, known, permission)
        if sum(wanted.get(n, 0.0) * s for n, s in made.helps.items()) >= STOP_SCORE * LEAST:
            found.append(made)
    return _without_easy_rungs(found, intake, known)


def _latest(log: Sequence[Entry]) -> Sequence[Entry]:
    """The last session of each exercise on each side."""
    return list({(entry.exercise, entry.side): entry for entry in log}.values())


def _without_easy_rungs(
    found: Sequence[Candidate], intake: Intake, known: Knowledge
) -> tuple[Candidate, ...]:
    """A trained runner in little pain begins at the highest rungs that may be done."""
    pain = max((each.pain or 0 for each in intake.complaints), default=0)
    if intake.experience != "trained" or pain > SAFE_PAIN:
        return tuple(found)
    possible = {c.id: c for c in found if c.exercise.slot in LADDERS}
    return tuple(c for c in found if c.id not in possible or not _outgrown(c, possible, known))


def _outgrown(one: Candidate, possible: Mapping[str, Candidate], known: Knowledge) -> bool:
    """Whether a harder relative does most of what this one does."""
    return any(
        harder in possible
        and all(
            possible[harder].helps.get(node, 0.0) >= strength - NEARLY
            for node, strength in one.helps.items()
        )
        for harder in _harder(one.id, known)
    )


def _harder(name: str, known: Knowledge) -> set[str]:
    """Everything further up the ladder."""
    found: set[str] = set()
    open_ = [name]
    while open_:
        for after in known.exercises[open_.pop()].progress_to:
            if after not in found and after != name:
                found.add(after)
                open_.append(after)
    return found


def loads(exercise: Exercise) -> bool:
    """Whether it works on more than range: a stretch must have been shown to be needed."""
    return exercise.slot != "mobility"


def suits(exercise: Exercise, intake: Intake, done: set[str]) -> bool:
    """Whether the person has what it takes: things, practice, time of day."""
    if not exercise.prescribed or not set(exercise.needs) <= intake.equipment | {"wall"}:
        return False
    if intake.timing == "before-run" and exercise.before_run == "no":
        return False
    # Form is changed for a complaint, never to prevent one (Souza16).
    if exercise.slot == "drill" and (intake.timing == "after-run" or not intake.complaints):
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
        side: sum(wanted[n] * s for n, s in helps.items() if n.endswith(f"-{side}"))
        for side in SIDES
    }
    first, second = sorted(SIDES, key=lambda side: (-weight[side], side))
    alone = exercise.slot == "mobility" and weight[second] < LESS_NEEDY * weight[first]
    return (first,) if alone else (first, second)
