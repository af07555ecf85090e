"""Inference is exact: against enumeration, against a Bayesian-network library, and in direction."""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evenstride.network import Likelihood, Network, Node

Case = Mapping[str, Likelihood]


@st.composite
def networks(draw: st.DrawFn, most: int = 8) -> Network:
    """Up to eight nodes; each may have any of those before it as parents."""
    share = st.floats(0.01, 0.95)
    nodes: list[Node] = []
    for i in range(draw(st.integers(2, most))):
        parents = draw(st.lists(st.sampled_from(range(i)), unique=True)) if i else []
        ways = tuple((f"n{p}", draw(share)) for p in sorted(parents))
        nodes.append(Node(f"n{i}", draw(share), ways))
    return Network(tuple(nodes))


@st.composite
def cases(draw: st.DrawFn) -> tuple[Network, Case]:
    network = draw(networks())
    chosen = draw(st.lists(st.sampled_from([n.name for n in network.nodes]), unique=True))
    fit = st.floats(0.02, 1.0)
    return network, {name: (draw(fit), draw(fit)) for name in chosen}


def enumerated(network: Network, case: Case) -> np.ndarray:
    """The same by the sum over all states of the world."""
    total, present = 0.0, np.zeros(len(network.nodes))
    for world in itertools.product((0, 1), repeat=len(network.nodes)):
        weight = 1.0
        for i, node in enumerate(network.nodes):
            away = (1 - node.leak) * math.prod(
                1 - strength * world[network.index[name]] for name, strength in node.parents
            )
            weight *= (1 - away if world[i] else away) * case.get(node.name, (1.0, 1.0))[world[i]]
        total += weight
        present += weight * np.array(world)
    return present / total


@settings(max_examples=150, deadline=None)
@given(cases())
def test_it_agrees_with_enumeration(both: tuple[Network, Case]) -> None:
    network, case = both
    solved = network.probabilities([{}, case])
    assert np.abs(solved[0] - enumerated(network, {})).max() < 1e-9
    assert np.abs(solved[1] - enumerated(network, case)).max() < 1e-9


@settings(max_examples=60, deadline=None)
@given(networks(), st.data())
def test_evidence_moves_its_own_node_its_own_way(network: Network, data: st.DataObject) -> None:
    node = data.draw(st.sampled_from([n.name for n in network.nodes]))
    other = data.draw(st.sampled_from([n.name for n in network.nodes]))
    base: Case = {} if other == node else {other: (0.3, 0.8)}
    plain, more, less = network.probabilities(
        [base, {**base, node: (0.2, 0.9)}, {**base, node: (0.9, 0.2)}]
    )[:, network.index[node]]
    assert less <= plain <= more


@settings(max_examples=60, deadline=None)
@given(networks())
def test_an_effect_that_is_there_speaks_for_each_of_its_causes(network: Network) -> None:
    for node in network.nodes:
        plain, seen = network.probabilities([{}, {node.name: (0.0, 1.0)}])
        for parent, _ in node.parents:
            assert seen[network.index[parent]] >= plain[network.index[parent]] - 1e-12


def test_one_cause_found_makes_the_other_less_likely() -> None:
    network = Network(
        (Node("a", 0.3), Node("b", 0.3), Node("c", 0.05, (("a", 0.6), ("b", 0.6))))
    )
    seen, explained = network.probabilities(
        [{"c": (0.0, 1.0)}, {"c": (0.0, 1.0), "a": (0.0, 1.0)}]
    )
    assert seen[1] > 0.3
    assert 0.3 < explained[1] < seen[1]


def test_a_family_of_thirty_is_no_table_of_two_to_the_thirty() -> None:
    causes = tuple(Node(f"c{i}", 0.2) for i in range(30))
    effect = Node("e", 0.05, tuple((node.name, 0.2) for node in causes))
    network = Network((*causes, effect))
    chance = 1 - 0.95 * (1 - 0.2 * 0.2) ** 30
    assert network.probabilities([{}])[0, -1] == pytest.approx(chance)
    assert max(len(bucket.scope) for bucket in network.buckets) <= 3
