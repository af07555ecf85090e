"""What a recording is, and what every file format must be able to do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from evenstride.errors import InputError
from evenstride.orientation import View
from evenstride.poses import Array, Poses

MARGIN = 1.05
"""[E] A file that does not say how large the picture was: this much past its furthest point."""


@dataclass(frozen=True, eq=False)
class Recording:
    """Keypoints from a file, and who found them."""

    poses: Poses
    from_film: bool = False
    """Whether a pose model found the keypoints in a film, with its own error in all of them."""


@dataclass(frozen=True, eq=False)
class Series:
    """Named curves in time, such as joint angles; [T] each, NaN where not seen."""

    time_s: Array
    values: Mapping[str, Array]
    in_degrees: bool = True


@dataclass(frozen=True)
class Wish:
    """What the person told about a file that may not say so itself."""

    fps: float | None = None
    view: View | None = None


@dataclass(frozen=True)
class Format:
    """A kind of file: its name, how its files end, and what can be done with it."""

    name: str
    meaning: str
    """What such a file is, in a few words."""
    suffixes: tuple[str, ...]
    read: Callable[[Path, Wish], Recording] | None = None
    write: Callable[[Recording, Path], None] | None = None
    write_series: Callable[[Series, Path], None] | None = None
    fits: Callable[[Path], bool] = lambda _path: True
    """Whether a file that ends rightly is of this kind; asked where several end alike."""
    folders: bool = False
    """Whether a folder of files can be such a recording."""


def pictured(
    file: Path,
    time_s: Array,
    xy_px: Array,
    confidence: Array | None = None,
    *,
    size_px: tuple[int, int] | None = None,
    depth_px: Array | None = None,
) -> Poses:
    """Keypoints as poses: what is unseen in one direction is unseen, and sure of nothing.

    Where a file keeps no confidence, what it shows is taken as sure.
    """
    seen = np.asarray(np.isfinite(xy_px).all(axis=-1))
    if not seen.any():
        raise InputError(f"{file.name} holds no seen keypoint; give a file that shows the runner.")
    if not np.isfinite(time_s).all() or not (np.diff(time_s) > 0).all():
        raise InputError(
            f"The times in {file.name} do not increase from frame to frame; export it again."
        )
    xy = np.where(seen[..., np.newaxis], xy_px, np.nan)
    sure = np.ones(seen.shape) if confidence is None else np.nan_to_num(confidence)
    known = np.where(seen, np.clip(sure, 0.0, 1.0), 0.0)
    return Poses(time_s, xy, known, *(size_px or _size_px(xy)), depth_px=depth_px)


def _size_px(xy_px: Array) -> tuple[int, int]:
    width, height = (max(int(np.ceil(MARGIN * np.nanmax(xy_px[..., i]))), 1) for i in (0, 1))
    return width, height
