"""What each measure of an exercise is: one definition a measure, for one moment of one body.

Points are y-up, in metres or pixels. In a side view the figure faces +x; in a front or rear view
x runs to the right of the picture. Points with a third number are metres in the figure's own room
(x ahead, z to its right) and are looked at from the view. NaN is what cannot be seen or read.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from math import isnan
from types import MappingProxyType
from typing import get_args

import numpy as np

from evenstride.form import arms, legs, trunk, unseen
from evenstride.form.looking import NAN, Look, View, height_of
from evenstride.form.registering import DEFINITIONS, Reading
from evenstride.knowledge.entries import Measure, Part
from evenstride.poses import Array
from evenstride.skeleton import Side, other

__all__ = ["DEFINITIONS", "Look", "Reading", "View", "height_of", "measures"]

DEFINED_IN = (legs, trunk, arms, unseen)
"""Each registers its definitions when it is imported."""


def measures(
    points: Array,
    working_side: Side,
    view: View,
    *,
    height: float | None = None,
    given: Mapping[Measure, float] = MappingProxyType({}),
    only: Collection[Measure] | None = None,
) -> Mapping[tuple[Measure, Part], float]:
    """Every measure of every part of a body at one moment, or only those that are named.

    `height` is the body's in the points' unit; `given` brings what one moment's keypoints do not
    show (`low_back` from an outline, `contact_time`, `foot_travel` ...).
    A measure of the body stands under every part; `both` is the mean of the two sides, or the one
    that is seen.
    """
    tall = height_of(points) if height is None else height
    own = Look(points, working_side, view, tall)
    counter = Look(points, other(working_side), view, tall)
    found: dict[tuple[Measure, Part], float] = {}
    with np.errstate(invalid="ignore"):
        for name in get_args(Measure) if only is None else only:
            reading = DEFINITIONS[name]
            working, opposite = (_read(reading, look) for look in (own, counter))
            if name in given:
                working = opposite = given[name]
            both = _mean(working, opposite) if reading.sided else working
            body = both if reading.sided else working
            found |= {(name, "working"): working, (name, "other"): opposite,
                      (name, "both"): both, (name, "body"): body}  # fmt: skip
    return MappingProxyType(found)


def _mean(one: float, other: float) -> float:
    if isnan(one) or isnan(other):
        return other if isnan(one) else one
    return 0.5 * (one + other)


def _read(reading: Reading, look: Look) -> float:
    if look.view not in reading.views:
        return NAN
    return float(reading.define(look))
