"""What all entries share: grades, sources, units."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Grade = Literal["A", "B", "C", "D", "X"]
"""How good the evidence is: A trials agree, B a trial or follow-up studies, C comparisons,
D experience, X studies speak against it."""

Region = Literal["back", "thigh", "knee", "shin", "calf", "achilles", "foot", "hip"]
"""Where it hurts."""

Share = Annotated[float, Field(ge=0.0, le=1.0)]
Words = Annotated[str, Field(min_length=2)]
Sources = Annotated[tuple[str, ...], Field(min_length=1)]
"""Keys of `sources.toml`."""

Unit = Literal["deg", "cm", "ms", "s", "% leg", "steps/min", "repetitions", "points", "deg/s",
               "%", "% trunk", "% height", "% hips", "yes/no"]  # fmt: skip

CAPTIONS: dict[Grade, str] = {
    "A": "well supported",
    "B": "supported by a trial or by follow-up studies",
    "C": "seen in lab or comparison studies; cause not proven",
    "D": "clinicians' experience, or an idea from the source articles",
    "X": "a popular idea that studies do not support",
}


class Entry(BaseModel):
    """Frozen, and closed to what nobody declared."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Source(Entry):
    """A reference, and how far it was read."""

    reference: Words
    doi: str = ""
    status: Literal["read", "found", "memory", "own"]
    """`read`: the numbers were seen; `found`: the paper was; `memory`: neither; `own`: ours."""
