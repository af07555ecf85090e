"""Every metric says what it is, recovers what was drawn, and makes nothing up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from virtual_camera import FIVE_RUNNERS, drawn, understood

from evenstride.errors import KnowledgeError
from evenstride.events import Run, View
from evenstride.figure import FAULTS, Camera, Runner, keypoints, truth
from evenstride.measuring import measure
from evenstride.metrics import Metric, catalogue
from evenstride.metrics.measurement import Measurement
from evenstride.poses import Array, Poses
from evenstride.skeleton import INDEX, PAIRED, SIDES, Side, other

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


# What must not matter does not.


@cache
def noisy(view: View) -> Poses:
    return keypoints(
        Runner(faults={"overstride-left": 0.06, "pelvic_drop-left": 3.0}),
        Camera(view=view),
        fps=120.0,
        duration_s=6.0,
        noise_px=1.0,
    )


@cache
def reference(view: View) -> dict[str, Measurement]:
    return by_key(noisy(view))


def alike(one: Mapping[str, Measurement], two: Mapping[str, Measurement], within: float) -> None:
    """The same answers, within a share of what is allowed to each unit."""
    for key, item in one.items():
        assert two[key].status == item.status
        for side, estimate in item.sides.items():
            assert two[key].sides[side].n == estimate.n
            most = within * ALLOWED[item.unit]
            assert two[key].sides[side].mean == pytest.approx(estimate.mean, abs=most), key


every_view = pytest.mark.parametrize("view", ["side", "rear"])


@every_view
@quick
@given(st.floats(-300, 300), st.floats(-300, 300))
def test_the_place_in_the_picture_does_not_matter(view: View, x_px: float, y_px: float) -> None:
    clip = noisy(view)
    moved = replace(clip, xy_px=clip.xy_px + [x_px, y_px])
    # From behind the runner's size has a slope, so a place far off leans by a hair.
    alike(reference(view), by_key(moved), 1e-5 if view == "side" else 0.01)


@every_view
@quick
@given(st.floats(0.4, 3.0))
def test_the_size_in_the_picture_does_not_matter(view: View, scale: float) -> None:
    clip = noisy(view)
    larger = replace(
        clip,
        xy_px=scale * clip.xy_px,
        width_px=round(scale * clip.width_px),
        height_px=round(scale * clip.height_px),
    )
    alike(reference(view), by_key(larger), 1e-5)


@every_view
@quick
@given(st.floats(-100, 5000))
def test_the_hour_does_not_matter(view: View, later_s: float) -> None:
    clip = noisy(view)
    later = by_key(replace(clip, time_s=clip.time_s + later_s))
    # Rounding decides whether a frame at the very edge of a kernel still has its weight of 1 %.
    alike(reference(view), later, 0.01)


@every_view
def test_the_mirror_image_has_its_sides_exchanged(view: View) -> None:
    straight, mirrored = reference(view), by_key(noisy(view).mirrored())
    for key, item in straight.items():
        for side, estimate in item.sides.items():
            name = side if side == "both" else other("left" if side == "left" else "right")
            assert mirrored[key].sides[name].mean == pytest.approx(estimate.mean, abs=1e-6), key
        if item.difference is not None:
            seen = mirrored[key].difference
            assert seen is not None
            assert seen.verdict == item.difference.verdict
            assert seen.value == pytest.approx(-item.difference.value, abs=1e-6)


SLACK = {"deg": 0.4, "ms": 3.0, "% leg": 0.4, "": 0.005, "steps/min": 0.5, "deg/s": 12.0}
"""[E] What two samplings of the same run may differ by where 1 % of the value is less."""


def near(one: Mapping[str, Measurement], two: Mapping[str, Measurement], share: float) -> None:
    for key, item in one.items():
        for side, estimate in item.sides.items():
            within = max(share * abs(estimate.mean), SLACK[item.unit])
            assert two[key].sides[side].mean == pytest.approx(estimate.mean, abs=within), key


@cache
def exact(view: View, fps: float, jitter_s: float) -> dict[str, Measurement]:
    clip = keypoints(drawn(3.0), Camera(view=view), fps=fps, time_jitter_s=jitter_s, seed=3)
    return by_key(clip)


@every_view
@pytest.mark.parametrize("jitter_s", [0.001, 0.003])
def test_uneven_frame_times_do_not_matter(view: View, jitter_s: float) -> None:
    near(exact(view, 120.0, 0.0), exact(view, 120.0, jitter_s), 0.01)


@every_view
def test_twice_the_frames_do_not_matter(view: View) -> None:
    near(exact(view, 120.0, 0.0), exact(view, 240.0, 0.0), 0.02)


# What was not seen is not made up.


@cache
def run(view: View) -> Run:
    return understood(noisy(view))[0]


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
