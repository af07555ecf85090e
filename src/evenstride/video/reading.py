"""Reading films: what they are, and every picture at its own time."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from evenstride.errors import UnreadableFilm
from evenstride.video.pictures import Display, Frame, display, even, upright

if TYPE_CHECKING:
    from av.container import InputContainer
    from av.video.frame import VideoFrame

SAMPLED_PACKETS: Final = 900
"""Packets read to judge the frame rate without decoding [E] engineering default."""
UNEVEN: Final = 0.1
"""An interval this far from the median one is uneven [E]; clocks of 1 ms round by 6 % at 60/s."""
RARE: Final = 0.01
"""Share of intervals that may be uneven in a film of steady rate: a dropped frame or two [E]."""

NO_FILM: Final = ("ansi", "bintext", "xbin")
"""What FFmpeg takes text files for."""
NO_PICTURE: Final = (
    "No picture could be read from {name}. Copy it from the phone again, or film again."
)


@dataclass(frozen=True)
class Film:
    """What a film's container says about it; sizes are those of the upright picture."""

    path: Path
    width_px: int
    height_px: int
    frames: int
    """An estimate; only decoding counts them."""
    duration_s: float
    fps: float
    variable_rate: bool
    rotation_deg: int
    """How far the stored picture is turned clockwise to stand upright."""
    codec: str


def probe(path: str | Path) -> Film:
    """What the film is, without decoding more than its first picture."""
    path = Path(path)
    ticks = _packet_times(path)
    steps = np.diff(ticks)
    step = float(np.median(steps)) if len(steps) else float("nan")
    with _opened(path) as container:
        first = next(_decoded(container), None)
        if first is None:
            raise UnreadableFilm(NO_PICTURE.format(name=path.name))
        shown = display(first)
        size = (even(first.height), even(first.width))
        duration_s = _duration_s(container, ticks, step)
        return Film(
            path=path,
            width_px=size[not shown.sideways],
            height_px=size[shown.sideways],
            frames=max(1, round(np.nan_to_num(duration_s / step))),
            duration_s=duration_s,
            fps=1.0 / step,
            variable_rate=bool(len(steps) and np.mean(abs(steps - step) > UNEVEN * step) > RARE),
            rotation_deg=shown.rotation_deg,
            codec=container.streams.video[0].codec_context.name,
        )


def frames(path: str | Path, *, longest_side_px: int | None = None) -> Iterator[Frame]:
    """Every picture of the film, upright, at its own time, one at a time."""
    path = Path(path)
    last = -np.inf
    shown: Display | None = None
    with _opened(path) as container:
        for picture in _decoded(container):
            if picture.pts is None or picture.time <= last:
                continue
            last = picture.time
            shown = shown or display(picture)
            yield upright(picture, shown, longest_side_px)
    if last == -np.inf:
        raise UnreadableFilm(NO_PICTURE.format(name=path.name))


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[InputContainer]:
    """The container of a film that holds pictures, or a sentence that says why not."""
    import av

    _check_file(path)
    try:
        container = av.open(str(path))
    except av.FFmpegError as error:
        raise UnreadableFilm(_why_closed(path)) from error
    with container:
        streams = container.streams.video
        if streams and streams[0].codec_context.name in NO_FILM:
            raise UnreadableFilm(_why_closed(path))
        if not streams:
            raise UnreadableFilm(f"{path.name} holds sound but no pictures. Pass a video.")
        yield container


def _check_file(path: Path) -> None:
    if not path.exists():
        raise UnreadableFilm(f"There is no file {path}. Check its name and folder.")
    if path.is_dir():
        raise UnreadableFilm(f"{path} is a folder. Pass the video file inside it.")
    if path.stat().st_size == 0:
        raise UnreadableFilm(f"{path.name} is empty. Copy it from the phone again.")


def _why_closed(path: Path) -> str:
    try:
        with path.open("rb") as file:
            head = file.read(16)
    except OSError:
        return f"{path.name} could not be opened. Check that you may read it."
    if head[4:8] == b"ftyp":
        return f"{path.name} was cut short: its index is missing. Copy it from the phone again."
    return f"{path.name} is not a video. Pass a film such as .mp4, .mov, .mkv or .webm."


def _decoded(container: InputContainer) -> Iterator[VideoFrame]:
    """Whole pictures in order; damaged stretches are passed over."""
    import av

    stream = container.streams.video[0]
    stream.thread_type = "AUTO"
    packets = container.demux(stream)
    while True:
        try:
            pictures = next(packets).decode()
        except StopIteration:
            return
        except av.FFmpegError:
            continue
        yield from (picture for picture in pictures if not picture.is_corrupt)


def _packet_times(path: Path) -> NDArray[np.float64]:
    """When the first pictures are shown, in order, without decoding them."""
    with _opened(path) as container:
        stream = container.streams.video[0]
        # Without a length in its header (a browser's recording) the film is read to its end.
        most = SAMPLED_PACKETS if _header_duration_s(container) else None
        packets = islice(container.demux(stream), most)
        # An edit list cuts pictures off the start: decoded, never shown, at times before 0.
        shown = (p for p in packets if p.size and not p.is_discard)
        times = [float(p.pts * p.time_base) for p in shown if p.pts is not None]
    return np.unique(times)


def _header_duration_s(container: InputContainer) -> float | None:
    stream = container.streams.video[0]
    if stream.duration and stream.time_base:
        return float(stream.duration * stream.time_base)
    return container.duration / 1e6 if container.duration else None


def _duration_s(container: InputContainer, ticks: NDArray[np.float64], step: float) -> float:
    return _header_duration_s(container) or float(ticks[-1] - ticks[0] + step)
