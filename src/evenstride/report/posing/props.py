"""The things of an exercise: what stands in the room, and what is held in the hands."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import numpy as np

from evenstride.knowledge.entries import Picture
from evenstride.posed.held import SIDED
from evenstride.poses import Array
from evenstride.report.posing.colours import edge, tone
from evenstride.report.posing.flesh import Sight, palm
from evenstride.report.posing.outlines import UNITS_PER_M, capsule, line
from evenstride.report.posing.supports import Span, span

# [E] Sizes in metres.
TABLE_M: Final = 0.06
LEG_M: Final = 0.035
WALL_M: Final = 0.05
WALL_HIGH_M: Final = 2.0
PLATE_M: Final = 0.085
DOWEL_M: Final = 0.014


@dataclass(frozen=True, eq=False)
class Drawn:
    """A thing: how it looks, its outline at every moment, and the room it takes in the picture."""

    look: str
    paths: tuple[str, ...]
    box: Array | None = None


def behind(picture: Picture, everywhere: Sequence[Sight], sights: Sequence[Sight]) -> list[Drawn]:
    """What is drawn before the body, so that the body is in front of it."""
    found: list[Drawn] = []
    for prop in picture.props:
        if prop in ROOM:
            found += ROOM[prop](picture, everywhere)
    if "dowel" in picture.props and picture.view == "rear":
        found += list(_held("dowel", sights))
    return found


def before(picture: Picture, sights: Sequence[Sight]) -> list[Drawn]:
    """What is drawn over the body."""
    return [thing for prop in picture.props if prop in HELD for thing in _held(prop, sights)]


def _held(prop: str, sights: Sequence[Sight]) -> Iterator[Drawn]:
    look, outline = HELD[prop]
    yield Drawn(look, tuple(outline(sight) for sight in sights))


# -- what stands in the room -------------------------------------------------------------------


def _block(span: Span, top_m: float, bottom_m: float, name: str) -> Drawn:
    """An upright rectangle in metres."""
    left, right = (UNITS_PER_M * at for at in span)
    top, bottom = -UNITS_PER_M * top_m, -UNITS_PER_M * bottom_m
    r = round(min(18.0, 0.45 * abs(bottom - top), 0.45 * abs(right - left)))
    x, y = round(left + r), round(top)
    wide, tall = round(right - left - 2 * r), round(bottom - top - 2 * r)
    path = (
        f"M{x} {y}h{wide}a{r} {r} 0 0 1 {r} {r}v{tall}a{r} {r} 0 0 1 -{r} {r}"
        f"h-{wide}a{r} {r} 0 0 1 -{r} -{r}v-{tall}a{r} {r} 0 0 1 {r} -{r}Z"
    )
    colour = tone(name)
    look = f'fill="{colour}" stroke="{edge(colour)}" stroke-width="10"'
    return Drawn(look, (path,), np.array([left, top, right, bottom]))


def _solid(picture: Picture, everywhere: Sequence[Sight]) -> list[Drawn]:
    """A box or a step."""
    top = picture.support_height * everywhere[0].body.body.height_m
    return [_block(span(everywhere), top, 0.0, "prop")]


def _table(picture: Picture, everywhere: Sequence[Sight]) -> list[Drawn]:
    """A bench: a top on two legs."""
    top = picture.support_height * everywhere[0].body.body.height_m
    left, right = span(everywhere)
    legs = [(left + 0.05, left + 0.05 + LEG_M), (right - 0.05 - LEG_M, right - 0.05)]
    low = top - min(TABLE_M, 0.7 * top)
    found = [_block(leg, low + 0.01, 0.0, "prop-dark") for leg in legs if low > LEG_M]
    return [*found, _block((left, right), top, low, "prop")]


def _chair(picture: Picture, everywhere: Sequence[Sight]) -> list[Drawn]:
    """A bench with a back behind who sits on it, or beyond the hands that rest on it."""
    found = _table(picture, everywhere)
    left, right = span(everywhere)
    top = picture.support_height * everywhere[0].body.body.height_m
    sits = any(sight.body.held.sits for sight in everywhere)
    if picture.view == "side":
        back = (left, left + LEG_M) if sits else (right - LEG_M, right)
        return [_block(back, top + 0.42, top - 0.02, "prop-dark"), *found]
    return [_block((left + 0.02, right - 0.02), top + 0.42, top + 0.02, "prop-dark"), *found]


def _mat(_: Picture, everywhere: Sequence[Sight]) -> list[Drawn]:
    """A mat under the whole body."""
    across = [sight.flat(at)[0] / UNITS_PER_M for sight in everywhere
              for at in sight.body.points.values()]  # fmt: skip
    return [_block((min(across) - 0.10, max(across) + 0.10), 0.0, -0.028, "mat")]


def _wall(picture: Picture, everywhere: Sequence[Sight]) -> list[Drawn]:
    """A wall in front, at the hands, or at what gets nearest to it."""
    if picture.view != "side":
        return []
    hands = [sight.body[f"{side}_wrist"][0] for sight in everywhere for side in SIDED
             if sight.body.held.hands[side] == "wall"]  # fmt: skip
    reached = [float(at[0]) for sight in everywhere for name, at in sight.body.points.items()
               if not name.endswith(("wrist", "elbow"))]  # fmt: skip
    x = max(hands) + 0.035 if hands else max(reached) + 0.05
    return [_block((x, x + WALL_M), WALL_HIGH_M, 0.0, "prop")]


def _rail(picture: Picture, everywhere: Sequence[Sight]) -> list[Drawn]:
    """A rail at the hands."""
    hands = [sight.body[f"{side}_wrist"] for sight in everywhere for side in SIDED
             if sight.body.held.hands[side] == "rail"]  # fmt: skip
    if not hands:
        return []
    top = 0.60 * everywhere[0].body.body.height_m
    if picture.view == "side":
        x = float(np.mean([at[0] for at in hands]))
        post = _block((x + 0.02, x + 0.02 + LEG_M), top, 0.0, "metal")
        return [post, _block((x - 0.05, x + 0.07), top + 0.02, top - 0.02, "metal")]
    return [_block((-0.5, 0.5), top + 0.02, top - 0.02, "metal")]


def _treadmill(picture: Picture, everywhere: Sequence[Sight]) -> list[Drawn]:
    """A belt, and its console in front."""
    middle = float(np.mean([sight.flat(sight.body["mid_hip"])[0] for sight in everywhere]))
    middle /= UNITS_PER_M
    if picture.view != "side":
        return [_block((middle - 0.42, middle + 0.42), 0.0, -0.14, "metal")]
    post = _block((middle + 0.74, middle + 0.79), 1.12, -0.02, "metal")
    console = _block((middle + 0.60, middle + 0.82), 1.16, 1.08, "metal")
    return [post, console, _block((middle - 0.80, middle + 0.86), 0.0, -0.14, "metal")]


def _roller(picture: Picture, everywhere: Sequence[Sight]) -> list[Drawn]:
    """A roller below the working leg."""
    sight = everywhere[-1]
    radius = max(0.5 * picture.support_height * sight.body.body.height_m, 0.06)
    x = sight.flat(sight.along("working_knee", "working_ankle", 0.45))[0]
    centre = np.array([x, -UNITS_PER_M * radius])
    size = UNITS_PER_M * radius
    colour = tone("prop-dark")
    look = f'fill="{colour}" stroke="{edge(colour)}" stroke-width="10"'
    path = capsule((centre, size), (centre + [1.0, 0.0], size - 0.1))
    return [Drawn(look, (path,), np.array([*(centre - size), *(centre + size)]))]


def _metronome(picture: Picture, everywhere: Sequence[Sight]) -> list[Drawn]:
    """A metronome on the floor beside the body."""
    across = [sight.flat(at)[0] for sight in everywhere for at in sight.body.points.values()]
    x = max(across) + (500 if "treadmill" in picture.props else 160)
    colour = tone("prop-dark")
    look = f'fill="{colour}" stroke="{edge(colour)}" stroke-width="10" stroke-linejoin="round"'
    corners = [np.array([x + dx, y]) for dx, y in ((-70, 0), (70, 0), (30, -190), (-30, -190))]
    hand = [np.array([x, -30.0]), np.array([x + 75.0, -215.0])]
    body = Drawn(look, (line(corners) + "z",), np.array([x - 70, -215, x + 75, 0]))
    return [body, Drawn(_stroke("metal", 14), (line(hand),))]


ROOM: Final[Mapping[str, Callable[[Picture, Sequence[Sight]], list[Drawn]]]] = MappingProxyType({
    "mat": _mat, "bench": _table, "box": _solid, "step": _solid, "chair": _chair, "wall": _wall,
    "rail": _rail, "treadmill": _treadmill, "roller": _roller, "metronome": _metronome,
})  # fmt: skip


# -- what is held ------------------------------------------------------------------------------


def _hand(sight: Sight, side: str) -> Array:
    return sight.flat(sight.body[f"{side}_wrist"] + 0.8 * palm(sight, side))


def _strap(sight: Sight) -> str:
    """From one hand around the ball of the working foot to the other hand."""
    body = sight.body
    ball = body["working_ball"] + 0.6 * (body["working_ball"] - body["working_ankle"]) * 0.4
    return line([_hand(sight, "working"), sight.flat(ball), _hand(sight, "other")])


def _band(sight: Sight) -> str:
    """Around both legs above the knees."""
    places = [sight.flat(sight.along(f"{side}_knee", f"{side}_hip", 0.14)) for side in SIDED]
    across = places[1] - places[0]
    far = max(float(np.hypot(*across)), 1e-6)
    spare = 45 * across / far
    return line([places[0] - spare, places[1] + spare])


def _weight(sight: Sight) -> str:
    """A plate between the hands, or a small weight in each."""
    hands = [_hand(sight, side) for side in SIDED]
    size = UNITS_PER_M * PLATE_M
    nudge = np.array([1.0, 0.0])
    if float(np.hypot(*(hands[0] - hands[1]))) < 3.2 * size:
        middle = (hands[0] + hands[1]) / 2
        centres = [middle, middle]
    else:
        centres, size = hands, 0.62 * size
    return "".join(capsule((at, size), (at + nudge, size - 0.1)) for at in centres)


def _dowel(sight: Sight) -> str:
    """Along the back from head to seat, or between the hands."""
    body = sight.body
    if body.held.hands["working"] in ("overhead", "front", "hang", "chest"):
        hands = [_hand(sight, side) for side in SIDED]
        way = hands[1] - hands[0]
        far = float(np.hypot(*way))
        way = way / far if far > 80 else np.array([0.05, 0.0])  # noqa: PLR2004
        return line([hands[0] - 280 * way, hands[1] + 280 * way])
    off = -0.118 * sight.scale * body.base.front
    low = body["mid_hip"] + off - 0.10 * sight.scale * body.base.up
    high = body["skull"] + off * 0.85 + 0.06 * sight.scale * body.base.up
    return line([sight.flat(low), sight.flat(high)])


def _towel(sight: Sight) -> str:
    """Under the working foot."""
    names = ("working_heel", "working_toe")
    return line([sight.flat(sight.body[name] - [0.0, 0.018, 0.0]) for name in names])


def _stroke(name: str, width: float) -> str:
    return (
        f'fill="none" stroke="{tone(name)}" stroke-width="{round(width)}"'
        ' stroke-linecap="round" stroke-linejoin="round"'
    )


_METAL: Final = f'fill="{tone("metal")}" stroke="{edge(tone("metal"))}" stroke-width="12"'
HELD: Final[Mapping[str, tuple[str, Callable[[Sight], str]]]] = MappingProxyType({
    "strap": (_stroke("strap", 24), _strap),
    "band": (_stroke("strap", 36), _band),
    "weight": (_METAL, _weight),
    "dowel": (_stroke("prop-dark", 2 * UNITS_PER_M * DOWEL_M), _dowel),
    "towel": (_stroke("strap", 30), _towel),
})  # fmt: skip
