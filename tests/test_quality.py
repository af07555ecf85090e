"""Every remark on a film's quality, from the case that calls for it, and none without a case."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from evenstride.cleaning import Repairs, clean
from evenstride.events import Run, understand
from evenstride.figure import Camera, Runner, keypoints
from evenstride.poses import Poses
from evenstride.quality import Evidence, Remark, Surroundings, remarks
from evenstride.skeleton import INDEX, KEYPOINTS

UPRIGHT = Surroundings(tilt_deg=0.0, tilt_sd_deg=0.3)
NONE_REPAIRED = Repairs(frames=100, swapped=0, outliers=0, filled=0, missing=0)


def seen(runner: Runner | None = None, *, s: float = 8.0, fps: float = 120.0, **camera: Any) -> Run:  # noqa: ANN401  # any field of Camera
    poses = keypoints(runner or Runner(), Camera(**camera), fps=fps, duration_s=s)
    return understand(clean(poses)[0])


@pytest.fixture(scope="module")
def run() -> Run:
    """Eight seconds of a runner, seen perfectly."""
    return seen()


def said(run: Run, scene: Surroundings | None = UPRIGHT) -> dict[str, Remark]:
    return {remark.code: remark for remark in remarks(Evidence(run, NONE_REPAIRED, scene))}


def changed(run: Run, poses: Poses) -> Run:
    return understand(poses, view=run.view)


def test_a_good_film_calls_for_no_remark(run: Run) -> None:
    assert said(run) == {}


def test_a_table_of_keypoints_is_not_judged_by_its_picture(run: Run) -> None:
    assert said(run, None) == {}


# -- the runner ------------------------------------------------------------------------------


def test_somebody_who_stands() -> None:
    found = said(seen(Runner(activity="standing"), s=3))
    assert found["standing"].severity == "serious"
    assert "few_steps" not in found


@pytest.mark.filterwarnings("ignore:All-NaN")
def test_feet_that_were_never_seen_are_not_called_standing(run: Run) -> None:
    hidden = run.poses.xy_px.copy()
    for name in KEYPOINTS:
        if name.endswith(("heel", "toe", "ankle")):
            hidden[:, INDEX[name]] = np.nan
    found = said(changed(run, replace(run.poses, xy_px=hidden)))
    assert "no_steps" in found
    assert "standing" not in found


@pytest.mark.parametrize("factor", [2, 4, 8])
def test_slow_motion_says_how_slow(run: Run, factor: int) -> None:
    slow = changed(run, replace(run.poses, time_s=factor * run.poses.time_s))
    assert f"about {factor} times slower" in said(slow)["slow_motion"].sentence
    assert "low_frame_rate" not in said(slow)


def test_time_lapse(run: Run) -> None:
    assert "time_lapse" in said(changed(run, replace(run.poses, time_s=run.poses.time_s / 2)))


def test_a_low_frame_rate() -> None:
    assert "30 frames/s, so one frame is 33 ms" in said(seen(fps=30))["low_frame_rate"].sentence


def test_few_steps() -> None:
    sentence = said(seen(s=3))["few_steps"].sentence
    assert sentence.startswith("Only ")
    assert "a stable mean needs 7 on each side" in sentence


@pytest.mark.parametrize(
    ("left", "right", "words"),
    [
        (5, 3, "Only 5 steps of the left leg and 3 of the right could"),
        (0, 6, "Only 6 steps of the right leg and none of the left could"),
        (1, 0, "Only 1 step of the left leg and none of the right could"),
        (4, 4, "Only 4 steps of each leg could"),
        (0, 0, "No step of either leg could"),
    ],
)
def test_steps_are_counted_in_plain_words(run: Run, left: int, right: int, words: str) -> None:
    def first(side: str, count: int) -> Any:  # noqa: ANN401  # the steps' own type
        steps = run.steps[side]  # type: ignore[index]  # a side by its name
        return replace(steps, **{name: getattr(steps, name)[:count] for name in vars(steps)})

    few = replace(run, steps={"left": first("left", left), "right": first("right", right)})
    assert said(few)["few_steps"].sentence.startswith(words)


def test_dropped_steps_are_counted(run: Run) -> None:
    assert said(replace(run, dropped=1))["dropped_steps"].sentence.startswith("1 step was left")
    assert said(replace(run, dropped=2))["dropped_steps"].sentence.startswith("2 steps were left")


def test_only_repairs_that_were_made_are_told(run: Run) -> None:
    done = Repairs(frames=300, swapped=0, outliers=1, filled=7, missing=0)
    sentence = next(r.sentence for r in remarks(Evidence(run, done, UPRIGHT)))
    assert sentence == (
        "Repaired in 300 frames: 1 keypoint far off the body, thrown out; "
        "7 keypoints filled in over gaps of up to 100 ms."
    )


def test_a_hidden_leg(run: Run) -> None:
    confidence = run.poses.confidence.copy()
    confidence[:, [INDEX["left_knee"], INDEX["left_ankle"]]] = 0.6
    hidden = replace(run, poses=replace(run.poses, confidence=confidence))
    assert said(hidden)["hidden_leg"].sentence.startswith("The left leg")


def test_legs_more_guessed_than_seen(run: Run) -> None:
    guessed = replace(run.poses, confidence=0.4 * run.poses.confidence)
    assert said(replace(run, poses=guessed))["poorly_seen"].severity == "serious"


# -- the place -------------------------------------------------------------------------------


@pytest.mark.parametrize(("yaw_deg", "severity"), [(14, "warning"), (30, "serious")])
def test_an_oblique_camera(yaw_deg: float, severity: str) -> None:
    remark = said(seen(s=4, yaw_deg=yaw_deg))["oblique"]
    assert remark.severity == severity
    assert "square to the runner's path" in remark.sentence


def test_a_view_that_was_told_wrong(run: Run) -> None:
    told = understand(run.poses, view="rear")
    found = said(told)
    assert "from behind, but it looks filmed from the side" in found["wrong_view"].sentence
    assert "oblique" not in found


def test_rear_and_front_are_not_mixed_up() -> None:
    rear = seen(s=4, view="rear")
    assert "wrong_view" not in said(rear)
    assert "wrong_view" in said(understand(rear.poses, view="front"))


def test_feet_below_the_picture(run: Run) -> None:
    low = run.poses.xy_px + np.array([0.0, 0.32 * run.poses.height_px])
    assert "cropped_feet" in said(changed(run, replace(run.poses, xy_px=low)))


def test_a_head_above_the_picture(run: Run) -> None:
    high = run.poses.xy_px - np.array([0.0, 0.32 * run.poses.height_px])
    found = said(changed(run, replace(run.poses, xy_px=high)))
    assert "cropped_head" in found
    assert "cropped_feet" not in found


def test_a_small_runner() -> None:
    assert "a leg spans 5" in said(seen(s=3, px_per_m=60))["small"].sentence


# -- the scene -------------------------------------------------------------------------------


def scene(**facts: Any) -> Surroundings:  # noqa: ANN401  # any field of Surroundings
    return replace(UPRIGHT, **facts)


@pytest.mark.parametrize(
    ("facts", "code", "words"),
    [
        ({"brightness": np.r_[np.full(5, 0.5), np.zeros(5)], "detail": np.full(10, 0.1)},
         "lens_covered", "For 50 % of the film"),
        ({"brightness": np.full(4, 0.5), "detail": np.array([0.1, 0.1, 0.1, 0.001])},
         "lens_covered", "For 25 % of the film"),
        ({"other_people_share": 0.5}, "second_person", "Somebody else"),
        ({"found_again_s": (1.25, 3.0)}, "found_again", "at 1.2 s, 3.0 s"),
        ({"camera_shift_px": np.array([[0, 0], [np.nan, np.nan], [30.0, 40.0]])},
         "camera_moved", "by 50 px"),
        ({"tilt_deg": 3.0}, "tilted", "rolled clockwise by 3.0 ± 0.6 degrees"),
        ({"tilt_deg": -3.0}, "tilted", "rolled anticlockwise by 3.0 ± 0.6 degrees"),
        ({"tilt_deg": float("nan")}, "level_unknown", "cannot be told"),
        ({"variable_rate": True}, "variable_frame_rate", "varies"),
    ],
)  # fmt: skip
def test_the_scene(run: Run, facts: dict[str, Any], code: str, words: str) -> None:
    found = said(run, scene(**facts))
    assert list(found) == [code]
    assert words in found[code].sentence


@pytest.mark.parametrize(
    "facts",
    [
        {"brightness": np.full(10, 0.5), "detail": np.full(10, 0.1)},
        {"brightness": np.empty(0), "detail": np.empty(0)},
        {"other_people_share": 0.05},
        {"camera_shift_px": np.full((3, 2), np.nan)},
        {"camera_shift_px": np.ones((3, 2))},
        {"tilt_deg": 1.0},
    ],
)
def test_a_harmless_scene_is_passed_over(run: Run, facts: dict[str, Any]) -> None:
    assert said(run, scene(**facts)) == {}


def test_the_gravest_comes_first() -> None:
    walk = seen(Runner(activity="walking", cadence_steps_min=110, speed_m_s=1.4), s=4, yaw_deg=14)
    order = [r.severity for r in remarks(Evidence(walk, NONE_REPAIRED, scene(variable_rate=True)))]
    assert order == sorted(order, key=["serious", "warning", "info"].index)
    assert len(set(order)) == 3
