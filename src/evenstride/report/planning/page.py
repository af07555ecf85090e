"""The plan on one page that holds everything it shows and asks nobody for more."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from evenstride.plan import NOT_A_DIAGNOSIS, Plan
from evenstride.report import assets
from evenstride.report.planning.advice import MenuView, StepView, menu_view, next_view
from evenstride.report.planning.likely import CauseCard, Likely, likely
from evenstride.report.planning.safe import SafeView, safe_view
from evenstride.report.planning.standing_out import StandsOut, stands_out
from evenstride.report.planning.web import web
from evenstride.report.planning.why import Why, why
from evenstride.report.planning.words import first_large, first_small, listed, where
from evenstride.skeleton import Side


@dataclass(frozen=True)
class PlanView:
    """Everything the templates may show of a plan."""

    headline: str
    hurts: tuple[str, ...]
    caution: str
    """What must be said where nothing hurts."""
    """What was complained of, in the words of the one who did."""
    safe: SafeView
    stands_out: StandsOut
    why: Why | None
    likely: Likely
    next: tuple[StepView, ...]
    menu: MenuView
    disclaimer: str


@dataclass(frozen=True)
class Page:
    """Everything the plan's page may show."""

    title: str
    version: str
    plan: PlanView
    policy: str
    style: str


def write_plan(plan: Plan, path: Path) -> None:
    """Write the plan: safety, what stands out, why, what to look at next, and the menu."""
    view = plan_view(plan)
    page = Page(
        title=view.headline,
        version=assets.version(),
        plan=view,
        policy=assets.policy(),
        style=style(),
    )
    html = assets.rendered("planning/plan.html", page)
    Path(path).write_text(html, encoding="utf-8", newline="\n")


def style() -> str:
    """The report's style, and what a plan needs beside it."""
    return assets.style() + assets.text("planning/plan.css")


def plan_view(plan: Plan) -> PlanView:
    """A plan, ready to be shown."""
    drawn = web(plan.causes)
    nodes = {node for thing in drawn.things for node in thing.nodes}
    found = likely(plan.causes, nodes)
    return PlanView(
        headline=headline(plan),
        hurts=tuple(e.sentence for e in plan.causes.evidence if e.kind == "complaint"),
        caution=plan.caution,
        safe=safe_view(plan),
        stands_out=stands_out(plan.findings, plan.known, plan.causes.evidence),
        why=why(drawn, _anchors((*found.leading, *found.running, *found.others))),
        likely=found,
        next=next_view(plan),
        menu=menu_view(plan),
        disclaimer=NOT_A_DIAGNOSIS,
    )


def _anchors(cards: tuple[CauseCard, ...]) -> dict[str, str]:
    return {node: card.anchor for card in cards for node in card.nodes}


def headline(plan: Plan) -> str:
    """What the page is about."""
    stops = [stop for stop in plan.safety.stops if stop.level == "emergency"]
    if stops:
        return f"Please see {stops[0].whom}, {stops[0].how_soon}"
    told = complained_of(plan)
    if not told:
        return "Your running, and a plan for it"
    return f"{first_large(told)}: what may lie behind it, and a plan"


def complained_of(plan: Plan) -> str:
    """The complaints in a row; a colon in a name becomes a comma."""
    sides: dict[str, set[Side | None]] = {}
    for each in plan.intake.complaints:
        name = plan.known.complaints[each.complaint].name.replace(":", ",")
        sides.setdefault(first_small(name), set()).add(each.side)
    return listed(
        f"{name}{',' if ',' in name and None not in which else ''}"
        f"{where('both' if len(which) > 1 else min(which, key=str))}"
        for name, which in sides.items()
    )
