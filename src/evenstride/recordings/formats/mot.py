"""Curves in time for OpenSim: `.mot` storage files."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from evenstride.recordings.recording import Format, Series


def write_series(series: Series, file: Path) -> None:
    """Write each curve as a column over time; `nan` is not seen."""
    columns = [series.time_s, *series.values.values()]
    lines = [
        file.stem,
        "version=1",
        f"nRows={len(series.time_s)}",
        f"nColumns={len(columns)}",
        f"inDegrees={'yes' if series.in_degrees else 'no'}",
        "",
        "endheader",
        "\t".join(("time", *series.values)),
        *("\t".join(map(repr, row)) for row in np.stack(columns, axis=1).tolist()),
    ]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")


FORMAT = Format(
    name="mot",
    meaning="joint angles for OpenSim, in degrees",
    suffixes=(".mot",),
    write_series=write_series,
)
