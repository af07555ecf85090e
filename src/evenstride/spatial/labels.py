"""Legs whose labels the pose model exchanged, put back by how far each joint would have leapt."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from evenstride.poses import Array, Poses
from evenstride.signals import two_states
from evenstride.skeleton import INDEX, SIDES

TOGETHER = ("knee", "ankle", "heel", "toe")
"""Joints of a leg whose labels change sides together; the hips keep theirs."""

FARTHEST = 0.5
"""[E] Trunk lengths beyond which a joint has leapt, however far."""

KEEPS = 0.05
"""[E] Trunk lengths a frame that the model's own labels are worth."""

FROM_THE_SIDE = 0.375
"""Shoulders this narrow in the picture, in trunk lengths, are seen from the side: their width of
0.75 (Drillis & Contini 1966) at 30 degrees. There each stride carries one leg past the other
faster than labels can be followed, and the legs' rhythm tells them apart (`cleaning`)."""


def untangled(poses: Poses) -> tuple[Poses, int]:
    """Exchange the legs back where they had changed places between frames, and count the frames.

    A leg moves little from one frame to the next, a label that jumps to the other leg moves as
    far as the legs are apart. Of all ways to label the film the one with the least movement is
    taken (Viterbi's algorithm with two states). It needs no rhythm, so it holds for squats.
    """
    left, right = ([INDEX[f"{side}_{joint}"] for joint in TOGETHER] for side in SIDES)
    size = _trunk_px(poses)
    width = np.abs(poses["right_shoulder"][:, 0] - poses["left_shoulder"][:, 0])
    if not np.isfinite(width).any() or np.nanmedian(width) < FROM_THE_SIDE * size:
        return poses, 0
    same = _movement(poses, left, left) + _movement(poses, right, right)
    crossed = _movement(poses, left, right) + _movement(poses, right, left)
    swapped = two_states(np.full(len(poses), KEEPS), same / size, crossed / size)
    order = np.arange(poses.xy_px.shape[1])
    order[left + right] = right + left
    columns = np.where(swapped[:, None], order, np.arange(len(order)))
    depth = poses.depth_px
    return replace(
        poses,
        xy_px=np.take_along_axis(poses.xy_px, columns[..., None], axis=1),
        confidence=np.take_along_axis(poses.confidence, columns, axis=1),
        depth_px=None if depth is None else np.take_along_axis(depth, columns, axis=1),
    ), int(swapped.sum())


def _trunk_px(poses: Poses) -> float:
    trunk = np.linalg.norm(poses.middle("shoulder") - poses.middle("hip"), axis=1)
    return float(np.nanmedian(trunk)) if np.isfinite(trunk).any() else 1.0


def _movement(poses: Poses, before: list[int], after: list[int]) -> Array:
    """How far joints are from where others were a frame earlier, [T - 1] px."""
    farthest = FARTHEST * _trunk_px(poses)
    away = np.linalg.norm(poses.xy_px[1:, after] - poses.xy_px[:-1, before], axis=-1)
    return np.asarray(np.nan_to_num(np.minimum(away, farthest)).sum(axis=1))
