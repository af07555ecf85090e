"""The posed trunk and head, and the free arms that hang on them."""

from __future__ import annotations

from typing import Final

import numpy as np

from evenstride.figure.body import (
    EAR_WIDTH,
    FOREARM,
    HEAD_ABOVE_SHOULDERS,
    NOSE_AHEAD,
    TRUNK,
    UPPER_ARM,
    Body,
)
from evenstride.posed.frames import Frame, turned
from evenstride.posed.held import Held
from evenstride.poses import Array

# [E] The head nods about a point this far up the neck.
NECK_SHARE: Final = 0.35
NOSE_BELOW_EARS: Final = 0.008

Points = dict[str, Array]


def chest(held: Held, base: Frame) -> Frame:
    """The frame of the ribs: the trunk's, leaned to the side and turned."""
    return base.tipped(held["side_lean"]).twisted(held["turn"])


def torso_m(held: Held, base: Frame, body: Body) -> Points:
    """Hips, shoulders, ears and nose, m, the hips' middle at nought."""
    ribs = chest(held, base)
    _, across = turned(base.up, base.right, held["hips_level"])
    hips = np.zeros(3)
    shoulders = TRUNK * body.height_m * ribs.up
    found = {"mid_hip": hips, "mid_shoulder": shoulders}
    for side, sign in (("working", 1.0), ("other", -1.0)):
        found[f"{side}_hip"] = hips + sign * body.half_hips_m * across
        found[f"{side}_shoulder"] = shoulders + sign * body.half_shoulders_m * ribs.right
    return found | head_m(shoulders, ribs, held["head"], body)


def head_m(shoulders: Array, ribs: Frame, nod_deg: float, body: Body) -> Points:
    """Ears and nose of a head that nods on its neck."""
    size = body.height_m
    skull = ribs.pitched(nod_deg)
    reach = HEAD_ABOVE_SHOULDERS * size
    middle = shoulders + NECK_SHARE * reach * ribs.up + (1 - NECK_SHARE) * reach * skull.up
    wide = 0.5 * EAR_WIDTH * size * skull.right
    nose = middle + size * (NOSE_AHEAD * skull.front - NOSE_BELOW_EARS * skull.up)
    return {"nose": nose, "working_ear": middle + wide, "other_ear": middle - wide}


def arm_ways(held: Held, side: str, ribs: Frame) -> tuple[Array, Array]:
    """Unit vectors of upper arm and forearm as the arm's angles say."""
    outward = 1.0 if side == "working" else -1.0
    down, front = turned(-ribs.up, ribs.front, held[f"{side}.arm"])
    down, _ = turned(down, outward * ribs.right, held[f"{side}.arm_out"])
    fore, _ = turned(down, front, held[f"{side}.elbow"])
    return down, fore


def arm_m(shoulder: Array, ways: tuple[Array, Array], body: Body) -> tuple[Array, Array]:
    """Elbow and wrist of an arm that points so."""
    elbow = shoulder + UPPER_ARM * body.height_m * ways[0]
    return elbow, elbow + FOREARM * body.height_m * ways[1]
