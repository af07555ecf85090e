"""The quiet room the drawn runner is filmed in: true verticals, a treadmill or a track."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from evenstride.events import Surface
from evenstride.figure.anatomy import Colour
from evenstride.figure.camera import Camera
from evenstride.figure.painting import SHIFT, Image
from evenstride.poses import Array

WALL: Final[Colour] = (205, 208, 204)
SKIRTING: Final[Colour] = (236, 236, 232)
FLOOR: Final[Colour] = (158, 140, 120)
TRACK: Final[Colour] = (172, 104, 88)
LINE: Final[Colour] = (238, 232, 224)
DOOR: Final[Colour] = (182, 170, 150)
FRAME: Final[Colour] = (120, 108, 92)
BELT: Final[Colour] = (66, 68, 72)
DECK: Final[Colour] = (112, 116, 122)
METAL: Final[Colour] = (88, 94, 102)
# [E] The furniture, in metres.
WALL_AWAY_M: Final = 1.9
WALL_TOP_M: Final = 3.4
DECK_M: Final = 0.17
BELT_LENGTH_M: Final = (-0.85, 0.80)
BELT_HALF_WIDTH_M: Final = 0.26
UPRIGHT_AHEAD_M: Final = 0.80
UPRIGHT_TOP_M: Final = 1.12
DOOR_EVERY_M: Final = 2.4


@dataclass(frozen=True, eq=False)
class Room:
    """One picture of the room."""

    camera: Camera
    aim: Array
    image: Image

    def fill(self, colour: Colour, corners: list[tuple[float, float, float]]) -> None:
        """Paint a flat polygon given in the room."""
        import cv2

        xy, _ = self.camera.project(np.array(corners), self.aim)
        points = np.rint(xy * (1 << SHIFT)).clip(-(2**24), 2**24).astype(np.int32)
        cv2.fillPoly(self.image, [points[:, np.newaxis]], colour, cv2.LINE_AA, SHIFT)

    def post(
        self, colour: Colour, foot: tuple[float, float, float], top_m: float, half_m: float
    ) -> None:
        """Paint an upright post that always faces the camera."""
        right = self.camera.right
        x, y, z = foot
        dx, dz = half_m * right[0], half_m * right[2]
        self.fill(
            colour,
            [
                (x - dx, y, z - dz),
                (x + dx, y, z + dz),
                (x + dx, top_m, z + dz),
                (x - dx, top_m, z - dz),
            ],
        )


def room(camera: Camera, aim: Array, surface: Surface) -> Image:
    """The empty room as the camera sees it, RGB."""
    image = np.empty((camera.height_px, camera.width_px, 3), dtype=np.uint8)
    image[:] = WALL
    floor_m = -DECK_M if surface == "treadmill" else 0.0
    place = Room(camera, aim, image)
    _wall(place, floor_m)
    if surface == "treadmill":
        _treadmill(place, floor_m)
    else:
        _track(place)
    return _softened(image)


def _wall(place: Room, floor_m: float) -> None:
    """Floor, skirting board and doors with their frames."""
    right, away = place.camera.right, place.camera.away
    along = float(place.aim @ right)

    def at(across: float, up: float, depth: float = WALL_AWAY_M) -> tuple[float, float, float]:
        x, _, z = across * right + depth * away
        return float(x), up, float(z)

    def panel(colour: Colour, left: float, wide: float, low: float, high: float) -> None:
        ends = (left, left + wide)
        place.fill(
            colour, [at(ends[0], low), at(ends[1], low), at(ends[1], high), at(ends[0], high)]
        )

    near = -0.8 * place.camera.distance_m
    wide = (along - 9.0, along + 9.0)
    place.fill(
        FLOOR,
        [
            at(wide[0], floor_m),
            at(wide[1], floor_m),
            at(wide[1], floor_m, near),
            at(wide[0], floor_m, near),
        ],
    )
    first = np.floor((along - 4.0) / DOOR_EVERY_M) * DOOR_EVERY_M
    for left in np.arange(first, along + 4.0, DOOR_EVERY_M):
        panel(FRAME, float(left) - 0.56, 1.0, floor_m, 2.10)
        panel(DOOR, float(left) - 0.50, 0.88, floor_m, 2.04)
        panel(SKIRTING, float(left) + 0.44, DOOR_EVERY_M - 1.0, floor_m, floor_m + 0.10)


def _treadmill(place: Room, floor_m: float) -> None:
    """Deck, belt and the uprights; no console hides the runner."""
    back, front = BELT_LENGTH_M
    wide, deck = BELT_HALF_WIDTH_M, BELT_HALF_WIDTH_M + 0.07
    for side in (-deck, deck):
        place.fill(
            METAL,
            [
                (back - 0.05, floor_m, side),
                (front + 0.1, floor_m, side),
                (front + 0.1, -0.01, side),
                (back - 0.05, -0.01, side),
            ],
        )
    for end in (back - 0.05, front + 0.1):
        place.fill(
            METAL,
            [(end, floor_m, -deck), (end, floor_m, deck), (end, -0.01, deck), (end, -0.01, -deck)],
        )
    for colour, half, more in ((DECK, deck, 0.05), (BELT, wide, 0.0)):
        low, high = back - more, front + more
        place.fill(colour, [(low, 0, -half), (high, 0, -half), (high, 0, half), (low, 0, half)])
    for side in (-deck, deck):
        place.post(METAL, (UPRIGHT_AHEAD_M, floor_m, side), UPRIGHT_TOP_M, 0.022)


def _track(place: Room) -> None:
    """A running track with a white line on either side."""
    start, end = float(place.aim[0]) - 12.0, float(place.aim[0]) + 12.0
    if place.camera.view != "side":
        start = max(start, float(place.aim[0]) - 0.8 * place.camera.distance_m)
        end = min(end, float(place.aim[0]) + 0.8 * place.camera.distance_m)
    for colour, left, right in ((TRACK, -0.61, 0.61), (LINE, -0.66, -0.61), (LINE, 0.61, 0.66)):
        place.fill(colour, [(start, 0, left), (end, 0, left), (end, 0, right), (start, 0, right)])


def _softened(image: Image) -> Image:
    """The room a little out of focus, lit from above."""
    import cv2

    light = np.linspace(1.05, 0.92, image.shape[0])[:, np.newaxis, np.newaxis]
    lit = np.clip(image * light, 0, 255).astype(np.uint8)
    soft: Image = cv2.GaussianBlur(lit, (0, 0), 1.0).astype(np.uint8)
    return soft
