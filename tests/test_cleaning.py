"""What a pose model gets wrong is put right and counted; what is right is left alone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from drawn_runners import drawn, exchanged, filmed, hidden
from hypothesis import given, settings
from hypothesis import strategies as st

from evenstride.cleaning import LONGEST_GAP_S, Repairs, clean
from evenstride.events import Facing
from evenstride.figure import Camera, Runner, keypoints
from evenstride.geometry import bend_deg
from evenstride.poses import Array, Poses
from evenstride.recordings import read
from evenstride.skeleton import INDEX, KEYPOINTS, LEG, SIDES, Side

quick = settings(max_examples=8, deadline=None, derandomize=True)
FPS = 120.0
SWAPS = (200, 450, 700)
EIGHT = 8
INSIDE = slice(30, -30)
"""Away from the clip's ends, where the rhythm leans on one side only."""

LEG_BELOW_HIP = ("knee", "ankle", "heel", "toe")


@pytest.fixture(scope="module")
def exact() -> Poses:
    return keypoints(Runner(), Camera(), fps=FPS, duration_s=5.0)


@pytest.fixture(scope="module")
def noisy() -> Poses:
    return filmed(drawn(3.0), "right", fps=FPS)


def knee_deg(poses: Poses, side: Side) -> Array:
    return bend_deg(*(poses[f"{side}_{joint}"] * [1, -1] for joint in ("hip", "knee", "ankle")))


@pytest.mark.parametrize("facing", SIDES)
@pytest.mark.parametrize("speed_m_s", [2.2, 3.6, 5.0])
def test_three_swaps_of_the_legs_are_undone_and_counted(speed_m_s: float, facing: Facing) -> None:
    straight = filmed(drawn(speed_m_s), facing, fps=FPS)
    swapped = straight
    for first in SWAPS:
        swapped = exchanged(swapped, LEG_BELOW_HIP, slice(first, first + EIGHT))
    (expected, before), (found, repairs) = clean(straight), clean(swapped)
    for side in SIDES:
        off_deg = knee_deg(found, side) - knee_deg(straight, side)
        marred_deg = knee_deg(swapped, side) - knee_deg(straight, side)
        assert rms(off_deg) < 1.5
        assert rms(off_deg) < 0.1 * rms(marred_deg)
        assert np.isfinite(off_deg).mean() > np.isfinite(knee_deg(expected, side)).mean() - 0.005
    assert before.swapped == 0
    assert repairs.swapped == pytest.approx(len(SWAPS) * EIGHT, abs=3)


def rms(values: Array) -> float:
    return float(np.sqrt(np.nanmean(values**2)))


def test_a_clip_without_a_fault_is_left_alone(exact: Poses) -> None:
    cleaned, repairs = clean(exact)
    assert np.array_equal(cleaned.xy_px[INSIDE], exact.xy_px[INSIDE])
    assert (repairs.frames, repairs.swapped, repairs.filled) == (len(exact), 0, 0)


@pytest.mark.parametrize("joints", [("knee",), ("ankle", "heel", "toe"), ("elbow", "wrist")])
def test_a_swap_of_a_part_is_undone(exact: Poses, joints: tuple[str, ...]) -> None:
    cleaned, repairs = clean(exchanged(exact, joints, slice(300, 312)))
    assert np.nanmax(np.abs(cleaned.xy_px - exact.xy_px)) < 12
    assert 0 < repairs.swapped <= 12


def test_a_short_gap_is_filled_and_counted(exact: Poses) -> None:
    """6 frames at 120 frames/s are 50 ms; the foot goes on along its usual path."""
    names = ("right_knee", "right_ankle", "right_heel", "right_toe")
    for first in range(200, 320, 24):
        cleaned, repairs = clean(hidden(exact, names, slice(first, first + 6)))
        assert np.abs(cleaned.xy_px - exact.xy_px)[INSIDE].max() < 9.0  # 2 cm of a swinging foot
        assert (repairs.swapped, repairs.filled) == (0, 24)


def test_what_was_filled_is_less_sure(exact: Poses) -> None:
    cleaned, _ = clean(hidden(exact, ("right_toe",), slice(200, 206)))
    assert (cleaned.confidence[200:206, INDEX["right_toe"]] == 0.5).all()
    assert (cleaned.confidence[206:212, INDEX["right_toe"]] == 1.0).all()


@pytest.mark.parametrize("frames", [14, 20, 60])
def test_a_long_gap_stays_open_and_is_counted(exact: Poses, frames: int) -> None:
    assert frames / FPS > LONGEST_GAP_S
    gap = slice(200, 200 + frames)
    cleaned, repairs = clean(hidden(exact, ("left_ankle", "left_toe"), gap))
    assert np.isnan(cleaned["left_ankle"][gap]).all()
    assert np.isnan(cleaned["left_toe"][gap]).all()
    assert np.isfinite(cleaned["left_knee"]).all()
    assert repairs.filled == 0
    assert repairs.missing == np.isnan(cleaned.xy_px[..., 0]).sum()
    assert np.isfinite(cleaned.xy_px[INSIDE]).mean() > 1 - 2.1 * frames / (540 * len(KEYPOINTS))


def test_nothing_is_filled_beyond_the_clips_ends(exact: Poses) -> None:
    cleaned, repairs = clean(hidden(exact, ("right_ankle",), slice(0, 3)))
    assert np.isnan(cleaned["right_ankle"][:3]).all()
    assert (repairs.filled, repairs.missing - clean(exact)[1].missing) == (0, 3)


@pytest.mark.parametrize("runner", [Runner(), Runner(activity="standing")], ids=["runs", "stands"])
def test_a_leap_is_thrown_out_and_bridged(runner: Runner) -> None:
    still = keypoints(runner, Camera(), fps=FPS, duration_s=5.0, noise_px=1.0)
    k = INDEX["right_ankle"]
    xy = still.xy_px.copy()
    xy[300:303, k] += [150, -90]
    cleaned, repairs = clean(replace(still, xy_px=xy))
    before = clean(still)[1]
    assert repairs.outliers == before.outliers + 3
    assert repairs.filled == before.filled + 3
    assert np.abs(cleaned.xy_px[300:303, k] - still.xy_px[300:303, k]).max() < 12


def test_a_keypoint_without_confidence_was_not_seen(exact: Poses) -> None:
    confidence = exact.confidence.copy()
    confidence[:, INDEX["nose"]] = 0.01
    cleaned, _ = clean(replace(exact, confidence=confidence))
    assert np.isnan(cleaned["nose"]).all()


def test_a_clip_with_nobody_in_it_stays_empty() -> None:
    frames = 30
    unseen = np.full((frames, len(KEYPOINTS), 2), np.nan)
    empty = Poses(np.arange(frames) / 30, unseen, np.zeros(unseen.shape[:2]), 100, 100)
    cleaned, repairs = clean(empty)
    assert np.isnan(cleaned.xy_px).all()
    assert repairs == Repairs(frames, 0, 0, 0, missing=2 * len(LEG) * frames)


@quick
@given(st.integers(100, 400), st.integers(1, 30), st.sampled_from(KEYPOINTS))
def test_what_was_put_right_once_needs_nothing_more(first: int, length: int, name: str) -> None:
    clip = exchanged(
        keypoints(Runner(), Camera(), fps=FPS, duration_s=5.0, noise_px=1.5, seed=first),
        LEG_BELOW_HIP,
        slice(250, 258),
    )
    once, _ = clean(hidden(clip, (name,), slice(first, first + length)))
    twice, repairs = clean(once)
    same = np.isclose(twice.xy_px, once.xy_px, equal_nan=True)
    assert repairs.swapped == 0
    # The spread a leap is judged by shrinks a little when the leaps are gone.
    assert same[INSIDE].mean() > 0.9995
    assert repairs.outliers + repairs.filled <= 0.003 * once.confidence.size


def test_the_mirrored_clip_is_repaired_alike(noisy: Poses) -> None:
    marred = exchanged(noisy, LEG_BELOW_HIP, slice(200, 208))
    marred = hidden(marred, ("left_toe",), slice(500, 505))
    (cleaned, repairs), (seen, mirrored) = clean(marred), clean(marred.mirrored())
    assert repairs == mirrored
    assert np.allclose(seen.mirrored().xy_px, cleaned.xy_px, atol=1e-6, equal_nan=True)


def test_a_film_from_behind_is_cleaned_too() -> None:
    behind = keypoints(Runner(), Camera(view="rear"), fps=FPS, duration_s=5.0, noise_px=1.0)
    marred = exchanged(behind, LEG_BELOW_HIP, slice(300, 308))
    cleaned, repairs = clean(marred)
    assert repairs.swapped == pytest.approx(8, abs=2)
    assert np.nanmax(np.abs(cleaned["left_ankle"] - clean(behind)[0]["left_ankle"])) < 8


@pytest.mark.parametrize("run", ["run300", "run400"])
def test_motion_capture_does_not_leap(run: str, data: Path) -> None:
    """Strides differ by a tenth of a leg; nothing of it is thrown out or left unseen."""
    cleaned, repairs = clean(read(data / "force_plate_runs" / run / "markers.trc"))
    assert repairs.outliers <= 5
    assert repairs.missing == 0
    assert np.isfinite(cleaned["left_heel"]).all()
