"""Read the knowledge files strictly: what nobody declared is refused, file and key named."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import TypeVar

from pydantic import ValidationError

from evenstride.errors import KnowledgeError
from evenstride.knowledge.entries import (
    Cause,
    Claim,
    Complaint,
    Contradiction,
    Entry,
    Equipment,
    Exercise,
    Finding,
    HealthCondition,
    Mention,
    OutcomeMeasure,
    PainRule,
    RedFlag,
    Screen,
    Source,
)

E = TypeVar("E", bound=Entry)


@dataclass(frozen=True, eq=False)
class Knowledge:
    """Every fact the program reasons with, each by its id."""

    sources: Mapping[str, Source]
    causes: Mapping[str, Cause]
    complaints: Mapping[str, Complaint]
    findings: Mapping[str, Finding]
    screens: Mapping[str, Screen]
    exercises: Mapping[str, Exercise]
    red_flags: Mapping[str, RedFlag]
    conditions: Mapping[str, HealthCondition]
    pain_rules: Mapping[str, PainRule]
    outcomes: Mapping[str, OutcomeMeasure]
    equipment: Mapping[str, Equipment]
    claims: Mapping[str, Claim]
    contradictions: Mapping[str, Contradiction]
    mentions: Mapping[str, Mention]


def data() -> Traversable:
    """The folder of the knowledge files."""
    return files("evenstride.knowledge") / "data"


@cache
def knowledge() -> Knowledge:
    """All knowledge, read once; raises KnowledgeError that names file and key."""
    from evenstride.knowledge.checking import complaints_about

    whole = read(data())
    wrong = complaints_about(whole)
    if wrong:
        raise KnowledgeError(wrong[0])
    return whole


def read(root: Traversable) -> Knowledge:
    """The knowledge in a folder, each entry checked against its schema."""
    safety, articles = root / "safety", root / "articles"
    return Knowledge(
        sources=_listed(root / "sources.toml", Source),
        causes=_entries(root / "causes", Cause),
        complaints=_entries(root / "complaints", Complaint),
        findings=_entries(root / "findings", Finding),
        screens=_entries(root / "screens", Screen),
        exercises=_entries(root / "exercises", Exercise),
        red_flags=_listed(safety / "red_flags.toml", RedFlag),
        conditions=_listed(safety / "conditions.toml", HealthCondition),
        pain_rules=_listed(safety / "pain.toml", PainRule),
        outcomes=_listed(root / "outcomes.toml", OutcomeMeasure),
        equipment=_listed(root / "equipment.toml", Equipment),
        claims=_listed(articles / "claims.toml", Claim),
        contradictions=_listed(articles / "contradictions.toml", Contradiction),
        mentions=_listed(articles / "mentions.toml", Mention),
    )


def _entries(folder: Traversable, kind: type[E]) -> Mapping[str, E]:
    """One entry a file; its id is the file's name."""
    if not folder.is_dir():
        raise KnowledgeError(f"The folder {folder.name} of the knowledge files is missing.")
    found = sorted(
        (file for file in folder.iterdir() if file.name.endswith(".toml")),
        key=lambda file: file.name,
    )
    read_ = {file.name.removesuffix(".toml"): file for file in found}
    return MappingProxyType(
        {key: _made(kind, _called(key, _toml(file), file), file, ()) for key, file in read_.items()}
    )


def _called(key: str, item: object, file: Traversable) -> dict[str, object]:
    """An entry with its id, which is its name and stands nowhere else."""
    if not isinstance(item, dict):
        raise KnowledgeError(f"{file.name}: {key}: this must be a table of keys.")
    if "id" in item:
        raise KnowledgeError(f"{file.name}: id: the name is the id; take this key out.")
    return {"id": key, **item}


def _listed(file: Traversable, kind: type[E]) -> Mapping[str, E]:
    """Many entries in one file, a table each; its id is the table's name."""
    named = "id" in kind.model_fields
    return MappingProxyType(
        {
            key: _made(kind, _called(key, item, file) if named else item, file, (key,))
            for key, item in _toml(file).items()
        }
    )


def _toml(file: Traversable) -> dict[str, dict[str, object]]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise KnowledgeError(f"The knowledge file {file.name} is missing.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise KnowledgeError(f"{file.name} is no TOML: {error}.") from error


def _made(kind: type[E], item: object, file: Traversable, where: tuple[str, ...]) -> E:
    try:
        return kind.model_validate(item)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(map(str, (*where, *first["loc"])))
        said = _plain(first["type"], first["msg"])
        raise KnowledgeError(f"{file.name}: {key}: {said}") from error


def _plain(kind: str, message: str) -> str:
    """What is wrong with a key, in words."""
    words = {"extra_forbidden": "nobody knows this key.", "missing": "this key is missing."}
    return words.get(kind, message.rstrip(".") + ".")
