"""OpenPose's files per frame and RTMPose's named keypoints."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pytest

from evenstride.analysis import analyze
from evenstride.errors import InputError
from evenstride.figure import Camera, Runner, keypoints
from evenstride.poses import Poses
from evenstride.recordings import load, read
from evenstride.recordings.names import BODY_25, BODY_25B, HALPE_26, Layout
from evenstride.skeleton import INDEX

LAYOUTS: Mapping[str, Layout] = {"BODY_25": BODY_25, "BODY_25B": BODY_25B, "HALPE_26": HALPE_26}


@pytest.fixture(scope="module")
def clip() -> Poses:
    return keypoints(Runner(), Camera(), fps=60.0, duration_s=0.2)


def person(clip: Poses, frame: int, layout: Layout, shift_px: float = 0.0) -> dict[str, object]:
    """One person as OpenPose writes them; points of no use to us are where nobody has any."""
    points = [
        [*(clip.xy_px[frame, INDEX[name]] + [shift_px, 0.0]).tolist(), 0.5]
        if name in INDEX
        else [0.0, 0.0, 0.0]
        for name in layout
    ]
    return {"pose_keypoints_2d": [number for point in points for number in point]}


def folder_of(folder: Path, people: Sequence[Sequence[object]], first: int = 0) -> Path:
    folder.mkdir(exist_ok=True)
    for i, crowd in enumerate(people, start=first):
        text = json.dumps({"version": 1.3, "people": list(crowd)})
        (folder / f"cam2_{i:012d}_keypoints.json").write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize("name", LAYOUTS)
def test_each_layout_is_told_from_the_others(name: str, clip: Poses, tmp_path: Path) -> None:
    layout = LAYOUTS[name]
    folder = folder_of(tmp_path / "a", [[person(clip, i, layout)] for i in range(len(clip))])
    recording = load(folder, fps=60)
    assert recording.from_film
    for keypoint in set(layout) - {"-"}:
        assert np.array_equal(recording.poses[keypoint], clip[keypoint])
    assert np.allclose(recording.poses.time_s, clip.time_s)
    assert set(recording.poses.confidence.ravel()) <= {0.0, 0.5}


def test_a_zip_is_as_good_as_a_folder(clip: Poses, tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "a", [[person(clip, i, BODY_25)] for i in range(3)])
    packed = tmp_path / "a.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        for path in folder.iterdir():
            archive.write(path, f"deep/{path.name}")
    assert np.array_equal(read(packed, 60).xy_px, read(folder, 60).xy_px, equal_nan=True)
    packed.write_bytes(packed.read_bytes()[:-40])
    with pytest.raises(InputError, match="not a whole zip file"):
        read(packed, 60)


def test_a_zip_of_something_else_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("letter.txt", "Dear runner")
    with pytest.raises(InputError, match="holds no JSON files"):
        read(tmp_path / "a.zip", 60)


def test_a_rate_must_be_told(clip: Poses, tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "a", [[person(clip, 0, BODY_25)]] * 2)
    with pytest.raises(InputError, match="does not say its frame rate; give it, as --fps 120"):
        read(folder)
    with pytest.raises(InputError, match="A frame rate of -1 cannot be meant"):
        read(folder, fps=-1)


def test_frames_keep_their_numbers(clip: Poses, tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "a", [[person(clip, i, BODY_25)] for i in range(6)], first=30)
    (folder / "cam2_000000000033_keypoints.json").unlink()
    found = read(folder, fps=60)
    assert np.allclose(found.time_s, np.arange(30, 36) / 60)
    assert np.isnan(found.xy_px[3]).all()
    assert np.array_equal(found["left_knee"][4], clip["left_knee"][4])


def test_the_largest_person_is_followed(clip: Poses, tmp_path: Path) -> None:
    """Somebody else, smaller, is named first in every other frame, and once alone."""
    small = person(clip, 0, BODY_25, 400.0)
    points = np.reshape(small["pose_keypoints_2d"], (-1, 3))
    points[:, :2] = (points[:, :2] - [400, 0]) * 0.5 + [400, 0]
    points[points[:, 2] == 0] = 0
    small = {"pose_keypoints_2d": points.ravel().tolist()}
    crowds = [[person(clip, i, BODY_25), small][:: 1 if i % 2 else -1] for i in range(6)]
    crowds[3] = [small]
    found = read(folder_of(tmp_path / "a", crowds), fps=60)
    assert np.isnan(found.xy_px[3]).all()
    for i in (0, 1, 2, 4, 5):
        assert np.array_equal(found["left_knee"][i], clip["left_knee"][i])


def test_real_files_of_openpose_are_read(data: Path) -> None:
    found = read(data / "pose_files" / "openpose_body25b", fps=60)
    first = data / "pose_files" / "openpose_body25b" / "cam01.0000.json"
    points = json.loads(first.read_text(encoding="utf-8"))["people"][0]["pose_keypoints_2d"]
    assert len(found) == 40
    assert found["right_ankle"][0].tolist() == points[3 * 16 : 3 * 16 + 2]
    assert found["left_heel"][0].tolist() == points[3 * 21 : 3 * 21 + 2]
    steps = np.linalg.norm(np.diff(found["left_hip"], axis=0), axis=1)
    assert np.nanmax(steps) < 30


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{"people": [{"pose_keyp', "not whole JSON"),
        ('{"people": [{"hand": [1, 2, 3]}]}', "must list people with pose_keypoints_2d"),
        ('{"people": [{"pose_keypoints_2d": [1, 2]}]}', "must list people"),
        ('{"people": []}', "holds no person"),
        ('{"people": [{"pose_keypoints_2d": [1, 2, 0.5, 3, 4, 0.5]}]}', "2 points a person"),
    ],
)
def test_broken_files_are_refused_in_one_sentence(text: str, words: str, tmp_path: Path) -> None:
    (tmp_path / "clip_000.json").write_text(text, encoding="utf-8")
    for given in (tmp_path, tmp_path / "clip_000.json"):
        with pytest.raises(InputError, match=words) as refusal:
            read(given, fps=60)
        assert str(refusal.value).endswith(".")


def test_a_folder_of_something_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "analysis.json").write_text('{"schema": "else"}', encoding="utf-8")
    with pytest.raises(InputError, match=r"is a folder\. Name the film inside it"):
        analyze(tmp_path)
    with pytest.raises(InputError, match="holds no keypoints known here"):
        analyze(tmp_path / "analysis.json")


def test_a_film_has_its_own_times(tmp_path: Path) -> None:
    (tmp_path / "run.mp4").write_bytes(b"film")
    with pytest.raises(InputError, match=r"run\.mp4 is a film and has its own times"):
        analyze(tmp_path / "run.mp4", fps=60)


def test_a_folder_of_openpose_is_analysed_like_a_film(tmp_path: Path) -> None:
    clip = keypoints(Runner(), Camera(), fps=60.0, duration_s=4.0)
    folder = folder_of(tmp_path / "a", [[person(clip, i, BODY_25)] for i in range(len(clip))])
    found = analyze(folder, fps=60)
    assert (found.view, found.activity, found.from_film) == ("side", "running", True)
    assert len(found.clip.sha256) == 64


# -- RTMPose ---------------------------------------------------------------------------------


def named(**more: object) -> dict[str, object]:
    """Two frames of somebody, the names as RTMPose's models give them."""
    joints = ("hip", "knee", "ankle", "big_toe")
    names = [f"{side}_{joint}" for side in ("l", "r") for joint in joints]
    frame = [[100.0 + i, 100.0 + 50 * (i % 4), 0.9] for i in range(len(names))]
    return {"keypoint_names": names, "frames": [frame, frame], "fps": 30, **more}


def saved(folder: Path, value: object) -> Path:
    path = folder / "clip.json"
    path.write_text(json.dumps(value), encoding="utf-8")
    return path


def test_named_keypoints_are_read(tmp_path: Path) -> None:
    found = load(saved(tmp_path, named(width=720, height=1280)))
    assert found.from_film
    assert found.poses["left_toe"][0].tolist() == [103.0, 250.0]
    assert found.poses.time_s.tolist() == [0.0, 1 / 30]
    assert (found.poses.width_px, found.poses.height_px) == (720, 1280)


def test_a_files_own_times_come_before_its_rate(tmp_path: Path) -> None:
    found = read(saved(tmp_path, named(timestamps=[0.5, 0.54], fps=25)))
    assert found.time_s.tolist() == [0.5, 0.54]


def test_what_is_null_or_not_sure_at_all_is_not_seen(tmp_path: Path) -> None:
    value = named()
    frames = [[list(point) for point in frame] for frame in value["frames"]]  # type: ignore[attr-defined]
    frames[0][1] = [None, None, None]
    frames[1][2] = [0.0, 0.0, 0.0]
    found = read(saved(tmp_path, {**value, "frames": frames}))
    assert np.isnan(found["left_knee"][0]).all()
    assert np.isnan(found["left_ankle"][1]).all()
    assert found.confidence[1, INDEX["left_ankle"]] == 0


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"fps": None}, "does not say its frame rate"),
        ({"fps": "fast"}, "times in clip.json are no numbers"),
        ({"timestamps": [0.0]}, "2 frames and 1 timestamps"),
        ({"timestamps": [0.1, 0.0]}, "do not increase"),
        ({"frames": [[1, 2, 3]]}, "must hold in every frame"),
        ({"frames": []}, "must hold in every frame"),
        ({"keypoint_names": [f"point {i}" for i in range(8)]}, "'point 0'.*needed are"),
    ],
)
def test_a_bad_file_is_refused_in_one_sentence(
    more: dict[str, object], words: str, tmp_path: Path
) -> None:
    with pytest.raises(InputError, match=words) as refusal:
        read(saved(tmp_path, named(**more)))
    assert str(refusal.value).endswith(".")


def test_a_real_file_of_rtmpose_is_read(data: Path) -> None:
    file = data / "treadmill_side" / "rtmpose_halpe26.json"
    found = read(file)
    value = json.loads(file.read_text(encoding="utf-8"))
    column = value["keypoint_names"].index("l_big_toe")
    assert found["left_toe"][7].tolist() == value["frames"][7][column][:2]
    assert found.time_s.tolist() == value["timestamps"]
    assert found.confidence.max() <= 1.0
    assert (found.width_px, found.height_px, len(found)) == (720, 1280, 360)
