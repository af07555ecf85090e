"""What the runner's own movement and picture say about the numbers."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from evenstride.events import RUNNING_CADENCE, Run
from evenstride.metrics.measurement import ENOUGH_STEPS
from evenstride.quality.evidence import Evidence, Remark
from evenstride.skeleton import INDEX, SIDES

GOOD_FPS = 100.0
"""[E] From here contact and loading times are known to 5 ms; the facts pack asks for 120."""

UNSURE = 0.5
"""[E] A mean confidence of the legs below this is more guessing than seeing."""

SWING = 0.25
"""[E] Leg lengths a foot must rise over the other for its swing to count: runners reach 0.4."""

USUAL_CADENCE = 170.0
"""Steps a minute of most runners at most speeds (Luedke 2021: 171 at 3.8 m/s)."""

OFTEN_HIDDEN = 0.8
"""[E] A leg's mean confidence below which it was hidden now and then."""

FILM_AGAIN = (
    "Film at least 10 seconds of running with the whole body, feet included, in the picture."
)

Check = Callable[[Evidence], Remark | None]


def activity(evidence: Evidence) -> Remark | None:
    """Whether somebody runs at all."""
    run = evidence.run
    if run.activity == "running":
        return None
    if run.activity == "walking":
        sentence = "The person walks. Only the cadence is measured; film them running for the rest."
        return Remark("walking", "serious", sentence)
    if still(run) and not unseen(evidence):
        return Remark("standing", "serious", f"Nobody runs in this film. {FILM_AGAIN}")
    sentence = f"No steady steps could be made out, so nothing was measured. {FILM_AGAIN}"
    return Remark("no_steps", "serious", sentence)


def still(run: Run) -> bool:
    """Whether the feet were seen and neither rises over the other."""
    left, right = (
        0.5 * (run.track[f"{side}_heel"] + run.track[f"{side}_toe"])[:, 1] for side in SIDES
    )
    lift = left - right
    if not np.isfinite(lift).any():
        return False
    low, high = np.nanpercentile(lift, [5, 95])
    return bool(high - low < 2 * SWING)


def unseen(evidence: Evidence) -> bool:
    """Whether the legs were more guessed than seen."""
    poses = evidence.run.poses
    legs = [INDEX[f"{side}_{joint}"] for side in SIDES for joint in ("knee", "ankle", "heel")]
    return bool(poses.confidence[:, legs].mean() < UNSURE)


def tempo(evidence: Evidence) -> Remark | None:
    """Slow motion, or time lapse, by a cadence nobody runs at."""
    run = evidence.run
    if run.tempo == "true":
        return None
    if run.tempo == "slow":
        factor = max(round(USUAL_CADENCE / run.cadence), 2)
        return Remark(
            "slow_motion",
            "serious",
            f"This is slow motion: {run.cadence:.0f} steps a minute mean a film that plays about "
            f"{factor} times slower than life. Share it at its true speed; nothing is measured "
            "on a clock that is not true.",
        )
    return Remark(
        "time_lapse",
        "serious",
        f"{run.cadence:.0f} steps a minute are more than the {RUNNING_CADENCE[1]:.0f} anybody "
        "runs at, so this film plays too fast. Share it at its true speed.",
    )


def frame_rate(evidence: Evidence) -> Remark | None:
    """Whether contact times are coarser than they need be."""
    fps = evidence.run.poses.fps
    if fps >= GOOD_FPS or not evidence.running:
        return None
    return Remark(
        "low_frame_rate",
        "warning",
        f"The film has {fps:.0f} frames/s, so one frame is {1000 / fps:.0f} ms. Contact and "
        "loading times need 120 or more: choose the phone's slow motion setting, then share the "
        "film at its original speed.",
    )


def few_steps(evidence: Evidence) -> Remark | None:
    """Whether there were enough steps for a stable mean."""
    left, right = (len(evidence.run.steps[side]) for side in SIDES)
    if not evidence.running or min(left, right) >= ENOUGH_STEPS:
        return None
    return Remark(
        "few_steps",
        "warning",
        f"{_seen_steps(left, right)} could be measured; a stable mean needs {ENOUGH_STEPS} on each "
        "side. Film 15 seconds or longer, or several passes.",
    )


def _seen_steps(left: int, right: int) -> str:
    """How many steps of each leg, in words."""
    if left == right:
        return f"Only {_steps(left)} of each leg" if left else "No step of either leg"
    few, many = sorted(((left, "left"), (right, "right")))
    return f"Only {_steps(many[0])} of the {many[1]} leg and {few[0] or 'none'} of the {few[1]}"


def _steps(count: int) -> str:
    return "1 step" if count == 1 else f"{count} steps"


def dropped_steps(evidence: Evidence) -> Remark | None:
    """Steps that were left out."""
    count = evidence.run.dropped
    if count == 0 or not evidence.running:
        return None
    what = "1 step was" if count == 1 else f"{count} steps were"
    return Remark(
        "dropped_steps",
        "info",
        f"{what} left out, because the foot was not seen for more than 100 ms or its contact "
        "could not be told. Nothing was made up in their place.",
    )


def repairs(evidence: Evidence) -> Remark | None:
    """What was put right in the keypoints."""
    done = evidence.repairs
    counts = (
        (done.swapped, "frame", "with left and right exchanged, put right"),
        (done.outliers, "keypoint", "far off the body, thrown out"),
        (done.filled, "keypoint", "filled in over gaps of up to 100 ms"),
        (done.missing, "keypoint", "of the legs left unseen"),
    )
    said = [f"{n} {what}{'s' * (n != 1)} {how}" for n, what, how in counts if n]
    if not said or evidence.run.activity == "standing":
        return None
    return Remark("repairs", "info", f"Repaired in {done.frames} frames: {'; '.join(said)}.")


def corrections(evidence: Evidence) -> Remark | None:
    """What a person set right by hand."""
    made = evidence.corrections
    if not len(made):
        return None
    parts = ((len(made.keypoints), "keypoint"), (len(made.events), "instant"))
    said = " and ".join(f"{n} {what}{'s' * (n != 1)}" for n, what in parts if n)
    return Remark(
        "corrected",
        "info",
        f"Set by hand: {said}. What was measured is kept beside the corrections.",
    )


def hidden_leg(evidence: Evidence) -> Remark | None:
    """Whether one leg was much harder to see than the other."""
    sure = evidence.run.poses.confidence
    legs = {
        side: float(np.mean([sure[:, INDEX[f"{side}_{j}"]].mean() for j in ("knee", "ankle")]))
        for side in SIDES
    }
    worse = min(legs, key=lambda side: legs[side])
    if legs[worse] > OFTEN_HIDDEN or evidence.run.activity != "running":
        return None
    return Remark(
        "hidden_leg",
        "info",
        f"The {worse} leg was often hidden or unsure. Film from the other side too, so that each "
        "leg is once the near one.",
    )


CHECKS: tuple[Check, ...] = (
    activity,
    tempo,
    frame_rate,
    few_steps,
    hidden_leg,
    dropped_steps,
    repairs,
    corrections,
)
