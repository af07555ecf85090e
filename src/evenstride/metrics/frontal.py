"""What a film from behind or in front shows: level hips, straight knees, steady trunk."""

import numpy as np

from evenstride.events import Run
from evenstride.geometry import bend_deg, inclination_deg
from evenstride.metrics import FRONTAL_VIEWS, FilmError, Limit, MethodError, Retest, metric
from evenstride.metrics.sagittal import LEG, POSE_MDC, SAMPLES, between
from evenstride.poses import Array
from evenstride.signals import local_fit
from evenstride.skeleton import Side, other

SLOW_TURN_S = 0.050
"""[E] The kernel for the shoulders' width: the chest turns once to and fro in a stride."""


def _inward(run: Run, side: Side, joint: str, at_s: Array) -> Array:
    """A joint's place with x towards the body's middle from this side, y up."""
    return run.track.at(f"{side}_{joint}", at_s) * [-_outward(side), 1.0]


def _outward(side: Side) -> float:
    """The sign of this side's direction, x to the runner's right."""
    return 1.0 if side == "right" else -1.0


def _drop(run: Run, side: Side, at_s: Array) -> Array:
    """Slope of the hip line, + when the swinging side is lower."""
    swing = run.track.at(f"{other(side)}_hip", at_s) * [-_outward(side), 1.0]
    line = swing - _inward(run, side, "hip", at_s)
    return np.asarray(-np.degrees(np.arctan2(line[..., 1], line[..., 0])))


def _knee_bend(run: Run, side: Side, at_s: Array) -> Array:
    """Frontal-plane knee angle, + knee towards the body's middle."""
    return bend_deg(*(_inward(run, side, joint, at_s) for joint in LEG))


@metric(
    "Pelvic drop",
    unit="deg",
    views=FRONTAL_VIEWS,
    mdc=4.0,
    mdc_source=POSE_MDC,
    film_error=FilmError(5.9, 5.9, 2.2, again=1.7),
    retest=Retest(2.8, "Dingenen 2018: 2.7 to 2.8 degrees"),
    limit=Limit(6.0, "lower", "[E]; Bramah 2018"),
    joints=("hip",),
    typical="2 to 6 degrees",
    sources=("Dingenen 2018", "Bramah 2018"),
)
def pelvic_drop(run: Run, side: Side) -> Array:
    """How far the hip of the swinging leg sinks while you stand on this one.

    Slope of the line between the hips at mid-stance, + swinging side lower.
    """
    return _drop(run, side, run.steps[side].middle_s)


@metric(
    "Side shift of the hips",
    unit="% leg",
    views=FRONTAL_VIEWS,
    mdc=2.0,
    mdc_source="[E] hips known to 1 to 2 cm",
    film_error=FilmError(0.6, 0.6, 0.35, again=0.3),
    method_error=MethodError(0.16, 0.3),
    joints=("hip",),
)
def pelvic_shift(run: Run, side: Side) -> Array:
    """How far the hips travel towards this leg while it carries you.

    Largest sideways distance of the hips' middle in stance from its mean over the stride.
    """
    steps = run.steps[side]
    stance = run.track.middle_at("hip", between(steps.strike_s, steps.toe_off_s))[..., 0]
    stride = run.track.middle_at("hip", between(steps.strike_s, steps.next_strike_s))[..., 0]
    away = _outward(side) * (stance - stride[:, :-1].mean(axis=1)[:, None])
    return np.asarray(100 * away.max(axis=1))


@metric(
    "Side lean of the trunk",
    unit="deg",
    views=FRONTAL_VIEWS,
    mdc=4.0,
    mdc_source=POSE_MDC,
    film_error=FilmError(0.8, 0.8, 0.95, again=0.73),
    method_error=MethodError(0.155),
    retest=Retest(2.3, "Dingenen 2018: 1.3 to 2.3 degrees"),
    limit=Limit(6.0, "lower", "[E]"),
    joints=("hip", "shoulder"),
    typical="1 to 5 degrees",
    sources=("Dingenen 2018",),
)
def trunk_side_lean(run: Run, side: Side) -> Array:
    """How far the trunk leans over this leg as it lands and loads.

    Line from the hips' to the shoulders' middle from vertical, mean from strike to mid-stance,
    + towards the standing leg.
    """
    steps = run.steps[side]
    at = between(steps.strike_s, steps.middle_s)
    lean = inclination_deg(run.track.middle_at("hip", at), run.track.middle_at("shoulder", at))
    return np.asarray(_outward(side) * lean.mean(axis=1))


@metric(
    "Hip adduction",
    unit="deg",
    views=FRONTAL_VIEWS,
    mdc=4.0,
    mdc_source=POSE_MDC,
    film_error=FilmError(5.8, 5.8, 2, again=1.7),
    method_error=MethodError(0.42),
    retest=Retest(3.8, "Dingenen 2018: 2.3 to 3.8 degrees"),
    limit=Limit(14.0, "lower", "[E] seen by one camera"),
    joints=("hip", "knee"),
    typical="8 to 14 degrees",
    sources=("Dingenen 2018", "Willy 2011"),
)
def hip_adduction(run: Run, side: Side) -> Array:
    """How far the thigh tilts inwards under the hips while you stand on this leg.

    Pelvic drop plus the thigh's inward tilt at mid-stance.
    """
    at = run.steps[side].middle_s
    knee, hip = (_inward(run, side, joint, at) for joint in ("knee", "hip"))
    return np.asarray(_drop(run, side, at) - inclination_deg(knee, hip))


@metric(
    "Knee wobble",
    unit="deg",
    views=FRONTAL_VIEWS,
    mdc=2.0,
    mdc_source="[E] half of the 4 degrees that count as wobble",
    film_error=FilmError(1, 1, 0.9, again=0.78),
    method_error=MethodError(0.31, 0.54),
    limit=Limit(4.0, "lower", "[E]"),
    film_reason="The pose model shows hardly any of a knee's sway: of a drawn sway of 6 degrees it "
    "gave back less than 1.",
    joints=LEG,
    least_fps=50.0,
    typical="under 4 degrees",
)
def knee_wobble(run: Run, side: Side) -> Array:
    """How much the knee sways from side to side while it carries you.

    Root mean square of the frontal-plane knee angle about its straight trend through stance.
    """
    steps = run.steps[side]
    angle = _knee_bend(run, side, between(steps.strike_s, steps.toe_off_s))
    share = np.linspace(-1, 1, SAMPLES)
    slope = (angle * share).sum(axis=1) / (share**2).sum()
    rest = angle - angle.mean(axis=1)[:, None] - slope[:, None] * share
    return np.asarray(np.sqrt((rest**2).mean(axis=1)))


@metric(
    "Knee projection angle",
    unit="deg",
    views=FRONTAL_VIEWS,
    mdc=4.0,
    mdc_source=POSE_MDC,
    film_error=FilmError(1.4, 1.4, 1.4, again=1.6),
    method_error=MethodError(1.0),
    joints=LEG,
    sources=("Dingenen 2018b", "Gwynne 2014"),
)
def knee_projection(run: Run, side: Side) -> Array:
    """How far the knee falls inwards while you stand on this leg, as a camera sees it.

    180 degrees minus the angle hip-knee-ankle at mid-stance, + knee inwards.
    """
    return _knee_bend(run, side, run.steps[side].middle_s)


@metric(
    "Step width",
    unit="% leg",
    views=FRONTAL_VIEWS,
    both=True,
    mdc=2.0,
    mdc_source="[E] ankles known to 1 cm",
    film_error=FilmError(1.3, 1.3, 0, again=0.45),
    method_error=MethodError(0.17, 0.13),
    limit=Limit(2.0, "higher", "[E] near nought the feet cross, Souza 2016"),
    joints=("ankle",),
    typical="2 to 8 cm; negative means the feet cross",
    sources=("Souza 2016", "Meardon 2012"),
)
def step_width(run: Run, side: Side) -> Array:
    """How far apart your feet land from side to side.

    Sideways distance between the ankles, each at its own mid-stance, + right of left.
    """
    at, later = run.steps[side].middle_s, run.steps[other(side)].middle_s
    follows = _following(at, later)
    here = run.track.at(f"{side}_ankle", at)[:, 0]
    there = run.track.at(f"{other(side)}_ankle", follows)[:, 0]
    return np.asarray(100 * _outward(side) * (here - there))


def _following(at_s: Array, later_s: Array) -> Array:
    """For each instant the first later one within a step's time, else NaN."""
    out = np.full(len(at_s), np.nan)
    for i, time_s in enumerate(at_s):
        ahead = later_s[(later_s > time_s) & (later_s < time_s + 0.6)]
        out[i] = ahead[0] if len(ahead) else np.nan
    return out


@metric(
    "Trunk rotation",
    unit="deg",
    views=FRONTAL_VIEWS,
    mdc=5.0,
    mdc_source="[E] side difference called excess in the facts pack",
    film_error=FilmError(3.9, 3.9, 4.1, again=3),
    method_error=MethodError(0.5, 1.1),
    joints=("shoulder",),
    low_reason="Turning is read off how narrow the shoulders look, which one camera tells poorly.",
    sources=("Seay 2011", "Weber 2020"),
)
def trunk_rotation(run: Run, side: Side) -> Array:
    """How far the chest turns towards this side in each stride.

    Arc cosine of the shoulders' width over its largest, the most within a quarter stride of
    this foot's strike, when the chest is turned to this side.
    """
    steps = run.steps[side]
    quarter = 0.25 * (steps.next_strike_s - steps.strike_s)
    at = between(steps.strike_s - quarter, steps.strike_s + quarter)
    width = np.abs(run.track.raw("right_shoulder") - run.track.raw("left_shoulder"))[:, :1]
    time_s = run.track.time_s
    bandwidth_s = max(SLOW_TURN_S, 1.2 / run.poses.fps)
    steady = local_fit(time_s, width, time_s, bandwidth_s=bandwidth_s)[0]
    widest = np.nanpercentile(steady, 95) if np.isfinite(steady).any() else np.nan
    narrow = local_fit(time_s, width, at.ravel(), bandwidth_s=bandwidth_s)[0]
    narrow = narrow.reshape(at.shape).min(axis=1)
    return np.asarray(np.degrees(np.arccos(np.clip(narrow / widest, 0, 1))))


@metric(
    "Heel whip",
    unit="deg",
    views=FRONTAL_VIEWS,
    mdc=8.0,
    mdc_source=POSE_MDC,
    film_error=FilmError(2.3, 2.3, 2.3, again=2.7),
    joints=("heel", "toe"),
    least_fps=100.0,
    typical="half of all feet whip by 5 degrees or more; no fault by itself",
    low_reason="The swinging foot is small and blurred from behind.",
    sources=("Souza 2015",),
)
def heel_whip(run: Run, side: Side) -> Array:
    """How far the heel swings inwards just after the foot has left the ground.

    Frontal tilt of the line from toe to heel from vertical when the foot hangs steepest in the
    first half of swing, + heel inwards.
    """
    steps = run.steps[side]
    at = between(steps.toe_off_s, 0.5 * (steps.toe_off_s + steps.next_strike_s))
    toe, heel = (_inward(run, side, joint, at) for joint in ("toe", "heel"))
    height = (heel - toe)[..., 1]
    unseen = ~np.isfinite(height).all(axis=1)
    steepest = np.argmax(np.where(np.isfinite(height), height, -np.inf), axis=1)
    tilt = inclination_deg(toe, heel)[np.arange(len(at)), steepest]
    return np.asarray(np.where(unseen, np.nan, tilt))
