"""The drawn body: every part is made of hulls around a few balls hung on the joints."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from evenstride.poses import Array
from evenstride.skeleton import INDEX, SIDES

Colour = tuple[int, int, int]
Ball = tuple[Array, float]

SKIN: Final[Colour] = (214, 164, 130)
HAIR: Final[Colour] = (74, 52, 40)
SHIRT: Final[Colour] = (58, 118, 176)
SHORTS: Final[Colour] = (44, 48, 66)
SHOE: Final[Colour] = (226, 92, 66)
SOLE: Final[Colour] = (240, 238, 232)
TREAD: Final[Colour] = (72, 74, 84)
CAP: Final[Colour] = (150, 50, 36)
EYE: Final[Colour] = (48, 38, 36)

# Half the sole's width along it, from heel (0) to toe (1); and the tongue's balls from the
# shoe's collar (0) to the ball of the foot (1).
SOLE_HALF_M: Final = ((0.0, 0.022), (0.35, 0.020), (0.70, 0.032), (1.0, 0.014))
LACES: Final = ((0.45, 0.014), (0.80, 0.012))

# [E] All sizes below are metres on a body 1.75 m tall, and grow with it.
MODEL_HEIGHT_M: Final = 1.75


@dataclass(frozen=True, eq=False)
class Part:
    """A part of the body of one colour, in every frame.

    balls  of each hull: centres [T, N, 3] m and radii [N] m
    place_m [T, 3]  where it counts as being when parts are drawn from far to near
    before_m  how far it is then brought forward
    """

    colour: Colour
    hulls: tuple[tuple[Array, Array], ...]
    place_m: Array
    before_m: float


@dataclass(frozen=True, eq=False)
class Figure:
    """The joints of one runner over time, [T, 19, 3] m, with the scale of the body."""

    joints: Array
    scale: float

    def __getitem__(self, name: str) -> Array:
        """The path of one joint, [T, 3]."""
        return self.joints[:, INDEX[name]]

    def middle(self, joint: str) -> Array:
        """The path of the middle of a pair."""
        return 0.5 * (self[f"left_{joint}"] + self[f"right_{joint}"])

    def chain(self, *names: str) -> list[Array]:
        """The paths of several joints."""
        return [self[name] for name in names]

    def part(
        self, colour: Colour, *hulls: list[Ball], place: Array | None = None, before_m: float = 0.0
    ) -> Part:
        """A part around these balls, their radii for a body of 1.75 m."""
        built = tuple(
            (
                np.stack([centre for centre, _ in balls], axis=1),
                self.scale * np.array([size for _, size in balls]),
            )
            for balls in hulls
        )
        centre = built[0][0].mean(axis=1) if place is None else place
        return Part(colour, built, centre, before_m)


def between(start: Array, end: Array, share: float) -> Array:
    """A point part of the way."""
    return start + share * (end - start)


def toward(start: Array, end: Array) -> Array:
    """The unit vector from one point to another."""
    way = end - start
    unit: Array = way / np.maximum(np.linalg.norm(way, axis=-1, keepdims=True), 1e-6)
    return unit


def parts(joints: Array, height_m: float) -> list[Part]:
    """Every part of the body; the order does not matter, they are sorted by distance."""
    figure = Figure(joints, height_m / MODEL_HEIGHT_M)
    found = [*trunk(figure), *head(figure)]
    for side in SIDES:
        found += [*leg(figure, side), *shoe(figure, side), *arm(figure, side)]
    return found


def in_front(start: Array, end: Array) -> Array:
    """The unit vector that points forward, square to a limb seen from the side."""
    way = toward(start, end)
    return np.stack([-way[:, 1], way[:, 0], np.zeros(len(way))], axis=-1)


def drawn_leg(figure: Figure, side: str) -> tuple[Array, Array, Array]:
    """Where hip, knee and ankle are drawn, so that a pose model finds the true joints there.

    BlazePose saw the hip of this figure 2 cm too far ahead, the knee 2 cm too far back and
    up, the ankle 2 cm too far up; the flesh is moved by about as much the other way.
    """
    hip, knee, ankle = figure.chain(f"{side}_hip", f"{side}_knee", f"{side}_ankle")
    size = figure.scale
    lower = toward(knee, ankle)
    return (
        hip - 0.018 * size * in_front(hip, knee),
        knee + size * (0.018 * in_front(hip, knee) + 0.014 * lower),
        ankle + size * (0.012 * lower - 0.008 * in_front(knee, ankle)),
    )


def leg(figure: Figure, side: str) -> Iterator[Part]:
    """Thigh, shank and shorts."""
    hip, knee, ankle = drawn_leg(figure, side)
    place = between(hip, ankle, 0.5)
    thigh = [(between(hip, knee, 0.35), 0.074), (between(hip, knee, 0.90), 0.050)]
    pit = [(between(hip, knee, 0.86), 0.052), (between(knee, ankle, 0.10), 0.044)]
    calf = between(knee, ankle, 0.27) - 0.006 * figure.scale * in_front(knee, ankle)
    upper = [(between(knee, ankle, 0.06), 0.044), (calf, 0.057), (between(knee, ankle, 0.5), 0.047)]
    lower = [(calf, 0.055), (between(knee, ankle, 0.95), 0.033), (ankle, 0.033)]
    yield figure.part(SKIN, thigh, pit, upper, lower, place=place)
    hem = between(hip, knee, 0.45)
    yield figure.part(SHORTS, [(hip, 0.094), (hem, 0.080)], place=place, before_m=0.004)


def shoe(figure: Figure, side: str) -> Iterator[Part]:
    """The shoe, a little beyond the heel and toe keypoints, as pose models place them."""
    ankle, heel, toe = figure.chain(f"{side}_ankle", f"{side}_heel", f"{side}_toe")
    back, ball, tip = (between(heel, toe, share) for share in (0.02, 0.70, 1.05))
    collar = between(ankle, between(heel, toe, 0.28), 0.12)
    counter = between(back, ankle, 0.42) + 0.10 * (heel - ball)
    wide = np.array([0.0, 0.0, 0.012 * figure.scale])
    low = [(ball - wide, 0.033), (ball + wide, 0.033), (tip, 0.024)]
    low += [(back - 0.5 * wide, 0.034), (back + 0.5 * wide, 0.034)]
    high = [(back, 0.035), (counter, 0.035), (collar, 0.037), (ball, 0.030)]
    middle = between(heel, toe, 0.5)
    # Square to the sole; a foot turned out must not show its tread to the side.
    down = figure.scale * toward(ankle, middle) * [1.0, 1.0, 0.0]
    up = figure.scale * toward(heel, ankle) * [1.0, 1.0, 0.0]
    ahead = 0.05 * toward(heel, toe) * [1.0, 1.0, 0.0]
    yield figure.part(SHOE, low, high, place=middle, before_m=0.004)
    cap = [(between(heel, toe, 0.97), 0.027), (tip, 0.024)]
    yield figure.part(CAP, cap, place=middle + ahead, before_m=0.005)
    tongue = [(between(collar, ball, at) - 0.012 * down, size) for at, size in LACES]
    yield figure.part(SOLE, tongue, place=middle + ahead - 0.03 * down, before_m=0.0045)
    patch = [(heel - 0.16 * ahead + 0.004 * up, 0.020), (heel - 0.14 * ahead + 0.010 * up, 0.018)]
    yield figure.part(SOLE, patch, place=middle - 2.4 * ahead)
    yield from soles(figure, (heel, toe), down)


def soles(figure: Figure, foot: tuple[Array, Array], down: Array) -> Iterator[Part]:
    """The white sole that shows all round, and its dark tread that shows only from below."""
    middle = between(*foot, 0.5)

    def plate(colour: Colour, share: float, radius: float, place_m: float, before_m: float) -> Part:
        side = np.array([0.0, 0.0, share * figure.scale])
        balls = [
            (between(*foot, at) + 0.018 * down + sign * half * side, radius)
            for at, half in SOLE_HALF_M
            for sign in (-1, 1)
        ]
        return figure.part(colour, balls, place=middle + place_m * down, before_m=before_m)

    yield plate(SOLE, 1.0, 0.011, 0.02, 0.006)
    yield plate(TREAD, 0.88, 0.007, 0.05, 0.0055)


def trunk(figure: Figure) -> Iterator[Part]:
    """Seat, shirt and neck."""
    hips, shoulders = figure.middle("hip"), figure.middle("shoulder")
    seats = [between(hips, figure[f"{side}_hip"], 0.85) for side in SIDES]
    ribs = [between(shoulders, figure[f"{side}_shoulder"], 0.5) for side in SIDES]
    place = between(hips, shoulders, 0.5)
    waist = between(hips, shoulders, 0.2)
    yield figure.part(SHORTS, [*((seat, 0.093) for seat in seats), (waist, 0.100)], place=place)
    low = [(between(hips, shoulders, 0.17) + 0.5 * (seat - hips), 0.104) for seat in seats]
    wide = [(between(hips, shoulders, 0.68) + 0.6 * (rib - shoulders), 0.104) for rib in ribs]
    top = [(rib, 0.074) for rib in ribs]
    yield figure.part(SHIRT, [*low, *wide], [*wide, *top], place=place, before_m=0.002)
    neck = between(shoulders, figure.middle("ear"), 0.55)
    yield figure.part(SKIN, [(between(shoulders, neck, 0.2), 0.056), (neck, 0.052)], before_m=0.01)


def head(figure: Figure, *, upright: bool = True) -> Iterator[Part]:
    """Hair, face, ears, eyes and nose; which of them is seen follows from where they are.

    A head that is not upright is drawn square to its ears.
    """
    middle = figure.middle("ear")
    ahead = toward(middle, figure["nose"]) * figure.scale
    tall = np.array([0.0, 1.0, 0.0]) * figure.scale
    up = tall if upright else np.cross(toward(figure["left_ear"], figure["right_ear"]), ahead)
    face = middle + 0.030 * ahead - 0.005 * up
    skull = [(middle - 0.020 * ahead + 0.040 * up, 0.090), (middle - 0.030 * ahead, 0.076)]
    yield figure.part(HAIR, skull)
    jaw = [(face, 0.074), (middle + 0.060 * ahead - 0.072 * up, 0.040), (face + 0.03 * up, 0.070)]
    nose = [(face + 0.064 * ahead, 0.016), (figure["nose"] - 0.006 * ahead, 0.013)]
    yield figure.part(SKIN, jaw, nose, before_m=0.012)
    fringe = [
        (middle + 0.012 * ahead + 0.066 * up, 0.062),
        (middle - 0.045 * ahead + 0.02 * up, 0.058),
    ]
    yield figure.part(HAIR, fringe, before_m=0.024)
    for side in SIDES:
        ear = figure[f"{side}_ear"]
        across = toward(middle, ear) * figure.scale
        yield figure.part(SKIN, [(ear + 0.010 * up, 0.017), (ear - 0.014 * up, 0.012)])
        eye = face + 0.060 * ahead + 0.024 * up + 0.030 * across
        yield figure.part(EYE, [(eye, 0.008)], before_m=0.016)


def arm(figure: Figure, side: str) -> Iterator[Part]:
    """Upper arm, sleeve, forearm and hand."""
    names = (f"{side}_shoulder", f"{side}_elbow", f"{side}_wrist")
    shoulder, elbow, wrist = figure.chain(*names)
    place = between(shoulder, elbow, 0.5)
    yield figure.part(SKIN, [(shoulder, 0.046), (elbow, 0.037)], place=place, before_m=0.002)
    sleeve = [(shoulder, 0.060), (between(shoulder, elbow, 0.45), 0.053)]
    yield figure.part(SHIRT, sleeve, place=place, before_m=0.006)
    hand = [(between(elbow, wrist, 1.05), 0.031), (between(elbow, wrist, 1.22), 0.033)]
    yield figure.part(SKIN, [(elbow, 0.037), (wrist, 0.026)], hand)
