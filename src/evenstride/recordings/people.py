"""Which of several people in the frames is the runner."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from evenstride.errors import InputError
from evenstride.poses import Array

NEAR = 0.5
"""[E] Nobody moves further than half their height from one frame to the next."""

Crowd = Sequence[Sequence[Array]]
"""Everybody's points [K, 3] (x, y, confidence), frame by frame."""


def followed(file: Path, crowd: Crowd) -> Array:
    """The person seen largest, followed to both ends; [T, K, 3], NaN where they are not seen.

    A frame in which nobody is near where they were last has nobody.
    """
    counts = {len(person) for people in crowd for person in people}
    if len(counts) != 1:
        told = "no person" if not counts else "people with different numbers of points"
        raise InputError(f"{file.name} holds {told}; give one pose model's output of a runner.")
    seen = [[_unseen_apart(person) for person in people] for people in crowd]
    path = np.full((len(seen), counts.pop(), 3), np.nan)
    start = max(range(len(seen)), key=lambda i: max(map(_height, seen[i]), default=0.0))
    path[start] = max(seen[start], key=_height)
    _follow(path, seen, range(start + 1, len(seen)), path[start])
    _follow(path, seen, range(start - 1, -1, -1), path[start])
    return path


def _follow(path: Array, seen: Crowd, frames: Iterable[int], last: Array) -> None:
    """Fill in the nearest person of each frame, one frame after the other."""
    for frame in frames:
        nearest = min(seen[frame], key=lambda person: _distance(person, last), default=None)
        if nearest is not None and _distance(nearest, last) < NEAR * _height(last):
            path[frame] = last = nearest


def _unseen_apart(person: Array) -> Array:
    """The points with NaN for those that were not seen: they are given as 0, 0, 0."""
    return np.where(person[:, 2:] > 0, person, np.nan)


def _height(person: Array) -> float:
    y = person[:, 1][np.isfinite(person[:, 1])]
    return float(np.ptp(y)) if len(y) else 0.0


def _distance(person: Array, other: Array) -> float:
    """The median distance of the points both show; infinite where they share none."""
    apart = np.linalg.norm((person - other)[:, :2], axis=1)
    apart = apart[np.isfinite(apart)]
    return float(np.median(apart)) if len(apart) else float("inf")
