"""One side of a body over time: its curves, and when it was in the position of the test."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from evenstride.intake import Answer
from evenstride.knowledge.entries import Measure, Part, Reading, Screen, Within
from evenstride.live import Series
from evenstride.poses import Array
from evenstride.screening.result import Person
from evenstride.signals import gaps, local_fit, noise_gain, noise_sd, two_states
from evenstride.skeleton import INDEX, SIDES, Side

Mask = NDArray[np.bool_]

FLICKER_S: Final = 0.25
"""[E] What looks like leaving or reaching a position for less than twice this is none."""
LEANS: Final = 0.05
"""[E] What cannot be seen of a position is taken to be right, this much per frame."""
LONG_GAP_S: Final = 0.5
"""[E] Unseen for longer, nobody is known to be still there."""
SMOOTH_S: Final = 0.15
"""[E] Tests are slow; this takes the tremble from a curve and leaves a second's movement."""
JOINTS: Final = ("shoulder", "hip", "knee", "ankle")


@dataclass(frozen=True, eq=False)
class Watched:
    """A test, one side of a body over time, and what is known besides."""

    test: Screen
    reading: Reading
    series: Series
    side: Side
    person: Person
    told: Mapping[str, Answer]

    @property
    def time_s(self) -> Array:
        """When each picture was taken, [T]."""
        return self.series.time_s

    @cached_property
    def frame_s(self) -> float:
        """From one picture to the next."""
        return float(np.median(np.diff(self.time_s)))

    def curve(self, measure: Measure, of: Part) -> Array:
        """A measure over time, [T]; NaN where the body was not seen as it should be."""
        raw = self.travel if measure == "foot_travel" else self.series.curve(measure, of, self.side)
        return np.where(self.series.good, raw, np.nan)

    def inside_curve(self, measure: Measure, of: Part) -> Array:
        """The same, NaN outside the position of the test."""
        return np.where(self.inside, self.curve(measure, of), np.nan)

    @cached_property
    def travel(self) -> Array:
        """How far the working foot is from its usual place, % of body height, [T]."""
        foot = self.series.points[:, INDEX[f"{self.side}_ankle"]]
        usual = np.nanmedian(np.where(self.inside[:, None], foot, np.nan), axis=0)
        return np.asarray(100.0 * np.linalg.norm(foot - usual, axis=1) / self.series.height)

    @cached_property
    def inside(self) -> Mask:
        """Whether somebody is in the position of the test, [T], flickers left out."""
        if not self.reading.position:
            return np.ones(len(self.time_s), dtype=bool)
        bands = [in_band(self.curve(one.measure, one.of), one) for one in self.reading.position]
        out = np.any([seen & ~within for seen, within in bands], axis=0)
        known = np.all([seen for seen, _ in bands], axis=0)
        return self.steady(np.where(out, 1.0, np.where(known, -1.0, -LEANS)))

    def steady(self, cost: Array, least_s: float = FLICKER_S) -> Mask:
        """The likeliest on and off for what on costs in each frame, [T]."""
        stay = np.zeros(len(cost) - 1)
        return two_states(cost, stay, np.full(len(stay), least_s / self.frame_s))

    def lost(self, curve: Array) -> Mask:
        """Where a curve was not seen for long, [T]."""
        found = np.zeros(len(curve), dtype=bool)
        for first, last in gaps(np.isfinite(curve)):
            found[first:last] = (last - first) * self.frame_s > LONG_GAP_S
        return found

    def smooth(self, curve: Array, degree: int = 2, bandwidth_s: float = SMOOTH_S) -> Array:
        """A curve without its tremble, [T], NaN where it was not seen."""
        fit = local_fit(self.time_s, curve[:, None], self.time_s, bandwidth_s=bandwidth_s,
                        degree=degree)  # fmt: skip
        return np.where(np.isfinite(curve), fit[0, :, 0], np.nan)

    def tremble(self, curve: Array) -> float:
        """What is left of a curve's noise in its smooth course, one SD."""
        noise = float(noise_sd(self.time_s, curve[:, None])[0])
        kept = noise_gain(self.frame_s, bandwidth_s=SMOOTH_S)[0]
        return 0.0 if np.isnan(noise) else noise * float(kept)

    @cached_property
    def whole(self) -> Mask:
        """Whether both sides' great joints were seen, [T]."""
        names = [INDEX[f"{side}_{joint}"] for side in SIDES for joint in JOINTS]
        return np.asarray(np.isfinite(self.series.points[:, names]).all(axis=(1, 2)))


def in_band(curve: Array, band: Within) -> tuple[Mask, Mask]:
    """Whether a curve is seen, and whether it is in the band."""
    low = -np.inf if band.least is None else band.least
    high = np.inf if band.most is None else band.most
    with np.errstate(invalid="ignore"):
        return np.isfinite(curve), (curve >= low) & (curve <= high)


def runs(on: Mask) -> Iterator[tuple[int, int]]:
    """Stretches that are on, as (first, one past the last)."""
    yield from gaps(~on)
