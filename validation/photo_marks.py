"""What an eye sees in the photos of exercises (`photos.toml`)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

import numpy as np
from pydantic import TypeAdapter

from evenstride.form import measures
from evenstride.knowledge.entries import Measure, Part
from evenstride.poses import Array
from evenstride.skeleton import INDEX, KEYPOINTS, SIDES, Side, other

MARKS: Final = Path(__file__).with_name("photos.toml")
JOINTS: Final = ("hip", "knee", "ankle")
Leg = Literal["working", "other"]
LEGS: Final[tuple[Leg, Leg]] = ("working", "other")
Point = tuple[float, float]


@dataclass(frozen=True)
class Asked:
    """A measure, and the way it must go from the first photo to the second."""

    name: Measure
    goes: Literal["up", "down"]
    of: Part = "working"


@dataclass(frozen=True)
class Marks:
    """Where joints are in a photo, px."""

    shoulder: Point
    working: Mapping[str, Point]
    other: Mapping[str, Point]

    def body(self, working: Side) -> Array:
        """The marks as a body, [19, 2] px, NaN where nothing was marked.

        The far shoulder is taken to be where the near one is.
        """
        body = np.full((len(KEYPOINTS), 2), np.nan)
        for leg, side in ((self.working, working), (self.other, other(working))):
            body[INDEX[f"{side}_shoulder"]] = self.shoulder
            for joint in JOINTS:
                body[INDEX[f"{side}_{joint}"]] = leg[joint]
        return body


@dataclass(frozen=True)
class Pair:
    """Two photos of an exercise as read by eye; the marks of a photo left out are None."""

    folder: str
    shows: str
    working: Side
    faces: Side
    measures: Sequence[Asked] = ()
    entry: str = ""
    nearest: str = ""
    start: Marks | None = None
    end: Marks | None = None

    @property
    def bodies(self) -> Mapping[int, Array]:
        """The marked body of each photo by its number, [19, 2] px."""
        marks = enumerate((self.start, self.end))
        return {number: one.body(self.working) for number, one in marks if one is not None}

    def measured(self, xy_px: Array, asked: Asked) -> float:
        """The measure of a body in one of the photos, [19, 2] px."""
        ahead = 1.0 if self.faces == "right" else -1.0
        return measures(xy_px * [ahead, -1.0], self.working, "side")[asked.name, asked.of]


def pairs() -> list[Pair]:
    """All twelve pairs."""
    told = tomllib.loads(MARKS.read_text(encoding="utf-8"))["pair"]
    return TypeAdapter(list[Pair]).validate_python(told)


def thigh_px(body: Array) -> float:
    """A thigh's length in a photo: the longest thigh or shank, as others are foreshortened."""
    bones = [
        body[INDEX[f"{side}_{top}"]] - body[INDEX[f"{side}_{end}"]]
        for side in SIDES
        for top, end in (("hip", "knee"), ("knee", "ankle"))
    ]
    return float(np.linalg.norm(bones, axis=1).max())
