"""The page of safety: what somebody else must see first, what pain allows, who leaves what out."""

from __future__ import annotations

from collections.abc import Iterator

from evenstride.knowledge import Knowledge
from evenstride.knowledge.entries import Exercise as Prescribed
from evenstride.knowledge.entries import HealthCondition, RedFlag
from library.wording import cite, exercise, flat, listed, measured, screen, table

OPENING = """\
# Safety

Evenstride informs and coaches; it does not diagnose, and it can miss what matters. If you are
worried, see somebody who can examine you, whatever stands here.

Safety questions come before anything is advised. A yes names whom to see and how soon, and takes
out what must wait: everything, a region, landings, or nothing. What is blocked is blocked
everywhere: in menus, in tests, and in what is suggested next.
"""
LEVELS = {
    "emergency": "Emergency",
    "urgent": "Urgent",
    "refer": "To be looked at",
    "stop": "Stop and call",
}
BLOCKS = {
    "everything": "Nothing else is advised.", "region": "The region and every landing wait.",
    "impact": "Landings wait.", "nothing": "Nothing is blocked.",
}  # fmt: skip


def page(known: Knowledge) -> str:
    """The whole page."""
    return "\n".join([
        OPENING, *_flags(known), *_blockers(known), *_conditions(known), *_pain(known),
        *_outcomes(known),
    ])  # fmt: skip


def _flags(known: Knowledge) -> Iterator[str]:
    yield "## Red flags\n"
    yield "No single sign tells much. When in doubt, let somebody look at it.\n"
    for level, name in LEVELS.items():
        found = [flag for flag in known.red_flags.values() if flag.level == level]
        yield from (line for flag in found for line in _flag(flag, name, known))


def _flag(flag: RedFlag, level: str, known: Knowledge) -> Iterator[str]:
    yield f"### {flag.name} {{ #{flag.id} }}\n"
    whom = [item.name for item in known.complaints.values() if flag.id in item.red_flags]
    asked = "of everybody" if flag.region == "everybody" else f"with: {listed(whom)}"
    yield f"*Asked {asked}.* {flat(flag.ask)}\n"
    yield f"**{level}:** see {flag.whom}, {flag.how_soon}. {BLOCKS[flag.blocks]}"
    yield f"{flat(flag.meanwhile)} {cite(flag.sources)}\n"


def _blockers(known: Knowledge) -> Iterator[str]:
    yield "## Before any test or exercise { #blockers }\n"
    yield "A yes blocks everything until a clinician has agreed (for a minor, a guardian too).\n"
    for item in known.conditions.values():
        if item.blocker:
            yield from _condition(item, known)


def _conditions(known: Knowledge) -> Iterator[str]:
    yield "## What is left out, and what is changed { #contraindications }\n"
    rows = [
        (
            f"[{item.name}](#{key})",
            _named(key, "blocked_by", known),
            _named(key, "changed_by", known),
        )
        for key, item in known.conditions.items()
        if not item.blocker
    ]
    yield from table(("with", "left out", "changed"), rows)
    yield "Why, or how, stands with each [exercise](exercises.md).\n"
    for item in known.conditions.values():
        if not item.blocker:
            yield from _condition(item, known)


def _named(condition: str, how: str, known: Knowledge) -> str:
    def barred(each: Prescribed) -> bool:
        return any(bar.condition == condition for bar in getattr(each, how))

    every = sorted(known.exercises.values(), key=lambda each: each.code)
    return listed(exercise(each.id, known) for each in every if barred(each))


def _condition(item: HealthCondition, known: Knowledge) -> Iterator[str]:
    yield f"### {item.name} {{ #{item.id} }}\n"
    yield f"*Asked:* {flat(item.ask)}\n"
    yield f"{flat(item.advice)} {cite(item.sources)}\n"
    tests = [screen(key, known) for key, one in known.screens.items() if item.id in one.before]
    if tests:
        yield f"Tests left out: {listed(tests)}.\n"


def _pain(known: Knowledge) -> Iterator[str]:
    yield "## What pain allows { #pain }\n"
    yield "Pain out of ten while exercising, and the day after. Between the two borders the load"
    yield "stays as it is, with less range.\n"
    yield from table(("tissue", "safe up to", "stop above", "the next day", "sources"), [
        (rule.name, str(rule.safe_up_to), str(rule.stop_above), rule.next_day, cite(rule.sources))
        for rule in known.pain_rules.values()
    ])  # fmt: skip


def _outcomes(known: Knowledge) -> Iterator[str]:
    yield "## How it goes, in the runner's own words { #outcome-measures }\n"
    yield "Scores by which one's own view of things is followed. The wording of a questionnaire"
    yield "stands in the program only where its licence allows; of the rest the score can be"
    yield "entered as a number.\n"
    heads = ("measure", "scoring", "smallest change", "licence", "asked here", "sources")
    yield from table(heads, [
        (
            item.name,
            item.scoring,
            "" if item.smallest_change is None else measured(item.smallest_change, item.unit or ""),
            item.licence,
            "yes" if item.shipped else "no, a number only",
            cite(item.sources),
        )
        for item in known.outcomes.values()
    ])  # fmt: skip
