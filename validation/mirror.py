"""The instrument's own left and right: `python -m validation.mirror`.

A real film (treadmill_side) and its exact mirror image: the same leg must give the same number,
whichever way the runner faces. What is left is the program's bias between left and right.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, cast

import numpy as np

from evenstride import Analysis, analyze
from evenstride.skeleton import SIDES, other
from evenstride.video import Frame, Image
from validation import recordings


@dataclass(frozen=True)
class Bias:
    """One metric of one leg in the film, and by how much its mirror image says more."""

    key: str
    name: str
    unit: str
    leg: str
    """`near` or `far`."""
    value: float
    more: float
    status: str


def run(data: Path | None = None) -> tuple[Bias, ...]:
    """Analyse the film and its mirror image, and compare leg by leg."""
    clip = (data or recordings()) / "treadmill_side" / "clip.mp4"
    with TemporaryDirectory() as folder:
        mirror = analyze(kept_whole(clip, Path(folder) / "mirror.mp4", np.fliplr))
    return tuple(_biases(analyze(clip), mirror))


def _biases(film: Analysis, mirror: Analysis) -> list[Bias]:
    theirs = {item.key: item.sides for item in mirror.measurements}
    found = []
    for item in film.measurements:
        for side in SIDES:
            swapped = other(side)
            if side in item.sides and swapped in theirs[item.key]:
                one, two = item.sides[side].mean, theirs[item.key][swapped].mean
                leg = "near" if side == film.facing else "far"
                found.append(
                    Bias(item.key, item.name, item.unit, leg, one, two - one, item.status)
                )
    return found


def kept_whole(source: Path, path: Path, change: Callable[[Image], Image]) -> Path:
    """The same film with every plane of brightness and colour changed, and nothing lost."""
    import av

    with av.open(str(source)) as given, av.open(str(path), "w") as taken:
        seen = given.streams.video[0]
        options = {"qp": "0", "preset": "veryfast"}
        made = cast("Any", taken.add_stream("libx264", rate=seen.average_rate, options=options))
        made.pix_fmt, made.time_base = "yuv420p", seen.time_base
        for picture in given.decode(seen):
            stored = picture.reformat(format="yuv420p").to_ndarray()
            planes = [change(plane) for plane in Frame(0.0, cast("Image", stored)).split()]
            if not made.codec_context.is_open:
                made.height, made.width = planes[0].shape
            flat = [np.ascontiguousarray(plane).reshape(-1, made.width) for plane in planes]
            again = av.VideoFrame.from_ndarray(np.concatenate(flat), format="yuv420p")
            again.pts, again.time_base = picture.pts, picture.time_base
            taken.mux(made.encode(again))
        taken.mux(made.encode())
    return path


def main() -> None:
    """Print every bias."""
    for each in run():
        told = f"{each.value:9.2f} {each.more:+7.2f} {each.unit} {each.status}"
        print(f"{each.key:26s} {each.leg:5s} {told}")


if __name__ == "__main__":
    main()
