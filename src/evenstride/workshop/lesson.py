"""One exercise as somebody is about to do it: which sides, which level, how much, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from evenstride.coach import Session
from evenstride.errors import InputError
from evenstride.intake import Intake
from evenstride.knowledge import Knowledge
from evenstride.knowledge.entries import Exercise, PainRule
from evenstride.menu.starting import pain_rule
from evenstride.progression import Entry, next_time
from evenstride.safety import Permission, safety
from evenstride.skeleton import Side, other
from evenstride.workshop.searching import exercise_called

Sides = Literal["left", "right", "both"]


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What somebody asked for; None where they left it open."""

    side: Sides | None = None
    level: str | None = None
    """Its place on the ladder, 0 the easiest, or its name."""
    sets: int | None = None
    target: float | None = None
    """Seconds or repetitions a set and side."""


@dataclass(frozen=True, kw_only=True)
class Lesson:
    """An exercise for one person, ready to begin."""

    exercise: Exercise
    rule: PainRule
    side: Side
    """The one that begins."""
    both: bool
    level: int
    why_level: str
    """Where the log chose the level: the level, and why."""
    left_out: str
    """Why it should be left out for now; empty where it may be done."""
    permission: Permission
    sets: int | None
    target: float | None
    filmed: bool
    log: tuple[Entry, ...]

    def session(self) -> Session:
        """The beginning of its session."""
        return Session.of(
            self.exercise, rule=self.rule, side=self.side, both=self.both, level=self.level,
            sets=self.sets, target=self.target, filmed=self.filmed,
        )  # fmt: skip

    @property
    def unit(self) -> Literal["s", "repetitions"]:
        """What is counted."""
        return "s" if self.exercise.repetition is None else "repetitions"

    @property
    def level_name(self) -> str:
        """The rung of the ladder; empty where there is none."""
        return self.exercise.levels[self.level].name if self.exercise.levels else ""


def lesson(
    name: str,
    wish: Wish,
    known: Knowledge,
    *,
    intake: Intake | None = None,
    log: Sequence[Entry] = (),
    filmed: bool = False,
) -> Lesson:
    """An exercise as asked for; what was left open comes from the log and the exercise's dose.

    `filmed`: a film is judged; one set, and pauses were as long as they were.
    """
    told = intake or Intake()
    exercise = _seeable(exercise_called(name, known))
    rule = pain_rule(told, known)
    sides = _filmed_sides if filmed else _live_sides
    side, both = sides(exercise, wish.side, told)
    worked = (side, other(side)) if both else (side,)
    level, why, left_out = _level(exercise, wish.level, worked, rule, log)
    return Lesson(
        exercise=exercise, rule=rule, side=side, both=both, level=level, why_level=why,
        left_out=left_out, permission=safety(told, known).allows(exercise),
        sets=1 if filmed and wish.sets is None else wish.sets, target=wish.target,
        filmed=filmed, log=tuple(log),
    )  # fmt: skip


def _seeable(exercise: Exercise) -> Exercise:
    if exercise.camera == "not":
        raise InputError(
            f"No camera can judge this: {exercise.name}. `evenstride exercises {exercise.id}` "
            "shows how it is done."
        )
    return exercise


def _filmed_sides(exercise: Exercise, side: Sides | None, _: Intake) -> tuple[Side, bool]:
    """Which side works in a film, and whether both do."""
    if not (exercise.per_side or exercise.alternates):
        return _sideless(exercise, side)
    if exercise.alternates and side in (None, "both"):
        return "left", True
    if side is None:
        raise InputError(
            f"{exercise.name} is done one side at a time: say which one works in the film, with "
            "--side left or --side right."
        )
    if side == "both":
        raise InputError(
            f"{exercise.name} is done one side at a time: film each side, and give each film its "
            "--side."
        )
    return side, False


def _live_sides(exercise: Exercise, side: Sides | None, intake: Intake) -> tuple[Side, bool]:
    """Which side begins before a camera, and whether the other follows."""
    if not (exercise.per_side or exercise.alternates):
        return _sideless(exercise, side)
    if side in ("left", "right"):
        return side, False
    hurt: list[Side] = [each.side for each in intake.complaints if each.side]
    return (hurt[0] if hurt else "left"), True


def _sideless(exercise: Exercise, side: Sides | None) -> tuple[Side, bool]:
    if side is not None:
        raise InputError(f"{exercise.name} has no sides; leave --side away.")
    return "right", False


def _level(
    exercise: Exercise, wanted: str | None, sides: Sequence[Side], rule: PainRule,
    log: Sequence[Entry],
) -> tuple[int, str, str]:  # fmt: skip
    """The level, the log's reason for it, and the log's reason to leave the exercise out."""
    if wanted is not None:
        return level_called(exercise, wanted), "", ""
    own = [_own(exercise, side, log) for side in sides]
    if not any(own):
        return 0, "", ""
    # Who works both sides in one go works at the level of the one that is behind.
    each = [next_time(one, exercise, rule) for one in own]
    following = min(each, key=lambda one: one.level)
    rung = f"{exercise.levels[following.level].name}: " if exercise.levels else ""
    stop = next((one.sentence for one in each if one.decision == "stop"), "")
    return following.level, f"{rung}{following.sentence}", stop


def _own(exercise: Exercise, side: Side, log: Sequence[Entry]) -> list[Entry]:
    return [one for one in log if one.exercise == exercise.id and one.side in (side, None)]


def level_called(exercise: Exercise, name: str) -> int:
    """A level by its place or its name."""
    wanted = name.strip().casefold()
    for place, rung in enumerate(exercise.levels):
        if wanted in (str(place), rung.name.casefold()):
            return place
    if not exercise.levels:
        raise InputError(f"{exercise.name} has no levels; leave --level away.")
    rungs = ", ".join(f"{place} ({rung.name})" for place, rung in enumerate(exercise.levels))
    raise InputError(f"No level of {exercise.id} is called {name}; choose from {rungs}.")
