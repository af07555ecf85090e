"""The pose model on real photos of exercises: `python -m validation.photos`.

Twelve pairs of photos, from where an exercise starts to where it ends. What they show was read by
eye before the model had seen them (`photos.toml`), and is the truth here: where hips, knees and
ankles are, and which way an angle must move. Writes docs/coach-validation/photos.md.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np

from evenstride.live.facing import right_vote
from evenstride.live.watching import LEAST_CONFIDENCE
from evenstride.pose import crops, estimate, open_backend
from evenstride.pose.backends import Backend, Person
from evenstride.pose.crops import AROUND, Roi
from evenstride.pose.finding import find
from evenstride.pose.live import Eye
from evenstride.poses import Array
from evenstride.skeleton import INDEX, other
from evenstride.video import Frame, frames
from validation import recordings
from validation.photo_marks import JOINTS, LEGS, Asked, Leg, Pair, pairs, thigh_px

FAR: Final = 0.25
"""A landmark further off than this share of a thigh has failed [E]."""
HELD_PICTURES: Final = 5
"""Pictures of somebody who holds still before the live camera [E]."""


@dataclass(frozen=True, eq=False)
class Sight:
    """What the model saw in a photo: [19, 2] px and [19]."""

    xy_px: Array
    confidence: Array

    @property
    def sure_px(self) -> Array:
        """Only what the coach would count as seen, [19, 2] px."""
        return np.where((self.confidence >= LEAST_CONFIDENCE)[:, None], self.xy_px, np.nan)


@dataclass(frozen=True)
class Landmark:
    """How far one landmark is off, in thigh lengths, and whether it lies on the other leg."""

    leg: Leg
    joint: str
    off: float
    swapped: bool
    confidence: float

    @property
    def failed(self) -> bool:
        """Whether it is too far off, on the other leg, or outside the picture."""
        return self.swapped or not self.off <= FAR

    def __str__(self) -> str:
        off = f"{self.off:.2f}" if np.isfinite(self.off) else "outside the photo"
        on_other = ", on the other leg" if self.swapped else ""
        return f"{self.joint} {off}{on_other} (sure {self.confidence:.2f})"


@dataclass(frozen=True)
class Move:
    """A measure from the first photo to the second: by eye, by the model, and as far as sure."""

    pair: Pair
    asked: Asked
    true: Sequence[float]
    seen: Sequence[float]
    sure: Sequence[float]

    @property
    def right(self) -> bool:
        """Whether the model's moves the way it must."""
        return self._goes(self.seen)

    @property
    def truly(self) -> bool:
        """Whether the eye's does; else the marks are wrong."""
        return self._goes(self.true)

    @property
    def judged(self) -> bool:
        """Whether the coach would have judged both photos."""
        return bool(np.isfinite(self.sure).all())

    def _goes(self, values: Sequence[float]) -> bool:
        return values[1] > values[0] if self.asked.goes == "up" else values[1] < values[0]


@dataclass(frozen=True)
class Photo:
    """One photo's landmarks."""

    pair: Pair
    number: int
    landmarks: tuple[Landmark, ...]
    faces_right: bool

    def failed(self, leg: Leg) -> str:
        """The landmarks of a leg that failed."""
        return "; ".join(str(one) for one in self.landmarks if one.failed and one.leg == leg) or "-"


@dataclass(frozen=True)
class Result:
    """Every photo, and every measure between two."""

    photos: tuple[Photo, ...]
    moves: tuple[Move, ...]

    def near(self, *legs: Leg) -> tuple[int, int]:
        """How many landmarks of these legs did not fail, of how many."""
        found = [one for photo in self.photos for one in photo.landmarks if one.leg in legs]
        return sum(not one.failed for one in found), len(found)

    @property
    def facing(self) -> tuple[int, int]:
        """In how many photos seen from the side the way they face is told right, of how many."""
        told = [
            photo.faces_right == (photo.pair.faces == "right")
            for photo in self.photos
            if any(move.pair is photo.pair for move in self.in_library)
        ]
        return sum(told), len(told)

    @property
    def in_library(self) -> list[Move]:
        """The moves of exercises and tests that the library has."""
        return [move for move in self.moves if move.pair.entry]


Look = Callable[[Path], Sight]


def in_film(path: Path) -> Sight:
    """A photo as a film of one picture, on the road that every film takes."""
    poses = estimate(path).poses
    return Sight(poses.xy_px[0], poses.confidence[0])


def run(data: Path | None = None, look: Look = in_film) -> Result:
    """Look at every photo and compare."""
    photos: list[Photo] = []
    moves: list[Move] = []
    folder = (data or recordings()) / "exercise_photos"
    for pair in pairs():
        seen: list[Sight] = []
        for number, marks in pair.bodies.items():
            seen.append(look(folder / pair.folder / f"{number}.jpg"))
            photos.append(_photo(pair, number, marks, seen[-1]))
        moves += [_move(pair, asked, seen) for asked in pair.measures]
    return Result(tuple(photos), tuple(moves))


def _photo(pair: Pair, number: int, marks: Array, seen: Sight) -> Photo:
    found = (_landmark(pair, leg, joint, marks, seen) for leg in LEGS for joint in JOINTS)
    return Photo(pair, number, tuple(found), right_vote(seen.xy_px * [1.0, -1.0]) > 0)


def _landmark(pair: Pair, leg: Leg, joint: str, marks: Array, seen: Sight) -> Landmark:
    side = pair.working if leg == "working" else other(pair.working)
    own, opposite = INDEX[f"{side}_{joint}"], INDEX[f"{other(side)}_{joint}"]
    thigh = thigh_px(marks)
    off, off_other, apart = (
        float(np.linalg.norm(one - two) / thigh)
        for one, two in (
            (seen.xy_px[own], marks[own]),
            (seen.xy_px[own], marks[opposite]),
            (marks[own], marks[opposite]),
        )
    )
    swapped = apart > FAR and off_other < off
    return Landmark(leg, joint, off, swapped, float(seen.confidence[own]))


def _move(pair: Pair, asked: Asked, seen: Sequence[Sight]) -> Move:
    ways = (pair.bodies.values(), [one.xy_px for one in seen], [one.sure_px for one in seen])
    return Move(pair, asked, *([pair.measured(one, asked) for one in way] for way in ways))


def other_ways(backend: Backend) -> Mapping[str, Look]:
    """Other squares to look at, and the live camera's."""

    def through(square: Callable[[Person], Roi], looks: int = 1) -> Look:
        return lambda path: _looked(next(frames(path)), backend, square, looks)

    def wider(by: float) -> Callable[[Person], Roi]:
        return lambda person: replace(crops.around(person), side_px=2 * by * person.reach_px)

    return {
        "one look, never turned": through(lambda p: replace(crops.around(p), turn_rad=0.0)),
        "one look, turned by any lean": through(
            lambda p: replace(crops.around(p), turn_rad=p.turn_rad)
        ),
        "one look, a square 15 % smaller": through(wider(0.85 * AROUND)),
        "one look, a square 20 % larger": through(wider(1.2 * AROUND)),
        "a second look where the first found the body": through(crops.around, looks=2),
        "the live camera, first picture": lambda path: _live(next(frames(path)), backend, 1),
        f"the live camera, {HELD_PICTURES} pictures held": lambda path: _live(
            next(frames(path)), backend, HELD_PICTURES
        ),
    }


def _looked(frame: Frame, backend: Backend, square: Callable[[Person], Roi], looks: int) -> Sight:
    """The largest person, looked at in squares of one's own choice."""
    person = max(find(frame, backend, (), turn=0), key=lambda one: one.reach_px)
    for _ in range(looks):
        roi = square(person)
        crop = crops.colours(crops.cut(frame, roi, backend.crop_px))
        found = backend.landmarks(crop)
        person = roi.placed(found.person, backend.crop_px)
    return Sight(roi.to_picture(found.xy, backend.crop_px), found.confidence)


def _live(frame: Frame, backend: Backend, pictures: int) -> Sight:
    """The same photo again and again before the live camera."""
    eye = Eye(backend)
    for number in range(pictures):
        eye, glimpse = eye.after(replace(frame, time_s=number / 30))
    return Sight(glimpse.xy_px, glimpse.confidence)


def main() -> None:
    """Look in every way, and write the page."""
    from validation.photo_page import write_page

    found = run()
    write_page(found, {name: run(look=way) for name, way in other_ways(open_backend()).items()})
    wrong = [f"{move.pair.folder}: {move.asked.name}" for move in found.moves if not move.right]
    print("\n".join(wrong) or "Every angle moves the way it must.")


if __name__ == "__main__":
    main()
