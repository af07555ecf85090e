"""What an analysis says, in the terminal: tables for people, tab-separated lines for programs."""

from __future__ import annotations

import csv
import math
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeRemainingColumn
from rich.table import Table

from evenstride.comparison import Change, Comparison
from evenstride.metrics.measurement import Estimate, Measurement
from evenstride.report.wording import unit, value_with_error
from evenstride.workshop import Result, Truth

LOW = "* low confidence; the report says why"

COLUMNS = ("clip", "metric", "unit", "status", "side", "mean", "ci95_low", "ci95_high", "n")
"""The head of the tab-separated lines."""

CHANGES = (
    "before", "after", "metric", "unit", "side", "mean_before", "mean_after",
    "change", "ci95_low", "ci95_high", "detectable", "verdict",
)  # fmt: skip
"""The head of the tab-separated lines of a comparison."""


@dataclass(frozen=True)
class Bar:
    """How far the work is, on stderr, only where somebody watches."""

    progress: Progress
    task: TaskID

    def tell(self, what: str, done: float) -> None:
        """Show what is being done and the share of it that is done."""
        self.progress.update(self.task, description=what, completed=done)

    @contextmanager
    def hidden(self) -> Iterator[None]:
        """Take the bar away while something is printed."""
        self.progress.stop()
        yield
        self.progress.start()


@contextmanager
def bar() -> Iterator[Bar]:
    """A progress bar while the work goes on."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn())
    with Progress(
        *columns,
        console=console,
        transient=True,
        disable=not console.is_terminal,
        redirect_stdout=False,  # it would turn a result meant for a pipe to stderr
    ) as progress:
        yield Bar(progress, progress.add_task("Start", total=1.0))


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
    table = Table(
        title=f"Drawn / measured, {result.analysis.view} film",
        title_justify="left",
        caption=LOW,
        caption_justify="left",
    )
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
        caption=LOW,
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
    if value is None:
        return "-"
    if math.isfinite(value.ci95[0]):
        return value_with_error(value.mean, value.ci95)
    return f"{value.mean:.3g} ({value.n} step{'s' * (value.n != 1)})"


def _write_lines(result: Result, *, headed: bool) -> None:
    """One line for each number, refused metrics too, for whatever program reads them."""
    table = csv.writer(sys.stdout, dialect="excel-tab", lineterminator="\n")
    if headed:
        table.writerow(COLUMNS)
    for item in result.analysis.measurements:
        head = (result.analysis.clip.name, item.key, item.unit, item.status)
        for side, value in item.sides.items():
            numbers = (value.mean, *value.ci95)
            cells = (f"{number:.6g}" if math.isfinite(number) else "" for number in numbers)
            table.writerow((*head, side, *cells, value.n))
        if not item.sides:
            table.writerow((*head, "", "", "", "", ""))


def show_comparisons(comparisons: Sequence[Comparison]) -> None:
    """What changed, on stdout; what stands in the way of comparing, on stderr."""
    console, notes = Console(), Console(stderr=True)
    for each in comparisons:
        pair = f"{each.before.label}, {each.after.label}"
        for kind, words in (("not comparable", each.obstacles), ("note", each.cautions)):
            for sentence in words:
                line = f"{pair}: {kind}: {sentence}"
                notes.print(line, highlight=False, markup=False, soft_wrap=not notes.is_terminal)
        if console.is_terminal:
            console.print(_changes(each))
    if not console.is_terminal:
        _write_changes(comparisons)


def _changes(comparison: Comparison) -> Table:
    """One row for each metric and side that was judged."""
    table = Table(title_justify="left", caption=LOW, caption_justify="left")
    table.title = f"{comparison.after.label} compared with {comparison.before.label}"
    for heading in ("", "side", "before", "after", "change", "verdict"):
        table.add_column(heading)
    for change in comparison.changes:
        if change.verdict != "not comparable":
            name = f"{change.name} ({unit(change.unit).strip() or 'ratio'}){' *' * change.low}"
            means = (_number(change.before), _number(change.after))
            table.add_row(name, change.side, *means, _signed(change), change.verdict)
    return table


def _signed(change: Change) -> str:
    if not math.isfinite(change.ci95[0]):
        return "-"
    return value_with_error(change.value, change.ci95)


def _write_changes(comparisons: Sequence[Comparison]) -> None:
    """One line for each metric and side, for whatever program reads them."""
    table = csv.writer(sys.stdout, dialect="excel-tab", lineterminator="\n")
    table.writerow(CHANGES)
    for each in comparisons:
        for change in each.changes:
            means = (side.mean if side else math.nan for side in (change.before, change.after))
            numbers = (*means, change.value, *change.ci95, change.detectable)
            cells = (f"{number:.6g}" if math.isfinite(number) else "" for number in numbers)
            head = (each.before.label, each.after.label, change.key, change.unit, change.side)
            table.writerow((*head, *cells, change.verdict))
