"""Directions of a body's parts: unit vectors turned about one another."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from evenstride.poses import Array


@dataclass(frozen=True, eq=False)
class Frame:
    """Three unit vectors of a part: along it away from the feet, to its front, to the right."""

    up: Array
    front: Array
    right: Array

    def pitched(self, degrees: float) -> Frame:
        """Leaning forward."""
        up, front = turned(self.up, self.front, degrees)
        return Frame(up, front, self.right)

    def tipped(self, degrees: float) -> Frame:
        """Leaning to the right."""
        up, right = turned(self.up, self.right, degrees)
        return Frame(up, self.front, right)

    def twisted(self, degrees: float) -> Frame:
        """Its front turned to the right."""
        front, right = turned(self.front, self.right, degrees)
        return Frame(self.up, front, right)


def turned(first: Array, second: Array, degrees: float) -> tuple[Array, Array]:
    """Two square unit vectors turned from the first towards the second."""
    angle = np.radians(degrees)
    cos, sin = np.cos(angle), np.sin(angle)
    return cos * first + sin * second, cos * second - sin * first


def room() -> Frame:
    """The room's own directions: up, ahead, to the right."""
    return Frame(np.array([0.0, 1.0, 0.0]), np.array([1.0, 0.0, 0.0]), np.array([0.0, 0.0, 1.0]))


def unit(vector: Array) -> Array:
    """The vector one long."""
    length = float(np.linalg.norm(vector))
    return vector / max(length, 1e-9)


def spun(point: Array, about: tuple[Array, Array], degrees: float) -> Array:
    """A point turned about the line through two others (Rodrigues)."""
    start, end = about
    axis, arm, angle = unit(end - start), point - start, np.radians(degrees)
    across = np.cross(axis, arm)
    along: Array = axis * (axis @ arm) * (1 - np.cos(angle))
    return np.asarray(start + arm * np.cos(angle) + across * np.sin(angle) + along)
