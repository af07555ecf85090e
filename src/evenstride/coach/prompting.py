"""What the coach asks besides its cues: how much it hurts, and what no camera sees."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from evenstride.coach.hinting import Hint, to_ask

if TYPE_CHECKING:
    from evenstride.coach.session import Session

PAIN_EVERY_S: Final = 30.0
FIRST_ASK_S: Final = 5.0
ASK_EVERY_S: Final = 15.0
"""[E] Seconds of work between two quiet prompts."""
NOT_YET_S: Final = FIRST_ASK_S - ASK_EVERY_S
"""When the last prompt would have been, for the first to come in time."""


def asked(session: Session, dt_s: float) -> Session:
    """The session with what is due: pain in a stretch, and quiet prompts in good moments."""
    painless_s = session.painless_s + dt_s
    due = bool(session.exercise.stretches) and painless_s >= PAIN_EVERY_S
    now = replace(session, painless_s=painless_s, asks_pain=session.asks_pain or due)
    return _prompted(now) if _good_moment(now) else now


def _good_moment(session: Session) -> bool:
    """Whether the runner can listen: a hold that runs, or between two repetitions."""
    if session.work_s - session.prompted_s < ASK_EVERY_S:
        return False
    tally = session.now
    return tally.clock.running if tally.counter is None else tally.counter.stage == "start"


def _prompted(session: Session) -> Session:
    asks = to_ask(session.exercise, session.now.watches)
    if not asks:
        return session
    ask = asks[session.prompts % len(asks)]
    prompt = Hint(session.time_s, "ask", ask.ask, ask.id)
    return replace(session, prompt=prompt, prompts=session.prompts + 1, prompted_s=session.work_s)
