"""The training log: what was done in past sessions, as a file one can write by hand."""

from __future__ import annotations

import datetime as dt
import os
import sys
import tempfile
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
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
    date: dt.date | None = None


class _Log(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    session: tuple[_Session, ...] = ()


def read_log(path: str | Path, known: Knowledge) -> tuple[Entry, ...]:
    """Past sessions in order of time; raises InputError that names file and key."""
    file = Path(path)
    try:
        text = file.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise InputError(f"There is no file {file}. Check the name and the folder.") from error
    except (OSError, ValueError) as error:
        raise InputError(f"{file} is no training log: {error}.") from error
    return _read(text, file, known)


def _read(text: str, file: Path, known: Knowledge) -> tuple[Entry, ...]:
    try:
        log = _Log.model_validate(tomllib.loads(text))
    except ValidationError as error:
        raise InputError(f"{file.name}: {_first(error.errors()[0])}") from error
    except ValueError as error:
        raise InputError(f"{file} is no training log: {error}.") from error
    for number, one in enumerate(log.session, start=1):
        wrong = _wrong(one, known)
        if wrong:
            raise InputError(f"{file.name}: session {number}: {wrong}")
    return tuple(Entry(**one.model_dump(exclude={"date"})) for one in log.session)


def log_so_far(path: str | Path, known: Knowledge) -> tuple[Entry, ...]:
    """Past sessions; none where the log has not been begun."""
    return read_log(path, known) if Path(path).exists() else ()


def own_log() -> Path:
    """The log of this machine's own sessions, in the data folder."""
    home = os.environ.get("EVENSTRIDE_HOME")
    if home:
        return Path(home) / "training.toml"
    if sys.platform == "win32":
        base = Path(os.environ.get("APPDATA") or Path.home() / "AppData" / "Roaming")
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Application Support"
    else:
        base = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    return base / "evenstride" / "training.toml"


def add_to_log(
    path: str | Path, entries: Sequence[Entry], known: Knowledge, *, date: dt.date
) -> None:
    """Add sessions to the log; whatever happens, what stood there before stays.

    The whole file is written beside the old one and takes its place in one step.
    """
    file = Path(path)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        before = file.read_text(encoding="utf-8") if file.exists() else ""
        text = before + _gap(before) + "\n".join(_written(one, date) for one in entries)
        _read(text, file, known)
        _replace(file, text)
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or error
        raise InputError(
            f"The session could not be added to {file}: {reason}. Name another file with --log."
        ) from error


def _gap(before: str) -> str:
    """What must stand between the old lines and the new."""
    return "" if not before else "\n" if before.endswith("\n") else "\n\n"


def _written(entry: Entry, date: dt.date) -> str:
    """A session as a table of TOML."""
    return "\n".join(("[[session]]", f"date = {date.isoformat()}", *_keys(entry), ""))


def _keys(entry: Entry) -> Iterator[str]:
    for key, value in asdict(entry).items():
        if value is None:
            continue
        if isinstance(value, bool):
            yield f"{key} = {str(value).lower()}"
        elif isinstance(value, float):
            yield f"{key} = {value:.3f}"
        else:
            yield f'{key} = "{value}"' if isinstance(value, str) else f"{key} = {value}"


def _replace(file: Path, text: str) -> None:
    """Put a text in a file's place, whole or not at all."""
    target = file.resolve()
    descriptor, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as draft:
            draft.write(text)
            draft.flush()
            os.fsync(draft.fileno())
        if target.exists():
            Path(name).chmod(target.stat().st_mode & 0o777)
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


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
