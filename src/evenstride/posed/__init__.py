"""A body posed from an exercise's own description: joints to be drawn, and to be measured."""

from evenstride.figure.body import Body
from evenstride.knowledge.entries import Posture
from evenstride.posed.body import Posed, posed
from evenstride.posed.held import Held, held, part_way
from evenstride.posed.moving import BODY, Moment, loop, room_of, still
from evenstride.poses import Array
from evenstride.skeleton import Side

__all__ = [
    "BODY",
    "Held",
    "Moment",
    "Posed",
    "held",
    "joints_m",
    "loop",
    "part_way",
    "posed",
    "room_of",
    "still",
]


def joints_m(
    posture: Posture,
    body: Body = BODY,
    *changes: Posture,
    side: Side = "right",
    support_m: float = 0.0,
) -> Array:
    """The canonical skeleton in this posture, [19, 3] m: X ahead, Y up, Z to the body's right."""
    return posed(held(posture, *changes), body, support_m).joints_m(side)
