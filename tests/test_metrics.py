"""Every metric says what it is, recovers what was drawn, and makes nothing up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from drawn_runners import FIVE_RUNNERS, drawn
from hypothesis import settings

from evenstride.errors import KnowledgeError
from evenstride.events import View
from evenstride.figure import FAULTS, Camera, Runner, keypoints, truth
from evenstride.measuring import measure
from evenstride.metrics import catalogue
from evenstride.metrics.measurement import Measurement
from evenstride.poses import Poses
from evenstride.skeleton import PAIRED, SIDES, Side
from validation.virtual_camera import understood

quick = settings(max_examples=4, deadline=None, derandomize=True)

METRICS = catalogue()

PROMISED = (
    "cadence", "contact_time", "flight_time", "duty_factor", "vertical_oscillation",
    "overstride", "shank_angle_at_contact", "foot_angle_at_contact", "knee_flexion_at_contact",
    "peak_knee_flexion", "loading_time", "loading_rate", "hip_extension_at_toe_off",
    "knee_drive", "trunk_lean", "arm_swing", "pelvic_drop", "pelvic_shift", "trunk_side_lean",
    "hip_adduction", "knee_wobble", "knee_projection", "step_width", "trunk_rotation",
    "heel_whip",
)  # fmt: skip

ALLOWED = {"deg": 4.0, "ms": 15.0, "% leg": 2.0, "": 0.02, "steps/min": 1.0, "deg/s": 60.0}
"""How far a mean from exact keypoints may be from the drawn truth, by unit."""

EVENTS_ALONE = {"cadence", "contact_time", "flight_time", "duty_factor"}
"""Metrics of instants: their joints only say how well the instants could be seen."""

FROM_BEHIND = EVENTS_ALONE - {"cadence"}

every_metric = pytest.mark.parametrize("key", METRICS)
every_fault = pytest.mark.parametrize("fault", FAULTS)
every_side = pytest.mark.parametrize("side", SIDES)


# What a metric says of itself.


def test_the_catalogue_holds_what_was_promised() -> None:
    assert sorted(METRICS) == sorted(PROMISED)


@every_metric
def test_a_metric_has_a_name_a_meaning_in_one_sentence_and_a_definition(key: str) -> None:
    metric = METRICS[key]
    assert metric.key == key
    assert metric.name[0].isupper()
    assert metric.meaning.endswith(".")
    assert metric.meaning.count(". ") == 0
    assert metric.definition


@every_metric
def test_a_metric_knows_its_unit_its_error_and_where_that_is_from(key: str) -> None:
    metric = METRICS[key]
    assert metric.unit in ALLOWED
    assert metric.mdc > 0
    assert metric.mdc_source
    assert metric.least_fps >= 24


@every_metric
def test_a_metric_hangs_on_joints_and_views_that_exist(key: str) -> None:
    metric = METRICS[key]
    assert metric.joints
    assert set(metric.joints) <= set(PAIRED)
    assert metric.views
    assert set(metric.views) <= {"side", "rear", "front"}
    assert set(metric.low_views) <= set(metric.views)
    assert bool(metric.low_views) == bool(metric.low_view_reason)


def test_two_metrics_cannot_share_a_key(monkeypatch: pytest.MonkeyPatch) -> None:
    from evenstride.metrics import timing

    twin = replace(METRICS["overstride"], key="cadence")
    monkeypatch.setattr(timing, "twin", twin, raising=False)
    with pytest.raises(KnowledgeError, match="share one key"):
        catalogue()


# What was drawn is what is found.


@cache
def measured(runner: Runner, view: View, facing: Side = "right") -> dict[str, Measurement]:
    return by_key(keypoints(runner, Camera(view=view, facing=facing), fps=120.0, duration_s=7.0))


def by_key(poses: Poses) -> dict[str, Measurement]:
    return {item.key: item for item in measure(understood(poses)[0])}


@cache
def true(runner: Runner) -> Mapping[str, Mapping[str, float]]:
    return truth(runner)


def off(found: Mapping[str, Measurement], runner: Runner, key: str) -> dict[str, float]:
    """Each side's mean minus the truth."""
    return {s: e.mean - true(runner)[key][s] for s, e in found[key].sides.items()}


def films(key: str) -> list[tuple[View, Side]]:
    """From where a metric is to be had."""
    every: list[tuple[View, Side]] = [("side", "right"), ("side", "left"), ("rear", "right")]
    return [(view, facing) for view, facing in every if view in METRICS[key].views]


HARD = pytest.mark.xfail(
    reason="From behind the instants of contact are 20 to 80 ms off; the metric says `low` there."
)
CASES = [
    pytest.param(key, view, facing, marks=[HARD] if key in FROM_BEHIND and view == "rear" else [])
    for key in METRICS
    for view, facing in films(key)
]


@pytest.mark.parametrize(("key", "view", "facing"), CASES)
def test_each_runners_truth_is_recovered(key: str, view: View, facing: Side) -> None:
    worst = {
        (speed, side): round(by, 3)
        for speed in FIVE_RUNNERS
        for side, by in off(measured(drawn(speed), view, facing), drawn(speed), key).items()
        if abs(by) > ALLOWED[METRICS[key].unit]
    }
    assert not worst


@every_metric
def test_what_can_be_seen_is_measured(key: str) -> None:
    for view, facing in films(key):
        found = measured(drawn(3.0), view, facing)[key]
        low = METRICS[key].low_reason or view in METRICS[key].low_views
        assert found.status == ("low" if low else "ok"), found.reason
        assert all(estimate.n >= 7 for estimate in found.sides.values())


def test_every_metric_can_be_had_from_some_film() -> None:
    assert all(films(key) for key in METRICS)


@cache
def faulty(fault: str, side: Side) -> Runner:
    return Runner(faults={f"{fault}-{side}": FAULTS[fault].visible})


@every_side
@every_fault
def test_a_fault_shows_on_its_own_side(fault: str, side: Side) -> None:
    """The side difference of the fault's metric has the true sign and size, and is called real."""
    key, runner = FAULTS[fault].metric, faulty(fault, side)
    found = measured(runner, FAULTS[fault].view)[key].difference
    expected = true(runner)[key]["left"] - true(runner)[key]["right"]
    assert found is not None
    assert np.sign(found.value) == np.sign(expected)
    assert found.value == pytest.approx(expected, abs=ALLOWED[METRICS[key].unit])
    assert found.verdict == "different"


@every_side
@every_fault
def test_no_difference_is_called_real_that_is_not_there(fault: str, side: Side) -> None:
    runner = faulty(fault, side)
    found = measured(runner, FAULTS[fault].view)
    verdicts = {key: item.difference.verdict for key, item in found.items() if item.difference}
    for key in (key for key, verdict in verdicts.items() if verdict == "different"):
        left, right = (true(runner)[key][each] for each in SIDES)
        assert abs(left - right) > 0.5 * METRICS[key].mdc, key


def test_an_even_runner_has_no_difference() -> None:
    for view in ("side", "rear"):
        verdicts = {
            item.difference.verdict
            for item in measured(drawn(3.0), view).values()
            if item.difference
        }
        assert verdicts == {"no detectable difference"}
