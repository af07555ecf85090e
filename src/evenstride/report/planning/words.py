"""How the plan's pages say chance, side, minutes and evidence in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from evenstride.knowledge import Knowledge
from evenstride.knowledge.entries import CAPTIONS, Grade
from evenstride.skeleton import Side

CHANCES: Final = (
    (0.15, "rather unlikely"),
    (0.35, "possible"),
    (0.6, "quite possible"),
    (0.8, "likely"),
    (1.01, "very likely"),
)
"""[E] Words for a probability up to each limit."""

READ: Final[Mapping[str, str]] = {
    "read": "",
    "found": "found, its numbers were not checked",
    "memory": "named from memory, not checked",
    "own": "our own estimate, not a clinical norm",
}
"""How far a source was read; nothing to say where its numbers were seen."""

SIDE_WORDS: Final[Mapping[str, str]] = {
    "left": "Left",
    "right": "Right",
    "both": "Both sides",
    "": "",
}


@dataclass(frozen=True)
class Reference:
    """A source as the page names it."""

    key: str
    text: str
    doi: str
    read: str


@dataclass(frozen=True)
class Grading:
    """How good the evidence is: the letter and what it means."""

    letter: Grade
    caption: str


def grading(grade: Grade) -> Grading:
    """A grade with its caption."""
    return Grading(grade, CAPTIONS[grade])


def references(keys: Iterable[str], known: Knowledge) -> tuple[Reference, ...]:
    """The sources behind some keys, each once."""
    return tuple(
        Reference(key, source.reference, source.doi, READ[source.status])
        for key in dict.fromkeys(keys)
        if (source := known.sources.get(key)) is not None
    )


def chance(probability: float) -> str:
    """A probability in words."""
    return next(words for limit, words in CHANCES if probability < limit)


def percent(probability: float) -> int:
    """A probability in whole per cent; never quite none or all."""
    return min(max(round(100 * probability), 1), 99)


def where(side: Side | str | None) -> str:
    """The side at the end of a name."""
    return {"left": " on the left", "right": " on the right", "both": " on both sides"}.get(
        side or "", ""
    )


def minutes(value: float) -> str:
    """How long something takes."""
    if value < 1:
        return "less than a minute"
    return "1 minute" if round(value) == 1 else f"{value:.0f} minutes"


def first_small(text: str) -> str:
    """A name inside a sentence; `ACL` and the like stay as they are."""
    return text[:1].lower() + text[1:] if text[1:2].islower() or text[1:2] == " " else text


def first_large(text: str) -> str:
    """A sentence's beginning."""
    return text[:1].upper() + text[1:]


def listed(names: Iterable[str]) -> str:
    """Names in a row: `one, two and three`."""
    found = list(names)
    return " and ".join([", ".join(found[:-1]), found[-1]] if len(found) > 1 else found)
