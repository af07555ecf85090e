"""The picture of an exercise as a file."""

from __future__ import annotations

from pathlib import Path

from evenstride.errors import InputError
from evenstride.knowledge.entries import Exercise
from evenstride.workshop.comparing import write_text


def draw(exercise: Exercise, file: Path) -> None:
    """Write the moving picture of an exercise; raises InputError where it has none."""
    from evenstride.report.posing import animation_svg

    if file.suffix.lower() != ".svg":
        raise InputError(f"A picture must be named as in {exercise.id}.svg.")
    if exercise.picture is None:
        raise InputError(f"{exercise.name} has no picture.")
    write_text(animation_svg(exercise), str(file))
