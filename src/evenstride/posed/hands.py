"""The places where a hand is held, as points a wrist should reach and the elbow's way there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

import numpy as np

from evenstride.figure.body import UPPER_ARM, Body
from evenstride.posed.frames import Frame, unit
from evenstride.posed.placing import WRIST_UP
from evenstride.posed.reaching import reach_m
from evenstride.poses import Array

STEEP: Final = 0.2

Points = dict[str, Array]
Goal = tuple[Array, Array]
"""The wrist's place and the way the elbow points."""


@dataclass(frozen=True, eq=False)
class Grasp:
    """One arm that looks for its place on a body that already stands where it stands.

    way  where the upper arm points by its angles; kept  places along the floor that must not
    wander while the body moves, x by place and side
    """

    points: Points
    side: str
    ribs: Frame
    way: Array
    body: Body
    support_m: float = 0.0
    kept: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def outward(self) -> float:
        """+1 on the working side."""
        return 1.0 if self.side == "working" else -1.0

    @property
    def shoulder(self) -> Array:
        """This arm's shoulder."""
        return self.points[f"{self.side}_shoulder"]

    @property
    def reach(self) -> float:
        """How far the wrist gets."""
        return reach_m(self.body)

    def beside(self, share: float) -> Array:
        """This much of body height towards this arm's side of the chest."""
        return self.outward * share * self.body.height_m * self.ribs.right

    def of_height(self, up: float, front: float) -> Array:
        """This much of body height up and to the front of the chest."""
        return self.body.height_m * (up * self.ribs.up + front * self.ribs.front)


def surface(grasp: Grasp, height_m: float, place: str) -> Goal:
    """Flat on something at this height: where the arm points to, or below the shoulder."""
    level = height_m + WRIST_UP * grasp.body.height_m
    drop = float(grasp.shoulder[1]) - level
    spare = np.sqrt(max((0.998 * grasp.reach) ** 2 - drop**2, 0.0))
    away = np.array([grasp.way[0], 0.0, 0.3 * grasp.way[2]])
    if grasp.way[1] < -STEEP:
        away = away * min(drop / -grasp.way[1], spare / max(float(np.linalg.norm(away)), 1e-6))
    elif grasp.way @ grasp.ribs.up > -0.7:  # noqa: PLR2004  # an arm that points ahead of the body
        away = unit(away) * spare
    else:
        away = 0.0 * away
    goal = grasp.shoulder + away
    goal[1] = level
    x = grasp.kept.get(f"{place}.{grasp.side}")
    if x is not None and abs(x - grasp.shoulder[0]) <= spare:
        goal[0] = x
    back = (
        -np.array([grasp.ribs.up[0], 0.0, 0.0]) if grasp.ribs.up[0] > STEEP else -grasp.ribs.front
    )
    return goal, back + grasp.beside(0.4)


def on_floor(grasp: Grasp) -> Goal:
    """Flat on the floor."""
    return surface(grasp, 0.0, "floor")


def on_support(grasp: Grasp) -> Goal:
    """Flat on the bench, box, step or chair."""
    return surface(grasp, grasp.support_m, "support")


def on_wall(grasp: Grasp) -> Goal:
    """Flat on a wall in front, as high as the arm points."""
    ahead = grasp.way if grasp.way[0] > STEEP else unit(np.array([1.0, -0.05, 0.0]))
    goal = grasp.shoulder + 0.9 * grasp.reach * unit(np.array([ahead[0], ahead[1], 0.0]))
    x = grasp.kept.get(f"wall.{grasp.side}", float(goal[0]))
    if abs(x - grasp.shoulder[0]) < grasp.reach:
        goal[0] = x
    return goal, np.array([0.0, -1.0, 0.0]) + grasp.beside(0.3)


def on_rail(grasp: Grasp) -> Goal:
    """On a rail in front, a little over hip height."""
    size = grasp.body.height_m
    goal = grasp.points["mid_hip"] + np.array([0.22 * size, 0.0, 0.0]) + grasp.beside(0.06)
    goal[1] = 0.60 * size
    goal[0] = grasp.kept.get(f"rail.{grasp.side}", float(goal[0]))
    return goal, np.array([-0.4, -1.0, 0.0]) + grasp.beside(0.3)


def at_hips(grasp: Grasp) -> Goal:
    """On the side of the pelvis."""
    goal = grasp.points[f"{grasp.side}_hip"] + grasp.beside(0.040) + grasp.of_height(0.050, 0.030)
    return goal, -0.5 * grasp.ribs.front + grasp.beside(1.0)


def at_chest(grasp: Grasp) -> Goal:
    """Together in front of the breastbone."""
    goal = grasp.points["mid_shoulder"] + grasp.of_height(-0.06, 0.11) + grasp.beside(0.018)
    return goal, -grasp.ribs.up + grasp.beside(0.4)


def in_front(grasp: Grasp) -> Goal:
    """Stretched out ahead at shoulder height."""
    ahead = (
        unit(grasp.ribs.front * [1.0, 0.0, 1.0]) if grasp.ribs.up[1] > STEEP else grasp.ribs.front
    )
    goal = grasp.points["mid_shoulder"] + 0.94 * grasp.reach * ahead + grasp.beside(0.04)
    return goal, np.array([0.0, -1.0, 0.0]) + grasp.beside(0.3)


def _overhead(grasp: Grasp, aside: float) -> Goal:
    size = grasp.body.height_m
    goal = grasp.points["mid_shoulder"] + aside * size * grasp.ribs.right + grasp.beside(0.055)
    rise = np.sqrt(
        max((0.97 * grasp.reach) ** 2 - float(np.sum((goal - grasp.shoulder) ** 2)), 0.01)
    )
    return goal + rise * grasp.ribs.up, grasp.beside(1.0) + 0.3 * grasp.ribs.front


def overhead(grasp: Grasp) -> Goal:
    """Straight up in line with the trunk."""
    return _overhead(grasp, 0.0)


def overhead_working(grasp: Grasp) -> Goal:
    """Up and towards the working side."""
    return _overhead(grasp, 0.15)


def overhead_other(grasp: Grasp) -> Goal:
    """Up and towards the other side."""
    return _overhead(grasp, -0.15)


def behind_head(grasp: Grasp) -> Goal:
    """Behind the ears."""
    ear = grasp.points[f"{grasp.side}_ear"]
    return ear + grasp.of_height(-0.01, -0.025) + grasp.beside(0.010), grasp.beside(1.0)


def on_strap(grasp: Grasp) -> Goal:
    """On the way from the chest to the ball of the working foot."""
    start, end = grasp.points["mid_shoulder"], grasp.points["working_ball"]
    far = float(np.linalg.norm(end - start))
    goal = start + unit(end - start) * min(0.74 * grasp.reach, 0.7 * far) + grasp.beside(0.03)
    return goal, grasp.beside(0.6) - grasp.ribs.up


def on_knee(grasp: Grasp) -> Goal:
    """Around the working knee."""
    knee, hip = grasp.points["working_knee"], grasp.points["working_hip"]
    ankle = grasp.points["working_ankle"]
    lift = 0.045 * grasp.body.height_m * unit(unit(knee - hip) - unit(ankle - knee))
    return knee + lift + grasp.beside(0.02), grasp.beside(1.0) - 0.3 * grasp.ribs.up


def on_ankle(grasp: Grasp) -> Goal:
    """At the working ankle."""
    knee, ankle = grasp.points["working_knee"], grasp.points["working_ankle"]
    return ankle + 0.15 * (knee - ankle) + grasp.beside(0.015), grasp.beside(1.0)


def hanging(grasp: Grasp) -> Goal:
    """Straight down, as a weight hangs."""
    return grasp.shoulder - np.array([0.0, 0.985 * grasp.reach, 0.0]), -grasp.ribs.front


def on_forearm(grasp: Grasp) -> Goal:
    """The elbow on the floor below the shoulder, the forearm along it to the front."""
    upper = UPPER_ARM * grasp.body.height_m
    fore = grasp.reach - upper
    low = WRIST_UP * grasp.body.height_m
    drop = min(float(grasp.shoulder[1]) - low, upper)
    aside = np.sqrt(max(upper**2 - drop**2, 0.0))
    ahead = unit(np.array([grasp.ribs.front[0], 0.0, grasp.ribs.front[2]]) + [1e-6, 0.0, 0.0])
    if abs(grasp.ribs.front[1]) > 0.7:  # noqa: PLR2004  # face down: forearms lie along the body
        ahead = unit(np.array([grasp.ribs.up[0], 0.0, grasp.ribs.up[2]]))
    elbow = grasp.shoulder - [0.0, drop, 0.0] - aside * ahead
    return elbow + fore * ahead, -3.0 * ahead - np.array([0.0, 1.0, 0.0])


PLACES: Final[Mapping[str, Callable[[Grasp], Goal]]] = MappingProxyType({
    "hang": hanging,
    "floor": on_floor,
    "support": on_support,
    "wall": on_wall,
    "rail": on_rail,
    "hips": at_hips,
    "chest": at_chest,
    "front": in_front,
    "overhead": overhead,
    "overhead-working": overhead_working,
    "overhead-other": overhead_other,
    "behind-head": behind_head,
    "strap": on_strap,
    "knee": on_knee,
    "ankle": on_ankle,
    "forearm": on_forearm,
})  # fmt: skip
KEPT: Final = frozenset({"floor", "support", "wall", "rail"})
"""Places that belong to the room and not to the body."""
