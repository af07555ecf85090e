"""What two films of one run disagree on: `python -m bench.repeat [SECONDS] [FILMS]`.

The same drawn runner is filmed several times, each time by a camera that stands a little
elsewhere, with another size, roll, grain, blur and encoder. He runs like a clock, so what a
pose model gets wrong alike in all films cancels between two of them, and what is left is printed
per metric: one SD from film to film of a leg's mean. It is part of `again` of `film_error` in
`evenstride.metrics`.
"""

from __future__ import annotations

import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

import evenstride
from evenstride import Analysis
from evenstride.events import View
from evenstride.figure import Camera, Runner, film

FPS = 120.0
SECONDS = 5.0
FILMS = 6
VIEWS: tuple[View, View] = ("side", "rear")

Means = Mapping[str, Mapping[str, Sequence[float]]]


def main(seconds: float, count: int) -> None:
    """Film, measure, compare, print."""
    means: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    with tempfile.TemporaryDirectory() as folder:
        for view in VIEWS:
            for number, camera in enumerate(cameras(view, count)):
                path = Path(folder) / "film.mp4"
                record(path, camera, number, seconds)
                add(evenstride.analyze(path, view=view, surface="treadmill"), means)
                print(f"{view} {number + 1} of {count}", file=sys.stderr, flush=True)
    show(means)


def cameras(view: View, count: int) -> Iterator[Camera]:
    """Cameras as somebody would put up who wants to film as last time, and does so by hand."""
    random = np.random.default_rng(7)
    for _ in range(count):
        camera = Camera(view=view)
        yield replace(
            camera,
            px_per_m=float(camera.px_per_m * random.uniform(0.85, 1.1)),
            distance_m=float(camera.distance_m * random.uniform(0.9, 1.15)),
            tilt_deg=float(random.uniform(-1, 1)),
            yaw_deg=float(random.uniform(-3, 3)),
        )


def record(path: Path, camera: Camera, number: int, seconds: float) -> None:
    """One film of the same run, with its own grain, blur, codec and frame times."""
    random = np.random.default_rng(100 + number)
    film(
        path,
        Runner(),
        camera,
        fps=FPS,
        duration_s=seconds,
        motion_blur=float(random.uniform(0.1, 0.5)),
        noise=float(random.uniform(2, 8)),
        codec="hevc" if number % 2 else "h264",
        seed=number,
    )


def add(analysis: Analysis, means: dict[str, dict[str, list[float]]]) -> None:
    """Note this film's means, by metric and leg."""
    near = {"left": "left", "right": "right"}.get(analysis.facing)
    for item in analysis.measurements:
        for side, estimate in item.sides.items():
            leg = "near" if side in (near, "both") else "far"
            seen = leg if analysis.view == "side" else f"behind {side}"
            means[item.key][seen].append(estimate.mean)


COLUMNS = ("near", "far", "behind left", "behind right", "behind both")


def show(means: Means) -> None:
    """The table: one SD from film to film."""
    print(f"{'':26s}" + "".join(f"{name:>14s}" for name in COLUMNS))
    for key, legs in means.items():
        print(f"{key:26s}" + "".join(f"{sd(legs.get(leg, [])):14.3f}" for leg in COLUMNS))


def sd(values: Sequence[float]) -> float:
    """Standard deviation; NaN of fewer than two."""
    return float(np.std(values, ddof=1)) if len(values) > 1 else float("nan")


if __name__ == "__main__":
    given = sys.argv[1:]
    main(float(given[0]) if given else SECONDS, int(given[1]) if len(given) > 1 else FILMS)
