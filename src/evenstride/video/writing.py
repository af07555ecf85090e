"""Writing films that play in a browser."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from itertools import count
from pathlib import Path
from typing import Final, Self

import numpy as np

from evenstride.errors import InputError
from evenstride.video.pictures import BT709, VIDEO_RANGE, Image, even

CLOCK_HZ: Final = 90_000
"""Ticks a second of the films we write: the usual MPEG clock."""
QUALITY: Final = "20"
"""H.264 constant rate factor of the films we write [E]; 18 to 23 is the usual range."""
ENCODER: Final = {"crf": QUALITY, "preset": "veryfast", "g": "30"}
"""As fast again as x264's usual setting at the same size; a whole picture every 30, so that a
player can jump about and step backwards."""



class Writer:
    """An H.264 film that plays in a browser, written picture by picture.

    The file appears under its name only when it is whole.
    """

    def __init__(self, path: str | Path, *, fps: float = 30.0) -> None:
        import av

        self._path = Path(path)
        self._draft = self._path.with_name(f".{self._path.name}.part")
        self._container = av.open(
            str(self._draft), "w", format="mp4", options={"movflags": "+faststart"}
        )
        rate = Fraction(fps).limit_denominator(1001)
        self._stream = self._container.add_stream("libx264", rate=rate, options=ENCODER)
        self._last_tick = -1

    def __enter__(self) -> Self:
        return self

    def add(self, image: Image, *, time_s: float) -> None:
        """Append one picture [H, W, 3]; an odd last row or column is left off."""
        import av

        image = np.ascontiguousarray(image[: even(image.shape[0]), : even(image.shape[1])])
        tick = round(time_s * CLOCK_HZ)
        if tick <= self._last_tick:
            raise InputError("The times of a film's pictures must increase from one to the next.")
        if self._last_tick < 0:
            self._fit(image)
        picture = av.VideoFrame.from_ndarray(image, format="rgb24")
        picture = picture.reformat(format="yuv420p", dst_colorspace="ITU709")
        picture.pts, picture.time_base = tick, Fraction(1, CLOCK_HZ)
        self._last_tick = tick
        self._container.mux(self._stream.encode(picture))

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        whole = kind is None and self._last_tick >= 0
        try:
            if whole:
                self._container.mux(self._stream.encode())
        finally:
            self._container.close()
        if whole:
            self._draft.replace(self._path)
        else:
            self._draft.unlink(missing_ok=True)

    def _fit(self, image: Image) -> None:
        """Set the stream up for pictures of this size."""
        stream = self._stream
        stream.height, stream.width = image.shape[:2]
        stream.pix_fmt = "yuv420p"
        stream.codec_context.time_base = Fraction(1, CLOCK_HZ)
        # The matrix is written into the film, or players guess it and skin changes its colour.
        stream.codec_context.colorspace = BT709
        stream.codec_context.color_range = VIDEO_RANGE


def write(
    path: str | Path,
    images: Iterable[Image],
    *,
    fps: float = 30.0,
    times_s: Iterable[float] | None = None,
) -> None:
    """Write pictures as a film, at a steady rate or at the times given."""
    with Writer(path, fps=fps) as film:
        clock = times_s if times_s is not None else (i / fps for i in count())
        for image, time_s in zip(images, clock, strict=False):
            film.add(image, time_s=time_s)
