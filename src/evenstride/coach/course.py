"""The order of a session: sets, rests, and both sides in turn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from evenstride.knowledge.entries import Exercise
from evenstride.skeleton import Side, other

GET_READY_S: Final = 3.0
CHANGE_S: Final = 5.0
"""[E] To turn round for the other side."""

Pause = Literal["rest", "change sides", "done"]


@dataclass(frozen=True)
class Course:
    """Which sides work in each bout, how much they do and how long they rest."""

    sides: tuple[Side, ...]
    bouts: tuple[tuple[int, ...], ...]
    """The sides of each bout, as positions in `sides`."""
    sets: int
    target: float
    """Seconds held well, or repetitions, a set and side."""
    rest_s: float
    change_s: float = CHANGE_S
    get_ready_s: float = GET_READY_S
    """The countdown before work."""

    def pause_after(self, bout: int) -> Pause:
        """What comes after a bout."""
        if bout + 1 >= len(self.bouts):
            return "done"
        a_set = len(self.bouts) // self.sets
        return "rest" if (bout + 1) % a_set == 0 else "change sides"

    def pause_s(self, pause: Pause) -> float:
        """How long a pause is."""
        return self.rest_s if pause == "rest" else self.change_s


def course(
    exercise: Exercise,
    side: Side,
    level: int,
    *,
    both: bool,
    sets: int | None,
    target: float | None,
    filmed: bool = False,
) -> Course:
    """The order of one exercise, from its dose; the given side begins.

    `filmed`: it has been done already, and pauses were as long as they were.
    """
    count = exercise.dose.sets if sets is None else sets
    two = both and (exercise.per_side or exercise.alternates)
    sides = (side, other(side)) if two else (side,)
    together = exercise.alternates and (filmed or exercise.repetition is not None)
    each = (tuple(range(len(sides))),) if together else tuple((i,) for i in range(len(sides)))
    aim = _target(exercise, level) if target is None else target
    if filmed:
        return Course(sides, each * count, count, aim, 0.0, change_s=0.0, get_ready_s=0.0)
    return Course(sides, each * count, count, aim, exercise.dose.rest_s)


def _target(exercise: Exercise, level: int) -> float:
    """The dose's own; of repetitions the lower number; seconds as the level says where it does."""
    dose = exercise.dose
    if exercise.repetition is not None or dose.hold_s is None:
        return float(dose.repetitions[0]) if dose.repetitions else 1.0
    rung = exercise.levels[level] if exercise.levels else None
    return rung.value if rung and rung.unit == "s" and rung.value else dose.hold_s
