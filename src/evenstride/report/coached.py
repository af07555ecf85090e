"""The film of an exercise with what the coach saw: skeleton, clock or count, cue, counted time."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import numpy as np

from evenstride import video
from evenstride.coach import Session
from evenstride.glimpse import Glimpse
from evenstride.report.captions import Caption, Figure, State, caption
from evenstride.report.overlay import Sheet, draw_body
from evenstride.report.palette import FILM, FILM_MIDDLE, FILM_OUTLINE, Rgb
from evenstride.report.pen import Pen
from evenstride.report.tape import COUNTED, PAUSED, Tape
from evenstride.skeleton import Side
from evenstride.video import Image

LONGEST_SIDE_PX: Final = 960
"""[E] Large enough to read a cue by, small enough to send."""
UNIT_PX: Final = 720
"""The drawing's measure is 1 where the longest side is so long."""
QUIET: Final[Rgb] = (150, 156, 166)
COLOURS: Final[dict[State, Rgb]] = {
    "waiting": QUIET, "counting": COUNTED, "paused": PAUSED, "over": FILM_MIDDLE
}  # fmt: skip

STRIP: Final = 104
"""Height of the strip below the picture, of the drawing's measure; it never hides the feet."""
FIGURES: Final = 190
"""Width of the clock or the count."""
MARGIN: Final = 10
LANE: Final = 9
SIZES: Final = (0.62, 0.55, 0.47)
"""Of words, the first that fits."""


class CoachedFilm:
    """A film of an exercise, annotated while it is watched.

    A cue stands in it from the moment in which it would have been given.
    """

    def __init__(self, path: Path, film: video.Film, session: Session) -> None:
        self._size = size_of(film)
        self._writer = video.Writer(path, fps=film.fps)
        self._tapes = tuple(Tape.of(self._size[0], film.duration_s) for _ in session.tallies)

    def __enter__(self) -> Self:
        self._writer.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:  # fmt: skip
        self._writer.__exit__(kind, error, trace)

    def add(self, frame: video.Frame, glimpse: Glimpse, before: Session, after: Session) -> None:
        """One more picture, with what it showed and what came of it."""
        for index, tape in enumerate(self._tapes):
            tape.run(before, after, index)
        image = annotated(frame, glimpse, after.side, self._size)
        strip = _strip(self._size[0], caption(after), unit_of(self._size), self._tapes)
        self._writer.add(np.vstack([image, strip]), time_s=frame.time_s)


def size_of(film: video.Film) -> tuple[int, int]:
    """Width and height of the picture; small films are not blown up."""
    share = min(1.0, LONGEST_SIDE_PX / max(film.width_px, film.height_px))
    wide, tall = (round(share * px) // 2 * 2 for px in (film.width_px, film.height_px))
    return wide, tall


def unit_of(size: tuple[int, int]) -> float:
    """The drawing's measure in pixels; narrow pictures are written on smaller."""
    return min(max(size) / UNIT_PX, size[0] / 540)


def annotated(
    frame: video.Frame, glimpse: Glimpse, near: Side, size: tuple[int, int]
) -> Image:
    """One picture of the film with the skeleton on it."""
    import cv2

    image = frame.image
    if image.shape[1::-1] != size:
        image = np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), np.uint8)
    if glimpse.seen:
        scale = np.array(size) / (glimpse.width_px, glimpse.height_px)
        unit = max(size) / UNIT_PX
        draw_body(image, Sheet(glimpse.xy_px * scale, glimpse.confidence, unit, near))
    return image


def _strip(width: int, said: Caption, unit: float, tapes: Sequence[Tape]) -> Image:
    """What stands below the picture."""
    tall = round((STRIP + (len(tapes) - 1) * (LANE + 2)) * unit) // 2 * 2
    strip = np.full((tall, width, 3), FILM_OUTLINE, np.uint8)
    pen = Pen(strip, unit)
    _write_figures(pen, said.figures)
    _write_words(pen, said, (width / unit) - FIGURES - 2 * MARGIN)
    for lane, tape in enumerate(tapes):
        top = pen.at(STRIP - MARGIN - LANE + lane * (LANE + 2))
        strip[top : top + pen.at(LANE)] = tape.colours[None]
        now = tape.now_px
        strip[top - pen.at(2) : top + pen.at(LANE + 2), max(now - 1, 0) : now + 1] = 255
    return strip


def _write_figures(pen: Pen, figures: Sequence[Figure]) -> None:
    """The clock or the count, large, and of how much."""
    room = (FIGURES - MARGIN) / len(figures)
    for place, one in enumerate(figures):
        x = MARGIN + place * room
        colour = FILM[one.side] if one.side else FILM_MIDDLE
        size = 1.5 if len(figures) == 1 else 1.2
        pen.write(one.number, (x, 46), size, colour, bold=True)
        if len(figures) == 1:
            pen.write(one.unit, (x + pen.width(one.number, size) + 6, 46), 0.6, QUIET)
        pen.write(one.below, (x, 70), 0.5, QUIET)


def _write_words(pen: Pen, said: Caption, room: float) -> None:
    """What is going on, and what the coach says."""
    x = FIGURES
    title = pen.paragraph(said.line, SIZES[1:], room, 1)
    pen.write(title.lines[0], (x, 22), title.size, COLOURS[said.state])
    colour = COUNTED if said.praise else FILM_MIDDLE
    cue = pen.paragraph(said.cue, SIZES, room, 2)
    for row, line in enumerate(cue.lines):
        pen.write(line, (x, 47 + 23 * row), cue.size, colour)
