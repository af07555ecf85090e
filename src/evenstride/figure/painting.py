"""Paint the drawn body: smooth shaded hulls, the far ones first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from evenstride.figure.anatomy import Colour, Part
from evenstride.figure.camera import Camera
from evenstride.poses import Array

Image = NDArray[np.uint8]
Corners = NDArray[np.int32]

SHIFT: Final = 4
"""Sub-pixel bits of drawn corners."""
# Outline, body and light: share of the radius, how far towards the light, how bright [E].
LAYERS: Final = ((1.0, 0.0, 0.78), (0.86, 0.09, 1.0), (0.42, 0.30, 1.08))
LIGHT: Final = np.array([-0.5, -0.85])
_TURN: Final = np.linspace(0, 2 * np.pi, 18, endpoint=False)
CIRCLE: Final = np.stack([np.cos(_TURN), np.sin(_TURN)], axis=-1)
MARGIN_PX: Final = 4


@dataclass(frozen=True, eq=False)
class Shape:
    """One part as the camera sees it in every frame.

    layers  from the outline inwards, each a colour and its hulls' corners [T, P, 2] in
    1/16 px; away_m [T] is for sorting
    """

    layers: tuple[tuple[Colour, tuple[Corners, ...]], ...]
    away_m: Array


def seen(part: Part, camera: Camera, aim: Array) -> Shape:
    """A part as the camera sees it."""
    looks = [_balls(centres, radii, camera, aim) for centres, radii in part.hulls]
    _, away = camera.project(part.place_m, aim)
    layers = tuple(
        (_lit(part.colour, light), tuple(_corners(xy, r, share, lit) for xy, r in looks))
        for share, lit, light in LAYERS
    )
    return Shape(layers, away - part.before_m)


def _balls(centres: Array, radii: Array, camera: Camera, aim: Array) -> tuple[Array, Array]:
    """Where balls are in the picture, [T, N, 2] px, and how large, [T, N, 1] px."""
    xy, away = camera.project(centres, aim[:, np.newaxis])
    scale = camera.px_per_m * camera.distance_m / np.maximum(camera.distance_m + away, 0.05)
    return xy, (radii * scale)[..., np.newaxis]


def _corners(xy: Array, radii: Array, share: float, lit: float) -> Corners:
    """Points round every ball of one hull, [T, P, 2] in 1/16 px."""
    middle = (xy + lit * radii * LIGHT)[:, :, np.newaxis]
    points = middle + share * radii[..., np.newaxis] * CIRCLE
    fine = np.rint(points.reshape(len(xy), -1, 2) * (1 << SHIFT))
    corners: Corners = fine.astype(np.int32)
    return corners


def _lit(colour: Colour, light: float) -> Colour:
    """A colour in more or less light."""
    red, green, blue = (min(round(value * light), 255) for value in colour)
    return red, green, blue


def paint(
    image: Image, shapes: list[Shape], frame: int, *, origin: tuple[int, int] = (0, 0)
) -> None:
    """Draw one frame's body onto an image, the far parts first; origin moves it, px."""
    import cv2

    move = np.array(origin, dtype=np.int32) << SHIFT

    for shape in sorted(shapes, key=lambda each: -float(each.away_m[frame])):
        for colour, hulls in shape.layers:
            for corners in hulls:
                hull = cv2.convexHull(corners[frame] + move)
                cv2.fillConvexPoly(image, hull, colour, cv2.LINE_AA, SHIFT)


def extent(shapes: list[Shape], frame: int, image: Image) -> tuple[slice, slice]:
    """The rows and columns the body covers in one frame, with a small margin."""
    points = np.concatenate([hull[frame] for shape in shapes for hull in shape.layers[0][1]])
    low = (points.min(axis=0) >> SHIFT) - MARGIN_PX
    high = (points.max(axis=0) >> SHIFT) + MARGIN_PX
    (x0, y0), (x1, y1) = np.maximum(low, 0), np.maximum(high, 0)
    height, width = image.shape[:2]
    return slice(min(y0, height), min(y1, height)), slice(min(x0, width), min(x1, width))
