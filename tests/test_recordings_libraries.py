"""Files of the field's own libraries: C3D, movement's NetCDF, Parquet; as others write them."""

from __future__ import annotations

import builtins
from dataclasses import replace
from pathlib import Path
from typing import Any

import ezc3d
import numpy as np
import pyarrow as pa
import pyarrow.parquet
import pytest
import xarray

from evenstride.errors import InputError, InstallationError
from evenstride.figure import Camera, Runner, keypoints
from evenstride.poses import Poses
from evenstride.recordings import load, read, write
from evenstride.skeleton import INDEX, KEYPOINTS


@pytest.fixture(scope="module")
def clip() -> Poses:
    drawn = keypoints(Runner(), Camera(), fps=100.0, duration_s=0.3)
    xy = drawn.xy_px.copy()
    xy[4:7, INDEX["left_ear"]] = np.nan
    sure = np.where(np.isnan(xy[..., 0]), 0.0, 1.0)
    return replace(drawn, xy_px=xy, confidence=sure, depth_px=None)


def refused(file: Path, words: str, fps: float | None = None) -> None:
    with pytest.raises(InputError, match=words) as refusal:
        read(file, fps)
    text = str(refusal.value)
    assert text.endswith(".")
    assert "\n" not in text


# -- C3D -------------------------------------------------------------------------------------


def markers_file(file: Path, trc: Path, *, upright_z: bool = False, unit: str = "mm") -> Path:
    """A marker table of the force-plate runs as motion capture would have written it."""
    lines = trc.read_text(encoding="utf-8").splitlines()
    names = [name for name in lines[3].split("\t")[2:] if name]
    rows = [line.split("\t")[: 2 + 3 * len(names)] for line in lines[5:] if line.strip()]
    points = np.ones((4, len(names), len(rows)))
    points[:3] = np.array(rows, dtype=float)[:, 2:].reshape(len(rows), -1, 3).T
    if upright_z:
        points[:3] = points[[0, 2, 1]] * [[[1.0]], [[-1.0]], [[1.0]]]
    content = ezc3d.c3d()
    content["parameters"]["POINT"]["RATE"]["value"] = [100.0]
    content["parameters"]["POINT"]["UNITS"]["value"] = [unit]
    content["parameters"]["POINT"]["LABELS"]["value"] = [f"Runner:{name}" for name in names]
    content["data"]["points"] = points
    content.write(str(file))
    return file


@pytest.mark.parametrize("upright_z", [False, True])
def test_motion_capture_is_seen_as_its_marker_table_is(
    upright_z: bool, data: Path, tmp_path: Path  # noqa: FBT001 - a parameter of the test
) -> None:
    trc = data / "force_plate_runs" / "run300" / "markers.trc"
    expected = read(trc)
    found = load(markers_file(tmp_path / "run.c3d", trc, upright_z=upright_z))
    assert not found.from_film
    assert np.allclose(found.poses.xy_px, expected.xy_px, atol=0.01, equal_nan=True)
    assert np.allclose(found.poses.time_s - found.poses.time_s[0], expected.time_s - 0.61)


def test_motion_capture_in_a_wrong_unit_is_refused(data: Path, tmp_path: Path) -> None:
    trc = data / "force_plate_runs" / "run300" / "markers.trc"
    refused(markers_file(tmp_path / "run.c3d", trc, unit="m"), "By its unit, m, .*set the unit")


def test_what_is_not_seen_has_the_formats_own_mark(clip: Poses, tmp_path: Path) -> None:
    write(clip, tmp_path / "clip.c3d")
    content = ezc3d.c3d(str(tmp_path / "clip.c3d"))
    ear = content["data"]["meta_points"]["residuals"][0, INDEX["left_ear"]]
    assert (ear < 0).nonzero()[0].tolist() == [4, 5, 6]
    assert content["parameters"]["POINT"]["LABELS"]["value"][:2] == ["Nose", "LEar"]


def test_when_a_film_began_is_kept(clip: Poses, tmp_path: Path) -> None:
    late = replace(clip, time_s=clip.time_s + 12.3456)
    write(late, tmp_path / "clip.c3d")
    assert np.allclose(read(tmp_path / "clip.c3d").time_s, late.time_s, atol=1e-5)


def test_a_single_frame_has_no_rate(clip: Poses, tmp_path: Path) -> None:
    one = Poses(clip.time_s[:1], clip.xy_px[:1], clip.confidence[:1], 640, 480)
    with pytest.raises(InputError, match="single frame has no frame rate, which c3d needs"):
        write(one, tmp_path / "clip.c3d")


def test_a_c3d_file_cut_anywhere_is_refused(clip: Poses, tmp_path: Path) -> None:
    path = tmp_path / "clip.c3d"
    write(clip, path)
    whole = path.read_bytes()
    for length in (1, 511, 512, 700, 1024, 2000, len(whole) // 2, len(whole) - 513):
        path.write_bytes(whole[:length])
        refused(path, "cut short")


# -- movement --------------------------------------------------------------------------------


def dataset(clip: Poses, **more: object) -> Any:  # noqa: ANN401 - xarray's own
    """Poses as movement 0.15 lays them out."""
    return xarray.Dataset(
        {
            "position": (
                ("time", "space", "keypoints", "individuals"),
                np.swapaxes(clip.xy_px, 1, 2)[..., np.newaxis],
            ),
            "confidence": (
                ("time", "keypoints", "individuals"), clip.confidence[..., np.newaxis],
            ),
        },
        coords={
            "time": clip.time_s,
            "space": ["x", "y"],
            "keypoints": list(KEYPOINTS),
            "individuals": ["id_0"],
        },
        attrs={"ds_type": "poses", "time_unit": "seconds", "source_software": "SLEAP", **more},
    )  # fmt: skip


def saved(folder: Path, data: Any) -> Path:  # noqa: ANN401 - xarray's own
    data.to_netcdf(folder / "clip.nc", engine="netcdf4")
    return folder / "clip.nc"


def test_poses_of_movement_are_read(clip: Poses, tmp_path: Path) -> None:
    found = load(saved(tmp_path, dataset(clip)))
    assert found.from_film
    assert np.array_equal(found.poses.xy_px, clip.xy_px, equal_nan=True)
    assert np.array_equal(found.poses.time_s, clip.time_s)


def test_the_order_and_number_of_dimensions_names_are_no_matter(
    clip: Poses, tmp_path: Path
) -> None:
    turned = dataset(clip).transpose("individuals", "keypoints", "space", "time")
    renamed = turned.rename(keypoints="keypoint", individuals="individual")
    found = read(saved(tmp_path, renamed))
    assert np.array_equal(found.xy_px, clip.xy_px, equal_nan=True)


def test_frames_that_are_only_counted_need_a_rate(clip: Poses, tmp_path: Path) -> None:
    counted = dataset(clip, time_unit="frames").assign_coords(time=np.arange(len(clip)))
    file = saved(tmp_path, counted)
    refused(file, "does not say its frame rate")
    assert np.allclose(read(file, fps=100).time_s, clip.time_s)


def test_an_older_netcdf_is_read_too(clip: Poses, tmp_path: Path) -> None:
    path = tmp_path / "clip.nc"
    dataset(clip).to_netcdf(path, engine="scipy")
    assert np.array_equal(read(path).xy_px, clip.xy_px, equal_nan=True)


def test_a_dataset_without_confidence_is_sure(clip: Poses, tmp_path: Path) -> None:
    found = read(saved(tmp_path, dataset(clip).drop_vars("confidence")))
    assert np.array_equal(found.confidence, clip.confidence)


def test_what_is_no_single_runners_picture_is_refused(clip: Poses, tmp_path: Path) -> None:
    data = dataset(clip)
    two = xarray.concat(
        [data, data.assign_coords(individuals=["id_1"])], dim="individuals"
    )
    refused(saved(tmp_path, two), r"2 individuals \(id_0, id_1\); keep the runner only")
    refused(saved(tmp_path, data.assign_coords(space=["y", "z"])), "must be x and y")
    refused(saved(tmp_path, data.rename(position="shape")), "must have a position over")
    strange = data.assign_coords(keypoints=[f"point {i}" for i in range(len(KEYPOINTS))])
    refused(saved(tmp_path, strange), "'point 0'.*needed are both hips")


# -- Parquet ---------------------------------------------------------------------------------


def test_a_parquet_table_keeps_the_size_of_the_picture(clip: Poses, tmp_path: Path) -> None:
    write(clip, tmp_path / "clip.parquet")
    back = read(tmp_path / "clip.parquet")
    assert (back.width_px, back.height_px) == (clip.width_px, clip.height_px)


def test_a_parquet_table_of_somebody_else_is_read(clip: Poses, tmp_path: Path) -> None:
    """Nulls for what is not seen, single precision, keypoints as categories."""
    write(clip, tmp_path / "clip.parquet")
    table = pa.parquet.read_table(tmp_path / "clip.parquet").replace_schema_metadata({})
    x = pa.array(table["x_px"].to_numpy().astype(np.float32), from_pandas=True)
    table = table.set_column(3, "x_px", x)
    table = table.set_column(2, "keypoint", table["keypoint"].dictionary_encode())
    pa.parquet.write_table(table, tmp_path / "clip.parquet")
    back = read(tmp_path / "clip.parquet")
    assert np.allclose(back.xy_px, clip.xy_px, atol=1e-3, equal_nan=True)


def test_a_parquet_table_of_something_else_is_refused(clip: Poses, tmp_path: Path) -> None:
    path = tmp_path / "clip.parquet"
    write(clip, path)
    table = pa.parquet.read_table(path)
    pa.parquet.write_table(table.drop_columns(["x_px"]), path)
    refused(path, "lacks the column x_px")
    names = pa.array(["tail"] * table.num_rows)
    pa.parquet.write_table(table.set_column(2, "keypoint", names), path)
    refused(path, "names a keypoint 'tail'")
    words = pa.array(["far"] * table.num_rows)
    pa.parquet.write_table(table.set_column(3, "x_px", words), path)
    refused(path, "something else than numbers")


# -- without them ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "extra"), [("c3d", "c3d"), ("nc", "movement"), ("parquet", "parquet")]
)
def test_a_missing_library_is_named_with_how_to_get_it(
    name: str, extra: str, clip: Poses, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def without(name: str, package: str | None = None) -> object:
        raise ImportError(name, package)

    monkeypatch.setattr("evenstride.recordings.libraries.import_module", without)
    with pytest.raises(InstallationError, match=rf"pip install 'evenstride\[{extra}\]'"):
        write(clip, tmp_path / f"clip.{name}")
    assert builtins.list(tmp_path.iterdir()) == []
