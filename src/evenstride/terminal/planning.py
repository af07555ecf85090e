"""What a plan says, in the terminal: safety first, causes, what to look at next, the menu."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator, Sequence

from rich.console import Console
from rich.padding import Padding
from rich.prompt import Confirm
from rich.table import Table
from rich.text import Text

from evenstride.causes import Explanation
from evenstride.errors import InputError
from evenstride.findings import Found
from evenstride.intake import on_side
from evenstride.knowledge.entries import CAPTIONS
from evenstride.plan import NOT_A_DIAGNOSIS, Plan
from evenstride.workshop.planning import Planned

ROWS = ("part", "order", "id", "side", "name", "value", "words")
"""The head of the tab-separated lines of a plan."""

Row = tuple[str, int | str, str, str, str, str, str]

CAUSES_SHOWN = 5
WAYS_SHOWN = 3


def watched() -> bool:
    """Whether somebody sits there who can be asked."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def ask(questions: Sequence[tuple[str, str, bool]]) -> frozenset[str]:
    """Ask the safety questions one by one; a yes to an emergency ends the asking."""
    console, raised = Console(stderr=True), set[str]()
    console.print("Safety first. Please answer each question.", style="bold")
    for name, question, emergency in questions:
        try:
            yes = Confirm.ask(Text(question), console=console)
        except EOFError as error:
            raise InputError("The safety questions were not all answered.") from error
        if yes:
            raised.add(name)
        if yes and emergency:
            break
    return frozenset(raised)


def show(planned: Planned, *, quiet: bool = False) -> None:
    """The plan on stdout unless quiet; on stderr whom to see first and where the files lie."""
    console, plan = Console(), planned.plan
    if console.is_terminal and not quiet:
        _show(plan, console)
    else:
        warn(plan)
        if not quiet:
            _write_lines(plan)
        say(NOT_A_DIAGNOSIS)
    _say_files(planned)


def warn(plan: Plan) -> None:
    """Who must be seen first, beside the result."""
    for stop in plan.safety.stops:
        say(stop.sentence)


def _say_files(planned: Planned) -> None:
    for note in planned.notes:
        say(note)
    if planned.page is not None:
        say(f"The plan is at {planned.page}")
    if planned.card is not None:
        say(f"The card to print is at {planned.card}")


def say(sentence: str) -> None:
    """A sentence beside the result."""
    notes = Console(stderr=True)
    notes.print(sentence, highlight=False, markup=False, soft_wrap=not notes.is_terminal)


def _show(plan: Plan, console: Console) -> None:
    for stop in plan.safety.stops:
        console.print(Text(stop.sentence, style="bold red"))
    for item in plan.safety.conditions.values():
        console.print(Text(f"{item.name}: {item.advice}"))
    if plan.safety.blocks_everything:
        console.print(Text(NOT_A_DIAGNOSIS, style="dim"))
        return
    if plan.caution:
        console.print(Text(plan.caution), end="\n\n")
    _section(console, "What stands out", [_finding(each) for each in standing_out(plan)])
    _section(console, "Likely causes", [_cause(each) for each in _causes(plan)])
    _section(console, "What to look at next", [_next(plan)] if plan.next_steps else [])
    _menu(plan, console)
    console.print(Text(NOT_A_DIAGNOSIS, style="dim"))


def _section(console: Console, heading: str, lines: Sequence[str | Text]) -> None:
    if not lines:
        return
    console.print(Text(heading, style="bold"))
    for line in lines:
        console.print(Padding(line if isinstance(line, Text) else Text(line), (0, 0, 0, 2)))
    console.print()


def standing_out(plan: Plan) -> list[Found]:
    """What films show for certain."""
    return [each for each in plan.findings if each.standing == "present"]


def _finding(each: Found) -> Text:
    where = on_side(each.side)
    text = Text(f"{each.name}{where}\n", style="bold")
    return text.append(each.sentence, style="not bold")


def _causes(plan: Plan) -> list[Explanation]:
    """What is probably behind it, then the ways of running that carry it on."""
    return [*plan.causes.leading[:CAUSES_SHOWN], *plan.causes.running[:WAYS_SHOWN]]


def _cause(each: Explanation) -> Text:
    text = Text(f"{_called(each)}, {100 * each.probability:.0f} %", style="bold")
    text.append(f" ({CAPTIONS[each.grade]})", style="not bold")
    strongest = _strongest(each)
    if strongest:
        text.append(f"\n{strongest}", style="not bold dim")
    return text


def _called(each: Explanation) -> str:
    return f"{each.name}{on_side(each.side)}"


def _strongest(each: Explanation) -> str:
    """The one reason that moves it most, else how often it is there anyway."""
    if each.reasons_for:
        return each.reasons_for[0].sentence
    return "Nothing found speaks for it; it is this often there anyway."


def _next(plan: Plan) -> str:
    step = plan.next_steps[0]
    about = f" It tells most about: {'; '.join(step.about)}." if step.about else ""
    return f"{step.name} ({step.effort_min:g} min). {step.why}{about}"


def _menu(plan: Plan, console: Console) -> None:
    menu = plan.menu
    if menu.items:
        title = f"Your menu: {menu.minutes:.0f} minutes"
        table = Table(title=title, title_justify="left", expand=True)
        for heading, share in (("", None), ("exercise", 2), ("dose", 2), ("level", 2), ("why", 5)):
            table.add_column(heading, ratio=share)
        for number, item in enumerate(menu.items, start=1):
            why = "\n".join((item.reason, *item.changes))
            level = item.level.partition(". ")[0]
            cells = (str(number), item.exercise.name, item.dose, level, why)
            table.add_row(*(Text(cell) for cell in cells))
        console.print(table)
    for line in (menu.reason, *menu.frame, *menu.retest, *menu.load):
        if line:
            console.print(Text(line))
    console.print()


def _write_lines(plan: Plan) -> None:
    """One line for each thing said, for whatever program reads them."""
    table = csv.writer(sys.stdout, dialect="excel-tab", lineterminator="\n")
    table.writerow(ROWS)
    table.writerows(_rows(plan))


def _rows(plan: Plan) -> Iterator[Row]:
    for number, stop in enumerate(plan.safety.stops, start=1):
        yield "safety", number, stop.level, "", stop.name, "", stop.sentence
    for number, found in enumerate(standing_out(plan), start=1):
        value = f"{found.probability:.2f}"
        yield "finding", number, found.id, found.side or "", found.name, value, found.sentence
    if plan.safety.blocks_everything:
        return
    yield from _advice(plan)
    if plan.menu.reason:
        yield "menu", "", "", "", "", "", plan.menu.reason


def _advice(plan: Plan) -> Iterator[Row]:
    """Causes, what to look at next, and the menu."""
    for number, each in enumerate(_causes(plan), start=1):
        value = f"{each.probability:.2f}"
        yield "cause", number, each.id, each.side or "", each.name, value, _strongest(each)
    for number, step in enumerate(plan.next_steps, start=1):
        yield "next", number, step.id, "", step.name, f"{step.effort_min:g}", step.why
    for number, item in enumerate(plan.menu.items, start=1):
        sides = " ".join(side for side in item.sides if side)
        words = "; ".join(part for part in (item.dose, item.level, item.reason) if part)
        value = f"{item.minutes:.1f}"
        yield "menu", number, item.exercise.id, sides, item.exercise.name, value, words
