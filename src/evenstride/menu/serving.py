"""The menu as it is served: in order, with doses, levels and the reason for each item."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from evenstride.causes import Causes, Explanation
from evenstride.intake import Intake, on_side, split
from evenstride.knowledge import Knowledge
from evenstride.knowledge.entries import Exercise
from evenstride.menu.candidates import Candidate, Needs, candidates, needs
from evenstride.menu.choosing import Bounds, chosen
from evenstride.menu.dosing import Dosed, dosed
from evenstride.menu.starting import level
from evenstride.progression import Entry
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
FRAMES: Final = {
    "any": (),
    "before-run": (
        "First walk or jog easily for two minutes.",
        "After the last item two strides of 20 seconds, then run.",
    ),
    "after-run": ("Begin once your breath is calm again; long holds belong here.",),
}  # fmt: skip
"""[E] A routine around a run: long static holds never before it (Behm16)."""
CLOSING_MIN: Final = 2.0
"""[E] Check-in before, and the indicator after."""
SHORTEST_MIN: Final = 3.0
"""[E] Below this there is no time for one exercise and the indicator."""


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
        sides = " a side" if len(self.sides) > 1 else f", {self.sides[0]}" if self.sides[0] else ""
        often = f"{self.days_a_week} days a week"
        if self.exercise.dose.within_run:
            return f"{(self.hold_s or 0) / 60:.0f} min within a run, {often}"
        return f"{self.sets} × {self._work}{sides}, {often}"

    @property
    def _work(self) -> str:
        """One set in words: `60 s`, `8 to 12`."""
        if self.hold_s is not None:
            return f"{self.hold_s:.0f} s"
        low, high = self.repetitions or (1, 1)
        return str(low) if low == high else f"{low} to {high}"


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
    frame: tuple[str, ...] = ()
    """What goes before the first item and after the last, round a run."""


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
    doses = dosed(picked, wanted, bounds)
    items = tuple(_item(one, causes, intake, wanted, log) for one in doses)
    total = sum(item.minutes for item in items)
    return Menu(
        items, total, _short(items, possible, wanted, intake), _retest(items, intake, safe, known),
        _load(causes, intake), FRAMES[intake.timing] if items else (),
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


def _item(
    one: Dosed, causes: Causes, intake: Intake, wanted: Needs, log: Sequence[Entry]
) -> Item:
    exercise, helps, sides = one.candidate.exercise, one.candidate.helps, one.candidate.sides
    by_need = sorted(helps, key=lambda node: (-wanted[node] * helps[node], node))
    return Item(
        exercise=exercise,
        sides=sides,
        sets=one.sets,
        hold_s=one.hold_s,
        repetitions=exercise.dose.repetitions,
        days_a_week=one.days_a_week,
        minutes=one.minutes,
        level=level(exercise, sides[0], intake, causes.graph.known, log),
        reason=_reason(exercise, by_need[0], causes),
        place=PLACES[exercise.slot],
        changes=one.candidate.changes,
        for_causes=tuple(by_need),
    )


def _reason(exercise: Exercise, node: str, causes: Causes) -> str:
    """Why this exercise: the cause it serves most, and how."""
    explanation = next(e for e in causes.explanations if e.node == node)
    help_ = next(h for h in exercise.helps if h.cause == explanation.id)
    return f"For {_called(explanation)}: {help_.why}"


def _called(explanation: Explanation) -> str:
    where = on_side(explanation.side)
    return f"{explanation.name.lower()}{where} ({100 * explanation.probability:.0f} %)"


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
    run = items and safe.may_run
    rerun = ["Then run 20 to 30 seconds before the camera again."] if run else []
    later = ["In two weeks: the tests again; in four: a film at the same speed."] if items else []
    return (*today[:2], *rerun, *later)


def _load(causes: Causes, intake: Intake) -> tuple[str, ...]:
    """What to change in running itself, from the loads that explain most."""
    told = [e for e in causes.explanations if e.kind == "load" and intake.answers.get(e.node)]
    advice = [causes.graph.known.causes[e.id].advice for e in told]
    return tuple(sentence for sentence in advice if sentence)
