"""Joint angles frame by frame and over the cycle are those of the drawn runner."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from evenstride.angles import CYCLE_PERCENT, Curve, Trace, curves, traces
from evenstride.events import Run, View
from evenstride.figure import Camera, Runner, keypoints, truth
from evenstride.geometry import bend_deg
from evenstride.poses import Array
from evenstride.skeleton import INDEX, SIDES, Side
from validation.virtual_camera import understood

SAGITTAL = ["knee", "thigh", "shank", "trunk"]
FRONTAL = ["pelvis", "knee_projection", "trunk_side"]
RUNNER = Runner()


@cache
def run(view: View) -> Run:
    return understood(keypoints(RUNNER, Camera(view=view), fps=120.0, duration_s=6.0))[0]


@cache
def by_key(view: View) -> dict[str, Curve]:
    return {curve.key: curve for curve in curves(run(view))}


@cache
def traced(view: View) -> dict[str, Trace]:
    return {trace.key: trace for trace in traces(run(view))}


def true_knee_deg(side: Side, time_s: Array) -> Array:
    joints = RUNNER.joints_m(time_s)
    return bend_deg(*(joints[:, INDEX[f"{side}_{j}"], :2] for j in ("hip", "knee", "ankle")))


@pytest.mark.parametrize(("view", "keys"), [("side", SAGITTAL), ("rear", FRONTAL)])
def test_each_view_has_its_angles(view: View, keys: list[str]) -> None:
    assert list(by_key(view)) == list(traced(view)) == keys


def test_the_knee_is_traced_frame_by_frame() -> None:
    seen = run("side")
    for side in SIDES:
        off = traced("side")["knee"].values[side] - true_knee_deg(side, seen.poses.time_s)
        assert np.nanmax(np.abs(off[20:-20])) < 3.0


def test_the_knees_cycle_is_the_drawn_one() -> None:
    curve = by_key("side")["knee"]
    stride_s = 2 * RUNNER.step_time_s
    for side in SIDES:
        strike_s = next(e.time_s for e in RUNNER.events(3.0) if e.side == side)
        expected = true_knee_deg(side, strike_s + CYCLE_PERCENT / 100 * stride_s)
        assert np.abs(curve.mean[side] - expected).max() < 3.0


@pytest.mark.parametrize("view", ["side", "rear"])
def test_a_cycle_ends_as_it_begins(view: View) -> None:
    for curve in by_key(view).values():
        assert np.array_equal(curve.cycle_percent, CYCLE_PERCENT)
        for side in SIDES:
            assert curve.mean[side].shape == curve.sd[side].shape == (101,)
            assert curve.mean[side][0] == pytest.approx(curve.mean[side][-1], abs=1.0)
            assert (curve.sd[side] < 1.5).all()
            assert curve.n[side] >= 6


def test_toe_off_comes_when_the_duty_factor_says() -> None:
    curve = by_key("side")["knee"]
    for side in SIDES:
        expected = 100 * truth(RUNNER)["duty_factor"][side]
        assert curve.toe_off_percent[side] == pytest.approx(expected, abs=1.5)


def test_signs_are_as_named() -> None:
    """The thigh is in front in swing and behind at toe-off; the trunk leans forward."""
    curve = by_key("side")["thigh"]
    for side in SIDES:
        at_toe_off = curve.mean[side][round(curve.toe_off_percent[side])]
        assert at_toe_off < -10 < 25 < curve.mean[side].max()
        assert 2 < by_key("side")["trunk"].mean[side].mean() < 12


def test_both_views_of_the_trunk_are_exact_opposites_of_the_sides() -> None:
    lean = traced("rear")["trunk_side"].values
    assert np.allclose(lean["left"], -lean["right"], equal_nan=True)
    drop = traced("rear")["pelvis"].values
    assert np.allclose(drop["left"], -drop["right"], equal_nan=True)


def test_who_stands_has_traces_and_no_cycle() -> None:
    still = Runner(activity="standing")
    seen, _ = understood(keypoints(still, Camera(), duration_s=3.0, noise_px=1.0))
    assert len(traces(seen)) == len(SAGITTAL)
    assert all(not curve.mean for curve in curves(seen))
