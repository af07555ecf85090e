"""The annotated film: the skeleton over the runner, each leg in its colour."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from evenstride import video
from evenstride.analysis import Analysis
from evenstride.poses import Array, Poses
from evenstride.report.contacts import Contact, contacts
from evenstride.report.palette import FILM, FILM_MIDDLE, FILM_OUTLINE, Rgb
from evenstride.skeleton import BONES, INDEX, KEYPOINTS, SIDES, Side
from evenstride.video import Image

LONGEST_SIDE_PX: Final = 720

SURE: Final = 0.5
"""[E] Below this confidence a point is drawn faint."""

FAINT: Final = 0.35
"""[E] How strongly a faint point covers the picture."""

SHIFT: Final = 4
"""OpenCV draws between pixels: coordinates carry this many binary places."""

STRIP_S: Final = 1.0
"""[E] The strip under the picture shows this much time before and after it."""

STRIP_PX: Final = 44
LANE_TOP_PX: Final = 22
LANE_PX: Final = 9
"""The strip stands below the picture, so that it never hides the feet."""

BODY: Final = tuple(name for name in KEYPOINTS if name != "nose" and not name.endswith("ear"))
"""The face is not needed to judge a run, so it stays free of marks."""

Progress = Callable[[float], None]


@dataclass(frozen=True)
class Sheet:
    """What is drawn on one picture: points in its own pixels, and how sure each is."""

    xy: Array
    confidence: Array
    unit: float
    """The drawing's measure, so that lines suit the picture's size."""
    near: Side
    """The side towards the camera, drawn over the other."""


def write_overlay(
    analysis: Analysis, film_path: Path, out_path: Path, *, progress: Progress | None = None
) -> None:
    """Write the film again with the skeleton, the contacts and the time on it."""
    film = video.probe(film_path)
    found = contacts(analysis.events)
    near: Side = "left" if analysis.facing == "left" else "right"
    with video.Writer(out_path, fps=film.fps) as out:
        for frame in video.frames(film_path, longest_side_px=_longest_side_px(film)):
            image = annotated(frame, analysis.poses, found, near=near)
            out.add(image, time_s=frame.time_s)
            if progress is not None:
                progress(min(1.0, frame.time_s / film.duration_s))


def _longest_side_px(film: video.Film) -> int:
    """How large the picture may be, so that it and its strip fit."""
    room = (LONGEST_SIDE_PX - STRIP_PX) * max(1.0, film.width_px / film.height_px)
    return int(min(LONGEST_SIDE_PX, room))


def annotated(
    frame: video.Frame, poses: Poses, found: Sequence[Contact], *, near: Side = "right"
) -> Image:
    """One picture of the film with everything drawn on it."""
    image = frame.image
    sheet = _sheet(image, poses, frame.time_s, near)
    if sheet is not None:
        draw_body(image, sheet)
        _mark_contacts(image, sheet, [c.side for c in found if c.holds(frame.time_s)])
    return np.vstack([image, _strip(image.shape[1], found, frame.time_s)])


def _sheet(image: Image, poses: Poses, time_s: float, near: Side) -> Sheet | None:
    """The pose at this time in the picture's pixels; nothing where none is near enough."""
    at = int(np.clip(np.searchsorted(poses.time_s, time_s), 1, len(poses) - 1))
    at -= abs(poses.time_s[at - 1] - time_s) < abs(poses.time_s[at] - time_s)
    if abs(poses.time_s[at] - time_s) * poses.fps > 0.5:  # noqa: PLR2004  # half a frame
        return None
    height, width = image.shape[:2]
    scale = np.array([width / poses.width_px, height / poses.height_px])
    unit = max(height, width) / LONGEST_SIDE_PX
    return Sheet(poses.xy_px[at] * scale, poses.confidence[at], unit, near)


def draw_body(image: Image, sheet: Sheet) -> None:
    """The skeleton: faint parts first and blended, then the sure ones on top."""
    import cv2

    faint = image.copy()
    if _draw_bones(faint, sheet, sure=False):
        cv2.addWeighted(faint, FAINT, image, 1 - FAINT, 0, dst=image)
    _draw_bones(image, sheet, sure=True)


def _draw_bones(image: Image, sheet: Sheet, *, sure: bool) -> bool:
    """Draw the bones that are (or are not) sure; say whether there were any."""
    bones = [bone for bone in BONES if _is_sure(sheet, bone) is sure]
    joints = [(name, name) for name in BODY if _is_sure(sheet, (name, name)) is sure]
    thickness = max(1, round(2.6 * sheet.unit))
    for is_near in (False, True):
        layer = [bone for bone in bones if bone[1].startswith(sheet.near) is is_near]
        for bone in layer:
            _line(image, sheet, bone, FILM_OUTLINE, thickness + 2)
        for bone in layer:
            _line(image, sheet, bone, _colour(*bone), thickness)
        for name, _ in joints:
            if name.startswith(sheet.near) is is_near:
                _joint(image, sheet, name)
    return bool(bones or joints)


def _is_sure(sheet: Sheet, names: tuple[str, str]) -> bool | None:
    """Whether both ends are sure; nothing where one was not seen."""
    at = [INDEX[name] for name in names]
    if not np.isfinite(sheet.xy[at]).all():
        return None
    return bool(sheet.confidence[at].min() >= SURE)


def _colour(first: str, second: str) -> Rgb:
    sides: list[Side] = [side for side in SIDES if first.startswith(side)]
    return FILM[sides[0]] if second.startswith(sides[0]) else FILM_MIDDLE


def _fixed(point: Array) -> tuple[int, int]:
    x, y = (point * (1 << SHIFT)).round().astype(int)
    return int(x), int(y)


def _line(image: Image, sheet: Sheet, bone: tuple[str, str], colour: Rgb, thickness: int) -> None:
    import cv2

    start, end = (_fixed(sheet.xy[INDEX[name]]) for name in bone)
    cv2.line(image, start, end, colour, thickness, cv2.LINE_AA, SHIFT)


def _joint(image: Image, sheet: Sheet, name: str) -> None:
    import cv2

    radius = round(3.2 * sheet.unit * (1 << SHIFT))
    centre = _fixed(sheet.xy[INDEX[name]])
    colour = _colour(name, name)
    cv2.circle(image, centre, radius, FILM_OUTLINE, -1, cv2.LINE_AA, SHIFT)
    cv2.circle(image, centre, round(radius * 0.7), colour, -1, cv2.LINE_AA, SHIFT)


def _mark_contacts(image: Image, sheet: Sheet, down: Sequence[Side]) -> None:
    """A flat ring under the foot that is on the ground."""
    import cv2

    for side in down:
        foot = sheet.xy[[INDEX[f"{side}_heel"], INDEX[f"{side}_toe"]]]
        if np.isfinite(foot).all():
            reach = max(14 * sheet.unit, 0.75 * float(np.ptp(foot[:, 0])))
            centre = _fixed(np.array([foot[:, 0].mean(), foot[:, 1].max() + 3 * sheet.unit]))
            axes = (round(reach * (1 << SHIFT)), round(0.28 * reach * (1 << SHIFT)))
            for colour, thickness in ((FILM_OUTLINE, 5), (FILM[side], 3)):
                cv2.ellipse(image, centre, axes, 0, 0, 360, colour, thickness, cv2.LINE_AA, SHIFT)


def _strip(width: int, found: Sequence[Contact], time_s: float) -> Image:
    """A strip under the picture: the time, and the contacts around it with now in the middle."""
    strip = np.full((STRIP_PX, width, 3), FILM_OUTLINE, np.uint8)
    for contact in _near(found, time_s):
        start, end = (_strip_x(t, time_s, width) for t in (contact.strike_s, contact.toe_off_s))
        row = LANE_TOP_PX + SIDES.index(contact.side) * (LANE_PX + 2)
        strip[row : row + LANE_PX, start:end] = FILM[contact.side]
    strip[LANE_TOP_PX - 3 :, width // 2 - 1 : width // 2 + 1] = (255, 255, 255)
    _write(strip, f"{time_s:.3f} s", 8, FILM_MIDDLE)
    _write(strip, "left", width - 88, FILM["left"])
    _write(strip, "right", width - 48, FILM["right"])
    return strip


def _near(found: Sequence[Contact], time_s: float) -> Iterator[Contact]:
    """The contacts that show on the strip; they come in order of their strikes."""
    last = bisect_right(found, time_s + STRIP_S, key=lambda contact: contact.strike_s)
    for contact in reversed(found[:last]):
        if contact.strike_s < time_s - 2 * STRIP_S:
            return
        if contact.toe_off_s > time_s - STRIP_S:
            yield contact


def _strip_x(at_s: float, now_s: float, width: int) -> int:
    share = 0.5 + (at_s - now_s) / (2 * STRIP_S)
    return int(np.clip(round(share * width), 0, width))


def _write(strip: Image, text: str, x: int, colour: Rgb) -> None:
    import cv2

    cv2.putText(
        strip, text, (x, LANE_TOP_PX - 7), cv2.FONT_HERSHEY_SIMPLEX, 0.45, colour, 1, cv2.LINE_AA
    )
