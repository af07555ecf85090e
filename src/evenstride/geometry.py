"""Angles and directions of points in the picture, in degrees.

Points are arrays [..., 2]: x along the first axis, y UP (flip pixels first). Signs follow the
caller's x axis: forward in a side view, towards the named side in a frontal one.
"""

from __future__ import annotations

import numpy as np

from evenstride.poses import Array


def inclination_deg(lower: Array, upper: Array) -> Array:
    """How far the line from a lower to an upper point leans from vertical, + towards +x."""
    line = upper - lower
    return np.asarray(np.degrees(np.arctan2(line[..., 0], line[..., 1])))


def elevation_deg(start: Array, end: Array) -> Array:
    """How far the line from start to end rises from the +x axis, + upwards."""
    line = end - start
    return np.asarray(np.degrees(np.arctan2(line[..., 1], line[..., 0])))


def bend_deg(first: Array, joint: Array, last: Array) -> Array:
    """How far a chain of three points is bent: 0 straight, + when it turns clockwise.

    With x forward and y up a hip-knee-ankle chain that flexes turns clockwise, so knee
    flexion is positive and hyperextension negative.
    """
    upper, lower = joint - first, last - joint
    cross = upper[..., 0] * lower[..., 1] - upper[..., 1] * lower[..., 0]
    dot = (upper * lower).sum(axis=-1)
    return np.asarray(-np.degrees(np.arctan2(cross, dot)))
