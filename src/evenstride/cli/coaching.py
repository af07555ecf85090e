"""The command that stays with an exercise: `coach`, in a film or live."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from evenstride.cli.planning import AnswersOption, ComplaintOption, NoRedFlagsOption
from evenstride.errors import InputError

if TYPE_CHECKING:
    from evenstride.intake import Intake
    from evenstride.knowledge import Knowledge
    from evenstride.workshop.lesson import Lesson

COACH_EXAMPLES = """Examples:

evenstride coach runners-stretch --clip stretch.mp4 --side left

evenstride coach single-leg-squat --clip squat.mp4 --side right --log training.toml --pain 1

evenstride coach runners-stretch --camera 0"""


class SideChoice(StrEnum):
    """Which side works."""

    left = "left"
    right = "right"
    both = "both"


def coach(
    exercise: Annotated[str, typer.Argument(help="An exercise's id, code or name.")],
    *,
    clip: Annotated[
        Path | None, typer.Option(metavar="FILE", help="A filmed exercise, to be judged.")
    ] = None,
    camera: Annotated[
        str | None, typer.Option(help="Coach live: a camera's number, or a stream's address.")
    ] = None,
    side: Annotated[SideChoice | None, typer.Option(help="The side that works.")] = None,
    level: Annotated[
        str | None, typer.Option(help="Place on the ladder, 0 the easiest, or its name.")
    ] = None,
    sets: Annotated[
        int | None, typer.Option(min=1, help="Sets; for a clip 1, else as the dose says.")
    ] = None,
    target: Annotated[
        float | None, typer.Option(min=1, help="Seconds or repetitions a set and side.")
    ] = None,
    pain: Annotated[
        int | None, typer.Option(min=0, max=10, help="How much it hurt, of 10; else you are asked.")
    ] = None,
    complaint: ComplaintOption = None,
    answers: AnswersOption = None,
    no_red_flags: NoRedFlagsOption = False,
    log: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Training log (.toml) to read and add to.")
    ] = None,
    mute: Annotated[bool, typer.Option("--mute", help="No sounds.")] = False,
    json: Annotated[
        str | None, typer.Option(metavar="FILE", help="Write the result as JSON; - is stdout.")
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(help="Folder for the film; beside the clip unless --json is given."),
    ] = None,
) -> None:
    """Count what is done well in an exercise, in a film or live, and say what to mend."""
    from evenstride.knowledge import knowledge
    from evenstride.workshop.lesson import Wish, lesson
    from evenstride.workshop.training import log_so_far, own_log

    if (clip is None) == (camera is None):
        raise InputError("Name a filmed exercise with --clip FILE, or a camera with --camera 0.")
    known, live = knowledge(), camera is not None
    told = _told(complaint, answers, known, no_red_flags=no_red_flags, live=live)
    file = log or (own_log() if live else None)
    past = () if file is None else log_so_far(file, known)
    wish = Wish(side=side.value if side else None, level=level, sets=sets, target=target)
    made = lesson(exercise, wish, known, intake=told, log=past, filmed=not live)
    if clip is not None:
        ends = _Ends(file, out or (None if json else _beside(clip)), json)
        _judge(clip, made, known, ends, pain)
    if camera is not None:
        _live(camera, made, known, _Ends(file, out, json), pain, mute=mute)


@dataclass(frozen=True)
class _Ends:
    """Where the result goes."""

    log: Path | None
    out: Path | None
    json: str | None


def _told(
    complaints: list[str] | None, answers: Path | None, known: Knowledge, *,
    no_red_flags: bool, live: bool,
) -> Intake | None:  # fmt: skip
    """What was told about the runner; before a camera, with the safety questions answered."""
    from evenstride.cli.planning import asked_first
    from evenstride.workshop.answers import Typed, told

    if not complaints and answers is None:
        if no_red_flags:
            raise InputError("--no-red-flags belongs to --complaint or --answers.")
        return None
    typed = Typed(complaints=complaints or (), no_red_flags=no_red_flags)
    return asked_first(answers, typed, known) if live else told(answers, typed, known)


def _judge(clip: Path, made: Lesson, known: Knowledge, ends: _Ends, pain: int | None) -> None:
    """A film, judged after the fact."""
    from evenstride import terminal
    from evenstride.terminal import coaching
    from evenstride.video import probe
    from evenstride.workshop.coaching import judge, logged
    from evenstride.workshop.comparing import write_text

    if pain is None and ends.log is not None:
        pain = coaching.ask_pain()
    probe(clip)  # what is no film is said before anything else
    coaching.introduce(made, known)
    with terminal.bar() as bar:
        done = judge(clip, made, ends.out, pain=pain, tell=bar.tell)
    done = logged(done, ends.log, known)
    if ends.json is not None:
        write_text(coaching.document(done), ends.json)
    coaching.show(done, quiet=ends.json == "-")


def _live(
    camera: str, made: Lesson, known: Knowledge, ends: _Ends, pain: int | None, *, mute: bool
) -> None:
    """An exercise before a camera, coached while it is done."""
    from evenstride.terminal import coaching
    from evenstride.terminal.live import Stage
    from evenstride.video.camera import Camera
    from evenstride.workshop.coaching import logged, written
    from evenstride.workshop.comparing import write_text
    from evenstride.workshop.live import coach_live

    refusal = coaching.cannot(made)
    if refusal:
        raise InputError(refusal)
    with Camera(camera) as opened:
        coaching.introduce(made, known)
        with Stage(mute=mute) as stage:
            done = coach_live(opened, made, stage)
    done = coaching.told_pain(done, pain)
    known_pain = done.pain is not None
    done = written(logged(done, ends.log if known_pain else None, known), ends.out)
    if ends.json is not None:
        write_text(coaching.document(done), ends.json)
    coaching.show(done, quiet=ends.json == "-")


def _beside(clip: Path) -> Path:
    """Where results go when nobody says: a folder named after the clip, next to it."""
    return clip.absolute().parent / f"{clip.stem}-coached"
