"""Film the drawn runner: pictures one after another, and a real film file."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Final, cast

import numpy as np

from evenstride.figure.anatomy import parts
from evenstride.figure.camera import Camera
from evenstride.figure.mp4 import turn_film
from evenstride.figure.painting import Image, Shape, extent, paint, seen
from evenstride.figure.recording import aim_m, frame_times_s
from evenstride.figure.room import room
from evenstride.figure.runner import Runner
from evenstride.poses import Array

# One exposure is the mean of this many instants, so that a fast foot smears.
EXPOSURES: Final = 3
# So many frames are worked out at a time; a film of any length fits in memory.
BATCH: Final = 240
GRAIN_SPARE_PX: Final = 64


def frames(
    runner: Runner,
    camera: Camera,
    *,
    fps: float = 120.0,
    duration_s: float = 8.0,
    motion_blur: float = 0.3,
    noise: float = 4.0,
    seed: int = 0,
) -> Iterator[tuple[float, Image]]:
    """Every frame's time and its RGB picture, [H, W, 3].

    motion_blur is the share of the frame interval the shutter is open; noise is the
    standard deviation of the sensor's grain in grey levels.
    """
    grain = Grain(camera, noise, seed)
    times = frame_times_s(fps, duration_s)
    shutter = motion_blur / fps * np.linspace(-0.5, 0.5, EXPOSURES if motion_blur else 1)
    empty = room(camera, aim_m(runner, camera, times[:1], duration_s)[0], runner.surface)
    for batch in np.array_split(times, max(1, -(-len(times) // BATCH))):
        aim = aim_m(runner, camera, batch, duration_s)
        shapes = [_shapes(runner, camera, batch + shift, aim) for shift in shutter]
        for frame, time in enumerate(batch):
            if camera.pan:
                empty = room(camera, aim[frame], runner.surface)
            yield float(time), grain.over(exposed(empty, shapes, frame))


def film(
    path: str | Path,
    runner: Runner,
    camera: Camera,
    *,
    fps: float = 120.0,
    duration_s: float = 8.0,
    motion_blur: float = 0.3,
    noise: float = 4.0,
    codec: str = "h264",
    rotate: int = 0,
    seed: int = 0,
) -> None:
    """Write the film of a drawn runner, H.264 in MP4.

    rotate (0, 90, 180, 270) stores the pictures turned, with the flag that turns them back
    when shown, as phones do.
    """
    import av

    with av.open(str(path), "w", format="mp4") as container:
        rate = Fraction(fps).limit_denominator(1000)
        stream = cast("av.VideoStream", container.add_stream(codec, rate=rate))
        stream.pix_fmt, stream.options = "yuv420p", {"crf": "20", "preset": "veryfast"}
        turned = (rotate // 90) % 2 == 1
        size = (camera.width_px, camera.height_px)
        stream.width, stream.height = size[::-1] if turned else size
        pictures = frames(
            runner,
            camera,
            fps=fps,
            duration_s=duration_s,
            motion_blur=motion_blur,
            noise=noise,
            seed=seed,
        )
        for _, picture in pictures:
            stored = np.ascontiguousarray(np.rot90(picture, rotate // 90))
            container.mux(stream.encode(av.VideoFrame.from_ndarray(stored, format="rgb24")))
        container.mux(stream.encode())
    if rotate % 360:
        turn_film(Path(path), rotate)


def _shapes(runner: Runner, camera: Camera, time_s: Array, aim: Array) -> list[Shape]:
    """Every part of the body as the camera sees it at these times."""
    joints = runner.joints_m(time_s)
    return [seen(part, camera, aim) for part in parts(joints, runner.height_m)]


def exposed(empty: Image, instants: list[list[Shape]], frame: int) -> Image:
    """One picture: the mean of the instants while the shutter is open."""
    import cv2

    pictures = [empty.copy()] + [empty for _ in instants[1:]]
    paint(pictures[0], instants[0], frame)
    if len(instants) == 1:
        return pictures[0]
    everything = [shape for shapes in instants for shape in shapes]
    rows, columns = extent(everything, frame, empty)
    mean = pictures[0][rows, columns]
    origin = (-int(columns.start), -int(rows.start))
    for count, shapes in enumerate(instants[1:], start=2):
        window = np.ascontiguousarray(empty[rows, columns])
        paint(window, shapes, frame, origin=origin)
        mean[:] = cv2.addWeighted(mean, 1 - 1 / count, window, 1 / count, 0)
    return pictures[0]


class Grain:
    """The sensor's noise: one field of it, laid over every frame at another place."""

    def __init__(self, camera: Camera, noise: float, seed: int) -> None:
        self._random = np.random.default_rng(seed)
        self._size = (camera.height_px, camera.width_px)
        shape = (camera.height_px + GRAIN_SPARE_PX, camera.width_px + GRAIN_SPARE_PX, 3)
        drawn = np.rint(self._random.standard_normal(shape, dtype=np.float32) * noise)
        # Bytes saturate, and adding them is many times quicker than signed numbers.
        self._more = np.maximum(drawn, 0).astype(np.uint8)
        self._less = np.maximum(-drawn, 0).astype(np.uint8)

    def over(self, picture: Image) -> Image:
        """A picture with its grain."""
        import cv2

        y, x = self._random.integers(0, GRAIN_SPARE_PX, 2)
        height, width = self._size
        where = slice(y, y + height), slice(x, x + width)
        brighter = cv2.add(picture, self._more[where])
        noisy: Image = cv2.subtract(brighter, self._less[where]).astype(np.uint8, copy=False)
        return noisy
