"""What the quality of a film is judged by, and how a judgement is put."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from evenstride.cleaning import Repairs
from evenstride.corrections import NONE, Corrections
from evenstride.events import Run
from evenstride.poses import Array

Severity = Literal["info", "warning", "serious"]


@dataclass(frozen=True)
class Remark:
    """Something about the film that touches the numbers, and what to do about it."""

    code: str
    severity: Severity
    sentence: str


@dataclass(frozen=True, eq=False)
class Surroundings:
    """What is known of the film besides the runner; None or NaN where it cannot be told."""

    variable_rate: bool = False
    other_people_share: float = 0.0
    found_again_s: tuple[float, ...] = ()
    brightness: Array | None = None
    detail: Array | None = None
    camera_shift_px: Array | None = None
    tilt_deg: float = float("nan")
    """How far the camera was rolled clockwise."""
    tilt_sd_deg: float = float("nan")


@dataclass(frozen=True, eq=False)
class Evidence:
    """Everything the quality of one clip is judged by."""

    run: Run
    repairs: Repairs
    surroundings: Surroundings | None
    """None for a table of keypoints, which shows no picture."""
    corrections: Corrections = NONE

    @property
    def running(self) -> bool:
        """Whether somebody runs at the speed of life."""
        return self.run.activity == "running" and self.run.tempo == "true"
