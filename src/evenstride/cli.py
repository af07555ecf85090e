"""The command line: `evenstride demo` and `evenstride analyze`."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from evenstride.errors import EvenstrideError, InputError
from evenstride.metrics.measurement import Estimate, Measurement
from evenstride.version import VERSION
from evenstride.workshop import (
    DEMO_FAULTS,
    Result,
    Tell,
    Truth,
    Wishes,
    analyze_all,
    demonstrate,
    workers,
)

app = typer.Typer(
    help="Film a runner; measure, per leg and with error bars, how they run. Not a diagnosis.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


class ViewChoice(StrEnum):
    """From where the clip was filmed."""

    auto = "auto"
    side = "side"
    rear = "rear"
    front = "front"


class SurfaceChoice(StrEnum):
    """Whether the ground moves."""

    auto = "auto"
    treadmill = "treadmill"
    overground = "overground"


def main() -> None:
    """Run the command; what a person can put right ends in one sentence and status 2."""
    try:
        app()
    except EvenstrideError as error:
        print(error, file=sys.stderr)  # noqa: T201 - the one sentence, for people and pipes alike
        sys.exit(2)
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)  # noqa: T201
        sys.exit(130)


def _version(asked: bool) -> None:  # noqa: FBT001 - Typer calls it with the flag's value
    if asked:
        Console().print(f"evenstride {VERSION}", highlight=False)
        raise typer.Exit


@app.callback()
def _program(
    version: Annotated[  # noqa: ARG001 - handled before any command runs
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None: ...


@app.command()
def demo(
    fault: Annotated[
        list[str] | None,
        typer.Option(help="A fault to draw, as overstride-left=0.1; may be given again."),
    ] = None,
    out: Annotated[Path, typer.Option(help="Folder for the results.")] = Path("evenstride-demo"),
) -> None:
    """Film a drawn runner from side and rear, analyse both, and show the truth beside."""
    faults = dict(_fault(text) for text in fault) if fault else dict(DEMO_FAULTS)
    with _progress() as tell, workers() as executor:
        shown = demonstrate(out, faults, executor=executor, tell=tell)
    console = Console()
    for result in shown.results:
        console.print(_comparison(result, shown.truth))
    console.print(f"The report is at {shown.report}", highlight=False, soft_wrap=True)


@app.command()
def analyze(
    clips: Annotated[list[Path], typer.Argument(help="Films, or keypoint tables (.csv).")],
    view: Annotated[ViewChoice, typer.Option(help="From where it was filmed.")] = ViewChoice.auto,
    height: Annotated[
        float | None, typer.Option(help="The runner's height in metres, for centimetres.")
    ] = None,
    speed: Annotated[float | None, typer.Option(help="Running speed in metres a second.")] = None,
    surface: Annotated[
        SurfaceChoice, typer.Option(help="What the runner runs on.")
    ] = SurfaceChoice.auto,
    out: Annotated[
        Path | None, typer.Option(help="Folder for the results; by default beside the clip.")
    ] = None,
) -> None:
    """Measure how somebody runs in each clip, and write a report."""
    wishes = Wishes(view.value, surface.value, height, speed)
    failures: list[InputError] = []
    with _progress() as tell, workers() as executor:
        results = analyze_all(clips, out or _beside(clips), wishes, executor=executor, tell=tell)
        for result in results:
            if isinstance(result, InputError):
                failures.append(result)
            else:
                _show(result)
    if failures:
        raise InputError("\n".join(str(failure) for failure in failures))


def _beside(clips: Sequence[Path]) -> Path:
    """Where results go when nobody says: a folder named after the clip, next to it."""
    if len(clips) == 1:
        return clips[0].with_name(f"{clips[0].stem}-evenstride")
    return clips[0].parent / "evenstride"


def _fault(text: str) -> tuple[str, float]:
    """A fault's name and size."""
    name, _, size = text.partition("=")
    try:
        return name, float(size)
    except ValueError as error:
        raise InputError(f"Give a fault as NAME=SIZE, as overstride-left=0.1, not {text}.") from error


@contextmanager
def _progress() -> Iterator[Tell]:
    """A progress bar on stderr, only where somebody watches."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("Start", total=1.0)
        yield lambda what, done: bar.update(task, description=what, completed=done)


def _show(result: Result) -> None:
    """A clip's numbers in a table, what to know first, and where the report is."""
    console = Console()
    analysis = result.analysis
    for remark in analysis.quality:
        console.print(f"{remark.severity}: {remark.sentence}", highlight=False)
    table = Table(
        title=f"{analysis.clip.name}: {analysis.view} view, facing {analysis.facing}",
        title_justify="left",
    )
    for heading in ("", "left", "right", "difference"):
        table.add_column(heading)
    for item in analysis.measurements:
        if item.status != "refused":
            table.add_row(_name(item), *_values(item), _verdict(item))
    console.print(table)
    console.print(f"The report is at {result.report}", highlight=False, soft_wrap=True)


def _comparison(result: Result, truth: Truth) -> Table:
    """Drawn beside measured, for the drawn runner."""
    table = Table(title=f"Drawn / measured, {result.analysis.view} film", title_justify="left")
    for heading in ("", "left drawn", "left measured", "right drawn", "right measured"):
        table.add_column(heading, justify="left" if not heading else "right")
    for item in result.analysis.measurements:
        drawn = truth.get(item.key, {})
        if item.status == "refused" or not drawn:
            continue
        cells = []
        for side in ("left", "right"):
            name = "both" if "both" in item.sides else side
            cells += [f"{drawn[name]:.4g}", _number(item.sides.get(name))]
        table.add_row(_name(item), *cells)
    return table


def _name(item: Measurement) -> str:
    unit = f" ({item.unit})" if item.unit else ""
    return f"{item.name}{unit}{' *low' if item.status == 'low' else ''}"


def _values(item: Measurement) -> tuple[str, str]:
    if "both" in item.sides:
        return _number(item.sides["both"]), ""
    return _number(item.sides.get("left")), _number(item.sides.get("right"))


def _number(value: Estimate | None) -> str:
    """A mean with half its confidence interval, as many digits as the error allows."""
    if value is None:
        return "-"
    half = 0.5 * (value.ci95[1] - value.ci95[0])
    digits = 0 if abs(value.mean) >= 100 else 1 if abs(value.mean) >= 1 else 2  # noqa: PLR2004
    return f"{value.mean:.{digits}f} +- {half:.{digits}f}"


def _verdict(item: Measurement) -> str:
    return item.difference.verdict if item.difference else ""


if __name__ == "__main__":
    main()
