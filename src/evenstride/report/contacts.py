"""When each foot was on the ground, read off the events."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from evenstride.events import Event
from evenstride.skeleton import SIDES, Side


@dataclass(frozen=True)
class Contact:
    """One foot on the ground, from its strike to its toe-off."""

    side: Side
    strike_s: float
    toe_off_s: float

    def holds(self, time_s: float) -> bool:
        """Whether the foot is down at this time."""
        return self.strike_s <= time_s < self.toe_off_s


def contacts(events: Iterable[Event]) -> tuple[Contact, ...]:
    """Every contact seen from its strike to its toe-off, in order of time."""
    ordered = sorted(events, key=lambda event: event.time_s)
    found = [contact for side in SIDES for contact in _of_side(ordered, side)]
    return tuple(sorted(found, key=lambda contact: contact.strike_s))


def _of_side(events: list[Event], side: Side) -> list[Contact]:
    own = [event for event in events if event.side == side]
    return [
        Contact(side, first.time_s, second.time_s)
        for first, second in pairwise(own)
        if (first.kind, second.kind) == ("foot_strike", "toe_off")
    ]


def strikes(events: Iterable[Event], side: Side) -> int:
    """How often this foot touched down."""
    return sum(event.side == side and event.kind == "foot_strike" for event in events)
