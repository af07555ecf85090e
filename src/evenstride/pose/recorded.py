"""Keypoints that were recorded already: the tidy table this program writes."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np

from evenstride.errors import InputError
from evenstride.poses import Poses
from evenstride.skeleton import INDEX, KEYPOINTS

COLUMNS = ("frame", "time_s", "keypoint", "x_px", "y_px", "confidence")

MARGIN = 1.05
"""[E] A table does not say how large the picture was; this much past its largest point is taken."""

Row = tuple[int, float, int, float, float, float]
"""Frame, time, keypoint, x, y and confidence."""


def read_table(path: Path) -> Poses:
    """Keypoints from a `.csv` with frame, time_s, keypoint, x_px, y_px and confidence."""
    try:
        with path.open(newline="", encoding="utf-8-sig") as stream:
            table = csv.DictReader(stream)
            _check_columns(path, table.fieldnames)
            rows = [_row(path, number, row) for number, row in enumerate(table, start=2)]
    except (UnicodeDecodeError, csv.Error) as error:
        raise InputError(f"{path.name} is not a text table; give a .csv in UTF-8.") from error
    if not rows:
        raise InputError(f"{path.name} has no rows; give a table with at least one frame.")
    return _poses(path, rows)


def _check_columns(path: Path, names: object) -> None:
    missing = [name for name in COLUMNS if name not in (names or ())]  # type: ignore[operator]  # csv gives a sequence or None
    if missing:
        raise InputError(
            f"{path.name} lacks the column {missing[0]}; a keypoint table has "
            f"{', '.join(COLUMNS)}."
        )


def _row(path: Path, number: int, row: dict[str, str]) -> Row:
    """Frame, time, keypoint and where it was; an empty place is not seen."""
    keypoint = row["keypoint"]
    if keypoint not in INDEX:
        raise InputError(
            f"{path.name} line {number}: there is no keypoint {keypoint!r}; the names are "
            f"{', '.join(KEYPOINTS)}."
        )
    try:
        x, y, sure = (_number(row[name]) for name in ("x_px", "y_px", "confidence"))
        return int(row["frame"]), _number(row["time_s"]), INDEX[keypoint], x, y, sure
    except (TypeError, ValueError) as error:
        raise InputError(f"{path.name} line {number}: a number is missing or broken.") from error


def _number(cell: str) -> float:
    """The number in a cell, NaN in an empty one; raises where there is none."""
    value = float("nan" if cell == "" else cell)
    if np.isinf(value):
        raise ValueError(cell)
    return value


def _poses(path: Path, rows: list[Row]) -> Poses:
    times = {frame: time_s for frame, time_s, *_ in rows}
    order = {frame: i for i, frame in enumerate(sorted(times))}
    xy = np.full((len(order), len(KEYPOINTS), 2), np.nan)
    confidence = np.zeros((len(order), len(KEYPOINTS)))
    for frame, _, keypoint, x, y, sure in rows:
        xy[order[frame], keypoint] = x, y
        confidence[order[frame], keypoint] = np.nan_to_num(sure) if np.isfinite([x, y]).all() else 0
    if not np.isfinite(xy).any():
        raise InputError(f"{path.name} holds no seen keypoint.")
    width, height = (int(np.ceil(MARGIN * np.nanmax(xy[..., axis]))) for axis in (0, 1))
    time_s = np.array([times[frame] for frame in order])
    return Poses(time_s, xy, confidence, max(width, 1), max(height, 1))
