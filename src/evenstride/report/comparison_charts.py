"""Joint angles over the gait cycle, one film over another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from evenstride.angles import Curve
from evenstride.report.charts import SIDE_NAME, Spec, axis, band, layout, numbers, y_axis
from evenstride.report.wording import UNITS
from evenstride.sitting import Sitting
from evenstride.skeleton import SIDES, Side

HEIGHT_PX = 230


@dataclass(frozen=True)
class PairChart:
    """One joint angle of one side in two films."""

    name: str
    side: Side
    words: str
    spec: Spec


def pair_charts(before: Sitting, after: Sitting) -> tuple[PairChart, ...]:
    """A chart for every angle and side that both films show."""
    later = {curve.key: curve for curve in after.curves}
    return tuple(
        PairChart(
            name=curve.name,
            side=side,
            words=f"{curve.name}, {side}, over the gait cycle in both films",
            spec=_chart((curve, later[curve.key]), side, (before.label, after.label)),
        )
        for curve in before.curves
        for side in SIDES
        if curve.key in later and side in curve.mean and side in later[curve.key].mean
    )


def _chart(pair: tuple[Curve, Curve], side: Side, labels: tuple[str, str]) -> Spec:
    """Two means with their bands; the first film is dashed and grey."""
    colours = ("both", side)
    edges = [c.mean[s] + k * c.sd[s] for c in pair for s in c.mean for k in (-1, 1)]
    data = [band(curve, side, colour) for curve, colour in zip(pair, colours, strict=True)]
    data += [
        _line(curve, side, colour, label)
        for curve, colour, label in zip(pair, colours, labels, strict=True)
    ]
    whole = layout(
        HEIGHT_PX,
        xaxis=axis(range=[0, 100], ticksuffix=" %", nticks=6),
        yaxis=y_axis(pair[0].unit, edges),
        hovermode="x unified",
        hoverlabel={"bgcolor": "@card", "font": {"color": "@ink"}, "bordercolor": "@line"},
        shapes=_toe_offs(pair, side, colours),
    )
    return {"data": data, "layout": whole}


def _line(curve: Curve, side: Side, colour: str, label: str) -> Spec:
    dash = "dash" if colour == "both" else "solid"
    return {
        "type": "scatter",
        "mode": "lines",
        "name": f"{SIDE_NAME[side]}, {_escaped(label)}",
        "x": numbers(curve.cycle_percent, 1),
        "y": numbers(curve.mean[side], 2),
        "line": {"color": f"@{colour}", "width": 2.5, "dash": dash},
        "hovertemplate": f"%{{y:.0f}}{UNITS.get(curve.unit, ' ' + curve.unit)}",
    }


def _escaped(label: str) -> str:
    """Plotly reads a few tags in names; a film's name is only ever text."""
    return label.replace("&", "&amp;").replace("<", "&lt;").replace("%", "&#37;")


def _toe_offs(pair: Sequence[Curve], side: Side, colours: Sequence[str]) -> list[Spec]:
    """A dotted line at each film's toe-off."""
    shown = [
        (curve.toe_off_percent.get(side, np.nan), colour)
        for curve, colour in zip(pair, colours, strict=True)
    ]
    return [
        {
            "type": "line",
            "x0": round(x, 1),
            "x1": round(x, 1),
            "yref": "paper",
            "y0": 0,
            "y1": 1,
            "line": {"color": f"@{colour}", "width": 1.5, "dash": "dot"},
        }
        for x, colour in shown
        if np.isfinite(x)
    ]
