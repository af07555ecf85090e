"""BlazePose on LiteRT: the two networks of MediaPipe Pose (Apache-2.0), run one picture at a time.

Bazarevsky et al. 2020, "BlazePose: on-device real-time body pose tracking", arXiv 2006.10204.
Deviations from MediaPipe's own loop: no tracking between frames, no smoothing, the crop is not
turned while the body is upright, and confidence takes the segmentation mask into account.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from evenstride.pose import weights as store
from evenstride.pose.agreeing import agreed, agreed_on_legs, between, mirrored, relabelled
from evenstride.pose.backends import Landmarks, Person
from evenstride.pose.network import Network
from evenstride.skeleton import KEYPOINTS, PAIRED
from evenstride.video import Image

Float32 = NDArray[np.float32]

DETECTOR_PX: Final = 224
CROP_PX: Final = 256
ANCHORS: Final = ((8, 2), (16, 2), (32, 6))
"""(stride in pixels, anchors per cell) of the detector's grids: 2254 anchors."""
LEAST_SCORE: Final = 0.5
"""Detections below are nobody (MediaPipe's own threshold)."""
SAME_BODY: Final = 0.5
"""Hips closer than this share of the reach are one person, seen by several anchors [E]."""

JOINTS: Final = dict(
    zip(PAIRED, (7, 11, 13, 15, 23, 25, 27, 29, 31), strict=True)
)
"""The model's number of each left joint; the right one follows it."""
ROWS: Final = np.array(
    [
        0 if name == "nose" else JOINTS[name.partition("_")[2]] + name.startswith("right")
        for name in KEYPOINTS
    ]
    + [33, 34]
)
"""The model's rows in our order, then the hips' middle and the end of the body."""

WINDOW: Final = 7
"""Cells of a heatmap averaged around a landmark (MediaPipe's refinement)."""
LEAST_PEAK: Final = 0.3
"""A flatter heatmap moves nothing. MediaPipe has 0.5; with 0.3 the near leg's 90th percentile
against RTMPose falls from 11 to 7 % of leg length at the heel and from 17 to 14 at the toe."""
CELL_PX: Final = 4
"""Crop pixels per heatmap cell."""
OFF_BODY: Final = 0.5
"""What is left of the confidence of a keypoint that lies well outside the body's mask [E]."""
MASK_MARGIN_PX: Final = 6
"""Crop pixels a keypoint may lie outside the mask before it is doubted [E]."""


class BlazePose:
    """BlazePose, full size: people at 224 pixels, 39 landmarks at 256 pixels."""

    picture_px = DETECTOR_PX
    crop_px = CROP_PX

    def __init__(self, detector: Path, landmarker: Path) -> None:
        self._detector = Network(detector)
        self._landmarker = Network(landmarker)

    def people(self, image: Image) -> tuple[Person, ...]:
        """Everybody in a small picture [H, W, 3], the surest first.

        The picture and its mirror image both count, as in `landmarks`.
        """
        width = image.shape[1]
        flipped = self._found(image[:, ::-1])
        back = [replace(p, x_px=width - 1 - p.x_px, turn_rad=-p.turn_rad) for p in flipped]
        return tuple(_merged(self._found(image), back))

    def _found(self, image: Image) -> list[Person]:
        top = (DETECTOR_PX - image.shape[0]) // 2
        left = (DETECTOR_PX - image.shape[1]) // 2
        boxed = np.full((DETECTOR_PX, DETECTOR_PX, 3), -1, np.float32)
        inside = boxed[top : top + image.shape[0], left : left + image.shape[1]]
        np.divide(image, np.float32(127.5), out=inside, dtype=np.float32)
        inside -= 1
        raw, logits = self._detector(boxed)
        return list(_people(raw[0], logits[0, :, 0], shift=(left + 0.5, top + 0.5)))

    def landmarks(self, crop: Image, *, any_posture: bool = False) -> Landmarks:
        """The keypoints of the person in the middle of a crop [256, 256, 3].

        The model does not treat left and right alike: on a drawn runner with equal legs it bent
        the far knee 8 degrees further when he ran one way than the other. So it looks at the crop
        and at its mirror image, and both answers count: a film and its mirror image agree, and
        where the two answers part, confidence falls. With its arms overhead and its back to the
        camera a body looks like one that faces it: then the second answer takes the first one's
        left and right.
        """
        one = self._seen(crop, mask=any_posture)
        two = mirrored(self._seen(crop[:, ::-1], mask=any_posture), CROP_PX)
        return agreed_on_legs(one, relabelled(two, one)) if any_posture else agreed(one, two)

    def glance(self, crop: Image, *, mirror: bool) -> Landmarks:
        """The keypoints and the mask from one look at a crop, or at its mirror image."""
        if mirror:
            return mirrored(self._seen(crop[:, ::-1], mask=True), CROP_PX)
        return self._seen(crop, mask=True)

    def _seen(self, crop: Image, *, mask: bool) -> Landmarks:
        values, presence, body_mask, heat, _ = self._landmarker(
            np.multiply(crop, np.float32(1 / 255), dtype=np.float32)
        )
        rows = values.reshape(-1, 5)[ROWS].astype(np.float64)
        xy = _refined(rows[:, :2], heat[0])
        sure = _sigmoid(rows[:, 3]) * _sigmoid(rows[:, 4])
        sure *= np.where(_on_body(xy, body_mask[0, :, :, 0]), 1.0, OFF_BODY)
        body = len(KEYPOINTS)
        return Landmarks(
            xy=xy[:body] - 0.5,
            depth=rows[:body, 2],
            confidence=sure[:body],
            presence=float(presence[0, 0]),
            person=_person(xy[body] - 0.5, xy[body + 1] - 0.5, float(presence[0, 0])),
            # The network's own memory is written over at the next look.
            mask=body_mask[0, :, :, 0].copy() if mask else None,
        )


def _merged(ones: Sequence[Person], others: Sequence[Person]) -> list[Person]:
    """People found in a picture and in its mirror image, each once, the surest first."""
    left, merged = list(others), []
    for one in ones:
        same = min(left, key=one.distance_px, default=None)
        if same is not None and one.distance_px(same) < SAME_BODY * one.reach_px:
            left.remove(same)
            merged.append(between(one, same))
        else:
            merged.append(one)
    return sorted([*merged, *left], key=lambda person: -person.score)


def open_model(weights: Path | None = None) -> BlazePose:
    """BlazePose with its weights from wherever they can be had."""
    found = store.resolve(weights)
    return BlazePose(found.detector, found.landmarker)


@cache
def _anchors() -> NDArray[np.float64]:
    """The middle of each anchor in detector pixels, [2254, 2]."""
    grids = []
    for stride, count in ANCHORS:
        middles = (np.arange(DETECTOR_PX // stride) + 0.5) * stride
        y, x = np.meshgrid(middles, middles, indexing="ij")
        grids.append(np.repeat(np.stack([x.ravel(), y.ravel()], axis=1), count, axis=0))
    return np.concatenate(grids)


def _people(raw: Float32, logits: Float32, *, shift: tuple[float, float]) -> Iterator[Person]:
    """People from the anchors that fired; those on one body are averaged by their scores."""
    fired = np.flatnonzero(logits > math.log(LEAST_SCORE / (1 - LEAST_SCORE)))
    fired = fired[np.argsort(-logits[fired])]
    scores = _sigmoid(logits[fired].astype(np.float64))
    points = raw[fired, 4:].reshape(-1, 4, 2) + _anchors()[fired, None] - np.array(shift)
    hips, ends = points[:, 0], points[:, 1]
    while len(hips):
        reach = np.linalg.norm(ends[0] - hips[0])
        same = np.linalg.norm(hips - hips[0], axis=1) < SAME_BODY * reach
        same[0] = True
        hip, end = (np.average(p[same], axis=0, weights=scores[same]) for p in (hips, ends))
        yield _person(hip, end, float(scores[0]))
        hips, ends, scores = hips[~same], ends[~same], scores[~same]


def _person(hip: NDArray[np.float64], end: NDArray[np.float64], score: float) -> Person:
    right, up = float(end[0] - hip[0]), float(hip[1] - end[1])
    return Person(float(hip[0]), float(hip[1]), math.hypot(right, up), math.atan2(right, up), score)


def _refined(xy: NDArray[np.float64], heat: Float32) -> NDArray[np.float64]:
    """Landmarks moved to the middle of their own heatmap, where it has a clear peak.

    A cell's number times its width, without half a cell more: only so do a picture and its
    mirror image agree (to 0.03 pixels of the crop, against 2.0).
    """
    cells = np.floor(xy / CELL_PX).astype(int)
    span = np.arange(WINDOW) - WINDOW // 2
    rows, columns = cells[:, 1, None] + span, cells[:, 0, None] + span
    size = heat.shape[0]
    inside = _within(rows, size)[:, :, None] & _within(columns, size)[:, None]
    logits = heat[
        np.clip(rows, 0, size - 1)[:, :, None],
        np.clip(columns, 0, size - 1)[:, None],
        ROWS[:, None, None],
    ]
    glow = _sigmoid(logits.astype(np.float64)) * inside
    total = np.maximum(glow.sum(axis=(1, 2)), 1e-9)
    x = (glow.sum(axis=1) * columns).sum(axis=1) / total * CELL_PX
    y = (glow.sum(axis=2) * rows).sum(axis=1) / total * CELL_PX
    clear = glow.max(axis=(1, 2)) >= LEAST_PEAK
    return np.where(clear[:, None], np.stack([x, y], axis=1), xy)


def _within(cells: NDArray[np.int_], size: int) -> NDArray[np.bool_]:
    return np.asarray((cells >= 0) & (cells < size))


def _on_body(xy: NDArray[np.float64], mask: Float32) -> NDArray[np.bool_]:
    """Whether each point has a piece of the body's mask within a small square around it."""
    size = mask.shape[0]
    near = np.zeros(len(xy), bool)
    for dx in (-MASK_MARGIN_PX, 0, MASK_MARGIN_PX):
        for dy in (-MASK_MARGIN_PX, 0, MASK_MARGIN_PX):
            at = np.clip(np.floor(xy + np.array([dx, dy])).astype(int), 0, size - 1)
            near |= mask[at[:, 1], at[:, 0]] > 0
    return near


def _sigmoid(logits: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(logits, -60, 60))))
