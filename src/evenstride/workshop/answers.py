"""What a person answers: from a file, from options, and as a form to fill in."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from evenstride.errors import InputError
from evenstride.intake import Intake, intake_of, read_intake, split
from evenstride.knowledge import Knowledge
from evenstride.safety import questions

YES_OR_NO: Final = {"yes": True, "true": True, "no": False, "false": False}
FIRST = (
    "The safety questions come first: fill in the form `evenstride questions --out answers.toml` "
    "and give it with --answers, or say --no-red-flags if you have read them and none holds."
)

CONDITIONS = (
    "What else rules exercises out or changes them, such as a pregnancy or a fresh strain, is told "
    "with --condition; `evenstride questions` lists all of it."
)


@dataclass(frozen=True, kw_only=True)
class Typed:
    """Answers as they were typed; empty where nothing was."""

    complaints: Sequence[str] = ()
    have: Sequence[str] = ()
    minutes: float | None = None
    timing: str | None = None
    sex: str | None = None
    age: int | None = None
    experience: str | None = None
    seen: Sequence[str] = ()
    results: Sequence[str] = ()
    answers: Sequence[str] = ()
    conditions: Sequence[str] = ()
    red_flags: Sequence[str] = ()
    no_red_flags: bool = False


def told(file: Path | None, typed: Typed, known: Knowledge) -> Intake:
    """Everything a person told: what is typed wins over the file, and only adds to its safety."""
    base = Intake() if file is None else read_intake(file, known)
    given = intake_of(_plain(typed), known)
    intake = replace(
        base,
        complaints=given.complaints or base.complaints,
        sex=given.sex or base.sex,
        age=given.age or base.age,
        experience=given.experience if typed.experience else base.experience,
        red_flags=_red_flags(base, given, typed),
        conditions=base.conditions | given.conditions,
        answers={**base.answers, **given.answers},
        seen={**base.seen, **given.seen},
        results={**base.results, **given.results},
        equipment=given.equipment or base.equipment,
        minutes=base.minutes if typed.minutes is None else given.minutes,
        timing=given.timing if typed.timing else base.timing,
    )
    _check_results(intake, known)
    return intake


def must_ask(intake: Intake, known: Knowledge) -> Sequence[tuple[str, str, bool]]:
    """The safety questions nobody has answered: name, question, whether a yes is an emergency."""
    if intake.red_flags is not None:
        return ()
    asked = questions(intake, known)
    return [(flag.id, _flat(flag.ask), flag.level == "emergency") for flag in asked]


def _plain(typed: Typed) -> dict[str, Any]:
    """The same as an answers file would hold it; what was not typed is left out."""
    runner = {"sex": typed.sex, "age": typed.age, "experience": typed.experience}
    plain: dict[str, Any] = {
        "complaints": list(typed.complaints),
        "runner": {key: value for key, value in runner.items() if value is not None},
        "conditions": list(typed.conditions),
        "have": list(chosen_names(typed.have)),
        "seen": {text.removeprefix("no:"): not text.startswith("no:") for text in typed.seen},
        "results": dict(_result(text) for text in typed.results),
        "answers": dict(_answer(text) for text in typed.answers),
        "minutes": typed.minutes,
        "timing": typed.timing,
    }
    if typed.red_flags:
        plain["red_flags"] = list(typed.red_flags)
    return {key: value for key, value in plain.items() if value is not None}


def _result(text: str) -> tuple[str, bool | float]:
    name, _, value = text.partition("=")
    try:
        return name, YES_OR_NO[value] if value in YES_OR_NO else float(value)
    except ValueError as error:
        raise InputError(
            "Give a result as NAME=VALUE, NAME=yes or NAME=no, as active-knee-extension-left=18, "
            f"not {text}."
        ) from error


def _answer(text: str) -> tuple[str, bool]:
    name, _, value = text.partition("=")
    if value not in YES_OR_NO:
        raise InputError(
            f"Give an answer as NAME=yes or NAME=no, as distance-spike=yes, not {text}."
        )
    return name, YES_OR_NO[value]


def _red_flags(base: Intake, given: Intake, typed: Typed) -> frozenset[str] | None:
    """A yes in the file stands; nothing typed takes it back."""
    raised = (base.red_flags or frozenset()) | (given.red_flags or frozenset())
    if typed.no_red_flags and typed.red_flags:
        raise InputError("Give either --red-flag or --no-red-flags, not both.")
    if typed.no_red_flags and raised:
        names = ", ".join(sorted(raised))
        raise InputError(
            f"The answers say yes to {names}, and --no-red-flags says no; correct the one or the "
            "other."
        )
    asked = typed.no_red_flags or base.red_flags is not None or given.red_flags is not None
    return raised if asked else None


def _check_results(intake: Intake, known: Knowledge) -> None:
    """A measured test takes a number, a question a yes or no."""
    for node, value in intake.results.items():
        screen = known.screens[split(node)[0]]
        if screen.unit == "yes/no" and not isinstance(value, bool):
            raise InputError(f"{node} is answered with yes or no, not with {value:g}.")
        if not math.isfinite(value):
            raise InputError(f"{node}: give a number in {screen.unit}, not {value}.")


def _flat(text: str) -> str:
    return " ".join(text.split())


def chosen_names(names: Iterable[str]) -> Iterator[str]:
    """Names with commas or one by one."""
    for text in names:
        yield from (name.strip() for name in text.split(",") if name.strip())
