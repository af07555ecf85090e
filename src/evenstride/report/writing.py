"""From analyses to one self-contained page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from evenstride.analysis import Analysis
from evenstride.errors import InputError
from evenstride.plan import Plan
from evenstride.report import assets
from evenstride.report.cards import Truth
from evenstride.report.film import Embedded, embedded
from evenstride.report.page import TIPS, Page, Told, section, section_data
from evenstride.report.planning import plan_view, style

Films = Path | Sequence[Path | None] | None


def write_report(
    analyses: Sequence[Analysis],
    out_path: Path,
    *,
    overlay: Films = None,
    poster: Path | None = None,
    truth: Truth | None = None,
    made: date | None = None,
    plan: Plan | None = None,
) -> None:
    """Write the report: one page that holds everything it shows and asks nobody for more.

    `overlay` is the annotated film, or one (or None) per analysis.  `truth` is what a
    drawn runner really does, `{metric: {side: value}}`, shown beside what was measured.
    With a `plan` the page shows it below the films, and its safety notes above them.
    """
    if not analyses:
        raise InputError("There is nothing to report yet. Analyse a film first.")
    films = _films(analyses, overlay, poster)
    told = Told(made or _today(), truth or {})
    sections = tuple(
        section(analysis, number, film, told)
        for number, (analysis, film) in enumerate(zip(analyses, films, strict=True), start=1)
    )
    data = [section_data(a, film) for a, film in zip(analyses, films, strict=True)]
    script, plotly = assets.script("report.js"), assets.plotly()
    page = Page(
        title=" and ".join(dict.fromkeys(analysis.clip.name for analysis in analyses)),
        version=assets.version(),
        sections=sections,
        plan=None if plan is None else plan_view(plan),
        tips=TIPS,
        policy=assets.policy(script, plotly),
        style=style(),
        script=script,
        plotly=plotly,
        data={"sections": data},
    )
    Path(out_path).write_text(assets.rendered("page.html", page), encoding="utf-8", newline="\n")


def _films(
    analyses: Sequence[Analysis], overlay: Films, poster: Path | None
) -> tuple[Embedded | None, ...]:
    given = [overlay] if overlay is None or isinstance(overlay, Path) else list(overlay)
    given += [None] * (len(analyses) - len(given))
    return tuple(
        None if film is None else embedded(analysis, film, poster)
        for analysis, film in zip(analyses, given, strict=True)
    )


def _today() -> date:
    return date.today()  # noqa: DTZ011  # the reader's own calendar day
