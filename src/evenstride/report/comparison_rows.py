"""What the comparison's page shows of each change: words, digits, and a small picture."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from evenstride.comparison import Change, Comparison
from evenstride.metrics.measurement import Estimate
from evenstride.report import wording
from evenstride.report.charts import SIDE_NAME

WIDTH, HEIGHT, MARGIN = 240.0, 26.0, 8.0
"""The picture's own units."""

REACH = 3.0
"""[E] The picture shows changes up to three times the smallest detectable one."""

NOT_MEASURED = "not measured"

VERDICT_KIND = {
    "improved": "improved",
    "worse": "worse",
    "changed": "changed",
    "no detectable change": "same",
    "not comparable": "not-comparable",
    "too few steps": "not-comparable",
}

SHORT = {"no detectable change": "None detectable"}
"""Where the heading above says the rest."""

REAL = ("improved", "worse", "changed")


@dataclass(frozen=True)
class Lane:
    """A change against the smallest detectable one, in picture units."""

    zero_x: float
    zone_x: float
    zone_width: float
    low_x: float
    high_x: float
    mean_x: float
    beyond: str
    """`less` or `more` where the change lies outside the picture."""


@dataclass(frozen=True)
class Row:
    """One metric of one side, as the page shows it."""

    key: str
    name: str
    side: str
    side_name: str
    before: str
    after: str
    unit: str
    change: str
    smallest: str
    lane: Lane | None
    verdict: str
    kind: str
    reason: str
    low: bool


@dataclass(frozen=True)
class Rows:
    """The rows of one verdict, under a heading."""

    title: str
    words: str
    kind: str
    rows: tuple[Row, ...]


def groups(changes: Iterable[Change]) -> tuple[Rows, ...]:
    """Real changes first, then what stayed, then what cannot be compared."""
    rows = [row(change) for change in changes]
    found = (
        Rows("What changed", "Larger than all measurement error.", "real", _of(rows, REAL)),
        Rows(
            "No detectable change",
            "Either nothing changed, or less than can be told from error.",
            "same",
            _of(rows, ("no detectable change",)),
        ),
        Rows(
            "Not compared, and why",
            "No verdict is better than a wrong one.",
            "not-comparable",
            _of(rows, ("not comparable", "too few steps")),
        ),
    )
    return tuple(each for each in found if each.rows)


def _of(rows: Iterable[Row], verdicts: tuple[str, ...]) -> tuple[Row, ...]:
    return tuple(each for each in rows if each.kind in {VERDICT_KIND[v] for v in verdicts})


def row(change: Change) -> Row:
    """One change in words, digits and a picture."""
    shown = [each.ci95 for each in (change.before, change.after) if each]
    places = wording.shared_decimals(shown)
    finite = math.isfinite(change.value)
    return Row(
        key=change.key,
        name=change.name,
        side=change.side,
        side_name=SIDE_NAME[change.side],
        before=_value(change.before, places),
        after=_value(change.after, places),
        unit=wording.unit(change.unit),
        change=signed(change) if finite else "",
        smallest=f"{change.detectable:.2g}" if finite else "",
        lane=lane(change) if finite else None,
        verdict=verdict(change),
        kind=VERDICT_KIND[change.verdict],
        reason=change.reason,
        low=change.low,
    )


def _value(estimate: Estimate | None, places: int) -> str:
    return NOT_MEASURED if estimate is None else wording.number(estimate.mean, places)


def signed(change: Change) -> str:
    """A change with its sign and its error."""
    text = wording.value_with_error(abs(change.value), change.ci95)
    digits = text.split(wording.HARD_SPACE)[0]
    if not any(digit in digits for digit in "123456789"):
        return text
    return ("+" if change.value > 0 else wording.MINUS) + text


def verdict(change: Change) -> str:
    """The verdict in a word or two."""
    if change.verdict == "changed":
        return "Higher" if change.value > 0 else "Lower"
    return SHORT.get(change.verdict, change.verdict.capitalize())


def lane(change: Change) -> Lane:
    """Where a change and its error lie against the smallest detectable change."""
    middle, half = WIDTH / 2, WIDTH / 2 - MARGIN

    def x(value: float) -> float:
        share = value / (REACH * change.detectable) if change.detectable > 0 else 0.0
        return round(middle + half * min(max(share, -1.0), 1.0), 1)

    outside = abs(change.value) > REACH * change.detectable
    return Lane(
        zero_x=x(0.0),
        zone_x=x(-change.detectable),
        zone_width=round(x(change.detectable) - x(-change.detectable), 1),
        low_x=x(change.ci95[0]),
        high_x=x(change.ci95[1]),
        mean_x=x(change.value),
        beyond=("more" if change.value > 0 else "less") if outside else "",
    )


def headline(comparison: Comparison) -> str:
    """What changed, in one sentence; the surest first."""
    real = sorted(
        (change for change in comparison.changes if change.verdict in REAL),
        key=lambda change: (change.low, -abs(change.value) / (change.detectable or 1.0)),
    )
    if real:
        named = " and ".join(_named(real[:2]))
        more = f"; {len(real) - 2} more changed" if len(real) > len(real[:2]) else ""
        return f"{named[0].upper()}{named[1:]}{more}."
    if any(change.judged for change in comparison.changes):
        return "Nothing changed beyond measurement error."
    return "These films cannot be compared."


def _named(changes: Iterable[Change]) -> Iterator[str]:
    for change in changes:
        where = "" if change.side == "both" else f" on the {change.side}"
        size = wording.value_with_error(abs(change.value), change.ci95) + wording.unit(change.unit)
        how = f" ({change.verdict})" if change.verdict != "changed" else ""
        doubt = ", low confidence" if change.low else ""
        way = "higher" if change.value > 0 else "lower"
        yield f"{change.name.lower()}{where} is {way} by {size}{how}{doubt}"
