"""When the feet touch and leave the ground."""

import numpy as np

from evenstride.events import Run
from evenstride.metrics import ANY_VIEW, FilmError, MethodError, metric
from evenstride.poses import Array
from evenstride.skeleton import Side

FRAME_ERROR = (
    "Two events of one frame's rounding each, and the step-to-step error seen on force plates"
)
FROM_BEHIND = "From behind a foot's touch-down is hidden by perspective; film from the side for it."


@metric(
    "Cadence",
    unit="steps/min",
    views=ANY_VIEW,
    both=True,
    mdc=2.0,
    mdc_source="[E] half a step in a 15 s film",
    film_error=FilmError(0.4, 0.4, 0.0, behind=0.5, again=0.35),
    joints=("heel", "toe"),
    typical="about 160 to 180, faster at higher speed (Luedke 2021: 171 at 3.8 m/s)",
    sources=("Luedke 2021", "Lieberman 2015"),
)
def cadence(run: Run, side: Side) -> Array:
    """How many steps you take in a minute.

    60 over the time from one step to the next, both feet together; steps are told apart by
    which foot swings higher, so it needs no exact contact times.
    """
    return 60.0 / run.step_s if side == "left" else np.empty(0)


@metric(
    "Ground contact time",
    unit="ms",
    views=ANY_VIEW,
    mdc=15.0,
    mdc_source=FRAME_ERROR,
    film_error=FilmError(16, 25, 18, behind=45, again=15),
    method_error=MethodError(2.0, behind=31),
    joints=("heel", "toe"),
    least_fps=100.0,
    typical="200 to 300 ms at easy pace, shorter when faster",
    low_views=("rear", "front"),
    low_view_reason=FROM_BEHIND,
)
def contact_time(run: Run, side: Side) -> Array:
    """How long the foot stays on the ground in each step.

    Toe-off minus foot strike.
    """
    steps = run.steps[side]
    return np.asarray(1000 * (steps.toe_off_s - steps.strike_s))


@metric(
    "Flight time",
    unit="ms",
    views=ANY_VIEW,
    mdc=15.0,
    mdc_source=FRAME_ERROR,
    film_error=FilmError(15, 25, 17, behind=44, again=15),
    method_error=MethodError(1.3, 1.5, behind=31),
    joints=("heel", "toe"),
    least_fps=100.0,
    typical="60 to 130 ms, longer when faster",
    low_views=("rear", "front"),
    low_view_reason=FROM_BEHIND,
)
def flight_time(run: Run, side: Side) -> Array:
    """How long both feet are in the air after this foot has pushed off.

    From this foot's toe-off to the other foot's strike.
    """
    steps = run.steps[side]
    return np.asarray(1000 * (steps.other_strike_s - steps.toe_off_s))


@metric(
    "Duty factor",
    unit="",
    views=ANY_VIEW,
    mdc=0.02,
    mdc_source=FRAME_ERROR,
    film_error=FilmError(0.02, 0.04, 0.03, behind=0.06, again=0.03),
    method_error=MethodError(0.0026, behind=0.044),
    joints=("heel", "toe"),
    least_fps=100.0,
    typical="0.30 to 0.40; under 0.5 is running",
    low_views=("rear", "front"),
    low_view_reason=FROM_BEHIND,
    sources=("Lussiana 2019",),
)
def duty_factor(run: Run, side: Side) -> Array:
    """The share of each stride in which this foot is on the ground.

    Contact time over the time from this foot's strike to its next one.
    """
    steps = run.steps[side]
    return np.asarray((steps.toe_off_s - steps.strike_s) / (steps.next_strike_s - steps.strike_s))
