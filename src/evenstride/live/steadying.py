"""Points that tremble less and follow at once where they move fast (the One Euro filter)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from evenstride.poses import Array

CALM_HZ: Final = 1.2
"""[E] What trembles faster than this in a still point is smoothed away."""
FOLLOWS: Final = 6.0
"""[E] How much the cut-off rises with speed, Hz for each body height a second."""
SPEED_HZ: Final = 1.5
"""[E] The same of the speed itself."""
FORGOTTEN_S: Final = 0.5
"""[E] A point unseen for so long begins anew."""


@dataclass(frozen=True, eq=False)
class Steady:
    """Where points are and how fast they move; a new value after each picture.

    points, speed [K, D]; unseen_s [K] for how long each has not been seen

    The One Euro filter of Casiez, Roussel & Vogel (CHI 2012): a low pass whose cut-off rises with
    speed. It looks only back.
    """

    points: Array
    speed: Array
    unseen_s: Array

    @classmethod
    def of(cls, points: Array) -> Steady:
        """The beginning."""
        unseen = np.where(np.isfinite(points).all(axis=1), 0.0, np.inf)
        return cls(points, np.zeros_like(points), unseen)

    def after(self, points: Array, dt_s: float, size: float) -> Steady:
        """The same after one more picture; `size` is the body's height in the points' unit."""
        seen = np.asarray(np.isfinite(points).all(axis=1))
        new = np.asarray(seen & (self.unseen_s + dt_s > FORGOTTEN_S))[:, None]
        step_s = (self.unseen_s + dt_s)[:, None]
        with np.errstate(invalid="ignore"):
            speed = (points - self.points) / np.minimum(step_s, FORGOTTEN_S)
            speed = self.speed + _share(SPEED_HZ, step_s) * (speed - self.speed)
            cut_off = CALM_HZ + FOLLOWS * np.linalg.norm(speed, axis=1, keepdims=True) / size
            moved = self.points + _share(cut_off, step_s) * (points - self.points)
        known = seen[:, None]
        return Steady(
            np.where(new, points, np.where(known, moved, self.points)),
            np.where(new, 0.0, np.where(known, speed, self.speed)),
            np.where(seen, 0.0, self.unseen_s + dt_s),
        )

    @property
    def seen(self) -> Array:
        """The points that this picture showed, NaN the others, [K, D]."""
        return np.where((self.unseen_s == 0.0)[:, None], self.points, np.nan)


def _share(cut_off_hz: Array | float, dt_s: Array) -> Array:
    """How much of a step a first-order low pass takes in this time."""
    return np.asarray(1.0 - np.exp(-2.0 * np.pi * cut_off_hz * np.minimum(dt_s, FORGOTTEN_S)))
