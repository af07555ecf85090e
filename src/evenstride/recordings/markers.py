"""Named markers become the body's joints."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from evenstride.poses import Array
from evenstride.recordings.names import NEEDED, check_needed, ours, plain
from evenstride.recordings.surface import MARKERS, joints_below_skin
from evenstride.skeleton import INDEX, KEYPOINTS

Paths = Mapping[str, Array]
"""Each marker's path, [T, D], by its name."""


def body(file: str, paths: Paths, *, skin: bool = False) -> Array:
    """Where every keypoint was, [T, K, D]; NaN where no marker tells.

    Joints by name come first; with `skin`, what is missing is worked out from markers on the
    skin [T, 3] m where they suffice. Markers that stand for no keypoint are left out.
    """
    joints = {**(_from_skin(paths) if skin else {}), **_named(paths)}
    unknown = [name for name in paths if ours(name) is None]
    check_needed(file, (name for name, path in joints.items() if seen(path)), unknown)
    frames, space = joints[NEEDED[0]].shape
    places = np.full((frames, len(KEYPOINTS), space), np.nan)
    for name, path in joints.items():
        places[:, INDEX[name]] = path
    return places


def seen(path: Array) -> bool:
    """Whether a marker was seen at all."""
    return bool(np.isfinite(path).all(axis=-1).any())


def _named(paths: Paths) -> dict[str, Array]:
    """The markers that are a keypoint by name; of two that are the same, the first."""
    known: dict[str, Array] = {}
    for name, path in paths.items():
        keypoint = ours(name)
        if keypoint is not None:
            known.setdefault(keypoint, path)
    return known


def _from_skin(paths: Paths) -> dict[str, Array]:
    at = {plain(name): path for name, path in paths.items()}
    whole = all(name in at and seen(at[name]) for name in MARKERS)
    return joints_below_skin(at) if whole else {}
