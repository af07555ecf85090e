"""What the coach says: one thing at a time, the most useful one first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

from evenstride.coach.counting import HALF_WAY, TOO_FAST, TOO_SLOW
from evenstride.coach.noticing import Watch
from evenstride.knowledge.entries import Exercise, Mistake

APART_S: Final = 4.0
"""Between two things the coach says."""
AGAIN_S: Final = 8.0
"""[E] Before the same cue is given again while the mistake lasts."""
SOFT_TIMES: Final = 3
"""A soft mistake that was spoken of so often is only noted from then on."""
MENDED_S: Final = 1.0
"""[E] A mistake that stays away for so long is praised ..."""
STALE_S: Final = 6.0
"""[E] ... but not later than this."""
EXACT: Final = 1e-9

Kind = Literal["safety", "camera", "cue", "praise", "ask"]

SAFETY, CAMERA, ALIGNMENT, DEPTH, TEMPO, SOFT, PRAISE = range(7)
"""The order of what is worth saying."""

PRAISED: Final = "Good, just like that."
GET_IN_FRAME: Final = "Step back until all of you is in the picture."
TURN: Final = {
    "side": "Turn so that the camera sees you from the side.",
    "front": "Turn to face the camera.",
    "rear": "Turn your back to the camera.",
}
TAKE_UP: Final = "Come into the position of the picture, and hold it."
NOT_SEEN: Final = "I cannot see enough of you. Move the camera or what is in its way."
CUES: Final = {
    HALF_WAY: "A little further, if it feels good.",
    TOO_FAST: "A little slower.",
    TOO_SLOW: "A little quicker, in one smooth move.",
}
PAIN_STOP: Final = "That is too much pain. Stop here for today."
PAIN_HOLD: Final = "No more load today, and a fifth less range."
CODES: Final = {HALF_WAY: "DEPTH", TOO_FAST: "TEMPO"}


@dataclass(frozen=True)
class Hint:
    """One thing the coach says, when, and what it is about."""

    time_s: float
    kind: Kind
    text: str
    about: str = ""
    """The mistake's id, where it is about one."""


@dataclass(frozen=True)
class Candidate:
    """Something that could be said now."""

    rank: int
    kind: Kind
    text: str
    about: str = ""
    tally: int = -1
    """Whose mistake it is."""


@dataclass(frozen=True)
class Breath:
    """Where a calm breath is now."""

    way: Literal["in", "out"]
    share: float
    """Of this breath in, or out."""


IN_S: Final = 4.0
OUT_S: Final = 6.0


def breath_at(time_s: float) -> Breath:
    """Four seconds in, six seconds out."""
    at_s = time_s % (IN_S + OUT_S)
    if at_s < IN_S:
        return Breath("in", at_s / IN_S)
    return Breath("out", (at_s - IN_S) / OUT_S)


def rank_of(mistake: Mistake) -> int:
    """How pressing a mistake is: alignment, then depth, then tempo, then the rest."""
    by_code = {"DEPTH": DEPTH, "TEMPO": TEMPO}
    return by_code.get(mistake.code, ALIGNMENT if mistake.severity == "hard" else SOFT)


def cues(watches: Iterable[Watch], time_s: float, tally: int) -> list[Candidate]:
    """The mistakes worth speaking of now."""
    return [
        Candidate(rank_of(watch.mistake), "cue", watch.mistake.cue, watch.mistake.id, tally)
        for watch in watches
        if watch.noticed and watch.on and _may_be_told(watch, time_s)
    ]


def _may_be_told(watch: Watch, time_s: float) -> bool:
    if watch.told == 0:
        return True
    return time_s - watch.told_s >= AGAIN_S and (watch.hard or watch.told < SOFT_TIMES)


def praises(
    watches: Iterable[Watch], time_s: float, tally: int, *, at_once: bool
) -> list[Candidate]:
    """Mistakes that were spoken of and have been mended since."""
    return [
        Candidate(PRAISE, "praise", PRAISED, watch.mistake.id, tally)
        for watch in watches
        if watch.owed and not watch.on and (at_once or _mended(watch, time_s))
    ]


def _mended(watch: Watch, time_s: float) -> bool:
    return MENDED_S - EXACT <= time_s - watch.off_s <= STALE_S


def verdict_cue(exercise: Exercise, reason: str, tally: int) -> Candidate:
    """What to say when a repetition was not counted."""
    named = next((one for one in exercise.mistakes if one.id == reason), None)
    about = named or self_seen(exercise, reason)
    if about is None:
        return Candidate(DEPTH if reason == HALF_WAY else TEMPO, "cue", CUES[reason], reason, tally)
    return Candidate(rank_of(about), "cue", about.cue, about.id, tally)


def self_seen(exercise: Exercise, reason: str) -> Mistake | None:
    """The file's own mistake for what only the counter can see: not far enough, too fast."""
    for one in exercise.mistakes:
        if one.code == CODES.get(reason) and not one.when:
            return one
    return None


def to_ask(exercise: Exercise, watches: Iterable[Watch]) -> list[Mistake]:
    """What the camera has not seen anything of, to be asked or prompted."""
    counted = exercise.repetition is not None
    own = {one.id for reason in CODES if counted and (one := self_seen(exercise, reason))}
    clock = {"SHORT"} if exercise.dose.hold_s is not None else set()
    return [
        watch.mistake
        for watch in watches
        if watch.mistake.ask and not watch.bands.known
        and watch.mistake.id not in own and watch.mistake.code not in clock
    ]  # fmt: skip


def chosen(candidates: Iterable[Candidate], last: Hint | None, time_s: float) -> Candidate | None:
    """The most pressing candidate, where it is time to speak; praise never holds up a cue."""
    best = min(candidates, key=lambda one: one.rank, default=None)
    if best is None or last is None or time_s - last.time_s >= APART_S - EXACT:
        return best
    return best if last.kind == "praise" and best.rank <= ALIGNMENT else None
