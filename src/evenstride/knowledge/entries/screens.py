"""Tests and questions, and what their answers speak of."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from evenstride.knowledge.entries.base import Entry, Grade, Region, Sources, Unit, Words
from evenstride.knowledge.entries.postures import Picture
from evenstride.knowledge.entries.readings import Reading


class Observation(Entry):
    """What a positive result says about a cause."""

    cause: str
    lr_positive: Annotated[float, Field(gt=0)]
    lr_negative: Annotated[float, Field(gt=0)]
    origin: Literal["study", "derived", "engineering default"]
    grade: Grade
    sources: Sources
    side: Literal["same", "opposite", "either"] = "same"


class Cutoff(Entry):
    """A reading beyond this is positive."""

    above: float | None = None
    below: float | None = None
    sex: Literal["woman", "man"] | None = None
    """Whom it holds for; None for everybody."""
    age_from: int = 0
    origin: Literal["study", "engineering default"]
    sources: Sources


class Screen(Entry):
    """A movement test, or a question, whose answer speaks for or against a cause."""

    id: str = ""
    code: str = ""
    name: Words
    kind: Literal["test", "question"]
    sided: bool
    view: Literal["side", "front", "rear", "none"] = "none"
    set_up: tuple[str, ...]
    """Steps of a test; for a question, the question itself."""
    measures: Words
    unit: Unit
    error: float | None = None
    """One standard error of measurement, in the unit; None for yes/no."""
    error_source: str = ""
    cutoffs: tuple[Cutoff, ...] = ()
    """The first that fits the person; none for yes/no."""
    observes: Annotated[tuple[Observation, ...], Field()] = ()
    """Empty for what only safety or the start level needs."""
    why: Words
    """What it teases apart, in one sentence."""
    effort_min: Annotated[float, Field(gt=0)]
    exhausts: tuple[Region, ...] = ()
    """Complaint regions it works to exhaustion; nobody begins with that where it hurts."""
    needs: tuple[str, ...] = ()
    """Equipment ids."""
    before: tuple[str, ...] = ()
    """Red flags or conditions that rule it out."""
    complaints: tuple[str, ...] = ()
    """Only of use with these; empty for all."""
    reliability: str = ""
    caution: str = ""
    grade: Grade
    sources: Sources
    picture: Picture | None = None
    """How it begins, and the far end of the movement or the position held, done right."""
    reading: Reading | None = None
    """How the camera reads it; None where it cannot."""
