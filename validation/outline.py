"""How well a hollow or round back is seen: `python -m validation.outline`.

Bodies are drawn in every exercise and movement test that asks for the low back, from round (-6 %
of the trunk's length) to hollow (+8 %), and seen by the real pose model. What its mask's outline
says is set against what was drawn. The photos of `exercise_photos` are looked at beside it.
Writes docs/coach-validation/outline.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import product
from math import nan
from statistics import NormalDist
from typing import Final

import numpy as np

from evenstride import outline
from evenstride.knowledge import knowledge
from evenstride.knowledge.entries import Exercise, Joints, Posture, Screen
from evenstride.pose import open_backend
from evenstride.pose.backends import Backend
from evenstride.pose.live import Eye
from evenstride.posed import still
from evenstride.poses import Array
from evenstride.skeleton import SIDES, Side
from evenstride.staged import Film, Shot, filmed
from evenstride.staged.flesh import Shirt

TESTS: Final = ("toe-touch", "downward-dog-test", "runners-stretch-level", "hinge-test",
                "prone-hip-extension-test", "sit-and-reach")  # fmt: skip
"""Movement tests that look at the low back; those beside them that lie on it are exercises too."""
BACKS: Final = (-6.0, -4.0, -2.0, 0.0, 2.0, 4.0, 6.0, 8.0)
NEUTRAL: Final = 2.0
TURNS: Final = (-10.0, 10.0)
"""Degrees that the knees and the hips are bent more or less."""
OVER: Final = 1.5
"""A mistake is drawn at so many times the room a file leaves."""
PICTURES: Final = 2
"""Of each body: the first is where the person is looked for."""


@dataclass(frozen=True)
class Setting:
    """How a body is filmed."""

    side: Side = "right"
    yaw_deg: float = 0.0
    height_px: int = 480
    shirt: Shirt = "close"

    def film(self, seed: int) -> Film:
        """The camera."""
        wide = 640 if self.height_px == 480 else 1280  # noqa: PLR2004
        return Film(side=self.side, yaw_deg=self.yaw_deg, width_px=wide,
                    height_px=self.height_px, shirt=self.shirt, seed=seed)  # fmt: skip


SETTINGS: Final = tuple(
    Setting(side, yaw_deg, 720 if (side == "left") == (yaw_deg == 0.0) else 480)
    for side, yaw_deg in product(SIDES, (0.0, 10.0))
)
"""Both sides, two camera yaws and two sizes of picture, each pair of them once."""
SHIRTS: Final = (Setting(shirt="wide"), Setting(shirt="hanging"))
ARMS_CROSSED: Final = Posture(
    hands="chest", working=Joints(hand="chest"), other=Joints(hand="chest")
)
OFTEN: Final = 0.9
"""[E] An outline seen less often than this in an exercise is not one to rely on."""


@dataclass(frozen=True, eq=False)
class Reading:
    """One body: what was drawn, and the outline that was seen.

    kind  what was varied; limit  the file's own, for a mistake
    """

    name: str
    kind: str
    true: float
    side: Side
    edges: Array
    limit: float = nan

    @property
    def read(self) -> float:
        """What the outline says, % of trunk length; NaN where it cannot be told."""
        return outline.low_back(self.edges, faces_right=self.side == "right")[0]


@dataclass(frozen=True)
class Fit:
    """How readings of one exercise keep to the truth."""

    count: int
    seen: float
    bias: float
    sd: float
    slope: float

    @classmethod
    def of(cls, readings: Iterable[Reading]) -> Fit:
        """Over these readings."""
        pairs = np.array([(one.true, one.read) for one in readings])
        known = pairs[np.isfinite(pairs[:, 1])]
        share = len(known) / len(pairs)
        if len(known) < 4 or np.ptp(known[:, 0]) == 0:  # noqa: PLR2004
            return cls(len(pairs), share, nan, nan, nan)
        error = known[:, 1] - known[:, 0]
        slope = float(np.polyfit(known[:, 0], known[:, 1], 1)[0])
        return cls(len(pairs), share, float(error.mean()), float(error.std()), slope)


Watched = Exercise | Screen


def watched() -> dict[str, Watched]:
    """Every exercise that judges the low back, and the movement tests that look at it."""
    known = knowledge()
    found: dict[str, Watched] = {one.id: one for one in known.exercises.values() if limits(one)}
    return found | {name: known.screens[name] for name in TESTS}


def limits(one: Watched) -> list[float]:
    """The low backs, %, that a file does not allow to be gone beyond; + hollow, - round."""
    if isinstance(one, Screen):
        return []
    conditions = [condition for mistake in one.mistakes for condition in mistake.when]
    bounds = [(c.above, c.below) for c in (*conditions, *one.hold) if c.measure == "low_back"]
    return sorted({bound for pair in bounds for bound in pair if bound is not None})


def mistakes(one: Watched) -> list[Posture]:
    """The mistakes of the low back as the file draws them."""
    if isinstance(one, Screen):
        return []
    return [mistake.drawn for mistake in one.mistakes
            if mistake.drawn and any(c.measure == "low_back" for c in mistake.when)]  # fmt: skip


class Looker:
    """The pose model, asked for one drawn body at a time."""

    def __init__(self, backend: Backend | None = None) -> None:
        self.backend = backend or open_backend()
        self.seed = 0

    def edges(self, shot: Shot, setting: Setting) -> Array:
        """The outline that is seen of a body that holds still."""
        self.seed += 1
        eye, edges = Eye(self.backend), np.full((len(outline.STATIONS), 2), np.nan)
        for frame in filmed([shot] * PICTURES, setting.film(self.seed), fps=10.0):
            eye, glimpse = eye.after(frame)
            edges = glimpse.edges if glimpse.seen else np.full_like(edges, np.nan)
        return edges

    def reading(self, one: Watched, kind: str, setting: Setting, *changes: Posture) -> Reading:
        """A body in the far posture of an exercise with these changes."""
        assert one.picture is not None  # noqa: S101  # every one of these has a picture
        shot = Shot.of(still(one.picture, one.picture.end, *changes), setting.side)
        return Reading(one.id, kind, shot.low_back, setting.side, self.edges(shot, setting))


def drawn(one: Watched, looker: Looker) -> Iterator[Reading]:
    """One exercise in every way it is looked at."""
    held = [looker.reading(one, "held", setting, Posture(low_back=back))
            for back, setting in product(BACKS, SETTINGS)]  # fmt: skip
    yield from held
    yield from _varied(one, looker)
    for limit in limits(one):
        yield from _mistaken(one, limit, looker)
    if Fit.of(held).seen < OFTEN:
        for back, setting in product(BACKS[::2], SETTINGS):
            yield looker.reading(one, "arms crossed", setting, Posture(low_back=back), ARMS_CROSSED)


def _varied(one: Watched, looker: Looker) -> Iterator[Reading]:
    """Knees and hips a little off, other shirts, and the mistakes as the file draws them."""
    for joint, by, back in product(("knee", "hip"), TURNS, (-3.0, NEUTRAL, 7.0)):
        bent = _bent(one, joint, by)
        yield looker.reading(one, "moved", SETTINGS[by > 0], bent, Posture(low_back=back))
    for setting, back in product(SHIRTS, BACKS[::2]):
        yield looker.reading(one, f"{setting.shirt} shirt", setting, Posture(low_back=back))
    for mistake, setting in product(mistakes(one), SETTINGS[::3]):
        yield looker.reading(one, "drawn", setting, mistake)


def _bent(one: Watched, joint: str, by_deg: float) -> Posture:
    """A joint of both legs bent by so much more than in the far posture."""
    assert one.picture is not None  # noqa: S101  # as above
    ways = (one.picture.end, one.picture.start)

    def joints(side: str) -> Joints:
        held = _first(getattr(getattr(posture, side), joint) for posture in ways)
        return Joints.model_validate({joint: held + by_deg})

    return Posture(working=joints("working"), other=joints("other"))


def _first(values: Iterable[float | None]) -> float:
    return next((value for value in values if value is not None), 0.0)


def _mistaken(one: Watched, limit: float, looker: Looker) -> Iterator[Reading]:
    """The posture as it should be, and beyond the limit by half as much again as the room to it."""
    assert one.picture is not None  # noqa: S101  # as above
    good = _first((one.picture.end.low_back, one.picture.start.low_back, NEUTRAL))
    for back, setting in product((good, good + OVER * (limit - good)), SETTINGS):
        found = looker.reading(one, "limit", setting, Posture(low_back=back))
        yield replace(found, limit=limit)


def told(readings: Iterable[Reading]) -> tuple[float, float]:
    """The shares in which right is not called and wrong is called, at the file's own limits."""
    called = [(_beyond(one.true, one.limit) > 0, _beyond(one.read, one.limit) > 0)
              for one in readings]  # fmt: skip
    return _share(not found for wrong, found in called if not wrong), _share(
        found for wrong, found in called if wrong
    )


def _share(hits: Iterable[bool]) -> float:
    return float(np.mean(list(hits)))


def _beyond(back: float, limit: float) -> float:
    """How far beyond a limit a low back is, %."""
    return limit - back if limit < NEUTRAL else back - limit


def chance(readings: Iterable[Reading], fit: Fit) -> float:
    """How surely the worst told of these is told rightly, with an exercise's own bias and sd."""
    error = NormalDist(0.0, fit.sd)
    sure = []
    for one in readings:
        is_wrong, found = (_beyond(back, one.limit) for back in (one.true, one.true + fit.bias))
        sure.append(error.cdf(found if is_wrong > 0 else -found))
    return min(sure)


def main() -> None:
    """Draw, look, and write the page."""
    from validation import outline_page

    looker = Looker()
    readings: list[Reading] = []
    for name, one in watched().items():
        print(f"{name} ...", flush=True)
        readings += drawn(one, looker)
    outline_page.write_page(readings)


if __name__ == "__main__":
    main()
