"""Findings: a value within its error is uncertain, and what is not trusted never weighs."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from evenstride.analysis import analyze_poses
from evenstride.causes import explain
from evenstride.figure import Camera, Runner, keypoints
from evenstride.findings import Film, Found, findings
from evenstride.intake import Intake, Stated
from evenstride.knowledge import knowledge
from evenstride.metrics.measurement import Difference, Estimate, Measurement, Status

KNOWN = knowledge()


def measured(
    key: str, left: float, right: float, error: float = 1.0, status: Status = "ok"
) -> Measurement:
    """A metric with a mean a side and half its interval."""
    sides = {
        side: Estimate(mean, 1.0, 20, (mean - error, mean + error), (mean,) * 20)
        for side, mean in (("left", left), ("right", right))
    }
    gap = left - right
    between = Difference(gap, (gap - error, gap + error), 1.0, "different")
    why = "" if status == "ok" else "Why."
    return Measurement(key, key, "deg", "A number.", status, why, sides, between)


def found(*items: Measurement, speed_m_s: float | None = 3.0) -> dict[str, Found]:
    film = Film({item.key: item for item in items}, speed_m_s, 1.72)
    return {each.node: each for each in findings([film], KNOWN)}


@pytest.mark.parametrize(
    ("value", "standing"),
    [(15.0, "present"), (12.5, "uncertain"), (11.5, "uncertain"), (9.0, "absent")],
)
def test_a_value_within_its_error_of_the_border_is_uncertain(value: float, standing: str) -> None:
    each = found(measured("trunk_lean", value, value))["forward-trunk"]
    assert each.standing == standing


def test_the_probability_is_that_of_a_normal_error() -> None:
    each = found(measured("trunk_lean", 13.0, 13.0, 1.96))["forward-trunk"]
    assert each.probability == pytest.approx(0.5 * math.erfc(-1 / math.sqrt(2)))


def test_overstride_takes_two_signs_on_one_leg() -> None:
    shank = measured("shank_angle_at_contact", 11.0, 11.0)
    reach = measured("overstride", 35.0, 25.0)
    knee = measured("knee_flexion_at_contact", 17.0, 17.0)
    both = found(shank, reach, knee)
    assert both["overstride-left"].standing == "present"
    assert both["overstride-right"].standing == "absent"
    assert found(shank, reach)["overstride-right"].standing == "uncertain", "the knee is not known"
    assert found(shank)["overstride-left"].standing == "not assessed"


def test_a_far_landing_with_few_steps_is_low_cadence_and_few_steps_alone_are_not() -> None:
    steps = replace(
        measured("cadence", 154.0, 154.0),
        sides={"both": Estimate(154.0, 1.0, 40, (153.0, 155.0), (154.0,) * 40)},
    )
    keys = ("shank_angle_at_contact", "knee_flexion_at_contact", "overstride")
    far, near = (
        [measured(key, value, value) for key, value in zip(keys, values, strict=True)]
        for values in ((11.0, 7.0, 30.0), (2.0, 16.0, 25.0))
    )
    assert found(steps, *far)["low-cadence"].standing == "present"
    assert found(steps, *near)["low-cadence"].standing == "absent"


def test_a_threshold_that_moves_with_speed_needs_the_speed() -> None:
    drive = measured("knee_drive", 36.0, 36.0)
    assert found(drive, speed_m_s=2.8)["weak-knee-drive-left"].standing == "absent"
    assert found(drive, speed_m_s=4.0)["weak-knee-drive-left"].standing == "present"
    unknown = found(drive, speed_m_s=None)["weak-knee-drive-left"]
    assert unknown.standing == "not assessed"
    assert "--speed" in unknown.sentence


def test_the_sides_are_compared_with_the_sides_swapped() -> None:
    lean = measured("trunk_side_lean", 7.0, 2.0)
    each = found(lean)
    assert each["side-lean-left"].standing == "present"
    assert each["side-lean-right"].standing == "absent"


def test_a_low_metric_is_shown_and_never_weighs() -> None:
    low = found(measured("trunk_lean", 25.0, 25.0, status="low"))["forward-trunk"]
    assert low.standing == "uncertain"
    assert not low.weighs
    told = Intake(complaints=(Stated("low-back", None),))
    without = explain(told, (), KNOWN)
    with_it = explain(told, (low,), KNOWN)
    assert [e.probability for e in with_it.explanations] == [
        e.probability for e in without.explanations
    ]


def test_a_refused_metric_says_why() -> None:
    refused = replace(
        measured("trunk_lean", 1.0, 1.0, status="refused"), sides={}, difference=None,
        reason="The camera stood askew.",
    )  # fmt: skip
    each = found(refused)["upright-trunk"]
    assert (each.standing, each.sentence) == ("not assessed", "The camera stood askew.")


def test_of_two_films_the_one_that_can_be_trusted_counts() -> None:
    low = Film({"trunk_lean": measured("trunk_lean", 25.0, 25.0, status="low")})
    good = Film({"trunk_lean": measured("trunk_lean", 7.0, 7.0)})
    for order in ([low, good], [good, low]):
        each = next(f for f in findings(order, KNOWN) if f.id == "forward-trunk")
        assert (each.standing, each.weighs) == ("absent", True)


@pytest.mark.parametrize(
    ("fault", "size", "node", "view"),
    [
        ("side_lean-left", 8.0, "side-lean-left", "rear"),
        ("hip_travel", 0.05, "side-to-side-hips", "rear"),
        ("weak_knee_drive-right", 11.0, "weak-knee-drive-right", "side"),
        ("overstride-left", 0.14, "overstride-left", "side"),
    ],
)
def test_a_drawn_fault_is_found_on_its_side_and_nowhere_else(
    fault: str, size: float, node: str, view: str
) -> None:
    faults = (
        {f"{fault}-left": size, f"{fault}-right": size} if fault == "hip_travel" else {fault: size}
    )
    poses = keypoints(Runner(faults=faults), Camera(view=view), fps=120, duration_s=8)
    analysis = analyze_poses(poses, name="drawn.csv", height_m=1.75, speed_m_s=3.0)
    film = Film({item.key: item for item in analysis.measurements}, 3.0, 1.75)
    present = {each.node for each in findings([film], KNOWN) if each.standing == "present"}
    assert node in present
    base = node.rsplit("-", 1)[0]
    assert not {n for n in present if n.startswith(base) and n != node}


@pytest.mark.parametrize("view", ["side", "rear"])
def test_an_even_runner_stands_out_nowhere(view: str) -> None:
    poses = keypoints(Runner(), Camera(view=view), fps=120, duration_s=8)
    analysis = analyze_poses(poses, name="drawn.csv", height_m=1.75, speed_m_s=3.0)
    film = Film({item.key: item for item in analysis.measurements}, 3.0, 1.75)
    assert not [each for each in findings([film], KNOWN) if each.standing == "present"]
