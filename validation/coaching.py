"""The coach before drawn films of every exercise: `python -m validation.coaching [EXERCISE ...]`.

Each exercise a camera can check is painted as a film, done right and then with every mistake that
its file describes and draws, at one and a half times its tolerance, on both sides; the films go
through the real pose model and the coach. Writes docs/coach-validation/exercises.md.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final, Literal

from evenstride.coach import Hint, Session, observed
from evenstride.coach.hinting import rank_of
from evenstride.glimpse import Glimpse
from evenstride.knowledge import knowledge
from evenstride.knowledge.entries import Exercise, Mistake
from evenstride.live import Watcher
from evenstride.pose import open_backend
from evenstride.pose.live import Eye
from evenstride.skeleton import SIDES, Side
from evenstride.staged import Act, Film, Shot, filmed
from validation.coaching_page import written

FPS: Final = 10.0
READY_S: Final = 3.2
"""Just longer than the coach counts down."""
HOLD_S: Final = 10.0
REPETITIONS: Final = 3
WRONG_S: Final = 2.2
GOOD_S: Final = 6.0
"""Time for praise, and for the coach's silence after it."""
STILL_LOOKS: Final = 4
IN_TIME_S: Final = 1.5
CROSSED_S: Final = 0.2
"""The limit is crossed after two thirds of the 0.3 s in which the posture changes."""
ENOUGH: Final = 0.95
RULE: Final = "tendon"

Kind = Literal["right", "wrong"]


@dataclass(frozen=True)
class Wrong:
    """A stretch of a film in which one mistake is made."""

    mistake: Mistake
    start_s: float
    end_s: float


@dataclass(frozen=True)
class Script:
    """What is drawn: every picture, and where the mistakes are."""

    shots: Sequence[Shot]
    wrongs: Sequence[Wrong] = ()


@dataclass(frozen=True)
class DoneRight:
    """How the coach saw an exercise done right."""

    exercise: str
    side: Side
    counted: float
    target: float
    hard: tuple[str, ...]
    """Hard mistakes it called though none was made."""
    soft: tuple[str, ...]

    @property
    def passed(self) -> bool:
        """Whether enough was counted, and no hard mistake called."""
        return self.counted >= ENOUGH * self.target and not self.hard


@dataclass(frozen=True)
class DoneWrong:
    """How the coach saw one mistake."""

    exercise: str
    side: Side
    mistake: str
    severity: str
    called_s: float | None
    """After it was there; None where its own cue did not come."""
    behind: str
    """The more pressing mistake that the same posture shows and whose cue came instead."""
    paused: bool
    resumed: bool

    @property
    def passed(self) -> bool:
        """Whether it was called in time, stopped the count where it is hard, and let it go on."""
        in_time = self.called_s is not None and self.called_s <= IN_TIME_S
        went_on = self.severity == "soft" or (self.paused and self.resumed)
        return (in_time or bool(self.behind)) and went_on


# -- what is drawn -------------------------------------------------------------------------------


def shown(exercise: Exercise) -> list[Mistake]:
    """The mistakes that a camera is to see and that can be drawn."""
    return [one for one in exercise.mistakes if one.when and one.drawn and not one.not_observable]


def script(act: Act, kind: Kind, mistakes: Sequence[Mistake] = ()) -> Script:
    """An exercise done right, or with these mistakes one after the other."""
    rest = act.still(act.start, max(READY_S - len(act.arriving) / act.fps, 0.0))
    ready = [*act.arriving, *rest]
    if kind == "right":
        holds = act.exercise.repetition is None
        held = [*act.way_in(2.0), *act.going_on(HOLD_S + 3.0)] if holds else []
        return Script([*ready, *held, *(() if holds else act.repeated(REPETITIONS))])
    if act.exercise.repetition is None:
        return _held_wrong(act, ready, mistakes)
    return _repeated_wrong(act, ready, mistakes)


def _held_wrong(act: Act, ready: list[Shot], mistakes: Sequence[Mistake]) -> Script:
    shots, wrongs = [*ready, *act.way_in(2.0), *act.going_on(GOOD_S)], []
    for mistake in mistakes:
        bad = act.wrong(mistake)
        if bad is None:
            continue
        start_s = len(shots) / act.fps
        shots += [*act.moved(shots[-1], bad), *act.still(bad, WRONG_S)]
        wrongs.append(Wrong(mistake, start_s, len(shots) / act.fps))
        shots += [*act.moved(bad, act.end), *act.going_on(GOOD_S)]
    return Script(shots, wrongs)


def _repeated_wrong(act: Act, ready: list[Shot], mistakes: Sequence[Mistake]) -> Script:
    way = act.way_in(max(act.exercise.dose.seconds_a_repetition / 2, 0.5))
    shots, wrongs = list(ready), []
    for mistake in mistakes:
        bad = act.wrong(mistake)
        if bad is None:
            continue
        shots += [*act.still(act.start, 2.5), *way]
        start_s = len(shots) / act.fps
        shots += [*act.moved(shots[-1], bad), *act.still(bad, WRONG_S)]
        wrongs.append(Wrong(mistake, start_s, len(shots) / act.fps))
        shots += [*act.moved(bad, act.end), *reversed(way), *act.still(act.start, 0.5)]
        shots += act.repeated(1)
    return Script(shots, wrongs)


# -- what is seen and said -----------------------------------------------------------------------


def glimpses(shots: Sequence[Shot], film: Film, *, quick: bool = False) -> Iterator[Glimpse]:
    """What the real pose model sees of a drawn film, picture by picture.

    Somebody who holds still is looked at four times, each with its own grain; then these looks
    come again.
    """
    eye, looks, before = Eye(open_backend(), quick=quick), list[Glimpse](), None
    for i, (shot, frame) in enumerate(zip(shots, filmed(shots, film, fps=FPS), strict=True)):
        looks, before = (looks if shot is before else []), shot
        if len(looks) < STILL_LOOKS:
            eye, glimpse = eye.after(frame)
            looks.append(glimpse)
            yield glimpse
        else:
            yield replace(looks[i % STILL_LOOKS], time_s=frame.time_s)


def sessions(act: Act, seen: Sequence[Glimpse], target: float) -> Iterator[Session]:
    """The session after every glimpse."""
    rule = knowledge().pain_rules[RULE]
    session = Session.of(act.exercise, rule=rule, side=act.side, both=False, sets=1, target=target)
    watcher = Watcher.of(act.exercise, act.side)
    for glimpse in seen:
        watcher = watcher.after(glimpse)
        assert watcher.seen is not None  # noqa: S101
        session = session.after(observed(watcher.seen, act.side))
        yield session


def said(states: Sequence[Session]) -> list[Hint]:
    """Everything the coach said, in order of time."""
    hints = [now.hint for before, now in pairwise(states) if now.hint is not before.hint]
    return [hint for hint in hints if hint is not None]


def judged_right(act: Act, seen: Sequence[Glimpse]) -> DoneRight:
    """How much of what was done right was counted, and what was called."""
    target = HOLD_S if act.exercise.repetition is None else float(REPETITIONS)
    states = list(sessions(act, seen, target))
    severity = {one.id: one.severity for one in act.exercise.mistakes}
    called = [hint.about for hint in said(states) if hint.kind == "cue"]
    hard = tuple(dict.fromkeys(about for about in called if severity.get(about) == "hard"))
    soft = tuple(dict.fromkeys(about for about in called if severity.get(about) != "hard"))
    return DoneRight(act.exercise.id, act.side, states[-1].tallies[0].done, target, hard, soft)


def judged_wrong(act: Act, seen: Sequence[Glimpse], wrongs: Sequence[Wrong]) -> list[DoneWrong]:
    """Whether each mistake was called, stopped the count and let it go on."""
    states = list(sessions(act, seen, 1000.0))
    return [_judged(act, states, one) for one in wrongs]


def _judged(act: Act, states: Sequence[Session], wrong: Wrong) -> DoneWrong:
    start_s = wrong.start_s + CROSSED_S
    cues = [hint for hint in said(states) if hint.about == wrong.mistake.id and hint.kind == "cue"]
    times = [hint.time_s for hint in cues if start_s - 0.3 <= hint.time_s <= wrong.end_s]
    before, after, later = (
        _at(states, time_s) for time_s in (wrong.start_s, wrong.end_s, wrong.end_s + GOOD_S)
    )
    if act.exercise.repetition is None:
        paused = not after.tallies[0].clock.running
        resumed = later.tallies[0].clock.running or later.tallies[0].done > after.tallies[0].done
    else:
        later = _at(states, wrong.end_s + 3.0 + 1.6 * act.exercise.dose.seconds_a_repetition)
        counters = [one.tallies[0].counter for one in (before, after, later)]
        assert all(counters)  # noqa: S101
        astray = after.tallies[0].counter is not None and after.tallies[0].counter.astray
        # Whoever bends the wrong way has come back from a good repetition on the way there.
        paused = astray or after.tallies[0].done == before.tallies[0].done
        resumed = later.tallies[0].done >= before.tallies[0].done + 1
    called_s = times[0] - start_s if times else None
    behind = "" if times else _behind(act, wrong, said(states))
    return DoneWrong(act.exercise.id, act.side, wrong.mistake.id, wrong.mistake.severity,
                     called_s, behind, paused, resumed)  # fmt: skip


def _behind(act: Act, wrong: Wrong, hints: Sequence[Hint]) -> str:
    """The other mistake that was called instead, where the drawn posture truly shows it too."""
    shot = act.wrong(wrong.mistake)
    until_s = wrong.start_s + CROSSED_S + IN_TIME_S
    called = {hint.about for hint in hints if wrong.start_s <= hint.time_s <= until_s}
    for one in act.exercise.mistakes:
        shows = shot is not None and any(act.reach(shot, each) > 1.0 for each in one.when)
        if one.id in called and shows and rank_of(one) <= rank_of(wrong.mistake):
            return one.id
    return ""


def _at(states: Sequence[Session], time_s: float) -> Session:
    """The session at some time."""
    return next((one for one in reversed(states) if one.time_s <= time_s + 1e-6), states[0])


# -- all of it -----------------------------------------------------------------------------------


def coached() -> list[Exercise]:
    """Every exercise that a camera checks at least in part."""
    return [one for one in knowledge().exercises.values() if one.camera != "not"]


def seen_right(name: str, side: Side, *, quick: bool = False) -> DoneRight:
    """One exercise done right on one side, painted, seen (quick: as a camera is) and judged."""
    act = Act(knowledge().exercises[name], side, FPS)
    film = Film(view=act.exercise.view, side=side)
    return judged_right(act, list(glimpses(script(act, "right").shots, film, quick=quick)))


def seen_wrong(name: str, side: Side) -> list[DoneWrong]:
    """Every mistake of one exercise on one side, painted, seen and judged."""
    act = Act(knowledge().exercises[name], side, FPS)
    drawn = script(act, "wrong", shown(act.exercise))
    if not drawn.wrongs:
        return []
    film = Film(view=act.exercise.view, side=side)
    return judged_wrong(act, list(glimpses(drawn.shots, film)), drawn.wrongs)


def _job(job: tuple[str, Side]) -> tuple[DoneRight, list[DoneWrong]]:
    return seen_right(*job), seen_wrong(*job)


def run(names: Sequence[str] = ()) -> tuple[list[DoneRight], list[DoneWrong]]:
    """Every exercise on both sides."""
    jobs = [(one.id, side) for one in coached() for side in SIDES if not names or one.id in names]
    rights, wrongs = [], []
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        for right, wrong in pool.map(_job, jobs):
            print(right, *wrong, sep="\n  ", flush=True)
            rights.append(right)
            wrongs += wrong
    return rights, wrongs


if __name__ == "__main__":
    found = run(sys.argv[1:])
    if not sys.argv[1:]:
        written(*found, coached())
