"""Joint angles frame by frame and over the gait cycle."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from evenstride.events import Run
from evenstride.geometry import bend_deg, inclination_deg
from evenstride.poses import Array
from evenstride.skeleton import SIDES, Side, other

Path = Callable[[str], Array]
"""The path of a keypoint, [..., 2] in the runner's frame."""

CYCLE_PERCENT = np.linspace(0.0, 100.0, 101)


@dataclass(frozen=True)
class Curve:
    """A joint angle over the gait cycle, each side's mean and spread over its strides.

    cycle_percent [101] from one foot strike to the same foot's next; mean and sd [101] per side.
    """

    key: str
    name: str
    unit: str
    cycle_percent: Array
    mean: Mapping[Side, Array]
    sd: Mapping[Side, Array]
    n: Mapping[Side, int]
    toe_off_percent: Mapping[Side, float]


@dataclass(frozen=True)
class Trace:
    """A joint angle frame by frame, [T] per side, on the clip's own clock."""

    key: str
    name: str
    unit: str
    values: Mapping[Side, Array]


@dataclass(frozen=True)
class Angle:
    """A joint angle with a name and the formula that gives it from keypoints' paths."""

    key: str
    name: str
    formula: Callable[[Path, Side], Array]


def _middle(path: Path, joint: str) -> Array:
    return 0.5 * (path(f"left_{joint}") + path(f"right_{joint}"))


def _inward(side: Side) -> list[float]:
    return [-1.0 if side == "right" else 1.0, 1.0]


def _knee(path: Path, side: Side) -> Array:
    return bend_deg(*(path(f"{side}_{joint}") for joint in ("hip", "knee", "ankle")))


def _thigh(path: Path, side: Side) -> Array:
    return -inclination_deg(path(f"{side}_knee"), path(f"{side}_hip"))


def _shank(path: Path, side: Side) -> Array:
    return -inclination_deg(path(f"{side}_ankle"), path(f"{side}_knee"))


def _trunk(path: Path, _side: Side) -> Array:
    return inclination_deg(_middle(path, "hip"), _middle(path, "shoulder"))


def _pelvis(path: Path, side: Side) -> Array:
    line = (path(f"{other(side)}_hip") - path(f"{side}_hip")) * _inward(side)
    return np.asarray(-np.degrees(np.arctan2(line[..., 1], line[..., 0])))


def _projection(path: Path, side: Side) -> Array:
    chain = (path(f"{side}_{joint}") * _inward(side) for joint in ("hip", "knee", "ankle"))
    return bend_deg(*chain)


def _side_lean(path: Path, side: Side) -> Array:
    return np.asarray(-_inward(side)[0] * _trunk(path, side))


SAGITTAL = (
    Angle("knee", "Knee flexion", _knee),
    Angle("thigh", "Thigh, + forward of vertical", _thigh),
    Angle("shank", "Shin, + ankle ahead of the knee", _shank),
    Angle("trunk", "Trunk lean, + forward", _trunk),
)
FRONTAL = (
    Angle("pelvis", "Pelvis, + other side lower", _pelvis),
    Angle("knee_projection", "Knee, + inwards", _projection),
    Angle("trunk_side", "Trunk, + towards this side", _side_lean),
)


def shown(run: Run) -> tuple[Angle, ...]:
    """The angles this view can show."""
    return SAGITTAL if run.view == "side" else FRONTAL


def traces(run: Run) -> tuple[Trace, ...]:
    """Each angle at every frame."""
    path = run.track.__getitem__
    return tuple(
        Trace(angle.key, angle.name, "deg", {side: angle.formula(path, side) for side in SIDES})
        for angle in shown(run)
    )


def curves(run: Run) -> tuple[Curve, ...]:
    """Each angle over the gait cycle; a side without a whole stride is left out."""
    return tuple(_curve(run, angle) for angle in shown(run))


def _curve(run: Run, angle: Angle) -> Curve:
    strides = {side: _strides(run, angle, side) for side in SIDES}
    strides = {side: rows for side, rows in strides.items() if len(rows)}
    return Curve(
        key=angle.key,
        name=angle.name,
        unit="deg",
        cycle_percent=CYCLE_PERCENT,
        mean={side: rows.mean(axis=0) for side, rows in strides.items()},
        sd={side: rows.std(axis=0, ddof=min(1, len(rows) - 1)) for side, rows in strides.items()},
        n={side: len(rows) for side, rows in strides.items()},
        toe_off_percent={side: _toe_off_percent(run, side) for side in strides},
    )


def _strides(run: Run, angle: Angle, side: Side) -> Array:
    """The angle over each whole stride, [N, 101]."""
    steps = run.steps[side]
    length = (steps.next_strike_s - steps.strike_s)[:, None]
    at = steps.strike_s[:, None] + CYCLE_PERCENT / 100 * length
    rows = angle.formula(lambda name: run.track.at(name, at), side)
    return np.asarray(rows[np.isfinite(rows).all(axis=1)])


def _toe_off_percent(run: Run, side: Side) -> float:
    steps = run.steps[side]
    share = (steps.toe_off_s - steps.strike_s) / (steps.next_strike_s - steps.strike_s)
    return float(100 * np.nanmean(share))
