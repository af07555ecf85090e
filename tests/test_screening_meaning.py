"""Screens: what results say about causes, and what may be called a change or a difference."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest
from screening_films import KNOWN, around, path, picture_of, series, shown, the_test, tries

from evenstride.causes import explain
from evenstride.errors import InputError
from evenstride.intake import Answer, Intake, Stated, sided
from evenstride.knowledge.entries import Joints, Posture
from evenstride.live import Series
from evenstride.screening import (
    Result,
    as_results,
    between_sides,
    screen,
    screen_variants,
    since,
)
from evenstride.skeleton import SIDES, Side

RATE = 15.0
TOLD = Intake(complaints=(Stated("hamstring", "left", 3),), red_flags=frozenset())


def end(**joints: float) -> Posture:
    return Posture(working=Joints(**joints))  # type: ignore[arg-type]  # angles by name


def film(name: str, posture: Posture, *, side: Side = "left", count: int = 3) -> Series:
    picture = picture_of(name, end=posture)
    body = around(shown(picture, path(tries(count, hold_s=3.0), RATE)), RATE)
    return series(body, picture.view, side=side, rate=RATE)


@cache
def knee(bend: float, side: Side = "left", *, count: int = 3) -> Result:
    name = "active-knee-extension"
    return screen(the_test(name), film(name, end(knee=bend), side=side, count=count), side)


def chance(node: str, **results: Answer) -> float:
    named = {key.replace("_", "-"): value for key, value in results.items()}
    causes = explain(replace(TOLD, results=named), (), KNOWN)
    table = causes.graph.network.probabilities([causes.case])[0]
    return float(table[causes.graph.network.index[node]])


SAYS: list[tuple[str, Posture, str]] = [
    ("active-knee-extension", end(knee=55), "beyond"),
    ("active-knee-extension", end(knee=3), "within"),
    ("active-leg-raise", end(hip=40), "beyond"),
    ("active-leg-raise", end(hip=92), "within"),
    ("single-leg-squat-test", end(knee_in=24), "beyond"),
    ("single-leg-squat-test", end(knee_in=-4), "within"),
    ("thomas-test", end(hip=14), "beyond"),
    ("thomas-test", end(hip=-14), "within"),
    ("seated-hip-rotation", end(hip_turn=20), "beyond"),
    ("seated-hip-rotation", end(hip_turn=46), "within"),
    ("prone-hip-rotation", end(hip_turn=-18), "beyond"),
    ("prone-hip-rotation", end(hip_turn=-44), "within"),
]


@pytest.mark.parametrize(("name", "posture", "verdict"), SAYS,
                         ids=[f"{name}: {verdict}" for name, _, verdict in SAYS])  # fmt: skip
def test_a_result_moves_its_causes_in_the_direction_it_states(
    name: str, posture: Posture, verdict: str
) -> None:
    count = 5 if name == "single-leg-squat-test" else 3
    result = screen(the_test(name), film(name, posture, count=count), "left")
    assert result.verdict == verdict, result.sentences
    results = as_results([result])
    assert set(results) == {f"{name}-left"}
    for meaning in result.meanings:
        if meaning.way == "open":
            continue
        cause = KNOWN.causes[meaning.cause]
        node = sided(meaning.cause, "left" if cause.sided else None)
        before, after = chance(node), chance(node, **{f"{name}-left": results[f"{name}-left"]})
        assert (after > before) == (meaning.way == "for"), meaning
        assert meaning.side == ("left" if cause.sided else None)
    assert {one.way for one in result.meanings} == {"for" if verdict == "beyond" else "against"}


def test_what_was_refused_or_does_not_weigh_never_reaches_the_causes() -> None:
    ok, low, refused = knee(40), knee(40, "right", count=1), knee(40, count=0)
    assert (ok.status, low.status, refused.status) == ("ok", "low", "refused")
    assert dict(as_results([ok, low, refused])) == {"active-knee-extension-left": ok.value}


def test_too_close_to_tell_leaves_the_causes_open() -> None:
    result = knee(30)
    assert result.verdict == "too close to tell"
    assert {one.way for one in result.meanings} == {"open"}


# Before and after


def test_the_indicator_changes_only_beyond_both_errors() -> None:
    name = "downward-dog-test"
    straight = screen(the_test(name), film(name, Posture()), "left")
    assert straight.value is not None
    bent = replace(straight, value=float(straight.value) + 20.0)
    nearly = replace(straight, value=float(straight.value) + 8.0)
    test = the_test(name)
    assert test.error == 3
    assert straight.sd == pytest.approx(3)
    better = since(test, bent, straight)
    assert (better.way, better.value) == ("better", pytest.approx(-20))
    assert since(test, straight, bent).way == "worse"
    same = since(test, nearly, straight)
    # 1.96 times the root of two times three degrees is 8.3.
    assert same.way == "no detectable difference"
    more = replace(straight, value=float(straight.value) + 8.4)
    assert since(test, more, straight).way == "better"


def test_what_has_no_value_cannot_be_compared() -> None:
    test = the_test("active-knee-extension")
    assert since(test, knee(40, count=0), knee(20)).way == "not comparable"
    assert since(test, knee(40, "left"), knee(20, "right")).way == "not comparable"


def test_the_side_that_falls_behind_is_named() -> None:
    test = the_test("active-knee-extension")
    sides = {side: {bend: knee(bend, side) for bend in (5.0, 40.0)} for side in SIDES}
    left = between_sides(test, sides["left"][40.0], sides["right"][5.0])
    assert (left.way, left.value) == ("left", pytest.approx(35, abs=2))
    assert between_sides(test, sides["left"][5.0], sides["right"][40.0]).way == "right"
    even = between_sides(test, sides["left"][5.0], sides["right"][5.0])
    assert even.way == "no detectable difference"


def test_more_is_better_where_the_border_is_below() -> None:
    name = "active-leg-raise"
    low, high = (screen(the_test(name), film(name, end(hip=hip)), "left") for hip in (45, 85))
    assert since(the_test(name), low, high).way == "better"


# One test in several positions

ARMS = "single-leg-squat-arms-test"
PLAIN = "single-leg-squat-test"


def arms(*knees: float, side: Side = "left") -> Result:
    reading = the_test(ARMS).reading
    assert reading is not None
    films = {
        name: film(PLAIN, end(knee_in=inward), side=side, count=3)
        for name, inward in zip(reading.variants, knees, strict=False)
    }
    return screen_variants(the_test(ARMS), films, side)


def test_the_worst_arm_position_is_set_against_the_arms_crossed() -> None:
    result = arms(6.0, 7.0, 20.0, 5.0, 9.0)
    assert result.status == "ok"
    assert result.value == pytest.approx(14, abs=2)
    assert result.verdict == "beyond"
    assert {one.cause for one in result.meanings if one.way == "for"} >= {"glute-hamstring-timing"}
    assert [round(one.value) for one in result.attempts] == pytest.approx([1, 14, -1, 3], abs=2)
    right = arms(6.0, 7.0, 20.0, 5.0, 9.0, side="right")
    assert right.value == pytest.approx(result.value, abs=1e-6)
    steady = arms(6.0, 6.0, 6.0, 6.0, 6.0, side="right")
    assert between_sides(the_test(ARMS), result, steady).way == "left"


def test_one_film_is_no_comparison_of_positions() -> None:
    result = screen(the_test(ARMS), film(PLAIN, end(knee_in=20)), "left")
    assert (result.status, result.value) == ("refused", None)
    assert "film of each" in result.reason


def test_a_missing_position_weighs_nothing_and_without_the_first_there_is_no_value() -> None:
    some = arms(6.0, 7.0, 20.0)
    assert some.status == "low"
    assert "hands behind the back" in some.reason
    assert as_results([some]) == {}
    with pytest.raises(InputError, match="arms crossed"):
        screen_variants(the_test(ARMS), {}, "left")
    with pytest.raises(InputError, match="several"):
        screen_variants(the_test(PLAIN), {}, "left")
