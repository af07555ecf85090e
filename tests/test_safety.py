"""Safety comes first: each red flag stops what it must, and tells whom to see and how soon."""

from __future__ import annotations

from dataclasses import replace

import pytest

from evenstride.intake import Intake, Stated
from evenstride.knowledge import knowledge
from evenstride.plan import plan
from evenstride.safety import (
    DERIVED,
    REGION_MUSCLES,
    pain_decision,
    questions,
    safety,
)

KNOWN = knowledge()
EVERYTHING = frozenset(KNOWN.equipment)
TOLD = Intake(
    complaints=(Stated("hamstring", "left", 3), Stated("low-back", None, 3)),
    red_flags=frozenset(),
    equipment=EVERYTHING,
    minutes=40,
    experience="trained",
)

EMERGENCIES = (
    "cauda-equina", "back-vessels", "achilles-rupture", "calf-clot", "acute-compartment",
    "septic-joint", "heart-or-heat",
)  # fmt: skip
URGENT = (
    "back-fracture", "back-cancer", "back-infection", "leg-nerve", "hip-bone-stress",
    "bone-stress", "hamstring-avulsion", "locked-knee", "hip-growth-plate",
)  # fmt: skip
REFERRED = ("inflammatory-back", "exertional-compartment", "low-energy-signs", "distress-signs")


def test_every_red_flag_has_its_level() -> None:
    levels = {key: flag.level for key, flag in KNOWN.red_flags.items()}
    assert levels == {
        **dict.fromkeys(EMERGENCIES, "emergency"),
        **dict.fromkeys(URGENT, "urgent"),
        **dict.fromkeys(REFERRED, "refer"),
        "pregnancy-warning": "stop",
    }


@pytest.mark.parametrize("flag", [*EMERGENCIES, "pregnancy-warning"])
def test_an_emergency_stops_everything_and_says_whom_to_see_and_how_soon(flag: str) -> None:
    made = plan(replace(TOLD, red_flags=frozenset({flag})))
    assert not made.menu.items
    assert not made.next_steps
    assert made.safety.blocks_everything
    assert KNOWN.red_flags[flag].whom in made.menu.reason
    assert KNOWN.red_flags[flag].how_soon in made.menu.reason
    assert ("112" in made.menu.reason) == (KNOWN.red_flags[flag].level == "emergency")


@pytest.mark.parametrize("flag", URGENT)
def test_an_urgent_flag_leaves_the_region_and_every_impact_alone(flag: str) -> None:
    made = plan(replace(TOLD, red_flags=frozenset({flag})))
    region = KNOWN.red_flags[flag].region
    muscles = REGION_MUSCLES.get(region, frozenset())
    for item in made.menu.items:
        assert not item.exercise.impact
        assert not muscles & {*item.exercise.loads, *item.exercise.stretches}
    assert made.safety.stops[0].level == "urgent"
    assert "run" not in " ".join(made.menu.retest).lower().split()


def test_while_a_region_waits_no_test_and_no_run_is_proposed() -> None:
    made = plan(replace(TOLD, red_flags=frozenset({"hip-bone-stress"})))
    assert made.next_steps
    assert all(step.kind == "question" for step in made.next_steps)


def test_whoever_may_not_run_is_not_asked_to_run_before_the_camera() -> None:
    sore = replace(TOLD, complaints=(Stated("bone-stress", "left", 2),))
    made = plan(sore)
    assert not made.safety.may_run
    assert made.safety.stops[0].level == "urgent", "pain in a bone is a red flag by itself"
    assert not any(item.exercise.impact for item in made.menu.items)
    assert not any("run 20" in line for line in made.menu.retest)
    assert not any(step.kind == "film" for step in made.next_steps)
    assert any("run 20" in line for line in plan(TOLD).menu.retest)


def test_somebody_of_whom_nothing_is_known_is_told_where_to_begin() -> None:
    made = plan(Intake(red_flags=frozenset()))
    assert not made.menu.items
    assert made.menu.reason
    assert {step.id for step in made.next_steps} == {"film-side", "film-rear"}


@pytest.mark.parametrize("flag", REFERRED)
def test_a_referral_is_said_and_leaves_the_rest(flag: str) -> None:
    made = plan(replace(TOLD, red_flags=frozenset({flag})))
    assert made.safety.stops
    assert made.menu.items
    if KNOWN.red_flags[flag].blocks == "impact":
        assert not any(item.exercise.impact for item in made.menu.items)


def test_nothing_is_advised_before_the_questions_are_answered() -> None:
    made = plan(replace(TOLD, red_flags=None))
    assert not made.menu.items
    assert "safety questions" in made.menu.reason


@pytest.mark.parametrize("name", [k for k, c in KNOWN.conditions.items() if c.blocker])
def test_a_blocker_stops_until_a_clinician_has_cleared_it(name: str) -> None:
    told = replace(TOLD, conditions=frozenset({name}))
    assert not plan(told).menu.items
    cleared = plan(replace(told, cleared=frozenset({name})))
    assert not cleared.safety.blocks_everything


@pytest.mark.parametrize("name", [k for k, c in KNOWN.conditions.items() if not c.blocker])
def test_a_contraindication_is_obeyed(name: str) -> None:
    safe = safety(replace(TOLD, conditions=frozenset({name})), KNOWN)
    for exercise in KNOWN.exercises.values():
        blocked = any(bar.condition == name for bar in exercise.blocked_by)
        blocked |= exercise.impact and KNOWN.conditions[name].no_running
        assert safe.allows(exercise).allowed != blocked
        changed = [bar for bar in exercise.changed_by if bar.condition == name]
        if not blocked:
            assert len(safe.allows(exercise).changes) == len(changed)


def test_some_exercise_is_blocked_or_changed_by_every_condition() -> None:
    named = {
        bar.condition for e in KNOWN.exercises.values() for bar in (*e.blocked_by, *e.changed_by)
    }
    silent = {k for k, c in KNOWN.conditions.items() if not c.blocker} - named
    assert not silent


def test_a_complaint_brings_its_condition() -> None:
    for complaint, condition in DERIVED.items():
        told = Intake(complaints=(Stated(complaint, "left", 2),), red_flags=frozenset())
        assert condition in safety(told, KNOWN).conditions


def test_children_and_strong_pain_are_noticed() -> None:
    young = safety(replace(TOLD, age=14), KNOWN)
    assert {"under-16", "under-18"} <= set(young.conditions)
    sore = safety(replace(TOLD, complaints=(Stated("achilles", "left", 8),)), KNOWN)
    assert sore.stops[0].level == "urgent"
    assert not sore.allows(KNOWN.exercises["straight-knee-calf-raise"]).allowed


def test_everybody_is_asked_of_heart_and_the_back_is_asked_of_numbness() -> None:
    plain = {flag.id for flag in questions(Intake(), KNOWN)}
    back = {flag.id for flag in questions(TOLD, KNOWN)}
    assert "heart-or-heat" in plain
    assert "cauda-equina" in back - plain
    assert "achilles-rupture" not in back


@pytest.mark.parametrize(
    ("during", "next_day", "decision"),
    [(0, 0, "progress"), (2, 0, "progress"), (2, 1, "keep"), (2, 2, "keep"), (4, 0, "hold"),
     (5, 0, "hold"), (1, 3, "regress"), (5, 4, "regress"), (6, 0, "stop"), (10, 0, "stop")],
)  # fmt: skip
def test_tendon_pain_decides(during: int, next_day: int, decision: str) -> None:
    rule = KNOWN.pain_rules["tendon"]
    assert pain_decision(rule, during=during, next_day_change=next_day) == decision


def test_bone_pain_is_never_worked_through() -> None:
    assert pain_decision(KNOWN.pain_rules["bone"], during=1) == "stop"
