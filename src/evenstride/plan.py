"""From what was told, tested and filmed to a plan: safety, causes, the next step, the menu."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from evenstride.causes import Causes, NextStep, explain, next_steps
from evenstride.findings import Film, Found, findings
from evenstride.intake import Intake
from evenstride.knowledge import Knowledge, knowledge
from evenstride.menu import Menu, menu
from evenstride.progression import Entry
from evenstride.safety import Safety, safety

NOT_A_DIAGNOSIS = (
    "This is no diagnosis. It names what often travels with findings like these, from studies and "
    "experience of very different quality; a clinician who examines you knows more."
)


NOTHING_HURTS = (
    "Nothing hurts, so what stands out is information of low certainty and no fault: sides differ "
    "in healthy runners too. Do the menu if you want to; leave the way you run as it is."
)
"""Form is changed for runners with a matching complaint, not for prevention (Souza16)."""


@dataclass(frozen=True, eq=False)
class Plan:
    """Everything that follows from what is known about one runner."""

    intake: Intake
    safety: Safety
    findings: tuple[Found, ...]
    causes: Causes
    next_steps: tuple[NextStep, ...]
    menu: Menu
    known: Knowledge

    @property
    def caution(self) -> str:
        """What must be said before anything else; empty where a complaint was told."""
        return "" if self.intake.complaints else NOTHING_HURTS


def plan(
    intake: Intake,
    films: Sequence[Film] = (),
    *,
    log: Sequence[Entry] = (),
    known: Knowledge | None = None,
) -> Plan:
    """What is probably behind it, what to look at next, and a menu in an order that prepares.

    films: what was measured (see `evenstride.findings.Film`); log: past sessions in order of time.
    """
    facts = known or knowledge()
    safe = safety(intake, facts)
    found = findings(films, facts)
    causes = explain(intake, found, facts)
    return Plan(
        intake=intake,
        safety=safe,
        findings=found,
        causes=causes,
        next_steps=next_steps(causes, intake, found, safe),
        menu=menu(causes, intake, safe, facts, log),
        known=facts,
    )
