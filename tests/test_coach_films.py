"""The coach before drawn films of every exercise, through the real pose model.

Every second exercise is filmed done right on one side, and every fourth with each of its mistakes;
`python -m validation.coaching` does all of it on both sides, in a quarter of an hour.
"""

from __future__ import annotations

import pytest

from evenstride.knowledge.entries import Exercise
from evenstride.skeleton import SIDES, Side
from validation.coaching import coached, seen_right, seen_wrong, shown

pytestmark = pytest.mark.usefixtures("weights")

EXERCISES = coached()
FILMED = [(one, SIDES[i % 2]) for i, one in enumerate(EXERCISES[::2])]
WRONG = [(one, side) for one, side in FILMED[1::2] if shown(one)]


def named(value: object) -> str:
    return value.id if isinstance(value, Exercise) else str(value)


@pytest.mark.parametrize(("exercise", "side"), FILMED, ids=named)
def test_done_right_on_film_it_is_counted_and_no_hard_mistake_is_called(
    exercise: Exercise, side: Side
) -> None:
    found = seen_right(exercise.id, side)
    assert found.hard == ()
    assert found.counted >= 0.95 * found.target


LIVE = ("runners-stretch", "strap-hamstring-stretch", "lateral-step-down", "side-plank")


@pytest.mark.parametrize("name", LIVE)
def test_a_live_camera_that_is_looked_at_once_a_picture_counts_the_same(name: str) -> None:
    found = seen_right(name, "right", quick=True)
    assert found.hard == ()
    assert found.counted >= 0.95 * found.target


@pytest.mark.parametrize(("exercise", "side"), WRONG, ids=named)
def test_done_wrong_on_film_it_is_called_stops_the_count_and_lets_it_go_on(
    exercise: Exercise, side: Side
) -> None:
    assert [one for one in seen_wrong(exercise.id, side) if not one.passed] == []


@pytest.mark.parametrize("exercise", EXERCISES, ids=named)
def test_what_the_pose_model_cannot_see_is_asked(exercise: Exercise) -> None:
    for mistake in exercise.mistakes:
        assert mistake.ask or not mistake.not_observable
        assert mistake.ask or mistake.when
