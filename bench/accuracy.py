"""How far the pose model's eye can be trusted: `python -m bench.accuracy [SECONDS]`.

Films of drawn runners, whose truth is known, go through the whole road. Printed per metric: the
root mean square error of a side's mean for the near leg, for the far leg, for either leg from
behind, and for left minus right, over every speed and fault by one camera and an even runner by
cameras put up by hand; how far that error scatters from gait to gait before one camera; and for
each fault, at the size a therapist would see, whether the faulty side is named. The first table is
what `film_error` in `evenstride.metrics` says, the second is part of its `again`.
"""

from __future__ import annotations

import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np

import evenstride
from bench.repeat import FILMS, VIEWS, cameras, record, sd
from evenstride import Analysis
from evenstride.figure import FAULTS, Camera, Runner, film, truth

SPEEDS_M_S = (2.5, 3.3, 4.2)
FPS = 120.0
SECONDS = 5.0

Errors = Mapping[str, Mapping[str, list[float]]]


def main(seconds: float) -> None:
    """Film, measure, compare, print."""
    errors: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    named: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        for what, view, runner in runners():
            path = Path(folder) / "film.mp4"
            film(path, runner, Camera(view=view), fps=FPS, duration_s=seconds)  # type: ignore[arg-type]  # views are the camera's own
            analysis = evenstride.analyze(path)
            compare(analysis, truth(runner), errors)
            if what:
                named.append(f"{what:24s} {verdict(analysis, what)}")
        scatter = {key: {leg: list(e) for leg, e in legs.items()} for key, legs in errors.items()}
        for view in VIEWS:
            for number, camera in enumerate(cameras(view, FILMS)):
                record(path, camera, number, seconds)
                analysis = evenstride.analyze(path, view=view, surface="treadmill")
                compare(analysis, truth(Runner()), errors)
    show(errors, rms)
    print("\nscatter from gait to gait")
    show(scatter, sd)
    print("\n".join(["", "fault, at the size a therapist would see", *named]))


def runners() -> Iterator[tuple[str, str, Runner]]:
    """Even runners at several speeds, and every fault on either side, from where it shows."""
    for speed in SPEEDS_M_S:
        for view in ("side", "rear"):
            yield "", view, Runner.at(speed)
    for name, fault in FAULTS.items():
        for side in ("left", "right"):
            what = f"{name}-{side}"
            yield what, fault.view, Runner(faults={what: fault.visible})


def compare(
    analysis: Analysis,
    true: Mapping[str, Mapping[str, float]],
    errors: dict[str, dict[str, list[float]]],
) -> None:
    """Add this film's errors, by metric and leg."""
    near = {"left": "left", "right": "right"}.get(analysis.facing)
    seen = "" if analysis.view == "side" else "behind"
    for item in analysis.measurements:
        found = {side: each.mean - true[item.key][side] for side, each in item.sides.items()}
        for side, error in found.items():
            leg = seen or ("near" if side in (near, "both") else "far")
            errors[item.key][leg].append(error)
        if "left" in found and "right" in found:
            errors[item.key][f"{seen} difference"].append(found["left"] - found["right"])


def verdict(analysis: Analysis, what: str) -> str:
    """Whether the fault's side was named, and how."""
    name, _, side = what.partition("-")
    fault = FAULTS[name]
    item = next(each for each in analysis.measurements if each.key == fault.metric)
    if item.difference is None:
        return f"{item.status}: {item.reason}"
    more = "left" if item.difference.value > 0 else "right"
    named = more if fault.sign > 0 else {"left": "right", "right": "left"}[more]
    rightly = "rightly" if named == side else "WRONGLY"
    return (
        f"{named} ({rightly}), {item.difference.verdict}, "
        f"{item.difference.value:+.1f} {item.unit} of mdc {item.difference.mdc:.1f}, {item.status}"
    )


COLUMNS = ("near", "far", " difference", "behind", "behind difference")


def show(errors: Errors, summary: Callable[[Sequence[float]], float]) -> None:
    """The table of errors."""
    print(f"{'':26s}" + "".join(f"{name.strip():>19s}" for name in COLUMNS))
    for key, legs in errors.items():
        print(f"{key:26s}" + "".join(f"{summary(legs.get(leg, [])):19.2f}" for leg in COLUMNS))


def rms(values: Sequence[float]) -> float:
    """Root mean square; NaN of nothing."""
    return float(np.sqrt(np.mean(np.square(values)))) if values else float("nan")


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else SECONDS)
