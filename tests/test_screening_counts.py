"""Screens that count seconds, repetitions and points, against what was drawn."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from screening_films import (
    Shown,
    around,
    path,
    picture_of,
    series,
    shown,
    standing,
    the_test,
    tries,
    truth,
)

from evenstride.knowledge.entries import Joints, Posture
from evenstride.screening import Person, Result, screen
from evenstride.skeleton import INDEX

RATE = 15.0
WOMAN = Person(sex="woman", age=30)


def repeated(name: str, tops: list[float], *, end: Posture | None = None) -> Shown:
    """Two-second repetitions, each up to its own share of the way."""
    parts = [(1.5, 0.0)]
    for top in tops:
        parts += [(0.9, top), (0.2, top), (0.9, 0.0)]
    return shown(picture_of(name, end=end), path([*parts, (1.5, 0.0)], RATE))


def held(name: str, holds_s: list[float], *, rate: float = RATE) -> Shown:
    """So long at the far end, with half a second there and back and two seconds between."""
    parts = [(2.0, 0.0)]
    for seconds in holds_s:
        parts += [(0.5, 1.0), (seconds, 1.0), (0.5, 0.0), (2.0, 0.0)]
    return shown(picture_of(name), path(parts, rate))


def result_of(name: str, body: Shown, *, rate: float = RATE, **told: bool) -> Result:
    view = the_test(name).view
    film = series(around(body, rate), view, rate=rate)
    return screen(the_test(name), film, "right", person=WOMAN, told=told)


# Repetitions


def test_raises_are_counted_until_they_get_lower() -> None:
    result = result_of("heel-raise-count", repeated("heel-raise-count", [1.0] * 14 + [0.6] * 4))
    assert result.value == 14
    assert len(result.attempts) == 18
    assert {one.reason for one in result.attempts[14:]} == {"it did not go far enough"}
    assert result.verdict == "beyond"
    assert result.limit == 21


def test_one_low_raise_does_not_end_the_count_and_two_do() -> None:
    tops = [1.0, 1.0, 1.0, 0.6, 1.0, 1.0, 0.6, 0.6, 1.0, 1.0]
    assert result_of("heel-raise-count", repeated("heel-raise-count", tops)).value == 5


def test_raises_with_a_bent_knee_do_not_count() -> None:
    bent = Posture(working=Joints(knee=30, hip=18))
    name = "heel-raise-count"
    start = repeated(name, [1.0] * 4)
    parts = [(1.5, 0.0), *[(0.9, 1.0), (0.2, 1.0), (0.9, 0.0)] * 4, (1.5, 0.0)]
    wrong = shown(picture_of(name, start=bent, end=bent), path(parts, RATE))
    result = result_of(name, start.then(wrong))
    assert result.value == 4
    assert {one.reason for one in result.attempts if not one.counted} == {"The knee was bent"}


def test_bridges_count_where_the_line_is_reached() -> None:
    name = "hamstring-bridge-test"
    full = picture_of(name)
    assert truth(full, "hip_flexion") < 8
    body = repeated(name, [1.0] * 7 + [0.7] * 3)
    assert truth(full, "hip_flexion", share=0.7) > 12
    result = result_of(name, body)
    assert result.value == 7
    assert result.meanings[0].way == "for"


def test_no_bridge_that_reaches_the_line_is_told_but_does_not_weigh() -> None:
    result = result_of("hamstring-bridge-test", repeated("hamstring-bridge-test", [0.6] * 5))
    assert (result.status, result.value) == ("low", 0.0)
    assert result.meanings == ()


# Seconds


@pytest.mark.parametrize("rate", [15.0, 30.0])
def test_the_longest_of_three_stands_counts(rate: float) -> None:
    result = result_of("single-leg-balance", held("single-leg-balance", [4, 9, 6], rate=rate),
                       rate=rate)  # fmt: skip
    assert result.status == "ok"
    assert len(result.attempts) == 3
    # The foot is up for a part of the half second there and back.
    assert isinstance(result.value, float)
    assert 9.0 <= result.value <= 10.0


def test_nobody_need_stand_for_longer_than_asked() -> None:
    result = result_of("single-leg-balance", held("single-leg-balance", [52]))
    assert result.value == 45
    assert result.status == "ok"


def test_a_foot_that_comes_down_ends_the_stand_within_a_tenth_of_a_second() -> None:
    body = held("single-leg-balance", [10])
    film = series(body, "front", rate=30.0, noise=0.0)
    film = replace(film, time_s=film.time_s * 30.0 / RATE)
    points = film.points.copy()
    down = (film.time_s > 8.0) & (film.time_s < 8.6)
    points[down, INDEX["left_ankle"], 1] = points[0, INDEX["left_ankle"], 1]
    result = screen(the_test("single-leg-balance"), replace(film, points=points), "right")
    first, last = result.attempts
    assert first.end_s == pytest.approx(8.0, abs=0.1)
    assert last.start_s == pytest.approx(8.6, abs=0.1)


def test_a_standing_foot_that_hops_ends_the_stand() -> None:
    body = held("single-leg-balance", [12])
    joints = body.joints.copy()
    moved = np.arange(len(joints)) / RATE > 9.0
    joints[moved] += [0.0, 0.0, 0.2]
    film = series(Shown(joints, body.low_back), "front", rate=RATE)
    result = screen(the_test("single-leg-balance"), film, "right")
    assert isinstance(result.value, float)
    assert result.value < 8.0


def test_a_film_that_ends_while_somebody_holds_gives_a_lower_bound() -> None:
    parts = [(2.0, 0.0), (0.5, 1.0), (12.0, 1.0)]
    body = shown(picture_of("single-leg-balance"), path(parts, RATE))
    film = series(standing(1.0, RATE).then(body), "front", rate=RATE)
    result = screen(the_test("single-leg-balance"), film, "right")
    assert (result.status, result.at_least, result.verdict) == ("low", True, "too close to tell")
    assert "at least" in result.sentences[0]


def test_somebody_who_is_lost_from_sight_is_not_taken_to_hold_on() -> None:
    film = series(around(held("single-leg-balance", [12]), RATE), "front", rate=RATE)
    good = film.good.copy()
    good[(film.time_s > 9.0) & (film.time_s < 11.0)] = False
    result = screen(the_test("single-leg-balance"), replace(film, good=good), "right")
    assert len(result.attempts) == 2
    assert all(one.end_s <= 9.1 or one.start_s >= 10.9 for one in result.attempts)
    short = film.good.copy()
    short[(film.time_s > 9.0) & (film.time_s < 9.3)] = False
    same = screen(the_test("single-leg-balance"), replace(film, good=short), "right")
    assert len(same.attempts) == 1


@pytest.mark.parametrize(("name", "view"), [("side-plank-test", "front"),
                                            ("front-plank-test", "side")])  # fmt: skip
def test_a_plank_ends_where_the_hips_sag(name: str, view: str) -> None:
    body = held(name, [20])
    start_s = 2.5
    joints = body.joints.copy()
    time_s = np.arange(len(joints)) / RATE
    sagging = (time_s > start_s + 12) & (time_s < start_s + 20)
    for side in ("left", "right"):
        joints[sagging, INDEX[f"{side}_hip"], 1] -= 0.22
    film = series(Shown(joints, body.low_back), view, rate=RATE)
    result = screen(the_test(name), film, "right", person=WOMAN)
    assert isinstance(result.value, float)
    assert 11.5 < result.value < 12.8
    assert not result.at_least


# Points and yes or no


def step_down(**end: object) -> Result:
    name = "step-down-test"
    body = shown(picture_of(name, end=Posture(**end)), path(tries(5), RATE))  # type: ignore[arg-type]  # a posture by name
    return result_of(name, body)


def test_a_clean_step_down_has_no_points() -> None:
    result = step_down()
    assert (result.status, result.value) == ("ok", 0.0)
    assert len(result.attempts) == 5


@pytest.mark.parametrize(
    ("end", "words"),
    [
        ({"side_lean": 18}, ("trunk leaned",)),
        ({"hips_level": -16}, ("out of level",)),
        ({"working": Joints(knee_in=29)}, ("second toe",)),
        ({"hands": "overhead"}, ("hands left",)),
    ],
)
def test_each_point_of_a_step_down_is_seen_by_itself(
    end: dict[str, object], words: tuple[str, ...]
) -> None:
    result = step_down(**end)
    assert result.value == len(words)
    assert all(any(word in one for one in result.sentences) for word in words)


def test_a_knee_inside_the_foot_has_two_points_and_a_poor_step_down_four_or_more() -> None:
    assert step_down(working=Joints(knee_in=48)).value == 2
    poor = step_down(working=Joints(knee_in=48), side_lean=18, hips_level=-16, hands="overhead")
    assert isinstance(poor.value, float)
    assert poor.value >= 4
    assert poor.verdict == "beyond"


def test_an_unsteady_step_down_has_a_point() -> None:
    name = "step-down-test"
    ends = [shown(picture_of(name, end=Posture(working=Joints(knee_in=way))), path(tries(5), 30.0))
            for way in (-6.0, 18.0)]  # fmt: skip
    time_s = np.arange(len(ends[0].joints)) / 30.0
    share = (0.5 + 0.5 * np.sin(2 * np.pi * 1.8 * time_s))[:, None, None]
    shaky = Shown((1 - share) * ends[0].joints + share * ends[1].joints, ends[0].low_back)
    result = result_of(name, shaky, rate=30.0)
    assert result.value == 1
    assert any("unsteady" in one for one in result.sentences)


HINGE = "hinge-test"


def hinged(end: Posture, *, back: bool = True, **told: bool) -> Result:
    body = shown(picture_of(HINGE, end=end), path(tries(5), RATE))
    film = series(around(body, RATE), "side", rate=RATE, back=back)
    return screen(the_test(HINGE), film, "right", told=told)


def both(**joints: float) -> Posture:
    return Posture(working=Joints(**joints), other=Joints(**joints))  # type: ignore[arg-type]  # angles by name


def test_a_clean_hinge_is_clean() -> None:
    result = hinged(Posture())
    assert (result.status, result.value, result.verdict) == ("ok", False, "within")
    assert "clean" in result.sentences[0]


@pytest.mark.parametrize(
    ("end", "word"),
    [
        (Posture(low_back=-8), "back"),
        (both(knee=45, hip=95), "knees"),
        (Posture(trunk=28, working=Joints(hip=46), other=Joints(hip=46)), "folded"),
    ],
)
def test_each_fault_of_a_hinge_is_named(end: Posture, word: str) -> None:
    result = hinged(end)
    assert result.value is True
    assert result.verdict == "beyond"
    assert any(word in one for one in result.sentences)


def test_a_hinge_whose_back_was_not_seen_is_asked_about() -> None:
    result = hinged(Posture(), back=False)
    assert (result.status, result.value) == ("refused", None)
    assert [one.id for one in result.questions] == ["back-kept"]
    told = {"back-kept": True}
    assert hinged(Posture(), back=False, **told).value is False
    assert hinged(Posture(), back=False, **{"back-kept": False}).value is True
    # What is wrong without the back needs no answer.
    assert hinged(both(knee=45, hip=95), back=False).value is True
