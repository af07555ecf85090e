"""What the program knows is whole: every entry has its source, its place and somebody it helps."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from evenstride.causes import explain
from evenstride.errors import KnowledgeError
from evenstride.form import DEFINITIONS
from evenstride.intake import Intake, Stated, sided
from evenstride.knowledge import Knowledge, knowledge
from evenstride.knowledge.checking import complaints_about
from evenstride.knowledge.entries import CAPTIONS, Condition, Exercise, Help, Screen
from evenstride.knowledge.reading import data, read
from evenstride.menu.candidates import candidates
from evenstride.progression import Entry
from evenstride.safety import safety
from evenstride.skeleton import SIDES

KNOWN = knowledge()
ROOT = Path(str(data()))

every_exercise = pytest.mark.parametrize("exercise", KNOWN.exercises.values(), ids=lambda e: e.id)


# -- what is wrong is refused, file and key named ---------------------------------------------


@dataclass(frozen=True)
class Planted:
    """One thing made wrong in a copy of the files, and what must be said of it."""

    file: str
    change: Callable[[str], str]
    says: tuple[str, ...]


def swapped(old: str, new: str) -> Callable[[str], str]:
    """The first occurrence replaced; it must be there."""

    def change(text: str) -> str:
        assert old in text
        return text.replace(old, new, 1)

    return change


def without(key: str) -> Callable[[str], str]:
    """One line of a key taken out."""

    def change(text: str) -> str:
        changed, count = re.subn(rf"^{key} = .*\n", "", text, count=1, flags=re.MULTILINE)
        assert count == 1
        return changed

    return change


def before(line: str) -> Callable[[str], str]:
    return lambda text: f"{line}\n{text}"


def after(lines: str) -> Callable[[str], str]:
    return lambda text: f"{text}\n{lines}\n"


def leading(to: str) -> Callable[[str], str]:
    """One more edge."""
    return after(
        f'[[leads_to]]\nto = "{to}"\nstrength = 0.1\nmechanism = "Somehow."\n'
        'grade = "D"\nsources = ["own"]'
    )


BAR = '[[blocked_by]]\ncondition = "no-such"\nhow = "Because."'
HELP = (
    '[[helps]]\ncause = "no-such"\nstrength = 0.5\nwhy = "Because."\ngrade = "D"\nsources = ["own"]'
)
SCHEMA = {
    "unknown key": Planted(
        "exercises/bridge.toml", before("purpouse = 'x'"), ("bridge.toml", "purpouse", "nobody")
    ),
    "missing key": Planted(
        "exercises/bridge.toml", without("purpose"), ("bridge.toml", "purpose", "missing")
    ),
    "unknown key of a listed entry": Planted(
        "equipment.toml", swapped("[band]", "[band]\ncolour = 'red'"),
        ("equipment.toml", "band.colour"),
    ),
    "empty sources": Planted(
        "causes/tight-calf.toml",
        lambda text: re.sub(r"^sources = .*$", "sources = []", text, count=1, flags=re.MULTILINE),
        ("tight-calf.toml", "sources"),
    ),
    "a name of its own": Planted(
        "causes/tight-calf.toml", lambda text: f'id = "x"\n{text}', ("tight-calf.toml", "id")
    ),
    "a stray value": Planted(
        "safety/pain.toml", lambda text: f"stray = 3\n{text}", ("pain.toml", "stray")
    ),
    "more than a share": Planted(
        "causes/tight-calf.toml",
        lambda text: re.sub(r"^strength = .*$", "strength = 2", text, count=1, flags=re.MULTILINE),
        ("tight-calf.toml", "leads_to.0.strength"),
    ),
    "a grade that is none": Planted(
        "screens/toe-touch.toml",
        lambda text: re.sub(r'^grade = ".*"', 'grade = "Z"', text, count=1, flags=re.MULTILINE),
        ("toe-touch.toml", "grade"),
    ),
    "a measure that is none": Planted(
        "exercises/bridge.toml", swapped('measure = "', 'measure = "aura_'),
        ("bridge.toml", "measure"),
    ),
    "broken TOML": Planted("findings/overstride.toml", after("= 3"), ("overstride.toml", "TOML")),
}  # fmt: skip
REFERENCES = {
    "unknown source": Planted(
        "causes/tight-calf.toml",
        lambda text: re.sub(r"^sources = \[.*\]", 'sources = ["Nobody99"]', text, count=1,
                            flags=re.MULTILINE),
        ("causes/tight-calf", "sources", "Nobody99"),
    ),
    "unknown source deep inside": Planted(
        "exercises/bridge.toml",
        after(HELP.replace("no-such", "weak-hip-extensors").replace("own", "Nobody99")),
        ("exercises/bridge", "helps", "sources", "Nobody99"),
    ),
    "a unit that does not fit": Planted(
        "findings/pelvic-drop.toml", swapped('unit = "deg"', 'unit = "cm"'),
        ("findings/pelvic-drop", "pelvic_drop", "unit"),
    ),
    "a metric that is none": Planted(
        "findings/pelvic-drop.toml", swapped('metric = "pelvic_drop"', 'metric = "aura"'),
        ("findings/pelvic-drop", "metric", "aura"),
    ),
    "neither above nor below": Planted(
        "findings/pelvic-drop.toml", without("above"), ("findings/pelvic-drop", "above")
    ),
    "an effect that is none": Planted(
        "causes/tight-calf.toml", leading("no-such"), ("causes/tight-calf", "leads_to", "no-such")
    ),
    "one effect twice": Planted(
        "causes/tight-calf.toml", lambda text: leading("heel")(leading("heel")(text)),
        ("causes/tight-calf", "leads_to", "twice"),
    ),
    "a circle": Planted(
        "causes/pelvic-drop.toml", leading("weak-hip-abductors"), ("leads_to", "comes back")
    ),
    "a cause that is none": Planted(
        "exercises/bridge.toml", after(HELP), ("exercises/bridge", "helps", "no-such")
    ),
    "a condition that is none": Planted(
        "exercises/bridge.toml", after(BAR), ("exercises/bridge", "conditions", "no-such")
    ),
    "an exercise that is none": Planted(
        "exercises/bridge.toml",
        lambda text: before('regress_to = ["no-such"]')(
            re.sub(r"^regress_to = \[[^\]]*\]\n", "", text, flags=re.MULTILINE)
        ),
        ("exercises/bridge", "related exercises", "no-such"),
    ),
    "equipment that is none": Planted(
        "exercises/runners-stretch.toml", swapped('needs = ["bench"]', 'needs = ["sofa"]'),
        ("exercises/runners-stretch", "needs", "sofa"),
    ),
    "a complaint that is none": Planted(
        "screens/toe-touch.toml", before('complaints = ["no-such"]'),
        ("screens/toe-touch", "complaints", "no-such"),
    ),
    "a red flag that is none": Planted(
        "complaints/low-back.toml",
        lambda text: re.sub(r"^red_flags = \[", 'red_flags = ["no-such", ', text,
                            flags=re.MULTILINE),
        ("complaints/low-back", "red_flags", "no-such"),
    ),
    "a measured test without its error": Planted(
        "screens/single-leg-squat-test.toml", without("error"),
        ("screens/single-leg-squat-test", "error"),
    ),
    "a hold and repetitions": Planted(
        "exercises/runners-stretch.toml",
        swapped("hold_s = 60", "hold_s = 60\nrepetitions = [8, 12]"),
        ("exercises/runners-stretch", "dose", "either"),
    ),
    "a mistake that nobody can notice": Planted(
        "exercises/runners-stretch.toml",
        after('[[mistakes]]\nid = "x"\nname = "Wrong"\ncue = "Right."\nseverity = "soft"\n'
              'sources = ["own"]'),
        ("exercises/runners-stretch", "mistakes", "x"),
    ),
    "a mention that leads nowhere": Planted(
        "articles/mentions.toml", swapped('"screen:toe-touch"', '"screen:no-such"'),
        ("mentions/", "reached_by", "screen:no-such"),
    ),
    "a claim about an edge that is none": Planted(
        "articles/claims.toml", swapped('"short-hamstring > low-back"', '"tea > low-back"'),
        ("claims/", "edges", "tea > low-back"),
    ),
}  # fmt: skip


def planted(folder: Path, plan: Planted) -> Path:
    """A copy of the knowledge files with one thing wrong."""
    copy = Path(shutil.copytree(ROOT, folder / "data"))
    file = copy / plan.file
    file.write_text(plan.change(file.read_text(encoding="utf-8")), encoding="utf-8")
    return copy


@pytest.mark.parametrize("what", SCHEMA)
def test_an_entry_that_breaks_the_schema_is_refused(what: str, tmp_path: Path) -> None:
    plan = SCHEMA[what]
    with pytest.raises(KnowledgeError) as refused:
        read(planted(tmp_path, plan))
    assert all(words in str(refused.value) for words in plan.says), str(refused.value)
    one_sentence(str(refused.value))


@pytest.mark.parametrize("what", REFERENCES)
def test_a_name_that_leads_nowhere_is_told(what: str, tmp_path: Path) -> None:
    plan = REFERENCES[what]
    told = complaints_about(read(planted(tmp_path, plan)))
    fitting = [sentence for sentence in told if all(words in sentence for words in plan.says)]
    assert fitting, told
    one_sentence(fitting[0])


def one_sentence(text: str) -> None:
    assert text.endswith(".")
    assert "\n" not in text.partition(" is no TOML")[0]


def test_wrong_knowledge_is_never_handed_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = planted(tmp_path, REFERENCES["a cause that is none"])
    monkeypatch.setattr("evenstride.knowledge.reading.data", lambda: copy)
    with pytest.raises(KnowledgeError, match="exercises/bridge: helps"):
        knowledge.__wrapped__()


@pytest.mark.parametrize("name", ["equipment.toml", "safety/red_flags.toml", "causes"])
def test_a_missing_file_is_named(name: str, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(ROOT, tmp_path / "data"))
    gone = copy / name
    if gone.is_dir():
        shutil.rmtree(gone)
    else:
        gone.unlink()
    with pytest.raises(KnowledgeError, match=gone.name):
        read(copy)


def test_the_files_as_they_are_have_nothing_wrong() -> None:
    assert complaints_about(KNOWN) == []


# -- everything is there -----------------------------------------------------------------------


def test_every_exercise_has_its_own_code() -> None:
    codes = sorted(exercise.code for exercise in KNOWN.exercises.values())
    assert codes == [f"E{number:02}" for number in range(1, 59)]


def test_every_test_has_its_own_code_and_every_question_none() -> None:
    codes = sorted(screen.code for screen in KNOWN.screens.values() if screen.kind == "test")
    assert codes == sorted(["S01b", "T3", *(f"S{number:02}" for number in range(1, 28))])
    assert {screen.code for screen in KNOWN.screens.values() if screen.kind == "question"} == {""}


CAUSES = {
    "load": ("L_SPIKE", "L_SPEED", "L_SHOE", "L_SIT"),
    "history": ("H_PRIOR", "H_AGE", "H_BMI", "H_REDS", "H_FQ", "H_PSY", "H_LEGLEN"),
    "impairment": (
        "I_HAMLEN", "I_HAMTOL", "I_HAMSTR", "I_NEURAL", "I_GMAX", "I_GMED", "I_SYN", "I_QUAD",
        "I_QDOM", "I_HIPFLEX", "I_HFWEAK", "I_HIPER", "I_HIPIR", "I_HIPERX", "I_GUARD", "I_DF",
        "I_CALF", "I_SOL", "I_LOWCALF", "I_CALFLEN", "I_TRUNK", "I_LPC", "I_TILT", "I_RUNTILT",
        "I_FOOT", "I_ADD",
    ),
    "running": (
        "R_CAD", "R_OVER", "R_KX", "R_STIFF", "R_SLOW", "R_CPD", "R_SHIFT", "R_HADD", "R_CROSS",
        "R_VAL", "R_UP", "R_FWD", "R_LAT", "R_ROT", "R_VO", "R_HEXT", "R_KD", "R_ARM", "R_EV",
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", CAUSES)
def test_every_cause_has_its_own_code(kind: str) -> None:
    codes = [cause.code for cause in KNOWN.causes.values() if cause.kind == kind]
    assert sorted(codes) == sorted(CAUSES[kind])


def test_every_way_of_running_has_its_finding_and_no_other_cause_has() -> None:
    running = {key for key, cause in KNOWN.causes.items() if cause.kind == "running"}
    assert set(KNOWN.findings) == running
    assert all(item.observes == key for key, item in KNOWN.findings.items())


def test_complaints_and_red_flags_are_all_there() -> None:
    assert sorted(KNOWN.complaints) == [
        "achilles", "bone-stress", "calf", "front-hip", "front-knee", "hamstring", "heel",
        "low-back", "outer-hip", "outer-knee", "shin", "sit-bone",
    ]  # fmt: skip
    assert [key for key, each in KNOWN.complaints.items() if not each.sided] == ["low-back"]
    assert len(KNOWN.red_flags) == 21
    assert len(KNOWN.conditions) == 40


@pytest.mark.parametrize("kind", ["causes", "exercises", "screens", "findings", "complaints"])
def test_an_entry_is_called_as_its_file_and_has_a_name_of_its_own(kind: str) -> None:
    entries = getattr(KNOWN, kind)
    assert all(entry.id == key for key, entry in entries.items())
    names = [entry.name for entry in entries.values()]
    assert len(names) == len(set(names))


# -- every fact has its source -----------------------------------------------------------------


PARTS = ("leads_to", "helps", "mistakes", "observes", "cutoffs", "must", "and_one_of")


def facts() -> Iterator[tuple[str, object]]:
    """Everything that must have a source, by where it stands."""
    for kind in ("causes", "exercises", "findings", "screens", "complaints", "red_flags",
                 "conditions", "pain_rules", "outcomes", "claims", "contradictions"):  # fmt: skip
        for key, entry in getattr(KNOWN, kind).items():
            yield f"{kind}/{key}", entry
            for name in PARTS:
                parts = getattr(entry, name, ())
                for i, part in enumerate(parts if isinstance(parts, tuple) else ()):
                    yield f"{kind}/{key}.{name}.{i}", part
    for key, exercise in KNOWN.exercises.items():
        yield f"exercises/{key}.dose", exercise.dose


def test_every_fact_has_a_source_that_exists_and_a_grade() -> None:
    found = list(facts())
    assert len(found) > 1000
    for where, entry in found:
        sources = entry.sources
        assert sources, where
        assert set(sources) <= set(KNOWN.sources), where
        assert len(set(sources)) == len(sources), where
        if "grade" in type(entry).model_fields:
            assert entry.grade in CAPTIONS, where


def test_no_number_of_a_threshold_is_a_study_s_without_a_study() -> None:
    for where, entry in facts():
        if getattr(entry, "origin", "") in ("study", "derived"):
            assert set(entry.sources) - {"own"}, where


@pytest.mark.parametrize("screen", KNOWN.screens.values(), ids=lambda s: s.id)
def test_a_border_of_a_test_has_one_side(screen: Screen) -> None:
    for cut in screen.cutoffs:
        assert (cut.above is None) != (cut.below is None)
    assert screen.cutoffs or screen.unit == "yes/no" or not screen.observes
    assert screen.observes or screen.why


def test_every_source_was_read_found_or_is_owned_up_to() -> None:
    assert {source.status for source in KNOWN.sources.values()} <= {
        "read", "found", "memory", "own",
    }  # fmt: skip
    assert [key for key, source in KNOWN.sources.items() if source.status == "own"] == ["own"]


# -- the edges ---------------------------------------------------------------------------------

NO_EDGE = {
    77: "a treatment (hip and trunk programme), which stands as evidence of the exercises",
    81: "two complaints with one cause, which stands in the note of the short hamstring",
    82: "pain that changes the run, the other way round, which notes of ways of running tell",
    83: "a contraindication, which stands in the bars of the exercises",
}
EDGES = [(cause, edge) for cause in KNOWN.causes.values() for edge in cause.leads_to]


def test_each_of_the_84_edges_is_in_the_graph_or_is_none_for_a_reason() -> None:
    numbers = {edge.number for _, edge in EDGES}
    assert numbers - {0} | set(NO_EDGE) == set(range(1, 85))
    assert not numbers & set(NO_EDGE)


def test_what_is_no_edge_is_kept_elsewhere() -> None:
    assert any("Leppanen24" in e.sources for _, e in facts() if isinstance(e, Help | Exercise))
    assert "mask" in KNOWN.causes["short-hamstring"].note
    assert any(re.search(r"[Pp]ain .*changes how", cause.note) for cause in KNOWN.causes.values())
    barred = {
        exercise.id
        for exercise in KNOWN.exercises.values()
        if any(bar.condition == "sit-bone-pain" for bar in exercise.blocked_by)
    }
    assert barred == {
        "runners-stretch", "strap-hamstring-stretch", "heel-down-hamstring-stretch",
        "hurdle-stretch", "standing-toe-touch", "turned-out-hamstring-stretch",
    }  # fmt: skip


def test_an_edge_of_our_own_says_so() -> None:
    for cause, edge in EDGES:
        if edge.number == 0:
            assert {"own", "S0", "S1", "S2", "S3", "S4"} & set(edge.sources), (cause.id, edge.to)


def test_an_idea_that_studies_do_not_support_weighs_next_to_nothing_and_says_so() -> None:
    refuted = [(cause, edge) for cause, edge in EDGES if edge.grade == "X"]
    assert refuted
    for cause, edge in refuted:
        assert edge.strength <= 0.05
        said = f"{edge.mechanism} {cause.note}"
        assert re.search(r"(not support|do not find|found no)", said), (cause.id, edge.to)


def test_every_cause_leads_to_something() -> None:
    to = {edge.to for _, edge in EDGES}
    ends = {cause.id for cause in KNOWN.causes.values() if not cause.leads_to}
    # Their chains end there: what is said of the tilt in standing goes no further.
    assert ends <= {"standing-pelvic-tilt", "slow-loading", "knee-wobble"} & to


# -- everything can be changed, and everybody helped -------------------------------------------

CHANGED_BY = {
    kind: {
        help_.cause
        for exercise in KNOWN.exercises.values()
        if exercise.prescribed
        for help_ in exercise.helps
        if KNOWN.causes[help_.cause].kind == kind
    }
    for kind in CAUSES
}
NO_EXERCISE = {
    "upright-trunk": "what lies behind it is worked on: weak hip extensors",
    "forward-trunk": "no exercise is known for it; it may follow from pain",
}


def test_what_can_be_changed_has_an_exercise() -> None:
    impaired = {
        key for key, cause in KNOWN.causes.items()
        if cause.kind in ("impairment", "running") and cause.modifiable >= 0.5
    }  # fmt: skip
    helped = CHANGED_BY["impairment"] | CHANGED_BY["running"]
    assert impaired - helped == set(NO_EXERCISE)


def test_loads_and_history_are_no_matter_of_exercises() -> None:
    assert CHANGED_BY["load"] | CHANGED_BY["history"] <= {"prolonged-sitting", "distress"}


@every_exercise
def test_a_prescribed_exercise_helps_something(exercise: Exercise) -> None:
    assert bool(exercise.helps) == exercise.prescribed


def test_only_the_contrasts_are_never_prescribed() -> None:
    never = {key for key, exercise in KNOWN.exercises.items() if not exercise.prescribed}
    contrasted = {name for e in KNOWN.exercises.values() for name in e.contrasts_with}
    assert never == {"hurdle-stretch", "standing-toe-touch"}
    assert never <= contrasted


def test_every_condition_bars_something() -> None:
    every = KNOWN.exercises.values()
    used = {bar.condition for e in every for bar in (*e.blocked_by, *e.changed_by)}
    used |= {name for screen in KNOWN.screens.values() for name in screen.before}
    used |= {key for key, condition in KNOWN.conditions.items() if condition.blocker}
    assert used >= set(KNOWN.conditions)


BARRED = {
    "sit-bone-pain": "E01 E05 E06 E07 E08 E12 E17 E30",
    "acute-hamstring-strain": "E01 E05 E17 E18 E29 E32 E26",
    "nerve-signs": "E01 E02 E05 E06 E08",
    "extension-sensitive-back": "E02 E09 E11 E26 E52",
    "flexion-sensitive-back": "E01 E06 E07 E08 E13 E05 E30",
    "insertional-achilles": "E03 E32 E42 E56",
    "reactive-achilles": "E18 E34 E54",
    "front-knee-flare": "E15 E16 E39 E48",
    "outer-knee-flare": "E39",
    "outer-hip-tendon": "E13 E14 E40",
    "groin-pinch": "E04 E13 E24",
    "pregnancy": "E18 E19 E20 E29 E34",
    "pressure-or-eyes": "E01 E02",
    "shoulder-or-wrist": "E02 E19 E20 E35",
    "osteoporosis": "E07 E08",
    "hypermobility": "E01 E02 E05",
    "under-16": "E19 E29",
}
"""What must be left out, or done otherwise, with each condition, by code."""


@pytest.mark.parametrize("condition", BARRED)
def test_a_condition_bars_what_it_must(condition: str) -> None:
    barred = {
        exercise.code
        for exercise in KNOWN.exercises.values()
        for bar in (*exercise.blocked_by, *exercise.changed_by)
        if bar.condition == condition
    }
    assert set(BARRED[condition].split()) <= barred


@every_exercise
def test_nobody_lands_on_a_bone_that_may_be_overloaded(exercise: Exercise) -> None:
    barred = {bar.condition for bar in exercise.blocked_by}
    assert not exercise.impact or "bone-stress-suspicion" in barred
    assert not exercise.impact or exercise.slot in ("drill", "integration", "strength")


@every_exercise
def test_no_condition_both_bars_and_changes(exercise: Exercise) -> None:
    blocked, changed = (
        [bar.condition for bar in bars] for bars in (exercise.blocked_by, exercise.changed_by)
    )
    assert len({*blocked, *changed}) == len(blocked) + len(changed)


def test_everything_one_may_own_is_of_use() -> None:
    needed = {name for e in KNOWN.exercises.values() for name in e.needs}
    needed |= {name for screen in KNOWN.screens.values() for name in screen.needs}
    # Of use without being needed: a stick along the back, or overhead instead of a weight.
    needed |= {prop for e in KNOWN.exercises.values() if e.picture for prop in e.picture.props}
    steps = [step for e in KNOWN.exercises.values() for step in e.set_up]
    needed |= {"dowel"} if any("stick" in step for step in steps) else set()
    assert needed >= set(KNOWN.equipment)


def somebody(exercise: Exercise, complaint: str | None) -> Intake:
    """Somebody who owns everything, whose every test and film speaks for what it helps with."""
    causes = {help_.cause for help_ in exercise.helps}
    told = () if complaint is None else (stated(complaint),)
    return Intake(
        complaints=told,
        red_flags=frozenset(),
        equipment=frozenset(KNOWN.equipment),
        experience="trained",
        answers={node: True for node in nodes(causes) if KNOWN.causes[base(node)].ask},
        seen={node: True for node in nodes(causes) if KNOWN.causes[base(node)].kind == "running"},
        results={
            sided(screen.id, side): positive(screen)
            for screen in KNOWN.screens.values()
            if causes & {each.cause for each in screen.observes}
            for side in (SIDES if screen.sided else (None,))
        },
    )


def stated(complaint: str) -> Stated:
    side = "left" if KNOWN.complaints[complaint].sided else None
    return Stated(complaint, side, 3)


def nodes(causes: set[str]) -> list[str]:
    return [
        sided(key, side)
        for key in causes
        for side in (SIDES if KNOWN.causes[key].sided else (None,))
    ]


def base(node: str) -> str:
    return node if node in KNOWN.causes else node.rpartition("-")[0]


def positive(screen: Screen) -> bool | float:
    """A result far beyond the border."""
    if not screen.cutoffs or screen.error is None:
        return True
    cut = screen.cutoffs[0]
    far = 5.0 * screen.error
    return cut.above + far if cut.above is not None else (cut.below or 0.0) - far


def reached(exercise: Exercise, complaint: str | None) -> bool:
    """Whether it is among what may be chosen for such a person."""
    told = somebody(exercise, complaint)
    log = [
        Entry(name, side, 0, done=1.0, hard_faults=0.0, same_fault=0, pain=0)
        for name in exercise.prerequisites
        for side in SIDES
    ]
    found = candidates(explain(told, (), KNOWN), told, safety(told, KNOWN), log)
    return exercise.id in {each.id for each in found}


def complaints_of(exercise: Exercise, known: Knowledge) -> list[str | None]:
    """Complaints that its causes lead to, the most direct first; and none at all."""
    causes = {help_.cause for help_ in exercise.helps}
    edges = [edge for key in causes for edge in known.causes[key].leads_to]
    direct = [edge.to for edge in edges if edge.to in known.complaints]
    return [*sorted(set(direct)), *(key for key in known.complaints if key not in direct), None]


@pytest.mark.parametrize(
    "exercise", [e for e in KNOWN.exercises.values() if e.prescribed], ids=lambda e: e.id
)
def test_every_exercise_is_for_somebody(exercise: Exercise) -> None:
    assert any(reached(exercise, complaint) for complaint in complaints_of(exercise, KNOWN))


# -- what the camera is asked ------------------------------------------------------------------

PER_CENT = {
    "low_back": "% trunk", "foot_travel": "% height", "hand_height": "% height",
    "hand_side": "% height", "hand_difference": "% height", "knee_ahead_of_toes": "% height",
    "step_width": "% leg", "contact_time": "ms", "foot_lift": "% height",
    "hips_behind": "% height", "hips_aside": "% height", "knee_inside_toe": "% height",
    "fingers_height": "% height",
}  # fmt: skip
"""The unit of every measure that is no angle, as `evenstride.form` defines it."""


def asked(exercise: Exercise) -> Iterator[tuple[str, Condition]]:
    """Every condition the camera must judge."""
    for mistake in exercise.mistakes:
        for condition in mistake.when:
            yield mistake.id, condition
    for condition in exercise.hold:
        yield "hold", condition
    if exercise.repetition is not None:
        yield "repetition", exercise.repetition


@every_exercise
def test_a_condition_has_one_border_and_the_unit_of_its_measure(exercise: Exercise) -> None:
    for where, condition in asked(exercise):
        assert (condition.above is None) != (condition.below is None), where
        assert condition.unit == PER_CENT.get(condition.measure, "deg"), where


@every_exercise
def test_what_this_view_cannot_show_is_asked_of_the_runner(exercise: Exercise) -> None:
    for mistake in exercise.mistakes:
        seen = [c for c in mistake.when if exercise.view in DEFINITIONS[c.measure].views]
        assert seen or mistake.ask, mistake.id


@every_exercise
def test_a_hold_or_a_repetition_is_told_from_what_this_view_shows(exercise: Exercise) -> None:
    if exercise.camera == "checked" and exercise.prescribed:
        told = [c for where, c in asked(exercise) if where in ("hold", "repetition")]
        assert told
        assert all(exercise.view in DEFINITIONS[c.measure].views for c in told)


@every_exercise
def test_a_ladder_leads_both_ways(exercise: Exercise) -> None:
    ladder = {*exercise.regress_to, *exercise.progress_to}
    assert exercise.id not in ladder
    assert not set(exercise.regress_to) & set(exercise.progress_to)
