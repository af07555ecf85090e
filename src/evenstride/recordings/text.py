"""The lines of a text file, however they end."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from evenstride.errors import InputError


def text_of(file: Path) -> str:
    """The file's text; each line ends in one newline, a byte order mark is left out."""
    try:
        return file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"{file.name} is not a text file; give it in UTF-8.") from error


def json_of(file: str, text: str | bytes) -> object:
    """What a JSON text holds."""
    try:
        value: object = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InputError(
            f"{file} is not whole JSON; it may have been cut short, so copy it again."
        ) from error
    return value


def number(cell: str) -> float:
    """The number in a cell, NaN in an empty one; raises ValueError where there is none."""
    value = float(cell) if cell.strip() else float("nan")
    if np.isinf(value):
        raise ValueError(cell)
    return value


def shortest(value: float) -> str:
    """A number with as many digits as bring it back bit for bit; empty for NaN."""
    return "" if np.isnan(value) else repr(float(value))
