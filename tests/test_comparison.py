"""Two films compared: what is called a change, what is not, and what cannot be compared."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

import evenstride
from evenstride.analysis import Analysis, analyze_poses
from evenstride.comparison import Change, Comparison, compare_sittings
from evenstride.figure import Camera, Runner, keypoints
from evenstride.metrics import catalogue
from evenstride.metrics.measurement import NORMAL_95, Measurement, estimate
from evenstride.quality import Surroundings
from evenstride.sitting import Sitting, sitting_of

METRICS = catalogue()


@pytest.fixture(scope="module")
def run() -> Analysis:
    poses = keypoints(Runner(variability=0.03), Camera(), fps=120.0, duration_s=9.0, noise_px=1.0)
    return analyze_poses(poses, name="march.csv", sha256="aa" * 32, speed_m_s=3.0)


@pytest.fixture(scope="module")
def sitting(run: Analysis) -> Sitting:
    return sitting_of(run)


def with_means(
    sitting: Sitting,
    moved: dict[str, float],
    *,
    n: int = 14,
    sd: float = 0.2,
    again_sd: float = 0.0,
) -> Sitting:
    """The same film, every metric's left side at a mean of ours, with steps of a known spread."""
    random = np.random.default_rng(len(sitting.label))
    changed: dict[str, Measurement] = {}
    for key, item in sitting.measurements.items():
        if "left" not in item.sides:
            continue
        spread = sd * METRICS[key].mdc * random.standard_normal(n)
        values = moved.get(key, 0.0) + item.sides["left"].mean + spread - spread.mean()
        found = estimate(values, again_sd=again_sd * METRICS[key].mdc)
        assert found is not None
        changed[key] = replace(item, sides={"left": found})
    return replace(sitting, measurements=changed)


def one(comparison: Comparison, key: str, side: str = "left") -> Change:
    return next(c for c in comparison.changes if (c.key, c.side) == (key, side))


# -- verdicts --------------------------------------------------------------------------------


def test_a_film_and_itself_have_no_change(run: Analysis) -> None:
    found = evenstride.compare(run, run)
    assert found.claims == len([c for c in found.changes if c.judged]) > 20
    assert {change.verdict for change in found.changes} == {"no detectable change"}
    assert all(change.value == 0 for change in found.changes)
    assert "Both are the same film." in found.cautions


def test_a_change_is_after_minus_before(sitting: Sitting) -> None:
    before, after = with_means(sitting, {}), with_means(sitting, {"knee_drive": 20.0})
    there = one(compare_sittings(before, [after])[0], "knee_drive")
    back = one(compare_sittings(after, [before])[0], "knee_drive")
    assert there.value == pytest.approx(20.0)
    assert back.value == pytest.approx(-20.0)
    assert there.ci95[0] < 20.0 < there.ci95[1]
    assert back.ci95 == pytest.approx((-there.ci95[1], -there.ci95[0]))


@pytest.mark.parametrize("share", [0.5, 0.95, 1.3, 2.0])
def test_nothing_below_the_detectable_change_is_called(sitting: Sitting, share: float) -> None:
    before = with_means(sitting, {})
    moved = {key: share * METRICS[key].retest_mdc for key in METRICS}
    found = compare_sittings(before, [with_means(sitting, moved, sd=0.05)])[0]
    judged = [change for change in found.changes if change.judged]
    assert judged
    called = [change.verdict != "no detectable change" for change in judged]
    assert all(called) if share > 1 else not any(called)


def test_a_large_change_of_few_steps_is_no_verdict(sitting: Sitting) -> None:
    after = with_means(sitting, {"knee_drive": 60.0}, n=6)
    assert one(compare_sittings(with_means(sitting, {}), [after])[0], "knee_drive").verdict == (
        "too few steps"
    )


def test_a_side_seen_in_one_film_only_says_so(sitting: Sitting) -> None:
    left = sitting.measurements["knee_drive"].sides["left"]
    only = replace(sitting.measurements["knee_drive"], sides={"left": left})
    after = replace(sitting, measurements={**sitting.measurements, "knee_drive": only})
    change = one(compare_sittings(sitting, [after])[0], "knee_drive", "right")
    assert (change.verdict, change.after) == ("not comparable", None)
    assert change.reason == "No right step showed it in one of the films."


def test_chance_among_many_steps_is_judged_by_holm(sitting: Sitting) -> None:
    """With ever more claims a change that is sure by itself is not sure any more."""
    base = with_means(sitting, {}, sd=2.0)
    size = 1.9 * METRICS["knee_drive"].retest_mdc
    only = {"knee_drive": base.measurements["knee_drive"]}
    alone = replace(base, measurements=only)
    after = with_means(sitting, {"knee_drive": size}, sd=2.0)
    few = compare_sittings(alone, [after])[0]
    many = compare_sittings(base, [after, *([base] * 40)])
    assert one(few, "knee_drive").chance == pytest.approx(one(many[0], "knee_drive").chance)
    assert few.claims == 1
    assert many[0].claims > 400
    assert one(few, "knee_drive").verdict == "changed"
    assert one(many[0], "knee_drive").verdict == "no detectable change"


def test_what_the_pose_model_does_anew_counts_twice(sitting: Sitting) -> None:
    """Independent in both films: the detectable change grows by 1.96 sqrt(2) of one SD."""
    before, after = (with_means(sitting, {}, again_sd=1.0) for _ in range(2))
    change = one(compare_sittings(before, [after])[0], "trunk_lean")
    metric = METRICS["trunk_lean"]
    assert change.mdc == pytest.approx(
        np.hypot(metric.retest_mdc, NORMAL_95 * np.sqrt(2) * metric.mdc)
    )
    half = (change.ci95[1] - change.ci95[0]) / 2
    assert half > NORMAL_95 * np.sqrt(2) * metric.mdc


@pytest.mark.parametrize("sd", [0.1, 1.0, 4.0])
def test_what_is_called_lies_beyond_what_is_detectable_and_nothing_else(
    sitting: Sitting, sd: float
) -> None:
    """The shaded zone of the page: outside it is a change, inside it is none."""
    random = np.random.default_rng(5)
    moved = {key: float(random.normal(0, 3)) * METRICS[key].mdc for key in METRICS}
    found = compare_sittings(with_means(sitting, {}, sd=sd), [with_means(sitting, moved, sd=sd)])[0]
    judged = [change for change in found.changes if change.judged]
    assert {change.verdict == "no detectable change" for change in judged} == {True, False}
    for change in judged:
        assert change.detectable >= change.mdc
        beyond = abs(change.value) > change.detectable
        assert beyond == (change.verdict != "no detectable change")


def test_a_steady_error_of_the_instrument_cancels(sitting: Sitting) -> None:
    before = with_means(sitting, {})
    biased = {
        key: replace(
            item,
            sides={side: replace(each, instrument_sd=50.0) for side, each in item.sides.items()},
        )
        for key, item in before.measurements.items()
    }
    after = with_means(sitting, {"overstride": 9.0})
    found = compare_sittings(replace(before, measurements=biased), [after])[0]
    assert one(found, "overstride").verdict == "worse"


@pytest.mark.parametrize(
    ("key", "before", "after", "verdict"),
    [
        ("overstride", 35.0, 26.0, "improved"),
        ("overstride", 26.0, 35.0, "worse"),
        ("overstride", 28.0, 20.0, "changed"),
        ("knee_flexion_at_contact", 4.0, 19.0, "improved"),
        ("knee_flexion_at_contact", 19.0, 4.0, "worse"),
        ("trunk_lean", 25.0, 5.0, "changed"),
        ("contact_time", 300.0, 220.0, "changed"),
    ],
)
def test_better_is_only_said_where_there_is_a_threshold(
    sitting: Sitting, key: str, before: float, after: float, verdict: str
) -> None:
    mean = sitting.measurements[key].sides["left"].mean
    films = [with_means(sitting, {key: value - mean}) for value in (before, after)]
    assert one(compare_sittings(films[0], films[1:])[0], key).verdict == verdict


@pytest.mark.parametrize("key", METRICS)
def test_every_metric_says_from_what_change_on_it_counts(key: str) -> None:
    metric = METRICS[key]
    assert metric.retest_mdc > 0
    assert metric.retest is None or metric.retest.source
    assert metric.limit is None or "[E]" in metric.limit.source
    assert metric.film_error.again > 0


@pytest.mark.parametrize("fps", [60.0, 120.0])
def test_films_carry_the_pose_models_own_scatter(fps: float) -> None:
    """Under 100 frames a second half a frame may come on top."""
    poses = keypoints(Runner(), Camera(), fps=fps, duration_s=6.0)
    film = analyze_poses(poses, name="film.mp4", surroundings=Surroundings(), height_m=2.0)
    table = analyze_poses(poses, name="table.csv", height_m=2.0)
    for seen, told in zip(film.measurements, table.measurements, strict=True):
        for side, each in seen.sides.items():
            again = METRICS[seen.key].film_error.again * (0.982 if seen.unit == "cm" else 1.0)
            assert told.sides[side].again_sd < again
            assert each.again_sd >= again * (1 - 1e-9)
            assert fps < 100 or each.again_sd == pytest.approx(again)
    assert film.from_film
    assert not table.from_film
