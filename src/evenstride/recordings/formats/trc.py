"""Marker tables of OpenSim, Pose2Sim, Sports2D and motion capture: `.trc`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from evenstride.errors import InputError
from evenstride.poses import Array
from evenstride.recordings.clock import check_fps, plain_fps
from evenstride.recordings.names import THEIRS
from evenstride.recordings.recording import Format, Recording, Wish
from evenstride.recordings.space import seen_from
from evenstride.recordings.text import number, shortest, text_of
from evenstride.skeleton import KEYPOINTS

HEAD = (
    "DataRate", "CameraRate", "NumFrames", "NumMarkers",
    "Units", "OrigDataRate", "OrigDataStartFrame", "OrigNumFrames",
)  # fmt: skip
HEAD_LINES = 5


def read(file: Path, wish: Wish) -> Recording:
    """Markers of one runner, in pixels or in metres, flat or in space.

    In space the laboratory's axes are X forward, Y up and Z right where nothing else shows.
    """
    text = text_of(file)
    lines = text.split("\n")
    told, names = _head(file, lines)
    rows = np.array([_row(file, *line, 2 + 3 * len(names)) for line in _data(lines)])
    _check_whole(file, told, rows, cut=_ends_within(text, names))
    paths = {name: rows[:, 2 + 3 * i : 5 + 3 * i] for i, name in enumerate(names)}
    recording = seen_from(file, rows[:, 1], paths, told.get("Units", "").lower(), wish.view)
    check_fps(file.name, recording.poses.fps, wish.fps)
    return recording


def _head(file: Path, lines: Sequence[str]) -> tuple[dict[str, str], list[str]]:
    """What the head tells by name, and the markers' names."""
    if len(lines) < HEAD_LINES or not lines[0].startswith("PathFileType"):
        raise InputError(f"{file.name} is no TRC file; it must begin with PathFileType.")
    keys, values = (line.strip().split("\t") for line in lines[1:3])
    told = dict(zip(keys, (value.strip() for value in values), strict=False))
    cells = [cell.strip() for cell in lines[3].split("\t")[2:]]
    names = [name for name in cells if name]
    if str(len(names)) != told.get("NumMarkers") or len(set(names)) != len(names):
        raise InputError(
            f"{file.name} names {len(set(names))} different markers and says it has "
            f"{told.get('NumMarkers', 'none')}; export it again."
        )
    return told, names


def _data(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    """The lines with numbers, each with its number in the file."""
    rest = enumerate(lines[HEAD_LINES:], start=HEAD_LINES + 1)
    return ((i, line) for i, line in rest if line.strip())


def _row(file: Path, line: int, text: str, width: int) -> list[float]:
    """A frame's number, time and places; empty cells, also those left out at the end, are NaN."""
    cells = text.split("\t")
    try:
        return [number(cell) for cell in [*cells, *[""] * width][:width]]
    except ValueError as error:
        raise InputError(f"{file.name} line {line}: a number is broken; copy it again.") from error


def _ends_within(text: str, names: Sequence[str]) -> bool:
    """Whether the last line is neither ended nor full."""
    last = text.rpartition("\n")[2]
    return bool(last.strip()) and len(last.rstrip("\t").split("\t")) < 2 + 3 * len(names)


def _check_whole(file: Path, told: dict[str, str], rows: Array, *, cut: bool) -> None:
    frames = told.get("NumFrames", "")
    if not len(rows):
        raise InputError(f"{file.name} has no frames; export it again.")
    if cut or (frames.isdigit() and len(rows) < int(frames)):
        raise InputError(
            f"{file.name} was cut short: of its {frames} frames {len(rows)} are there, "
            "the last perhaps in part; copy it again."
        )


def write(recording: Recording, file: Path) -> None:
    """Write keypoints in pixels, y down, under the names Pose2Sim gives them."""
    poses = recording.poses
    rate = shortest(plain_fps(poses)) if len(poses) > 1 else "0"
    values = (rate, rate, len(poses), len(KEYPOINTS), "px", rate, 1, len(poses))
    names = "\t\t\t".join(THEIRS[name] for name in KEYPOINTS)
    axes = "\t".join(f"X{i}\tY{i}\tZ{i}" for i in range(1, len(KEYPOINTS) + 1))
    lines = [
        f"PathFileType\t4\t(X/Y/Z)\t{file.name}",
        "\t".join(HEAD),
        "\t".join(map(str, values)),
        f"Frame#\tTime\t{names}\t\t",
        f"\t\t{axes}",
        "",
        *(_line(i, poses.time_s[i], poses.xy_px[i]) for i in range(len(poses))),
    ]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _line(frame: int, time_s: float, xy_px: Array) -> str:
    places = ("\t".join((shortest(x), shortest(y), "" if np.isnan(x) else "0.0")) for x, y in xy_px)
    return "\t".join((str(frame + 1), shortest(time_s), *places))


FORMAT = Format(
    name="trc",
    meaning="markers for OpenSim and Pose2Sim, in pixels",
    suffixes=(".trc",),
    read=read,
    write=write,
)
