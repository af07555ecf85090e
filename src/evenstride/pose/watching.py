"""The film read once: people found now and then, keypoints in every picture, work shared out."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from evenstride.pose import crops
from evenstride.pose.bodies import Body
from evenstride.pose.crops import AROUND, Roi
from evenstride.pose.finding import find
from evenstride.pose.following import Track, between, follow
from evenstride.pose.looking import Look, Model, look
from evenstride.pose.scene import Survey
from evenstride.video import Frame, Image

SAMPLES_HZ: Final = 4.0
"""How often people are looked for [E]: a runner crossing 5 m of picture at 4 m/s is met 5 times."""
STRETCH_BYTES: Final = 48_000_000
"""Pictures kept between two samples [E]; large or fast films are sampled more often for it."""
BATCH: Final = 8
"""Crops per piece of work [E]: about 0.1 s, long against the cost of handing it over."""
AHEAD: Final = 24
"""Pieces of work given out before waiting for the oldest [E]: enough for 20 cores, 40 MB."""


@dataclass(frozen=True)
class Task:
    """Look for one person in one picture."""

    key: int
    frame: int
    roi: Roi
    missed: int


@dataclass(eq=False)
class Watch:
    """What a film showed: all its times, the scene, and everybody followed."""

    time_s: list[float] = field(default_factory=list)
    survey: Survey = field(default_factory=Survey)
    bodies: dict[int, list[Body]] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Stretch:
    """The pictures after one sample up to and with the next."""

    first: int
    """Number of its first picture in the film."""
    frames: Sequence[Frame]


@dataclass(frozen=True, eq=False)
class Labour:
    """Work handed to an executor, a bounded number of pieces at a time, taken back in order."""

    model: Model
    executor: Executor
    waiting: deque[tuple[Sequence[Task], Future[list[Look]]]] = field(default_factory=deque)

    def give(self, tasks: Sequence[Task], images: Sequence[Image]) -> None:
        """Hand over some crops."""
        self.waiting.append((tasks, self.executor.submit(look, self.model, images)))

    def done(self, *, leave: int = 0) -> Iterator[tuple[Task, Look]]:
        """What has come back, waiting until no more than `leave` pieces are still out."""
        while len(self.waiting) > leave:
            tasks, future = self.waiting.popleft()
            yield from zip(tasks, future.result(), strict=True)


def watch(
    frames: Iterable[Frame], *, fps: float, labour: Labour, progress: Callable[[int], None]
) -> Watch:
    """Everybody worth following, in every picture they are in."""
    seen = Watch()
    tracks: tuple[Track, ...] = ()
    fresh = 0
    for stretch in stretches(frames, fps):
        turn = len(seen.survey.glances)
        people = find(stretch.frames[-1], labour.model.opened(), tracks, turn=turn)
        before, tracks = tracks, follow(tracks, people, fresh=fresh)
        fresh = max([fresh, *(track.key + 1 for track in tracks)])
        last = stretch.first + len(stretch.frames) - 1
        seen.time_s += [frame.time_s for frame in stretch.frames]
        seen.survey = seen.survey.after(stretch.frames[-1], last, people)
        for track in tracks:
            _give_out(stretch, _tasks(stretch, before, track), labour)
        _gather(seen, labour, leave=AHEAD)
        progress(len(seen.time_s))
    _gather(seen, labour, leave=0)
    return seen


def stretches(frames: Iterable[Frame], fps: float) -> Iterator[Stretch]:
    """The film in pieces, each ending with a picture in which people are looked for."""
    held: list[Frame] = []
    first = 0
    for number, frame in enumerate(frames):
        held.append(frame)
        if number == 0 or len(held) >= _length(fps, frame.planes.nbytes):
            yield Stretch(first, held)
            held, first = [], number + 1
    if held:
        yield Stretch(first, held)


def _length(fps: float, frame_bytes: int) -> int:
    wanted = fps / SAMPLES_HZ if np.isfinite(fps) else 1
    return max(1, round(min(wanted, STRETCH_BYTES / frame_bytes)))


def _tasks(stretch: Stretch, before: Sequence[Track], track: Track) -> list[Task]:
    """One person's square in every picture of the stretch, on the way between two samples."""
    start = next((old for old in before if old.key == track.key), track)
    count = len(stretch.frames)
    return [
        Task(
            track.key,
            stretch.first + i,
            crops.around(between(start, track, (i + 1) / count)),
            track.missed,
        )
        for i in range(count)
    ]


def _give_out(stretch: Stretch, tasks: Sequence[Task], labour: Labour) -> None:
    side = labour.model.opened().crop_px
    for start in range(0, len(tasks), BATCH):
        batch = tasks[start : start + BATCH]
        frames = (stretch.frames[task.frame - stretch.first] for task in batch)
        labour.give(
            batch,
            [crops.cut_with_spare(f, t.roi, side) for f, t in zip(frames, batch, strict=True)],
        )


def _gather(seen: Watch, labour: Labour, *, leave: int) -> None:
    side = labour.model.opened().crop_px
    for task, found in labour.done(leave=leave):
        seen.bodies.setdefault(task.key, []).append(_body(task, found, side))


def _body(task: Task, found: Look, side: int) -> Body:
    """What was found, in the picture's pixels."""
    landmarks = found.landmarks
    scale = task.roi.side_px / side
    middle = 0.5 * (side - 1)
    person = landmarks.person
    return Body(
        frame=task.frame,
        xy_px=task.roi.to_picture(landmarks.xy, side),
        depth_px=landmarks.depth * scale,
        confidence=landmarks.confidence,
        presence=landmarks.presence,
        reach_px=task.roi.side_px / (2 * AROUND),
        off_px=float(np.hypot(person.x_px - middle, person.y_px - middle)) * scale,
        colour=found.colour,
        missed=task.missed,
    )
