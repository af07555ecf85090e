"""From analyses to one self-contained page."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from datetime import date
from importlib import metadata
from importlib.resources import files
from pathlib import Path

from evenstride.analysis import Analysis
from evenstride.errors import InputError
from evenstride.report.cards import Truth
from evenstride.report.film import Embedded, embedded
from evenstride.report.page import TIPS, Page, Told, section, section_data
from evenstride.report.palette import ON_DARK, ON_LIGHT

Films = Path | Sequence[Path | None] | None


def write_report(
    analyses: Sequence[Analysis],
    out_path: Path,
    *,
    overlay: Films = None,
    poster: Path | None = None,
    truth: Truth | None = None,
    made: date | None = None,
) -> None:
    """Write the report: one page that holds everything it shows and asks nobody for more.

    `overlay` is the annotated film, or one (or None) per analysis.  `truth` is what a
    drawn runner really does, `{metric: {side: value}}`, shown beside what was measured.
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
    style, script, plotly = _style(), _text("report.js"), _plotly()
    page = Page(
        title=" and ".join(dict.fromkeys(analysis.clip.name for analysis in analyses)),
        version=_version(),
        sections=sections,
        tips=TIPS,
        policy=_policy(script, plotly),
        style=style,
        script=script,
        plotly=plotly,
        data={"sections": data},
    )
    Path(out_path).write_text(render(page), encoding="utf-8", newline="\n")


def render(page: Page) -> str:
    """The page as HTML; names from outside are escaped, and only what `Page` declares can show."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("evenstride.report", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("page.html").render(page=page)


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


def _version() -> str:
    try:
        return metadata.version("evenstride")
    except metadata.PackageNotFoundError:
        return "from source"


def _text(name: str) -> str:
    return files("evenstride.report").joinpath(name).read_text(encoding="utf-8")


def _plotly() -> str:
    from plotly.offline import get_plotlyjs

    return str(get_plotlyjs())


def _style() -> str:
    """The style sheet, with the two sides' colours from the palette put first."""
    light, dark = (
        "".join(f"--{side}: {colour}; --{side}-band: {colour}2b; " for side, colour in pair.items())
        for pair in (ON_LIGHT, ON_DARK)
    )
    sides = (
        f":root {{ {light}}}\n"
        f"@media screen and (prefers-color-scheme: dark) {{ :root {{ {dark}}} }}\n"
    )
    return sides + _text("report.css")


def _policy(*scripts: str) -> str:
    """A content policy that lets only these two scripts run and nothing be fetched."""
    allowed = " ".join(f"'sha256-{_digest(script)}'" for script in scripts)
    return (
        f"default-src 'none'; script-src {allowed}; style-src 'unsafe-inline'; "
        "img-src data: blob:; media-src blob:; base-uri 'none'; form-action 'none'"
    )


def _digest(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode("ascii")
