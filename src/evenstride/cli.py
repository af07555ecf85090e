"""The command line: `evenstride demo` and `evenstride analyze`."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from evenstride.errors import EvenstrideError, InputError
from evenstride.version import VERSION
from evenstride.workshop import (
    DEMO_FAULTS,
    Wishes,
    analyze_all,
    demonstrate,
    workers,
)

STOPPED = 130
"""The status in which Typer ends a program on Ctrl-C, without a word."""

ANALYZE_EXAMPLES = """Examples:

evenstride analyze run.mp4

evenstride analyze run.mp4 --height 1.78 --speed 3.3 --out result

evenstride analyze side.mp4 rear.mp4 --out both"""

DEMO_EXAMPLES = """Examples:

evenstride demo

evenstride demo --fault overstride-left=0.1 --fault pelvic_drop-right=5 --out demo"""

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
        list[Path], typer.Argument(metavar="CLIP...", help="Films, or keypoint tables (.csv).")
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
    out: Annotated[
        Path | None, typer.Option(help="Folder for the results; by default beside the clip.")
    ] = None,
) -> None:
    """Measure how somebody runs in each clip, and write a report."""
    from evenstride import terminal

    wishes = Wishes(view.value, surface.value, height, speed)
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
