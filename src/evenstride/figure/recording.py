"""What a camera records of the drawn runner: keypoints that are exact, or with noise."""

from __future__ import annotations

from typing import Final

import numpy as np

from evenstride.figure.camera import Camera, hip_aim
from evenstride.figure.runner import Runner
from evenstride.poses import Array, Poses
from evenstride.skeleton import INDEX, KEYPOINTS

# How much worse the leg far from the camera is seen (1.8: the ratio of BlazePose's and
# RTMPose's disagreement, far against near leg, on a treadmill clip).
FAR_SHARE: Final = 1.8


def keypoints(
    runner: Runner,
    camera: Camera,
    *,
    fps: float = 120.0,
    duration_s: float = 8.0,
    noise_px: float = 0.0,
    far_noise_px: float | None = None,
    time_jitter_s: float = 0.0,
    seed: int = 0,
) -> Poses:
    """Where the camera sees every joint, with Gaussian noise where asked."""
    random = np.random.default_rng(seed)
    time = frame_times_s(fps, duration_s)
    jitter = np.clip(random.normal(0.0, 1.0, len(time)) * time_jitter_s, -0.45 / fps, 0.45 / fps)
    time = time + jitter - min(float(jitter[0]), 0.0)
    joints = runner.joints_m(time)
    aim = aim_m(runner, camera, time, duration_s)
    xy, away = camera.project(joints, aim[:, np.newaxis])
    far = FAR_SHARE * noise_px if far_noise_px is None else far_noise_px
    spread = np.where(_far(camera), far, noise_px)[:, np.newaxis]
    middle = away[:, [INDEX["left_hip"], INDEX["right_hip"]]].mean(axis=1)
    return Poses(
        time_s=time,
        xy_px=xy + spread * random.standard_normal(xy.shape),
        confidence=np.ones(xy.shape[:2]),
        width_px=camera.width_px,
        height_px=camera.height_px,
        depth_px=(away - middle[:, np.newaxis]) * camera.px_per_m,
    )


def frame_times_s(fps: float, duration_s: float) -> Array:
    """When each frame is taken."""
    return np.arange(round(fps * duration_s)) / fps


def aim_m(runner: Runner, camera: Camera, time_s: Array, duration_s: float) -> Array:
    """What the camera looks at in each frame, [T, 3]: the runner's line at hip height."""
    moves = runner.surface == "overground" and runner.activity != "standing"
    speed = runner.speed_m_s if moves else 0.0
    middle = 0.5 * duration_s
    return hip_aim(runner.body, speed * (middle + camera.pan * (time_s - middle)))


def _far(camera: Camera) -> Array:
    """Which keypoints are on the side away from the camera; none from behind or in front."""
    away = "" if camera.view != "side" else {"right": "left", "left": "right"}[camera.facing]
    return np.array([bool(away) and name.startswith(away) for name in KEYPOINTS])
