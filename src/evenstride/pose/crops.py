"""Pieces of a picture, cut and sized as the pose model wants them."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from evenstride.pose.backends import Person
from evenstride.poses import Array
from evenstride.video import Frame, Image

AROUND: Final = 1.25
"""Side of the crop, in diameters of the body's circle (BlazePose, arXiv 2006.10204)."""
LYING_RAD: Final = math.radians(30)
"""A body that leans further is turned upright; runners never are [E]."""
SPARE: Final = 1.5
"""How much wider a crop is cut than the model looks at, so that it can be moved afterwards [E]."""
BLACK: Final = (16, 128, 128)
"""Brightness and the two colours of what lies outside the picture (video range)."""


@dataclass(frozen=True)
class Roi:
    """A square of the picture, perhaps turned: where one person is looked at."""

    x_px: float
    y_px: float
    side_px: float
    turn_rad: float = 0.0

    def to_picture(self, points: Array, crop_px: int) -> Array:
        """Points [..., 2] of the crop, `crop_px` a side, as points of the picture."""
        scale = self.side_px / crop_px
        away = (points - 0.5 * (crop_px - 1)) * scale
        return away @ _turn(self.turn_rad).T + (self.x_px, self.y_px)

    def placed(self, person: Person, crop_px: int) -> Person:
        """Somebody found in the crop, as somebody in the picture."""
        x, y = self.to_picture(np.array([person.x_px, person.y_px]), crop_px)
        reach = person.reach_px * self.side_px / crop_px
        return Person(float(x), float(y), reach, person.turn_rad + self.turn_rad, person.score)


def cut_with_spare(frame: Frame, roi: Roi, crop_px: int) -> Image:
    """The square and its spare margin, at the scale that makes the square `crop_px` wide."""
    return cut(frame, replace(roi, side_px=SPARE * roi.side_px), round(SPARE * crop_px))


def around(person: Person) -> Roi:
    """The square to look for a person's keypoints in."""
    turn = person.turn_rad if abs(person.turn_rad) > LYING_RAD else 0.0
    return Roi(person.x_px, person.y_px, 2 * AROUND * person.reach_px, turn)


def cut(frame: Frame, roi: Roi, side: int) -> Image:
    """The square at a size of `side` pixels, as the film stores colour (I420), [1.5 side, side]."""
    import cv2

    scale = roi.side_px / side
    out = np.empty((side * 3 // 2, side), np.uint8)
    targets = Frame(frame.time_s, out).split()
    for shrink, plane, target, black in zip((1, 2, 2), frame.split(), targets, BLACK, strict=True):
        cv2.warpAffine(
            plane,
            _affine(roi, scale, side, shrink),
            target.shape[::-1],
            dst=target,
            flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
            borderMode=cv2.BORDER_CONSTANT,
            borderValue=(black,),
        )
    return out


def colours(planes: Image) -> Image:
    """A crop in red, green and blue, [S, S, 3]."""
    import cv2

    return np.asarray(cv2.cvtColor(planes, cv2.COLOR_YUV2RGB_I420), np.uint8)


def moved(wide: Image, roi: Roi, crop_px: int) -> Image:
    """Another square of a crop already cut: what the model sees when it looks again."""
    import cv2

    warped = cv2.warpAffine(
        wide,
        _affine(roi, roi.side_px / crop_px, crop_px, 1),
        (crop_px, crop_px),
        flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
    )
    return np.asarray(warped, np.uint8)


def shrunk(frame: Frame, longest_side_px: int) -> Image:
    """The whole picture in red, green and blue, no larger than asked, [h, w, 3]."""
    import cv2

    factor = longest_side_px / max(frame.width_px, frame.height_px)
    width, height = (max(2, round(n * factor / 2) * 2) for n in (frame.width_px, frame.height_px))
    out = np.empty((height * 3 // 2, width), np.uint8)
    for plane, target in zip(frame.split(), Frame(0.0, out).split(), strict=True):
        cv2.resize(plane, target.shape[::-1], dst=target, interpolation=cv2.INTER_AREA)
    return colours(out)


def _affine(roi: Roi, scale: float, side: int, shrink: int) -> NDArray[np.float64]:
    """From a crop's pixels to the plane's, whose pixels are `shrink` picture pixels wide."""
    turn = _turn(roi.turn_rad) * scale
    middle = np.array([roi.x_px + 0.5, roi.y_px + 0.5]) / shrink - 0.5
    half = np.full(2, 0.5 * (side / shrink - 1))
    return np.column_stack([turn, middle - turn @ half])


def _turn(angle_rad: float) -> NDArray[np.float64]:
    cos, sin = math.cos(angle_rad), math.sin(angle_rad)
    return np.array([[cos, -sin], [sin, cos]])
