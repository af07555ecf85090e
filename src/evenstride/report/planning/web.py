"""The part of the causal graph that is drawn: the leading explanations and what joins them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from evenstride.causes import Causes, Explanation
from evenstride.causes.building import Link
from evenstride.causes.explaining import weakest
from evenstride.intake import split
from evenstride.knowledge.entries import Grade
from evenstride.report.planning.words import first_small, percent, where
from evenstride.skeleton import SIDES, other

MOST_BOXES: Final = 14
MOST_EXTRA: Final = 4
"""[E] Edges beside those of the leading chains; more is a tangle."""
EXTRA_STRENGTH: Final = 0.1
GROUPS: Final = {"load": 0, "history": 0, "impairment": 0, "running": 1, "complaint": 2}


@dataclass(frozen=True)
class Mark:
    """Something observed about a box: how, whether it speaks for it, and in words."""

    kind: str
    speaks: str
    sentence: str


@dataclass(frozen=True)
class Thing:
    """One box of the picture, before it has a place: a cause or a complaint."""

    id: str
    nodes: tuple[str, ...]
    name: str
    side: str
    group: int
    probability: float | None
    """None for what was told."""
    marks: tuple[Mark, ...]


@dataclass(frozen=True)
class Tie:
    """One edge between two boxes."""

    start: str
    end: str
    strength: float
    grade: Grade
    sentence: str


@dataclass(frozen=True)
class Web:
    """The boxes and the edges between them."""

    things: tuple[Thing, ...]
    ties: tuple[Tie, ...]


def web(causes: Causes) -> Web:
    """What is drawn of the graph."""
    by_node = {each.node: each for each in causes.explanations}
    boxes = _boxes(causes, by_node)
    of_node = {node: box for box, nodes in boxes.items() for node in nodes}
    things = tuple(_thing(box, nodes, causes, by_node) for box, nodes in boxes.items())
    return Web(things, _ties(causes, of_node))


def _boxes(causes: Causes, by_node: Mapping[str, Explanation]) -> Mapping[str, tuple[str, ...]]:
    """Boxes and their nodes: complaints first, then whole chains while there is room."""
    boxes: dict[str, tuple[str, ...]] = {}
    taken: set[str] = set()

    def add(nodes: Iterable[str]) -> None:
        new = {pair for node in nodes if (pair := _pair(node, by_node)) and not taken & set(pair)}
        if len(boxes) + len(new) <= MOST_BOXES:
            for pair in sorted(new):
                boxes[_box(pair)] = pair
                taken.update(pair)

    for pair in _told(causes.graph.complaints):
        boxes[_box(pair)] = pair
        taken.update(pair)
    for chain in _chains(causes):
        add(node for node in chain if node not in taken)
    return boxes


def _chains(causes: Causes) -> Iterable[Sequence[str]]:
    """From each leading explanation to the complaint, then to what was observed on the way."""
    shown = sorted((*causes.leading, *causes.running), key=lambda e: -e.score)
    for each in shown:
        yield [each.node, *(link.end for link in each.chain)]
    for each in shown:
        for reason in each.reasons_for:
            if reason.evidence.kind != "complaint":
                yield [each.node, *(link.end for link in reason.chain)]


def _pair(node: str, by_node: Mapping[str, Explanation]) -> tuple[str, ...]:
    """A node, with its other side where both are equally likely; empty where it is no cause."""
    if node not in by_node:
        return ()
    base, side = split(node)
    twin = by_node.get(f"{base}-{other(side)}") if side else None
    if twin is None or percent(twin.probability) != percent(by_node[node].probability):
        return (node,)
    return tuple(f"{base}-{each}" for each in SIDES)


def _told(complaints: Sequence[str]) -> list[tuple[str, ...]]:
    """The complaints, both sides of one in one."""
    found: dict[str, list[str]] = {}
    for node in complaints:
        found.setdefault(split(node)[0], []).append(node)
    return [tuple(sorted(nodes)) for nodes in found.values()]


def _box(nodes: Sequence[str]) -> str:
    return nodes[0] if len(nodes) == 1 else split(nodes[0])[0]


def _thing(
    box: str, nodes: tuple[str, ...], causes: Causes, by_node: Mapping[str, Explanation]
) -> Thing:
    base, side = split(nodes[0])
    known = causes.graph.known
    cause = known.causes.get(base)
    item = cause or known.complaints[base]
    explanation = by_node.get(nodes[0])
    return Thing(
        id=box,
        nodes=nodes,
        name=item.name,
        side="both" if len(nodes) > 1 else side or "",
        group=GROUPS[cause.kind if cause else "complaint"],
        probability=explanation.probability if explanation else None,
        marks=_marks(nodes, causes),
    )


def _marks(nodes: Sequence[str], causes: Causes) -> tuple[Mark, ...]:
    """What was observed of a box itself, each way of looking once."""
    found: dict[tuple[str, str], list[str]] = {}
    network = causes.graph.network
    for piece in causes.evidence:
        if piece.kind == "complaint":
            continue
        parents = {name for name, _ in network.nodes[network.index[piece.node]].parents}
        about = parents if piece.kind == "test" else {piece.node}
        if about & set(nodes):
            speaks = "for" if piece.likelihood[1] > piece.likelihood[0] else "against"
            found.setdefault((piece.kind, speaks), []).append(piece.sentence)
    return tuple(Mark(kind, speaks, " ".join(said)) for (kind, speaks), said in found.items())


def _ties(causes: Causes, of_node: Mapping[str, str]) -> tuple[Tie, ...]:
    """The edges of the leading chains, and a few strong ones beside them."""
    own = {
        (link.start, link.end)
        for each in (*causes.leading, *causes.running)
        for chain in (each.chain, *(reason.chain for reason in each.reasons_for))
        for link in chain
    }
    groups: dict[tuple[str, str], list[Link]] = {}
    for link in causes.graph.links:
        start, end = of_node.get(link.start), of_node.get(link.end)
        if start and end and start != end:
            groups.setdefault((start, end), []).append(link)
    main = {ends for ends, links in groups.items() if any((x.start, x.end) in own for x in links)}
    rest = sorted(
        (ends for ends in groups if ends not in main and _strength(groups[ends]) >= EXTRA_STRENGTH),
        key=lambda ends: (-_strength(groups[ends]), ends),
    )
    kept = main | set(rest[:MOST_EXTRA])
    return tuple(_tie(ends, groups[ends], causes) for ends in groups if ends in kept)


def _strength(links: Sequence[Link]) -> float:
    return max(link.edge.strength for link in links)


def _tie(ends: tuple[str, str], links: Sequence[Link], causes: Causes) -> Tie:
    strongest = max(links, key=lambda link: link.edge.strength)
    known = causes.graph.known
    names = []
    for node in (strongest.start, strongest.end):
        base, side = split(node)
        item = known.causes.get(base) or known.complaints[base]
        names.append(f"{first_small(item.name)}{where(side)}")
    return Tie(
        start=ends[0],
        end=ends[1],
        strength=strongest.edge.strength,
        grade=weakest([link.edge.grade for link in links]),
        sentence=f"{' → '.join(names)}: {strongest.edge.mechanism}",
    )
