"""From real films to the runner's keypoints, against another model and against themselves."""

from __future__ import annotations

import json
import pickle
from collections.abc import Callable
from concurrent.futures import Executor, Future
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from conftest import absent

from evenstride.errors import InstallationError, NoRunner
from evenstride.pose import Sighting, backends, crops, estimate, open_backend
from evenstride.pose.backends import blazepose
from evenstride.skeleton import INDEX, KEYPOINTS, MIRROR
from evenstride.video import Image, frames, write

pytestmark = pytest.mark.slow


@pytest.fixture(scope="session", autouse=True)
def _model() -> None:
    try:
        open_backend()
    except InstallationError as reason:
        absent("weights", str(reason))


@pytest.fixture(scope="session")
def clip(data: Path) -> Path:
    return data / "treadmill_side" / "clip.mp4"


@pytest.fixture(scope="session")
def pictures(clip: Path) -> list[Image]:
    """Two seconds of the treadmill runner."""
    return [frame.image for frame in islice(frames(clip), 60)]


@pytest.fixture(scope="session")
def run(clip: Path) -> Sighting:
    return estimate(clip)


class Elsewhere(Executor):
    """Another machine: whatever goes there and comes back is pickled; the last is done first."""

    def __init__(self) -> None:
        self.pieces = 0

    def submit(self, fn: Callable[..., Any], /, *args: object, **kwargs: object) -> Future[Any]:
        self.pieces += 1
        function, parameters = pickle.loads(pickle.dumps((fn, args)))  # noqa: S301  # our own
        future: Future[Any] = Future()
        future.set_result(pickle.loads(pickle.dumps(function(*parameters, **kwargs))))  # noqa: S301
        return future


def differences_percent(run: Sighting, data: Path) -> dict[str, np.ndarray]:
    """Distance to RTMPose's keypoint in every frame, % of leg length."""
    other = json.loads((data / "treadmill_side" / "rtmpose_halpe26.json").read_text())
    theirs = np.array(other["frames"])[..., :2]

    def path(name: str) -> np.ndarray:
        side, _, joint = name.partition("_")
        return theirs[
            :, other["keypoint_names"].index(f"{side[0]}_{'big_toe' if joint == 'toe' else joint}")
        ]

    thigh = np.linalg.norm(path("left_hip") - path("left_knee"), axis=1)
    shank = np.linalg.norm(path("left_knee") - path("left_ankle"), axis=1)
    leg = np.median(thigh + shank)
    names = [f"{side}_{joint}" for side in ("left", "right") for joint in blazepose.PAIRED[5:]]
    apart = {name: np.linalg.norm(run.poses[name] - path(name), axis=1) for name in names}
    return {name: 100 * distance / leg for name, distance in apart.items()}


def test_the_runner_is_seen_in_every_picture(run: Sighting) -> None:
    assert len(run.poses) == 360
    assert np.isfinite(run.poses["left_hip"]).all()
    assert run.scene.people.max() == 1
    assert run.scene.other_people_share == 0
    assert run.scene.found_again_s == ()


def test_the_near_leg_is_where_another_model_sees_it(run: Sighting, data: Path) -> None:
    """Medians of 3.7, 2.5, 3.9 and 6.3 % of leg length were measured, 15 % or less at the tail."""
    error = differences_percent(run, data)
    for joint, most in {"knee": 4.2, "ankle": 3.0, "heel": 4.6, "toe": 7.2}.items():
        assert np.median(error[f"left_{joint}"]) < most
        assert np.percentile(error[f"left_{joint}"], 90) < 17


def test_confidence_falls_where_the_error_rises(run: Sighting, data: Path) -> None:
    error = differences_percent(run, data)
    far = np.concatenate([error[f"right_{joint}"] for joint in ("knee", "ankle", "heel", "toe")])
    sure = np.concatenate(
        [run.poses.confidence[:, INDEX[f"right_{j}"]] for j in ("knee", "ankle", "heel", "toe")]
    )
    doubtful = sure < np.quantile(sure, 0.2)
    assert np.median(far[doubtful]) > 1.5 * np.median(far[~doubtful])


def test_depth_tells_the_near_side_from_the_far(run: Sighting) -> None:
    """The left side is near the camera: + is away from it."""
    depth = run.poses.depth_px
    assert depth is not None
    nearer = depth[:, INDEX["left_shoulder"]] < depth[:, INDEX["right_shoulder"]]
    assert nearer.mean() > 0.9


def test_the_treadmills_scene(run: Sighting) -> None:
    scene = run.scene
    assert abs(scene.camera_shift_px).max() < 3
    assert 0.2 < scene.brightness.min() <= scene.brightness.max() < 0.8
    assert scene.detail.min() > 0.02
    assert abs(scene.tilt_deg) < 4
    height = scene.box_px[:, 3] - scene.box_px[:, 1]
    assert np.all((height > 450) & (height < 800))


def test_a_picture_and_its_mirror_image_agree(pictures: list[Image]) -> None:
    """Left and right are treated alike to a third of a pixel of the crop, half a millimetre."""
    backend = open_backend()
    roi = crops.Roi(360, 850, 840)
    there, back = [], []
    for image in pictures[::4]:
        crop = crops.moved(image, roi, backend.crop_px)
        there.append(backend.landmarks(crop).xy)
        mirrored = backend.landmarks(np.ascontiguousarray(crop[:, ::-1])).xy[list(MIRROR)]
        back.append(np.stack([backend.crop_px - 1 - mirrored[:, 0], mirrored[:, 1]], axis=1))
    bias = np.median(np.array(there) - np.array(back), axis=(0, 1))
    assert np.abs(bias).max() < 1.0


def test_work_done_elsewhere_gives_the_same(tmp_path: Path, pictures: list[Image]) -> None:
    path = tmp_path / "short.mp4"
    write(path, pictures[:20])
    elsewhere = Elsewhere()
    there, here = estimate(path, executor=elsewhere), estimate(path)
    assert elsewhere.pieces >= 3
    assert np.array_equal(there.poses.xy_px, here.poses.xy_px, equal_nan=True)
    assert np.array_equal(there.poses.confidence, here.poses.confidence)


def test_pictures_without_the_runner_hold_nobody(tmp_path: Path, pictures: list[Image]) -> None:
    path = tmp_path / "late.mp4"
    empty = np.full_like(pictures[0], 120)
    write(path, [*[empty] * 24, *pictures[:24]])
    told: list[float] = []
    poses = estimate(path, progress=told.append).poses
    assert np.isnan(poses.xy_px[:24]).all()
    assert poses.confidence[:24].max() == 0
    assert np.isfinite(poses["left_knee"][25:]).all()
    assert told == sorted(told)
    assert told[-1] == 1.0


def test_a_runner_who_crosses_the_picture(
    tmp_path: Path, pictures: list[Image], run: Sighting
) -> None:
    """The treadmill runner passing at about 4 m/s, from right to left."""
    steps = 1300 - 45 * np.arange(40)
    wide = np.full((len(steps), 1280, 1440, 3), 120, np.uint8)
    for i, x in enumerate(steps):
        left, right = max(0, x), min(1440, x + 720)
        if right > left:
            wide[i, :, left:right] = pictures[i][:, left - x : right - x]
    write(tmp_path / "pass.mp4", wide)
    poses = estimate(tmp_path / "pass.mp4").poses
    hips_x = run.poses["left_hip"][: len(steps), 0] + steps
    inside = (hips_x > 150) & (hips_x < 1290)
    moved = poses.xy_px[inside] - run.poses.xy_px[: len(steps)][inside]
    moved[..., 0] -= steps[inside, None]
    off = np.linalg.norm(moved[:, INDEX["left_hip"]], axis=1)
    assert np.isfinite(off).mean() > 0.9
    assert np.nanmedian(off) < 12


def test_the_walker_is_kept_to_and_the_man_behind_her_is_reported(data: Path) -> None:
    """She walks from right to left behind no one; he stands, then jumps off a box behind her."""
    seen = estimate(data / "two_people" / "demo.mp4")
    hips_x = seen.poses.middle("hip")[:, 0]
    seen_x = hips_x[60:196][np.isfinite(hips_x[60:196])]
    assert len(seen_x) >= 134  # of 136: where the two cover each other, nobody is better than him
    assert np.isnan(hips_x[205:]).all()
    assert np.abs(np.diff(seen_x)).max() < 60
    assert hips_x[60] > 1350
    assert hips_x[195] < 100
    assert seen.scene.other_people_share > 0


def test_a_film_without_anybody_is_refused(tmp_path: Path) -> None:
    noise = np.random.default_rng(0).integers(0, 255, (1, 240, 320, 3), np.uint8)
    write(tmp_path / "wall.mp4", [noise[0]] * 10)
    with pytest.raises(NoRunner, match="Nobody was found in the film wall") as raised:
        estimate(tmp_path / "wall.mp4")
    assert str(raised.value).endswith(".")


def test_people_are_found_lying_and_bent_double(data: Path) -> None:
    import cv2

    backend = open_backend()
    photos = sorted((data / "exercise_photos").glob("*/?.jpg"))
    lost = []
    for photo in photos:
        image = cv2.cvtColor(cv2.imread(str(photo)), cv2.COLOR_BGR2RGB)
        scale = backend.picture_px / max(image.shape[:2])
        people = backend.people(cv2.resize(image, None, fx=scale, fy=scale))
        if not people:
            lost.append(photo.parent.name)
            continue
        roi = crops.around(people[0].scaled(1 / scale))
        if backend.landmarks(crops.moved(image, roi, backend.crop_px)).presence < 0.5:
            lost.append(photo.parent.name)
    assert len(photos) == 24
    assert lost == []


@pytest.mark.parametrize("name", backends.names())
def test_every_backend_keeps_to_the_contract(name: str) -> None:
    backend = open_backend(name)
    side = backend.crop_px
    found = backend.landmarks(np.zeros((side, side, 3), np.uint8))
    assert found.xy.shape == (len(KEYPOINTS), 2)
    assert found.depth.shape == found.confidence.shape == (len(KEYPOINTS),)
    assert np.all((found.confidence >= 0) & (found.confidence <= 1))
    assert found.presence < 0.5
    longest = backend.picture_px
    assert backend.people(np.zeros((longest // 2, longest, 3), np.uint8)) == ()


def test_an_unknown_model_is_named() -> None:
    with pytest.raises(InstallationError, match="no pose model footpose"):
        open_backend("footpose")


def test_a_landmark_moves_to_the_middle_of_its_heatmap() -> None:
    """A round spot around (30, 20) cells: the landmark goes to 4 pixels a cell, 120 and 80."""
    rows, columns = np.mgrid[:64, :64]
    spot = 8 - 3 * ((columns - 30) ** 2 + (rows - 20) ** 2)
    heat = np.repeat(spot[..., None], 39, axis=2).astype(np.float32)
    start = np.full((len(blazepose.ROWS), 2), (123.0, 78.0))
    middle = np.full_like(start, (120, 80))
    assert blazepose._refined(start, heat) == pytest.approx(middle, abs=0.01)
    assert np.array_equal(blazepose._refined(start, heat - 20), start)


def test_the_detectors_grid_has_an_anchor_for_every_answer() -> None:
    anchors = blazepose._anchors()
    assert anchors.shape == (2254, 2)
    assert anchors.mean(axis=0) == pytest.approx((112, 112))
