"""Which foot bears the body when: the coarse beat that everything finer stands on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from evenstride.cycle import phase
from evenstride.poses import Array
from evenstride.skeleton import Side


@dataclass(frozen=True)
class Stance:
    """A time when one foot is down and the other swings past it."""

    side: Side
    middle_s: float
    step_s: float
    """The time from one such middle to the next, around here."""


def stances(time_s: Array, left_height: Array, right_height: Array) -> tuple[Stance, ...]:
    """Every step's middle: the other foot swings past at its highest.

    Heights [T] are of foot middles, up, in leg lengths. Left and right alternate by
    construction: the rhythm of the heights' difference is at a whole number of strides when the
    left foot swings over the right one, and half a stride later the other way round.
    """
    strides = phase(time_s, left_height - right_height)
    if strides is None:
        return ()
    halves = np.arange(np.ceil(2 * np.nanmin(strides)), np.floor(2 * np.nanmax(strides)) + 1)
    found = [_crossing(time_s, strides, half / 2) for half in halves]
    return tuple(
        Stance("left" if int(half) % 2 else "right", *place)
        for half, place in zip(halves, found, strict=True)
        if place is not None
    )


def _crossing(time_s: Array, strides: Array, value: float) -> tuple[float, float] | None:
    """When the rhythm reaches a value, and the time a step takes there."""
    past = np.flatnonzero((strides[:-1] < value) & (strides[1:] >= value))
    if len(past) == 0:
        return None
    i = int(past[0])
    interval_s = time_s[i + 1] - time_s[i]
    speed = (strides[i + 1] - strides[i]) / interval_s
    return float(time_s[i] + (value - strides[i]) / speed), float(0.5 / speed)
