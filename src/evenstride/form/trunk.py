"""The measures of trunk and hips."""

from __future__ import annotations

import numpy as np

from evenstride.form.looking import EVERY_VIEW, FRONTAL, SHOULDERS, Look
from evenstride.form.registering import measure
from evenstride.geometry import bend_deg, inclination_deg
from evenstride.skeleton import INDEX, other


@measure(sided=False)
def trunk_lean(look: Look) -> float:
    """The trunk from upright, + forward; 90 face down, -90 on the back."""
    return float(inclination_deg(look.middle("hip"), look.middle("shoulder")))


@measure(FRONTAL, sided=False)
def trunk_side_lean(look: Look) -> float:
    """The trunk from upright, + towards this side."""
    return float(look.out * inclination_deg(look.middle("hip"), look.middle("shoulder")))


@measure(EVERY_VIEW, sided=False)
def trunk_turn(look: Look) -> float:
    """The shoulders turned against the hips, + towards this side; without depth, its size."""
    if look.deep:
        return _turn_in_room(look)
    line = look.flat[INDEX["left_shoulder"]] - look.flat[INDEX["right_shoulder"]]
    share = float(np.clip(abs(line[0]) / (SHOULDERS * look.height), 0.0, 1.0))
    return float(np.degrees(np.arcsin(share) if look.view == "side" else np.arccos(share)))


def _turn_in_room(look: Look) -> float:
    """The turn about the trunk's own axis."""
    away = other(look.side)
    lines = [look.in_room(joint) - look.in_room(joint, away) for joint in ("hip", "shoulder")]
    centres = [0.5 * (look.in_room(one) + look.in_room(one, away)) for one in ("hip", "shoulder")]
    axis = centres[1] - centres[0]
    axis = axis / np.linalg.norm(axis)
    hips, shoulders = (line - (line @ axis) * axis for line in lines)
    sense = -1.0 if look.side == "right" else 1.0
    return float(sense * np.degrees(np.arctan2(np.cross(hips, shoulders) @ axis, hips @ shoulders)))


@measure(FRONTAL, sided=False)
def pelvic_drop(look: Look) -> float:
    """The line of the hips against the horizontal, + with the other hip lower."""
    across, up = 2.0 * (look["hip"] - look.middle("hip"))
    return float(np.degrees(np.arctan2(up, look.out * across)))


@measure(EVERY_VIEW)
def body_line(look: Look) -> float:
    """The angle from shoulder over hip to ankle: 180 straight, less with the hips bent.

    From front or rear: less where the hips sag towards this side.
    """
    if look.view == "side":
        return 180.0 + float(bend_deg(look["shoulder"], look["hip"], look["ankle"]))
    chain = [look.middle(joint) * [look.out, 1.0] for joint in ("shoulder", "hip", "ankle")]
    return 180.0 - float(bend_deg(*chain))
