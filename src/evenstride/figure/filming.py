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

# One exposure is the mean of several instants, so that a fast foot smears: as many as keep
# a foot at this speed [E] from jumping further than this between them, within limits.
FAST_M_S: Final = 8.0
JUMP_PX: Final = 10.0
MOST_INSTANTS: Final = 5
# So many frames are worked out at a time; a film of any length fits in memory.
BATCH: Final = 240
GRAIN_SPARE_PX: Final = 64
# [E] Quick, and as large as a phone's films.
ENCODING: Final = {"crf": "20", "preset": "ultrafast"}


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
    grain = Grain((camera.height_px, camera.width_px, 3), noise, seed)
    times = frame_times_s(fps, duration_s)
    shutter = instants_s(motion_blur / fps, camera)
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

    size = (camera.width_px, camera.height_px)
    width, height = size[::-1] if rotate % 180 else size
    grain = Grain((height, width), noise, seed)
    pictures = frames(
        runner, camera, fps=fps, duration_s=duration_s, motion_blur=motion_blur, noise=0.0
    )
    with av.open(str(path), "w", format="mp4") as container:
        rate = Fraction(fps).limit_denominator(1000)
        stream = cast("av.VideoStream", container.add_stream(codec, rate=rate))
        stream.pix_fmt, stream.options = "yuv420p", dict(ENCODING)
        stream.width, stream.height = width, height
        for _, picture in pictures:
            stored = stored_planes(picture, grain, rotate)
            container.mux(stream.encode(av.VideoFrame.from_ndarray(stored, format="yuv420p")))
        container.mux(stream.encode())
    if rotate % 360:
        turn_film(Path(path), rotate)


def instants_s(open_s: float, camera: Camera) -> Array:
    """The instants that make one exposure, about its middle."""
    if not open_s:
        return np.zeros(1)
    way_px = FAST_M_S * open_s * camera.px_per_m
    count = int(np.clip(np.ceil(way_px / JUMP_PX) + 1, 2, MOST_INSTANTS))
    # The middles of equal parts of the time: two instants then smear as much as many do.
    return open_s * ((np.arange(count) + 0.5) / count - 0.5)


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


def stored_planes(picture: Image, grain: Grain, rotate: int) -> Image:
    """A picture as a film stores it: turned, brightness above colours, grain in brightness."""
    import cv2

    turned = np.ascontiguousarray(np.rot90(picture, rotate // 90))
    planes: Image = cv2.cvtColor(turned, cv2.COLOR_RGB2YUV_I420).astype(np.uint8, copy=False)
    grain.over(planes[: len(turned)])
    return planes


class Grain:
    """The sensor's noise: one field of it, laid over every frame at another place."""

    def __init__(self, shape: tuple[int, ...], noise: float, seed: int) -> None:
        self._random = np.random.default_rng(seed)
        self._shape = shape
        spare = (shape[0] + GRAIN_SPARE_PX, shape[1] + GRAIN_SPARE_PX, *shape[2:])
        drawn = np.rint(self._random.standard_normal(spare, dtype=np.float32) * noise)
        # Bytes saturate, and adding them is many times quicker than signed numbers.
        self._more = np.maximum(drawn, 0).astype(np.uint8)
        self._less = np.maximum(-drawn, 0).astype(np.uint8)
        self._any = noise > 0

    def over(self, picture: Image) -> Image:
        """A picture, in place, with its grain."""
        import cv2

        if self._any:
            y, x = self._random.integers(0, GRAIN_SPARE_PX, 2)
            where = slice(y, y + self._shape[0]), slice(x, x + self._shape[1])
            cv2.add(picture, self._more[where], picture)
            cv2.subtract(picture, self._less[where], picture)
        return picture
