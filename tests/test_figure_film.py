"""The drawn runner's pictures and films show exactly what his keypoints say."""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from typing import Any, Literal

import av
import numpy as np
import pytest

from evenstride.errors import InputError
from evenstride.figure import Camera, Runner, film, frames, keypoints
from evenstride.figure.mp4 import turn_film
from evenstride.figure.recording import aim_m
from evenstride.figure.room import room
from evenstride.poses import Array
from evenstride.skeleton import INDEX

RUNNER = Runner()
SMALL = Camera(width_px=180, height_px=320, px_per_m=105)
VIEWS = {
    "right": Camera(),
    "left": Camera(facing="left"),
    "rear": Camera(view="rear"),
    "front": Camera(view="front"),
}
every_view = pytest.mark.parametrize("camera", VIEWS.values(), ids=VIEWS.keys())


def test_he_runs_the_way_the_camera_says() -> None:
    ways: tuple[tuple[Literal["right", "left"], int], ...] = (("right", 1), ("left", -1))
    for facing, sign in ways:
        poses = keypoints(RUNNER, Camera(facing=facing), fps=60, duration_s=1)
        assert np.all(sign * (poses["nose"] - poses.middle("ear"))[:, 0] > 20)
        assert np.max(sign * (poses["left_toe"] - poses["left_heel"])[:, 0]) > 90


@pytest.mark.parametrize(("view", "sign"), [("rear", 1), ("front", -1)])
def test_his_right_is_on_the_right_from_behind_and_on_the_left_from_in_front(
    view: str, sign: int
) -> None:
    camera = Camera(view="rear") if view == "rear" else Camera(view="front")
    poses = keypoints(RUNNER, camera, fps=60, duration_s=1)
    assert np.all(sign * (poses["right_hip"] - poses["left_hip"])[:, 0] > 60)


def test_the_left_view_is_the_mirror_of_the_right_one() -> None:
    # Half a stride later he is his own mirror image.
    right = keypoints(RUNNER, Camera(), fps=140, duration_s=2)
    left = keypoints(RUNNER, Camera(facing="left"), fps=140, duration_s=2)
    shift = round(140 * RUNNER.step_time_s)
    assert shift == pytest.approx(140 * RUNNER.step_time_s)
    mirrored = left.mirrored()
    assert mirrored.xy_px[shift:] == pytest.approx(right.xy_px[:-shift], abs=1e-6)


def test_a_pinhole_shows_what_is_near_larger() -> None:
    camera = Camera(px_per_m=400, distance_m=4)
    aim = np.zeros(3)
    points = np.array([[0.5, 0.0, 1.0], [0.5, 0.0, 0.0], [0.5, 0.0, -4.0]])
    xy, away = camera.project(points, aim)
    assert away == pytest.approx([-1, 0, 4])
    assert xy[:, 0] - 359.5 == pytest.approx([200 * 4 / 3, 200, 100])


def test_roll_turns_the_picture_clockwise() -> None:
    level, rolled = (
        keypoints(RUNNER, Camera(tilt_deg=tilt), fps=60, duration_s=0.5) for tilt in (0, 10)
    )
    middle = np.array([359.5, 639.5])
    angle = np.radians(10)
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    assert rolled.xy_px - middle == pytest.approx((level.xy_px - middle) @ turn, abs=1e-9)


def test_an_oblique_view_shortens_the_foot() -> None:
    straight, oblique = (
        keypoints(RUNNER, Camera(yaw_deg=yaw), fps=60, duration_s=1) for yaw in (0, 30)
    )
    length = [np.ptp(poses["right_ankle"][:, 0]) for poses in (straight, oblique)]
    assert length[1] / length[0] == pytest.approx(np.cos(np.radians(30)), abs=0.06)


def test_depth_is_measured_from_the_hips() -> None:
    poses = keypoints(RUNNER, Camera(), fps=60, duration_s=1)
    assert poses.depth_px is not None
    depth = poses.depth_px[:, [INDEX["left_hip"], INDEX["right_hip"]]]
    assert depth.mean(axis=1) == pytest.approx(0.0, abs=1e-9)
    width = 2 * RUNNER.body.half_hips_m * 420
    assert depth[:, 0] - depth[:, 1] == pytest.approx(width, rel=0.02)


def test_noise_has_the_size_asked_and_is_larger_on_the_far_leg() -> None:
    clean, noisy = (
        keypoints(RUNNER, Camera(), duration_s=8, noise_px=noise, seed=5) for noise in (0.0, 2.0)
    )
    error = noisy.xy_px - clean.xy_px
    assert np.std(error[:, INDEX["right_knee"]]) == pytest.approx(2.0, rel=0.06)
    assert np.std(error[:, INDEX["left_knee"]]) == pytest.approx(3.6, rel=0.06)
    rear = [
        keypoints(RUNNER, Camera(view="rear"), duration_s=8, noise_px=n, seed=5) for n in (0.0, 2.0)
    ]
    assert np.std(rear[1].xy_px - rear[0].xy_px) == pytest.approx(2.0, rel=0.02)


def test_jittered_frames_still_show_the_runner_at_their_own_times() -> None:
    poses = keypoints(RUNNER, Camera(), fps=60, duration_s=2, time_jitter_s=0.004, seed=1)
    assert np.std(np.diff(poses.time_s)) > 0.002
    aim = aim_m(RUNNER, Camera(), poses.time_s, 2)
    xy, _ = Camera().project(RUNNER.joints_m(poses.time_s), aim[:, np.newaxis])
    assert poses.xy_px == pytest.approx(xy)


def test_over_ground_a_fixed_camera_sees_him_pass_and_a_panned_one_keeps_him() -> None:
    runner = Runner(surface="overground")
    fixed, panned = (keypoints(runner, Camera(pan=pan), fps=60, duration_s=1) for pan in (0, 1))
    passed = np.ptp(fixed.middle("hip")[:, 0]) / 420
    assert passed == pytest.approx(3.0 * 59 / 60, rel=0.01)
    assert np.ptp(panned.middle("hip")[:, 0]) < 1e-6


def pictures(camera: Camera, count: int, **options: Any) -> list[Array]:  # noqa: ANN401  # any option of frames
    taken = frames(RUNNER, camera, fps=30, duration_s=count / 30, **options)
    return [picture.astype(float) for _, picture in taken]


@every_view
def test_the_body_is_drawn_where_the_keypoints_are(camera: Camera) -> None:
    poses = keypoints(RUNNER, camera, fps=15, duration_s=0.4)
    aim = aim_m(RUNNER, camera, poses.time_s[:1], 0.4)[0]
    empty = room(camera, aim, "treadmill").astype(np.int16)
    names = ["knee", "ankle", "hip", "shoulder"]
    points = [INDEX[f"{side}_{name}"] for side in ("left", "right") for name in names]
    taken = frames(RUNNER, camera, fps=15, duration_s=0.4, noise=0, motion_blur=0)
    for frame, (_, picture) in enumerate(taken):
        changed = np.abs(picture - empty).max(axis=-1) > 12
        x, y = np.rint(poses.xy_px[frame, points]).astype(int).T
        assert changed[y, x].all()
        assert 0.03 < changed.mean() < 0.20


def test_frames_are_rgb_bytes_at_their_true_times() -> None:
    taken = list(islice(frames(RUNNER, SMALL, fps=50, duration_s=1), 3))
    assert [time for time, _ in taken] == pytest.approx([0.0, 0.02, 0.04])
    assert {picture.dtype for _, picture in taken} == {np.dtype(np.uint8)}
    assert {picture.shape for _, picture in taken} == {(320, 180, 3)}
    shirt = taken[0][1].astype(int)
    assert np.any(shirt[..., 2] - shirt[..., 0] > 60)  # he wears blue


def test_grain_has_the_strength_asked() -> None:
    camera = Camera(width_px=180, height_px=320)
    clean, grainy = (pictures(camera, 1, noise=noise)[0] for noise in (0, 4))
    corner = (grainy - clean)[:60, :60]
    assert np.std(corner) == pytest.approx(4.0, rel=0.1)
    first, second = (picture[:60, :60] for picture in pictures(camera, 2, noise=4))
    assert np.abs(first - second).mean() > 2


def test_a_moving_foot_smears_and_the_wall_does_not() -> None:
    sharp, smeared = (
        pictures(VIEWS["right"], 3, noise=0, motion_blur=blur)[2] for blur in (0.0, 1.0)
    )
    change = np.abs(sharp - smeared).max(axis=-1)
    assert change.max() > 60
    assert change[:200].max() == 0


def test_the_same_seed_films_the_same_pictures() -> None:
    first, again, other = (pictures(SMALL, 2, seed=seed) for seed in (1, 1, 2))
    assert all(np.array_equal(a, b) for a, b in zip(first, again, strict=True))
    assert not np.array_equal(first[0], other[0])


@pytest.mark.parametrize("fps", [30, 59.94, 120])
def test_a_film_is_h264_with_the_frames_and_times_asked(tmp_path: Path, fps: float) -> None:
    path = tmp_path / "run.mp4"
    film(path, RUNNER, SMALL, fps=fps, duration_s=0.5)
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        times = [float(frame.time or 0.0) for frame in container.decode(stream)]
        assert stream.codec_context.name == "h264"
        assert (stream.width, stream.height) == (180, 320)
    assert len(times) == round(fps * 0.5)
    assert np.diff(times) == pytest.approx(1 / fps, abs=1e-3)


def test_a_film_can_be_stored_turned_like_a_phones(tmp_path: Path) -> None:
    path = tmp_path / "turned.mp4"
    film(path, RUNNER, SMALL, fps=30, duration_s=0.2, rotate=90, noise=0)
    upright = pictures(SMALL, 6, noise=0)[0]
    with av.open(str(path)) as container:
        frame = next(container.decode(video=0))
        stored = frame.to_ndarray(format="rgb24").astype(float)
        shown = np.rot90(stored, frame.rotation // 90)
    assert stored.shape == (180, 320, 3)
    assert np.abs(shown - upright).mean() < 4
    with pytest.raises(InputError, match="90"):
        turn_film(path, 45)
