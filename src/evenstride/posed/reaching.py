"""Arms that reach a place: two bones that bend at the elbow."""

from __future__ import annotations

from typing import Final

import numpy as np

from evenstride.figure.body import FOREARM, UPPER_ARM, Body
from evenstride.posed.frames import unit
from evenstride.poses import Array

ALMOST: Final = 0.998
"""[E] Share of its length an arm stretches to at most, so that its elbow still knows its way."""


def reach_m(body: Body) -> float:
    """Shoulder to wrist of a straight arm."""
    return (UPPER_ARM + FOREARM) * body.height_m


def elbow_and_wrist(shoulder: Array, target: Array, hint: Array, body: Body) -> tuple[Array, Array]:
    """An arm from shoulder to target, its elbow on the hint's side; short of what is too far."""
    upper, fore = UPPER_ARM * body.height_m, FOREARM * body.height_m
    way = unit(target - shoulder)
    far = float(np.linalg.norm(target - shoulder))
    far = float(np.clip(far, 1.05 * abs(upper - fore) + 0.02, ALMOST * (upper + fore)))
    along = (far**2 + upper**2 - fore**2) / (2 * far)
    aside = np.sqrt(max(upper**2 - along**2, 0.0))
    bend = hint - (hint @ way) * way
    elbow = shoulder + along * way + aside * unit(bend)
    return elbow, shoulder + far * way
