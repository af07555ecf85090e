"""Causes: each piece of evidence moves what it should, its own way, on its own side."""

from __future__ import annotations

from dataclasses import replace

import pytest

from evenstride.causes import Causes, explain, next_steps
from evenstride.causes.building import graph_of, rates_of
from evenstride.causes.evidence import cutoff, evidence, positive
from evenstride.intake import Answer, Intake, Stated, sided
from evenstride.knowledge import knowledge
from evenstride.safety import safety
from evenstride.skeleton import SIDES

KNOWN = knowledge()
TOLD = Intake(complaints=(Stated("hamstring", "left", 3),), red_flags=frozenset())


def chances(**told: object) -> dict[str, float]:
    """Probability of every node of the network, given what is told."""
    intake = replace(TOLD, **told)  # type: ignore[arg-type]  # the tests' own values
    causes = explain(intake, (), KNOWN)
    table = causes.graph.network.probabilities([causes.case])[0]
    return dict(zip(causes.graph.network.index, map(float, table), strict=True))


PLAIN = chances()
TESTS = [
    (key, sided(key, side), seen.cause)
    for key, screen in KNOWN.screens.items()
    for side in (SIDES if screen.sided else (None,))
    for seen in screen.observes
    if seen.lr_positive > 1 > seen.lr_negative
]


@pytest.mark.parametrize(("screen", "node", "cause"), TESTS, ids=[f"{n}:{c}" for _, n, c in TESTS])
def test_a_positive_test_raises_what_it_observes_and_a_negative_lowers_it(
    screen: str, node: str, cause: str
) -> None:
    yes, no = chances(results={node: True}), chances(results={node: False})
    side = node.removeprefix(f"{screen}-") if node != screen else None
    about = [sided(cause, side)] if side in SIDES else [sided(cause, s) for s in SIDES]  # type: ignore[arg-type]  # a side
    about = [cause] if not KNOWN.causes[cause].sided else about
    assert all(yes[n] > PLAIN[n] > no[n] for n in about)


@pytest.mark.parametrize("name", [k for k, c in KNOWN.causes.items() if c.kind == "running"])
def test_what_an_eye_saw_raises_it_and_what_it_missed_lowers_it(name: str) -> None:
    node = sided(name, "left") if KNOWN.causes[name].sided else name
    assert chances(seen={node: True})[node] > PLAIN[node] > chances(seen={node: False})[node]


@pytest.mark.parametrize("name", [k for k, c in KNOWN.causes.items() if c.ask])
def test_an_answer_counts_its_own_way(name: str) -> None:
    node = sided(name, "left") if KNOWN.causes[name].sided else name
    assert chances(answers={node: True})[node] > PLAIN[node] > chances(answers={node: False})[node]


@pytest.mark.parametrize("complaint", KNOWN.complaints)
def test_a_complaint_raises_each_of_its_direct_causes(complaint: str) -> None:
    side = "left" if KNOWN.complaints[complaint].sided else None
    node = sided(complaint, side)
    graph = graph_of(KNOWN, [node])
    without, with_it = graph.network.probabilities([{}, {node: (0.0, 1.0)}])
    parents = graph.network.nodes[graph.network.index[node]].parents
    assert parents
    for name, strength in parents:
        i = graph.network.index[name]
        assert with_it[i] >= without[i]
        assert strength < 0.05 or with_it[i] > without[i]


def test_a_left_finding_says_nothing_of_the_right_but_by_an_edge_that_crosses() -> None:
    edges = [edge for cause in KNOWN.causes.values() for edge in cause.leads_to]
    crossing = {edge.to for edge in edges if edge.sides != "same"}
    seen = chances(seen={"knee-wobble-left": True})
    assert "knee-wobble" not in crossing
    for name in ("glute-hamstring-timing", "weak-hamstring", "knee-wobble"):
        assert seen[f"{name}-right"] == pytest.approx(PLAIN[f"{name}-right"], abs=1e-3)
    assert seen["glute-hamstring-timing-left"] > PLAIN["glute-hamstring-timing-left"]


def test_the_complaint_on_the_other_side_mirrors_everything() -> None:
    left = explain(replace(TOLD, seen={"slow-loading-left": True}), (), KNOWN)
    right = explain(
        replace(
            TOLD, complaints=(Stated("hamstring", "right", 3),), seen={"slow-loading-right": True}
        ),
        (),
        KNOWN,
    )

    def ranks(causes: Causes, side: str) -> list[tuple[str, float]]:
        return [
            (e.node.replace(f"-{side}", "-here"), round(e.probability, 9))
            for e in causes.explanations
        ]

    assert dict(ranks(left, "left")) == dict(ranks(right, "right"))


def test_what_studies_contradict_is_kept_with_next_to_no_weight_and_says_so() -> None:
    back = explain(Intake(complaints=(Stated("low-back", None),)), (), KNOWN)
    turned = [e for e in back.explanations if e.id == "limited-hip-external-rotation"]
    assert turned, "a claim of the articles stays visible"
    assert all(e.score < 0.1 * back.explanations[0].score for e in turned)
    edges = [
        edge for cause in KNOWN.causes.values() for edge in cause.leads_to if edge.grade == "X"
    ]
    assert edges
    assert all(edge.strength <= 0.05 for edge in edges)


def test_reasons_are_what_leaving_them_out_changes() -> None:
    told = replace(
        TOLD,
        results={"active-knee-extension-left": 40.0},
        seen={"knee-wobble-left": True},
    )
    causes = explain(told, (), KNOWN)
    short = next(e for e in causes.explanations if e.node == "short-hamstring-left")
    assert short.reasons_for[0].evidence.node == "active-knee-extension-left"
    assert short.supported
    assert short.assessed
    length = explain(replace(told, results={"active-knee-extension-left": 5.0}), (), KNOWN)
    short = next(e for e in length.explanations if e.node == "short-hamstring-left")
    assert short.reasons_against[0].evidence.node == "active-knee-extension-left"
    tight = next(e for e in length.explanations if e.node == "hamstring-tension-left")
    assert tight.probability > next(
        e.probability for e in causes.explanations if e.node == "hamstring-tension-left"
    ), "normal length leaves more for the feeling to explain"


def test_two_tests_of_one_cause_count_less_than_two_witnesses() -> None:
    results: dict[str, Answer] = {"active-knee-extension-left": 40.0, "active-leg-raise-left": 50.0}
    one = chances(results={"active-knee-extension-left": 40.0})["short-hamstring-left"]
    both = chances(results=results)["short-hamstring-left"]
    pieces = {e.node: e for e in evidence(replace(TOLD, results=results), (), KNOWN)}
    assert both > one
    alone = {
        key: 1 - (positive(KNOWN.screens[key], value, TOLD) or 0.0)
        for key, value in (("active-knee-extension", 40.0), ("active-leg-raise", 50.0))
    }
    assert alone["active-leg-raise"] < alone["active-knee-extension"], "it tells more"
    assert pieces["active-leg-raise-left"].likelihood[0] == alone["active-leg-raise"]
    less = pieces["active-knee-extension-left"].likelihood[0]
    assert less**2 == pytest.approx(alone["active-knee-extension"])


def test_a_reading_within_its_error_of_the_border_moves_belief_little() -> None:
    screen = KNOWN.screens["active-knee-extension"]
    man = replace(TOLD, sex="man")
    assert positive(screen, 33.0, man) == pytest.approx(0.5)
    assert positive(screen, 33.0 + (screen.error or 0.0), man) == pytest.approx(0.731, abs=1e-3)
    assert (positive(screen, 25.0, replace(TOLD, sex="woman")) or 0) > 0.5 > (
        positive(screen, 25.0, man) or 1
    )  # fmt: skip


def test_rates_give_back_their_likelihood_ratios() -> None:
    for positive_, negative in ((5.0, 0.25), (2.0, 0.7), (1.19, 0.44), (1.1, 0.95)):
        sensitivity, specificity = rates_of(positive_, negative)
        assert sensitivity / (1 - specificity) == pytest.approx(positive_)
        assert (1 - sensitivity) / specificity == pytest.approx(negative)


# -- what to look at next ----------------------------------------------------------------------


def test_it_is_asked_anew_after_each_answer_until_nothing_is_worthwhile() -> None:
    told = replace(TOLD, equipment=frozenset(KNOWN.equipment))
    asked: list[str] = []
    for _ in range(80):
        causes = explain(told, (), KNOWN)
        steps = [s for s in next_steps(causes, told, (), safety(told, KNOWN)) if s.kind != "film"]
        if not steps:
            break
        asked.append(steps[0].id)
        same = dict.fromkeys(steps[0].nodes, False)
        if steps[0].id in KNOWN.screens:
            told = replace(told, results={**told.results, **same})
        else:
            told = replace(told, answers={**told.answers, **same})
    else:
        pytest.fail("it never stops asking")
    assert len(asked) == len(set(asked)) > 2


def test_a_test_that_could_harm_is_not_proposed() -> None:
    sore = replace(
        TOLD, complaints=(Stated("bone-stress", "left", 3),), equipment=frozenset(KNOWN.equipment)
    )
    steps = next_steps(explain(sore, (), KNOWN), sore, (), safety(sore, KNOWN))
    barred = {
        key for key, s in KNOWN.screens.items() if {"bone-stress-suspicion"} & set(s.before)
    }
    assert "hop-test" in barred
    assert not barred & {step.id for step in steps}


def test_a_test_needs_what_is_at_hand() -> None:
    partnered = {key for key, screen in KNOWN.screens.items() if "partner" in screen.needs}
    assert partnered
    steps = next_steps(explain(TOLD, (), KNOWN), TOLD, (), safety(TOLD, KNOWN))
    assert not partnered & {step.id for step in steps}


def test_where_sex_is_not_told_the_border_for_everybody_holds() -> None:
    test = knowledge().screens["active-knee-extension"]
    borders = {sex: cutoff(test, Intake(sex=sex)) for sex in ("woman", "man", None)}
    assert {sex: cut.above for sex, cut in borders.items() if cut} == {
        "woman": 23, "man": 33, None: 28
    }  # fmt: skip
