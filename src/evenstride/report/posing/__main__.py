"""Write pictures of exercises to look at: `python -m evenstride.report.posing IDS --out DIR`."""

from __future__ import annotations

import argparse
import sys
import tomllib
from pathlib import Path

from evenstride.knowledge.entries import Exercise
from evenstride.knowledge.reading import data
from evenstride.posed import room_of, still
from evenstride.posed.placing import gaps_cm
from evenstride.report.posing.sheet import written


def main() -> None:
    """Read the exercises one by one, so that an unfinished other file is in nobody's way."""
    parser = argparse.ArgumentParser(description="Draw exercises from their pose descriptions.")
    parser.add_argument("ids", nargs="*", help="exercise ids, or files; all that have a picture")
    parser.add_argument("--out", type=Path, required=True, help="the folder to write to")
    asked = parser.parse_args()
    exercises = [one for one in map(exercise, asked.ids or every_id()) if one.picture is not None]
    for one in exercises:
        sys.stdout.write(f"{one.id}\n{measured(one)}")
    sys.stdout.write(f"{written(exercises, asked.out)}\n")


def every_id() -> list[str]:
    """The ids of all exercises."""
    folder = data() / "exercises"
    return sorted(file.name.removesuffix(".toml") for file in folder.iterdir())


def exercise(name: str) -> Exercise:
    """One exercise by its id, or by the path of its file."""
    given = Path(name)
    if name.endswith(".toml"):
        text = given.read_text(encoding="utf-8")
    else:
        text = (data() / "exercises" / f"{name}.toml").read_text(encoding="utf-8")
    return Exercise.model_validate({"id": given.stem, **tomllib.loads(text)})


def measured(one: Exercise) -> str:
    """How far each limb is from what it rests on, and what the thighs were moved to."""
    picture = one.picture
    if picture is None:
        return ""
    support_m = room_of(picture).support_m
    lines = []
    stills = {"start": still(picture), "end": still(picture, picture.end)}
    stills |= {mistake.id: still(picture, picture.end, mistake.drawn)
               for mistake in one.mistakes if mistake.drawn is not None}  # fmt: skip
    for name, body in stills.items():
        gaps = gaps_cm(body.points, body.held, support_m, body.body)
        text = ", ".join(f"{limb} {gap:.0f}" for limb, gap in gaps.items())
        moved = ", ".join(f"{side}.hip={body.held[side + '.hip']:.0f}" for side in body.held.down)
        lines.append(f"  {name}: cm over what it rests on: {text}{'; ' * bool(moved)}{moved}\n")
    return "".join(lines)


if __name__ == "__main__":
    main()
