"""The whole road from a film to what was measured."""

from __future__ import annotations

import hashlib
import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np

from evenstride.angles import Curve, Trace, curves, traces
from evenstride.cleaning import clean
from evenstride.corrections import NONE, Corrections, with_keypoints
from evenstride.errors import InputError
from evenstride.events import Activity, Event, Facing, Surface, View, understand
from evenstride.measuring import measure
from evenstride.metrics.measurement import Measurement
from evenstride.poses import Poses
from evenstride.quality import LEVEL_DEG, Evidence, Remark, Surroundings, remarks
from evenstride.recordings import Recording, is_recording, load

__all__ = ["Analysis", "Clip", "Curve", "Trace", "analyze", "analyze_poses"]

Progress = Callable[[float], None]
"""Told the share done, 0 to 1."""

HEIGHT_M = (0.9, 2.4)
SPEED_M_S = (0.3, 13.0)

LEAST_S = 0.5
"""[E] A shorter film does not show one stride."""


@dataclass(frozen=True)
class Clip:
    """The film or table that was analysed."""

    name: str
    sha256: str
    fps: float
    frames: int
    duration_s: float
    width: int
    height: int


@dataclass(frozen=True, eq=False)
class Analysis:
    """Everything one film says about how the runner runs."""

    clip: Clip
    view: View
    facing: Facing
    surface: Surface
    activity: Activity
    events: tuple[Event, ...]
    measurements: tuple[Measurement, ...]
    quality: tuple[Remark, ...]
    curves: tuple[Curve, ...]
    traces: tuple[Trace, ...]
    poses: Poses
    """The cleaned and corrected poses the numbers stand on."""
    height_m: float | None = None
    speed_m_s: float | None = None
    turn_deg: float = float("nan")
    """How far the camera stands off the ideal line for its view."""
    from_film: bool = False
    """Whether a pose model found the keypoints, with its own error in all of them."""
    tilt_deg: float = 0.0
    """The picture's roll for which angles were set right, + where its verticals lean right."""
    corrections: Corrections = NONE
    """What a person set right by hand."""
    measured_poses: Poses | None = None
    """The cleaned poses before corrections; None where no keypoint was corrected."""


def analyze(
    path: str | Path,
    *,
    view: View | Literal["auto"] = "auto",
    surface: Surface | Literal["auto"] = "auto",
    height_m: float | None = None,
    speed_m_s: float | None = None,
    fps: float | None = None,
    corrections: Corrections = NONE,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> Analysis:
    """Measure how somebody runs, per leg and with error bars, from a film or from keypoints.

    path: a film of one runner, or recorded keypoints (see `evenstride.recordings`). view,
    surface: `auto` looks and decides. height_m turns leg lengths into centimetres. fps: the
    frame rate of keypoints whose file does not tell it. corrections: keypoints and instants set
    by hand, which stand in place of what was measured. The pose model's work is spread over
    `executor` (a `concurrent.futures.Executor`). Raises InputError with one sentence that says
    what to do where the input cannot serve.
    """
    file = Path(path)
    _check(file, height_m, speed_m_s)
    told = None if view == "auto" else view
    if is_recording(file):
        recording, surroundings = load(file, fps=fps, view=told), None
    else:
        _check_film(file, fps)
        recording, surroundings = _seen(file, executor, progress)
    return analyze_poses(
        recording.poses,
        name=file.name,
        sha256=sha256(file),
        surroundings=surroundings,
        from_film=recording.from_film,
        view=told,
        surface=None if surface == "auto" else surface,
        height_m=height_m,
        speed_m_s=speed_m_s,
        corrections=corrections,
    )


@contextmanager
def _unseen_stays_unseen() -> Iterator[None]:
    """Let NaN stand for what was never seen, without numpy's warning on each mean of nothing."""
    with warnings.catch_warnings():
        for words in ("All-NaN", "Mean of empty slice", "Degrees of freedom"):
            warnings.filterwarnings("ignore", words, RuntimeWarning)
        yield


@_unseen_stays_unseen()
def analyze_poses(
    poses: Poses,
    *,
    name: str,
    sha256: str = "",
    surroundings: Surroundings | None = None,
    from_film: bool = False,
    view: View | None = None,
    surface: Surface | None = None,
    height_m: float | None = None,
    speed_m_s: float | None = None,
    corrections: Corrections = NONE,
) -> Analysis:
    """Measure how somebody runs from keypoints that were seen already.

    from_film: a pose model found them, and its own error is in all of them.
    """
    _check_length(poses, name)
    measured, repairs = clean(poses)
    cleaned = with_keypoints(measured, corrections)
    tilt_deg = _roll_deg(surroundings)
    run = understand(
        cleaned,
        view=view,
        ground=surface,
        tilt_deg=tilt_deg,
        height_m=height_m,
        speed_m_s=speed_m_s,
        from_film=from_film or surroundings is not None,
        corrections=corrections,
    )
    return Analysis(
        clip=_clip(poses, name, sha256),
        view=run.view,
        facing=run.orientation.facing,
        surface=run.surface,
        activity=run.activity,
        events=run.events,
        measurements=measure(run),
        quality=remarks(Evidence(run, repairs, surroundings, corrections)),
        curves=curves(run),
        traces=traces(run),
        poses=cleaned,
        height_m=height_m,
        speed_m_s=speed_m_s,
        turn_deg=run.orientation.turn_deg,
        from_film=run.from_film,
        tilt_deg=tilt_deg,
        corrections=corrections,
        measured_poses=measured if corrections.keypoints else None,
    )


def _check(file: Path, height_m: float | None, speed_m_s: float | None) -> None:
    """Refuse what cannot be meant."""
    if not file.exists():
        raise InputError(f"There is no file {file}. Check the name and the folder.")
    if height_m is not None and not HEIGHT_M[0] <= height_m <= HEIGHT_M[1]:
        raise InputError(f"A height of {height_m:g} m cannot be meant; give it in metres, as 1.78.")
    if speed_m_s is not None and not SPEED_M_S[0] <= speed_m_s <= SPEED_M_S[1]:
        raise InputError(
            f"A speed of {speed_m_s:g} m/s cannot be meant; give metres a second (12 km/h is 3.3)."
        )


def _check_film(file: Path, fps: float | None) -> None:
    """Refuse what is no film, and a rate for a film, which has its frames' own times."""
    if file.is_dir():
        raise InputError(f"{file} is a folder. Name the film inside it.")
    if fps is not None:
        raise InputError(f"{file.name} is a film and has its own times; leave out the frame rate.")


def _check_length(poses: Poses, name: str) -> None:
    """Refuse what is too short to show a stride."""
    if len(poses) == 1:
        raise InputError(f"{name} is a single picture. Film 10 seconds of running or more.")
    if not len(poses) or poses.time_s[-1] - poses.time_s[0] < LEAST_S:
        raise InputError(f"{name} is too short to show a stride. Film 10 seconds or more.")


def _seen(
    file: Path, executor: Executor | None, progress: Progress | None
) -> tuple[Recording, Surroundings]:
    """The keypoints of a film, and what else it shows."""
    from evenstride.pose import estimate
    from evenstride.video import probe

    sighting = estimate(file, executor=executor, progress=progress)
    scene = sighting.scene
    return Recording(sighting.poses, from_film=True), Surroundings(
        variable_rate=probe(file).variable_rate,
        other_people_share=scene.other_people_share,
        found_again_s=scene.found_again_s,
        brightness=scene.brightness,
        detail=scene.detail,
        camera_shift_px=scene.camera_shift_px,
        tilt_deg=scene.tilt_deg,
        tilt_sd_deg=scene.tilt_sd_deg,
    )


def _roll_deg(surroundings: Surroundings | None) -> float:
    """The picture's roll to set right: none where it is unknown or as good as level.

    A camera rolled clockwise shows verticals that lean to the left.
    """
    if surroundings is None or not abs(surroundings.tilt_deg) >= LEVEL_DEG:
        return 0.0
    return -surroundings.tilt_deg


def _clip(poses: Poses, name: str, sha256: str) -> Clip:
    last = float(poses.time_s[-1] - poses.time_s[0]) if len(poses) else 0.0
    return Clip(
        name=name,
        sha256=sha256,
        fps=poses.fps,
        frames=len(poses),
        duration_s=last + (1 / poses.fps if np.isfinite(poses.fps) else 0.0),
        width=poses.width_px,
        height=poses.height_px,
    )


def sha256(file: Path) -> str:
    """The fingerprint of a file, or of all files in a folder in order of name."""
    if file.is_dir():
        parts = sorted(path for path in file.iterdir() if path.is_file())
        whole = "".join(f"{sha256(part)}  {part.name}\n" for part in parts)
        return hashlib.sha256(whole.encode()).hexdigest()
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
