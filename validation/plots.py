"""Pictures of agreement for the page of validation."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np

from evenstride.poses import Array
from validation.sensitivity import Sensitivity

mpl.use("svg")
mpl.rcParams.update(
    {
        "svg.hashsalt": "evenstride",  # the same picture is the same file
        "font.family": "sans-serif",
        "font.size": 9.5,
        "axes.spines.top": False,
        "axes.spines.right": False,
    }
)

COLOURS = ("#0f766e", "#b45309", "#4338ca", "#be123c", "#4d7c0f", "#7e22ce", "#0369a1", "#a16207")

LIMITS = 1.96
"""Bland & Altman 1986: 95 % of differences lie within so many SDs of their mean."""


def agreement(path: Path, pairs: Mapping[str, Array], *, unit: str, of: str) -> None:
    """Differences over means (Bland & Altman 1986): each group [N, 2] is truth and measured."""
    figure, axes = _sheet()
    whole = np.concatenate(list(pairs.values()))
    for colour, (name, values) in zip(COLOURS, pairs.items(), strict=False):
        mean, off = values.mean(axis=1), values[:, 1] - values[:, 0]
        axes.scatter(mean, off, s=11, alpha=0.55, color=colour, linewidths=0, label=name)
    off = whole[:, 1] - whole[:, 0]
    centre, spread = float(off.mean()), float(LIMITS * off.std(ddof=1))
    for value, style in ((centre, "-"), (centre - spread, "--"), (centre + spread, "--")):
        axes.axhline(value, color="#334155", lw=1, ls=style)
        axes.annotate(
            f"{value:+.1f}", (1.005, value), xycoords=("axes fraction", "data"), va="center"
        )
    axes.axhline(0, color="#94a3b8", lw=0.6)
    axes.set_xlabel(f"{of}, mean of both, {unit}")
    axes.set_ylabel(f"measured minus truth, {unit}")
    axes.legend(frameon=False, loc="lower left", bbox_to_anchor=(0, 1), ncols=len(pairs))
    _save(figure, path)


def _sheet() -> tuple[Any, Any]:
    from matplotlib.figure import Figure

    figure = Figure(figsize=(7.6, 3.6), layout="constrained")
    return figure, figure.subplots()


def _save(figure: Any, path: Path) -> None:  # noqa: ANN401  # matplotlib has no types
    figure.savefig(path, metadata={"Date": None})


def tornado(path: Path, hanging: Mapping[str, Sensitivity]) -> None:
    """How far the lead of a case's first cause moves with each number, one panel a case."""
    from matplotlib.figure import Figure

    rows = sum(len(one.swings) for one in hanging.values())
    figure = Figure(figsize=(8.4, 0.21 * rows + 0.85 * len(hanging)), layout="constrained")
    heights = [len(one.swings) + 1 for one in hanging.values()]
    panels = figure.subplots(len(hanging), 1, gridspec_kw={"height_ratios": heights}, sharex=True)
    for axes, (title, one) in zip(panels, hanging.items(), strict=True):
        place = np.arange(len(one.swings))[::-1]
        for end, colour, label in (("down", COLOURS[0], "smaller"), ("up", COLOURS[1], "larger")):
            moved = np.array([getattr(swing, end) for swing in one.swings]) - one.lead
            axes.barh(place, moved, left=one.lead, color=colour, height=0.7, label=label)
        axes.axvline(0.0, color="#dc2626", linewidth=0.9)
        axes.set_yticks(place, [swing.name for swing in one.swings], fontsize=7.5)
        axes.set_title(title.partition(":")[0], loc="left", fontsize=9.5)
    panels[0].legend(frameon=False, fontsize=8)
    panels[-1].set_xlabel("lead over the next cause, doublings")
    figure.savefig(path, metadata={"Date": None})
