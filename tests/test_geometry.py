"""Angles of points against what a protractor says."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evenstride.geometry import bend_deg, elevation_deg, inclination_deg
from evenstride.poses import Array

quick = settings(max_examples=50, deadline=None, derandomize=True)
angles = st.floats(-170, 170)
lengths = st.floats(0.1, 10)


def ray(length: float, angle_deg: float) -> Array:
    """A vector so far from the +x axis, anticlockwise."""
    angle = np.radians(angle_deg)
    return length * np.array([np.cos(angle), np.sin(angle)])


ORIGIN = np.zeros(2)


@pytest.mark.parametrize(
    ("upper", "expected"),
    [((0, 1), 0), ((1, 1), 45), ((-1, 1), -45), ((1, 0), 90), ((np.sqrt(3), 1), 60)],
)
def test_inclination_is_the_lean_from_vertical(upper: tuple[float, float], expected: float) -> None:
    assert inclination_deg(ORIGIN, np.array(upper)) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("end", "expected"), [((1, 0), 0), ((1, 1), 45), ((1, -1), -45), ((0, 2), 90)]
)
def test_elevation_is_the_rise_from_level(end: tuple[float, float], expected: float) -> None:
    assert elevation_deg(ORIGIN, np.array(end)) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("ankle", "expected"),
    [((0, -2), 0), ((-1, -1), 90), ((-1, -2), 45), ((1, -2), -45)],
)
def test_a_knee_bends_backwards(ankle: tuple[float, float], expected: float) -> None:
    """Hip above knee, forward to the right: an ankle behind the knee is flexion."""
    hip, knee = np.array([0.0, 0.0]), np.array([0.0, -1.0])
    assert bend_deg(hip, knee, np.array(ankle)) == pytest.approx(expected)


@quick
@given(angles, lengths, lengths, angles)
def test_a_bend_is_what_it_was_made_with(
    bend: float, thigh: float, shank: float, lean: float
) -> None:
    knee = ray(thigh, lean)
    ankle = knee + ray(shank, lean - bend)
    assert bend_deg(ORIGIN, knee, ankle) == pytest.approx(bend, abs=1e-6)


@quick
@given(angles, angles, st.floats(0.1, 10), st.floats(-100, 100))
def test_angles_do_not_care_about_size_or_place(
    bend: float, lean: float, scale: float, shift: float
) -> None:
    knee = ray(1.0, lean)
    points = np.array([ORIGIN, knee, knee + ray(1.0, lean - bend)])
    moved = scale * points + shift
    assert bend_deg(*moved) == pytest.approx(float(bend_deg(*points)), abs=1e-6)
    assert inclination_deg(*moved[:2]) == pytest.approx(float(inclination_deg(*points[:2])))


@quick
@given(angles, angles)
def test_mirroring_turns_signs_round(bend: float, lean: float) -> None:
    knee = ray(1.0, lean)
    points = np.array([ORIGIN, knee, knee + ray(1.0, lean - bend)])
    mirrored = points * [-1.0, 1.0]
    assert bend_deg(*mirrored) == pytest.approx(-float(bend_deg(*points)), abs=1e-6)
    assert inclination_deg(*mirrored[:2]) == pytest.approx(-float(inclination_deg(*points[:2])))


def test_what_was_not_seen_has_no_angle() -> None:
    unseen = np.array([np.nan, 0.0])
    assert np.isnan(bend_deg(ORIGIN, unseen, ORIGIN))
    assert np.isnan(inclination_deg(ORIGIN, unseen))
    assert np.isnan(elevation_deg(unseen, ORIGIN))


def test_whole_arrays_are_taken_at_once() -> None:
    points = np.random.default_rng(0).normal(size=(3, 4, 5, 2))
    assert bend_deg(*points).shape == (4, 5)
    assert bend_deg(*points)[2, 3] == pytest.approx(float(bend_deg(*points[:, 2, 3])))
