"""What the report shows: frozen values the template may read, and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from evenstride.analysis import Analysis
from evenstride.events import Facing, Surface, View
from evenstride.findings import Film, findings
from evenstride.knowledge import knowledge
from evenstride.quality import Remark, Severity
from evenstride.report import wording
from evenstride.report.cards import Fact, Group, Refusal, Truth, groups, refused
from evenstride.report.charts import Spec, contact_chart, curve_chart, numbers, trace_chart
from evenstride.report.contacts import Contact, contacts, strikes
from evenstride.report.film import Embedded
from evenstride.report.planning import PlanView
from evenstride.report.planning.standing_out import StandsOut, stands_out
from evenstride.report.tables import Table, curve_table, trace_table

VIEW_WORDS: Final[dict[View, str]] = {
    "side": "From the side",
    "rear": "From behind",
    "front": "From the front",
}
FACING_WORDS: Final[dict[Facing, str]] = {
    "left": "facing left",
    "right": "facing right",
    "away": "facing away",
    "towards": "facing the camera",
}
SURFACE_WORDS: Final[dict[Surface, str]] = {
    "treadmill": "Treadmill",
    "overground": "Over ground",
}
ACTIVITY_WORDS: Final[dict[str, str]] = {
    "running": "Running",
    "walking": "Walking: running numbers do not apply",
    "standing": "Standing: there are no steps to measure",
    "unclear": "Unclear: read the numbers with care",
}
SEVERITY_WORDS: Final[dict[Severity, str]] = {
    "serious": "Serious",
    "warning": "Take care",
    "info": "Note",
}

TIPS: Final = (
    "Set the camera down at hip height, three to five metres away; do not pan or hold it.",
    "Look straight across the line of running, and straight along it from behind.",
    "Keep the whole body in the picture, feet and head included, in every frame.",
    "Film at 120 frames a second or more: contact times need it.",
    "Use plenty of light, so that the feet do not blur.",
    "Wear close-fitting clothes and shoes that stand out from the ground.",
    "Warm up, then film 30 to 60 seconds at a steady speed, and write the speed down.",
    "Film both sides, one after the other: the near leg is always seen best.",
    "To compare with another day, keep speed, shoes, place and camera the same.",
)
"""The recording protocol, in the runner's words [E]."""


@dataclass(frozen=True)
class Told:
    """What the film cannot say, and somebody told."""

    made: date
    truth: Truth


@dataclass(frozen=True)
class Notice:
    """A remark on the film, with its weight in words."""

    severity: str
    word: str
    sentence: str


@dataclass(frozen=True)
class ChartView:
    """A chart's place on the page: what it is called, and its numbers as a table."""

    index: int
    name: str
    words: str
    table: Table


@dataclass(frozen=True)
class Bar:
    """A contact on the film's time line, in percent of its length."""

    side: str
    start: float
    width: float


@dataclass(frozen=True)
class Section:
    """One film's part of the report."""

    number: int
    clip_name: str
    view: str
    headline: str
    facts: tuple[Fact, ...]
    notices: tuple[Notice, ...]
    stands_out: StandsOut
    film: Embedded | None
    film_end_s: float
    bars: tuple[Bar, ...]
    traces: tuple[ChartView, ...]
    curves: tuple[ChartView, ...]
    groups: tuple[Group, ...]
    refused: tuple[Refusal, ...]
    sha256: str


@dataclass(frozen=True)
class Page:
    """Everything the report's template may show."""

    title: str
    version: str
    sections: tuple[Section, ...]
    plan: PlanView | None
    tips: tuple[str, ...]
    policy: str
    style: str
    script: str
    plotly: str
    data: dict[str, object]


def section(analysis: Analysis, number: int, film: Embedded | None, told: Told) -> Section:
    """One analysis, ready to be shown."""
    found = contacts(analysis.events)
    start_s, end_s = film_span(analysis, film)
    return Section(
        number=number,
        clip_name=analysis.clip.name,
        view=VIEW_WORDS[analysis.view],
        headline=wording.headline(analysis),
        facts=facts(analysis, told),
        notices=notices(analysis.quality),
        stands_out=standing_out(analysis),
        film=film,
        film_end_s=round(end_s - start_s, 4),
        bars=bars(found, start_s, end_s),
        traces=tuple(
            ChartView(i, t.name, f"{t.name} over the film, left and right", trace_table(t))
            for i, t in enumerate(analysis.traces)
        ),
        curves=tuple(
            ChartView(i, c.name, f"{c.name} over the gait cycle, left and right", curve_table(c))
            for i, c in enumerate(analysis.curves)
        ),
        groups=groups(analysis, told.truth),
        refused=refused(analysis),
        sha256=analysis.clip.sha256,
    )


def standing_out(analysis: Analysis) -> StandsOut:
    """Which ways of running stand out in one film."""
    film = Film({m.key: m for m in analysis.measurements}, analysis.speed_m_s, analysis.height_m)
    known = knowledge()
    return stands_out(findings([film], known), known)


def facts(analysis: Analysis, told: Told) -> tuple[Fact, ...]:
    """How the clip was filmed and how much of it was measured."""
    clip = analysis.clip
    told_speed = analysis.speed_m_s
    speed = [] if told_speed is None else [Fact("Speed", f"{told_speed:.1f} m/s")]
    left, right = (strikes(analysis.events, side) for side in ("left", "right"))
    return (
        Fact("View", f"{VIEW_WORDS[analysis.view]}, {FACING_WORDS[analysis.facing]}"),
        Fact("Activity", ACTIVITY_WORDS[analysis.activity]),
        Fact("Surface", SURFACE_WORDS[analysis.surface]),
        *speed,
        Fact("Film", f"{clip.duration_s:.1f} s at {clip.fps:.0f} frames/s"),
        Fact("Steps counted", f"{left} left, {right} right"),
        Fact("Report made", f"{told.made.day} {told.made:%B %Y}"),
    )


def notices(remarks: Sequence[Remark]) -> tuple[Notice, ...]:
    """The remarks on the film, the gravest first."""
    order = list(SEVERITY_WORDS)
    ranked = sorted(remarks, key=lambda remark: order.index(remark.severity))
    return tuple(Notice(r.severity, SEVERITY_WORDS[r.severity], r.sentence) for r in ranked)


def film_span(analysis: Analysis, film: Embedded | None) -> tuple[float, float]:
    """The clip's own times the page can show: the embedded film's, or all of it."""
    times = analysis.poses.time_s
    if not len(times):
        return 0.0, 0.0
    if film is None:
        return float(times[0]), float(times[-1])
    return film.start_s, min(film.start_s + film.duration_s, float(times[-1]))


def bars(found: Sequence[Contact], start_s: float, end_s: float) -> tuple[Bar, ...]:
    """The contacts as bars on the film's time line."""
    span = max(end_s - start_s, 1e-9)
    return tuple(
        Bar(
            contact.side,
            round(100 * (max(contact.strike_s, start_s) - start_s) / span, 3),
            round(100 * (min(contact.toe_off_s, end_s) - max(contact.strike_s, start_s)) / span, 3),
        )
        for contact in found
        if contact.strike_s < end_s and contact.toe_off_s > start_s
    )


def section_data(analysis: Analysis, film: Embedded | None) -> Spec:
    """What the page's script needs of one analysis."""
    start_s, end_s = film_span(analysis, film)
    return {
        "film": film is not None,
        "start": start_s,
        "end": end_s,
        "times": numbers(analysis.poses.time_s, 4),
        "strikes": sorted(round(c.strike_s, 4) for c in contacts(analysis.events)),
        "contacts": contact_chart(contacts(analysis.events)),
        "traces": [trace_chart(trace) for trace in analysis.traces],
        "curves": [curve_chart(curve) for curve in analysis.curves],
    }
