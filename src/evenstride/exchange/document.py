"""analysis.json: the document every other program reads (schema evenstride.analysis/1)."""

from __future__ import annotations

import json
import math
from dataclasses import asdict
from pathlib import Path

from evenstride.analysis import Analysis
from evenstride.metrics.measurement import Estimate, Measurement
from evenstride.version import VERSION

SCHEMA = "evenstride.analysis/1"


def document(analysis: Analysis) -> dict[str, object]:
    """The analysis as plain lists, numbers and words; what was not seen is None."""
    whole = {
        "schema": SCHEMA,
        "version": VERSION,
        "clip": asdict(analysis.clip),
        "view": analysis.view,
        "facing": analysis.facing,
        "surface": analysis.surface,
        "activity": analysis.activity,
        "height_m": analysis.height_m,
        "speed_m_s": analysis.speed_m_s,
        "events": [asdict(event) for event in analysis.events],
        "metrics": {item.key: _metric(item) for item in analysis.measurements},
        "quality": [asdict(remark) for remark in analysis.quality],
    }
    return {key: _plain(value) for key, value in whole.items()}


def write_document(analysis: Analysis, path: Path) -> None:
    """Write analysis.json."""
    text = json.dumps(document(analysis), indent=1, ensure_ascii=False, allow_nan=False)
    path.write_text(text + "\n", encoding="utf-8")


def _metric(item: Measurement) -> dict[str, object]:
    return {
        "unit": item.unit,
        "status": item.status,
        "reason": item.reason,
        **{side: _estimate(value) for side, value in item.sides.items()},
        "difference": asdict(item.difference) if item.difference else None,
    }


def _estimate(value: Estimate) -> dict[str, object]:
    return {
        "mean": value.mean,
        "sd": value.sd,
        "n": value.n,
        "ci95": value.ci95,
        "values": value.values,
    }


def _plain(value: object) -> object:
    """The same without NaN, which JSON does not know."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value
