"""What an analysis says, in the terminal: tables for people, tab-separated lines for programs."""

from __future__ import annotations

import csv
import sys

from rich.console import Console
from rich.table import Table

from evenstride.metrics.measurement import Estimate, Measurement
from evenstride.report.wording import unit, value_with_error
from evenstride.workshop import Result, Truth

COLUMNS = ("clip", "metric", "unit", "status", "side", "mean", "ci95_low", "ci95_high", "n")
"""The head of the tab-separated lines."""


def show(result: Result, *, first: bool = True) -> None:
    """A clip's numbers on stdout; what to know about them, and the report's place, on stderr."""
    analysis, notes = result.analysis, Console(stderr=True)
    for remark in analysis.quality:
        line = f"{analysis.clip.name}: {remark.severity}: {remark.sentence}"
        notes.print(line, highlight=False, markup=False, soft_wrap=not notes.is_terminal)
    console = Console()
    if console.is_terminal:
        console.print(_table(result))
    else:
        _write_lines(result, headed=first)
    notes.print(f"The report is at {result.report}", highlight=False, markup=False, soft_wrap=True)


def show_beside_truth(result: Result, truth: Truth) -> None:
    """Drawn beside measured, for the drawn runner."""
    table = Table(title=f"Drawn / measured, {result.analysis.view} film", title_justify="left")
    for heading in ("", "left drawn", "left measured", "right drawn", "right measured"):
        table.add_column(heading, justify="left" if not heading else "right")
    for item in result.analysis.measurements:
        drawn = truth.get(item.key, {})
        if item.status == "refused" or not drawn:
            continue
        names = ("both",) if "both" in item.sides else ("left", "right")
        cells = [(f"{drawn[name]:.4g}", _number(item.sides.get(name))) for name in names]
        table.add_row(_name(item), *(text for pair in cells for text in pair))
    Console().print(table)


def _table(result: Result) -> Table:
    """One row for each metric that was measured."""
    analysis = result.analysis
    table = Table(
        title=f"{analysis.clip.name}: {analysis.view} view, facing {analysis.facing}",
        title_justify="left",
        caption="* low confidence; the report says why",
        caption_justify="left",
    )
    for heading in ("", "left", "right", "difference"):
        table.add_column(heading)
    for item in analysis.measurements:
        if item.status != "refused":
            verdict = item.difference.verdict if item.difference else ""
            table.add_row(_name(item), *_values(item), verdict)
    return table


def _name(item: Measurement) -> str:
    shown = unit(item.unit).strip()
    name = f"{item.name} ({shown})" if shown else item.name
    return f"{name} *" if item.status == "low" else name


def _values(item: Measurement) -> tuple[str, str]:
    if "both" in item.sides:
        return _number(item.sides["both"]), ""
    return _number(item.sides.get("left")), _number(item.sides.get("right"))


def _number(value: Estimate | None) -> str:
    """A mean with half its confidence interval, as many digits as the error allows."""
    return "-" if value is None else value_with_error(value.mean, value.ci95)


def _write_lines(result: Result, *, headed: bool) -> None:
    """One line for each number, refused metrics too, for whatever program reads them."""
    table = csv.writer(sys.stdout, dialect="excel-tab", lineterminator="\n")
    if headed:
        table.writerow(COLUMNS)
    for item in result.analysis.measurements:
        head = (result.analysis.clip.name, item.key, item.unit, item.status)
        for side, value in item.sides.items():
            numbers = (value.mean, *value.ci95)
            table.writerow((*head, side, *(f"{number:.6g}" for number in numbers), value.n))
        if not item.sides:
            table.writerow((*head, "", "", "", "", ""))
