"""The counter of repetitions: from the start to the far end and back, in time and well done."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import isfinite
from typing import Final, Literal

from evenstride.coach.banding import Band, band_of
from evenstride.coach.observing import Observation
from evenstride.knowledge.entries import Condition, Exercise
from evenstride.limits import measured
from evenstride.posed import loop
from evenstride.skeleton import Side

LEAVES: Final = 0.6
RETURNS: Final = 0.4
ASTRAY: Final = -0.6
"""[E] Shares of the way from the start to where the far end begins; `ASTRAY`: the wrong way."""
FASTEST: Final = 0.25
SLOWEST: Final = 2.5
"""[E] Times the file's seconds a repetition, from leaving the start until coming back to it."""
TWITCH: Final = 0.1
"""[E] What is quicker than this is a flicker and no attempt."""
MOST_BAD: Final = 0.2
"""Share of a repetition with a hard mistake that is still good."""
UNSEEN_S: Final = 0.5
OWN_REST: Final = 0.6
FAR_FOLLOWS: Final = 0.5
"""[E] A start that reads up to so much of the way off the picture is this body's own: how somebody
is built, or a pose model's bias. Where it reads further away, the far end comes half as far back
with it; where it reads nearer, the far end stays what the file says."""
START_AWAY_DEG: Final = 30.0
"""[E] From the far end to the start where no picture shows the start."""

Stage = Literal["lost", "start", "away", "far"]
HALF_WAY: Final = "half-way"
TOO_FAST: Final = "too-fast"
TOO_SLOW: Final = "too-slow"


@dataclass(frozen=True)
class Way:
    """The measure a repetition is seen by, as a share of its way: 0 at the start, 1 far enough."""

    band: Band
    start: float
    far: float

    def share(self, seen: Observation, side: Side) -> float:
        """How far along the way this frame is; NaN where it is not seen."""
        return (self.band.value(seen, side) - self.start) / (self.far - self.start)

    def from_rest(self, rest: float) -> Way:
        """The same way from where this body starts, within limits."""
        most = OWN_REST * abs(self.far - self.start)
        off = min(max(rest - self.start, -most), most)
        follows = FAR_FOLLOWS * off if off * (self.far - self.start) < 0 else 0.0
        return replace(self, start=self.start + off, far=self.far + follows)


def way_of(exercise: Exercise) -> Way | None:
    """The way of an exercise's repetition, from its own picture; None for a hold."""
    condition = exercise.repetition
    if condition is None:
        return None
    upward = condition.above is not None
    far = condition.above if upward else condition.below
    assert far is not None  # noqa: S101  # a condition has one limit at least
    far += condition.bias
    starts = _drawn(exercise, condition)
    away = -START_AWAY_DEG if upward else START_AWAY_DEG
    start = (min(starts) if upward else max(starts)) if starts else far + away
    return Way(band_of(condition), start, far)


def _drawn(exercise: Exercise, condition: Condition) -> list[float]:
    """What the measure is in every drawn moment of the exercise."""
    if exercise.picture is None:
        return []
    bodies = (moment.body for moment in loop(exercise.picture))
    found = [measured(body, exercise.view)[condition.measure, condition.of] for body in bodies]
    return [value for value in found if isfinite(value)]


@dataclass(frozen=True)
class Refused:
    """A repetition that did not count, when it ended and why."""

    time_s: float
    reason: str
    """A hard mistake's id, or `half-way`, `too-fast`, `too-slow`."""


@dataclass(frozen=True)
class Counter:
    """How many repetitions were done well, and why others were not counted."""

    seconds: float
    """That one repetition should take."""
    stage: Stage = "lost"
    times_s: tuple[float, ...] = ()
    refused: tuple[Refused, ...] = ()
    astray: bool = False
    away_s: float = 0.0
    unseen_s: float = 0.0
    bad_s: float = 0.0
    faults: tuple[tuple[str, float], ...] = ()
    """Seconds of each hard mistake in this repetition."""

    @property
    def count(self) -> int:
        """Repetitions that were done well."""
        return len(self.times_s)

    @property
    def moving(self) -> bool:
        """Whether a repetition is under way."""
        return self.stage in ("away", "far")

    @property
    def engaged(self) -> bool:
        """Whether mistakes matter now: on the way, right or wrong, but not at rest."""
        return self.moving or self.astray

    def rested(self) -> Counter:
        """The same between two sets: a repetition under way is forgotten."""
        return replace(self, stage="lost", astray=False, away_s=0.0, unseen_s=0.0, bad_s=0.0,
                       faults=())  # fmt: skip

    def after(self, dt_s: float, share: float, time_s: float) -> Counter:
        """The counter after one more frame; what was wrong in it came by `marred`."""
        if not isfinite(share):
            unseen_s = self.unseen_s + dt_s
            return self.rested() if unseen_s > UNSEEN_S else replace(self, unseen_s=unseen_s)
        dt_s += self.unseen_s
        known = replace(self, unseen_s=0.0, astray=share < ASTRAY)
        if not self.moving:
            return _starting(known, dt_s, share)
        longer = replace(known, away_s=self.away_s + dt_s)
        if share < RETURNS:
            return _judged(longer, time_s)
        return replace(longer, stage="far") if share >= 1.0 else longer

    def marred(self, dt_s: float, wrong: tuple[str, ...]) -> Counter:
        """The same with these hard mistakes in its last frame."""
        if not wrong or not self.moving:
            return self
        seconds = dict(self.faults)
        for name in wrong:
            seconds[name] = seconds.get(name, 0.0) + dt_s
        return replace(self, bad_s=self.bad_s + dt_s, faults=tuple(seconds.items()))


def _starting(counter: Counter, dt_s: float, share: float) -> Counter:
    """Before a repetition: at the start, or just leaving it."""
    if share < RETURNS:
        return replace(counter, stage="start", astray=share < ASTRAY)
    if counter.stage == "start" and share > LEAVES:
        stage: Stage = "far" if share >= 1.0 else "away"
        return replace(counter.rested(), stage=stage, away_s=dt_s)
    return counter


def _judged(counter: Counter, time_s: float) -> Counter:
    """The repetition is over: counted, refused with its reason, or only a flicker."""
    done = replace(counter.rested(), stage="start")
    if counter.away_s < TWITCH * counter.seconds:
        return done
    reason = _reason(counter)
    if reason:
        return replace(done, refused=(*counter.refused, Refused(time_s, reason)))
    return replace(done, times_s=(*counter.times_s, time_s))


def _reason(counter: Counter) -> str:
    """Why a repetition does not count; nothing where it does."""
    if counter.bad_s > MOST_BAD * counter.away_s:
        return max(counter.faults, key=lambda fault: fault[1])[0]
    if counter.stage != "far":
        return HALF_WAY
    if counter.away_s < FASTEST * counter.seconds:
        return TOO_FAST
    return TOO_SLOW if counter.away_s > SLOWEST * counter.seconds else ""
