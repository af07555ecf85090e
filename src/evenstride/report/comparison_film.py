"""Two films in step: where in the run each moment of a film is."""

from __future__ import annotations

import base64
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np

from evenstride import video
from evenstride.events import Event
from evenstride.report.film import LARGEST_EMBEDDED_BYTES, cut, excerpt_start_s
from evenstride.sitting import Sitting

LARGEST_FILM_BYTES = LARGEST_EMBEDDED_BYTES // 2
"""Two films share what one page may weigh."""

SHORTEST_STEP, LONGEST_STEP = 0.6, 1.5
"""[E] Of the usual step: outside, a strike was missed or made up."""


@dataclass(frozen=True)
class Footage:
    """A film as the page holds it, and when each foot strikes in it."""

    base64: str
    start_s: float
    """The clip's own time at the film's zero."""
    width_px: int
    height_px: int
    strikes_s: tuple[float, ...]
    """Left and right in turn, the left first, on the film's own clock; none is missing."""


def footage(sitting: Sitting) -> Footage | None:
    """The annotated film of a sitting, where there is one with steps to follow."""
    if sitting.film is None:
        return None
    if sitting.film.stat().st_size <= LARGEST_FILM_BYTES:
        return _footage(sitting, sitting.film, 0.0)
    start_s = excerpt_start_s(sitting.film)
    with tempfile.TemporaryDirectory() as folder:
        part = Path(folder) / "excerpt.mp4"
        cut(sitting.film, part, start_s)
        return _footage(sitting, part, start_s)


def _footage(sitting: Sitting, film: Path, start_s: float) -> Footage | None:
    found = video.probe(film)
    last_s = start_s + found.duration_s
    inside = [event for event in sitting.events if start_s <= event.time_s <= last_s]
    beat = beats(inside)
    if len(beat) <= 2:  # noqa: PLR2004  # less than one stride cannot be kept in step
        return None
    return Footage(
        base64=base64.b64encode(film.read_bytes()).decode("ascii"),
        start_s=start_s,
        width_px=found.width_px,
        height_px=found.height_px,
        strikes_s=tuple(round(time_s - start_s, 4) for time_s in beat),
    )


def beats(events: Sequence[Event]) -> tuple[float, ...]:
    """The longest unbroken row of strikes, left and right in turn, from a left one on."""
    strikes = sorted((e for e in events if e.kind == "foot_strike"), key=lambda e: e.time_s)
    usual_s = float(np.median(np.diff([e.time_s for e in strikes]))) if len(strikes) > 1 else 0.0
    rows: list[list[Event]] = [strikes[:1]]
    for last, now in pairwise(strikes):
        follows = SHORTEST_STEP * usual_s < now.time_s - last.time_s < LONGEST_STEP * usual_s
        if follows and last.side != now.side:
            rows[-1].append(now)
        else:
            rows.append([now])
    longest = max(rows, key=len)
    first = 1 if longest and longest[0].side == "right" else 0
    return tuple(event.time_s for event in longest[first:])
