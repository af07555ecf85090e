"""Chart descriptions for Plotly, as plain values; the page's script gives them the theme's colours.

A colour is written `@name` and stands for the page's CSS variable `--name`, so
one description serves light, dark and paper.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from evenstride.analysis import Curve, Trace
from evenstride.poses import Array
from evenstride.report.contacts import Contact
from evenstride.report.wording import UNITS
from evenstride.skeleton import SIDES, Side

Spec = dict[str, object]

SIDE_NAME = {"left": "Left", "right": "Right", "both": "Both"}

LEFT_MARGIN_PX = 44
RIGHT_MARGIN_PX = 12
"""The script lays its cursor over a chart by these two margins."""

ROOM, NAMES_ROOM = 0.08, 0.22
"""Free room around a chart's lines as a share of their height; names need more above."""

LABEL_FROM, LABEL_TO = 8, 92
"""A curve's name stands inside this part of the cycle, clear of the edges."""


def numbers(values: Array, places: int) -> list[float | None]:
    """An array as JSON has it: rounded, and nothing where nothing was seen."""
    rounded = np.round(np.asarray(values, dtype=np.float64), places)
    return [float(v) if np.isfinite(v) else None for v in rounded]


def layout(height: int, **more: object) -> Spec:
    """A chart's frame, for any theme and for paper."""
    return {
        "height": height,
        "margin": {"l": LEFT_MARGIN_PX, "r": RIGHT_MARGIN_PX, "t": 10, "b": 24},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": "@font", "size": 12, "color": "@soft"},
        "showlegend": False,
        "dragmode": False,
        **more,
    }


def axis(**more: object) -> Spec:
    """A plain axis that does not move."""
    return {
        "gridcolor": "@grid",
        "zeroline": False,
        "linecolor": "@grid",
        "fixedrange": True,
        **more,
    }


def y_axis(unit: str, curves: Sequence[Array], headroom: float = ROOM) -> Spec:
    """An upright axis with room for every curve."""
    values = np.concatenate([np.empty(0), *(np.ravel(c) for c in curves)])
    values = values[np.isfinite(values)]
    low, high = (float(values.min()), float(values.max())) if len(values) else (0.0, 1.0)
    span = (high - low) or 1.0
    suffix = UNITS.get(unit, unit)
    return axis(
        range=[low - ROOM * span, high + headroom * span],
        ticksuffix=suffix if len(suffix) == 1 else "",
        nticks=5,
        zeroline=low < 0 < high,
        zerolinecolor="@line",
        zerolinewidth=1,
    )


def trace_chart(trace: Trace) -> Spec:
    """One angle over the film, both sides; the script adds the times and moves the window."""
    data = [
        {
            "type": "scatter",
            "mode": "lines",
            "name": SIDE_NAME[name],
            "y": numbers(values, 2),
            "line": {"color": f"@{name}", "width": 2},
            "connectgaps": False,
        }
        for name, values in lines(trace).items()
    ]
    upright = y_axis(trace.unit, list(trace.values.values()))
    return {"data": data, "layout": layout(150, xaxis=_time_axis(), yaxis=upright)}


def lines(trace: Trace) -> Mapping[str, Array]:
    """The trace's lines by name; an angle of the whole body, such as the trunk's, has one."""
    sides = [trace.values[side] for side in SIDES if side in trace.values]
    if len(sides) == len(SIDES) and np.array_equal(sides[0], sides[1], equal_nan=True):
        return {"both": sides[0]}
    return {side: trace.values[side] for side in SIDES if side in trace.values}


def _time_axis() -> Spec:
    return axis(ticksuffix=" s", nticks=7)


def contact_chart(found: Sequence[Contact]) -> Spec:
    """Which foot was on the ground when."""
    rows: dict[Side, int] = {"left": 1, "right": 0}
    data = [_contact_bars([c for c in found if c.side == side], side, rows[side]) for side in SIDES]
    names = axis(range=[-0.6, 1.6], tickvals=[1, 0], ticktext=["Left", "Right"], showgrid=False)
    return {"data": data, "layout": layout(86, xaxis=_time_axis(), yaxis=names)}


def _contact_bars(found: Sequence[Contact], side: Side, row: int) -> Spec:
    xs = [t for c in found for t in (round(c.strike_s, 4), round(c.toe_off_s, 4), None)]
    symbols = ["triangle-down", "triangle-up", "circle"] * len(found)
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": xs,
        "y": [row if x is not None else None for x in xs],
        "line": {"color": f"@{side}", "width": 6},
        "marker": {"color": f"@{side}", "symbol": symbols, "size": 11},
        "connectgaps": False,
    }


def curve_chart(curve: Curve) -> Spec:
    """A joint angle over the gait cycle: each side's mean, its spread and its toe-off."""
    sides = [side for side in SIDES if side in curve.mean]
    bands = [band(curve, side) for side in sides]
    means = [_mean_line(curve, side) for side in sides]
    edges = [curve.mean[s] + k * curve.sd[s] for s in sides for k in (-1, 1)]
    whole = layout(
        270,
        xaxis=axis(range=[0, 100], ticksuffix=" %", nticks=6),
        yaxis=y_axis(curve.unit, edges, headroom=NAMES_ROOM),
        hovermode="x unified",
        hoverlabel={"bgcolor": "@card", "font": {"color": "@ink"}, "bordercolor": "@line"},
        shapes=[_toe_off_line(curve, side) for side in sides if _has_toe_off(curve, side)],
        annotations=[*_toe_off_names(curve), *_curve_names(curve)],
    )
    return {"data": [*bands, *means], "layout": whole}


def band(curve: Curve, side: Side, colour: str | None = None) -> Spec:
    """A curve's mean give or take one SD from step to step, in its side's colour or another."""
    low, high = curve.mean[side] - curve.sd[side], curve.mean[side] + curve.sd[side]
    x = numbers(curve.cycle_percent, 1)
    return {
        "type": "scatter",
        "x": [*x, *x[::-1]],
        "y": [*numbers(high, 2), *numbers(low, 2)[::-1]],
        "fill": "toself",
        "fillcolor": f"@{colour or side}-band",
        "line": {"width": 0},
        "mode": "lines",
        "hoverinfo": "skip",
    }


def _mean_line(curve: Curve, side: Side) -> Spec:
    return {
        "type": "scatter",
        "mode": "lines",
        "name": SIDE_NAME[side],
        "x": numbers(curve.cycle_percent, 1),
        "y": numbers(curve.mean[side], 2),
        "line": {"color": f"@{side}", "width": 2.5},
        "hovertemplate": f"%{{y:.0f}}{UNITS.get(curve.unit, ' ' + curve.unit)}",
    }


def _has_toe_off(curve: Curve, side: Side) -> bool:
    return bool(np.isfinite(curve.toe_off_percent.get(side, np.nan)))


def _toe_off_line(curve: Curve, side: Side) -> Spec:
    x = round(curve.toe_off_percent[side], 1)
    line = {"color": f"@{side}", "width": 1.5, "dash": "dot"}
    return {"type": "line", "x0": x, "x1": x, "yref": "paper", "y0": 0, "y1": 1, "line": line}


def _toe_off_names(curve: Curve) -> list[Spec]:
    """Names beside the toe-off lines: the earlier to the left, the later to the right."""
    marked = [side for side in SIDES if _has_toe_off(curve, side)]
    marked.sort(key=lambda side: curve.toe_off_percent[side])
    anchors = ["right", "left"] if len(marked) > 1 else ["left"]
    return [
        _note(curve.toe_off_percent[side], 1, f"{SIDE_NAME[side]} toe-off", side)
        | {"yref": "paper", "yanchor": "top", "xanchor": anchor}
        for side, anchor in zip(marked, anchors, strict=True)
    ]


def _curve_names(curve: Curve) -> list[Spec]:
    """Each curve's name beside it, where the two curves lie farthest apart."""
    sides = [side for side in SIDES if side in curve.mean]
    if len(sides) < len(SIDES):
        return []
    gap = curve.mean["left"] - curve.mean["right"]
    inside = (curve.cycle_percent >= LABEL_FROM) & (curve.cycle_percent <= LABEL_TO)
    reach = np.where(inside & np.isfinite(gap), np.abs(gap), -1.0)
    at = int(np.argmax(reach))
    upper: Side = "left" if gap[at] >= 0 else "right"
    return [
        _note(float(curve.cycle_percent[at]), float(curve.mean[side][at]), SIDE_NAME[side], side)
        | {"yshift": 15 if side == upper else -15, "bgcolor": "@card"}
        for side in sides
        if reach[at] >= 0
    ]


def _note(x: float, y: float, text: str, side: Side) -> Spec:
    font = {"color": f"@{side}", "size": 12}
    return {"x": round(x, 1), "y": round(y, 2), "text": text, "showarrow": False, "font": font}
