"""What a session comes to: each side's seconds or repetitions, its mistakes and what is next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from evenstride.coach.counting import Refused
from evenstride.coach.course import Course
from evenstride.coach.noticing import Event
from evenstride.coach.tally import Tally
from evenstride.knowledge.entries import Exercise, PainRule
from evenstride.progression import Entry, Next, next_time
from evenstride.skeleton import Side

SEEN_ENOUGH: Final = 0.5
"""[E] Share of the work that must have been seen for the camera's word to count."""


@dataclass(frozen=True)
class SideSummary:
    """What one side has done."""

    side: Side | None
    """None where the exercise has no sides, or both work at once."""
    target: float
    """Of all sets: seconds held well, or repetitions."""
    valid_s: float
    breaks: int
    longest_s: float
    reasons: Mapping[str, int]
    """How often a hold broke for each reason."""
    repetitions: int
    repetitions_s: tuple[float, ...]
    """When each counted repetition ended."""
    refused: tuple[Refused, ...]
    mistakes: tuple[Event, ...]
    unseen: tuple[str, ...]
    """Mistakes that the camera could not judge: asked about, never counted as seen."""
    next: Next

    @property
    def done(self) -> float:
        """Seconds or repetitions as a share of the target."""
        return max(self.valid_s, float(self.repetitions)) / self.target

    @property
    def sentence(self) -> str:
        """What was done, in a line."""
        if self.repetitions_s or self.refused:
            more = f", {len(self.refused)} more not counted" if self.refused else ""
            return f"{self.repetitions} of {self.target:.0f} repetitions{more}."
        breaks = f"{self.breaks} break{'s' * (self.breaks != 1)}"
        return (f"{self.valid_s:.0f} of {self.target:.0f} s held well, {breaks}, "
                f"the longest stretch {self.longest_s:.0f} s.")  # fmt: skip


@dataclass(frozen=True)
class Summary:
    """A session, side by side."""

    exercise: str
    level: int
    pain: int
    sides: tuple[SideSummary, ...]


def summed(
    exercise: Exercise,
    tallies: Sequence[Tally],
    course: Course,
    level: int,
    *,
    rule: PainRule,
    pain: int,
    log: Sequence[Entry],
) -> Summary:
    """The summary of a session and the step that the log then says is next."""
    sides = []
    for tally in tallies:
        entry = entry_of(exercise, tally, course, level, pain=pain)
        earlier = [one for one in log if (one.exercise, one.side) == (exercise.id, entry.side)]
        following = next_time([*earlier, entry], exercise, rule)
        named = tally.side if exercise.per_side or len(tallies) > 1 else None
        sides.append(_side(tally, named, course, following))
    return Summary(exercise.id, level, pain, tuple(sides))


def _side(tally: Tally, side: Side | None, course: Course, following: Next) -> SideSummary:
    ended, counter = tally.rested(), tally.counter
    return SideSummary(
        side=side,
        target=course.target * course.sets,
        valid_s=tally.clock.valid_s,
        breaks=tally.clock.breaks,
        longest_s=tally.clock.longest_s,
        reasons=dict(tally.clock.reasons),
        repetitions=counter.count if counter else 0,
        repetitions_s=counter.times_s if counter else (),
        refused=counter.refused if counter else (),
        mistakes=tuple(sorted(ended.events, key=lambda event: event.start_s)),
        unseen=tuple(w.mistake.id for w in tally.watches if not w.bands.ever_seen),
        next=following,
    )


def entry_of(exercise: Exercise, tally: Tally, course: Course, level: int, *, pain: int) -> Entry:
    """One side of a session as the log keeps it."""
    share, same = _faults(tally)
    target = course.target * course.sets
    return Entry(
        exercise=exercise.id,
        side=tally.side if exercise.per_side else None,
        level=level,
        done=min(tally.done / target, 1.0),
        hard_faults=share,
        same_fault=same,
        pain=pain,
        observed=exercise.camera != "not" and tally.seen_s > SEEN_ENOUGH * tally.watched_s,
    )


def _faults(tally: Tally) -> tuple[float, int]:
    """The share with a hard mistake, of attempts or of a hold's time, and the commonest mistake."""
    hard = {watch.mistake.id for watch in tally.watches if watch.hard}
    if tally.counter is None:
        clock = tally.clock
        times = {name: n for name, n in clock.reasons if name in hard}
        return clock.bad_s / max(clock.bad_s + clock.valid_s, 1e-9), max(times.values(), default=0)
    faults = [one.reason for one in tally.counter.refused if one.reason in hard]
    attempts = max(tally.counter.count + len(tally.counter.refused), 1)
    return len(faults) / attempts, max(Counter(faults).values(), default=0)
