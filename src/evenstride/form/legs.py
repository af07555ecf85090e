"""The measures of legs and feet."""

from __future__ import annotations

import numpy as np

from evenstride.form.looking import EVERY_VIEW, FOOT, FRONTAL, LEG, THIGH, Look, wrapped_deg
from evenstride.form.registering import measure
from evenstride.geometry import bend_deg, elevation_deg, inclination_deg
from evenstride.skeleton import INDEX


@measure(EVERY_VIEW)
def knee_flexion(look: Look) -> float:
    """How far the knee is from straight; from the side, - where it is bent backwards.

    From front or rear without depth: from how short the leg looks, for a leg above its foot.
    """
    if look.view == "side":
        return float(bend_deg(look["hip"], look["knee"], look["ankle"]))
    if look.deep:
        return 180.0 - look.angle_deg("hip", "knee", "ankle")
    span = float(np.linalg.norm(look["ankle"] - look["hip"])) / (LEG * look.height)
    return float(2.0 * np.degrees(np.arccos(min(span, 1.0))))


@measure(EVERY_VIEW)
def hip_flexion(look: Look) -> float:
    """The thigh against the line of the trunk, + in front of it.

    From front or rear without depth: from how short the thigh looks, taken to be in front.
    """
    if look.view == "side":
        return float(-bend_deg(look["shoulder"], look["hip"], look["knee"]))
    if look.deep:
        return 180.0 - look.angle_deg("shoulder", "hip", "knee")
    thigh = (look["knee"] - look["hip"]) / (THIGH * look.height)
    down = look.middle("hip") - look.middle("shoulder")
    along = float(thigh @ down) / float(np.linalg.norm(down))
    ahead = np.sqrt(max(1.0 - float(thigh @ thigh), 0.0))
    return float(np.degrees(np.arctan2(ahead, along)))


@measure()
def thigh_angle(look: Look) -> float:
    """The thigh from straight down, + forward."""
    return float(-inclination_deg(look["knee"], look["hip"]))


@measure()
def shank_angle(look: Look) -> float:
    """The shank from upright, + with the ankle ahead of the knee."""
    return float(-inclination_deg(look["ankle"], look["knee"]))


@measure()
def foot_inclination(look: Look) -> float:
    """The line from heel to toe against the ground, + toes up."""
    return float(elevation_deg(look["heel"], look["toe"]))


@measure()
def knee_ahead_of_toes(look: Look) -> float:
    """How far the knee is ahead of the toes, % of body height."""
    return float(100.0 * (look["knee"] - look["toe"])[0] / look.height)


@measure(FRONTAL)
def knee_in(look: Look) -> float:
    """The knee's bend seen from front or rear, + towards the midline."""
    return float(bend_deg(look.inward("hip"), look.inward("knee"), look.inward("ankle")))


@measure(EVERY_VIEW)
def thigh_lift(look: Look) -> float:
    """How far the thigh rises above the horizontal, for somebody who lies."""
    across, up = look["knee"] - look["hip"]
    return float(np.degrees(np.arctan2(up, abs(across))))


@measure(FRONTAL)
def leg_out(look: Look) -> float:
    """The thigh's abduction against the line of the trunk."""
    trunk = look.middle("hip") - look.middle("shoulder")
    thigh = look["knee"] - look["hip"]
    ways = [np.degrees(np.arctan2(look.out * way[0], -way[1])) for way in (thigh, trunk)]
    return wrapped_deg(float(ways[0] - ways[1]))


@measure(FRONTAL)
def leg_turn(look: Look) -> float:
    """How far the foot points outwards, from how long it looks."""
    aside = look.out * (look["toe"] - look["heel"])[0] / (FOOT * look.height)
    return float(np.degrees(np.arcsin(np.clip(aside, -1.0, 1.0))))


@measure(FRONTAL, sided=False)
def step_width(look: Look) -> float:
    """How far the ankles are apart across the picture, % of leg length."""
    apart = look.flat[INDEX["left_ankle"]] - look.flat[INDEX["right_ankle"]]
    return float(100.0 * abs(apart[0]) / (LEG * look.height))


@measure(FRONTAL)
def shank_out(look: Look) -> float:
    """The shank from the vertical, + with the foot swung outwards, hanging or standing up."""
    across, up = look["ankle"] - look["knee"]
    return float(np.degrees(np.arctan2(look.out * across, abs(up))))


@measure(EVERY_VIEW)
def foot_lift(look: Look) -> float:
    """How far this ankle is above the other one, % of body height."""
    return float(200.0 * (look["ankle"] - look.middle("ankle"))[1] / look.height)


@measure()
def hips_behind(look: Look) -> float:
    """How far the hip is behind the ankle, % of body height."""
    return float(100.0 * (look["ankle"] - look["hip"])[0] / look.height)


@measure(FRONTAL, sided=False)
def hips_aside(look: Look) -> float:
    """The hips' middle aside from this side's ankle, + outwards, % of body height."""
    aside = look.middle("hip") - look["ankle"]
    return float(100.0 * look.out * aside[0] / look.height)


@measure(FRONTAL)
def knee_inside_toe(look: Look) -> float:
    """How far the knee is nearer to the midline than the toe, % of body height."""
    return float(100.0 * (look.inward("knee") - look.inward("toe"))[0] / look.height)
