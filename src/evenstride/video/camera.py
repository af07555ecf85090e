"""A camera, live: always its newest picture, at the time at which it came."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from threading import Condition, Thread
from types import TracebackType
from typing import TYPE_CHECKING, Final, Self

import numpy as np

from evenstride.errors import InputError
from evenstride.video.pictures import Frame, even

if TYPE_CHECKING:
    import cv2

    from evenstride.video.pictures import Image

SILENT_S: Final = 5.0
"""[E] A camera that sends nothing for so long has been unplugged."""
NO_CAMERA: Final = (
    "No camera answers to {source}. Give its number, 0 for the first one, or a stream's address, "
    "and close other programs that use it."
)


class Camera:
    """A camera that is read all the time, so that whoever asks gets its newest picture.

    source: its number, or a stream's address; a film's name is played at its own pace. Pictures
    nobody asked for in time are dropped.
    """

    def __init__(self, source: str) -> None:
        self._source = source
        self._pace_s = 0.0
        self._changed = Condition()
        self._newest: tuple[float, Image] | None = None
        self._over = False
        self._thread = Thread(target=self._read, name="camera", daemon=True)

    def __enter__(self) -> Self:
        self._capture = _opened(self._source)
        if Path(self._source).is_file():
            import cv2

            self._pace_s = 1.0 / max(self._capture.get(cv2.CAP_PROP_FPS), 1.0)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:  # fmt: skip
        with self._changed:
            self._over = True
            self._changed.notify_all()
        if self._thread.is_alive():
            self._thread.join(SILENT_S)
        self._capture.release()

    def __iter__(self) -> Iterator[Frame]:
        """The newest picture each time, until the stream ends; times from the first one on."""
        self._thread.start()
        first_s: float | None = None
        while (taken := self._next()) is not None:
            arrived_s, image = taken
            first_s = arrived_s if first_s is None else first_s
            yield Frame(arrived_s - first_s, _planes(image))

    def _next(self) -> tuple[float, Image] | None:
        """The newest picture, once; none when the stream is over."""
        with self._changed:
            came = self._changed.wait_for(lambda: self._newest or self._over, SILENT_S)
            taken, self._newest = self._newest, None
        if taken is None and not came:
            raise InputError("The camera sends no pictures any more. Check its cable.")
        return taken

    def _read(self) -> None:
        started_s, count = time.monotonic(), 0
        while not self._over:
            good, image = self._capture.read()
            count += 1
            if self._pace_s:
                time.sleep(max(started_s + count * self._pace_s - time.monotonic(), 0.0))
            with self._changed:
                if good:
                    self._newest = (time.monotonic(), np.asarray(image, np.uint8))
                else:
                    self._over = True
                self._changed.notify_all()


def _opened(source: str) -> cv2.VideoCapture:
    import cv2

    # What OpenCV would print besides stands in the one sentence.
    cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)
    number = source.strip()
    capture = cv2.VideoCapture(int(number) if number.isdigit() else source)
    if not capture.isOpened():
        raise InputError(NO_CAMERA.format(source=source))
    return capture


def _planes(image: Image) -> Image:
    """A picture in blue, green and red as brightness and colour planes, [3H/2, W]."""
    import cv2

    trimmed = image[: even(image.shape[0]), : even(image.shape[1])]
    return np.asarray(cv2.cvtColor(trimmed, cv2.COLOR_BGR2YUV_I420), np.uint8)
