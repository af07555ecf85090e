"""Edges of the why-picture as curves with an arrow's head."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from evenstride.report.planning.boxes import Box
from evenstride.report.planning.layers import Layout
from evenstride.report.planning.web import Tie

THINNEST, THICKEST = 1.2, 6.0
STRONG: Final = 0.6
"""[E] An edge at least this strong has the thickest line."""
HEAD: Final = 7.0
FARTHEST_PX: Final = 122.0
"""Of an arc's handles beside the boxes; the arc itself reaches three quarters of it."""
PORT_PX, PORTS_PX = 9.0, 36.0
"""Between two edges at one side of a box, and for all of them."""

Point = tuple[float, float]


@dataclass(frozen=True)
class Edge:
    """One edge as a curve with an arrow's head."""

    start: str
    end: str
    path: str
    head: str
    cross: tuple[float, float] | None
    thickness: float
    grade: str
    title: str


def edge(tie: Tie, points: Sequence[Point]) -> Edge:
    """A curve through points: the first, then triples of two handles and where they lead."""
    tip, handle = points[-1], points[-2]
    way = 1.0 if tip[0] >= handle[0] else -1.0
    line = [*points[:-1], (tip[0] - way * HEAD * 0.6, tip[1])]
    first, *rest = [f"{x:.1f} {y:.1f}" for x, y in line]
    back = tip[0] - way * HEAD
    thickness = THINNEST + (THICKEST - THINNEST) * min(tie.strength / STRONG, 1.0)
    wide = 3.0 + thickness / 2
    return Edge(
        start=tie.start,
        end=tie.end,
        path=f"M{first}C{' '.join(rest)}",
        head=f"M{tip[0]:.1f} {tip[1]:.1f}L{back:.1f} {tip[1] - wide:.1f}V{tip[1] + wide:.1f}Z",
        cross=_middle(points) if tie.grade == "X" else None,
        thickness=round(thickness, 1),
        grade=tie.grade,
        title=tie.sentence,
    )


def _middle(points: Sequence[Point]) -> Point:
    """The middle of the first stretch of a curve."""
    a, b, c, d = points[:4]
    x, y = ((p + 3 * q + 3 * r + s) / 8 for p, q, r, s in zip(a, b, c, d, strict=True))
    return round(x, 1), round(y, 1)


def curve(
    tie: Tie, found: Layout, left: Mapping[str, float], boxes: Mapping[str, Box]
) -> Sequence[Point]:
    """From the right of one box to the left of the next, level where it passes a column."""
    route = found.routes[(tie.start, tie.end)]
    way = 1.0 if left[tie.end] > left[tie.start] else -1.0
    width = boxes[tie.start].width
    points: list[Point] = []
    for name in route:
        x, y = left[name], found.middle[name]
        near, far = (x, x + width) if way > 0 else (x + width, x)
        if name in boxes:
            y = _port(name, tie, found, leaving=name == tie.start)
        stops = [(far, y)] if name == tie.start else [(near, y)]
        stops += [(far, y)] if name not in boxes else []
        for stop in stops:
            points += _bend(points[-1], stop) if points else [stop]
    return points


def _bend(start: Point, end: Point) -> list[Point]:
    middle = (start[0] + end[0]) / 2
    return [(middle, start[1]), (middle, end[1]), end]


def _port(name: str, tie: Tie, found: Layout, *, leaving: bool) -> float:
    """Edges that meet at one side of a box keep a little apart, in the order they come from."""
    routes = [r for r in found.routes.values() if r[0 if leaving else -1] == name]
    nearest = 1 if leaving else -2
    routes.sort(key=lambda route: found.middle[route[nearest]])
    at = routes.index(found.routes[(tie.start, tie.end)])
    spread = min(PORT_PX, PORTS_PX / len(routes))
    return found.middle[name] + (at - (len(routes) - 1) / 2) * spread


def arc(start: Box, end: Box) -> Sequence[Point]:
    """Beside the boxes, the wider the farther it leads."""
    y0, y1 = start.y + start.height / 2 + 4, end.y + end.height / 2 - 4
    x = start.x + start.width
    reach = x + min(FARTHEST_PX, 34.0 + 0.2 * abs(y1 - y0))
    return [(x, y0), (reach, y0), (reach, y1), (x, y1)]
