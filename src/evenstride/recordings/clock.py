"""The rate and the times of a file's frames."""

from __future__ import annotations

import numpy as np

from evenstride.errors import InputError
from evenstride.poses import Array, Poses

FPS = (5.0, 2000.0)
"""[E] Nobody films or records a runner slower or faster than this."""

SAME_RATE = 0.02
"""[E] Two statements of a rate that differ by more contradict each other."""

EVEN = 0.02
"""[E] Times further than this share of a frame from an even beat are uneven: half a millisecond
at 30 frames/s, below what any event is timed to."""


def told_fps(file: str, own: float | None, given: float | None) -> float:
    """The rate the file tells or, where it tells none, the person."""
    if given is not None and not FPS[0] <= given <= FPS[1]:
        raise InputError(f"A frame rate of {given:g} cannot be meant; give frames/s, as --fps 120.")
    if own is None or not np.isfinite(own) or own <= 0:
        if given is None:
            raise InputError(f"{file} does not say its frame rate; give it, as --fps 120.")
        return given
    check_fps(file, own, given)
    return own


def check_fps(file: str, own: float, given: float | None) -> None:
    """Refuse a given rate that contradicts the file's own times."""
    if given is not None and np.isfinite(own) and abs(given / own - 1) > SAME_RATE:
        raise InputError(
            f"{file} has {own:g} frames/s by its own times, not {given:g}; leave out --fps."
        )


def plain_fps(poses: Poses) -> float:
    """The rate without the dust of its arithmetic; NaN for a single frame."""
    return float(f"{poses.fps:.9g}")


def even_fps(poses: Poses, kind: str) -> float:
    """The one rate of frames that follow an even beat; a file that keeps no times asks for it."""
    steps = np.arange(len(poses)) if len(poses) > 1 else np.empty(0)
    if not len(steps):
        raise InputError(f"A single frame has no frame rate, which {kind} needs; use csv.")
    beat_s = float((poses.time_s[-1] - poses.time_s[0]) / steps[-1])
    off: Array = np.abs(poses.time_s - poses.time_s[0] - steps * beat_s)
    if off.max() > EVEN * beat_s:
        raise InputError(
            f"The frames come at uneven times, which {kind} cannot keep; "
            "use csv, parquet, trc or movement."
        )
    return 1.0 / beat_s
