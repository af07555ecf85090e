"""A body in a posture: its joints in the room, in metres."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

import numpy as np

from evenstride.figure.body import Body
from evenstride.posed.frames import Frame, room, turned, unit
from evenstride.posed.hands import PLACES, Goal, Grasp
from evenstride.posed.held import NEUTRAL_LOW_BACK, SIDED, Held
from evenstride.posed.legs import leg_m, with_ankles
from evenstride.posed.placing import MOST_MOVED_DEG, gap_m, leg_rests, trunk_rests
from evenstride.posed.reaching import elbow_and_wrist
from evenstride.posed.torso import arm_m, arm_ways, chest, torso_m
from evenstride.poses import Array
from evenstride.skeleton import KEYPOINTS, PAIRED, Side, other

LEG: Final = ("hip", "knee", "ankle", "heel", "ball", "toe")
# [E] Shares of the way from hips to shoulders at which the low back and the ribs are.
LOW_BACK_AT: Final = 0.30
RIBS_AT: Final = 0.68
# [E] How much of the low back's shift the ribs take part in: a round back is round all the way.
RIBS_HOLLOW_SHARE: Final = 0.2
RIBS_ROUND_SHARE: Final = 0.75
UPRIGHT_M: Final = 0.55
"""[E] Hips this far above an ankle are those of somebody who stands on a leg."""
TRUNK_MODEL_M: Final = 0.288 * 1.75

Points = dict[str, Array]


@dataclass(frozen=True, eq=False)
class Posed:
    """A body somewhere in the room: X ahead, Y up, Z to its right where its right side works.

    points  [3] m by name: `working_knee` ..., and `waist`, `ribs`, `skull`, `mid_hip` ...
    """

    held: Held
    points: Mapping[str, Array]
    base: Frame
    """Of the pelvis and legs."""
    ribs: Frame
    body: Body

    def __getitem__(self, name: str) -> Array:
        return self.points[name]

    def moved(self, by_m: Array) -> Posed:
        """The same body somewhere else."""
        return replace(self, points={name: at + by_m for name, at in self.points.items()})

    def joints_m(self, side: Side = "right") -> Array:
        """The canonical skeleton, [19, 3] m, with this side as the working one."""
        names = {side: "working", other(side): "other"}
        found = {f"{own}_{joint}": self.points[f"{names[own]}_{joint}"]
                 for own in names for joint in PAIRED}  # fmt: skip
        joints = np.stack([(found | {"nose": self.points["nose"]})[name] for name in KEYPOINTS])
        return joints if side == "right" else joints * [1.0, 1.0, -1.0]


def posed(
    held: Held,
    body: Body,
    support_m: float = 0.0,
    kept: Mapping[str, float] = MappingProxyType({}),
) -> Posed:
    """The body in this posture, on the floor or on what it rests on, hands where they belong."""
    base, spine = frames(held)
    points = _without_arms(held, base, body)
    settled, points = _on_ground(held, points, support_m, (base, body))
    settled = with_ankles(settled, base)
    rise = np.array([held["shift"] * body.height_m, held["lift"] * body.height_m, 0.0])
    points = {name: at + rise for name, at in points.items()}
    for side in SIDED:
        way = arm_ways(settled, side, spine)[0]
        points |= _arm(Grasp(points, side, spine, way, body, support_m, kept), settled)
    return Posed(settled, MappingProxyType(points), base, spine, body)


def frames(held: Held) -> tuple[Frame, Frame]:
    """The frame that trunk and legs are hung on, and that of the ribs."""
    around = room()
    front, right = turned(around.front, around.right, held["heading"])
    up, right = turned(around.up, right, held["roll"])
    base = Frame(up, front, right).pitched(held["trunk"])
    return base, chest(held, base)


def _without_arms(held: Held, base: Frame, body: Body) -> Points:
    """Trunk, head and legs around the hips' middle."""
    points = torso_m(held, base, body)
    for side in SIDED:
        leg = leg_m(held, side, base, points[f"{side}_hip"], body)
        points |= {f"{side}_{name}": at for name, at in leg.items()}
    size = body.height_m / 1.75
    hips, shoulders = points["mid_hip"], points["mid_shoulder"]
    bulge = (held["low_back"] - NEUTRAL_LOW_BACK) / 100 * TRUNK_MODEL_M * size * base.front
    share = RIBS_HOLLOW_SHARE if held["low_back"] > NEUTRAL_LOW_BACK else RIBS_ROUND_SHARE
    points["waist"] = hips + LOW_BACK_AT * (shoulders - hips) + bulge
    points["ribs"] = hips + RIBS_AT * (shoulders - hips) + share * bulge
    middle = 0.5 * (points["working_ear"] + points["other_ear"])
    ahead = points["nose"] - middle
    points["skull"] = middle - 0.12 * ahead + 0.016 * size * base.up
    return points


def _on_ground(
    held: Held, points: Points, support_m: float, built: tuple[Frame, Body]
) -> tuple[Held, Points]:
    """The body let down until it touches; then the legs that must rest on something too."""
    base, body = built
    if len(held.down) == len(SIDED) and _upright(points):
        held = replace(held, down=frozenset({"other"}))
    gaps = [gap_m(trunk_rests(points, held, support_m, body))]
    free = [side for side in SIDED if side not in held.down]
    gaps += [gap_m(leg_rests(points, held, side, support_m)) for side in free]
    fall = np.array([0.0, -min(gaps), 0.0])
    points = {name: at + fall for name, at in points.items()}
    for side in sorted(held.down):
        hip = points[f"{side}_hip"]
        moved = _lowered(held, side, support_m, (base, hip, body))
        held = held.changed(**{f"{side}__hip": moved})
        leg = leg_m(held, side, base, hip, body)
        points |= {f"{side}_{name}": at for name, at in leg.items()}
    return held, points


def _upright(points: Points) -> bool:
    """Whether the hips are higher than both ankles by most of a leg: nobody who lies."""
    ankles = [float(points[f"{side}_ankle"][1]) for side in SIDED]
    return float(points["mid_hip"][1]) - min(ankles) > UPRIGHT_M


def _lowered(held: Held, side: str, support_m: float, hung: tuple[Frame, Array, Body]) -> float:
    """The hip's flexion at which this leg touches what it rests on, the nearest one."""
    base, hip, body = hung
    # Where a knee swings to does not move the foot.
    held = held.without(f"{side}.knee_in")
    own = held[f"{side}.hip"]

    def gap(flexion: float) -> float:
        leg = leg_m(held.changed(**{f"{side}__hip": flexion}), side, base, hip, body)
        points = {f"{side}_{name}": at for name, at in leg.items()}
        return gap_m(leg_rests(points, held, side, support_m))

    steps = np.arange(0.0, MOST_MOVED_DEG, 1.0)
    start = gap(own)
    for step in steps:
        for sign in (1.0, -1.0):
            low, high = own + sign * step, own + sign * (step + 1.0)
            if gap(low) * gap(high) <= 0.0:
                return _root(gap, low, high)
    return own if start >= 0 else float(min(own + steps, key=lambda at: abs(gap(at))))


def _root(gap: Callable[[float], float], low: float, high: float) -> float:
    """Where a gap closes between two angles (bisection)."""
    first = gap(low)
    for _ in range(24):
        middle = 0.5 * (low + high)
        if gap(middle) * first > 0:
            low = middle
        else:
            high = middle
    return 0.5 * (low + high)


def _arm(grasp: Grasp, held: Held) -> Points:
    """Elbow and wrist of one arm, free or in its place, or on its way to another."""
    side = grasp.side
    place = held.hands[side]
    goal, hint = _goal(grasp, held, place)
    later = held.towards.get(side, place)
    if later != place:
        next_goal, next_hint = _goal(grasp, held, later)
        goal = goal + held.share * (next_goal - goal)
        hint = hint + held.share * (next_hint - hint)
    elif place == "free":
        elbow, wrist = arm_m(grasp.shoulder, arm_ways(held, side, grasp.ribs), grasp.body)
        return {f"{side}_elbow": elbow, f"{side}_wrist": wrist}
    elbow, wrist = elbow_and_wrist(grasp.shoulder, goal, hint, grasp.body)
    return {f"{side}_elbow": elbow, f"{side}_wrist": wrist}


def _goal(grasp: Grasp, held: Held, place: str) -> Goal:
    """Where a wrist should be and how its elbow points."""
    if place in PLACES:
        return PLACES[place](grasp)
    elbow, wrist = arm_m(grasp.shoulder, arm_ways(held, grasp.side, grasp.ribs), grasp.body)
    return wrist, unit(elbow - 0.5 * (grasp.shoulder + wrist)) + 0.05 * (elbow - grasp.shoulder)
