"""Whether a film can be trusted, and what to do where it cannot."""

from __future__ import annotations

from evenstride.quality import placing, runner
from evenstride.quality.evidence import Evidence, Remark, Severity, Surroundings
from evenstride.quality.scene import LEVEL_DEG, LOOKS

__all__ = ["LEVEL_DEG", "Evidence", "Remark", "Severity", "Surroundings", "remarks"]

GRAVEST_FIRST: tuple[Severity, ...] = ("serious", "warning", "info")


def remarks(evidence: Evidence) -> tuple[Remark, ...]:
    """Everything worth saying about this clip, the gravest first."""
    checks = (*runner.CHECKS[:2], *placing.CHECKS, *runner.CHECKS[2:])
    found = [remark for check in checks if (remark := check(evidence)) is not None]
    if evidence.surroundings is not None:
        scene = evidence.surroundings
        found += [remark for look in LOOKS if (remark := look(evidence.run, scene)) is not None]
    return tuple(sorted(found, key=lambda remark: GRAVEST_FIRST.index(remark.severity)))
