"""Results appear whole or not at all; one bad clip stops no other."""

from __future__ import annotations

from concurrent.futures import Executor, Future, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import pytest

from evenstride import workshop
from evenstride.errors import InputError, InstallationError
from evenstride.figure import Camera, Runner, keypoints
from evenstride.recordings import write
from evenstride.workshop import Result, Wishes, analyze_all, analyze_into, drafted

FILES = {"analysis.json", "poses.csv", "report.html"}


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run that needs no pose model: keypoints in a table."""
    path = tmp_path_factory.mktemp("clips") / "run.csv"
    write(keypoints(Runner(), Camera(), fps=60, duration_s=4), path)
    return path


class Idle(Executor):
    """Nobody works here: a table asks for no work."""

    def submit(self, *_: object, **__: object) -> Future[object]:  # type: ignore[override]  # asks nobody
        raise AssertionError


def silent(_what: str, _done: float) -> None:
    """Tell nobody."""


# -- whole or not at all ---------------------------------------------------------------------


def names(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_files_appear_when_all_of_them_are_whole(tmp_path: Path) -> None:
    out = tmp_path / "a" / "b"
    with drafted(out) as draft:
        (draft / "one.txt").write_text("1", encoding="utf-8")
        (draft / "rear").mkdir()
        (draft / "rear" / "two.txt").write_text("2", encoding="utf-8")
        assert not (out / "one.txt").exists()
    assert names(out) == {"one.txt", "rear/two.txt"}
    assert {path.name for path in out.iterdir()} == {"one.txt", "rear"}


@pytest.mark.parametrize("end", [KeyboardInterrupt, RuntimeError])
def test_nothing_is_left_of_what_was_broken_off(tmp_path: Path, end: type[BaseException]) -> None:
    out = tmp_path / "a" / "b"
    with pytest.raises(end), drafted(out) as draft:  # noqa: PT012  # broken off inside
        (draft / "one.txt").write_text("half", encoding="utf-8")
        raise end
    assert list(tmp_path.iterdir()) == []


def test_older_results_stay_when_new_ones_are_broken_off(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text("old", encoding="utf-8")
    with pytest.raises(KeyboardInterrupt), drafted(tmp_path) as draft:  # noqa: PT012  # as above
        (draft / "one.txt").write_text("new", encoding="utf-8")
        raise KeyboardInterrupt
    assert [path.name for path in tmp_path.iterdir()] == ["one.txt"]
    assert (tmp_path / "one.txt").read_text(encoding="utf-8") == "old"


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    taken = tmp_path / "taken"
    taken.touch()
    with pytest.raises(InputError, match="Name another folder with --out"), drafted(taken):
        pytest.fail("nobody can write there")


# -- clips -----------------------------------------------------------------------------------


def test_a_table_gives_all_but_a_film(table: Path, tmp_path: Path) -> None:
    result = analyze_into(table, tmp_path / "out", Wishes(), executor=Idle(), tell=silent)
    assert names(result.folder) == FILES
    assert result.overlay is None
    assert result.report.is_file()


def test_wishes_are_passed_on(table: Path, tmp_path: Path) -> None:
    wishes = Wishes("side", "overground", height_m=1.8, speed_m_s=3.0)
    told = analyze_into(table, tmp_path, wishes, executor=Idle(), tell=silent).analysis
    assert (told.view, told.surface, told.height_m, told.speed_m_s) == (
        "side", "overground", 1.8, 3.0,
    )  # fmt: skip


def test_one_bad_clip_stops_no_other(table: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.csv"
    broken.write_text("no table", encoding="utf-8")
    out = tmp_path / "out"
    found = list(
        analyze_all(
            [broken, table, tmp_path / "missing.mp4"],
            out, Wishes(), executor=Idle(), tell=silent,
        )
    )  # fmt: skip
    assert [isinstance(item, Result) for item in found] == [False, True, False]
    assert "broken.csv" in str(found[0])
    assert "missing.mp4" in str(found[2])
    assert names(out) == {f"run/{name}" for name in FILES}


def test_every_refusal_names_its_clip(table: Path, tmp_path: Path) -> None:
    wishes = Wishes(height_m=178)
    (refusal,) = analyze_all([table], tmp_path, wishes, executor=Idle(), tell=silent)
    assert str(refusal).startswith("run.csv: A height of 178 m")


@pytest.mark.parametrize(
    ("clips", "folders"),
    [
        (["a.mp4"], ["."]),
        (["a.mp4", "b.mp4"], ["a", "b"]),
        (["x/a.mp4", "y/a.mp4", "b.mp4"], ["a-1", "a-2", "b"]),
        (["a.mp4", "a.mov"], ["a-1", "a-2"]),
    ],
)
def test_every_clip_has_a_folder_of_its_own(clips: list[str], folders: list[str]) -> None:
    assert workshop._folder_names([Path(clip) for clip in clips]) == folders


def test_work_that_the_system_ended_is_said() -> None:
    with pytest.raises(InstallationError, match="lack of memory"), workshop.workers():
        raise BrokenProcessPool


@pytest.mark.slow
@pytest.mark.usefixtures("weights")
def test_the_demonstration_shows_both_views_beside_the_truth(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workshop, "DEMO_S", 3.0)
    monkeypatch.setattr(workshop, "DEMO_FPS", 30.0)
    with ThreadPoolExecutor(2) as threads:
        shown = workshop.demonstrate(tmp_path / "demo", {}, executor=threads, tell=silent)
    assert [result.analysis.view for result in shown.results] == ["side", "rear"]
    parts = {"analysis.json", "film.mp4", "overlay.mp4", "poses.csv"}
    films = {f"{view}/{name}" for view in ("side", "rear") for name in parts}
    assert names(tmp_path / "demo") == {"report.html", *films}
    assert shown.truth["cadence"]["both"] == pytest.approx(168.0)
