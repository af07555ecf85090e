"""What was not seen is not made up."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from test_metrics import ALLOWED, EVENTS_ALONE, METRICS, every_metric, every_side

from evenstride.events import Run, View
from evenstride.figure import Camera, Runner, keypoints
from evenstride.metrics import Metric
from evenstride.poses import Array
from evenstride.skeleton import INDEX, Side
from validation.virtual_camera import understood


@cache
def run(view: View) -> Run:
    clip = keypoints(Runner(), Camera(view=view), fps=120.0, duration_s=6.0, noise_px=1.0)
    return understood(clip)[0]


def view_of(metric: Metric) -> View:
    return "side" if "side" in metric.views else "rear"


def unseen(seen: Run, joint: str, side: Side, frames: Array) -> Run:
    """The run with one joint's path unknown in some frames."""
    track = seen.track
    paths = [path.copy() for path in (track.position, track.velocity, track.unsmoothed)]
    for path in paths:
        path[frames, INDEX[f"{side}_{joint}"]] = np.nan
    position, velocity, raw = paths
    hidden = replace(track, position=position, velocity=velocity, unsmoothed=raw)
    return replace(seen, track=hidden)


@every_side
@pytest.mark.parametrize("key", [key for key in METRICS if key not in EVENTS_ALONE])
def test_without_its_joints_a_metric_knows_nothing(key: str, side: Side) -> None:
    metric = METRICS[key]
    whole = run(view_of(metric))
    everywhere = np.ones(len(whole.poses), dtype=bool)
    for joint in metric.joints:
        assert np.isnan(metric(unseen(whole, joint, side, everywhere), side)).all(), joint


@every_metric
def test_a_joint_unseen_for_a_while_changes_no_other_step(key: str) -> None:
    """Each step stays as it was or becomes NaN; it never becomes another number."""
    metric = METRICS[key]
    whole = run(view_of(metric))
    at_s = whole.steps["left"].strike_s[4]
    frames = np.abs(whole.poses.time_s - at_s - 0.1) < 0.12
    before = metric(whole, "left")
    for joint in metric.joints:
        after = metric(unseen(whole, joint, "left", frames), "left")
        kept = np.isfinite(after)
        assert kept.sum() >= len(before) - 3
        # The few metrics with a level common to all steps may move by a hair.
        assert np.allclose(after[kept], before[kept], atol=0.02 * ALLOWED[metric.unit] + 1e-9)


@pytest.mark.parametrize("key", [key for key in METRICS if key != "cadence"])
def test_a_step_without_instants_has_no_value(key: str) -> None:
    metric = METRICS[key]
    whole = run(view_of(metric))
    nothing = np.full(len(whole.steps["left"]), np.nan)
    blind = replace(
        whole.steps["left"],
        strike_s=nothing, toe_off_s=nothing, middle_s=nothing,
        other_strike_s=nothing, next_strike_s=nothing,
    )  # fmt: skip
    values = metric(replace(whole, steps={**whole.steps, "left": blind}), "left")
    assert np.isnan(values).all()


@every_metric
def test_a_metric_has_one_value_per_step(key: str) -> None:
    metric = METRICS[key]
    seen = run(view_of(metric))
    expected = len(seen.step_s) if key == "cadence" else len(seen.steps["left"])
    assert metric(seen, "left").shape == (expected,)
