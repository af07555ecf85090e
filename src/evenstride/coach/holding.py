"""The clock of a hold: it counts what was held well, and never starts again at nought."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, Literal

STARTS_AFTER_S: Final = 1.0
"""[E] Held well for so long, the clock runs; that first second then counts too."""
PAUSES_AFTER_S: Final = 0.5
"""[E] A hard mistake of this length pauses the clock; a shorter one is a wobble and counts."""
UNSEEN_PAUSES_AFTER_S: Final = 2.0
BRIDGED_S: Final = 0.5
"""[E] What was not seen for no longer than this, between two good frames, was held well."""
LEAST_STRETCH_S: Final = 3.0
"""[E] Shorter stretches do not count."""
EXACT: Final = 1e-9

Held = Literal["well", "badly", "unseen", "gone"]
"""`unseen`: in the frame, but something needed is hidden; `gone`: nobody there to be judged."""


@dataclass(frozen=True)
class Clock:
    """How long a position was held well, how often it broke and why."""

    closed_s: float = 0.0
    """Of finished stretches that were long enough."""
    stretch_s: float = 0.0
    running: bool = False
    settling_s: float = 0.0
    wobble_s: float = 0.0
    """Of this interruption so far, mistakes."""
    unseen_s: float = 0.0
    gone: bool = False
    breaks: int = 0
    longest_closed_s: float = 0.0
    reasons: tuple[tuple[str, int], ...] = ()
    bad_s: float = 0.0
    """Of all mistakes so far."""

    @property
    def valid_s(self) -> float:
        """Seconds that count; they never fall."""
        return self.closed_s + (self.stretch_s if self.long_enough else 0.0)

    @property
    def shown_s(self) -> float:
        """Seconds to show while they run; a stretch that stays too short is taken off again."""
        return self.closed_s + self.stretch_s

    @property
    def long_enough(self) -> bool:
        """Whether the present stretch counts."""
        return self.stretch_s >= LEAST_STRETCH_S - EXACT

    @property
    def longest_s(self) -> float:
        """The longest stretch without a break."""
        return max(self.longest_closed_s, self.stretch_s if self.long_enough else 0.0)

    def after(self, dt_s: float, held: Held, reason: str = "") -> Clock:
        """The clock after some more time, all of it alike."""
        if held == "well":
            return self._well(dt_s)
        lost = self._lost(dt_s, held)
        if not self.running:
            begins_again = lost.gone or lost.wobble_s > 0 or lost.unseen_s > BRIDGED_S
            return replace(lost, settling_s=0.0) if begins_again else lost
        too_long = lost.wobble_s > PAUSES_AFTER_S or lost.unseen_s > UNSEEN_PAUSES_AFTER_S
        return lost.paused(reason) if too_long else lost

    def _well(self, dt_s: float) -> Clock:
        gap_s = self.wobble_s + self.unseen_s
        bridged_s = gap_s if gap_s <= BRIDGED_S and not self.gone else 0.0
        clean = replace(self, wobble_s=0.0, unseen_s=0.0, gone=False)
        if self.running:
            return replace(clean, stretch_s=self.stretch_s + bridged_s + dt_s)
        settling_s = self.settling_s + (bridged_s if self.settling_s else 0.0) + dt_s
        if settling_s >= STARTS_AFTER_S - EXACT:
            return replace(clean, running=True, settling_s=0.0, stretch_s=settling_s)
        return replace(clean, settling_s=settling_s)

    def _lost(self, dt_s: float, held: Held) -> Clock:
        if held == "badly":
            return replace(self, wobble_s=self.wobble_s + dt_s, bad_s=self.bad_s + dt_s)
        return replace(self, unseen_s=self.unseen_s + dt_s, gone=self.gone or held == "gone")

    def paused(self, reason: str) -> Clock:
        """The same with its stretch closed for a reason."""
        counted = dict(self.reasons)
        counted[reason] = counted.get(reason, 0) + 1
        closed = self.rested()
        if not self.long_enough:
            return closed
        return replace(closed, breaks=self.breaks + 1, reasons=tuple(counted.items()))

    def rested(self) -> Clock:
        """The same with its stretch closed and no break: the set is over."""
        return replace(
            self,
            closed_s=self.valid_s,
            longest_closed_s=self.longest_s,
            stretch_s=0.0,
            running=False,
            settling_s=0.0,
            wobble_s=0.0,
            unseen_s=0.0,
            gone=False,
        )
