"""How much of each exercise: the least first, then more for the neediest while time lasts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from evenstride.menu.candidates import Candidate, Needs
from evenstride.menu.choosing import (
    STRETCH_BUDGET_S,
    Bounds,
    hold_s,
    least_minutes,
    least_sets,
    used,
)


@dataclass(frozen=True, eq=False)
class Dosed:
    """An exercise of the menu with its dose."""

    candidate: Candidate
    sets: int
    days_a_week: int
    hold_s: float | None

    @property
    def minutes(self) -> float:
        """How long it takes on one day."""
        return self.candidate.minutes(self.sets, hold_s=self.hold_s)


def dosed(picked: Sequence[Candidate], wanted: Needs, bounds: Bounds) -> tuple[Dosed, ...]:
    """Sets and days a week: the least first, then more for the neediest while time lasts."""
    sets = [least_sets(c) for c in picked]
    days = [c.exercise.dose.days_a_week[0] for c in picked]
    spent = sum(least_minutes(c, bounds) for c in picked)
    by_need = sorted(range(len(picked)), key=lambda i: (-used(picked[i], wanted), i))
    for i in by_need:
        sets[i], spent = _more_sets(picked, sets, days, bounds, i=i, spent=spent)
    for i in by_need:
        days[i] = _more_days(picked, sets, days, bounds, i=i)
    return tuple(
        Dosed(one, count, often, hold_s(one, bounds))
        for one, count, often in zip(picked, sets, days, strict=True)
    )


def _more_days(
    picked: Sequence[Candidate], sets: Sequence[int], days: Sequence[int], bounds: Bounds, *, i: int
) -> int:
    """As many days a week of one exercise as it asks and the budget allows."""
    often = days[i]
    while often < picked[i].exercise.dose.days_a_week[1]:
        raised = [often + 1 if j == i else d for j, d in enumerate(days)]
        if over_budget(picked, sets, raised, bounds):
            break
        often += 1
    return often


def _more_sets(
    picked: Sequence[Candidate],
    sets: Sequence[int],
    days: Sequence[int],
    bounds: Bounds,
    *,
    i: int,
    spent: float,
) -> tuple[int, float]:
    """As many sets of one exercise as time and budget allow, and the minutes then spent."""
    one, count = picked[i], sets[i]
    while count < one.exercise.dose.sets:
        hold = hold_s(one, bounds)
        extra = one.minutes(count + 1, hold_s=hold) - one.minutes(count, hold_s=hold)
        raised = [count + 1 if j == i else s for j, s in enumerate(sets)]
        if spent + extra > bounds.minutes or over_budget(picked, raised, days, bounds):
            break
        count, spent = count + 1, spent + extra
    return count, spent


def over_budget(
    picked: Sequence[Candidate], sets: Sequence[int], days: Sequence[int], bounds: Bounds
) -> bool:
    """Whether a muscle would be stretched for more than its budget a week."""
    weekly: dict[str, float] = {}
    for one, count, often in zip(picked, sets, days, strict=True):
        for muscle in one.exercise.stretches:
            held = (hold_s(one, bounds) or 0.0) * count * often
            weekly[muscle] = weekly.get(muscle, 0.0) + held
    return any(seconds > STRETCH_BUDGET_S for seconds in weekly.values())
