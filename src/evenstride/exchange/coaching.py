"""coach.json: an exercise that was coached (schema evenstride.coaching/1)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Protocol

from evenstride.coach import Hint, Session, SideSummary, Summary
from evenstride.exchange.document import plain_values
from evenstride.knowledge.entries import Exercise
from evenstride.version import VERSION

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

SCHEMA = "evenstride.coaching/1"

Plain = dict[str, object]


class Done(Protocol):
    """An exercise that was coached, as far as the document needs it."""

    @property
    def session(self) -> Session:
        """How it ended."""

    @property
    def summary(self) -> Summary:
        """What it came to."""

    @property
    def said(self) -> tuple[Hint, ...]:
        """What the coach said."""

    @property
    def clip(self) -> DataclassInstance | None:
        """The film; None where a camera was live."""

    @property
    def pain(self) -> int | None:
        """None where nobody was asked."""


def coaching_document(done: Done) -> Plain:
    """An exercise that was coached as plain lists, numbers and words; unknown is None."""
    session, exercise = done.session, done.session.exercise
    rungs = exercise.levels
    whole: Plain = {
        "schema": SCHEMA,
        "version": VERSION,
        "clip": None if done.clip is None else asdict(done.clip),
        "exercise": exercise.id,
        "name": exercise.name,
        "view": exercise.view,
        "level": session.level,
        "level_name": rungs[session.level].name if rungs else "",
        "unit": "s" if exercise.repetition is None else "repetitions",
        "sets": session.course.sets,
        "target": session.course.target,
        "phase": session.phase,
        "pain": done.pain,
        "pain_rule": session.rule.id,
        "sides": [_side(one, exercise) for one in done.summary.sides],
        "said": [asdict(hint) for hint in done.said],
        "indicator": exercise.indicator or None,
    }
    return {key: plain_values(value) for key, value in whole.items()}


def coaching_text(done: Done) -> str:
    """The same as the text of a file."""
    whole = coaching_document(done)
    return json.dumps(whole, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def _side(one: SideSummary, exercise: Exercise) -> Plain:
    names = {mistake.id: mistake for mistake in exercise.mistakes}
    return {
        "side": one.side,
        "target": one.target,
        "valid_s": one.valid_s,
        "breaks": one.breaks,
        "longest_s": one.longest_s,
        "reasons": _plain(one.reasons),
        "repetitions": one.repetitions,
        "repetitions_s": one.repetitions_s,
        "refused": [asdict(refused) for refused in one.refused],
        "mistakes": [
            {**asdict(event), "name": names[event.mistake].name, "cue": names[event.mistake].cue,
             "severity": names[event.mistake].severity}
            for event in one.mistakes
        ],
        "not_seen": [
            {"mistake": name, "name": names[name].name, "ask": names[name].ask}
            for name in one.unseen
        ],
        "next": asdict(one.next),
    }  # fmt: skip


def _plain(reasons: Mapping[str, int]) -> Plain:
    return dict(reasons)
