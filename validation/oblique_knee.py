"""Knees seen obliquely, against motion capture: `python -m validation.oblique_knee`.

Two films of one camera each, in step with marker-based motion capture (OpenCap Monocular's sample
data, Apache-2.0): five squats, and some steps of walking. Beside ours stand the angle in the
picture, the angle between the model's own landmarks in space, and two published systems that see
in space with one camera, on the same films.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from evenstride.errors import InputError
from evenstride.pose import estimate
from evenstride.poses import Array, Poses
from evenstride.repetitions import repetitions
from evenstride.skeleton import INDEX, SIDES, Side
from evenstride.spatial import Knees, knee_flexion
from evenstride.spatial.evidence import DEPTH_SCALE
from validation import recordings

FILMS = ("squat", "walk")
PEERS = {"sample_mono": "OpenCap Monocular", "sample_wham": "WHAM"}
LEAST_SQUAT_DEG = 30.0
SAME_SQUAT_S = 1.0
Joints = Mapping[str, Array]


@dataclass(frozen=True)
class Error:
    """How far one way to see a knee is from motion capture over a whole film."""

    film: str
    way: str
    side: Side
    rmse_deg: float
    bias_deg: float
    """Its mean; what is left without it is `sd_deg`."""
    sd_deg: float


@dataclass(frozen=True)
class Squat:
    """One squat's depth, ours and motion capture's."""

    side: Side
    depth_deg: float
    true_deg: float
    late_s: float


@dataclass(frozen=True)
class Trust:
    """Whether our errors are what we say: their RMS over the SD we state, and within 95 %."""

    film: str
    side: Side
    stated_sd_deg: float
    error_over_sd: float
    within_95: float


@dataclass(frozen=True)
class Result:
    """Everything measured on both films."""

    errors: tuple[Error, ...]
    squats: tuple[Squat, ...]
    trust: tuple[Trust, ...]
    reasons: Mapping[str, str]
    """Why each film's knees are not shown as measured; empty where they are."""

    def rmse_deg(self, film: str, side: Side, way: str = "Evenstride") -> float:
        """The error of one knee in one film."""
        found = (e for e in self.errors if (e.film, e.side, e.way) == (film, side, way))
        return next(found).rmse_deg


def run(data: Path | None = None) -> Result:
    """Look at both films and compare."""
    errors: list[Error] = []
    trust: list[Trust] = []
    squats: tuple[Squat, ...] = ()
    reasons = {}
    for film in FILMS:
        folder = (data or recordings()) / "video_with_mocap" / film
        poses = estimate(folder / "video.mp4").poses
        true_s, true = truth(folder / "sample_mocap.json")
        knees = knee_flexion(poses)
        reasons[film] = knees.reason
        for side in SIDES:
            expected = np.interp(poses.time_s, true_s, true[side], right=np.nan)
            for way, angle in _ways(poses, knees, side).items():
                errors.append(_error(film, way, side, angle - expected))
            trust.append(_trust(film, side, knees, expected))
            for file, way in PEERS.items():
                peer_s, peer = truth(folder / f"{file}.json")
                away = peer[side] - np.interp(peer_s, true_s, true[side])
                errors.append(_error(film, way, side, away))
        if film == "squat":
            squats = _squats(poses.time_s, knees, true_s, true)
    return Result(tuple(errors), squats, tuple(trust), reasons)


def truth(path: Path) -> tuple[Array, Mapping[Side, Array]]:
    """Times and knee flexion from the origins of femur, tibia and talus, degrees."""
    recording = json.loads(path.read_text(encoding="utf-8"))
    bodies = recording["bodies"]
    angles: dict[Side, Array] = {}
    for side in SIDES:
        places = [
            np.array(bodies[f"{bone}_{side[0]}"]["translation"])
            for bone in ("femur", "tibia", "talus")
        ]
        angles[side] = bend_deg(*places)
    return np.array(recording["time"]), angles


def bend_deg(hip: Array, knee: Array, ankle: Array) -> Array:
    """How far a chain of three points is bent, in the plane or in space."""
    thigh, shank = knee - hip, ankle - knee
    lengths = np.linalg.norm(thigh, axis=-1) * np.linalg.norm(shank, axis=-1)
    cos = (thigh * shank).sum(axis=-1) / lengths
    return np.asarray(np.degrees(np.arccos(np.clip(cos, -1, 1))))


def _ways(poses: Poses, knees: Knees, side: Side) -> Mapping[str, Array]:
    names = [f"{side}_{joint}" for joint in ("hip", "knee", "ankle")]
    flat = [poses[name] for name in names]
    if poses.depth_px is None:
        raise InputError("The pose model gave no depth.")
    deep = np.concatenate([poses.xy_px, DEPTH_SCALE * poses.depth_px[..., None]], axis=2)
    own = [deep[:, INDEX[name]] for name in names]
    return {
        "in the picture": bend_deg(*flat),
        "the model's own depth": bend_deg(*own),
        "Evenstride": knees.flexion_deg[side],
    }


def _error(film: str, way: str, side: Side, away: Array) -> Error:
    seen = away[np.isfinite(away)]
    return Error(
        film, way, side, float(np.sqrt((seen**2).mean())), float(seen.mean()), float(seen.std())
    )


def _trust(film: str, side: Side, knees: Knees, expected: Array) -> Trust:
    sd = knees.sd_deg[side]
    share = (knees.flexion_deg[side] - expected) / sd
    share = share[np.isfinite(share)]
    return Trust(
        film,
        side,
        float(np.nanmedian(sd)),
        float(np.sqrt((share**2).mean())),
        float((np.abs(share) < 1.96).mean()),  # noqa: PLR2004 - the normal's 95 %
    )


def _squats(
    time_s: Array, knees: Knees, true_s: Array, true: Mapping[Side, Array]
) -> tuple[Squat, ...]:
    """Every squat of motion capture beside the one we found there."""
    found = []
    for side in SIDES:
        ours = repetitions(time_s, knees.flexion_deg[side], least=LEAST_SQUAT_DEG)
        for one in repetitions(true_s, true[side], least=LEAST_SQUAT_DEG):
            near = min(ours, key=lambda other: abs(other.peak_s - one.peak_s), default=None)
            if near is not None and abs(near.peak_s - one.peak_s) < SAME_SQUAT_S:
                found.append(Squat(side, near.peak, one.peak, near.peak_s - one.peak_s))
    return tuple(found)


def main() -> None:
    """Print the tables."""
    result = run()
    lines = ["film   way                    knee    rmse   mean     sd  (deg)"]
    lines += [
        f"{e.film:6s} {e.way:22s} {e.side:6s}{e.rmse_deg:6.1f}{e.bias_deg:+7.1f}{e.sd_deg:7.1f}"
        for e in sorted(result.errors, key=lambda e: (e.film, e.way, e.side))
    ]
    lines += ["", "squat  knee   ours   true (deg)  late (s)"]
    lines += [
        f"       {s.side:6s}{s.depth_deg:6.0f}{s.true_deg:7.0f}{s.late_s:14.2f}"
        for s in result.squats
    ]
    lines += ["", "film   knee   stated sd (deg)  error over sd  within 95 %"]
    lines += [
        f"{t.film:6s} {t.side:6s}{t.stated_sd_deg:12.1f}{t.error_over_sd:15.2f}"
        f"{100 * t.within_95:11.0f} %"
        for t in result.trust
    ]
    lines += ["", *(f"{film}: {reason or 'shown'}" for film, reason in result.reasons.items())]
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
