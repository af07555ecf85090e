"""Motion capture's own format: `.c3d` (single precision)."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Any

import numpy as np

from evenstride.errors import InputError
from evenstride.poses import Array
from evenstride.recordings.clock import check_fps, even_fps
from evenstride.recordings.libraries import library
from evenstride.recordings.names import THEIRS
from evenstride.recordings.recording import Format, Recording, Wish, pictured
from evenstride.recordings.space import seen_from
from evenstride.skeleton import KEYPOINTS

BLOCK = 512
"""Bytes; everything in a C3D file begins at a multiple (the C3D file format, c3d.org)."""

MAGIC = 0x50
BIG_ENDIAN = 86
"""The processor by which the numbers were written, as the parameters' fourth byte tells."""

MOST_FRAMES = 65535
"""What the file's head can count."""

OWN = "EVENSTRIDE"
"""The group of what only this program notes: when the film began and how large it was."""


def read(file: Path, wish: Wish) -> Recording:
    """Markers of one runner, in pixels or in metres, flat or in space."""
    _check_whole(file)
    try:
        content: Any = library("ezc3d", "c3d").c3d(str(file))
    except (OSError, RuntimeError, ValueError) as error:
        raise InputError(f"{file.name} is no C3D file known here; export it again.") from error
    parameters, points = content["parameters"], content["data"]["points"]
    labels = [str(label) for label in parameters["POINT"]["LABELS"]["value"]]
    paths = {name: np.asarray(points[:3, i].T, dtype=float) for i, name in enumerate(labels)}
    note = parameters.get(OWN)
    time_s = _time_s(file, content, points.shape[-1])
    unit = next(iter(parameters["POINT"]["UNITS"]["value"]), "").strip().lower()
    recording = seen_from(file, time_s, paths, unit, wish.view)
    check_fps(file.name, recording.poses.fps, wish.fps)
    return recording if note is None else _noted(file, recording, note)


def _time_s(file: Path, content: Any, frames: int) -> Array:  # noqa: ANN401 - ezc3d ships no types
    """The frames' times on the file's own clock."""
    rates = content["parameters"]["POINT"]["RATE"]["value"]
    rate = float(rates[0]) if len(rates) else 0.0
    if not rate > 0:
        raise InputError(f"{file.name} does not say its frame rate; export it again.")
    note = content["parameters"].get(OWN)
    if note is not None:
        return np.asarray(float(note["START_S"]["value"][0]) + np.arange(frames) / rate)
    first = int(content["header"]["points"]["first_frame"])
    return np.asarray((first + np.arange(frames)) / rate)


def _noted(file: Path, recording: Recording, note: Any) -> Recording:  # noqa: ANN401
    """The same with the size of the picture, and who found the keypoints."""
    width, height = (int(value) for value in note["PICTURE_PX"]["value"])
    poses = recording.poses
    whole = pictured(file, poses.time_s, poses.xy_px, poses.confidence, size_px=(width, height))
    return Recording(whole, from_film=bool(note["FROM_FILM"]["value"][0]))


def _check_whole(file: Path) -> None:
    """Refuse a file that is shorter than its own head says: reading on would never end."""
    data = file.read_bytes()
    if len(data) < BLOCK or data[1] != MAGIC:
        raise InputError(f"{file.name} is no C3D file, or was cut short; export it again.")
    parameters = (data[0] - 1) * BLOCK
    if len(data) < parameters + 4 or len(data) < _bytes_told(data, parameters):
        raise InputError(f"{file.name} was cut short; copy it again.")


def _bytes_told(data: bytes, parameters: int) -> int:
    """How many bytes the head tells of."""
    order = ">" if data[parameters + 3] == BIG_ENDIAN else "<"
    points, analog, first, last, _, scale, start = struct.unpack_from(f"{order}5HfH", data, 2)
    width = 4 if scale < 0 else 2
    frames = max(last - first + 1, 0)
    return int((start - 1) * BLOCK + frames * (4 * points + analog) * width)


def write(recording: Recording, file: Path) -> None:
    """Write keypoints in pixels, y down, under the names Pose2Sim gives them."""
    poses = recording.poses
    rate = even_fps(poses, "c3d")
    if len(poses) > MOST_FRAMES:
        raise InputError(f"A C3D file holds {MOST_FRAMES} frames at most; use trc or csv.")
    content: Any = library("ezc3d", "c3d").c3d()
    seen = np.isfinite(poses.xy_px[..., 0]).T
    points = np.ones((4, len(KEYPOINTS), len(poses)))
    points[:2] = np.moveaxis(poses.xy_px, 2, 0).swapaxes(1, 2)
    points[2] = np.where(seen, 0.0, np.nan)
    content["parameters"]["POINT"]["RATE"]["value"] = [rate]
    content["parameters"]["POINT"]["UNITS"]["value"] = ["px"]
    content["parameters"]["POINT"]["LABELS"]["value"] = [THEIRS[name] for name in KEYPOINTS]
    content["data"]["points"] = points
    # A residual of -1 is the format's own word for "not seen".
    content["data"]["meta_points"]["residuals"] = np.where(seen, 0.0, -1.0)[np.newaxis]
    content.add_parameter(OWN, "START_S", [float(poses.time_s[0])])
    content.add_parameter(OWN, "PICTURE_PX", [poses.width_px, poses.height_px])
    content.add_parameter(OWN, "FROM_FILM", [int(recording.from_film)])
    content.write(str(file))


FORMAT = Format(
    name="c3d",
    meaning="motion capture's format, keypoints in pixels",
    suffixes=(".c3d",),
    read=read,
    write=write,
)
