"""A picture of every try of a movement test, at its far end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from evenstride import video
from evenstride.errors import InputError
from evenstride.glimpse import Glimpse
from evenstride.knowledge.entries import Unit
from evenstride.report.captions import plain
from evenstride.report.coached import annotated, size_of, unit_of
from evenstride.report.palette import FILM_OUTLINE
from evenstride.report.pen import Pen
from evenstride.report.tape import COUNTED, PAUSED
from evenstride.screening import Attempt
from evenstride.screening.result import PRINTED
from evenstride.skeleton import Side
from evenstride.video import Frame, Image

STRIP: Final = 40
"""Height of the strip below the picture, of the drawing's measure."""


@dataclass(frozen=True)
class Still:
    """One try, and where its picture goes."""

    file: Path
    number: int
    attempt: Attempt
    unit: Unit

    @property
    def caption(self) -> str:
        """The try in a line."""
        if not self.attempt.counted:
            return f"Try {self.number} does not count: {self.attempt.reason}"
        value = in_words(self.attempt.value, self.unit)
        return f"Try {self.number}: {value} at {self.attempt.peak_s:.1f} s"


def in_words(value: float, unit: Unit) -> str:
    """The value of one try, no finer than it can be read."""
    places = 0 if unit in ("deg", "points", "repetitions") else 1
    return f"{value + 0.0:.{places}f}{PRINTED.get(unit, f' {unit}')}"


def write_stills(
    clip: Path, glimpses: Sequence[Glimpse], stills: Sequence[Still], *, near: Side
) -> None:
    """Write the pictures of all tries in one pass over the film."""
    size = size_of(video.probe(clip))
    wanted = sorted(stills, key=lambda still: still.attempt.peak_s)
    for frame in video.frames(clip):
        while wanted and frame.time_s >= wanted[0].attempt.peak_s - 1e-6:
            still = wanted.pop(0)
            _write(still, _drawn(still, frame, _nearest(glimpses, frame.time_s), size, near))
        if not wanted:
            return


def _nearest(glimpses: Sequence[Glimpse], time_s: float) -> Glimpse:
    return min(glimpses, key=lambda glimpse: abs(glimpse.time_s - time_s))


def _drawn(
    still: Still, frame: Frame, glimpse: Glimpse, size: tuple[int, int], near: Side
) -> Image:
    """One picture of the film with the skeleton and what the try came to."""
    image, unit = annotated(frame, glimpse, near, size), unit_of(size)
    strip = np.full((round(STRIP * unit), size[0], 3), FILM_OUTLINE, np.uint8)
    pen = Pen(strip, unit)
    colour = COUNTED if still.attempt.counted else PAUSED
    room = size[0] / unit - 2 * 10
    pen.write(pen.fitted(plain(still.caption), 0.6, room), (10, 27), 0.6, colour)
    return np.vstack([image, strip])


def _write(still: Still, image: Image) -> None:
    import cv2

    done, content = cv2.imencode(".png", np.ascontiguousarray(image[..., ::-1]))
    if not done:
        raise InputError(f"The picture {still.file.name} could not be written.")
    still.file.write_bytes(content.tobytes())
