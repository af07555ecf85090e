"""The whole network of causes, solved by a well-kept library as well."""

from __future__ import annotations

import warnings
from collections.abc import Mapping

import numpy as np
import pytest

from evenstride.causes.building import Graph, graph_of
from evenstride.knowledge import knowledge
from evenstride.network import Likelihood

CASES: tuple[tuple[str, Mapping[str, Likelihood]], ...] = (
    ("hamstring-left", {"knee-wobble-left": (0.3, 0.7), "active-knee-extension-left": (1.0, 0.0)}),
    ("low-back", {"side-to-side-hips": (0.15, 0.85), "prone-leg-lift-left": (0.0, 1.0)}),
    ("achilles-right", {"distance-spike": (0.05, 0.95), "heel-raise-count-right": (0.2, 0.8)}),
)


def by_library(graph: Graph, case: Mapping[str, Likelihood]) -> np.ndarray:
    """Every family as a chain of ORs of two, solved by pyAgrum's lazy propagation."""
    # Its bindings warn while they load, which as an error brings the interpreter down.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pyagrum as gum

    net = gum.BayesNet()
    for i, node in enumerate(graph.network.nodes):
        last = net.add(gum.LabelizedVariable(f"l{i}", "", 2))
        net.cpt(last).fillWith([1 - node.leak, node.leak])
        for k, (parent, strength) in enumerate(node.parents):
            way = graph.network.index[parent]
            start = net.idFromName(f"y{way}")
            both = net.add(gum.LabelizedVariable(f"o{i}_{k}", "", 2))
            net.addArc(last, both)
            net.addArc(start, both)
            names = {net.variable(last).name(): 0, net.variable(start).name(): 0}
            for before in (0, 1):
                for there in (0, 1):
                    names[net.variable(last).name()] = before
                    names[net.variable(start).name()] = there
                    away = (1 - before) * (1 - strength * there)
                    net.cpt(both)[names] = [away, 1 - away]
            last = both
        whole = net.add(gum.LabelizedVariable(f"y{i}", "", 2))
        net.addArc(last, whole)
        net.cpt(whole)[{net.variable(last).name(): 0}] = [1.0, 0.0]
        net.cpt(whole)[{net.variable(last).name(): 1}] = [0.0, 1.0]
    engine = gum.LazyPropagation(net)
    engine.setEvidence(
        {f"y{graph.network.index[name]}": list(fit) for name, fit in case.items()}
    )
    engine.makeInference()
    return np.array([engine.posterior(f"y{i}")[1] for i in range(len(graph.network.nodes))])


@pytest.mark.parametrize(("complaint", "case"), CASES, ids=[name for name, _ in CASES])
def test_the_whole_network_agrees(complaint: str, case: Mapping[str, Likelihood]) -> None:
    graph = graph_of(knowledge(), [complaint])
    told = {**case, complaint: (0.0, 1.0)}
    ours = graph.network.probabilities([told])[0]
    assert np.abs(ours - by_library(graph, told)).max() < 1e-9
