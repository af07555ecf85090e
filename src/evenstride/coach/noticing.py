"""One mistake of an exercise, watched from frame to frame."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import isnan, nan
from typing import Final

from evenstride.coach.banding import Bands
from evenstride.coach.observing import Observation
from evenstride.knowledge.entries import Exercise, Mistake
from evenstride.skeleton import Side

NOTICED_AFTER_S: Final = 0.3
SOFT_AFTER_S: Final = 0.8
"""[E] A mistake is spoken of after it has lasted for so long; a soft one waits, because a hard one
may be on its way behind it."""
FORGOTTEN_AFTER_S: Final = 0.5
"""[E] After so long unseen, a mistake that comes back is a new one."""
EXACT: Final = 1e-9


@dataclass(frozen=True)
class Event:
    """A mistake that was seen: when it began, and when it was mended."""

    mistake: str
    start_s: float
    end_s: float


@dataclass(frozen=True)
class Watch:
    """Whether a mistake is being made, since when, and how often it was spoken of."""

    mistake: Mistake
    bands: Bands
    on: bool = False
    """Whether this frame shows it."""
    since_s: float = nan
    """Since when; NaN while it is not made, or not to be spoken of."""
    judged_s: float = nan
    """When it could last be judged."""
    off_s: float = nan
    """When it was last mended."""
    noticed: bool = False
    told: int = 0
    """How often it was spoken of in this set."""
    told_s: float = nan
    owed: bool = False
    """Whether it was spoken of, and no praise has been given since."""

    @classmethod
    def of(cls, mistake: Mistake, exercise: Exercise) -> Watch:
        """A mistake of an exercise nobody has looked for yet."""
        return cls(mistake, Bands.of(() if mistake.not_observable else mistake.when, exercise))

    @property
    def hard(self) -> bool:
        """Whether nothing counts meanwhile."""
        return self.mistake.severity == "hard"

    def after(self, seen: Observation, side: Side, dt_s: float) -> Watch:
        """The same after one more frame, before it is known whether it matters now."""
        if not self.bands.bands:
            return self
        bands = self.bands.after(seen, side, dt_s)
        return replace(self, bands=bands, on=bands.out)

    def heard(self, time_s: float, *, matters: bool) -> Watch:
        """The same with its times, where what is seen now matters or not."""
        if not self.bands.judged and matters:
            return self._unseen(time_s)
        if self.on and matters:
            since_s = time_s if isnan(self.since_s) else self.since_s
            wait_s = NOTICED_AFTER_S if self.hard else SOFT_AFTER_S
            noticed = self.noticed or time_s - since_s >= wait_s - EXACT
            return replace(self, since_s=since_s, judged_s=time_s, noticed=noticed)
        if isnan(self.since_s):
            return replace(self, judged_s=time_s)
        return replace(self, since_s=nan, judged_s=time_s, off_s=time_s, noticed=False)

    def _unseen(self, time_s: float) -> Watch:
        if time_s - self.judged_s > FORGOTTEN_AFTER_S:
            return replace(self, since_s=nan, noticed=False)
        return self

    def event(self, before: Watch, time_s: float) -> Event | None:
        """What has just ended, where something has."""
        if before.noticed and not self.noticed:
            return Event(self.mistake.id, before.since_s, time_s)
        return None

    def said(self, time_s: float) -> Watch:
        """The same after it was spoken of."""
        return replace(self, told=self.told + 1, told_s=time_s, owed=True)

    def rested(self) -> Watch:
        """The same before a new set."""
        return replace(self, on=False, since_s=nan, noticed=False, told=0, owed=False)
