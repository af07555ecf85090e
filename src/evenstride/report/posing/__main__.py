"""Write pictures to look at: `python -m evenstride.report.posing IDS --out DIR`."""

from __future__ import annotations

import argparse
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path

from evenstride.knowledge.entries import Exercise, Picture, Screen
from evenstride.knowledge.reading import data
from evenstride.posed import Posed, room_of, still
from evenstride.posed.placing import gaps_cm
from evenstride.report.posing.drawing import Pictured
from evenstride.report.posing.sheet import mistakes_drawn, written

KINDS = ("exercises", "screens")


def main() -> None:
    """Read what is asked for one by one, so that an unfinished other file is in nobody's way."""
    parser = argparse.ArgumentParser(description="Draw exercises and tests from their poses.")
    parser.add_argument(
        "ids", nargs="*", help="ids of exercises or tests, or files; all that have a picture"
    )
    parser.add_argument("--out", type=Path, required=True, help="the folder to write to")
    asked = parser.parse_args()
    found = [one for one in map(pictured, asked.ids or every_id()) if one.picture is not None]
    for one in found:
        sys.stdout.write(f"{one.id}\n{measured(one)}")
    sys.stdout.write(f"{written(found, asked.out)}\n")


def every_id() -> list[str]:
    """The ids of all exercises and tests."""
    files = [file for kind in KINDS for file in (data() / kind).iterdir()]
    return sorted(file.name.removesuffix(".toml") for file in files)


def pictured(name: str) -> Pictured:
    """One exercise or test by its id, or by the path of its file."""
    given = Path(name)
    files = [data() / kind / f"{name}.toml" for kind in KINDS]
    file = given if name.endswith(".toml") else next(one for one in files if one.is_file())
    told = {"id": given.stem, **tomllib.loads(file.read_text(encoding="utf-8"))}
    return Screen.model_validate(told) if "kind" in told else Exercise.model_validate(told)


def measured(one: Pictured) -> str:
    """How far each limb is from what it rests on, and what the thighs were moved to."""
    picture = one.picture
    if picture is None:
        return ""
    stills = {"start": still(picture), "end": still(picture, picture.end)}
    stills |= {name: still(picture, picture.end, drawn) for name, drawn in mistakes_drawn(one)}
    return _gaps(picture, stills)


def _gaps(picture: Picture, stills: Mapping[str, Posed]) -> str:
    support_m = room_of(picture).support_m
    lines = []
    for name, body in stills.items():
        gaps = gaps_cm(body.points, body.held, support_m, body.body)
        text = ", ".join(f"{limb} {gap:.0f}" for limb, gap in gaps.items())
        moved = ", ".join(f"{side}.hip={body.held[side + '.hip']:.0f}" for side in body.held.down)
        lines.append(f"  {name}: cm over what it rests on: {text}{'; ' * bool(moved)}{moved}\n")
    return "".join(lines)


if __name__ == "__main__":
    main()
