"""A crop and its mirror image: two answers of one pose model, made one."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from evenstride.pose.backends import Landmarks, Person
from evenstride.skeleton import INDEX, MIRROR, SIDES

TRUST: Final = 4
"""How much the surer of two answers counts: the ratio of their confidences to this power [E]."""
PARTING_PX: Final = 16.0
"""Crop pixels between the two answers (about a fifth of a leg) that halve the confidence [E]."""
KNEES: Final = [INDEX[f"{side}_{joint}"] for side in SIDES for joint in ("knee", "ankle")]
LEGS: Final = [
    INDEX[f"{side}_{joint}"] for side in SIDES for joint in ("knee", "ankle", "heel", "toe")
]
OTHER_WAY_ROUND: Final = 0.6
"""[E] Two answers that part this much less with left and right exchanged differ in nothing else."""


def mirrored(seen: Landmarks, crop_px: int) -> Landmarks:
    """What was seen in a mirrored crop, as it is in the crop."""
    flipped = seen.xy[list(MIRROR)] * (-1, 1) + (crop_px - 1, 0)
    person = replace(
        seen.person, x_px=crop_px - 1 - seen.person.x_px, turn_rad=-seen.person.turn_rad
    )
    return replace(
        seen,
        xy=flipped,
        depth=seen.depth[list(MIRROR)],
        confidence=seen.confidence[list(MIRROR)],
        person=person,
        mask=None if seen.mask is None else seen.mask[:, ::-1],
    )


def relabelled(two: Landmarks, one: Landmarks) -> Landmarks:
    """An answer with its left and right exchanged, where that is what it says of another."""
    apart, crossed = (
        float(np.linalg.norm(xy - one.xy, axis=1).mean()) for xy in (two.xy, two.xy[list(MIRROR)])
    )
    if crossed > OTHER_WAY_ROUND * apart:
        return two
    order = list(MIRROR)
    return replace(
        two, xy=two.xy[order], depth=two.depth[order], confidence=two.confidence[order]
    )


def agreed(one: Landmarks, two: Landmarks) -> Landmarks:
    """Two answers for one crop as one: the surer counts more, and parting costs confidence."""
    share = one.confidence**TRUST / (one.confidence**TRUST + two.confidence**TRUST + 1e-12)
    apart = np.linalg.norm(one.xy - two.xy, axis=1)
    mean = share * one.confidence + (1 - share) * two.confidence
    return Landmarks(
        xy=share[:, None] * one.xy + (1 - share)[:, None] * two.xy,
        depth=share * one.depth + (1 - share) * two.depth,
        confidence=mean / (1 + (apart / PARTING_PX) ** 2),
        presence=max(one.presence, two.presence),
        person=between(one.person, two.person),
        mask=_mean_mask(one, two),
    )


def agreed_on_legs(one: Landmarks, two: Landmarks) -> Landmarks:
    """Two answers as one, the legs of the surer one where the answers take them for one another.

    Their mean would lie between the legs. On 210 crops of exercise photos whose hips, knees and
    ankles were marked by hand this brings 90 instead of 88 % of the legs' points near their place.
    """
    mean = agreed(one, two)
    apart = np.linalg.norm(one.xy - two.xy, axis=1)
    if np.sort(apart[KNEES])[-2] <= PARTING_PX:
        return mean
    sure = [float(np.log(np.clip(each.confidence[KNEES], 1e-3, 1)).sum()) for each in (one, two)]
    surer = one if sure[0] >= sure[1] else two
    how_much = math.tanh(0.5 * abs(sure[0] - sure[1]))
    xy, depth, confidence = mean.xy.copy(), mean.depth.copy(), mean.confidence.copy()
    xy[LEGS], depth[LEGS] = surer.xy[LEGS], surer.depth[LEGS]
    confidence[LEGS] = how_much * surer.confidence[LEGS]
    return replace(mean, xy=xy, depth=depth, confidence=confidence)


def _mean_mask(one: Landmarks, two: Landmarks) -> NDArray[np.float32] | None:
    if one.mask is None or two.mask is None:
        return None
    return np.asarray(0.5 * (one.mask + two.mask), np.float32)


def between(one: Person, two: Person) -> Person:
    """The person half way between two answers."""
    x, y, reach, score = (
        0.5 * (getattr(one, name) + getattr(two, name))
        for name in ("x_px", "y_px", "reach_px", "score")
    )
    right, up = (f(one.turn_rad) + f(two.turn_rad) for f in (math.sin, math.cos))
    return Person(x, y, reach, math.atan2(right, up), score)
