"""Each foot's height over the ground around its stances, and where that ground is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from evenstride.poses import Array
from evenstride.signals import local_fit, noise_gain
from evenstride.stance import Stance

GRID_S = 0.002
BANDWIDTH_S = 0.020
"""[E] The kernel for event tracks: lets pass what a foot does within 40 ms."""

USUAL_NOISE = 0.008
"""[E] Jitter of a keypoint, in leg lengths, for which the kernel is made: 3 px of 370."""

AROUND = (-0.62, 0.85)
FLAT = (0.02, 0.26)
LANDING = (-0.42, 0.10)
"""[E] Around a stance, while the foot is flat, and while it lands: in steps after the coarse
middle, which comes about 0.14 steps before mid-stance."""

SLAP = 0.030
"""[E] Height between the foot's ends at touch, in leg lengths, from which a slap can be told:
6 degrees of a foot, where Altmann & Yang's midfoot strikes end (8 degrees)."""

NEIGHBOURS = 2
"""[E] Stances of the same foot before and after one that share its ground: 3 seconds' worth."""

STEADY = 2.5
"""[E] A height is only read where it stands out this many SDs of its jitter."""


@dataclass(frozen=True, eq=False)
class Foot:
    """One foot's unsmoothed heights in leg lengths, y up.

    time_s, heel, toe [T]; `noise` is the jitter's SD of one height.
    """

    time_s: Array
    heel: Array
    toe: Array
    noise: float

    @property
    def interval_s(self) -> float:
        """The usual time from frame to frame."""
        return float(np.median(np.diff(self.time_s)))

    @property
    def bandwidth_s(self) -> float:
        """The kernel for this foot, wider for a noisier one; never under 0.9 frames."""
        noisier = (self.noise / USUAL_NOISE) ** 0.4 if self.noise > 0 else 1.0
        return max(BANDWIDTH_S * float(np.clip(noisier, 1.0, 1.6)), 0.9 * self.interval_s)

    def jitter(self) -> Array:
        """What is left of the noise in a fitted height, speed and half acceleration, [3]."""
        return self.noise * noise_gain(self.interval_s, bandwidth_s=self.bandwidth_s)


@dataclass(frozen=True, eq=False)
class Look:
    """One foot around one stance on a fine grid: heights above the ground and their speeds."""

    stance: Stance
    time_s: Array
    beat: Array
    """The same in steps after the coarse middle."""
    heel: Array
    toe: Array
    toe_speed: Array
    tilt_speed: Array

    def between(self, beats: tuple[float, float]) -> Array:
        """Which instants lie between two beats."""
        return np.asarray((self.beat > beats[0]) & (self.beat < beats[1]))

    def above(self, ground: Ground) -> Look:
        """The same over the ground."""
        return replace(self, heel=self.heel - ground.heel, toe=self.toe - ground.toe)


@dataclass(frozen=True)
class Ground:
    """Where the ground is for each end of one foot, in leg lengths against the picture."""

    heel: float
    toe: float
    slaps: bool
    """Whether this foot surely lands on its heel, so that the toe slaps down after."""


def looks(foot: Foot, stances: Sequence[Stance]) -> list[Look]:
    """The foot around each stance, heights still against the picture."""
    first, last = AROUND
    grids = [
        np.arange(s.middle_s + first * s.step_s, s.middle_s + last * s.step_s, GRID_S)
        for s in stances
    ]
    heights = np.stack([foot.heel, foot.toe], axis=1)
    at_s = np.concatenate([*grids, np.empty(0)])
    value, speed, _ = local_fit(foot.time_s, heights, at_s, bandwidth_s=foot.bandwidth_s)
    margin_s = 0.75 * foot.bandwidth_s  # a fit at the clip's very end leans on one side only
    inside = (at_s > foot.time_s[0] + margin_s) & (at_s < foot.time_s[-1] - margin_s)
    value[~inside] = np.nan
    parts = np.split(np.concatenate([value, speed], axis=1), np.cumsum([len(g) for g in grids]))
    return [_look(*each) for each in zip(stances, grids, parts[:-1], strict=True)]


def _look(stance: Stance, time_s: Array, fitted: Array) -> Look:
    heel, toe, heel_speed, toe_speed = fitted.T
    beat = (time_s - stance.middle_s) / stance.step_s
    return Look(stance, time_s, beat, heel, toe, toe_speed, toe_speed - heel_speed)


def grounds(foot: Foot, around: Sequence[Look]) -> list[Ground] | None:
    """The ground under each stance; None where the foot was never seen flat.

    The belt does not move, but the runner drifts on it, nearer to the camera or further away,
    and the ground with them in the picture: each stance's level is the median of its neighbours'.
    """
    flat = np.array([flat_level(foot, look.stance) for look in around], dtype=float)
    if not np.isfinite(flat).any():
        return None
    toes = [_middle(flat[max(i - NEIGHBOURS, 0) : i + NEIGHBOURS + 1]) for i in range(len(flat))]
    lowest = [_least(look.heel[look.beat < LANDING[1]]) for look in around]
    heel_over_toe = _middle(np.subtract(lowest, toes))
    tilts = [-_least((look.heel - look.toe)[look.between(LANDING)]) for look in around]
    tilt = _middle(np.array(tilts)) + heel_over_toe
    slaps = bool(tilt > SLAP + STEADY * foot.jitter()[0])
    return [Ground(toe + heel_over_toe, toe, slaps=slaps) for toe in toes]


def _middle(values: Array) -> float:
    return float(np.nanmedian(values)) if np.isfinite(values).any() else float("nan")


def _least(values: Array) -> float:
    return float(np.nanmin(values)) if np.isfinite(values).any() else float("nan")


def flat_level(foot: Foot, stance: Stance) -> float | None:
    """The toe's height while the foot is flat; None where it was not seen."""
    beat = (foot.time_s - stance.middle_s) / stance.step_s
    flat = (beat > FLAT[0]) & (beat < FLAT[1]) & np.isfinite(foot.toe)
    return float(np.median(foot.toe[flat])) if flat.any() else None
