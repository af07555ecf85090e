"""What a film from the side shows of the knee as it takes up the load."""

import numpy as np

from evenstride.events import Run
from evenstride.metrics import SIDE_VIEW, FilmError, MethodError, Retest, metric
from evenstride.metrics.sagittal import LEG, POSE_MDC, between, knee_flexion_at
from evenstride.poses import Array
from evenstride.skeleton import Side

NO_LOADING_S = 0.010
"""[E] A knee that has its peak this soon after the strike did not bend under load."""


def _loading(run: Run, side: Side) -> tuple[Array, Array, Array]:
    """Knee flexion at strike, at its peak in stance, and the time between in seconds."""
    steps = run.steps[side]
    at = between(steps.strike_s, steps.strike_s + 0.8 * (steps.toe_off_s - steps.strike_s))
    flexion = knee_flexion_at(run, side, at)
    unseen = ~np.isfinite(flexion).all(axis=1)
    top = np.argmax(np.where(np.isfinite(flexion), flexion, -np.inf), axis=1)
    rows = np.arange(len(at))
    time = np.where(unseen, np.nan, at[rows, top] - steps.strike_s)
    return flexion[:, 0], np.where(unseen, np.nan, flexion[rows, top]), time


@metric(
    "Peak knee flexion in stance",
    unit="deg",
    views=SIDE_VIEW,
    mdc=6.0,
    mdc_source=POSE_MDC,
    film_error=FilmError(2, 2.8, 2.8, again=2.1),
    method_error=MethodError(0.72, 0.38),
    retest=Retest(3.8, "Dingenen 2018: 2.3 to 3.8 degrees"),
    joints=LEG,
    typical="40 to 50 degrees (Souza 2016)",
    sources=("Souza 2016", "Dingenen 2018"),
)
def peak_knee_flexion(run: Run, side: Side) -> Array:
    """How far the knee gives under load.

    Largest knee flexion between strike and toe-off.
    """
    return _loading(run, side)[1]


@metric(
    "Loading time",
    unit="ms",
    views=SIDE_VIEW,
    mdc=15.0,
    mdc_source="[E] 15 % and 1.5 frames at 120 frames/s",
    film_error=FilmError(20, 20, 15, again=14),
    method_error=MethodError(0.7, 0.25),
    joints=LEG,
    least_fps=100.0,
    typical="80 to 120 ms at 3 to 3.5 m/s",
)
def loading_time(run: Run, side: Side) -> Array:
    """How long the leg takes to take up the load after landing.

    From strike to the largest knee flexion in stance.
    """
    return 1000 * _loading(run, side)[2]


@metric(
    "Loading rate of the knee",
    unit="deg/s",
    views=SIDE_VIEW,
    mdc=60.0,
    mdc_source="[E] 15 % of 400 deg/s",
    film_error=FilmError(78, 101, 51, again=41),
    method_error=MethodError(5.9, 4.1),
    joints=LEG,
    least_fps=100.0,
    typical="250 to 400 deg/s",
)
def loading_rate(run: Run, side: Side) -> Array:
    """How fast the knee bends as it takes up the load.

    Knee flexion gained from strike to its peak, over the loading time.
    """
    contact, peak, time_s = _loading(run, side)
    gained = np.where(time_s > NO_LOADING_S, peak - contact, np.nan)
    return np.asarray(gained / np.where(time_s > NO_LOADING_S, time_s, 1.0))
