"""`evenstride coach`: films judged, a camera coached, the log kept, and what is refused."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import exercise_clips as clips
import numpy as np
import pytest

import evenstride
from evenstride import video
from evenstride.errors import InputError, NoRunner
from evenstride.intake import Intake, stated
from evenstride.knowledge import knowledge
from evenstride.report.tape import COUNTED, PAUSED
from evenstride.video.camera import Camera
from evenstride.workshop.lesson import Wish, lesson
from evenstride.workshop.training import read_log

PROGRAM = str(Path(sys.executable).with_name("evenstride"))
KNOWN = knowledge()
STRETCH = ("coach", "runners-stretch", "--clip", "stretch.mp4")


def run(
    *words: str | Path, cwd: Path, home: Path | None = None
) -> subprocess.CompletedProcess[str]:
    more = {} if home is None else {"EVENSTRIDE_HOME": str(home)}
    return subprocess.run(
        [PROGRAM, *map(str, words)],
        cwd=cwd, capture_output=True, text=True, check=False, timeout=300,
        stdin=subprocess.DEVNULL, env={**os.environ, **more},
    )  # fmt: skip


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text), dialect="excel-tab"))


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, weights: Path) -> tuple[Path, clips.Held]:
    """A folder with the films, and when what happens in the stretch."""
    assert weights
    folder = tmp_path_factory.mktemp("desk")
    clips.squats(folder / "squats.mp4", 2)
    clips.empty(folder / "empty.mp4")
    return folder, clips.stretch(folder / "stretch.mp4")


@pytest.fixture(scope="module")
def judged(desk: tuple[Path, clips.Held]) -> subprocess.CompletedProcess[str]:
    given = ("--side", "left", "--target", "20", "--pain", "2", "--log", "log.toml", "--out", "out")
    return run(*STRETCH, *given, cwd=desk[0])


# -- a film ----------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_stretch_is_counted_and_its_mistake_called(
    judged: subprocess.CompletedProcess[str], desk: tuple[Path, clips.Held]
) -> None:
    assert judged.returncode == 0, judged.stderr
    truth, found = desk[1], {row["part"]: row for row in rows(judged.stdout)}
    # Some of the way in already is the position.
    assert truth.good_s - 0.3 <= float(found["held"]["value"]) <= truth.good_s + 0.6 * truth.way_s
    mistake = found["mistake"]
    assert (mistake["side"], mistake["id"]) == ("left", "bent-knee")
    assert float(mistake["start_s"]) == pytest.approx(truth.wrong_s[0], abs=0.4)
    assert float(mistake["end_s"]) == pytest.approx(truth.wrong_s[1], abs=0.4)
    assert [row["id"] for row in rows(judged.stdout) if row["part"] == "break"] == ["bent-knee"]
    asked = {row["id"] for row in rows(judged.stdout) if row["part"] == "not seen"}
    assert "hands-off" in asked
    again = "evenstride screen downward-dog-test after.mp4 --before before.mp4"
    assert again in judged.stderr
    assert "\x1b" not in judged.stdout + judged.stderr


@pytest.mark.slow
def test_the_document_says_the_same(
    judged: subprocess.CompletedProcess[str], desk: tuple[Path, clips.Held]
) -> None:
    assert judged.returncode == 0
    plain = json.loads((desk[0] / "out" / "coach.json").read_text(encoding="utf-8"))
    assert plain["schema"] == "evenstride.coaching/1"
    assert plain["clip"]["frames"] == round(desk[1].duration_s * clips.FPS)
    side = plain["sides"][0]
    held = next(row for row in rows(judged.stdout) if row["part"] == "held")
    assert side["valid_s"] == pytest.approx(float(held["value"]), abs=0.01)
    assert side["mistakes"][0]["cue"] in {one["text"] for one in plain["said"]}
    called_s = next(one["time_s"] for one in plain["said"] if one["about"] == "bent-knee")
    assert 0.0 <= called_s - desk[1].wrong_s[0] <= 1.5
    assert plain["pain"] == 2


@pytest.mark.slow
def test_the_film_is_whole_and_coloured_as_it_was_counted(
    judged: subprocess.CompletedProcess[str], desk: tuple[Path, clips.Held]
) -> None:
    assert judged.returncode == 0
    folder, truth = desk
    frames = list(video.frames(folder / "out" / "coach.mp4"))
    assert len(frames) == round(truth.duration_s * clips.FPS)
    last = frames[-1].image.astype(int)
    bar = last[480 + 76 : 480 + 92].reshape(-1, last.shape[1], 3)
    share = {
        colour: (np.abs(bar - colour).max(axis=2) < 40).any(axis=0).mean()
        for colour in (COUNTED, PAUSED)
    }
    plain = json.loads((folder / "out" / "coach.json").read_text(encoding="utf-8"))
    seconds = {colour: part * truth.duration_s for colour, part in share.items()}
    assert seconds[COUNTED] == pytest.approx(plain["sides"][0]["valid_s"], abs=0.4)
    wrong_s = truth.wrong_s[1] - truth.wrong_s[0]
    assert seconds[PAUSED] == pytest.approx(wrong_s, abs=0.8)


@pytest.mark.slow
def test_the_session_is_written_down(
    judged: subprocess.CompletedProcess[str], desk: tuple[Path, clips.Held]
) -> None:
    assert judged.returncode == 0
    (entry,) = read_log(desk[0] / "log.toml", KNOWN)
    assert (entry.exercise, entry.side, entry.level, entry.pain) == (
        "runners-stretch", "left", 0, 2,
    )  # fmt: skip
    assert 0.5 < entry.done < 0.7
    assert entry.observed
    assert "date = 2" in (desk[0] / "log.toml").read_text(encoding="utf-8")


@pytest.mark.slow
def test_squats_are_counted_and_json_alone_leaves_no_folder(
    desk: tuple[Path, clips.Held], tmp_path: Path
) -> None:
    given = ("--clip", desk[0] / "squats.mp4", "--side", "right", "--json", "-")
    done = run("coach", "S01-nothing", *given, cwd=tmp_path)
    assert done.returncode == 2
    done = run("coach", "single-leg-squat", *given, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    side = json.loads(done.stdout)["sides"][0]
    assert side["repetitions"] == 2
    assert side["refused"] == []
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_from_python(desk: tuple[Path, clips.Held]) -> None:
    shares: list[float] = []
    done = evenstride.coach_clip(
        desk[0] / "squats.mp4", "single-leg-squat", side="right", target=2, progress=shares.append
    )
    assert done.session.phase == "done"
    assert done.summary.sides[0].repetitions == 2
    assert done.film is None
    assert shares == sorted(shares)
    assert shares[-1] == pytest.approx(1.0, abs=0.1)
    with pytest.raises(NoRunner, match="Nobody was seen whole"):
        evenstride.coach_clip(desk[0] / "empty.mp4", "single-leg-squat", side="right")


@pytest.mark.slow
def test_the_wrong_view_is_refused_with_what_to_do(
    desk: tuple[Path, clips.Held], tmp_path: Path
) -> None:
    given = ("--clip", desk[0] / "stretch.mp4", "--side", "left")
    done = run("coach", "single-leg-squat", *given, cwd=tmp_path)
    assert done.returncode == 2
    assert "judged from the front" in done.stderr
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="signals are other there")
def test_ctrl_c_leaves_nothing_half_done(desk: tuple[Path, clips.Held], tmp_path: Path) -> None:
    given = ("coach", "runners-stretch", "--clip", str(desk[0] / "stretch.mp4"), "--side", "left",
             "--out", "out")  # fmt: skip
    with subprocess.Popen(
        [PROGRAM, *given],
        cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        stdin=subprocess.DEVNULL,
    ) as program:
        for _ in range(600):
            if list(tmp_path.rglob("*.part")):
                break
            time.sleep(0.1)
        program.send_signal(signal.SIGINT)
        _, said = program.communicate(timeout=60)
    assert program.returncode == 130
    assert said.endswith("Stopped. Nothing half-done was kept.\n")
    assert list(tmp_path.iterdir()) == []


# -- what is refused -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("runners-stretch",), r"--clip FILE, or a camera with --camera 0"),
        (("runners-stretch", "--clip", "a.mp4", "--camera", "0"), r"--clip FILE, or a camera"),
        (("runner-stretch", "--clip", "a.mp4"), r"did you mean runners-stretch"),
        (("runners-stretch", "--clip", "a.mp4"), r"--side left or --side right"),
        (("runners-stretch", "--clip", "a.mp4", "--side", "both"), r"film each side"),
        (("bridge", "--clip", "a.mp4", "--side", "left"), r"has no sides"),
        (("foam-roll", "--clip", "a.mp4"), r"No camera can judge this"),
        (("bridge", "--clip", "a.mp4", "--level", "9"), r"choose from 0 \(Half the way up\)"),
        (("hurdle-stretch", "--clip", "a.mp4", "--side", "left", "--level", "1"), r"no levels"),
        (("bridge", "--clip", "a.mp4", "--log", "new.toml"), r"say it with --pain"),
        (("bridge", "--clip", "a.mp4", "--no-red-flags"), r"belongs to --complaint"),
        (("bridge", "--clip", "a.mp4"), r"no file a\.mp4"),
        (("bridge", "--clip", "text.mp4"), r"is not a video"),
        (("bridge", "--camera", "77"), r"No camera answers to 77"),
        (("bridge", "--camera", "nothing.mp4"), r"No camera answers to nothing\.mp4"),
    ],
)
def test_what_cannot_serve_ends_in_one_sentence(
    words: tuple[str, ...], sentence: str, tmp_path: Path
) -> None:
    (tmp_path / "text.mp4").write_text("not a film", encoding="utf-8")
    done = run("coach", *words, cwd=tmp_path, home=tmp_path / "home")
    assert done.returncode == 2
    assert re.search(sentence, done.stderr), done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert done.stdout == ""
    assert [path.name for path in tmp_path.iterdir()] == ["text.mp4"]


# -- which side, which level -----------------------------------------------------------------

GOOD = """
[[session]]
exercise = "runners-stretch"
side = "left"
level = 0
done = 1.0
pain = 1
"""


def test_two_good_sessions_are_followed_by_the_next_level(tmp_path: Path, weights: Path) -> None:
    assert weights
    log = tmp_path / "log.toml"
    log.write_text(2 * GOOD, encoding="utf-8")
    made = lesson("runners-stretch", Wish(side="left"), KNOWN, log=read_log(log, KNOWN))
    assert made.level == 1
    assert made.why_level.startswith("Hands at 45 cm: Two good sessions in a row")
    both = lesson("runners-stretch", Wish(), KNOWN, log=read_log(log, KNOWN))
    assert both.both
    assert both.level == 0  # the right has not been done
    told = lesson("runners-stretch", Wish(side="left", level="Hands at 30 cm"), KNOWN)
    assert told.level == 2
    clips.empty(tmp_path / "empty.mp4")
    words = ("--clip", "empty.mp4", "--side", "left", "--log", "log.toml", "--pain", "0")
    done = run("coach", "runners-stretch", *words, cwd=tmp_path)
    assert done.stderr.startswith("Hands at 45 cm: Two good sessions in a row")
    assert log.read_text(encoding="utf-8") == 2 * GOOD


def test_an_exercise_that_hurt_too_much_is_not_coached_live(tmp_path: Path) -> None:
    log = tmp_path / "log.toml"
    log.write_text(GOOD.replace("pain = 1", "pain = 8"), encoding="utf-8")
    words = ("coach", "runners-stretch", "--camera", "77", "--log", "log.toml")
    done = run(*words, cwd=tmp_path)
    assert done.returncode == 2
    assert "Pain 8 of 10 was too much" in done.stderr
    again = run(*words, "--level", "0", cwd=tmp_path)
    assert "No camera answers" in again.stderr


def test_what_safety_forbids_is_not_coached_live(tmp_path: Path) -> None:
    words = ("coach", "pogo-hops", "--camera", "77", "--complaint", "bone-stress-left:3")
    done = run(*words, "--no-red-flags", cwd=tmp_path)
    assert done.returncode == 2
    assert "No camera answers" not in done.stderr
    assert "see " in done.stderr


def test_before_a_camera_the_safety_questions_come_first(tmp_path: Path) -> None:
    done = run("coach", "bridge", "--camera", "77", "--complaint", "low-back:2", cwd=tmp_path)
    assert done.returncode == 2
    assert "The safety questions come first" in done.stderr


def test_the_side_that_hurts_begins_and_brings_its_pain_rule() -> None:
    told = Intake(complaints=(stated("achilles-right:4", KNOWN),))
    made = lesson("straight-knee-calf-raise", Wish(), KNOWN, intake=told)
    assert (made.side, made.both, made.rule.id) == ("right", True, "tendon")
    assert lesson("straight-knee-calf-raise", Wish(), KNOWN).rule.id == "muscle"


def test_a_film_holds_both_sides_only_where_they_alternate() -> None:
    made = lesson("dead-bug", Wish(), KNOWN, filmed=True)
    assert made.both
    assert len(made.session().tallies) == 2
    with pytest.raises(InputError, match="one side at a time"):
        lesson("single-leg-squat", Wish(), KNOWN, filmed=True)


# -- a camera --------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_stream_is_coached_live_and_written_down(weights: Path, tmp_path: Path) -> None:
    film, home = tmp_path / "live.mp4", home_in(tmp_path, weights)
    ends_s = clips.squats(film, 3, rest_s=4.0)
    given = ("--side", "right", "--sets", "1", "--target", "2", "--pain", "0")
    started_s = time.monotonic()
    done = run("coach", "single-leg-squat", "--camera", film, *given, "--json", "live.json",
               cwd=tmp_path, home=home)  # fmt: skip
    took_s = time.monotonic() - started_s
    assert done.returncode == 0, done.stderr
    assert took_s > ends_s[1]  # the film runs at its own pace
    plain = json.loads((tmp_path / "live.json").read_text(encoding="utf-8"))
    assert plain["clip"] is None
    assert plain["phase"] == "done"
    assert plain["sides"][0]["repetitions"] == 2
    first_s, second_s = plain["sides"][0]["repetitions_s"]
    # One counts as soon as most of the way up is done: in the last half of its five seconds.
    assert ends_s[0] - 2.5 < first_s < ends_s[0] + 0.3
    assert second_s - first_s == pytest.approx(ends_s[1] - ends_s[0], abs=0.4)
    (entry,) = read_log(home / "training.toml", KNOWN)
    assert (entry.exercise, entry.side, entry.done) == ("single-leg-squat", "right", 1.0)


@pytest.mark.slow
def test_pain_nobody_told_is_not_made_up(desk: tuple[Path, clips.Held], tmp_path: Path) -> None:
    given = ("--side", "left", "--sets", "1", "--target", "3")
    done = run("coach", "runners-stretch", "--camera", desk[0] / "stretch.mp4", *given,
               "--log", "log.toml", cwd=tmp_path)  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "Not written down." in done.stderr
    assert not (tmp_path / "log.toml").exists()


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="a terminal is another thing there")
def test_a_terminal_shows_the_clock_and_hears_keys(
    desk: tuple[Path, clips.Held], weights: Path, tmp_path: Path
) -> None:
    import pty

    home = home_in(tmp_path, weights)
    ours, theirs = pty.openpty()
    given = ["coach", "runners-stretch", "--camera", str(desk[0] / "stretch.mp4"), "--side", "left"]
    more = {"EVENSTRIDE_HOME": str(home), "TERM": "xterm-256color", "COLUMNS": "90"}
    with subprocess.Popen(
        [PROGRAM, *given, "--mute"], stdin=theirs, stdout=theirs, stderr=theirs, cwd=tmp_path,
        env={**os.environ, **more},
    ) as program:  # fmt: skip
        os.close(theirs)
        shown = read_until(ours, "about to start|the clock runs|Come into", 60.0)
        os.write(ours, b"q")
        shown += read_until(ours, r"How much did it hurt", 60.0)
        os.write(ours, b"1\n")
        shown += read_until(ours, r"Written down", 30.0)
        assert program.wait(30) == 0
    os.close(ours)
    assert "q stops, p pauses" in shown
    assert read_log(home / "training.toml", KNOWN)[0].pain == 1


def home_in(folder: Path, weights: Path) -> Path:
    """A data folder of its own, with the pose model that is there already."""
    home = folder / "home"
    home.mkdir()
    (home / "weights").symlink_to(weights, target_is_directory=True)
    return home


def read_until(terminal: int, wanted: str, most_s: float) -> str:
    """What a terminal shows until these words stand on it."""
    import select

    shown, end_s = "", time.monotonic() + most_s
    while not re.search(wanted, shown):
        ready, _, _ = select.select([terminal], [], [], max(end_s - time.monotonic(), 0.0))
        assert ready, f"{wanted!r} never came; there was: {shown[-2000:]}"
        shown += os.read(terminal, 65536).decode("utf-8", "replace")
    return shown


def test_a_slow_watcher_gets_the_newest_picture_at_its_own_time(tmp_path: Path) -> None:
    film = tmp_path / "film.mp4"
    shades = [np.full((64, 64, 3), 5 * number, np.uint8) for number in range(40)]
    video.write(film, shades, fps=20.0)
    seen = []
    with Camera(str(film)) as camera:
        for frame in camera:
            seen.append((frame.time_s, float(frame.image.mean()) / 5.0))
            time.sleep(0.2)
    assert 6 <= len(seen) <= 11  # of 40 in two seconds
    gaps = np.diff([time_s for time_s, _ in seen])
    assert (gaps > 0.1).all()
    for time_s, number in seen:
        assert number - seen[0][1] == pytest.approx(20.0 * time_s, abs=3.0)
