"""Knees bend as far as they did, from whatever side, or it is said that they may not."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from evenstride.errors import InputError
from evenstride.events import understand
from evenstride.figure import Camera, Runner, keypoints
from evenstride.measuring import measure
from evenstride.poses import Array, Poses
from evenstride.skeleton import INDEX, KEYPOINTS, SIDES
from evenstride.spatial import Knees, knee_flexion
from evenstride.spatial.evidence import DEPTH_SCALE, FOCAL
from evenstride.spatial.labels import untangled
from validation import oblique_knee

WIDTH_PX, HEIGHT_PX = 720, 1280
FPS = 30.0
TIME_S = np.arange(0, 8.0, 1 / FPS)
DEEPEST_DEG = 100.0
UP = {"shoulder": 0.65, "ear": 0.9, "elbow": 0.35, "wrist": 0.1}
AS_FAR = {"hip": 0.12, "shoulder": 0.22, "ear": 0.06, "elbow": 0.26, "wrist": 0.28}


@dataclass(frozen=True)
class Scene:
    """From where a squatting figure is filmed; lengths in leg lengths."""

    yaw_deg: float = 35.0
    """0 from the front, 90 from the side."""
    pitch_deg: float = 8.0
    distance: float = 4.5
    depth_scale: float = DEPTH_SCALE


def flexion_deg() -> Array:
    """Two squats in eight seconds."""
    return DEEPEST_DEG * 0.5 * (1 - np.cos(2 * np.pi * TIME_S / 4.0))


def body() -> Array:
    """A squat: x forward, y up, z to the body's right; [T, K, 3] leg lengths."""
    bend = np.radians(flexion_deg())
    thigh, shank = 0.6 * bend, -0.4 * bend
    ankle = np.zeros((len(TIME_S), 3)) + (0.0, 0.05, 0.0)
    knee = ankle + 0.5 * np.stack([-np.sin(shank), np.cos(shank), 0 * shank], axis=1)
    hip = knee + 0.5 * np.stack([-np.sin(thigh), np.cos(thigh), 0 * thigh], axis=1)
    places = {"ankle": ankle, "knee": knee, "hip": hip}
    places |= {name: hip + (0.1, up, 0.0) for name, up in UP.items()}
    places |= {"heel": ankle + (-0.06, -0.05, 0.0), "toe": ankle + (0.2, -0.05, 0.0)}
    points = np.zeros((len(TIME_S), len(KEYPOINTS), 3))
    for side, sign in zip(SIDES, (-1.0, 1.0), strict=True):
        for name, path in places.items():
            points[:, INDEX[f"{side}_{name}"]] = path + (0, 0, sign * AS_FAR.get(name, 0.12))
    points[:, INDEX["nose"]] = hip + (0.25, 0.9, 0.0)
    return points


def filmed(scene: Scene, points: Array, noise_px: float = 0.0) -> Poses:
    """The figure through a pinhole, with depth as stretched as the pose model's."""
    yaw, pitch = np.radians(scene.yaw_deg), np.radians(scene.pitch_deg)
    forward, up, right = points[..., 0], points[..., 1] - 0.8, points[..., 2]
    x = -np.cos(yaw) * right + np.sin(yaw) * forward
    z = -np.sin(yaw) * right - np.cos(yaw) * forward
    y, z = -(np.cos(pitch) * up + np.sin(pitch) * z), np.cos(pitch) * z - np.sin(pitch) * up
    z = z + scene.distance
    focal = FOCAL * HEIGHT_PX
    xy = focal * np.stack([x, y], axis=-1) / z[..., None]
    xy += 0.5 * np.array([WIDTH_PX - 1, HEIGHT_PX - 1])
    hips = z[:, [INDEX["left_hip"], INDEX["right_hip"]]].mean(axis=1, keepdims=True)
    noise = np.random.default_rng(0).normal(0, noise_px, xy.shape)
    return Poses(
        TIME_S,
        xy + noise,
        np.ones(xy.shape[:2]),
        WIDTH_PX,
        HEIGHT_PX,
        depth_px=(z - hips) * focal / hips / scene.depth_scale,
    )


@cache
def squat() -> Poses:
    return filmed(Scene(), body())


def rmse_deg(knees: Knees) -> float:
    away = [knees.flexion_deg[side] - flexion_deg() for side in SIDES]
    return float(np.sqrt(np.mean(np.square(away))))


@pytest.mark.parametrize("yaw_deg", [-60.0, -35.0, 20.0, 35.0, 60.0, 85.0])
def test_the_knees_bend_as_far_as_they_did(yaw_deg: float) -> None:
    knees = knee_flexion(filmed(Scene(yaw_deg=yaw_deg), body()))
    assert rmse_deg(knees) < 4.0
    assert knees.exchanged == 0


def test_the_angle_in_the_picture_is_far_off_there() -> None:
    """What the third dimension is for."""
    hip, knee, ankle = (squat()[f"left_{joint}"] for joint in ("hip", "knee", "ankle"))
    away = oblique_knee.bend_deg(hip, knee, ankle) - flexion_deg()
    assert np.sqrt(np.mean(away**2)) > 10.0


@pytest.mark.parametrize("factor", [0.7, 1.3])
def test_a_depth_that_is_shrunk_or_stretched_does_less_than_it_would(factor: float) -> None:
    """Bones that keep their length and knees that are hinges make good what the depth lacks."""
    poses = filmed(Scene(depth_scale=DEPTH_SCALE * factor), body())
    assert poses.depth_px is not None
    own = np.concatenate([poses.xy_px, DEPTH_SCALE * poses.depth_px[..., None]], axis=2)
    naive = [
        oblique_knee.bend_deg(*(own[:, INDEX[f"{side}_{j}"]] for j in ("hip", "knee", "ankle")))
        - flexion_deg()
        for side in SIDES
    ]
    assert rmse_deg(knee_flexion(poses)) < 0.8 * np.sqrt(np.mean(np.square(naive)))


def test_noise_does_little_and_less_than_is_said() -> None:
    knees = knee_flexion(filmed(Scene(), body(), noise_px=3.0))
    away = np.concatenate([knees.flexion_deg[side] - flexion_deg() for side in SIDES])
    said = np.concatenate([knees.sd_deg[side] for side in SIDES])
    assert rmse_deg(knees) < 6.0
    assert np.mean(np.abs(away) < 1.96 * said) > 0.9


def test_nearer_and_larger_is_the_same() -> None:
    """The unit is the person's own leg."""
    double = filmed(Scene(distance=9.0), 2.0 * (body() - (0, 0.8, 0)) + (0, 0.8, 0))
    once, twice = knee_flexion(squat()), knee_flexion(double)
    for side in SIDES:
        assert twice.flexion_deg[side] == pytest.approx(once.flexion_deg[side], abs=0.1)


def test_a_mirror_exchanges_the_sides() -> None:
    seen, mirrored = knee_flexion(squat()), knee_flexion(squat().mirrored())
    assert mirrored.flexion_deg["left"] == pytest.approx(seen.flexion_deg["right"], abs=0.05)
    assert mirrored.sd_deg["right"] == pytest.approx(seen.sd_deg["left"], abs=0.05)


def test_exchanged_labels_are_put_back() -> None:
    swapped = np.arange(len(KEYPOINTS))
    for joint in ("knee", "ankle", "heel", "toe"):
        left, right = INDEX[f"left_{joint}"], INDEX[f"right_{joint}"]
        swapped[[left, right]] = right, left
    xy, depth = squat().xy_px.copy(), np.array(squat().depth_px)
    xy[70:90], depth[70:90] = xy[70:90][:, swapped], depth[70:90][:, swapped]
    tangled = replace(squat(), xy_px=xy, depth_px=depth)
    straight, count = untangled(tangled)
    assert count == 20
    assert np.array_equal(straight.xy_px, squat().xy_px)
    assert knee_flexion(tangled).exchanged == 20


def test_legs_that_pass_each_other_keep_their_names() -> None:
    """A runner from the side: each stride carries one leg past the other."""
    poses = keypoints(Runner(), Camera(), fps=FPS, duration_s=4.0)
    straight, count = untangled(poses)
    assert count == 0
    assert straight is poses


@pytest.mark.parametrize("depth", [0.75, 1.0])
@pytest.mark.parametrize("yaw_deg", [-45.0, 30.0, 45.0])
def test_a_runner_seen_obliquely(yaw_deg: float, depth: float) -> None:
    """Legs that swing fast and never stand still, a pelvis that turns, a depth that is shrunk."""
    runner = Runner()
    poses = keypoints(runner, Camera(yaw_deg=yaw_deg), fps=60.0, duration_s=3.0)
    assert poses.depth_px is not None
    stretched = replace(poses, depth_px=depth * poses.depth_px / DEPTH_SCALE)
    knees = knee_flexion(stretched)
    joints = runner.joints_m(poses.time_s)
    for side in SIDES:
        places = (joints[:, INDEX[f"{side}_{joint}"]] for joint in ("hip", "knee", "ankle"))
        away = knees.flexion_deg[side] - oblique_knee.bend_deg(*places)
        assert np.sqrt(np.mean(away**2)) < 6.0


def test_unseen_frames_have_no_angle() -> None:
    xy = squat().xy_px.copy()
    xy[100:120, INDEX["left_ankle"]] = np.nan
    knees = knee_flexion(replace(squat(), xy_px=xy))
    for side in SIDES:
        assert np.isnan(knees.flexion_deg[side][100:120]).all()
        assert np.isfinite(knees.flexion_deg[side][:100]).all()


def test_somebody_who_turns_is_not_trusted() -> None:
    turn = np.radians(15.0 * TIME_S)[:, None]
    x, y, z = np.moveaxis(body(), -1, 0)
    turned = np.stack(
        [np.cos(turn) * x - np.sin(turn) * z, y, np.sin(turn) * x + np.cos(turn) * z], axis=-1
    )
    assert "turns" in knee_flexion(filmed(Scene(), turned)).reason


def test_an_unsure_angle_comes_with_a_reason_and_a_sure_one_without() -> None:
    """From the side nothing hangs on depth; joints that are hardly seen make the rest."""
    side = filmed(Scene(yaw_deg=88.0), body())
    assert knee_flexion(side).reason == ""
    dim = replace(side, confidence=np.full_like(side.confidence, 0.3))
    assert "degrees only" in knee_flexion(dim).reason


def test_without_depth_there_is_no_answer() -> None:
    with pytest.raises(InputError, match="no depth"):
        knee_flexion(replace(squat(), depth_px=None))


def test_legs_that_were_hardly_seen_give_no_answer() -> None:
    xy = squat().xy_px.copy()
    xy[5:, INDEX["right_knee"]] = np.nan
    with pytest.raises(InputError, match="5 frames"):
        knee_flexion(replace(squat(), xy_px=xy))


@pytest.mark.parametrize(("yaw_deg", "status"), [(25.0, "low"), (40.0, "refused")])
def test_the_angle_in_the_picture_is_refused_far_off_the_line(yaw_deg: float, status: str) -> None:
    run = understand(keypoints(Runner(), Camera(yaw_deg=yaw_deg), duration_s=6.0))
    found = {one.key: one for one in measure(run)}
    assert found["peak_knee_flexion"].status == status
    assert "degrees off" in found["peak_knee_flexion"].reason
    assert found["cadence"].status == "ok"


@pytest.mark.slow
@pytest.mark.usefixtures("weights")
def test_two_films_with_motion_capture(data: Path) -> None:
    """No worse than published systems of one camera on the same films; said how sure."""
    result = oblique_knee.run(data)
    knees = [(film, side) for film in oblique_knee.FILMS for side in SIDES]
    ours = [result.rmse_deg(film, side) for film, side in knees]
    assert max(ours) < 10.0
    assert np.mean(ours) < 7.5
    for way in ("in the picture", "the model's own depth"):
        assert np.mean(ours) < np.mean([result.rmse_deg(*knee, way) for knee in knees])
    squats = [one for one in result.squats if one.side == "right"]
    assert len(squats) == 5
    assert all(abs(one.late_s) < 0.15 for one in result.squats)
    assert all(trust.within_95 > 0.85 for trust in result.trust)
    assert all(result.reasons.values())
