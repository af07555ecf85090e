"""The page of the five cases: what came out of each, and what it hangs on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from evenstride.knowledge.entries import CAPTIONS
from evenstride.plan import Plan
from validation import plots
from validation.sensitivity import Sensitivity

if TYPE_CHECKING:
    from validation.cases import Case

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "cases.md"
PICTURE = ROOT / "docs" / "images" / "cases-tornado.svg"


def write_page(
    cases: Sequence[Case], plans: Mapping[str, Plan], hanging: Mapping[str, Sensitivity]
) -> None:
    """Write docs/cases.md and its tornado plot."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    plots.tornado(PICTURE, {case.title: hanging[case.name] for case in cases})
    folder = FileSystemLoader(Path(__file__).parent)
    pages = Environment(loader=folder, undefined=StrictUndefined, keep_trailing_newline=True)  # noqa: S701  # Markdown, no HTML
    text = pages.get_template("cases.md.jinja").render(
        cases=cases, plans=plans, captions=CAPTIONS, hanging=hanging, percent=percent
    )
    PAGE.write_text(text, encoding="utf-8")


def percent(share: float) -> str:
    """A probability as people read it."""
    return f"{100 * share:.0f} %"
