"""Which part is drawn before which, the same through the whole loop."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from evenstride.report.posing.flesh import Shape, View

# From far to near as seen from the side, the working side towards us.
FROM_THE_SIDE: Final = (
    "other-arm", "other-sleeve", "other-leg", "other-shoe", "other-shorts",
    "neck", "hair", "face", "working-eye", "fringe", "working-ear", "shirt",
    "pelvis",
    "working-leg", "working-shoe", "working-shorts", "working-arm", "working-sleeve",
)  # fmt: skip

BENT_M: Final = 0.16
TINY_M: Final = 1e-4


def ordered(frames: Sequence[Sequence[Shape]], view: View) -> list[Shape]:
    """The parts from far to near."""
    first = {shape.key: shape for shape in frames[0]}
    if view == "side":
        return [first[key] for key in FROM_THE_SIDE]
    near = {key: sum(shape.near for every in frames for shape in every if shape.key == key)
            for key in first}  # fmt: skip
    # A shirt is tucked in, unless the chest is bent well forward over the hips.
    if near["shirt"] - near["pelvis"] < BENT_M * len(frames):
        seat = ("pelvis", "working-shorts", "other-shorts")
        near["shirt"] = min(near["shirt"], *(near[key] - TINY_M for key in seat))
    if view == "rear":
        near["neck"] = near["shirt"] - TINY_M
    return sorted(first.values(), key=lambda shape: near[shape.key])
