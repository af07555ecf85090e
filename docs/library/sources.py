"""The page of references."""

from __future__ import annotations

from collections import Counter

from evenstride.knowledge import Knowledge
from evenstride.knowledge.entries import Source
from library.wording import flat

OPENING = """\
# References

{count} references to do with exercises, causes, tests and safety. {read} were read for their
numbers; {found} were found and not read further; {memory} are quoted from memory and wait to be
checked. What no study stands behind is called an engineering default.
"""
STATUS = {
    "read": "", "found": "*Found; its numbers were not read.*", "memory": "*Quoted from memory.*",
    "own": "*A careful choice of ours, open to be changed.*",
}  # fmt: skip


def page(known: Knowledge) -> str:
    """The whole page."""
    counts = Counter[str](source.status for source in known.sources.values())
    lines = [OPENING.format(count=len(known.sources) - counts["own"], **_told(counts))]
    for key, source in sorted(known.sources.items(), key=lambda pair: pair[0].lower()):
        lines += [f"#### {key} {{ #{key.lower()} }}\n", f"{_reference(source)}\n"]
    return "\n".join(lines)


def _told(counts: Counter[str]) -> dict[str, int]:
    return {status: counts[status] for status in ("read", "found", "memory")}


def _reference(source: Source) -> str:
    doi = f" [doi:{source.doi}](https://doi.org/{source.doi})" if source.doi else ""
    return f"{flat(source.reference)}.{doi} {STATUS[source.status]}".replace("..", ".").rstrip()
