"""From glimpses to a body that can be measured: steady, turned to its front, its view checked."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from math import exp, isfinite
from typing import Final

import numpy as np

from evenstride.form import View, height_of
from evenstride.glimpse import Glimpse
from evenstride.knowledge.entries import Exercise, Measure
from evenstride.limits import asked
from evenstride.live.facing import (
    MOST_OFF_DEG,
    faces_camera,
    off_view_deg,
    right_vote,
    shoulders_turn_deg,
)
from evenstride.live.roles import CLEAR_DEG, Roles, exchanged, renamed
from evenstride.live.steadying import Steady
from evenstride.outline import Back
from evenstride.poses import Array
from evenstride.skeleton import INDEX, KEYPOINTS, MIRROR, SIDES, Side

LEAST_CONFIDENCE: Final = 0.12
"""[E] Below, a point counts as not seen."""
SURE: Final = 0.3
"""[E] Below, a point does not tell one leg from the other."""
NEEDED: Final = tuple(
    INDEX[f"{side}_{joint}"] for side in SIDES for joint in ("shoulder", "hip", "knee", "ankle")
)
MOSTLY: Final = 0.99
"""[E] Share of shoulders, hips, knees and ankles inside the picture for the body to be in it."""
SLOW_S: Final = 1.0
"""[E] Over so long which way somebody faces, how tall and how far turned they are is smoothed."""
SETTLES_S: Final = 3.0
FIRST_S: Final = (0.5, 4.0)
LATER_S: Final = (20.0, 60.0)
SIDE_S: Final = (1.0, 5.0)
"""[E] Over so long a larger and a smaller body is believed: at first, later, and from the side."""
WIDER_DEG: Final = 8.0
"""[E] A view once taken up is left this much later."""
LEGS_S: Final = 0.3
FLIPS_S: Final = 3.0
MOST_FLIPS: Final = 0.8
"""[E] Beyond this share of the last pictures, somebody faces the other way than was asked."""
GAP_S: Final = 0.5


@dataclass(frozen=True, eq=False)
class Seen:
    """A body in one picture, ready to be measured.

    points [19, 2] px, y up; in a view from the side x the way the body faces; NaN is not seen
    """

    time_s: float
    points: Array
    view: View
    height: float
    """Of the body, in pixels, standing."""
    low_back: float
    """How hollow its outline is, % of the trunk's length, - round; NaN where it cannot be told."""
    trunk_turn: float
    """Of the shoulders against the hips, + to the body's right; by the pose model's depth."""
    asked: frozenset[Measure] | None
    """What the exercise is judged by; None for everything."""
    faces_right: bool
    in_frame: bool
    view_right: bool


@dataclass(frozen=True, eq=False)
class Watcher:
    """What the pictures so far have shown; a new value after each."""

    view: View
    roles: Roles | None = None
    """What the legs of the exercise do, where somebody exercises."""
    asked: frozenset[Measure] | None = None
    turns_deg: float = 0.0
    """How far the exercise itself turns the body away from its view."""
    steady: Steady | None = None
    named: Array = field(default_factory=lambda: np.full((len(KEYPOINTS), 3), np.nan))
    """The last picture's points, the legs by the names they have kept, [19, 3]."""
    time_s: float = -np.inf
    vote: float = 0.0
    off_deg: float = float("nan")
    """How far the body is turned off the view."""
    height: float = float("nan")
    in_frame_s: float = 0.0
    """For how long all of the body has been in the picture."""
    flips: float = 0.0
    """Share of the last pictures in which left and right were exchanged."""
    doubt: float = 0.0
    back: Back = field(default_factory=Back)
    right_view: bool = False
    seen: Seen | None = None

    @classmethod
    def of(cls, exercise: Exercise, side: Side) -> Watcher:
        """Whoever watches somebody do this exercise for one side."""
        roles = Roles.of(exercise, side)
        return cls(exercise.view, roles, asked(exercise), turns_deg(exercise))

    def after(self, glimpse: Glimpse) -> Watcher:
        """The same after one more picture; one that is not later changes nothing."""
        dt_s = glimpse.time_s - self.time_s
        if not dt_s > 0:
            return self
        points, flipped = self._right_way_round(_points(glimpse, LEAST_CONFIDENCE))
        sure = _points(glimpse, SURE)
        if self.steady is None or dt_s > GAP_S:
            now = replace(self, steady=Steady.of(points), time_s=glimpse.time_s)
        else:
            size = self.height if isfinite(self.height) else float(glimpse.height_px)
            if self.roles is not None and renamed(sure, self.named, size):
                points, sure = exchanged(points), exchanged(sure)
            steady = self.steady.after(points, dt_s, size)
            now = replace(self, steady=steady, time_s=glimpse.time_s)
        flips = _slowly(self.flips, float(flipped), min(dt_s, GAP_S), FLIPS_S)
        named = np.where(np.isfinite(sure), sure, self.named)
        return _judged(replace(now, flips=flips, named=named), glimpse, min(dt_s, GAP_S))

    def _right_way_round(self, points: Array) -> tuple[Array, bool]:
        """Front and rear look alike to a pose model where it sees no face: the asked view decides.

        How often that was needed is remembered; somebody who really faces the other way is always.
        """
        if self.view == "side" or faces_camera(points) == (self.view == "front"):
            return points, False
        return points[list(MIRROR)], True


def _judged(watcher: Watcher, glimpse: Glimpse, dt_s: float) -> Watcher:
    assert watcher.steady is not None  # noqa: S101
    points = watcher.steady.seen
    vote = _slowly(watcher.vote, right_vote(points), dt_s, SLOW_S)
    off_deg = _slowly(watcher.off_deg, off_view_deg(points, watcher.view), dt_s, SLOW_S)
    whole = _in_frame(glimpse)
    height = _tall(watcher, points, dt_s)
    room = watcher.turns_deg + (WIDER_DEG if watcher.right_view else 0.0)
    true_view = not off_deg > MOST_OFF_DEG[watcher.view] + room
    right_view = true_view and watcher.flips < MOST_FLIPS
    back = watcher.back.after(glimpse.edges, faces_right=vote >= 0, dt_s=dt_s)
    looked = _turned(points, watcher.view, faces_right=vote >= 0)
    doubt = _doubt(watcher, looked, dt_s)
    seen = Seen(
        time_s=glimpse.time_s,
        points=exchanged(looked) if doubt > CLEAR_DEG else looked,
        view=watcher.view,
        height=height,
        low_back=back.seen[0],
        trunk_turn=shoulders_turn_deg(points),
        asked=watcher.asked,
        faces_right=vote >= 0,
        in_frame=whole,
        view_right=right_view,
    )
    in_frame_s = watcher.in_frame_s + dt_s if whole else 0.0
    return replace(watcher, vote=vote, in_frame_s=in_frame_s, off_deg=off_deg, height=height,
                   right_view=right_view, doubt=doubt, back=back, seen=seen)  # fmt: skip


def _doubt(watcher: Watcher, points: Array, dt_s: float) -> float:
    """Over the last moments, how much better the legs would fit the exercise exchanged."""
    if watcher.roles is None:
        return 0.0
    return _slowly(watcher.doubt, watcher.roles.doubt_deg(points), dt_s, LEGS_S)


def turns_deg(exercise: Exercise) -> float:
    """How far an exercise turns the body about the vertical, as its picture says."""
    picture = exercise.picture
    postures = () if picture is None else (picture.start, *picture.between, picture.end)
    return max((abs(one.heading) for one in postures if one.heading is not None), default=0.0)


def _points(glimpse: Glimpse, least: float) -> Array:
    """What was seen well enough, y up, with its depth, [19, 3]."""
    points = np.column_stack([glimpse.xy_px * (1.0, -1.0), glimpse.depth_px])
    return np.where((glimpse.confidence >= least)[:, None], points, np.nan)


def _in_frame(glimpse: Glimpse) -> bool:
    inside = np.isfinite(glimpse.xy_px[list(NEEDED)]).all(axis=1)
    return bool(inside.mean() >= MOSTLY)


def _height(points: Array, view: View) -> float:
    # From the front a pose model sees the trunk an eighth too long, and legs are what is measured.
    return height_of(points[:, :2], trunk=view == "side")


def _turned(points: Array, view: View, *, faces_right: bool) -> Array:
    """The points as a form looks at them."""
    turned_round = view == "side" and not faces_right
    return np.asarray(points[:, :2] * (-1.0 if turned_round else 1.0, 1.0))


def _slowly(before: float, now: float, dt_s: float, within_s: float) -> float:
    """A mean that forgets; what is not seen changes nothing."""
    if not isfinite(now):
        return before
    if not isfinite(before):
        return now
    return before + (1.0 - exp(-dt_s / within_s)) * (now - before)


def _tall(watcher: Watcher, points: Array, dt_s: float) -> float:
    """How tall the body would stand, in pixels.

    Settled in the first seconds in the picture, while whoever walked back from the camera stands;
    then it changes slowly. From the side straight or bent legs look equally long. From front and
    rear they shorten when they bend, and lengthen when somebody lunges at the camera.
    """
    now = _height(points, watcher.view)
    if watcher.view == "side":
        up_s, down_s = SIDE_S
    else:
        up_s, down_s = FIRST_S if watcher.in_frame_s < SETTLES_S else LATER_S
    return _slowly(watcher.height, now, dt_s, down_s if now < watcher.height else up_s)
