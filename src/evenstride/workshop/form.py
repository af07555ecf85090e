"""An answers file to fill in: the safety questions, the history, the tests, what one owns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from textwrap import wrap

from evenstride.intake import Intake, Stated, seeable, sided
from evenstride.knowledge import Knowledge
from evenstride.knowledge.entries import HealthCondition, RedFlag, Screen
from evenstride.safety import questions, relevant_conditions
from evenstride.skeleton import SIDES

WIDTH = 98


def answers_form(intake: Intake, known: Knowledge) -> str:
    """The form as TOML; whatever is not answered stays a comment."""
    parts = (
        _complaints(intake, known), _safety(intake, known), _conditions(intake, known),
        _equipment(known), _runner(), _history(known), _seen(known), _results(intake, known),
    )  # fmt: skip
    return "\n".join(line for part in parts for line in (*part, "")).rstrip("\n") + "\n"


def _complaints(intake: Intake, known: Knowledge) -> Iterator[str]:
    yield from _comment(
        "Answers for `evenstride plan --answers`. Take the # away from what you fill in."
    )
    yield ""
    yield from _comment("What hurts: name, side, and pain from 0 to 10, as achilles-left:4.")
    for each in known.complaints.values():
        side = "-left or -right" if each.sided else ""
        yield from _comment(f"{each.id}{side}: {each.name}", "  ")
    told = ", ".join(f'"{_typed(each)}"' for each in intake.complaints)
    yield f"complaints = [{told}]"


def _typed(each: Stated) -> str:
    return each.node if each.pain is None else f"{each.node}:{each.pain}"


def _safety(intake: Intake, known: Knowledge) -> Iterator[str]:
    yield from _comment(
        "SAFETY FIRST. Answer each question; nothing is advised before. Put the name of every yes "
        "into the list, in quotes, and take the # away from red_flags; leave the list empty where "
        "all are no."
    )
    for flag in _flags(intake, known):
        urgency = f" A yes: see {flag.whom}, {flag.how_soon}."
        yield from _comment(f"{flag.id}: {flag.ask}{urgency}", "  ")
    yield "# red_flags = []"


def _flags(intake: Intake, known: Knowledge) -> Sequence[RedFlag]:
    """Those of everybody and of what hurts; all of them where nobody has said what hurts."""
    return questions(intake, known) if intake.complaints else tuple(known.red_flags.values())


def _conditions(intake: Intake, known: Knowledge) -> Iterator[str]:
    yield from _comment(
        "What holds for you. Names marked with * block everything until a clinician has cleared "
        "you; put those also into cleared when that is done."
    )
    for item in _asked_conditions(intake, known):
        yield from _comment(f"{item.id}{' *' * item.blocker}: {item.ask}", "  ")
    yield from ("conditions = []", "cleared = []")


def _asked_conditions(intake: Intake, known: Knowledge) -> Iterable[HealthCondition]:
    """Blockers, those of what hurts, and those of the whole body."""
    return relevant_conditions(intake, known) if intake.complaints else known.conditions.values()


def _equipment(known: Knowledge) -> Iterator[str]:
    yield from _comment("What you have: any of")
    for item in known.equipment.values():
        yield from _comment(f"{item.id}: {item.name}", "  ")
    yield "have = []"
    yield ""
    yield from _comment("Minutes a day, and when: any, before-run or after-run.")
    yield from ("minutes = 20", 'timing = "any"')


def _runner() -> Iterator[str]:
    yield from ("[runner]", '# sex =   # "woman" or "man"', "# age =   # years")
    yield from _comment("With strength exercises: new, some or trained.")
    yield 'experience = "some"'


def _history(known: Knowledge) -> Iterator[str]:
    yield "[answers]"
    yield from _comment("true or false; leave out what you do not know.")
    for cause in known.causes.values():
        if cause.ask:
            yield from _comment(cause.ask, "  ")
            yield from _lines(cause.id, sided_=cause.sided, hint="true or false")


def _seen(known: Knowledge) -> Iterator[str]:
    yield "[seen]"
    yield from _comment("What somebody saw in the run with their own eyes: true, or false if not.")
    for key, cause in seeable(known).items():
        yield from _lines(key, sided_=cause.sided, hint=cause.name)


def _results(intake: Intake, known: Knowledge) -> Iterator[str]:
    yield "[results]"
    yield from _comment("Tests you have done: a number in the unit given, or true or false.")
    stated = {each.complaint for each in intake.complaints}
    for screen in known.screens.values():
        if not screen.complaints or not stated or stated & set(screen.complaints):
            yield ""
            yield from _test(screen, known)


def _test(screen: Screen, known: Knowledge) -> Iterator[str]:
    yield from _comment(f"{screen.name}. {screen.why}")
    for step in screen.set_up:
        yield from _comment(step, "  - ")
    if screen.kind == "test":
        yield from _comment(f"Note: {screen.measures}", "  ")
    if screen.before:
        names = [_barred(key, known) for key in screen.before]
        yield from _comment(f"Not with: {'; '.join(names)}.", "  ")
    unit = "true or false" if screen.unit == "yes/no" else screen.unit
    yield from _lines(screen.id, sided_=screen.sided, hint=unit)


def _barred(key: str, known: Knowledge) -> str:
    found = known.conditions.get(key) or known.red_flags[key]
    return found.name[0].lower() + found.name[1:]


def _lines(name: str, *, sided_: bool, hint: str) -> Iterator[str]:
    """A line to fill in for each side."""
    for side in SIDES if sided_ else (None,):
        yield f"# {sided(name, side)} =   # {hint}"


def _comment(text: str, indent: str = "") -> Iterator[str]:
    """Lines of a comment."""
    whole, hanging = " ".join(text.split()), " " * 2 * len(indent)
    lines = wrap(whole, WIDTH, initial_indent=indent, subsequent_indent=hanging)
    yield from (f"# {line}" for line in lines)
