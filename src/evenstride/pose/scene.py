"""What the film shows besides the runner: who else, how bright, how sharp, and whether it moved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from evenstride.pose.backends import Person
from evenstride.pose.stillness import Background, background_of, tilt_of
from evenstride.poses import Array
from evenstride.video import Frame, Image

SKETCH_PX: Final = 480
"""Longest side of the small grey pictures the scene is judged by [E]."""
SECOND_PERSON: Final = 0.5
"""Somebody this much of the runner's size could be taken for the runner [E]."""
SAME_PERSON: Final = 0.7
"""Hips closer to the runner's than this share of the reach are the runner's own [E]."""
MOST_STILLS: Final = 12
"""Sketches kept to see what stands still [E]."""


@dataclass(frozen=True, eq=False)
class Scene:
    """What was around the runner, sampled a few times a second; NaN where it cannot be told.

    time_s [S]; people [S] how many are in the picture; brightness [S] from 0 black to 1 white;
    detail [S] how much brightness changes from pixel to pixel, near 0 where the lens is covered
    or nothing is sharp; camera_shift_px [S, 2] how far the background has moved in the picture
    since the first sample; box_px [S, 4] left, top, right and bottom of the runner.
    """

    time_s: Array
    people: NDArray[np.int64]
    other_people_share: float
    """Share of the samples with somebody else at least half the runner's size."""
    brightness: Array
    detail: Array
    camera_shift_px: Array
    tilt_deg: float
    """How far the camera was rolled clockwise, by what stands still; NaN where unknown."""
    tilt_sd_deg: float
    box_px: Array
    found_again_s: tuple[float, ...] = ()
    """When the runner was picked up again after being lost: perhaps it is somebody else."""


@dataclass(frozen=True, eq=False)
class Glance:
    """The facts of one sampled picture."""

    frame: int
    people: tuple[Person, ...]
    brightness: float
    detail: float
    shift_px: tuple[float, float]


@dataclass(frozen=True, eq=False)
class Survey:
    """The film's scene so far; every sampled picture gives a new one."""

    glances: tuple[Glance, ...] = ()
    stills: tuple[Image, ...] = field(default=(), repr=False)
    """Sketches spread evenly over the film so far; their median is what stands still."""
    stride: int = 1
    first: Background | None = field(default=None, repr=False)
    newest: Image | None = field(default=None, repr=False)
    moved: tuple[float, float] = (0.0, 0.0)
    """How far the background has moved by the newest sample, in sketch pixels."""

    def after(self, frame: Frame, number: int, people: Sequence[Person]) -> Survey:
        """The survey with one more picture looked at."""
        scale = max(frame.width_px, frame.height_px) / SKETCH_PX
        sketch = _sketch(frame, scale)
        small = [person.scaled(1 / scale) for person in people]
        moved = self._shift(sketch, small)
        glance = Glance(
            frame=number,
            people=tuple(people),
            brightness=float(sketch.mean()) / 255,
            detail=_detail(sketch),
            shift_px=(moved[0] * scale, moved[1] * scale),
        )
        return replace(
            self._with_still(sketch),
            glances=(*self.glances, glance),
            first=self.first or background_of(sketch, small),
            newest=sketch,
            moved=moved,
        )

    def tilt(self) -> tuple[float, float]:
        """The camera's roll and its standard deviation, degrees."""
        if not self.stills:
            return float("nan"), float("nan")
        return tilt_of(np.median(np.stack(self.stills), axis=0).astype(np.uint8))

    def _with_still(self, sketch: Image) -> Survey:
        if len(self.glances) % self.stride:
            return self
        stills = (*self.stills, sketch)
        if len(stills) <= MOST_STILLS:
            return replace(self, stills=stills)
        return replace(self, stills=stills[::2], stride=2 * self.stride)

    def _shift(self, sketch: Image, people: Sequence[Person]) -> tuple[float, float]:
        """How far the background has moved since the first sample, in sketch pixels."""
        if self.first is None or self.newest is None:
            return 0.0, 0.0
        direct = self.first.shift_to(sketch, people)
        if direct is not None:
            return direct
        # A panned camera no longer sees the first sample's background: add up from the last one.
        step = background_of(self.newest, people).shift_to(sketch, people) or (np.nan, np.nan)
        return self.moved[0] + step[0], self.moved[1] + step[1]


def scene_of(
    survey: Survey, time_s: Array, box_px: Array, *, found_again_s: tuple[float, ...] = ()
) -> Scene:
    """The scene around a runner whose box [T, 4] in every picture is known."""
    glances = survey.glances
    at = np.array([glance.frame for glance in glances], int)
    tilt_deg, tilt_sd_deg = survey.tilt()
    boxes = box_px[at]
    return Scene(
        time_s=time_s[at],
        people=np.array([len(glance.people) for glance in glances]),
        other_people_share=float(
            np.mean([_others(g, box) for g, box in zip(glances, boxes, strict=True)])
        ),
        brightness=np.array([glance.brightness for glance in glances]),
        detail=np.array([glance.detail for glance in glances]),
        camera_shift_px=np.array([glance.shift_px for glance in glances]),
        tilt_deg=tilt_deg,
        tilt_sd_deg=tilt_sd_deg,
        box_px=boxes,
        found_again_s=found_again_s,
    )


def _others(glance: Glance, box: Array) -> bool:
    """Whether somebody else could be taken for the runner."""
    if np.isnan(box).any():
        return bool(glance.people)
    x, y = 0.5 * (box[0] + box[2]), 0.5 * (box[1] + box[3])
    reach = 0.5 * max(box[2] - box[0], box[3] - box[1])
    return any(
        person.reach_px > SECOND_PERSON * reach
        and np.hypot(person.x_px - x, person.y_px - y) > SAME_PERSON * reach
        for person in glance.people
    )


def _sketch(frame: Frame, scale: float) -> Image:
    import cv2

    size = (round(frame.width_px / scale), round(frame.height_px / scale))
    return np.asarray(cv2.resize(frame.split()[0], size, interpolation=cv2.INTER_AREA), np.uint8)


def _detail(sketch: Image) -> float:
    """How much brightness changes from pixel to pixel, as a share of white."""
    import cv2

    return float(cv2.Laplacian(sketch, cv2.CV_32F).std()) / 255
