"""Which leg is which, where an exercise gives its legs different work and a model mixes them up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from evenstride.form import measures
from evenstride.knowledge.entries import Exercise, Measure, Part
from evenstride.posed import loop
from evenstride.poses import Array
from evenstride.skeleton import INDEX, SIDES, Side

ANGLES: Final[tuple[Measure, ...]] = ("hip_flexion", "knee_flexion", "foot_inclination")
HALF_TURN: Final = 180.0
LEGS: Final = ("hip", "knee", "ankle", "heel", "toe")
FEATURES: Final[tuple[tuple[Measure, Part], ...]] = (
    ("hip_flexion", "working"), ("knee_flexion", "working"), ("foot_inclination", "working"),
    ("hip_flexion", "other"), ("knee_flexion", "other"), ("foot_inclination", "other"),
)  # fmt: skip
EXCHANGED: Final = np.array([3, 4, 5, 0, 1, 2])
CLEAR_DEG: Final = 8.0
"""[E] The legs fit the exercise so much better the other way round, on the mean of six angles,
before they are exchanged; a mistake of one joint moves that mean by less."""
JUMP: Final = 0.02
NEARER: Final = 0.75
"""[E] Legs that move by this share of the body's height between two pictures, and by so much less
with their names exchanged."""


@dataclass(frozen=True, eq=False)
class Roles:
    """The angles of both legs through an exercise, [M, 6] deg, for one working side."""

    side: Side
    angles: Array

    @classmethod
    def of(cls, exercise: Exercise, side: Side) -> Roles | None:
        """Those of an exercise seen from the side; None where legs do the same or take turns."""
        turns = exercise.alternates or exercise.body_position == "running"
        if exercise.view != "side" or exercise.picture is None or turns:
            return None
        every = [measures(moment.body.joints_m(), "right", "side")
                 for moment in loop(exercise.picture)]  # fmt: skip
        angles = np.array([[one[key] for key in FEATURES] for one in every])
        unlike = np.abs(angles - angles[:, EXCHANGED]).mean(axis=1).max()
        return cls(side, angles) if unlike > 2 * CLEAR_DEG else None

    def doubt_deg(self, points: Array) -> float:
        """How much better the legs would fit if they were exchanged; NaN where they are unseen.

        points [19, 2], y up, x the way the body faces
        """
        found = measures(points, self.side, "side", height=1.0, only=ANGLES)
        seen = np.array([found[key] for key in FEATURES])
        fits = [_misfit(self.angles, each) for each in (seen, seen[EXCHANGED])]
        return fits[0] - fits[1]


def _misfit(angles: Array, seen: Array) -> float:
    """How far the nearest moment of an exercise is from what is seen, the mean of its angles."""
    away = np.abs((angles - seen + HALF_TURN) % (2 * HALF_TURN) - HALF_TURN)
    return float(away.mean(axis=1).min())


def renamed(points: Array, before: Array, size: float) -> bool:
    """Whether a model has changed the legs' names from one picture to the next.

    Legs that jump to one another's places have kept them. Both [19, D], NaN where it is not sure;
    size  the body's height in the points' unit
    """
    rows = [INDEX[f"{side}_{joint}"] for side in SIDES for joint in LEGS]
    crossed = exchanged(points)
    ways = [np.linalg.norm((each - before)[rows, :2], axis=1) for each in (points, crossed)]
    if not np.isfinite(ways[1]).any():
        return False
    other_way = float(np.nanmean(ways[1]))
    if not np.isfinite(ways[0]).any():
        return other_way < JUMP * size
    as_named = float(np.nanmean(ways[0]))
    return as_named > JUMP * size and other_way < NEARER * as_named


def exchanged(points: Array) -> Array:
    """The same points with the legs exchanged, [19, D]."""
    order = np.arange(len(points))
    for joint in LEGS:
        left, right = INDEX[f"left_{joint}"], INDEX[f"right_{joint}"]
        order[[left, right]] = right, left
    return np.asarray(points[order])
