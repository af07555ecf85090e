"""The photos of exercises, as the back's outline reads them and as an eye does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final

import numpy as np

from evenstride.live import Watcher
from evenstride.outline import low_back
from evenstride.pose.backends import Backend
from evenstride.pose.live import Eye
from evenstride.video import Frame, frames
from validation import recordings

BY_EYE: Final[Mapping[tuple[str, int], str]] = MappingProxyType({
    ("Runners_Stretch", 1): "bends over with a round back",
    ("IT_Band_and_Glute_Stretch", 0): "sits bent over, round",
    ("90_90_Hamstring", 0): "lies, the low back flat on the mat",
    ("90_90_Hamstring", 1): "lies, the low back flat on the mat",
    ("Hamstring_Stretch", 1): "lies, the low back flat on the mat",
    ("Hamstring_Stretch", 0): "lies with the head and shoulders up, the low back flat on the mat",
    ("Runners_Stretch", 0): "stands, the shirt hangs straight from shoulders to seat",
    ("Front_Leg_Raises", 0): "stands, a hand on the hip, the shirt hangs straight",
    ("Calf_Stretch_Hands_Against_Wall", 0): "leans at a wall, the back long",
    ("Front_Leg_Raises", 1): "one leg swung far back, hollow, a hand before it",
    ("Lying_Hamstring", 0): "lies, the near arm hides the low back",
    ("Lying_Hamstring", 1): "lies, the near arm hides the low back",
    ("Bodyweight_Walking_Lunge", 0): "seen from the front",
    ("One_Leg_Barbell_Squat", 1): "seen from behind",
    ("Seated_Floor_Hamstring_Stretch", 0): "seen from the front",
    ("Jogging_Treadmill", 0): "seen from behind and aside",
})  # fmt: skip
PICTURES: Final = 5


@dataclass(frozen=True)
class Seen:
    """One photo: what the outline says, % of trunk length, and what an eye sees."""

    name: str
    read: float
    by_eye: str


def photos(backend: Backend, data: Path | None = None) -> Iterator[Seen]:
    """Every photo of the list."""
    folder = (data or recordings()) / "exercise_photos"
    for (name, number), by_eye in BY_EYE.items():
        read = reading(folder / name / f"{number}.jpg", backend)
        yield Seen(f"{name.replace('_', ' ')}, {number}", read, by_eye)


def reading(photo: Path, backend: Backend) -> float:
    """What the outline in a photo says, looked at as a film in which nobody moves."""
    planes = next(frames(photo)).planes
    eye, watcher, edges = Eye(backend), Watcher("side"), np.full((1, 2), np.nan)
    for moment in range(PICTURES):
        eye, glimpse = eye.after(Frame(0.1 * moment, planes))
        watcher, edges = watcher.after(glimpse), glimpse.edges
    assert watcher.seen is not None, photo  # noqa: S101
    return low_back(edges, faces_right=watcher.seen.faces_right)[0]
