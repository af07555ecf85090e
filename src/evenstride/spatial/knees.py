"""How far the knees are bent, seen from any side by one camera."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from evenstride.errors import InputError
from evenstride.poses import Array, Poses
from evenstride.skeleton import SIDES, Side
from evenstride.spatial.evidence import gather
from evenstride.spatial.fit import Legs, fit
from evenstride.spatial.labels import untangled

FEW_FRAMES = 10
"""[E] Fewer frames say too little about how long the bones are."""

LASTING = 0.5
"""How much of one frame's own uncertainty a whole film leaves. Its errors last, so that frames
average little of it away: 0.54 in a film of squats, 0.51 in one of walking, both with motion
capture (`validation/oblique_knee.py`)."""

MOST_SD_DEG = 6.0
"""[E] A knee angle less sure than this misleads: it is as much as changes from day to day."""

MOST_TURNING_DEG = 20.0
"""[E] Somebody who turns further (one SD) does not bend the knees in one plane."""

FEW = "Both legs are seen together in only {frames} frames; film the whole body."
TURNS = "The person turns by about {turn:.0f} degrees in the film; film a straight way."
UNSURE = (
    "From where the camera stands a knee angle is sure to about {sd:.0f} degrees only; film square "
    "from the side."
)


@dataclass(frozen=True, eq=False)
class Knees:
    """How far each knee is bent in every frame, how sure that is, and whether to trust it."""

    flexion_deg: Mapping[Side, Array]
    """[T] 0 straight; NaN where the legs were not both seen."""
    sd_deg: Mapping[Side, Array]
    """[T] one SD of each angle."""
    exchanged: int
    """Frames in which the legs' labels had changed places."""
    reason: str
    """Why the angles are not to be shown as measured; empty when they are."""


def knee_flexion(poses: Poses) -> Knees:
    """Measure how far the knees bend from keypoints with depth, whatever side they were seen from.

    Raises where there is nothing to measure; where there is, but not surely, the angles come with
    a reason not to show them as measured.
    """
    straight, exchanged = untangled(poses)
    seen = gather(straight)
    if len(seen.frames) < FEW_FRAMES:
        raise InputError(FEW.format(frames=len(seen.frames)))
    legs = fit(seen)
    angles, errors = {}, {}
    for side, first in zip(SIDES, (0, 3), strict=True):
        angle, sd = _flexion(legs, first)
        angles[side], errors[side] = (np.full(len(poses), np.nan) for _ in range(2))
        angles[side][seen.frames] = angle
        errors[side][seen.frames] = LASTING * sd
    return Knees(angles, errors, exchanged, _reason(errors, seen.turning_deg))


def _flexion(legs: Legs, first: int) -> tuple[Array, Array]:
    """How far the chain of three joints is bent and its SD, in degrees."""
    hip, knee, ankle = (legs.joints[:, first + i] for i in range(3))
    thigh, shank = knee - hip, ankle - knee
    long, short = (np.linalg.norm(bone, axis=1, keepdims=True) for bone in (thigh, shank))
    along, down = thigh / long, shank / short
    cos = (along * down).sum(axis=1, keepdims=True)
    sin = np.sqrt(np.maximum(1 - cos**2, 1e-6))
    by_thigh, by_shank = (cos * along - down) / sin / long, (cos * down - along) / sin / short
    gradient = np.concatenate([-by_thigh, by_thigh - by_shank, by_shank], axis=1)
    own = legs.covariance[:, 3 * first : 3 * first + 9, 3 * first : 3 * first + 9]
    variance = np.einsum("ni,nij,nj->n", gradient, own, gradient)
    return np.degrees(np.arccos(np.clip(cos[:, 0], -1, 1))), np.degrees(np.sqrt(variance))


def _reason(errors: Mapping[Side, Array], turning_deg: float) -> str:
    if turning_deg > MOST_TURNING_DEG:
        return TURNS.format(turn=turning_deg)
    sd_deg = max(float(np.nanmedian(error)) for error in errors.values())
    return UNSURE.format(sd=sd_deg) if sd_deg > MOST_SD_DEG else ""
