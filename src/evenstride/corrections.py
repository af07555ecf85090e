"""What a person put right by hand: a keypoint in one picture, an instant of one step.

Corrections live in a file of their own, so that what was measured stays as it was:

    [[keypoint]]
    name = "left_heel"
    time_s = 2.433
    x_px = 412.5          # leave x_px and y_px out where the point cannot be seen
    y_px = 1100.0

    [[event]]
    side = "left"
    kind = "foot_strike"  # or "toe_off"
    time_s = 2.441        # for the step it belongs to, instead of what was found
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any, Literal, get_args

import numpy as np

from evenstride.errors import InputError
from evenstride.poses import Poses
from evenstride.skeleton import INDEX, KEYPOINTS, SIDES, Side

Kind = Literal["foot_strike", "toe_off"]

BY_HAND = 1.0
"""Confidence of a keypoint set by hand."""

PICK_FRAMES = 1 / np.sqrt(12)
"""SD of an instant picked by eye, in frames: the nearest frame is chosen, an even spread."""


@dataclass(frozen=True)
class KeypointCorrection:
    """Where one keypoint is in the picture at one time; NaN says it cannot be seen."""

    name: str
    time_s: float
    x_px: float = float("nan")
    y_px: float = float("nan")


@dataclass(frozen=True)
class EventCorrection:
    """When one foot touched or left the ground, in the step nearest to that time."""

    side: Side
    kind: Kind
    time_s: float


@dataclass(frozen=True)
class Corrections:
    """Everything put right by hand in one film."""

    keypoints: tuple[KeypointCorrection, ...] = ()
    events: tuple[EventCorrection, ...] = ()

    def __len__(self) -> int:
        return len(self.keypoints) + len(self.events)


NONE = Corrections()


def read_corrections(path: str | Path) -> Corrections:
    """The corrections in a TOML file; one sentence names what is wrong in it."""
    file = Path(path)
    try:
        told = tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(f"There is no file {file}. Check the name and the folder.") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InputError(f"{file.name} is no TOML file: {error}.") from error
    unknown = sorted(set(told) - {"keypoint", "event"})
    if unknown:
        raise InputError(
            f"{file.name}: there is no table [[{unknown[0]}]]; write [[keypoint]] and [[event]]."
        )
    return Corrections(
        tuple(_keypoint(file, each) for each in told.get("keypoint", ())),
        tuple(_event(file, each) for each in told.get("event", ())),
    )


def write_corrections(corrections: Corrections, path: str | Path) -> None:
    """Write corrections as `read_corrections` reads them."""
    blocks = [
        *(_block("keypoint", asdict(each)) for each in corrections.keypoints),
        *(_block("event", asdict(each)) for each in corrections.events),
    ]
    Path(path).write_text("\n".join(blocks), encoding="utf-8")


def _block(name: str, values: Mapping[str, object]) -> str:
    seen = {key: value for key, value in values.items() if value == value}  # noqa: PLR0124  # NaN
    lines = [f'{key} = "{v}"' if isinstance(v, str) else f"{key} = {v}" for key, v in seen.items()]
    return "\n".join([f"[[{name}]]", *lines, ""])


def _keypoint(file: Path, told: Mapping[str, Any]) -> KeypointCorrection:
    _check(file, "keypoint", told, KeypointCorrection, optional=("x_px", "y_px"))
    _check_choice(file, "name", told["name"], KEYPOINTS)
    if ("x_px" in told) != ("y_px" in told):
        raise InputError(f"{file.name}: a keypoint needs both x_px and y_px, or neither.")
    return KeypointCorrection(**told)


def _event(file: Path, told: Mapping[str, Any]) -> EventCorrection:
    _check(file, "event", told, EventCorrection)
    _check_choice(file, "side", told["side"], SIDES)
    _check_choice(file, "kind", told["kind"], get_args(Kind))
    return EventCorrection(**told)


def _check(
    file: Path, table: str, told: Mapping[str, Any], kind: type, *, optional: Sequence[str] = ()
) -> None:
    """Refuse missing, unknown and wrongly typed values."""
    names = [field.name for field in fields(kind)]
    for name in (*told, *names):
        if name not in names:
            raise InputError(f"{file.name}: [[{table}]] knows no {name}, only {', '.join(names)}.")
        if name not in told and name not in optional:
            raise InputError(f"{file.name}: a [[{table}]] lacks {name}.")
    for name, value in told.items():
        if name.endswith(("_s", "_px")) and not (_is_number(value) and np.isfinite(value)):
            raise InputError(f"{file.name}: {name} of a [[{table}]] must be a number.")


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _check_choice(file: Path, name: str, value: object, known: Sequence[str]) -> None:
    if value not in known:
        raise InputError(f"{file.name}: there is no {name} {value!r}; it is {', '.join(known)}.")


def with_keypoints(poses: Poses, corrections: Corrections) -> Poses:
    """The poses with the keypoints set by hand; the rest as it was."""
    if not corrections.keypoints:
        return poses
    xy, confidence = poses.xy_px.copy(), poses.confidence.copy()
    for each in corrections.keypoints:
        frame, k = _frame(poses, each), INDEX[each.name]
        xy[frame, k] = each.x_px, each.y_px
        confidence[frame, k] = BY_HAND if np.isfinite(xy[frame, k]).all() else 0.0
    return replace(poses, xy_px=xy, confidence=confidence)


def _frame(poses: Poses, each: KeypointCorrection) -> int:
    """The frame shown at that time."""
    frame = int(np.argmin(np.abs(poses.time_s - each.time_s)))
    if not abs(poses.time_s[frame] - each.time_s) * poses.fps <= 1.0:
        raise InputError(
            f"No picture is shown at {each.time_s:g} s, where {each.name} was corrected; the film "
            f"lasts from {poses.time_s[0]:g} to {poses.time_s[-1]:g} s."
        )
    return frame
