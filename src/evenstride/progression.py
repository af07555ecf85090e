"""What the log of past sessions says about the next one: on, the same, easier, or stop."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from evenstride.knowledge.entries import Exercise, PainRule
from evenstride.safety import Decision, pain_decision
from evenstride.skeleton import Side

ENOUGH: Final = 0.9
"""[E] Share of the target held well, two sessions in a row, before anything gets harder."""
FAULTY: Final = 0.1
"""[E] Share of attempts with a hard mistake that is still good."""
TOO_LITTLE: Final = 0.5
"""[E] Below this share the level is too hard."""
SAME_FAULT: Final = 3
"""[E] Attempts with the same hard mistake after which the level is too hard."""
IN_A_ROW: Final = 2


@dataclass(frozen=True)
class Entry:
    """One exercise on one side in one session."""

    exercise: str
    side: Side | None
    level: int
    """Position on the exercise's ladder, 0 the easiest."""
    done: float
    """Valid seconds, or repetitions, as a share of the target."""
    hard_faults: float
    """Share of attempts with a hard mistake."""
    same_fault: int
    """Attempts with one and the same hard mistake."""
    pain: int
    next_day_change: int = 0
    observed: bool = True
    """Whether the camera could see it; otherwise by the runner's own word."""

    @property
    def clean(self) -> bool:
        """Whether it was done in full and without hard mistakes."""
        return self.done >= ENOUGH and self.hard_faults < FAULTY


@dataclass(frozen=True)
class Next:
    """What to do next time, and why."""

    decision: Decision
    level: int
    sentence: str


def next_time(log: Sequence[Entry], exercise: Exercise, rule: PainRule, *, start: int = 0) -> Next:
    """The level for the next session on one side, from the sessions so far in order of time."""
    if not log:
        return Next("keep", start, "A first session: start here.")
    last, top = log[-1], max(len(exercise.levels) - 1, 0)
    level = min(last.level, top)
    easier = max(level - 1, 0)
    pain = pain_decision(rule, during=last.pain, next_day_change=last.next_day_change)
    too_hard = last.done < TOO_LITTLE or last.same_fault >= SAME_FAULT
    said: dict[Decision, Next] = {
        "stop": Next("stop", level, f"Pain {last.pain} of 10 was too much: leave it out for now."),
        "regress": Next("regress", easier, "Worse the day after: half the load, one level back."),
        "hold": Next("hold", level, f"Pain {last.pain} of 10: same load, a fifth less range."),
        "keep": Next("keep", level, "A little worse the day after: the same again."),
    }
    if pain in ("stop", "regress"):
        return said[pain]
    if too_hard:
        return Next("regress", easier, "Too hard last time: one level back.")
    return said.get(pain) or _on(log, level, top)


def _on(log: Sequence[Entry], level: int, top: int) -> Next:
    """Progress after two good sessions in a row at this level."""
    recent = log[-IN_A_ROW:]
    good = [e for e in recent if e.level == level and e.clean]
    if len(good) < IN_A_ROW or any(not e.observed for e in recent):
        return Next("keep", level, "Good so far: the same again.")
    if level == top:
        return Next("progress", level, "Mastered: add a little load, or the next exercise.")
    return Next("progress", level + 1, "Two good sessions in a row: one level on.")
