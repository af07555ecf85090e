"""Poses: where every keypoint of one runner was, frame by frame."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from evenstride.errors import InputError
from evenstride.skeleton import INDEX, KEYPOINTS, MIRROR

Array = NDArray[np.float64]


def read_only(values: NDArray[np.generic] | Array) -> Array:
    """A float array nobody can write to."""
    array = np.array(values, dtype=np.float64)
    array.setflags(write=False)
    return array


@dataclass(frozen=True, eq=False)
class Poses:
    """Where every keypoint of one runner was, in pixels, at each frame's own time.

    time_s      [T]        seconds, strictly increasing, the film's own clock
    xy_px       [T, K, 2]  x to the right, y down; NaN is the only "not seen"
    confidence  [T, K]     0 to 1; 0 where not seen
    width_px, height_px    size of the picture
    depth_px    [T, K]     distance along the camera's axis from the hips' midpoint, in
                           picture pixels, + away from the camera; NaN where the source has none
    """

    time_s: Array
    xy_px: Array
    confidence: Array
    width_px: int
    height_px: int
    depth_px: Array | None = None

    def __post_init__(self) -> None:
        frames = len(self.time_s)
        if self.xy_px.shape != (frames, len(KEYPOINTS), 2):
            raise InputError(
                f"Keypoints must have shape ({frames}, {len(KEYPOINTS)}, 2), "
                f"not {self.xy_px.shape}."
            )
        if self.confidence.shape != (frames, len(KEYPOINTS)):
            raise InputError(
                f"Confidences must have shape ({frames}, {len(KEYPOINTS)}), "
                f"not {self.confidence.shape}."
            )
        if frames > 1 and not np.all(np.diff(self.time_s) > 0):
            raise InputError("Frame times must increase from frame to frame.")
        for name in ("time_s", "xy_px", "confidence", "depth_px"):
            if getattr(self, name) is not None:
                object.__setattr__(self, name, read_only(getattr(self, name)))

    def __len__(self) -> int:
        return len(self.time_s)

    def __getitem__(self, keypoint: str) -> Array:
        """The path of one keypoint, [T, 2] px."""
        return self.xy_px[:, INDEX[keypoint]]

    def middle(self, joint: str) -> Array:
        """The path of the midpoint of a left and a right joint, [T, 2] px."""
        return 0.5 * (self[f"left_{joint}"] + self[f"right_{joint}"])

    @property
    def fps(self) -> float:
        """Frames per second, from the median frame interval."""
        return float(1.0 / np.median(np.diff(self.time_s))) if len(self) > 1 else float("nan")

    def mirrored(self) -> Poses:
        """The same run seen in a mirror: x flipped and the sides swapped."""
        flipped = self.xy_px[:, MIRROR].copy()
        flipped[..., 0] = (self.width_px - 1) - flipped[..., 0]
        depth = None if self.depth_px is None else self.depth_px[:, MIRROR]
        return replace(
            self, xy_px=flipped, confidence=self.confidence[:, MIRROR], depth_px=depth
        )
