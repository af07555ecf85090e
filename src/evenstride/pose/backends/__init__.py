"""Pose models: what each must be able to do, and how to open one by name.

A backend is one module here with `open_model(weights) -> Backend`. It has no state that outlives a
call, follows nobody and prints nothing.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from evenstride.errors import InstallationError
from evenstride.poses import Array
from evenstride.video import Image


@dataclass(frozen=True)
class Person:
    """Somebody in a picture: a circle around the hips that holds the whole body."""

    x_px: float
    y_px: float
    """The middle of the hips; whole numbers are the centres of pixels."""
    reach_px: float
    """From the hips to the end of the body: half a standing person's height."""
    turn_rad: float
    """How far the body leans clockwise from upright."""
    score: float

    def scaled(self, factor: float) -> Person:
        """The same person in a picture `factor` times as large."""
        return Person(
            (self.x_px + 0.5) * factor - 0.5,
            (self.y_px + 0.5) * factor - 0.5,
            self.reach_px * factor,
            self.turn_rad,
            self.score,
        )

    def distance_px(self, other: Person) -> float:
        """From hips to hips."""
        return math.hypot(self.x_px - other.x_px, self.y_px - other.y_px)


@dataclass(frozen=True, eq=False)
class Landmarks:
    """The body found in a square crop; lengths in its pixels, whole numbers are their centres."""

    xy: Array
    """[K, 2], keypoints in the order of `evenstride.skeleton`."""
    depth: Array
    """[K], from the hips' midpoint, + away from the camera."""
    confidence: Array
    """[K], 0 to 1."""
    presence: float
    """How sure the model is that there is a body at all, 0 to 1."""
    person: Person
    """Where the body is in the crop, to cut the next one by."""
    mask: NDArray[np.float32] | None = None
    """[S, S] how surely each pixel of the crop is of the body: above 0 it is; only where asked."""


class Backend(Protocol):
    """A pose model: finds people in a picture, and keypoints in a crop of one of them."""

    @property
    def picture_px(self) -> int:
        """The longest side of the pictures `people` looks at."""
        ...

    @property
    def crop_px(self) -> int:
        """The side of the square crops `landmarks` looks at."""
        ...

    def people(self, image: Image) -> tuple[Person, ...]:
        """Everybody in a small picture [H, W, 3], the surest first."""
        ...

    def glance(self, crop: Image, *, mirror: bool) -> Landmarks:
        """The same from one look at the crop, or at its mirror image, and where the body is.

        Half the work, for a camera that waits for nobody.
        """
        ...

    def landmarks(self, crop: Image, *, any_posture: bool = False) -> Landmarks:
        """The keypoints of the person in the middle of a crop [crop_px, crop_px, 3].

        With `any_posture`, of somebody who exercises rather than runs: also the body's mask.
        """
        ...


def names() -> tuple[str, ...]:
    """The names of every pose model there is a module for."""
    return tuple(sorted(module.name for module in iter_modules(__path__)))


def open_backend(name: str = "blazepose", *, weights: Path | None = None) -> Backend:
    """A pose model, ready to look at pictures."""
    if name not in names():
        raise InstallationError(
            f"There is no pose model {name}; choose one of: {', '.join(names())}."
        )
    module = import_module(f"{__name__}.{name}")
    backend: Backend = module.open_model(weights)
    return backend
