"""analysis.json: the document every other program reads (schema evenstride.analysis/1)."""

from __future__ import annotations

import json
import math
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from evenstride.analysis import Analysis
from evenstride.angles import Curve
from evenstride.metrics.measurement import Estimate, Measurement
from evenstride.version import VERSION

if TYPE_CHECKING:
    from evenstride.plan import Plan

SCHEMA = "evenstride.analysis/1"

CURVE_DECIMALS = 3
"""No angle of a curve is known to a thousandth of a degree."""


def document(analysis: Analysis, plan: Plan | None = None) -> dict[str, object]:
    """The analysis as plain lists, numbers and words; what was not seen is None.

    plan: adds its causes, what to look at next, the menu and what safety asks.
    """
    whole = {
        "schema": SCHEMA,
        "version": VERSION,
        "clip": asdict(analysis.clip),
        "view": analysis.view,
        "facing": analysis.facing,
        "turn_deg": analysis.turn_deg,
        "surface": analysis.surface,
        "from_film": analysis.from_film,
        "tilt_deg": analysis.tilt_deg,
        "corrections": asdict(analysis.corrections),
        "activity": analysis.activity,
        "height_m": analysis.height_m,
        "speed_m_s": analysis.speed_m_s,
        "events": [asdict(event) for event in analysis.events],
        "metrics": {item.key: _metric(item) for item in analysis.measurements},
        "quality": [asdict(remark) for remark in analysis.quality],
        "curves": {curve.key: _curve(curve) for curve in analysis.curves},
        **_found(analysis, plan),
    }
    return {key: plain_values(value) for key, value in whole.items()}


def write_document(analysis: Analysis, path: Path, plan: Plan | None = None) -> None:
    """Write analysis.json."""
    text = json.dumps(document(analysis, plan), indent=1, ensure_ascii=False, allow_nan=False)
    path.write_text(text + "\n", encoding="utf-8")


def _found(analysis: Analysis, plan: Plan | None) -> dict[str, object]:
    """What stands out in this film, and what follows from it where somebody told what hurts."""
    from evenstride.exchange.plan import plain_findings, plan_parts
    from evenstride.findings import Film, findings
    from evenstride.knowledge import knowledge

    measured = {item.key: item for item in analysis.measurements}
    film = Film(measured, analysis.speed_m_s, analysis.height_m)
    added = {} if plan is None else plan_parts(plan)
    return {"findings": plain_findings(findings([film], knowledge())), **added}


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
        "instrument_sd": value.instrument_sd,
        "again_sd": value.again_sd,
    }


def _curve(curve: Curve) -> dict[str, object]:
    """A joint angle at every percent of the gait cycle, for each side that showed a stride."""
    return {
        "name": curve.name,
        "unit": curve.unit,
        **{
            side: {
                "mean": np.round(mean, CURVE_DECIMALS).tolist(),
                "sd": np.round(curve.sd[side], CURVE_DECIMALS).tolist(),
                "n": curve.n[side],
                "toe_off_percent": curve.toe_off_percent[side],
            }
            for side, mean in curve.mean.items()
        },
    }


def plain_values(value: object) -> object:
    """The same without NaN, which JSON does not know."""
    if isinstance(value, dict):
        return {key: plain_values(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain_values(item) for item in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value
