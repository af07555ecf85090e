"""Where a posed body meets the floor, and the thighs moved until both legs rest on it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

import numpy as np

from evenstride.figure.body import SOLE_M, Body
from evenstride.posed.held import SIDED, Held
from evenstride.poses import Array

MODEL_HEIGHT_M: Final = 1.75
WRIST_UP: Final = 0.022
"""[E] A wrist's height over the surface its hand lies on, shares of body height."""
# [E] How much flesh there is around a point, metres on a body 1.75 m tall.
FLESH_M: Final = {
    "hips": 0.098,
    "seat": 0.094,
    "waist": 0.082,
    "ribs": 0.102,
    "shoulders": 0.072,
    "skull": 0.088,
    "knee": 0.050,
    "ankle": 0.032,
    "elbow": 0.037,
    "wrist": 0.026,
}
FOOT: Final = ("heel", "ball", "toe")
MOST_MOVED_DEG: Final = 40.0

Points = dict[str, Array]
Rest = tuple[Array, float]
"""A point and the height of what it may rest on, its flesh included."""


def flesh_m(name: str, body: Body) -> float:
    """The flesh around a point of this body."""
    return FLESH_M[name] * body.height_m / MODEL_HEIGHT_M


def leg_rests(points: Points, held: Held, side: str, support_m: float) -> Iterator[Rest]:
    """Knee, ankle and foot of one leg over what they may rest on."""
    size = float(np.linalg.norm(points[f"{side}_ankle"] - points[f"{side}_knee"])) / 0.246
    scale = size / MODEL_HEIGHT_M
    on = held.on[side]
    ground = 0.0 if on == "floor" else support_m
    for name in FOOT:
        if on != "edge" or name != "heel":
            yield points[f"{side}_{name}"], ground + SOLE_M * scale
    if on != "edge":
        yield points[f"{side}_ankle"], ground + FLESH_M["ankle"] * scale
    yield points[f"{side}_knee"], FLESH_M["knee"] * scale


def trunk_rests(points: Points, held: Held, support_m: float, body: Body) -> Iterator[Rest]:
    """Seat, ribs, shoulders and head over the floor, or the seat over what one sits on."""
    seat = support_m if held.sits else 0.0
    yield points["mid_hip"], seat + flesh_m("hips", body)
    for side in SIDED:
        yield points[f"{side}_hip"], seat + flesh_m("seat", body)
        yield points[f"{side}_shoulder"], flesh_m("shoulders", body)
    yield points["waist"], flesh_m("waist", body)
    yield points["ribs"], flesh_m("ribs", body)
    yield points["skull"], flesh_m("skull", body)


def gap_m(rests: Iterator[Rest]) -> float:
    """How far the nearest of some points is from its ground, - when it is under it."""
    return min(float(point[1]) - ground for point, ground in rests)


def gaps_cm(
    points: Mapping[str, Array], held: Held, support_m: float, body: Body
) -> dict[str, float]:
    """How far each limb and the trunk are from what they may rest on, cm."""
    every = dict(points)
    found = {"trunk": gap_m(trunk_rests(every, held, support_m, body))}
    for side in SIDED:
        found[f"{side} leg"] = gap_m(leg_rests(every, held, side, support_m))
        low = support_m if held.hands[side] == "support" else 0.0
        found[f"{side} hand"] = float(points[f"{side}_wrist"][1]) - low - WRIST_UP * body.height_m
    return {name: 100.0 * gap for name, gap in found.items()}
