"""Odd films to test with: drawn, cut, covered, slowed, turned, re-encoded."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any, cast

import numpy as np

from evenstride.figure import Camera, Runner, film
from evenstride.video import Frame, Image, frames, write
from validation.mirror import kept_whole

__all__ = [
    "blurred",
    "changed",
    "covered",
    "cut",
    "drawn",
    "indexed_first",
    "kept_whole",
    "lower_part",
    "mirrored",
    "reclocked",
    "recoded",
    "sound",
    "still",
    "upper_part",
]  # fmt: skip

Change = Callable[[Frame], Image]

SMALL: dict[str, Any] = {"width_px": 360, "height_px": 640, "px_per_m": 210.0}
"""A picture that the drawn runner fills, small enough to be quick."""


def drawn(
    path: Path,
    runner: Runner | None = None,
    *,
    fps: float = 60.0,
    s: float = 4.0,
    **camera: Any,  # noqa: ANN401  # any field of Camera
) -> Path:
    """A film of the drawn runner, by default from the side."""
    film(path, runner or Runner(), Camera(**{**SMALL, **camera}), fps=fps, duration_s=s)
    return path


def changed(
    source: Path,
    path: Path,
    change: Change | None = None,
    *,
    clock: Callable[[float], float] | None = None,
    kept: Callable[[int], bool] | None = None,
) -> Path:
    """The same film with other pictures, on another clock, or with pictures left out."""
    pictures = [f for i, f in enumerate(frames(source)) if kept is None or kept(i)]
    write(
        path,
        (change(picture) if change else picture.image for picture in pictures),
        times_s=[clock(f.time_s) if clock else f.time_s for f in pictures],
    )
    return path


def recoded(source: Path, path: Path, codec: str, **options: str) -> Path:
    """The same film through another encoder."""
    import av

    with av.open(str(source)) as given, av.open(str(path), "w") as taken:
        seen = given.streams.video[0]
        made = cast("Any", taken.add_stream(codec, rate=seen.average_rate, options=options))
        made.width, made.height, made.pix_fmt = seen.width, seen.height, "yuv420p"
        for picture in given.decode(seen):
            again = picture.reformat(format="yuv420p")
            again.pict_type = 0
            taken.mux(made.encode(again))
        taken.mux(made.encode())
    return path


def reclocked(source: Path, path: Path, late_s: Callable[[], float]) -> Path:
    """The same pictures, bit for bit, each a little later than it was."""
    import av

    with av.open(str(source)) as given, av.open(str(path), "w") as taken:
        seen = given.streams.video[0]
        made = taken.add_stream_from_template(seen)
        tick_s = float(cast("Fraction", seen.time_base))
        for packet in given.demux(seen):
            if packet.dts is not None and packet.pts is not None:
                packet.pts += round(late_s() / tick_s)
                packet.dts -= round(0.01 / tick_s)
                packet.stream = made
                taken.mux(packet)
    return path


def sound(path: Path, *, s: float = 1.0) -> Path:
    """A file with a tone and no picture."""
    import av

    with av.open(str(path), "w", format="mp4") as container:
        stream = cast("Any", container.add_stream("aac", rate=44_100))
        tone = np.sin(2 * np.pi * 440 * np.arange(round(44_100 * s)) / 44_100)
        for start in range(0, len(tone) - 1024, 1024):
            piece = tone[start : start + 1024].astype(np.float32)[None]
            chunk = av.AudioFrame.from_ndarray(piece, format="fltp", layout="mono")
            chunk.sample_rate, chunk.pts = 44_100, start
            chunk.time_base = Fraction(1, 44_100)
            container.mux(stream.encode(chunk))
        container.mux(stream.encode())
    return path


def cut(source: Path, path: Path, share: float) -> Path:
    """The first part of a file, as a broken copy leaves it."""
    whole = source.read_bytes()
    path.write_bytes(whole[: round(share * len(whole))])
    return path


def indexed_first(source: Path, path: Path) -> Path:
    """The same film with its index at the start, as it is sent over the web."""
    import av

    options = {"movflags": "+faststart"}
    with av.open(str(source)) as given, av.open(str(path), "w", options=options) as taken:
        stream = taken.add_stream_from_template(given.streams.video[0])
        for packet in given.demux(video=0):
            if packet.dts is not None:
                packet.stream = stream
                taken.mux(packet)
    return path


def still(picture: Image, path: Path) -> Path:
    """One photo."""
    import cv2

    cv2.imwrite(str(path), picture[..., ::-1])
    return path


def mirrored(frame: Frame) -> Image:
    """The picture in a mirror."""
    return np.ascontiguousarray(frame.image[:, ::-1])


def lower_part(share: float) -> Change:
    """Only the lower part of the picture."""
    return lambda frame: frame.image[round((1 - share) * frame.height_px) // 2 * 2 :]


def upper_part(share: float) -> Change:
    """Only the upper part of the picture."""
    return lambda frame: frame.image[: round(share * frame.height_px) // 2 * 2]


def covered(from_s: float) -> Change:
    """A hand over the lens from then on."""
    return lambda frame: frame.image // (1 if frame.time_s < from_s else 40)


def blurred(from_s: float) -> Change:
    """Out of focus from then on."""
    import cv2

    def change(frame: Frame) -> Image:
        soft = cv2.GaussianBlur(frame.image, (0, 0), 25)
        return frame.image if frame.time_s < from_s else np.asarray(soft, np.uint8)

    return change
