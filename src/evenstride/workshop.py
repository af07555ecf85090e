"""What a person can ask for: analyse a clip into a folder, or see the drawn runner measured."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Literal

from evenstride.analysis import TABLES, Analysis, analyze
from evenstride.errors import InputError
from evenstride.events import Surface, View
from evenstride.exchange.document import write_document
from evenstride.exchange.table import write_table

Tell = Callable[[str, float], None]
"""Told what is being done and the share of it that is done, 0 to 1."""

Truth = Mapping[str, Mapping[str, float]]

DEMO_FAULTS: Mapping[str, float] = {"overstride-left": 0.08, "pelvic_drop-right": 5.0}
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


@dataclass(frozen=True, eq=False)
class Result:
    """One analysed clip and where its files are."""

    analysis: Analysis
    folder: Path
    overlay: Path | None
    report: Path


@dataclass(frozen=True, eq=False)
class Demonstration:
    """The drawn runner, measured, beside the truth."""

    results: tuple[Result, ...]
    truth: Truth
    report: Path


@contextmanager
def workers() -> Iterator[Executor]:
    """A process for every core, each with its own copy of the pose model."""
    with ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("spawn")) as pool:
        yield pool


def analyze_into(clip: Path, out: Path, wishes: Wishes, *, executor: Executor, tell: Tell) -> Result:
    """Analyse one clip and write analysis.json, report.html, overlay.mp4 and poses.csv."""
    from evenstride.report import write_report

    result = _analyzed(clip, out, wishes, executor=executor, tell=tell)
    write_report([result.analysis], result.report, overlay=result.overlay)
    return result


def analyze_all(
    clips: Sequence[Path], out: Path, wishes: Wishes, *, executor: Executor, tell: Tell
) -> Iterator[Result | InputError]:
    """Analyse clips one by one, each into its own folder; one that cannot serve stops no other."""
    for clip, name in zip(clips, _folder_names(clips), strict=True):
        try:
            yield analyze_into(clip, out / name, wishes, executor=executor, tell=tell)
        except InputError as error:
            yield error


def demonstrate(
    out: Path, faults: Mapping[str, float], *, executor: Executor, tell: Tell
) -> Demonstration:
    """Film the drawn runner from the side and from behind, and measure what is known exactly."""
    from evenstride.figure import Camera, Runner, film, truth
    from evenstride.report import write_report

    runner = Runner(faults=dict(faults))
    results = []
    for view in DEMO_VIEWS:
        folder = out / view
        folder.mkdir(parents=True, exist_ok=True)
        tell(f"Draw the {view} film", 0.0)
        film(folder / "film.mp4", runner, Camera(view=view), fps=DEMO_FPS, duration_s=DEMO_S)
        results.append(
            _analyzed(folder / "film.mp4", folder, Wishes(), executor=executor, tell=tell)
        )
    report, drawn = out / "report.html", truth(runner)
    analyses = [result.analysis for result in results]
    write_report(analyses, report, overlay=[result.overlay for result in results], truth=drawn)
    return Demonstration(tuple(results), drawn, report)


def _analyzed(clip: Path, out: Path, wishes: Wishes, *, executor: Executor, tell: Tell) -> Result:
    """Analyse one clip and write all but its report."""
    from evenstride.report import write_overlay

    analysis = analyze(
        clip,
        view=wishes.view,
        surface=wishes.surface,
        height_m=wishes.height_m,
        speed_m_s=wishes.speed_m_s,
        executor=executor,
        progress=lambda done: tell(f"Look at {clip.name}", done),
    )
    out.mkdir(parents=True, exist_ok=True)
    write_document(analysis, out / "analysis.json")
    write_table(analysis.poses, out / "poses.csv")
    overlay = None
    if clip.suffix.lower() not in TABLES:
        overlay = out / "overlay.mp4"
        write_overlay(
            analysis, clip, overlay, progress=lambda done: tell(f"Annotate {clip.name}", done)
        )
    return Result(analysis, out, overlay, out / "report.html")


def _folder_names(clips: Sequence[Path]) -> list[str]:
    """A folder for each clip, named after it; clips of one name are numbered."""
    if len(clips) == 1:
        return ["."]
    stems = [clip.stem for clip in clips]
    return [
        stem if stems.count(stem) == 1 else f"{stem}-{stems[: i + 1].count(stem)}"
        for i, stem in enumerate(stems)
    ]
