"""Menus: what none may do, why each is as it is, and how it grows with practice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from evenstride.intake import Intake, Stated
from evenstride.knowledge import knowledge
from evenstride.menu import Menu
from evenstride.plan import plan
from evenstride.progression import Entry, next_time
from validation.menus import check, person, wrongs

KNOWN = knowledge()
TOLD = Intake(
    complaints=(Stated("low-back", None, 3),),
    red_flags=frozenset(),
    equipment=frozenset({"bench", "step", "strap"}),
    minutes=25,
    results={"straight-knees-to-floor": True},
)


def names(menu: Menu) -> list[str]:
    return [item.exercise.id for item in menu.items]


def test_no_menu_of_anybody_breaks_a_rule() -> None:
    lengths, wrong = check(range(120))
    assert not wrong
    assert sum(lengths[str(n)] for n in range(5, 9)) > 40, "most who may have one get a whole one"


def test_the_check_sees_what_is_wrong() -> None:
    made = plan(TOLD)
    items = made.menu.items
    turned = replace(made, menu=replace(made.menu, items=items[::-1]))
    assert "stages out of order" in set(wrongs(turned))
    often = tuple(replace(item, sets=9, days_a_week=7) for item in items)
    much = replace(made, menu=replace(made.menu, items=often))
    assert any("stretched for" in what for what in wrongs(much))
    poor = replace(made, intake=replace(TOLD, equipment=frozenset(), minutes=4))
    assert {"too long"} <= set(wrongs(poor))
    assert any("needs what nobody has" in what for what in wrongs(poor))


@pytest.mark.parametrize("seed", [3, 17, 40])
def test_the_same_answers_give_the_same_menu(seed: int) -> None:
    told = person(seed, KNOWN)
    someone = replace(told, red_flags=frozenset(), conditions=frozenset(), minutes=25)
    assert plan(someone).menu == plan(someone).menu


def test_every_menu_that_can_mixes_stretching_and_loading() -> None:
    slots = {item.exercise.slot for item in plan(TOLD).menu.items}
    assert "mobility" in slots
    assert slots & {"control", "strength", "integration", "drill"}


def test_less_time_gives_a_shorter_menu_and_none_is_empty_without_a_word() -> None:
    for minutes in (1.0, 3.0, 6.0, 12.0, 40.0):
        menu = plan(replace(TOLD, minutes=minutes)).menu
        assert sum(item.minutes for item in menu.items) <= max(minutes - 2.0, 0.0) + 1e-9
        assert menu.items or menu.reason
        assert len(menu.items) >= 5 or menu.reason


def test_before_a_run_nothing_is_held_long_and_nothing_tires() -> None:
    menu = plan(replace(TOLD, timing="before-run")).menu
    assert "two minutes" in menu.frame[0]
    assert "strides" in menu.frame[-1]
    for item in menu.items:
        assert item.exercise.before_run != "no"
        if item.exercise.stretches and item.hold_s is not None:
            assert item.hold_s <= 30


def test_after_a_run_there_are_no_drills() -> None:
    trained = replace(
        TOLD, timing="after-run", experience="trained", equipment=frozenset(KNOWN.equipment)
    )
    assert all(item.exercise.slot != "drill" for item in plan(trained).menu.items)


def test_nobody_without_a_complaint_is_told_to_run_differently() -> None:
    fine = replace(
        TOLD, complaints=(), seen={"overstride-left": True}, experience="trained",
        equipment=frozenset(KNOWN.equipment),
    )  # fmt: skip
    made = plan(fine)
    assert "low certainty" in made.caution
    assert all(item.exercise.slot != "drill" for item in made.menu.items)
    assert not plan(TOLD).caution


def test_nothing_is_stretched_that_was_not_found_to_be_short() -> None:
    normal = {f"active-knee-extension-{side}": 8.0 for side in ("left", "right")}
    told = replace(TOLD, results=normal, complaints=(Stated("achilles", "left", 3),))
    assert "heel-down-hamstring-stretch" not in names(plan(told).menu)
    assert not any("hamstrings" in item.exercise.stretches for item in plan(told).menu.items)


def test_the_start_level_is_the_one_the_test_found() -> None:
    level = {f"runners-stretch-level-{side}": 30.0 for side in ("left", "right")}
    menu = plan(replace(TOLD, results={**TOLD.results, **level})).menu
    stretch = next(item for item in menu.items if item.exercise.id == "runners-stretch")
    assert stretch.level.startswith("Hands at 30 cm")


def test_it_begins_on_the_side_that_needs_it_more() -> None:
    told = replace(
        TOLD,
        complaints=(Stated("achilles", "right", 3),),
        results={"heel-raise-count-right": 8.0, "heel-raise-count-left": 30.0},
    )
    raises = [i for i in plan(told).menu.items if i.exercise.id == "straight-knee-calf-raise"]
    assert [item.sides for item in raises] == [("right", "left")]


def test_reasons_name_the_cause_the_side_and_how_likely_it_is() -> None:
    for item in plan(TOLD).menu.items:
        assert item.reason.startswith("For ")
        assert "%)" in item.reason


# -- progression -----------------------------------------------------------------------------

STRETCH = KNOWN.exercises["runners-stretch"]
RULE = KNOWN.pain_rules["stretch"]
GOOD = Entry("runners-stretch", "left", 1, done=0.95, hard_faults=0.0, same_fault=0, pain=2)


@pytest.mark.parametrize(
    ("log", "decision", "level"),
    [
        ([], "keep", 0),
        ([GOOD], "keep", 1),
        ([GOOD, GOOD], "progress", 2),
        ([GOOD, replace(GOOD, hard_faults=0.3)], "keep", 1),
        ([GOOD, replace(GOOD, done=0.7)], "keep", 1),
        ([GOOD, replace(GOOD, done=0.4)], "regress", 0),
        ([GOOD, replace(GOOD, same_fault=3)], "regress", 0),
        ([GOOD, replace(GOOD, next_day_change=1)], "keep", 1),
        ([GOOD, replace(GOOD, next_day_change=3)], "regress", 0),
        ([GOOD, replace(GOOD, pain=9)], "stop", 1),
        ([GOOD, replace(GOOD, observed=False)], "keep", 1),
    ],
)
def test_the_log_decides_what_comes_next(log: Sequence[Entry], decision: str, level: int) -> None:
    following = next_time(log, STRETCH, RULE)
    assert (following.decision, following.level) == (decision, level)


def test_the_menu_follows_the_log() -> None:
    first = plan(TOLD).menu
    assert next(i for i in first.items if i.exercise.id == "runners-stretch").level.startswith(
        STRETCH.levels[0].name
    )
    log = [replace(GOOD, level=0, side=side) for side in ("left", "right") for _ in range(2)]
    later = plan(TOLD, log=log).menu
    assert next(i for i in later.items if i.exercise.id == "runners-stretch").level.startswith(
        STRETCH.levels[1].name
    )


def test_what_hurt_too_much_last_time_is_left_out() -> None:
    sore = replace(GOOD, level=0, pain=7)
    assert "runners-stretch" not in names(plan(TOLD, log=[sore]).menu)
    assert "runners-stretch" in names(plan(TOLD, log=[sore, replace(sore, pain=1)]).menu)


def test_a_harder_exercise_comes_once_its_prerequisite_is_clean() -> None:
    told = replace(
        TOLD, complaints=(Stated("hamstring", "left", 1),), equipment=frozenset(KNOWN.equipment)
    )
    bridge = Entry("bridge", None, 0, done=1.0, hard_faults=0.0, same_fault=0, pain=0)
    before = {i.exercise.id for i in plan(told).menu.items}
    assert "single-leg-bridge" not in before
    from evenstride.menu.candidates import suits

    assert suits(KNOWN.exercises["single-leg-bridge"], told, {bridge.exercise})
    assert not suits(KNOWN.exercises["single-leg-bridge"], told, set())
