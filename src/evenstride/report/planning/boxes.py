"""Boxes of the why-picture: a name, a side, a chance, and what was observed."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from evenstride.report.planning.web import Mark, Thing
from evenstride.report.planning.words import SIDE_WORDS, percent

LINE_PX, PAD_PX = 15.0, 9.0
ICON_PX: Final = 15.0


@dataclass(frozen=True)
class Size:
    """Of boxes, by how many columns there are."""

    columns: int
    """At the most."""
    width: float
    across: float
    letters: int
    """A line."""


@dataclass(frozen=True)
class Icon:
    """A small shape for how something was observed."""

    kind: str
    speaks: str
    sentence: str
    x: float
    y: float


@dataclass(frozen=True)
class Box:
    """One box with its place."""

    id: str
    link: str
    side: str
    lines: tuple[str, ...]
    small: str
    tint: float
    """How strongly it is filled, 0 to 1."""
    title: str
    icons: tuple[Icon, ...]
    x: float
    y: float
    width: float
    height: float


def height_of(thing: Thing, letters: int) -> float:
    """Of the box: its name's lines, and one for side and chance."""
    return (len(_lines(thing, letters)) + 1) * LINE_PX + 2 * PAD_PX


def _lines(thing: Thing, letters: int) -> tuple[str, ...]:
    return tuple(textwrap.wrap(thing.name, letters)) or ("",)


def box(thing: Thing, links: Mapping[str, str], size: Size, at: tuple[float, float]) -> Box:
    """`at` is its left edge and its middle height."""
    lines, height = _lines(thing, size.letters), height_of(thing, size.letters)
    likely = thing.probability
    said = "told" if likely is None else f"{percent(likely)} %"
    side = SIDE_WORDS[thing.side]
    small = f"{side} · {said}" if side else said
    top = at[1] - height / 2
    return Box(
        id=thing.id,
        link=next((links[node] for node in thing.nodes if node in links), "hurts"),
        side=thing.side,
        lines=lines,
        small=small,
        tint=1.0 if likely is None else round(likely, 3),
        title=" ".join([f"{thing.name}, {small}.", *(mark.sentence for mark in thing.marks)]),
        icons=_icons(thing.marks, at[0] + size.width - PAD_PX, top + height - PAD_PX - ICON_PX + 2),
        x=at[0],
        y=round(top, 1),
        width=size.width,
        height=height,
    )


def _icons(marks: Sequence[Mark], right: float, top: float) -> tuple[Icon, ...]:
    return tuple(
        Icon(mark.kind, mark.speaks, mark.sentence, round(right - (i + 1) * (ICON_PX + 3), 1),
             round(top, 1))
        for i, mark in enumerate(marks)
    )  # fmt: skip
