"""From a film to where every keypoint of the runner was."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from evenstride.errors import NoRunner
from evenstride.pose import backends
from evenstride.pose.backends import Backend, open_backend
from evenstride.pose.bodies import boxes_px, candidate, keypoints, the_runner
from evenstride.pose.looking import Model
from evenstride.pose.scene import Scene, scene_of
from evenstride.pose.watching import Labour, Watch, watch
from evenstride.poses import Poses
from evenstride.video import Film, frames, probe

__all__ = ["Backend", "Scene", "Sighting", "backends", "estimate", "open_backend"]

NOBODY: Final = (
    "Nobody was found in the film {name}. Film one runner from the side or from behind, whole body "
    "in the picture, in good light."
)


@dataclass(frozen=True, eq=False)
class Sighting:
    """What the pose model saw in a film: the runner's raw keypoints, and the scene around."""

    poses: Poses
    scene: Scene


def estimate(
    path: str | Path,
    *,
    executor: Executor | None = None,
    weights: Path | None = None,
    progress: Callable[[float], None] | None = None,
) -> Sighting:
    """Where every keypoint of the runner was, as the pose model saw it, nothing repaired.

    Work goes to `executor`, by default a thread for every core: the networks run outside the
    interpreter's lock. `progress` is told the share done, 0 to 1.
    """
    film = probe(path)
    model = Model(weights=weights)
    model.opened()
    with _workforce(executor) as workforce:
        seen = watch(
            frames(path),
            fps=film.fps,
            labour=Labour(model, workforce),
            progress=lambda done: progress(min(1.0, done / film.frames)) if progress else None,
        )
    return _sighting(seen, film)


@contextmanager
def _workforce(executor: Executor | None) -> Iterator[Executor]:
    if executor is not None:
        yield executor
        return
    with ThreadPoolExecutor(os.cpu_count(), thread_name_prefix="pose") as threads:
        yield threads


def _sighting(seen: Watch, film: Film) -> Sighting:
    people = [person for bodies in seen.bodies.values() if (person := candidate(bodies))]
    if not people:
        raise NoRunner(NOBODY.format(name=film.path.name))
    size = (film.width_px, film.height_px)
    runner, again = the_runner(people, size)
    time_s = np.array(seen.time_s)
    xy_px, confidence, depth_px = keypoints(runner.bodies, len(time_s), size)
    poses = Poses(time_s, xy_px, confidence, *size, depth_px=depth_px)
    scene = scene_of(
        seen.survey,
        time_s,
        boxes_px(runner.bodies, len(time_s)),
        found_again_s=tuple(time_s[list(again)].tolist()),
    )
    return Sighting(poses, scene)
