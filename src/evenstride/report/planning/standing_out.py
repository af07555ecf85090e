"""Which ways of running stand out in the films, and what was seen, tested and told beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from evenstride.causes import Evidence
from evenstride.findings import Found, Sign, Standing
from evenstride.intake import split
from evenstride.knowledge import Knowledge
from evenstride.report import wording
from evenstride.report.planning.words import (
    SIDE_WORDS,
    Grading,
    Reference,
    grading,
    references,
)

STANDING: Final[Mapping[Standing, str]] = {
    "present": "Stands out",
    "uncertain": "Too near the border to tell",
    "absent": "Does not stand out",
    "not assessed": "Not assessed",
}
MAY_WELL: Final = 0.25
"""[E] From this probability on an uncertain finding has a card of its own."""
UNTRUSTED: Final = "Not trusted in this film"
ORIGINS: Final[Mapping[str, str]] = {
    "study": "border from studies",
    "engineering default": "border: our own estimate, not a clinical norm",
}
SOURCES_OF: Final[Mapping[str, str]] = {
    "film": "Filmed",
    "eye": "Seen by eye",
    "test": "Tested",
    "answer": "Told",
    "complaint": "Told",
}


@dataclass(frozen=True)
class Number:
    """A measured value with its error, beside its border."""

    name: str
    value: str
    unit: str
    border: str
    origin: str


@dataclass(frozen=True)
class StandOut:
    """One way of running, on one side."""

    name: str
    side: str
    side_word: str
    standing: str
    word: str
    says: str
    doubt: str
    numbers: tuple[Number, ...]
    grade: Grading
    references: tuple[Reference, ...]


@dataclass(frozen=True)
class Told:
    """A piece of evidence that is no film's."""

    kind: str
    word: str
    sentence: str


@dataclass(frozen=True)
class Unassessed:
    """Why some ways of running could not be judged, and which."""

    reason: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class StandsOut:
    """What stands out, what does not, and what nobody could see."""

    lines: tuple[StandOut, ...]
    near: tuple[str, ...]
    """Too near the border to tell, and likely not beyond it."""
    untrusted: tuple[str, ...]
    """Measured with too large an error to be trusted."""
    absent: tuple[str, ...]
    unassessed: tuple[Unassessed, ...]
    told: tuple[Told, ...]
    filmed: bool


def stands_out(
    found: Sequence[Found], known: Knowledge, pieces: Sequence[Evidence] = ()
) -> StandsOut:
    """What findings and evidence say, the surest first."""
    order: list[Standing] = ["present", "uncertain"]
    shown = [each for each in found if each.standing == "present" or _worth_a_card(each)]
    shown.sort(key=lambda each: (order.index(each.standing), -each.probability, each.node))
    doubtful = [each for each in found if each.standing == "uncertain" and each not in shown]
    return StandsOut(
        lines=tuple(_line(each, known) for each in shown),
        near=_named([each for each in doubtful if each.weighs]),
        untrusted=_named([each for each in doubtful if not each.weighs]),
        absent=_named([each for each in found if each.standing == "absent"]),
        unassessed=_unassessed(found),
        told=tuple(_told(each, known) for each in pieces if each.kind not in ("film", "complaint")),
        filmed=any(each.standing != "not assessed" for each in found),
    )


def _worth_a_card(each: Found) -> bool:
    """Whether an uncertain value is trusted, and may well be beyond its border."""
    return each.standing == "uncertain" and each.weighs and each.probability >= MAY_WELL


def _told(piece: Evidence, known: Knowledge) -> Told:
    """How it is known, then what; what the word says is not said twice."""
    screen = known.screens.get(split(piece.node)[0])
    asked = screen is not None and screen.kind == "question"
    kind = "answer" if asked else piece.kind
    return Told(kind, SOURCES_OF[kind], piece.sentence.replace(": seen by eye.", "."))


def _line(found: Found, known: Knowledge) -> StandOut:
    item = known.findings[found.id]
    doubts = dict.fromkeys(sign.low for sign in found.signs if sign.low)
    return StandOut(
        name=found.name,
        side=found.side or "",
        side_word=SIDE_WORDS[found.side or ""],
        standing=found.standing,
        word=UNTRUSTED if doubts else STANDING[found.standing],
        says=item.says,
        doubt=" ".join(doubts),
        numbers=tuple(_number(sign) for sign in found.signs),
        grade=grading(item.grade),
        references=references(item.sources, known),
    )


def _number(sign: Sign) -> Number:
    ci95 = (sign.value - sign.error, sign.value + sign.error)
    places = wording.decimals(sign.error)
    return Number(
        name=sign.name,
        value=wording.value_with_error(sign.value, ci95),
        unit=wording.unit(sign.unit),
        border=f"stands out {'above' if sign.above else 'below'}{wording.HARD_SPACE}"
        f"{wording.number(sign.threshold, places)}{wording.unit(sign.unit)}",
        origin=ORIGINS[sign.origin],
    )


def _unassessed(found: Sequence[Found]) -> tuple[Unassessed, ...]:
    """By reason, as a reader can act on it."""
    reasons: dict[str, list[Found]] = {}
    for each in found:
        if each.standing == "not assessed":
            reasons.setdefault(each.sentence, []).append(each)
    return tuple(Unassessed(reason, _named(items)) for reason, items in reasons.items())


def _named(found: Sequence[Found]) -> tuple[str, ...]:
    """Names, with a side only where the other side is not among them."""
    sides: dict[str, list[str]] = {}
    for each in found:
        sides.setdefault(each.name, []).append(each.side or "")
    return tuple(
        f"{name} ({which[0]})" if which != [""] and len(which) == 1 else name
        for name, which in sides.items()
    )
