"""Runners whose every contact is known, drawn or recorded, and ways to spoil their films."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cache

import numpy as np

from evenstride.events import Facing
from evenstride.figure import Camera, Runner, keypoints
from evenstride.poses import Poses
from evenstride.skeleton import INDEX, MIRROR, SIDES
from validation.virtual_camera import NOISE_PX

FIVE_RUNNERS = {2.2: 15.0, 3.0: 12.0, 3.6: 0.0, 4.3: -8.0, 5.0: -4.0}
"""Speeds in m/s, and the angle at which the foot of each lands: heel, midfoot and forefoot."""


def exchanged(poses: Poses, joints: Iterable[str], frames: slice) -> Poses:
    """The same with the left and the right of some joints exchanged in some frames."""
    columns = [INDEX[f"{side}_{joint}"] for joint in joints for side in SIDES]
    xy = poses.xy_px.copy()
    xy[frames, columns] = xy[frames, [MIRROR[column] for column in columns]]
    return replace(poses, xy_px=xy)


def hidden(poses: Poses, names: Iterable[str], frames: slice) -> Poses:
    """The same with some keypoints unseen in some frames."""
    columns = [INDEX[name] for name in names]
    xy, confidence = poses.xy_px.copy(), poses.confidence.copy()
    xy[frames, columns] = np.nan
    confidence[frames, columns] = 0.0
    return replace(poses, xy_px=xy, confidence=confidence)


# The drawn runner.


@cache
def drawn(speed_m_s: float, *, overground: bool = False) -> Runner:
    """One of the five runners."""
    return Runner.at(
        speed_m_s,
        foot_angle_at_contact_deg=FIVE_RUNNERS[speed_m_s],
        surface="overground" if overground else "treadmill",
    )


def filmed(runner: Runner, facing: Facing, *, fps: float, seed: int = 0) -> Poses:
    """A drawn runner from the side with 2 px noise, 8 s on a treadmill or one pass overground."""
    assert facing in SIDES
    if runner.surface == "treadmill":
        return keypoints(runner, Camera(facing=facing), fps=fps, noise_px=NOISE_PX, seed=seed)
    wide = Camera(facing=facing, width_px=1920, height_px=1080, px_per_m=300, distance_m=6)
    pass_s = min(8.0, 6.4 / runner.speed_m_s)
    return keypoints(runner, wide, fps=fps, duration_s=pass_s, noise_px=NOISE_PX, seed=seed)
