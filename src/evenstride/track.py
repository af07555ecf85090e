"""The body's path in the runner's own frame: forward or rightward, up, in leg lengths."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from evenstride.orientation import Orientation
from evenstride.poses import Array, Poses
from evenstride.signals import local_fit
from evenstride.skeleton import INDEX

BANDWIDTH_S = 0.010
"""[E] The kernel for body tracks: a knee that bends at 400 deg/s after contact moves by under
1 degree through it."""

LEAST_FRAMES = 0.7
"""[E] The same in frames: three of them bear each fit."""


@dataclass(frozen=True, eq=False)
class Track:
    """Where each keypoint was, smoothed, and how fast it moved, in the runner's own frame.

    x is forward in a side view and to the runner's right in a frontal one, y is up; positions
    [T, K, 2] in leg lengths, velocities in leg lengths per second. Instants between frames
    come from the cubic through both neighbours' position and velocity.
    """

    time_s: Array
    position: Array
    velocity: Array
    unsmoothed: Array
    leg_length_px: Array

    def __getitem__(self, keypoint: str) -> Array:
        return np.asarray(self.position[:, INDEX[keypoint]])

    def raw(self, keypoint: str) -> Array:
        """The keypoint's unsmoothed path, [T, 2]."""
        return np.asarray(self.unsmoothed[:, INDEX[keypoint]])

    def at(self, keypoint: str, time_s: Array) -> Array:
        """Where a keypoint was at any instants [...]; returns [..., 2], NaN where unseen."""
        k = INDEX[keypoint]
        last = len(self.time_s) - 2
        time = np.asarray(time_s, dtype=float)
        i = np.clip(np.searchsorted(self.time_s, time, side="right") - 1, 0, last)
        span = self.time_s[i + 1] - self.time_s[i]
        u = ((time - self.time_s[i]) / span)[..., None]
        a, b = self.position[i, k], self.position[i + 1, k]
        va, vb = (self.velocity[j, k] * span[..., None] for j in (i, i + 1))
        value = (
            (2 * u**3 - 3 * u**2 + 1) * a
            + (u**3 - 2 * u**2 + u) * va
            + (3 * u**2 - 2 * u**3) * b
            + (u**3 - u**2) * vb
        )
        return np.asarray(np.where((u >= 0) & (u <= 1), value, np.nan))

    def middle_at(self, joint: str, time_s: Array) -> Array:
        """Where the midpoint of a left and a right joint was at any instants."""
        return 0.5 * (self.at(f"left_{joint}", time_s) + self.at(f"right_{joint}", time_s))


def track(
    poses: Poses, seen: Orientation, leg_length_px: Array, tilt_deg: float = 0.0
) -> Track:
    """Bring poses into the runner's frame and smooth them.

    tilt_deg is the camera's roll, + when the picture's verticals lean to the right.
    """
    flip = -1.0 if seen.facing in ("left", "towards") else 1.0
    tilt = np.radians(tilt_deg)
    turn = np.array([[np.cos(tilt), -np.sin(tilt)], [np.sin(tilt), np.cos(tilt)]])
    centre_px = 0.5 * np.array([poses.width_px - 1, poses.height_px - 1])
    upright = ((poses.xy_px - centre_px) * [1.0, -1.0]) @ turn.T * [flip, 1.0]
    own = upright / leg_length_px[:, None, None]
    frames, points, _ = own.shape
    bandwidth_s = max(BANDWIDTH_S, LEAST_FRAMES / poses.fps) if frames > 1 else BANDWIDTH_S
    fitted = local_fit(
        poses.time_s, own.reshape(frames, -1), poses.time_s, bandwidth_s=bandwidth_s
    )
    smooth, speed = (fitted[order].reshape(frames, points, 2) for order in (0, 1))
    return Track(poses.time_s, smooth, speed, own, leg_length_px)
