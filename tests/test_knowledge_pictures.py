"""Every exercise is drawn as it is told: the right way is right, and what is wrong shows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from xml.etree import ElementTree as ET

import numpy as np
import pytest

from evenstride.form import measures
from evenstride.knowledge import knowledge
from evenstride.knowledge.entries import Condition, Exercise, Mistake, Picture, Posture
from evenstride.posed import still
from evenstride.report.posing import animation_svg, picture_svg
from evenstride.skeleton import SIDES, Side

KNOWN = knowledge()
DRAWN = [(e, m) for e in KNOWN.exercises.values() for m in e.mistakes if m.drawn is not None]

every_exercise = pytest.mark.parametrize("exercise", KNOWN.exercises.values(), ids=lambda e: e.id)
every_drawn_mistake = pytest.mark.parametrize(
    ("exercise", "mistake"), DRAWN, ids=[f"{e.id}-{m.id}" for e, m in DRAWN]
)

LARGEST_STILL = 12_000
LARGEST_LOOP = 45_000
Values = Mapping[tuple[str, str], float]


def picture_of(exercise: Exercise) -> Picture:
    assert exercise.picture is not None, exercise.id
    return exercise.picture


def look(exercise: Exercise, *changes: Posture, side: Side = "right") -> Values:
    """What a camera would read off the drawn body, the low back as it was drawn."""
    body = still(picture_of(exercise), *changes)
    given = {"low_back": body.held["low_back"]}
    return measures(body.joints_m(side), side, exercise.view, given=given)


def holds(condition: Condition, seen: Values) -> bool | None:
    """Whether a measure is out of its band; None where it cannot be read."""
    value = seen[condition.measure, condition.of]
    if np.isnan(value):
        return None
    above = condition.above is not None and value > condition.above
    below = condition.below is not None and value < condition.below
    return bool(above or below)


def broken(mistakes: tuple[Mistake, ...], seen: Values, severity: str) -> Iterator[str]:
    """The mistakes of this severity that the camera would see."""
    for mistake in mistakes:
        for condition in mistake.when:
            if mistake.severity == severity and holds(condition, seen):
                value = seen[condition.measure, condition.of]
                yield f"{mistake.id}: {condition.measure} of {condition.of} is {value:.1f}"


# -- drawn ---------------------------------------------------------------------------------------


@every_exercise
def test_an_exercise_has_a_picture_from_where_it_is_filmed(exercise: Exercise) -> None:
    assert picture_of(exercise).view == exercise.view


@every_exercise
def test_every_picture_is_well_formed_small_and_always_the_same(exercise: Exercise) -> None:
    names = ["start", "end", *(m.id for m in exercise.mistakes if m.drawn is not None)]
    for name in names:
        text = picture_svg(exercise, name)
        well_formed(text, LARGEST_STILL)
        assert text == picture_svg(exercise, name)


@every_exercise
def test_every_loop_is_well_formed_small_and_moves(exercise: Exercise) -> None:
    text = animation_svg(exercise)
    well_formed(text, LARGEST_LOOP)
    assert text == animation_svg(exercise)
    assert "<animate " in text


def well_formed(text: str, largest: int) -> None:
    root = ET.fromstring(text)  # noqa: S314  # our own
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert root.get("aria-label")
    assert len(text) < largest
    assert not re.search(r"<script|href=|\bnan\b|\binf\b", text)
    for path in root.iter("{http://www.w3.org/2000/svg}path"):
        assert re.fullmatch(r"[MLHVCSQTAZmlhvcsqtaz\d\s.,-]+", path.get("d", "")), path.get("d")


@every_exercise
def test_start_and_end_are_two_postures(exercise: Exercise) -> None:
    assert picture_svg(exercise, "start") != picture_svg(exercise, "end")


# -- the right way is right ----------------------------------------------------------------------


@every_exercise
@pytest.mark.parametrize("side", SIDES)
def test_the_end_has_none_of_its_own_hard_mistakes(exercise: Exercise, side: Side) -> None:
    seen = look(exercise, picture_of(exercise).end, side=side)
    assert list(broken(exercise.mistakes, seen, "hard")) == []


@every_exercise
def test_the_end_has_none_of_its_own_soft_mistakes(exercise: Exercise) -> None:
    seen = look(exercise, picture_of(exercise).end)
    assert list(broken(exercise.mistakes, seen, "soft")) == []


@every_exercise
def test_the_end_is_the_hold(exercise: Exercise) -> None:
    seen = look(exercise, picture_of(exercise).end)
    for condition in exercise.hold:
        assert holds(condition, seen) is False, (condition, seen[condition.measure, condition.of])


@every_exercise
def test_the_end_is_a_repetition_s_far_end_and_the_start_is_not(exercise: Exercise) -> None:
    far = exercise.repetition
    if far is None:
        return
    picture = picture_of(exercise)
    start, end = look(exercise), look(exercise, picture.end)
    assert holds(far, end) is True, (far, end[far.measure, far.of])
    if not picture.alternates:  # walking and running begin at the far end of the other side
        assert holds(far, start) is False, (far, start[far.measure, far.of])


# -- what is wrong shows -------------------------------------------------------------------------


@every_drawn_mistake
def test_a_drawn_mistake_is_the_one_its_detector_sees(exercise: Exercise, mistake: Mistake) -> None:
    assert mistake.drawn is not None
    seen = look(exercise, picture_of(exercise).end, mistake.drawn)
    told = [holds(condition, seen) for condition in mistake.when]
    readable = [each for each in told if each is not None]
    values = [(c.measure, c.of, round(seen[c.measure, c.of], 1)) for c in mistake.when]
    assert any(readable) or not readable, values


@every_drawn_mistake
def test_a_drawn_mistake_differs_from_the_right_way(exercise: Exercise, mistake: Mistake) -> None:
    assert picture_svg(exercise, mistake.id) != picture_svg(exercise, "end")


@every_exercise
def test_a_mistake_that_a_camera_sees_is_drawn(exercise: Exercise) -> None:
    visible = [m for m in exercise.mistakes if m.when]
    assert not visible or any(m.drawn is not None for m in exercise.mistakes)


def test_most_of_what_a_camera_sees_is_drawn() -> None:
    visible = [m for e in KNOWN.exercises.values() for m in e.mistakes if m.when]
    assert sum(m.drawn is not None for m in visible) > 0.75 * len(visible)
