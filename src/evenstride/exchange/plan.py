"""plan.json: from findings to causes to a menu (schema evenstride.plan/1)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict

from evenstride.causes import Explanation, NextStep, Reason
from evenstride.causes.building import Link
from evenstride.exchange.document import plain_values
from evenstride.findings import Found
from evenstride.intake import Intake, on_side, split
from evenstride.knowledge.entries import CAPTIONS
from evenstride.menu import Item
from evenstride.plan import NOT_A_DIAGNOSIS, Plan
from evenstride.safety import Stop
from evenstride.version import VERSION

SCHEMA = "evenstride.plan/1"

Plain = dict[str, object]
"""What JSON calls an object."""


def plan_document(plan: Plan) -> Plain:
    """The plan as plain lists, numbers and words; what is not known is None."""
    whole: Plain = {
        "schema": SCHEMA,
        "version": VERSION,
        "told": _told(plan.intake),
        "findings": plain_findings(plan.findings),
        **plan_parts(plan),
        "references": _references(plan),
        "caution": plan.caution,
        "disclaimer": NOT_A_DIAGNOSIS,
    }
    return {key: plain_values(value) for key, value in whole.items()}


def plan_text(plan: Plan) -> str:
    """The same as the text of a file."""
    return json.dumps(plan_document(plan), indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def plan_parts(plan: Plan) -> Plain:
    """What a plan adds to the findings: safety, causes, what to look at next, the menu."""
    return {
        "safety": _safety(plan),
        "causes": [_cause(each, plan) for each in plan.causes.explanations],
        "next": [_next(step) for step in plan.next_steps],
        "menu": _menu(plan),
    }


def plain_findings(found: Sequence[Found]) -> list[Plain]:
    """Every way of running that was looked for, with the values it was judged by."""
    return [
        {
            "id": each.id,
            "side": each.side,
            "name": each.name,
            "standing": each.standing,
            "probability": each.probability,
            "sentence": each.sentence,
            "signs": [_without(asdict(sign), "name") for sign in each.signs],
            "weighs": each.weighs,
        }
        for each in found
    ]


def competing(plan: Plan, explanation: Explanation) -> tuple[str, ...]:
    """The other leading causes of the same complaint, by name and side."""
    ends = _complaints(explanation, plan)
    return tuple(
        _called(each)
        for each in plan.causes.leading
        if each.node != explanation.node and ends & _complaints(each, plan)
    )


def not_assessed(plan: Plan, explanation: Explanation) -> tuple[str, ...]:
    """The tests that would speak of this cause and have not been done."""
    stated = {each.complaint for each in plan.intake.complaints}
    speaking: dict[str, list[str]] = {}
    for node in plan.causes.graph.network.nodes:
        base, _ = split(node.name)
        if base in plan.known.screens and explanation.node in dict(node.parents):
            speaking.setdefault(base, []).append(node.name)
    screens = [plan.known.screens[key] for key in speaking]
    return tuple(
        screen.name
        for screen in screens
        if not set(speaking[screen.id]) & set(plan.intake.results)
        and (not screen.complaints or stated & set(screen.complaints))
    )


def _complaints(explanation: Explanation, plan: Plan) -> set[str]:
    graph = plan.causes.graph
    return {end for end in graph.complaints if graph.paths(explanation.node, end)}


def _called(explanation: Explanation) -> str:
    where = on_side(explanation.side)
    return f"{explanation.name}{where}"


def _told(intake: Intake) -> Plain:
    """What the plan rests on beside the films."""
    told = asdict(intake)
    return {
        key: sorted(value) if isinstance(value, frozenset) else value for key, value in told.items()
    }


def _safety(plan: Plan) -> Plain:
    return {
        "asked": plan.safety.asked,
        "stops": [_stop(stop) for stop in plan.safety.stops],
        "conditions": [
            {"id": key, "name": item.name, "advice": item.advice, "sources": item.sources}
            for key, item in plan.safety.conditions.items()
        ],
    }


def _stop(stop: Stop) -> Plain:
    return {**_without(asdict(stop), "muscles"), "sentence": stop.sentence}


def _cause(each: Explanation, plan: Plan) -> Plain:
    return {
        "id": each.id,
        "side": each.side,
        "name": each.name,
        "kind": each.kind,
        "probability": each.probability,
        "prior": each.prior,
        "score": each.score,
        "grade": each.grade,
        "caption": CAPTIONS[each.grade],
        "supported": each.supported,
        "assessed": each.assessed,
        "note": each.note,
        "chain": [_link(link) for link in each.chain],
        "for": [_reason(reason) for reason in each.reasons_for],
        "against": [_reason(reason) for reason in each.reasons_against],
        "competing": competing(plan, each),
        "not_assessed": not_assessed(plan, each),
    }


def _link(link: Link) -> Plain:
    return {
        "from": link.start,
        "to": link.end,
        "mechanism": link.edge.mechanism,
        "grade": link.edge.grade,
        "sources": link.edge.sources,
    }


def _reason(reason: Reason) -> Plain:
    return {
        "sentence": reason.sentence,
        "shift": reason.shift,
        "grade": reason.grade,
        "caption": reason.caption,
        "sources": _sources(reason),
    }


def _sources(reason: Reason) -> list[str]:
    """What the piece of evidence and the chain to it stand on."""
    keys = [*reason.evidence.sources, *(key for link in reason.chain for key in link.edge.sources)]
    return list(dict.fromkeys(keys))


def _next(step: NextStep) -> Plain:
    return asdict(step)


def _menu(plan: Plan) -> Plain:
    menu = plan.menu
    return {
        "items": [_item(item) for item in menu.items],
        "minutes": menu.minutes,
        "reason": menu.reason,
        "retest": menu.retest,
        "load": menu.load,
        "frame": menu.frame,
    }


def _item(item: Item) -> Plain:
    return {
        "code": item.exercise.code,
        "id": item.exercise.id,
        "name": item.exercise.name,
        "sides": [side for side in item.sides if side],
        "sets": item.sets,
        "hold_s": item.hold_s,
        "repetitions": item.repetitions,
        "days_a_week": item.days_a_week,
        "dose": item.dose,
        "minutes": item.minutes,
        "level": item.level,
        "reason": item.reason,
        "place": item.place,
        "changes": item.changes,
        "for_causes": item.for_causes,
    }


def _references(plan: Plan) -> dict[str, str]:
    """What the keys under `sources` stand for."""
    keys = {key for stop in plan.safety.stops for key in stop.sources}
    keys |= {key for item in plan.safety.conditions.values() for key in item.sources}
    for each in plan.causes.explanations:
        keys |= {key for link in each.chain for key in link.edge.sources}
        for reason in (*each.reasons_for, *each.reasons_against):
            keys |= set(_sources(reason))
    return {key: plan.known.sources[key].reference for key in sorted(keys)}


def _without(plain: Plain, *keys: str) -> Plain:
    return {key: value for key, value in plain.items() if key not in keys}
