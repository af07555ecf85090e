"""When exactly a foot touches the ground and leaves it, between the frames.

Each event is read off several weak clocks, each a feature of the foot's path with a known lag
behind the force's onset, and their readings are averaged by how well each can be read.
The lags are physical (how long a shoe gives, how fast a foot slaps down); their values were
read off two treadmill runs at 3 and 4 m/s on a force plate (20 N threshold; Hamner & Delp 2013)
and their spread there is part of each event's stated error.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from evenstride.poses import Array
from evenstride.signals import local_fit, noise_gain
from evenstride.stance import Stance

GRID_S = 0.001
BANDWIDTH_S = 0.020
"""[E] The kernel for event tracks: lets pass what a foot does within 40 ms."""

STRIKE_WINDOW = (-0.62, 0.15)
OFF_WINDOW = (0.22, 0.85)
FLAT_WINDOW = (0.02, 0.26)
"""[E] Where to look, in steps after the coarse middle, which comes 0.14 steps before mid-stance."""

SLAP_LAG_S = (0.0322, 0.0035)
"""From first touch to the fastest fall of the end that lands second, and its spread."""

SINK = (0.010, 0.0045)
"""The landing end still sinks this many leg lengths (8 mm of shoe and pad) below where it
first touched; and the spread, in seconds, of the time read off that crossing."""

RISE = (0.045, 0.110)
"""Leg lengths above its level between which the toe's rise is followed back to the ground."""

MOST_OF_RISE = 0.75
"""[E] A toe that is hardly lifted is followed over this share of its own rise."""

OFF_LAG_S = (-0.0030, 0.0040)
"""The toe's rise, followed back to the ground, starts this long after the force ends."""

SLAP = 0.030
"""[E] Height between the foot's ends at touch, in leg lengths, from which a slap can be told:
6 degrees of a foot, where Altmann & Yang's midfoot strikes end (8 degrees)."""


LANDING = (-0.42, 0.10)
"""[E] Between which the foot lands and goes flat, in steps after the coarse middle."""

CLOCKS_AGREE_S = 0.030
"""[E] A sinking read further than this from the slap is some other bump of the path."""

_SLAP_JERK = 1000.0
"""[E] How sharply the fall turns at its fastest, leg lengths / s^3, for the error only."""


@dataclass(frozen=True)
class Foot:
    """One foot's path on a fine grid around its stances, in leg lengths, y up.

    time_s [T]; heel, toe [T, 2], x forward. `noise` is the jitter's SD of one coordinate.
    """

    time_s: Array
    heel: Array
    toe: Array
    noise: float
    level: bool = True
    """Whether the ground shows as a level line: in a side view, but not from behind, where
    a foot that comes nearer to the camera also sinks in the picture."""


@dataclass(frozen=True)
class Reading:
    """What one clock says, and one SD of its error."""

    time_s: float
    sd_s: float


def fine(
    foot: Foot, stances: Sequence[Stance]
) -> tuple[tuple[Reading | None, Reading | None], ...]:
    """Strike and toe-off of each stance of this foot; None where it was not seen."""
    bandwidth_s = event_bandwidth_s(foot.time_s)
    ground = _ground(foot, stances, bandwidth_s)
    return tuple(
        (_strike(foot, stance, ground, bandwidth_s), _toe_off(foot, stance, ground, bandwidth_s))
        for stance in stances
    )


def event_bandwidth_s(time_s: Array) -> float:
    """The kernel for event tracks: never under 0.9 frames, so that three frames bear it."""
    return max(BANDWIDTH_S, 0.9 * float(np.median(np.diff(time_s))))


@dataclass(frozen=True)
class _Ground:
    """Where the ground is for each end of one foot: a level and a slope around mid-stance."""

    heel: float
    toe: float
    slope: float
    """Leg lengths per second: a tilted belt, or perspective in a frontal view."""
    heel_first: bool
    """Whether this foot usually lands on its heel, so that the toe slaps down after."""


@dataclass(frozen=True)
class _Look:
    """One foot around one stance: heights above the ground line and their speeds, on a grid."""

    time_s: Array
    heel: Array
    toe: Array
    toe_speed: Array
    tilt_speed: Array


def _ground(foot: Foot, stances: Sequence[Stance], bandwidth_s: float) -> _Ground:
    """The ground line, from all stances together: the belt does not move up or down."""
    lines = [line for stance in stances if (line := _line(foot, stance)) is not None]
    if not lines:
        return _Ground(np.nan, np.nan, np.nan, heel_first=False)
    toe, slope = (float(part) for part in np.median(np.array(lines), axis=0))
    flat = _Ground(0.0, toe, slope, heel_first=False)
    looks = [(stance, _look(foot, stance, flat, bandwidth_s)) for stance in stances]
    early = [look.heel[look.time_s < s.middle_s + 0.1 * s.step_s] for s, look in looks]
    lowest = [np.nanmin(heel) for heel in early if np.isfinite(heel).any()]
    heel = float(np.median(lowest)) if lowest else np.nan
    tilts = [_tilt(look, stance) + heel for stance, look in looks]
    return _Ground(heel, toe, slope, heel_first=bool(np.nanmedian(tilts) > SLAP))


def _tilt(look: _Look, stance: Stance) -> float:
    """How much higher than the heel the toe gets about when the foot lands."""
    beat = (look.time_s - stance.middle_s) / stance.step_s
    landing = (look.toe - look.heel)[(beat > LANDING[0]) & (beat < LANDING[1])]
    return float(np.nanmax(landing)) if np.isfinite(landing).any() else np.nan


def _line(foot: Foot, stance: Stance) -> tuple[float, float] | None:
    """Level and slope of the toe while the foot is flat."""
    beat = (foot.time_s - stance.middle_s) / stance.step_s
    flat = (beat > FLAT_WINDOW[0]) & (beat < FLAT_WINDOW[1]) & np.isfinite(foot.toe[:, 1])
    if flat.sum() < 3:
        return None
    if foot.level:
        return float(np.median(foot.toe[flat, 1])), 0.0
    slope, level = np.polyfit(foot.time_s[flat] - stance.middle_s, foot.toe[flat, 1], 1)
    return float(level), float(slope)


def _look(foot: Foot, stance: Stance, ground: _Ground, bandwidth_s: float) -> _Look:
    """Both ends' heights above the ground around one stance."""
    start = stance.middle_s + STRIKE_WINDOW[0] * stance.step_s
    end = stance.middle_s + OFF_WINDOW[1] * stance.step_s
    at = np.arange(start, end, GRID_S)
    near = (foot.time_s > start - 0.1) & (foot.time_s < end + 0.1)
    heights = np.stack([foot.heel[near, 1], foot.toe[near, 1]], axis=1)
    value, speed, *_ = local_fit(foot.time_s[near], heights, at, bandwidth_s=bandwidth_s)
    line = ground.slope * (at - stance.middle_s)
    return _Look(
        at,
        value[:, 0] - ground.heel - line,
        value[:, 1] - ground.toe - line,
        speed[:, 1] - ground.slope,
        speed[:, 1] - speed[:, 0],
    )


def _strike(foot: Foot, stance: Stance, ground: _Ground, bandwidth_s: float) -> Reading | None:
    """First touch, from the landing end's last sinking and the other end's slap."""
    look = _look(foot, stance, ground, bandwidth_s)
    slap_s = _slap_s(look, stance) if ground.heel_first else None
    sole = np.minimum(look.heel, look.toe) if slap_s is None else look.heel
    before_s = stance.middle_s if slap_s is None else slap_s - SLAP_LAG_S[0] / 4
    touch_s = _last_above(look.time_s, sole, SINK[0], before_s=before_s)
    gain = noise_gain(_interval_s(foot), bandwidth_s=bandwidth_s)
    readings = []
    if touch_s is not None:
        fall = max(-_speed_at(look.time_s, sole, touch_s), 0.2)
        readings.append(Reading(touch_s, float(np.hypot(SINK[1], foot.noise * gain[0] / fall))))
    if slap_s is not None:
        jitter = foot.noise * gain[2] / _SLAP_JERK
        slap = Reading(slap_s - SLAP_LAG_S[0], float(np.hypot(SLAP_LAG_S[1], jitter)))
        readings = [slap, *(r for r in readings if abs(r.time_s - slap.time_s) < CLOCKS_AGREE_S)]
    return _average(readings) if readings else None


def _slap_s(look: _Look, stance: Stance) -> float | None:
    """When the toe falls fastest after a landing on the heel; None where it was not seen."""
    beat = (look.time_s - stance.middle_s) / stance.step_s
    window = np.flatnonzero((beat > LANDING[0]) & (beat < LANDING[1]))
    if not np.isfinite(look.tilt_speed[window]).all():
        return None
    fastest = [np.argmin(speed[window]) for speed in (look.toe_speed, look.tilt_speed)]
    return float(np.mean(look.time_s[window][fastest]))


def _speed_at(time_s: Array, values: Array, at_s: float) -> float:
    i = int(np.clip(np.searchsorted(time_s, at_s), 1, len(values) - 1))
    return float((values[i] - values[i - 1]) / GRID_S)


def _toe_off(foot: Foot, stance: Stance, ground: _Ground, bandwidth_s: float) -> Reading | None:
    """Last touch: the toe's steady rise followed back to the ground."""
    look = _look(foot, stance, ground, bandwidth_s)
    late = look.time_s > stance.middle_s + OFF_WINDOW[0] * stance.step_s
    line = _line(foot, stance)
    if line is None or not np.isfinite(look.toe[late]).all():
        return None
    toe = look.toe - (line[0] - ground.toe if foot.level else 0.0)
    low_rise, high_rise = np.array(RISE) * min(1.0, MOST_OF_RISE * toe[late].max() / RISE[1])
    high = np.flatnonzero(late & (toe > high_rise))
    low = np.flatnonzero(toe[: high[0]] < low_rise) if len(high) else high
    if len(low) == 0 or high[0] - low[-1] < 3:
        return None
    rise = slice(low[-1], high[0])
    speed, start = np.polyfit(look.time_s[rise] - look.time_s[low[-1]], toe[rise], 1)
    at = look.time_s[low[-1]] - start / speed - OFF_LAG_S[0]
    gain = noise_gain(_interval_s(foot), bandwidth_s=bandwidth_s)
    jitter = foot.noise * np.hypot(gain[0], gain[1] * high_rise / speed * 0.5) / speed
    return Reading(float(at), float(np.hypot(OFF_LAG_S[1], jitter)))


def _last_above(time_s: Array, values: Array, level: float, *, before_s: float) -> float | None:
    """The last instant before a time at which values fall through a level."""
    above = np.flatnonzero((values > level) & (time_s < before_s))
    if len(above) == 0 or not np.isfinite(values[above[-1] : above[-1] + 2]).all():
        return None
    i = int(above[-1])
    step = values[i] - values[i + 1]
    return float(time_s[i] + GRID_S * ((values[i] - level) / step if step > 0 else 0.0))


def _interval_s(foot: Foot) -> float:
    return float(np.median(np.diff(foot.time_s)))


def _average(readings: Sequence[Reading]) -> Reading:
    """Several clocks' mean, weighed by how well each can be read."""
    weight = np.array([1 / reading.sd_s**2 for reading in readings])
    mean = float(np.average([reading.time_s for reading in readings], weights=weight))
    return Reading(mean, float(weight.sum() ** -0.5))
