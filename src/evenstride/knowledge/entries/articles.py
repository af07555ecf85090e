"""What the source articles say, and where it lives here."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from evenstride.knowledge.entries.base import Entry, Grade, Sources, Words


class Claim(Entry):
    """What a source article claims, and what studies say to it."""

    id: str = ""
    claim: Words
    article: str
    verdict: Words
    grade: Grade
    edges: tuple[str, ...] = ()
    """`cause > effect` of the graph that carry it; empty where it is kept out of inference."""
    exercises: tuple[str, ...] = ()
    sources: Sources


class Contradiction(Entry):
    """Where the articles disagree, and how it is decided here."""

    id: str = ""
    topic: Words
    positions: Annotated[tuple[str, ...], Field(min_length=2)]
    evidence: Words
    rule: Words
    sources: Sources


class Mention(Entry):
    """Something the source articles name, and where it lives here."""

    id: str = ""
    article: str
    says: Words
    reached_by: Annotated[tuple[str, ...], Field(min_length=1)]
    """Ids, as `exercise:runners-stretch`, `screen:...`, `cause:...`, `complaint:...`,
    `finding:...`, `mistake:EXERCISE/MISTAKE`, `claim:...`, `feature:...`."""


class Equipment(Entry):
    """Something one owns or not."""

    id: str = ""
    name: Words
