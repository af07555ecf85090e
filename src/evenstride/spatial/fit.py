"""Both legs in space, all frames at once: bones keep their length and knees are hinges."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from evenstride.poses import Array
from evenstride.spatial.evidence import BONES, Evidence
from evenstride.spatial.solving import Equations, Rows, acceleration_bands

LENGTHS = (0, 1, 0, 1, 2)
"""Which length each bone has: thigh, shank, thigh, shank, hips. The sides are alike."""

BONE_SD = (0.01, 0.01, 0.01, 0.01, 0.02)
"""[E] One SD of a bone's length in leg lengths: joints roll and glide by some millimetres, and
the hips are seen worst."""

THIGH, THIGH_SD = 0.4995, 0.02
"""Thigh over thigh and shank: 0.245 of 0.245 + 0.246 of height (Drillis & Contini 1966), and how
much people differ."""

WIDTH_SD = 0.05
"""[E] How far the model's own idea of the hips' width may be off, in leg lengths."""

DEPTH_SD = 0.15
"""One SD of a bone's depth as the model thinks it, in leg lengths: 0.03 to 0.12 in two films with
motion capture, and the error lasts, so that frames do not average it away."""

HINGE_SD = 0.1
"""One SD of how far a thigh or shank leaves the plane its leg bends in, in bone lengths: 0.02 to
0.07 in motion capture of a squat and of walking."""

PLANE_HOLD = 0.02
"""How firmly that plane stands square to the body's left-right line, against one bone a frame:
HINGE_SD^2 over toes that point 10 degrees outwards (0.2^2) and a dozen independent moments [E]."""

HUBER = 2.0
"""[E] A joint seen this many SDs off counts less and less."""

ROUNDS, STILL = 40, 1e-4
"""[E] Steps of Gauss and Newton at most, and when they have arrived (leg lengths)."""

FARTHEST_STEP = 0.3
"""[E] No joint moves farther in one step, in leg lengths: the first ones would overshoot."""


@dataclass(frozen=True, eq=False)
class Legs:
    """Where hips, knees and ankles were: [N, 6, 3] leg lengths, and its covariance [N, 18, 18].

    The covariance is that of one frame alone: what a film gets wrong lasts longer than a movement,
    so neighbours do not average it away.
    """

    joints: Array
    covariance: Array


def fit(seen: Evidence) -> Legs:
    """The legs that agree best with everything at once, by Gauss and Newton's method."""
    joints = seen.start.copy()
    widths = [float(np.median(_length(joints, bone))) for bone in BONES]
    expected = np.array([THIGH, 1 - THIGH, widths[4]])
    lengths = expected.copy()
    bands = acceleration_bands(seen.time_s)
    prior = np.array([THIGH_SD, THIGH_SD, WIDTH_SD])
    planes = _planes(seen, joints)
    for _ in range(ROUNDS):
        rows = _rows(seen, joints, lengths, planes)
        equations = Equations.of(rows, bands, joints).expecting(expected - lengths, prior)
        step, stretch = equations.solved()
        share = min(1.0, FARTHEST_STEP / float(np.abs(step).max()))
        joints, lengths = joints + share * step, lengths + share * stretch
        planes = _planes(seen, joints)
        if np.abs(step).max() < STILL:
            break
    rows = _rows(seen, joints, lengths, planes)
    information = np.einsum("nri,nrj->nij", rows.by_joint, rows.by_joint)
    return Legs(joints, np.linalg.inv(information + 1e-6 * np.eye(18)))


def _planes(seen: Evidence, joints: Array) -> Array:
    """What each leg bends around, [2, 3]: square to its bones, but near the body's own line."""
    found = []
    for a, b, c in ((0, 1, 2), (3, 4, 5)):
        bones = 2 * np.concatenate([joints[:, b] - joints[:, a], joints[:, c] - joints[:, b]])
        spread = bones.T @ bones / len(bones) + PLANE_HOLD * np.eye(3)
        line = np.linalg.solve(spread, seen.across)
        found.append(line / np.linalg.norm(line))
    return np.array(found)


def _rows(seen: Evidence, joints: Array, lengths: Array, planes: Array) -> Rows:
    """All residuals of each frame: 12 of rays, 5 of lengths, 5 of depths, 4 of the hinges."""
    lines = [joints[:, b] - joints[:, a] for a, b in BONES]
    deeper = np.tile([0, 0, 1 / DEPTH_SD], (len(joints), 1))
    parts = [_ray_rows(seen, joints)]
    for line, deep, bone in zip(lines, seen.depth.T, BONES, strict=True):
        parts.append(_one((deep - line[:, 2]) / DEPTH_SD, bone, deeper))
    for line, bone, plane in zip(lines[:4], BONES[:4], planes.repeat(2, axis=0), strict=True):
        aside = plane / (0.5 * HINGE_SD)
        parts.append(_one(-line @ aside, bone, np.tile(aside, (len(joints), 1))))
    for line, bone, which, sd in zip(lines, BONES, LENGTHS, BONE_SD, strict=True):
        length = np.linalg.norm(line, axis=1)
        longer = np.zeros((len(joints), 3))
        longer[:, which] = -1 / sd
        missing = (lengths[which] - length) / sd
        parts.append(_one(missing, bone, line / length[:, None] / sd, longer))
    return Rows.together(parts)


def _ray_rows(seen: Evidence, joints: Array) -> Rows:
    """How far each joint is from the ray on which it was seen."""
    frames, count = joints.shape[:2]
    deep = joints[..., 2:]
    off = (seen.ray - joints[..., :2] / deep) / seen.ray_sd[..., None]
    far = np.linalg.norm(off, axis=-1, keepdims=True)
    weight = np.sqrt(np.minimum(1.0, HUBER / np.maximum(far, 1e-9)))
    change = np.zeros((frames, count, 2, count, 3))
    each = np.arange(count)
    for axis in (0, 1):
        scale = weight[..., 0] / seen.ray_sd / deep[..., 0]
        change[:, each, axis, each, axis] = scale
        change[:, each, axis, each, 2] = -scale * joints[..., axis] / deep[..., 0]
    return Rows(
        (weight * off).reshape(frames, -1),
        change.reshape(frames, 2 * count, 3 * count),
        np.zeros((frames, 2 * count, 3)),
    )


def _one(
    residual: Array, bone: tuple[int, int], change: Array, by_length: Array | None = None
) -> Rows:
    """One residual a frame that depends on a bone's two ends in opposite ways."""
    by_joint = np.zeros((len(residual), 1, 6, 3))
    by_joint[:, 0, bone[1]], by_joint[:, 0, bone[0]] = change, -change
    lengths = np.zeros((len(residual), 3)) if by_length is None else by_length
    return Rows(residual[:, None], by_joint.reshape(-1, 1, 18), lengths[:, None])


def _length(joints: Array, bone: tuple[int, int]) -> Array:
    return np.asarray(np.linalg.norm(joints[:, bone[1]] - joints[:, bone[0]], axis=1))
