"""Commands that measure: `demo`, `analyze`, `export` and `compare`."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from evenstride.cli.planning import AnswersOption, ComplaintOption, NoRedFlagsOption, asked_first
from evenstride.corrections import NONE, read_corrections
from evenstride.errors import InputError
from evenstride.recordings import writers
from evenstride.workshop import (
    DEMO_FAULTS,
    Wishes,
    analyze_all,
    demonstrate,
    workers,
)
from evenstride.workshop.comparing import compare_into

if TYPE_CHECKING:
    from evenstride.intake import Intake

ANALYZE_EXAMPLES = """Examples:

evenstride analyze run.mp4

evenstride analyze run.mp4 --height 1.78 --speed 3.3 --out result

evenstride analyze side.mp4 rear.mp4 --out both

evenstride analyze run.mp4 --answers answers.toml"""

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
    complaint: ComplaintOption = None,
    answers: AnswersOption = None,
    no_red_flags: NoRedFlagsOption = False,
    out: Annotated[
        Path | None, typer.Option(help="Folder for the results; by default beside the clip.")
    ] = None,
) -> None:
    """Measure how somebody runs in each clip, and write a report."""
    if corrections is not None and len(clips) > 1:
        raise InputError("Corrections belong to one clip; name that clip alone.")
    by_hand = NONE if corrections is None else read_corrections(corrections)
    intake = _intake(complaint or (), answers, no_red_flags=no_red_flags)
    wishes = Wishes(view.value, surface.value, height, speed, fps, by_hand, intake)
    _analyze(clips, out or _beside(clips), wishes)


def _intake(
    complaints: Sequence[str], answers: Path | None, *, no_red_flags: bool
) -> Intake | None:
    """What was told about the runner; None where nothing was."""
    if not complaints and answers is None:
        if no_red_flags:
            raise InputError("--no-red-flags belongs to --complaint or --answers.")
        return None
    from evenstride.knowledge import knowledge
    from evenstride.workshop.answers import Typed

    typed = Typed(complaints=complaints, no_red_flags=no_red_flags)
    return asked_first(answers, typed, knowledge())


def _analyze(clips: Sequence[Path], folder: Path, wishes: Wishes) -> None:
    """Analyse clips one by one and show each; those that cannot serve are named at the end."""
    from evenstride import terminal
    from evenstride.terminal.planning import warn

    shown, failures = 0, list[InputError]()
    with terminal.bar() as bar, workers() as executor:
        for result in analyze_all(clips, folder, wishes, executor=executor, tell=bar.tell):
            if isinstance(result, InputError):
                failures.append(result)
                continue
            with bar.hidden():
                terminal.show(result, first=shown == 0)
                if result.plan is not None:
                    warn(result.plan)
            shown += 1
    if failures:
        raise InputError("\n".join(str(failure) for failure in failures))


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
