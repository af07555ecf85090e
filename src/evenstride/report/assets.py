"""What every page is made of: style, scripts, and the policy that lets nothing else run."""

from __future__ import annotations

import base64
import hashlib
from importlib import metadata
from importlib.resources import files

from evenstride.report.palette import ON_DARK, ON_LIGHT


def version() -> str:
    """The version of the program that makes the page."""
    try:
        return metadata.version("evenstride")
    except metadata.PackageNotFoundError:
        return "from source"


def text(name: str) -> str:
    """A style sheet or a script of this package."""
    return files("evenstride.report").joinpath(name).read_text(encoding="utf-8")


def script(name: str) -> str:
    """A page's own script, with what all pages share put first."""
    return text("shared.js") + text(name)


def plotly() -> str:
    """The script that draws the charts."""
    from plotly.offline import get_plotlyjs

    return str(get_plotlyjs())


def style() -> str:
    """The style sheet, with the two sides' colours from the palette put first."""
    light, dark = (
        "".join(f"--{side}: {colour}; --{side}-band: {colour}2b; " for side, colour in pair.items())
        for pair in (ON_LIGHT, ON_DARK)
    )
    sides = (
        f":root {{ {light}}}\n"
        f"@media screen and (prefers-color-scheme: dark) {{ :root {{ {dark}}} }}\n"
    )
    return sides + text("report.css")


def policy(*scripts: str) -> str:
    """A content policy that lets only these two scripts run and nothing be fetched."""
    allowed = " ".join(f"'sha256-{_digest(script)}'" for script in scripts)
    return (
        f"default-src 'none'; script-src {allowed}; style-src 'unsafe-inline'; "
        "img-src data: blob:; media-src blob:; base-uri 'none'; form-action 'none'"
    )


def _digest(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode("ascii")


def rendered(template: str, page: object) -> str:
    """A page as HTML; names from outside are escaped, and only what the page declares can show."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("evenstride.report", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(template).render(page=page)
