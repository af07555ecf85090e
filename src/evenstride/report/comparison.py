"""The page that lays one film beside another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from evenstride.comparison import Comparison
from evenstride.report import assets
from evenstride.report.comparison_charts import pair_charts
from evenstride.report.comparison_film import Footage, footage
from evenstride.report.comparison_rows import Row, Rows, groups, headline, row
from evenstride.report.page import SURFACE_WORDS, VIEW_WORDS
from evenstride.sitting import Sitting

UNKNOWN: Final = "not told"


@dataclass(frozen=True)
class Facts:
    """One kind of fact about two films."""

    name: str
    before: str
    after: str


@dataclass(frozen=True)
class Chart:
    """A chart's place on the page."""

    index: int
    name: str
    side: str
    words: str


@dataclass(frozen=True)
class Section:
    """One film beside the first."""

    number: int
    before: str
    after: str
    headline: str
    facts: tuple[Facts, ...]
    obstacles: tuple[str, ...]
    cautions: tuple[str, ...]
    films: tuple[Footage, Footage] | None
    groups: tuple[Rows, ...]
    charts: tuple[Chart, ...]


@dataclass(frozen=True)
class Line:
    """One metric of one side across all conditions."""

    name: str
    side: str
    side_name: str
    unit: str
    before: str
    cells: tuple[Row | None, ...]


@dataclass(frozen=True)
class Page:
    """Everything the comparison's template may show."""

    title: str
    version: str
    sections: tuple[Section, ...]
    lines: tuple[Line, ...]
    claims: int
    policy: str
    style: str
    script: str
    plotly: str
    data: dict[str, object]


def write_comparison(comparisons: Sequence[Comparison], out_path: Path) -> None:
    """Write the page that shows each film beside the first, in step with the gait cycle."""
    films = _films(comparisons)
    script, plotly = assets.script("comparison.js"), assets.plotly()
    sections = tuple(
        _section(each, number, pair)
        for number, (each, pair) in enumerate(zip(comparisons, films, strict=True), start=1)
    )
    page = Page(
        title=" and ".join([comparisons[0].before.label, *(c.after.label for c in comparisons)]),
        version=assets.version(),
        sections=sections,
        lines=lines(comparisons) if len(comparisons) > 1 else (),
        claims=comparisons[0].claims,
        policy=assets.policy(script, plotly),
        style=assets.style() + assets.text("comparison.css"),
        script=script,
        plotly=plotly,
        data={"sections": [_data(c, f) for c, f in zip(comparisons, films, strict=True)]},
    )
    html = assets.rendered("comparison.html", page)
    Path(out_path).write_text(html, encoding="utf-8", newline="\n")


def _films(comparisons: Sequence[Comparison]) -> list[tuple[Footage, Footage] | None]:
    """Each pair of films, where both can be shown."""
    base = footage(comparisons[0].before)
    others = [footage(each.after) if base else None for each in comparisons]
    return [(base, other) if base and other else None for other in others]


def _section(
    comparison: Comparison, number: int, films: tuple[Footage, Footage] | None
) -> Section:
    charts = pair_charts(comparison.before, comparison.after)
    return Section(
        number=number,
        before=comparison.before.label,
        after=comparison.after.label,
        headline=headline(comparison),
        facts=facts(comparison.before, comparison.after),
        obstacles=comparison.obstacles,
        cautions=comparison.cautions,
        films=films,
        groups=groups(comparison.changes),
        charts=tuple(Chart(i, c.name, c.side, c.words) for i, c in enumerate(charts)),
    )


def _data(comparison: Comparison, films: tuple[Footage, Footage] | None) -> dict[str, object]:
    """What the page's script needs of one pair."""
    charts = pair_charts(comparison.before, comparison.after)
    return {
        "strikes": [film.strikes_s for film in films] if films else [],
        "charts": [{"side": chart.side, "spec": chart.spec} for chart in charts],
    }


def facts(before: Sitting, after: Sitting) -> tuple[Facts, ...]:
    """How the two films were taken, side by side."""
    return tuple(
        Facts(name, *values)
        for name, *values in (
            ("Film", before.clip.name, after.clip.name),
            ("View", *(VIEW_WORDS[each.view] for each in (before, after))),
            ("Speed", *(_speed(each) for each in (before, after))),
            ("Surface", *(SURFACE_WORDS[each.surface] for each in (before, after))),
            ("Length", *(_length(each) for each in (before, after))),
            ("Steps", *(_steps(each) for each in (before, after))),
        )
    )


def _speed(sitting: Sitting) -> str:
    return UNKNOWN if sitting.speed_m_s is None else f"{sitting.speed_m_s:.1f} m/s"


def _length(sitting: Sitting) -> str:
    return f"{sitting.clip.duration_s:.1f} s at {sitting.clip.fps:.0f} frames/s"


def _steps(sitting: Sitting) -> str:
    counts = [
        sum(event.side == side and event.kind == "foot_strike" for event in sitting.events)
        for side in ("left", "right")
    ]
    return f"{counts[0]} left, {counts[1]} right"


def lines(comparisons: Sequence[Comparison]) -> tuple[Line, ...]:
    """One line a metric and side, one cell a condition; what nobody could judge is left out."""
    found = [{(c.key, c.side): c for c in each.changes} for each in comparisons]
    keys = list(dict.fromkeys(key for each in found for key in each))
    judged = [key for key in keys if any(key in each and each[key].judged for each in found)]
    return tuple(
        _line([row(each[key]) if key in each else None for each in found]) for key in judged
    )


def _line(cells: Sequence[Row | None]) -> Line:
    first = next(cell for cell in cells if cell)
    return Line(first.name, first.side, first.side_name, first.unit, first.before, tuple(cells))
