"""One test done with the body held in several ways: what it changes against the first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from evenstride.errors import InputError
from evenstride.intake import Answer
from evenstride.knowledge import knowledge
from evenstride.knowledge.entries import Reading, Screen
from evenstride.live import Series
from evenstride.screening.concluding import concluded
from evenstride.screening.judging import Outcome, refused
from evenstride.screening.reading import screen
from evenstride.screening.result import ANYBODY, Attempt, Person, Remark, Result
from evenstride.screening.watched import Watched
from evenstride.skeleton import Side

NO_FIRST: Final = "Without the first position there is nothing to compare with. {reason}"
NO_OTHER: Final = "None of the other positions gave a value. {reason}"
SOME: Final = "These positions gave no value: {names}."
WOBBLE: Final = "Wobble"
HALF_AS_MUCH_AGAIN: Final = 1.5
"""[E] A wobble so many times that of the first position stands out."""


def screen_variants(
    test: Screen,
    films: Mapping[str, Series],
    side: Side,
    *,
    person: Person = ANYBODY,
    told: Mapping[str, Answer] = MappingProxyType({}),
) -> Result:
    """The worst change of a test in several positions against its first, a film for each."""
    reading = test.reading
    if reading is None or not reading.variants:
        raise InputError(f"{test.name} is not done in several positions.")
    first = reading.variants[0]
    if first not in films:
        raise InputError(f"{test.name}: the film of {first} is missing.")
    plain = knowledge().screens[reading.variant_of]
    results = {
        name: screen(plain, films[name], side, person=person, told=told)
        for name in reading.variants
        if name in films
    }
    case = Watched(test, reading, films[first], side, person, told)
    result = concluded(case, _outcome(reading, results))
    return replace(result, remarks=tuple(_remarks(results, first)))


def _outcome(reading: Reading, results: Mapping[str, Result]) -> Outcome:
    """The worst change, and why it does not weigh if so."""
    first = results[reading.variants[0]]
    if first.value is None:
        return refused(NO_FIRST.format(reason=first.reason))
    others = [one for name, one in results.items() if name != reading.variants[0]]
    tries = tuple(_try(one, float(first.value)) for one in others)
    changes = [one.value for one in tries if one.counted]
    if not changes:
        return refused(NO_OTHER.format(reason=others[0].reason if others else ""))
    missing = [name for name in reading.variants
               if name not in results or results[name].status != "ok"]  # fmt: skip
    reason = SOME.format(names=", ".join(missing)) if missing else ""
    return Outcome("low" if missing else "ok", reason, tries, max(changes))


def _try(one: Result, plain: float) -> Attempt:
    """One position as a try whose value is the change."""
    at = one.counted or (Attempt(0.0, 0.0, 0.0, 0.0),)
    change = float("nan") if one.value is None else float(one.value) - plain
    return Attempt(at[0].start_s, at[0].peak_s, at[-1].end_s, change, one.reason)


def _remarks(results: Mapping[str, Result], first: str) -> list[Remark]:
    """Each position's change, its wobble over the first one's, and its depth."""
    plain = {one.name: one for one in results[first].remarks}
    others = [(name, one) for name, one in results.items() if name != first]
    return [
        _against(name, remark, plain[remark.name])
        for name, one in others
        for remark in one.remarks
        if remark.name in plain
    ]


def _against(name: str, now: Remark, before: Remark) -> Remark:
    """How much a second value changed in one position."""
    more = now.value - before.value
    out = now.value > HALF_AS_MUCH_AGAIN * before.value and more > now.sd
    return Remark(f"{now.name}, {name}, change", more, now.unit, 2**0.5 * now.sd,
                  out if now.name == WOBBLE else None)  # fmt: skip
