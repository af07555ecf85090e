"""Screens: a drawn body's true value comes back, and what was not done well never counts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from screening_films import (
    KNOWN,
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

from evenstride.causes.evidence import cutoff
from evenstride.form import DEFINITIONS
from evenstride.intake import Intake
from evenstride.knowledge.checking import complaints_about
from evenstride.knowledge.entries import Joints, Measure, Picture, Posture
from evenstride.live import Series
from evenstride.screening import Person, Result, screen
from evenstride.skeleton import INDEX, SIDES, Side

READ = sorted(name for name, one in KNOWN.screens.items() if one.reading is not None)
WOMAN = Person(sex="woman", age=30, height_cm=175)
TOLD = {"hands-height": 30.0, "toe-to-wall": 7.0}
WANTED = ("S01", "S01b", "S02", "S04", "S05", "S08", "S09", "S10", "S11", "S12", "S13", "S14",
          "S15", "S16", "S17", "S18", "S19", "S20", "S22", "S23")  # fmt: skip


def end(**joints: float) -> Posture:
    return Posture(working=Joints(**joints))  # type: ignore[arg-type]  # angles by name


def filmed(
    picture: Picture,
    *,
    rate: float = 15.0,
    side: Side = "right",
    count: int = 3,
    back: bool = True,
    depth: bool = True,
) -> Series:
    body = shown(picture, path(tries(count, hold_s=3.0), rate))
    return series(around(body, rate), picture.view, side=side, rate=rate, back=back, depth=depth)


def seen(name: str, picture: Picture, **film: object) -> Result:
    side: Side = film.get("side", "right")  # type: ignore[assignment]  # a side
    return screen(the_test(name), filmed(picture, **film), side, person=WOMAN, told=TOLD)  # type: ignore[arg-type]  # the film's own options


def test_every_screen_that_is_promised_is_read_by_the_camera() -> None:
    codes = {KNOWN.screens[name].code for name in READ}
    assert set(WANTED) <= codes


@pytest.mark.parametrize("name", READ)
def test_what_a_screen_reads_can_be_seen_from_its_view(name: str) -> None:
    test = the_test(name)
    assert test.reading is not None
    reading = test.reading
    bands = [*reading.position, *reading.keep, *reading.notes]
    looked_at: list[Measure | None] = [reading.measure, reading.value, *(b.measure for b in bands)]
    for measure in looked_at:
        if measure is not None:
            assert test.view in DEFINITIONS[measure].views, measure


def test_a_reading_that_does_not_hang_together_is_found() -> None:
    name = "runners-stretch-level"
    screens = dict(KNOWN.screens)
    good = the_test(name).reading
    assert good is not None
    wrong = {
        "nothing is called": {"told": "nobody"},
        "asked for nothing": {"told": "", "told_only": False},
        "needed": {"needed": 3, "wanted": 1},
        "say what moves": {"measure": None},
        "reaches": {"kind": "count"},
        "variants": {"kind": "worst"},
    }
    for words, change in wrong.items():
        reading = good.model_copy(update=change)
        screens[name] = the_test(name).model_copy(update={"reading": reading})
        found = complaints_about(replace(KNOWN, screens=screens))
        assert any(words in one for one in found), words
    assert complaints_about(KNOWN) == []


Value = Callable[[Picture], float]


def at_end(measure: Measure, sign: float = 1.0) -> Value:
    return lambda picture: sign * truth(picture, measure)


def change(measure: Measure) -> Value:
    return lambda picture: truth(picture, measure) - truth(picture, measure, share=0.0)


CALF = {
    "start": Posture(working=Joints(hip=-2, knee=2)),
    "end": Posture(trunk=20, working=Joints(hip=-3, knee=2)),
}
VALUES: list[tuple[str, Picture, Value]] = [
    ("active-knee-extension", picture_of("active-knee-extension", end=end(knee=8)), lambda _: 8.0),
    ("active-knee-extension", picture_of("active-knee-extension", end=end(knee=41)),
     lambda _: 41.0),
    ("passive-knee-extension", picture_of("passive-knee-extension", end=end(knee=28)),
     lambda _: 28.0),
    ("active-leg-raise", picture_of("active-leg-raise", end=end(hip=52)), change("thigh_lift")),
    ("active-leg-raise", picture_of("active-leg-raise", end=end(hip=88)), change("thigh_lift")),
    ("passive-leg-raise", picture_of("passive-leg-raise", end=end(hip=66)), at_end("thigh_lift")),
    ("single-leg-squat-test", picture_of("single-leg-squat-test", end=end(knee_in=16)),
     at_end("knee_in")),
    ("toe-touch", picture_of("toe-touch", end=Posture(trunk=75, working=Joints(hip=80),
                                                      other=Joints(hip=80))),
     lambda picture: 1.75 * truth(picture, "fingers_height")),
    ("downward-dog-test", picture_of("downward-dog-test"), at_end("knee_flexion")),
    ("prone-leg-lift", picture_of("prone-leg-lift", end=Posture(low_back=16)), lambda _: 14.0),
    ("thomas-test", picture_of("thomas-test"), at_end("thigh_lift")),
    ("thomas-test", picture_of("thomas-test", end=end(hip=12)), at_end("thigh_lift")),
    ("prone-hip-extension-test", picture_of("prone-hip-extension-test"), lambda _: 10.0),
    ("prone-hip-rotation", picture_of("prone-hip-rotation", end=end(hip_turn=-22)),
     lambda _: 22.0),
    ("seated-hip-rotation", picture_of("seated-hip-rotation", end=end(hip_turn=24)),
     at_end("shank_out", -1.0)),
]  # fmt: skip


@pytest.mark.parametrize("rate", [30.0, 15.0])
@pytest.mark.parametrize(("name", "picture", "value"), VALUES, ids=[n for n, _, _ in VALUES])
def test_the_true_value_comes_back_within_the_stated_error(
    name: str, picture: Picture, value: Value, rate: float
) -> None:
    count = 5 if name == "single-leg-squat-test" else 3
    result = seen(name, picture, rate=rate, count=count)
    assert result.status == "ok", result.reason
    assert len(result.counted) == count
    assert isinstance(result.value, float)
    away = abs(result.value - value(picture))
    assert away < 1.96 * result.sd
    assert away < 4.0, "the camera's own part of the error is far smaller than the test's"


ALONE = [name for name in READ if KNOWN.screens[name].code != "S01b"]
"""All but the one that takes several films; see test_screening_meaning."""


@pytest.mark.parametrize("name", ALONE)
def test_the_mirrored_film_gives_the_mirrored_result(name: str) -> None:
    picture = picture_of(name)
    right, left = (seen(name, picture, rate=15.0, side=side) for side in SIDES[::-1])
    assert left.value == pytest.approx(right.value, abs=1e-6)
    assert (left.status, left.verdict) == (right.status, right.verdict)
    assert [one.value for one in left.remarks] == pytest.approx(
        [one.value for one in right.remarks], abs=1e-6
    )
    if the_test(name).sided:
        assert (left.node, right.node) == (f"{name}-left", f"{name}-right")
    else:
        assert left.node == right.node == name


def test_getting_into_position_and_away_is_no_try() -> None:
    rate = 30.0
    for name in ("active-knee-extension", "active-leg-raise", "prone-leg-lift", "thomas-test"):
        body = shown(picture_of(name), path(tries(3, hold_s=3.0), rate))
        film = series(around(body, rate, seconds=2.0), "side", rate=rate)
        result = screen(the_test(name), film, "right", person=WOMAN)
        first, last = 3.0, film.time_s[-1] - 3.0
        assert len(result.attempts) == 3
        assert all(first <= one.start_s and one.end_s <= last for one in result.attempts)


def test_frontal_points_without_depth_give_the_same() -> None:
    for name, turned in (("single-leg-squat-test", end(knee_in=14)),
                         ("prone-hip-rotation", end(hip_turn=-30))):  # fmt: skip
        picture = picture_of(name, end=turned)
        deep, flat = (seen(name, picture, depth=depth, count=5) for depth in (True, False))
        assert deep.value == pytest.approx(flat.value, abs=1.5)


# Verdicts


@pytest.mark.parametrize(
    ("knee", "verdict"), [(50.0, "beyond"), (4.0, "within"), (26.0, "too close to tell")]
)
def test_a_verdict_needs_more_than_the_error(knee: float, verdict: str) -> None:
    result = seen("active-knee-extension", picture_of("active-knee-extension", end=end(knee=knee)))
    assert result.verdict == verdict
    assert result.range is not None
    low, high = result.range
    assert result.limit is not None
    assert (low <= result.limit <= high) == (verdict == "too close to tell")


def test_the_border_is_the_one_that_fits_the_person() -> None:
    film = filmed(picture_of("active-knee-extension"))
    limits = {
        sex: screen(the_test("active-knee-extension"), film, "right", person=Person(sex=sex)).limit
        for sex in ("man", "woman")
    }
    assert limits == {"man": 33, "woman": 23}
    unknown = screen(the_test("active-knee-extension"), film, "right").limit
    same = cutoff(the_test("active-knee-extension"), Intake())
    assert same is not None
    assert unknown == same.above, "causes and screens go by one border"


def test_a_border_from_below_is_read_from_below() -> None:
    short = seen("active-leg-raise", picture_of("active-leg-raise", end=end(hip=45)))
    long = seen("active-leg-raise", picture_of("active-leg-raise", end=end(hip=90)))
    assert (short.verdict, long.verdict) == ("beyond", "within")


# Refusals


def refused_for(result: Result, *words: str) -> None:
    assert result.status == "refused"
    assert result.value is None
    assert result.meanings == ()
    assert all(word in result.reason for word in words), result.reason
    assert result.reason in result.sentences[-1]


def test_a_wrong_view_is_refused_with_what_to_do() -> None:
    film = filmed(picture_of("active-knee-extension"))
    turned = replace(film, good=np.zeros(len(film.time_s), dtype=bool))
    refused_for(screen(the_test("active-knee-extension"), turned, "right"), "from the side")
    front = filmed(picture_of("single-leg-squat-test"))
    refused_for(screen(the_test("active-knee-extension"), front, "right"), "from the side")
    refused_for(screen(the_test("prone-hip-rotation"), front, "right"), "behind")


def test_a_body_that_is_not_whole_in_the_picture_is_refused() -> None:
    film = filmed(picture_of("active-knee-extension"))
    points = film.points.copy()
    points[:, INDEX["right_ankle"]] = np.nan
    cut = replace(film, points=points, good=np.zeros(len(film.time_s), dtype=bool))
    refused_for(screen(the_test("active-knee-extension"), cut, "right"), "in the picture")


def test_joints_that_were_not_seen_are_refused() -> None:
    film = filmed(picture_of("active-knee-extension"))
    points = film.points.copy()
    points[:, INDEX["right_ankle"]] = np.nan
    lost = replace(film, points=points)
    refused_for(screen(the_test("active-knee-extension"), lost, "right"), "not seen")


def test_a_heel_that_was_not_seen_is_not_taken_to_be_down() -> None:
    film = filmed(picture_of("knee-to-wall-test"))
    points = film.points.copy()
    points[:, INDEX["right_heel"]] = np.nan
    lost = replace(film, points=points)
    result = screen(the_test("knee-to-wall-test"), lost, "right", told=TOLD)
    refused_for(result, "heel")


def test_a_film_without_the_test_or_too_short_is_refused() -> None:
    alone = series(standing(10.0, 30.0), "side")
    refused_for(screen(the_test("active-knee-extension"), alone, "right"), "position")
    short = series(standing(0.5, 30.0), "side")
    refused_for(screen(the_test("active-knee-extension"), short, "right"), "too short")


def test_one_try_is_told_but_weighs_nothing_and_none_is_refused() -> None:
    one = seen("active-knee-extension", picture_of("active-knee-extension"), count=1)
    assert one.status == "low"
    assert one.value is not None
    assert one.meanings == ()
    assert "1 of 3" in one.reason
    still = seen("active-knee-extension", picture_of("active-knee-extension"), count=0)
    refused_for(still, "repetition")


WRONG: list[tuple[str, Posture, str]] = [
    ("active-leg-raise", Posture(working=Joints(hip=70, knee=32)), "knee was bent"),
    ("active-leg-raise", Posture(other=Joints(hip=22, down=False)), "other leg"),
    ("active-knee-extension", Posture(working=Joints(hip=70, knee=20)), "thigh"),
    ("active-knee-extension", Posture(other=Joints(hip=25, down=False)), "other leg"),
    ("thomas-test", Posture(low_back=9), "hollow"),
    ("downward-dog-test", Posture(low_back=-7), "round"),
    ("runners-stretch-level", Posture(working=Joints(knee=28)), "front knee"),
    ("knee-to-wall-test", Posture(working=Joints(foot=-22)), "heel"),
    ("prone-leg-lift", Posture(working=Joints(knee=40)), "knee"),
    ("prone-leg-lift", Posture(other=Joints(hip=-9, down=False)), "told apart"),
    ("prone-hip-extension-test", Posture(low_back=10), "hollow"),
    ("toe-touch", Posture(working=Joints(knee=30, hip=130), other=Joints(knee=30, hip=130)),
     "knees"),
    ("prone-hip-rotation", Posture(roll=14), "pelvis"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "posture", "word"), WRONG, ids=[f"{n}: {w}" for n, _, w in WRONG])
def test_what_was_not_done_as_asked_does_not_count_and_says_why(
    name: str, posture: Posture, word: str
) -> None:
    result = seen(name, picture_of(name, end=posture))
    refused_for(result, word)
    assert result.attempts
    assert not result.counted


def test_one_bad_try_among_three_is_left_out_of_the_value() -> None:
    rate = 30.0
    good = shown(picture_of("active-knee-extension"), path(tries(1, hold_s=3.0), rate))
    bad_end = Posture(other=Joints(hip=25, down=False), working=Joints(knee=30))
    bad = shown(picture_of("active-knee-extension", end=bad_end), path(tries(1, hold_s=3.0), rate))
    film = series(good.then(bad).then(good), "side", rate=rate)
    result = screen(the_test("active-knee-extension"), film, "right")
    assert result.status == "ok"
    assert [one.counted for one in result.attempts] == [True, False, True]
    assert result.value == pytest.approx(20, abs=2)


# What is asked

UNSEEN_BACK = ("thomas-test", "downward-dog-test", "runners-stretch-level",
               "prone-hip-extension-test")  # fmt: skip


@pytest.mark.parametrize("name", UNSEEN_BACK)
def test_a_back_that_was_not_seen_is_asked_about_and_never_passed(name: str) -> None:
    film = filmed(picture_of(name), back=False)
    result = screen(the_test(name), film, "right", told=TOLD)
    refused_for(result, "Please answer")
    (question,) = result.questions
    yes = screen(the_test(name), film, "right", told={**TOLD, question.id: True})
    assert yes.status == "ok"
    no = screen(the_test(name), film, "right", told={**TOLD, question.id: False})
    refused_for(no)


def test_a_hollow_nobody_saw_is_asked_about() -> None:
    film = filmed(picture_of("prone-leg-lift"), back=False)
    nothing = screen(the_test("prone-leg-lift"), film, "right")
    refused_for(nothing, "Please answer")
    told = screen(the_test("prone-leg-lift"), film, "right", told={"hollow-grew": True})
    assert (told.status, told.value, told.verdict) == ("ok", True, "beyond")


@pytest.mark.parametrize(("name", "key"), [("runners-stretch-level", "hands-height"),
                                           ("knee-to-wall-test", "toe-to-wall")])  # fmt: skip
def test_a_length_no_camera_knows_is_asked_and_only_then_is_there_a_value(
    name: str, key: str
) -> None:
    film = filmed(picture_of(name))
    result = screen(the_test(name), film, "right")
    refused_for(result, "centimetres")
    assert [one.id for one in result.questions] == [key]
    told = screen(the_test(name), film, "right", told={key: 5.0})
    assert (told.status, told.value) == ("ok", 5.0)


def test_the_shank_s_lean_is_told_beside_the_distance() -> None:
    picture = picture_of("knee-to-wall-test")
    result = seen("knee-to-wall-test", picture)
    (lean,) = result.remarks
    assert lean.value == pytest.approx(-truth(picture, "shank_angle"), abs=2)


def test_centimetres_need_a_height() -> None:
    film = filmed(picture_of("toe-touch"))
    result = screen(the_test("toe-touch"), film, "right")
    refused_for(result, "centimetres")
    told = screen(the_test("toe-touch"), film, "right", told={"fingers": 12.0})
    assert told.value == 12.0
    assert told.sd == the_test("toe-touch").error, "a tape has no film's error"


def test_a_squat_tells_more_than_its_knee() -> None:
    crooked = Posture(hips_level=-14, side_lean=17, working=Joints(knee_in=12))
    picture = picture_of("single-leg-squat-test", end=crooked)
    remarks = {one.name: one for one in seen("single-leg-squat-test", picture, count=5).remarks}
    drop, lean = remarks["Drop of the other hip"], remarks["Lean of the trunk to this side"]
    assert drop.value == pytest.approx(truth(picture, "pelvic_drop"), abs=4)
    assert lean.value == pytest.approx(17, abs=3)
    assert drop.stands_out
    assert lean.stands_out
    depth = remarks["Depth, bend of the knee"]
    assert depth.value == pytest.approx(truth(picture, "knee_flexion"), abs=4)


def test_a_wobbling_knee_is_told_from_a_calm_one_and_from_noise() -> None:
    rate = 30.0
    picture = picture_of("single-leg-squat-test")
    calm = shown(picture, path(tries(5), rate))
    ends = [shown(picture_of("single-leg-squat-test", end=end(knee_in=way)), path(tries(5), rate))
            for way in (-10.0, 10.0)]  # fmt: skip
    time_s = np.arange(len(calm.joints)) / rate
    share = (0.5 + 0.5 * np.sin(2 * np.pi * 1.8 * time_s))[:, None, None]
    shaky = Shown((1 - share) * ends[0].joints + share * ends[1].joints, calm.low_back)
    found = []
    for body in (calm, shaky):
        film = series(body, "front", rate=rate)
        result = screen(the_test("single-leg-squat-test"), film, "right")
        found.append({one.name: one.value for one in result.remarks}["Wobble"])
    assert found[0] < 1.0
    assert found[1] > 2.5


def test_both_ways_of_turning_a_hip_are_read_off_one_film() -> None:
    rate = 30.0
    inward = shown(picture_of("prone-hip-rotation", end=end(hip_turn=-36)), path(tries(3), rate))
    outward = shown(picture_of("prone-hip-rotation", end=end(hip_turn=42)), path(tries(3), rate))
    film = series(inward.then(outward), "rear", rate=rate)
    result = screen(the_test("prone-hip-rotation"), film, "right")
    assert result.value == pytest.approx(36, abs=2)
    values = {one.name: one.value for one in result.remarks}
    assert values["Turning outwards, the shank swung inwards"] == pytest.approx(42, abs=2)
    assert values["Both ways together"] == pytest.approx(78, abs=3)
