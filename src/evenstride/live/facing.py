"""Which way somebody faces before the camera, standing, kneeling or lying."""

from __future__ import annotations

from typing import Final

import numpy as np

from evenstride.form import View
from evenstride.poses import Array
from evenstride.skeleton import INDEX, SIDES

HALF_TURN: Final = 180.0
WIDTHS: Final = (0.75, 0.45)
"""Shoulders' and hips' width over trunk length: 0.23 and 0.30 of height (Drillis & Contini 1966);
hips as BlazePose places them [E]."""
MOST_OFF_DEG: Final[dict[View, float]] = {"side": 30.0, "front": 30.0, "rear": 30.0}
"""[E] Further off the asked view than this, nothing is judged: angles from the side are wrong by 4
degrees and more there; from the front the widths change too little to tell it closer."""


def _at(points: Array, name: str) -> Array:
    return np.asarray(points[INDEX[name]])


def _middle(points: Array, joint: str) -> Array:
    return np.asarray(0.5 * (_at(points, f"left_{joint}") + _at(points, f"right_{joint}")))


def right_vote(points: Array) -> float:
    """How much speaks for facing to the picture's right, + or -, in lengths of the body's parts.

    points [19, 2 or 3], y up. The nose lies in front of the ears, the toes in front of the heels,
    and a knee bends to the front; in front is what lies clockwise of the way up the body.
    """
    up = _middle(points, "shoulder") - _middle(points, "hip")
    head = _at(points, "nose") - _middle(points, "ear")
    votes = [2.0 * _clockwise(up, head)]
    for side in SIDES:
        hip, knee, ankle, heel, toe = (
            _at(points, f"{side}_{joint}") for joint in ("hip", "knee", "ankle", "heel", "toe")
        )
        votes += [_clockwise(knee - ankle, toe - heel), _clockwise(hip - ankle, knee - ankle)]
    return float(np.nansum(votes))


def _clockwise(way: Array, other: Array) -> float:
    """The sine of the turn from one way to another, + clockwise in the picture."""
    across = way[1] * other[0] - way[0] * other[1]
    size = float(np.linalg.norm(way[:2]) * np.linalg.norm(other[:2]))
    return float(across / size) if size > 0 else float("nan")


def off_view_deg(points: Array, view: View) -> float:
    """How far somebody is turned away from what a view asks for, 0 to 90; NaN where unseen.

    points [19, 3]: x to the picture's right, y up, and depth away from the camera. Told by how wide
    shoulders and hips look against the trunk, square to it, so that it holds for somebody who lies
    as well. From front and rear a model's depth may speak for somebody whose raised arms narrow
    the shoulders; from the side it may not: it says 70 degrees of somebody turned by 45.
    """
    lines = _lines(points)
    wide = np.array([abs(line[0]) / share for line, share in zip(lines, WIDTHS, strict=True)])
    if not np.isfinite(wide).any():
        return float("nan")
    if view == "side":
        return float(np.degrees(np.arcsin(min(float(np.nanmean(wide)), 1.0))))
    by_width = np.degrees(np.arccos(min(float(np.nanmax(wide)), 1.0)))
    across, depth = np.abs(lines[0] + lines[1])
    return float(np.nanmin([by_width, np.degrees(np.arctan2(depth, across))]))


def faces_camera(points: Array) -> bool:
    """Whether somebody seen from front or rear shows the front: left is to the picture's right."""
    return bool(np.nansum([line[0] for line in _lines(points)]) > 0)


def shoulders_turn_deg(points: Array) -> float:
    """How far the shoulders are turned against the hips, + to the body's right.

    points [19, 3] as in `off_view_deg`
    """
    shoulders, hips = (np.degrees(np.arctan2(-line[1], -line[0])) for line in _lines(points))
    return float((shoulders - hips + HALF_TURN) % (2 * HALF_TURN) - HALF_TURN)


def _lines(points: Array) -> list[Array]:
    """From right to left shoulder and hip: across the trunk and in depth, in trunk lengths."""
    trunk = (_middle(points, "shoulder") - _middle(points, "hip"))[:2]
    size = max(float(np.linalg.norm(trunk)), 1e-9)
    aside = np.array([trunk[1], -trunk[0]]) / size
    pairs = [_at(points, f"left_{joint}") - _at(points, f"right_{joint}")
             for joint in ("shoulder", "hip")]  # fmt: skip
    return [np.array([line[:2] @ aside, line[2]]) / size for line in pairs]
