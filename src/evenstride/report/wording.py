"""Numbers and verdicts in plain words; the digits shown follow the error."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from evenstride.analysis import Analysis
from evenstride.metrics.measurement import Difference, Measurement

MINUS = "\N{MINUS SIGN}"
PLUS_MINUS = "\N{PLUS-MINUS SIGN}"
HARD_SPACE = "\N{NO-BREAK SPACE}"

UNITS = {"deg": "°", "deg/s": "°/s", "% leg": "% of leg"}

NO_DIFFERENCE = "No side difference beyond measurement error."
NOTHING_COMPARED = "The sides could not be compared in this film."

MOST_NAMED = 2
"""A headline names this many differences; the cards below show the others."""

MAX_DECIMALS = 4
"""[E] No metric of a phone film is known better than this."""

ROUNDS_TO_TWO = 1.95
"""An error whose first digit is a one keeps a second digit."""


def decimals(error: float) -> int:
    """How many decimals the error leaves standing.

    The error keeps one digit, or two where the first is a one (Particle Data
    Group, Review of Particle Physics, section 5.3, simplified).
    """
    if not math.isfinite(error) or error <= 0:
        return 1
    exponent = math.floor(math.log10(error))
    leading = error / math.pow(10, exponent)
    return min(MAX_DECIMALS, max(0, -exponent + (leading < ROUNDS_TO_TWO)))


def number(value: float, places: int) -> str:
    """A number with a true minus sign and no negative zero."""
    if not math.isfinite(value):
        return "unknown"
    text = f"{value:.{places}f}"
    return text.lstrip("-") if float(text) == 0 else text.replace("-", MINUS)


def unit(name: str) -> str:
    """The unit as it is printed after a number, with its space."""
    shown = UNITS.get(name, name)
    if not shown or shown.startswith("°"):
        return shown
    return " " + shown.replace(" ", HARD_SPACE)


def half_width(ci95: tuple[float, float]) -> float:
    """Half of a 95 % confidence interval."""
    return (ci95[1] - ci95[0]) / 2


def shared_decimals(intervals: Iterable[tuple[float, float]]) -> int:
    """One number of decimals for values that stand side by side: the finest they need."""
    return max(decimals(half_width(ci95)) for ci95 in intervals)


def value_with_error(value: float, ci95: tuple[float, float], places: int | None = None) -> str:
    """A value and its error: `243 ± 4`."""
    error = half_width(ci95)
    if not math.isfinite(error):
        return f"{value:.3g} (error unknown)"
    places = decimals(error) if places is None else places
    both = f"{number(value, places)} {PLUS_MINUS} {number(error, places)}"
    return both.replace(" ", HARD_SPACE)


def interval(ci95: tuple[float, float], places: int) -> str:
    """A confidence interval in words."""
    return f"{number(ci95[0], places)} to {number(ci95[1], places)}"


def steps(count: int) -> str:
    """A count of steps."""
    return f"{count} step" if count == 1 else f"{count} steps"


def higher_side(difference: Difference) -> tuple[str, str]:
    """Which side is higher, and which is lower; a difference is left minus right."""
    return ("left", "right") if difference.value > 0 else ("right", "left")


def amount(difference: Difference, unit_name: str) -> str:
    """The size of a difference with its error, without a sign."""
    return value_with_error(abs(difference.value), difference.ci95) + unit(unit_name)


def verdict(difference: Difference) -> str:
    """The verdict on the two sides, in words."""
    high, low = higher_side(difference)
    return {
        "different": f"The {high} is higher than the {low}, beyond measurement error.",
        "no detectable difference": NO_DIFFERENCE,
        "too few steps": "Too few steps to compare the sides.",
    }[difference.verdict]


def verdict_detail(difference: Difference, unit_name: str) -> str:
    """The numbers behind the verdict."""
    places = decimals(half_width(difference.ci95))
    smallest = number(difference.mdc, places) + unit(unit_name)
    return (
        f"Left minus right {number(difference.value, places)}{unit(unit_name)}, "
        f"95{HARD_SPACE}% interval {interval(difference.ci95, places)}. "
        f"Less than {smallest} cannot be told from error here."
    )


def headline(analysis: Analysis) -> str:
    """What stands out between the sides, in one sentence; the surest first."""
    judged = [(m, m.difference) for m in analysis.measurements if m.difference is not None]
    compared = [(m, d) for m, d in judged if d.verdict != "too few steps" and m.status != "refused"]
    differing = [(m, d) for m, d in compared if d.verdict == "different"]
    if not differing:
        return NO_DIFFERENCE if compared else NOTHING_COMPARED
    sure = [pair for pair in differing if pair[0].status == "ok"]
    return _sentence(sure or differing, len(differing), doubtful=not sure)


def _sentence(
    pairs: Sequence[tuple[Measurement, Difference]], total: int, *, doubtful: bool
) -> str:
    """The largest differences by name, measured in what can be told apart, and how many more."""
    ranked = sorted(pairs, key=lambda pair: -abs(pair[1].value / (pair[1].mdc or 1.0)))
    named = [_stands_out(m, d) for m, d in ranked[:MOST_NAMED]]
    doubt = " (low confidence)" if doubtful else ""
    sentence = " and ".join(named) + doubt + _and_more(total - len(named))
    return f"{sentence[0].upper()}{sentence[1:]}."


def _stands_out(measurement: Measurement, difference: Difference) -> str:
    high, _ = higher_side(difference)
    size = amount(difference, measurement.unit)
    return f"{measurement.name.lower()} is higher on the {high} by {size}"


def _and_more(count: int) -> str:
    if not count:
        return ""
    return f"; {count} more {'differs' if count == 1 else 'differ'}, see below"
