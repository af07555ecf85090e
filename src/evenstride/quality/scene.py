"""What the film shows around the runner, and what that does to the numbers."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from evenstride.events import Run
from evenstride.quality.evidence import Remark, Surroundings
from evenstride.quality.placing import SHARE

LEVEL_DEG = 1.5
"""[E] A camera rolled by less than this is called level."""

DARK = 0.06
BLURRED = 0.006
"""[E] Brightness and pixel-to-pixel change below which a sample shows nothing usable."""

MOVED = 0.02
"""[E] Share of the picture's height by which a camera may move unmentioned."""

MOST_TIMES = 3
"""So many moments are named; the film shows the others."""

Look = Callable[[Run, Surroundings], Remark | None]


def covered(_run: Run, scene: Surroundings) -> Remark | None:
    """Whether the lens was covered, dark or out of focus."""
    if scene.brightness is None or scene.detail is None:
        return None
    blind = (scene.brightness < DARK) | (scene.detail < BLURRED)
    if not len(blind) or blind.mean() <= SHARE:
        return None
    return Remark(
        "lens_covered",
        "serious",
        f"For {100 * blind.mean():.0f} % of the film the lens was covered, dark or out of focus. "
        "Wipe the lens, keep fingers away from it and film in good light.",
    )


def other_people(_run: Run, scene: Surroundings) -> Remark | None:
    """Whether somebody else could be taken for the runner."""
    if scene.other_people_share <= SHARE:
        return None
    return Remark(
        "second_person",
        "warning",
        "Somebody else is in the film. The person seen longest and largest was measured; "
        "if that is not the runner, film them alone.",
    )


def found_again(_run: Run, scene: Surroundings) -> Remark | None:
    """Whether the runner was lost on the way."""
    if not scene.found_again_s:
        return None
    when = ", ".join(f"{time_s:.1f} s" for time_s in scene.found_again_s[:MOST_TIMES])
    return Remark(
        "found_again",
        "warning",
        f"The runner was lost and found again at {when}. Check in the film that it is still the "
        "same person.",
    )


def moved(run: Run, scene: Surroundings) -> Remark | None:
    """Whether the camera moved."""
    if scene.camera_shift_px is None:
        return None
    shift = scene.camera_shift_px[np.isfinite(scene.camera_shift_px).all(axis=1)]
    moved_px = float(np.linalg.norm(shift, axis=1).max()) if len(shift) else 0.0
    if moved_px < MOVED * run.poses.height_px:
        return None
    return Remark(
        "camera_moved",
        "warning",
        f"The camera moved by {moved_px:.0f} px. Put the phone on a tripod or against something "
        "firm and do not follow the runner with it.",
    )


def tilted(_run: Run, scene: Surroundings) -> Remark | None:
    """Whether the camera was level."""
    if not np.isfinite(scene.tilt_deg):
        return Remark(
            "level_unknown",
            "info",
            "Whether the camera was level cannot be told: nothing upright stands still in the "
            "picture. Angles against the vertical may all be off by the same few degrees.",
        )
    if abs(scene.tilt_deg) < LEVEL_DEG:
        return None
    way = "clockwise" if scene.tilt_deg > 0 else "anticlockwise"
    return Remark(
        "tilted",
        "info",
        f"The camera was rolled {way} by {abs(scene.tilt_deg):.1f} ± {2 * scene.tilt_sd_deg:.1f} "
        "degrees, by what stands upright in the picture; the angles were set right for it.",
    )


def variable_rate(_run: Run, scene: Surroundings) -> Remark | None:
    """Whether the film's pictures come at uneven times."""
    if not scene.variable_rate:
        return None
    sentence = "The film's frame rate varies; every frame's own time was used."
    return Remark("variable_frame_rate", "info", sentence)


LOOKS: tuple[Look, ...] = (covered, other_people, found_again, moved, tilted, variable_rate)
