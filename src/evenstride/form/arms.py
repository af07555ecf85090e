"""The measures of arms and hands."""

from __future__ import annotations

import numpy as np

from evenstride.form.looking import EVERY_VIEW, FRONTAL, HAND, Look, wrapped_deg
from evenstride.form.registering import measure
from evenstride.skeleton import INDEX


@measure(EVERY_VIEW)
def elbow_flexion(look: Look) -> float:
    """How far the elbow is from straight."""
    return 180.0 - look.angle_deg("shoulder", "elbow", "wrist")


@measure(EVERY_VIEW)
def arm_raise(look: Look) -> float:
    """The upper arm against the trunk: 0 hanging, 180 overhead; from the side, - behind."""
    if look.view != "side":
        return look.angle_deg("hip", "shoulder", "elbow")
    ways = [look[joint] - look["shoulder"] for joint in ("elbow", "hip")]
    angles = [float(np.degrees(np.arctan2(way[1], way[0]))) for way in ways]
    return wrapped_deg(angles[0] - angles[1], -90.0)


@measure(FRONTAL, sided=False)
def hand_side(look: Look) -> float:
    """The middle of the wrists towards this side of the hips' middle, % of body height."""
    aside = look.middle("wrist") - look.middle("hip")
    return float(100.0 * look.out * aside[0] / look.height)


@measure(EVERY_VIEW, sided=False)
def hand_difference(look: Look) -> float:
    """How far one wrist is above the other, % of body height."""
    apart = look.flat[INDEX["left_wrist"]] - look.flat[INDEX["right_wrist"]]
    return float(100.0 * abs(apart[1]) / look.height)


@measure()
def fingers_height(look: Look) -> float:
    """How far the tips of straight fingers are above the sole, % of body height."""
    forearm = look["wrist"] - look["elbow"]
    tip = look["wrist"] + HAND * look.height * forearm / np.linalg.norm(forearm)
    sole = min(look["heel"][1], look["toe"][1])
    return float(100.0 * (tip[1] - sole) / look.height)
