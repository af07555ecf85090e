"""The register of definitions: every measure by its name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from evenstride.form.looking import SIDE_VIEW, Look, View

Definition = Callable[[Look], float]


@dataclass(frozen=True)
class Reading:
    """How a measure is read off a body.

    views  from where it can be; sided  whether it belongs to one leg or arm, or to the body
    """

    define: Definition
    views: tuple[View, ...]
    sided: bool


DEFINITIONS: Final[dict[str, Reading]] = {}
"""Every measure's definition by its name."""


def measure(
    views: tuple[View, ...] = SIDE_VIEW, *, sided: bool = True
) -> Callable[[Definition], Definition]:
    """Register the definition of the measure that has the function's name."""

    def registered(define: Definition) -> Definition:
        DEFINITIONS[define.__name__] = Reading(define, views, sided)
        return define

    return registered
