"""The command line: `evenstride demo` and `evenstride analyze`."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from evenstride.corrections import NONE, read_corrections
from evenstride.errors import EvenstrideError, InputError
from evenstride.recordings import writers
from evenstride.version import VERSION
from evenstride.workshop import (
    DEMO_FAULTS,
    Wishes,
    analyze_all,
    demonstrate,
    workers,
)
from evenstride.workshop.comparing import compare_into

STOPPED = 130
"""The status in which Typer ends a program on Ctrl-C, without a word."""

ANALYZE_EXAMPLES = """Examples:

evenstride analyze run.mp4

evenstride analyze run.mp4 --height 1.78 --speed 3.3 --out result

evenstride analyze side.mp4 rear.mp4 --out both"""

EXPORT_EXAMPLES = """Examples:

evenstride export result --to trc

evenstride export result --to mot --out knees.mot

evenstride export result/analysis.json --to c3d"""

DEMO_EXAMPLES = """Examples:

evenstride demo

evenstride demo --fault overstride-left=0.1 --fault side_lean-right=6 --out demo"""

COMPARE_EXAMPLES = """Examples:

evenstride compare march june

evenstride compare march june --json -

evenstride compare unloaded overhead left right --out loads"""

app = typer.Typer(
    help="Film a runner; measure, per leg and with error bars, how they run. Not a diagnosis.",
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
        _end(str(error), 2)
    except SystemExit as end:
        if end.code == STOPPED:
            _end("Stopped. Nothing half-done was kept.", STOPPED)
        raise
    except BrokenPipeError:
        # Whoever read the answer has left; nothing more may be written, at exit either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)


def _end(sentence: str, status: int) -> None:
    print(sentence, file=sys.stderr)  # noqa: T201 - the one sentence, for people and pipes alike
    sys.exit(status)


def _version(asked: bool) -> None:  # noqa: FBT001 - Typer calls it with the flag's value
    if asked:
        typer.echo(f"evenstride {VERSION}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def _program(
    context: typer.Context,
    *,
    version: Annotated[  # noqa: ARG001 - handled before any command runs
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


@app.command(epilog=DEMO_EXAMPLES)
def demo(
    *,
    fault: Annotated[
        list[str] | None,
        typer.Option(help="A fault to draw, as overstride-left=0.1; may be given again."),
    ] = None,
    out: Annotated[Path, typer.Option(help="Folder for the results.")] = Path("evenstride-demo"),
) -> None:
    """Film a drawn runner from side and rear, analyse both, and show the truth beside."""
    from evenstride import terminal

    faults = dict(_fault(text) for text in fault) if fault else dict(DEMO_FAULTS)
    with terminal.bar() as bar, workers() as executor:
        shown = demonstrate(out, faults, executor=executor, tell=bar.tell)
    for result in shown.results:
        terminal.show_beside_truth(result, shown.truth)
    typer.echo(f"The report is at {shown.report}")


@app.command(epilog=ANALYZE_EXAMPLES)
def analyze(
    clips: Annotated[
        list[Path], typer.Argument(metavar="CLIP...", help="Films, or recorded keypoints.")
    ],
    *,
    view: Annotated[ViewChoice, typer.Option(help="From where it was filmed.")] = ViewChoice.auto,
    height: Annotated[
        float | None, typer.Option(help="The runner's height in metres, for centimetres.")
    ] = None,
    speed: Annotated[float | None, typer.Option(help="Running speed in metres a second.")] = None,
    surface: Annotated[
        SurfaceChoice, typer.Option(help="What the runner runs on.")
    ] = SurfaceChoice.auto,
    fps: Annotated[
        float | None, typer.Option(help="Frames a second of keypoints whose file does not say so.")
    ] = None,
    corrections: Annotated[
        Path | None, typer.Option(help="A file of keypoints and instants set by hand (.toml).")
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="Folder for the results; by default beside the clip.")
    ] = None,
) -> None:
    """Measure how somebody runs in each clip, and write a report."""
    from evenstride import terminal

    if corrections is not None and len(clips) > 1:
        raise InputError("Corrections belong to one clip; name that clip alone.")
    by_hand = NONE if corrections is None else read_corrections(corrections)
    wishes = Wishes(view.value, surface.value, height, speed, fps, by_hand)
    shown, failures = 0, list[InputError]()
    with terminal.bar() as bar, workers() as executor:
        folder = out or _beside(clips)
        for result in analyze_all(clips, folder, wishes, executor=executor, tell=bar.tell):
            if isinstance(result, InputError):
                failures.append(result)
                continue
            with bar.hidden():
                terminal.show(result, first=shown == 0)
            shown += 1
    if failures:
        raise InputError("\n".join(str(failure) for failure in failures))


@app.command(epilog=EXPORT_EXAMPLES)
def export(
    analysis: Annotated[
        Path, typer.Argument(help="A folder of results, or the analysis.json in it.")
    ],
    *,
    to: Annotated[
        str, typer.Option(help=f"One of {', '.join(one.name for one in writers())}.")
    ],
    out: Annotated[
        Path | None, typer.Option(help="The file; by default beside the results.")
    ] = None,
) -> None:
    """Write a result's keypoints, or its joint angles over time, for another program."""
    from evenstride.workshop.exporting import export as write

    typer.echo(f"Written to {write(analysis, to, out)}")


@app.command(epilog=COMPARE_EXAMPLES)
def compare(
    before: Annotated[
        Path, typer.Argument(metavar="BEFORE", help="Folder of results, or analysis.json.")
    ],
    after: Annotated[
        list[Path], typer.Argument(metavar="AFTER...", help="What to compare with it.")
    ],
    *,
    name: Annotated[
        list[str] | None,
        typer.Option(help="What to call a film; give one for each, the first one too."),
    ] = None,
    json: Annotated[
        str | None, typer.Option(metavar="FILE", help="Write the result as JSON; - is stdout.")
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(help="Folder for the page; evenstride-comparison unless --json is given."),
    ] = None,
) -> None:
    """Tell what changed between films of one runner, beyond measurement error."""
    from evenstride import terminal

    folder = out or (None if json else Path("evenstride-comparison"))
    done = compare_into([before, *after], folder, names=name or (), document=json)
    if json != "-":
        terminal.show_comparisons(done.comparisons)
    if done.page is not None:
        typer.echo(f"The page is at {done.page}", err=True)


def _beside(clips: Sequence[Path]) -> Path:
    """Where results go when nobody says: a folder named after the clip, next to it."""
    first = clips[0].absolute()
    name = f"{first.stem}-evenstride" if len(clips) == 1 else "evenstride"
    return first.parent / name


def _fault(text: str) -> tuple[str, float]:
    """A fault's name and size."""
    name, _, size = text.partition("=")
    try:
        return name, float(size)
    except ValueError as error:
        raise InputError(
            f"Give a fault as NAME=SIZE, as overstride-left=0.1, not {text}."
        ) from error


if __name__ == "__main__":
    main()
