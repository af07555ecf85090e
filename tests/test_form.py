"""Every measure of a posed body is the angle it was posed with."""

from __future__ import annotations

from typing import get_args

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evenstride.form import DEFINITIONS, height_of, measures
from evenstride.knowledge.entries import Joints, Measure, Posture
from evenstride.posed import BODY, joints_m
from evenstride.skeleton import SIDES, Side


def degrees(low: float, high: float) -> st.SearchStrategy[float]:
    return st.integers(int(low), int(high)).map(float)


def test_every_measure_has_a_definition() -> None:
    assert set(DEFINITIONS) == set(get_args(Measure))


@pytest.mark.parametrize("name", sorted(DEFINITIONS))
def test_a_definition_says_what_it_says(name: str) -> None:
    first = (DEFINITIONS[name].define.__doc__ or "").partition("\n")[0]
    assert first.endswith(".")


@settings(deadline=None, max_examples=30)
@given(
    knee=degrees(-5, 115),
    hip=degrees(0, 95),
    trunk=degrees(-80, 60),
    side=st.sampled_from(SIDES),
)
def test_angles_from_the_side(knee: float, hip: float, trunk: float, side: Side) -> None:
    posture = Posture(trunk=trunk, working=Joints(knee=knee, hip=hip, arm=60, elbow=35))
    found = measures(joints_m(posture, side=side), side, "side")
    assert found["knee_flexion", "working"] == pytest.approx(knee)
    assert found["hip_flexion", "working"] == pytest.approx(hip)
    assert found["trunk_lean", "body"] == pytest.approx(trunk)
    assert found["thigh_angle", "working"] == pytest.approx(hip - trunk)
    shank = (hip - trunk - knee + 180) % 360 - 180
    assert found["shank_angle", "working"] == pytest.approx(shank)
    assert found["arm_raise", "working"] == pytest.approx(60)
    assert found["elbow_flexion", "working"] == pytest.approx(35)
    assert found["knee_flexion", "other"] == pytest.approx(0, abs=1e-6)


@settings(deadline=None, max_examples=30)
@given(
    drop=degrees(-20, 20),
    lean=degrees(-30, 30),
    out=degrees(-20, 40),
    side=st.sampled_from(SIDES),
    view=st.sampled_from(["front", "rear"]),
)
def test_angles_from_front_and_rear(
    drop: float, lean: float, out: float, side: Side, *, view: str
) -> None:
    posture = Posture(hips_level=-drop, side_lean=lean, working=Joints(hip_out=out))
    found = measures(joints_m(posture, side=side), side, view)
    assert found["pelvic_drop", "working"] == pytest.approx(drop)
    assert found["pelvic_drop", "other"] == pytest.approx(-drop)
    assert found["trunk_side_lean", "working"] == pytest.approx(lean)
    # The thigh is read against the trunk, and the trunk leans towards it.
    assert found["leg_out", "working"] == pytest.approx(out + lean)


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("inward", [-12.0, 8.0, 20.0])
def test_a_knee_swung_in_is_seen_from_the_front(side: Side, inward: float) -> None:
    posture = Posture(working=Joints(hip=60, knee=60, knee_in=inward))
    found = measures(joints_m(posture, side=side), side, "front")
    assert found["knee_in", "working"] == pytest.approx(inward, abs=1.0)
    assert found["knee_in", "other"] == pytest.approx(0, abs=1e-6)


def test_a_flat_sole_is_level_and_raised_toes_are_positive() -> None:
    leaning = Posture(working=Joints(knee=30, hip=20, foot=0), other=Joints(ankle=15))
    found = measures(joints_m(leaning), "right", "side")
    assert found["foot_inclination", "working"] == pytest.approx(0, abs=1e-6)
    assert found["foot_inclination", "other"] == pytest.approx(15)


@pytest.mark.parametrize("side", SIDES)
def test_a_turn_is_told_with_its_side(side: Side) -> None:
    joints = joints_m(Posture(turn=25), side=side)
    found = measures(joints, side, "front")
    assert found["trunk_turn", "working"] == pytest.approx(25)
    flat = measures(joints[:, [2, 1]] * [-1, 1], side, "front", height=BODY.height_m)
    assert flat["trunk_turn", "working"] == pytest.approx(25)


def test_hands_moved_to_the_working_side() -> None:
    found = measures(joints_m(Posture(hands="overhead-working")), "right", "rear")
    assert 8 < found["hand_side", "working"] < 25
    assert found["hand_side", "other"] == pytest.approx(-found["hand_side", "working"])


def test_a_straight_body_is_straight_and_bent_hips_are_less() -> None:
    assert measures(joints_m(Posture(trunk=80)), "right", "side")["body_line", "working"] == (
        pytest.approx(180)
    )
    bent = Posture(trunk=80, working=Joints(hip=20), other=Joints(hip=20))
    assert measures(joints_m(bent), "right", "side")["body_line", "body"] == pytest.approx(160)


def test_height_is_found_and_lengths_scale_with_it() -> None:
    joints = joints_m(Posture())
    assert height_of(joints) == pytest.approx(BODY.height_m)
    kneeling = Posture(working=Joints(hip=95, knee=120))
    metres = measures(joints_m(kneeling), "right", "side")
    pixels = measures(300 * joints_m(kneeling)[:, :2], "right", "side")
    for key, value in metres.items():
        if key[0] != "trunk_turn":
            assert pixels[key] == pytest.approx(value, nan_ok=True, abs=1e-6)


def test_what_is_not_seen_is_not_a_number_and_what_is_given_stands() -> None:
    joints = joints_m(Posture())
    joints[:] = np.nan
    assert all(np.isnan(value) for value in measures(joints, "left", "side").values())
    found = measures(joints_m(Posture()), "left", "side", given={"low_back": -3.0})
    assert found["low_back", "body"] == -3.0
    assert np.isnan(found["knee_in", "working"])
