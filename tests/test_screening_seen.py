"""Screens through the pose model: drawn people filmed while they do a test."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from screening_films import path, picture_of, the_test, tries, truth

from evenstride.knowledge.entries import Joints, Measure, Picture, Posture
from evenstride.live import Seen, Series, Watcher
from evenstride.pose import open_backend
from evenstride.pose.live import Eye
from evenstride.posed import held, part_way, room_of
from evenstride.screening import Person, screen
from evenstride.skeleton import Side
from evenstride.staged import Film, Shot, pictures
from evenstride.video import Frame

RATE = 12.0
LEVELS = 17
WOMAN = Person(sex="woman", age=30, height_cm=175)


def shots(picture: Picture, side: Side) -> list[Shot]:
    """Two tries, held for two seconds each."""
    room = room_of(picture)
    first, last = (room.standing(held(picture.start, *by)).held for by in ((), (picture.end,)))
    way = [Shot.of(room.standing(part_way(first, last, share)), side)
           for share in np.linspace(0.0, 1.0, LEVELS)]  # fmt: skip
    places = path(tries(2, move_s=1.2, hold_s=2.6, rest_s=1.2), RATE) * (LEVELS - 1)
    return [way[round(place)] for place in places]


def watched(picture: Picture, side: Side) -> Series:
    """What the model makes of it."""
    eye, watcher = Eye(open_backend()), Watcher(picture.view)
    found: list[Seen] = []
    film = Film(view=picture.view, side=side)
    for number, image in enumerate(pictures(shots(picture, side), film)):
        yuv = cv2.cvtColor(image, cv2.COLOR_RGB2YUV_I420)
        eye, glimpse = eye.after(Frame(number / RATE, yuv))
        watcher = watcher.after(glimpse)
        assert watcher.seen is not None
        found.append(watcher.seen)
    return Series.of(found)


def turned(**joints: float) -> Posture:
    return Posture(working=Joints(**joints))


CASES: list[tuple[str, Side, Posture, Measure, float]] = [
    ("active-knee-extension", "right", turned(knee=20), "knee_flexion", 1.0),
    ("active-knee-extension", "left", turned(knee=42), "knee_flexion", 1.0),
    ("active-leg-raise", "left", turned(hip=58), "thigh_lift", 1.0),
    ("thomas-test", "right", turned(hip=-12), "thigh_lift", 1.0),
    ("seated-hip-rotation", "right", turned(hip_turn=38), "shank_out", -1.0),
]


@pytest.mark.slow
@pytest.mark.usefixtures("weights")
@pytest.mark.parametrize(("name", "side", "end", "measure", "sign"), CASES,
                         ids=[f"{name}, {side}" for name, side, *_ in CASES])  # fmt: skip
def test_a_filmed_test_gives_its_value_within_the_stated_error(
    name: str, side: Side, end: Posture, measure: Measure, sign: float
) -> None:
    picture = picture_of(name, end=end)
    told = {"back-flat": True}
    result = screen(the_test(name), watched(picture, side), side, person=WOMAN, told=told)
    assert result.status == "ok", result.reason
    assert len(result.counted) == 2
    assert isinstance(result.value, float)
    assert abs(result.value - sign * truth(picture, measure)) < 1.96 * result.sd


@pytest.mark.slow
@pytest.mark.usefixtures("weights")
def test_legs_the_model_cannot_tell_apart_give_no_value() -> None:
    """A small lift of one leg behind another: the model moves both by half."""
    name = "prone-hip-extension-test"
    result = screen(the_test(name), watched(picture_of(name), "right"), "right",
                    told={"pelvis-down": True})  # fmt: skip
    assert (result.status, result.value) == ("refused", None)
    assert "told apart" in result.reason
