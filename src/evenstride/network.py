"""A network of noisy-OR nodes, solved exactly.

Every node is there or not. It is there by itself with probability `leak`, and each parent that
is there brings it about on its own with the link's `strength`; the ways do not disturb one
another (Pearl 1988). A large family falls apart into pairs by one auxiliary variable a node
(Diez & Galan 2003), after which eliminating variables in a good order (fewest fill-ins) is exact
and quick. Many sets of evidence are solved in one go: the first axis of every table.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from evenstride.poses import Array

Likelihood = tuple[float, float]
"""How well the evidence fits the node being absent, and present."""


@dataclass(frozen=True)
class Node:
    """One thing that may be there, what brings it about, and how often it is there by itself."""

    name: str
    leak: float
    parents: tuple[tuple[str, float], ...] = ()
    """Each with the strength of its link."""


@dataclass(frozen=True, eq=False)
class Factor:
    """A table over some variables, one axis of length two for each."""

    scope: tuple[int, ...]
    table: Array


@dataclass(frozen=True, eq=False)
class Bucket:
    """What is multiplied before one variable is summed out."""

    variable: int
    scope: tuple[int, ...]
    table: Array
    """Product of the factors that belong here, one axis a variable of the scope."""
    parent: int | None
    """Position of the bucket that takes the result."""
    children: tuple[int, ...]

    @property
    def separator(self) -> tuple[int, ...]:
        """The scope of what is handed on."""
        return tuple(v for v in self.scope if v != self.variable)


@dataclass(frozen=True, eq=False)
class Network:
    """Noisy-OR nodes, parents before children."""

    nodes: tuple[Node, ...]

    @cached_property
    def index(self) -> Mapping[str, int]:
        """Where each node stands."""
        return {node.name: i for i, node in enumerate(self.nodes)}

    @cached_property
    def buckets(self) -> tuple[Bucket, ...]:
        """The plan of elimination, which no evidence changes."""
        return _plan(_factors(self))

    def probabilities(self, cases: Sequence[Mapping[str, Likelihood]]) -> Array:
        """Probability that each node is there, [case, node], given each case's evidence."""
        evidence = np.ones((len(cases), len(self.nodes), 2))
        for row, case in zip(evidence, cases, strict=True):
            for name, likelihood in case.items():
                row[self.index[name]] *= likelihood
        return _marginals(self.buckets, evidence)


def _factors(network: Network) -> list[Factor]:
    """The joint probability as small tables; auxiliary variables are numbered after the nodes."""
    count, found = len(network.nodes), list[Factor]()
    for i, node in enumerate(network.nodes):
        if not node.parents:
            found.append(Factor((i,), np.array([1 - node.leak, node.leak])))
            continue
        found.append(Factor((i, count), np.array([[1.0, 0.0], [-1.0, 1.0]])))
        found.append(Factor((count,), np.array([1 - node.leak, 1.0])))
        for name, strength in node.parents:
            pair = np.array([[1.0, 1 - strength], [1.0, 1.0]])
            found.append(Factor((count, network.index[name]), pair))
        count += 1
    return found


def _plan(factors: Sequence[Factor]) -> tuple[Bucket, ...]:
    """Buckets in the order of elimination."""
    order = _order(factors)
    place = {variable: i for i, variable in enumerate(order)}
    own: list[list[Factor]] = [[] for _ in order]
    for factor in factors:
        own[min(place[v] for v in factor.scope)].append(factor)
    scopes: list[set[int]] = [{v} for v in order]
    parents: list[int | None] = []
    children: list[list[int]] = [[] for _ in order]
    for i, variable in enumerate(order):
        scopes[i].update(*(factor.scope for factor in own[i]))
        rest = scopes[i] - {variable}
        parent = min((place[v] for v in rest), default=None)
        parents.append(parent)
        if parent is not None:
            scopes[parent] |= rest
            children[parent].append(i)
    return tuple(
        Bucket(
            variable,
            scope := tuple(sorted(scopes[i])),
            _product(scope, [(f.scope, f.table) for f in own[i]]),
            parents[i],
            tuple(children[i]),
        )
        for i, variable in enumerate(order)
    )


def _order(factors: Sequence[Factor]) -> list[int]:
    """Which variable goes next: the one whose neighbours lack the fewest ties (min-fill)."""
    near: dict[int, set[int]] = {}
    for factor in factors:
        for v in factor.scope:
            near.setdefault(v, set()).update(set(factor.scope) - {v})
    order, fill = list[int](), {v: _fill(near, v) for v in near}
    while near:
        best = min(fill, key=lambda v: (fill[v], v))
        around = near.pop(best)
        del fill[best]
        for v in around:
            near[v] |= around
            near[v] -= {v, best}
        for v in around.union(*(near[u] for u in around)):
            fill[v] = _fill(near, v)
        order.append(best)
    return order


def _fill(near: Mapping[int, set[int]], v: int) -> int:
    around = near[v]
    return sum(len(around) - 1 - len(near[u] & around) for u in around)


def _product(scope: tuple[int, ...], tables: Sequence[tuple[tuple[int, ...], Array]]) -> Array:
    """Tables multiplied, with one axis a variable of the scope; leading axes are kept."""
    result = np.ones((2,) * len(scope))
    for axes, table in tables:
        lead = table.ndim - len(axes)
        inner = tuple(sorted(range(len(axes)), key=lambda a: axes[a]))
        turned = table.transpose(*range(lead), *(lead + a for a in inner))
        shape = tuple(2 if v in axes else 1 for v in scope)
        result = result * turned.reshape(table.shape[:lead] + shape)
    return result


def _summed(table: Array, scope: tuple[int, ...], keep: tuple[int, ...]) -> Array:
    """Summed over all variables but some; the first axis counts the cases."""
    gone = tuple(1 + i for i, v in enumerate(scope) if v not in keep)
    result: Array = table.sum(axis=gone)
    return result


def _marginals(buckets: tuple[Bucket, ...], evidence: Array) -> Array:
    """P(present | evidence) of every node, by messages up the tree of buckets and down again."""
    cases, nodes = evidence.shape[:2]
    local: list[Array] = []
    up: list[Array] = []
    for bucket in buckets:
        table = np.broadcast_to(bucket.table, (cases, *bucket.table.shape))
        if bucket.variable < nodes:
            seen = ((bucket.variable,), evidence[:, bucket.variable])
            table = table * _product(bucket.scope, [seen])
        local.append(table)
        inward = [(buckets[c].separator, up[c]) for c in bucket.children]
        whole = table * _product(bucket.scope, inward) if inward else table
        up.append(_summed(whole, bucket.scope, bucket.separator))
    found = np.empty((cases, nodes))
    down: list[Array] = [np.ones(cases)] * len(buckets)
    for i in reversed(range(len(buckets))):
        bucket = buckets[i]
        above = local[i] * _product(bucket.scope, [(bucket.separator, down[i])])
        inward = [(buckets[c].separator, up[c]) for c in bucket.children]
        for c in bucket.children:
            others = [m for m, d in zip(inward, bucket.children, strict=True) if d != c]
            part = above * _product(bucket.scope, others) if others else above
            down[c] = _summed(part, bucket.scope, buckets[c].separator)
        if bucket.variable < nodes:
            belief = above * _product(bucket.scope, inward) if inward else above
            pair = _summed(belief, bucket.scope, (bucket.variable,))
            found[:, bucket.variable] = pair[:, 1] / pair.sum(axis=1)
    return np.clip(found, 0.0, 1.0)
