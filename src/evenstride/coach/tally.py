"""One side of an exercise: its clock or its counter, and its mistakes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import isfinite, nan
from statistics import median
from typing import Final

from evenstride.coach.banding import Bands
from evenstride.coach.counting import Counter, Way, way_of
from evenstride.coach.hinting import SOFT, TAKE_UP, Candidate, cues, praises, verdict_cue
from evenstride.coach.holding import Clock, Held
from evenstride.coach.noticing import Event, Watch
from evenstride.coach.observing import Observation
from evenstride.knowledge.entries import Exercise
from evenstride.skeleton import Side

GETTING_IN_S: Final = 3.0
"""[E] Whoever is still getting into a position is not spoken to: until the clock runs, or for so
long."""
LEFT_S: Final = 3.0
"""[E] So long out of it, they have left it."""
REMINDED_S: Final = 8.0
"""[E] Out of position, one is reminded of it every so often."""
POSITION: Final = "out of position"
NOT_SEEN: Final = "not seen"
OUT_OF_FRAME: Final = "out of the picture"
WRONG_VIEW: Final = "seen from the wrong side"
REST_FRAMES: Final = 20
"""[E] What the start reads is the middle of so many: about the last second of the countdown."""
EXACT: Final = 1e-9


@dataclass(frozen=True)
class Tally:
    """What one side has done so far."""

    exercise: Exercise
    side: Side
    way: Way | None
    watches: tuple[Watch, ...]
    position: Bands
    clock: Clock
    counter: Counter | None
    events: tuple[Event, ...] = ()
    taken_s: float = 0.0
    """How long the position has been held without leaving it."""
    left_s: float = 0.0
    taken: bool = False
    hidden_s: float = 0.0
    """How long something that matters has been hidden."""
    seen_s: float = 0.0
    watched_s: float = 0.0
    base: float = 0.0
    """Seconds or repetitions before this set."""
    rests: tuple[float, ...] = ()
    """The repetition's measure in the last frames while the runner got ready."""

    @classmethod
    def of(cls, exercise: Exercise, side: Side) -> Tally:
        """Nothing done yet."""
        way = way_of(exercise)
        counter = None if way is None else Counter(exercise.dose.seconds_a_repetition)
        watches = tuple(Watch.of(mistake, exercise) for mistake in exercise.mistakes)
        position = Bands.of(exercise.hold, exercise)
        return cls(exercise, side, way, watches, position, Clock(), counter)

    @property
    def done(self) -> float:
        """Seconds held well, or repetitions done well."""
        return self.clock.valid_s if self.counter is None else float(self.counter.count)

    @property
    def in_set(self) -> float:
        """The same in this set."""
        return self.done - self.base

    @property
    def wrong(self) -> tuple[str, ...]:
        """The hard mistakes that this frame shows."""
        return tuple(watch.mistake.id for watch in self.watches if watch.on and watch.hard)

    def after(self, seen: Observation | None, dt_s: float, time_s: float) -> Tally:
        """The same after some more time; without an observation nothing was seen meanwhile."""
        watched = replace(self, watched_s=self.watched_s + dt_s)
        if seen is None or not (seen.in_frame and seen.view_right):
            return _heard(_lost(watched, dt_s, time_s, _why_lost(seen)), time_s)
        watches = tuple(watch.after(seen, self.side, dt_s) for watch in self.watches)
        position = self.position.after(seen, self.side, dt_s)
        now = replace(watched, watches=watches, position=position)
        share = nan if self.way is None else self.way.share(seen, self.side)
        if self.counter is None:
            return _heard(_held(now, dt_s), time_s)
        return _heard(_counted(now, self.counter, dt_s, time_s, share), time_s)

    def sayings(self, before: Tally, time_s: float, index: int) -> list[Candidate]:
        """What could be said about this side now."""
        counted = self.counter is not None and self.done > before.done
        found = cues(self.watches, time_s, index)
        if counted or self.clock.running:
            found += praises(self.watches, time_s, index, at_once=counted)
        if self.position.out and self.left_s // REMINDED_S > before.left_s // REMINDED_S:
            found.append(Candidate(SOFT, "cue", TAKE_UP, POSITION))
        if self.counter and before.counter and self.counter.refused != before.counter.refused:
            found.append(verdict_cue(self.exercise, self.counter.refused[-1].reason, index))
        return found

    def said(self, about: str, time_s: float, *, praise: bool) -> Tally:
        """The same after a mistake was spoken of, or its mending praised."""
        watches = tuple(_said(watch, about, time_s, praise=praise) for watch in self.watches)
        return replace(self, watches=watches)

    def readied(self, seen: Observation) -> Tally:
        """The same after one more frame of the countdown."""
        value = nan if self.way is None else self.way.band.value(seen, self.side)
        return replace(self, rests=(*self.rests, value)[-REST_FRAMES:]) if isfinite(value) else self

    def begun(self) -> Tally:
        """The same at the beginning of a set."""
        way = self.way.from_rest(median(self.rests)) if self.way and self.rests else self.way
        return replace(self.rested(), base=self.done, way=way, rests=())

    def rested(self) -> Tally:
        """The same at the end of a set."""
        ended = [Event(watch.mistake.id, watch.since_s, watch.judged_s)
                 for watch in self.watches if watch.noticed]  # fmt: skip
        return replace(
            self,
            watches=tuple(watch.rested() for watch in self.watches),
            clock=self.clock.rested(),
            counter=self.counter and self.counter.rested(),
            events=(*self.events, *ended),
            taken=False,
            taken_s=0.0,
            left_s=0.0,
        )


def _said(watch: Watch, about: str, time_s: float, *, praise: bool) -> Watch:
    if praise:
        return replace(watch, owed=watch.owed and watch.on)
    return watch.said(time_s) if watch.mistake.id == about else watch


def _why_lost(seen: Observation | None) -> str:
    if seen is None:
        return NOT_SEEN
    return WRONG_VIEW if seen.in_frame else OUT_OF_FRAME


def _held(tally: Tally, dt_s: float) -> Tally:
    """A hold goes on."""
    held, reason = _how(tally)
    hidden_s = tally.hidden_s + dt_s if held == "unseen" else 0.0
    seen_s = tally.seen_s + (0.0 if held == "unseen" else dt_s)
    now = replace(tally, clock=tally.clock.after(dt_s, held, reason))
    placed = _placed(now, dt_s, out=tally.position.out)
    return replace(placed, hidden_s=hidden_s, seen_s=seen_s)


def _placed(tally: Tally, dt_s: float, *, out: bool) -> Tally:
    """The same with how long the position has been held, or left."""
    taken_s = 0.0 if out else tally.taken_s + dt_s
    left_s = tally.left_s + dt_s if out else 0.0
    settled = tally.clock.running or taken_s >= GETTING_IN_S - EXACT
    taken = left_s <= LEFT_S if tally.taken else settled
    return replace(tally, taken_s=taken_s, left_s=left_s, taken=taken)


def _how(tally: Tally) -> tuple[Held, str]:
    """How this frame is held, and what is wrong with it."""
    wrong = tally.wrong
    if wrong:
        return "badly", wrong[0]
    if tally.position.out:
        return "badly", POSITION
    return ("unseen", NOT_SEEN) if _hidden(tally) else ("well", "")


def _hidden(tally: Tally) -> bool:
    """Whether something that a good second needs is not seen."""
    known = all(state != "never" for state in tally.position.states)
    missing = any(watch.bands.missing for watch in tally.watches if watch.hard)
    return missing or tally.position.missing or not known or _blind(tally)


def _blind(tally: Tally) -> bool:
    """Whether nothing of what matters can be judged, though something could be."""
    every = (tally.position, *(watch.bands for watch in tally.watches))
    looked = [bands for bands in every if bands.bands]
    return bool(looked) and not any(bands.judged for bands in looked)


def _counted(tally: Tally, counter: Counter, dt_s: float, time_s: float, share: float) -> Tally:
    """A repetition goes on."""
    seen = isfinite(share)
    judged = counter.marred(dt_s, tally.wrong) if seen else counter
    return replace(
        tally,
        counter=judged.after(dt_s, share, time_s),
        hidden_s=0.0 if seen else tally.hidden_s + dt_s,
        seen_s=tally.seen_s + (dt_s if seen else 0.0),
    )


def _lost(tally: Tally, dt_s: float, time_s: float, reason: str) -> Tally:
    """Nobody to be judged: nothing counts and nothing is said about them."""
    held: Held = "unseen" if reason == NOT_SEEN else "gone"
    watches = tuple(
        replace(watch, on=False, bands=replace(watch.bands, judged=False, out=False))
        for watch in tally.watches
    )
    return replace(
        _placed(tally, dt_s, out=True),
        watches=watches,
        counter=tally.counter and tally.counter.after(dt_s, nan, time_s),
        clock=tally.clock if tally.counter else tally.clock.after(dt_s, held, reason),
    )


def _heard(tally: Tally, time_s: float) -> Tally:
    """The same with the times of its mistakes, and what has been mended noted down."""
    matters = tally.taken if tally.counter is None else tally.counter.engaged
    watches = tuple(
        watch.heard(time_s, matters=matters) if watch.bands.bands else watch
        for watch in tally.watches
    )
    ended = [now.event(before, time_s)
             for now, before in zip(watches, tally.watches, strict=True)]  # fmt: skip
    events = tuple(event for event in ended if event is not None)
    return replace(tally, watches=watches, events=(*tally.events, *events))
