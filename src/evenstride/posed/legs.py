"""A posed leg: hip to toe from its angles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from evenstride.figure.body import ANKLE_ABOVE_TOE, ANKLE_TO_BALL, HEEL_TO_ANKLE, Body
from evenstride.geometry import bend_deg
from evenstride.posed.frames import Frame, spun, turned
from evenstride.posed.held import SIDED, Held
from evenstride.poses import Array

ANKLE_RANGE_DEG: Final = (-85.0, 60.0)
"""[E] Where an ankle is looked for when only the sole's angle is given; wider than any foot."""
MOST_SWING_DEG: Final = 85.0
LITTLE_DEG: Final = 5.0

Points = dict[str, Array]


@dataclass(frozen=True, eq=False)
class Ways:
    """Unit vectors of one leg: along thigh and shank, and where the toes of a square foot point."""

    thigh: Array
    shank: Array
    toes: Array


def ways(held: Held, side: str, base: Frame) -> Ways:
    """How one leg's angles turn it; `base` is the trunk's frame."""

    def angle(name: str) -> float:
        return held[f"{side}.{name}"]

    outward = 1.0 if side == "working" else -1.0
    thigh, front = turned(-base.up, base.front, angle("hip"))
    thigh, out = turned(thigh, outward * base.right, angle("hip_out"))
    front, _ = turned(front, out, angle("hip_turn"))
    shank, back = turned(thigh, -front, angle("knee"))
    # The toes point to the side of the shank where the kneecap is.
    return Ways(thigh, shank, -back)


def with_ankles(held: Held, base: Frame) -> Held:
    """The posture with the ankles' angles that its soles' angles ask for."""
    for side in SIDED:
        sole = held.angles.get(f"{side}.foot")
        if sole is not None:
            leg = ways(held, side, base)
            held = held.changed(**{f"{side}__ankle": ankle_for(sole, leg.shank, leg.toes)})
    return held


def leg_m(held: Held, side: str, base: Frame, hip: Array, body: Body) -> Points:
    """Hip, knee, ankle, heel, ball and toe of one leg, m."""
    leg = ways(held, side, base)
    knee = hip + body.thigh_m * leg.thigh
    ankle = knee + body.shank_m * leg.shank
    sole = held.angles.get(f"{side}.foot")
    bend = held[f"{side}.ankle"] if sole is None else ankle_for(sole, leg.shank, leg.toes)
    ahead, under = turned(leg.toes, leg.shank, -bend)
    found = {"hip": hip, "knee": knee, "ankle": ankle}
    found |= foot_m(ankle, ahead, under, body, toes=held[f"{side}.toes"])
    inward = held[f"{side}.knee_in"]
    if inward:
        found["knee"] = knee_swung(found, inward, 1.0 if side == "working" else -1.0)
    return found


def foot_m(ankle: Array, ahead: Array, sole: Array, body: Body, *, toes: float) -> Points:
    """Heel, ball and toe below an ankle, for a foot that points ahead and has its sole there."""
    size = body.height_m
    low = ankle + ANKLE_ABOVE_TOE * size * sole
    ball = low + ANKLE_TO_BALL * size * ahead
    along, _ = turned(ahead, -sole, toes)
    return {
        "heel": low - HEEL_TO_ANKLE * size * ahead,
        "ball": ball,
        "toe": ball + body.ball_to_toe_m * along,
    }


def ankle_for(sole_deg: float, shank: Array, toes_way: Array) -> float:
    """The ankle's angle that gives the sole this inclination; the nearest there is."""
    reach = float(np.hypot(toes_way[1], shank[1]))
    phase = float(np.degrees(np.arctan2(shank[1], toes_way[1])))
    rise = float(np.clip(np.sin(np.radians(sole_deg)) / max(reach, 1e-9), -1.0, 1.0))
    half = float(np.degrees(np.arccos(rise)))
    low, high = ANKLE_RANGE_DEG
    ways = [(-phase + sign * half + 180.0) % 360.0 - 180.0 for sign in (-1.0, 1.0)]
    return float(np.clip(min(ways, key=abs), low, high))


def knee_swung(leg: Points, inward_deg: float, outward: float) -> Array:
    """The knee turned about the line from hip to ankle until it looks bent inwards so far."""
    line = (leg["hip"], leg["ankle"])
    wanted, sign = abs(inward_deg), float(np.sign(inward_deg))

    def bend(swing: float) -> float:
        return sign * frontal_bend_deg(leg | {"knee": spun(leg["knee"], line, swing)}, outward)

    sense = 1.0 if bend(LITTLE_DEG) > bend(-LITTLE_DEG) else -1.0
    low, high = 0.0, MOST_SWING_DEG
    for _ in range(12):
        middle = 0.5 * (low + high)
        low, high = (middle, high) if bend(sense * middle) < wanted else (low, middle)
    return spun(leg["knee"], line, sense * high)


def frontal_bend_deg(leg: Points, outward: float) -> float:
    """The knee's bend seen from the front, + towards the midline."""
    flat = [np.array([-outward * leg[name][2], leg[name][1]]) for name in ("hip", "knee", "ankle")]
    return float(bend_deg(*flat))
