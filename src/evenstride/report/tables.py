"""The main numbers of each chart as a table, for those who read rather than look."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from evenstride.analysis import Curve, Trace
from evenstride.poses import Array
from evenstride.report import wording
from evenstride.report.charts import SIDE_NAME, lines
from evenstride.skeleton import SIDES, Side

CYCLE_STOPS = (0, 20, 40, 60, 80)
"""[E] Percent of the gait cycle listed in a curve's table."""


@dataclass(frozen=True)
class Table:
    """A small table: column heads, and rows that begin with the side."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def trace_table(trace: Trace) -> Table:
    """Lowest, middle and highest value of each side."""
    rows = tuple(
        (SIDE_NAME[name], *_extent(values, trace.unit)) for name, values in lines(trace).items()
    )
    return Table(("Side", "Lowest", "Middle", "Highest", "Frames seen"), rows)


def _extent(values: Array, unit: str) -> tuple[str, ...]:
    seen = values[np.isfinite(values)]
    share = f"{100 * len(seen) / max(len(values), 1):.0f} %"
    if not len(seen):
        return ("not seen", "not seen", "not seen", share)
    stops = (seen.min(), np.median(seen), seen.max())
    return (*(_value(float(v), unit) for v in stops), share)


def curve_table(curve: Curve) -> Table:
    """Each side's mean along the gait cycle, with its spread."""
    heads = ("Side", *(f"{stop} %" for stop in CYCLE_STOPS), "Toe-off at", "Strides")
    rows = tuple(
        (
            side.capitalize(),
            *(_stop(curve, side, stop) for stop in CYCLE_STOPS),
            f"{wording.number(curve.toe_off_percent.get(side, np.nan), 0)} %",
            str(curve.n[side]),
        )
        for side in SIDES
        if side in curve.mean
    )
    return Table(heads, rows)


def _stop(curve: Curve, side: Side, percent: int) -> str:
    at = int(np.argmin(np.abs(curve.cycle_percent - percent)))
    mean, sd = float(curve.mean[side][at]), float(curve.sd[side][at])
    return f"{wording.number(mean, 0)} {wording.PLUS_MINUS} {_value(sd, curve.unit)}"


def _value(value: float, unit: str) -> str:
    return wording.number(value, 0) + wording.unit(unit)
