"""What is called true of the drawn runner is what a very fast, faultless camera would measure."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from itertools import pairwise

import numpy as np
import pytest

from evenstride.figure import FAULTS, Runner, truth
from evenstride.poses import Array
from evenstride.skeleton import INDEX, SIDES, Side, other

RATE_HZ = 10_000
RUNNER = Runner.at(
    3.2,
    faults={
        "overstride-left": 0.05,
        "straight_knee-right": 4.0,
        "knee_wobble-left": 4.0,
        "pelvic_drop-left": 4.0,
        "hip_travel-right": 0.02,
        "side_lean-left": 3.0,
        "spine_rotation-right": 6.0,
        "arm_across-left": 10.0,
        "slow_loading-right": 0.015,
    },
)
REQUESTED = {
    "contact_time": ("contact_time_s", 1000.0),
    "overstride": ("overstride", 100.0),
    "foot_angle_at_contact": ("foot_angle_at_contact_deg", 1.0),
    "knee_flexion_at_contact": ("knee_flexion_at_contact_deg", 1.0),
    "peak_knee_flexion": ("peak_knee_flexion_deg", 1.0),
    "loading_time": ("loading_time_s", 1000.0),
    "knee_drive": ("knee_drive_deg", 1.0),
    "trunk_lean": ("trunk_lean_deg", 1.0),
    "arm_swing": ("arm_swing_deg", 1.0),
    "pelvic_drop": ("pelvic_drop_deg", 1.0),
    "pelvic_shift": ("hip_travel", 100.0),
    "trunk_side_lean": ("trunk_side_lean_deg", 1.0),
    "trunk_rotation": ("trunk_rotation_deg", 1.0),
}


def angle(first: Array, second: Array) -> Array:
    """Between two vectors, degrees."""
    cosine = np.sum(first * second, axis=-1) / (
        np.linalg.norm(first, axis=-1) * np.linalg.norm(second, axis=-1)
    )
    between: Array = np.degrees(np.arccos(np.clip(cosine, -1, 1)))
    return between


class Sampled:
    """One stride of one side, sampled at 10 kHz and measured the plain way."""

    def __init__(self, runner: Runner, side: Side) -> None:
        events = [e for e in runner.events(4.0) if e.kind == "foot_strike"]
        mine = [e.time_s for e in events if e.side == side]
        self.runner, self.side = runner, side
        self.strike, self.end = mine[1], mine[2]
        self.off = next(
            e.time_s
            for e in runner.events(4.0)
            if e.side == side and e.kind == "toe_off" and e.time_s > self.strike
        )
        self.other = next(e.time_s for e in events if e.side != side and e.time_s > self.strike)
        self.time = np.arange(self.strike, self.end, 1 / RATE_HZ)
        self.joints = runner.joints_m(self.time)
        self.stance = self.time <= self.off
        self.sign = 1.0 if side == "right" else -1.0
        self.leg = runner.body.leg_m

    def __getitem__(self, name: str) -> Array:
        if name.startswith("mid_"):
            pair = [INDEX[f"{s}_{name[4:]}"] for s in SIDES]
            middle: Array = self.joints[:, pair].mean(axis=1)
            return middle
        own: Array = self.joints[:, INDEX[f"{self.side}_{name}"]]
        return own

    def flexion(self) -> Array:
        hip, knee, ankle = (self[n][:, :2] for n in ("hip", "knee", "ankle"))
        return 180 - angle(hip - knee, ankle - knee)

    def lowest(self) -> int:
        return int(np.argmin(np.where(self.stance, self["mid_hip"][:, 1], np.inf)))

    def tilt(self, lower: str, upper: str) -> Array:
        up = self[upper] - self[lower]
        return np.degrees(np.arctan(up[:, 2] / up[:, 1])) * self.sign


@pytest.fixture(scope="module", params=SIDES)
def sampled(request: pytest.FixtureRequest) -> Sampled:
    return Sampled(RUNNER, request.param)


@pytest.fixture(scope="module")
def true() -> dict[str, dict[str, float]]:
    return {key: dict(value) for key, value in truth(RUNNER).items()}


def test_timing(sampled: Sampled, true: dict[str, dict[str, float]]) -> None:
    s, side = sampled, sampled.side
    assert true["contact_time"][side] == pytest.approx(1000 * (s.off - s.strike))
    assert true["flight_time"][side] == pytest.approx(1000 * (s.other - s.off))
    assert true["duty_factor"][side] == pytest.approx((s.off - s.strike) / (s.end - s.strike))
    assert true["cadence"]["both"] == pytest.approx(120 / (s.end - s.strike))
    step = s["mid_hip"][s.time <= s.other, 1]
    assert true["vertical_oscillation"][side] == pytest.approx(100 * np.ptp(step) / s.leg, abs=1e-3)


def test_landing(sampled: Sampled, true: dict[str, dict[str, float]]) -> None:
    s, side, flexion = sampled, sampled.side, sampled.flexion()
    ahead = (s["ankle"] - s["mid_hip"])[0, 0]
    assert true["overstride"][side] == pytest.approx(100 * ahead / s.leg, abs=1e-6)
    ankle, knee = s["ankle"][0], s["knee"][0]
    shank = np.degrees(np.arctan((ankle[0] - knee[0]) / (knee[1] - ankle[1])))
    assert true["shank_angle_at_contact"][side] == pytest.approx(shank, abs=1e-6)
    foot = s["toe"][0] - s["heel"][0]
    sole = np.degrees(np.arctan(foot[1] / foot[0]))
    assert true["foot_angle_at_contact"][side] == pytest.approx(sole, abs=1e-6)
    assert true["knee_flexion_at_contact"][side] == pytest.approx(flexion[0], abs=1e-6)
    peak = int(np.argmax(np.where(s.stance, flexion, -np.inf)))
    assert true["peak_knee_flexion"][side] == pytest.approx(flexion[peak], abs=1e-4)
    loading = 1000 * (s.time[peak] - s.strike)
    assert true["loading_time"][side] == pytest.approx(loading, abs=0.2)
    rate = (flexion[peak] - flexion[0]) / (loading / 1000)
    assert true["loading_rate"][side] == pytest.approx(rate, rel=0.003)


def test_swing_and_trunk(sampled: Sampled, true: dict[str, dict[str, float]]) -> None:
    s, side = sampled, sampled.side
    thigh = s["knee"] - s["hip"]
    forward = np.degrees(np.arctan2(thigh[:, 0], -thigh[:, 1]))
    off = int(np.argmin(np.abs(s.time - s.off)))
    assert true["hip_extension_at_toe_off"][side] == pytest.approx(-forward[off], abs=0.05)
    assert true["knee_drive"][side] == pytest.approx(forward[~s.stance].max(), abs=1e-3)
    trunk = s["mid_shoulder"] - s["mid_hip"]
    lean = np.degrees(np.arctan(trunk[:, 0] / trunk[:, 1]))
    assert true["trunk_lean"][side] == pytest.approx(lean[s.stance].mean(), abs=1e-3)
    arm = s["elbow"] - s["shoulder"]
    swing = np.degrees(np.arctan2(arm[:, 0], -arm[:, 1]))
    assert true["arm_swing"][side] == pytest.approx(np.ptp(swing), abs=1e-3)


def test_frontal(sampled: Sampled, true: dict[str, dict[str, float]]) -> None:
    s, side, low = sampled, sampled.side, sampled.lowest()
    far = s.joints[:, INDEX[f"{other(side)}_hip"]]
    line = s["hip"] - far
    drop = np.degrees(np.arctan(line[:, 1] / np.abs(line[:, 2])))
    assert true["pelvic_drop"][side] == pytest.approx(drop[low], abs=1e-3)
    inwards = s.tilt("knee", "hip")
    assert true["hip_adduction"][side] == pytest.approx(drop[low] + inwards[low], abs=0.02)
    lean = s.tilt("mid_hip", "mid_shoulder")
    assert true["trunk_side_lean"][side] == pytest.approx(lean[: low + 1].mean(), abs=1e-3)
    sideways = s.sign * s["mid_hip"][:, 2]
    shift = sideways[s.stance].max() - sideways.mean()
    assert true["pelvic_shift"][side] == pytest.approx(100 * shift / s.leg, abs=1e-3)


def test_the_knee_from_behind(sampled: Sampled, true: dict[str, dict[str, float]]) -> None:
    s, side, low = sampled, sampled.side, sampled.lowest()
    hip, knee, ankle = (s[n][:, [2, 1]] for n in ("hip", "knee", "ankle"))
    share = (hip[:, 1] - knee[:, 1]) / (hip[:, 1] - ankle[:, 1])
    on_line = hip[:, 0] + share * (ankle[:, 0] - hip[:, 0])
    inwards = np.sign(s.sign * (on_line - knee[:, 0]))
    frontal = inwards * (180 - angle(hip - knee, ankle - knee))
    assert true["knee_projection"][side] == pytest.approx(frontal[low], abs=0.05)
    time, values = s.time[s.stance], frontal[s.stance]
    rest = values - np.polyval(np.polyfit(time - time[0], values, 1), time - time[0])
    assert true["knee_wobble"][side] == pytest.approx(np.sqrt(np.mean(rest**2)), abs=0.01)


def test_rotation_and_whip(sampled: Sampled, true: dict[str, dict[str, float]]) -> None:
    s, side = sampled, sampled.side
    line = s.joints[:, INDEX["right_shoulder"]] - s.joints[:, INDEX["left_shoulder"]]
    # The chest points ahead of the shoulder line: turned to the right, the right shoulder is back.
    chest = s.sign * np.degrees(np.arctan(-line[:, 0] / line[:, 2]))
    assert true["trunk_rotation"][side] == pytest.approx(chest.max(), abs=1e-3)
    early = (s.time > s.off) & (s.time < 0.5 * (s.off + s.end))
    foot = s["heel"] - s["toe"]
    when = int(np.argmax(np.where(early, foot[:, 1], -np.inf)))
    inwards = np.degrees(np.arctan(-s.sign * foot[when, 2] / foot[when, 1]))
    assert true["heel_whip"][side] == pytest.approx(inwards, abs=0.02)


def test_step_width(true: dict[str, dict[str, float]]) -> None:
    ankles = {side: (s := Sampled(RUNNER, side))["ankle"][s.lowest(), 2] for side in SIDES}
    width = 100 * (ankles["right"] - ankles["left"]) / RUNNER.body.leg_m
    assert true["step_width"]["both"] == pytest.approx(width, abs=1e-6)


@pytest.mark.parametrize("runner", [Runner(), RUNNER, Runner.at(2.2), Runner.at(5.0)])
def test_requested_numbers_are_kept_exactly(runner: Runner) -> None:
    found = truth(runner)
    for metric, (parameter, scale) in REQUESTED.items():
        for side in SIDES:
            asked = scale * runner.asked(parameter, side)
            assert found[metric][side] == pytest.approx(asked, abs=2e-2), (metric, side)


@cache
def plain_truth() -> Mapping[str, Mapping[str, float]]:
    return truth(Runner())


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_shows_in_its_metric_on_its_side_only(name: str) -> None:
    fault, plain = FAULTS[name], plain_truth()
    faulty = truth(Runner(faults={f"{name}-left": fault.visible}))
    change = {side: faulty[fault.metric][side] - plain[fault.metric][side] for side in SIDES}
    assert abs(change["left"]) > 1.0
    assert abs(change["right"]) < 0.02 * abs(change["left"])


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_without_a_side_changes_both_legs_alike(name: str) -> None:
    faulty = Runner(faults={name: FAULTS[name].visible})
    left, right = (faulty.asked(FAULTS[name].parameter, side) for side in SIDES)
    assert left == right != getattr(faulty, FAULTS[name].parameter)


@pytest.mark.parametrize("name", ["overstride", "slow_loading", "pelvic_drop"])
def test_a_fault_without_a_side_shows_on_both(name: str) -> None:
    fault, plain = FAULTS[name], plain_truth()
    faulty = truth(Runner(faults={name: fault.visible}))
    left, right = (faulty[fault.metric][s] - plain[fault.metric][s] for s in SIDES)
    assert left == pytest.approx(right, abs=1e-6)
    assert abs(left) > 1.0


VARIED = Runner(variability=0.05, seed=2)
ASKED = {
    "contact_time": ("contact_s", 1000.0),
    "overstride": ("overstride", 100.0),
    "peak_knee_flexion": ("peak_flexion_rad", 180 / np.pi),
    "pelvic_drop": ("pelvic_drop_rad", 180 / np.pi),
    "knee_drive": ("knee_drive_rad", 180 / np.pi),
}


def asked(metric: str, side: Side) -> Array:
    name, scale = ASKED[metric]
    values: Array = scale * getattr(VARIED.steps.of(side), name)
    return values


def test_every_step_has_its_own_truth() -> None:
    found = VARIED.truth_per_step(3.0)
    strikes = [e for e in VARIED.events(3.0) if e.kind == "foot_strike"]
    for metric in ASKED:
        for side in SIDES:
            values = np.array(found[metric][side])
            assert len(values) == sum(strike.side == side for strike in strikes)
            assert values == pytest.approx(asked(metric, side)[: len(values)], abs=0.05)
            assert np.std(values) > 0.005 * np.mean(values)


def test_a_varied_runners_truth_is_the_mean_of_his_steps() -> None:
    found = truth(VARIED)
    for metric in ASKED:
        for side in SIDES:
            assert found[metric][side] == pytest.approx(np.mean(asked(metric, side)), abs=0.02)
    assert found["overstride"]["left"] == pytest.approx(25.0, abs=1e-6)


def test_times_between_strikes_vary_about_the_cadence() -> None:
    times = [e.time_s for e in VARIED.events(60.0) if e.kind == "foot_strike"]
    intervals = np.array([late - early for early, late in pairwise(times)])
    assert 60 / np.mean(intervals) == pytest.approx(VARIED.cadence_steps_min, rel=0.002)
    assert np.std(intervals) > 0.002


def test_more_variability_means_more_spread_and_another_seed_other_steps() -> None:
    spread = [np.std(Runner(variability=v, seed=1).steps.contact_s) for v in (0.0, 0.02, 0.06)]
    assert spread[0] == 0.0
    assert spread[0] < spread[1] < spread[2]
    first, second = (Runner(variability=0.05, seed=seed).steps.contact_s for seed in (1, 2))
    assert np.any(first != second)
