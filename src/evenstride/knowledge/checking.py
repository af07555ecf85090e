"""What no single entry can know: that every name refers to something, and everything is reachable.

`python -m evenstride.knowledge.checking` prints what is wrong, a line each.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence

from evenstride.errors import KnowledgeError
from evenstride.knowledge.entries import Exercise, Reading, Screen
from evenstride.knowledge.reading import Knowledge, data, read
from evenstride.metrics import catalogue

CATEGORIES = (
    "ankles-and-feet", "calves-and-shins", "core-strength", "flexibility", "general", "hips",
    "knees", "low-back", "run-form", "uncategorized", "upper-back-and-neck",
)  # fmt: skip
"""The eleven categories of the source articles."""

MUSCLES = (
    "hamstrings", "hip-flexors", "glutes", "gluteus-medius", "adductors", "quadriceps", "calf",
    "soleus", "trunk", "hip-rotators", "foot", "shoulders",
)  # fmt: skip


def complaints_about(known: Knowledge) -> list[str]:
    """Everything that refers to nothing, a sentence each."""
    parts = (_sources, _causes, _complaints, _findings, _screens, _exercises, _articles)
    return [sentence for part in parts for sentence in part(known)]


def _missing(where: str, key: str, names: Sequence[str], among: object) -> Iterator[str]:
    for name in names:
        if name not in among:  # type: ignore[operator]  # a mapping or a tuple of names
            yield f"{where}: {key}: nothing is called {name}."


def _sources(known: Knowledge) -> Iterator[str]:
    for kind in ("causes", "complaints", "findings", "screens", "exercises", "red_flags",
                 "conditions", "pain_rules", "outcomes", "claims", "contradictions"):  # fmt: skip
        for key, entry in getattr(known, kind).items():
            for where, names in _cited(entry, f"{kind}/{key}"):
                yield from _missing(where, "sources", names, known.sources)


def _cited(entry: object, where: str) -> Iterator[tuple[str, Sequence[str]]]:
    """Every list of sources inside an entry."""
    if isinstance(entry, tuple):
        for part in entry:
            yield from _cited(part, where)
        return
    for field in getattr(type(entry), "model_fields", ()):
        value = getattr(entry, field)
        if field == "sources":
            yield where, value
        else:
            yield from _cited(value, f"{where}: {field}")


def _causes(known: Knowledge) -> Iterator[str]:
    effects = {*known.causes, *known.complaints}
    for key, cause in known.causes.items():
        yield from _missing(f"causes/{key}", "tags", cause.tags, CATEGORIES)
        to = [edge.to for edge in cause.leads_to]
        yield from _missing(f"causes/{key}", "leads_to", to, effects)
        if len(set(to)) < len(to):
            yield f"causes/{key}: leads_to: one effect is named twice."
    yield from _circles(known)


def _circles(known: Knowledge) -> Iterator[str]:
    """Causes that would bring about themselves."""
    state: dict[str, int] = {}

    def visit(key: str) -> bool:
        if state.get(key) is not None:
            return state[key] == 1
        state[key] = 1
        edges = known.causes[key].leads_to if key in known.causes else ()
        found = any(visit(edge.to) for edge in edges)
        state[key] = 2
        return found

    for key in known.causes:
        if visit(key):
            yield f"causes/{key}: leads_to: the chain comes back to itself."
            return


def _complaints(known: Knowledge) -> Iterator[str]:
    for key, item in known.complaints.items():
        where = f"complaints/{key}"
        yield from _missing(where, "red_flags", item.red_flags, known.red_flags)
        yield from _missing(where, "conditions", item.conditions, known.conditions)
        yield from _missing(where, "pain_rule", [item.pain_rule], known.pain_rules)


def _findings(known: Knowledge) -> Iterator[str]:
    running = {key for key, cause in known.causes.items() if cause.kind == "running"}
    metrics = catalogue()
    for key, item in known.findings.items():
        where = f"findings/{key}"
        yield from _missing(where, "observes", [item.observes], running)
        for sign in (*item.must, *item.and_one_of):
            yield from _missing(where, "metric", [sign.metric], metrics)
            if (sign.above is None) == (sign.below is None):
                yield f"{where}: {sign.metric}: give either `above` or `below`."
            metric = metrics.get(sign.metric)
            if metric and sign.unit not in (metric.unit, "%"):
                yield f"{where}: {sign.metric}: unit: it is measured in {metric.unit}."


def _screens(known: Knowledge) -> Iterator[str]:
    for key, item in known.screens.items():
        where = f"screens/{key}"
        yield from _missing(where, "observes", [o.cause for o in item.observes], known.causes)
        yield from _missing(where, "needs", item.needs, known.equipment)
        barred = {*known.red_flags, *known.conditions}
        yield from _missing(where, "before", item.before, barred)
        yield from _missing(where, "complaints", item.complaints, known.complaints)
        yield from _readable(where, item)
        if item.reading is not None:
            yield from _read_by_camera(f"{where}: reading", item, item.reading)
            plain = [name for name in [item.reading.variant_of] if name]
            yield from _missing(f"{where}: reading", "variant_of", plain, known.screens)


def _readable(where: str, item: Screen) -> Iterator[str]:
    """A value needs its error and a cut-off; a yes or no has neither."""
    if item.unit == "yes/no" and (item.cutoffs or item.error is not None):
        yield f"{where}: cutoffs: a yes or no has neither cut-off nor error."
    if item.cutoffs and (item.error is None or not item.error_source):
        yield f"{where}: error: a measured value needs its error and where it is from."


def _read_by_camera(where: str, item: Screen, reading: Reading) -> Iterator[str]:
    """What a test and the way a camera reads it must agree on."""
    asked = [name for name in (reading.told, *(fault.ask for fault in reading.keep)) if name]
    questions = [one.id for one in reading.asks]
    yield from _missing(where, "asks", asked, questions)
    yield from (f"{where}: asks: {name} is asked for nothing." for name in questions
                if name not in asked)  # fmt: skip
    wrong = {
        "view: a test the camera reads is looked at from somewhere.": item.view == "none",
        "measure: say what moves.": reading.measure is None,
        "needed: more than wanted.": reading.needed > reading.wanted,
        "per_height: what is a share of height comes out in cm.":
            reading.per_height and item.unit != "cm",
        "reaches: a count needs it, or of_first.":
            reading.kind == "count" and reading.reaches is None and reading.of_first is None,
        "variants: give two or more, and variant_of, for `worst` alone.":
            (reading.kind == "worst") != (len(reading.variants) > 1 and reading.variant_of != ""),
    }  # fmt: skip
    yield from (f"{where}: {sentence}" for sentence, is_so in wrong.items() if is_so)
    yield from (f"{where}: {one.measure}: give `above` or `below`." for one in reading.keep
                if one.above is None and one.below is None)  # fmt: skip


def _exercises(known: Knowledge) -> Iterator[str]:
    for key, item in known.exercises.items():
        where = f"exercises/{key}"
        related = (*item.regress_to, *item.progress_to, *item.prerequisites, *item.prepares,
                   *item.contrasts_with)  # fmt: skip
        yield from _missing(where, "related exercises", related, known.exercises)
        yield from _missing(where, "needs", item.needs, known.equipment)
        yield from _missing(where, "tags", item.tags, CATEGORIES)
        yield from _missing(where, "muscles", (*item.stretches, *item.loads), MUSCLES)
        yield from _missing(where, "helps", [h.cause for h in item.helps], known.causes)
        bars = [bar.condition for bar in (*item.blocked_by, *item.changed_by)]
        yield from _missing(where, "conditions", bars, known.conditions)
        yield from _missing(where, "decided", item.decided, known.contradictions)
        indicators = {*known.screens, *known.exercises, ""}
        yield from _missing(where, "indicator", [item.indicator], indicators)
        yield from _whole(where, item)


def _whole(where: str, item: Exercise) -> Iterator[str]:
    """What one exercise's own parts must agree on."""
    if item.prescribed and not item.helps:
        yield f"{where}: helps: an exercise that is prescribed helps with something."
    if (item.dose.hold_s is None) == (item.dose.repetitions is None):
        yield f"{where}: dose: give either `hold_s` or `repetitions`."
    for mistake in item.mistakes:
        if not mistake.ask and (mistake.not_observable or not mistake.when):
            yield f"{where}: mistakes: {mistake.id} has neither a detector nor a question."
    if len({mistake.id for mistake in item.mistakes}) < len(item.mistakes):
        yield f"{where}: mistakes: two have one id."


def _articles(known: Knowledge) -> Iterator[str]:
    edges = {f"{key} > {e.to}" for key, cause in known.causes.items() for e in cause.leads_to}
    for key, claim in known.claims.items():
        yield from _missing(f"claims/{key}", "exercises", claim.exercises, known.exercises)
        yield from _missing(f"claims/{key}", "edges", claim.edges, edges)
    for key, mention in known.mentions.items():
        for name in mention.reached_by:
            if not reached(known, name):
                yield f"mentions/{key}: reached_by: there is no {name}."


def reached(known: Knowledge, name: str) -> bool:
    """Whether `kind:id` names something that is there."""
    kind, _, key = name.partition(":")
    if kind == "mistake":
        exercise, _, mistake = key.partition("/")
        found = known.exercises.get(exercise)
        return found is not None and any(each.id == mistake for each in found.mistakes)
    kinds = {
        "exercise": known.exercises, "screen": known.screens, "cause": known.causes,
        "complaint": known.complaints, "finding": known.findings, "claim": known.claims,
        "contradiction": known.contradictions, "equipment": known.equipment,
    }  # fmt: skip
    return kind == "feature" or key in kinds.get(kind, ())


def main() -> int:
    """Print what is wrong with the knowledge files."""
    try:
        wrong = complaints_about(read(data()))
    except KnowledgeError as error:
        wrong = [str(error)]
    for sentence in wrong:
        print(sentence)  # noqa: T201 - this is what it is run for
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
