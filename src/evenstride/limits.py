"""How far an exercise done right is from where each mistake begins."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from math import inf, isfinite, nan
from types import MappingProxyType

from evenstride.form import View, measures
from evenstride.knowledge.entries import Condition, Exercise, Measure, Part, Picture
from evenstride.posed import Posed, still

Measures = Mapping[tuple[Measure, Part], float]
NOTHING: Measures = MappingProxyType({})


def measured(body: Posed, view: View) -> Measures:
    """What a posed body measures whose working side is the right one."""
    return measures(body.joints_m(), "right", view, given={"low_back": body.held["low_back"]})


def done_right(exercise: Exercise) -> Measures:
    """What the picture of an exercise done right measures, at its end."""
    picture = exercise.picture
    return NOTHING if picture is None else _right(picture.model_dump_json(), exercise.view)


@cache
def _right(picture: str, view: View) -> Measures:
    drawn = Picture.model_validate_json(picture)
    return measured(still(drawn, drawn.end), view)


def tolerance(condition: Condition, exercise: Exercise) -> float:
    """How far it is from right to where a mistake begins, in the measure's unit.

    Half the width of a band that the exercise's file limits on both sides, or the way from what its
    picture measures to the one limit; no end where neither is known.
    """
    same = [one for one in _conditions(exercise)
            if (one.measure, one.of) == (condition.measure, condition.of)]  # fmt: skip
    above = [one.above for one in same if one.above is not None]
    below = [one.below for one in same if one.below is not None]
    if above and below and min(above) > max(below):
        return 0.5 * (min(above) - max(below))
    at = done_right(exercise).get((condition.measure, condition.of), nan)
    found = min((abs(limit - at) for limit in limits(condition)), default=inf)
    return found if isfinite(found) else inf


def limits(condition: Condition) -> tuple[float, ...]:
    """The limit of a condition, or both."""
    return tuple(at for at in (condition.above, condition.below) if at is not None)


def beyond(value: float, condition: Condition) -> float:
    """How far a value lies beyond a condition's limit; negative where it is right, NaN unseen."""
    over = nan if condition.above is None else value - condition.above
    under = nan if condition.below is None else condition.below - value
    return max((one for one in (over, under) if isfinite(one)), default=nan)


def asked(exercise: Exercise) -> frozenset[Measure]:
    """The measures that an exercise is judged by."""
    repetition = () if exercise.repetition is None else (exercise.repetition,)
    return frozenset(one.measure for one in (*_conditions(exercise), *repetition))


def _conditions(exercise: Exercise) -> Iterator[Condition]:
    yield from exercise.hold
    for mistake in exercise.mistakes:
        yield from mistake.when
