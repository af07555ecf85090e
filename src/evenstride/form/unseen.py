"""The measures that need an outline or more than one moment, and are given or not a number."""

from __future__ import annotations

from evenstride.form.looking import EVERY_VIEW, NAN, Look
from evenstride.form.registering import measure


@measure(EVERY_VIEW, sided=False)
def low_back(_: Look) -> float:
    """The sagitta of the low back's outline, % of trunk length, + hollow; no keypoint is there."""
    return NAN


@measure(EVERY_VIEW)
def foot_travel(_: Look) -> float:
    """How far the foot slid along the floor since the hold began, % of body height."""
    return NAN


@measure(EVERY_VIEW)
def hand_height(_: Look) -> float:
    """How far the hand rose from what it was held on, % of body height."""
    return NAN


@measure(EVERY_VIEW)
def contact_time(_: Look) -> float:
    """How long the foot was on the ground, ms."""
    return NAN
