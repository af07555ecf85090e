"""Poses hold their shape, cannot be written to, and mirror exactly."""

from __future__ import annotations

import numpy as np
import pytest

from evenstride.errors import InputError
from evenstride.poses import Poses
from evenstride.skeleton import INDEX, KEYPOINTS

K = len(KEYPOINTS)


def poses(frames: int = 5, *, fps: float = 100.0, depth: bool = False) -> Poses:
    random = np.random.default_rng(1)
    return Poses(
        time_s=np.arange(frames) / fps,
        xy_px=random.uniform(0, 400, (frames, K, 2)),
        confidence=random.uniform(0, 1, (frames, K)),
        width_px=400,
        height_px=400,
        depth_px=random.normal(size=(frames, K)) if depth else None,
    )


def test_a_keypoint_is_asked_for_by_name() -> None:
    clip = poses()
    assert np.array_equal(clip["left_knee"], clip.xy_px[:, INDEX["left_knee"]])
    with pytest.raises(KeyError):
        clip["left_tail"]


def test_a_middle_lies_halfway() -> None:
    clip = poses()
    assert np.allclose(2 * clip.middle("hip"), clip["left_hip"] + clip["right_hip"])


def test_the_frame_rate_is_the_usual_one() -> None:
    """One long pause, as phones make, does not change it."""
    time_s = np.arange(9) / 120
    time_s[5:] += 0.3
    clip = poses(9)
    paused = Poses(time_s, clip.xy_px, clip.confidence, 400, 400)
    assert paused.fps == pytest.approx(120)


def test_one_frame_has_no_rate() -> None:
    assert np.isnan(poses(1).fps)
    assert len(poses(1)) == 1


def test_nothing_can_be_written_to() -> None:
    clip = poses(depth=True)
    for array in (clip.time_s, clip.xy_px, clip.confidence, clip.depth_px):
        assert array is not None
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 0


def test_the_callers_array_is_copied() -> None:
    xy = np.zeros((2, K, 2))
    clip = Poses(np.array([0.0, 0.1]), xy, np.ones((2, K)), 10, 10)
    xy[:] = 7
    assert not clip.xy_px.any()


def test_a_mirror_swaps_the_sides_and_turns_x() -> None:
    clip = poses(depth=True)
    seen = clip.mirrored()
    assert np.allclose(seen["left_knee"][:, 0], 399 - clip["right_knee"][:, 0])
    assert np.array_equal(seen["left_knee"][:, 1], clip["right_knee"][:, 1])
    left, right = INDEX["left_ear"], INDEX["right_ear"]
    assert np.array_equal(seen.confidence[:, left], clip.confidence[:, right])
    assert seen.depth_px is not None
    assert clip.depth_px is not None
    assert np.array_equal(seen.depth_px[:, left], clip.depth_px[:, right])


def test_mirroring_twice_changes_nothing() -> None:
    clip = poses()
    assert np.allclose(clip.mirrored().mirrored().xy_px, clip.xy_px, atol=1e-9)


@pytest.mark.parametrize(
    ("time_s", "shape", "sure", "word"),
    [
        ([0.0, 0.1], (3, K, 2), (2, K), "Keypoints"),
        ([0.0, 0.1], (2, K, 3), (2, K), "Keypoints"),
        ([0.0, 0.1], (2, K, 2), (2, K - 1), "Confidences"),
        ([0.1, 0.1], (2, K, 2), (2, K), "times"),
        ([0.1, 0.0], (2, K, 2), (2, K), "times"),
        ([0.0, np.nan], (2, K, 2), (2, K), "times"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(
    time_s: list[float], shape: tuple[int, ...], sure: tuple[int, ...], word: str
) -> None:
    with pytest.raises(InputError, match=word) as refusal:
        Poses(np.array(time_s), np.zeros(shape), np.zeros(sure), 10, 10)
    assert str(refusal.value).endswith(".")
