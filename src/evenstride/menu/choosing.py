"""Which exercises make the best menu: a small problem of whole numbers, solved exactly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from evenstride.menu.candidates import SHORT_HOLD_S, Candidate, Needs
from evenstride.poses import Array

MOST: Final = 8
FEWEST: Final = 5
"""A menu has 5 to 8 items: more are not done (adherence decides the effect)."""
STAGE_WORTH: Final[Mapping[str, float]] = {
    "settle": 0.2, "mobility": 0.8, "control": 0.8, "strength": 1.0, "integration": 0.5,
    "drill": 0.8,
}  # fmt: skip
"""[E] What it is worth to work on a cause at each stage; strength has the best trials."""
AGAIN: Final = 0.05
"""[E] What a second exercise for one cause at one stage is worth beside the first."""
PREPARED: Final = 0.25
"""[E] What an exercise gains by one before it that prepares it."""
EASED: Final = frozenset({"mobility", "drill"})
"""Stages at which one item makes the next easier; rungs of a ladder replace each other."""
EFFORT: Final = 0.05
"""[E] What an item must be worth, as a share of all that is needed: few items are done more."""
TIES: Final = 1e-5
"""So small a pull towards the earlier id that it only decides between equals."""
STRETCH_BUDGET_S: Final = 600.0
"""Ten minutes a muscle a week; more adds nothing (Ingram24)."""
LOADING: Final = frozenset({"control", "strength", "integration", "drill"})


@dataclass(frozen=True)
class Bounds:
    """What a menu must keep to."""

    minutes: float
    one_new_load: bool
    """Whether only one element of high load may be begun."""
    short_holds: bool
    """Before a run: no hold longer than half a minute."""
    known: frozenset[str] = frozenset()
    """Exercises that were done clean in past sessions."""


@dataclass(frozen=True, eq=False)
class Problem:
    """The menu as a linear programme: take or leave each exercise, cover causes, use pairs."""

    candidates: tuple[Candidate, ...]
    goals: tuple[tuple[str, str], ...]
    """A cause's node and a stage at which it can be worked on."""
    pairs: tuple[tuple[int, int], ...]
    """Positions of an exercise and of one that it prepares."""
    wanted: Needs

    @property
    def width(self) -> int:
        """How many unknowns there are."""
        return len(self.candidates) + len(self.goals) + len(self.pairs)

    def worth(self) -> Array:
        """What each unknown is worth."""
        scale = sum(self.wanted.values()) or 1.0
        use = np.array([used(c, self.wanted) for c in self.candidates]) / scale
        order = np.arange(len(use)) * TIES / max(len(use), 1)
        goals = [self.wanted[node] * STAGE_WORTH[stage] / scale for node, stage in self.goals]
        pairs = [PREPARED * use[later] for _, later in self.pairs]
        worth: Array = np.concatenate([AGAIN * use - order - EFFORT, goals, pairs])
        return worth

    def links(self) -> list[tuple[Array, float, float]]:
        """A goal is reached only as far as exercises help it, a pair only if both are taken."""
        count, rows = len(self.candidates), list[tuple[Array, float, float]]()
        for j, (node, stage) in enumerate(self.goals):
            row = np.zeros(self.width)
            row[:count] = [
                -c.helps.get(node, 0.0) if c.exercise.slot == stage else 0.0
                for c in self.candidates
            ]
            row[count + j] = 1.0
            rows.append((row, -np.inf, 0.0))
        for j, pair in enumerate(self.pairs):
            for one in pair:
                row = np.zeros(self.width)
                row[count + len(self.goals) + j], row[one] = 1.0, -1.0
                rows.append((row, -np.inf, 0.0))
        return rows


def chosen(
    candidates: Sequence[Candidate], wanted: Needs, bounds: Bounds
) -> tuple[Candidate, ...]:
    """The candidates that help most within the time, the budget and the rules.

    A linear programme in whole numbers (HiGHS): take or leave each exercise, so that each cause
    is worked on, in order of need, at each stage from mobility to running; a second exercise
    for one cause at one stage counts little. If the rules leave fewer than five, as many as
    they leave; only stretches only where nothing else fits.
    """
    from scipy.optimize import Bounds as Box
    from scipy.optimize import LinearConstraint, milp

    if not candidates:
        return ()
    problem = problem_of(candidates, wanted)
    for balanced in (True, False):
        for fewest in range(min(FEWEST, len(candidates)), 0, -1):
            rules = [*problem.links(), *_rules(problem, bounds, fewest, balanced=balanced)]
            rows, low, high = (np.array(part) for part in zip(*rules, strict=True))
            result = milp(
                -problem.worth(),
                constraints=LinearConstraint(rows, low, high),
                integrality=(np.arange(problem.width) < len(candidates)).astype(int),
                bounds=Box(0, 1),
            )
            if result.x is not None:
                taken = result.x[: len(candidates)] > 0.5  # noqa: PLR2004 - 0 or 1
                return tuple(c for c, take in zip(candidates, taken, strict=True) if take)
    return ()


def problem_of(candidates: Sequence[Candidate], wanted: Needs) -> Problem:
    """What can be reached, and which exercises prepare which."""
    goals = sorted({(node, c.exercise.slot) for c in candidates for node in c.helps})
    place = {c.id: i for i, c in enumerate(candidates)}
    pairs = [
        (i, place[later])
        for i, c in enumerate(candidates)
        for later in c.exercise.prepares
        if later in place and _eases(c, candidates[place[later]])
    ]
    return Problem(tuple(candidates), tuple(goals), tuple(pairs), wanted)


def _eases(one: Candidate, later: Candidate) -> bool:
    """Whether one makes the other easier, rather than being its lesser form."""
    slot = one.exercise.slot
    if later.exercise.slot != slot:
        return False
    return slot in EASED or (slot == "control" and later.id not in one.exercise.progress_to)


def used(candidate: Candidate, wanted: Needs) -> float:
    """How much of what is needed one exercise gives."""
    return sum(wanted[node] * strength for node, strength in candidate.helps.items())


def _rules(
    problem: Problem, bounds: Bounds, fewest: int, *, balanced: bool
) -> list[tuple[Array, float, float]]:
    """Rows of low <= A x <= high which the exercises taken must keep to."""
    taken, rows = problem.candidates, list[tuple[Array, float, float]]()

    def add(values: Sequence[float], low: float, high: float) -> None:
        row = np.zeros(problem.width)
        row[: len(taken)] = values
        rows.append((row, low, high))

    add([1.0] * len(taken), fewest, MOST)
    add([least_minutes(c, bounds) for c in taken], 0.0, bounds.minutes)
    if bounds.one_new_load:
        fresh = [float(c.exercise.new_load and c.id not in bounds.known) for c in taken]
        add(fresh, 0.0, 1.0)
    loading = [float(c.exercise.slot in LOADING) for c in taken]
    if balanced and any(loading):
        add(loading, 1.0, len(taken))
    for muscle in sorted({m for c in taken for m in c.exercise.stretches}):
        add([least_stretch_s(c, muscle, bounds) for c in taken], 0.0, STRETCH_BUDGET_S)
    for later, first in steps(taken, bounds):
        add([float(c.id == later) - float(c.id == first) for c in taken], -1.0, 0.0)
    return rows


def steps(taken: Sequence[Candidate], bounds: Bounds) -> list[tuple[str, str]]:
    """A heavy exercise never done before comes only after the heavy one that leads up to it."""
    heavy = {c.id for c in taken if c.exercise.new_load}
    return [
        (c.id, first)
        for c in taken
        if c.id in heavy - bounds.known
        for first in c.exercise.prerequisites
        if first in heavy - bounds.known
    ]


def least_sets(candidate: Candidate) -> int:
    """The fewest sets worth doing: one of a stretch or a drill, two of a strength exercise."""
    return min(candidate.exercise.dose.sets, 2 if candidate.exercise.slot == "strength" else 1)


def hold_s(candidate: Candidate, bounds: Bounds) -> float | None:
    """How long to hold; before a run half a minute at the most."""
    hold = candidate.exercise.dose.hold_s
    if hold is None or not (bounds.short_holds and candidate.exercise.stretches):
        return hold
    return min(hold, SHORT_HOLD_S)


def least_minutes(candidate: Candidate, bounds: Bounds) -> float:
    """The least time it takes to be worth doing."""
    return candidate.minutes(least_sets(candidate), hold_s=hold_s(candidate, bounds))


def least_stretch_s(candidate: Candidate, muscle: str, bounds: Bounds) -> float:
    """Seconds a week under stretch at the least dose, of one muscle on one side."""
    hold = hold_s(candidate, bounds)
    if muscle not in candidate.exercise.stretches or hold is None:
        return 0.0
    return least_sets(candidate) * hold * candidate.exercise.dose.days_a_week[0]
