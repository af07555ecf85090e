"""Commands that look things up: `exercises` and `explain`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from evenstride.errors import InputError

if TYPE_CHECKING:
    from evenstride.knowledge.entries import Exercise

EXERCISES_EXAMPLES = """Examples:

evenstride exercises --region hips --have strap

evenstride exercises --complaint low-back --find lunge

evenstride exercises E01 --why --picture stretch.svg"""

EXPLAIN_EXAMPLES = """Examples:

evenstride explain weak-hip-abductors

evenstride explain "weak hamstrings"

evenstride explain"""


def exercises(
    name: Annotated[
        str | None, typer.Argument(help="An exercise's id, code or name, to see it whole.")
    ] = None,
    *,
    region: Annotated[str | None, typer.Option(help="Only of a region, as hips.")] = None,
    have: Annotated[
        list[str] | None, typer.Option(help="Only with what you have, as strap,bench.")
    ] = None,
    complaint: Annotated[
        str | None, typer.Option(help="What helps with it, as low-back; the best first.")
    ] = None,
    find: Annotated[str, typer.Option(metavar="WORDS", help="Only those that speak of it.")] = "",
    picture: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Draw it, moving, as an .svg file.")
    ] = None,
    why: Annotated[
        bool, typer.Option("--why", help="How it was decided where sources disagree.")
    ] = False,
) -> None:
    """List the exercises, or show one whole: steps, cues, mistakes, dose, levels, evidence."""
    from evenstride.knowledge import knowledge
    from evenstride.terminal import knowing as terminal
    from evenstride.workshop.answers import chosen_names
    from evenstride.workshop.searching import exercise_called, find_exercises

    known = knowledge()
    if name is not None:
        exercise = exercise_called(name, known)
        terminal.show_exercise(exercise, known, why=why)
        if picture is not None:
            _draw(exercise, picture)
        return
    if picture is not None or why:
        raise InputError("Name the exercise that --picture or --why is about.")
    found = find_exercises(
        known,
        words=find,
        region=region,
        equipment=None if have is None else list(chosen_names(have)),
        complaint=complaint,
    )
    if not found:
        raise InputError("No exercise fits all of that. Ask for less at a time.")
    terminal.show_exercises(found)


def _draw(exercise: Exercise, file: Path) -> None:
    """Write the picture of an exercise."""
    from evenstride.workshop.picturing import draw

    draw(exercise, file)
    typer.echo(f"The picture is at {file}", err=True)


def explain(
    cause: Annotated[
        str | None, typer.Argument(help="A cause's id, code or name; without it all are listed.")
    ] = None,
) -> None:
    """Tell all about a cause: what it leads to, what leads to it, what tells of it, what helps."""
    from evenstride.knowledge import knowledge
    from evenstride.terminal.knowing import show_cause, show_causes
    from evenstride.workshop.searching import cause_called, explained

    known = knowledge()
    if cause is None:
        show_causes(known)
        return
    show_cause(explained(cause_called(cause, known), known), known)
