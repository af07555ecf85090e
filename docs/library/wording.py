"""Words, links and tables that all pages of the library share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from evenstride.knowledge import Knowledge
from evenstride.knowledge.entries import CAPTIONS, Condition, Grade
from evenstride.terminal.knowing import MEASURES, OF

REGIONS: Mapping[str, str] = {
    "ankles-and-feet": "Ankles and feet", "calves-and-shins": "Calves and shins",
    "core-strength": "Core strength", "flexibility": "Flexibility", "general": "General",
    "hips": "Hips", "knees": "Knees", "low-back": "Low back", "run-form": "Running form",
    "uncategorized": "Uncategorized", "upper-back-and-neck": "Upper back and neck",
}  # fmt: skip
VIEWS = {"side": "the side", "front": "the front", "rear": "behind", "none": "nowhere"}


def flat(text: str) -> str:
    """One line."""
    return " ".join(text.split())


def cell(text: str) -> str:
    """Text that may stand in a table."""
    return flat(text).replace("|", "\\|")


def caption(grade: Grade) -> str:
    """How good the evidence is, in words and as a letter."""
    return f"{CAPTIONS[grade]} ({grade})"


def cite(keys: Iterable[str]) -> str:
    """Links to the references; what is ours says so."""
    ours = {"own": "[engineering default](sources.md#own)"}
    return ", ".join(ours.get(key) or f"[{key}](sources.md#{key.lower()})" for key in keys)


def exercise(key: str, known: Knowledge) -> str:
    """A link to an exercise."""
    return f"[{known.exercises[key].name}](exercises.md#{key})"


def cause(key: str, known: Knowledge) -> str:
    """A link to a cause, or the name of a complaint."""
    if key in known.complaints:
        return f"**{known.complaints[key].name}**"
    return f"[{known.causes[key].name}](causes.md#{key})"


def screen(key: str, known: Knowledge) -> str:
    """A link to a test or question."""
    return f"[{known.screens[key].name}](screens.md#{key})"


def barrier(key: str, known: Knowledge) -> str:
    """A link to a condition or a red flag."""
    item = known.conditions.get(key) or known.red_flags[key]
    return f"[{item.name}](safety.md#{key})"


def listed(parts: Iterable[str]) -> str:
    """Several links in a row."""
    return ", ".join(parts)


def bullets(lines: Iterable[str]) -> Iterator[str]:
    """A list, closed by an empty line."""
    yield from (f"- {flat(line)}" for line in lines)
    yield ""


def numbered(lines: Iterable[str]) -> Iterator[str]:
    """A numbered list, closed by an empty line."""
    yield from (f"{number}. {flat(line)}" for number, line in enumerate(lines, start=1))
    yield ""


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """A table, closed by an empty line; nothing where there are no rows."""
    lines = [f"| {' | '.join(cell(text) for text in row)} |" for row in rows]
    if lines:
        yield f"| {' | '.join(heads)} |"
        yield "|" + "---|" * len(heads)
        yield from lines
        yield ""


def noticed(conditions: Iterable[Condition]) -> str:
    """What the camera reads, as `knee bend above 15°`."""
    return " or ".join(_one(condition) for condition in conditions)


def _one(condition: Condition) -> str:
    unit = {"deg": "°"}.get(condition.unit, f" {condition.unit}")
    ends = (("above", condition.above), ("below", condition.below))
    said = " or ".join(f"{word} {value:g}{unit}" for word, value in ends if value is not None)
    return f"{MEASURES[condition.measure]}{OF[condition.of]} {said}"


def measured(value: float, unit: str) -> str:
    """A number with its unit."""
    return f"{value:g}" + {"deg": "°", "": ""}.get(unit, f" {unit}")
