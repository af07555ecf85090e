"""Which causes explain the complaint best, and what speaks for and against each."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from evenstride.causes.building import Graph, Link, graph_of
from evenstride.causes.evidence import Evidence, evidence
from evenstride.findings import Found
from evenstride.intake import Intake, on_side, sided, split
from evenstride.knowledge import Knowledge
from evenstride.knowledge.entries import CAPTIONS, Grade
from evenstride.network import Likelihood
from evenstride.poses import Array
from evenstride.skeleton import SIDES, Side

GRADE_WEIGHT: Final[Mapping[Grade, float]] = {"A": 1.0, "B": 0.8, "C": 0.5, "D": 0.25, "X": 0.02}
"""[E] How far a cause counts by the evidence of the chain that leads from it to the complaint."""

TELLING: Final = 0.05
"""[E] Evidence that moves log-odds by less than this says nothing about a cause."""

STRONG_LINK: Final = 0.2
"""[E] A chain at least this strong counts whole, a weaker one in proportion."""

UNSUPPORTED: Final = 0.5
"""[E] A cause that nothing found in this runner speaks for, only base rates, counts half."""

SPEAKS: Final = 0.05
"""[E] Log-odds from which findings, tests and answers speak for a cause."""

RAISED: Final = 0.05
"""[E] Without a complaint only causes are shown that the findings make likelier by so much."""

SHOWN: Final = 6
"""How many causes a person is shown; both sides of one count once."""


@dataclass(frozen=True)
class Reason:
    """One piece of evidence and how far it moves one cause."""

    evidence: Evidence
    shift: float
    """Log-odds with it minus log-odds without it."""
    chain: tuple[Link, ...]
    """From the cause to what was observed; empty where it only competes for the same thing."""
    sentence: str
    grade: Grade

    @property
    def caption(self) -> str:
        """How good the evidence behind the chain is, in words."""
        return CAPTIONS[self.grade]


@dataclass(frozen=True)
class Explanation:
    """One likely cause, on one side."""

    id: str
    side: Side | None
    name: str
    kind: str
    probability: float
    prior: float
    """Before anything was known of this runner."""
    score: float
    """Probability x how far it can be changed x grade of evidence x strength of the chain; half
    where nothing found in this runner speaks for it."""
    grade: Grade
    """Of the chain from here to the complaint: that of its weakest link."""
    chain: tuple[Link, ...]
    reasons_for: tuple[Reason, ...]
    reasons_against: tuple[Reason, ...]
    assessed: bool
    """Whether anything that speaks of it directly was tested, measured or asked."""
    supported: bool
    """Whether anything found in this runner, beside the complaint, speaks for it."""
    note: str

    @property
    def node(self) -> str:
        """Its name in the network."""
        return sided(self.id, self.side)

    @property
    def sentence(self) -> str:
        """What may be said of it; never a diagnosis."""
        where = on_side(self.side)
        return (
            f"{self.name}{where}: {100 * self.probability:.0f} % likely to be there "
            f"({CAPTIONS[self.grade]})."
        )


@dataclass(frozen=True, eq=False)
class Causes:
    """The causes, the likeliest to matter first, and what they stand on."""

    explanations: tuple[Explanation, ...]
    evidence: tuple[Evidence, ...]
    graph: Graph

    @property
    def leading(self) -> tuple[Explanation, ...]:
        """What is probably behind it: loads, history and impairments worth showing."""
        behind = [e for e in self.explanations if e.kind != "running" and e.score > 0]
        ids = list(dict.fromkeys(e.id for e in behind))[:SHOWN]
        return tuple(e for e in behind if e.id in ids)

    @property
    def running(self) -> tuple[Explanation, ...]:
        """Ways of running that carry it on, of which something was found."""
        found = [e for e in self.explanations if e.kind == "running" and e.assessed]
        return tuple(e for e in found if e.probability > e.prior)[:SHOWN]

    @property
    def case(self) -> Mapping[str, Likelihood]:
        """The evidence as the network takes it."""
        return together(self.evidence)


def explain(intake: Intake, found: Sequence[Found], known: Knowledge) -> Causes:
    """Causes ranked by probability, how far they can be changed, and grade of evidence."""
    graph = graph_of(known, [each.node for each in intake.complaints])
    pieces = evidence(intake, found, known)
    without = [together([e for e in pieces if e is not left]) for left in pieces]
    table = graph.network.probabilities([together(pieces), {}, *without])
    each = (_explanation(node, graph, pieces, table) for node in _candidates(graph, pieces))
    worth = [e for e in each if graph.complaints or e.probability >= e.prior + RAISED]
    worth.sort(key=lambda e: (-e.score, e.node))
    return Causes(tuple(worth), pieces, graph)


def together(pieces: Sequence[Evidence]) -> Mapping[str, Likelihood]:
    """Independent pieces of evidence about one node are multiplied."""
    case: dict[str, Likelihood] = {}
    for piece in pieces:
        absent, present = case.get(piece.node, (1.0, 1.0))
        case[piece.node] = (absent * piece.likelihood[0], present * piece.likelihood[1])
    return case


def _candidates(graph: Graph, pieces: Sequence[Evidence]) -> list[str]:
    """Causes with a chain to a complaint; without a complaint, those the evidence speaks of."""
    nodes = [
        sided(key, side)
        for key, cause in graph.known.causes.items()
        for side in (SIDES if cause.sided else (None,))
    ]
    if graph.complaints:
        return [n for n in nodes if any(graph.paths(n, c) for c in graph.complaints)]
    about = {piece.node for piece in pieces}
    return [
        n for n in nodes
        if n in about or any(graph.paths(n, a) or _tested(n, a, graph) for a in about)
    ]  # fmt: skip


def _tested(cause: str, node: str, graph: Graph) -> bool:
    """Whether a test's result speaks of a cause directly."""
    base = split(node)[0]
    if base not in graph.known.screens:
        return False
    return any(name == cause for name, _ in graph.network.nodes[graph.network.index[node]].parents)


def _explanation(
    node: str, graph: Graph, pieces: Sequence[Evidence], table: Array
) -> Explanation:
    base, side = split(node)
    cause = graph.known.causes[base]
    column = table[:, graph.network.index[node]]
    probability, prior = float(column[0]), float(column[1])
    seen = {p.node for p in pieces if p.likelihood[1] > p.likelihood[0]}
    chain = max(
        _chains_to_complaints(node, graph, seen),
        key=lambda links: (_weight(links) * _relevance(links, seen), _strength(links)),
        default=(),
    )
    grade = weakest([link.edge.grade for link in chain]) if chain else cause.grade
    reasons = [
        reason
        for piece, without in zip(pieces, column[2:], strict=True)
        if (reason := _reason(piece, node, graph, shift=_odds(probability) - _odds(without)))
    ]
    reasons.sort(key=lambda reason: -abs(reason.shift))
    found = sum(r.shift for r in reasons if r.evidence.kind != "complaint")
    supported = found >= SPEAKS
    worth = GRADE_WEIGHT[grade] * _relevance(chain, seen) * (1.0 if supported else UNSUPPORTED)
    return Explanation(
        id=base,
        side=side,
        name=cause.name,
        kind=cause.kind,
        probability=probability,
        prior=prior,
        score=probability * cause.modifiable * worth,
        grade=grade,
        chain=tuple(chain),
        reasons_for=tuple(r for r in reasons if r.shift > 0),
        reasons_against=tuple(r for r in reasons if r.shift < 0),
        assessed=any(p.node == node or _tested(node, p.node, graph) for p in pieces),
        supported=supported,
        note=cause.note,
    )


def _chains_to_complaints(node: str, graph: Graph, seen: set[str]) -> list[Sequence[Link]]:
    """Chains from a cause to each complaint: the strongest, and those by way of what was seen."""
    found = [graph.paths(node, complaint) for complaint in graph.complaints]
    found += [
        (*first, *second)
        for way in sorted(seen)
        for complaint in graph.complaints
        if (first := graph.paths(node, way)) and (second := graph.paths(way, complaint))
    ]
    return [chain for chain in found if chain]


def _weight(links: Sequence[Link]) -> float:
    return GRADE_WEIGHT[weakest([link.edge.grade for link in links])]


def _strength(links: Sequence[Link]) -> float:
    return math.prod(link.edge.strength for link in links)


def _relevance(links: Sequence[Link], seen: set[str]) -> float:
    """How strongly the chain leads to the first thing on it that was really seen."""
    strength = 1.0
    for link in links:
        strength *= link.edge.strength
        if link.end in seen:
            break
    return min(strength / STRONG_LINK, 1.0)


def weakest(grades: Sequence[Grade]) -> Grade:
    """A chain is no better than its weakest link."""
    return max(grades, key="ABCDX".index)


def _odds(probability: float) -> float:
    p = min(max(probability, 1e-12), 1 - 1e-12)
    return math.log(p / (1 - p))


def _otherwise(piece: Evidence, *, more: bool) -> str:
    """How evidence about something else bears on a cause."""
    if not more:
        return "That explains part of it in another way."
    found = piece.likelihood[1] > piece.likelihood[0]
    return "The two often go together." if found else "That leaves more for this to explain."


def _reason(piece: Evidence, node: str, graph: Graph, *, shift: float) -> Reason | None:
    """A piece of evidence in its bearing on one cause; None where it says nothing."""
    if abs(shift) < TELLING:
        return None
    chain = tuple(graph.paths(node, piece.node))
    grade = weakest([link.edge.grade for link in chain]) if chain else piece.grade
    if chain:
        why = " ".join(link.edge.mechanism for link in chain)
    elif piece.node == node or _tested(node, piece.node, graph):
        why = ""
    else:
        why = _otherwise(piece, more=shift > 0)
    return Reason(piece, shift, chain, f"{piece.sentence} {why}".strip(), grade)
