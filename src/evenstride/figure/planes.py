"""Angles of the drawn runner's true joints, in side view and from behind, in degrees."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from evenstride.poses import Array
from evenstride.skeleton import INDEX, Side

SAGITTAL = (0, 1)
FRONTAL = (2, 1)


@dataclass(frozen=True, eq=False)
class Posture:
    """The joints at some moments, [T, 19, 3] m, looked at for one side."""

    joints: Array
    side: Side

    def point(self, name: str) -> Array:
        """One joint of this side, or the middle of a pair (`mid_hip`), [T, 3]."""
        if name.startswith("mid_"):
            pair = [INDEX[f"{side}_{name[4:]}"] for side in ("left", "right")]
            middle: Array = self.joints[:, pair].mean(axis=1)
            return middle
        own: Array = self.joints[:, INDEX[f"{self.side}_{name}"]]
        return own

    @property
    def outward(self) -> float:
        """+1 where this side is the right."""
        return 1.0 if self.side == "right" else -1.0

    def lean(self, lower: str, upper: str, plane: tuple[int, int]) -> Array:
        """How far a segment leans from upright, + forward or to the right."""
        across, up = (self.point(upper) - self.point(lower))[:, plane].T
        return degrees(across, up)

    def thigh(self) -> Array:
        """The thigh in front (+) of or behind (-) straight down."""
        return -self.lean("knee", "hip", SAGITTAL)

    def foot(self) -> Array:
        """The sole to the ground, + toes up."""
        ahead, up = (self.point("toe") - self.point("heel"))[:, SAGITTAL].T
        return degrees(up, ahead)

    def knee_flexion(self) -> Array:
        """How far the knee is from straight."""
        return (self.thigh() + self.lean("ankle", "knee", SAGITTAL) + 180.0) % 360.0 - 180.0

    def frontal_knee(self) -> Array:
        """The knee's frontal angle, + towards the midline."""
        thigh, shank = self.lean("knee", "hip", FRONTAL), self.lean("ankle", "knee", FRONTAL)
        return self.outward * (thigh - shank)

    def pelvis(self) -> Array:
        """The hip line to the horizontal, + the other side lower."""
        own = self.point("hip")
        across, up = 2 * (own - self.point("mid_hip"))[:, FRONTAL].T
        return degrees(up, across * self.outward)

    def chest(self) -> Array:
        """The shoulder line turned about the vertical, + the chest towards this side."""
        line = 2 * (self.point("shoulder") - self.point("mid_shoulder"))
        ahead, across = line[:, 0], self.outward * line[:, 2]
        return degrees(-ahead, across)


def degrees(opposite: Array, adjacent: Array) -> Array:
    """The angle whose tangent is opposite over adjacent."""
    angle: Array = np.degrees(np.arctan2(opposite, adjacent))
    return angle
