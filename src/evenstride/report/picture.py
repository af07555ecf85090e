"""The small picture on a metric's card: every step a faint dot, each side's mean and interval."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from evenstride.metrics.measurement import Estimate
from evenstride.report.wording import number

WIDTH = 320.0
MARGIN = 14.0
LANE = 26.0
TOP = 16.0
AXIS = 16.0

FEWEST_TICKS = 2.4
TINY = 1e-9

LANES = ("left", "right", "both")


@dataclass(frozen=True)
class Lane:
    """One side's row of the picture, in picture units."""

    side: str
    y: float
    dots: tuple[tuple[float, float], ...]
    mean_x: float
    low_x: float
    high_x: float
    drawn_x: float | None


@dataclass(frozen=True)
class Tick:
    """A labelled place on the axis."""

    x: float
    label: str


@dataclass(frozen=True)
class Picture:
    """What the card's drawing shows, in picture units."""

    width: float
    height: float
    axis_y: float
    zero_x: float | None
    lanes: tuple[Lane, ...]
    ticks: tuple[Tick, ...]


@dataclass(frozen=True)
class Scale:
    """From the metric's unit to the picture's x."""

    low: float
    high: float

    def __call__(self, value: float) -> float:
        """Where a value lies across the picture."""
        share = (value - self.low) / (self.high - self.low)
        return round(MARGIN + share * (WIDTH - 2 * MARGIN), 1)


def picture(sides: Mapping[str, Estimate], drawn: Mapping[str, float]) -> Picture | None:
    """The picture of these estimates, or nothing where there is nothing finite to draw."""
    shown = [name for name in LANES if name in sides and math.isfinite(sides[name].mean)]
    if not shown:
        return None
    scale = _scale({name: sides[name] for name in shown}, drawn)
    axis_y = TOP + LANE * len(shown)
    return Picture(
        width=WIDTH,
        height=axis_y + AXIS,
        axis_y=axis_y,
        zero_x=scale(0.0) if scale.low < 0 < scale.high else None,
        lanes=tuple(
            _lane(name, sides[name], scale, y=TOP + LANE * row, drawn=drawn.get(name))
            for row, name in enumerate(shown)
        ),
        ticks=_ticks(scale),
    )


def _scale(sides: Mapping[str, Estimate], drawn: Mapping[str, float]) -> Scale:
    candidates = [
        value
        for name, side in sides.items()
        for value in (*side.values, *side.ci95, side.mean, drawn.get(name, math.nan))
    ]
    finite = [value for value in candidates if math.isfinite(value)]
    low, high = min(finite), max(finite)
    room = (high - low) * 0.04 or max(abs(high) * 0.1, 0.5)
    return Scale(low - room, high + room)


def _lane(name: str, side: Estimate, scale: Scale, *, y: float, drawn: float | None) -> Lane:
    low, high = (x if math.isfinite(x) else side.mean for x in side.ci95)
    finite = [value for value in side.values if math.isfinite(value)]
    return Lane(
        side=name,
        y=y,
        dots=tuple((scale(value), y + _spread(i)) for i, value in enumerate(finite)),
        mean_x=scale(side.mean),
        low_x=scale(low),
        high_x=scale(high),
        drawn_x=None if drawn is None else scale(drawn),
    )


def _spread(step: int) -> float:
    """A little height so that equal steps do not hide each other (golden ratio, so no pattern)."""
    return round(((step * 0.618034) % 1.0 - 0.5) * LANE * 0.5, 1)


def _ticks(scale: Scale) -> tuple[Tick, ...]:
    size = _tick_size(scale.high - scale.low)
    places = max(0, -math.floor(math.log10(size) + TINY))
    first, last = math.ceil(scale.low / size), math.floor(scale.high / size)
    return tuple(Tick(scale(i * size), number(i * size, places)) for i in range(first, last + 1))


def _tick_size(span: float) -> float:
    """A round step (1, 2 or 5 of some power of ten) that gives at least a few ticks."""
    power = 10.0 ** math.floor(math.log10(span))
    return next(
        power * part for part in (5, 2, 1, 0.5, 0.2) if span / (power * part) >= FEWEST_TICKS
    )
