"""The push of the ground on a runner: how it rises and falls over one contact."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.polynomial import Polynomial

from evenstride.figure.steps import Steps
from evenstride.poses import Array

GRAVITY_M_S2: Final = 9.80665


def _shape() -> Polynomial:
    """The push over the contact, of mean 1.

    After runs on a force plate at 3 and 4 m/s (Hamner & Delp 2013): the hips' vertical
    acceleration rises through nought 0.165 of the contact after the strike and falls through
    it 0.25 of the contact before toe-off, in one smooth hump.
    """
    since = Polynomial([0.0, 1.0])
    left = 1.0 - since
    raw = since**2 * left**2 * (1.0 + SKEW * left)
    return raw / raw.integ()(1.0)


# [E] How much earlier than the middle of the contact the push is strongest.
SKEW: Final = 1.0
_PUSH: Final = _shape()
# Value, rate and acceleration that a push of mean 1 m/s^2 over 1 s gives.
_GIVEN: Final = (_PUSH.integ(2), _PUSH.integ(), _PUSH)


def push_states(steps: Steps, since_strike_s: Array) -> Array:
    """Height, speed and acceleration that the push alone gives since each strike, [M, N, 3].

    since_strike_s [M, N] lies within each step's contact. The pushes carry the body's weight:
    each one makes up for half of the flight before it and half of that after it.
    """
    contact = steps.contact_s[:, np.newaxis]
    flight = steps.next_strike_s - steps.toe_off_s
    carried = steps.contact_s + 0.5 * (flight + np.roll(flight, 1))
    mean = GRAVITY_M_S2 * carried[:, np.newaxis] / contact
    share = since_strike_s / contact
    given = [mean * contact ** (2 - order) * each(share) for order, each in enumerate(_GIVEN)]
    return np.stack(given, axis=-1)
