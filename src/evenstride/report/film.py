"""The film inside the page: embedded whole, or an excerpt, with stills of both legs."""

from __future__ import annotations

import base64
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from evenstride import video
from evenstride.analysis import Analysis
from evenstride.poses import Array, Poses
from evenstride.report.contacts import Contact, contacts
from evenstride.report.overlay import STRIP_PX
from evenstride.skeleton import SIDES, Side

LARGEST_EMBEDDED_BYTES = 25_000_000
"""[E] A page beyond this opens slowly on a phone and is refused by many mail servers."""

EXCERPT_S = 20.0
"""[E] About 55 steps: enough to see every habit a few times."""

STILLS_WITHIN_S = 10.0
"""[E] Stills come from the film's first seconds, so that few pictures are decoded."""

STILL_HEIGHT_PX = 420
STILL_ROOM = 0.25
"""[E] Free room around the runner in a still, as a share of the runner's height."""

JPEG_QUALITY = 82


@dataclass(frozen=True)
class Still:
    """One moment of one leg's contact, as a small picture."""

    side: Side
    moment: str
    time_s: float
    source: str
    """A `data:` address."""
    width_px: int
    height_px: int


@dataclass(frozen=True)
class Embedded:
    """A film as the page holds it."""

    base64: str
    start_s: float
    """The clip's own time at the film's zero."""
    width_px: int
    height_px: int
    duration_s: float
    poster: str
    stills: tuple[Still, ...]
    note: str
    """Why this is not the whole film; empty where it is."""


def embedded(analysis: Analysis, overlay: Path, poster: Path | None) -> Embedded:
    """The annotated film as text inside the page."""
    if overlay.stat().st_size <= LARGEST_EMBEDDED_BYTES:
        return _embed(analysis, overlay, poster, start_s=0.0, note="")
    start_s = excerpt_start_s(overlay)
    note = (
        f"The film is long: this page holds {EXCERPT_S:.0f} seconds from its middle. "
        "The numbers stand on all of it."
    )
    with tempfile.TemporaryDirectory() as folder:
        part = Path(folder) / "excerpt.mp4"
        cut(overlay, part, start_s)
        return _embed(analysis, part, poster, start_s=start_s, note=note)


def _embed(
    analysis: Analysis, film: Path, poster: Path | None, *, start_s: float, note: str
) -> Embedded:
    found = video.probe(film)
    return Embedded(
        base64=base64.b64encode(film.read_bytes()).decode("ascii"),
        start_s=start_s,
        width_px=found.width_px,
        height_px=found.height_px,
        duration_s=found.duration_s,
        poster=_data_address(poster.read_bytes(), poster.suffix) if poster else "",
        stills=_stills(analysis, film, start_s),
        note=note,
    )


def excerpt_start_s(film: Path) -> float:
    """Where an excerpt from the middle of a film begins."""
    return max(0.0, (video.probe(film).duration_s - EXCERPT_S) / 2)


def cut(film: Path, part: Path, start_s: float) -> None:
    """Write an excerpt of a film, with its own zero."""
    with video.Writer(part, fps=video.probe(film).fps) as excerpt:
        for frame in video.frames(film):
            if frame.time_s >= start_s + EXCERPT_S:
                break
            if frame.time_s >= start_s:
                excerpt.add(frame.image, time_s=frame.time_s - start_s)


def _data_address(content: bytes, suffix: str = ".jpg") -> str:
    kind = "png" if suffix.lower() == ".png" else "jpeg"
    return f"data:image/{kind};base64,{base64.b64encode(content).decode('ascii')}"


def _stills(analysis: Analysis, film: Path, start_s: float) -> tuple[Still, ...]:
    """Strike, middle and toe-off of one usual contact of each leg."""
    wanted = [
        (contact.side, moment, time_s)
        for contact in _usual_contacts(contacts(analysis.events), start_s)
        for moment, time_s in _moments(contact)
    ]
    times = np.array([time_s for _, _, time_s in wanted])
    images = _frames_at(film, times - start_s)
    crop = _around_runner(analysis.poses, times)
    return tuple(
        _still(side, moment, time_s, image=image, crop=crop)
        for (side, moment, time_s), image in zip(wanted, images, strict=True)
        if image is not None
    )


def _moments(contact: Contact) -> Iterator[tuple[str, float]]:
    yield "Foot strike", contact.strike_s
    yield "Mid-stance", (contact.strike_s + contact.toe_off_s) / 2
    yield "Toe-off", contact.toe_off_s


def _usual_contacts(found: Sequence[Contact], start_s: float) -> Iterator[Contact]:
    """For each leg the early contact whose length is closest to that leg's median."""
    early = [c for c in found if start_s <= c.strike_s and c.toe_off_s < start_s + STILLS_WITHIN_S]
    for side in SIDES:
        own = [c for c in early if c.side == side]
        if own:
            lengths = np.array([c.toe_off_s - c.strike_s for c in own])
            yield own[int(np.argmin(abs(lengths - np.median(lengths))))]


def _frames_at(film: Path, times_s: Array) -> list[video.Image | None]:
    """The picture on show at each time, in one pass."""
    shown: list[video.Image | None] = [None] * len(times_s)
    before: video.Frame | None = None
    for frame in _until(film, times_s):
        for i, time_s in enumerate(times_s):
            if before is not None and before.time_s <= time_s < frame.time_s:
                shown[i] = before.image
        before = frame
    return shown


def _until(film: Path, times_s: Array) -> Iterable[video.Frame]:
    last = max(times_s, default=-np.inf)
    for frame in video.frames(film):
        yield frame
        if frame.time_s > last:
            return


def _around_runner(poses: Poses, times_s: Array) -> tuple[float, float, float, float]:
    """The part of the picture the runner fills at these times: left, top, right, bottom, 0 to 1."""
    at = np.searchsorted(poses.time_s, times_s).clip(0, len(poses) - 1)
    points = poses.xy_px[at].reshape(-1, 2) / (poses.width_px, poses.height_px)
    points = points[np.isfinite(points).all(axis=1)]
    if not len(points):
        return 0.0, 0.0, 1.0, 1.0
    low, high = points.min(axis=0), points.max(axis=0)
    tall = STILL_ROOM * (high[1] - low[1])
    room = np.array([tall * poses.height_px / poses.width_px, tall]) / 2
    left, top = np.clip(low - room, 0, 1)
    right, bottom = np.clip(high + room, 0, 1)
    return float(left), float(top), float(right), float(bottom)


def _still(
    side: Side,
    moment: str,
    time_s: float,
    *,
    image: video.Image,
    crop: tuple[float, float, float, float],
) -> Still:
    import cv2

    height, width = image.shape[0] - STRIP_PX, image.shape[1]
    left, top, right, bottom = (np.array(crop) * (width, height, width, height)).astype(int)
    part = image[top:bottom, left:right]
    scale = min(1.0, STILL_HEIGHT_PX / part.shape[0])
    small = cv2.resize(part, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    coded = cv2.imencode(".jpg", small[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY])[1]
    return Still(
        side, moment, time_s, _data_address(coded.tobytes()), small.shape[1], small.shape[0]
    )
