"""Which exercises make the best menu: a small problem of whole numbers, solved exactly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from evenstride.menu.candidates import SHORT_HOLD_S, Candidate, Needs
from evenstride.poses import Array

MOST: Final = 8
FEWEST: Final = 5
"""A menu has 5 to 8 items: more are not done (adherence decides the effect)."""
AGAIN: Final = 0.2
"""[E] What a second exercise for the same cause is worth beside the first."""
KINDRED: Final = 0.02
"""[E] A small pull to the simpler of two equals, so that ties have one answer."""
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


def chosen(
    candidates: Sequence[Candidate], wanted: Needs, bounds: Bounds
) -> tuple[Candidate, ...]:
    """The candidates that help most within the time, the budget and the rules.

    A linear programme in whole numbers (HiGHS): take or leave each exercise, so that causes are
    covered in order of need; a second exercise for one cause counts less than the first. If the
    rules leave fewer than five, as many as they leave.
    """
    from scipy.optimize import Bounds as Box
    from scipy.optimize import LinearConstraint, milp

    if not candidates:
        return ()
    nodes = sorted({node for c in candidates for node in c.helps})
    worth = _worth(candidates, nodes, wanted)
    for fewest in range(min(FEWEST, len(candidates)), 0, -1):
        for balanced in (True, False):
            rows, low, high = _rules(candidates, nodes, bounds, fewest, balanced=balanced)
            result = milp(
                -worth,
                constraints=LinearConstraint(rows, low, high),
                integrality=np.r_[np.ones(len(candidates)), np.zeros(len(nodes))],
                bounds=Box(0, 1),
            )
            if result.x is not None:
                taken = result.x[: len(candidates)] > 0.5  # noqa: PLR2004 - 0 or 1
                return tuple(c for c, take in zip(candidates, taken, strict=True) if take)
    return ()


def _worth(candidates: Sequence[Candidate], nodes: Sequence[str], wanted: Needs) -> Array:
    """Per exercise a little for each cause it helps, per cause covered its whole need."""
    share = np.array([[c.helps.get(n, 0.0) for n in nodes] for c in candidates])
    need = np.array([wanted[n] for n in nodes])
    scale = need.sum() or 1.0
    order = np.arange(len(candidates)) / len(candidates)
    each = AGAIN * (share @ need) / scale - KINDRED * order / 100
    worth: Array = np.concatenate([each, need / scale])
    return worth


def _rules(
    candidates: Sequence[Candidate],
    nodes: Sequence[str],
    bounds: Bounds,
    fewest: int,
    *,
    balanced: bool,
) -> tuple[Array, Array, Array]:
    """Rows of the constraints low <= A x <= high, over exercises and then coverage of causes."""
    count, width = len(candidates), len(candidates) + len(nodes)
    rows: list[tuple[Array, float, float]] = []

    def add(values: Sequence[float], low: float, high: float) -> None:
        rows.append((np.r_[np.array(values, float), np.zeros(width - count)], low, high))

    add([1.0] * count, fewest, MOST)
    add([least_minutes(c, bounds) for c in candidates], 0.0, bounds.minutes)
    if bounds.one_new_load:
        add([float(c.exercise.new_load) for c in candidates], 0.0, 1.0)
    loading = [float(c.exercise.slot in LOADING) for c in candidates]
    if balanced and any(loading):
        add(loading, 1.0, count)
    for muscle in sorted({m for c in candidates for m in c.exercise.stretches}):
        add([least_stretch_s(c, muscle, bounds) for c in candidates], 0.0, STRETCH_BUDGET_S)
    for j, node in enumerate(nodes):
        row = np.zeros(width)
        row[:count] = [-c.helps.get(node, 0.0) for c in candidates]
        row[count + j] = 1.0
        rows.append((row, -np.inf, 0.0))
    table, low, high = zip(*rows, strict=True)
    return np.array(table), np.array(low), np.array(high)


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
