"""Drawn bodies that do a movement test: what the camera would see of them, and the truth."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np

from evenstride.form import measures
from evenstride.knowledge import knowledge
from evenstride.knowledge.entries import Measure, Part, Picture, Posture, Screen
from evenstride.live import Series
from evenstride.posed import BODY, held, joints_m, part_way, room_of
from evenstride.poses import Array
from evenstride.skeleton import Side

KNOWN = knowledge()
PX_PER_M = 300.0
NOISE = 0.01
"""Of the leg's length, one SD of each point in each direction."""
LEVELS = 25


def the_test(name: str) -> Screen:
    return KNOWN.screens[name]


def picture_of(name: str, *, start: Posture | None = None, end: Posture | None = None) -> Picture:
    """A test's own picture, its start or end replaced by other postures."""
    picture = KNOWN.screens[name].picture
    assert picture is not None
    new = picture.model_dump()
    if start is not None:
        new["start"] = merged(picture.start, start)
    if end is not None:
        new["end"] = merged(picture.end, end)
    return Picture.model_validate(new)


def merged(base: Posture, more: Posture) -> dict[str, object]:
    """A posture with what another one names laid over it."""
    old, new = base.model_dump(), more.model_dump(exclude_none=True)
    joints = {
        part: {**old[part], **{k: v for k, v in new.pop(part, {}).items() if v is not None}}
        for part in ("working", "other")
    }
    return {**old, **new, **joints}


@dataclass(frozen=True, eq=False)
class Levels:
    """The joints of a drawn body on its way from start to end, [LEVELS, 19, 3] m."""

    joints: Array
    low_back: Array

    def at(self, share: Array) -> tuple[Array, Array]:
        """Joints [T, 19, 3] and low back [T] at these shares of the way."""
        place = np.clip(share, 0.0, 1.0) * (LEVELS - 1)
        low = np.minimum(place.astype(int), LEVELS - 2)
        part = (place - low)[:, None, None]
        joints = (1 - part) * self.joints[low] + part * self.joints[low + 1]
        back = (1 - part[:, 0, 0]) * self.low_back[low] + part[:, 0, 0] * self.low_back[low + 1]
        return joints, back


def levels(picture: Picture) -> Levels:
    return _levels(picture.model_dump_json())


@cache
def _levels(text: str) -> Levels:
    picture = Picture.model_validate_json(text)
    room = room_of(picture)
    first, last = (room.standing(held(picture.start, *by)) for by in ((), (picture.end,)))
    bodies = [
        room.standing(part_way(first.held, last.held, share))
        for share in np.linspace(0.0, 1.0, LEVELS)
    ]
    return Levels(
        np.stack([body.joints_m("right") for body in bodies]),
        np.array([body.held["low_back"] for body in bodies]),
    )


def path(parts: Sequence[tuple[float, float]], rate: float) -> Array:
    """Shares of the way over time: (seconds, where it ends), smooth in between."""
    found = [np.zeros(1)]
    for seconds, to in parts:
        way = 0.5 - 0.5 * np.cos(np.linspace(0.0, np.pi, max(round(seconds * rate), 1) + 1)[1:])
        found.append(found[-1][-1] + way * (to - found[-1][-1]))
    return np.concatenate(found)


def tries(count: int = 3, *, move_s: float = 1.5, hold_s: float = 2.0, rest_s: float = 1.5,
          to: float = 1.0) -> list[tuple[float, float]]:  # fmt: skip
    """A rest, then so many tries with a rest after each."""
    one = [(move_s, to), (hold_s, to), (move_s, 0.0), (rest_s, 0.0)]
    return [(rest_s, 0.0), *(one * count)]


@dataclass(frozen=True, eq=False)
class Shown:
    """Joints over time, metres, y up, and the low back's curve."""

    joints: Array
    low_back: Array

    def then(self, other: Shown) -> Shown:
        return Shown(
            np.concatenate([self.joints, other.joints]),
            np.concatenate([self.low_back, other.low_back]),
        )


def shown(picture: Picture, shares: Array) -> Shown:
    """The picture's body over time, its right side working."""
    return Shown(*levels(picture).at(shares))


def standing(seconds: float, rate: float) -> Shown:
    """Somebody who stands there, before and after the test."""
    count = round(seconds * rate)
    return Shown(np.repeat(joints_m(Posture())[None], count, axis=0), np.full(count, 2.0))


def walked(first: Array, last: Array, seconds: float, rate: float) -> Shown:
    """From one body to another through the air, as somebody lies down or gets up."""
    share = np.linspace(0.0, 1.0, round(seconds * rate))[:, None, None]
    joints = (1 - share) * first + share * last
    return Shown(joints, np.full(len(joints), np.nan))


def around(body: Shown, rate: float, seconds: float = 2.0) -> Shown:
    """The same with getting there from standing, and getting up again."""
    stand = joints_m(Posture())
    parts = [standing(1.0, rate), walked(stand, body.joints[0], seconds, rate), body,
             walked(body.joints[-1], stand, seconds, rate), standing(1.0, rate)]  # fmt: skip
    whole = parts[0]
    for part in parts[1:]:
        whole = whole.then(part)
    return whole


def series(
    body: Shown,
    view: str,
    *,
    side: Side = "right",
    rate: float = 30.0,
    noise: float = NOISE,
    seed: int = 0,
    back: bool = True,
    depth: bool = True,
) -> Series:
    """What was seen of it, in pixels; the left side works in the mirror image."""
    joints = body.joints * PX_PER_M
    leg = 0.491 * BODY.height_m * PX_PER_M
    joints = joints + np.random.default_rng(seed).normal(0.0, noise * leg, joints.shape)
    if side == "left":
        joints = mirrored(joints)
    if view == "side":
        joints = joints[:, :, :2]
    elif not depth:
        across = joints[:, :, 2] if view == "rear" else -joints[:, :, 2]
        joints = np.stack([across, joints[:, :, 1]], axis=2)
    count = len(joints)
    return Series(
        time_s=np.arange(count) / rate,
        points=joints,
        view=view,  # type: ignore[arg-type]  # one of three words
        height=BODY.height_m * PX_PER_M,
        low_back=body.low_back if back else np.full(count, np.nan),
        good=np.ones(count, dtype=bool),
    )


def mirrored(joints: Array) -> Array:
    from evenstride.skeleton import MIRROR

    return joints[:, MIRROR] * [1.0, 1.0, -1.0]


def hidden(seen: Series, **changes: object) -> Series:
    """The series with some of its arrays replaced."""
    return replace(seen, **changes)  # type: ignore[arg-type]  # the tests' own values


def truth(picture: Picture, measure: Measure, of: Part = "working", share: float = 1.0) -> float:
    """What a measure truly is on the way from start to end."""
    joints, back = levels(picture).at(np.array([share]))
    given: Mapping[Measure, float] = {"low_back": float(back[0])}
    return measures(joints[0], "right", picture.view, given=given)[measure, of]
