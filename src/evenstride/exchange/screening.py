"""screen.json: a filmed movement test (schema evenstride.screening/1), written and read."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, Protocol

from pydantic import BaseModel, ConfigDict, ValidationError

from evenstride.errors import InputError
from evenstride.exchange.document import plain_values
from evenstride.intake import Answer
from evenstride.knowledge.entries import Screen, Unit
from evenstride.screening import Difference, Result
from evenstride.screening.result import Status, Verdict
from evenstride.skeleton import Side
from evenstride.version import VERSION

SCHEMA = "evenstride.screening/1"
NAME = "screen.json"

Plain = dict[str, object]


class Done(Protocol):
    """A test that was filmed, as far as the document needs it."""

    @property
    def test(self) -> Screen:
        """Which one."""

    @property
    def results(self) -> tuple[Result, ...]:
        """Each side's."""

    @property
    def differences(self) -> tuple[Difference, ...]:
        """Before and after, and between the sides."""

    @property
    def clips(self) -> tuple[str, ...]:
        """The films' names."""

    @property
    def told(self) -> Mapping[str, Answer]:
        """Answers to what no camera sees."""

    @property
    def evidence(self) -> Mapping[str, Answer]:
        """What a plan takes of it."""


def screening_document(done: Done) -> Plain:
    """A test that was filmed as plain lists, numbers and words; unknown is None."""
    whole: Plain = {
        "schema": SCHEMA,
        "version": VERSION,
        "clips": done.clips,
        "test": done.test.id,
        "name": done.test.name,
        "unit": done.test.unit,
        "told": dict(done.told),
        "results": [_result(one) for one in done.results],
        "differences": [asdict(one) for one in done.differences],
        "evidence": dict(done.evidence),
    }
    return {key: plain_values(value) for key, value in whole.items()}


def screening_text(done: Done) -> str:
    """The same as the text of a file."""
    whole = screening_document(done)
    return json.dumps(whole, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def _result(one: Result) -> Plain:
    return {
        "test": one.test,
        "side": one.side,
        "node": one.node,
        "status": one.status,
        "reason": one.reason,
        "value": one.value,
        "unit": one.unit,
        "sd": one.sd,
        "range": one.range,
        "at_least": one.at_least,
        "limit": one.limit,
        "verdict": one.verdict,
        "attempts": [asdict(each) for each in one.attempts],
        "remarks": [asdict(each) for each in one.remarks],
        "meanings": [asdict(each) for each in one.meanings],
        "questions": [each.model_dump() for each in one.questions],
        "sentences": one.sentences,
    }


class _Kept(BaseModel):
    """Of a result, what a later comparison or a plan needs."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    test: str
    side: Side | None
    status: Status
    reason: str
    value: bool | float | None
    unit: Unit
    sd: float
    at_least: bool
    limit: float | None
    verdict: Verdict


class _Document(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)

    results: tuple[_Kept, ...]


def is_document(path: Path) -> bool:
    """Whether this is a result, or a folder of results, and no film."""
    return path.is_dir() or path.suffix.lower() == ".json"


def read_results(path: Path) -> tuple[Result, ...]:
    """Results from a screen.json, or from a folder and the folders in it, in order of name."""
    if not path.is_dir():
        return _read(path)
    files = sorted(path.rglob(NAME))
    if not files:
        raise InputError(f"No {NAME} lies in {path}. Run `evenstride screen` first.")
    return tuple(one for file in files for one in _read(file))


def _read(file: Path) -> tuple[Result, ...]:
    plain = _plain(file)
    if not isinstance(plain, dict) or plain.get("schema") != SCHEMA:
        raise InputError(f"{file} is no result of `evenstride screen` of schema {SCHEMA}.")
    try:
        kept = _Document.model_validate(plain).results
    except ValidationError as error:
        where = ".".join(map(str, error.errors()[0]["loc"]))
        raise InputError(f"{file}: {where} is not as `evenstride screen` writes it.") from error
    return tuple(_again(one) for one in kept)


def _plain(file: Path) -> Any:  # noqa: ANN401  # whatever the file holds
    try:
        return json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise InputError(f"There is no file {file}. Check the name and the folder.") from error
    except (OSError, ValueError) as error:
        raise InputError(f"{file} is no result of `evenstride screen`: {error}.") from error


def _again(one: _Kept) -> Result:
    return Result(**one.model_dump(), attempts=(), remarks=(), meanings=(), questions=(),
                  sentences=())  # fmt: skip
