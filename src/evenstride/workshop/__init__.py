"""What a person can ask for: analyse a clip into a folder, or see the drawn runner measured."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Literal

from evenstride.analysis import Analysis, analyze
from evenstride.corrections import NONE, Corrections, write_corrections
from evenstride.errors import InputError, InstallationError
from evenstride.events import Surface, View
from evenstride.exchange.document import write_document
from evenstride.recordings import is_recording, write

if TYPE_CHECKING:
    from evenstride.figure import Runner
    from evenstride.intake import Intake
    from evenstride.plan import Plan

Tell = Callable[[str, float], None]
"""Told what is being done and the share of it that is done, 0 to 1."""

Truth = Mapping[str, Mapping[str, float]]

DEMO_FAULTS: Mapping[str, float] = {"overstride-left": 0.08, "side_lean-right": 6.0}
CORRECTIONS = "corrections.toml"
"""What was set by hand, beside what was measured."""

DEMO_FPS = 120.0
DEMO_S = 8.0
DEMO_VIEWS: tuple[View, View] = ("side", "rear")


@dataclass(frozen=True)
class Wishes:
    """What the runner told about a clip; `auto` looks and decides."""

    view: View | Literal["auto"] = "auto"
    surface: Surface | Literal["auto"] = "auto"
    height_m: float | None = None
    speed_m_s: float | None = None
    fps: float | None = None
    corrections: Corrections = NONE
    intake: Intake | None = None
    """What hurts and what else was told; with it the result holds a plan."""


@dataclass(frozen=True, eq=False)
class Result:
    """One analysed clip, what follows from it, and where its files are."""

    analysis: Analysis
    folder: Path
    plan: Plan | None = None

    @property
    def overlay(self) -> Path | None:
        """The annotated film; None for recorded keypoints, which show no picture."""
        film = self.folder / "overlay.mp4"
        return film if film.is_file() else None

    @property
    def report(self) -> Path:
        """The page to open."""
        return self.folder / "report.html"


@dataclass(frozen=True, eq=False)
class Demonstration:
    """The drawn runner, measured, beside the truth."""

    results: tuple[Result, ...]
    truth: Truth
    report: Path


@contextmanager
def workers() -> Iterator[Executor]:
    """A process for every core, each with its own copy of the pose model."""
    pool = ProcessPoolExecutor(
        os.cpu_count(), mp_context=get_context("spawn"), initializer=_left_alone
    )
    try:
        yield pool
    except BrokenProcessPool as error:
        raise InstallationError(
            "The system ended the work half-way, most likely for lack of memory. "
            "Close other programs and try again."
        ) from error
    finally:
        pool.shutdown(cancel_futures=True)


def _left_alone() -> None:
    """Leave Ctrl-C to the program itself, which tells its workers to stop."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def analyze_into(
    clip: Path, out: Path, wishes: Wishes, *, executor: Executor, tell: Tell
) -> Result:
    """Analyse one clip and write analysis.json, report.html, overlay.mp4 and poses.csv."""
    from evenstride.report import write_report

    analysis = _analyzed(clip, wishes, executor=executor, tell=tell)
    plan = None if wishes.intake is None else _planned(analysis, wishes.intake)
    with drafted(out) as draft:
        result = _written(analysis, clip, draft, plan=plan, tell=tell)
        write_report([analysis], result.report, overlay=result.overlay, plan=plan)
    return Result(analysis, out, plan)


def _planned(analysis: Analysis, intake: Intake) -> Plan:
    """What follows from one film and what was told."""
    from evenstride.findings import Film
    from evenstride.plan import plan

    measured = {item.key: item for item in analysis.measurements}
    return plan(intake, [Film(measured, analysis.speed_m_s, analysis.height_m)])


def analyze_all(
    clips: Sequence[Path], out: Path, wishes: Wishes, *, executor: Executor, tell: Tell
) -> Iterator[Result | InputError]:
    """Analyse clips one by one, each into its own folder; one that cannot serve stops no other."""
    for clip, name in zip(clips, _folder_names(clips), strict=True):
        try:
            yield analyze_into(clip, out / name, wishes, executor=executor, tell=tell)
        except InputError as error:
            yield error if clip.name in str(error) else InputError(f"{clip.name}: {error}")


def demonstrate(
    out: Path, faults: Mapping[str, float], *, executor: Executor, tell: Tell
) -> Demonstration:
    """Film the drawn runner from the side and from behind, and measure what is known exactly."""
    from evenstride.figure import Runner, truth
    from evenstride.report import write_report

    runner = Runner(faults=dict(faults))
    with drafted(out) as draft:
        drawn = [_drawn(view, runner, draft / view, tell=tell) for view in DEMO_VIEWS]
        seen = [_analyzed(clip, Wishes(), executor=executor, tell=tell) for clip in drawn]
        results = [
            _written(analysis, clip, clip.parent, tell=tell)
            for analysis, clip in zip(seen, drawn, strict=True)
        ]
        write_report(
            [result.analysis for result in results],
            draft / "report.html",
            overlay=[result.overlay for result in results],
            truth=truth(runner),
        )
    found = tuple(Result(r.analysis, out / v) for r, v in zip(results, DEMO_VIEWS, strict=True))
    return Demonstration(found, truth(runner), out / "report.html")


@contextmanager
def drafted(out: Path) -> Iterator[Path]:
    """A folder to write in, whose files move to `out` once all of them are whole."""
    made = _first_missing(out)
    try:
        out.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(prefix=".draft-", dir=out) as draft:
            yield Path(draft)
            _move(Path(draft), out)
    except OSError as error:
        raise InputError(
            f"The results could not be written to {out}: {error.strerror or error}. "
            "Name another folder with --out."
        ) from error
    finally:
        if made is not None:
            _remove_empty(made, out)


def _first_missing(folder: Path) -> Path | None:
    """The topmost folder that must be made for this one to exist; None where it does."""
    missing = [path for path in (folder, *folder.parents) if not path.exists()]
    return missing[-1] if missing else None


def _remove_empty(top: Path, folder: Path) -> None:
    """Take back the folders made for nothing."""
    for path in (folder, *folder.parents):
        if path.is_dir() and not any(path.iterdir()):
            path.rmdir()
        if path == top:
            return


def _move(draft: Path, out: Path) -> None:
    """Move every file of a folder into another, over the ones of the same name."""
    for file in sorted(path for path in draft.rglob("*") if path.is_file()):
        target = out / file.relative_to(draft)
        target.parent.mkdir(parents=True, exist_ok=True)
        file.replace(target)


def _drawn(view: View, runner: Runner, folder: Path, *, tell: Tell) -> Path:
    """The film of a drawn runner."""
    from evenstride.figure import Camera, film

    folder.mkdir()
    tell(f"Draw the {view} film", 0.0)
    clip = folder / "film.mp4"
    film(clip, runner, Camera(view=view), fps=DEMO_FPS, duration_s=DEMO_S)
    return clip


def _analyzed(clip: Path, wishes: Wishes, *, executor: Executor, tell: Tell) -> Analysis:
    """Analyse one clip."""
    return analyze(
        clip,
        view=wishes.view,
        surface=wishes.surface,
        height_m=wishes.height_m,
        speed_m_s=wishes.speed_m_s,
        fps=wishes.fps,
        corrections=wishes.corrections,
        executor=executor,
        progress=lambda done: tell(f"Look at {clip.name}", done),
    )


def _written(
    analysis: Analysis, clip: Path, folder: Path, *, plan: Plan | None = None, tell: Tell
) -> Result:
    """Write all of a clip's files but its report."""
    from evenstride.report import write_overlay

    write_document(analysis, folder / "analysis.json", plan)
    measured = analysis.measured_poses or analysis.poses
    write(measured, folder / "poses.csv", from_film=analysis.from_film)
    if len(analysis.corrections):
        write_corrections(analysis.corrections, folder / CORRECTIONS)
    if not is_recording(clip):
        write_overlay(
            analysis,
            clip,
            folder / "overlay.mp4",
            progress=lambda done: tell(f"Annotate {clip.name}", done),
        )
    return Result(analysis, folder, plan)


def _folder_names(clips: Sequence[Path]) -> list[str]:
    """A folder for each clip, named after it; clips of one name are numbered."""
    if len(clips) == 1:
        return ["."]
    stems = [clip.stem for clip in clips]
    return [
        stem if stems.count(stem) == 1 else f"{stem}-{stems[: i + 1].count(stem)}"
        for i, stem in enumerate(stems)
    ]
