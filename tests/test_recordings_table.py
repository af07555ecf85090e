"""A keypoint table comes back as it was written; a broken one is refused in one sentence."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from evenstride.analysis import analyze
from evenstride.errors import InputError
from evenstride.figure import Camera, Runner, keypoints
from evenstride.poses import Poses
from evenstride.recordings import load, read, write
from evenstride.recordings.rows import COLUMNS
from evenstride.skeleton import KEYPOINTS

HEADER = ",".join(COLUMNS)


@pytest.fixture(scope="module")
def poses() -> Poses:
    clip = keypoints(Runner(), Camera(), fps=60.0, duration_s=2.0, time_jitter_s=0.002)
    xy, confidence = clip.xy_px.copy(), clip.confidence.copy()
    xy[10:20, 3], confidence[10:20, 3] = np.nan, 0.0
    confidence[30:, 5] = 0.4321
    return Poses(clip.time_s, xy, confidence, clip.width_px, clip.height_px)


def test_a_table_comes_back_as_it_was_written(poses: Poses, tmp_path: Path) -> None:
    path = tmp_path / "poses.csv"
    write(poses, path)
    back = read(path)
    assert np.array_equal(back.time_s, poses.time_s)
    assert np.array_equal(back.xy_px, poses.xy_px, equal_nan=True)
    assert np.array_equal(back.confidence, poses.confidence)


def test_writing_again_changes_nothing(poses: Poses, tmp_path: Path) -> None:
    first, second = tmp_path / "first.csv", tmp_path / "second.csv"
    write(poses, first)
    write(read(first), second)
    assert first.read_text() == second.read_text()


def test_one_row_per_frame_and_keypoint(poses: Poses, tmp_path: Path) -> None:
    path = tmp_path / "poses.csv"
    write(poses, path)
    lines = path.read_text(encoding="utf-8").splitlines()
    assert lines[0] == HEADER
    assert len(lines) == 1 + len(poses) * len(KEYPOINTS)
    assert lines[1 + 10 * len(KEYPOINTS) + 3].endswith(",,,0.0")


def test_the_picture_holds_every_keypoint(poses: Poses, tmp_path: Path) -> None:
    path = tmp_path / "poses.csv"
    write(poses, path)
    back = read(path)
    assert back.width_px >= np.nanmax(poses.xy_px[..., 0])
    assert back.height_px >= np.nanmax(poses.xy_px[..., 1])


def test_rows_and_columns_may_come_in_any_order(poses: Poses, tmp_path: Path) -> None:
    path, mixed = tmp_path / "poses.csv", tmp_path / "mixed.csv"
    write(poses, path)
    rows = [line.split(",") for line in path.read_text(encoding="utf-8").splitlines()]
    order = np.random.default_rng(2).permutation(len(rows) - 1)
    turned = [rows[0], *(rows[1 + i] for i in order)]
    mixed.write_text("\n".join(",".join([*row[::-1], "more"]) for row in turned), encoding="utf-8")
    assert np.array_equal(read(mixed).xy_px, read(path).xy_px, equal_nan=True)


def test_a_spreadsheets_byte_order_mark_is_no_matter(poses: Poses, tmp_path: Path) -> None:
    path = tmp_path / "poses.csv"
    write(poses, path)
    path.write_text("\ufeff" + path.read_text(encoding="utf-8"), encoding="utf-8")
    assert len(read(path)) == len(poses)


BAD = {
    "empty": ("", "lacks the column"),
    "header only": (HEADER + "\n", "no rows"),
    "missing column": ("frame,time_s,keypoint,x_px,y_px\n0,0,nose,1,2\n", "confidence"),
    "unknown keypoint": (HEADER + "\n0,0.0,left_tail,1,2,0.9\n", "left_tail"),
    "broken number": (HEADER + "\n0,0.0,nose,one,2,0.9\n", "line 2"),
    "broken frame": (HEADER + "\nfirst,0.0,nose,1,2,0.9\n", "line 2"),
    "missing cells": (HEADER + "\n0,0.0,nose\n", "line 2"),
    "time that stands still": (HEADER + "\n0,0.5,nose,1,2,1\n1,0.5,nose,1,2,1\n", "times"),
    "no time": (HEADER + "\n0,nan,nose,1,2,1\n1,nan,nose,1,2,1\n", "times"),
    "nothing seen": (HEADER + "\n0,0.0,nose,,,0\n1,0.1,nose,,,0\n", "no seen keypoint"),
    "endless place": (HEADER + "\n0,0.0,nose,1e999,2,1\n1,0.1,nose,1,2,1\n", "line 2"),
    "prose": ("Dear runner,\nthis is a letter.\n", "lacks the column"),
}


@pytest.mark.parametrize("what", BAD)
def test_a_bad_table_is_refused_in_one_sentence(what: str, tmp_path: Path) -> None:
    text, word = BAD[what]
    path = tmp_path / "bad.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=word) as refusal:
        read(path)
    assert_one_sentence(str(refusal.value))


@pytest.mark.parametrize(
    "content",
    [bytes(range(256)) * 20, b"\x00" * 500, b"\xff\xfe" + HEADER.encode("utf-16-le")],
    ids=["binary", "zeros", "utf-16"],
)
def test_a_file_that_is_no_table_is_refused_in_one_sentence(
    content: bytes, tmp_path: Path
) -> None:
    path = tmp_path / "bad.csv"
    path.write_bytes(content)
    with pytest.raises(InputError) as refusal:
        read(path)
    assert_one_sentence(str(refusal.value))


def test_a_cell_without_end_is_refused_in_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "bad.csv"
    path.write_text(HEADER + '\n0,0.0,"' + "x" * 200_000, encoding="utf-8")
    with pytest.raises(InputError) as refusal:
        read(path)
    assert_one_sentence(str(refusal.value))


MORE_BAD = {
    "two places": ("\n0,0.0,nose,1,2,1\n0,0.0,nose,1,3,1\n", "frame 0's nose more than once"),
    "two times": ("\n0,0.0,nose,1,2,1\n0,0.1,left_hip,1,3,1\n", "differ within a frame"),
    "cut short": (
        "\n0,0.0,nose,1,2,1\n0,0.0,left_hip,1,3,1\n1,0.1,nose,1,3,1", "ends within frame 1",
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", MORE_BAD)
def test_a_table_that_contradicts_itself_is_refused(what: str, tmp_path: Path) -> None:
    text, words = MORE_BAD[what]
    path = tmp_path / "bad.csv"
    path.write_text(HEADER + text, encoding="utf-8")
    with pytest.raises(InputError, match=words) as refusal:
        read(path)
    assert_one_sentence(str(refusal.value))


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_lines_may_end_in_any_way(end: str, poses: Poses, tmp_path: Path) -> None:
    path = tmp_path / "poses.csv"
    write(poses, path)
    lines = path.read_text(encoding="utf-8").splitlines()
    mixed = "".join(line + (end if i % 3 else "\n") for i, line in enumerate(lines))
    path.write_bytes(mixed.encode())
    assert np.array_equal(read(path).xy_px, poses.xy_px, equal_nan=True)


def test_keypoints_half_seen_are_not_seen(tmp_path: Path) -> None:
    path = tmp_path / "poses.csv"
    path.write_text(HEADER + "\n0,0.0,nose,1,,0.9\n0,0.0,left_hip,3,4,0.8\n", encoding="utf-8")
    back = read(path)
    assert np.isnan(back["nose"]).all()
    assert back.confidence[0, 0] == 0
    assert back["left_hip"].tolist() == [[3.0, 4.0]]


def test_a_table_says_in_a_column_that_a_pose_model_found_it(poses: Poses, tmp_path: Path) -> None:
    path = tmp_path / "poses.csv"
    write(poses, path, from_film=True)
    lines = path.read_text(encoding="utf-8").splitlines()
    assert lines[0] == f"{HEADER},source"
    assert all(line.endswith(",film") for line in lines[1:])
    assert load(path).from_film
    write(poses, path)
    assert not load(path).from_film


def assert_one_sentence(text: str) -> None:
    assert text.endswith(".")
    assert "\n" not in text
    assert len(text) < 600
    assert "Traceback" not in text


def test_a_table_is_analysed_like_a_film(tmp_path: Path) -> None:
    path = tmp_path / "drawn.csv"
    write(keypoints(Runner(), Camera(), fps=120.0, duration_s=5.0), path)
    found = analyze(path)
    assert (found.view, found.activity, found.clip.name) == ("side", "running", "drawn.csv")
    assert not found.from_film
    assert len(found.clip.sha256) == 64
