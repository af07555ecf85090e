"""The picture of an exercise or test as SVG text: a still posture, or the loop to the end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from evenstride.knowledge.entries import Exercise, Picture, Screen
from evenstride.posed import Moment, Posed, loop, still
from evenstride.poses import Array
from evenstride.report.posing.colours import LINE, edge, tone
from evenstride.report.posing.flesh import Shape, Sight, shapes
from evenstride.report.posing.marks import ring_box, rings, warned
from evenstride.report.posing.ordering import ordered
from evenstride.report.posing.outlines import box_of
from evenstride.report.posing.props import Drawn, before, behind

MARGIN = 70.0
EDGE = 12

Pictured = Exercise | Screen


def picture_svg(pictured: Pictured, which: str = "end") -> str:
    """The still picture of an exercise or test: its `start`, its `end`, or a mistake by its id."""
    picture = _picture(pictured)
    moments = loop(picture)
    if which in ("start", "end"):
        body = still(picture) if which == "start" else still(picture, picture.end)
        return _svg(_Scene(picture, moments, (body,), pictured.name))
    mistakes = pictured.mistakes if isinstance(pictured, Exercise) else ()
    mistake = next((one for one in mistakes if one.id == which), None)
    if mistake is None or mistake.drawn is None:
        raise LookupError(f"{pictured.id} has no drawn mistake {which!r}.")
    body = still(picture, picture.end, mistake.drawn)
    marks = warned(mistake)
    return _svg(_Scene(picture, moments, (body,), f"{pictured.name}: {mistake.name}", marks))


def animation_svg(pictured: Pictured) -> str:
    """The exercise or test from start to end and back, over and over."""
    picture = _picture(pictured)
    moments = loop(picture)
    bodies = tuple(moment.body for moment in moments)
    return _svg(_Scene(picture, moments, bodies, pictured.name))


def _picture(pictured: Pictured) -> Picture:
    if pictured.picture is None:
        raise LookupError(f"{pictured.id} has no picture.")
    return pictured.picture


@dataclass(frozen=True, eq=False)
class _Scene:
    """What is drawn: one body, or one for every moment."""

    picture: Picture
    moments: Sequence[Moment]
    bodies: tuple[Posed, ...]
    title: str
    marks: tuple[str, ...] = ()

    @property
    def moves(self) -> bool:
        """Whether it is a loop."""
        return len(self.bodies) > 1

    def sights(self) -> list[Sight]:
        """Every body as it is looked at."""
        return [Sight(body, self.picture.view) for body in self.bodies]


def _svg(scene: _Scene) -> str:
    view = scene.picture.view
    everywhere = [Sight(moment.body, view) for moment in scene.moments]
    sights = scene.sights()
    rear, front = behind(scene.picture, everywhere, sights), before(scene.picture, sights)
    frames = [shapes(sight) for sight in sights]
    reference = [shapes(sight) for sight in everywhere]
    around = [ring_box(sights[0], scene.marks)] if scene.marks else []
    box = _box([*reference, *frames], [*rear, *front], around)
    floor = [] if "treadmill" in scene.picture.props else [_floor(box)]
    parts = [*floor, *(_thing(scene, thing) for thing in rear)]
    parts += [_part(scene, shape, frames) for shape in ordered(frames, view)]
    parts += [_thing(scene, thing) for thing in front]
    if scene.marks:
        parts += rings(sights[0], scene.marks)
    left, top, right, bottom = box
    size = " ".join(str(round(at)) for at in (left, top, right - left, bottom - top))
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{size}" role="img"'
    return f'{head} aria-label="{_safe(scene.title)}">' + "".join(parts) + "</svg>\n"


def _box(
    frames: Sequence[Sequence[Shape]], things: Sequence[Drawn], more: Sequence[Array]
) -> Array:
    boxes = [box_of(discs) for shapes_ in frames for shape in shapes_ for discs in shape.hulls]
    boxes += [thing.box for thing in things if thing.box is not None]
    every = np.stack([*boxes, *more])
    low, high = every[:, :2].min(axis=0) - MARGIN, every[:, 2:].max(axis=0) + MARGIN
    return np.array([*low, high[0], max(float(high[1]), MARGIN)])


def _floor(box: Array) -> str:
    left, right = round(box[0] + 20), round(box[2] - 20)
    return (
        f'<path d="M{left} 14H{right}" stroke="{LINE}" stroke-opacity=".45" stroke-width="18"'
        ' stroke-linecap="round"/>'
    )


def _part(scene: _Scene, shape: Shape, frames: Sequence[Sequence[Shape]]) -> str:
    far = scene.picture.view == "side" and shape.key.startswith("other")
    wrong = shape.key in scene.marks
    colour = tone("warning" if wrong else shape.tone, far=far)
    paths = [next(one for one in every if one.key == shape.key).path(still=not scene.moves)
             for every in frames]  # fmt: skip
    look = f'fill="{colour}" stroke="{edge(colour)}" stroke-width="{EDGE}" paint-order="stroke"'
    return f'<path {look} stroke-linejoin="round" {_moving(scene, paths, "path")}'


def _thing(scene: _Scene, thing: Drawn) -> str:
    return f"<path {thing.look} {_moving(scene, thing.paths, 'path')}"


def _moving(scene: _Scene, paths: Sequence[str], tag: str) -> str:
    """The path's text, and how it changes over the loop where it does."""
    if len(set(paths)) == 1:
        return f'd="{paths[0]}"/>'
    times = ";".join(f"{moment.share:.3f}".rstrip("0").rstrip(".") for moment in scene.moments)
    seconds = f"{scene.picture.seconds:g}"
    return (
        f'd="{paths[0]}"><animate attributeName="d" dur="{seconds}s" repeatCount="indefinite"'
        f' keyTimes="{times}" values="{";".join(paths)}"/></{tag}>'
    )


def _safe(text: str) -> str:
    """Text that may stand in an attribute."""
    for plain, written in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;")):
        text = text.replace(plain, written)
    return text
