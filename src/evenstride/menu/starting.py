"""Where on its ladder an exercise starts for one person."""

from __future__ import annotations

from collections.abc import Sequence

from evenstride.intake import Intake
from evenstride.knowledge import Knowledge
from evenstride.knowledge.entries import Exercise, PainRule
from evenstride.menu.candidates import SAFE_PAIN
from evenstride.progression import Entry, next_time
from evenstride.skeleton import Side


def level(
    exercise: Exercise, side: Side | None, intake: Intake, known: Knowledge, log: Sequence[Entry]
) -> str:
    """Where to start: by the log, else by the test that finds the level, else the easiest."""
    if not exercise.levels:
        return ""
    own = [e for e in log if e.exercise == exercise.id and e.side in (side, None)]
    tested = _tested_level(exercise, side, intake)
    start = _usual_level(exercise, intake) if tested is None else tested
    following = next_time(own, exercise, pain_rule(intake, known), start=start)
    rung = exercise.levels[min(following.level, len(exercise.levels) - 1)]
    return f"{rung.name}. {rung.how}"


def _usual_level(exercise: Exercise, intake: Intake) -> int:
    """The easiest rung; for somebody trained and in little pain the middle one [E]."""
    pain = max((each.pain or 0 for each in intake.complaints), default=0)
    middle = intake.experience == "trained" and pain <= SAFE_PAIN
    return (len(exercise.levels) - 1) // 2 if middle else 0


def pain_rule(intake: Intake, known: Knowledge) -> PainRule:
    """The pain rule of the first complaint; the one for muscles where nothing hurts."""
    told = [known.complaints[each.complaint].pain_rule for each in intake.complaints]
    return known.pain_rules[told[0] if told else "muscle"]


def _tested_level(exercise: Exercise, side: Side | None, intake: Intake) -> int | None:
    """The hardest rung a test says can be done: the lowest support still high enough."""
    values = [
        value
        for node, value in intake.results.items()
        if node.startswith(f"{exercise.id}-level")
        and not isinstance(value, bool)
        and (side is None or node.endswith(side))
    ]
    able = [
        i
        for i, rung in enumerate(exercise.levels)
        if values and rung.value is not None and rung.value >= max(values)
    ]
    return max(able, default=0 if values else None)
