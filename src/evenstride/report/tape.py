"""A strip of time: what counted and what did not, coloured while it goes by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Self

import numpy as np

from evenstride.coach import Session, Tally
from evenstride.report.palette import Rgb
from evenstride.video import Image

COUNTED: Final[Rgb] = (0, 190, 130)
PAUSED: Final[Rgb] = (240, 178, 40)
"""Bluish green and amber: apart for every common kind of colour blindness."""
IDLE: Final[Rgb] = (62, 68, 78)


@dataclass
class Tape:
    """All of a film from left to right, one colour for each column; painted as time goes by.

    colours [W, 3]
    """

    colours: Image
    duration_s: float
    now_px: int = 0
    start_s: float | None = None

    @classmethod
    def of(cls, width: int, duration_s: float) -> Self:
        """A film nobody has watched yet."""
        return cls(np.full((width, 3), IDLE, np.uint8), max(duration_s, 1e-3))

    def run(self, before: Session, after: Session, index: int) -> None:
        """One more picture."""
        now_s = after.time_s
        if self.start_s is None:
            self.start_s = now_s
        self.now_px = self._column(now_s)
        if before.phase != "work" or not np.isfinite(before.time_s):
            return
        old, new = before.tallies[index], after.tallies[index]
        if new.counter is None:
            self._held(old, new, now_s, now_s - before.time_s)
        else:
            self._repeated(old, new, now_s)

    def _held(self, old: Tally, new: Tally, now_s: float, dt_s: float) -> None:
        """What the clock has counted, or has not; a second that was owed is painted afterwards."""
        more_s = new.clock.shown_s - old.clock.shown_s
        if more_s > 0:
            self._paint(now_s - more_s, now_s, COUNTED)
        elif more_s < 0:
            gap_s = old.clock.wobble_s + old.clock.unseen_s + dt_s
            self._paint(now_s - gap_s + more_s, now_s, PAUSED)
        elif new.clock.shown_s > 0 and not new.clock.settling_s:
            self._paint(now_s - dt_s, now_s, PAUSED)

    def _repeated(self, old: Tally, new: Tally, now_s: float) -> None:
        """A repetition is painted when it is over."""
        assert old.counter is not None  # noqa: S101  # its caller has looked
        assert new.counter is not None  # noqa: S101
        start_s = now_s - old.counter.away_s
        if new.counter.count > old.counter.count:
            self._paint(start_s, now_s, COUNTED)
        elif len(new.counter.refused) > len(old.counter.refused):
            self._paint(start_s, now_s, PAUSED)

    def _paint(self, start_s: float, end_s: float, colour: Rgb) -> None:
        self.colours[self._column(start_s) : self._column(end_s) + 1] = colour

    def _column(self, time_s: float) -> int:
        share = (time_s - (self.start_s or 0.0)) / self.duration_s
        return int(np.clip(round(share * len(self.colours)), 0, len(self.colours) - 1))
