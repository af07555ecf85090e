"""Everybody's keypoints, gathered frame by frame, and the runner among them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from evenstride.poses import Array
from evenstride.skeleton import INDEX, KEYPOINTS

LEAST_PRESENCE: Final = 0.5
"""Below, the model itself says there is nobody (MediaPipe's own threshold)."""
STANDING: Final = 0.03
"""What somebody standing still counts for beside somebody whose feet swing, in reaches [E]."""
ALIKE: Final = 1.5
"""One person lost and found again differs in size by less than this factor [E]."""
SAME_CLOTHES: Final = 40.0
"""One person's trunk keeps its colour to within this, of 255 per channel [E]."""
SAME_PLACE: Final = 1.0
"""Somebody lost in the middle of the picture comes back within this many reaches [E]."""
AT_RIM: Final = 1.0
"""Hips this near the picture's left or right rim, in reaches, may be crossing it [E]."""
SAME_HIPS: Final = 0.25
"""Two people's hips this close, in reaches, are one person found twice [E]."""


@dataclass(frozen=True, eq=False)
class Body:
    """One person in one picture, in picture pixels."""

    frame: int
    xy_px: Array
    depth_px: Array
    confidence: Array
    presence: float
    reach_px: float
    off_px: float
    """How far the hips were from where they were looked for."""
    colour: Array
    missed: int
    """Samples in a row in which the person had not been found when this was looked at."""


@dataclass(frozen=True, eq=False)
class Candidate:
    """One person followed through the film, in the pictures that show them."""

    bodies: Mapping[int, Body]
    reach_px: float
    swing: float
    """How much the feet move against each other, in reaches."""
    colour: Array

    @property
    def weight(self) -> float:
        """How likely this is whom the film is about: seen long, large, feet swinging."""
        return len(self.bodies) * self.reach_px * (self.swing + STANDING)


def candidate(bodies: Sequence[Body]) -> Candidate | None:
    """The person, if the model saw anybody there at all."""
    found = [body.frame for body in bodies if body.missed == 0]
    last = max(found, default=-1)
    seen = {
        body.frame: body
        for body in bodies
        if body.presence >= LEAST_PRESENCE and (body.frame <= last or body.missed <= 1)
    }
    if not seen:
        return None
    reach_px = float(np.median([body.reach_px for body in seen.values()]))
    return Candidate(seen, reach_px, _swing(seen.values()) / reach_px, _colour(seen.values()))


def the_runner(
    candidates: Sequence[Candidate], size: tuple[int, int]
) -> tuple[Candidate, tuple[int, ...]]:
    """The runner in every picture, and the pictures at which they were found again.

    Somebody seen only while the runner is not, of the same size, in the same clothes, and in the
    same place or over the picture's left or right rim, is the runner come back.
    """
    runner, *others = sorted(candidates, key=lambda person: -person.weight)
    parts = [runner]
    for other in others:
        if all(_same_person(part, other, size) for part in parts):
            parts.append(other)
    bodies = {frame: body for part in parts for frame, body in part.bodies.items()}
    for other in (person for person in others if person not in parts):
        bodies = _without_mistaken(bodies, other)
    again = sorted(min(part.bodies) for part in parts)[1:]
    return Candidate(bodies, runner.reach_px, runner.swing, runner.colour), tuple(again)


def _swing(bodies: Iterable[Body]) -> float:
    left, right = INDEX["left_ankle"], INDEX["right_ankle"]
    apart = np.array([body.xy_px[left] - body.xy_px[right] for body in bodies])
    return float(np.linalg.norm(apart.std(axis=0)))


def _colour(bodies: Iterable[Body]) -> Array:
    return np.asarray(np.median([body.colour for body in bodies], axis=0))


def _same_person(one: Candidate, other: Candidate, size: tuple[int, int]) -> bool:
    earlier, later = sorted((one, other), key=lambda person: min(person.bodies))
    left, returned = earlier.bodies[max(earlier.bodies)], later.bodies[min(later.bodies)]
    sizes = one.reach_px / other.reach_px
    clothes = float(np.abs(one.colour - other.colour).max())
    return (
        left.frame < returned.frame
        and 1 / ALIKE < sizes < ALIKE
        and clothes < SAME_CLOTHES
        and _may_return(left, returned, size)
    )


def _may_return(left: Body, returned: Body, size: tuple[int, int]) -> bool:
    """Whether somebody lost there can be found again here."""
    there, here = _hips_px(left), _hips_px(returned)
    if np.linalg.norm(there - here) < SAME_PLACE * left.reach_px:
        return True
    return all(
        min(hips[0], size[0] - hips[0]) < AT_RIM * body.reach_px
        for hips, body in ((there, left), (here, returned))
    )


def _hips_px(body: Body) -> Array:
    hips = body.xy_px[[INDEX["left_hip"], INDEX["right_hip"]]]
    return np.asarray(hips.mean(axis=0), np.float64)


def _without_mistaken(bodies: Mapping[int, Body], other: Candidate) -> dict[int, Body]:
    """Leave out the pictures in which the other person was taken for the runner."""
    return {
        frame: body
        for frame, body in bodies.items()
        if frame not in other.bodies or not _mistaken(body, other.bodies[frame])
    }


def _mistaken(body: Body, other: Body) -> bool:
    distance = np.linalg.norm(_hips_px(body) - _hips_px(other))
    return bool(distance < SAME_HIPS * body.reach_px) and other.off_px < body.off_px


def boxes_px(bodies: Mapping[int, Body], frames: int) -> Array:
    """Left, top, right, bottom of the runner in every picture, [T, 4]; NaN where not seen."""
    boxes = np.full((frames, 4), np.nan)
    for frame, body in bodies.items():
        boxes[frame] = *body.xy_px.min(axis=0), *body.xy_px.max(axis=0)
    return boxes


def keypoints(
    bodies: Mapping[int, Body], frames: int, size: tuple[int, int]
) -> tuple[Array, Array, Array]:
    """Points [T, K, 2], confidences and depths [T, K]; what is outside the picture is not seen."""
    count = len(KEYPOINTS)
    xy, depth = np.full((frames, count, 2), np.nan), np.full((frames, count), np.nan)
    confidence = np.zeros((frames, count))
    for frame, body in bodies.items():
        inside = _inside(body.xy_px, size)
        xy[frame, inside] = body.xy_px[inside]
        depth[frame, inside] = body.depth_px[inside]
        confidence[frame, inside] = body.confidence[inside]
    return xy, confidence, depth


def _inside(xy_px: Array, size: tuple[int, int]) -> NDArray[np.bool_]:
    pixels = np.rint(xy_px)
    return np.asarray(((pixels >= 0) & (pixels < size)).all(axis=1))
