"""Where boxes and edges of a layered picture lie: columns, an order with few crossings, heights.

After Sugiyama, Tagawa and Toda (1981): edges that pass a column get a place in it of their own,
barycentres order each column, and a monotone regression moves boxes level with their neighbours.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np

SWEEPS: Final = 12
PASSING: Final = 12.0
"""Height of the place of an edge that passes a column."""
GAP: Final = 16.0

Ends = tuple[str, str]


@dataclass(frozen=True)
class Layout:
    """Columns from left to right, each from the top down, and the middle height of everything."""

    columns: tuple[tuple[str, ...], ...]
    """Boxes, and passing edges under names of their own."""
    middle: Mapping[str, float]
    routes: Mapping[Ends, tuple[str, ...]]
    """What an edge goes through: its start, the places where it passes, its end."""


def layout(
    groups: Mapping[str, int],
    heights: Mapping[str, float],
    ends: Sequence[Ends],
    *,
    top: float = 0.0,
) -> Layout:
    """A place for every box; `groups` are the columns' rough order, never broken."""
    columns = column_of(groups, ends)
    routes = {pair: _route(pair, columns) for pair in ends}
    places = dict(columns)
    for route in routes.values():
        way = 1 if columns[route[-1]] > columns[route[0]] else -1
        places |= {name: columns[route[0]] + way * i for i, name in enumerate(route[1:-1], 1)}
    hops = [(a, b) for route in routes.values() for a, b in pairwise(route)]
    order = ordered(places, hops)
    middle = _levels(order, {**dict.fromkeys(places, PASSING), **heights}, hops)
    lowered = {name: top + value for name, value in middle.items()}
    return Layout(tuple(tuple(column) for column in order), lowered, routes)


def column_of(groups: Mapping[str, int], ends: Sequence[Ends]) -> dict[str, int]:
    """By group; within a group a cause stands left of its effect."""
    depth = dict.fromkeys(groups, 0)
    inner = [(a, b) for a, b in ends if groups[a] == groups[b]]
    for _ in groups:
        for a, b in inner:
            depth[b] = min(max(depth[b], depth[a] + 1), len(groups))
    depth = _pulled(depth, groups, inner)
    used = sorted({(groups[name], depth[name]) for name in groups})
    return {name: used.index((groups[name], depth[name])) for name in groups}


def _pulled(
    depth: Mapping[str, int], groups: Mapping[str, int], inner: Sequence[Ends]
) -> dict[str, int]:
    """What leads to nothing within its group stands at the group's right end."""
    leading = {a for a, _ in inner}
    last = {g: max(depth[n] for n in groups if groups[n] == g) for g in set(groups.values())}
    return {name: last[groups[name]] if name not in leading else depth[name] for name in groups}


def _route(pair: Ends, columns: Mapping[str, int]) -> tuple[str, ...]:
    first, last = columns[pair[0]], columns[pair[1]]
    way = 1 if last > first else -1
    between = range(first + way, last, way)
    return (pair[0], *(f"{pair[0]}>{pair[1]}#{column}" for column in between), pair[1])


def ordered(places: Mapping[str, int], hops: Sequence[Ends]) -> list[list[str]]:
    """Each column's order, by barycentres from left to right and back, the best kept."""
    count = max(places.values(), default=-1) + 1
    order = [[name for name in places if places[name] == c] for c in range(count)]
    best, least = order, crossings(order, hops)
    for sweep in range(SWEEPS):
        way = range(1, count) if sweep % 2 == 0 else range(count - 2, -1, -1)
        for column in way:
            order = _swept(order, column, -1 if sweep % 2 == 0 else 1, hops)
        found = crossings(order, hops)
        if found < least:
            best, least = order, found
    return best


def _swept(order: list[list[str]], column: int, way: int, hops: Sequence[Ends]) -> list[list[str]]:
    rank = {name: i for i, name in enumerate(order[column + way])}
    own = {name: float(i) for i, name in enumerate(order[column])}
    pull: dict[str, list[int]] = {}
    for a, b in hops:
        for name, beside in ((a, b), (b, a)):
            if name in own and beside in rank:
                pull.setdefault(name, []).append(rank[beside])
    scale = len(rank) / max(len(own), 1)
    key = {n: float(np.mean(pull[n])) if n in pull else own[n] * scale for n in own}
    new = sorted(order[column], key=lambda name: (key[name], own[name]))
    return [new if i == column else names for i, names in enumerate(order)]


def crossings(order: Sequence[Sequence[str]], hops: Sequence[Ends]) -> int:
    """How many pairs of edges cross."""
    at = {name: (c, i) for c, names in enumerate(order) for i, name in enumerate(names)}
    flat = [sorted((at[a], at[b])) for a, b in hops]
    return sum(
        one[0][0] == two[0][0] and (one[0][1] - two[0][1]) * (one[1][1] - two[1][1]) < 0
        for i, one in enumerate(flat)
        for two in flat[i + 1 :]
    )


def _levels(
    order: Sequence[Sequence[str]], heights: Mapping[str, float], hops: Sequence[Ends]
) -> dict[str, float]:
    """Middle heights: near the neighbours', in order, without touching; the top is 0."""
    beside: dict[str, list[str]] = {}
    for a, b in hops:
        beside.setdefault(a, []).append(b)
        beside.setdefault(b, []).append(a)
    middle: dict[str, float] = {}
    for names in order:
        middle |= dict(zip(names, _apart(names, [0.0] * len(names), heights), strict=True))
    for sweep in range(SWEEPS):
        for names in order if sweep % 2 == 0 else reversed(order):
            wish = [float(np.mean([middle[b] for b in beside.get(n, [n])])) for n in names]
            middle |= dict(zip(names, _apart(names, wish, heights), strict=True))
    top = min(middle[name] - heights[name] / 2 for name in middle)
    return {name: value - top for name, value in middle.items()}


def _apart(
    names: Sequence[str], wish: Sequence[float], heights: Mapping[str, float]
) -> Sequence[float]:
    """The heights nearest to the wishes that keep order and distance."""
    from scipy.optimize import isotonic_regression

    size = np.array([heights[name] for name in names])
    steps = np.concatenate([[0.0], (size[:-1] + size[1:]) / 2 + GAP])
    offset = np.cumsum(steps)
    weights = np.where(size > PASSING, 1.0, 2.0)
    fitted = isotonic_regression(np.array(wish) - offset, weights=weights).x
    return [float(value) for value in fitted + offset]
