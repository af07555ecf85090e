"""A session of one exercise: a value that every frame replaces."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import inf, isfinite
from typing import Final, Literal

from evenstride.coach import hinting
from evenstride.coach.course import Course, course
from evenstride.coach.hinting import Breath, Candidate, Hint, breath_at, chosen
from evenstride.coach.observing import Observation
from evenstride.coach.prompting import NOT_YET_S, asked
from evenstride.coach.summing import Summary, entry_of, summed
from evenstride.coach.tally import Tally
from evenstride.errors import InputError
from evenstride.knowledge.entries import Exercise, PainRule
from evenstride.progression import Entry
from evenstride.safety import Decision, pain_decision
from evenstride.skeleton import Side

Phase = Literal["get in frame", "turn", "get ready", "work", "rest", "change sides", "done",
                "stopped"]  # fmt: skip

GAP_S: Final = 0.5
"""[E] Frames further apart than this: nothing was seen in between."""
LOST_S: Final = 0.5
"""[E] Out of the picture for so long, the countdown begins again."""
TOLD_LOST_S: Final = 2.0
MOST_PAIN: Final = 10
EXACT: Final = 1e-9


@dataclass(frozen=True, eq=False)
class Session:
    """Where the runner is in an exercise; nothing in it ever changes."""

    exercise: Exercise
    rule: PainRule
    level: int
    course: Course
    tallies: tuple[Tally, ...]
    phase: Phase = "get in frame"
    bout: int = 0
    time_s: float = -inf
    phase_s: float = 0.0
    """How long this phase has lasted; in `get ready` only while the runner stays in the picture."""
    lost_s: float = 0.0
    work_s: float = 0.0
    """Of work so far, counted or not."""
    painless_s: float = 0.0
    """Of work since pain was last asked about."""
    asks_pain: bool = False
    pains: tuple[tuple[float, int], ...] = ()
    decision: Decision = "progress"
    """What the last answer about pain allows."""
    hint: Hint | None = None
    """What was said last; new where its time is this frame's."""
    prompt: Hint | None = None
    """What was last asked quietly, of what no camera sees."""
    prompts: int = 0
    prompted_s: float = NOT_YET_S

    @classmethod
    def of(
        cls,
        exercise: Exercise,
        *,
        rule: PainRule,
        side: Side = "right",
        both: bool = True,
        level: int = 0,
        sets: int | None = None,
        target: float | None = None,
        filmed: bool = False,
    ) -> Session:
        """The beginning: this side first, and then the other where both are wanted.

        `target`: seconds or repetitions a set and side, if not as the exercise's own dose;
        `filmed`: a film is judged, which waits for nobody.
        """
        rung = min(max(level, 0), max(len(exercise.levels) - 1, 0))
        order = course(exercise, side, rung, both=both, sets=sets, target=target, filmed=filmed)
        tallies = tuple(Tally.of(exercise, one) for one in order.sides)
        return cls(exercise, rule, rung, order, tallies)

    # -- what can be asked of it -----------------------------------------------------------------

    @property
    def over(self) -> bool:
        """Whether nothing more will happen."""
        return self.phase in ("done", "stopped")

    @property
    def active(self) -> tuple[int, ...]:
        """Which tallies work in this bout."""
        return self.course.bouts[self.bout]

    @property
    def now(self) -> Tally:
        """The tally that works, or the one that has done least of those that work in turn."""
        return min((self.tallies[i] for i in self.active), key=lambda tally: tally.in_set)

    @property
    def side(self) -> Side:
        """The side that works now."""
        return self.now.side

    @property
    def countdown_s(self) -> float:
        """Seconds until work begins or goes on."""
        if self.phase == "get ready":
            return max(self.course.get_ready_s - self.phase_s, 0.0)
        if self.phase in ("rest", "change sides"):
            return max(self.course.pause_s(self.phase) - self.phase_s, 0.0)
        return 0.0

    @property
    def breath(self) -> Breath | None:
        """Where a calm breath is now; only in a hold that is to be breathed through."""
        still = self.exercise.repetition is None and self.exercise.body_position != "running"
        if not (still and self.exercise.breathing and self.phase == "work"):
            return None
        return breath_at(self.work_s)

    @property
    def pain(self) -> int:
        """The most pain that was told."""
        return max((pain for _, pain in self.pains), default=0)

    def summary(self, log: Sequence[Entry] = ()) -> Summary:
        """What was done, and what to do next time, given the earlier sessions in order of time."""
        return summed(self.exercise, self.tallies, self.course, self.level,
                      rule=self.rule, pain=self.pain, log=log)  # fmt: skip

    def entry(self, side: Side | None = None) -> Entry:
        """One side for the log; the one that began where none is named."""
        found = next((one for one in self.tallies if one.side == side), self.tallies[0])
        return entry_of(self.exercise, found, self.course, self.level, pain=self.pain)

    # -- what it is told -------------------------------------------------------------------------

    def after(self, seen: Observation) -> Session:
        """The session after one more frame; a frame that is not later changes nothing."""
        dt_s = seen.time_s - self.time_s
        if self.over or not (isfinite(seen.time_s) and dt_s > 0):
            return self
        if not isfinite(dt_s):
            dt_s = 0.0
        if dt_s > GAP_S:
            return _step(_step(self, None, dt_s, seen.time_s), seen, 0.0, seen.time_s)
        return _step(self, seen, dt_s, seen.time_s)

    def told(self, *, pain: int) -> Session:
        """The session after the runner has said how much it hurts, 0 to 10."""
        if not 0 <= pain <= MOST_PAIN:
            raise InputError("Pain is a number from 0, none, to 10, the worst there is.")
        decision = pain_decision(self.rule, during=pain)
        now = replace(self, pains=(*self.pains, (self.time_s, pain)), asks_pain=False,
                      painless_s=0.0, decision=decision)  # fmt: skip
        if decision == "stop":
            return _said(now, "safety", hinting.PAIN_STOP).stopped()
        return _said(now, "safety", hinting.PAIN_HOLD) if decision == "hold" else now

    def stopped(self) -> Session:
        """The session after the runner has had enough, or something new has begun to hurt."""
        return self if self.phase == "done" else replace(self, phase="stopped")


def _step(session: Session, seen: Observation | None, dt_s: float, time_s: float) -> Session:
    """Some time passes, and then this is seen."""
    good = seen is not None and seen.in_frame and seen.view_right
    now = replace(session, time_s=time_s, lost_s=0.0 if good else session.lost_s + dt_s)
    if now.phase in ("rest", "change sides"):
        return _rested(now, dt_s)
    if now.phase == "work":
        return _worked(now, seen, dt_s)
    return _waited(now, seen, dt_s)


def _waited(session: Session, seen: Observation | None, dt_s: float) -> Session:
    """On the way to work: in the picture, turned the right way, and a countdown."""
    if session.phase == "get ready" and session.lost_s <= LOST_S:
        ready_s = session.phase_s + (dt_s if session.lost_s == 0 else 0.0)
        waits = ready_s < session.course.get_ready_s
        readied = _readied(session, seen)
        return replace(readied, phase_s=ready_s) if waits else _begun(readied)
    wanted = _waiting_for(seen)
    if wanted == "get ready" and not session.course.get_ready_s:
        return _begun(session)
    changed = session if wanted == session.phase else replace(session, phase=wanted, phase_s=0.0)
    return _spoken(changed, _camera(changed, seen))


def _readied(session: Session, seen: Observation | None) -> Session:
    """The start as this body holds it is what repetitions are counted from."""
    if seen is None or not (seen.in_frame and seen.view_right):
        return session
    tallies = tuple(
        tally.readied(seen) if i in session.active else tally
        for i, tally in enumerate(session.tallies)
    )
    return replace(session, tallies=tallies)


def _begun(session: Session) -> Session:
    """A set begins."""
    tallies = tuple(
        tally.begun() if i in session.active else tally for i, tally in enumerate(session.tallies)
    )
    return replace(session, phase="work", phase_s=0.0, tallies=tallies)


def _rested(session: Session, dt_s: float) -> Session:
    """A pause goes on, or is over."""
    resting = replace(session, phase_s=session.phase_s + dt_s)
    if resting.countdown_s > 0:
        return resting
    return replace(resting, phase="get in frame", phase_s=0.0, bout=session.bout + 1)


def _worked(session: Session, seen: Observation | None, dt_s: float) -> Session:
    """Work goes on: what is counted, what is said, and whether the set is over."""
    before, active, time_s = session.tallies, session.active, session.time_s
    tallies = tuple(
        tally.after(seen, dt_s, time_s) if i in active else tally for i, tally in enumerate(before)
    )
    now = replace(session, tallies=tallies, phase_s=session.phase_s + dt_s,
                  work_s=session.work_s + dt_s)  # fmt: skip
    said = _camera(now, seen)
    said += [one for i in active for one in tallies[i].sayings(before[i], time_s, i)]
    after = asked(_spoken(now, said), dt_s)
    enough = all(after.tallies[i].in_set >= session.course.target - EXACT for i in active)
    return _bout_over(after) if enough else after


def _bout_over(session: Session) -> Session:
    """A set is done: a rest, the other side, or the end."""
    pause = session.course.pause_after(session.bout)
    tallies = tuple(tally.rested() for tally in session.tallies)
    return replace(session, phase=pause, phase_s=0.0, tallies=tallies, asks_pain=True)


def _camera(session: Session, seen: Observation | None) -> list[Candidate]:
    """What to mend so that the runner can be seen."""
    last = session.hint
    if last and last.kind == "camera" and session.time_s - last.time_s < hinting.AGAIN_S:
        return []
    text = _to_mend(session, seen)
    return [Candidate(hinting.CAMERA, "camera", text)] if text else []


def _to_mend(session: Session, seen: Observation | None) -> str:
    """The sentence for it, where there is something."""
    if session.phase != "work" or session.lost_s > TOLD_LOST_S:
        wanted = _waiting_for(seen)
        turn = hinting.TURN[session.exercise.view]
        return {"turn": turn, "get in frame": hinting.GET_IN_FRAME}.get(wanted, "")
    hidden = any(session.tallies[i].hidden_s > TOLD_LOST_S for i in session.active)
    return hinting.NOT_SEEN if hidden else ""


def _spoken(session: Session, candidates: Sequence[Candidate]) -> Session:
    """The most pressing of these is said, where it is time to speak."""
    best = chosen(candidates, session.hint, session.time_s)
    if best is None:
        return session
    tallies = tuple(
        tally.said(best.about, session.time_s, praise=best.kind == "praise") if i == best.tally
        else tally for i, tally in enumerate(session.tallies)
    )  # fmt: skip
    hint = Hint(session.time_s, best.kind, best.text, best.about)
    return replace(session, hint=hint, tallies=tallies)


def _said(session: Session, kind: hinting.Kind, text: str) -> Session:
    return replace(session, hint=Hint(session.time_s, kind, text))


def _waiting_for(seen: Observation | None) -> Phase:
    if seen is None or not seen.in_frame:
        return "get in frame"
    return "get ready" if seen.view_right else "turn"
