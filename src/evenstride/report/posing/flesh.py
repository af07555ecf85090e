"""The drawn body: every part is a few discs hung on the posed joints."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from evenstride.posed import Posed
from evenstride.posed.held import SIDED
from evenstride.posed.placing import MODEL_HEIGHT_M
from evenstride.poses import Array
from evenstride.report.posing.outlines import UNITS_PER_M, Disc, capsule, hull

View = Literal["side", "front", "rear"]
# The room's directions that lie to the right in the picture, and towards who looks.
ACROSS: Final = {"side": (1.0, 0.0, 0.0), "front": (0.0, 0.0, -1.0), "rear": (0.0, 0.0, 1.0)}
NEAR: Final = {"side": (0.0, 0.0, 1.0), "front": (1.0, 0.0, 0.0), "rear": (-1.0, 0.0, 0.0)}

Ball = tuple[Array, float]


@dataclass(frozen=True, eq=False)
class Shape:
    """One part: its colour by name, its hulls, and how near it is drawn."""

    key: str
    tone: str
    hulls: tuple[tuple[Disc, ...], ...]
    near: float

    def path(self, *, still: bool = False) -> str:
        """The part's outline."""
        return "".join(
            capsule(*discs) if len(discs) == 2 else hull(discs, still=still)  # noqa: PLR2004
            for discs in self.hulls
        )


@dataclass(frozen=True, eq=False)
class Sight:
    """A posed body as somebody sees it."""

    body: Posed
    view: View

    @property
    def scale(self) -> float:
        """Of this body against the one the sizes are for."""
        return self.body.body.height_m / MODEL_HEIGHT_M

    def flat(self, point: Array) -> Array:
        """A point of the room in the picture, y down."""
        return UNITS_PER_M * np.array([float(point @ np.array(ACROSS[self.view])), -point[1]])

    def near(self, point: Array) -> float:
        """How near a point is to who looks, m."""
        return float(point @ np.array(NEAR[self.view]))

    def shape(
        self,
        key: str,
        tone: str,
        *hulls: list[Ball],
        before_m: float = 0.0,
        place: Array | None = None,
    ) -> Shape:
        """A part around these balls; radii for a body of 1.75 m."""
        flat = tuple(
            tuple((self.flat(at), UNITS_PER_M * self.scale * size) for at, size in balls)
            for balls in hulls
        )
        middle = np.mean([at for balls in hulls for at, _ in balls], axis=0)
        middle = middle if place is None else place
        return Shape(key, tone, flat, self.near(middle) + before_m)

    def along(self, first: str, last: str, share: float) -> Array:
        """A point on the way from one joint to another."""
        return self.body[first] + share * (self.body[last] - self.body[first])


def shapes(sight: Sight) -> list[Shape]:
    """Every part, in no order."""
    found = [*trunk(sight), *head(sight)]
    for side in SIDED:
        found += [*leg(sight, side), shoe(sight, side), *arm(sight, side)]
    return found


def leg(sight: Sight, side: str) -> Iterator[Shape]:
    """Thigh and shank in the leg's colour, and the leg of the shorts."""
    hip, knee, ankle = (sight.body[f"{side}_{name}"] for name in ("hip", "knee", "ankle"))
    back = calf_way(hip, knee, ankle)
    thigh = [(hip + 0.10 * (knee - hip), 0.082), (knee, 0.050)]
    calf = knee + 0.30 * (ankle - knee) + 0.010 * sight.scale * back
    upper = [(knee, 0.0495), (calf, 0.056)]
    lower = [(calf, 0.056), (ankle, 0.033)]
    if sight.view == "side":
        yield sight.shape(f"{side}-leg", f"{side}-leg", thigh, upper, lower)
    else:
        yield sight.shape(f"{side}-shank", f"{side}-leg", upper, lower)
        yield sight.shape(f"{side}-thigh", f"{side}-leg", thigh, before_m=0.004,
                          place=0.5 * (hip + knee))  # fmt: skip
    hem = hip + 0.34 * (knee - hip)
    yield sight.shape(f"{side}-shorts", "shorts", [(hip, 0.094), (hem, 0.080)],
                      before_m=0.008, place=0.5 * (hip + knee))  # fmt: skip


def calf_way(hip: Array, knee: Array, ankle: Array) -> Array:
    """The unit vector from the shin to the calf."""
    shin, thigh = ankle - knee, hip - knee
    aside = thigh - (thigh @ shin) / max(float(shin @ shin), 1e-9) * shin
    size = float(np.linalg.norm(aside))
    return np.asarray(aside / size if size > 0.02 else np.zeros(3))  # noqa: PLR2004  # straight


def shoe(sight: Sight, side: str) -> Shape:
    """A shoe whose sole ends as far below heel, ball and toe as the body stands on it."""
    names = ("ankle", "heel", "ball", "toe")
    ankle, heel, ball, toe = (sight.body[f"{side}_{name}"] for name in names)
    ahead = (ball - heel) / max(float(np.linalg.norm(ball - heel)), 1e-9)
    sole = heel - ankle
    sole = sole - (sole @ ahead) * ahead
    sole = sole / max(float(np.linalg.norm(sole)), 1e-9)
    wide = 0.019 * sight.scale * np.cross(ahead, sole)
    up = -0.010 * sight.scale * sole
    collar = ankle + 0.02 * (ankle - heel)
    counter = heel + 0.45 * (ankle - heel) - 0.008 * sight.scale * ahead
    rear = [(heel + 0.4 * wide, 0.020), (heel - 0.4 * wide, 0.020), (counter, 0.032)]
    front = [(ball + wide, 0.020), (ball - wide, 0.020), (ball + up, 0.024)]
    tip = [(ball + wide, 0.020), (ball - wide, 0.020), (ball + up, 0.023), (toe, 0.020)]
    return sight.shape(f"{side}-shoe", f"{side}-shoe", [*rear, (collar, 0.036), *front], tip,
                       before_m=0.006)  # fmt: skip


def arm(sight: Sight, side: str) -> Iterator[Shape]:
    """Upper arm, forearm with its hand, and the sleeve."""
    shoulder, elbow, wrist = (
        sight.body[f"{side}_{name}"] for name in ("shoulder", "elbow", "wrist")
    )
    upper = [(shoulder, 0.046), (elbow, 0.037)]
    fore = [(elbow, 0.0375), (wrist, 0.025)]
    hand = [(wrist, 0.026), (wrist + palm(sight, side), 0.029)]
    if sight.view == "side":
        yield sight.shape(f"{side}-arm", f"{side}-skin", upper, fore, hand)
    else:
        yield sight.shape(f"{side}-upper-arm", f"{side}-skin", upper, before_m=0.03)
        yield sight.shape(f"{side}-forearm", f"{side}-skin", fore, hand, before_m=0.035)
    sleeve = [(shoulder, 0.060), (shoulder + 0.42 * (elbow - shoulder), 0.050)]
    yield sight.shape(f"{side}-sleeve", f"{side}-sleeve", sleeve, before_m=0.04)


def palm(sight: Sight, side: str) -> Array:
    """From the wrist to the fingers: on along the forearm, or flat on what the hand is on."""
    elbow, wrist = sight.body[f"{side}_elbow"], sight.body[f"{side}_wrist"]
    way = (wrist - elbow) / max(float(np.linalg.norm(wrist - elbow)), 1e-9)
    place = sight.body.held.hands[side]
    if place in ("floor", "support") and way[1] < -0.2:  # noqa: PLR2004
        ahead = np.array([sight.body.base.up[0], 0.0, sight.body.base.up[2]])
        ahead = ahead if np.linalg.norm(ahead) > 0.2 else np.array([1.0, 0.0, 0.0])  # noqa: PLR2004
        way = ahead / np.linalg.norm(ahead)
    if place == "wall":
        way = np.array([0.1, 1.0, 0.0])
    return np.asarray(0.062 * sight.scale * way)


def trunk(sight: Sight) -> Iterator[Shape]:
    """Seat, shirt and neck; the low back bends the shirt's outline."""
    body, size = sight.body, sight.scale
    across, front = body.ribs.right, body.base.front
    level = (body["working_hip"] - body["other_hip"]) / 2
    seats = [body["mid_hip"] + sign * 0.85 * level for sign in (1, -1)]
    bottom = [(seat - 0.018 * size * front - 0.008 * size * body.base.up, 0.094) for seat in seats]
    low = [(sight.along("mid_hip", "waist", 0.35) + sign * 0.055 * size * across, 0.086)
           for sign in (1, -1)]  # fmt: skip
    yield sight.shape("pelvis", "shorts", [*((seat, 0.090) for seat in seats), *bottom, *low])
    waist = [(body["waist"] + sign * 0.056 * size * across, 0.080) for sign in (1, -1)]
    ribs = [(body["ribs"] + 0.006 * size * body.ribs.front + sign * 0.070 * size * across, 0.098)
            for sign in (1, -1)]  # fmt: skip
    tops = [(sight.along("mid_shoulder", f"{side}_shoulder", 0.52), 0.070) for side in SIDED]
    shirt = [[*low, *waist], [*waist, *ribs], [*ribs, *tops]]
    if sight.view != "side":
        caps = [(body[f"{side}_shoulder"], 0.054) for side in SIDED]
        shirt.append([*tops, *caps])
    yield sight.shape("shirt", "shirt", *shirt, before_m=0.002)
    base = body["mid_shoulder"] + 0.035 * size * body.ribs.up
    ears = 0.5 * (body["working_ear"] + body["other_ear"])
    yield sight.shape("neck", "neck", [(base, 0.056), (base + 0.62 * (ears - base), 0.050)])


def head(sight: Sight) -> Iterator[Shape]:
    """Hair, face, nose and ear; which of them is seen follows from where they are."""
    body, size = sight.body, sight.scale
    middle = 0.5 * (body["working_ear"] + body["other_ear"])
    ahead = body["nose"] - middle
    ahead = size * ahead / max(float(np.linalg.norm(ahead)), 1e-9)
    up = np.cross(body["working_ear"] - body["other_ear"], ahead)
    up = size * up / max(float(np.linalg.norm(up)), 1e-9)
    skull = [(middle - 0.018 * ahead + 0.026 * up, 0.090), (middle - 0.030 * ahead, 0.076)]
    yield sight.shape("hair", "hair", skull, before_m=0.01)
    face = [
        (middle + 0.030 * ahead - 0.002 * up, 0.073),
        (middle + 0.058 * ahead - 0.066 * up, 0.042),
    ]
    nose = [
        (middle + 0.088 * ahead - 0.002 * up, 0.018),
        (middle + 0.104 * ahead - 0.014 * up, 0.013),
    ]
    yield sight.shape("face", "face", face, nose, before_m=0.012)
    fringe = [
        (middle + 0.020 * ahead + 0.062 * up, 0.058),
        (middle - 0.048 * ahead + 0.024 * up, 0.060),
    ]
    yield sight.shape("fringe", "hair", fringe, before_m=0.03)
    for side in ("working",) if sight.view == "side" else SIDED:
        ear = body[f"{side}_ear"]
        lobe = [(ear + 0.010 * up - 0.012 * ahead, 0.018), (ear - 0.014 * (up + ahead), 0.012)]
        yield sight.shape(f"{side}-ear", "face", lobe, before_m=0.02)
        across = (ear - middle) / max(float(np.linalg.norm(ear - middle)), 1e-9)
        eye = middle + 0.074 * ahead + 0.020 * up + 0.030 * size * across
        look = [(eye, 0.0065), (eye - 0.003 * up, 0.006)]
        yield sight.shape(f"{side}-eye", "eye", look, before_m=0.016)
