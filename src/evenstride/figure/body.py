"""How long the parts of the drawn body are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from evenstride.poses import Array

# Segment lengths as shares of body height: Drillis & Contini 1966, in Winter,
# Biomechanics and Motor Control of Human Movement, fig. 4.1.
THIGH: Final = 0.245
SHANK: Final = 0.246
UPPER_ARM: Final = 0.186
FOREARM: Final = 0.146
SHOULDER_WIDTH: Final = 0.23
TRUNK: Final = 0.288
# [E] Between the joint centres; Winter's 0.191 is the width of the body at the hips.
HIP_WIDTH: Final = 0.105
# [E] A running shoe, from the heel's back to the tip: 0.152 of height and the shoe's own walls.
HEEL_TO_ANKLE: Final = 0.033
ANKLE_TO_BALL: Final = 0.075
BALL_TO_TOE: Final = 0.040
ANKLE_ABOVE_TOE: Final = 0.037
# [E] The head: ears beside its middle, the nose in front.
HEAD_ABOVE_SHOULDERS: Final = 0.125
EAR_WIDTH: Final = 0.088
NOSE_AHEAD: Final = 0.062
SOLE_M: Final = 0.02
"""Heel and toe keypoints sit this high above the sole [E]."""


@dataclass(frozen=True)
class Body:
    """Lengths in metres for one body height."""

    height_m: float

    @property
    def thigh_m(self) -> float:
        """Hip to knee."""
        return THIGH * self.height_m

    @property
    def shank_m(self) -> float:
        """Knee to ankle."""
        return SHANK * self.height_m

    @property
    def leg_m(self) -> float:
        """Thigh and shank together: the leg length every share is of."""
        return self.thigh_m + self.shank_m

    @property
    def heel_to_ball_m(self) -> float:
        """The part of the foot in front of which the toes bend."""
        return (HEEL_TO_ANKLE + ANKLE_TO_BALL) * self.height_m

    @property
    def ball_to_toe_m(self) -> float:
        """The toes' part of the shoe."""
        return BALL_TO_TOE * self.height_m

    @property
    def foot_m(self) -> float:
        """Heel keypoint to toe keypoint."""
        return self.heel_to_ball_m + self.ball_to_toe_m

    @property
    def ankle_from_ball_m(self) -> tuple[float, float]:
        """The ankle seen from the ball of a flat foot: backwards and up."""
        return -ANKLE_TO_BALL * self.height_m, ANKLE_ABOVE_TOE * self.height_m

    @property
    def half_hips_m(self) -> float:
        """From the middle of the hips to one hip joint."""
        return 0.5 * HIP_WIDTH * self.height_m

    @property
    def half_shoulders_m(self) -> float:
        """From the middle of the shoulders to one shoulder."""
        return 0.5 * SHOULDER_WIDTH * self.height_m


def leg_span(body: Body, flexion_rad: Array) -> Array:
    """Hip to ankle for a knee angle (law of cosines)."""
    thigh, shank = body.thigh_m, body.shank_m
    return np.sqrt(thigh**2 + shank**2 + 2 * thigh * shank * np.cos(flexion_rad))
