"""comparison.json: what changed from one film to others (schema evenstride.comparison/1)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict

from evenstride.comparison import FALSE_CLAIMS, Change, Comparison
from evenstride.exchange.document import plain_values
from evenstride.metrics.measurement import Estimate
from evenstride.sitting import Sitting
from evenstride.version import VERSION

SCHEMA = "evenstride.comparison/1"


def comparison_document(comparisons: Sequence[Comparison]) -> dict[str, object]:
    """Every film compared with the first, as plain lists, numbers and words."""
    whole = {
        "schema": SCHEMA,
        "version": VERSION,
        "before": _sitting(comparisons[0].before),
        "correction": {
            "method": "Holm",
            "claims": comparisons[0].claims,
            "false_claims": FALSE_CLAIMS,
        },
        "comparisons": [_comparison(each) for each in comparisons],
    }
    return {key: plain_values(value) for key, value in whole.items()}


def comparison_text(comparisons: Sequence[Comparison]) -> str:
    """The same as the text of a file."""
    whole = comparison_document(comparisons)
    return json.dumps(whole, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def _comparison(each: Comparison) -> dict[str, object]:
    return {
        "after": _sitting(each.after),
        "obstacles": list(each.obstacles),
        "cautions": list(each.cautions),
        "changes": [_change(change) for change in each.changes],
    }


def _sitting(sitting: Sitting) -> dict[str, object]:
    return {
        "label": sitting.label,
        "clip": asdict(sitting.clip),
        "view": sitting.view,
        "facing": sitting.facing,
        "turn_deg": sitting.turn_deg,
        "surface": sitting.surface,
        "speed_m_s": sitting.speed_m_s,
    }


def _change(change: Change) -> dict[str, object]:
    return {
        "metric": change.key,
        "side": change.side,
        "unit": change.unit,
        "before": _estimate(change.before),
        "after": _estimate(change.after),
        "change": change.value,
        "ci95": change.ci95,
        "mdc": change.mdc,
        "detectable": change.detectable,
        "chance": change.chance if change.judged else None,
        "verdict": change.verdict,
        "reason": change.reason,
        "confidence": "low" if change.low else "ok",
    }


def _estimate(estimate: Estimate | None) -> dict[str, object] | None:
    if estimate is None:
        return None
    return {
        "mean": estimate.mean,
        "sd": estimate.sd,
        "n": estimate.n,
        "ci95": estimate.ci95,
        "again_sd": estimate.again_sd,
    }
