"""The tidy keypoint table: one row per frame and keypoint."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from evenstride.errors import InputError
from evenstride.poses import Array
from evenstride.recordings.recording import Recording, pictured
from evenstride.skeleton import KEYPOINTS

COLUMNS: Final = ("frame", "time_s", "keypoint", "x_px", "y_px", "confidence")

DEPTH: Final = "depth_px"
"""A further column, where the source knows how far away each keypoint was."""

SOURCE: Final = "source"
"""A further column, `film` in every row, where a pose model found the keypoints in a film."""

FILM: Final = "film"


@dataclass(frozen=True, eq=False)
class Rows:
    """The table's columns, [N] each."""

    frame: NDArray[np.int64]
    time_s: Array
    keypoint: NDArray[np.int64]
    """Its place in the skeleton."""
    x_px: Array
    y_px: Array
    confidence: Array
    depth_px: Array | None = None
    from_film: bool = False


def recording_of(file: Path, rows: Rows, size_px: tuple[int, int] | None = None) -> Recording:
    """The table as keypoints; rows may stand in any order, and those not there are not seen."""
    if not len(rows.frame):
        raise InputError(f"{file.name} has no rows; give a table with at least one frame.")
    frames, first, row = np.unique(rows.frame, return_index=True, return_inverse=True)
    time_s = rows.time_s[first]
    _check_one_each(file, rows, time_s[row])
    xy = _grid(row, rows.keypoint, np.stack([rows.x_px, rows.y_px], axis=-1), len(frames))
    poses = pictured(
        file,
        time_s,
        xy,
        _grid(row, rows.keypoint, rows.confidence, len(frames)),
        size_px=size_px,
        depth_px=None
        if rows.depth_px is None
        else _grid(row, rows.keypoint, rows.depth_px, len(frames)),
    )
    return Recording(poses, rows.from_film)


def _grid(frame: NDArray[np.int64], keypoint: NDArray[np.int64], values: Array, n: int) -> Array:
    grid = np.full((n, len(KEYPOINTS), *values.shape[1:]), np.nan)
    grid[frame, keypoint] = values
    return grid


def _check_one_each(file: Path, rows: Rows, time_s: Array) -> None:
    """Refuse two places of one keypoint, or two times of one frame."""
    pairs, count = np.unique(rows.frame * len(KEYPOINTS) + rows.keypoint, return_counts=True)
    if (count > 1).any():
        frame, keypoint = divmod(int(pairs[count > 1][0]), len(KEYPOINTS))
        raise InputError(
            f"{file.name} has frame {frame}'s {KEYPOINTS[keypoint]} more than once; "
            "keep one row for each, of one runner."
        )
    if not np.array_equal(rows.time_s, time_s, equal_nan=True):
        raise InputError(f"The times in {file.name} differ within a frame; give each frame one.")


def rows_of(recording: Recording) -> Rows:
    """Keypoints as the table's columns."""
    poses = recording.poses
    frame, keypoint = np.divmod(np.arange(len(poses) * len(KEYPOINTS)), len(KEYPOINTS))
    return Rows(
        frame=frame,
        time_s=poses.time_s[frame],
        keypoint=keypoint,
        x_px=poses.xy_px[..., 0].ravel(),
        y_px=poses.xy_px[..., 1].ravel(),
        confidence=poses.confidence.ravel(),
        depth_px=None if poses.depth_px is None else poses.depth_px.ravel(),
        from_film=recording.from_film,
    )
