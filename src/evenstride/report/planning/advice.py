"""What to look at next and the menu, as the page says them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from evenstride.causes import NextStep
from evenstride.intake import split
from evenstride.knowledge import Knowledge
from evenstride.knowledge.entries import Exercise, Help, Mistake, PainRule
from evenstride.menu.serving import Item
from evenstride.plan import Plan
from evenstride.report.planning.words import (
    SIDE_WORDS,
    Grading,
    Reference,
    first_small,
    grading,
    listed,
    minutes,
    references,
)

STEP_KINDS: Final[Mapping[str, str]] = {
    "test": "A test",
    "question": "A question",
    "film": "A film",
}
MOST_MISTAKES: Final = 4
USUAL_RULE: Final = "muscle"
"""Whose pain rule holds where nothing hurts."""


@dataclass(frozen=True)
class StepView:
    """One thing that would tell more."""

    kind: str
    name: str
    why: str
    about: str
    minutes: str
    set_up: tuple[str, ...]
    caution: str


@dataclass(frozen=True)
class MistakeView:
    """Something done wrong, what to do instead, and its drawing."""

    name: str
    cue: str
    drawing: str
    """SVG, ours; empty where none was drawn."""


@dataclass(frozen=True)
class Dispute:
    """Where advice elsewhere differs, and how it is decided here."""

    topic: str
    positions: tuple[str, ...]
    evidence: str
    rule: str
    references: tuple[Reference, ...]


@dataclass(frozen=True)
class ItemCard:
    """One exercise of the menu."""

    number: int
    anchor: str
    name: str
    also: str
    dose: str
    minutes: str
    side: str
    side_word: str
    level: str
    starts: str
    reason: str
    place: str
    needs: str
    set_up: tuple[str, ...]
    cues: tuple[str, ...]
    success: str
    breathing: str
    mistakes: tuple[MistakeView, ...]
    changes: tuple[str, ...]
    moving: str
    start: str
    end: str
    grade: Grading
    helping: Grading
    """Of the claim that it helps here."""
    evidence: str
    references: tuple[Reference, ...]
    disputes: tuple[Dispute, ...]


@dataclass(frozen=True)
class MenuView:
    """The menu in order, or why there is none."""

    cards: tuple[ItemCard, ...]
    minutes: str
    reason: str
    pain: tuple[str, ...]
    """What a pain score means while doing it and the day after."""
    retest: tuple[str, ...]
    load: tuple[str, ...]
    frame: tuple[str, ...]

    @property
    def moves(self) -> bool:
        """Whether any picture moves."""
        return any(card.moving for card in self.cards)


def next_view(plan: Plan) -> tuple[StepView, ...]:
    """The steps that would tell more, the best first."""
    return tuple(_step(step, plan.known) for step in plan.next_steps)


def _step(step: NextStep, known: Knowledge) -> StepView:
    screen = known.screens.get(step.id)
    return StepView(
        kind=STEP_KINDS[step.kind],
        name=step.name,
        why=step.why,
        about=f"It tells most about {listed(step.about)}." if step.about else "",
        minutes=minutes(step.effort_min),
        set_up=screen.set_up if screen else (),
        caution=screen.caution if screen else "",
    )


def menu_view(plan: Plan) -> MenuView:
    """The menu of a plan."""
    menu = plan.menu
    return MenuView(
        cards=tuple(_card(item, number, plan) for number, item in enumerate(menu.items, start=1)),
        minutes=minutes(menu.minutes),
        reason=menu.reason,
        pain=pain_lines(plan),
        retest=menu.retest,
        load=menu.load,
        frame=menu.frame,
    )


def pain_lines(plan: Plan) -> tuple[str, ...]:
    """How much pain is all right, by the rules of what was complained of."""
    known = plan.known
    told = [known.complaints[each.complaint].pain_rule for each in plan.intake.complaints]
    rules = [known.pain_rules[key] for key in dict.fromkeys(told or [USUAL_RULE])]
    return tuple(
        f"{rule.name}: {_limits(rule)} The day after: {first_small(rule.next_day)}"
        for rule in rules
    )


def _limits(rule: PainRule) -> str:
    """What to do at which pain out of ten."""
    if rule.stop_above == 0:
        return "stop at any pain."
    hold = f"up to {rule.stop_above} do no more than this, " * (rule.stop_above > rule.safe_up_to)
    return f"with pain up to {rule.safe_up_to} of 10 go on, {hold}above {rule.stop_above} stop."


def _card(item: Item, number: int, plan: Plan) -> ItemCard:
    exercise, known, side = item.exercise, plan.known, _side(item)
    start, end = drawn_pictures(exercise)
    used = _help(item)
    return ItemCard(
        number=number,
        anchor=f"exercise-{exercise.id}",
        name=exercise.name,
        also=listed(exercise.also_called),
        dose=item.dose,
        minutes=minutes(item.minutes),
        side=side,
        side_word=SIDE_WORDS[side],
        level=item.level,
        starts=exercise.dose.starts_with,
        reason=item.reason,
        place=item.place,
        needs=_needs(exercise, known),
        set_up=exercise.set_up,
        cues=exercise.cues,
        success=exercise.success,
        breathing=exercise.breathing,
        mistakes=tuple(_mistake(exercise, mistake) for mistake in _worst(exercise)),
        changes=item.changes,
        moving=_moving(exercise),
        start=start,
        end=end,
        grade=grading(exercise.grade),
        helping=grading(used.grade if used else exercise.grade),
        evidence=exercise.evidence,
        references=references([*exercise.sources, *(used.sources if used else ())], known),
        disputes=_disputes(exercise, known),
    )


def _side(item: Item) -> str:
    return "both" if len(item.sides) > 1 else item.sides[0] or ""


def _help(item: Item) -> Help | None:
    """What it is in this menu for."""
    if not item.for_causes:
        return None
    return next((h for h in item.exercise.helps if h.cause == split(item.for_causes[0])[0]), None)


def _needs(exercise: Exercise, known: Knowledge) -> str:
    return listed(
        first_small(known.equipment[key].name) for key in exercise.needs if key in known.equipment
    )


def _moving(exercise: Exercise) -> str:
    """The loop as SVG; empty where no picture is described."""
    if exercise.picture is None:
        return ""
    from evenstride.report.posing import animation_svg

    return animation_svg(exercise)


def drawn_pictures(exercise: Exercise) -> tuple[str, str]:
    """Its start and its end as SVG; both empty where no picture is described."""
    if exercise.picture is None:
        return "", ""
    from evenstride.report.posing import picture_svg

    return picture_svg(exercise, "start"), picture_svg(exercise, "end")


def _worst(exercise: Exercise) -> list[Mistake]:
    """Those that stop the clock first, then those that can be drawn."""
    ranked = sorted(exercise.mistakes, key=lambda m: (m.severity != "hard", m.drawn is None))
    return ranked[:MOST_MISTAKES]


def _mistake(exercise: Exercise, mistake: Mistake) -> MistakeView:
    drawing = ""
    if exercise.picture is not None and mistake.drawn is not None:
        from evenstride.report.posing import picture_svg

        drawing = picture_svg(exercise, mistake.id)
    return MistakeView(mistake.name, mistake.cue, drawing)


def _disputes(exercise: Exercise, known: Knowledge) -> tuple[Dispute, ...]:
    items = [known.contradictions[key] for key in exercise.decided if key in known.contradictions]
    return tuple(
        Dispute(each.topic, each.positions, each.evidence, each.rule,
                references(each.sources, known))
        for each in items
    )  # fmt: skip
