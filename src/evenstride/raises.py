"""How far a straight leg is raised by somebody lying on their back, filmed from the side."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evenstride.errors import InputError
from evenstride.geometry import bend_deg
from evenstride.poses import Array, Poses
from evenstride.repetitions import Repetition, repetitions
from evenstride.skeleton import Side

LEAST_RAISE_DEG = 20.0
"""[E] A smaller lift is no raise; the smallest that counts as tight is far beyond it."""

HANGING_DEG = -30.0
"""[E] A leg this far below the horizontal belongs to somebody who stands or sits, not lies."""

OFF_ARC = 0.07
"""A straight leg keeps its length: a knee bent by 40 degrees shortens hip to ankle by 6 %, and
a point half way between two legs 43 degrees apart is 7 % too near."""

NEAR_CIRCLE = 1e-3
"""[E] How much a circle is believed, per frame, where too little of the arc was seen to tell."""

TUKEY = 4.7
"""Tukey's constant: 95 % efficient on clean data, blind to what is far off (Beaton 1974)."""

LEAST_SPREAD = 0.03
"""[E] A tremble of 1.5 % of the leg belongs to it, however still it lies the rest of the time."""

BENT_DEG = 20.0
"""A knee that looks bent by more is not straight: the test allows 10 degrees, and a pose model
errs by as much (facts pack: S02 and 0.4)."""

ROUNDS = 30
"""[E] Reweighted fits; the ellipse stands still well before."""

FEW_FRAMES = 30
"""[E] Fewer frames show no raise."""

JUMP_S = 0.07
"""[E] A track leaves for another leg and comes back about this long before and after it is seen
to be off the arc: pose models and the filters behind them spread a jump over some frames."""

HELD_S = 0.5
"""[E] The raise is held at its top at least this long, as the test asks for: somebody who passes
through cannot be told from a track that was lost on the way."""

FILM_ERROR_DEG = 5.0
"""One SD of a phone's range against markers on the body (`validation/leg_raise.py`)."""

ENOUGH_RAISES = 2
"""[E] One raise cannot be told from a track that stuck somewhere; two that were held can."""

NO_LEG = "Hip and ankle were seen in too few frames; film the whole body from the side, lying down."
NO_RAISE = "No whole raise was seen; film from before the first raise until after the last."
UNSOUND = (
    "The leg was seen to be held at its top in {held} of {all} raises, and {enough} are needed: "
    "hold each for a second, and film square from the side with the whole leg in the picture."
)


@dataclass(frozen=True)
class Raise:
    """One raise of a straight leg."""

    start_s: float
    peak_s: float
    end_s: float
    range_deg: float
    """From rest to the top, in the plane the leg moved in."""
    sd_deg: float
    """One SD of the range: the track's noise, and what a phone usually leaves."""
    held: bool
    """Whether the leg was seen to be held at its top; if not, it may have gone higher."""


@dataclass(frozen=True, eq=False)
class LegRaises:
    """All raises of one leg, and whether its track can be believed."""

    raises: tuple[Raise, ...]
    angle_deg: Array
    """[T] how far the leg was raised; NaN where the track was not on the leg."""
    off_arc: float
    """Share of the frames in which the track was not where a straight leg can be, 0 to 1."""
    reason: str
    """Why the raises are not to be trusted; empty when they are."""

    @property
    def sound(self) -> bool:
        """Whether the track can be believed."""
        return not self.reason


@dataclass(frozen=True)
class _Arc:
    """The ellipse on which a straight leg's ankle runs around the hip, upright in the picture."""

    across_px: float
    up_px: float

    def round(self, leg_px: Array) -> Array:
        """The leg as seen square to the plane it moves in, where it is 1 long; [T, 2]."""
        return leg_px / (self.across_px, self.up_px)


def straight_leg_raises(poses: Poses, side: Side) -> LegRaises:
    """Measure every raise of one leg of somebody lying on their back."""
    hip, knee, ankle = (poses[f"{side}_{joint}"] for joint in ("hip", "knee", "ankle"))
    return leg_raises(poses.time_s, hip, ankle, knee_px=knee)


def leg_raises(
    time_s: Array, hip_px: Array, ankle_px: Array, *, knee_px: Array | None = None
) -> LegRaises:
    """Measure every raise from the paths of hip and ankle, and of the knee where it was seen.

    time_s [T] s; hip_px, ankle_px, knee_px [T, 2] px with y down, NaN where not seen.

    The ankle of a straight leg runs on a circle around the hip. A camera that does not stand
    square to it sees an ellipse: narrower where it stands aside, lower where it looks down. The
    ellipse gives the true angle back, and whatever leaves it (a bent knee, a label on its way to
    the other leg) is not the raised leg. A knee bent all the while looks like a camera from
    above, so give the knee if it is known.
    """
    leg_px = (ankle_px - hip_px) * (1.0, -1.0)
    if np.isfinite(leg_px).all(axis=1).sum() < FEW_FRAMES:
        raise InputError(NO_LEG)
    leg_px = np.where((_angle_deg(leg_px) < HANGING_DEG)[:, None], np.nan, leg_px)
    seen = np.isfinite(leg_px).all(axis=1)
    if seen.sum() < FEW_FRAMES:
        raise InputError(NO_LEG)
    arc = _arc(leg_px[seen])
    leg = arc.round(leg_px)
    off = np.abs(np.linalg.norm(leg, axis=1) - 1) > OFF_ARC
    if knee_px is not None:
        off |= np.abs(bend_deg(hip_px, knee_px, ankle_px)) > BENT_DEG
    on_leg = seen & ~_widened(off, time_s)
    angle_deg = np.where(on_leg, _angle_deg(leg), np.nan)
    raises = tuple(map(_raise, repetitions(time_s, angle_deg, least=LEAST_RAISE_DEG)))
    return LegRaises(raises, angle_deg, float(off[seen].mean()), _reason(raises))


def _angle_deg(leg_px: Array) -> Array:
    """How far the leg points up from the horizontal, whichever way the person lies."""
    forward = np.sign(np.nanmedian(leg_px[:, 0]))
    return np.asarray(np.degrees(np.arctan2(leg_px[:, 1], forward * leg_px[:, 0])))


def _arc(leg_px: Array) -> _Arc:
    """The ellipse around the hip on which most of the ankle's places lie."""
    size = float(np.median(np.linalg.norm(leg_px, axis=1)))
    squares = (leg_px / size) ** 2
    prior = NEAR_CIRCLE * len(squares)
    weight, bend = np.ones(len(squares)), np.ones(2)
    for _ in range(ROUNDS):
        weighted = squares * weight[:, None]
        bend = np.linalg.solve(
            weighted.T @ squares + prior * np.eye(2), weighted.sum(axis=0) + prior
        )
        off = squares @ bend - 1
        spread = max(1.4826 * float(np.median(np.abs(off))), LEAST_SPREAD)
        weight = np.clip(1 - (off / (TUKEY * spread)) ** 2, 0, None) ** 2
    across, up = size / np.sqrt(np.maximum(bend, 1e-6))
    return _Arc(float(across), float(up))


def _widened(off: NDArray[np.bool_], time_s: Array) -> NDArray[np.bool_]:
    """The frames off the arc and those just before and after."""
    reach = max(round(JUMP_S / float(np.median(np.diff(time_s)))), 1)
    return np.asarray(np.convolve(off, np.ones(2 * reach + 1), mode="same") > 0)


def _raise(one: Repetition) -> Raise:
    return Raise(
        start_s=one.start_s,
        peak_s=one.peak_s,
        end_s=one.end_s,
        range_deg=one.height,
        sd_deg=float(np.hypot(one.peak_sd, FILM_ERROR_DEG)),
        held=one.top_s >= HELD_S,
    )


def _reason(raises: tuple[Raise, ...]) -> str:
    if not raises:
        return NO_RAISE
    held = sum(one.held for one in raises)
    if held < ENOUGH_RAISES:
        return UNSOUND.format(held=held, all=len(raises), enough=ENOUGH_RAISES)
    return ""
