"""The page of the photos of exercises: what the pose model made of each."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

from evenstride.knowledge import knowledge
from evenstride.live.watching import LEAST_CONFIDENCE
from validation.page import ROOT, table

if TYPE_CHECKING:
    from validation.photo_marks import Pair
    from validation.photos import Move, Photo, Result

PAGE: Final = ROOT / "docs" / "coach-validation" / "photos.md"
MOVES: Final = (
    "photos", "in the library", "angle", "must go", "by eye, deg", "by the model, deg",
    "goes right", "coach judges",
)  # fmt: skip
PHOTOS: Final = ("photo", "what it shows", "working leg", "other leg")
WAYS: Final = ("way", "working leg's landmarks near", "both legs'", "angles right", "coach judges")


def write_page(found: Result, others: Mapping[str, Result]) -> None:
    """Write docs/coach-validation/photos.md."""
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(page(found, others), encoding="utf-8")


def page(found: Result, others: Mapping[str, Result]) -> str:
    """The whole page."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    folder = FileSystemLoader(Path(__file__).parent)
    pages = Environment(loader=folder, undefined=StrictUndefined, keep_trailing_newline=True)  # noqa: S701  # Markdown, no HTML
    ways = {"**as a film** (the tables above)": found, **others}
    return pages.get_template("photos.md.jinja").render(
        found=found,
        doubted=LEAST_CONFIDENCE,
        moves=table(MOVES, (_move(move) for move in found.moves)),
        photos=table(PHOTOS, (_photo(photo) for photo in found.photos)),
        ways=table(WAYS, (_way(name, result) for name, result in ways.items())),
    )


def _move(move: Move) -> tuple[str, ...]:
    asked = move.asked
    angle = asked.name.replace("_", " ") + (", other leg" if asked.of == "other" else "")
    return (
        move.pair.folder.replace("_", " "),
        _entry(move.pair),
        angle,
        asked.goes,
        *(f"{pair[0]:.0f} → {pair[1]:.0f}" for pair in (move.true, move.seen)),
        "yes" if move.right else "**no**",
        "yes" if move.judged else "no, it is not sure",
    )


def _entry(pair: Pair) -> str:
    """What the library calls it, or what comes nearest."""
    known = knowledge()
    names = {key: one.name for key, one in known.exercises.items()}
    names |= {key: one.name for key, one in known.screens.items()}
    if pair.entry:
        return names[pair.entry]
    return f"no (nearest: {names[pair.nearest]})" if pair.nearest else "no"


def _photo(photo: Photo) -> tuple[str, ...]:
    name = f"{photo.pair.folder.replace('_', ' ')} {photo.number}"
    return name, photo.pair.shows, photo.failed("working"), photo.failed("other")


def _way(name: str, result: Result) -> tuple[str, ...]:
    working, both = (result.near(*legs) for legs in (("working",), ("working", "other")))
    of = len(result.in_library)
    right = (sum(move.right for move in result.in_library), of)
    judged = (sum(move.judged for move in result.in_library), of)
    shares = (working, both, right, judged)
    return name, *(f"{share} of {whole}" for share, whole in shares)
