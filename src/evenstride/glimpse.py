"""What one picture shows of a person, as the pose model saw it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from evenstride.poses import Array
from evenstride.skeleton import KEYPOINTS


@dataclass(frozen=True, eq=False)
class Glimpse:
    """One person in one picture, nothing repaired.

    xy_px [19, 2] in the picture (y down) and depth_px [19] (from the hips, + away from the camera);
    NaN where a point is outside the picture or nobody was seen
    confidence [19], 0 to 1
    edges [S, 2] the body's outline on either side of the trunk (see `evenstride.outline`)
    """

    time_s: float
    xy_px: Array
    depth_px: Array
    confidence: Array
    edges: Array
    width_px: int
    height_px: int

    @classmethod
    def nobody(cls, time_s: float, width_px: int, height_px: int) -> Glimpse:
        """A picture in which nobody was found."""
        count = len(KEYPOINTS)
        nothing = np.full((count, 2), np.nan)
        return cls(time_s, nothing, nothing[:, 0], np.zeros(count), np.full((0, 2), np.nan),
                   width_px, height_px)  # fmt: skip

    @property
    def seen(self) -> bool:
        """Whether anybody was found."""
        return bool(np.isfinite(self.xy_px).any())
