"""The drawn runner moves as physics and his own numbers say."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from evenstride.errors import InputError
from evenstride.figure import FAULTS, Runner, truth
from evenstride.poses import Array
from evenstride.skeleton import INDEX, MIRROR, SIDES

GRAVITY = 9.80665
H_S = 2e-5

PLAIN = Runner()
UNEQUAL = Runner(
    faults={
        "overstride-left": 0.06,
        "straight_knee-right": 5.0,
        "slow_loading-left": 0.02,
        "pelvic_drop-right": 5.0,
        "weak_knee_drive-left": 5.0,
    }
)
RUNNERS = {
    "plain": PLAIN,
    "unequal": UNEQUAL,
    "slow": Runner.at(2.2),
    "fast": Runner.at(5.0),
    "forefoot": Runner(foot_angle_at_contact_deg=-8),
    "flat": Runner(foot_angle_at_contact_deg=0),
    "varied": Runner(variability=0.04, seed=3),
}
every_runner = pytest.mark.parametrize("runner", RUNNERS.values(), ids=RUNNERS.keys())


def path(runner: Runner, name: str, time_s: Array) -> Array:
    return runner.joints_m(time_s)[:, INDEX[name]]


def hips(runner: Runner, time_s: Array) -> Array:
    return 0.5 * (path(runner, "left_hip", time_s) + path(runner, "right_hip", time_s))


def velocity(runner: Runner, name: str, time_s: Array) -> Array:
    return (path(runner, name, time_s + H_S) - path(runner, name, time_s - H_S)) / (2 * H_S)


def inside(start_s: float, end_s: float) -> Array:
    margin = 0.02 * (end_s - start_s)
    return np.linspace(start_s + margin, end_s - margin, 60)


@every_runner
def test_flight_is_ballistic(runner: Runner) -> None:
    steps, h = runner.steps, 1e-3
    for off, strike in zip(steps.toe_off_s, steps.next_strike_s, strict=True):
        time = np.linspace(off + 2 * h, strike - 2 * h, 25)
        y = [hips(runner, time + shift)[:, 1] for shift in (-h, 0.0, h)]
        assert (y[0] - 2 * y[1] + y[2]) / h**2 == pytest.approx(-GRAVITY, abs=1e-5)


@every_runner
def test_the_hips_never_jump(runner: Runner) -> None:
    # One continuous acceleration: its change over 0.1 ms stays small everywhere.
    time = np.arange(0, 2 * runner.step_time_s, 1e-4)
    acceleration = runner.gait.height(time, 2)
    assert np.max(np.abs(np.diff(acceleration))) < 0.3
    assert np.min(acceleration) > -GRAVITY - 3.0


@pytest.mark.parametrize(
    "runner",
    [
        *(Runner.at(speed) for speed in (2.2, 2.6, 3.0, 3.4, 4.0, 4.5, 5.0)),
        Runner(faults={"straight_knee": 8.0}),
        Runner(faults={"pelvic_drop": 6.0}),
    ],
)
def test_the_ground_pushes_in_one_hump_as_on_a_force_plate(runner: Runner) -> None:
    # Hamner & Delp 2013, runs at 3 and 4 m/s: nought at 0.165 of the contact after the strike
    # and 0.25 of it before toe-off.
    strike, contact = runner.steps.strike_s[0], runner.steps.contact_s[0]
    share = np.linspace(0, 1, 1001)
    acceleration = runner.gait.height(strike + share * contact, 2)
    above = acceleration > 0
    assert np.count_nonzero(np.diff(above)) == 2
    assert 0.12 <= share[above][0] <= 0.20
    assert 0.17 <= 1 - share[above][-1] <= 0.30
    peak = int(np.argmax(acceleration))
    turns = np.diff(acceleration[above])
    assert np.all(turns[: peak - int(np.argmax(above)) - 1] > -0.02)
    assert np.all(turns[peak - int(np.argmax(above)) :] < 0.02)
    assert 10 < acceleration[peak] < 22
    lowest = share[np.argmin(runner.gait.height(strike + share * contact))]
    assert 0.38 < lowest < 0.50


@pytest.mark.parametrize("speed", [2.5, 3.0, 4.0])
@pytest.mark.parametrize("size_s", [0.02, 0.03, 0.045])
def test_a_late_knee_is_bent_most_exactly_when_asked(speed: float, size_s: float) -> None:
    runner = Runner.at(speed, faults={"slow_loading-left": size_s})
    found = truth(runner)
    asked = 1000 * runner.asked("loading_time_s", "left")
    assert found["loading_time"]["left"] == pytest.approx(asked, abs=0.05)
    assert found["peak_knee_flexion"]["left"] == pytest.approx(
        runner.peak_knee_flexion_deg, abs=1e-3
    )
    assert np.count_nonzero(np.diff(runner.gait.height(np.arange(0.1, 0.4, 1e-3), 2) > 0)) == 2


@every_runner
def test_planted_feet_go_with_the_belt(runner: Runner) -> None:
    for side in SIDES:
        steps = runner.steps.of(side)
        for strike, contact in zip(steps.strike_s, steps.contact_s, strict=True):
            planted = np.linspace(strike + 0.085, strike + contact - 0.04, 20)
            speed = velocity(runner, f"{side}_toe", planted)
            assert speed[:, 0] == pytest.approx(-runner.speed_m_s, abs=1e-6)
            assert speed[:, 1] == pytest.approx(0.0, abs=1e-6)


@every_runner
def test_the_sole_touches_exactly_at_the_strike_and_gives_a_little(runner: Runner) -> None:
    for side in SIDES:
        steps = runner.steps.of(side)
        first = "heel" if runner.foot_angle_at_contact_deg >= 0 else "toe"
        strikes = steps.strike_s
        assert path(runner, f"{side}_{first}", strikes)[:, 1] == pytest.approx(0.02, abs=1e-9)
        falling = velocity(runner, f"{side}_{first}", strikes)[:, 1]
        assert np.all((falling < -0.2) & (falling > -0.9))
        for strike in strikes[:2]:
            after = np.linspace(strike, strike + 0.06, 601)
            height = path(runner, f"{side}_{first}", after)[:, 1]
            lowest = after[np.argmax(height < height.min() + 5e-5)] - strike
            assert 0.010 <= lowest <= 0.025
            assert 0.0 < 0.02 - height.min() <= 0.008


@every_runner
def test_nothing_goes_through_the_ground(runner: Runner) -> None:
    time = np.arange(0, min(runner.steps.period_s, 3.0), 1e-3)
    for side in SIDES:
        for name in ("heel", "toe"):
            assert path(runner, f"{side}_{name}", time)[:, 1].min() > 0.011


@every_runner
def test_the_toe_accelerates_upwards_most_at_toe_off(runner: Runner) -> None:
    h = 1e-4
    for side in SIDES:
        for off in runner.steps.of(side).toe_off_s[:3]:
            time = np.linspace(off - 0.05, off + 0.05, 201)
            y = [path(runner, f"{side}_toe", time + shift)[:, 1] for shift in (-h, 0.0, h)]
            peak = time[np.argmax(y[0] - 2 * y[1] + y[2])]
            assert peak == pytest.approx(off, abs=0.004)


@every_runner
def test_limbs_keep_their_length_in_the_plane_of_running(runner: Runner) -> None:
    time = np.arange(0, min(runner.steps.period_s, 3.0), 2e-3)
    for side in SIDES:
        hip, knee, ankle, heel = (
            path(runner, f"{side}_{name}", time)[:, :2] for name in ("hip", "knee", "ankle", "heel")
        )
        assert np.hypot(*(knee - hip).T) == pytest.approx(runner.body.thigh_m, abs=1e-9)
        assert np.hypot(*(ankle - knee).T) == pytest.approx(runner.body.shank_m, abs=1e-9)
        heights = np.hypot(*(ankle - heel).T)
        assert heights == pytest.approx(heights[0], abs=1e-9)


@every_runner
def test_every_joint_moves_without_a_jolt(runner: Runner) -> None:
    time = np.arange(0, min(runner.steps.period_s, 3.0), 2.5e-4)
    speed = np.diff(runner.joints_m(time), axis=0) / 2.5e-4
    # 600 m/s^2 is the settling foot; a jump in speed of 0.5 m/s would be 2000.
    assert np.max(np.abs(np.diff(speed, axis=0))) / 2.5e-4 < 1000


@every_runner
def test_the_knee_never_bends_backwards(runner: Runner) -> None:
    time = np.arange(0, min(runner.steps.period_s, 3.0), 1e-3)
    for side in SIDES:
        hip, knee, ankle = (
            path(runner, f"{side}_{n}", time)[:, :2] for n in ("hip", "knee", "ankle")
        )
        thigh, shank = knee - hip, ankle - knee
        turn = thigh[:, 0] * shank[:, 1] - thigh[:, 1] * shank[:, 0]
        assert np.all(turn < 0)


@every_runner
def test_events_alternate_and_keep_the_cadence(runner: Runner) -> None:
    events = runner.events(8.0)
    strikes = [event for event in events if event.kind == "foot_strike"]
    assert [event.time_s for event in events] == sorted(event.time_s for event in events)
    assert {event.sd_s for event in events} == {0.0}
    assert all(a.side != b.side for a, b in itertools.pairwise(strikes))
    cycle = len(runner.steps)
    long = [
        event.time_s
        for event in runner.events(3 * runner.steps.period_s)
        if event.kind == "foot_strike"
    ]
    assert 60 * cycle / (long[cycle] - long[0]) == pytest.approx(runner.cadence_steps_min)


def test_the_movement_repeats() -> None:
    time = np.linspace(0, 1, 50)
    again = PLAIN.joints_m(time + 7 * PLAIN.steps.period_s)
    assert again == pytest.approx(PLAIN.joints_m(time), abs=1e-9)


def test_one_step_later_the_runner_is_his_own_mirror_image() -> None:
    time = np.linspace(0, 1, 97)
    mirrored = PLAIN.joints_m(time)[:, MIRROR] * [1, 1, -1]
    assert PLAIN.joints_m(time + PLAIN.step_time_s) == pytest.approx(mirrored, abs=1e-8)


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_on_the_other_side_is_the_mirror_image(name: str) -> None:
    size = FAULTS[name].visible
    left, right = (Runner(faults={f"{name}-{side}": size}) for side in SIDES)
    time = np.linspace(0, 0.7, 71)
    mirrored = left.joints_m(time)[:, MIRROR] * [1, 1, -1]
    assert right.joints_m(time + left.step_time_s) == pytest.approx(mirrored, abs=1e-6)


def test_over_ground_the_planted_foot_stands_still() -> None:
    runner = Runner(surface="overground")
    strike, contact = runner.steps.of("left").strike_s[0], runner.contact_time_s
    toe = path(runner, "left_toe", np.linspace(strike + 0.085, strike + contact - 0.04, 20))
    assert np.ptp(toe[:, 0]) < 1e-9


def test_walking_has_no_flight_and_both_feet_are_down_for_a_while() -> None:
    runner = Runner(
        activity="walking",
        speed_m_s=1.3,
        cadence_steps_min=112,
        contact_time_s=0.66,
        overstride=0.3,
    )
    steps = runner.steps
    assert np.all(steps.toe_off_s > steps.next_strike_s + 0.05)
    joints = runner.joints_m(np.arange(0, 3, 0.005))
    assert np.all(np.isfinite(joints))
    assert np.ptp(hips(runner, np.arange(0, 3, 0.005))[:, 1]) == pytest.approx(0.04, abs=0.005)
    low = joints[
        :, [INDEX["left_toe"], INDEX["right_toe"], INDEX["left_heel"], INDEX["right_heel"]], 1
    ]
    assert np.all(low.min(axis=1) < 0.022)


def test_standing_stays_in_place_without_events() -> None:
    runner = Runner(activity="standing")
    joints = runner.joints_m(np.arange(0, 5, 0.01))
    assert runner.events(5.0) == ()
    assert np.max(np.ptp(joints, axis=0)) < 0.03


@pytest.mark.parametrize(
    "numbers",
    [
        {"faults": {"limp-left": 1.0}},
        {"faults": {"overstride-middle": 1.0}},
        {"contact_time_s": 0.36},
        {"knee_drive_deg": 20.0},
        {"overstride": 1.2},
    ],
)
def test_what_nobody_can_run_is_refused_with_a_sentence(numbers: dict[str, object]) -> None:
    with pytest.raises(InputError, match=r"\.$"):
        Runner.at(3.0, **numbers).joints_m(np.zeros(1))
