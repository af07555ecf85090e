"""The command line: what it prints where, its status, and how it stops."""

from __future__ import annotations

import csv
import io
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from evenstride.figure import Camera, Runner, keypoints
from evenstride.recordings import write
from evenstride.version import VERSION

PROGRAM = str(Path(sys.executable).with_name("evenstride"))


def evenstride(*words: str | Path, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [PROGRAM, *map(str, words)],
        cwd=cwd, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip


@pytest.fixture(scope="module")
def clips(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run that needs no pose model, and one table that is broken."""
    folder = tmp_path_factory.mktemp("clips")
    write(keypoints(Runner(), Camera(), fps=60, duration_s=4), folder / "run.csv")
    (folder / "broken.csv").write_text("no table", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def done(clips: Path) -> subprocess.CompletedProcess[str]:
    """One clip analysed, through pipes."""
    return evenstride("analyze", "run.csv", "--height", "1.75", cwd=clips)


def test_without_a_command_it_explains_itself() -> None:
    answer = evenstride()
    assert answer.returncode == 0
    assert "analyze" in answer.stdout
    assert "demo" in answer.stdout


def test_it_knows_its_version() -> None:
    assert evenstride("--version").stdout == f"evenstride {VERSION}\n"


@pytest.mark.parametrize("command", ["analyze", "demo"])
def test_help_gives_examples(command: str) -> None:
    answer = evenstride(command, "--help")
    assert answer.returncode == 0
    assert "Examples:" in answer.stdout
    assert answer.stdout.count(f"evenstride {command}") >= 3


@pytest.mark.parametrize(
    "words", [("analyze",), ("analyse", "run.csv"), ("analyze", "run.csv", "--view", "top")]
)
def test_what_it_does_not_understand_is_no_result(words: tuple[str, ...], clips: Path) -> None:
    answer = evenstride(*words, cwd=clips)
    assert answer.returncode == 2
    assert answer.stdout == ""
    assert "Traceback" not in answer.stderr


def test_a_fault_must_have_a_size(tmp_path: Path) -> None:
    answer = evenstride("demo", "--fault", "overstride", cwd=tmp_path)
    assert answer.returncode == 2
    assert answer.stderr == "Give a fault as NAME=SIZE, as overstride-left=0.1, not overstride.\n"
    assert list(tmp_path.iterdir()) == []


def test_a_pipe_gets_one_line_per_number(done: subprocess.CompletedProcess[str]) -> None:
    assert done.returncode == 0
    rows = list(csv.DictReader(io.StringIO(done.stdout), dialect="excel-tab"))
    assert {row["clip"] for row in rows} == {"run.csv"}
    cadence = next(row for row in rows if row["metric"] == "cadence")
    assert float(cadence["mean"]) == pytest.approx(168, abs=1)
    assert float(cadence["ci95_low"]) <= float(cadence["mean"]) <= float(cadence["ci95_high"])
    refused = next(row for row in rows if row["metric"] == "pelvic_drop")
    assert (refused["status"], refused["mean"]) == ("refused", "")
    assert next(row for row in rows if row["metric"] == "overstride")["unit"] == "cm"


def test_what_to_know_goes_beside_the_numbers(done: subprocess.CompletedProcess[str]) -> None:
    lines = done.stderr.splitlines()
    assert any(line.startswith("run.csv: warning: The film has 60 frames/s") for line in lines)
    assert lines[-1].endswith("run-evenstride/report.html")
    assert "INFO" not in done.stderr
    assert "\x1b" not in done.stdout + done.stderr


def test_results_go_beside_the_clip(done: subprocess.CompletedProcess[str], clips: Path) -> None:
    assert done.returncode == 0
    assert {path.name for path in (clips / "run-evenstride").iterdir()} == {
        "analysis.json", "poses.csv", "report.html",
    }  # fmt: skip


def test_one_bad_clip_stops_no_other(clips: Path, tmp_path: Path) -> None:
    given = ("broken.csv", "run.csv", "gone.mp4")
    answer = evenstride("analyze", *given, "--out", tmp_path, cwd=clips)
    assert answer.returncode == 2
    assert (tmp_path / "run" / "report.html").is_file()
    assert not (tmp_path / "broken").exists()
    assert answer.stdout.count("clip\tmetric") == 1
    last = answer.stderr.splitlines()[-2:]
    assert last[0].startswith("broken.csv lacks the column")
    assert last[1] == "There is no file gone.mp4. Check the name and the folder."


def test_a_place_that_cannot_be_written(clips: Path, tmp_path: Path) -> None:
    (tmp_path / "taken").touch()
    answer = evenstride("analyze", clips / "run.csv", "--out", tmp_path / "taken")
    assert answer.returncode == 2
    assert answer.stderr.startswith("run.csv: The results could not be written to")
    assert answer.stderr.count("\n") == 1


def terminal(*words: str | Path) -> str:
    """What a person sees: standard output and error on one terminal."""
    pty = pytest.importorskip("pty", reason="only systems with terminals have them")
    here, there = pty.openpty()
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": "100"}
    environment.pop("NO_COLOR", None)
    with subprocess.Popen(
        [PROGRAM, *map(str, words)], stdout=there, stderr=there, env=environment
    ) as program:
        os.close(there)
        parts = []
        try:
            while part := os.read(here, 65_536):
                parts.append(part)
        except OSError:
            pass  # the terminal closes when the program ends
        assert program.wait() == 0
    os.close(here)
    return b"".join(parts).decode("utf-8")


def test_a_person_gets_a_table_and_a_bar(clips: Path, tmp_path: Path) -> None:
    screen = terminal("analyze", clips / "run.csv", "--out", tmp_path)
    assert "Cadence (steps/min)" in screen
    assert "±" in screen
    assert "+-" not in screen
    assert "┃" in screen
    assert "\x1b[2K" in screen, "the bar is wiped off"


@pytest.mark.slow
@pytest.mark.usefixtures("weights")
def test_ctrl_c_leaves_nothing_half_done(tmp_path: Path) -> None:
    """Pressed when the first frame of the film is drawn: everybody in the group hears it."""
    with subprocess.Popen(
        [PROGRAM, "demo", "--out", tmp_path / "demo"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
    ) as program:  # fmt: skip
        for _ in range(600):
            if list(tmp_path.rglob("film.mp4")):
                break
            time.sleep(0.1)
        os.killpg(program.pid, signal.SIGINT)
        shown, said = program.communicate(timeout=60)
    assert program.returncode == 130
    assert said == "Stopped. Nothing half-done was kept.\n"
    assert shown == ""
    assert list(tmp_path.iterdir()) == []
