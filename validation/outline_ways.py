"""Other ways to read a back's outline, against the one that is used."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import isfinite, nan
from types import MappingProxyType
from typing import Final

import numpy as np

from evenstride import outline
from evenstride.poses import Array
from validation.outline import Reading

Definition = Callable[[Array, Array], float]
"""From the back's and the front's outline to a number."""


def _part(values: Array, low: float, high: float) -> tuple[Array, Array]:
    """The stations between two shares of the trunk that are seen, and the outline there."""
    at = outline.STATIONS
    inside = (at >= low - 1e-6) & (at <= high + 1e-6) & np.isfinite(values)
    return at[inside], values[inside]


def _chord(back: Array, _: Array) -> float:
    return outline.sagitta(np.column_stack([back, back]), faces_right=True)


def _deepest(back: Array, _: Array) -> float:
    at, values = _part(back, outline.SACRUM[1], outline.THORAX[0])
    ends = [_part(back, *window)[1] for window in (outline.SACRUM, outline.THORAX)]
    low, high = (float(end.mean()) for end in ends)
    span = outline.THORAX[0] - outline.SACRUM[1]
    depth = low + (at - outline.SACRUM[1]) / span * (high - low) - values
    return 100 * float(depth[np.abs(depth).argmax()])


def _parabola(back: Array, _: Array) -> float:
    return 100 * float(np.polyfit(*_part(back, outline.SACRUM[0], outline.THORAX[1]), 2)[0])


def _angle(back: Array, _: Array) -> float:
    middle = 0.5 * sum(outline.LOW_BACK)
    lower = _part(back, outline.SACRUM[0], middle)
    upper = _part(back, middle, outline.THORAX[1])
    slopes = [float(np.polyfit(*part, 1)[0]) for part in (lower, upper)]
    return float(np.degrees(np.arctan(slopes[1]) - np.arctan(slopes[0])))


def _centre(back: Array, front: Array) -> float:
    return _chord(0.5 * (back - front), front)


def _belly(_: Array, front: Array) -> float:
    return -_chord(front, front)


DEFINITIONS: Final[Mapping[str, Definition]] = MappingProxyType({
    "depth below the chord from sacrum to thorax (used)": _chord,
    "deepest point below the chord": _deepest,
    "curvature of a parabola": _parabola,
    "angle between the lower and the upper back": _angle,
    "the trunk's centre line below its chord": _centre,
    "the belly's outline before its chord": _belly,
})  # fmt: skip


@dataclass(frozen=True)
class Rival:
    """One definition: how often it can be told, and how far off it is after its best line, %."""

    name: str
    seen: float
    rms: float


def rivals(readings: Iterable[Reading]) -> Iterator[Rival]:
    """Every definition on the same outlines; its line is fitted on every second one."""
    known = [(one, *_outlines(one)) for one in readings]
    for name, define in DEFINITIONS.items():
        pairs = np.array([(one.true, _told(define, back, front)) for one, back, front in known])
        seen = np.isfinite(pairs[:, 1])
        true, said = pairs[seen].T
        line = np.polyfit(said[::2], true[::2], 1)
        error = np.polyval(line, said[1::2]) - true[1::2]
        yield Rival(name, float(seen.mean()), float(np.sqrt(np.mean(error**2))))


def _outlines(one: Reading) -> tuple[Array, Array]:
    """The back's and the front's."""
    left, right = one.edges.T
    return (left, right) if one.side == "right" else (right, left)


def _told(define: Definition, back: Array, front: Array) -> float:
    return define(back, front) if isfinite(_chord(back, front)) else nan
