"""What to test, film or ask next: what would tell most about the leading explanations."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from evenstride.causes.explaining import GRADE_WEIGHT, Causes, Explanation
from evenstride.findings import Found
from evenstride.intake import Intake, on_side, sided, split
from evenstride.knowledge import Knowledge
from evenstride.knowledge.entries import Finding, Screen
from evenstride.metrics import catalogue
from evenstride.poses import Array
from evenstride.safety import Safety
from evenstride.skeleton import SIDES

VIEWS: Final = {"side": "Film the run from the side", "rear": "Film the run from behind"}
LEADING: Final = 6
"""[E] How many explanations a test is judged by."""
WORTHWHILE_BITS: Final = 0.01
"""[E] Less than this, and nothing worthwhile is left to ask."""
QUESTION_MIN: Final = 0.5
FILM_MIN: Final = 5.0
"""[E] What a question and a film cost in minutes."""
SORE: Final = 5.0
"""[E] By so much a test to exhaustion costs more in a region that hurts."""
AT_HOME: Final = frozenset({"wall", "bench", "step"})
"""Things every home has in some form; a test may use them unasked."""


@dataclass(frozen=True)
class NextStep:
    """One thing that would tell more, and why."""

    kind: Literal["test", "question", "film"]
    id: str
    name: str
    bits: float
    """Expected information about the leading explanations."""
    effort_min: float
    why: str
    about: tuple[str, ...]
    """The explanations it tells most about."""
    nodes: tuple[str, ...]

    @property
    def worth(self) -> float:
        """Information for the effort."""
        return self.bits / self.effort_min


def next_steps(
    causes: Causes, intake: Intake, found: Sequence[Found], safe: Safety
) -> tuple[NextStep, ...]:
    """Tests, films and questions, the most telling for its effort first; none when none is left."""
    leading = causes.explanations[:LEADING]
    if safe.blocks_everything:
        return ()
    if not leading:
        return tuple(_first_films(found)) if safe.may_run else ()
    gains = _gains(causes, leading)
    known = causes.graph.known
    steps = [
        *(_tests(gains, leading, intake, safe, known) if safe.may_test else ()),
        *_questions(gains, leading, intake, known),
        *(_films(gains, leading, found, known) if safe.may_run else ()),
    ]
    worthwhile = [step for step in steps if step.bits >= WORTHWHILE_BITS]
    return tuple(sorted(worthwhile, key=lambda step: (-step.worth, step.id)))


Gains = Mapping[str, Array]
"""For each node, the information its answer holds about each leading explanation, in bits,
weighed by how much the explanation matters."""


def _gains(causes: Causes, leading: Sequence[Explanation]) -> Gains:
    """Mutual information of every node with every leading explanation, given what is known."""
    network, case = causes.graph.network, causes.case
    clamped = [{**case, e.node: (0.0, case.get(e.node, (1.0, 1.0))[1] or 1.0)} for e in leading]
    table = network.probabilities([case, *clamped])
    base, given = table[0], table[1:]
    weights = np.array([_importance(e) for e in leading])
    p = np.array([base[network.index[e.node]] for e in leading])[:, np.newaxis]
    absent = np.clip((base - p * given) / np.maximum(1 - p, 1e-12), 0.0, 1.0)
    present, absent = (_as_filmed(part, causes) for part in (given, absent))
    return {
        node.name: weights * _information(p[:, 0], present[:, i], absent[:, i])
        for i, node in enumerate(network.nodes)
    }


def _as_filmed(chance: Array, causes: Causes) -> Array:
    """The chance that a film shows a way of running, which is not quite that it is there."""
    known, shown = causes.graph.known, chance.copy()
    for i, node in enumerate(causes.graph.network.nodes):
        item = known.findings.get(split(node.name)[0])
        if item is not None:
            shown[:, i] = item.sensitivity * chance[:, i] + (1 - item.specificity) * (
                1 - chance[:, i]
            )
    return shown


def _importance(explanation: Explanation) -> float:
    """What an explanation is worth knowing: how far it can be changed, and leads to the complaint.

    The grade is left out: a weakly founded idea is worth as much of a test as a strong one.
    """
    return explanation.score / explanation.probability / GRADE_WEIGHT[explanation.grade]


def _information(p: Array, present: Array, absent: Array) -> Array:
    """Mutual information in bits of a cause (probability p) and a sign that answers to it."""
    sign = p * present + (1 - p) * absent
    return np.maximum(_entropy(sign) - p * _entropy(present) - (1 - p) * _entropy(absent), 0.0)


def _entropy(p: Array) -> Array:
    q = np.clip(p, 1e-12, 1 - 1e-12)
    result: Array = -(q * np.log2(q) + (1 - q) * np.log2(1 - q))
    return result


def _step(
    kind: Literal["test", "question", "film"],
    gains: Gains,
    leading: Sequence[Explanation],
    **facts: object,
) -> NextStep:
    nodes: tuple[str, ...] = facts["nodes"]  # type: ignore[assignment]
    total = np.sum([gains[node] for node in nodes], axis=0)
    best = [e for e, g in zip(leading, total, strict=True) if g >= 0.5 * total.max() > 0]
    about = tuple(dict.fromkeys(_called(e) for e in best))
    return NextStep(kind=kind, bits=float(total.sum()), about=about, **facts)  # type: ignore[arg-type]


def _called(explanation: Explanation) -> str:
    where = on_side(explanation.side)
    return f"{explanation.name.lower()}{where}"


def _tests(
    gains: Gains, leading: Sequence[Explanation], intake: Intake, safe: Safety, known: Knowledge
) -> Iterator[NextStep]:
    stated = {each.complaint for each in intake.complaints}
    for screen in known.screens.values():
        nodes = [sided(screen.id, side) for side in (SIDES if screen.sided else (None,))]
        open_ = tuple(node for node in nodes if node not in intake.results)
        if not screen.observes or not open_ or not _may(screen, intake, safe):
            continue
        if screen.complaints and not stated & set(screen.complaints):
            continue
        yield _step(
            screen.kind, gains, leading, id=screen.id, name=screen.name,
            effort_min=_effort(screen, intake, known), why=screen.why, nodes=open_,
        )  # fmt: skip


def _effort(screen: Screen, intake: Intake, known: Knowledge) -> float:
    """What a test costs; to exhaustion in a region that hurts, much more."""
    sore = {known.complaints[each.complaint].region for each in intake.complaints if each.pain}
    return screen.effort_min * (SORE if sore & set(screen.exhausts) else 1.0)


def _may(screen: Screen, intake: Intake, safe: Safety) -> bool:
    barred = {*safe.conditions, *(intake.red_flags or ())}
    owned = intake.equipment | AT_HOME
    return not barred & set(screen.before) and set(screen.needs) <= owned


def _questions(
    gains: Gains, leading: Sequence[Explanation], intake: Intake, known: Knowledge
) -> Iterator[NextStep]:
    for cause in known.causes.values():
        nodes = [sided(cause.id, side) for side in (SIDES if cause.sided else (None,))]
        open_ = tuple(node for node in nodes if node not in intake.answers)
        if cause.ask and open_:
            yield _step(
                "question", gains, leading, id=cause.id, name=cause.ask,
                effort_min=QUESTION_MIN, why=cause.meaning, nodes=open_,
            )  # fmt: skip


def _trusted(item: Finding, view: str) -> bool:
    """Whether a film from there can show it well enough to weigh."""
    metrics = catalogue()
    return not any(
        metric.low_reason or metric.film_reason or view in metric.low_views
        for metric in (metrics[sign.metric] for sign in item.must)
    )


def _first_films(found: Sequence[Found]) -> Iterator[NextStep]:
    """Where nothing is known and nothing hurts, a film is where to begin."""
    if any(each.standing != "not assessed" for each in found):
        return
    for view, name in VIEWS.items():
        yield NextStep(
            "film", f"film-{view}", name, bits=math.nan, effort_min=FILM_MIN,
            why="Nothing is known of the run yet.", about=(), nodes=(),
        )  # fmt: skip


def _films(
    gains: Gains, leading: Sequence[Explanation], found: Sequence[Found], known: Knowledge
) -> Iterator[NextStep]:
    """Film from a side not seen yet, if it shows what has not been assessed."""
    seen = {each.node for each in found if each.standing != "not assessed"}
    for view, name in VIEWS.items():
        nodes = tuple(
            node
            for item in known.findings.values()
            if view in item.views and _trusted(item, view)
            for side in (SIDES if item.per_side else (None,))
            if (node := sided(item.id, side)) not in seen
        )
        if nodes and not any(view in known.findings[e.id].views for e in found if e.node in seen):
            yield _step(
                "film", gains, leading, id=f"film-{view}", name=name, effort_min=FILM_MIN,
                why="A film shows, with its error, how the run itself looks.", nodes=nodes,
            )  # fmt: skip
