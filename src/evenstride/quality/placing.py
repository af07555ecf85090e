"""How the runner stands in the picture: the angle, the edges, the size."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from evenstride.orientation import View, orientation, trunk_px
from evenstride.poses import Array, Poses
from evenstride.quality.evidence import Evidence, Remark
from evenstride.quality.runner import Check, still, unseen
from evenstride.skeleton import SIDES

OBLIQUE_DEG = (10.0, 20.0)
"""[E] Off the ideal line: from here a warning, from here serious (facts pack 0.4: 10 degrees)."""

FRONTAL_OBLIQUE_DEG = (35.0, 45.0)
"""[E] The same from behind, where the shoulders' width tells the turn only coarsely."""

WRONG_VIEW_DEG = 60.0
"""[E] Further off a view than this, it is another one: between 30 and 60 degrees off, a film is
neither, and what is told of it is believed."""

SHARE = 0.10
"""[E] What concerns fewer frames than this is not worth a sentence."""

CROWN_OVER_SHOULDERS = 0.6
"""From the shoulders to the crown over the trunk's length: 0.18 and 0.29 of height (Drillis &
Contini 1966)."""

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
    """Whether feet or head leave the picture.

    What is outside is not seen, so the body is continued: the shank is as long as the thigh.
    """
    if _share(_ankles_px(evidence.run.poses) > evidence.run.poses.height_px) > SHARE:
        return Remark(
            "cropped_feet",
            "serious",
            "The feet leave the picture. Step back or turn the phone upright until the whole body "
            "stays in it with some room below the feet.",
        )
    if _share(_crown_px(evidence.run.poses) < 0) > SHARE:
        return Remark(
            "cropped_head",
            "warning",
            "The head is cut off. Step back until the whole body stays in the picture.",
        )
    return None


def _ankles_px(poses: Poses) -> Array:
    """How low the lower ankle is if its shank stands upright, [T] px."""
    thighs = [poses[f"{side}_knee"] - poses[f"{side}_hip"] for side in SIDES]
    lengths = np.linalg.norm(np.concatenate(thighs), axis=1)
    shank_px = np.median(lengths[np.isfinite(lengths)]) if np.isfinite(lengths).any() else np.nan
    left, right = (poses[f"{side}_knee"][:, 1] for side in SIDES)
    return np.asarray(np.fmax(left, right) + shank_px)


def _crown_px(poses: Poses) -> Array:
    """How high the top of the head is over the shoulders, [T] px."""
    return np.asarray(poses.middle("shoulder")[:, 1] - CROWN_OVER_SHOULDERS * trunk_px(poses))


def _share(frames: NDArray[np.bool_]) -> float:
    return float(frames.mean()) if len(frames) else 0.0


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
