"""What a film from the side shows: landing, loading, push-off, swing, posture."""

import numpy as np

from evenstride.events import Run
from evenstride.geometry import bend_deg, elevation_deg, inclination_deg
from evenstride.metrics import SIDE_VIEW, FilmError, Limit, MethodError, Retest, metric
from evenstride.poses import Array
from evenstride.skeleton import Side

POSE_MDC = "[E] default for angles read by a pose model, mean over several steps (Dingenen 2018)"
LEG = ("hip", "knee", "ankle")
SAMPLES = 61
"""Instants per step at which a track's extremes are looked for: 4 to 10 ms apart."""


def between(start_s: Array, end_s: Array) -> Array:
    """Instants from start to end of each step, [N, SAMPLES]."""
    return np.asarray(start_s[:, None] + np.linspace(0, 1, SAMPLES) * (end_s - start_s)[:, None])


def _extent(values: Array, axis: int = 1) -> Array:
    """Largest minus smallest value; NaN where any instant was not seen."""
    return np.asarray(values.max(axis=axis) - values.min(axis=axis))


def knee_flexion_at(run: Run, side: Side, at_s: Array) -> Array:
    """Knee flexion at any instants [...]; 0 is straight."""
    return bend_deg(*(run.track.at(f"{side}_{joint}", at_s) for joint in LEG))


def _thigh(run: Run, side: Side, at_s: Array) -> Array:
    """Thigh angle from straight down, + forward."""
    hip, knee = run.track.at(f"{side}_hip", at_s), run.track.at(f"{side}_knee", at_s)
    return -inclination_deg(knee, hip)


@metric(
    "Vertical oscillation",
    unit="% leg",
    views=SIDE_VIEW,
    mdc=1.5,
    mdc_source="[E] scale known to 3 to 5 %",
    film_error=FilmError(0.8, 0.8, 0.5, again=0.46),
    method_error=MethodError(0.35, 0.32),
    limit=Limit(12.8, "lower", "[E] 11 cm at a height of 1.75 m"),
    joints=("hip",),
    typical="6 to 10 cm, less at higher cadence (Heiderscheit 2011)",
    sources=("Heiderscheit 2011", "Wille 2014"),
)
def vertical_oscillation(run: Run, side: Side) -> Array:
    """How far your hips travel up and down in each step.

    Highest minus lowest point of the hips' middle from this foot's strike to the other's.
    """
    steps = run.steps[side]
    hips = run.track.middle_at("hip", between(steps.strike_s, steps.other_strike_s))
    return 100 * _extent(hips[..., 1])


@metric(
    "Overstride",
    unit="% leg",
    views=SIDE_VIEW,
    mdc=3.0,
    mdc_source="[E] hip and ankle each known to 1 to 2 cm",
    film_error=FilmError(1.7, 1.9, 1.8, again=2),
    method_error=MethodError(0.18),
    limit=Limit(32.0, "lower", "[E] one of three signs of overstriding"),
    joints=("hip", "ankle"),
    least_fps=50.0,
    typical="22 to 30 % of leg length; more than 32 is one sign of overstriding",
    sources=("Wille 2014", "Lieberman 2015"),
)
def overstride(run: Run, side: Side) -> Array:
    """How far ahead of the hips the ankle is when the foot lands.

    Horizontal distance from the hips' middle to the ankle at strike, + ahead.
    """
    strike = run.steps[side].strike_s
    ahead = run.track.at(f"{side}_ankle", strike) - run.track.middle_at("hip", strike)
    return 100 * ahead[:, 0]


@metric(
    "Shank angle at contact",
    unit="deg",
    views=SIDE_VIEW,
    mdc=6.0,
    mdc_source=POSE_MDC,
    film_error=FilmError(2.3, 2.4, 1.7, again=1.9),
    method_error=MethodError(0.25),
    retest=Retest(4.8, "Dingenen 2018: 2.2 to 4.8 degrees"),
    limit=Limit(5.0, "lower", "[E] the shin aims at upright, Souza 2016"),
    joints=("knee", "ankle"),
    least_fps=50.0,
    typical="-2 to 8 degrees; more than 8 reaches ahead",
    sources=("Souza 2016",),
)
def shank_angle_at_contact(run: Run, side: Side) -> Array:
    """How far the shin reaches forward when the foot lands.

    Angle of the line from ankle to knee from vertical at strike, + ankle ahead of the knee.
    """
    strike = run.steps[side].strike_s
    ankle, knee = (run.track.at(f"{side}_{joint}", strike) for joint in ("ankle", "knee"))
    return -inclination_deg(ankle, knee)


@metric(
    "Foot angle at contact",
    unit="deg",
    views=SIDE_VIEW,
    mdc=8.0,
    mdc_source=POSE_MDC,
    film_error=FilmError(3.9, 3.9, 4.3, again=3.1),
    method_error=MethodError(0.22, 0.5),
    retest=Retest(2.5, "Waikato 2019, outdoors; Dingenen 2018: 1.3 to 2.3 degrees"),
    joints=("heel", "toe"),
    least_fps=50.0,
    typical="above 8 heel strike, -1.6 to 8 midfoot, below -1.6 forefoot; no kind is a fault",
    sources=("Altmann 2012",),
)
def foot_angle_at_contact(run: Run, side: Side) -> Array:
    """Which part of the foot lands first: the heel (plus) or the forefoot (minus).

    Angle of the line from heel to toe at strike against the same line while the foot is flat,
    + toes up.
    """
    steps = run.steps[side]
    flat = steps.strike_s + 0.42 * (steps.toe_off_s - steps.strike_s)
    line = [
        elevation_deg(run.track.at(f"{side}_heel", at), run.track.at(f"{side}_toe", at))
        for at in (steps.strike_s, flat)
    ]
    level = np.nanmedian(line[1]) if np.isfinite(line[1]).any() else np.nan
    return np.asarray(line[0] - level)


@metric(
    "Knee flexion at contact",
    unit="deg",
    views=SIDE_VIEW,
    mdc=6.0,
    mdc_source=POSE_MDC,
    film_error=FilmError(2.8, 6, 4.4, again=2.2),
    method_error=MethodError(0.5),
    retest=Retest(9.0, "Damsted 2015: 9 to 14 degrees between days, by hand"),
    limit=Limit(10.0, "higher", "[E] injured runners land straighter, Bramah 2018"),
    joints=LEG,
    least_fps=50.0,
    typical="10 to 20 degrees",
    sources=("Bramah 2018", "Damsted 2015"),
)
def knee_flexion_at_contact(run: Run, side: Side) -> Array:
    """How far the knee is bent when the foot lands.

    180 degrees minus the angle hip-knee-ankle at strike; 0 is straight.
    """
    return knee_flexion_at(run, side, run.steps[side].strike_s)


@metric(
    "Hip extension at toe-off",
    unit="deg",
    views=SIDE_VIEW,
    mdc=6.0,
    mdc_source=POSE_MDC,
    film_error=FilmError(3.6, 7.7, 5.5, again=3.7),
    method_error=MethodError(0.68, 0.42),
    joints=("hip", "knee"),
    typical="thigh 20 to 28 degrees behind vertical at 3 to 3.5 m/s",
    sources=("Souza 2016",),
)
def hip_extension_at_toe_off(run: Run, side: Side) -> Array:
    """How far the thigh is behind you when the foot leaves the ground.

    Thigh angle from vertical at toe-off, + behind.
    """
    return -_thigh(run, side, run.steps[side].toe_off_s)


@metric(
    "Knee drive",
    unit="deg",
    views=SIDE_VIEW,
    mdc=6.0,
    mdc_source=POSE_MDC,
    film_error=FilmError(3.2, 3.2, 2.5, again=1.1),
    method_error=MethodError(0.28, 0.52),
    limit=Limit(32.0, "higher", "[E] at 3 m/s"),
    joints=("hip", "knee"),
    typical="35 to 50 degrees at 2.8 to 3.5 m/s, about 10 more per m/s",
    sources=("Neal 2016",),
)
def knee_drive(run: Run, side: Side) -> Array:
    """How high the knee comes up in front in each swing.

    Largest thigh angle in front of vertical from toe-off to the next strike.
    """
    steps = run.steps[side]
    return np.asarray(_thigh(run, side, between(steps.toe_off_s, steps.next_strike_s)).max(axis=1))


@metric(
    "Trunk lean",
    unit="deg",
    views=SIDE_VIEW,
    mdc=6.0,
    mdc_source=POSE_MDC,
    film_error=FilmError(1.6, 1.6, 0.6, again=0.55),
    method_error=MethodError(0.075),
    joints=("hip", "shoulder"),
    typical="7.3 +- 3.6 degrees at 3.4 m/s (Teng 2014)",
    sources=("Teng 2014",),
)
def trunk_lean(run: Run, side: Side) -> Array:
    """How far the trunk leans forward while this foot is on the ground.

    Line from the hips' to the shoulders' middle from vertical, mean over stance, + forward.
    """
    steps = run.steps[side]
    at = between(steps.strike_s, steps.toe_off_s)
    lean = inclination_deg(run.track.middle_at("hip", at), run.track.middle_at("shoulder", at))
    return np.asarray(lean.mean(axis=1))


@metric(
    "Arm swing",
    unit="deg",
    views=SIDE_VIEW,
    mdc=8.0,
    mdc_source=POSE_MDC,
    film_error=FilmError(5.1, 9.9, 5.1, again=3),
    method_error=MethodError(1.75),
    joints=("shoulder", "elbow"),
    typical="40 to 60 degrees forward and back",
)
def arm_swing(run: Run, side: Side) -> Array:
    """How far the upper arm swings forward and back in each stride.

    Largest minus smallest angle of the line from shoulder to elbow over a stride.
    """
    steps = run.steps[side]
    at = between(steps.strike_s, steps.next_strike_s)
    shoulder, elbow = (run.track.at(f"{side}_{joint}", at) for joint in ("shoulder", "elbow"))
    return _extent(inclination_deg(elbow, shoulder))
