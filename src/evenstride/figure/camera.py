"""The camera that films the drawn runner: a pinhole at hip height."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from evenstride.events import View
from evenstride.figure.body import Body
from evenstride.poses import Array

# Which way the camera looks, as a turn about the vertical from looking along -Z (from the
# runner's right), rad; X is ahead of the runner, Z to his right.
_LOOK_RAD: Final = {"right": 0.0, "rear": -0.5 * np.pi, "left": np.pi, "front": 0.5 * np.pi}


@dataclass(frozen=True, kw_only=True)
class Camera:
    """Where the camera stands and how it is held.

    facing  side view only: which way the runner runs in the picture
    tilt_deg  rolled so that the picture leans, + to the right; yaw_deg  stands this far round the
    runner from the true view; pan  the share of an overground run it follows
    """

    view: View = "side"
    facing: Literal["left", "right"] = "right"
    width_px: int = 720
    height_px: int = 1280
    px_per_m: float = 420.0
    distance_m: float = 4.0
    tilt_deg: float = 0.0
    yaw_deg: float = 0.0
    pan: float = 0.0

    @property
    def _axes(self) -> Array:
        """Right, up and away in the room, [3, 3], before the roll."""
        side = self.facing if self.view == "side" else self.view
        turn = _LOOK_RAD[side] + np.radians(self.yaw_deg)
        cos, sin = float(np.cos(turn)), float(np.sin(turn))
        return np.array([[cos, 0.0, -sin], [0.0, 1.0, 0.0], [-sin, 0.0, -cos]])

    @property
    def right(self) -> Array:
        """The picture's right in the room, [3]."""
        right: Array = self._axes[0]
        return right

    @property
    def away(self) -> Array:
        """The way the camera looks, [3]."""
        away: Array = self._axes[2]
        return away

    def project(self, points: Array, aim: Array) -> tuple[Array, Array]:
        """Picture positions [..., 2] px (x right, y down) and distances beyond the aim, m.

        aim broadcasts against points, [..., 3]; it is seen in the middle of the picture.
        """
        right, up, away = np.moveaxis((points - aim) @ self._axes.T, -1, 0)
        scale = self.px_per_m * self.distance_m / np.maximum(self.distance_m + away, 0.05)
        roll = np.radians(self.tilt_deg)
        x, y = right * scale, -up * scale
        turned = np.stack(
            [x * np.cos(roll) - y * np.sin(roll), x * np.sin(roll) + y * np.cos(roll)], -1
        )
        return turned + 0.5 * np.array([self.width_px - 1, self.height_px - 1]), away


def hip_aim(body: Body, ahead_m: Array) -> Array:
    """Points at hip height on the runner's line, [T, 3]."""
    height = np.full_like(ahead_m, 1.06 * body.leg_m + 0.02)
    return np.stack([ahead_m, height, np.zeros_like(ahead_m)], axis=-1)
