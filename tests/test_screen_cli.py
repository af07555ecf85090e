"""`evenstride screen`: filmed tests read, compared, and taken by a plan."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import exercise_clips as clips
import pytest

import evenstride
from evenstride import video
from evenstride.errors import InputError
from evenstride.exchange.screening import read_results, screening_text
from evenstride.form import measures
from evenstride.knowledge import knowledge
from evenstride.posed import still
from evenstride.screening import Attempt, Result, as_results
from evenstride.workshop.screening import Screened, readable

PROGRAM = str(Path(sys.executable).with_name("evenstride"))
KNOWN = knowledge()
NAME = "active-knee-extension"
TEST = KNOWN.screens[NAME]


def run(*words: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [PROGRAM, *map(str, words)],
        cwd=cwd, capture_output=True, text=True, check=False, timeout=300,
        stdin=subprocess.DEVNULL,
    )  # fmt: skip


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text), dialect="excel-tab"))


def drawn_bend_deg() -> float:
    """The bend of the knee at the drawn far end, which is what the test measures."""
    assert TEST.picture is not None
    body = still(TEST.picture, TEST.picture.end)
    return measures(body.joints_m("right"), "right", "side")["knee_flexion", "working"]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, weights: Path) -> Path:
    """A folder with the test filmed on both sides, the right less far."""
    assert weights
    folder = tmp_path_factory.mktemp("desk")
    clips.a_test(folder / "left.mp4", NAME, "left")
    clips.a_test(folder / "right.mp4", NAME, "right", top=0.72)
    clips.empty(folder / "empty.mp4", 2.0)
    return folder


@pytest.fixture(scope="module")
def screened(desk: Path) -> subprocess.CompletedProcess[str]:
    return run("screen", NAME, "left.mp4", "right.mp4", "--side", "left", "--side", "right",
               "--out", "out", cwd=desk)  # fmt: skip


# -- films -----------------------------------------------------------------------------------


@pytest.mark.slow
def test_both_sides_are_read_within_their_error(
    screened: subprocess.CompletedProcess[str], desk: Path
) -> None:
    assert screened.returncode == 0, screened.stderr
    assert desk.is_dir()
    found = {row["side"]: row for row in rows(screened.stdout) if row["part"] == "result"}
    left, right = found["left"], found["right"]
    assert left["status"] == right["status"] == "ok"
    assert abs(float(left["value"]) - drawn_bend_deg()) <= float(left["error"])
    assert float(right["value"]) - float(left["value"]) > float(left["error"])
    tries = [row for row in rows(screened.stdout) if row["part"] == "try"]
    assert [row["status"] for row in tries] == ["counted"] * 6
    change = next(row for row in rows(screened.stdout) if row["part"] == "change")
    assert change["verdict"] == "right"  # the one that falls behind
    assert f"--result {NAME}-left=" in screened.stderr
    assert "\x1b" not in screened.stdout + screened.stderr


@pytest.mark.slow
def test_a_picture_of_every_try_is_written(
    screened: subprocess.CompletedProcess[str], desk: Path
) -> None:
    assert screened.returncode == 0
    names = {path.name for path in (desk / "out").iterdir()}
    pictures = {f"{NAME}-{side}-{number}.png" for side in ("left", "right") for number in (1, 2, 3)}
    assert names == {"screen.json", *pictures}
    import cv2

    size = video.probe(desk / "left.mp4")
    for name in pictures:
        image = cv2.imread(str(desk / "out" / name))
        assert image is not None
        assert image.shape[1] == size.width_px
        assert image.shape[0] > size.height_px


@pytest.mark.slow
def test_a_plan_takes_what_was_filmed(
    screened: subprocess.CompletedProcess[str], desk: Path
) -> None:
    assert screened.returncode == 0
    given = ("--complaint", "hamstring-right:2", "--no-red-flags", "--json", "-")
    plain = json.loads(run("plan", *given, cwd=desk).stdout)
    filmed = json.loads(run("plan", *given, "--screens", "out", cwd=desk).stdout)
    kept = json.loads((desk / "out" / "screen.json").read_text(encoding="utf-8"))
    assert kept["schema"] == "evenstride.screening/1"
    assert filmed["told"]["results"] == kept["evidence"] != {}
    assert plain["told"]["results"] == {}
    right = [
        next(one["probability"] for one in each["causes"] if one["id"] == "short-hamstring"
             and one["side"] == "right")
        for each in (plain, filmed)
    ]  # fmt: skip
    value = kept["evidence"][f"{NAME}-right"]
    assert (right[1] > right[0]) == (value > 33.0)
    typed = run("plan", *given, "--screens", "out", "--result", f"{NAME}-right=20", cwd=desk)
    assert json.loads(typed.stdout)["told"]["results"][f"{NAME}-right"] == 20.0


@pytest.mark.slow
def test_before_and_after_are_compared(
    screened: subprocess.CompletedProcess[str], desk: Path, tmp_path: Path
) -> None:
    assert screened.returncode == 0
    same = run("screen", NAME, desk / "left.mp4", "--side", "left", "--before", desk / "out",
               "--json", tmp_path / "again.json", cwd=tmp_path)  # fmt: skip
    assert same.returncode == 0, same.stderr
    change = next(row for row in rows(same.stdout) if row["part"] == "change")
    assert change["verdict"] == "no detectable difference"
    assert float(change["value"]) == pytest.approx(0.0, abs=0.01)
    # A film as the earlier result: less far before, so that it has become better.
    clips.a_test(tmp_path / "before.mp4", NAME, "left", top=0.55)
    better = run("screen", NAME, desk / "left.mp4", "--side", "left", "--before", "before.mp4",
                 "--json", "-", cwd=tmp_path)  # fmt: skip
    assert better.returncode == 0, better.stderr
    assert json.loads(better.stdout)["differences"][0]["way"] == "better"


@pytest.mark.slow
def test_a_film_of_nobody_gives_no_value_and_no_evidence(desk: Path, tmp_path: Path) -> None:
    done = run("screen", NAME, desk / "empty.mp4", "--side", "left", "--out", "out", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    row = rows(done.stdout)[0]
    assert row["status"] == "refused"
    assert "no value" in row["words"]
    assert "--result" not in done.stderr
    assert as_results(read_results(tmp_path / "out")) == {}


@pytest.mark.slow
def test_from_python(desk: Path) -> None:
    done = evenstride.screen_clip(desk / "left.mp4", "S05", side="left")
    assert done.folder is None
    assert abs(done.evidence[f"{NAME}-left"] - drawn_bend_deg()) < 12.0


# -- documents -------------------------------------------------------------------------------

RESULT = Result(
    test=NAME, side="left", status="ok", reason="", value=23.5, unit="deg", sd=5.7, at_least=False,
    attempts=(Attempt(1.0, 2.0, 3.0, float("nan"), "the knee bent"),), limit=33.0,
    verdict="too close to tell", remarks=(), meanings=(), questions=(), sentences=("A sentence.",),
)  # fmt: skip


def written(folder: Path, *results: Result) -> Path:
    made = Screened(TEST, results, (), ("film.mp4",), {})
    folder.mkdir(exist_ok=True)
    (folder / "screen.json").write_text(screening_text(made), encoding="utf-8")
    return folder


def test_a_result_is_read_as_it_was_written(tmp_path: Path) -> None:
    right = replace(RESULT, side="right", value=41.0, verdict="beyond")
    (kept, other) = read_results(written(tmp_path, RESULT, right))
    assert (kept.node, kept.value, kept.sd) == (RESULT.node, 23.5, 5.7)
    assert as_results([kept, other]) == {f"{NAME}-left": 23.5, f"{NAME}-right": 41.0}


@pytest.mark.parametrize("status", ["low", "refused"])
def test_what_does_not_weigh_never_reaches_a_plan(tmp_path: Path, status: str) -> None:
    folder = written(tmp_path, replace(RESULT, status=status))  # type: ignore[arg-type]
    assert as_results(read_results(folder)) == {}


def test_yes_and_no_stay_yes_and_no(tmp_path: Path) -> None:
    asked = replace(RESULT, test="hinge-test", side=None, value=True, unit="yes/no", sd=0.0)
    (kept,) = read_results(written(tmp_path, asked))
    assert kept.value is True


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("{", "is no result of"),
        ("[]", "is no result of"),
        ('{"schema": "evenstride.analysis/1"}', "of schema evenstride.screening/1"),
        ('{"schema": "evenstride.screening/1"}', "results is not as"),
        ('{"schema": "evenstride.screening/1", "results": [{"test": 3}]}', "is not as"),
    ],
)
def test_other_documents_are_refused(tmp_path: Path, text: str, sentence: str) -> None:
    (tmp_path / "screen.json").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=sentence):
        read_results(tmp_path / "screen.json")


def test_a_folder_without_results_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"No screen\.json"):
        read_results(tmp_path)
    with pytest.raises(InputError, match="no file"):
        read_results(tmp_path / "none.json")


# -- what is refused -------------------------------------------------------------------------


def test_without_a_name_every_readable_test_is_listed(tmp_path: Path) -> None:
    done = run("screen", cwd=tmp_path)
    assert done.returncode == 0
    listed = {row["id"] for row in rows(done.stdout)}
    assert listed == {test.id for test in readable(KNOWN)}
    assert "active-knee-extension" in listed
    assert "slump-test" not in listed


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("actve-knee-extension", "a.mp4"), "did you mean active-knee-extension"),
        (("slump-test", "a.mp4"), "No camera reads this"),
        ((NAME,), "Name the film of the test"),
        ((NAME, "a.mp4"), "--side left or --side right"),
        ((NAME, "a.mp4", "--side", "both"), "A side is left or right, not both"),
        ((NAME, "a.mp4", "b.mp4", "--side", "left"), "one film for each side"),
        (("toe-touch", "a.mp4", "--side", "left"), "has no sides"),
        (("toe-touch", "a.mp4", "--answer", "fingers=near"), "NAME=NUMBER"),
        (("single-leg-squat-arms-test", "a.mp4", "--side", "left"), "a film for each of these"),
        ((NAME, "a.mp4", "--side", "left"), r"no file a\.mp4"),
        ((NAME, "text.mp4", "--side", "left"), "is not a video"),
    ],
)
def test_what_cannot_serve_ends_in_one_sentence(
    words: tuple[str, ...], sentence: str, tmp_path: Path
) -> None:
    (tmp_path / "text.mp4").write_text("not a film", encoding="utf-8")
    done = run("screen", *words, cwd=tmp_path)
    assert done.returncode == 2
    assert re.search(sentence, done.stderr), done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert done.stdout == ""
    assert [path.name for path in tmp_path.iterdir()] == ["text.mp4"]


def test_a_plan_names_a_folder_without_results(tmp_path: Path) -> None:
    given = ("--complaint", "low-back:2", "--no-red-flags", "--screens", tmp_path, "--json", "-")
    done = run("plan", *given, cwd=tmp_path)
    assert done.returncode == 2
    assert "No screen.json" in done.stderr
