"""The tidy table as Parquet."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from evenstride.errors import InputError
from evenstride.recordings.clock import check_fps
from evenstride.recordings.libraries import library
from evenstride.recordings.recording import Format, Recording, Wish
from evenstride.recordings.rows import COLUMNS, DEPTH, FILM, SOURCE, Rows, recording_of, rows_of
from evenstride.skeleton import INDEX, KEYPOINTS

SIZE = b"evenstride.picture_px"
"""The picture's width and height, in the file's own key-value notes."""


def read(file: Path, wish: Wish) -> Recording:
    """Keypoints from a Parquet table with the columns of the tidy table."""
    table = _table(file)
    missing = next((name for name in COLUMNS if name not in table.column_names), None)
    if missing is not None:
        raise InputError(
            f"{file.name} lacks the column {missing}; a keypoint table has {', '.join(COLUMNS)}."
        )
    recording = recording_of(file, _rows(file, table), _size_px(table))
    check_fps(file.name, recording.poses.fps, wish.fps)
    return recording


def _table(file: Path) -> Any:  # noqa: ANN401 - pyarrow ships no types
    parquet = library("pyarrow.parquet", "parquet")
    try:
        return parquet.read_table(file)
    except (OSError, ValueError) as error:
        raise InputError(
            f"{file.name} is not whole Parquet; it may have been cut short, so copy it again."
        ) from error


def _rows(file: Path, table: Any) -> Rows:  # noqa: ANN401 - pyarrow ships no types
    def numbers(name: str, kind: type = np.float64) -> Any:  # noqa: ANN401
        return np.asarray(table[name].to_numpy(), dtype=kind)

    names = table["keypoint"].to_pylist()
    strange = next((name for name in names if name not in INDEX), None)
    if strange is not None:
        raise InputError(
            f"{file.name} names a keypoint {strange!r}; the names are {', '.join(KEYPOINTS)}."
        )
    try:
        return Rows(
            frame=numbers("frame", np.int64),
            time_s=numbers("time_s"),
            keypoint=np.array([INDEX[name] for name in names], dtype=np.int64),
            x_px=numbers("x_px"),
            y_px=numbers("y_px"),
            confidence=numbers("confidence"),
            depth_px=numbers(DEPTH) if DEPTH in table.column_names else None,
            from_film=SOURCE in table.column_names and FILM in table[SOURCE].to_pylist(),
        )
    except (TypeError, ValueError) as error:
        raise InputError(f"A column of {file.name} holds something else than numbers.") from error


def _size_px(table: Any) -> tuple[int, int] | None:  # noqa: ANN401 - pyarrow ships no types
    noted = (table.schema.metadata or {}).get(SIZE)
    if noted is None:
        return None
    width, height = (int(number) for number in noted.split(b","))
    return width, height


def write(recording: Recording, file: Path) -> None:
    """Write the tidy table; NaN is not seen."""
    arrow, parquet = library("pyarrow", "parquet"), library("pyarrow.parquet", "parquet")
    rows = rows_of(recording)
    names = np.array(KEYPOINTS)[rows.keypoint]
    columns = (rows.frame, rows.time_s, names, rows.x_px, rows.y_px, rows.confidence)
    table = arrow.table(dict(zip(COLUMNS, map(arrow.array, columns), strict=True)))
    if rows.depth_px is not None:
        table = table.append_column(DEPTH, arrow.array(rows.depth_px))
    if rows.from_film:
        table = table.append_column(SOURCE, arrow.array([FILM] * len(rows.frame)))
    size = f"{recording.poses.width_px},{recording.poses.height_px}".encode()
    parquet.write_table(table.replace_schema_metadata({SIZE: size}), file)


FORMAT = Format(
    name="parquet",
    meaning="the tidy table, compressed",
    suffixes=(".parquet",),
    read=read,
    write=write,
)
