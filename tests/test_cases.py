"""The five runners of the source articles, from drawn films and answers to causes and a menu."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from evenstride.figure import Camera, film
from evenstride.plan import Plan
from validation.cases import CASES, Case, from_keypoints, planned, shortfalls

PROGRAM = str(Path(sys.executable).with_name("evenstride"))
ANSWERS = Path(__file__).parents[1] / "docs" / "cases"


@pytest.fixture(scope="module", params=CASES, ids=lambda case: case.name)
def both(request: pytest.FixtureRequest) -> tuple[Case, Plan]:
    case: Case = request.param
    return case, planned(case, from_keypoints(case))


def test_causes_next_step_and_menu_are_as_the_therapist_reasoned(both: tuple[Case, Plan]) -> None:
    case, made = both
    assert shortfalls(case, made) == []


def test_every_leading_cause_tells_what_speaks_for_it(both: tuple[Case, Plan]) -> None:
    _, made = both
    for explanation in made.causes.leading:
        for reason in (*explanation.reasons_for, *explanation.reasons_against):
            assert reason.sentence
            assert reason.evidence.sources
            assert reason.caption
        assert "diagnos" not in explanation.sentence


def test_a_left_complaint_is_explained_on_the_left(both: tuple[Case, Plan]) -> None:
    case, made = both
    for complaint in case.intake.complaints:
        if complaint.side is not None:
            sides = {e.side for e in made.causes.leading}
            assert sides <= {complaint.side, None}


def test_the_achilles_runner_is_not_sent_to_stretch_hamstrings() -> None:
    case = next(case for case in CASES if case.name == "achilles")
    made = planned(case, from_keypoints(case))
    assert "heel-down-hamstring-stretch" not in {i.exercise.id for i in made.menu.items}
    assert made.menu.load, "the long run must be spoken of"


def test_a_plan_without_any_film_is_made_from_answers_alone() -> None:
    for case in CASES:
        made = planned(case, [])
        assert made.menu.items
        films = [step.id for step in made.next_steps if step.kind == "film"]
        assert films or case.name not in ("grant", "taylor"), "the run itself was never filmed"


@pytest.mark.slow
@pytest.mark.usefixtures("weights")
def test_from_a_film_through_both_commands(tmp_path: Path) -> None:
    case = next(case for case in CASES if case.name == "jonathan")
    film(tmp_path / "rear.mp4", case.runner, Camera(view="rear"), fps=60, duration_s=7)

    def run(*words: str | Path) -> str:
        done = subprocess.run(
            [PROGRAM, *map(str, words)], cwd=tmp_path, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    run("analyze", "rear.mp4", "--height", "1.75", "--speed", "3.0", "--out", "run")
    run("plan", "run", "--answers", ANSWERS / "jonathan.toml", "--out", "plan")
    told = json.loads((tmp_path / "plan" / "plan.json").read_text(encoding="utf-8"))
    present = [f for f in told["findings"] if f["standing"] == "present"]
    assert [(f["id"], f["side"]) for f in present] == [("side-lean", "left")]
    assert {c["side"] for c in told["causes"][:2]} == {"left"}
    order = [i["id"] for i in told["menu"]["items"] if i["id"] in case.order]
    assert tuple(order) == case.order
    assert (tmp_path / "plan" / "plan.html").is_file()
    assert (tmp_path / "plan" / "card.pdf").read_bytes().startswith(b"%PDF")
