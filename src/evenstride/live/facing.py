"""Which way somebody faces before the camera, standing, kneeling or lying."""

from __future__ import annotations

from typing import Final

import numpy as np

from evenstride.form import View
from evenstride.poses import Array
from evenstride.skeleton import INDEX, SIDES

WIDTHS: Final = {"shoulder": 0.75, "hip": 0.45}
"""Width over trunk length: shoulders 0.23 and trunk 0.30 of height (Drillis & Contini 1966); hips
as BlazePose places them [E]."""
MOST_OFF_DEG: Final[dict[View, float]] = {"side": 30.0, "front": 45.0, "rear": 45.0}
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


def turn_deg(points: Array) -> float:
    """How far somebody is turned away from facing the camera, 0 to 180; NaN where unseen.

    points [19, 2 or 3], y up. From how wide shoulders and hips look against the trunk, square to
    it, so that it holds for somebody who lies as well; a pose model's own depth says 70 degrees
    of somebody who stands at 40.
    """
    trunk = (_middle(points, "shoulder") - _middle(points, "hip"))[:2]
    size = float(np.linalg.norm(trunk))
    if not size > 0:
        return float("nan")
    aside = np.array([trunk[1], -trunk[0]]) / size
    wide = [
        (_at(points, f"left_{joint}") - _at(points, f"right_{joint}"))[:2] @ aside / share / size
        for joint, share in WIDTHS.items()
    ]
    if not np.isfinite(wide).any():
        return float("nan")
    return float(np.degrees(np.arccos(np.clip(np.nanmean(wide), -1.0, 1.0))))


def shoulders_turn_deg(points: Array) -> float:
    """How far the shoulders are turned against the hips, + to the body's right.

    points [19, 3] as in `turn_deg`
    """
    turns = [_line_turn_deg(points, joint) for joint in ("hip", "shoulder")]
    return (turns[1] - turns[0] + 180.0) % 360.0 - 180.0


def _line_turn_deg(points: Array, joint: str) -> float:
    """Where a pair's line points, from its left to its right, seen from above the head."""
    trunk = (_middle(points, "shoulder") - _middle(points, "hip"))[:2]
    line = _at(points, f"right_{joint}") - _at(points, f"left_{joint}")
    aside = np.array([trunk[1], -trunk[0]]) / max(float(np.linalg.norm(trunk)), 1e-9)
    return float(np.degrees(np.arctan2(line[2], line[:2] @ aside)))


def off_view_deg(turn: float, view: View) -> float:
    """How far a turn is off what a view asks for."""
    wanted = {"front": 0.0, "side": 90.0, "rear": 180.0}[view]
    return abs(turn - wanted)
