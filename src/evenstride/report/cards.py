"""What the page shows of one metric."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from evenstride.analysis import Analysis
from evenstride.events import View
from evenstride.metrics import catalogue
from evenstride.metrics.measurement import Difference, Estimate, Measurement
from evenstride.report import wording
from evenstride.report.picture import LANES, Picture, picture

Truth = Mapping[str, float | Mapping[str, float]]
"""What a drawn runner really does: by metric, by side; one number stands for both sides."""

TIMING_UNITS = {"ms", "steps/min", ""}
"""A metric of time is known by its unit: a new metric finds its group by itself."""

GROUP_OF_VIEW: dict[View, str] = {
    "side": "Seen from the side",
    "rear": "Seen from behind",
    "front": "Seen from the front",
}

DEFAULT_TAG, DEFAULT_WORDS = "[E]", "our own estimate, not a clinical norm:"
"""How the sources mark an engineering default, and how the page says it."""

STATUS_WORDS = {"ok": "", "low": "Low confidence", "refused": "Not measured"}

SIDE_WORDS = {"left": "Left", "right": "Right", "both": "Both"}


@dataclass(frozen=True)
class Fact:
    """A named line of text."""

    name: str
    value: str


@dataclass(frozen=True)
class Row:
    """One side of a card, in words and digits."""

    side: str
    label: str
    value: str
    unit: str
    steps: str
    drawn: str
    mean: str
    sd: str
    interval: str


@dataclass(frozen=True)
class Card:
    """One metric, as the page shows it."""

    key: str
    name: str
    meaning: str
    status: str
    status_words: str
    reason: str
    rows: tuple[Row, ...]
    has_drawn: bool
    picture: Picture | None
    picture_words: str
    verdict: str
    verdict_kind: str
    verdict_detail: str
    background: tuple[Fact, ...]


@dataclass(frozen=True)
class Refusal:
    """Why some metrics could not be measured, and which; each by its key and name."""

    reason: str
    metrics: tuple[Fact, ...]


@dataclass(frozen=True)
class Group:
    """Cards that belong together."""

    title: str
    cards: tuple[Card, ...]


def groups(analysis: Analysis, truth: Truth) -> tuple[Group, ...]:
    """The metrics that carry a number, timing first."""
    of_view = GROUP_OF_VIEW[analysis.view]
    sorted_cards: dict[str, list[Card]] = {"Timing": [], of_view: []}
    for measurement in analysis.measurements:
        if measurement.status != "refused":
            title = "Timing" if measurement.unit in TIMING_UNITS else of_view
            sorted_cards[title].append(card(measurement, truth))
    return tuple(Group(title, tuple(cards)) for title, cards in sorted_cards.items() if cards)


def refused(analysis: Analysis) -> tuple[Refusal, ...]:
    """What this film cannot show, reason by reason; it carries no number at all."""
    names: dict[str, list[Fact]] = {}
    for item in analysis.measurements:
        if item.status == "refused":
            names.setdefault(item.reason, []).append(Fact(item.key, item.name))
    return tuple(Refusal(reason, tuple(metrics)) for reason, metrics in names.items())


def card(measurement: Measurement, truth: Truth) -> Card:
    """One metric in words, digits and a picture."""
    sides = {} if measurement.status == "refused" else measurement.sides
    drawn = _drawn(measurement.key, truth)
    rows = _rows(sides, measurement.unit, drawn)
    difference = measurement.difference if sides else None
    return Card(
        key=measurement.key,
        name=measurement.name,
        meaning=measurement.meaning,
        status=measurement.status,
        status_words=STATUS_WORDS[measurement.status],
        reason=measurement.reason,
        rows=rows,
        has_drawn=any(row.drawn for row in rows),
        picture=picture(sides, drawn),
        picture_words="; ".join(f"{row.label} {row.value}{row.unit}, {row.steps}" for row in rows),
        verdict=wording.verdict(difference) if difference else "",
        verdict_kind=difference.verdict.replace(" ", "-") if difference else "none",
        verdict_detail=_detail(difference, measurement.unit),
        background=_background(measurement.key),
    )


def _detail(difference: Difference | None, unit: str) -> str:
    judged = difference is not None and difference.verdict != "too few steps"
    return wording.verdict_detail(difference, unit) if difference and judged else ""


def _background(key: str) -> tuple[Fact, ...]:
    """How the number is taken and what is usual, where the catalogue knows this metric."""
    metric = catalogue().get(key)
    if metric is None:
        return ()
    lines = (
        Fact("How it is taken", metric.definition),
        Fact("Usual", metric.typical),
        Fact("Smallest difference that counts", metric.mdc_source),
        Fact("Sources", ", ".join(metric.sources)),
    )
    plain = (Fact(line.name, line.value.replace(DEFAULT_TAG, DEFAULT_WORDS)) for line in lines)
    return tuple(fact for fact in plain if fact.value)


def _drawn(key: str, truth: Truth) -> Mapping[str, float]:
    known = truth.get(key, {})
    if isinstance(known, Mapping):
        return {side: value for side, value in known.items() if math.isfinite(value)}
    return dict.fromkeys(LANES, known)


def _rows(sides: Mapping[str, Estimate], unit: str, drawn: Mapping[str, float]) -> tuple[Row, ...]:
    shown = [name for name in LANES if name in sides]
    if not shown:
        return ()
    places = wording.shared_decimals(sides[name].ci95 for name in shown)
    return tuple(_row(name, sides[name], unit, places, drawn.get(name)) for name in shown)


def _row(name: str, estimate: Estimate, unit: str, places: int, drawn: float | None) -> Row:
    return Row(
        side=name,
        label=SIDE_WORDS[name],
        value=wording.value_with_error(estimate.mean, estimate.ci95, places),
        unit=wording.unit(unit),
        steps=wording.steps(estimate.n),
        drawn="" if drawn is None else wording.number(drawn, places),
        mean=wording.number(estimate.mean, places) + wording.unit(unit),
        sd=wording.number(estimate.sd, places) + wording.unit(unit),
        interval=wording.interval(estimate.ci95, places),
    )
