"""Read analysis.json again, as far as one film is compared with another."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from evenstride.analysis import Clip
from evenstride.angles import CYCLE_PERCENT, Curve
from evenstride.errors import InputError
from evenstride.events import Event
from evenstride.exchange.document import SCHEMA
from evenstride.metrics import catalogue
from evenstride.metrics.measurement import Difference, Estimate, Measurement
from evenstride.sitting import Sitting
from evenstride.skeleton import SIDES

DOCUMENT = "analysis.json"
FILM = "overlay.mp4"

Plain = Mapping[str, Any]
"""What JSON calls an object."""


def read_document(path: str | Path) -> Sitting:
    """One analysed film, from its folder of results or its analysis.json."""
    file = Path(path)
    file = file / DOCUMENT if file.is_dir() else file
    plain = plain_document(file)
    try:
        return _sitting(plain, file)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise InputError(
            f"{file} does not hold all that a comparison needs; an older version may have "
            "written it. Analyse the film again."
        ) from error


def plain_document(file: Path) -> Plain:
    """The document, if it is one of ours."""
    try:
        plain = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise InputError(
            f"There is no {file}. Analyse the film first, and name its folder of results."
        ) from error
    except (OSError, ValueError) as error:
        raise InputError(
            f"{file} is no analysis.json. Analyse the film first, and name its folder of results."
        ) from error
    if not isinstance(plain, dict) or plain.get("schema") != SCHEMA:
        raise InputError(f"{file} is no analysis.json of this program ({SCHEMA}).")
    return plain


def _sitting(plain: Plain, file: Path) -> Sitting:
    film = file.parent / FILM
    return Sitting(
        label=_label(plain, file),
        version=plain["version"],
        clip=_clip(plain["clip"]),
        view=plain["view"],
        facing=plain["facing"],
        turn_deg=_number(plain["turn_deg"]),
        surface=plain["surface"],
        activity=plain["activity"],
        from_film=plain["from_film"],
        height_m=plain["height_m"],
        speed_m_s=plain["speed_m_s"],
        events=tuple(_event(event) for event in plain["events"]),
        measurements={
            key: _measurement(key, item)
            for key, item in plain["metrics"].items()
            if key in catalogue()
        },
        curves=tuple(_curve(key, item) for key, item in plain["curves"].items()),
        film=film if film.is_file() else None,
    )


def _clip(plain: Plain) -> Clip:
    """The film's own facts; what a later version adds is passed over, here and below."""
    return Clip(
        name=plain["name"],
        sha256=plain["sha256"],
        fps=_number(plain["fps"]),
        frames=int(plain["frames"]),
        duration_s=_number(plain["duration_s"]),
        width=int(plain["width"]),
        height=int(plain["height"]),
    )


def _event(plain: Plain) -> Event:
    return Event(plain["side"], plain["kind"], _number(plain["time_s"]), _number(plain["sd_s"]))


def _label(plain: Plain, file: Path) -> str:
    """The film's name without its ending, or the folder's where that says more."""
    return Path(plain["clip"]["name"]).stem or file.parent.name


def _measurement(key: str, item: Plain) -> Measurement:
    metric = catalogue()[key]
    difference = item["difference"]
    return Measurement(
        key=key,
        name=metric.name,
        unit=item["unit"],
        meaning=metric.meaning,
        status=item["status"],
        reason=item["reason"],
        sides={side: _estimate(item[side]) for side in (*SIDES, "both") if side in item},
        difference=None if difference is None else _difference(difference),
    )


def _estimate(item: Plain) -> Estimate:
    return Estimate(
        mean=_number(item["mean"]),
        sd=_number(item["sd"]),
        n=int(item["n"]),
        ci95=_pair(item["ci95"]),
        values=tuple(_number(value) for value in item["values"]),
        instrument_sd=_number(item["instrument_sd"]),
        again_sd=_number(item["again_sd"]),
    )


def _difference(item: Plain) -> Difference:
    return Difference(
        _number(item["value"]), _pair(item["ci95"]), _number(item["mdc"]), item["verdict"]
    )


def _curve(key: str, item: Plain) -> Curve:
    sides = [side for side in SIDES if side in item]
    return Curve(
        key=key,
        name=item["name"],
        unit=item["unit"],
        cycle_percent=CYCLE_PERCENT,
        mean={side: _array(item[side]["mean"]) for side in sides},
        sd={side: _array(item[side]["sd"]) for side in sides},
        n={side: int(item[side]["n"]) for side in sides},
        toe_off_percent={side: _number(item[side]["toe_off_percent"]) for side in sides},
    )


def _array(values: list[float | None]) -> np.ndarray[Any, np.dtype[np.float64]]:
    array = np.array([_number(value) for value in values])
    if array.shape != CYCLE_PERCENT.shape:
        raise ValueError(array.shape)
    return array


def _pair(values: list[float | None]) -> tuple[float, float]:
    low, high = values
    return _number(low), _number(high)


def _number(value: float | None) -> float:
    """A number; JSON's null is what was not seen."""
    return math.nan if value is None else float(value)
