"""What was seen of a body over some time, as curves of its measures."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evenstride.form import View, measures
from evenstride.knowledge.entries import Measure, Part
from evenstride.live.watching import Seen
from evenstride.poses import Array
from evenstride.skeleton import Side


@dataclass(frozen=True, eq=False)
class Series:
    """A body over time, seen from one side.

    time_s [T]; points [T, 19, 2 or 3], y up, x the way the body faces, NaN not seen; low_back [T],
    % of the trunk's length, + hollow; good [T] whether the body was in the picture and turned as
    the view asks
    """

    time_s: Array
    points: Array
    view: View
    height: float
    low_back: Array
    good: NDArray[np.bool_]

    @classmethod
    def of(cls, seen: Iterable[Seen]) -> Series:
        """Everything that was seen, in order of time."""
        every = tuple(seen)
        heights = [one.height for one in every if np.isfinite(one.height)]
        return cls(
            time_s=np.array([one.time_s for one in every]),
            points=np.stack([one.points for one in every]),
            view=every[0].view,
            height=float(np.median(heights)) if heights else float("nan"),
            low_back=np.array([one.low_back for one in every]),
            good=np.array([one.in_frame and one.view_right for one in every]),
        )

    def curve(self, measure: Measure, of: Part, side: Side) -> Array:
        """A measure over time, [T]; NaN where it was not seen."""
        found = (
            measures(points, side, self.view, height=self.height, given={"low_back": float(back)},
                     only=(measure,))
            for points, back in zip(self.points, self.low_back, strict=True)
        )  # fmt: skip
        return np.array([one[measure, of] for one in found])
