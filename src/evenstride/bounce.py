"""Contacts read off the trunk's bounce, for views in which the feet cannot tell them.

From behind or in front, perspective moves a planted foot through the picture and the swinging
foot is hidden, but hips and shoulders are seen well. In flight the trunk falls freely; on the
ground it is pushed up. Where its vertical acceleration crosses zero is a fixed share of the
contact after its start and before its end.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from evenstride.contacts import Instants, Reading
from evenstride.poses import Array
from evenstride.signals import local_fit
from evenstride.stance import Stance

GRID_S = 0.002
BANDWIDTH_S = 0.030
"""[E] The kernel for the trunk's acceleration: lets pass what it does within 60 ms."""

CROSSINGS = (0.165, 0.750)
"""When the trunk's acceleration turns upwards and down again, in contact times after strike:
read off hips and shoulders of two treadmill runs at 3 and 4 m/s on a force plate (Hamner &
Delp 2013), where the shares were 0.16 to 0.17 and 0.74 to 0.76."""

SPREAD_S = 0.012
"""[E] One SD of an instant read this way: runners bounce differently."""

REACH = 0.5
"""Steps around the coarse middle in which its own lowest point must lie."""


def falls(time_s: Array, height: Array) -> float:
    """How fast the trunk accelerates downwards when it falls, in leg lengths a second squared.

    The level that a tenth of the frames exceed; height [T], up, in leg lengths.
    """
    if not np.isfinite(height).any():
        return float("nan")
    bandwidth_s = max(1.2 * BANDWIDTH_S, 1.2 * float(np.median(np.diff(time_s))))
    fitted = local_fit(time_s, height[:, None], time_s, bandwidth_s=bandwidth_s, degree=3)
    acceleration = 2 * fitted[2][:, 0]
    seen = acceleration[np.isfinite(acceleration)]
    return float(-np.percentile(seen, 10)) if len(seen) else float("nan")


def fine_by_bounce(
    time_s: Array, height: Array, stances: Sequence[Stance]
) -> list[Instants]:
    """Strike and toe-off of each stance from the trunk's height [T], up, in leg lengths."""
    if len(time_s) < 2 or not stances:  # noqa: PLR2004 - no interval
        return [(None, None) for _ in stances]
    interval_s = float(np.median(np.diff(time_s)))
    at_s = np.arange(time_s[0] + BANDWIDTH_S, time_s[-1] - BANDWIDTH_S, GRID_S)
    bandwidth_s = max(BANDWIDTH_S, 1.2 * interval_s)
    fitted = local_fit(time_s, height[:, None], at_s, bandwidth_s=bandwidth_s, degree=3)
    speed, acceleration = fitted[1][:, 0], 2 * fitted[2][:, 0]
    lowest = _rising(at_s, speed)
    up, down = _rising(at_s, acceleration), _rising(at_s, -acceleration)
    return [_instants(stance, lowest, up, down) for stance in stances]


def _rising(time_s: Array, values: Array) -> Array:
    """When values rise through zero, between the samples."""
    i = np.flatnonzero((values[:-1] < 0) & (values[1:] >= 0))
    share = -values[i] / (values[i + 1] - values[i])
    return np.asarray(time_s[i] + share * (time_s[i + 1] - time_s[i]))


def _instants(stance: Stance, lowest: Array, up: Array, down: Array) -> Instants:
    """The contact around the trunk's lowest point next to a stance's coarse middle."""
    away = np.abs(lowest - stance.middle_s)
    if len(away) == 0 or away.min() > REACH * stance.step_s:
        return None, None
    bottom_s = lowest[int(away.argmin())]
    before, after = up[up < bottom_s], down[down > bottom_s]
    if len(before) == 0 or len(after) == 0:
        return None, None
    pushed_s = after[0] - before[-1]
    if not 0.2 * stance.step_s < pushed_s < 0.9 * stance.step_s:
        return None, None
    contact_s = pushed_s / (CROSSINGS[1] - CROSSINGS[0])
    strike_s = before[-1] - CROSSINGS[0] * contact_s
    return Reading(float(strike_s), SPREAD_S), Reading(float(strike_s + contact_s), SPREAD_S)
