"""Find repetitions in a curve: rest, up to a peak, and back to rest."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evenstride.poses import Array
from evenstride.signals import local_fit, noise_gain, noise_sd

BANDWIDTH_S = 0.08
"""[E] Slow exercises turn round in a quarter of a second or more; this rounds off 1 % of that."""

SWING = 0.5
"""[E] A repetition rises and falls by at least this share of the whole curve's range, so that a
tremble at the top or a second thought half way makes no second repetition."""

NOISE = 6.0
"""[E] It also rises and falls by this many standard deviations of the curve's own noise."""

NEAR_REST = 0.2
"""[E] A repetition starts and ends at this share of the way up; below it the curve is at rest."""

AT_REST = 0.1
"""[E] What lies below this share of the way up, before and after, is the rest it started from."""

AT_TOP = 0.1
"""[E] The curve is at its top within this share of the way up."""

FEW_AT_TOP = 5
"""[E] Fewer frames at the top give no parabola."""

WHOLE_PERCENT = (2.5, 97.5)
"""The percentiles between which the whole curve is taken to run, blind to single leaps."""

LEAST_TOP = 0.125
"""What turns round must slow down first. A cosine spends 29 % of a repetition (start to end) in
its top tenth, a triangle, which turns on the spot, 10 / 80: seen for less, its top was missed."""


@dataclass(frozen=True)
class Repetition:
    """One repetition: when it was, where it started from and how far it went."""

    start_s: float
    peak_s: float
    end_s: float
    rest: float
    """The curve's usual value at rest, before and after."""
    peak: float
    peak_sd: float
    """One SD of what the curve's noise does to the peak."""
    peak_sd_s: float
    """One SD of when the peak was; long for a peak that is held."""
    top_s: float
    """For how long the curve was seen in the top tenth of its way."""
    turned: bool
    """Whether the curve was seen to slow down and turn; if not, the true peak may be higher."""

    @property
    def height(self) -> float:
        """How far the repetition went from rest."""
        return self.peak - self.rest


@dataclass(frozen=True)
class _Peak:
    """When and how high a curve turns, with one SD of each."""

    time_s: float
    value: float
    value_sd: float
    time_sd_s: float


@dataclass(frozen=True, eq=False)
class _Curve:
    """A curve as it was seen, its smooth course at its own frames, and its noise."""

    time_s: Array
    seen: Array
    value: Array
    noise: float
    kept: float
    """The share of the noise that stays in the smooth course."""

    @property
    def frame_s(self) -> float:
        """From one frame to the next."""
        return float(np.median(np.diff(self.time_s)))


def repetitions(
    time_s: Array, values: Array, *, least: float, bandwidth_s: float = BANDWIDTH_S
) -> tuple[Repetition, ...]:
    """Every whole repetition of a curve, in order of time.

    time_s [T] s on its own clock; values [T], NaN where not seen; `least` is the smallest rise
    worth counting, in the curve's unit. What starts or ends in the middle is not counted.
    """
    curve = _smooth(time_s, values, bandwidth_s)
    seen = np.flatnonzero(np.isfinite(curve.value))
    if len(seen) == 0:
        return ()
    low, high = np.percentile(curve.value[seen], WHOLE_PERCENT)
    step = max(least, SWING * (high - low), NOISE * curve.noise * curve.kept)
    turns = [tuple(int(seen[i]) for i in turn) for turn in _turns(curve.value[seen], step)]
    peaks = [0, *(peak for _, peak, _ in turns), len(time_s) - 1]
    return tuple(
        _repetition(curve, (before, peak, after), (peaks[i], peaks[i + 2]))
        for i, (before, peak, after) in enumerate(turns)
    )


def _smooth(time_s: Array, values: Array, bandwidth_s: float) -> _Curve:
    fit = local_fit(time_s, values[:, None], time_s, bandwidth_s=bandwidth_s)[0, :, 0]
    sd = float(noise_sd(time_s, values[:, None])[0])
    kept = noise_gain(float(np.median(np.diff(time_s))), bandwidth_s=bandwidth_s)[0]
    course = np.where(np.isfinite(values), fit, np.nan)
    return _Curve(time_s, values, course, 0.0 if np.isnan(sd) else sd, float(kept))


def _turns(values: Array, step: float) -> list[tuple[int, int, int]]:
    """Low, high and low turning point of each rise and fall by `step`; values without gaps.

    Hysteresis: the course changes direction only when it has come back by a whole step.
    """
    found: list[tuple[int, int, int]] = []
    low = high = 0
    before = -1  # where the present rise started; none yet
    for i, value in enumerate(values):
        if before < 0:
            low = i if value < values[low] else low
            if value - values[low] >= step:
                before, high = low, i
        elif value > values[high]:
            high = i
        elif values[high] - value >= step:
            found.append((before, high, i))
            low, before = i, -1
    return _to_the_lowest(values, found)


def _to_the_lowest(
    values: Array, found: list[tuple[int, int, int]]
) -> list[tuple[int, int, int]]:
    """Let each fall run on to the lowest point before the next rise, or the end."""
    starts = [*(before for before, _, _ in found[1:]), len(values) - 1][: len(found)]
    return [
        (before, high, after + int(np.argmin(values[after : max(next_, after) + 1])))
        for (before, high, after), next_ in zip(found, starts, strict=True)
    ]


def _repetition(
    curve: _Curve, turn: tuple[int, int, int], between: tuple[int, int]
) -> Repetition:
    """One repetition from its turning points and from the peaks before and after it."""
    before, peak, after = turn
    floor = float(max(curve.value[before], curve.value[after]))
    way = float(curve.value[peak]) - floor
    near, top = floor + NEAR_REST * way, floor + (1 - AT_TOP) * way
    start, end = _crossing(curve, peak, before, near), _crossing(curve, peak, after, near)
    inside = slice(before, after + 1)
    at_top = np.flatnonzero(curve.value[inside] >= top) + before
    best = _vertex(curve, peak, at_top)
    top_s = len(at_top) * curve.frame_s
    return Repetition(
        start_s=start,
        peak_s=best.time_s,
        end_s=end,
        rest=_rest(curve, between, (start, end), floor + AT_REST * way),
        peak=best.value,
        peak_sd=best.value_sd,
        peak_sd_s=min(best.time_sd_s, top_s / np.sqrt(12)),
        top_s=top_s,
        turned=top_s >= LEAST_TOP * (end - start),
    )


def _crossing(curve: _Curve, peak: int, rest: int, level: float) -> float:
    """When the curve last was below a level on its way between rest and peak, between frames."""
    step = 1 if rest > peak else -1
    way = [i for i in range(peak, rest + step, step) if np.isfinite(curve.value[i])]
    below = next(k for k, i in enumerate(way) if curve.value[i] <= level)
    inner, outer = way[below - 1], way[below]
    share = (level - curve.value[outer]) / (curve.value[inner] - curve.value[outer])
    return float(curve.time_s[outer] + share * (curve.time_s[inner] - curve.time_s[outer]))


def _vertex(curve: _Curve, peak: int, at_top: NDArray[np.intp]) -> _Peak:
    """Where the parabola through all that was seen at the top turns, with its errors.

    A top that is held does not bend: then its middle is as good an instant as any.
    """
    time_s, values = curve.time_s[at_top], curve.seen[at_top]
    middle = float(time_s.mean())
    if len(at_top) < FEW_AT_TOP:
        return _Peak(float(curve.time_s[peak]), float(curve.value[peak]), curve.noise, np.inf)
    design = np.vander(time_s - middle, 3)
    inverse = np.linalg.inv(design.T @ design)
    bend, slope, level = inverse @ design.T @ values
    away = -slope / (2 * bend) if bend < 0 else np.inf
    if abs(away) > np.ptp(time_s) / 2:
        sd = curve.noise / np.sqrt(len(values))
        return _Peak(middle, float(values.mean()), float(sd), np.inf)
    by_value = np.array([away**2, away, 1.0])
    by_time = np.array([-away, -0.5, 0.0]) / bend
    value_sd, time_sd_s = (
        curve.noise * float(np.sqrt(by @ inverse @ by)) for by in (by_value, by_time)
    )
    value = float(level + away * (slope + away * bend))
    return _Peak(middle + float(away), value, value_sd, time_sd_s)


def _rest(
    curve: _Curve, between: tuple[int, int], ends_s: tuple[float, float], near: float
) -> float:
    """The middle of the curve at rest, each side of the repetition counting alike."""
    frame = np.arange(len(curve.time_s))
    low = (curve.value <= near) & (frame >= between[0]) & (frame <= between[1])
    sides = (low & (curve.time_s <= ends_s[0]), low & (curve.time_s >= ends_s[1]))
    return float(np.mean([np.median(curve.value[side]) for side in sides if side.any()]))
