"""A posed body has the angles it was given, stands on the floor and reaches what it holds."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evenstride.figure.body import SOLE_M
from evenstride.knowledge.entries import Exercise, Joints, Picture, Posture
from evenstride.posed import BODY, held, joints_m, loop, part_way, posed, still
from evenstride.posed.placing import WRIST_UP
from evenstride.report.posing import animation_svg, picture_svg
from evenstride.skeleton import INDEX, MIRROR

STANDING = Posture(working=Joints(foot=0), other=Joints(foot=0))
SQUAT = Posture(
    trunk=35, hands="front", working=Joints(hip=95, knee=90), other=Joints(hip=95, knee=90)
)
MISTAKE = {
    "id": "round-back",
    "name": "Round back",
    "cue": "Chest long.",
    "severity": "hard",
    "when": [{"measure": "low_back", "below": -2, "unit": "% trunk"}],
    "drawn": {"low_back": -12},
    "sources": ["own"],
}


def exercise(picture: Picture) -> Exercise:
    return Exercise.model_validate(
        {
            "id": "squat",
            "code": "E00",
            "name": 'A "squat" <&>',
            "purpose": "Shows a body.",
            "slot": "control",
            "tags": ["knees"],
            "view": picture.view,
            "per_side": False,
            "body_position": "standing",
            "before_run": "no",
            "set_up": ["Stand."],
            "cues": ["Sit."],
            "mistakes": [MISTAKE],
            "dose": {"sets": 1, "days_a_week": [1, 2], "sources": ["own"]},
            "helps": [],
            "grade": "D",
            "evidence": "None.",
            "sources": ["own"],
            "picture": picture.model_dump(),
        }
    )


def joint(joints: np.ndarray, name: str) -> np.ndarray:
    return joints[INDEX[name]]


def test_a_standing_body_is_as_tall_and_wide_as_its_lengths() -> None:
    joints = joints_m(Posture())
    assert joint(joints, "right_hip")[1] == pytest.approx(
        BODY.leg_m + 0.037 * BODY.height_m + SOLE_M
    )
    across = joint(joints, "right_shoulder") - joint(joints, "left_shoulder")
    assert across == pytest.approx([0, 0, 2 * BODY.half_shoulders_m])


@settings(deadline=None, max_examples=25)
@given(hip=st.integers(-20, 100), knee=st.integers(0, 120), trunk=st.integers(-90, 90))
def test_the_other_working_side_is_the_mirror(hip: int, knee: int, trunk: int) -> None:
    posture = Posture(trunk=trunk, hips_level=5, working=Joints(hip=hip, knee=knee, arm=20))
    right, left = (joints_m(posture, side=side) for side in ("right", "left"))
    assert left == pytest.approx(right[list(MIRROR)] * [1, 1, -1])


@settings(deadline=None, max_examples=40)
@given(
    trunk=st.integers(-120, 130),
    roll=st.sampled_from([0, 0, 0, 80, -80]),
    hip=st.integers(-15, 110),
    knee=st.integers(0, 130),
)
def test_bones_keep_their_lengths_and_nothing_is_under_the_floor(
    trunk: int, roll: int, hip: int, knee: int
) -> None:
    posture = Posture(trunk=trunk, roll=roll, working=Joints(hip=hip, knee=knee, foot=0))
    body = posed(held(posture), BODY)
    for side in ("working", "other"):
        thigh = body[f"{side}_knee"] - body[f"{side}_hip"]
        shank = body[f"{side}_ankle"] - body[f"{side}_knee"]
        assert np.linalg.norm(thigh) == pytest.approx(BODY.thigh_m)
        assert np.linalg.norm(shank) == pytest.approx(BODY.shank_m)
    legs = [f"{side}_{name}" for side in ("working", "other") for name in ("heel", "ball", "toe")]
    assert min(body[name][1] for name in legs) >= SOLE_M - 1e-9
    assert body["mid_hip"][1] > 0.05


def test_changes_replace_what_they_name_and_leave_the_rest() -> None:
    found = held(SQUAT, Posture(trunk=20, working=Joints(knee=10)), Posture(hands="hips"))
    assert (found["trunk"], found["working.knee"], found["working.hip"]) == (20, 10, 95)
    assert dict(found.hands) == {"working": "hips", "other": "hips"}
    one = held(SQUAT, Posture(working=Joints(hand="overhead")))
    assert dict(one.hands) == {"working": "overhead", "other": "front"}
    assert found["low_back"] == 2


def test_an_ankle_named_later_stands_instead_of_the_sole() -> None:
    found = held(STANDING, Posture(working=Joints(ankle=-30)))
    assert "working.foot" not in found.angles
    assert found["working.ankle"] == -30
    assert "other.foot" in found.angles


@given(share=st.floats(0, 1))
def test_what_lies_between_is_between(share: float) -> None:
    first, last = held(SQUAT), held(SQUAT, Posture(trunk=5, working=Joints(knee=20)))
    found = part_way(first, last, share)
    assert found["trunk"] == pytest.approx(35 - 30 * share)
    assert found["working.knee"] == pytest.approx(90 - 70 * share)
    assert part_way(first, last, 0) is first
    assert part_way(first, last, 1) is last


def test_hands_reach_a_bench_the_floor_and_the_hips() -> None:
    for place, height, knee in (("support", 0.3 * BODY.height_m, 0), ("floor", 0.0, 90)):
        leg = Joints(hip=85, knee=knee, arm=85, ankle=-60 if knee else 0)
        bent = Posture(trunk=85, hands=place, working=leg, other=leg)
        body = posed(held(bent), BODY, 0.3 * BODY.height_m)
        level = height + WRIST_UP * BODY.height_m
        assert body["working_wrist"][1] == pytest.approx(level, abs=0.02)
        assert body["other_wrist"][1] == pytest.approx(level, abs=0.02)
    body = posed(held(STANDING, Posture(hands="hips")), BODY)
    assert np.linalg.norm(body["working_wrist"] - body["working_hip"]) < 0.15


@pytest.mark.parametrize("side", ["working", "other"])
def test_a_leg_that_must_rest_rests(side: str) -> None:
    leg = Joints(hip=45, knee=100, foot=0, down=True)
    posture = Posture(trunk=-90).model_copy(update={side: leg})
    body = posed(held(posture), BODY)
    assert body[f"{side}_heel"][1] == pytest.approx(SOLE_M, abs=0.002)
    knee = body[f"{side}_knee"][1]
    assert knee > body[f"{side}_heel"][1]


def test_a_foot_on_a_step_lets_its_heel_hang() -> None:
    leg = Joints(foot=20, on="edge")
    body = posed(held(Posture(working=leg, other=leg)), BODY, 0.2)
    assert body["working_ball"][1] == pytest.approx(0.2 + SOLE_M)
    assert body["working_heel"][1] < 0.2


@pytest.fixture(scope="module")
def squat() -> Picture:
    return Picture(view="side", start=STANDING, end=SQUAT.model_copy(update={"low_back": 4.0}))


def test_a_loop_begins_and_ends_at_the_start_and_passes_the_end(squat: Picture) -> None:
    moments = loop(squat)
    assert [moments[0].share, moments[-1].share] == [0, 1]
    assert np.all(np.diff([moment.share for moment in moments]) > 0)
    first, far = still(squat).joints_m(), still(squat, squat.end).joints_m()
    assert moments[0].body.joints_m() == pytest.approx(first)
    assert moments[-1].body.joints_m() == pytest.approx(first)
    assert any(np.allclose(moment.body.joints_m(), far) for moment in moments)


def test_strides_go_on_with_the_sides_exchanged() -> None:
    leg, back = Joints(hip=60, knee=80, arm=-20), Joints(hip=0, knee=10, foot=0, arm=30)
    way = Posture(working=Joints(hip=20, knee=60), other=Joints(hip=10, knee=30, foot=-20))
    picture = Picture(
        view="side",
        start=Posture(turn=5, working=leg, other=back),
        between=(way,),
        end=Posture(turn=-5, working=back, other=leg),
        alternates=True,
    )
    bodies = [moment.body for moment in loop(picture)]
    half = len(bodies) // 2
    for first, second in zip(bodies[:half], bodies[half:], strict=False):
        for name in ("hip", "knee", "ankle", "arm"):
            working, other = first.held[f"working.{name}"], first.held[f"other.{name}"]
            assert second.held[f"other.{name}"] == pytest.approx(working)
            assert second.held[f"working.{name}"] == pytest.approx(other)
        assert second.held["turn"] == pytest.approx(-first.held["turn"])


def test_the_foot_one_stands_on_keeps_its_place(squat: Picture) -> None:
    places = [moment.body["working_ball"] for moment in loop(squat)]
    assert np.ptp(np.stack(places)[:, :2], axis=0) == pytest.approx([0, 0], abs=1e-9)


@pytest.mark.parametrize("which", ["start", "end", "round-back"])
def test_a_picture_is_well_formed_small_and_always_the_same(which: str, squat: Picture) -> None:
    text = picture_svg(exercise(squat), which)
    root = ET.fromstring(text)  # noqa: S314  # our own
    assert root.tag.endswith("svg")
    assert len(text) < 12_000
    assert text == picture_svg(exercise(squat), which)
    assert ("circle" in text) == (which == "round-back")


@pytest.mark.parametrize("view", ["side", "front", "rear"])
def test_an_animation_keeps_its_commands_and_its_frame(view: str, squat: Picture) -> None:
    text = animation_svg(exercise(squat.model_copy(update={"view": view})))
    assert len(text) < 40_000
    assert "<script" not in text
    assert "style" not in text
    for values in re.findall(r' values="([^"]+)"', text):
        kinds = {re.sub(r"[-\d. ]+", "#", one) for one in values.split(";")}
        assert len(kinds) == 1


def test_pictures_of_one_exercise_share_their_frame(squat: Picture) -> None:
    one = exercise(squat)
    texts = [picture_svg(one, "start"), picture_svg(one, "end"), animation_svg(one)]
    assert len({re.findall(r'viewBox="[^"]+"', text)[0] for text in texts}) == 1


def test_an_unknown_mistake_is_named(squat: Picture) -> None:
    with pytest.raises(LookupError, match="no-such"):
        picture_svg(exercise(squat), "no-such")
