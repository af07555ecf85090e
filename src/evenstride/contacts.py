"""When exactly a foot touches the ground and leaves it, between the frames.

Each event is read off several weak clocks, each a feature of the foot's path with a known lag
behind the force's onset, and their readings are averaged by how well each can be read.
The lags are physical (how far a shoe gives, how fast a foot slaps down); their values were
read off two treadmill runs at 3 and 4 m/s on a force plate (20 N threshold; Hamner & Delp 2013)
and their spread there is part of each event's stated error.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from evenstride.ground import (
    BANDWIDTH_S,
    LANDING,
    STEADY,
    Foot,
    Ground,
    Look,
    flat_level,
    grounds,
    looks,
)
from evenstride.poses import Array
from evenstride.stance import Stance

OFF_FROM = 0.22
"""[E] No toe leaves earlier than this, in steps after the coarse middle."""

SLAP_LAG_S = (0.0322, 0.0035)
"""From first touch to the fastest fall of the end that lands second, and its spread."""

SLAP_DELAY = 0.2
"""The fastest fall comes this much later for a wider kernel, in seconds a second, since the
fall ends more sharply than it begins; read off the same runs without noise."""

HEEL_DOWN = 0.050
"""[E] Leg lengths over its lowest point within which a heel counts as down: the toe cannot
slap before."""

SLAP_JERK = 1000.0
"""[E] How sharply that fall turns at its fastest, leg lengths / s^3; for its error only."""

SINK = (0.010, 0.0045)
"""The landing end still sinks this many leg lengths (8 mm of shoe and pad) below where it
first touched; and the spread, in seconds, of the time read off that crossing."""

STEEP = 0.010
"""[E] A flat or forefoot landing is read this much higher, in leg lengths, where the foot still
falls fast, and followed down: with no slap to hold it against, jitter near the ground counts."""

FALLS_BY = 0.015
"""[E] Leg lengths a landing end falls at least before it touches: a bump of less is jitter."""

LEAST_FALL = 0.2
"""[E] Leg lengths a second a landing foot falls at least."""

SLOWING_S = 0.003
"""[E] A fall read higher up slows down before it touches; read off drawn runners."""

FALL_SEEN_S = 0.030
"""[E] The fall must be seen this long before a strike is: a gap may hide the true one."""

TOGETHER_S = 0.020
"""[E] Ends that touch within this time of each other land together."""

CLOCKS_AGREE_S = 0.030
"""[E] A sinking read further than this from the slap is some other bump of the path."""

RISE = (0.045, 0.110)
"""Leg lengths above its level between which the toe's rise is followed back to the ground."""

MOST_OF_RISE = 0.75
"""[E] A toe that is hardly lifted is followed over this share of its own rise."""

OFF_LAG_S = (0.0000, 0.0050)
"""The toe's rise, followed back to the ground, starts this long after the force ends, and its
spread: 3 ms before it for a marker on the toe box, 3 ms after it for the tip of the shoe."""


@dataclass(frozen=True)
class Reading:
    """What one clock says, and one SD of its error."""

    time_s: float
    sd_s: float


Instants = tuple[Reading | None, Reading | None]
"""A strike and a toe-off; None where it was not seen."""


def fine(foot: Foot, stances: Sequence[Stance]) -> list[Instants]:
    """Strike and toe-off of each stance of this foot; None where it was not seen."""
    around = looks(foot, stances)
    under = grounds(foot, around)
    if under is None:
        return [(None, None) for _ in stances]
    jitter = foot.jitter()
    lag_s = SLAP_LAG_S[0] + SLAP_DELAY * (foot.bandwidth_s - BANDWIDTH_S)
    return [
        (
            _if_seen(look, _strike(look.above(ground), jitter, lag_s if ground.slaps else None)),
            _toe_off(_own_level(foot, look), jitter),
        )
        for look, ground in zip(around, under, strict=True)
    ]


def _if_seen(look: Look, strike: Reading | None) -> Reading | None:
    """The strike, unless the foot was hidden just before it."""
    if strike is None:
        return None
    before = (look.time_s > strike.time_s - FALL_SEEN_S) & (look.time_s <= strike.time_s)
    return strike if np.isfinite(look.heel[before]).all() else None


def _strike(look: Look, jitter: Array, lag_s: float | None) -> Reading | None:
    """First touch: of the heel, before the toe slaps down after a lag, or else of the sole."""
    if lag_s is None:
        return _flat_strike(look, jitter)
    slap = _slap(look, jitter, lag_s)
    if slap is not None:
        return _with_sinking(look, slap, jitter)
    return _sinking(look.time_s, look.heel, jitter, before_s=look.stance.middle_s)


def _flat_strike(look: Look, jitter: Array) -> Reading | None:
    """First touch of a foot that lands flat or on its forefoot: both ends' where they agree."""
    ends = [
        _sinking(look.time_s, end, jitter, before_s=look.stance.middle_s, extra=STEEP)
        for end in (look.heel, look.toe)
    ]
    seen = sorted((end for end in ends if end is not None), key=lambda end: end.time_s)
    if not seen:
        return None
    mean = _average([end for end in seen if end.time_s - seen[0].time_s < TOGETHER_S])
    return Reading(mean.time_s + SLOWING_S, mean.sd_s)


def _with_sinking(look: Look, slap: Reading, jitter: Array) -> Reading:
    """A slap, averaged with the heel's sinking just before it where the two agree."""
    before_s = slap.time_s + 0.75 * SLAP_LAG_S[0]
    sunk = _sinking(look.time_s, look.heel, jitter, before_s=before_s)
    if sunk is None or abs(slap.time_s - sunk.time_s) > CLOCKS_AGREE_S:
        return slap
    return _average([slap, sunk])


def _slap(look: Look, jitter: Array, lag_s: float) -> Reading | None:
    """The clock of the toe that lands second: it falls fastest a fixed time after the heel."""
    fall = look.toe_speed + look.tilt_speed
    landing = np.flatnonzero(look.between(LANDING) & np.isfinite(look.heel))
    if len(landing) == 0:
        return None
    window = landing[look.heel[landing] < look.heel[landing].min() + HEEL_DOWN]
    if not np.isfinite(fall[window[0] : window[-1] + 1]).all():
        return None
    at_s = float(look.time_s[window[int(np.argmin(fall[window]))]])
    return Reading(at_s - lag_s, float(np.hypot(SLAP_LAG_S[1], jitter[2] / SLAP_JERK)))


def _sinking(
    time_s: Array, height: Array, jitter: Array, *, before_s: float, extra: float = 0.0
) -> Reading | None:
    """The clock of an end that lands first: it sinks a little further once it has touched."""
    level = max(SINK[0], STEADY * float(jitter[0])) + extra
    above = np.flatnonzero((height > level + FALLS_BY) & (time_s < before_s))
    down = np.flatnonzero(~(height[above[-1] :] > level)) if len(above) else above
    if len(down) == 0 or np.isnan(height[above[-1] + down[0]]):
        return None
    i = int(above[-1] + down[0] - 1)
    interval_s = time_s[i + 1] - time_s[i]
    fall = max((height[i] - height[i + 1]) / interval_s, LEAST_FALL)
    error_s = np.hypot(SINK[1], (jitter[0] + extra / 2) / fall)
    return Reading(float(time_s[i] + (height[i] - SINK[0]) / fall), float(error_s))


def _own_level(foot: Foot, look: Look) -> Look | None:
    """The look with the toe over its level in this very stance; None where it was not flat."""
    level = flat_level(foot, look.stance)
    return None if level is None else look.above(Ground(np.nan, level, slaps=False))


def _toe_off(look: Look | None, jitter: Array) -> Reading | None:
    """Last touch: the toe's steady rise followed back to the ground."""
    rise = None if look is None else _rise(look)
    if look is None or rise is None:
        return None
    time_s, toe = look.time_s[rise], look.toe[rise]
    speed, start = np.polyfit(time_s - time_s[0], toe, 1)
    at_s = time_s[0] - start / speed - OFF_LAG_S[0]
    error = np.hypot(jitter[0], jitter[1] * toe[-1] / speed * 0.5) / speed
    return Reading(float(at_s), float(np.hypot(OFF_LAG_S[1], error)))


def _rise(look: Look) -> slice | None:
    """Which instants show the toe rising steadily after it has left; None where none do."""
    late = look.beat > OFF_FROM
    late &= ~np.logical_or.accumulate(late & ~np.isfinite(look.toe))
    if not late.any():
        return None
    top = look.toe[late].max()
    if top < RISE[1] and not late[-1]:
        return None  # the clip or the sight of the foot ends while it still rises
    least, most = np.array(RISE) * min(1.0, MOST_OF_RISE * top / RISE[1])
    high = np.flatnonzero(late & (look.toe > most))
    low = np.flatnonzero(look.toe[: high[0]] < least) if len(high) else high
    return slice(low[-1], high[0]) if len(low) and high[0] - low[-1] > 1 else None


def _average(readings: Sequence[Reading]) -> Reading:
    """Several clocks' mean, weighed by how well each can be read."""
    weight = np.array([1 / reading.sd_s**2 for reading in readings])
    mean = float(np.average([reading.time_s for reading in readings], weights=weight))
    return Reading(mean, float(weight.sum() ** -0.5))
