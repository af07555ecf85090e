"""Plans of made-up runners, and the same with every text of the knowledge spoiled."""

from __future__ import annotations

from dataclasses import fields, replace
from functools import cache

from pydantic import BaseModel

from evenstride.intake import Intake, stated
from evenstride.knowledge import Knowledge, knowledge
from evenstride.plan import Plan, plan

NASTY = '"><img src=x onerror=alert(1)>{{ 7*7 }}</title></svg>'
EVERYTHING = frozenset(
    {"strap", "bench", "step", "wall", "band", "weight", "treadmill", "run-space", "roller"}
)
SAYS = ("unit", "ask")
"""Fields that hold spaces and are no text, or are never shown here."""


def intake(*complaints: str, **told: object) -> Intake:
    usual: dict[str, object] = {
        "red_flags": frozenset(), "experience": "trained", "minutes": 30, "equipment": EVERYTHING,
    }  # fmt: skip
    return Intake(complaints=tuple(stated(c, knowledge()) for c in complaints), **usual | told)  # type: ignore[arg-type]  # the tests' own values


def tight() -> Intake:
    """A tight hamstring of normal length, with a knee that wobbles."""
    return intake(
        "hamstring-left:2",
        sex="man",
        answers={"distance-spike": False},
        seen={"knee-wobble-left": True, "slow-loading-left": True},
        results={"active-knee-extension-left": 16.0, "stretching-does-not-last-left": True},
    )


def sore() -> Intake:
    """A back that hurts, both sides alike, and a sit bone that hurts a lot."""
    return intake(
        "low-back:3",
        "sit-bone-right:7",
        seen={f"overstride-{side}": True for side in ("left", "right")},
        results={"prone-leg-lift-left": True, "prone-leg-lift-right": True},
    )


def pressed() -> Intake:
    """An emergency."""
    return intake("low-back:8", red_flags=frozenset({"cauda-equina"}))


@cache
def made(name: str) -> Plan:
    """One of the plans above, made once."""
    return plan({"tight": tight, "sore": sore, "pressed": pressed}[name]())


@cache
def spoiled() -> Plan:
    """A plan made with knowledge whose every sentence tries to break out of the page."""
    known = knowledge()
    parts = {
        each.name: {key: _spoil(item) for key, item in getattr(known, each.name).items()}
        for each in fields(Knowledge)
    }
    return plan(sore(), known=replace(known, **parts))  # type: ignore[arg-type]  # the same types


def _spoil(value: object, name: str = "") -> object:
    """Text with a space or a capital is for people; ids have neither."""
    if isinstance(value, BaseModel):
        new = {key: _spoil(getattr(value, key), key) for key in type(value).model_fields}
        return value.model_copy(update=new)
    if isinstance(value, tuple):
        return tuple(_spoil(each, name) for each in value)
    if isinstance(value, str) and name not in SAYS and " " in value:
        return value + NASTY
    return value
