"""Which leg is which, where an exercise gives its legs different work and a model mixes them up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from evenstride.form import Look, measures
from evenstride.knowledge.entries import Exercise, Measure, Part
from evenstride.posed import loop
from evenstride.poses import Array
from evenstride.skeleton import INDEX, Side, other

LEGS: Final = ("hip", "knee", "ankle", "heel", "toe")
FEATURES: Final[tuple[tuple[Measure, Part], ...]] = (
    ("hip_flexion", "working"), ("knee_flexion", "working"),
    ("hip_flexion", "other"), ("knee_flexion", "other"),
)  # fmt: skip
EXCHANGED: Final = np.array([2, 3, 0, 1])
CLEAR_DEG: Final = 12.0
"""[E] The legs fit the exercise so much better the other way round, on the mean of four angles,
before they are exchanged; a mistake of one joint moves that mean by less."""


@dataclass(frozen=True, eq=False)
class Roles:
    """The angles of both legs through an exercise, [M, 4] deg, for one working side."""

    side: Side
    angles: Array

    @classmethod
    def of(cls, exercise: Exercise, side: Side) -> Roles | None:
        """Those of an exercise seen from the side; None where its legs do the same."""
        if exercise.view != "side" or exercise.picture is None:
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
        looks = [Look(points, side, "side", 1.0) for side in (self.side, other(self.side))]
        seen = np.array([_bend(look, joint) for look in looks for joint in ("hip", "knee")])
        fits = [np.abs(self.angles - each).mean(axis=1).min() for each in (seen, seen[EXCHANGED])]
        return float(fits[0] - fits[1])


def _bend(look: Look, joint: str) -> float:
    chain = {"hip": ("shoulder", "hip", "knee"), "knee": ("hip", "knee", "ankle")}[joint]
    return 180.0 - look.angle_deg(*chain)


def exchanged(points: Array) -> Array:
    """The same points with the legs exchanged, [19, D]."""
    order = np.arange(len(points))
    for joint in LEGS:
        left, right = INDEX[f"left_{joint}"], INDEX[f"right_{joint}"]
        order[[left, right]] = right, left
    return np.asarray(points[order])
