"""The scene: whether the camera stood still and level, what it saw, and who else was there."""

from __future__ import annotations

import math

import cv2
import numpy as np
import pytest

from evenstride.pose.backends import Person
from evenstride.pose.scene import Survey, scene_of
from evenstride.pose.stillness import background_of, tilt_of
from evenstride.video import Frame, Image

WIDTH, HEIGHT = 480, 360


def textured(*, seed: int = 0) -> Image:
    """Grey blotches of every size, as a wall or a wood has them."""
    noise = np.random.default_rng(seed).normal(size=(HEIGHT, WIDTH))
    blotches = sum(size * cv2.GaussianBlur(noise, (0, 0), size) for size in (2, 6, 18))
    return np.rint(128 + 40 * blotches / np.std(blotches)).clip(16, 235).astype(np.uint8)


def shifted(picture: Image, x: float, y: float) -> Image:
    move = np.array([[1, 0, x], [0, 1, y]], float)
    return cv2.warpAffine(picture, move, (WIDTH, HEIGHT), borderMode=cv2.BORDER_REFLECT)


def frame(luma: Image, time_s: float = 0.0) -> Frame:
    planes = np.full((HEIGHT * 3 // 2, WIDTH), 128, np.uint8)
    planes[:HEIGHT] = luma
    return Frame(time_s, planes)


def posts(roll_deg: float, *, pitch_deg: float = 0.0) -> Image:
    """Upright posts seen by a camera rolled clockwise and looking up, pinhole, 1.2 widths away."""
    picture = np.full((HEIGHT, WIDTH), 200, np.uint8)
    roll, pitch = math.radians(roll_deg), math.radians(pitch_deg)
    focal = 1.2 * WIDTH
    for x in np.linspace(-0.35, 0.35, 9):
        ends = []
        for y in (-0.22, 0.22):
            depth = math.cos(pitch) - y * math.sin(pitch)
            right, down = x / depth, (y * math.cos(pitch) + math.sin(pitch)) / depth
            down -= math.tan(pitch)
            u = right * math.cos(roll) + down * math.sin(roll)
            v = -right * math.sin(roll) + down * math.cos(roll)
            ends.append((round(WIDTH / 2 + focal * u), round(HEIGHT / 2 + focal * v)))
        cv2.line(picture, ends[0], ends[1], 60, 3)
    return picture


def test_a_shift_of_the_background_is_measured() -> None:
    before = textured()
    moved = background_of(before, []).shift_to(shifted(before, 6.5, -3.25), [])
    assert moved == pytest.approx((6.5, -3.25), abs=0.1)


def test_somebody_moving_is_not_the_camera_moving() -> None:
    before = textured()
    after = before.copy()
    after[80:280, 150:330] = textured(seed=1)[80:280, 150:330]
    moved = background_of(before, []).shift_to(after, [Person(240, 180, 120, 0, 1)])
    assert moved == pytest.approx((0, 0), abs=0.1)


def test_without_any_texture_nothing_is_claimed() -> None:
    flat = np.full((HEIGHT, WIDTH), 90, np.uint8)
    assert background_of(flat, []).shift_to(flat, []) is None
    survey = Survey().after(frame(flat), 0, []).after(frame(flat), 1, [])
    scene = scene_of(survey, np.array([0.0, 1.0]), np.full((2, 4), np.nan))
    assert np.isnan(scene.camera_shift_px[1]).all()
    assert math.isnan(scene.tilt_deg)


@pytest.mark.parametrize("roll_deg", [-8.0, -2.0, 0.0, 3.0, 10.0])
@pytest.mark.parametrize("pitch_deg", [0.0, 8.0])
def test_the_cameras_roll_is_measured(roll_deg: float, pitch_deg: float) -> None:
    tilt_deg, sd_deg = tilt_of(posts(roll_deg, pitch_deg=pitch_deg))
    assert tilt_deg == pytest.approx(roll_deg, abs=0.8)
    assert 0 < sd_deg < 2


def test_a_tree_does_not_make_a_tilt() -> None:
    picture = np.full((HEIGHT, WIDTH), 200, np.uint8)
    cv2.line(picture, (200, 50), (230, 300), 60, 3)
    assert all(math.isnan(value) for value in tilt_of(picture))


def test_a_pan_is_added_up_beyond_the_first_picture() -> None:
    wide = np.concatenate([textured(seed=seed) for seed in range(4)], axis=1)
    survey = Survey()
    for i in range(12):
        view = np.ascontiguousarray(wide[:, i * 60 : i * 60 + WIDTH])
        survey = survey.after(frame(view, float(i)), i, [])
    scene = scene_of(survey, np.arange(12.0), np.full((12, 4), np.nan))
    assert scene.camera_shift_px[:, 0] == pytest.approx(-60.0 * np.arange(12), abs=3)


def test_a_covered_lens_is_dark_and_without_detail() -> None:
    survey = Survey().after(frame(textured()), 0, [])
    survey = survey.after(frame(np.full((HEIGHT, WIDTH), 16, np.uint8)), 1, [])
    scene = scene_of(survey, np.array([0.0, 0.3]), np.full((2, 4), np.nan))
    assert scene.brightness[1] < 0.1 < scene.brightness[0]
    assert scene.detail[1] < 0.001 < scene.detail[0]


def test_only_somebody_large_and_elsewhere_is_a_second_person() -> None:
    runner, far = Person(200, 200, 100, 0, 1), Person(400, 200, 30, 0, 1)
    near = Person(420, 200, 80, 0, 1)
    survey = Survey()
    for i, people in enumerate([[runner], [runner, far], [runner, near], [runner, near, far]]):
        survey = survey.after(frame(textured()), i, people)
    box = np.tile([160.0, 100.0, 240.0, 300.0], (4, 1))
    scene = scene_of(survey, np.arange(4.0), box)
    assert scene.people.tolist() == [1, 2, 2, 3]
    assert scene.other_people_share == 0.5


def test_a_long_film_keeps_few_pictures() -> None:
    survey = Survey()
    for i in range(100):
        survey = survey.after(frame(textured()), i, [])
    assert len(survey.stills) <= 12
    assert len(survey.glances) == 100
