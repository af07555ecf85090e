"""A batch of crops in, keypoints out: the work that other processes and machines can share."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np

from evenstride.pose import crops
from evenstride.pose.backends import Backend, Landmarks, open_backend
from evenstride.pose.crops import AROUND, Roi
from evenstride.poses import Array
from evenstride.skeleton import INDEX
from evenstride.video import Image

OFF_CENTRE: Final = 0.15
"""Hips this far from the middle of the crop, in sides of it, are looked at again [E]."""
OFF_SIZE: Final = 1.35
"""A body this much larger or smaller than the crop was cut for is looked at again [E]."""
FLANKS: Final = ("left_shoulder", "right_shoulder", "left_hip", "right_hip")


@dataclass(frozen=True)
class Model:
    """Which pose model to open, wherever the work is done."""

    name: str = "blazepose"
    weights: Path | None = None

    def opened(self) -> Backend:
        """The model, opened once in each thread: its networks cannot be shared."""
        if self not in _opened().models:
            _opened().models[self] = open_backend(self.name, weights=self.weights)
        return _opened().models[self]


class _Opened(threading.local):
    def __init__(self) -> None:
        self.models: dict[Model, Backend] = {}


_THREAD = _Opened()


def _opened() -> _Opened:
    return _THREAD


@dataclass(frozen=True, eq=False)
class Look:
    """What was found in one crop: landmarks in the crop's own pixels, and the colours worn."""

    landmarks: Landmarks
    colour: Array
    """[3] middle red, green and blue of the trunk."""


def look(model: Model, batch: Sequence[Image]) -> list[Look]:
    """The keypoints in each crop of a batch; a result depends on its own crop alone."""
    backend = model.opened()
    return [_look(backend, planes) for planes in batch]


def _look(backend: Backend, planes: Image) -> Look:
    wide = crops.colours(planes)
    margin = (wide.shape[0] - backend.crop_px) // 2
    inner = slice(margin, margin + backend.crop_px)
    crop = np.ascontiguousarray(wide[inner, inner])
    found = backend.landmarks(crop)
    roi = _better_roi(found, backend.crop_px)
    if roi is not None:
        again = _again(backend, wide, replace(roi, x_px=roi.x_px + margin, y_px=roi.y_px + margin))
        shifted = _shifted(again, -margin)
        found = shifted if shifted.presence >= found.presence else found
    return Look(found, _colour(crop, found.xy))


def _better_roi(found: Landmarks, side: int) -> Roi | None:
    """Where to look again, if the body is not where the crop was cut for it."""
    person = found.person
    middle = 0.5 * (side - 1)
    off = max(abs(person.x_px - middle), abs(person.y_px - middle)) / side
    size = max(2 * AROUND * person.reach_px / side, 1e-3)
    if off < OFF_CENTRE and 1 / OFF_SIZE < size < OFF_SIZE:
        return None
    return Roi(person.x_px, person.y_px, side * min(max(size, 1 / 2), crops.SPARE))


def _again(backend: Backend, wide: Image, roi: Roi) -> Landmarks:
    """Look at another square of the crop; the answer is in the wide crop's pixels."""
    found = backend.landmarks(crops.moved(wide, roi, backend.crop_px))
    return replace(
        found,
        xy=roi.to_picture(found.xy, backend.crop_px),
        depth=found.depth * roi.side_px / backend.crop_px,
        person=roi.placed(found.person, backend.crop_px),
    )


def _shifted(found: Landmarks, by: float) -> Landmarks:
    person = replace(found.person, x_px=found.person.x_px + by, y_px=found.person.y_px + by)
    return replace(found, xy=found.xy + by, person=person)


def _colour(crop: Image, xy: Array) -> Array:
    """The middle colour on lines between the shoulders and the hips: what the person wears."""
    corners = xy[[INDEX[name] for name in FLANKS]].reshape(2, 2, 2)
    share = np.linspace(0.15, 0.85, 6)[:, None, None]
    points = (corners[0] + share * (corners[1] - corners[0])).reshape(-1, 2)
    at = np.clip(np.rint(points).astype(int), 0, crop.shape[0] - 1)
    return np.asarray(np.median(crop[at[:, 1], at[:, 0]], axis=0), np.float64)
