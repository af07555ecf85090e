"""What a runner, or the one who treats them, tells: complaints, history, answers, equipment."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from evenstride.errors import InputError
from evenstride.knowledge import Knowledge
from evenstride.skeleton import SIDES, Side

Answer = bool | float
Sex = Literal["woman", "man"]
Experience = Literal["new", "some", "trained"]
Timing = Literal["any", "before-run", "after-run"]

MINUTES = 20.0
"""[E] Of a daily menu, where nobody says; 25 at the most is what people manage."""


@dataclass(frozen=True)
class Stated:
    """A complaint as it was told."""

    complaint: str
    side: Side | None
    pain: int | None = None
    """0 to 10; None where it was not told."""

    @property
    def node(self) -> str:
        """Its name in the network."""
        return sided(self.complaint, self.side)


@dataclass(frozen=True, kw_only=True)
class Intake:
    """Everything told about one runner; what is not told is not known."""

    complaints: tuple[Stated, ...] = ()
    sex: Sex | None = None
    age: int | None = None
    experience: Experience = "some"
    red_flags: frozenset[str] | None = None
    """Those answered with yes; None while nobody has been asked."""
    conditions: frozenset[str] = frozenset()
    cleared: frozenset[str] = frozenset()
    """Conditions a clinician has cleared for exercise."""
    answers: Mapping[str, bool] = field(default_factory=dict)
    """Of loads and history, by node: `distance-spike`, `earlier-injury-left`."""
    seen: Mapping[str, bool] = field(default_factory=dict)
    """What somebody saw in the run with their own eyes, by node: `knee-wobble-left`."""
    results: Mapping[str, Answer] = field(default_factory=dict)
    """Of tests and questions, by node: `active-knee-extension-left`; a value, or yes or no."""
    equipment: frozenset[str] = frozenset()
    minutes: float = MINUTES
    timing: Timing = "any"


def sided(name: str, side: Side | None) -> str:
    """The name of a node on one side, or of one that has no sides."""
    return name if side is None else f"{name}-{side}"


def on_side(side: Side | None) -> str:
    """` on the left`, to stand behind a name; nothing where there are no sides."""
    return f" on the {side}" if side else ""


def split(node: str) -> tuple[str, Side | None]:
    """The other way round."""
    for side in SIDES:
        if node.endswith(f"-{side}"):
            return node.removesuffix(f"-{side}"), side
    return node, None


def stated(text: str, known: Knowledge) -> Stated:
    """A complaint as typed: `achilles-left:4`, `low-back`."""
    name, _, pain = text.strip().partition(":")
    complaint, side = split(name)
    if complaint not in known.complaints:
        raise InputError(
            f"No complaint is called {complaint}; choose from {', '.join(known.complaints)}."
        )
    if known.complaints[complaint].sided and side is None:
        raise InputError(f"Say on which side: {complaint}-left or {complaint}-right.")
    if not known.complaints[complaint].sided and side is not None:
        raise InputError(f"{complaint} has no sides; write {complaint} alone.")
    if pain and not (pain.isdigit() and int(pain) <= 10):  # noqa: PLR2004 - a scale of ten
        raise InputError(f"Give pain as a whole number from 0 to 10, as {name}:4, not {pain}.")
    return Stated(complaint, side, int(pain) if pain else None)


def nodes(names: Iterable[str], known: Mapping[str, Any], what: str) -> Iterable[str]:
    """Names of nodes, checked: what is sided has a side, and what is not has none."""
    for node in names:
        base, side = split(node)
        if node in known and not known[node].sided:
            yield node
            continue
        if base not in known:
            raise InputError(f"No {what} is called {base}; choose from {', '.join(known)}.")
        if known[base].sided != (side is not None):
            ask = f"{base}-left or {base}-right" if known[base].sided else base
            raise InputError(f"Write {ask} instead of {node}.")
        yield node


class _Runner(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    sex: Sex | None = None
    age: int | None = Field(default=None, ge=5, le=110)
    experience: Experience = "some"


class _Form(BaseModel):
    """An answers file: what its keys may be."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    complaints: tuple[str, ...] = ()
    runner: _Runner = _Runner()
    red_flags: tuple[str, ...] | None = None
    conditions: tuple[str, ...] = ()
    cleared: tuple[str, ...] = ()
    answers: dict[str, bool] = {}
    seen: dict[str, bool] = {}
    results: dict[str, bool | float] = {}
    have: tuple[str, ...] = ()
    minutes: float = Field(default=MINUTES, gt=0, le=120)
    timing: Timing = "any"


def read_intake(path: str | Path, known: Knowledge) -> Intake:
    """Answers from a TOML file; raises InputError that names file and key."""
    file = Path(path)
    try:
        plain = tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise InputError(f"There is no file {file}. Check the name and the folder.") from error
    except (OSError, ValueError) as error:
        raise InputError(f"{file} is no answers file: {error}.") from error
    try:
        return intake_of(plain, known)
    except InputError as error:
        raise InputError(f"{file.name}: {error}") from error


def intake_of(plain: Mapping[str, Any], known: Knowledge) -> Intake:
    """Answers from plain values, each name checked."""
    try:
        form = _Form.model_validate(plain)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(map(str, first["loc"]))
        words = {"extra_forbidden": "nobody asks for this; take it out or correct its name"}
        raise InputError(f"{key}: {words.get(first['type'], first['msg'])}.") from error
    return Intake(
        complaints=tuple(stated(text, known) for text in form.complaints),
        sex=form.runner.sex,
        age=form.runner.age,
        experience=form.runner.experience,
        red_flags=_flags(form.red_flags, known),
        conditions=_named(form.conditions, known.conditions, "condition"),
        cleared=_named(form.cleared, known.conditions, "condition"),
        answers={k: form.answers[k] for k in nodes(form.answers, known.causes, "cause")},
        seen={k: form.seen[k] for k in nodes(form.seen, seeable(known), "way of running")},
        results={k: form.results[k] for k in nodes(form.results, known.screens, "test")},
        equipment=_named(form.have, known.equipment, "equipment"),
        minutes=form.minutes,
        timing=form.timing,
    )


def _flags(names: Iterable[str] | None, known: Knowledge) -> frozenset[str] | None:
    """None while nobody has been asked."""
    return None if names is None else _named(names, known.red_flags, "red flag")


def seeable(known: Knowledge) -> Mapping[str, Any]:
    """Causes that show in a run."""
    return {key: cause for key, cause in known.causes.items() if cause.kind == "running"}


def _named(names: Iterable[str], among: Mapping[str, Any], what: str) -> frozenset[str]:
    for name in names:
        if name not in among:
            raise InputError(f"No {what} is called {name}; choose from {', '.join(among)}.")
    return frozenset(names)
