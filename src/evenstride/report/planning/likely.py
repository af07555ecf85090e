"""The likely causes as cards: what speaks for each and against it, and how good that is."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Final

from evenstride.causes import Causes, Explanation, Reason
from evenstride.causes.explaining import weakest
from evenstride.intake import split
from evenstride.knowledge import Knowledge
from evenstride.report.planning.words import (
    SIDE_WORDS,
    Grading,
    Reference,
    chance,
    first_small,
    grading,
    percent,
    references,
    where,
)

MOST_POINTS: Final = 3
"""[E] So many reasons stand on a card; the others are one click away."""
MOST_OTHERS: Final = 24
KINDS: Final = {
    "load": "Training load",
    "history": "History",
    "impairment": "Body",
    "running": "Way of running",
}


@dataclass(frozen=True, eq=False)
class Shown:
    """One cause as it is shown: one side, or both where they are alike."""

    explanations: tuple[Explanation, ...]

    @property
    def first(self) -> Explanation:
        """The explanation whose words stand for both."""
        return self.explanations[0]

    @property
    def nodes(self) -> tuple[str, ...]:
        """Their names in the network."""
        return tuple(each.node for each in self.explanations)

    @property
    def side(self) -> str:
        """Left, right, both, or empty where it has no sides."""
        return "both" if len(self.explanations) > 1 else self.first.side or ""

    @property
    def anchor(self) -> str:
        """Where on the page its card is."""
        return f"cause-{self.first.id if len(self.explanations) > 1 else self.first.node}"


@dataclass(frozen=True)
class Point:
    """One reason in plain words."""

    kind: str
    sentence: str
    grade: Grading
    references: tuple[Reference, ...]


@dataclass(frozen=True)
class Rival:
    """Another cause that would explain the same."""

    name: str
    percent: int
    anchor: str


@dataclass(frozen=True)
class CauseCard:
    """One likely cause."""

    nodes: tuple[str, ...]
    anchor: str
    name: str
    side: str
    side_word: str
    kind: str
    percent: int
    usual: int
    chance: str
    meaning: str
    how: str
    """The chain from here to the complaint, in words."""
    note: str
    grade: Grading
    untested: bool
    points_for: tuple[Point, ...]
    points_against: tuple[Point, ...]
    rivals: tuple[Rival, ...]
    references: tuple[Reference, ...]


@dataclass(frozen=True)
class Likely:
    """The causes in their order; those that matter less are only named."""

    leading: tuple[CauseCard, ...]
    running: tuple[CauseCard, ...]
    others: tuple[CauseCard, ...]


def likely(causes: Causes, drawn: AbstractSet[str] = frozenset()) -> Likely:
    """The cards of all causes worth naming; `drawn` are those of the picture, which lead here."""
    known = causes.graph.known
    leading, running = merged(causes.leading), merged(causes.running)
    main = {node for one in (*leading, *running) for node in one.nodes}
    rest = merged([e for e in causes.explanations if e.node not in main])
    rest = tuple(one for i, one in enumerate(rest) if i < MOST_OTHERS or drawn & set(one.nodes))
    every = [*leading, *running]
    return Likely(
        leading=tuple(_card(one, every, known) for one in leading),
        running=tuple(_card(one, every, known) for one in running),
        others=tuple(_card(one, every, known) for one in rest),
    )


def merged(explanations: Sequence[Explanation]) -> tuple[Shown, ...]:
    """Left and right of one cause in one, where they are equally likely."""
    groups: dict[tuple[str, int], list[Explanation]] = {}
    for each in explanations:
        groups.setdefault((each.id, percent(each.probability)), []).append(each)
    return tuple(
        Shown(tuple(sorted(group, key=lambda e: e.side or ""))) for group in groups.values()
    )


def _card(one: Shown, every: Sequence[Shown], known: Knowledge) -> CauseCard:
    cause, first = known.causes[one.first.id], one.first
    chain_sources = [key for e in one.explanations for link in e.chain for key in link.edge.sources]
    return CauseCard(
        nodes=one.nodes,
        anchor=one.anchor,
        name=first.name,
        side=one.side,
        side_word=SIDE_WORDS[one.side],
        kind=KINDS[first.kind],
        percent=percent(first.probability),
        usual=percent(first.prior),
        chance=chance(first.probability),
        meaning=cause.meaning,
        how=_how(first, known),
        note=first.note,
        grade=grading(weakest([e.grade for e in one.explanations])),
        untested=not any(e.assessed for e in one.explanations),
        points_for=_points([r for e in one.explanations for r in e.reasons_for], known),
        points_against=_points([r for e in one.explanations for r in e.reasons_against], known),
        rivals=_rivals(one, every),
        references=references([*chain_sources, *cause.sources], known),
    )


def _how(explanation: Explanation, known: Knowledge) -> str:
    """Each step from the cause to the complaint, by what the edges say."""
    if not explanation.chain:
        return ""
    names = [_named(link.end, known) for link in explanation.chain]
    way = " → ".join([first_small(explanation.name), *names])
    return f"{' '.join(link.edge.mechanism for link in explanation.chain)} ({way})"


def _named(node: str, known: Knowledge) -> str:
    base, side = split(node)
    item = known.causes.get(base) or known.complaints[base]
    return f"{first_small(item.name)}{where(side)}"


def _points(reasons: Sequence[Reason], known: Knowledge) -> tuple[Point, ...]:
    """The strongest reasons first, each said once."""
    best: dict[str, Reason] = {}
    for reason in sorted(reasons, key=lambda r: -abs(r.shift)):
        best.setdefault(_sentence(reason), reason)
    return tuple(_point(reason, known) for reason in best.values())


def _point(reason: Reason, known: Knowledge) -> Point:
    keys = [key for link in reason.chain for key in link.edge.sources]
    return Point(
        kind=reason.evidence.kind,
        sentence=_sentence(reason),
        grade=grading(reason.grade),
        references=references([*reason.evidence.sources, *keys], known),
    )


def _sentence(reason: Reason) -> str:
    """What was observed and why it matters; a complaint, said at the top, is not said again."""
    if reason.evidence.kind == "complaint" and reason.chain:
        return " ".join(link.edge.mechanism for link in reason.chain)
    return reason.sentence


def _rivals(one: Shown, every: Sequence[Shown]) -> tuple[Rival, ...]:
    """Other causes on the page that the same findings speak for."""
    own = _telling(one)
    return tuple(
        Rival(f"{first_small(other.first.name)}{where(other.side)}",
              percent(other.first.probability), other.anchor)
        for other in every
        if other.first.id != one.first.id and own & _telling(other)
    )[:MOST_POINTS]  # fmt: skip


def _telling(one: Shown) -> set[str]:
    """The evidence that speaks for a cause, what was complained of left out."""
    return {
        reason.evidence.node
        for each in one.explanations
        for reason in each.reasons_for
        if reason.evidence.kind != "complaint"
    }
