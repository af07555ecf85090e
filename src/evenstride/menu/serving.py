"""The menu as it is served: in order, with doses, levels and the reason for each item."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from evenstride.causes import Causes, Explanation
from evenstride.intake import Intake, split
from evenstride.knowledge import Knowledge
from evenstride.knowledge.entries import Exercise
from evenstride.menu.candidates import Candidate, Needs, candidates, needs
from evenstride.menu.choosing import (
    STRETCH_BUDGET_S,
    Bounds,
    chosen,
    hold_s,
    least_minutes,
    least_sets,
    used,
)
from evenstride.progression import Entry, next_time
from evenstride.safety import Safety
from evenstride.skeleton import Side

SLOTS: Final = ("settle", "mobility", "control", "strength", "integration", "drill")
PLACES: Final = {
    "settle": "First, so that breathing and back are calm.",
    "mobility": "Early: the range it gains lasts less than half an hour, for what follows to use.",
    "control": "After mobility, to use the new range under control.",
    "strength": "In the middle, while fresh: the part with the best trials behind it.",
    "integration": "After strength, to put the whole chain together.",
    "drill": "Last, to carry it over into running.",
}  # fmt: skip
CLOSING_MIN: Final = 2.0
"""[E] Check-in before, and the indicator after."""
SHORTEST_MIN: Final = 3.0


@dataclass(frozen=True)
class Item:
    """One exercise of a menu."""

    exercise: Exercise
    sides: tuple[Side | None, ...]
    sets: int
    hold_s: float | None
    repetitions: tuple[int, int] | None
    days_a_week: int
    minutes: float
    level: str
    """Where to start on its ladder; empty where it has none."""
    reason: str
    place: str
    changes: tuple[str, ...]
    for_causes: tuple[str, ...]
    """Nodes it works on, the neediest first."""

    @property
    def dose(self) -> str:
        """How much, in words."""
        work = (
            f"{self.hold_s:.0f} s"
            if self.hold_s is not None
            else "{} to {}".format(*self.repetitions)
            if self.repetitions and self.repetitions[0] != self.repetitions[1]
            else str((self.repetitions or (1, 1))[0])
        )
        sides = " a side" if len(self.sides) > 1 else f", {self.sides[0]}" if self.sides[0] else ""
        return f"{self.sets} × {work}{sides}, {self.days_a_week} days a week"


@dataclass(frozen=True)
class Menu:
    """An ordered menu, or why there is none."""

    items: tuple[Item, ...]
    minutes: float
    reason: str
    """Why it is empty or shorter than five items; empty otherwise."""
    retest: tuple[str, ...]
    """What to look at again, today and later."""
    load: tuple[str, ...] = ()
    """What to change in running itself."""


def menu(
    causes: Causes,
    intake: Intake,
    safe: Safety,
    known: Knowledge,
    log: Sequence[Entry] = (),
) -> Menu:
    """5 to 8 exercises for the time and equipment at hand, in the order each prepares the next."""
    refusal = _refusal(intake, safe)
    if refusal:
        return Menu((), 0.0, refusal, ())
    wanted = needs(causes)
    minutes = intake.minutes - CLOSING_MIN
    trained = intake.experience == "trained"
    done = frozenset(entry.exercise for entry in log if entry.clean)
    bounds = Bounds(minutes, not trained, intake.timing == "before-run", done)
    possible = candidates(causes, intake, safe, log)
    picked = in_order(chosen(possible, wanted, bounds))
    doses = _doses(picked, wanted, bounds)
    items = tuple(
        _item(one, sets, days, causes, intake, known, log, bounds)
        for one, (sets, days) in zip(picked, doses, strict=True)
    )
    total = sum(item.minutes for item in items)
    return Menu(
        items, total, _short(items, possible, wanted, intake), _retest(items, intake, safe, known),
        _load(causes, intake),
    )  # fmt: skip


def _refusal(intake: Intake, safe: Safety) -> str:
    """Why nothing may be advised yet."""
    if not safe.asked:
        return "The safety questions come first; nothing is advised before they are answered."
    if safe.blocks_everything:
        return safe.stops[0].sentence
    if intake.minutes < SHORTEST_MIN:
        return f"{intake.minutes:g} minutes are too short for a menu; give it {SHORTEST_MIN:g}."
    return ""


def in_order(picked: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """By slot; within a slot what prepares another comes before it, then by code."""
    left = sorted(picked, key=lambda c: (SLOTS.index(c.exercise.slot), c.exercise.code))
    ordered: list[Candidate] = []
    while left:
        first = left[0].exercise.slot
        same = [c for c in left if c.exercise.slot == first]
        ready = [c for c in same if not any(_before(o.exercise, c.exercise) for o in same)]
        ordered.append((ready or same)[0])
        left.remove(ordered[-1])
    return tuple(ordered)


def _before(one: Exercise, two: Exercise) -> bool:
    """Whether one exercise must come before another in a session."""
    return two.id in one.prepares or one.id in two.prerequisites


def _doses(
    picked: Sequence[Candidate], wanted: Needs, bounds: Bounds
) -> list[tuple[int, int]]:
    """Sets and days a week: the least first, then more for the neediest while time lasts."""
    sets = [least_sets(c) for c in picked]
    days = [c.exercise.dose.days_a_week[0] for c in picked]
    spent = sum(least_minutes(c, bounds) for c in picked)
    by_need = sorted(range(len(picked)), key=lambda i: (-used(picked[i], wanted), i))
    for i in by_need:
        sets[i], spent = _more_sets(picked, sets, days, bounds, i=i, spent=spent)
    for i in by_need:
        while days[i] < picked[i].exercise.dose.days_a_week[1]:
            raised = [d + (j == i) for j, d in enumerate(days)]
            if over_budget(picked, sets, raised, bounds):
                break
            days = raised
    return list(zip(sets, days, strict=True))


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


def _item(  # noqa: PLR0917 - one item's facts
    one: Candidate, sets: int, days: int, causes: Causes, intake: Intake, known: Knowledge,
    log: Sequence[Entry], bounds: Bounds,
) -> Item:  # fmt: skip
    exercise, hold = one.exercise, hold_s(one, bounds)
    wanted = needs(causes)
    by_need = sorted(one.helps, key=lambda n: (-wanted[n] * one.helps[n], n))
    return Item(
        exercise=exercise,
        sides=one.sides,
        sets=sets,
        hold_s=hold,
        repetitions=exercise.dose.repetitions,
        days_a_week=days,
        minutes=one.minutes(sets, hold_s=hold),
        level=_level(exercise, one.sides[0], intake, known, log),
        reason=_reason(exercise, by_need[0], causes),
        place=PLACES[exercise.slot],
        changes=one.changes,
        for_causes=tuple(by_need),
    )


def _reason(exercise: Exercise, node: str, causes: Causes) -> str:
    """Why this exercise: the cause it serves most, and how."""
    explanation = next(e for e in causes.explanations if e.node == node)
    help_ = next(h for h in exercise.helps if h.cause == explanation.id)
    return f"For {_called(explanation)}: {help_.why}"


def _called(explanation: Explanation) -> str:
    where = f" on the {explanation.side}" if explanation.side else ""
    return f"{explanation.name.lower()}{where} ({100 * explanation.probability:.0f} %)"


def _level(
    exercise: Exercise, side: Side | None, intake: Intake, known: Knowledge, log: Sequence[Entry]
) -> str:
    """Where to start: by the log, else by the test that finds the level, else the easiest."""
    if not exercise.levels:
        return ""
    own = [e for e in log if e.exercise == exercise.id and e.side in (side, None)]
    start = _tested_level(exercise, side, intake)
    following = next_time(own, exercise, known.pain_rules["muscle"], start=start)
    level = exercise.levels[min(following.level, len(exercise.levels) - 1)]
    return f"{level.name}. {level.how}"


def _tested_level(exercise: Exercise, side: Side | None, intake: Intake) -> int:
    """The hardest rung a test says can be done: the lowest support still high enough."""
    values = [
        value
        for node, value in intake.results.items()
        if node.startswith(f"{exercise.id}-level") and not isinstance(value, bool)
        and (side is None or node.endswith(side))
    ]  # fmt: skip
    able = [
        i
        for i, level in enumerate(exercise.levels)
        if values and level.value is not None and level.value >= max(values)
    ]
    return max(able, default=0)


def _short(
    items: Sequence[Item], possible: Sequence[Candidate], wanted: Needs, intake: Intake
) -> str:
    """Why a menu is empty or short."""
    if len(items) >= 5:  # noqa: PLR2004 - as the rule says
        return ""
    if not wanted:
        return "Nothing known so far asks for an exercise; take one of the tests first."
    if not possible:
        return (
            "No exercise is left that helps, is allowed and needs only what you have; "
            "a therapist can find one with you."
        )
    if not items:
        return f"No exercise that helps fits into {intake.minutes:g} minutes."
    return "Short, as only these help, are allowed and fit the time and the equipment."


def _retest(
    items: Sequence[Item], intake: Intake, safe: Safety, known: Knowledge
) -> tuple[str, ...]:
    """What shows, today and later, whether it works; first what was measured before."""
    names = {key: item.name for key, item in known.screens.items()}
    names |= {key: item.name for key, item in known.exercises.items()}
    measured = {split(node)[0] for node in intake.results}
    indicators = dict.fromkeys(i.exercise.indicator for i in items if i.exercise.indicator)
    order = sorted(indicators, key=lambda key: key not in measured)
    today = [f"Today, before the first item and after the last: {names[key]}." for key in order]
    running = any(stop.blocks in ("region", "impact") for stop in safe.stops)
    rerun = [] if running or not items else ["Then run 20 to 30 seconds before the camera again."]
    later = ["In two weeks: the tests again; in four: a film at the same speed."] if items else []
    return (*today[:2], *rerun, *later)


def _load(causes: Causes, intake: Intake) -> tuple[str, ...]:
    """What to change in running itself, from the loads that explain most."""
    loads = [e for e in causes.explanations if e.kind == "load" and intake.answers.get(e.node)]
    return tuple(
        f"{e.name}: {causes.graph.known.causes[e.id].note}".removesuffix(": ") for e in loads
    )
