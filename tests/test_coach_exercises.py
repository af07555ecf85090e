"""Every exercise a camera can check is coached: done right it counts, done wrong it is called."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from itertools import pairwise

import numpy as np
import pytest

from evenstride.coach import Observation, Session, observe
from evenstride.coach.banding import Bands
from evenstride.knowledge import knowledge
from evenstride.knowledge.entries import Condition, Exercise, Measure, Mistake, Posture
from evenstride.posed import Posed, loop, still
from evenstride.skeleton import Side

KNOWN = knowledge()
RULE = KNOWN.pain_rules["tendon"]


def exact(exercise: Exercise) -> Exercise:
    """As its file says, for joints that are known: without what a pose model adds."""

    def free(conditions: Iterable[Condition]) -> tuple[Condition, ...]:
        return tuple(one.model_copy(update={"bias": 0.0}) for one in conditions)

    mistakes = tuple(one.model_copy(update={"when": free(one.when)}) for one in exercise.mistakes)
    repetition = free([exercise.repetition])[0] if exercise.repetition else None
    changes = {"mistakes": mistakes, "hold": free(exercise.hold), "repetition": repetition}
    return exercise.model_copy(update=changes)


CHECKED = [exact(e) for e in KNOWN.exercises.values() if e.camera != "not"]
FPS = 30
MOVING_S = 0.3
"""From doing it right to doing it wrong, and back."""
LOW_BACK: Measure = "low_back"

Shot = tuple[np.ndarray, float]
"""Joints in the room and the low back."""


def shot(body: Posed, side: Side = "right") -> Shot:
    return body.joints_m(side), float(body.held[LOW_BACK])


def between(first: Shot, last: Shot, share: float) -> Shot:
    return tuple((1 - share) * a + share * b for a, b in zip(first, last, strict=True))  # type: ignore[return-value]


def moved(first: Shot, last: Shot, seconds: float) -> list[Shot]:
    count = round(seconds * FPS)
    return [between(first, last, i / count) for i in range(1, count + 1)]


@cache
def cycle(name: str, seconds: float, side: Side = "right") -> tuple[Shot, ...]:
    """One loop at 30 frames a second."""
    picture = KNOWN.exercises[name].picture
    assert picture is not None
    moments = loop(picture)
    shots = [(moment.share, shot(moment.body, side)) for moment in moments]
    found = []
    for i in range(round(seconds * FPS)):
        at = i / round(seconds * FPS)
        (a, first), (b, last) = next(p for p in pairwise(shots) if p[0][0] <= at <= p[1][0])
        found.append(between(first, last, (at - a) / (b - a) if b > a else 0.0))
    return tuple(found)


def posture(exercise: Exercise, *changes: Posture, side: Side = "right") -> Shot:
    picture = exercise.picture
    assert picture is not None
    return shot(still(picture, *changes), side)


def end(exercise: Exercise, *changes: Posture, side: Side = "right") -> Shot:
    assert exercise.picture is not None
    return posture(exercise, exercise.picture.end, *changes, side=side)


def way_in(exercise: Exercise, seconds: float, side: Side = "right") -> list[Shot]:
    """From the start to the end, as the loop goes there."""
    whole = cycle(exercise.id, 2 * seconds, side)
    return list(whole[: len(whole) // 2])


def begin(exercise: Exercise, *, side: Side = "right", **options: object) -> Session:
    return Session.of(exercise, rule=RULE, side=side, both=False, sets=1, **options)  # type: ignore[arg-type]


def seen(exercise: Exercise, shots: Iterable[Shot], *, from_s: float = 0.0,
         side: Side = "right") -> Iterator[Observation]:  # fmt: skip
    known: dict[int, tuple[Shot, Observation]] = {}
    for i, one in enumerate(shots):
        if id(one) not in known:
            found = observe(one[0], side, exercise.view, time_s=0.0, given={LOW_BACK: one[1]})
            known[id(one)] = one, found
        yield replace(known[id(one)][1], time_s=from_s + i / FPS)


Said = list[tuple[float, str]]


def said(session: Session, frames: Iterable[Observation]) -> tuple[Session, Said]:
    """The session after these frames, and what was said on the way."""
    found = []
    for frame in frames:
        later = session.after(frame)
        if later.hint is not None and later.hint is not session.hint:
            found.append((frame.time_s, later.hint.about))
        session = later
    return session, found


def ready(exercise: Exercise, side: Side = "right") -> list[Shot]:
    first = cycle(exercise.id, exercise.dose.seconds_a_repetition, side)[0]
    return [first] * round(3.2 * FPS)


def hard(exercise: Exercise) -> set[str]:
    return {m.id for m in exercise.mistakes if m.severity == "hard"}


# -- done right ----------------------------------------------------------------------------------


def done_right(exercise: Exercise, side: Side = "right") -> tuple[Session, Said, float]:
    """One set done right, what was said, and how much of it there was to count."""
    session = begin(exercise, side=side)
    target = session.course.target
    if exercise.repetition is None:
        target = min(target, 20.0)
        session = begin(exercise, side=side, target=target)
        work = [*way_in(exercise, 2.0, side), *going_on(exercise, target + 1, side)]
    else:
        one = cycle(exercise.id, exercise.dose.seconds_a_repetition, side)
        work = [*list(one) * int(target), one[0], one[0]]
    session, found = said(session, seen(exercise, [*ready(exercise, side), *work], side=side))
    return session, found, target


def going_on(exercise: Exercise, seconds: float, side: Side) -> list[Shot]:
    """A hold that is held; a run that goes on."""
    if exercise.body_position != "running":
        return [end(exercise, side=side)] * round(seconds * FPS)
    assert exercise.picture is not None
    once = cycle(exercise.id, exercise.picture.seconds, side)
    return list(once) * (round(seconds * FPS / len(once)) + 1)


@pytest.mark.parametrize("exercise", CHECKED, ids=lambda e: e.id)
def test_done_right_everything_is_counted_and_no_hard_mistake_called(exercise: Exercise) -> None:
    session, found, target = done_right(exercise)
    assert [about for _, about in found if about in hard(exercise)] == []
    tally = session.tallies[0]
    refused = tally.counter.refused if tally.counter else ()
    assert (tally.done, refused) == (pytest.approx(target, abs=0.1), ())
    assert session.phase == "done"
    assert tally.clock.breaks == 0


@pytest.mark.parametrize("exercise", CHECKED[::5], ids=lambda e: e.id)
def test_the_other_side_is_coached_alike(exercise: Exercise) -> None:
    right, left = (done_right(exercise, side)[0] for side in ("right", "left"))
    assert left.phase == right.phase
    assert left.tallies[0].done == pytest.approx(right.tallies[0].done)
    assert left.tallies[0].events == right.tallies[0].events


# -- done wrong ----------------------------------------------------------------------------------


def readable(exercise: Exercise, mistake: Mistake) -> bool:
    """Whether the drawing shows the mistake, by the printed limits."""
    assert mistake.drawn is not None
    frame = next(seen(exercise, [end(exercise, mistake.drawn)]))
    return Bands.of(mistake.when, exercise).after(frame, "right", 0.0).out


ASTRAY = {"hip-flexor-stretch-side-bend-wrong-way"}
"""On the other side of the start: it is no repetition, so there is none to refuse."""

WRONG = [
    pytest.param(e, m, id=f"{e.id}-{m.id}")
    for e in CHECKED
    for m in e.mistakes
    if m.severity == "hard" and m.drawn is not None and m.when and not m.not_observable
    and readable(e, m)
]
SECONDS_IN = 2.0
every_wrong = pytest.mark.parametrize(("exercise", "mistake"), WRONG)


def wrong_after(
    exercise: Exercise, mistake: Mistake, good: list[Shot]
) -> tuple[Session, Session, Said]:
    """The session before and after the mistake, and what was said meanwhile."""
    session, _ = said(begin(exercise, target=60), seen(exercise, [*ready(exercise), *good]))
    bad = end(exercise, mistake.drawn or Posture())
    shots = [*moved(end(exercise), bad, MOVING_S), *[bad] * round(1.6 * FPS)]
    return session, *said(session, seen(exercise, shots, from_s=session.time_s + 1 / FPS))


def in_time(mistake: Mistake, before: Session, found: Said, wrong: Session) -> bool:
    """Whether the mistake was called with its own cue within 1.5 s of being there.

    Or that of another hard mistake which the same drawing shows: one thing is said at a time.
    """
    shown = wrong.tallies[0].wrong
    names = {mistake.id, *shown} if mistake.id in shown else {mistake.id}
    called = [at_s - before.time_s for at_s, about in found if about in names]
    return bool(called) and called[0] <= MOVING_S + 1.5


def mended(exercise: Exercise, mistake: Mistake, wrong: Session, good: list[Shot]) -> Session:
    bad = end(exercise, mistake.drawn or Posture())
    shots = [*moved(bad, end(exercise), MOVING_S), *good]
    return said(wrong, seen(exercise, shots, from_s=wrong.time_s + 1 / FPS))[0]


@every_wrong
def test_a_hard_mistake_is_called_stops_the_count_and_lets_it_go_on(
    exercise: Exercise, mistake: Mistake
) -> None:
    check = held_wrong if exercise.repetition is None else repeated_wrong
    check(exercise, mistake)


def held_wrong(exercise: Exercise, mistake: Mistake) -> None:
    good = [end(exercise)] * (5 * FPS)
    before, wrong, found = wrong_after(exercise, mistake, [*way_in(exercise, SECONDS_IN), *good])
    assert in_time(mistake, before, found, wrong), (found, wrong.tallies[0].wrong)
    valid_s = [one.tallies[0].clock.valid_s for one in (before, wrong)]
    assert valid_s[1] <= valid_s[0] + MOVING_S + 1 / FPS
    assert not wrong.tallies[0].clock.running
    after = mended(exercise, mistake, wrong, good)
    assert after.tallies[0].clock.valid_s > valid_s[1] + 4.5
    assert after.tallies[0].clock.breaks == 1


def repeated_wrong(exercise: Exercise, mistake: Mistake) -> None:
    seconds = exercise.dose.seconds_a_repetition
    way = way_in(exercise, max(seconds / 2, 0.5))
    before, wrong, found = wrong_after(exercise, mistake, way)
    assert in_time(mistake, before, found, wrong), (found, wrong.tallies[0].wrong)
    one = cycle(exercise.id, seconds)
    after = mended(exercise, mistake, wrong, [*reversed(way), *one, one[0]])
    counter = after.tallies[0].counter
    assert counter is not None
    if f"{exercise.id}-{mistake.id}" not in ASTRAY:
        assert counter.count >= 1
        assert len(counter.refused) == 1
        assert counter.refused[0].reason in hard(exercise)
