"""The page of the back's outline: what can be told from it, and what cannot."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from math import isfinite, nan
from typing import Final

import numpy as np

from validation.outline import OFTEN, Fit, Looker, Reading, chance, told
from validation.outline_photos import Seen, photos
from validation.outline_ways import Rival, rivals
from validation.page import ROOT, table

PAGE: Final = ROOT / "docs" / "coach-validation" / "outline.md"
HELD: Final = ("exercise or test", "seen", "bias", "sd", "slope", "knees, hips 10° off: bias (sd)",
               "right not called", "wrong called", "drawn mistake → read",
               "can be told")  # fmt: skip
CROSSED: Final = ("exercise", "seen as drawn", "seen, arms crossed", "bias", "sd", "slope")
SHIRTS: Final = ("shirt", "seen", "bias, round to flat", "bias, hollow", "slope")
RIVALS: Final = ("definition", "seen", "error, RMS %")
PHOTOS: Final = ("photo", "read, %", "by eye")
SURE: Final = 0.95
"""[E] Of the pictures at a file's own limits must be told rightly for a cue to rest on them, in
what was seen and as the exercise's own bias and sd say, which more pictures stand behind."""


def write_page(readings: Sequence[Reading]) -> None:
    """Write docs/coach-validation/outline.md."""
    PAGE.parent.mkdir(exist_ok=True)
    seen = tuple(photos(Looker().backend))
    PAGE.write_text(page(readings, seen), encoding="utf-8")


def page(readings: Sequence[Reading], seen: Iterable[Seen]) -> str:
    """The whole page."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    folder = FileSystemLoader(ROOT / "validation")
    pages = Environment(loader=folder, undefined=StrictUndefined, keep_trailing_newline=True)  # noqa: S701  # Markdown, no HTML
    names = list(dict.fromkeys(one.name for one in readings))
    clear = [name for name in names if _fit(readings, name, "held").seen >= OFTEN]
    dim = [name for name in names if name not in clear]
    held = [one for one in readings if one.kind == "held" and one.name in clear]
    return pages.get_template("outline.md.jinja").render(
        count=len(readings),
        all=Fit.of(held),
        rms=float(np.sqrt(np.nanmean([(one.read - one.true) ** 2 for one in held]))),
        held=table(HELD, (_held(readings, name) for name in names)),
        crossed=table(CROSSED, (_crossed(readings, name) for name in dim)),
        shirts=table(SHIRTS, _shirts(readings, clear)),
        rivals=table(RIVALS, (_rival(one) for one in rivals(held))),
        photos=table(PHOTOS, ((one.name, _number(one.read), one.by_eye) for one in seen)),
        clear=len(clear),
        names=len(names),
    )


def _chosen(readings: Iterable[Reading], name: str, kind: str) -> list[Reading]:
    return [one for one in readings if one.name == name and one.kind == kind]


def _fit(readings: Iterable[Reading], name: str, kind: str) -> Fit:
    return Fit.of(_chosen(readings, name, kind))


def _number(value: float, form: str = "+.1f") -> str:
    return format(value, form) if isfinite(value) else "–"


def _held(readings: Sequence[Reading], name: str) -> tuple[str, ...]:
    held, moved = _fit(readings, name, "held"), _fit(readings, name, "moved")
    limits = _chosen(readings, name, "limit")
    right, wrong = told(limits) if limits and held.seen >= OFTEN else (nan, nan)
    return (
        name, f"{held.seen:.0%}", _number(held.bias), _number(held.sd, ".1f"),
        _number(held.slope, ".2f"), f"{_number(moved.bias)} ({_number(moved.sd, '.1f')})",
        _number(right, ".0%"), _number(wrong, ".0%"), _pictured(readings, name),
        verdict(held, limits),
    )  # fmt: skip


def _pictured(readings: Sequence[Reading], name: str) -> str:
    """Each mistake as the file draws it, and what is read of it."""
    chosen = _chosen(readings, name, "drawn")
    found = {one.true: np.mean([two.read for two in chosen if two.true == one.true])
             for one in chosen}  # fmt: skip
    return "; ".join(
        f"{true:+.0f} → {_number(float(read), '+.0f')}" for true, read in found.items()
    )


def verdict(held: Fit, limits: Sequence[Reading]) -> str:
    """Whether a cue may rest on the outline in this exercise."""
    if held.seen < OFTEN:
        return "no, hidden"
    sure = not limits or min(*told(limits), chance(limits, held)) >= SURE
    return "yes" if sure else "not at its limits"


def _crossed(readings: Sequence[Reading], name: str) -> tuple[str, ...]:
    held, crossed = _fit(readings, name, "held"), _fit(readings, name, "arms crossed")
    return (
        name, f"{held.seen:.0%}", f"{crossed.seen:.0%}", _number(crossed.bias),
        _number(crossed.sd, ".1f"), _number(crossed.slope, ".2f"),
    )  # fmt: skip


def _shirts(readings: Sequence[Reading], clear: Sequence[str]) -> Iterator[tuple[str, ...]]:
    kinds = {"close": "held", "wide, 2 cm off": "wide shirt",
             "hangs from ribs to seat": "hanging shirt"}  # fmt: skip
    for name, kind in kinds.items():
        chosen = [one for one in readings if one.kind == kind and one.name in clear]
        fit = Fit.of(chosen)
        low = _bias(one for one in chosen if one.true <= 0)
        high = _bias(one for one in chosen if one.true > 0)
        yield name, f"{fit.seen:.0%}", _number(low), _number(high), _number(fit.slope, ".2f")


def _bias(readings: Iterable[Reading]) -> float:
    return float(np.nanmean([one.read - one.true for one in readings]))


def _rival(one: Rival) -> tuple[str, ...]:
    return one.name, f"{one.seen:.0%}", f"{one.rms:.2f}"
