"""The command line: each command is one function; here they get their names."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

from evenstride.cli import coaching, knowing, measuring, planning, screening
from evenstride.errors import EvenstrideError
from evenstride.version import VERSION

STOPPED = 130
"""The status in which Typer ends a program on Ctrl-C, without a word."""

app = typer.Typer(
    help="Film a runner; measure, per leg and with error bars, how they run. Not a diagnosis.",
    add_completion=False,
    pretty_exceptions_enable=False,
)


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


app.command(epilog=measuring.DEMO_EXAMPLES)(measuring.demo)
app.command(epilog=measuring.ANALYZE_EXAMPLES)(measuring.analyze)
app.command(epilog=measuring.EXPORT_EXAMPLES)(measuring.export)
app.command(epilog=measuring.COMPARE_EXAMPLES)(measuring.compare)
app.command(epilog=planning.PLAN_EXAMPLES)(planning.plan)
app.command(epilog=planning.QUESTIONS_EXAMPLES)(planning.questions)
app.command(epilog=coaching.COACH_EXAMPLES)(coaching.coach)
app.command(epilog=screening.SCREEN_EXAMPLES)(screening.screen)
app.command(epilog=knowing.EXERCISES_EXAMPLES)(knowing.exercises)
app.command(epilog=knowing.EXPLAIN_EXAMPLES)(knowing.explain)
