"""Crops show exactly the part of the picture that their square says."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evenstride.pose import crops
from evenstride.pose.backends import Person
from evenstride.pose.crops import Roi
from evenstride.video import Frame

WIDTH, HEIGHT = 200, 160


def slope(x: float, y: float) -> Frame:
    """A picture whose brightness rises by `x` per column and `y` per row; colour alike."""
    rows, columns = np.mgrid[:HEIGHT, :WIDTH]
    planes = np.empty((HEIGHT * 3 // 2, WIDTH), np.uint8)
    frame = Frame(0.0, planes)
    luma, u, v = frame.split()
    luma[:] = np.rint(20 + x * columns + y * rows)
    half = np.rint(20 + x * (2 * columns + 0.5) + y * (2 * rows + 0.5))
    for plane in (u, v):
        plane[:] = half[: HEIGHT // 2, : WIDTH // 2]
    return frame


squares = st.builds(
    Roi,
    st.floats(90, 110),
    st.floats(70, 90),
    st.floats(30, 90),
    st.floats(-math.pi, math.pi),
)


@settings(max_examples=40)
@given(squares)
def test_a_crop_shows_what_its_square_covers(roi: Roi) -> None:
    side = 64
    for gradient in ((0.8, 0.0), (0.0, 0.8)):
        crop = Frame(0.0, crops.cut(slope(*gradient), roi, side))
        for plane, pitch in zip(crop.split(), (1, 2, 2), strict=True):
            at = np.array([[6, 10], [20, 40], [56, 28]]) // pitch
            middles = at * pitch + 0.5 * (pitch - 1)
            wanted = 20 + roi.to_picture(middles, side) @ np.array(gradient)
            assert plane[at[:, 1], at[:, 0]] == pytest.approx(wanted, abs=1.6)


def test_the_spare_margin_changes_nothing_inside() -> None:
    frame, roi = slope(0.7, 0.3), Roi(100.3, 80.2, 50.0)
    wide = Frame(0.0, crops.cut_with_spare(frame, roi, 64)).split()[0]
    plain = Frame(0.0, crops.cut(frame, roi, 64)).split()[0]
    assert wide.shape == (96, 96)
    assert np.abs(wide[16:80, 16:80].astype(int) - plain).max() <= 1


@given(squares, st.floats(-20, 20), st.floats(5, 40))
def test_a_person_in_a_crop_is_placed_in_the_picture(roi: Roi, x: float, reach: float) -> None:
    middle = 0.5 * (64 - 1)
    person = roi.placed(Person(middle + x, middle, reach, 0.0, 0.9), 64)
    scale = roi.side_px / 64
    assert person.x_px == pytest.approx(roi.x_px + x * scale * math.cos(roi.turn_rad))
    assert person.y_px == pytest.approx(roi.y_px + x * scale * math.sin(roi.turn_rad))
    assert person.reach_px == pytest.approx(reach * scale)
    assert person.turn_rad == roi.turn_rad


@pytest.mark.parametrize(("turn_deg", "turned"), [(0, 0), (20, 0), (-25, 0), (90, 90), (-90, -90)])
def test_only_somebody_lying_is_turned(turn_deg: float, turned: float) -> None:
    roi = crops.around(Person(0, 0, 10, math.radians(turn_deg), 1.0))
    assert math.degrees(roi.turn_rad) == pytest.approx(turned)
    assert roi.side_px == 25


def test_a_head_to_the_right_comes_up_in_the_crop() -> None:
    frame = slope(0.8, 0.0)
    roi = crops.around(Person(100, 80, 20, math.pi / 2, 1.0))
    luma = Frame(0.0, crops.cut(frame, roi, 64)).split()[0]
    assert luma[5, 32] > luma[60, 32] + 20


def test_outside_the_picture_is_black() -> None:
    cut = crops.cut(slope(0.5, 0.5), Roi(0, 0, 100), 64)
    assert crops.colours(cut)[:28, :28].max() == 0
    assert cut[36:64, 36:].min() > 20


def test_looking_again_at_another_square() -> None:
    wide = np.repeat(np.arange(96, dtype=np.uint8)[None, :, None], 96, axis=0).repeat(3, axis=2)
    again = crops.moved(wide, Roi(50.0, 40.0, 32.0), 64)
    across = Roi(50.0, 40.0, 32.0).to_picture(np.array([[10.0, 32.0], [50.0, 32.0]]), 64)[:, 0]
    assert again[32, [10, 50], 0] == pytest.approx(across, abs=1)


def test_a_shrunk_picture_keeps_its_shape() -> None:
    small = crops.shrunk(slope(0.5, 0.0), 100)
    assert small.shape == (80, 100, 3)
