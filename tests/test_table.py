"""A keypoint table comes back as it was written; a broken one is refused in one sentence."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from evenstride.analysis import analyze
from evenstride.errors import InputError
from evenstride.exchange.table import COLUMNS, write_table
from evenstride.figure import Camera, Runner, keypoints
from evenstride.pose.recorded import read_table
from evenstride.poses import Poses
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
    write_table(poses, path)
    back = read_table(path)
    assert np.allclose(back.time_s, poses.time_s, atol=1e-6)
    assert np.allclose(back.xy_px, poses.xy_px, atol=1e-3, equal_nan=True)
    assert np.allclose(back.confidence, poses.confidence, atol=1e-4)


def test_writing_again_changes_nothing(poses: Poses, tmp_path: Path) -> None:
    first, second = tmp_path / "first.csv", tmp_path / "second.csv"
    write_table(poses, first)
    write_table(read_table(first), second)
    assert first.read_text() == second.read_text()


def test_one_row_per_frame_and_keypoint(poses: Poses, tmp_path: Path) -> None:
    path = tmp_path / "poses.csv"
    write_table(poses, path)
    lines = path.read_text(encoding="utf-8").splitlines()
    assert lines[0] == HEADER
    assert len(lines) == 1 + len(poses) * len(KEYPOINTS)
    assert lines[1 + 10 * len(KEYPOINTS) + 3].endswith(",,,0.0000")


def test_the_picture_holds_every_keypoint(poses: Poses, tmp_path: Path) -> None:
    path = tmp_path / "poses.csv"
    write_table(poses, path)
    back = read_table(path)
    assert back.width_px >= np.nanmax(poses.xy_px[..., 0])
    assert back.height_px >= np.nanmax(poses.xy_px[..., 1])


def test_rows_and_columns_may_come_in_any_order(poses: Poses, tmp_path: Path) -> None:
    path, mixed = tmp_path / "poses.csv", tmp_path / "mixed.csv"
    write_table(poses, path)
    rows = [line.split(",") for line in path.read_text(encoding="utf-8").splitlines()]
    order = np.random.default_rng(2).permutation(len(rows) - 1)
    turned = [rows[0], *(rows[1 + i] for i in order)]
    mixed.write_text("\n".join(",".join([*row[::-1], "more"]) for row in turned), encoding="utf-8")
    assert np.array_equal(read_table(mixed).xy_px, read_table(path).xy_px, equal_nan=True)


def test_a_spreadsheets_byte_order_mark_is_no_matter(poses: Poses, tmp_path: Path) -> None:
    path = tmp_path / "poses.csv"
    write_table(poses, path)
    path.write_text("\ufeff" + path.read_text(encoding="utf-8"), encoding="utf-8")
    assert len(read_table(path)) == len(poses)


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
        read_table(path)
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
        read_table(path)
    assert_one_sentence(str(refusal.value))


def test_a_cell_without_end_is_refused_in_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "bad.csv"
    path.write_text(HEADER + '\n0,0.0,"' + "x" * 200_000, encoding="utf-8")
    with pytest.raises(InputError) as refusal:
        read_table(path)
    assert_one_sentence(str(refusal.value))


def assert_one_sentence(text: str) -> None:
    assert text.endswith(".")
    assert "\n" not in text
    assert len(text) < 600
    assert "Traceback" not in text


def test_a_table_is_analysed_like_a_film(tmp_path: Path) -> None:
    path = tmp_path / "drawn.csv"
    write_table(keypoints(Runner(), Camera(), fps=120.0, duration_s=5.0), path)
    found = analyze(path)
    assert (found.view, found.activity, found.clip.name) == ("side", "running", "drawn.csv")
    assert len(found.clip.sha256) == 64
