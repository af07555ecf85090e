"""How much time the coach takes a frame, and whether it keeps up: `python -m bench.coach`.

A drawn film of an exercise at 640x480 goes through the pose model and the coach on one core, as a
camera would deliver it. The pose model's bare calls on the same frames are the measure beside.
"""

from __future__ import annotations

import os
import time
from dataclasses import dataclass

import numpy as np

from evenstride.coach import Session, observed
from evenstride.knowledge import knowledge
from evenstride.live import Watcher
from evenstride.pose import open_backend
from evenstride.pose.live import Eye
from evenstride.poses import Array
from evenstride.staged import Act, Film, filmed

EXERCISES = ("runners-stretch", "single-leg-squat", "strap-hamstring-stretch")
FPS = 30.0
SECONDS = 6.0
LIMIT_MS = 1.0


@dataclass(frozen=True)
class Times:
    """Milliseconds of the clock for each frame, [T]; the processor's own costs one to read."""

    bare: Array
    pose: Array
    coach: Array

    def row(self, name: str) -> str:
        """A line of the table."""
        both = self.pose + self.coach
        cells = [f"{np.median(each):6.2f} {np.percentile(each, 95):6.2f}"
                 for each in (self.bare, self.pose, self.coach, both)]  # fmt: skip
        return f"{name:26} {'   '.join(cells)}   {1000 / np.mean(both):5.1f}"


def measured(name: str) -> Times:
    """One exercise, frame by frame."""
    act = Act(knowledge().exercises[name], "right", FPS)
    shots = [*act.still(act.start, 3.2), *act.cycle(SECONDS - 3.2)]
    film = list(filmed(shots, Film(view=act.exercise.view), fps=FPS))
    backend = open_backend()
    crop = np.zeros((backend.crop_px, backend.crop_px, 3), np.uint8)
    eye, watcher = Eye(backend, quick=True), Watcher.of(act.exercise, "right")
    rule = knowledge().pain_rules["tendon"]
    session = Session.of(act.exercise, rule=rule, both=False, sets=1)
    marks = list[tuple[float, ...]]()
    for frame in film:
        start = time.perf_counter()
        backend.glance(crop, mirror=False)
        bare = time.perf_counter()
        eye, glimpse = eye.after(frame)
        pose = time.perf_counter()
        watcher = watcher.after(glimpse)
        assert watcher.seen is not None  # noqa: S101
        session = session.after(observed(watcher.seen, "right"))
        marks.append((start, bare, pose, time.perf_counter()))
    spent_ms = 1000 * np.diff(np.array(marks[1:]), axis=1)
    return Times(*spent_ms.T)


def main() -> None:
    """Print the table; the limits stand in its last lines."""
    os.sched_setaffinity(0, {0})
    print("ms a frame on one core: median, 95th percentile     frames/s of pose and coach together")
    print(f"{'exercise':26} {'bare model':15} {'pose':15} {'coach':15} {'both':15}")
    for name in EXERCISES:
        print(measured(name).row(name), flush=True)
    print(f"limits: coach {LIMIT_MS} ms, both together 30 frames/s")


if __name__ == "__main__":
    main()
