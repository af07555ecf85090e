"""What the coach shows at one moment, in words and figures, for a film and a terminal alike."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Final, Literal

from evenstride.coach import Session, Tally
from evenstride.knowledge.entries import Exercise
from evenstride.skeleton import Side

State = Literal["waiting", "counting", "paused", "over"]

HEARD_S: Final = 4.0
"""What was said stays to be read for as long as the coach keeps silent after it."""
PHASES: Final = {
    "get in frame": "Waiting: the whole body must be in the picture",
    "turn": "Waiting: turned the wrong way",
    "get ready": "Get ready",
    "rest": "Rest",
    "change sides": "Change sides",
    "done": "Done",
    "stopped": "Stopped",
}
PLAIN: Final = str.maketrans({
    "\N{EN DASH}": "-", "\N{EM DASH}": "-", "\N{RIGHT SINGLE QUOTATION MARK}": "'",
    "\N{MULTIPLICATION SIGN}": "x", "\N{DEGREE SIGN}": " deg",
})  # fmt: skip


@dataclass(frozen=True)
class Figure:
    """A clock or a count."""

    number: str
    unit: str
    below: str
    """Of how much, and on which side where there are two."""
    side: Side | None


@dataclass(frozen=True)
class Caption:
    """What is to be shown at one moment."""

    figures: tuple[Figure, ...]
    state: State
    line: str
    """What is going on."""
    cue: str
    """What the coach says; empty while it is silent."""
    praise: bool


def caption(session: Session) -> Caption:
    """What there is to show now."""
    state, line = _going_on(session)
    hint = session.hint
    heard = hint if hint is not None and session.time_s - hint.time_s < HEARD_S else None
    return Caption(
        figures=tuple(_figure(session, tally) for tally in session.tallies),
        state=state,
        line=plain(line),
        cue=plain(heard.text) if heard else "",
        praise=heard is not None and heard.kind == "praise",
    )


def plain(text: str) -> str:
    """The same with letters that every film's font has."""
    flat = unicodedata.normalize("NFKD", text.translate(PLAIN))
    return flat.encode("ascii", "ignore").decode("ascii")


def _figure(session: Session, tally: Tally) -> Figure:
    target = session.course.target * session.course.sets
    named = tally.side if session.exercise.per_side or len(session.tallies) > 1 else None
    where = f", {named}" if named else ""
    if tally.counter is not None:
        times = "time" if tally.counter.count == 1 else "times"
        return Figure(str(tally.counter.count), times, f"of {target:g}{where}", named)
    return Figure(str(int(tally.clock.shown_s + 1e-9)), "s", f"of {target:g} s{where}", named)


def _going_on(session: Session) -> tuple[State, str]:
    if session.phase != "work":
        return ("over" if session.over else "waiting"), PHASES[session.phase]
    if session.lost_s > 0:
        return "paused", "Paused: out of the picture, or turned away"
    found = [_at_work(session.exercise, session.tallies[i]) for i in session.active]
    # Where both sides work in turn, the one that does something is told of.
    order = ("counting", "paused", "waiting", "over")
    return min(found, key=lambda one: order.index(one[0]))


def _at_work(exercise: Exercise, tally: Tally) -> tuple[State, str]:
    if tally.counter is not None:
        return _repeating(exercise, tally)
    if not tally.taken and (tally.wrong or tally.position.out):
        return "waiting", "Come into the position"
    if tally.wrong:
        name = named(exercise, tally.wrong[0])
        return "paused", f"Paused: {name[0].lower()}{name[1:]}"
    if tally.position.out:
        return "paused", "Paused: out of the position"
    if tally.clock.running:
        return "counting", "Held well: the clock runs"
    return "waiting", "Hold it: the clock is about to start"


def _repeating(exercise: Exercise, tally: Tally) -> tuple[State, str]:
    assert tally.counter is not None  # noqa: S101  # its caller has looked
    if not tally.counter.moving:
        return "waiting", "At the start" if tally.counter.stage == "start" else "Come to the start"
    if tally.wrong:
        return "paused", named(exercise, tally.wrong[0])
    return "counting", "Far enough" if tally.counter.stage == "far" else "On the way"


def named(exercise: Exercise, mistake: str) -> str:
    """A mistake, or why a repetition did not count, in words."""
    found = next((one.name for one in exercise.mistakes if one.id == mistake), None)
    return found or REASONS.get(mistake, mistake)


REASONS: Final = {
    "half-way": "Not far enough",
    "too-fast": "Too fast",
    "too-slow": "Too slow",
    "out of position": "Out of the position",
    "not seen": "Not seen",
    "out of the picture": "Out of the picture",
    "seen from the wrong side": "Seen from the wrong side",
}
