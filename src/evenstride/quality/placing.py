"""How the runner stands in the picture: the angle, the edges, the size."""

from __future__ import annotations

import numpy as np

from evenstride.orientation import View, orientation
from evenstride.quality.evidence import Evidence, Remark
from evenstride.quality.runner import Check, still, unseen
from evenstride.skeleton import INDEX, SIDES

OBLIQUE_DEG = (10.0, 20.0)
"""[E] Off the ideal line: from here a warning, from here serious (facts pack 0.4: 10 degrees)."""

FRONTAL_OBLIQUE_DEG = (35.0, 45.0)
"""[E] The same from behind, where the shoulders' width tells the turn only coarsely."""

WRONG_VIEW_DEG = 60.0
"""[E] Further off a view than this, it is another one: between 30 and 60 degrees off, a film is
neither, and what is told of it is believed."""

SHARE = 0.10
"""[E] What concerns fewer frames than this is not worth a sentence."""

EDGE = 0.004
"""[E] Share of the picture's size at its edge in which a keypoint counts as outside."""

SMALL_LEG_PX = 90.0
"""[E] A leg shorter than this in the picture leaves 1 degree to less than 2 px."""

FROM: dict[View, str] = {"side": "the side", "rear": "behind", "front": "the front"}
PLACES: dict[View, str] = {
    "side": "square to the runner's path",
    "rear": "straight behind the runner",
    "front": "straight before the runner",
}


def wrong_view(evidence: Evidence) -> Remark | None:
    """Whether the view that was told is not the one that is seen."""
    told, seen = evidence.run.orientation, orientation(evidence.run.poses)
    sideways = "side" in (told.view, seen.view)
    if told.view == seen.view or (sideways and told.turn_deg < WRONG_VIEW_DEG):
        return None
    return Remark(
        "wrong_view",
        "serious",
        f"You said that this was filmed from {FROM[told.view]}, but it looks filmed from "
        f"{FROM[seen.view]}. If so, the numbers are wrong: let the view be found by itself.",
    )


def oblique(evidence: Evidence) -> Remark | None:
    """Whether the camera stands off the ideal line."""
    seen = evidence.run.orientation
    from_deg, serious_deg = OBLIQUE_DEG if seen.view == "side" else FRONTAL_OBLIQUE_DEG
    if seen.turn_deg < from_deg or still(evidence.run) or wrong_view(evidence):
        return None
    return Remark(
        "oblique",
        "serious" if seen.turn_deg >= serious_deg else "warning",
        f"The camera stands about {seen.turn_deg:.0f} degrees off. Put it {PLACES[seen.view]}, at "
        "hip height, 3 to 5 m away; angles in the picture are wrong otherwise.",
    )


def cropped(evidence: Evidence) -> Remark | None:
    """Whether feet or head leave the picture."""
    poses = evidence.run.poses
    size = np.array([poses.width_px, poses.height_px])
    beyond = np.logical_or(poses.xy_px < EDGE * size, poses.xy_px > (1 - EDGE) * size)
    outside = np.asarray(beyond.any(axis=-1))
    feet = [INDEX[f"{side}_{joint}"] for side in SIDES for joint in ("ankle", "heel", "toe")]
    if outside[:, feet].any(axis=1).mean() > SHARE:
        return Remark(
            "cropped_feet",
            "serious",
            "The feet leave the picture. Step back or turn the phone upright until the whole body "
            "stays in it with some room below the feet.",
        )
    if outside[:, INDEX["nose"]].mean() > SHARE:
        return Remark(
            "cropped_head",
            "warning",
            "The head is cut off. Step back until the whole body stays in the picture.",
        )
    return None


def poorly_seen(evidence: Evidence) -> Remark | None:
    """Whether the legs were more guessed than seen."""
    if not unseen(evidence):
        return None
    return Remark(
        "poorly_seen",
        "serious",
        "The legs could hardly be made out. Film the whole body, from head to feet, in good light "
        "and with nothing before it.",
    )


def small(evidence: Evidence) -> Remark | None:
    """Whether the runner is too small for fine angles."""
    lengths_px = evidence.run.track.leg_length_px
    lengths_px = lengths_px[np.isfinite(lengths_px)]
    leg_px = float(np.median(lengths_px)) if len(lengths_px) else np.nan
    if not leg_px < SMALL_LEG_PX:
        return None
    return Remark(
        "small",
        "warning",
        f"The runner is small in the picture: a leg spans {leg_px:.0f} px. Come nearer or zoom in "
        "until the body fills most of the height.",
    )


CHECKS: tuple[Check, ...] = (wrong_view, cropped, poorly_seen, oblique, small)
