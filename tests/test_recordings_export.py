"""`evenstride export`: a result's keypoints and joint angles, for other programs."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from evenstride.analysis import Analysis, analyze
from evenstride.cli import app
from evenstride.errors import InputError
from evenstride.exchange.document import write_document
from evenstride.figure import Camera, Runner, keypoints
from evenstride.recordings import load, read, write, writers
from evenstride.workshop.exporting import export


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Analysis:
    table = tmp_path_factory.mktemp("run") / "run.csv"
    clip = keypoints(Runner(), Camera(), fps=60, duration_s=4, noise_px=1.0)
    write(clip, table, from_film=True)
    return analyze(table)


@pytest.fixture
def result(run: Analysis, tmp_path: Path) -> Path:
    """A folder of results, as far as another program wants it."""
    write_document(run, tmp_path / "analysis.json")
    write(run.poses, tmp_path / "poses.csv", from_film=run.from_film)
    return tmp_path


@pytest.mark.parametrize("name", ["c3d", "movement", "parquet", "trc"])
def test_keypoints_leave_as_they_were_analysed(name: str, run: Analysis, result: Path) -> None:
    recording = load(export(result, name))
    assert recording.from_film
    precision = np.float32 if name == "c3d" else np.float64
    expected = run.poses.xy_px.astype(precision)
    assert np.array_equal(recording.poses.xy_px, expected, equal_nan=True)
    if name in ("movement", "parquet"):
        size = (recording.poses.width_px, recording.poses.height_px)
        assert size == (run.poses.width_px, run.poses.height_px)


def test_angles_leave_as_they_were_analysed(run: Analysis, result: Path) -> None:
    file = export(result / "analysis.json", "mot")
    assert file.name == "angles.mot"
    names, *lines = file.read_text(encoding="utf-8").partition("endheader\n")[2].splitlines()
    rows = np.array([line.split("\t") for line in lines], dtype=float)
    columns = dict(zip(names.split("\t"), rows.T, strict=True))
    assert np.array_equal(columns["time"], run.poses.time_s)
    knee = next(trace for trace in run.traces if trace.key == "knee")
    for side in ("left", "right"):
        assert np.array_equal(columns[f"knee_angle_{side[0]}"], knee.values[side], equal_nan=True)
    assert len(columns) == 1 + 2 * len(run.traces)


def test_an_analysis_knows_again_that_a_pose_model_found_its_keypoints(
    run: Analysis, result: Path
) -> None:
    """A result's own table, analysed again, carries the pose model's error once more."""
    again = analyze(result / "poses.csv")
    assert run.from_film
    assert again.from_film
    once = {item.key: item for item in run.measurements}
    for item in again.measurements:
        for side, estimate in item.sides.items():
            assert estimate.instrument_sd == pytest.approx(once[item.key].sides[side].instrument_sd)


@pytest.mark.parametrize(
    ("to", "out", "words"),
    [
        ("xlsx", None, "There is no format xlsx; choose one of: .*trc"),
        ("csv", None, "is the table itself"),
        ("trc", "poses.txt", r"must be named as in poses\.trc"),
    ],
)
def test_what_cannot_be_meant_is_refused(
    to: str, out: str | None, words: str, result: Path
) -> None:
    before = sorted(result.iterdir())
    with pytest.raises(InputError, match=words):
        export(result, to, None if out is None else result / out)
    assert sorted(result.iterdir()) == before


def test_what_is_no_result_is_refused(result: Path) -> None:
    empty = result / "empty"
    empty.mkdir()
    with pytest.raises(InputError, match=r"There is no .*analysis\.json"):
        export(empty, "trc")
    (result / "poses.csv").unlink()
    with pytest.raises(InputError, match=r"There is no poses\.csv beside"):
        export(result, "trc")
    (result / "analysis.json").write_text(json.dumps({"schema": "else"}), encoding="utf-8")
    with pytest.raises(InputError, match=r"is no analysis\.json of this program"):
        export(result, "trc")


def test_a_document_of_an_older_version_is_refused(result: Path) -> None:
    document = result / "analysis.json"
    plain = json.loads(document.read_text(encoding="utf-8"))
    del plain["tilt_deg"]
    document.write_text(json.dumps(plain), encoding="utf-8")
    with pytest.raises(InputError, match="an older version may have written it"):
        export(result, "mot")


def test_nothing_is_left_of_a_file_that_cannot_be_written(result: Path) -> None:
    text = (result / "poses.csv").read_text(encoding="utf-8")
    head, *lines = text.splitlines(keepends=True)
    kept = [line for line in lines if not line.startswith(("3,", "4,", "5,"))]
    (result / "poses.csv").write_text(head + "".join(kept), encoding="utf-8")
    before = sorted(result.iterdir())
    with pytest.raises(InputError, match="uneven times"):
        export(result, "c3d")
    assert sorted(result.iterdir()) == before


def test_the_command_says_where_the_file_is(result: Path, run: Analysis) -> None:
    target = result / "deep" / "run.trc"
    answer = CliRunner().invoke(
        app, ["export", str(result), "--to", "trc", "--out", str(target)], catch_exceptions=False
    )
    assert answer.exit_code == 0
    assert str(target) in answer.stdout.replace("\n", "")
    assert len(read(target)) == len(run.poses)


def test_help_names_every_format() -> None:
    answer = CliRunner().invoke(app, ["export", "--help"])
    assert answer.exit_code == 0
    for one in writers():
        assert one.name in answer.stdout
