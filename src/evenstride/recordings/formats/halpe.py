"""Keypoints of one person in one JSON file, with their names: RTMPose's Halpe-26 and its like."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from evenstride.errors import InputError
from evenstride.poses import Array
from evenstride.recordings.clock import check_fps, told_fps
from evenstride.recordings.markers import body
from evenstride.recordings.recording import Format, Recording, Wish, pictured
from evenstride.recordings.text import json_of, text_of


def fits(file: Path) -> bool:
    """Whether the file names its keypoints."""
    value = json_of(file.name, text_of(file))
    return isinstance(value, dict) and "keypoint_names" in value


def read(file: Path, wish: Wish) -> Recording:
    """`keypoint_names`, and `frames` of (x, y, confidence) each; `timestamps` or `fps`."""
    value = json_of(file.name, text_of(file))
    if not isinstance(value, dict):
        raise InputError(f"{file.name} names no keypoints; give keypoint_names and frames.")
    names, points = _points(file, value)
    time_s = _time_s(file, value, len(points), wish)
    unseen = ~(points[..., 2] > 0)
    points[unseen] = np.nan
    paths = {name: points[:, i] for i, name in enumerate(names)}
    places = body(file.name, paths)
    size = _size_px(value)
    poses = pictured(file, time_s, places[..., :2], places[..., 2], size_px=size)
    check_fps(file.name, poses.fps, wish.fps)
    return Recording(poses, from_film=True)


def _points(file: Path, value: dict[str, object]) -> tuple[list[str], Array]:
    """The names and the points [T, K, 3]."""
    names = value.get("keypoint_names")
    try:
        points = np.array(value.get("frames"), dtype=float)
    except (TypeError, ValueError):
        points = np.empty(0)
    if not isinstance(names, list) or points.ndim != 3 or points.shape[1:] != (len(names), 3):  # noqa: PLR2004 - frames, points, values
        raise InputError(
            f"{file.name} must hold in every frame an x, a y and a confidence "
            "for each of its keypoint_names."
        )
    return [str(name) for name in names], points


def _time_s(file: Path, value: dict[str, object], frames: int, wish: Wish) -> Array:
    """The file's own times, else the beat of its rate or the told one."""
    try:
        stamps = np.array(value.get("timestamps"), dtype=float)
        own = float(np.float64(value.get("fps")))  # type: ignore[arg-type]  # None becomes NaN
    except (TypeError, ValueError) as error:
        raise InputError(f"The times in {file.name} are no numbers; export it again.") from error
    if stamps.ndim == 1:
        if len(stamps) != frames:
            raise InputError(
                f"{file.name} has {frames} frames and {len(stamps)} timestamps; export it again."
            )
        return stamps
    return np.arange(frames) / told_fps(file.name, own, wish.fps)


def _size_px(value: dict[str, object]) -> tuple[int, int] | None:
    width, height = value.get("width"), value.get("height")
    return (width, height) if isinstance(width, int) and isinstance(height, int) else None


FORMAT = Format(
    name="halpe",
    meaning="RTMPose's named keypoints of one person, in one JSON file",
    suffixes=(".json",),
    read=read,
    fits=fits,
)
