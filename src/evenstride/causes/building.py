"""The causal graph as a network: causes and tests on each side, and the complaints told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from evenstride.intake import sided, split
from evenstride.knowledge import Knowledge
from evenstride.knowledge.entries import Cause, Edge, Screen
from evenstride.network import Network, Node
from evenstride.skeleton import SIDES, Side, other

Where = Side | None

CLOSE_TO_ONE = 0.995
"""[E] No test is surer than this, whatever its likelihood ratios."""


@dataclass(frozen=True)
class Link:
    """One edge of the graph between two nodes of the network."""

    start: str
    end: str
    edge: Edge


@dataclass(frozen=True, eq=False)
class Graph:
    """The network and the edges it was made of."""

    network: Network
    links: tuple[Link, ...]
    known: Knowledge
    complaints: tuple[str, ...]

    def paths(self, start: str, end: str) -> Sequence[Link]:
        """The strongest chain of edges from one node to another; empty where there is none."""
        return self._strongest.get((start, end), ())

    @cached_property
    def _strongest(self) -> Mapping[tuple[str, str], Sequence[Link]]:
        return _chains(self.links)


def graph_of(known: Knowledge, complaints: Sequence[str]) -> Graph:
    """The graph for somebody with these complaints; complaints not told are left out."""
    return _graph(_Held(known), tuple(sorted(set(complaints))))


class _Held:
    """Knowledge as a key: it is one object, and never changes."""

    def __init__(self, known: Knowledge) -> None:
        self.known = known

    def __hash__(self) -> int:
        return id(self.known)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Held) and other.known is self.known


@lru_cache(maxsize=64)
def _graph(held: _Held, complaints: tuple[str, ...]) -> Graph:
    known = held.known
    links = tuple(link for link in _links(known) if _kept(link.end, known, complaints))
    parents: dict[str, list[tuple[str, float]]] = {}
    for link in links:
        parents.setdefault(link.end, []).append((link.start, link.edge.strength))
    leaks = {node: cause.prior for cause in known.causes.values() for node in _nodes(cause)}
    leaks |= {node: known.complaints[split(node)[0]].base_rate for node in complaints}
    for screen in known.screens.values():
        for node, leak, ways in _tests(screen, known):
            leaks[node] = leak
            parents[node] = ways
    order = _ordered(leaks, parents)
    network = Network(tuple(Node(n, leaks[n], tuple(parents.get(n, ()))) for n in order))
    return Graph(network, links, known, complaints)


def _kept(node: str, known: Knowledge, complaints: tuple[str, ...]) -> bool:
    return node in complaints or split(node)[0] in known.causes


def _nodes(item: Cause | Screen) -> list[str]:
    return [sided(item.id, side) for side in (SIDES if item.sided else (None,))]


def _links(known: Knowledge) -> Iterator[Link]:
    """Every edge on every side it holds for."""
    for cause in known.causes.values():
        for edge in cause.leads_to:
            effect = known.causes.get(edge.to) or known.complaints[edge.to]
            for start, end in _sides(cause.sided, effect.sided, edge.sides):
                yield Link(sided(cause.id, start), sided(edge.to, end), edge)


def _sides(cause: bool, effect: bool, how: str) -> Iterator[tuple[Where, Where]]:  # noqa: FBT001
    """Which side acts on which."""
    for start in SIDES if cause else (None,):
        for end in SIDES if effect else (None,):
            fits = {"same": start == end, "opposite": start != end, "either": True}[how]
            if start is None or end is None or fits:
                yield start, end


def _tests(
    screen: Screen, known: Knowledge
) -> Iterator[tuple[str, float, list[tuple[str, float]]]]:
    """A test as a noisy-OR of what it observes: name, leak (false alarms), ways.

    The false alarms are those of what it tells most of; each way keeps its own LR+.
    """
    if not screen.observes:
        return
    most = max(screen.observes, key=lambda o: o.lr_positive / o.lr_negative)
    leak = 1 - rates_of(most.lr_positive, most.lr_negative)[1]
    for side in SIDES if screen.sided else (None,):
        ways = [
            (node, way_of(seen.lr_positive, leak))
            for seen in screen.observes
            for node in _observed(seen.cause, side, seen.side, known)
        ]
        yield sided(screen.id, side), leak, ways


def _observed(cause: str, side: Where, how: str, known: Knowledge) -> list[str]:
    """The nodes of a cause that a test on one side speaks of."""
    if not known.causes[cause].sided:
        return [cause]
    if side is None or how == "either":
        return [sided(cause, each) for each in SIDES]
    return [sided(cause, other(side) if how == "opposite" else side)]


def rates_of(lr_positive: float, lr_negative: float) -> tuple[float, float]:
    """Sensitivity and specificity that give these likelihood ratios.

    LR+ = sensitivity / (1 - specificity), LR- = (1 - sensitivity) / specificity.
    """
    if lr_positive <= lr_negative:
        return 0.5, 0.5
    specificity = (lr_positive - 1) / (lr_positive - lr_negative)
    specificity = min(max(specificity, 1 - CLOSE_TO_ONE), CLOSE_TO_ONE)
    return min(max(lr_positive * (1 - specificity), 0.0), CLOSE_TO_ONE), specificity


def way_of(lr_positive: float, leak: float) -> float:
    """Strength of a link that makes a positive result LR+ times as likely as a false alarm."""
    there = min(lr_positive * leak, CLOSE_TO_ONE)
    return max(1 - (1 - there) / (1 - leak), 0.0)


def _ordered(
    leaks: Mapping[str, float], parents: Mapping[str, Sequence[tuple[str, float]]]
) -> list[str]:
    """Parents before children."""
    done: dict[str, None] = {}

    def visit(node: str) -> None:
        if node not in done:
            for parent, _ in parents.get(node, ()):
                visit(parent)
            done[node] = None

    for node in leaks:
        visit(node)
    return list(done)


def _chains(links: tuple[Link, ...]) -> Mapping[tuple[str, str], tuple[Link, ...]]:
    """The strongest chain between any two nodes, by the product of strengths."""
    out: dict[str, list[Link]] = {}
    for link in links:
        out.setdefault(link.start, []).append(link)
    best: dict[tuple[str, str], tuple[float, tuple[Link, ...]]] = {}

    def walk(start: str, node: str, strength: float, chain: tuple[Link, ...]) -> None:
        for link in out.get(node, ()):
            longer = strength * link.edge.strength
            if longer > best.get((start, link.end), (0.0, ()))[0]:
                best[(start, link.end)] = (longer, (*chain, link))
                walk(start, link.end, longer, (*chain, link))

    for start in out:
        walk(start, start, 1.0, ())
    return {pair: chain for pair, (_, chain) in best.items()}
