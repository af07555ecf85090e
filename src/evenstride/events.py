"""Foot strikes and toe-offs with sub-frame times: Poses in, a Run out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from itertools import pairwise
from typing import Literal

import numpy as np

from evenstride.activity import Activity, activity_of, trunk_height
from evenstride.bounce import fine_by_bounce
from evenstride.contacts import Instants, Reading, fine
from evenstride.corrections import NONE, PICK_FRAMES, Corrections, EventCorrection, Kind
from evenstride.errors import InputError
from evenstride.ground import Foot
from evenstride.orientation import (
    Facing,
    Orientation,
    Surface,
    View,
    leg_length_px,
    orientation,
    surface,
)
from evenstride.poses import Array, Poses
from evenstride.signals import noise_sd
from evenstride.skeleton import SIDES, Side, other
from evenstride.stance import Stance, stances
from evenstride.track import Track, track

Tempo = Literal["true", "slow", "fast"]

__all__ = ["Activity", "Event", "Facing", "Kind", "Run", "Steps", "Surface", "View", "understand"]

CONTACT_S = (0.10, 0.50)
"""[E] Contacts outside are misread: sprinters touch for 0.1 s, slow joggers for 0.35 s."""

EXPECTED: Mapping[Kind, float] = {"foot_strike": -0.25, "toe_off": 0.5}
"""[E] When the instants of a step come, in steps after the coarse middle."""

BELONGS = 0.8
"""[E] Within so many steps of that an instant belongs to this step of the foot."""

RUNNING_CADENCE = (120.0, 280.0)
"""[E] Steps a minute outside are no running at true speed: slow joggers take 140, sprinters
270 for a few seconds."""


@dataclass(frozen=True)
class Event:
    """A foot touches the ground or leaves it."""

    side: Side
    kind: Kind
    time_s: float
    sd_s: float
    """One standard deviation of the time's own error, seconds."""


@dataclass(frozen=True, eq=False)
class Steps:
    """One foot's contacts in order of time; NaN where an instant was not seen.

    All [N], seconds on the clip's own clock.
    """

    strike_s: Array
    toe_off_s: Array
    middle_s: Array
    """Mid-stance: the hips' lowest point between strike and toe-off."""
    other_strike_s: Array
    """The other foot's next strike."""
    next_strike_s: Array
    """This foot's next strike: the end of the stride."""

    def __len__(self) -> int:
        return len(self.strike_s)

    def later(self, shift_s: float) -> Steps:
        """The same steps, every instant a little later."""
        moved = (getattr(self, part.name) + shift_s for part in fields(self))
        return Steps(*moved)


@dataclass(frozen=True, eq=False)
class Run:
    """A runner's poses understood as a run: what every metric is measured on."""

    poses: Poses
    track: Track
    orientation: Orientation
    surface: Surface
    activity: Activity
    events: tuple[Event, ...]
    steps: Mapping[Side, Steps]
    step_s: Array
    """Times from each step to the next, both feet, [N]."""
    dropped: int
    """Steps in the clip that could not be timed."""
    height_m: float | None = None
    speed_m_s: float | None = None
    from_film: bool = False
    """Whether a pose model found the keypoints, with its own error in all of them."""

    @property
    def cadence(self) -> float:
        """Steps a minute; NaN without steps."""
        return float(60 / self.step_s.mean()) if len(self.step_s) else float("nan")

    @property
    def tempo(self) -> Tempo:
        """Whether the clip plays as fast as life: nobody runs slower or faster than that."""
        if self.activity != "running" or np.isnan(self.cadence):
            return "true"
        slow, fast = RUNNING_CADENCE
        return "slow" if self.cadence < slow else "fast" if self.cadence > fast else "true"

    @property
    def view(self) -> View:
        """From where the runner is seen."""
        return self.orientation.view


def understand(
    poses: Poses,
    *,
    view: View | None = None,
    ground: Surface | None = None,
    tilt_deg: float = 0.0,
    height_m: float | None = None,
    speed_m_s: float | None = None,
    from_film: bool = False,
    corrections: Corrections = NONE,
) -> Run:
    """Find the view, the steps and their instants; those set by hand stand as they are."""
    seen = orientation(poses, view)
    body = track(poses, seen, leg_length_px(poses, seen.view), tilt_deg)
    beat = stances(poses.time_s, *(_foot_height(body, side) for side in SIDES))
    activity = activity_of(body, beat, seen.view)
    found = _contacts(body, beat, seen.view) if activity == "running" else []
    for each in corrections.events:
        found = _corrected(found, each, PICK_FRAMES / poses.fps)
    found = [_checked(contact) for contact in found]
    steps = {side: _steps(body, found, side) for side in SIDES}
    return Run(
        poses=poses,
        track=body,
        orientation=seen,
        surface=ground or surface(poses, seen.view),
        activity=activity,
        events=_events(found),
        steps=steps,
        step_s=_step_times(beat),
        dropped=sum(1 for contact in found if not contact.timed),
        height_m=height_m,
        speed_m_s=speed_m_s,
        from_film=from_film,
    )


@dataclass(frozen=True)
class _Contact:
    """One stance with the readings of its two instants."""

    stance: Stance
    strike: Reading | None
    toe_off: Reading | None

    @property
    def timed(self) -> bool:
        """Whether both instants were told."""
        return self.strike is not None and self.toe_off is not None


def _foot_height(body: Track, side: Side) -> Array:
    """Height of the foot's middle over the hips' own path, [T] leg lengths."""
    foot = 0.5 * (body[f"{side}_heel"] + body[f"{side}_toe"])
    return np.asarray(foot[:, 1])


def _contacts(body: Track, beat: Sequence[Stance], view: View) -> list[_Contact]:
    """Every stance that lies whole in the clip, with its instants, in order of time."""
    found = []
    for side in SIDES:
        own = [stance for stance in beat if stance.side == side]
        readings = _by_feet(body, side, own) if view == "side" else _by_trunk(body, own)
        found += [_Contact(s, *r) for s, r in zip(own, readings, strict=True)]
    return sorted(found, key=lambda contact: contact.stance.middle_s)


def _by_feet(body: Track, side: Side, own: Sequence[Stance]) -> list[Instants]:
    """A foot's instants from its own path."""
    return fine(_foot(body, side), own) if own else []


def _by_trunk(body: Track, own: Sequence[Stance]) -> list[Instants]:
    """A foot's instants from the trunk's bounce."""
    return fine_by_bounce(body.time_s, trunk_height(body), own)


def _corrected(
    found: Sequence[_Contact], by_hand: EventCorrection, sd_s: float
) -> list[_Contact]:
    """The contacts with one instant set by hand."""

    def away(contact: _Contact) -> float:
        late_s = by_hand.time_s - contact.stance.middle_s
        return abs(late_s / contact.stance.step_s - EXPECTED[by_hand.kind])

    own = [contact for contact in found if contact.stance.side == by_hand.side]
    best = min(own, key=away, default=None)
    if best is None or away(best) > BELONGS:
        raise InputError(
            f"There is no step of the {by_hand.side} foot near {by_hand.time_s:g} s to correct."
        )
    reading = Reading(by_hand.time_s, sd_s)
    strike = by_hand.kind == "foot_strike"
    changed = replace(best, strike=reading) if strike else replace(best, toe_off=reading)
    return [changed if contact is best else contact for contact in found]


def _checked(contact: _Contact) -> _Contact:
    """The contact, or the same untimed where its instants cannot be true."""
    if contact.strike is None or contact.toe_off is None:
        return contact
    duration_s = contact.toe_off.time_s - contact.strike.time_s
    if CONTACT_S[0] <= duration_s <= CONTACT_S[1]:
        return contact
    return _Contact(contact.stance, None, None)


def _foot(body: Track, side: Side) -> Foot:
    """One foot's own unsmoothed heights."""
    heel, toe = (body.raw(f"{side}_{end}")[:, 1] for end in ("heel", "toe"))
    jitter = noise_sd(body.time_s, np.stack([heel, toe], axis=1))
    noise = float(np.nanmedian(jitter)) if np.isfinite(jitter).any() else np.nan
    return Foot(body.time_s, heel, toe, noise)


def _events(found: Sequence[_Contact]) -> tuple[Event, ...]:
    """All timed instants, in order of time."""
    kinds: tuple[Kind, Kind] = ("foot_strike", "toe_off")
    events = [
        Event(contact.stance.side, kind, reading.time_s, reading.sd_s)
        for contact in found
        for kind, reading in zip(kinds, (contact.strike, contact.toe_off), strict=True)
        if reading is not None
    ]
    return tuple(sorted(events, key=lambda event: event.time_s))


def _steps(body: Track, found: Sequence[_Contact], side: Side) -> Steps:
    """One side's contacts with what follows each, NaN where the next one is missing."""
    own = [contact for contact in found if contact.stance.side == side and contact.timed]
    strike = np.array([contact.strike.time_s for contact in own if contact.strike])
    off = np.array([contact.toe_off.time_s for contact in own if contact.toe_off])
    step = np.array([contact.stance.step_s for contact in own])
    return Steps(
        strike_s=strike,
        toe_off_s=off,
        middle_s=_lowest_hips(body, strike, off),
        other_strike_s=_next(strike, _strikes(found, other(side)), 0.5 * step, 1.6 * step),
        next_strike_s=_next(strike, _strikes(found, side), 1.4 * step, 2.6 * step),
    )


def _strikes(found: Sequence[_Contact], side: Side) -> Array:
    return np.array(
        [c.strike.time_s for c in found if c.strike is not None and c.stance.side == side]
    )


def _next(strike_s: Array, later_s: Array, least_s: Array, most_s: Array) -> Array:
    """For each strike the first later one within reach, else NaN."""
    out = np.full(len(strike_s), np.nan)
    for i, time_s in enumerate(strike_s):
        ahead = later_s[(later_s > time_s + least_s[i]) & (later_s < time_s + most_s[i])]
        out[i] = ahead[0] if len(ahead) else np.nan
    return out


def _lowest_hips(body: Track, strike_s: Array, toe_off_s: Array) -> Array:
    """The hips' lowest instant of each contact."""
    share = np.linspace(0.1, 0.9, 81)
    at = strike_s[:, None] + share * (toe_off_s - strike_s)[:, None]
    height = body.middle_at("hip", at)[..., 1]
    lowest = np.argmin(np.where(np.isfinite(height), height, np.inf), axis=1)
    seen = np.isfinite(height).any(axis=1)
    return np.asarray(np.where(seen, at[np.arange(len(at)), lowest], np.nan))


def _step_times(beat: Sequence[Stance]) -> Array:
    """Times from one step to the next where both were seen and the side changed."""
    times = [b.middle_s - a.middle_s for a, b in pairwise(beat) if a.side != b.side]
    usual = np.median(times) if times else np.nan
    return np.array([time for time in times if time < 1.5 * usual])
