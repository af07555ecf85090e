"""What OpenPose writes: a JSON file per frame, in a folder or zipped."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from zipfile import BadZipFile, ZipFile

import numpy as np

from evenstride.errors import InputError
from evenstride.poses import Array
from evenstride.recordings.clock import told_fps
from evenstride.recordings.names import BODY_25, BODY_25B, HALPE_26, Layout, check_needed
from evenstride.recordings.people import followed
from evenstride.recordings.recording import Format, Recording, Wish, pictured
from evenstride.recordings.text import json_of, text_of
from evenstride.skeleton import BONES, INDEX, KEYPOINTS

LAYOUTS: Mapping[int, tuple[Layout, ...]] = {25: (BODY_25, BODY_25B), 26: (HALPE_26,)}
"""By the number of points."""

CLEARLY = 0.85
"""[E] The right order of the points gives bones this much shorter than any other order."""


def fits(file: Path) -> bool:
    """Whether a folder, a zip or a file holds people's points."""
    return file.is_dir() or file.suffix.lower() == ".zip" or '"people"' in text_of(file)


def read(file: Path, wish: Wish) -> Recording:
    """The person seen largest, followed from frame to frame; the rate must be told."""
    frames = dict(_frames(file))
    if not frames and file.is_dir():
        raise InputError(f"{file} is a folder. Name the film inside it.")
    if not frames:
        raise InputError(f"{file.name} holds no JSON files; zip what OpenPose wrote.")
    fps = told_fps(file.name, None, wish.fps)
    first, last = min(frames), max(frames)
    crowd = [frames.get(i, ()) for i in range(first, last + 1)]
    points = followed(file, crowd)
    places = _ours(file, points)
    time_s = np.arange(first, last + 1) / fps
    poses = pictured(file, time_s, places[..., :2], places[..., 2])
    return Recording(poses, from_film=True)


def _frames(file: Path) -> Iterator[tuple[int, tuple[Array, ...]]]:
    """Each frame's number and its people's points [K, 3]."""
    for place, (name, text) in enumerate(_files(file)):
        numbers = re.findall(r"\d+", Path(name).stem)
        yield int(numbers[-1]) if numbers else place, _people(Path(name).name, text)


def _files(file: Path) -> list[tuple[str, bytes]]:
    """The names and texts of the files, in order of name; other programs' files left out."""
    if file.is_dir():
        found = [(path.name, path.read_bytes()) for path in sorted(file.glob("*.json"))]
        return [(name, text) for name, text in found if b'"people"' in text or not text.strip()]
    if file.suffix.lower() != ".zip":
        return [(file.name, file.read_bytes())]
    try:
        with ZipFile(file) as archive:
            names = sorted(name for name in archive.namelist() if name.endswith(".json"))
            return [(name, archive.read(name)) for name in names]
    except (BadZipFile, OSError, EOFError) as error:
        raise InputError(f"{file.name} is not a whole zip file; copy it again.") from error


def _people(name: str, text: bytes) -> tuple[Array, ...]:
    value = json_of(name, text)
    try:
        people = value["people"]  # type: ignore[index]  # checked by asking
        return tuple(
            np.array(one["pose_keypoints_2d"], dtype=float).reshape(-1, 3) for one in people
        )
    except (KeyError, TypeError, ValueError) as error:
        raise InputError(
            f"{name} is not what OpenPose writes; it must list people with pose_keypoints_2d."
        ) from error


def _ours(file: Path, points: Array) -> Array:
    """Our keypoints [T, K, 3] of another program's points; unseen where it gave 0."""
    layouts = LAYOUTS.get(points.shape[1])
    if layouts is None:
        raise InputError(
            f"{file.name} has {points.shape[1]} points a person; "
            "known are BODY_25, BODY_25B and Halpe-26."
        )
    options = sorted((_arranged(points, layout) for layout in layouts), key=_bones_px)
    if len(options) > 1 and not _bones_px(options[0]) < CLEARLY * _bones_px(options[1]):
        raise InputError(
            f"Whether {file.name} is BODY_25 or BODY_25B cannot be told; "
            "give frames that show the whole body."
        )
    places = options[0]
    seen = np.asarray(np.isfinite(places).all(axis=-1).any(axis=0))
    check_needed(file.name, (name for name in KEYPOINTS if seen[INDEX[name]]), ())
    return places


def _arranged(points: Array, layout: Layout) -> Array:
    places = np.full((len(points), len(KEYPOINTS), 3), np.nan)
    for i, name in enumerate(layout):
        if name in INDEX:
            places[:, INDEX[name]] = points[:, i]
    return places


def _bones_px(places: Array) -> float:
    """The bones' mean length: shortest where the points are taken for what they are."""
    lengths = [
        np.linalg.norm(places[:, INDEX[a], :2] - places[:, INDEX[b], :2], axis=1) for a, b in BONES
    ]
    medians = [np.nanmedian(bone) for bone in lengths if np.isfinite(bone).any()]
    return float(np.mean(medians)) if medians else float("inf")


FORMAT = Format(
    name="openpose",
    meaning="OpenPose's JSON files, one per frame, in a folder or a zip",
    suffixes=(".zip", ".json"),
    read=read,
    fits=fits,
    folders=True,
)
