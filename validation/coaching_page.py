"""The page of the coach before drawn films."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from evenstride.knowledge import knowledge
from evenstride.knowledge.entries import Exercise
from evenstride.skeleton import SIDES
from validation.page import ROOT, table

if TYPE_CHECKING:
    from validation.coaching import DoneRight, DoneWrong

PAGE: Final = ROOT / "docs" / "coach-validation" / "exercises.md"


def written(
    rights: Sequence[DoneRight], wrongs: Sequence[DoneWrong], exercises: Iterable[Exercise]
) -> None:
    """Write docs/coach-validation/exercises.md."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    folder = FileSystemLoader(Path(__file__).parent)
    pages = Environment(loader=folder, undefined=StrictUndefined, keep_trailing_newline=True)  # noqa: S701  # Markdown, no HTML
    text = pages.get_template("coaching.md.jinja").render(
        rights=rights,
        wrongs=wrongs,
        passed=lambda found: sum(one.passed for one in found),
        right_table=table(("exercise", *SIDES, "called though right"), _rights(rights)),
        wrong_table=table(("exercise", "mistake", *SIDES), _wrongs(wrongs)),
        unseen_table=table(("exercise", "mistake", "why"), _unseen(exercises)),
    )
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(text, encoding="utf-8")


def _rights(rights: Sequence[DoneRight]) -> Iterator[Sequence[str]]:
    for name in dict.fromkeys(one.exercise for one in rights):
        own = {one.side: one for one in rights if one.exercise == name}
        counted = [f"{own[side].counted:.4g} of {own[side].target:.0f}" for side in SIDES]
        called = [about for side in SIDES for about in (*own[side].hard, *own[side].soft)]
        said = ", ".join(dict.fromkeys(called)) or "-"
        yield knowledge().exercises[name].name, *counted, said


def _wrongs(wrongs: Sequence[DoneWrong]) -> Iterator[Sequence[str]]:
    for key in dict.fromkeys((one.exercise, one.mistake) for one in wrongs):
        own = {one.side: one for one in wrongs if (one.exercise, one.mistake) == key}
        exercise = knowledge().exercises[key[0]]
        mistake = next(one for one in exercise.mistakes if one.id == key[1])
        name = f"{mistake.name} ({mistake.severity})"
        yield exercise.name, name, *(_cell(own[side]) for side in SIDES)


def _cell(one: DoneWrong) -> str:
    called = "not called" if one.called_s is None else f"{max(one.called_s, 0.0):.1f} s"
    if one.severity == "soft" or (one.paused and one.resumed):
        return called
    return f"{called}, {'did not go on' if one.paused else 'went on counting'}"


def _unseen(exercises: Iterable[Exercise]) -> Iterator[Sequence[str]]:
    for exercise in exercises:
        for mistake in exercise.mistakes:
            if mistake.not_observable:
                yield exercise.name, mistake.name, mistake.not_observable
