"""Two results of one test: before and after, or left and right."""

from __future__ import annotations

from dataclasses import dataclass
from math import hypot
from typing import Final, Literal

from evenstride.knowledge.entries import Screen
from evenstride.screening.result import TWO_SIDED, Result, shown

Way = Literal["better", "worse", "left", "right", "no detectable difference", "not comparable"]

NO_TWO: Final = "There are no two values that can be compared."
WITHIN: Final = "{name}: {change}: no detectable difference, for it lies within the error."
BETTER: Final = "{name}: {change}: better than before."
WORSE: Final = "{name}: {change}: less good than before."
SIDES: Final = "{name}: {change} between the sides; the {side} is the one that falls behind."
USUAL: Final = "{name}: {change} between the sides; so much is usual."


@dataclass(frozen=True)
class Difference:
    """How much two results of one test differ."""

    value: float | None
    """After less before, or left less right, in the test's unit."""
    sd: float
    way: Way
    """Which is the better one in time, or which side falls behind."""
    sentence: str


def since(test: Screen, before: Result, after: Result) -> Difference:
    """What changed from one time to the next; only what is beyond both errors is a change."""
    change, sd = _apart(before, after)
    if change is None or before.node != after.node:
        return Difference(None, 0.0, "not comparable", NO_TWO)
    said = shown(change, TWO_SIDED * sd, test.unit)
    if abs(change) <= TWO_SIDED * sd:
        sentence = WITHIN.format(name=test.name, change=said)
        return Difference(change, sd, "no detectable difference", sentence)
    worse = (change > 0) == _high_is_bad(test)
    sentence = (WORSE if worse else BETTER).format(name=test.name, change=said)
    return Difference(change, sd, "worse" if worse else "better", sentence)


def between_sides(test: Screen, left: Result, right: Result) -> Difference:
    """Which side falls behind, by more than the error and more than is usual."""
    apart, sd = _apart(right, left)
    if apart is None or left.test != right.test:
        return Difference(None, 0.0, "not comparable", NO_TWO)
    said = shown(abs(apart), TWO_SIDED * sd, test.unit)
    if abs(apart) <= TWO_SIDED * sd:
        sentence = WITHIN.format(name=test.name, change=said)
        return Difference(apart, sd, "no detectable difference", sentence)
    usual = test.reading.apart if test.reading else None
    if usual is not None and abs(apart) < usual:
        sentence = USUAL.format(name=test.name, change=said)
        return Difference(apart, sd, "no detectable difference", sentence)
    side: Literal["left", "right"] = "left" if (apart > 0) == _high_is_bad(test) else "right"
    return Difference(apart, sd, side, SIDES.format(name=test.name, change=said, side=side))


def _apart(first: Result, last: Result) -> tuple[float | None, float]:
    """The difference of two measured values and its standard error."""
    values = [one.value for one in (first, last) if one.status != "refused"]
    if len(values) < 2 or any(value is None or isinstance(value, bool) for value in values):  # noqa: PLR2004 - two results
        return None, 0.0
    return float(values[1] or 0.0) - float(values[0] or 0.0), hypot(first.sd, last.sd)


def _high_is_bad(test: Screen) -> bool:
    """Whether a larger value is the worse one."""
    return bool(test.cutoffs) and test.cutoffs[0].above is not None
