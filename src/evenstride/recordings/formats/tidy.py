"""Tidy tables of text, as this program writes them: `.csv`."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path

import numpy as np

from evenstride.errors import InputError
from evenstride.poses import Array
from evenstride.recordings.clock import check_fps
from evenstride.recordings.recording import Format, Recording, Wish
from evenstride.recordings.rows import (
    COLUMNS,
    DEPTH,
    FILM,
    SOURCE,
    Rows,
    recording_of,
    rows_of,
)
from evenstride.recordings.text import number, shortest, text_of
from evenstride.skeleton import INDEX, KEYPOINTS

Row = tuple[int, float, int, float, float, float, float, bool]
"""Frame, time, keypoint, x, y, confidence, depth and whether from a film."""


def read(file: Path, wish: Wish) -> Recording:
    """Keypoints from a table with frame, time_s, keypoint, x_px, y_px and confidence."""
    text = text_of(file)
    table = csv.DictReader(text.splitlines(keepends=True))
    try:
        names = table.fieldnames or ()
        _check_columns(file, names)
        rows = [_row(file, table.line_num, row) for row in table]
    except csv.Error as error:
        raise InputError(f"{file.name} is not a text table; give a .csv in UTF-8.") from error
    recording = recording_of(file, _columns(rows, deep=DEPTH in names))
    _check_whole(file, rows, text)
    check_fps(file.name, recording.poses.fps, wish.fps)
    return recording


def _check_columns(file: Path, names: Sequence[str]) -> None:
    missing = next((name for name in COLUMNS if name not in names), None)
    if missing is not None:
        raise InputError(
            f"{file.name} lacks the column {missing}; a keypoint table has {', '.join(COLUMNS)}."
        )


def _row(file: Path, line: int, row: dict[str, str]) -> Row:
    """One keypoint in one frame; an empty place is not seen."""
    keypoint = row["keypoint"]
    if keypoint not in INDEX:
        raise InputError(
            f"{file.name} line {line}: there is no keypoint {keypoint!r}; the names are "
            f"{', '.join(KEYPOINTS)}."
        )
    try:
        x, y, sure = (number(row[name]) for name in ("x_px", "y_px", "confidence"))
        depth = number(row.get(DEPTH) or "")
        frame, time_s = int(row["frame"]), number(row["time_s"])
    except (AttributeError, TypeError, ValueError) as error:
        raise InputError(f"{file.name} line {line}: a number is missing or broken.") from error
    return frame, time_s, INDEX[keypoint], x, y, sure, depth, row.get(SOURCE) == FILM


def _columns(rows: Sequence[Row], *, deep: bool) -> Rows:
    columns: list[Array] = [np.array(column) for column in zip(*rows, strict=True)] or [
        np.empty(0)
    ] * 8
    frame, time_s, keypoint, x, y, sure, depth, film = columns
    return Rows(
        frame.astype(np.int64),
        time_s,
        keypoint.astype(np.int64),
        x,
        y,
        sure,
        depth_px=depth if deep else None,
        from_film=bool(film.any()),
    )


def _check_whole(file: Path, rows: Sequence[Row], text: str) -> None:
    """Refuse a table that ends within a line of an unfinished frame."""
    if text.endswith("\n"):
        return
    frames = [row[0] for row in rows]
    if frames.count(frames[-1]) < frames.count(frames[0]):
        raise InputError(
            f"{file.name} ends within frame {frames[-1]}; it was cut short, so copy it again."
        )


def write(recording: Recording, file: Path) -> None:
    """Write `frame,time_s,keypoint,x_px,y_px,confidence`; empty is not seen.

    `depth_px` and `source` follow where they are known.
    """
    rows = rows_of(recording)
    with file.open("w", newline="", encoding="utf-8") as stream:
        table = csv.writer(stream, lineterminator="\n")
        table.writerow(
            [*COLUMNS, *([DEPTH] * (rows.depth_px is not None)), *([SOURCE] * rows.from_film)]
        )
        table.writerows(_lines(rows))


def _lines(rows: Rows) -> Iterator[list[str | int]]:
    further: Iterator[list[str]] = iter([[FILM] * rows.from_film] * len(rows.frame))
    depths = None if rows.depth_px is None else rows.depth_px.tolist()
    places = (rows.x_px.tolist(), rows.y_px.tolist(), rows.confidence.tolist())
    heads = zip(rows.frame.tolist(), rows.time_s.tolist(), rows.keypoint.tolist(), strict=True)
    for i, (head, place) in enumerate(zip(heads, zip(*places, strict=True), strict=True)):
        frame, time_s, keypoint = head
        depth = () if depths is None else (shortest(depths[i]),)
        yield [
            frame,
            shortest(time_s),
            KEYPOINTS[keypoint],
            *map(shortest, place),
            *chain(depth, next(further)),
        ]


FORMAT = Format(
    name="csv",
    meaning="a tidy table of text, one row per frame and keypoint",
    suffixes=(".csv",),
    read=read,
    write=write,
)
