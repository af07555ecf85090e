"""The outline of the trunk in a body's mask: whether the low back is hollow, flat or round.

No keypoint lies between hips and shoulders, so the low back is read off where the body ends in the
picture. At stations along the line from hips to shoulders the outline's distance from that line is
taken; the low back's depth below the chord from the sacrum to the mid thorax is its sagitta.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import hypot, inf, isfinite, nan
from typing import Final

import numpy as np
from numpy.typing import NDArray

from evenstride.poses import Array
from evenstride.skeleton import INDEX, SIDES

STATIONS: Final = np.linspace(-0.15, 0.75, 37)
"""[E] Where the outline is looked for: shares of the way from hips to shoulders."""
REACH: Final = np.arange(-0.25, 0.80, 0.0125)
"""[E] How far from the line it is looked for, in trunk lengths: a much bent back leaves it."""
SHARPEST: Final = 4.0
"""[E] A mask surer than this is not taken as any surer when the edge is put between two pixels."""
RAISED_SHARE: Final = 0.15
"""[E] Shoulders rise with raised arms: by a tenth of the trunk in people (the collar bone lifts by
30 degrees); a pose model put them 20 to 28 % too high in drawn bodies whose shoulders stay."""
MOST_SPREAD: Final = 0.30
"""[E] Shoulders further apart across the trunk than this share of it (about 23 degrees off a view
from the side) show the flank, not the back."""
ARM_HALF: Final = 0.12
"""[E] An outline no further beyond an arm's middle than this is the arm's, in trunk lengths."""
THIGH_HALF: Final = 0.24
NEAR_EDGE: Final = 0.02
"""[E] A limb's middle may seem to lie so far outside the outline that it makes."""
HAND_SHARE: Final = 0.35
"""[E] A hand reaches so much further than its wrist, in forearms."""
HIP_SHARE: Final = 0.15
"""[E] Below this share of the trunk thigh and seat are one."""

STEEPEST: Final = 1.5
"""[E] A back's outline rises no faster against the trunk's line."""

SACRUM: Final = (-0.10, 0.00)
LOW_BACK: Final = (0.25, 0.35)
THORAX: Final = (0.55, 0.65)
"""[E] Windows of stations; chosen on drawn bodies as those with the least error."""
LEAST_STATIONS: Final = 0.8
"""[E] Share of a window's stations that must be seen."""
LEAST_BACK: Final = 0.85
"""[E] Share of all stations from sacrum to thorax; with more hidden, elbows may be taken for it."""

SD: Final = 1.5
"""[E] % of trunk length. Drawn bodies come back within 0.6; the rest is for the shirts, seats and
shoulder blades of real people."""

WITHIN_S: Final = 0.5
"""[E] Over so long the readings are steadied."""
LEAST_SHARE: Final = 0.4
"""[E] Of the pictures within that time the back must be seen in so many."""

UNSEEN: Final = (nan, inf)


def edges(mask: NDArray[np.float32], xy: Array) -> Array:
    """Where the body ends on either side of the line from hips to shoulders.

    mask [M, M], above 0 on the body; xy [19, 2] in its pixels. Returns [S, 2] distances from the
    line in trunk lengths at `STATIONS`, first to the left of somebody who looks from the hips to
    the shoulders. NaN where an arm or a thigh is the outline, and everywhere where the trunk is
    not seen from the side.
    """
    line = _Line.of(xy)
    if line is None:
        return np.full((len(STATIONS), 2), np.nan)
    found = np.stack([_crossings(mask, line, sign) for sign in (1.0, -1.0)], axis=1)
    return np.where(_limb(line, xy, found) | _jumps(found), np.nan, found)


def low_back(edges: Array, *, faces_right: bool) -> tuple[float, float]:
    """How hollow the low back is, % of trunk length, + hollow and - round, and its sd.

    NaN and no bound where the outline of the back cannot be told.
    """
    depth = sagitta(edges, faces_right=faces_right)
    if not isfinite(depth):
        return UNSEEN
    return depth, SD


def sagitta(edges: Array, *, faces_right: bool) -> float:
    """How deep the low back's outline lies below the chord from sacrum to thorax, % of trunk.

    edges as `edges` gives them, or none at all [0, 2] where nobody was seen.
    """
    if len(edges) != len(STATIONS):
        return nan
    back = edges[:, 0 if faces_right else 1]
    if not np.isfinite(back[_inside((SACRUM[0], THORAX[1]))]).mean() >= LEAST_BACK:
        return nan
    low, middle, high = (_window(back, window) for window in (SACRUM, LOW_BACK, THORAX))
    share = (_centre(LOW_BACK) - _centre(SACRUM)) / (_centre(THORAX) - _centre(SACRUM))
    return 100.0 * (low + share * (high - low) - middle)


@dataclass(frozen=True)
class Back:
    """The low back over the last half second; a new value after each picture."""

    readings: tuple[tuple[float, float], ...] = ()
    """How long ago, s, and what was read, %."""

    def after(self, edges: Array, *, faces_right: bool, dt_s: float) -> Back:
        """The same after one more picture, so much later than the one before."""
        kept = [(ago_s + dt_s, value) for ago_s, value in self.readings if ago_s + dt_s < WITHIN_S]
        now, _ = low_back(edges, faces_right=faces_right)
        return Back((*kept, (0.0, now)))

    @property
    def seen(self) -> tuple[float, float]:
        """The sagitta, % of trunk length, + hollow, and its sd; NaN and no bound where unseen."""
        values = np.array([value for _, value in self.readings])
        known = values[np.isfinite(values)]
        if not len(known) or len(known) < LEAST_SHARE * len(values):
            return UNSEEN
        return float(np.median(known)), hypot(SD, float(known.std()) / len(known) ** 0.5)


@dataclass(frozen=True, eq=False)
class _Line:
    """From the hips to the shoulders: where it starts, its unit vector and its length, px."""

    start: Array
    up: Array
    length: float

    @classmethod
    def of(cls, xy: Array) -> _Line | None:
        """The trunk's line; none where the trunk is not seen from the side."""
        hips, shoulders = _middle(xy, "hip"), _middle(xy, "shoulder")
        length = float(np.hypot(*(shoulders - hips)))
        if not length > 0:
            return None
        up = (shoulders - hips) / length
        apart = xy[INDEX["left_shoulder"]] - xy[INDEX["right_shoulder"]]
        if not abs(float(apart @ _left(up))) <= MOST_SPREAD * length:
            return None
        return cls(hips, up, length * (1.0 - RAISED_SHARE * _raised(xy, up)))

    def at(self, along: Array, aside: Array) -> Array:
        """Points so far along the line and to its left, in trunk lengths, [..., 2] px."""
        way = along[..., None] * self.up + aside[..., None] * _left(self.up)
        return np.asarray(self.start + self.length * way)

    def seen(self, point: Array) -> tuple[float, float]:
        """How far along the line a point is and how far to its left, in trunk lengths."""
        way = (point - self.start) / self.length
        return float(way @ self.up), float(way @ _left(self.up))


def _middle(xy: Array, joint: str) -> Array:
    return np.asarray(0.5 * (xy[INDEX[f"left_{joint}"]] + xy[INDEX[f"right_{joint}"]]))


def _left(up: Array) -> Array:
    """The way to the left of somebody who looks along this one, in a picture whose y is down."""
    return np.array([up[1], -up[0]])


def _raised(xy: Array, up: Array) -> float:
    """How far the upper arms point up along the trunk, 0 to 1."""
    arms = [xy[INDEX[f"{side}_elbow"]] - xy[INDEX[f"{side}_shoulder"]] for side in SIDES]
    shares = [float(arm @ up) / max(float(np.hypot(*arm)), 1e-6) for arm in arms]
    return max(0.0, 0.5 * sum(shares))


def _crossings(mask: NDArray[np.float32], line: _Line, sign: float) -> Array:
    """Where the body first ends on one side of the line at every station, [S]; NaN where not."""
    points = line.at(STATIONS[:, None], sign * REACH[None, :])
    sure = np.clip(_sampled(mask, points), -SHARPEST, SHARPEST)
    inside = sure > 0
    start = np.where(inside, np.abs(REACH), np.inf).argmin(axis=1)
    beyond = ~inside & (np.arange(len(REACH)) > start[:, None])
    first = beyond.argmax(axis=1)
    rows = np.arange(len(STATIONS))
    before, after = sure[rows, first - 1], sure[rows, first]
    step = REACH[1] - REACH[0]
    with np.errstate(invalid="ignore", divide="ignore"):
        found = REACH[first - 1] + step * before / (before - after)
    near = np.abs(REACH[start]) <= -REACH[0]
    return np.where(inside.any(axis=1) & near & (first > 0), found, np.nan)


def _sampled(mask: NDArray[np.float32], points: Array) -> NDArray[np.float32]:
    """A mask between its pixels, [...]."""
    width = mask.shape[1]
    inside = np.clip(points, 0.0, np.array(mask.shape[::-1]) - 1.001).astype(np.float32)
    whole = inside.astype(np.int32)
    right, down = np.moveaxis(inside - whole, -1, 0)
    at = whole[..., 1] * width + whole[..., 0]
    flat = np.ascontiguousarray(mask).ravel()
    here, below = flat.take(at), flat.take(at + width)
    upper = here + right * (flat.take(at + 1) - here)
    lower = below + right * (flat.take(at + width + 1) - below)
    return np.asarray(upper + down * (lower - upper))


def _limb(line: _Line, xy: Array, found: Array) -> NDArray[np.bool_]:
    """Whether the outline at each station is that of an arm or a thigh, [S, 2]."""
    hidden = np.zeros(found.shape, bool)
    for side in SIDES:
        shoulder, elbow, wrist, hip, knee = (
            xy[INDEX[f"{side}_{joint}"]] for joint in ("shoulder", "elbow", "wrist", "hip", "knee")
        )
        hand = wrist + HAND_SHARE * (wrist - elbow)
        hidden |= _is_edge(line, (shoulder, elbow), ARM_HALF, found)
        hidden |= _is_edge(line, (elbow, hand), ARM_HALF, found)
        if line.seen(knee)[0] > 0:
            thigh = _is_edge(line, (hip, knee), THIGH_HALF, found)
            hidden |= thigh & (STATIONS > HIP_SHARE)[:, None]
    return hidden


def _is_edge(
    line: _Line, limb: tuple[Array, Array], half: float, found: Array
) -> NDArray[np.bool_]:
    """Whether the outline is just beyond a limb's middle, [S, 2]; a gap before it is no limb's."""
    (low, start), (high, end) = sorted(line.seen(point) for point in limb)
    slope = (end - start) / max(high - low, 1e-6)
    aside = start + slope * (np.clip(STATIONS, low, high) - low)
    passes = np.abs(STATIONS - 0.5 * (low + high)) < 0.5 * (high - low) + half
    beyond = found - aside[:, None] * (1.0, -1.0)
    return np.asarray(passes[:, None] & (beyond > -NEAR_EDGE) & (beyond < half))


def _jumps(found: Array) -> NDArray[np.bool_]:
    """Where the outline leaps from one station to the next, as it does around a hand, [S, 2]."""
    with np.errstate(invalid="ignore"):
        leap = np.abs(np.diff(found, axis=0)) > STEEPEST * (STATIONS[1] - STATIONS[0])
    none = np.zeros((1, found.shape[1]), bool)
    either = np.concatenate([leap, none]) | np.concatenate([none, leap])
    return np.asarray(either & (STATIONS > HIP_SHARE)[:, None])


def _window(values: Array, window: tuple[float, float]) -> float:
    """The mean of the outline in a window; NaN where too little of it is seen."""
    inside = values[_inside(window)]
    known = inside[np.isfinite(inside)]
    return float(known.mean()) if len(known) >= LEAST_STATIONS * len(inside) else nan


def _inside(window: tuple[float, float]) -> NDArray[np.bool_]:
    return np.asarray(np.abs(STATIONS - _centre(window)) < 0.5 * (window[1] - window[0]) + 1e-6)


def _centre(window: tuple[float, float]) -> float:
    return 0.5 * sum(window)
