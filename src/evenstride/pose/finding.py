"""Everybody in a picture, also the small and the blurred, and no phantoms."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import numpy as np

from evenstride.pose import crops
from evenstride.pose.backends import Backend, Person
from evenstride.pose.crops import Roi
from evenstride.pose.following import LEAST_REACH, Track, may_be
from evenstride.video import Frame

CLOSER: Final = 6.0
"""Side of the square looked at for somebody not found, in reaches [E]."""
OBLONG: Final = 1.2
"""A picture longer than this is also looked at in squares where it seems empty [E]."""
SMALL: Final = 0.3
"""People of less reach than this share of the picture's shorter side are easily overlooked [E]."""
STEADY: Final = 0.1
"""Moving less than this share of a reach between two samples is staying in place [E]."""
SURE: Final = 0.75
"""Below this score the detector may be looking at a tree [E]; a runner gets 0.9 and more."""
FINE: Final = 0.18
"""Below this share of the picture's longer side, 40 of the detector's 224 pixels, a reach comes
out wrong by up to a half [E, seen on a walker 43 of them tall]."""
SAME_BODY: Final = 0.5
"""Two people whose hips are closer than this share of a reach are one [E]."""
LEAST_PRESENCE: Final = 0.5
"""Below, the landmark model says that a newcomer is nobody (MediaPipe's own threshold)."""


def find(
    frame: Frame, backend: Backend, tracks: Sequence[Track], *, turn: int
) -> tuple[Person, ...]:
    """Everybody in the picture; whoever was followed so far and is missing is looked for closer.

    Newcomers must have a body: the detector alone sees giants in trees and walls. `turn` counts
    the samples: one after the other every part of the picture is looked at closely, and while
    everybody stays in their place, as on a treadmill, every second sample takes that for granted.
    """
    if turn % 2 and tracks and all(_steady(track) for track in tracks):
        return tuple(track.person for track in tracks)
    people = list(_in_whole(frame, backend))
    for roi in (*_around_missing(people, tracks), *_closer(frame, people, tracks, turn)):
        people += [person for person in _in_square(frame, roi, backend) if _new(person, people)]
    checked = (
        _confirmed(frame, person, backend) if _doubtful(person, frame, tracks) else person
        for person in people
    )
    return tuple(person for person in checked if person is not None)


def _doubtful(person: Person, frame: Frame, tracks: Sequence[Track]) -> bool:
    """Whether the landmark model should have a look too, as at newcomers of some size."""
    largest = max((track.person.reach_px for track in tracks), default=0.0)
    if person.reach_px < LEAST_REACH * largest:
        return False
    coarse = person.reach_px < FINE * max(frame.width_px, frame.height_px)
    return coarse or person.score < SURE or not _known(person, tracks)


def _steady(track: Track) -> bool:
    x, y = track.step_px or (np.inf, np.inf)
    return track.missed == 0 and np.hypot(x, y) < STEADY * track.person.reach_px


def _known(person: Person, tracks: Iterable[Track]) -> bool:
    return any(may_be(track, person) for track in tracks)


def _around_missing(people: Sequence[Person], tracks: Sequence[Track]) -> Iterator[Roi]:
    for track in tracks:
        if not any(may_be(track, person) for person in people):
            place = track.foretold
            yield Roi(place.x_px, place.y_px, CLOSER * place.reach_px)


def _closer(
    frame: Frame, people: Sequence[Person], tracks: Sequence[Track], turn: int
) -> Sequence[Roi]:
    """Every part of a picture that seems empty; one part where all are small; else none."""
    squares = _squares(frame)
    if not tracks and not people:
        return squares
    largest = max(person.reach_px for person in (*people, *(track.person for track in tracks)))
    if largest < SMALL * min(frame.width_px, frame.height_px):
        return squares[turn % 3 : turn % 3 + 1]
    return ()


def _squares(frame: Frame) -> Sequence[Roi]:
    """Three squares that overlap and cover an oblong picture; none for a square one."""
    width, height = frame.width_px, frame.height_px
    side = min(width, height)
    if max(width, height) < OBLONG * side:
        return ()
    shares = (0.0, 0.5, 1.0)
    half = 0.5 * (side - 1)
    return [Roi(half + s * (width - side), half + s * (height - side), side) for s in shares]


def _in_whole(frame: Frame, backend: Backend) -> Iterable[Person]:
    small = crops.shrunk(frame, backend.picture_px)
    factor = max(frame.width_px, frame.height_px) / backend.picture_px
    return (person.scaled(factor) for person in backend.people(small))


def _in_square(frame: Frame, roi: Roi, backend: Backend) -> Iterable[Person]:
    side = backend.picture_px
    image = crops.colours(crops.cut(frame, roi, side))
    return (roi.placed(person, side) for person in backend.people(image))


def _new(person: Person, people: Iterable[Person]) -> bool:
    return all(person.distance_px(other) > SAME_BODY * other.reach_px for other in people)


def _confirmed(frame: Frame, person: Person, backend: Backend) -> Person | None:
    """The person as the landmark model places them, if it sees anybody there."""
    roi = crops.around(person)
    found = backend.landmarks(crops.colours(crops.cut(frame, roi, backend.crop_px)))
    if found.presence < LEAST_PRESENCE:
        return None
    return roi.placed(found.person, backend.crop_px)
