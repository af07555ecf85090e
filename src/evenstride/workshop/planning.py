"""What a person can ask for with films that are analysed: a plan, on a page, a card and as data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from evenstride.errors import InputError, InstallationError
from evenstride.exchange.plan import plan_text
from evenstride.exchange.reading import read_document
from evenstride.findings import Film
from evenstride.intake import Intake
from evenstride.plan import Plan, plan
from evenstride.progression import Entry
from evenstride.workshop import drafted
from evenstride.workshop.comparing import write_text

PAGE = "plan.html"
CARD = "card.pdf"
DOCUMENT = "plan.json"


@dataclass(frozen=True, eq=False)
class Planned:
    """A plan, where its files are, and what could not be written."""

    plan: Plan
    page: Path | None = None
    card: Path | None = None
    notes: tuple[str, ...] = ()


def films_of(paths: Sequence[str | Path]) -> tuple[Film, ...]:
    """Analysed films, from their folders of results or their analysis.json."""
    found = [read_document(path) for path in paths]
    return tuple(Film(each.measurements, each.speed_m_s, each.height_m) for each in found)


def plan_into(
    paths: Sequence[Path],
    intake: Intake,
    out: Path | None,
    *,
    log: Sequence[Entry] = (),
    document: str | None = None,
) -> Planned:
    """Plan from analysed films and answers; write plan.html, plan.json and card.pdf into a folder.

    document: a file for plan.json alone, or - for stdout.
    """
    if not (paths or intake.complaints or intake.seen or intake.results or intake.answers):
        raise InputError(
            "There is nothing to plan from: say what hurts with --complaint, or name a folder of "
            "results of `evenstride analyze`."
        )
    made = plan(intake, films_of(paths), log=log)
    text = plan_text(made)
    if document is not None:
        write_text(text, document)
    return Planned(made) if out is None else _written(made, text, out)


def _written(made: Plan, text: str, out: Path) -> Planned:
    """The page, the data and, where it can be set, the card."""
    from evenstride.report.card import write_card
    from evenstride.report.planning import write_plan

    notes: tuple[str, ...] = ()
    with drafted(out) as draft:
        (draft / DOCUMENT).write_text(text, encoding="utf-8", newline="\n")
        write_plan(made, draft / PAGE)
        try:
            write_card(made, draft / CARD)
        except InstallationError as error:
            notes = (f"The card was left out. {error}",)
    return Planned(made, out / PAGE, None if notes else out / CARD, notes)
