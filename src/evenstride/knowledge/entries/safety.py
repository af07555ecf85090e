"""Red flags, conditions, pain rules and outcome measures."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from evenstride.knowledge.entries.base import Entry, Sources, Unit, Words


class RedFlag(Entry):
    """A sign that somebody else must look at this first."""

    id: str = ""
    name: Words
    region: Literal["everybody", "back", "leg", "achilles", "calf", "hip", "knee", "thigh", "shin"]
    ask: Words
    """A question whose yes raises the flag."""
    level: Literal["emergency", "urgent", "refer", "stop"]
    """`stop`: stop and call the one who cares for you (pregnancy)."""
    whom: Words
    """Whom to see."""
    how_soon: Words
    blocks: Literal["everything", "region", "impact", "nothing"]
    meanwhile: Words
    sources: Sources


class HealthCondition(Entry):
    """Something known about the person that rules exercises out or changes them."""

    id: str = ""
    name: Words
    ask: Words
    blocker: bool
    """Whether a clinician must have cleared it before any test."""
    advice: Words
    regions: tuple[str, ...] = ()
    """Complaint regions it concerns; empty for all."""
    no_running: bool = False
    """Whether running, hopping and skipping wait until it has healed or been looked at."""
    sources: Sources


class PainRule(Entry):
    """What a pain score out of ten means while one exercises and the day after."""

    id: str = ""
    name: Words
    safe_up_to: Annotated[int, Field(ge=0, le=10)]
    stop_above: Annotated[int, Field(ge=0, le=10)]
    next_day: Words
    sources: Sources


class OutcomeMeasure(Entry):
    """A score by which a runner's own view of things is followed."""

    id: str = ""
    name: Words
    scoring: Words
    smallest_change: float | None = None
    unit: Unit | None = None
    licence: Words
    shipped: bool
    """Whether its wording may be shown here; the rest can only be entered as a number."""
    sources: Sources
