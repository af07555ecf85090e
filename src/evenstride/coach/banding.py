"""Bands with a soft edge: easy to stay in, a little harder to come back to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from math import inf, isfinite, nan
from typing import Final, Literal

import numpy as np

from evenstride.coach.observing import Observation
from evenstride.form import DEFINITIONS
from evenstride.knowledge.entries import Condition, Exercise, Measure, Part
from evenstride.limits import tolerance
from evenstride.skeleton import Side

WIDER_SHARE: Final = 0.1
WIDER: Final = (0.5, 4.0)
"""[E] A band is left this share of its tolerance later than it is entered, within these bounds in
degrees or the unit itself, so that nothing flickers at its edge. With 4 degrees for every band, as
is often done, a pose model's bias hides a third of the mistakes that go half as far again."""

Key = tuple[Measure, Part]
State = Literal["never", "out", "in", "straying"]
"""Of a measure against its band; `never` seen so far; `straying`: left for less than half a second,
so that one bad frame shuts nobody out."""

STRAYS_S: Final = 0.5
COMES_AND_GOES: Final = "low_back"
"""An arm may hide the back's outline for a while; nobody is asked to move the camera for it, but
about the back."""

TURNED: Final[dict[Part, Part]] = {
    "working": "other", "other": "working", "both": "both", "body": "body"
}  # fmt: skip


@dataclass(frozen=True)
class Band:
    """Where a measure should be, and how much further out it may stray once inside."""

    key: Key
    turned: Key
    """The same of a body that was measured for its other side."""
    above: float
    below: float
    wider: float

    def value(self, seen: Observation, side: Side) -> float:
        """What this frame shows for one side; NaN where it shows nothing."""
        return seen.measures.get(self.key if seen.side == side else self.turned, nan)

    def state(self, value: float, before: State) -> State:
        """Inside or outside; as before where it is not seen."""
        if not isfinite(value):
            return before
        inside = before in ("in", "straying")
        room = self.wider if inside else 0.0
        if self.below - room <= value <= self.above + room:
            return "in"
        return "straying" if inside else "out"


def band_of(condition: Condition, room: float = inf) -> Band:
    """The band whose outside a condition describes; room  how far right is from wrong."""
    name, part = condition.measure, condition.of
    whole = not DEFINITIONS[name].sided and part in ("both", "body")
    above = inf if condition.above is None else condition.above + condition.bias
    below = -inf if condition.below is None else condition.below + condition.bias
    return Band((name, part), (name, "other" if whole else TURNED[part]), above, below,
                float(np.clip(WIDER_SHARE * room, *WIDER)))  # fmt: skip


@dataclass(frozen=True)
class Bands:
    """Several bands at one moment: which of them are left, and which cannot be seen."""

    bands: tuple[Band, ...]
    states: tuple[State, ...]
    strayed_s: float = 0.0
    out: bool = False
    """Whether one that is seen now is left."""
    judged: bool = False
    """Whether any is seen now."""
    missing: bool = False
    """Whether one that was seen before is not seen now."""

    @classmethod
    def of(cls, conditions: Iterable[Condition], exercise: Exercise) -> Bands:
        """The bands of some conditions of an exercise, nothing seen yet."""
        bands = tuple(band_of(one, tolerance(one, exercise)) for one in conditions)
        return cls(bands, tuple("never" for _ in bands))

    @property
    def ever_seen(self) -> bool:
        """Whether the camera has shown any of it so far."""
        return any(state != "never" for state in self.states)

    @property
    def known(self) -> bool:
        """Whether the camera speaks for it: it has been seen, and is not hidden now."""
        hidden = all(band.key[0] == COMES_AND_GOES for band in self.bands) and not self.judged
        return self.ever_seen and not hidden

    def after(self, seen: Observation, side: Side, dt_s: float) -> Bands:
        """The same after one more frame."""
        if not self.bands:
            return self
        values = [band.value(seen, side) for band in self.bands]
        known = [isfinite(value) for value in values]
        states = tuple(
            band.state(value, before)
            for band, value, before in zip(self.bands, values, self.states, strict=True)
        )
        strayed_s = self.strayed_s + dt_s if "straying" in states else 0.0
        return replace(
            self,
            states=_settled(states) if strayed_s > STRAYS_S else states,
            strayed_s=strayed_s,
            out=_any_out(states, known),
            judged=any(known),
            missing=any(
                not there and state != "never" and band.key[0] != COMES_AND_GOES
                for band, there, state in zip(self.bands, known, states, strict=True)
            ),
        )


def _any_out(states: Sequence[State], known: Sequence[bool]) -> bool:
    return any(there and state in ("out", "straying")
               for there, state in zip(known, states, strict=True))  # fmt: skip


def _settled(states: Sequence[State]) -> tuple[State, ...]:
    """What has strayed for too long is out."""
    return tuple("out" if state == "straying" else state for state in states)
