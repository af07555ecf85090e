"""How much the ranking of causes hangs on numbers that are engineering defaults."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from math import log2
from types import ModuleType

from evenstride.causes import Causes, explain, explaining
from evenstride.causes import evidence as evidence_of
from evenstride.findings import Film, Found, findings
from evenstride.intake import Intake
from evenstride.knowledge import Knowledge, knowledge
from evenstride.knowledge.entries import Cause

Lead = Callable[[Knowledge], float]

DOWN, UP = 0.5, 1.5
"""Every strength and prior is halved, and made half as large again."""
SHOWN = 8
VISIBLE = 0.02

CONSTANTS: Sequence[tuple[ModuleType, str, float, float, str]] = (
    (evidence_of, "EYE", 0.6, 0.8, "how often an eye is right"),
    (evidence_of, "TOLD", 0.85, 0.99, "how often an answer is right"),
    (evidence_of, "ALIKE", 0.25, 1.0, "what a second test of one cause counts"),
    (explaining, "STRONG_LINK", 0.1, 0.3, "how strong a chain counts whole"),
    (explaining, "UNSUPPORTED", 0.25, 1.0, "what a cause counts that nothing found speaks for"),
)


@dataclass(frozen=True)
class Swing:
    """What one number does to the lead when it is made smaller and larger."""

    name: str
    down: float
    up: float

    @property
    def width(self) -> float:
        """How far the lead moves."""
        return abs(self.up - self.down)


@dataclass(frozen=True)
class Sensitivity:
    """The lead of the causes that should lead over the best other one, in doublings."""

    lead: float
    swings: tuple[Swing, ...]
    """The widest first."""


def sensitivity(intake: Intake, films: Sequence[Film], leading: Sequence[str]) -> Sensitivity:
    """Vary each number on its own, and watch the lead of the first of these causes."""
    known = knowledge()
    found = findings(films, known)

    def lead(changed: Knowledge) -> float:
        return _lead(explain(intake, found, changed), leading[0])

    swings = [*_numbers(known, lead, _near(explain(intake, found, known))),
              *_constants(intake, found, known, leading[0])]  # fmt: skip
    swings.sort(key=lambda swing: (-swing.width, swing.name))
    telling = [swing for swing in swings if swing.width > VISIBLE]
    return Sensitivity(lead(known), tuple(telling[:SHOWN]))


def _lead(causes: Causes, first: str) -> float:
    """Doublings by which a cause's score exceeds that of the best other cause."""
    behind = [e for e in causes.explanations if e.kind != "running"]
    own = max((e.score for e in behind if e.id == first), default=0.0)
    other = max((e.score for e in behind if e.id != first), default=0.0)
    return log2(max(own, 1e-6) / max(other, 1e-6))


def _near(causes: Causes) -> set[str]:
    """The causes whose numbers can matter: those ranked, and what was observed."""
    return {e.id for e in causes.explanations}


def _numbers(known: Knowledge, lead: Lead, near: set[str]) -> Iterator[Swing]:
    for key in sorted(near):
        cause = known.causes[key]
        prior = f"prior of {cause.name.lower()}"
        yield Swing(prior, *(_with(known, _prior(cause, f), lead) for f in (DOWN, UP)))
        for i, edge in enumerate(cause.leads_to):
            effect = known.causes.get(edge.to) or known.complaints[edge.to]
            name = f"{cause.name.lower()} > {effect.name.lower()}"
            yield Swing(name, *(_with(known, _edge(cause, i, f), lead) for f in (DOWN, UP)))


def _with(known: Knowledge, cause: Cause, lead: Lead) -> float:
    causes: Mapping[str, Cause] = {**known.causes, cause.id: cause}
    return lead(replace(known, causes=causes))


def _prior(cause: Cause, factor: float) -> Cause:
    return cause.model_copy(update={"prior": min(cause.prior * factor, 0.95)})


def _edge(cause: Cause, i: int, factor: float) -> Cause:
    edges = list(cause.leads_to)
    strength = min(edges[i].strength * factor, 0.95)
    edges[i] = edges[i].model_copy(update={"strength": strength})
    return cause.model_copy(update={"leads_to": tuple(edges)})


def _constants(
    intake: Intake, found: Sequence[Found], known: Knowledge, first: str
) -> Iterator[Swing]:
    for module, name, down, up, words in CONSTANTS:
        values = []
        for value in (down, up):
            with _set(module, name, value):
                values.append(_lead(explain(intake, found, known), first))
        yield Swing(words, *values)


@contextmanager
def _set(module: ModuleType, name: str, value: float) -> Iterator[None]:
    kept = getattr(module, name)
    setattr(module, name, value)
    try:
        yield
    finally:
        setattr(module, name, kept)

