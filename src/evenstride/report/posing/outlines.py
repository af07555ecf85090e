"""Outlines of rounded parts as SVG path text whose commands never change while a body moves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from evenstride.poses import Array

UNITS_PER_M: Final = 1000.0
LEAST_STEP: Final = 1.0
SMALL: Final = 60.0
"""[E] Hulls of discs no larger than this need fewer corners to look round."""
HULL_POINTS: Final = 18
SMALL_HULL_POINTS: Final = 14
STILL_POINTS: Final = 44
"""[E] A picture that does not move has room for rounder outlines."""

Disc = tuple[Array, float]
"""Centre [2] and radius in picture units, y down."""


def pen(start: Array) -> str:
    """Where an outline begins, whole picture units."""
    x, y = np.rint(start).astype(int)
    return _tight(f"M{x} {y}")


def steps(corners: Sequence[Array]) -> list[str]:
    """The ways from each corner to the next, whole units that add up to the corners' places."""
    whole = np.rint(np.stack(corners)).astype(int)
    return [f"{x} {y}" for x, y in np.diff(whole, axis=0)]


def capsule(first: Disc, last: Disc) -> str:
    """The outline around two discs: two arcs and two straight sides."""
    (start, big), (end, small) = (first, last) if first[1] >= last[1] else (last, first)
    way = end - start
    far = float(np.hypot(*way))
    least = big - small + LEAST_STEP
    if far < least:
        way = np.array([1.0, 0.0]) if far < LEAST_STEP else way / far
        end, far = start + least * way, least
        way = end - start
    along = float(np.arctan2(way[1], way[0]))
    open_ = float(np.arccos(np.clip((big - small) / far, 0.0, 1.0)))
    left, right = (np.array([np.cos(a), np.sin(a)]) for a in (along + open_, along - open_))
    corners = [start + big * left, start + big * right, end + small * right, end + small * left]
    around, side, back = steps(corners)
    wide, thin = round(big), round(small)
    return pen(corners[0]) + _tight(
        f"a{wide} {wide} 0 1 1 {around}l{side}a{thin} {thin} 0 0 1 {back}z"
    )


def hull(discs: Sequence[Disc], *, still: bool = False) -> str:
    """The outline around many discs, as a polygon with always the same number of corners."""
    small = all(radius <= SMALL for _, radius in discs)
    count = STILL_POINTS if still else SMALL_HULL_POINTS if small else HULL_POINTS
    turns = np.linspace(0.0, 2 * np.pi, count, endpoint=False)
    ways = np.stack([np.cos(turns), np.sin(turns)], axis=1)
    centres = np.stack([centre for centre, _ in discs])
    radii = np.array([radius for _, radius in discs])
    outmost = np.argmax(ways @ centres.T + radii, axis=1)
    corners = centres[outmost] + radii[outmost, np.newaxis] * ways
    return line(list(corners)) + "z"


def line(points: Sequence[Array]) -> str:
    """A line through points."""
    return pen(points[0]) + _tight("l" + " ".join(steps(points)))


def _tight(text: str) -> str:
    """Without blanks that a minus makes needless."""
    return text.replace(" -", "-")


def box_of(discs: Sequence[Disc]) -> Array:
    """Left, top, right and bottom of some discs, [4]."""
    centres = np.stack([centre for centre, _ in discs])
    radii = np.array([[radius] for _, radius in discs])
    return np.concatenate([(centres - radii).min(axis=0), (centres + radii).max(axis=0)])
