"""Hips, knees and ankles worked out from markers on the skin, as laboratories record them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np

from evenstride.poses import Array
from evenstride.skeleton import SIDES, Side

MARKERS: Final = ("lasi", "rasi", "lpsi", "rpsi", "lcal", "rcal", "ltoe", "rtoe")
"""The bony points of the pelvis, the heels and the toes."""

HIP_BACK, HIP_DOWN, HIP_OUT = 0.19, 0.30, 0.36
"""From the middle between the front points of the pelvis, in their distance."""

ANKLE_TO_TOE, ANKLE_UP_M = 0.28, 0.045
"""[E] The ankle lies so far along the line from the heel's to the toe's marker, and above it."""

STRAIGHTEST_DEG = 14.0
"""[E] A runner's knee is never straighter than about this, so the leg is a little longer than its
longest reach from hip to ankle. Gives the two runners on force plates 0.870 and 0.877 m; taken
from their height it is 0.870."""

THIGH_SHARE = 0.499
"""The thigh's share of thigh and shank: 0.245 of 0.491 heights (Drillis & Contini 1966)."""

Markers = Mapping[str, Array]
"""Each marker's path, [T, 3] m: forward, up, rightward."""


def joints_below_skin(at: Markers) -> dict[str, Array]:
    """Both sides' hip, knee and ankle, [T, 3] m each, from markers by their plain names.

    The knee follows from two-link inverse kinematics in the plane of forward and up, and bends
    forwards. Against the point that stays in place between the clusters of markers on thigh and
    shank (Ehrig 2006) it is bent 2 to 6 degrees further in the runners on force plates, with
    10 degrees of scatter within a stride.
    """
    hips = {side: _hip(at, 1.0 if side == "right" else -1.0) for side in SIDES}
    ankles = {side: _ankle(at, side) for side in SIDES}
    leg_m = _leg_m(hips, ankles)
    knees = {side: _knee(hips[side], ankles[side], leg_m) for side in SIDES}
    return {
        f"{side}_{joint}": path[side]
        for side in SIDES
        for joint, path in (("hip", hips), ("knee", knees), ("ankle", ankles))
    }


def _hip(at: Markers, outward: float) -> Array:
    """The hip's centre, from the pelvis' four bony points."""
    front, back = 0.5 * (at["lasi"] + at["rasi"]), 0.5 * (at["lpsi"] + at["rpsi"])
    across = _unit(at["rasi"] - at["lasi"])
    up = _unit(np.cross(across, front - back))
    ahead = np.cross(up, across)
    wide_m = float(np.nanmean(np.linalg.norm(at["rasi"] - at["lasi"], axis=1)))
    centre = outward * HIP_OUT * across - HIP_DOWN * up - HIP_BACK * ahead
    return np.asarray(front + wide_m * centre)


def _unit(vectors: Array) -> Array:
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1)[:, np.newaxis])


def _ankle(at: Markers, side: Side) -> Array:
    heel, toe = at[f"{side[0]}cal"], at[f"{side[0]}toe"]
    return np.asarray((1 - ANKLE_TO_TOE) * heel + ANKLE_TO_TOE * toe + [0.0, ANKLE_UP_M, 0.0])


def _leg_m(hips: Mapping[Side, Array], ankles: Mapping[Side, Array]) -> float:
    """Thigh and shank together, from the longest reach of either leg."""
    reach_m = [np.linalg.norm((ankles[side] - hips[side])[:, :2], axis=1) for side in SIDES]
    return float(np.nanmax(reach_m) / np.cos(np.radians(STRAIGHTEST_DEG / 2)))


def _knee(hip: Array, ankle: Array, leg_m: float) -> Array:
    """The knee in front of the line from hip to ankle, by the law of cosines."""
    thigh, shank = THIGH_SHARE * leg_m, (1 - THIGH_SHARE) * leg_m
    line = ankle - hip
    reach = np.linalg.norm(line[:, :2], axis=1)
    cosine = (thigh**2 + reach**2 - shank**2) / (2 * thigh * reach)
    lean = np.arctan2(line[:, 0], -line[:, 1]) + np.arccos(np.clip(cosine, -1.0, 1.0))
    bones = np.stack([thigh * np.sin(lean), -thigh * np.cos(lean), 0.5 * line[:, 2]], axis=1)
    return np.asarray(hip + bones)
