"""Where on its ladder an exercise starts for one person."""

from __future__ import annotations

from collections.abc import Sequence

from evenstride.intake import Intake
from evenstride.knowledge import Knowledge
from evenstride.knowledge.entries import Exercise, PainRule
from evenstride.progression import Entry, next_time
from evenstride.skeleton import Side


def level(
    exercise: Exercise, side: Side | None, intake: Intake, known: Knowledge, log: Sequence[Entry]
) -> str:
    """Where to start: by the log, else by the test that finds the level, else the easiest."""
    if not exercise.levels:
        return ""
    own = [e for e in log if e.exercise == exercise.id and e.side in (side, None)]
    start = _tested_level(exercise, side, intake)
    following = next_time(own, exercise, pain_rule(intake, known), start=start)
    rung = exercise.levels[min(following.level, len(exercise.levels) - 1)]
    return f"{rung.name}. {rung.how}"


def pain_rule(intake: Intake, known: Knowledge) -> PainRule:
    """The pain rule of the first complaint; the one for muscles where nothing hurts."""
    told = [known.complaints[each.complaint].pain_rule for each in intake.complaints]
    return known.pain_rules[told[0] if told else "muscle"]


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
