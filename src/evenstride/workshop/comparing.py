"""What a person can ask for with films that are analysed: what has changed between them."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from evenstride.analysis import Analysis
from evenstride.comparison import Comparison, compare_sittings
from evenstride.errors import InputError
from evenstride.exchange.comparison import comparison_text
from evenstride.exchange.reading import read_document
from evenstride.sitting import Sitting, sitting_of
from evenstride.workshop import drafted

PAGE = "comparison.html"
DOCUMENT = "comparison.json"


@dataclass(frozen=True, eq=False)
class Compared:
    """What was compared, and the page that shows it."""

    comparisons: tuple[Comparison, ...]
    page: Path | None


def compare(before: Analysis | str | Path, after: Analysis | str | Path) -> Comparison:
    """Compare two films of one runner: what changed on each leg, beyond measurement error.

    before, after: an Analysis, or the folder or analysis.json that `evenstride analyze` wrote.
    Raises InputError with one sentence where a document cannot be read.
    """
    return compare_sittings(*_sat([before, after]))[0]


def compare_conditions(
    base: Analysis | str | Path,
    *conditions: Analysis | str | Path,
    names: Sequence[str] = (),
) -> tuple[Comparison, ...]:
    """Compare several conditions of one session with the first, as unloaded and loaded runs.

    names: what to call each film, the first one included. All claims share one error.
    """
    return compare_sittings(*_sat([base, *conditions], names))


def compare_into(
    films: Sequence[Path],
    out: Path | None,
    *,
    names: Sequence[str] = (),
    document: str | None = None,
) -> Compared:
    """Compare films with the first one; write the page and comparison.json into a folder.

    document: a file for comparison.json alone, or - for stdout.
    """
    comparisons = compare_sittings(*_sat(films, names))
    text = comparison_text(comparisons)
    if document is not None:
        write_text(text, document)
    if out is None:
        return Compared(comparisons, None)
    from evenstride.report import write_comparison

    with drafted(out) as draft:
        write_comparison(comparisons, draft / PAGE)
        (draft / DOCUMENT).write_text(text, encoding="utf-8", newline="\n")
    return Compared(comparisons, out / PAGE)


def write_text(text: str, document: str) -> None:
    """Write the document to a file or, for -, to stdout."""
    if document == "-":
        sys.stdout.write(text)
        return
    try:
        Path(document).write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise InputError(
            f"The result could not be written to {document}: {error.strerror or error}. "
            "Name another file with --json."
        ) from error


def _sat(
    films: Sequence[Analysis | str | Path], names: Sequence[str] = ()
) -> tuple[Sitting, list[Sitting]]:
    """The first film and the others, each under a name of its own."""
    if len(films) <= 1:
        raise InputError("Name two films or more: the first one, and those to compare with it.")
    if names and len(names) != len(films):
        raise InputError(f"There are {len(films)} films and {len(names)} names; name each film.")
    found = [
        sitting_of(film) if isinstance(film, Analysis) else read_document(film) for film in films
    ]
    labels = names or _labels(found, films)
    first, *others = [replace(s, label=name) for s, name in zip(found, labels, strict=True)]
    return first, others


def _labels(found: Sequence[Sitting], films: Sequence[Analysis | str | Path]) -> list[str]:
    """The films' own names where they differ, else their folders', else their order."""
    own = [sitting.label for sitting in found]
    folders = ["" if isinstance(film, Analysis) else _folder(Path(film)) for film in films]
    numbers = [f"Film {number}" for number in range(1, len(films) + 1)]
    return next(each for each in (own, folders, numbers) if len(set(each)) == len(each))


def _folder(path: Path) -> str:
    return (path if path.is_dir() else path.parent).absolute().name
