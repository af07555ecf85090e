"""Pictures of a posed body, one for each moment, as a phone on a stand would take them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from evenstride.events import View
from evenstride.figure.camera import Camera
from evenstride.figure.filming import Grain
from evenstride.figure.painting import Image, paint, seen
from evenstride.figure.room import room
from evenstride.poses import Array
from evenstride.skeleton import Side
from evenstride.staged.flesh import Shirt, Shot, parts_of
from evenstride.video import Frame

ROOM_M: Final = 0.30
"""[E] Free room around the body in the picture."""
LARGEST: Final = 0.42
"""[E] Pixels a metre for each pixel of the picture's height: a standing body fills most of it."""
BATCH: Final = 60


@dataclass(frozen=True, kw_only=True)
class Film:
    """How a posed body is filmed.

    side  the one the exercise is done for: from the side it is the near one
    """

    view: View = "side"
    side: Side = "right"
    width_px: int = 640
    height_px: int = 480
    distance_m: float = 3.0
    yaw_deg: float = 0.0
    noise: float = 4.0
    seed: int = 0
    shirt: Shirt = "close"

    def camera(self, shots: Sequence[Shot]) -> tuple[Camera, Array]:
        """A camera that holds all of the body in every picture, and what it looks at, [3]."""
        points = np.concatenate([shot.joints for shot in shots])
        low, high = points.min(axis=0) - ROOM_M, points.max(axis=0) + ROOM_M
        wide = (high - low)[0 if self.view == "side" else 2]
        tall = high[1] - low[1]
        scale = min(self.width_px / wide, self.height_px / tall, LARGEST * self.height_px)
        camera = Camera(
            view=self.view,
            facing=self.side,
            width_px=self.width_px,
            height_px=self.height_px,
            px_per_m=float(scale),
            distance_m=self.distance_m,
            yaw_deg=self.yaw_deg,
        )
        return camera, 0.5 * (low + high)


def pictures(shots: Sequence[Shot], film: Film) -> Iterator[Image]:
    """A picture of every moment, RGB [H, W, 3]; moments that are one object are painted alike."""
    camera, aim = film.camera(shots)
    stage = _Stage(camera, aim)
    grain = Grain((film.height_px, film.width_px, 3), film.noise, film.seed)
    for start in range(0, len(shots), BATCH):
        batch = shots[start : start + BATCH]
        shapes = [seen(part, camera, aim[np.newaxis]) for part in parts_of(batch, shirt=film.shirt)]
        for frame in range(len(batch)):
            image = stage.empty.copy()
            paint(image, shapes, frame)
            yield grain.over(image)


def filmed(shots: Sequence[Shot], film: Film, *, fps: float) -> Iterator[Frame]:
    """The same pictures as a camera delivers them, so many a second."""
    import cv2

    for i, image in enumerate(pictures(shots, film)):
        planes = cv2.cvtColor(image, cv2.COLOR_RGB2YUV_I420)
        yield Frame(i / fps, np.asarray(planes, np.uint8))


@dataclass(frozen=True, eq=False)
class _Stage:
    camera: Camera
    aim: Array

    @cached_property
    def empty(self) -> Image:
        """The room without anybody."""
        return room(self.camera, self.aim, "overground")
