"""Whether somebody runs, walks or stands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np

from evenstride.bounce import falls
from evenstride.orientation import View
from evenstride.poses import Array
from evenstride.skeleton import SIDES
from evenstride.stance import Stance
from evenstride.track import Track

Activity = Literal["running", "walking", "standing"]

LEAST_STEPS = 3
"""[E] Fewer steps than this are no gait."""

GRAVITY_LEGS_S2 = 9.81 / 0.86
"""Free fall in leg lengths a second squared, for the leg of somebody 1.75 m tall."""

FREE_FALL = 0.62
"""[E] Share of free fall that tells running: force-plate and filmed runs reach 0.83 to 1.3,
walks 0.25 to 0.44."""

SLOWEST_WALK = 75.0
"""[E] Steps a minute below which a film in slow motion is likelier than a walk."""


def activity_of(body: Track, beat: Sequence[Stance], view: View) -> Activity:
    """Runners fall freely between steps, walkers never do.

    Where the fall is too gentle to be true the film may still be slow motion: then running dips
    at mid-stance and walking rises (Cavagna, Heglund & Taylor 1977), as a side view shows.
    """
    if len(beat) < LEAST_STEPS:
        return "standing"
    fall = falls(body.time_s, trunk_height(body)) / GRAVITY_LEGS_S2
    if fall > FREE_FALL:
        return "running"
    step_s = float(np.median([stance.step_s for stance in beat]))
    if view != "side" and 60 / step_s > SLOWEST_WALK:
        return "walking"
    return "running" if _dips(body, beat) else "walking"


def _dips(body: Track, beat: Sequence[Stance]) -> bool:
    """Whether the hips are lower at mid-stance than half a step before and after."""
    step = np.array([stance.step_s for stance in beat])
    middle = np.array([stance.middle_s for stance in beat]) + 0.14 * step
    now, later, before = (
        body.middle_at("hip", middle + share * step)[:, 1] for share in (0.0, 0.5, -0.5)
    )
    return not np.nanmedian(now - 0.5 * (later + before)) > 0


def trunk_height(body: Track) -> Array:
    """Height of the trunk's middle, unsmoothed, [T] leg lengths."""
    trunk = [f"{side}_{joint}" for side in SIDES for joint in ("hip", "shoulder")]
    return np.asarray(np.mean([body.raw(keypoint)[:, 1] for keypoint in trunk], axis=0))
