"""From where the runner is seen, which way they go, and whether the ground moves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from evenstride.errors import NoRunner
from evenstride.poses import Array, Poses

View = Literal["side", "rear", "front"]
Facing = Literal["left", "right", "away", "towards"]
Surface = Literal["treadmill", "overground"]

SHOULDERS_TO_TRUNK = 0.75
"""Shoulder width over trunk length: 0.23 and 0.30 of height (Drillis & Contini 1966)."""

FRONTAL_FROM_DEG = 45.0
"""[E] Turned further than this towards the camera's axis, a runner counts as seen from behind
or in front."""

TRAVEL = 1.5
"""[E] Leg lengths a runner must pass through the picture to be running overground; people on a
treadmill drift by less than half of one."""

GROWTH = 1.25
"""[E] Change of size in the picture that tells coming nearer or going away overground."""

FEW_FRAMES = 10
"""[E] Too few to tell a change of size from the trunk's own jitter."""

UNSEEN_TRUNK = (
    "Shoulders and hips were never seen together, so nobody can be measured. "
    "Film the whole body, from head to feet."
)


@dataclass(frozen=True)
class Orientation:
    """From where a runner is seen and which way they go."""

    view: View
    facing: Facing
    turn_deg: float
    """How far the camera stands off the ideal line for this view, 0 at best."""


def orientation(poses: Poses, view: View | None = None) -> Orientation:
    """See from where the runner was filmed; a given view is taken as told."""
    if not np.isfinite(trunk_px(poses)).any():
        raise NoRunner(UNSEEN_TRUNK)
    width = _signed_width(poses)
    turn_deg = float(np.degrees(np.arcsin(np.clip(abs(width) / SHOULDERS_TO_TRUNK, 0, 1))))
    chosen = view or _view(turn_deg, width)
    if chosen == "side":
        return Orientation(chosen, "right" if _forward(poses) > 0 else "left", turn_deg)
    facing: Facing = "away" if chosen == "rear" else "towards"
    return Orientation(chosen, facing, 90.0 - turn_deg)


def _view(turn_deg: float, width: float) -> View:
    if turn_deg < FRONTAL_FROM_DEG:
        return "side"
    return "rear" if width > 0 else "front"


def _signed_width(poses: Poses) -> float:
    """Shoulder width over trunk length, + when the right shoulder is on the picture's right.

    The mean over the clip: the shoulders' own turning with each stride averages out.
    """
    across = poses["right_shoulder"][:, 0] - poses["left_shoulder"][:, 0]
    return float(np.nanmedian(across) / np.nanmedian(trunk_px(poses)))


def trunk_px(poses: Poses) -> Array:
    """Length of the trunk in the picture, hips' to shoulders' middle, [T] px."""
    return np.asarray(np.linalg.norm(poses.middle("shoulder") - poses.middle("hip"), axis=1))


def _forward(poses: Poses) -> float:
    """Which way the feet and the face point in the picture, + to the right."""
    feet = [poses[f"{side}_toe"] - poses[f"{side}_heel"] for side in ("left", "right")]
    return float(np.nanmedian(np.concatenate([foot[:, 0] for foot in feet])))


def surface(poses: Poses, view: View) -> Surface:
    """Whether the runner stays in place on a belt or passes over the ground."""
    if view == "side":
        hips = poses.middle("hip")[:, 0]
        hips = hips[np.isfinite(hips)]
        travel = np.ptp(hips) / leg_length_px(poses, view).mean() if len(hips) else 0.0
        return "overground" if travel > TRAVEL else "treadmill"
    size = trunk_px(poses)
    size = size[np.isfinite(size)]
    tenth = max(len(size) // 10, 1)
    ratio = np.median(size[-tenth:]) / np.median(size[:tenth]) if len(size) else 1.0
    return "overground" if max(ratio, 1 / ratio) > GROWTH else "treadmill"


def leg_length_px(poses: Poses, view: View) -> Array:
    """Length of a leg, hip to knee to ankle, at the runner's distance; [T] px.

    In a side view thigh and shank lie in the picture's plane, so their usual length is the
    true one. From behind they foreshorten in swing, and the upper end of the spread is the
    true one. A runner who comes nearer grows; the trunk tells by how much.
    """
    share = 50 if view == "side" else 85
    legs = [
        np.linalg.norm(poses[f"{side}_{a}"] - poses[f"{side}_{b}"], axis=1)
        for side in ("left", "right")
        for a, b in (("hip", "knee"), ("knee", "ankle"))
    ]
    size = _size(poses, view)
    ratios = [np.nanpercentile(leg / size, share) for leg in legs if np.isfinite(leg).any()]
    return np.asarray(2 * np.mean(ratios) * size) if ratios else np.full(len(poses), np.nan)


def _size(poses: Poses, view: View) -> Array:
    """How large the runner is in the picture; constant unless they come nearer or go away."""
    trunk = trunk_px(poses)
    seen = np.isfinite(trunk)
    if not seen.any():
        return np.full(len(poses), np.nan)
    if view == "side" or seen.sum() < FEW_FRAMES:
        return np.full(len(poses), float(np.nanmedian(trunk)))
    trend = np.polynomial.Polynomial.fit(poses.time_s[seen], 1 / trunk[seen], 1)
    return np.asarray(1 / np.maximum(trend(poses.time_s), 1e-6))
