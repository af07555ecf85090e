"""The runner among the people followed."""

from __future__ import annotations

import numpy as np
import pytest

from evenstride.pose.bodies import (
    Body,
    Candidate,
    boxes_px,
    candidate,
    keypoints,
    the_runner,
)
from evenstride.skeleton import INDEX, KEYPOINTS

SIZE = (1920, 1080)


def body(frame: int, x: float, *, swing: float = 0.0, reach: float = 200.0) -> Body:
    """Somebody at `x` whose ankles swing against each other by `swing` reaches."""
    xy = np.full((len(KEYPOINTS), 2), (x, 500.0))
    apart = swing * reach * np.sin(0.5 * frame)
    xy[INDEX["left_ankle"]] += (apart, reach)
    xy[INDEX["right_ankle"]] += (-apart, reach)
    return Body(
        frame=frame,
        xy_px=xy,
        depth_px=np.zeros(len(KEYPOINTS)),
        confidence=np.full(len(KEYPOINTS), 0.9),
        presence=1.0,
        reach_px=reach,
        off_px=0.0,
        colour=np.full(3, 90.0),
        missed=0,
    )


def changed(original: Body, **changes: object) -> Body:
    return Body(**{**vars(original), **changes})  # type: ignore[arg-type]


def person(frames: range, x: float = 900, **how: float) -> Candidate:
    found = candidate([body(frame, x, **how) for frame in frames])
    assert found is not None
    return found


def test_the_one_whose_legs_move_is_the_runner() -> None:
    bystander, runner = person(range(100), 300), person(range(100), 900, swing=0.3)
    chosen, again = the_runner([bystander, runner], SIZE)
    assert chosen.bodies == runner.bodies
    assert again == ()


def test_the_nearer_of_two_runners_is_the_one_filmed() -> None:
    near, far = person(range(60), swing=0.3), person(range(60), 300, swing=0.3, reach=90)
    assert the_runner([far, near], SIZE)[0].bodies == near.bodies


def test_somebody_who_passes_quickly_is_not_the_runner() -> None:
    runner = person(range(300), swing=0.3)
    passing = person(range(100, 130), 300, swing=0.4, reach=260)
    assert the_runner([passing, runner], SIZE)[0].bodies == runner.bodies


def test_the_runner_found_again_in_place_is_the_runner_and_it_is_said() -> None:
    parts = [person(range(50), swing=0.3), person(range(70, 120), 950, swing=0.3)]
    chosen, again = the_runner(parts, SIZE)
    assert sorted(chosen.bodies) == [*range(50), *range(70, 120)]
    assert again == (70,)


def test_the_runner_who_left_the_picture_may_come_back_over_its_rim() -> None:
    parts = [person(range(50), 1850, swing=0.3), person(range(90, 130), 60, swing=0.3)]
    assert the_runner(parts, SIZE)[1] == (90,)


@pytest.mark.parametrize(
    "stranger",
    [
        person(range(70, 120), 1500, swing=0.3),
        person(range(70, 120), 900, swing=0.3, reach=350),
        candidate(
            [
                changed(body(frame, 900, swing=0.3), colour=np.array([200.0, 40, 40]))
                for frame in range(70, 120)
            ]
        ),
    ],
    ids=["elsewhere", "larger", "in other clothes"],
)
def test_somebody_else_afterwards_is_not_taken_for_the_runner(stranger: Candidate) -> None:
    runner = person(range(60), swing=0.3)
    chosen, again = the_runner([runner, stranger], SIZE)
    assert again == ()
    assert len({min(chosen.bodies), min(runner.bodies), min(stranger.bodies)}) == 2


def test_pictures_in_which_somebody_else_was_seen_in_the_runners_place_are_left_out() -> None:
    runner = {i: body(i, 900, swing=0.3) for i in range(60)}
    runner[30] = changed(runner[30], off_px=120.0)
    other = person(range(25, 35), 900, swing=0.1)
    chosen, _ = the_runner([candidate(list(runner.values())) or other, other], SIZE)
    assert set(range(60)) - set(chosen.bodies) == {30}


def test_where_the_model_sees_nobody_there_is_nobody() -> None:
    assert candidate([changed(body(0, 900), presence=0.2)]) is None


def test_guesses_after_somebody_was_last_found_do_not_count() -> None:
    bodies = [changed(body(i, 900), missed=max(0, i // 8 - 2)) for i in range(64)]
    found = candidate(bodies)
    assert found is not None
    assert max(found.bodies) == 31


def test_what_is_outside_the_picture_is_not_seen() -> None:
    there = body(1, 1919.4)
    there.xy_px[INDEX["nose"]] = (1919.6, 500)
    xy, confidence, depth = keypoints({1: there}, 3, SIZE)
    assert np.isnan(xy[[0, 2]]).all()
    assert confidence[[0, 2]].max() == 0
    assert np.isnan(xy[1, INDEX["nose"]]).all()
    assert confidence[1, INDEX["nose"]] == 0
    assert np.isnan(depth[1, INDEX["nose"]])
    assert confidence[1, INDEX["left_hip"]] == 0.9
    assert np.isfinite(xy[1, INDEX["left_hip"]]).all()


def test_the_box_holds_the_body() -> None:
    boxes = boxes_px({1: body(1, 900)}, 2)
    assert np.isnan(boxes[0]).all()
    assert boxes[1].tolist() == [900, 500, 900, 700]
