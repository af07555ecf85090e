"""Markers in metres are seen as a camera far away would see them: from the side or from behind."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

import numpy as np

from evenstride.errors import InputError
from evenstride.orientation import View
from evenstride.poses import Array
from evenstride.recordings.markers import Paths, body
from evenstride.recordings.names import check_needed, ours, plain
from evenstride.recordings.recording import Recording, pictured
from evenstride.skeleton import INDEX, SIDES

METRES: Final[Mapping[str, float]] = {"m": 1.0, "cm": 0.01, "mm": 0.001}

PX_PER_M = 1000.0
"""[E] The scale of the picture: a millimetre is a pixel."""

BORDER_PX = 500.0
"""[E] Room left around the runner: a head without markers is in the picture all the same."""

LEG_M = (0.2, 1.4)
"""[E] From hip to ankle, of a bent child's and a tall man's leg; outside, the unit is wrong."""

LEAST_LEG_PX = 10.0
"""[E] A leg shorter in the picture cannot be measured."""

SQUARE_DEG = 20.0
"""[E] A runner who heads nearer than this to an axis of the laboratory runs along it."""

PELVIS: Final = ("hip", "asi")
FOOT: Final = ("ankle", "cal", "heel")
"""What tells up from down and forward from back: markers of these, the first there is."""


def seen_from(
    file: Path, time_s: Array, paths: Paths, unit: str, view: View | None
) -> Recording:
    """Markers [T, 3] as keypoints in a picture.

    Pixels are taken as they are. Metres, all in one plane, become a picture of it. A recording
    in space is projected along straight, parallel lines: from the runner's right for `side`,
    which is what is taken where no view is told, from behind for `rear`, from ahead for `front`.
    """
    flat = not any(np.nanmax(np.abs(path[:, 2]), initial=0.0) > 0 for path in paths.values())
    if flat and (unit == "px" or _pixels_called_metres(paths, unit)):
        return _in_pixels(file, time_s, paths)
    if unit not in METRES:
        raise InputError(
            f"{file.name} gives its places in {unit or 'no unit'}; "
            "it must be m, cm or mm, or px for a flat picture."
        )
    scaled = {name: path * METRES[unit] for name, path in paths.items()}
    _check_leg(file, scaled, unit)
    return _flat(file, time_s, scaled) if flat else _solid(file, time_s, scaled, view or "side")


def _pixels_called_metres(paths: Paths, unit: str) -> bool:
    """Whether places are a picture's, whatever unit they are said to be in.

    Sports2D writes `m` over its tables of pixels; there y is down and a leg hundreds long.
    """
    rise = _rise(paths)
    return unit == "m" and rise is not None and rise[1] < -LEAST_LEG_PX


def _in_pixels(file: Path, time_s: Array, paths: Paths) -> Recording:
    """A picture's own places, found by a pose model: nothing else gives pixels."""
    rise = _rise(paths)
    if rise is not None and np.linalg.norm(rise) < LEAST_LEG_PX:
        raise InputError(
            f"The legs in {file.name} are {np.linalg.norm(rise):.2g} px long; "
            "set its unit to m, cm or mm if that is what it holds."
        )
    places = body(file.name, {name: path[:, :2] for name, path in paths.items()})
    return Recording(pictured(file, time_s, places), from_film=True)


def _flat(file: Path, time_s: Array, paths: Paths) -> Recording:
    """A plane in metres that a pose model found in a film; up is where the hips are."""
    places = body(file.name, {name: path[:, :2] for name, path in paths.items()})
    rise = _rise(paths)
    down = 1.0 if rise is not None and rise[1] < 0 else -1.0
    xy = _bordered(places * [PX_PER_M, down * PX_PER_M])
    return Recording(pictured(file, time_s, xy, size_px=_size_px(xy)), from_film=True)


def _solid(file: Path, time_s: Array, paths: Paths, view: View) -> Recording:
    """Markers in space, projected."""
    turn = _to_runner(paths)
    if turn is None:
        check_needed(file.name, (), (name for name in paths if ours(name) is None))
        raise InputError(f"{file.name} never shows both hips and ankles together.")
    turned = {name: path @ turn.T for name, path in paths.items()}
    places = PX_PER_M * body(file.name, turned, skin=True)
    forward, up, right = np.moveaxis(places, -1, 0)
    across, away = {
        "side": (forward, -right),
        "rear": (right, forward),
        "front": (-right, -forward),
    }[view]
    xy = _bordered(np.stack([across, -up], axis=-1))
    hips = away[:, [INDEX[f"{side}_hip"] for side in SIDES]].mean(axis=1)
    depth = away - hips[:, np.newaxis]
    return Recording(pictured(file, time_s, xy, size_px=_size_px(xy), depth_px=depth))


def _bordered(xy_px: Array) -> Array:
    """The same, moved so that all of it lies in the picture."""
    if not np.isfinite(xy_px).any():
        return xy_px
    return np.asarray(xy_px - np.nanmin(xy_px, axis=(0, 1)) + BORDER_PX)


def _size_px(xy_px: Array) -> tuple[int, int] | None:
    if not np.isfinite(xy_px).any():
        return None
    width, height = np.ceil(np.nanmax(xy_px, axis=(0, 1)) + BORDER_PX).astype(int)
    return int(width), int(height)


def _check_leg(file: Path, paths: Paths, unit: str) -> None:
    """Refuse a unit by which nobody could have such legs."""
    rise = _rise(paths)
    if rise is None:
        return
    leg_m = float(np.linalg.norm(rise))
    if not LEG_M[0] <= leg_m <= LEG_M[1]:
        raise InputError(
            f"By its unit, {unit}, {file.name} shows legs {leg_m:.2g} m long; "
            "set the unit to what it holds."
        )


def _rise(paths: Paths) -> Array | None:
    """From foot to pelvis, [3], the middle of all frames; None where they are not there."""
    ends = _four(paths)
    if ends is None:
        return None
    left_hip, right_hip, left_foot, right_foot = ends
    rise = 0.5 * (left_hip + right_hip - left_foot - right_foot)
    return np.nanmedian(rise, axis=0) if np.isfinite(rise).any() else None


def _four(paths: Paths) -> list[Array] | None:
    """The paths of left and right pelvis, left and right foot."""
    at = {plain(name): path for name, path in paths.items()}
    ends = [
        next((at[key] for word in words for key in _keys(side, word) if key in at), None)
        for words in (PELVIS, FOOT)
        for side in SIDES
    ]
    known = [end for end in ends if end is not None]
    return known if len(known) == len(ends) else None


def _keys(side: str, word: str) -> tuple[str, ...]:
    return side[0] + word, side + word, word + side[0], word + side


def _to_runner(paths: Paths) -> Array | None:
    """The turn [3, 3] from the laboratory's axes to forward, up and rightward.

    Up is the axis along which the pelvis stands over the feet. Forward is square to the line
    through the hips, along an axis of the laboratory where it is near one: a belt's direction
    is known better than a pelvis'.
    """
    rise, ends = _rise(paths), _four(paths)
    if rise is None or ends is None:
        return None
    up = _axis(rise)
    right = np.nanmean(ends[1] - ends[0], axis=0)
    forward = np.cross(up, right)
    forward /= np.linalg.norm(forward)
    axis = _axis(forward)
    if forward @ axis > np.cos(np.radians(SQUARE_DEG)):
        forward = axis
    return np.stack([forward, up, np.cross(forward, up)])


def _axis(direction: Array) -> Array:
    """The laboratory's axis nearest to a direction, [3]."""
    axis = np.zeros(3)
    main = int(np.argmax(np.abs(direction)))
    axis[main] = np.sign(direction[main])
    return axis
