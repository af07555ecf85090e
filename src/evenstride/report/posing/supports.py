"""Which stretch of a bench, box, step or chair a body uses, and so where that stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from evenstride.posed.held import SIDED
from evenstride.poses import Array
from evenstride.report.posing.flesh import Sight, palm
from evenstride.report.posing.outlines import UNITS_PER_M

LEAST_WIDE_M: Final = 0.42
LYING: Final = 0.7
"""[E] A belly that looks up this much belongs to somebody whose calves rest with the feet."""

LOW_KNEE_M: Final = 0.05
"""[E] With a knee further below its ankle only the heel rests."""

SEAT_M: Final = 0.09
"""[E] How far a seat reaches beyond the hips of somebody who lies with the legs over the edge."""

LEVEL_M: Final = 0.12
"""[E] A knee no further from its ankle's height lies on the support too."""

Span = tuple[float, float]


@dataclass(frozen=True)
class Rested:
    """A stretch of a support that something rests on, m across the picture."""

    low: float
    high: float
    grows: int
    """Where the support reaches further: -1 to the left, 1 to the right, 0 both ways."""


def rested(sight: Sight) -> Iterator[Rested]:
    """What of the support is used at one moment."""
    held, body = sight.body.held, sight.body
    ahead = 1 if sight.view == "side" else 0
    for side in SIDED:
        if held.hands[side] == "support":
            hand = across(sight, body[f"{side}_wrist"] + palm(sight, side))
            yield Rested(hand - 0.12, hand + 0.12, ahead)
        if held.on[side] != "floor":
            yield _foot(sight, side, ahead)
    if held.sits:
        yield _seat(sight)


def across(sight: Sight, point: Array) -> float:
    """Where a point is across the picture, m."""
    return float(sight.flat(point)[0]) / UNITS_PER_M


def _seat(sight: Sight) -> Rested:
    """What somebody sits on, or lies on from the head to the edge below the seat."""
    body = sight.body
    hips = across(sight, body["mid_hip"])
    if float(body.base.front[1]) < LYING:
        return Rested(hips - 0.20, hips + 0.20, 0)
    head = across(sight, body["skull"])
    away = 1 if hips > head else -1
    low, high = sorted((head - 0.15 * away, hips + SEAT_M * away))
    return Rested(low, high, -away)


def _foot(sight: Sight, side: str, ahead: int) -> Rested:
    """What a foot rests on: the edge below its ball, or all that is below it and its calf."""
    body = sight.body
    if body.held.on[side] == "edge":
        ball = across(sight, body[f"{side}_ball"])
        return Rested(ball - 0.03, ball + 0.12, ahead)
    points = [body[f"{side}_heel"], body[f"{side}_toe"]]
    knee, ankle = body[f"{side}_knee"], body[f"{side}_ankle"]
    rise = float(knee[1] - ankle[1])
    if float(body.base.front[1]) > LYING and rise > -LOW_KNEE_M:
        points.append(sight.along(f"{side}_knee", f"{side}_ankle", 0.35))
    places = [across(sight, point) for point in points]
    away = 1 if max(places) > across(sight, body["mid_hip"]) else -1
    if away > 0 and -LOW_KNEE_M < rise < LEVEL_M:
        places.append(across(sight, knee))
    return Rested(min(places) - 0.05, max(places) + 0.05, ahead * away)


def span(everywhere: Sequence[Sight]) -> Span:
    """How far a support reaches across the picture."""
    places = [place for sight in everywhere for place in rested(sight)]
    if not places:
        middle = across(everywhere[0], everywhere[0].body["mid_hip"])
        places = [Rested(middle, middle, 0)]
    low, high = min(place.low for place in places), max(place.high for place in places)
    spare = max(LEAST_WIDE_M - (high - low), 0.0)
    grows = places[-1].grows
    return low - spare * (1 - grows) / 2, high + spare * (1 + grows) / 2
