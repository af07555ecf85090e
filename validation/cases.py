"""The five cases of the source articles: filmed, analysed, explained, and given a menu.

`python -m validation.cases` draws each runner's films, analyses them with the pose model, and
writes docs/cases.md with what came out and how much it hangs on engineering defaults.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from evenstride.analysis import Analysis, analyze, analyze_poses
from evenstride.events import View
from evenstride.figure import Camera, Runner, film, keypoints
from evenstride.findings import Film
from evenstride.intake import Intake, read_intake
from evenstride.knowledge import knowledge
from evenstride.plan import Plan, plan
from validation.sensitivity import sensitivity

ANSWERS = Path(__file__).parents[1] / "docs" / "cases"
HEIGHT_M, SPEED_M_S, FPS, LASTS_S = 1.75, 3.0, 120.0, 8.0


@dataclass(frozen=True)
class Case:
    """One runner: how they run, what they answered, and what the therapist made of it."""

    name: str
    title: str
    faults: Mapping[str, float]
    views: tuple[View, ...]
    leading: tuple[str, ...]
    """Causes that must lead."""
    side: str
    """Whose leading causes must lie there; empty where both or neither."""
    next_step: str
    """What must come first of what is to be looked at next; empty where the article is silent."""
    order: tuple[str, ...]
    """Exercises that the menu must hold in this order."""
    told: str
    """What the article says was behind it."""

    @property
    def intake(self) -> Intake:
        """The answers, as typed into the file of answers."""
        return read_intake(ANSWERS / f"{self.name}.toml", knowledge())

    @property
    def runner(self) -> Runner:
        """The runner as drawn."""
        return Runner(speed_m_s=SPEED_M_S, height_m=HEIGHT_M, faults=self.faults)


def both(fault: str, size: float) -> dict[str, float]:
    """A fault on both sides."""
    return {f"{fault}-left": size, f"{fault}-right": size}


CASES = (
    Case(
        "grant",
        "Grant: a left hamstring tight for years",
        {"knee_wobble-left": 6.0, "slow_loading-left": 0.05},
        ("side", "rear"),
        ("hamstring-tension", "weak-hamstring", "glute-hamstring-timing"),
        "left",
        "single-leg-squat-arms-test",
        ("glute-stretch", "weighted-single-leg-hinge", "power-skips", "overhead-weight-run",
         "side-weight-run"),
        "Glutes and hamstrings out of step while the left leg takes its load.",
    ),
    Case(
        "jonathan",
        "Jonathan: no pain, and a trunk that leans left",
        {"side_lean-left": 6.0},
        ("side", "rear"),
        ("stiff-hip-flexors", "limited-hip-external-rotation"),
        "left",
        "",
        ("half-kneeling-hip-flexor-stretch", "turned-out-hamstring-stretch", "pigeon-stretch",
         "standing-knee-drive-turn"),
        "A left hip that turns out and stretches back too little.",
    ),
    Case(
        "taylor",
        "Taylor: back pain off and on for months",
        {**both("weak_knee_drive", 12.0), **both("straight_knee", 8.0), **both("overstride", 0.08),
         **both("hip_travel", 0.04), **both("spine_rotation", 8.0)},
        ("side", "rear"),
        ("stiff-hip-flexors", "weak-hip-abductors", "weak-hip-extensors"),
        "",
        "",
        ("half-kneeling-hip-flexor-stretch", "hip-flexor-stretch-side-bend",
         "hip-flexor-stretch-turn", "side-lunge-reach", "turning-lunge", "split-squat",
         "knee-drive-drill"),
        "Weak hips and stiff hip flexors; the spine turns to follow the hips.",
    ),
    Case(
        "stretch-author",
        "The runner's-stretch author: low back, and knees that will not straighten",
        {},
        ("side",),
        ("short-hamstring",),
        "",
        "active-knee-extension",
        ("gravity-drop", "hip-lift", "runners-stretch"),
        "Short hamstrings, for which the low back makes up.",
    ),
    Case(
        "achilles",
        "The Achilles runner",
        {},
        ("side",),
        ("distance-spike", "weak-soleus", "weak-calf"),
        "left",
        "",
        ("straight-knee-calf-raise", "bent-knee-calf-raise"),
        "The article blames tight hamstrings; trials speak for load and calf strength.",
    ),
)  # fmt: skip


def as_film(analysis: Analysis) -> Film:
    """What findings need of an analysis."""
    return Film({m.key: m for m in analysis.measurements}, analysis.speed_m_s, analysis.height_m)


def from_keypoints(case: Case) -> list[Film]:
    """The case seen by a camera that knows each joint, trembling by a pixel."""
    films = []
    for view in case.views:
        camera = Camera(view=view)
        poses = keypoints(case.runner, camera, fps=FPS, duration_s=LASTS_S, noise_px=1.0)
        name = f"{case.name}-{view}.csv"
        analysis = analyze_poses(poses, name=name, height_m=HEIGHT_M, speed_m_s=SPEED_M_S)
        films.append(as_film(analysis))
    return films


def from_films(case: Case, folder: Path) -> list[Film]:
    """The case filmed and seen by the pose model."""
    found = []
    for view in case.views:
        clip = folder / f"{case.name}-{view}.mp4"
        film(clip, case.runner, Camera(view=view), fps=FPS, duration_s=LASTS_S)
        found.append(as_film(analyze(clip, height_m=HEIGHT_M, speed_m_s=SPEED_M_S)))
    return found


def shortfalls(case: Case, made: Plan) -> list[str]:
    """Where the plan is not what the therapist's reasoning says, a sentence each."""
    wrong = []
    leading = made.causes.leading
    ids = list(dict.fromkeys(e.id for e in leading))
    wrong += [f"{name} does not lead" for name in case.leading if name not in ids]
    if case.leading[0] not in ids[:1]:
        wrong.append(f"{ids[:1]} leads instead of {case.leading[0]}")
    wrong += [
        f"{e.node} is on the wrong side"
        for e in leading
        if e.id in case.leading and case.side and e.side not in (case.side, None) and e.supported
    ]
    if case.next_step and made.next_steps[0].id != case.next_step:
        wrong.append(f"the next step is {made.next_steps[0].id}")
    items = [item.exercise.id for item in made.menu.items]
    kept = [name for name in items if name in case.order]
    if tuple(kept) != case.order:
        wrong.append(f"the menu is {items}")
    return wrong


def planned(case: Case, films: Sequence[Film]) -> Plan:
    """The plan from films and answers."""
    return plan(case.intake, films)


def main() -> int:
    """Film all cases, and write the page."""
    from validation.case_page import write_page

    with TemporaryDirectory() as folder:
        films = {case.name: from_films(case, Path(folder)) for case in CASES}
    plans = {case.name: planned(case, films[case.name]) for case in CASES}
    hanging = {
        case.name: sensitivity(case.intake, films[case.name], case.leading) for case in CASES
    }
    write_page(CASES, plans, hanging)
    wrong = [f"{case.name}: {w}" for case in CASES for w in shortfalls(case, plans[case.name])]
    print("\n".join(wrong) or "All five cases come out as the therapists' reasoning says.")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
