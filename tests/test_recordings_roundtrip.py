"""What is written is read back bit for bit, in every format, as exactly as the format can."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from evenstride.errors import InputError
from evenstride.figure import Camera, Runner, keypoints
from evenstride.poses import Array, Poses
from evenstride.recordings import (
    Series,
    formats,
    is_recording,
    load,
    read,
    write,
    write_series,
    writers,
)
from evenstride.recordings.recording import Format

KEEPERS = [one for one in formats() if one.write is not None]
DOUBLE = [one for one in KEEPERS if one.name != "c3d"]

quick = settings(
    max_examples=20,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
each = pytest.mark.parametrize("one", KEEPERS, ids=lambda one: one.name)
each_double = pytest.mark.parametrize("one", DOUBLE, ids=lambda one: one.name)


def base(frames: int = 3) -> Poses:
    clip = keypoints(Runner(), Camera(), fps=60.0, duration_s=frames / 60)
    return replace(clip, depth_px=None)


@st.composite
def poses(draw: st.DrawFn, *, even: bool = False) -> Poses:
    """A runner jolted by any numbers at any times; anything may be unseen but in one frame."""
    shape = (3, 19)
    shift = draw(arrays.arrays(np.float64, (*shape, 2), elements=st.floats(-3, 3)))
    hidden = draw(arrays.arrays(np.bool_, shape))
    sure = draw(arrays.arrays(np.float64, shape, elements=st.floats(0, 1)))
    hidden[0] = False
    xy = np.where(hidden[..., np.newaxis], np.nan, base().xy_px + shift)
    gaps = draw(arrays.arrays(np.float64, 2, elements=st.floats(0.001, 0.5)))
    gaps = gaps[:1].repeat(2) if even else gaps
    time_s = np.concatenate([[draw(st.floats(0, 100))], gaps]).cumsum()
    return Poses(time_s, xy, np.where(hidden, 0.0, sure), 640, 480)


def same(a: Array, b: Array) -> bool:
    return bool(np.array_equal(a, b, equal_nan=True))


def there_and_back(one: Format, clip: Poses, folder: Path) -> Poses:
    path = folder / f"clip{one.suffixes[0]}"
    write(clip, path)
    return read(path)


@each_double
@quick
@given(clip=poses())
def test_places_and_times_come_back_bit_for_bit(one: Format, clip: Poses, tmp_path: Path) -> None:
    back = there_and_back(one, clip, tmp_path)
    assert same(back.time_s, clip.time_s)
    assert same(back.xy_px, clip.xy_px)


@quick
@given(clip=poses(even=True))
def test_c3d_is_exact_at_its_own_precision(clip: Poses, tmp_path: Path) -> None:
    one = next(one for one in formats() if one.name == "c3d")
    back = there_and_back(one, clip, tmp_path)
    assert same(back.xy_px, clip.xy_px.astype(np.float32).astype(float))
    assert np.allclose(back.time_s, clip.time_s, rtol=0, atol=1e-5)
    assert (back.width_px, back.height_px) == (640, 480)
    again = there_and_back(one, back, tmp_path)
    assert same(again.xy_px, back.xy_px)
    assert same(again.time_s, back.time_s)


@pytest.mark.parametrize("name", ["csv", "parquet", "movement"])
@quick
@given(clip=poses())
def test_confidence_comes_back_where_the_format_knows_it(
    name: str, clip: Poses, tmp_path: Path
) -> None:
    one = next(one for one in formats() if one.name == name)
    assert same(there_and_back(one, clip, tmp_path).confidence, clip.confidence)


@each
def test_what_is_seen_is_sure_where_the_format_knows_no_confidence(
    one: Format, tmp_path: Path
) -> None:
    back = there_and_back(one, base(), tmp_path)
    assert same(back.confidence, np.ones((3, 19)))


@pytest.mark.parametrize("name", ["csv", "parquet"])
def test_a_table_keeps_the_distance_from_the_camera(name: str, tmp_path: Path) -> None:
    clip = keypoints(Runner(), Camera(), fps=60.0, duration_s=0.05)
    one = next(one for one in formats() if one.name == name)
    back = there_and_back(one, clip, tmp_path)
    assert clip.depth_px is not None
    assert back.depth_px is not None
    assert same(back.depth_px, clip.depth_px)


@each
def test_what_a_pose_model_found_stays_what_it_found(one: Format, tmp_path: Path) -> None:
    path = tmp_path / f"clip{one.suffixes[0]}"
    write(base(), path, from_film=True)
    assert load(path).from_film


@pytest.mark.parametrize("name", ["csv", "parquet", "c3d", "movement"])
def test_what_is_exact_stays_exact(name: str, tmp_path: Path) -> None:
    one = next(one for one in formats() if one.name == name)
    path = tmp_path / f"clip{one.suffixes[0]}"
    write(base(), path)
    assert not load(path).from_film


@each
def test_writing_again_changes_no_byte_that_counts(one: Format, tmp_path: Path) -> None:
    back = there_and_back(one, base(30), tmp_path)
    again = there_and_back(one, back, tmp_path)
    assert same(again.xy_px, back.xy_px)
    assert same(again.time_s, back.time_s)


@each
def test_a_rate_that_contradicts_the_file_is_refused(one: Format, tmp_path: Path) -> None:
    path = tmp_path / f"clip{one.suffixes[0]}"
    write(base(), path)
    assert len(read(path, fps=60)) == 3
    with pytest.raises(InputError, match="60 frames/s by its own times, not 30"):
        read(path, fps=30)


@each
def test_half_a_file_is_refused_in_one_sentence(one: Format, tmp_path: Path) -> None:
    path = tmp_path / f"clip{one.suffixes[0]}"
    write(base(), path)
    whole = path.read_bytes()
    for share in (0.02, 0.3, 0.6, 0.95):
        path.write_bytes(whole[: int(share * len(whole))])
        with pytest.raises(InputError) as refusal:
            read(path)
        assert_one_sentence(str(refusal.value))


@each
@pytest.mark.parametrize("content", [b"", b"\x00" * 2000, b"Dear runner,\n" * 100])
def test_what_is_no_such_file_is_refused_in_one_sentence(
    one: Format, content: bytes, tmp_path: Path
) -> None:
    path = tmp_path / f"clip{one.suffixes[0]}"
    path.write_bytes(content)
    with pytest.raises(InputError) as refusal:
        read(path)
    assert_one_sentence(str(refusal.value))


def test_uneven_times_are_refused_where_a_format_knows_a_rate_only(tmp_path: Path) -> None:
    clip = replace(base(), time_s=np.array([0.0, 0.01, 0.05]))
    with pytest.raises(InputError, match=r"uneven times.*use csv, parquet, trc or movement"):
        write(clip, tmp_path / "clip.c3d")
    assert list(tmp_path.iterdir()) == []


def test_curves_come_back_from_a_storage_file(tmp_path: Path) -> None:
    time_s = np.array([0.0, 0.1 + 0.2, 1 / 3 + 0.1])
    knee = np.array([1 / 7, np.nan, -1e-17])
    write_series(Series(time_s, {"knee_angle_r": knee}), tmp_path / "knee.mot")
    head, _, body = (tmp_path / "knee.mot").read_text(encoding="utf-8").partition("endheader\n")
    names, *lines = body.splitlines()
    assert head.split("\n")[1:] == ["version=1", "nRows=3", "nColumns=2", "inDegrees=yes", "", ""]
    assert names == "time\tknee_angle_r"
    columns = np.array([[float(cell) for cell in line.split("\t")] for line in lines]).T
    assert same(columns, np.stack([time_s, knee]))


def test_every_format_is_named_once_and_says_what_it_is() -> None:
    assert len({one.name for one in formats()}) == len(formats())
    assert {one.name for one in writers()} == {"c3d", "csv", "mot", "movement", "parquet", "trc"}
    for one in formats():
        assert one.meaning
        assert all(suffix.startswith(".") for suffix in one.suffixes)
        assert one.read or one.write or one.write_series


def test_a_film_is_no_recording(tmp_path: Path) -> None:
    assert not is_recording(tmp_path / "run.mp4")
    assert not is_recording(tmp_path / "angles.mot")
    assert is_recording(tmp_path / "RUN.TRC")


def test_what_cannot_be_asked_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"cannot be written; name one of .*trc"):
        write(base(), tmp_path / "clip.xlsx")
    with pytest.raises(InputError, match="holds curves"):
        write(base(), tmp_path / "clip.mot")
    with pytest.raises(InputError, match=r"name a \.mot file"):
        write_series(Series(np.zeros(1), {}), tmp_path / "clip.trc")
    with pytest.raises(InputError, match="There is no file"):
        read(tmp_path / "gone.trc")


def assert_one_sentence(text: str) -> None:
    assert text.endswith(".")
    assert "\n" not in text
    assert "Traceback" not in text
