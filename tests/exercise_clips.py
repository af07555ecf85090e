"""Small films of a drawn person who does an exercise or a test, and when what happens in them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from evenstride.knowledge import knowledge
from evenstride.posed import loop, still
from evenstride.skeleton import Side
from evenstride.staged import Film, Shot, pictures
from evenstride.staged.acting import Act
from evenstride.video import Writer

FPS = 10.0
KNOWN = knowledge()


@dataclass(frozen=True)
class Held:
    """When a hold was held well, and when its mistake was made."""

    way_s: float
    good_s: float
    wrong_s: tuple[float, float]
    duration_s: float


def stretch(path: Path, side: Side = "left") -> Held:
    """The runner's stretch: six seconds right, 2.5 with a clearly bent front knee, five right."""
    exercise = KNOWN.exercises["runners-stretch"]
    act = Act(exercise, side, FPS)
    bent = next(one for one in exercise.mistakes if one.id == "bent-knee")
    wrong = act.wrong(bent, 2.5)
    assert wrong is not None
    shots = [*act.arriving, *act.way_in(2.0), *act.going_on(6.0)]
    start_s = len(shots) / FPS
    shots += [*act.moved(act.end, wrong), *act.still(wrong, 2.5), *act.moved(wrong, act.end)]
    end_s = len(shots) / FPS
    shots += act.going_on(5.0)
    filmed(path, shots, "side", side)
    return Held(2.0, 11.0, (start_s, end_s), len(shots) / FPS)


def squats(path: Path, count: int, side: Side = "right", *, rest_s: float = 1.0) -> list[float]:
    """Single-leg squats from a rest; returns when each ends."""
    act = Act(KNOWN.exercises["single-leg-squat"], side, FPS)
    before = [*act.arriving, *act.still(act.start, rest_s)]
    each_s = act.exercise.dose.seconds_a_repetition
    shots = [*before, *act.repeated(count), *act.still(act.start, 1.5)]
    filmed(path, shots, "front", side)
    return [len(before) / FPS + each_s * number for number in range(1, count + 1)]


def a_test(path: Path, name: str, side: Side, *, top: float = 1.0, tries: int = 3) -> None:
    """A movement test done so many times, to this share of its drawn far end."""
    test = KNOWN.screens[name]
    assert test.picture is not None
    first = Shot.of(loop(test.picture)[0].body, side)
    last = first.towards(Shot.of(still(test.picture, test.picture.end), side), top)
    up = [first.towards(last, 0.5 - 0.5 * float(np.cos(np.pi * i / 14))) for i in range(15)]
    shots = [first] * 10
    for _ in range(tries):
        shots += [*up, *[last] * 12, *reversed(up), *[first] * 5]
    assert test.view != "none"
    filmed(path, shots, test.view, side)


def filmed(path: Path, shots: list[Shot], view: str, side: Side) -> None:
    with Writer(path, fps=FPS) as out:
        film = Film(view=view, side=side)  # type: ignore[arg-type]  # a view's name
        for number, image in enumerate(pictures(shots, film)):
            out.add(image, time_s=number / FPS)


def empty(path: Path, seconds: float = 1.0) -> None:
    """A film of an empty wall."""
    with Writer(path, fps=FPS) as out:
        for number in range(round(seconds * FPS)):
            out.add(np.full((240, 320, 3), 180, np.uint8), time_s=number / FPS)
