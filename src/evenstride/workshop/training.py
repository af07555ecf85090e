"""The training log: what was done in past sessions, as a file one can write by hand."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from evenstride.errors import InputError
from evenstride.knowledge import Knowledge
from evenstride.progression import Entry
from evenstride.skeleton import Side

Share = Annotated[float, Field(ge=0.0, le=1.0)]


class _Session(BaseModel):
    """One exercise on one side in one session."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    exercise: str
    side: Side | None = None
    level: Annotated[int, Field(ge=0)] = 0
    done: Annotated[float, Field(ge=0.0)]
    hard_faults: Share = 0.0
    same_fault: Annotated[int, Field(ge=0)] = 0
    pain: Annotated[int, Field(ge=0, le=10)]
    next_day_change: Annotated[int, Field(ge=-10, le=10)] = 0
    observed: bool = True


class _Log(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    session: tuple[_Session, ...] = ()


def read_log(path: str | Path, known: Knowledge) -> tuple[Entry, ...]:
    """Past sessions in order of time; raises InputError that names file and key."""
    file = Path(path)
    try:
        log = _Log.model_validate(tomllib.loads(file.read_text(encoding="utf-8")))
    except FileNotFoundError as error:
        raise InputError(f"There is no file {file}. Check the name and the folder.") from error
    except ValidationError as error:
        raise InputError(f"{file.name}: {_first(error.errors()[0])}") from error
    except (OSError, ValueError) as error:
        raise InputError(f"{file} is no training log: {error}.") from error
    for number, one in enumerate(log.session, start=1):
        wrong = _wrong(one, known)
        if wrong:
            raise InputError(f"{file.name}: session {number}: {wrong}")
    return tuple(Entry(**one.model_dump()) for one in log.session)


def _first(error: Mapping[str, Any]) -> str:
    key = ".".join(map(str, error["loc"]))
    words = {"extra_forbidden": "nobody asks for this", "missing": "this key is missing"}
    return f"{key}: {words.get(error['type'], error['msg'])}."


def _wrong(one: _Session, known: Knowledge) -> str:
    """What does not fit the exercise; empty where all does."""
    exercise = known.exercises.get(one.exercise)
    if exercise is None:
        return f"no exercise is called {one.exercise}."
    if exercise.per_side != (one.side is not None):
        return "say on which side." if exercise.per_side else f"{one.exercise} has no sides."
    if one.level > max(len(exercise.levels) - 1, 0):
        return f"{one.exercise} has the levels 0 to {max(len(exercise.levels) - 1, 0)}."
    return ""
