"""The commands that plan and look things up: what they print, write and refuse."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

from evenstride.errors import InputError
from evenstride.figure import Camera, Runner, keypoints
from evenstride.intake import Intake, read_intake, stated
from evenstride.knowledge import knowledge
from evenstride.recordings import write
from evenstride.workshop.form import answers_form
from evenstride.workshop.searching import cause_called, exercise_called, explained, find_exercises
from evenstride.workshop.training import read_log

PROGRAM = str(Path(sys.executable).with_name("evenstride"))
KNOWN = knowledge()

ACHILLES = ("--complaint", "achilles-left:4", "--have", "step,wall")


def evenstride(*words: str | Path, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [PROGRAM, *map(str, words)],
        cwd=cwd, capture_output=True, text=True, check=False, timeout=120,
        stdin=subprocess.DEVNULL,
    )  # fmt: skip


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run far ahead on the left, analysed with its plan, and one that is none."""
    folder = tmp_path_factory.mktemp("desk")
    runner = Runner(faults={"overstride-left": 0.2})
    write(keypoints(runner, Camera(), fps=120, duration_s=8), folder / "run.csv")
    given = (*ACHILLES[:2], "--no-red-flags", "--out", "result")
    done = evenstride("analyze", "run.csv", *given, cwd=folder)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="module")
def planned(desk: Path) -> subprocess.CompletedProcess[str]:
    given = (*ACHILLES, "--no-red-flags", "--answer", "distance-spike=yes", "--out", "plan")
    return evenstride("plan", "result", *given, cwd=desk)


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text), dialect="excel-tab"))


# -- evenstride plan -------------------------------------------------------------------------


def test_a_pipe_gets_one_line_for_each_thing(planned: subprocess.CompletedProcess[str]) -> None:
    assert planned.returncode == 0, planned.stderr
    found = rows(planned.stdout)
    parts = [row["part"] for row in found]
    assert parts == sorted(parts, key=["safety", "finding", "cause", "next", "menu"].index)
    assert ("overstride", "left") in {(r["id"], r["side"]) for r in found if r["part"] == "finding"}
    first = next(row for row in found if row["part"] == "cause")
    assert first["id"] == "distance-spike"
    assert float(first["value"]) > 0.8
    menu = [row for row in found if row["part"] == "menu"]
    assert 5 <= len(menu) <= 8
    assert [row["order"] for row in menu] == [str(n) for n in range(1, len(menu) + 1)]


def test_it_says_that_it_is_no_diagnosis(planned: subprocess.CompletedProcess[str]) -> None:
    assert "This is no diagnosis." in planned.stderr
    assert "The plan is at" in planned.stderr
    assert "\x1b" not in planned.stdout + planned.stderr


def test_a_page_a_card_and_a_document_are_written(
    planned: subprocess.CompletedProcess[str], desk: Path
) -> None:
    assert planned.returncode == 0
    assert {path.name for path in (desk / "plan").iterdir()} == {
        "plan.html", "plan.json", "card.pdf",
    }  # fmt: skip
    plain = json.loads((desk / "plan" / "plan.json").read_text(encoding="utf-8"))
    assert plain["schema"] == "evenstride.plan/1"
    assert (desk / "plan" / "card.pdf").read_bytes().startswith(b"%PDF")
    page = (desk / "plan" / "plan.html").read_text(encoding="utf-8")
    assert all(item["name"].split("'")[0] in page for item in plain["menu"]["items"])


def test_json_alone_goes_to_stdout(desk: Path, tmp_path: Path) -> None:
    given = (desk / "result", *ACHILLES, "--no-red-flags", "--json", "-")
    done = evenstride("plan", *given, cwd=tmp_path)
    assert json.loads(done.stdout)["menu"]["items"]
    assert list(tmp_path.iterdir()) == []


def test_an_emergency_says_whom_to_see_and_nothing_else(tmp_path: Path) -> None:
    given = ("--complaint", "low-back:3", "--red-flag", "cauda-equina")
    done = evenstride("plan", *given, cwd=tmp_path)
    assert done.returncode == 0
    assert "see the emergency department, now" in done.stdout
    assert [row["part"] for row in rows(done.stdout)] == ["safety"]
    assert "see the emergency department, now" in done.stderr
    assert (tmp_path / "evenstride-plan" / "plan.html").is_file()


def test_safety_comes_before_anything(tmp_path: Path) -> None:
    done = evenstride("plan", *ACHILLES, cwd=tmp_path)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith("The safety questions come first")
    assert done.stderr.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_safety_comes_before_an_analysis_with_a_plan(desk: Path, tmp_path: Path) -> None:
    done = evenstride("analyze", desk / "run.csv", *ACHILLES[:2], "--out", tmp_path / "x")
    assert done.returncode == 2
    assert done.stderr.startswith("The safety questions come first")
    assert list(tmp_path.iterdir()) == []


def at_a_terminal(answers: str, *words: str | Path) -> tuple[int, str]:
    """What somebody sees who answers when asked: each answer waits for its question."""
    pty = pytest.importorskip("pty", reason="only systems with terminals have them")
    here, there = pty.openpty()
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": "100"}
    with subprocess.Popen(
        [PROGRAM, *map(str, words)], stdin=there, stdout=there, stderr=there, env=environment
    ) as program:
        os.close(there)
        seen, left = "", list(answers)
        try:
            while part := os.read(here, 65_536).decode("utf-8", "replace"):
                seen += part
                if left and seen.count("[y/n]") > len(answers) - len(left):
                    os.write(here, f"{left.pop(0)}\n".encode())
        except OSError:
            pass  # the terminal closes when the program ends
        status = program.wait(timeout=60)
    os.close(here)
    return status, re.sub(r"\x1b\[[0-9;]*m", "", seen)


def test_a_person_is_asked_and_a_yes_to_an_emergency_ends_it(tmp_path: Path) -> None:
    status, seen = at_a_terminal("y", "plan", "--complaint", "low-back:3", "--out", tmp_path)
    assert status == 0
    assert seen.count("[y/n]") == 1
    assert "see the emergency department, now" in seen
    assert "Your menu" not in seen


def test_a_person_who_says_no_to_all_gets_a_table(tmp_path: Path) -> None:
    status, seen = at_a_terminal("n" * 20, "plan", *ACHILLES, "--out", tmp_path)
    assert status == 0
    assert seen.count("[y/n]") >= 5
    order = ["Likely causes", "What to look at next", "Your menu", "This is no diagnosis."]
    places = [seen.index(heading) for heading in order]
    assert places == sorted(places)


REFUSED = {
    ("--complaint", "achillis-left:4"): "No complaint is called achillis; choose from achilles,",
    ("--complaint", "achilles:4"): "Say on which side: achilles-left or achilles-right.",
    ("--complaint", "low-back-left"): "low-back has no sides; write low-back alone.",
    ("--complaint", "low-back:11"): "Give pain as a whole number from 0 to 10, as low-back:4, not",
    (*ACHILLES, "--have", "rope"): "No equipment is called rope; choose from",
    (*ACHILLES, "--seen", "wobble-left"): "No way of running is called wobble; choose from",
    (*ACHILLES, "--result", "heel-raise-count-left"): "Give a result as NAME=VALUE",
    (*ACHILLES, "--result", "heel-raise-count-left=nan"): "heel-raise-count-left: give a number",
    (*ACHILLES, "--result", "tight-calves-left=3"): "tight-calves-left is answered with yes or no",
    (*ACHILLES, "--result", "heel-raise-count=3"): "Write heel-raise-count-left or",
    (*ACHILLES, "--answer", "distance-spike"): "Give an answer as NAME=yes or NAME=no",
    (*ACHILLES, "--answer", "distance-spikes=yes"): "No cause is called distance-spikes; choose",
    (*ACHILLES, "--condition", "sloth"): "No condition is called sloth; choose from",
    (*ACHILLES, "--minutes", "500"): "minutes: ",
    (*ACHILLES, "--age", "200"): "runner.age: ",
    (*ACHILLES, "--red-flag", "calf-clot"): "Give either --red-flag or --no-red-flags, not both.",
    (*ACHILLES, "--answers", "gone.toml"): "There is no file gone.toml. Check the name",
    (*ACHILLES, "--log", "gone.toml"): "There is no file gone.toml. Check the name",
    ("gone", *ACHILLES): "There is no ",
    (): "There is nothing to plan from: say what hurts with --complaint",
}  # fmt: skip


@pytest.mark.parametrize(("words", "sentence"), REFUSED.items(), ids=lambda v: str(v)[:60])
def test_what_cannot_serve_ends_in_one_sentence(
    words: tuple[str, ...], sentence: str, tmp_path: Path
) -> None:
    done = evenstride("plan", *words, "--no-red-flags", cwd=tmp_path)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith(sentence)
    assert done.stderr.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


# -- answers ---------------------------------------------------------------------------------


def answered(folder: Path, text: str) -> Path:
    file = folder / "answers.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_a_key_nobody_asks_for_is_named(tmp_path: Path) -> None:
    file = answered(tmp_path, "red_flags = []\nfavourite = 1\n")
    done = evenstride("plan", "--answers", file)
    assert done.returncode == 2
    assert done.stderr.startswith("answers.toml: favourite: nobody asks for this")


def test_what_is_typed_wins_but_never_takes_back_a_red_flag(tmp_path: Path) -> None:
    text = 'complaints = ["achilles-left:2"]\nred_flags = ["calf-clot"]\nminutes = 10\n'
    file = answered(tmp_path, text)
    done = evenstride("plan", "--answers", file, "--no-red-flags", cwd=tmp_path)
    assert done.returncode == 2
    assert "The answers say yes to calf-clot" in done.stderr
    typed = ("--complaint", "calf-right:3", "--minutes", "15", "--json", "-")
    plain = json.loads(evenstride("plan", "--answers", file, *typed).stdout)
    assert plain["told"]["complaints"] == [{"complaint": "calf", "side": "right", "pain": 3}]
    assert plain["told"]["minutes"] == 15
    assert plain["told"]["red_flags"] == ["calf-clot"]


def test_the_form_reads_as_it_is_once_safety_is_answered(tmp_path: Path) -> None:
    form = tmp_path / "form.toml"
    assert evenstride("questions", "--complaint", "achilles-left:4", "--out", form).returncode == 0
    text = form.read_text(encoding="utf-8")
    assert evenstride("questions", "--complaint", "achilles-left:4").stdout == text
    assert read_intake(form, KNOWN).red_flags is None
    file = answered(tmp_path, text.replace("# red_flags = []", "red_flags = []"))
    assert read_intake(file, KNOWN) == Intake(
        complaints=(stated("achilles-left:4", KNOWN),), red_flags=frozenset()
    )
    done = evenstride("plan", "--answers", file, "--json", "-")
    assert done.returncode == 0, done.stderr


def test_every_line_of_the_form_can_be_filled_in(tmp_path: Path) -> None:
    text = answers_form(Intake(), KNOWN).replace("# red_flags = []", "red_flags = []")
    text = text.replace('# sex =   # "woman" or "man"', 'sex = "woman"')
    text = text.replace("# age =   # years", "age = 40")
    yes_no, number = r"\1 = true", r"\1 = 3.5"
    units = {screen.unit for screen in KNOWN.screens.values()} - {"yes/no"}
    measured = "|".join(map(re.escape, units))
    filled = re.sub(rf"^# ([\w-]+) =   # (?:{measured})$", number, text, flags=re.MULTILINE)
    filled = re.sub(r"^# ([\w-]+) =   # .*$", yes_no, filled, flags=re.MULTILINE)
    intake = read_intake(answered(tmp_path, filled), KNOWN)
    assert {name.removesuffix("-left").removesuffix("-right") for name in intake.results} == set(
        KNOWN.screens
    )
    assert len(intake.answers) >= sum(bool(cause.ask) for cause in KNOWN.causes.values())
    assert (intake.sex, intake.age) == ("woman", 40)


def test_the_form_asks_every_safety_question_that_must_be_asked() -> None:
    every = answers_form(Intake(), KNOWN)
    assert all(f"#   {key}: " in every for key in KNOWN.red_flags)
    assert all(f"#   {key}" in every for key in (*KNOWN.conditions, *KNOWN.equipment))
    back = answers_form(Intake(complaints=(stated("low-back", KNOWN),)), KNOWN)
    assert "#   cauda-equina: " in back
    assert "#   achilles-rupture: " not in back


def shown(title: str) -> str:
    """A file as the documentation shows it."""
    page = (Path(__file__).resolve().parents[1] / "docs" / "plan.md").read_text(encoding="utf-8")
    return page.partition(f'```toml title="{title}"\n')[2].partition("```")[0]


def test_the_files_the_documentation_shows_serve(tmp_path: Path) -> None:
    file = answered(tmp_path, shown("answers.toml"))
    (tmp_path / "log.toml").write_text(shown("log.toml"), encoding="utf-8")
    assert len(read_log(tmp_path / "log.toml", KNOWN)) == 1
    given = ("--answers", file, "--log", tmp_path / "log.toml", "--json", "-")
    plain = json.loads(evenstride("plan", *given).stdout)
    assert plain["told"]["results"]["heel-raise-count-left"] == 14
    assert plain["menu"]["items"]


# -- the training log ------------------------------------------------------------------------

SESSION = '[[session]]\nexercise = "{}"\nside = "left"\nlevel = {}\ndone = 1.0\npain = {}\n'


def test_two_good_sessions_raise_the_level(desk: Path, tmp_path: Path) -> None:
    log = tmp_path / "log.toml"
    log.write_text(SESSION.format("straight-knee-calf-raise", 1, 1) * 2, encoding="utf-8")
    given = (desk / "result", *ACHILLES, "--no-red-flags", "--json", "-", "--log", log)
    menu = json.loads(evenstride("plan", *given).stdout)["menu"]["items"]
    item = next(each for each in menu if each["id"] == "straight-knee-calf-raise")
    third = KNOWN.exercises["straight-knee-calf-raise"].levels[2]
    assert item["level"] == f"{third.name}. {third.how}"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[[session]]\nexercise = 1\n", "log.toml: session.0.exercise:"),
        (SESSION.format("bridges", 0, 1), "log.toml: session 1: no exercise is called bridges."),
        (SESSION.format("bridge", 0, 1), "log.toml: session 1: bridge has no sides."),
        (SESSION.format("single-leg-squat", 99, 1), "log.toml: session 1: single-leg-squat has"),
        (SESSION.format("single-leg-squat", 0, 11), "log.toml: session.0.pain:"),
        ("mood = 3\n", "log.toml: mood: nobody asks for this."),
        ("[[session", "{} is no training log:"),
    ],
)
def test_a_log_that_cannot_be_read_says_where(text: str, sentence: str, tmp_path: Path) -> None:
    file = tmp_path / "log.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=f"^{re.escape(sentence.format(file))}"):
        read_log(file, KNOWN)


# -- an analysis with a plan -----------------------------------------------------------------


def test_an_analysis_may_hold_the_plan(desk: Path) -> None:
    plain = json.loads((desk / "result" / "analysis.json").read_text(encoding="utf-8"))
    assert plain["causes"][0]["chain"][-1]["to"] == "achilles-left"
    assert plain["menu"]["items"]
    report = (desk / "result" / "report.html").read_text(encoding="utf-8")
    assert plain["menu"]["items"][0]["name"] in report


# -- looking things up -----------------------------------------------------------------------


@pytest.mark.parametrize("command", ["plan", "questions", "exercises", "explain"])
def test_help_gives_examples(command: str) -> None:
    answer = evenstride(command, "--help")
    assert answer.returncode == 0
    assert "Examples:" in answer.stdout
    assert answer.stdout.count(f"evenstride {command}") >= 3


def test_exercises_are_listed_in_lines() -> None:
    found = rows(evenstride("exercises").stdout)
    assert {row["id"] for row in found} == set(KNOWN.exercises)
    some = rows(evenstride("exercises", "--region", "hips", "--have", "strap").stdout)
    assert 0 < len(some) < len(found)
    assert all(set(row["needs"].split(", ")) <= {"", "strap", "wall"} for row in some)


@pytest.mark.parametrize("name", ["E01", "runners-stretch", "Runner's stretch"])
def test_one_exercise_is_shown_whole(name: str) -> None:
    text = evenstride("exercises", name).stdout
    exercise = KNOWN.exercises["runners-stretch"]
    for part in (*exercise.set_up, *exercise.cues, exercise.evidence):
        assert " ".join(part.split()) in text
    for mistake in exercise.mistakes:
        assert f"{mistake.name}. “{mistake.cue}”" in text
    assert KNOWN.sources["Sullivan92"].reference in text
    assert "Decided between articles" in text


def test_why_tells_how_disagreements_were_decided() -> None:
    text = evenstride("exercises", "E01", "--why").stdout
    decided = KNOWN.contradictions["knee-straight-or-soft"]
    for part in (*decided.positions, decided.evidence, decided.rule):
        assert " ".join(part.split()) in text


def test_a_picture_is_drawn(tmp_path: Path) -> None:
    done = evenstride("exercises", "E26", "--picture", "bridge.svg", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "bridge.svg").read_text(encoding="utf-8").startswith("<svg")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("exercises", "--region", "nose"), "No region is called nose; choose from"),
        (("exercises", "--complaint", "nose"), "No complaint is called nose; choose from"),
        (("exercises", "--have", "rope"), "No equipment is called rope; choose from"),
        (("exercises", "--find", "zeppelin"), "No exercise fits all of that."),
        (("exercises", "--picture", "a.svg"), "Name the exercise that --picture or --why"),
        (("exercises", "E26", "--picture", "a.png"), "A picture must be named as in bridge.svg."),
        (("exercises", "brigde"), "No exercise is called brigde; did you mean bridge"),
        (("explain", "weak-hamstrings"), "No cause is called weak-hamstrings; did you mean"),
        (("explain", "zzz"), "No cause is called zzz."),
    ],
)
def test_what_is_not_there_is_said(words: tuple[str, ...], sentence: str, tmp_path: Path) -> None:
    done = evenstride(*words, cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr.startswith(sentence)
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_cause_is_explained_with_what_contradicts_it() -> None:
    text = evenstride("explain", "weak-hip-abductors-left").stdout
    assert "a popular idea that studies do not support" in text
    assert "May lead to" in text
    assert "Single-leg squat" in text
    assert KNOWN.sources["Neal19"].reference in text
    listed = rows(evenstride("explain").stdout)
    assert {row["id"] for row in listed} == set(KNOWN.causes)


@pytest.mark.parametrize("name", sorted(KNOWN.causes))
def test_every_cause_can_be_explained(name: str) -> None:
    told = explained(cause_called(name, KNOWN), KNOWN)
    assert len(told.leads_to) == len(KNOWN.causes[name].leads_to)
    assert told.leads_to or told.led_by or told.claims


def test_what_helps_with_a_complaint_comes_first() -> None:
    first = [each.id for each in find_exercises(KNOWN, complaint="achilles")[:3]]
    assert set(first) <= {"straight-knee-calf-raise", "bent-knee-calf-raise", "calf-raise-hold"}
    assert find_exercises(KNOWN, words="heel cord") == find_exercises(KNOWN, complaint="achilles")
    helping = find_exercises(KNOWN, cause="stiff-hip-flexors")
    assert all("stiff-hip-flexors" in {h.cause for h in each.helps} for each in helping)


@pytest.mark.parametrize("exercise", KNOWN.exercises.values(), ids=lambda each: each.id)
def test_every_exercise_is_found_by_its_names(exercise: object) -> None:
    for name in (exercise.id, exercise.code, exercise.name):  # type: ignore[attr-defined]  # an exercise
        assert exercise_called(name, KNOWN) is exercise


def test_looking_things_up_is_quick() -> None:
    start = time.monotonic()
    find_exercises(KNOWN, words="hip", complaint="low-back")
    assert time.monotonic() - start < 1.0
