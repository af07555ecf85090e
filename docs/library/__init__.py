"""The pages of what the program knows, made from its knowledge files."""

from __future__ import annotations

from collections.abc import Mapping

from evenstride.knowledge import Knowledge, knowledge
from evenstride.report.posing import animation_svg, picture_svg
from library import articles, causes, exercises, safety, screens, sources

MADE_BY = "<!-- Written by docs/make_library.py from the knowledge files; change these, run it. -->"
PICTURES = "images/exercises"
SCREEN_PICTURES = "images/screens"


def pages() -> Mapping[str, str]:
    """Every page, as it should be on disk."""
    known = knowledge()
    made = {
        "exercises.md": exercises.page(known),
        "causes.md": causes.page(known),
        "screens.md": screens.page(known),
        "safety.md": safety.page(known),
        "articles.md": articles.page(known),
        "sources.md": sources.page(known),
    }
    return {name: headed(text) for name, text in made.items()}


def headed(text: str) -> str:
    """The page with a word on who wrote it below its title."""
    title, _, rest = text.partition("\n")
    return f"{title}\n\n{MADE_BY}\n{rest.rstrip()}\n"


def pictures(known: Knowledge | None = None) -> Mapping[str, str]:
    """The moving picture of every exercise and the still one of its end."""
    made = {}
    for key, exercise in (known or knowledge()).exercises.items():
        made[f"{PICTURES}/{key}.svg"] = animation_svg(exercise)
        made[f"{PICTURES}/{key}-end.svg"] = picture_svg(exercise, "end")
    return made


def screen_pictures(known: Knowledge | None = None) -> Mapping[str, str]:
    """The still pictures of every test that has one: how it begins, and its far end."""
    return {
        f"{SCREEN_PICTURES}/{key}-{which}.svg": picture_svg(screen, which)
        for key, screen in (known or knowledge()).screens.items()
        if screen.picture is not None
        for which in ("start", "end")
    }
