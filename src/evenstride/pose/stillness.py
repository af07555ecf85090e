"""What stands still in a picture: how far it has shifted, and which way is up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from evenstride.pose.backends import Person
from evenstride.poses import Array
from evenstride.video import Image

MOST_POINTS: Final = 100
LEAST_POINTS: Final = 12
"""Fewer points of the background than this say nothing about the camera [E]."""
CLEARANCE: Final = 1.1
"""A point is nobody's from this many reaches away from their hips [E]."""
THERE_AND_BACK_PX: Final = 0.7
"""A point followed to the other picture and back must return to within this [E]."""
AGREEMENT_PX: Final = 3.0
"""Half of the points must move alike to within this, or something else moved [E]."""

BUILT_TRUE_DEG: Final = 20.0
"""Edges within this of upright are taken for walls, posts and doors, built true [E]."""
LEAST_EDGE: Final = 0.08
"""An edge counts from this share of the picture's longest side [E]."""
LEAST_EDGES: Final = 4
"""Fewer edges than this say nothing about the camera's tilt [E]."""
MOST_SPREAD_DEG: Final = 3.0
"""Edges that disagree by more than this were not built true [E]."""
LEAST_SPREAD_DEG: Final = 0.5
"""What an edge's direction is uncertain by at best, lens distortion included [E]."""
CONVERGENCE_DEG: Final = 4.0
"""How far edges at the rim lean where the camera looks 10 degrees up or down [E]."""
BORDER_PX: Final = 4
"""An edge this close to the picture's rim is the rim of a black border [E]."""
MOST_UNSURE_DEG: Final = 2.0
"""A tilt less sure than this is unknown [E]."""


UNKNOWN: Final = (float("nan"), float("nan"))


@dataclass(frozen=True, eq=False)
class Background:
    """A grey picture and the points of it that belong to nobody."""

    picture: Image
    corners: NDArray[np.float32]
    """[N, 1, 2] x and y of each point."""

    def shift_to(self, after: Image, people: Sequence[Person]) -> tuple[float, float] | None:
        """How far it has moved in a later picture, what people stand before left out, px."""
        import cv2

        corners = self.corners[_free(self.corners[:, 0], people)]
        if len(corners) < LEAST_POINTS:
            return None
        there = cv2.calcOpticalFlowPyrLK(self.picture, after, corners, np.empty_like(corners))[0]
        back = cv2.calcOpticalFlowPyrLK(after, self.picture, there, np.empty_like(corners))[0]
        returned = np.linalg.norm(np.subtract(back, corners), axis=-1) < THERE_AND_BACK_PX
        moves = np.subtract(there, corners)[returned]
        return _agreed(moves) if len(moves) >= LEAST_POINTS else None


def background_of(picture: Image, people: Sequence[Person]) -> Background:
    """The points of a grey picture that can be followed and belong to nobody."""
    import cv2

    corners = _array(cv2.goodFeaturesToTrack(picture, MOST_POINTS, 0.01, 8), (0, 1, 2))
    return Background(picture, corners[_free(corners[:, 0], people)])


def tilt_of(still: Image) -> tuple[float, float]:
    """How far the camera was rolled clockwise and the standard deviation of that, degrees.

    From the upright edges in a grey picture without anybody moving. A camera that looks up or
    down makes them converge, the more the farther from the middle: a line over the edges' places
    is fitted, and its value in the middle is the roll. Level edges are not used: one that leads
    into the distance slopes however level the camera is.
    """
    lean_deg, place, length = _upright_edges(still)
    if len(lean_deg) < LEAST_EDGES:
        return UNKNOWN
    design = np.column_stack([np.ones_like(place), place])
    weight = length / length.mean()
    answer, spread = np.array([np.median(lean_deg), 0.0]), MOST_SPREAD_DEG
    for _ in range(8):
        off = lean_deg - design @ answer
        spread = max(1.4826 * float(np.median(abs(off))), LEAST_SPREAD_DEG)
        sure = weight * np.clip(1 - (off / (4 * spread)) ** 2, 0, None) ** 2 / spread**2
        precision = design.T @ (sure[:, None] * design) + np.diag([0.0, CONVERGENCE_DEG**-2])
        answer = np.linalg.solve(precision, design.T @ (sure * lean_deg))
    sd_deg = float(np.sqrt(np.linalg.inv(precision)[0, 0] + LEAST_SPREAD_DEG**2))
    if spread > MOST_SPREAD_DEG or sd_deg > MOST_UNSURE_DEG:
        return UNKNOWN
    return float(answer[0]), sd_deg


def _array(found: object, empty: tuple[int, ...]) -> NDArray[np.float32]:
    """OpenCV's answer, which is None where there is nothing, though its types deny it."""
    return np.empty(empty, np.float32) if found is None else np.asarray(found, np.float32)


def _free(points: NDArray[np.float32], people: Sequence[Person]) -> NDArray[np.bool_]:
    """Which points [N, 2] lie outside everybody's circle."""
    free = np.ones(len(points), bool)
    for person in people:
        away = np.hypot(points[:, 0] - person.x_px, points[:, 1] - person.y_px)
        free &= away > CLEARANCE * person.reach_px
    return free


def _agreed(moves: NDArray[np.float32]) -> tuple[float, float] | None:
    """The movement most points share."""
    middle = np.median(moves, axis=0)
    alike = np.linalg.norm(moves - middle, axis=1) < AGREEMENT_PX
    return (float(middle[0]), float(middle[1])) if alike.mean() > 0.5 else None  # noqa: PLR2004  # most


def _upright_edges(still: Image) -> tuple[Array, Array, Array]:
    """Lean in degrees, + anticlockwise, place from -1 left to 1 right, and length of each."""
    import cv2

    found = cv2.createLineSegmentDetector().detect(still)[0]
    edges = _array(found, (0, 4)).reshape(-1, 4).astype(np.float64)
    dx, dy = edges[:, 2] - edges[:, 0], edges[:, 3] - edges[:, 1]
    middle, half = 0.5 * (edges[:, 0] + edges[:, 2]), 0.5 * still.shape[1]
    length = np.hypot(dx, dy)
    lean_deg = (np.degrees(np.arctan2(dx, dy)) + 90) % 180 - 90
    kept = (length > LEAST_EDGE * max(still.shape)) & (abs(lean_deg) < BUILT_TRUE_DEG)
    kept &= abs(middle - half) < half - BORDER_PX
    return lean_deg[kept], (middle[kept] - half) / half, length[kept]
