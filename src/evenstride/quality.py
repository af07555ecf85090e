"""Whether a film can be trusted, and what to do where it cannot."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from evenstride.cleaning import Repairs
from evenstride.events import Run
from evenstride.metrics.measurement import ENOUGH_STEPS
from evenstride.poses import Array
from evenstride.skeleton import INDEX, SIDES

Severity = Literal["info", "warning", "serious"]

RUNNING_CADENCE = (120.0, 240.0)
"""[E] Steps a minute outside are no running at true speed: slow joggers take 140, sprinters 280
for a few seconds only."""

GOOD_FPS = 100.0
"""[E] From here contact and loading times are known to 5 ms; the facts pack asks for 120."""

POOR_FPS = 24.0
OBLIQUE_DEG = (10.0, 20.0)
"""[E] Off the ideal line: from here a warning, from here serious (facts pack 0.4: 10 degrees)."""

FRONTAL_OBLIQUE_DEG = (35.0, 45.0)
"""[E] The same from behind, where the shoulders' width tells the turn only coarsely."""

LEVEL_DEG = 1.5
"""[E] A camera rolled by less than this is called level."""

DARK = 0.06
BLURRED = 0.004
"""[E] Brightness and pixel-to-pixel change below which a sample shows nothing usable."""

SHARE = 0.10
"""[E] What concerns fewer frames than this is not worth a sentence."""

SMALL_LEG_PX = 90.0
"""[E] A leg shorter than this in the picture leaves 1 degree to less than 2 px."""


@dataclass(frozen=True)
class Remark:
    """Something about the film that touches the numbers, and what to do about it."""

    code: str
    severity: Severity
    sentence: str


@dataclass(frozen=True, eq=False)
class Surroundings:
    """What is known of the film besides the runner; None or NaN where it cannot be told."""

    variable_rate: bool = False
    other_people_share: float = 0.0
    found_again_s: tuple[float, ...] = ()
    brightness: Array | None = None
    detail: Array | None = None
    camera_shift_px: Array | None = None
    tilt_deg: float = float("nan")
    tilt_sd_deg: float = float("nan")


@dataclass(frozen=True, eq=False)
class Evidence:
    """Everything the quality of one clip is judged by."""

    run: Run
    repairs: Repairs
    surroundings: Surroundings | None
    """None for a table of keypoints, which shows no picture."""


def slow_motion(run: Run) -> bool:
    """Whether the clip plays slower than life: nobody runs at this cadence."""
    return run.activity == "running" and cadence(run) < RUNNING_CADENCE[0]


def cadence(run: Run) -> float:
    """Steps a minute; NaN without steps."""
    return float(60 / run.step_s.mean()) if len(run.step_s) else float("nan")


def remarks(evidence: Evidence) -> tuple[Remark, ...]:
    """Everything worth saying about this clip, the gravest first."""
    found = [remark for check in CHECKS if (remark := check(evidence)) is not None]
    if evidence.surroundings is not None:
        scene = evidence.surroundings
        found += [r for look in LOOKS if (r := look(evidence.run, scene)) is not None]
    order = {"serious": 0, "warning": 1, "info": 2}
    return tuple(sorted(found, key=lambda remark: order[remark.severity]))


def _activity(evidence: Evidence) -> Remark | None:
    if evidence.run.activity == "walking":
        return Remark(
            "walking", "serious", "The person walks. Film them running; nothing else is measured."
        )
    if evidence.run.activity == "standing":
        return Remark(
            "standing",
            "serious",
            "Nobody runs in this film: no steady steps were found. "
            "Film at least 10 seconds of running with both feet in the picture.",
        )
    return None


def _tempo(evidence: Evidence) -> Remark | None:
    """Slow motion, or time lapse, by a cadence nobody runs at."""
    if evidence.run.activity != "running":
        return None
    steps = cadence(evidence.run)
    if slow_motion(evidence.run):
        factor = max(round(170 / steps), 2)
        return Remark(
            "slow_motion",
            "serious",
            f"This is slow motion: {steps:.0f} steps a minute mean a film slowed about {factor} "
            "times. Export it at its true speed and frame rate; times cannot be measured on it.",
        )
    if steps > RUNNING_CADENCE[1]:
        return Remark(
            "time_lapse",
            "serious",
            f"{steps:.0f} steps a minute are faster than anybody runs. "
            "Export the film at its true speed; times cannot be measured on it.",
        )
    return None


def _frame_rate(evidence: Evidence) -> Remark | None:
    fps = evidence.run.poses.fps
    if fps >= GOOD_FPS:
        return None
    return Remark(
        "low_frame_rate",
        "warning",
        f"The film has {fps:.0f} frames/s, so one frame is {1000 / fps:.0f} ms. Contact and "
        "loading times need 120 or more: choose the phone's slow motion setting, then share the "
        "film at its original speed.",
    )


def _steps(evidence: Evidence) -> Remark | None:
    run = evidence.run
    fewest = min(len(run.steps[side]) for side in SIDES)
    if run.activity != "running" or fewest >= ENOUGH_STEPS:
        return None
    return Remark(
        "few_steps",
        "warning",
        f"Only {fewest} whole steps of one leg were seen; {ENOUGH_STEPS} make a stable mean. "
        "Film 15 seconds or longer, or several passes.",
    )


def _dropped(evidence: Evidence) -> Remark | None:
    run = evidence.run
    if run.dropped == 0:
        return None
    what = "1 step was" if run.dropped == 1 else f"{run.dropped} steps were"
    return Remark(
        "dropped_steps",
        "info",
        f"{what} left out, because the foot was not seen for more than 100 ms or its contact "
        "could not be told. Nothing was made up in their place.",
    )


def _repairs(evidence: Evidence) -> Remark | None:
    done = evidence.repairs
    if not (done.swapped or done.filled or done.missing):
        return None
    return Remark(
        "repairs",
        "info",
        f"Of {done.frames} frames {done.swapped} had left and right exchanged and were put right; "
        f"{done.outliers} keypoints leapt off the body and were thrown out; {done.filled} were "
        f"filled in over gaps of up to 100 ms; {done.missing} of the legs' stayed unseen.",
    )


def _oblique(evidence: Evidence) -> Remark | None:
    seen = evidence.run.orientation
    from_deg, serious_deg = OBLIQUE_DEG if seen.view == "side" else FRONTAL_OBLIQUE_DEG
    if seen.turn_deg < from_deg:
        return None
    place = "square to the runner's path" if seen.view == "side" else "straight behind the runner"
    return Remark(
        "oblique",
        "serious" if seen.turn_deg >= serious_deg else "warning",
        f"The camera stands about {seen.turn_deg:.0f} degrees off. Put it {place}, at hip height, "
        "3 to 5 m away; angles in the picture are wrong otherwise.",
    )


def _cropped(evidence: Evidence) -> Remark | None:
    """Whether feet or head leave the picture."""
    poses = evidence.run.poses
    size = np.array([poses.width_px, poses.height_px])
    outside = ((poses.xy_px < 0.004 * size) | (poses.xy_px > 0.996 * size)).any(axis=-1)
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


def _unseen(evidence: Evidence) -> Remark | None:
    """Whether one leg was much harder to see than the other."""
    poses = evidence.run.poses
    legs = {
        side: np.mean([poses.confidence[:, INDEX[f"{side}_{j}"]].mean() for j in ("knee", "ankle")])
        for side in SIDES
    }
    worse = min(legs, key=lambda side: legs[side])
    if legs[worse] > 0.8 or evidence.run.activity != "running":
        return None
    return Remark(
        "hidden_leg",
        "info",
        f"The {worse} leg was often hidden or unsure. Film from the other side too, so that each "
        "leg is once the near one.",
    )


def _small(evidence: Evidence) -> Remark | None:
    leg_px = float(np.nanmedian(evidence.run.track.leg_length_px))
    if not leg_px < SMALL_LEG_PX:
        return None
    return Remark(
        "small",
        "warning",
        f"The runner is small in the picture: a leg spans {leg_px:.0f} px. Come nearer or zoom in "
        "until the body fills most of the height.",
    )


def _other_people(_run: Run, scene: Surroundings) -> Remark | None:
    if scene.other_people_share > SHARE:
        return Remark(
            "second_person",
            "warning",
            "Somebody else is in the film. The person seen longest and largest was measured; "
            "if that is not the runner, film them alone.",
        )
    return None


def _found_again(_run: Run, scene: Surroundings) -> Remark | None:
    if not scene.found_again_s:
        return None
    when = ", ".join(f"{time_s:.1f} s" for time_s in scene.found_again_s[:3])
    return Remark(
        "found_again",
        "warning",
        f"The runner was lost and found again at {when}. Check in the film that it is still the "
        "same person.",
    )


def _covered(_run: Run, scene: Surroundings) -> Remark | None:
    if scene.brightness is None or scene.detail is None:
        return None
    blind = (scene.brightness < DARK) | (scene.detail < BLURRED)
    if blind.mean() <= SHARE:
        return None
    return Remark(
        "lens_covered",
        "serious",
        f"For {100 * blind.mean():.0f} % of the film the lens was covered, dark or out of focus. "
        "Wipe the lens, keep fingers away from it and film in good light.",
    )


def _moved(run: Run, scene: Surroundings) -> Remark | None:
    if scene.camera_shift_px is None:
        return None
    shift = scene.camera_shift_px[np.isfinite(scene.camera_shift_px).all(axis=1)]
    moved_px = float(np.linalg.norm(shift, axis=1).max()) if len(shift) else 0.0
    if moved_px < 0.02 * run.poses.height_px:
        return None
    return Remark(
        "camera_moved",
        "warning",
        f"The camera moved by {moved_px:.0f} px. Put the phone on a tripod or against something "
        "firm and do not follow the runner with it.",
    )


def _tilted(_run: Run, scene: Surroundings) -> Remark | None:
    if not np.isfinite(scene.tilt_deg):
        return Remark(
            "level_unknown",
            "info",
            "Whether the camera was level cannot be told: nothing upright stands still in the "
            "picture. Angles against the vertical may all be off by the same few degrees.",
        )
    if abs(scene.tilt_deg) < LEVEL_DEG:
        return None
    return Remark(
        "tilted",
        "info",
        f"The camera was rolled by {abs(scene.tilt_deg):.1f} +- {2 * scene.tilt_sd_deg:.1f} "
        "degrees, by what stands upright in the picture; the angles were set right for it.",
    )


def _variable(_run: Run, scene: Surroundings) -> Remark | None:
    if not scene.variable_rate:
        return None
    return Remark(
        "variable_frame_rate",
        "info",
        "The film's frame rate varies; every frame's own time was used.",
    )


CHECKS: tuple[Callable[[Evidence], Remark | None], ...] = (
    _activity,
    _tempo,
    _cropped,
    _oblique,
    _frame_rate,
    _steps,
    _small,
    _unseen,
    _dropped,
    _repairs,
)
LOOKS: tuple[Callable[[Run, Surroundings], Remark | None], ...] = (
    _covered,
    _other_people,
    _found_again,
    _moved,
    _tilted,
    _variable,
)
