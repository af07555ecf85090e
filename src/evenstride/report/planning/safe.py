"""What has to be looked at first, as the page says it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from evenstride.plan import Plan
from evenstride.report.planning.words import Reference, references
from evenstride.safety import Stop

LEVELS: Final[Mapping[str, str]] = {
    "emergency": "Get help now",
    "stop": "Stop, and ask first",
    "urgent": "Be seen soon",
    "refer": "Ask somebody first",
}
ASK_FIRST: Final = "The safety questions come first; nothing is advised before they are answered."


@dataclass(frozen=True)
class Halt:
    """One thing somebody else must look at."""

    level: str
    word: str
    name: str
    see: str
    meanwhile: str
    references: tuple[Reference, ...]


@dataclass(frozen=True)
class Care:
    """Something known about the person that changes what may be done."""

    name: str
    advice: str


@dataclass(frozen=True)
class SafeView:
    """The safety notes, the gravest first."""

    emergency: tuple[Halt, ...]
    """Where there is one, nothing else is shown."""
    halts: tuple[Halt, ...]
    cares: tuple[Care, ...]
    unasked: str


def safe_view(plan: Plan) -> SafeView:
    """The safety notes of a plan."""
    halts = tuple(_halt(stop, plan) for stop in plan.safety.stops)
    stopped = {stop.name for stop in plan.safety.stops}
    return SafeView(
        emergency=tuple(halt for halt in halts if halt.level == "emergency"),
        halts=halts,
        cares=tuple(
            Care(item.name, item.advice)
            for item in plan.safety.conditions.values()
            if item.name not in stopped
        ),
        unasked="" if plan.safety.asked else ASK_FIRST,
    )


def _halt(stop: Stop, plan: Plan) -> Halt:
    return Halt(
        level=stop.level,
        word=LEVELS[stop.level],
        name=stop.name,
        see=f"See {stop.whom}, {stop.how_soon}.",
        meanwhile=stop.meanwhile,
        references=references(stop.sources, plan.known),
    )
