"""The colours of the drawn person: middle tones that read on a white page and on a dark one."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

WORKING: Final = "#17a398"
"""Neither the left leg's blue nor the right leg's orange: the picture holds for both."""
WARNING: Final = "#e0503f"
LINE: Final = "#8d979f"

TONES: Final[Mapping[str, str]] = MappingProxyType({
    "working-leg": WORKING,
    "other-leg": "#93a0ac",
    "working-shoe": "#0d6b63",
    "other-shoe": "#66727e",
    "working-skin": "#dcaa84",
    "other-skin": "#dcaa84",
    "working-sleeve": "#e3c46b",
    "other-sleeve": "#e3c46b",
    "shirt": "#e3c46b",
    "shorts": "#4b5662",
    "neck": "#d19d77",
    "face": "#dcaa84",
    "eye": "#4a3a33",
    "hair": "#75523d",
    "prop": "#b4a79a",
    "prop-dark": "#8a7d71",
    "metal": "#7c8791",
    "mat": "#a9b6c2",
    "strap": "#a55fb5",
    "warning": WARNING,
})  # fmt: skip
FAR: Final = "#5f6a75"
"""What far limbs are mixed with."""
FAR_SHARE: Final = 0.38
EDGE_SHARE: Final = 0.30


def mixed(first: str, last: str, share: float) -> str:
    """A colour part of the way from one to another."""
    pairs = zip(_parts(first), _parts(last), strict=True)
    return "#" + "".join(f"{round(a + share * (b - a)):02x}" for a, b in pairs)


def tone(name: str, *, far: bool = False) -> str:
    """The colour of a part; far ones are greyer."""
    plain = TONES[name]
    return mixed(plain, FAR, FAR_SHARE) if far else plain


def edge(colour: str) -> str:
    """The outline's colour around a part of this colour."""
    return mixed(colour, "#20262c", EDGE_SHARE)


def _parts(colour: str) -> list[int]:
    return [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
