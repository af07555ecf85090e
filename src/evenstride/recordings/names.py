"""What other programs call our keypoints."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from evenstride.errors import InputError
from evenstride.skeleton import KEYPOINTS, PAIRED

Layout = tuple[str, ...]
"""Our names in the order of another program's points; `-` for a point we have no use for."""


def _layout(names: str) -> Layout:
    return tuple(names.split())


BODY_25: Final[Layout] = _layout(
    "nose - right_shoulder right_elbow right_wrist left_shoulder left_elbow left_wrist - "
    "right_hip right_knee right_ankle left_hip left_knee left_ankle - - right_ear left_ear "
    "left_toe - left_heel right_toe - right_heel"
)
"""OpenPose's BODY_25 (Cao 2019)."""

BODY_25B: Final[Layout] = _layout(
    "nose - - left_ear right_ear left_shoulder right_shoulder left_elbow right_elbow left_wrist "
    "right_wrist left_hip right_hip left_knee right_knee left_ankle right_ankle - - "
    "left_toe - left_heel right_toe - right_heel"
)
"""OpenPose's BODY_25B (Hidalgo 2019)."""

HALPE_26: Final[Layout] = _layout(
    "nose - - left_ear right_ear left_shoulder right_shoulder left_elbow right_elbow left_wrist "
    "right_wrist left_hip right_hip left_knee right_knee left_ankle right_ankle - - - "
    "left_toe right_toe - - left_heel right_heel"
)
"""Halpe's body with feet (Fang 2022), as Pose2Sim and Sports2D write it in OpenPose's form."""

NEEDED: Final = tuple(
    f"{side}_{joint}" for joint in ("hip", "knee", "ankle") for side in ("left", "right")
)
"""Without these nothing can be measured."""

ALSO_CALLED: Final = {
    "shoulder": ("acr",),
    "hip": ("hjc",),
    "knee": ("kjc",),
    "ankle": ("ajc",),
    "heel": ("cal", "hee"),
    "toe": ("bigtoe", "footindex"),
}
"""Short names in motion capture: an acromion, joint centres, a calcaneus; and a toe's others."""


def _spellings(side: str, joint: str) -> Iterable[str]:
    """RHip, right_hip, r_hip, hip_r, HipRight, once case and strokes are taken away."""
    for word in (joint, *ALSO_CALLED.get(joint, ())):
        for mark in (side, side[0]):
            yield mark + word
            yield word + mark


OURS: Final = {
    "nose": "nose",
    **{
        spelling: f"{side}_{joint}"
        for side in ("left", "right")
        for joint in PAIRED
        for spelling in _spellings(side, joint)
    },
}

THEIRS: Final = {
    name: {"nose": "Nose", "left_toe": "LBigToe", "right_toe": "RBigToe"}.get(name)
    or name[0].upper() + name.partition("_")[2].capitalize()
    for name in KEYPOINTS
}
"""The names that Pose2Sim, Sports2D and their OpenSim models give to our keypoints."""


def plain(name: str) -> str:
    """A marker's name without its subject, case, spaces and strokes."""
    return "".join(letter for letter in name.rpartition(":")[2].lower() if letter.isalnum())


def ours(name: str) -> str | None:
    """Our name of a marker; None for one we do not know."""
    return OURS.get(plain(name))


def check_needed(file: str, found: Iterable[str], unknown: Iterable[str]) -> None:
    """Refuse a body without hips, knees and ankles, and name what could not be read."""
    have = set(found)
    missing = next((name for name in NEEDED if name not in have), None)
    if missing is None:
        return
    strange = next(iter(unknown), None)
    hint = f" (the first name not known here is {strange!r})" if strange is not None else ""
    raise InputError(
        f"{file} holds no {missing}{hint}; needed are both hips, knees and ankles, "
        "named as in right_hip or RHip."
    )
