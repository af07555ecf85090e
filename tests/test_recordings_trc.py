"""Marker tables: a picture's own pixels, a plane in metres, markers in space; and broken ones."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest

from evenstride.analysis import analyze_poses
from evenstride.errors import InputError
from evenstride.figure import Camera, Runner, keypoints
from evenstride.geometry import bend_deg
from evenstride.poses import Array
from evenstride.recordings import load, read, write
from evenstride.skeleton import INDEX, KEYPOINTS
from validation.virtual_camera import body, plate_events, pooled, timing

SEEN_BY_MARKERS = ("shoulder", "hip", "heel", "toe", "ankle")


def table(file: Path, paths: Mapping[str, Array], unit: str = "m", **head: object) -> Path:
    """A marker table with the given paths [T, 3], 100 frames/s."""
    frames = len(next(iter(paths.values())))
    told = {"NumFrames": frames, "NumMarkers": len(paths), "Units": unit, **head}
    lines = [
        "PathFileType\t4\t(X/Y/Z)\tmade.trc",
        "\t".join(["DataRate", *told]),
        "\t".join(["100", *map(str, told.values())]),
        "Frame#\tTime\t" + "\t\t\t".join(paths) + "\t\t",
        "\t\t" + "\t".join(f"X{i}\tY{i}\tZ{i}" for i in range(1, len(paths) + 1)),
        "",
    ]
    for i in range(frames):
        cells = np.concatenate([path[i] for path in paths.values()])
        row = "\t".join("" if np.isnan(cell) else repr(float(cell)) for cell in cells)
        lines.append(f"{i + 1}\t{i / 100!r}\t{row}")
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


def standing(frames: int = 3) -> dict[str, Array]:
    """Somebody who stands: X forward, Y up, Z to the right, metres."""
    places = {
        "Hip": (0.0, 0.9, 0.1), "Knee": (0.05, 0.5, 0.1), "Ankle": (0.0, 0.1, 0.1),
        "Shoulder": (0.0, 1.4, 0.2), "BigToe": (0.2, 0.0, 0.1), "Heel": (-0.05, 0.0, 0.1),
    }  # fmt: skip
    return {
        f"{letter}{joint}": np.tile([x, y, outward * z], (frames, 1))
        for letter, outward in (("R", 1.0), ("L", -1.0))
        for joint, (x, y, z) in places.items()
    }


# -- real files ------------------------------------------------------------------------------


@pytest.mark.parametrize("run", ["run300", "run400"])
def test_markers_become_the_body_the_recordings_own_notes_describe(run: str, data: Path) -> None:
    folder = data / "force_plate_runs" / run
    clip = read(folder / "markers.trc")
    time_s, joints = body(folder)
    assert np.allclose(clip.time_s, time_s, atol=1e-9)
    true = joints[..., :2] * [1000.0, -1000.0]
    for joint in SEEN_BY_MARKERS:
        for side in ("left", "right"):
            k = INDEX[f"{side}_{joint}"]
            apart = clip.xy_px[:, k] - true[:, k]
            assert np.allclose(apart, apart[0], atol=1e-6)
    for side in ("left", "right"):
        leg = [INDEX[f"{side}_{joint}"] for joint in ("hip", "knee", "ankle")]
        found, told = (bend_deg(*(places[:, k] for k in leg)) for places in (clip.xy_px, true))
        assert np.percentile(np.abs(np.abs(found) - np.abs(told)), 95) < 7


@pytest.mark.parametrize("run", ["run300", "run400"])
def test_contacts_read_from_markers_are_those_of_the_force_plate(run: str, data: Path) -> None:
    folder = data / "force_plate_runs" / run
    recording = load(folder / "markers.trc")
    assert not recording.from_film
    found = analyze_poses(recording.poses, name="markers.trc")
    assert (found.view, found.facing, found.surface) == ("side", "right", "treadmill")
    off = pooled([timing(found.events, plate_events(folder), recording.poses)])
    assert not off.missed
    assert not off.invented
    assert max(off.rms_ms("foot_strike"), off.rms_ms("toe_off")) < 12


def test_markers_are_seen_from_behind_too(data: Path) -> None:
    clip = read(data / "force_plate_runs" / "run300" / "markers.trc", view="rear")
    found = analyze_poses(clip, name="markers.trc")
    assert (found.view, found.facing) == ("rear", "away")


def test_a_table_of_another_laboratory_is_turned_to_the_person(data: Path) -> None:
    file = data / "pose_files" / "balance_3d_metres.trc"
    front = read(file, view="front")
    assert np.median(front["left_hip"][:, 0] - front["right_hip"][:, 0]) > 100
    side = read(file, view="side")
    apart = side["left_hip"][:, 0] - side["right_hip"][:, 0]
    assert abs(np.median(apart)) < 100
    assert len(front) == 100
    assert np.median(front["left_ankle"][:, 1] - front["left_hip"][:, 1]) > 500


# -- closed form -----------------------------------------------------------------------------


def test_the_side_is_seen_from_the_runners_right(tmp_path: Path) -> None:
    clip = read(table(tmp_path / "a.trc", standing()), view="side")
    assert np.allclose(clip["right_toe"] - clip["right_heel"], [250.0, 0.0])
    assert np.allclose(clip["left_ankle"] - clip["left_hip"], [0.0, 800.0])
    assert np.allclose(clip["left_hip"], clip["right_hip"])
    assert clip.depth_px is not None
    assert np.allclose(clip.depth_px[:, INDEX["left_hip"]], 100.0)
    assert np.allclose(clip.depth_px[:, INDEX["right_hip"]], -100.0)


@pytest.mark.parametrize(("view", "sign"), [("rear", 1.0), ("front", -1.0)])
def test_from_behind_right_is_right_and_in_front_it_is_left(
    view: str, sign: float, tmp_path: Path
) -> None:
    file = table(tmp_path / "a.trc", standing())
    clip = read(file, view="rear" if view == "rear" else "front")
    assert np.allclose(clip["right_hip"] - clip["left_hip"], [sign * 200.0, 0.0])
    assert clip.depth_px is not None
    assert np.allclose(clip.depth_px[:, INDEX["right_toe"]], sign * 200.0)


@pytest.mark.parametrize("axes", [(0, 1, 2), (2, 0, 1), (1, 2, 0)], ids=["Y up", "X up", "Z up"])
@pytest.mark.parametrize("quarter", range(4))
def test_it_is_no_matter_how_a_laboratory_lays_its_axes(
    axes: tuple[int, int, int], quarter: int, tmp_path: Path
) -> None:
    expected = read(table(tmp_path / "a.trc", standing()))
    turn = np.array([[0.0, 0, 1], [0, 1, 0], [-1, 0, 0]])
    turn = np.linalg.matrix_power(turn, quarter)
    paths = {name: (path @ turn.T)[:, axes] for name, path in standing().items()}
    found = read(table(tmp_path / "b.trc", paths))
    assert np.allclose(found.xy_px, expected.xy_px, equal_nan=True)


@pytest.mark.parametrize(("unit", "factor"), [("m", 1.0), ("cm", 100.0), ("mm", 1000.0)])
def test_units_come_to_the_same(unit: str, factor: float, tmp_path: Path) -> None:
    expected = read(table(tmp_path / "a.trc", standing()))
    paths = {name: factor * path for name, path in standing().items()}
    found = read(table(tmp_path / "b.trc", paths, unit))
    assert np.allclose(found.xy_px, expected.xy_px, equal_nan=True)


def test_a_plane_in_metres_is_a_picture_of_a_film(tmp_path: Path) -> None:
    paths = {name: path * [1, 1, 0] for name, path in standing().items()}
    recording = load(table(tmp_path / "a.trc", paths))
    assert recording.from_film
    clip = recording.poses
    assert np.allclose(clip["right_toe"] - clip["right_heel"], [250.0, 0.0])
    assert np.allclose(clip["right_ankle"] - clip["right_hip"], [0.0, 800.0])
    assert clip.depth_px is None


def test_pixels_that_sports2d_calls_metres_are_pixels(tmp_path: Path) -> None:
    paths = {name: path * [400, -400, 0] + [500, 900, 0] for name, path in standing().items()}
    clip = read(table(tmp_path / "a.trc", paths, "m"))
    assert np.allclose(clip["right_hip"], [500.0, 540.0])
    assert np.allclose(clip["right_ankle"], [500.0, 860.0])


# -- what is not as it should be -------------------------------------------------------------


def refused(file: Path, words: str) -> None:
    with pytest.raises(InputError, match=words) as refusal:
        read(file)
    text = str(refusal.value)
    assert text.endswith(".")
    assert "\n" not in text


@pytest.mark.parametrize(
    ("unit", "factor", "words"),
    [
        ("m", 1000.0, "By its unit, m, .* legs 8e.02 m long; set the unit"),
        ("mm", 1.0, "By its unit, mm, "),
        ("furlong", 1.0, "in furlong; it must be m, cm or mm"),
        ("", 1.0, "in no unit"),
        ("px", 1.0, "in px; it must be m, cm or mm, or px for a flat picture"),
    ],
)
def test_a_wrong_unit_is_refused(unit: str, factor: float, words: str, tmp_path: Path) -> None:
    paths = {name: factor * path for name, path in standing().items()}
    refused(table(tmp_path / "a.trc", paths, unit), words)


def test_metres_called_pixels_are_refused(tmp_path: Path) -> None:
    paths = {name: path * [1, -1, 0] for name, path in standing().items()}
    refused(table(tmp_path / "a.trc", paths, "px"), "legs in a.trc are 0.8 px long; set its unit")


def test_markers_nobody_knows_are_left_out(tmp_path: Path) -> None:
    strange = {"Tail": np.zeros((3, 3)), **standing()}
    known = read(table(tmp_path / "a.trc", standing()))
    found = read(table(tmp_path / "b.trc", strange))
    assert np.array_equal(found.xy_px, known.xy_px, equal_nan=True)


@pytest.mark.parametrize("gone", ["RHip", "LKnee", "RAnkle"])
def test_too_few_markers_are_refused_with_the_first_strange_name(
    gone: str, tmp_path: Path
) -> None:
    paths = {("Tail" if name == gone else name): path for name, path in standing().items()}
    refused(
        table(tmp_path / "a.trc", paths),
        "holds no (left|right)_(hip|knee|ankle) .*'Tail'.*needed are both hips, knees and ankles",
    )


def test_a_marker_that_is_never_seen_is_as_one_that_is_not_there(tmp_path: Path) -> None:
    paths = {**standing(), "LKnee": np.full((3, 3), np.nan)}
    refused(table(tmp_path / "a.trc", paths), "holds no left_knee")


def test_a_gap_in_a_marker_is_not_seen(tmp_path: Path) -> None:
    paths = standing(5)
    paths["LKnee"] = paths["LKnee"].copy()
    paths["LKnee"][2] = np.nan
    clip = read(table(tmp_path / "a.trc", paths))
    assert np.isnan(clip["left_knee"][2]).all()
    assert clip.confidence[2, INDEX["left_knee"]] == 0
    assert np.isfinite(clip["left_knee"][[0, 1, 3, 4]]).all()


@pytest.fixture
def written(tmp_path: Path) -> Path:
    path = tmp_path / "clip.trc"
    write(keypoints(Runner(), Camera(), fps=60, duration_s=0.1), path)
    return path


@pytest.mark.parametrize("ends", [("\r\n",), ("\r",), ("\n", "\r\n"), ("\r\n", "\r", "\n")])
def test_lines_may_end_in_any_way(written: Path, ends: tuple[str, ...]) -> None:
    expected = read(written)
    lines = written.read_text(encoding="utf-8").splitlines()
    mixed = "".join(line + ends[i % len(ends)] for i, line in enumerate(lines))
    written.write_bytes(mixed.encode())
    assert np.array_equal(read(written).xy_px, expected.xy_px, equal_nan=True)


def test_a_table_cut_between_frames_is_refused(written: Path) -> None:
    lines = written.read_text(encoding="utf-8").splitlines(keepends=True)
    written.write_text("".join(lines[:-1]), encoding="utf-8")
    refused(written, "was cut short: of its 6 frames 5 are there")


def test_a_table_cut_within_its_last_frame_is_refused(written: Path) -> None:
    text = written.read_text(encoding="utf-8")
    written.write_text(text[:-60], encoding="utf-8")
    refused(written, "was cut short")


def test_a_broken_number_is_named_by_its_line(written: Path) -> None:
    lines = written.read_text(encoding="utf-8").splitlines()
    lines[7] = lines[7].replace(".", ",")
    written.write_text("\n".join(lines) + "\n", encoding="utf-8")
    refused(written, "clip.trc line 8: a number is broken")


def test_a_head_that_contradicts_itself_is_refused(tmp_path: Path) -> None:
    refused(table(tmp_path / "a.trc", standing(), NumMarkers=7), "12 different markers.*has 7")


def test_names_of_other_programs_are_known(tmp_path: Path) -> None:
    write(keypoints(Runner(), Camera(), fps=60, duration_s=0.1), tmp_path / "clip.trc")
    names = (tmp_path / "clip.trc").read_text(encoding="utf-8").splitlines()[3].split("\t")
    named = [name for name in names[2:] if name]
    assert named[:5] == ["Nose", "LEar", "REar", "LShoulder", "RShoulder"]
    assert {"LBigToe", "RHeel"} <= set(named)
    assert len(named) == len(KEYPOINTS)
