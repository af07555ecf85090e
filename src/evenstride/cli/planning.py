"""Commands that plan: `plan` from findings to causes to a menu, `questions` as a form."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from evenstride.errors import InputError

if TYPE_CHECKING:
    from evenstride.intake import Intake
    from evenstride.knowledge import Knowledge
    from evenstride.workshop.answers import Typed

PLAN_EXAMPLES = """Examples:

evenstride plan result --complaint achilles-left:4 --have step,wall --no-red-flags

evenstride questions --complaint low-back:3 --out answers.toml

evenstride plan side rear --answers answers.toml --minutes 20 --out plan"""

QUESTIONS_EXAMPLES = """Examples:

evenstride questions --complaint hamstring-left:2

evenstride questions --complaint achilles-left:4 --out answers.toml"""

ComplaintOption = Annotated[
    list[str] | None,
    typer.Option(help="What hurts, as achilles-left:4 with pain of 10; may be given again."),
]
AnswersOption = Annotated[
    Path | None, typer.Option(metavar="FILE", help="Answers (.toml); see evenstride questions.")
]
NoRedFlagsOption = Annotated[
    bool, typer.Option("--no-red-flags", help="All safety questions read; none holds.")
]


class Timing(StrEnum):
    """When the menu is done."""

    any = "any"
    before_run = "before-run"
    after_run = "after-run"


class Sex(StrEnum):
    """For the borders of tests that differ."""

    woman = "woman"
    man = "man"


class Experience(StrEnum):
    """With strength exercises."""

    new = "new"
    some = "some"
    trained = "trained"


def plan(
    analyses: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[ANALYSIS]...", help="Folders of results, or analysis.json files."),
    ] = None,
    *,
    complaint: ComplaintOption = None,
    have: Annotated[
        list[str] | None, typer.Option(help="What you have, as strap,bench; may be given again.")
    ] = None,
    minutes: Annotated[float | None, typer.Option(help="Time a day; 20 unless told.")] = None,
    when: Annotated[Timing | None, typer.Option(help="When you will do it.")] = None,
    sex: Annotated[Sex | None, typer.Option(help="For tests whose borders differ.")] = None,
    age: Annotated[int | None, typer.Option(help="In years.")] = None,
    experience: Annotated[
        Experience | None, typer.Option(help="With strength exercises; some unless told.")
    ] = None,
    answers: AnswersOption = None,
    seen: Annotated[
        list[str] | None,
        typer.Option(help="Seen in the run by eye, as knee-wobble-left; no:NAME if looked for."),
    ] = None,
    result: Annotated[
        list[str] | None,
        typer.Option(help="Of a test, as active-knee-extension-left=18, or =yes, or =no."),
    ] = None,
    screens: Annotated[
        list[Path] | None,
        typer.Option(metavar="DIR", help="Results of evenstride screen; may be given again."),
    ] = None,
    answer: Annotated[
        list[str] | None, typer.Option(help="To a question, as distance-spike=yes.")
    ] = None,
    condition: Annotated[
        list[str] | None, typer.Option(help="What rules exercises out, as pregnancy.")
    ] = None,
    red_flag: Annotated[
        list[str] | None, typer.Option(help="A safety question answered with yes, by its name.")
    ] = None,
    no_red_flags: NoRedFlagsOption = False,
    log: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Training log (.toml) of past sessions.")
    ] = None,
    json: Annotated[
        str | None, typer.Option(metavar="FILE", help="Write the plan as JSON; - is stdout.")
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(help="Folder for the page; evenstride-plan unless --json is given."),
    ] = None,
) -> None:
    """From what hurts and what films and tests show: likely causes, and an ordered menu."""
    from evenstride.knowledge import knowledge
    from evenstride.terminal import planning as terminal
    from evenstride.workshop.answers import Typed
    from evenstride.workshop.planning import plan_into
    from evenstride.workshop.training import read_log

    typed = Typed(
        complaints=complaint or (),
        have=have or (),
        minutes=minutes,
        timing=when,
        sex=sex,
        age=age,
        experience=experience,
        seen=seen or (),
        results=result or (),
        answers=answer or (),
        conditions=condition or (),
        red_flags=red_flag or (),
        no_red_flags=no_red_flags,
    )
    known = knowledge()
    intake = _with_screens(asked_first(answers, typed, known), screens or ())
    past = () if log is None else read_log(log, known)
    folder = out or (None if json else Path("evenstride-plan"))
    planned = plan_into(analyses or [], intake, folder, log=past, document=json)
    terminal.show(planned, quiet=json == "-")


def _with_screens(intake: Intake, screens: Sequence[Path]) -> Intake:
    """The same with filmed tests; what was typed or answered by hand wins over them."""
    from dataclasses import replace

    from evenstride.exchange.screening import read_results
    from evenstride.screening import as_results

    filmed = as_results([one for path in screens for one in read_results(path)])
    return replace(intake, results={**filmed, **intake.results})


def asked_first(answers: Path | None, typed: Typed, known: Knowledge) -> Intake:
    """What was told, after the safety questions: those of a terminal are asked there and then."""
    from dataclasses import replace

    from evenstride.terminal.planning import ask, say, watched
    from evenstride.workshop.answers import CONDITIONS, FIRST, must_ask, told

    intake = told(answers, typed, known)
    if intake.red_flags is not None:
        return intake
    if not watched():
        raise InputError(FIRST)
    asked = replace(intake, red_flags=ask(must_ask(intake, known)))
    if not asked.conditions:
        say(CONDITIONS)
    return asked


def questions(
    *,
    complaint: ComplaintOption = None,
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="The file; printed unless named.")
    ] = None,
) -> None:
    """Write the questions as an answers file to fill in: safety first, then history and tests."""
    from evenstride.knowledge import knowledge
    from evenstride.workshop.answers import Typed, told
    from evenstride.workshop.comparing import write_text
    from evenstride.workshop.form import answers_form

    known = knowledge()
    intake = told(None, Typed(complaints=complaint or ()), known)
    write_text(answers_form(intake, known), "-" if out is None else str(out))
