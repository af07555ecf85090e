"""The why-picture: from body and history through ways of running to the complaint, drawn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from evenstride.report.planning.boxes import Box, Size, box, height_of
from evenstride.report.planning.curves import Edge, arc, curve, edge
from evenstride.report.planning.layers import Layout, column_of, layout, ordered
from evenstride.report.planning.web import Thing, Web

MARGIN, HEADING = 6.0, 30.0
NARROW_WIDTH = 336.0
SIZES: Final = (Size(4, 190.0, 58.0, 22), Size(5, 174.0, 50.0, 20), Size(99, 150.0, 34.0, 17))
NARROW: Final = Size(1, 232.0, 12.0, 27)
"""One below the other."""
HEADINGS: Final = ("Body, history, load", "Way of running", "What you feel")


@dataclass(frozen=True)
class Heading:
    """A word over a column."""

    words: str
    x: float
    y: float


@dataclass(frozen=True)
class Sketch:
    """The picture for one width of page."""

    kind: str
    width: float
    height: float
    boxes: tuple[Box, ...]
    edges: tuple[Edge, ...]
    headings: tuple[Heading, ...]


@dataclass(frozen=True)
class Why:
    """The picture for a desk and the picture for a phone."""

    wide: Sketch
    narrow: Sketch
    words: str


def why(drawn: Web, links: Mapping[str, str]) -> Why | None:
    """The picture, where there is anything to join; `links` are the anchors of the nodes' cards."""
    if not drawn.ties:
        return None
    return Why(
        wide=_wide(drawn, links),
        narrow=_narrow(drawn, links),
        words=f"{len(drawn.things)} causes, ways of running and complaints, joined by arrows from "
        "cause to effect. The cards below say the same in words.",
    )


def _wide(drawn: Web, links: Mapping[str, str]) -> Sketch:
    things = {thing.id: thing for thing in drawn.things}
    groups = {key: thing.group for key, thing in things.items()}
    ends = [(tie.start, tie.end) for tie in drawn.ties]
    count = len(set(column_of(groups, ends).values()))
    size = next(each for each in SIZES if count <= each.columns)
    heights = {key: height_of(thing, size.letters) for key, thing in things.items()}
    found = layout(groups, heights, ends, top=HEADING)
    left = {
        name: MARGIN + column * (size.width + size.across)
        for column, names in enumerate(found.columns)
        for name in names
    }
    boxes = {
        key: box(thing, links, size, (left[key], found.middle[key]))
        for key, thing in things.items()
    }
    bottom = max(box.y + box.height for box in boxes.values())
    return Sketch(
        kind="wide",
        width=2 * MARGIN + count * (size.width + size.across) - size.across,
        height=max(bottom, *found.middle.values()) + MARGIN,
        boxes=tuple(boxes.values()),
        edges=tuple(edge(tie, curve(tie, found, left, boxes)) for tie in drawn.ties),
        headings=_column_headings(found, things, left),
    )


def _column_headings(
    found: Layout, things: Mapping[str, Thing], left: Mapping[str, float]
) -> tuple[Heading, ...]:
    """One over the first column of each group."""
    first: dict[int, float] = {}
    for names in found.columns:
        for name in names:
            if name in things:
                first.setdefault(things[name].group, left[name])
    return tuple(Heading(HEADINGS[group], x, HEADING / 2) for group, x in first.items())


def _narrow(drawn: Web, links: Mapping[str, str]) -> Sketch:
    """Boxes one below the other, arrows at their right."""
    things = {thing.id: thing for thing in drawn.things}
    ends = [(tie.start, tie.end) for tie in drawn.ties]
    columns = column_of({key: thing.group for key, thing in things.items()}, ends)
    close = [(a, b) for a, b in ends if abs(columns[a] - columns[b]) == 1]
    top, boxes, headings = MARGIN, {}, {}
    for name in (name for names in ordered(columns, close) for name in names):
        thing = things[name]
        if thing.group not in headings:
            headings[thing.group] = Heading(HEADINGS[thing.group], MARGIN, top + 14)
            top += HEADING
        half = height_of(thing, NARROW.letters) / 2
        boxes[name] = box(thing, links, NARROW, (MARGIN, top + half))
        top += 2 * half + NARROW.across
    return Sketch(
        kind="narrow",
        width=NARROW_WIDTH,
        height=top,
        boxes=tuple(boxes.values()),
        edges=tuple(edge(tie, arc(boxes[tie.start], boxes[tie.end])) for tie in drawn.ties),
        headings=tuple(headings.values()),
    )
