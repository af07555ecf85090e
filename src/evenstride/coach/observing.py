"""What one frame shows of the runner, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import numpy as np

from evenstride.form import View, measures
from evenstride.knowledge.entries import Measure
from evenstride.limits import Measures
from evenstride.live import Seen
from evenstride.live.watching import NEEDED
from evenstride.poses import Array
from evenstride.skeleton import Side

MOSTLY: Final = 0.75
"""[E] With this share of shoulders, hips, knees and ankles seen, the body is in the frame: the far
arm and leg may hide behind the near ones."""


@dataclass(frozen=True, eq=False)
class Observation:
    """One frame: when it was, and what was measured off the body.

    measures  of `evenstride.form` by measure and part; NaN or left out is not seen
    side  for which these were measured; a session for the other side turns them round
    """

    time_s: float
    measures: Measures
    side: Side = "right"
    in_frame: bool = True
    view_right: bool = True


def observe(
    points: Array,
    side: Side,
    view: View,
    *,
    time_s: float,
    height: float | None = None,
    given: Mapping[Measure, float] = MappingProxyType({}),
    in_frame: bool | None = None,
    view_right: bool = True,
) -> Observation:
    """What a frame's keypoints show, for one working side.

    points  [19, 2 or 3] in the canonical order, y up, x the way the runner faces; in a view from
    the side. `given` brings what keypoints do not show, such as the low back. `in_frame` is judged
    by the joints that were seen where nobody says it.
    """
    found = measures(points, side, view, height=height, given=given)
    there = _there(points) if in_frame is None else in_frame
    return Observation(time_s, found, side, there, view_right)


def observed(seen: Seen, side: Side) -> Observation:
    """What a watched body shows, for one working side."""
    turn = seen.trunk_turn if side == "right" else -seen.trunk_turn
    given: dict[Measure, float] = {"low_back": seen.low_back, "trunk_turn": turn}
    found = measures(seen.points, side, seen.view, height=seen.height, given=given,
                     only=seen.asked)  # fmt: skip
    return Observation(seen.time_s, found, side, seen.in_frame, seen.view_right)


def _there(points: Array) -> bool:
    seen = np.isfinite(points[list(NEEDED)]).all(axis=-1)
    return bool(seen.mean() >= MOSTLY)
