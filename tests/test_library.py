"""The pages of what the program knows are current, whole, and small enough to carry along."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path

import pytest

from evenstride.causes import asking, evidence, explaining
from evenstride.knowledge import knowledge
from evenstride.knowledge.checking import CATEGORIES
from evenstride.knowledge.entries import CAPTIONS

DOCS = Path(__file__).resolve().parents[1] / "docs"
KNOWN = knowledge()
NAMES = ("exercises", "causes", "screens", "safety", "articles", "sources")
LARGEST = 2_000_000
RUN = "run python docs/make_library.py"


@pytest.fixture(scope="module")
def made() -> Iterator[Mapping[str, str]]:
    """Every file as the maker would write it now."""
    sys.path.insert(0, str(DOCS))
    try:
        library = import_module("library")
        yield {**library.pages(), **library.pictures()}
    finally:
        sys.path.remove(str(DOCS))


@pytest.fixture(scope="module")
def text() -> Mapping[str, str]:
    """The pages as they are on disk."""
    return {name: (DOCS / f"{name}.md").read_text(encoding="utf-8") for name in NAMES}


@pytest.mark.parametrize("name", NAMES)
def test_a_page_is_current(name: str, made: Mapping[str, str], text: Mapping[str, str]) -> None:
    assert text[name] == made[f"{name}.md"], RUN


def test_every_picture_is_current_and_none_is_left_over(made: Mapping[str, str]) -> None:
    wanted = {name: svg for name, svg in made.items() if name.endswith(".svg")}
    there = {f"images/exercises/{file.name}" for file in (DOCS / "images/exercises").iterdir()}
    assert there == set(wanted), RUN
    stale = [name for name, svg in wanted.items() if (DOCS / name).read_text("utf-8") != svg]
    assert not stale, RUN


def test_the_pictures_are_small_enough_to_keep(made: Mapping[str, str]) -> None:
    assert sum(len(svg.encode()) for name, svg in made.items() if name.endswith(".svg")) < LARGEST


def anchors(page: str) -> list[str]:
    return re.findall(r"^#+ .*\{ #([\w-]+) \}$", page, re.MULTILINE)


@pytest.mark.parametrize("name", NAMES)
def test_an_anchor_stands_for_one_thing(name: str, text: Mapping[str, str]) -> None:
    found = anchors(text[name])
    assert len(found) == len(set(found))


def test_everything_has_its_place(text: Mapping[str, str]) -> None:
    places = {name: set(anchors(page)) for name, page in text.items()}
    assert set(KNOWN.exercises) <= places["exercises"]
    assert set(KNOWN.causes) <= places["causes"]
    assert set(KNOWN.screens) <= places["screens"]
    assert {*KNOWN.red_flags, *KNOWN.conditions} <= places["safety"]
    assert set(KNOWN.contradictions) <= places["articles"]
    assert {key.lower() for key in KNOWN.sources} == places["sources"]


def section(page: str, anchor: str) -> str:
    """One entry's part of a page."""
    _, _, rest = page.partition(f"{{ #{anchor} }}\n")
    assert rest, anchor
    return re.split(r"^#{1,3} ", rest, maxsplit=1, flags=re.MULTILINE)[0]


@pytest.mark.parametrize("exercise", KNOWN.exercises.values(), ids=lambda e: e.id)
def test_an_exercise_is_told_whole(exercise, text: Mapping[str, str]) -> None:  # noqa: ANN001
    told = section(text["exercises"], exercise.id)
    for fact in (
        exercise.purpose, *exercise.set_up, *exercise.cues, exercise.success, exercise.evidence,
        *(m.name for m in exercise.mistakes), *(m.cue for m in exercise.mistakes),
        *(level.how for level in exercise.levels), *(h.why for h in exercise.helps),
        *(bar.how for bar in (*exercise.blocked_by, *exercise.changed_by)),
    ):  # fmt: skip
        assert " ".join(fact.split()) in told
    assert CAPTIONS[exercise.grade] in told
    assert f"images/exercises/{exercise.id}.svg" in told
    assert f"images/exercises/{exercise.id}-end.svg" in told
    for cited in (*exercise.sources, *exercise.dose.sources):
        assert f"(sources.md#{cited.lower()})" in told


@pytest.mark.parametrize("cause", KNOWN.causes.values(), ids=lambda c: c.id)
def test_a_cause_is_told_with_every_link(cause, text: Mapping[str, str]) -> None:  # noqa: ANN001
    told = section(text["causes"], cause.id)
    for edge in cause.leads_to:
        assert edge.mechanism in told
        if edge.to in KNOWN.causes:
            assert edge.mechanism in section(text["causes"], edge.to)
    helps = [e.id for e in KNOWN.exercises.values() if any(h.cause == cause.id for h in e.helps)]
    assert all(f"(exercises.md#{name})" in told for name in helps)
    assert CAPTIONS[cause.grade] in told


def test_the_index_names_every_category_and_every_complaint(text: Mapping[str, str]) -> None:
    page = text["exercises"].replace("## Find one\n", "## Find one { #find }\n")
    head = section(page, "find")
    rows = re.findall(r"^\| ([^|]+) \|", head, re.MULTILINE)
    assert {item.name for item in KNOWN.complaints.values()} <= set(rows)
    assert len([tag for tag in CATEGORIES if tag.replace("-", " ").capitalize() in rows]) >= 10
    for key in KNOWN.exercises:
        assert f"(exercises.md#{key})" in head


def test_the_defaults_are_told_with_their_values(text: Mapping[str, str]) -> None:
    for module in (explaining, asking, evidence):
        ours = [name for name in vars(module) if name.isupper() and not name.startswith("_")]
        own = {name: getattr(module, name) for name in ours}
        for name, value in own.items():
            if isinstance(value, float) and name in Path(str(module.__file__)).read_text("utf-8"):
                assert re.search(rf"`{name}`.* {value:g}\b", text["causes"]), name


def test_a_claim_without_support_is_told_as_one(text: Mapping[str, str]) -> None:
    for claim in KNOWN.claims.values():
        assert " ".join(claim.verdict.split()) in text["articles"]
    assert text["articles"].count(CAPTIONS["X"]) >= 2
