"""What a phone would see of two people who ran on force plates (Hamner & Delp 2013).

Marker paths from a treadmill laboratory become keypoints of a side view with the noise of a pose
model; the plates say when each foot touched and left the belt. Geometry as the recordings' own
notes describe it: a pinhole 4 m away at hip height, 420 px per metre at the hip.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from evenstride.cleaning import Repairs, clean
from evenstride.events import Event, Facing, Kind, Run, understand
from evenstride.poses import Array, Poses
from evenstride.skeleton import INDEX, KEYPOINTS, LEG, SIDES, Side

KINDS: tuple[Kind, Kind] = ("foot_strike", "toe_off")

END_S = 0.25
"""Nothing is asked of events nearer than this to a clip's ends."""

SAME_S = 0.060
"""An event further than this from every true one is invented."""

HEIGHT_M = 1.772
THIGH, SHANK = 0.245, 0.246
FAR_SHARE = 1.8
"""A pose model sees the far leg this much worse (shared recordings' own notes)."""

NOISE_PX = 2.0
"""Jitter of a good pose model on the near leg."""

CAMERA_M, FOCAL_PX = 4.0, 420.0 * 4.0
PICTURE_PX = (720, 1280)


@dataclass(frozen=True)
class Timing:
    """How far the found events are from the true ones."""

    late_ms: dict[Kind, list[float]] = field(default_factory=lambda: {kind: [] for kind in KINDS})
    missed: list[Event] = field(default_factory=list)
    invented: list[Event] = field(default_factory=list)

    def bias_ms(self, kind: Kind) -> float:
        """How late the events are on average."""
        return float(np.mean(self.late_ms[kind]))

    def sd_ms(self, kind: Kind) -> float:
        """How far they scatter."""
        return float(np.std(self.late_ms[kind]))

    def rms_ms(self, kind: Kind) -> float:
        """How far off they are, bias and scatter together."""
        return float(np.sqrt(np.mean(np.square(self.late_ms[kind]))))


def timing(found: Sequence[Event], true: Sequence[Event], clip: Poses) -> Timing:
    """Match each true event inside the clip with the nearest found one of its kind and side."""
    answer = Timing()
    for event in within(true, clip):
        near = nearest(event, found)
        if near is None:
            answer.missed.append(event)
        else:
            answer.late_ms[event.kind].append(1000 * (near.time_s - event.time_s))
    answer.invented.extend(e for e in within(found, clip) if nearest(e, true) is None)
    return answer


def within(events: Iterable[Event], clip: Poses) -> list[Event]:
    """The events that do not lie at an end of the clip."""
    first_s, last_s = clip.time_s[0] + END_S, clip.time_s[-1] - END_S
    return [event for event in events if first_s < event.time_s < last_s]


def nearest(event: Event, others: Iterable[Event]) -> Event | None:
    """The same event among others, if it is there."""
    same = [e for e in others if (e.side, e.kind) == (event.side, event.kind)]
    best = min(same, key=lambda e: abs(e.time_s - event.time_s), default=None)
    return best if best and abs(best.time_s - event.time_s) < SAME_S else None


def pooled(timings: Iterable[Timing]) -> Timing:
    """Several clips' errors together."""
    whole = Timing()
    for part in timings:
        for kind in KINDS:
            whole.late_ms[kind].extend(part.late_ms[kind])
        whole.missed.extend(part.missed)
        whole.invented.extend(part.invented)
    return whole


def understood(poses: Poses) -> tuple[Run, Repairs]:
    """Keypoints as a run, the way an analysis takes them."""
    cleaned, repairs = clean(poses)
    return understand(cleaned), repairs


@cache
def markers(trc: Path) -> tuple[Array, dict[str, Array]]:
    """Times [T] s and each marker's path [T, 3] m from a TRC file: X forward, Y up, Z right."""
    lines = trc.read_text(encoding="utf-8").splitlines()
    names = [name for name in lines[3].split("\t")[2:] if name.strip()]
    width = 2 + 3 * len(names)
    rows = np.array([_numbers(line, width) for line in lines[5:] if line.strip()])
    paths = rows[:, 2:].reshape(len(rows), len(names), 3) / 1000
    return rows[:, 1], {name: paths[:, i] for i, name in enumerate(names)}


def _numbers(line: str, width: int) -> list[float]:
    cells = [*line.split("\t"), *[""] * width][:width]
    return [float(cell) if cell.strip() else np.nan for cell in cells]


def plate_events(folder: Path) -> list[Event]:
    """Every foot strike and toe-off by the force plate's 20 N threshold."""
    told = json.loads((folder / "events.json").read_text(encoding="utf-8"))
    return [
        Event(side, kind, float(time_s), 0.0)
        for side in SIDES
        for kind in KINDS
        for time_s in told[side][kind]
    ]


@cache
def body(folder: Path) -> tuple[Array, Array]:
    """Times [T] s and keypoints [T, K, 3] m from the markers; NaN where no marker is."""
    time_s, at = markers(folder / "markers.trc")
    joints = np.full((len(time_s), len(KEYPOINTS), 3), np.nan)
    for side in SIDES:
        for joint, path in _leg(at, side).items():
            joints[:, INDEX[f"{side}_{joint}"]] = path
    return time_s, joints


def _leg(at: dict[str, Array], side: Side) -> dict[str, Array]:
    """One side's joints; the ankle is the heel's and toe's weighted mean, 45 mm up."""
    letter, outward = ("L", -1.0) if side == "left" else ("R", 1.0)
    heel, toe = at[f"{letter}CAL"], at[f"{letter}TOE"]
    ankle = 0.72 * heel + 0.28 * toe + [0.0, 0.045, 0.0]
    hip = _hip(at, outward)
    knee = _knee(hip, ankle)
    places = (hip, knee, ankle, heel, toe, at[f"{letter}ACR"])
    return dict(zip((*LEG, "shoulder"), places, strict=True))


def _hip(at: dict[str, Array], outward: float) -> Array:
    """The hip's centre: from the ASIS midpoint 0.19 back, 0.30 down, 0.36 out of their distance."""
    front, back = 0.5 * (at["LASI"] + at["RASI"]), 0.5 * (at["LPSI"] + at["RPSI"])
    across = _unit(at["RASI"] - at["LASI"])
    up = _unit(np.cross(across, front - back))
    ahead = np.cross(up, across)
    wide = float(np.linalg.norm(at["RASI"] - at["LASI"], axis=1).mean())
    return np.asarray(front + wide * (outward * 0.36 * across - 0.30 * up - 0.19 * ahead))


def _unit(vectors: Array) -> Array:
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1)[:, None])


def _knee(hip: Array, ankle: Array) -> Array:
    """The knee in front of the line from hip to ankle, by two-link inverse kinematics."""
    thigh, shank = THIGH * HEIGHT_M, SHANK * HEIGHT_M
    line = ankle - hip
    reach = np.minimum(np.hypot(line[:, 0], line[:, 1]), thigh + shank - 1e-4)
    turn = np.arccos((thigh**2 + reach**2 - shank**2) / (2 * thigh * reach))
    lean = np.arctan2(line[:, 0], -line[:, 1]) + turn
    bones = np.stack([thigh * np.sin(lean), -thigh * np.cos(lean), 0.5 * line[:, 2]], axis=1)
    return np.asarray(hip + bones)


def phone(
    folder: Path, facing: Facing, *, fps: float, seed: int = 0, noise_px: float = NOISE_PX
) -> Poses:
    """The marker run as a phone at the side would see it, 4 m away at hip height."""
    from scipy.interpolate import CubicSpline

    time_s, joints = body(folder)
    film_s = np.arange(time_s[0], time_s[-1], 1 / fps)
    unseen = np.isnan(joints).any(axis=(0, 2))
    path = CubicSpline(time_s, np.nan_to_num(joints))(film_s)
    xy = _projected(path, 1.0 if facing == "right" else -1.0)
    xy += np.random.default_rng(seed).normal(size=xy.shape) * noise_px * _spread(facing)
    xy[:, unseen] = np.nan
    confidence = np.where(np.isnan(xy[..., 0]), 0.0, 0.9)
    return Poses(film_s, xy, confidence, *PICTURE_PX)


def _projected(path: Array, turned: float) -> Array:
    """A pinhole's picture of points [T, K, 3] m, the hips' mean place in its middle; [T, K, 2]."""
    hips = path[:, [INDEX["left_hip"], INDEX["right_hip"]]].mean(axis=(0, 1))
    right, up, across = np.moveaxis(path - hips, -1, 0)
    scale = FOCAL_PX / (CAMERA_M - turned * across)
    return np.stack([360.0 + turned * right * scale, 500.0 - up * scale], axis=-1)


def _spread(facing: Facing) -> NDArray[np.float64]:
    """Each keypoint's share of the noise [K, 1]: the leg away from the camera is seen worse."""
    far = "left" if facing == "right" else "right"
    worse = np.array([name.startswith(far) for name in KEYPOINTS])
    return np.asarray(np.where(worse, FAR_SHARE, 1.0)[:, None])
