"""Every exercise a camera can check is coached: done right it counts, done wrong it is called."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

import pytest

from evenstride.coach import Observation, Session, observe
from evenstride.coach.banding import Bands
from evenstride.knowledge import knowledge
from evenstride.knowledge.entries import Condition, Exercise, Measure, Mistake
from evenstride.skeleton import Side
from evenstride.staged import Act, Shot
from evenstride.staged.acting import MOVING_S

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
FPS = 30.0
LOW_BACK: Measure = "low_back"


def act(exercise: Exercise, side: Side = "right") -> Act:
    return Act(exercise, side, FPS)


def begin(exercise: Exercise, *, side: Side = "right", **options: object) -> Session:
    return Session.of(exercise, rule=RULE, side=side, both=False, sets=1, **options)  # type: ignore[arg-type]


def seen(exercise: Exercise, shots: Iterable[Shot], *, from_s: float = 0.0,
         side: Side = "right") -> Iterator[Observation]:  # fmt: skip
    known: dict[int, tuple[Shot, Observation]] = {}
    for i, one in enumerate(shots):
        if id(one) not in known:
            given = {LOW_BACK: one.low_back}
            found = observe(one.joints, side, exercise.view, time_s=0.0, given=given)
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
    return act(exercise, side).still(act(exercise, side).start, 3.2)


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
        work = [*act(exercise, side).way_in(2.0), *act(exercise, side).going_on(target + 1)]
    else:
        work = act(exercise, side).repeated(int(target))
    session, found = said(session, seen(exercise, [*ready(exercise, side), *work], side=side))
    return session, found, target


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
    frame = next(seen(exercise, [act(exercise).drawn(mistake)]))
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
    bad = act(exercise).drawn(mistake)
    shots = [*act(exercise).moved(act(exercise).end, bad), *act(exercise).still(bad, 1.6)]
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
    bad = act(exercise).drawn(mistake)
    shots = [*act(exercise).moved(bad, act(exercise).end), *good]
    return said(wrong, seen(exercise, shots, from_s=wrong.time_s + 1 / FPS))[0]


@every_wrong
def test_a_hard_mistake_is_called_stops_the_count_and_lets_it_go_on(
    exercise: Exercise, mistake: Mistake
) -> None:
    check = held_wrong if exercise.repetition is None else repeated_wrong
    check(exercise, mistake)


def held_wrong(exercise: Exercise, mistake: Mistake) -> None:
    good = act(exercise).still(act(exercise).end, 5.0)
    way = act(exercise).way_in(SECONDS_IN)
    before, wrong, found = wrong_after(exercise, mistake, [*way, *good])
    assert in_time(mistake, before, found, wrong), (found, wrong.tallies[0].wrong)
    valid_s = [one.tallies[0].clock.valid_s for one in (before, wrong)]
    assert valid_s[1] <= valid_s[0] + MOVING_S + 1 / FPS
    assert not wrong.tallies[0].clock.running
    after = mended(exercise, mistake, wrong, good)
    assert after.tallies[0].clock.valid_s > valid_s[1] + 4.5
    assert after.tallies[0].clock.breaks == 1


def repeated_wrong(exercise: Exercise, mistake: Mistake) -> None:
    seconds = exercise.dose.seconds_a_repetition
    way = act(exercise).way_in(max(seconds / 2, 0.5))
    before, wrong, found = wrong_after(exercise, mistake, way)
    assert in_time(mistake, before, found, wrong), (found, wrong.tallies[0].wrong)
    after = mended(exercise, mistake, wrong, [*reversed(way), *act(exercise).repeated(1)])
    counter = after.tallies[0].counter
    assert counter is not None
    if f"{exercise.id}-{mistake.id}" not in ASTRAY:
        assert counter.count >= 1
        assert len(counter.refused) == 1
        assert counter.refused[0].reason in hard(exercise)
