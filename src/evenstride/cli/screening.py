"""The command that reads a filmed movement test: `screen`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from evenstride.cli.planning import AnswersOption, Sex
from evenstride.errors import InputError

if TYPE_CHECKING:
    from evenstride.intake import Answer
    from evenstride.knowledge import Knowledge
    from evenstride.screening import Person

SCREEN_EXAMPLES = """Examples:

evenstride screen

evenstride screen active-knee-extension left.mp4 right.mp4 --side left --side right

evenstride screen downward-dog-test after.mp4 --before before.mp4"""


def screen(
    name: Annotated[
        str | None, typer.Argument(help="A test's id, code or name; without it all are listed.")
    ] = None,
    clips: Annotated[
        list[Path] | None, typer.Argument(metavar="CLIP...", help="A film for each side.")
    ] = None,
    *,
    side: Annotated[
        list[str] | None, typer.Option(help="left or right, one for each film, in their order.")
    ] = None,
    before: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="An earlier film or screen.json to compare with."),
    ] = None,
    answer: Annotated[
        list[str] | None, typer.Option(help="To what no camera sees, as back-flat=yes.")
    ] = None,
    answers: AnswersOption = None,
    sex: Annotated[Sex | None, typer.Option(help="For tests whose borders differ.")] = None,
    age: Annotated[int | None, typer.Option(help="In years.")] = None,
    height: Annotated[
        float | None, typer.Option(help="Your height in metres, for tests in centimetres.")
    ] = None,
    json: Annotated[
        str | None, typer.Option(metavar="FILE", help="Write the result as JSON; - is stdout.")
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(help="Folder for the pictures; beside the film unless --json is given."),
    ] = None,
) -> None:
    """Read a filmed movement test: its value with its error, and what it speaks for."""
    from evenstride import terminal
    from evenstride.exchange.screening import screening_text
    from evenstride.knowledge import knowledge
    from evenstride.terminal import screening as shown
    from evenstride.workshop.comparing import write_text
    from evenstride.workshop.screening import Ask, readable, readable_test, screen_into

    known = knowledge()
    if name is None:
        shown.show_tests(readable(known), known)
        return
    test = readable_test(name, known)
    if not clips:
        raise InputError(f"Name the film of the test: evenstride screen {test.id} film.mp4")
    person = _person(answers, sex.value if sex else None, age, height, known)
    told = dict(_answer(text) for text in answer or ())
    ask = Ask(sides=[_side(one) for one in side or ()], person=person, told=told, before=before)
    with terminal.bar() as bar:
        folder = out or (None if json else _beside(clips[0]))
        done = screen_into(test, clips, ask, folder, tell=bar.tell)
    if json is not None:
        write_text(screening_text(done), json)
    shown.show(done, quiet=json == "-")


def _person(
    answers: Path | None, sex: Literal["woman", "man"] | None, age: int | None,
    height: float | None, known: Knowledge,
) -> Person:  # fmt: skip
    """Who is tested: what is typed wins over the answers file."""
    from evenstride.intake import Intake, read_intake
    from evenstride.screening import Person

    told = Intake() if answers is None else read_intake(answers, known)
    return Person(sex=sex or told.sex, age=told.age if age is None else age,
                  height_cm=None if height is None else 100.0 * height)  # fmt: skip


def _side(text: str) -> Literal["left", "right"]:
    if text == "left":
        return "left"
    if text == "right":
        return "right"
    raise InputError(f"A side is left or right, not {text}.")


def _answer(text: str) -> tuple[str, Answer]:
    name, _, value = text.partition("=")
    if value in ("yes", "no"):
        return name, value == "yes"
    try:
        return name, float(value)
    except ValueError as error:
        raise InputError(
            f"Give an answer as NAME=yes, NAME=no or NAME=NUMBER, as back-flat=yes, not {text}."
        ) from error


def _beside(clip: Path) -> Path:
    """Where results go when nobody says: a folder named after the film, next to it."""
    return clip.absolute().parent / f"{clip.stem}-screened"
