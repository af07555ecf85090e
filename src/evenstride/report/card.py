"""The menu as a card to print: pictures, doses, cues, and boxes to tick for a week."""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib.resources import as_file, files
from pathlib import Path
from typing import Final

from evenstride.errors import InstallationError
from evenstride.menu.serving import Item
from evenstride.plan import NOT_A_DIAGNOSIS, Plan
from evenstride.report.planning.advice import drawn_pictures, pain_lines
from evenstride.report.planning.page import complained_of, headline
from evenstride.report.planning.safe import ASK_FIRST

CUES: Final = 2
STOP_RULE: Final = "Stop for numbness, weakness or swelling, and have it looked at."
"""[E] Beside the pain rules, which differ by tissue."""


def write_card(plan: Plan, path: Path) -> None:
    """Write the menu as a PDF of one or two A4 pages; needs the extra `pdf`."""
    try:
        import typst
    except ImportError as error:
        raise InstallationError(
            "A card to print needs the package typst; install it with: pip install evenstride[pdf]"
        ) from error
    template = files("evenstride.report") / "planning" / "card.typ"
    with as_file(template) as file:
        pdf = typst.compile(str(file), format="pdf", sys_inputs=card_inputs(plan))
    Path(path).write_bytes(pdf)


def card_inputs(plan: Plan) -> dict[str, str]:
    """What the card's template reads: data, never markup, so nothing in it can be a command."""
    return {"card": json.dumps(_card(plan))}


def _card(plan: Plan) -> Mapping[str, object]:
    stops = plan.safety.stops
    emergency = [stop for stop in stops if stop.level == "emergency"]
    menu, told = plan.menu, complained_of(plan)
    return {
        "title": headline(plan) if emergency else "Your exercises",
        "subtitle": "" if emergency or not told else f"For {told}",
        "stops": [
            {"name": stop.name, "see": f"See {stop.whom}, {stop.how_soon}.", "meanwhile":
             stop.meanwhile}
            for stop in emergency or stops
        ],
        "safety": _safety(plan, emergency=bool(emergency)),
        "items": [] if emergency else [_item(i, n) for n, i in enumerate(menu.items, start=1)],
        "reason": "" if stops and not menu.items else menu.reason,
        "closing": [] if emergency else [*menu.frame, *menu.retest],
        "disclaimer": NOT_A_DIAGNOSIS,
    }  # fmt: skip


def _safety(plan: Plan, *, emergency: bool) -> str:
    if emergency:
        return "Everything else waits until then."
    if not plan.safety.asked:
        return ASK_FIRST
    return " ".join([*pain_lines(plan), STOP_RULE])


def _item(item: Item, number: int) -> Mapping[str, object]:
    start, end = drawn_pictures(item.exercise)
    return {
        "number": number,
        "name": item.exercise.name,
        "dose": item.dose,
        "level": item.level,
        "cues": item.exercise.cues[:CUES],
        "changes": item.changes,
        "start": start,
        "end": end,
    }
