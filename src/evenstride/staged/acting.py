"""What a drawn person does before the camera: an exercise done right, or with one mistake."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Final

import numpy as np

from evenstride.form import measures
from evenstride.knowledge.entries import Condition, Exercise, Mistake, Picture, Posture
from evenstride.limits import beyond, tolerance
from evenstride.posed import Posed, held, loop, room_of
from evenstride.posed.held import past
from evenstride.skeleton import Side
from evenstride.staged.flesh import Shot

MOVING_S: Final = 0.3
"""From doing it right to doing it wrong, and back."""
FURTHEST: Final = 3.0
"""Of a drawn mistake; what needs more to be seen is drawn too faintly."""
COARSE: Final = 0.25
STEPS: Final = 5


@dataclass(frozen=True)
class Act:
    """One exercise on one side, at some pictures a second."""

    exercise: Exercise
    side: Side = "right"
    fps: float = 10.0

    @cached_property
    def picture(self) -> Picture:
        """The exercise's own description of its postures."""
        assert self.exercise.picture is not None  # noqa: S101  # every exercise has one
        return self.exercise.picture

    def frames(self, seconds: float) -> int:
        """How many pictures that is."""
        return round(seconds * self.fps)

    def shot(self, body: Posed) -> Shot:
        """A posed body on this side."""
        return Shot.of(body, self.side)

    @cached_property
    def start(self) -> Shot:
        """The first moment of the exercise."""
        return self.shot(loop(self.picture)[0].body)

    @cached_property
    def end(self) -> Shot:
        """The position held, or the far end of a repetition."""
        return self.shot(self._posed(1.0))

    @cached_property
    def arriving(self) -> list[Shot]:
        """Whoever does a standing exercise stands before the camera first, then takes it up."""
        if self.exercise.body_position not in ("standing", "running"):
            return self.still(self.start, 1.0)
        tall = Picture(view=self.picture.view, start=Posture(), end=Posture())
        standing = self.shot(loop(tall)[0].body)
        return [*self.still(standing, 1.0), *self.moved(standing, self.start, 0.7)]

    def drawn(self, mistake: Mistake) -> Shot:
        """The end posture with a mistake as large as its picture shows it."""
        assert mistake.drawn is not None  # noqa: S101  # asked before
        return self.shot(self._posed(1.0, mistake.drawn))

    def _posed(self, share: float, *changes: Posture) -> Posed:
        """The end posture with changes, this many times as large as they are drawn."""
        right = held(self.picture.start, self.picture.end)
        wrong = held(self.picture.start, self.picture.end, *changes)
        return room_of(self.picture).standing(past(right, wrong, share))

    def cycle(self, seconds: float) -> list[Shot]:
        """One loop, of this length."""
        moments = [(moment.share, self.shot(moment.body)) for moment in loop(self.picture)]
        count = self.frames(seconds)
        found = []
        for i in range(count):
            (a, first), (b, last) = next(p for p in pairwise(moments) if i / count <= p[1][0])
            found.append(first.towards(last, (i / count - a) / (b - a) if b > a else 0.0))
        return found

    def way_in(self, seconds: float) -> list[Shot]:
        """From the start to the end, as the loop goes there."""
        return self.cycle(2 * seconds)[: self.frames(seconds)]

    def still(self, shot: Shot, seconds: float) -> list[Shot]:
        """One posture for some time."""
        return [shot] * self.frames(seconds)

    def moved(self, first: Shot, last: Shot, seconds: float = MOVING_S) -> list[Shot]:
        """The straight way between two postures."""
        count = max(self.frames(seconds), 1)
        return [first.towards(last, i / count) for i in range(1, count + 1)]

    def going_on(self, seconds: float) -> list[Shot]:
        """The hold held, or the run run, for some time."""
        if self.exercise.body_position != "running":
            return self.still(self.end, seconds)
        once = self.cycle(self.picture.seconds)
        count = self.frames(seconds)
        return (once * (count // len(once) + 1))[:count]

    def repeated(self, count: int) -> list[Shot]:
        """So many repetitions and the rest after them, at the exercise's own pace."""
        return [*self.cycle(self.exercise.dose.seconds_a_repetition) * count,
                *self.still(self.start, 0.5)]  # fmt: skip

    # -- done wrong --------------------------------------------------------------------------

    def wrong(self, mistake: Mistake, times: float = 1.5) -> Shot | None:
        """The end posture with a mistake drawn this many times its tolerance (`evenstride.limits`).

        None where nothing draws it, or the drawing cannot be made to reach so far.
        """
        if mistake.drawn is None:
            return None
        near = next((at for at in np.arange(COARSE, FURTHEST, COARSE)
                     if self._reaches(mistake, at) >= times), None)  # fmt: skip
        if near is None:
            return None
        shares = np.linspace(near, near - COARSE, STEPS, endpoint=False)[::-1]
        share = next(at for at in shares if self._reaches(mistake, at) >= times)
        return self.shot(self._posed(float(share), mistake.drawn))

    def _reaches(self, mistake: Mistake, share: float) -> float:
        """How far a mistake drawn so large goes, in tolerances."""
        assert mistake.drawn is not None  # noqa: S101  # asked before
        shot = self.shot(self._posed(float(share), mistake.drawn))
        return max((self.reach(shot, one) for one in mistake.when), default=0.0)

    def reach(self, shot: Shot, condition: Condition) -> float:
        """How far a posture goes, in tolerances; 1 is where a mistake begins."""
        found = measures(shot.joints, self.side, self.exercise.view,
                         given={"low_back": shot.low_back})  # fmt: skip
        over = beyond(found[condition.measure, condition.of], condition)
        return 1.0 + over / max(tolerance(condition, self.exercise), 1e-9)
