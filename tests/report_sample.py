"""A made-up analysis with closed-form curves, and a tiny film to go with it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np

from evenstride import video
from evenstride.analysis import Analysis, Clip, Curve, Trace
from evenstride.events import Event
from evenstride.metrics.measurement import Difference, Estimate, Measurement, Verdict
from evenstride.poses import Array, Poses
from evenstride.quality import Remark
from evenstride.skeleton import INDEX, KEYPOINTS, SIDES, Side

FPS = 60.0
DURATION_S = 6.0
STRIDE_S = 0.72
CONTACT_S = 0.24
WIDTH, HEIGHT = 240, 400

TIMES = np.arange(round(DURATION_S * FPS)) / FPS
PHASE: dict[Side, float] = {"left": 0.0, "right": 0.5}


def cycle(side: Side, time_s: Array = TIMES) -> Array:
    """Share of the stride since this foot's last strike."""
    return (time_s / STRIDE_S + PHASE[side]) % 1.0


def knee_deg(share: Array, side: Side) -> Array:
    """A knee that flexes a little in stance and much in swing."""
    stance = 28 * np.exp(-(((share - 0.15) / 0.1) ** 2))
    swing = (88 if side == "left" else 80) * np.exp(-(((share - 0.68) / 0.14) ** 2))
    return 14 + stance + swing


def thigh_deg(share: Array, side: Side) -> Array:
    """A thigh that swings as a cosine, two degrees farther on the left."""
    return 8 + (34 if side == "left" else 32) * np.cos(2 * np.pi * (share + 0.12))


def trunk_deg(share: Array, side: Side) -> Array:
    """A trunk that leans seven degrees and nods twice a stride."""
    return 7 + 1.5 * np.cos(4 * np.pi * share) + (0.3 if side == "left" else 0.0)


ANGLES = {
    "knee": ("Knee flexion", knee_deg),
    "thigh": ("Thigh angle", thigh_deg),
    "trunk": ("Trunk lean", trunk_deg),
}


def events() -> tuple[Event, ...]:
    """Strikes and toe-offs of both feet, from the closed form."""
    found = []
    for side in SIDES:
        first = 0.0 if side == "left" else STRIDE_S / 2
        for strike in np.arange(first, DURATION_S, STRIDE_S):
            found.append(Event(side, "foot_strike", float(strike), 0.006))
            if strike + CONTACT_S < DURATION_S:
                found.append(Event(side, "toe_off", float(strike + CONTACT_S), 0.007))
    return tuple(sorted(found, key=lambda event: event.time_s))


def poses() -> Poses:
    """A stick runner on the spot: two-link legs moved by the angles above."""
    xy = np.full((len(TIMES), len(KEYPOINTS), 2), np.nan)
    hip = np.stack([np.full_like(TIMES, 120.0), 190 + 4 * np.cos(4 * np.pi * TIMES / STRIDE_S)], 1)
    shoulder = hip + np.array([14, -95])
    xy[:, INDEX["nose"]] = shoulder + np.array([16, -40])
    for side in SIDES:
        share = cycle(side)
        thigh, knee = np.radians(thigh_deg(share, side)), np.radians(knee_deg(share, side))
        shank = thigh - knee
        joints = {"hip": hip, "shoulder": shoulder, "ear": shoulder + np.array([4, -42])}
        joints["knee"] = hip + 75 * np.stack([np.sin(thigh), np.cos(thigh)], 1)
        joints["ankle"] = joints["knee"] + 78 * np.stack([np.sin(shank), np.cos(shank)], 1)
        joints["heel"] = joints["ankle"] + np.array([-8, 10])
        joints["toe"] = joints["ankle"] + np.array([26, 10])
        joints["elbow"] = shoulder + np.stack([-40 * np.sin(thigh), 40 * np.cos(thigh)], 1)
        joints["wrist"] = joints["elbow"] + np.array([32, -12])
        for joint, path in joints.items():
            xy[:, INDEX[f"{side}_{joint}"]] = path
    confidence = np.full(xy.shape[:2], 0.95)
    confidence[:, [INDEX[name] for name in KEYPOINTS if name.startswith("right")]] = 0.7
    confidence[60:90, INDEX["right_ankle"]] = 0.2
    xy[100:110, INDEX["right_wrist"]] = np.nan
    confidence[100:110, INDEX["right_wrist"]] = 0
    return Poses(TIMES, xy, confidence, WIDTH, HEIGHT)


def estimate(mean: float, sd: float, n: int = 8) -> Estimate:
    """An estimate whose steps lie on a fixed, symmetrical grid around the mean."""
    grid = np.linspace(-1.4, 1.4, n)[np.argsort(np.sin(np.arange(n) * 2.4))]
    error = 2 * sd / np.sqrt(n)
    values = tuple(float(mean + sd * g) for g in grid)
    return Estimate(mean, sd, n, (mean - error, mean + error), values)


def both_sides(
    key: str,
    name: str,
    unit: str,
    means: tuple[float, float],
    sd: float,
    *,
    meaning: str,
    mdc: float,
    verdict: Verdict = "no detectable difference",
    low: str = "",
) -> Measurement:
    """A metric with a left and a right."""
    left, right = (estimate(mean, sd) for mean in means)
    gap, error = means[0] - means[1], sd
    return Measurement(
        key,
        name,
        unit,
        meaning,
        "low" if low else "ok",
        low,
        {"left": left, "right": right},
        Difference(gap, (gap - error, gap + error), mdc, verdict),
    )


def measurements() -> tuple[Measurement, ...]:
    """Every shape a measurement can take."""
    return (
        Measurement(
            "cadence",
            "Cadence",
            "steps/min",
            "How many steps a minute.",
            "ok",
            "",
            {"both": estimate(166.7, 1.8, 16)},
            None,
        ),
        both_sides(
            "contact_time",
            "Contact time",
            "ms",
            (251.0, 232.0),
            7.0,
            meaning="How long the foot is on the ground.",
            mdc=9.0,
            verdict="different",
        ),
        both_sides(
            "duty_factor",
            "Duty factor",
            "",
            (0.349, 0.346),
            0.01,
            meaning="The share of the stride the foot is on the ground.",
            mdc=0.012,
        ),
        both_sides(
            "overstride",
            "Overstride",
            "% leg",
            (31.0, 29.0),
            2.4,
            meaning="How far ahead of the hip the ankle lands.",
            mdc=4.0,
        ),
        both_sides(
            "shank_angle_at_contact",
            "Shank angle at contact",
            "deg",
            (1.2, -1.6),
            1.6,
            meaning="How far the shin reaches forward as the foot lands.",
            mdc=4.8,
        ),
        both_sides(
            "peak_knee_flexion",
            "Peak knee flexion",
            "deg",
            (42.0, 41.0),
            2.0,
            meaning="How far the knee bends while the foot is down.",
            mdc=3.8,
            low="The console hides the far leg in 18 % of the frames.",
        ),
        both_sides(
            "loading_rate",
            "Loading rate",
            "deg/s",
            (311.0, 352.0),
            60.0,
            meaning="How fast the knee gives as weight comes on.",
            mdc=90.0,
            verdict="too few steps",
        ),
        Measurement(
            "arm_swing",
            "Arm swing",
            "deg",
            "How far the arm swings.",
            "refused",
            "The far arm was seen in too few frames.",
            {},
            None,
        ),
        Measurement(
            "pelvic_drop",
            "Pelvic drop",
            "deg",
            "How far the pelvis dips.",
            "refused",
            "It takes a film from behind.",
            {},
            None,
        ),
    )


def curves() -> tuple[Curve, ...]:
    """The closed-form angles over the cycle."""
    percent = np.linspace(0, 100, 101)
    return tuple(
        Curve(
            key,
            name,
            "deg",
            percent,
            {side: f(percent / 100, side) for side in SIDES},
            {side: 2 + 2 * np.sin(np.pi * percent / 100) for side in SIDES},
            dict.fromkeys(SIDES, 8),
            {"left": 34.9, "right": 33.1},
        )
        for key, (name, f) in ANGLES.items()
    )


def traces() -> tuple[Trace, ...]:
    """The closed-form angles over the film, with a gap on the right."""
    found = []
    for key, (name, f) in ANGLES.items():
        values = {side: f(cycle(side), side) for side in SIDES}
        values["right"][100:112] = np.nan
        found.append(Trace(key, name, "deg", values))
    return tuple(found)


REMARKS = (
    Remark(
        "far_leg_hidden", "warning", "Something hides the far leg at times. Move the camera clear."
    ),
    Remark("slow_frames", "info", "At 60 frames a second a contact time is known to 7 ms a step."),
)


def sample() -> Analysis:
    """A runner seen from the side, with every kind of result."""
    clip = Clip("IMG_2034.MOV", "3f" * 32, FPS, len(TIMES), DURATION_S, WIDTH, HEIGHT)
    return Analysis(
        clip=clip,
        view="side",
        facing="right",
        surface="treadmill",
        activity="running",
        events=events(),
        measurements=measurements(),
        quality=REMARKS,
        curves=curves(),
        traces=traces(),
        poses=poses(),
        speed_m_s=3.2,
    )


def named(analysis: Analysis, name: str) -> Analysis:
    """The same analysis under another file name."""
    return replace(analysis, clip=replace(analysis.clip, name=name))


def film(path: Path) -> Path:
    """A tiny film of a grey runner at the sample's own times."""
    import cv2

    body = poses().xy_px
    bones = [("hip", "knee"), ("knee", "ankle"), ("ankle", "toe"), ("shoulder", "hip")]

    def picture(i: int) -> video.Image:
        image = np.full((HEIGHT, WIDTH, 3), 205, np.uint8)
        image[350:] = 150
        for side in reversed(SIDES):
            for a, b in bones:
                ends = [tuple(int(v) for v in body[i, INDEX[f"{side}_{j}"]]) for j in (a, b)]
                cv2.line(image, ends[0], ends[1], (90, 90, 100), 16, cv2.LINE_AA)
        return image

    video.write(path, (picture(i) for i in range(len(TIMES))), fps=FPS)
    return path
