"""plan.json holds what its page promises; analysis.json gains what stands out, and the plan."""

from __future__ import annotations

import json
from typing import Any

import pytest

from evenstride.analysis import Analysis, analyze_poses
from evenstride.exchange.document import document
from evenstride.exchange.plan import (
    SCHEMA,
    competing,
    not_assessed,
    plain_findings,
    plan_document,
    plan_text,
)
from evenstride.figure import Camera, Runner, keypoints
from evenstride.findings import Film, findings
from evenstride.intake import Intake, stated
from evenstride.knowledge import knowledge
from evenstride.plan import NOT_A_DIAGNOSIS, Plan, plan
from evenstride.version import VERSION

KNOWN = knowledge()

CAUSE = {
    "id", "side", "name", "kind", "probability", "prior", "score", "grade", "caption", "supported",
    "assessed", "note", "chain", "for", "against", "competing", "not_assessed",
}  # fmt: skip
ITEM = {
    "code", "id", "name", "sides", "sets", "hold_s", "repetitions", "days_a_week", "dose",
    "minutes", "level", "reason", "place", "changes", "for_causes",
}  # fmt: skip


@pytest.fixture(scope="module")
def analysis() -> Analysis:
    poses = keypoints(Runner(faults={"overstride-left": 0.2}), Camera(), fps=120.0, duration_s=8.0)
    return analyze_poses(poses, name="drawn.csv", speed_m_s=3.0)


def film(analysis: Analysis) -> Film:
    measured = {item.key: item for item in analysis.measurements}
    return Film(measured, analysis.speed_m_s, analysis.height_m)


@pytest.fixture(scope="module")
def made(analysis: Analysis) -> Plan:
    intake = Intake(
        complaints=(stated("achilles-left:4", KNOWN),),
        red_flags=frozenset(),
        conditions=frozenset({"reactive-achilles"}),
        answers={"distance-spike": True},
        equipment=frozenset({"step", "wall"}),
    )
    return plan(intake, [film(analysis)])


@pytest.fixture(scope="module")
def plain(made: Plan) -> dict[str, Any]:
    def refuse(constant: str) -> None:
        raise AssertionError(constant)

    return json.loads(plan_text(made), parse_constant=refuse)  # type: ignore[no-any-return]  # the whole is an object


def test_the_top_is_as_promised(plain: dict[str, Any]) -> None:
    assert (plain["schema"], plain["version"]) == (SCHEMA, VERSION)
    assert plain["disclaimer"] == NOT_A_DIAGNOSIS
    assert set(plain) == {
        "schema", "version", "told", "findings", "safety", "causes", "next", "menu", "references",
        "caution", "disclaimer",
    }  # fmt: skip


def test_what_was_told_is_kept(plain: dict[str, Any]) -> None:
    assert plain["told"]["complaints"] == [{"complaint": "achilles", "side": "left", "pain": 4}]
    assert plain["told"]["answers"] == {"distance-spike": True}
    assert plain["told"]["equipment"] == ["step", "wall"]
    assert plain["told"]["sex"] is None


def test_a_finding_holds_its_numbers(plain: dict[str, Any]) -> None:
    by_node = {(each["id"], each["side"]): each for each in plain["findings"]}
    left = by_node["overstride", "left"]
    assert left["standing"] == "present"
    assert left["probability"] > 0.95
    shank = next(s for s in left["signs"] if s["metric"] == "shank_angle_at_contact")
    assert set(shank) == {
        "metric", "value", "error", "unit", "threshold", "above", "origin", "low",
    }  # fmt: skip
    assert shank["value"] - shank["error"] > shank["threshold"]
    unseen = by_node["pelvic-drop", "left"]
    assert (unseen["standing"], unseen["probability"]) == ("not assessed", None)
    assert unseen["signs"] == []


def test_causes_are_ranked_and_argued(plain: dict[str, Any]) -> None:
    causes = plain["causes"]
    assert all(set(cause) == CAUSE for cause in causes)
    assert [c["score"] for c in causes] == sorted((c["score"] for c in causes), reverse=True)
    first = causes[0]
    assert first["id"] == "distance-spike"
    assert first["for"][0]["sentence"].startswith("One run much longer than usual: yes")
    assert first["for"][0]["shift"] > 0
    assert first["chain"][-1]["to"] == "achilles-left"
    assert "Weak deep calf muscle on the left" in first["competing"]
    soleus = next(cause for cause in causes if cause["id"] == "weak-soleus")
    assert "Single-leg heel raises" in soleus["not_assessed"]
    assert all(reason["shift"] < 0 for cause in causes for reason in cause["against"])


def test_every_source_key_is_resolved(plain: dict[str, Any]) -> None:
    keys = {k for c in plain["causes"] for link in c["chain"] for k in link["sources"]}
    keys |= {k for c in plain["causes"] for r in (*c["for"], *c["against"]) for k in r["sources"]}
    assert keys <= set(plain["references"])
    assert all(words == KNOWN.sources[key].reference for key, words in plain["references"].items())


def test_the_menu_is_in_order_and_whole(plain: dict[str, Any], made: Plan) -> None:
    items = plain["menu"]["items"]
    assert all(set(item) == ITEM for item in items)
    assert [item["id"] for item in items] == [item.exercise.id for item in made.menu.items]
    assert 5 <= len(items) <= 8
    assert sum(item["minutes"] for item in items) == pytest.approx(plain["menu"]["minutes"])
    assert plain["menu"]["retest"]


def test_conditions_and_what_comes_next_are_told(plain: dict[str, Any]) -> None:
    assert plain["safety"]["asked"] is True
    assert plain["safety"]["stops"] == []
    assert [each["id"] for each in plain["safety"]["conditions"]] == ["reactive-achilles"]
    assert {"kind", "id", "name", "why", "effort_min"} <= set(plain["next"][0])


def test_an_emergency_leaves_no_menu() -> None:
    told = Intake(
        complaints=(stated("low-back:3", KNOWN),), red_flags=frozenset({"cauda-equina"})
    )
    plain: Any = plan_document(plan(told))
    assert plain["menu"]["items"] == plain["next"] == []
    stop = plain["safety"]["stops"][0]
    assert (stop["level"], stop["blocks"]) == ("emergency", "everything")
    assert stop["whom"] in stop["sentence"]
    assert "muscles" not in stop


def test_a_test_that_is_done_is_no_longer_asked_for(made: Plan) -> None:
    told = Intake(
        complaints=made.intake.complaints,
        red_flags=frozenset(),
        results={"heel-raise-count-left": 12.0},
    )
    done = plan(told)
    soleus = next(e for e in done.causes.explanations if e.node == "weak-soleus-left")
    assert "Single-leg heel raises" not in not_assessed(done, soleus)
    assert soleus.name not in " ".join(competing(done, soleus))


def test_the_same_told_twice_is_the_same_text(made: Plan, analysis: Analysis) -> None:
    again = plan(made.intake, [film(analysis)])
    assert plan_text(again) == plan_text(made)


# -- analysis.json ---------------------------------------------------------------------------


def test_an_analysis_always_says_what_stands_out(analysis: Analysis) -> None:
    plain: Any = document(analysis)
    present = {(f["id"], f["side"]) for f in plain["findings"] if f["standing"] == "present"}
    assert ("overstride", "left") in present
    assert ("overstride", "right") not in present
    assert not {"causes", "menu", "safety", "next"} & set(plain)


def test_a_height_told_changes_no_finding(analysis: Analysis) -> None:
    poses = keypoints(Runner(faults={"overstride-left": 0.2}), Camera(), fps=120.0, duration_s=8.0)
    tall = analyze_poses(poses, name="drawn.csv", speed_m_s=3.0, height_m=1.5)
    told, untold = (
        {
            (f["id"], f["side"]): f["standing"]
            for f in plain_findings(findings([film(a)], KNOWN))
            if f["id"] != "low-cadence"  # what is few depends on the height itself
        }
        for a in (tall, analysis)
    )
    assert told == untold


def test_with_a_plan_it_holds_causes_and_menu(analysis: Analysis, made: Plan) -> None:
    plain: Any = document(analysis, made)
    json.dumps(plain, allow_nan=False)
    assert {"causes", "menu", "safety", "next"} <= set(plain)
    assert plain["causes"][0]["id"] == "distance-spike"
