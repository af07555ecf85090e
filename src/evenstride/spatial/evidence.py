"""What a film says about the legs in space: where joints are seen, and how deep they may lie."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evenstride.errors import InputError
from evenstride.poses import Array, Poses
from evenstride.skeleton import INDEX, SIDES

JOINTS = tuple(f"{side}_{joint}" for side in SIDES for joint in ("hip", "knee", "ankle"))
COLUMNS = [INDEX[joint] for joint in JOINTS]

BONES = ((0, 1), (1, 2), (3, 4), (4, 5), (0, 3))
"""Thigh and shank of the left and the right leg, and the line of the hips."""

FOCAL = 0.76
"""Focal length over the picture's longer side: a phone's main camera sees like a 26 mm lens on a
36 mm wide film (0.72), and steadying a video crops a twentieth. With 0.62 or 0.86 a knee's error
changes by half a degree."""

DEPTH_SCALE = 0.25
"""Pixels of depth per unit of BlazePose's pixel depth, which is stretched: the same network's
metric landmarks hold 0.20 to 0.31 of it, bone by bone, on two films. 0.2 or 0.3 moves a knee's
error by half a degree."""

SEEN_SD = (0.04, 0.03, 0.02)
"""One SD of a seen hip, knee and ankle, in leg lengths: 2.9 and 2.5 % at knee and ankle against
another pose model, and the hip, which nothing marks, a centimetre worse."""

LEAST_CONFIDENCE = 0.1
"""[E] An unsure joint counts for less, down to this share of a sure one's weight."""

NO_DEPTH = "These keypoints hold no depth, so knee angles from an oblique camera cannot be told."


@dataclass(frozen=True, eq=False)
class Evidence:
    """What the frames that show both legs say, lengths in leg lengths (thigh and shank).

    The camera's axes: x to the right, y down, z away from it.
    """

    frames: NDArray[np.intp]
    """[N] numbers of the frames."""
    time_s: Array
    ray: Array
    """[N, 6, 2] x / z and y / z of each joint."""
    ray_sd: Array
    """[N, 6]"""
    start: Array
    """[N, 6, 3] where the joints may be, to begin with."""
    depth: Array
    """[N, 5] how much farther each bone's end is than its start, as the model thinks."""
    across: Array
    """[3] unit vector from left to right through the body: what knees bend around."""
    turning_deg: float
    """How much the body turned about itself, one SD."""


def gather(poses: Poses) -> Evidence:
    """Everything known before any bone is asked to keep its length."""
    depth_px = poses.depth_px
    if depth_px is None:
        raise InputError(NO_DEPTH)
    shown = np.isfinite(poses.xy_px[:, COLUMNS]).all(axis=(1, 2))
    shown &= np.isfinite(depth_px[:, COLUMNS]).all(axis=1)
    frames = np.flatnonzero(shown)
    focal_px = FOCAL * max(poses.width_px, poses.height_px)
    centre = 0.5 * np.array([poses.width_px - 1, poses.height_px - 1])
    rays = (poses.xy_px[frames] - centre) / focal_px
    body = np.concatenate([rays, DEPTH_SCALE * depth_px[frames, :, None] / focal_px], axis=2)
    ray = rays[:, COLUMNS]
    middle = 0.5 * (ray[:, 0] + ray[:, 3])
    size = _size(poses.time_s[frames], body[:, COLUMNS])
    turned = np.einsum("tij,tkj->tki", _towards(middle), body / size[:, None, None])
    legs = turned[:, COLUMNS]
    hips = 0.5 * (legs[:, 0] + legs[:, 3])
    root = np.concatenate([middle, np.ones((len(middle), 1))], axis=1) / size[:, None]
    axes = _axes(turned)
    sure = np.clip(poses.confidence[frames][:, COLUMNS], LEAST_CONFIDENCE, 1)
    return Evidence(
        frames=frames,
        time_s=poses.time_s[frames],
        ray=ray,
        ray_sd=np.array(SEEN_SD * 2) * size[:, None] / sure,
        start=root[:, None] + legs - hips[:, None],
        depth=np.stack([legs[:, b, 2] - legs[:, a, 2] for a, b in BONES], axis=1),
        across=_unit(np.nanmedian(axes, axis=0)),
        turning_deg=_turning_deg(axes),
    )


def _size(time_s: Array, legs: Array) -> Array:
    """A leg's length over its distance, which changes evenly when somebody comes nearer; [N]."""
    bones = [np.linalg.norm(legs[:, b] - legs[:, a], axis=1) for a, b in BONES[:4]]
    away = 2 / np.sum(bones, axis=0)
    return np.asarray(1 / np.polynomial.Polynomial.fit(time_s, away, 1)(time_s))


def _towards(middle: Array) -> Array:
    """The turn from a crop's own axes, square to the ray to its middle, to the camera's; [N, 3, 3].

    The model sees somebody off the picture's middle as if it stood square in front of them.
    """
    ray = np.concatenate([middle, np.ones((len(middle), 1))], axis=1)
    forward = ray / np.linalg.norm(ray, axis=1, keepdims=True)
    right = np.cross([0.0, 1.0, 0.0], forward)
    right /= np.linalg.norm(right, axis=1, keepdims=True)
    return np.stack([right, np.cross(forward, right), forward], axis=2)


def _axes(turned: Array) -> Array:
    """From left to right through hips and shoulders, frame by frame; [N, 3] unit vectors."""
    hips, shoulders = (
        turned[:, INDEX[f"right_{joint}"]] - turned[:, INDEX[f"left_{joint}"]]
        for joint in ("hip", "shoulder")
    )
    return _unit(_unit(hips) + _unit(shoulders))


def _unit(vector: Array) -> Array:
    return np.asarray(vector / np.linalg.norm(vector, axis=-1, keepdims=True))


def _turning_deg(axes: Array) -> float:
    """How much the body's line turned about the upright."""
    turn = np.unwrap(np.arctan2(axes[:, 2], axes[:, 0])[np.isfinite(axes).all(axis=1)])
    return float(np.degrees(turn.std())) if len(turn) else float("nan")
