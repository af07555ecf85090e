"""One picture after another, as a camera delivers them: the person in front of it, followed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from evenstride.glimpse import Glimpse
from evenstride.outline import edges
from evenstride.pose import crops
from evenstride.pose.backends import Backend, Landmarks, Person
from evenstride.pose.crops import AROUND, Roi
from evenstride.poses import Array
from evenstride.video import Frame, Image

LEAST_PRESENCE: Final = 0.5
"""Below, the model itself says there is nobody (MediaPipe's own threshold)."""
MOST_JUMP: Final = 1.35
"""[E] A body this much larger or smaller than before is looked at once more, where it is."""


@dataclass(frozen=True, eq=False)
class Eye:
    """Who is followed from picture to picture; a new value after each.

    Unlike a film's estimate it looks only back, so that it can be asked while somebody moves.
    """

    backend: Backend
    person: Person | None = None
    quick: bool = False
    """Look once at a picture, at every second one in the mirror: half the work, and the two errors
    meet in the steadied points. For a camera that waits for nobody; a film is looked at twice."""
    turn: int = 0

    def after(self, frame: Frame) -> tuple[Eye, Glimpse]:
        """What the next picture shows."""
        size = frame.width_px, frame.height_px
        person = self.person or _largest(frame, self.backend)
        if person is None:
            return self, Glimpse.nobody(frame.time_s, *size)
        roi = around(person)
        found = self._look(_cut(frame, roi, self.backend))
        if found.presence < LEAST_PRESENCE:
            return replace(self, person=None), Glimpse.nobody(frame.time_s, *size)
        followed = roi.placed(found.person, self.backend.crop_px)
        later = replace(self, person=followed, turn=self.turn + 1)
        return later, _glimpse(frame, roi, found, self.backend.crop_px)

    def _look(self, crop: Image) -> Landmarks:
        if self.quick:
            return self.backend.glance(crop, mirror=self.turn % 2 == 1)
        return self.backend.landmarks(crop, any_posture=True)


def around(person: Person) -> Roi:
    """The square to look for a person's keypoints in, turned as the person leans."""
    return Roi(person.x_px, person.y_px, 2 * AROUND * person.reach_px, person.turn_rad)


def _cut(frame: Frame, roi: Roi, backend: Backend) -> Image:
    return crops.colours(crops.cut(frame, roi, backend.crop_px))


def _largest(frame: Frame, backend: Backend) -> Person | None:
    """The largest person in the picture."""
    small = crops.shrunk(frame, backend.picture_px)
    factor = max(frame.width_px, frame.height_px) / backend.picture_px
    people = [person.scaled(factor) for person in backend.people(small)]
    return max(people, key=lambda person: person.reach_px, default=None)


def _glimpse(frame: Frame, roi: Roi, found: Landmarks, crop_px: int) -> Glimpse:
    """What was found, in the picture's pixels."""
    xy = roi.to_picture(found.xy, crop_px)
    inside = _inside(xy, frame)
    assert found.mask is not None  # noqa: S101  # it was asked for
    return Glimpse(
        time_s=frame.time_s,
        xy_px=np.where(inside[:, None], xy, np.nan),
        depth_px=np.where(inside, found.depth * roi.side_px / crop_px, np.nan),
        confidence=np.where(inside, found.confidence, 0.0),
        edges=edges(found.mask, found.xy),
        width_px=frame.width_px,
        height_px=frame.height_px,
    )


def _inside(xy_px: Array, frame: Frame) -> Array:
    pixels = np.rint(xy_px)
    size = (frame.width_px, frame.height_px)
    return np.asarray(((pixels >= 0) & (pixels < size)).all(axis=1))
