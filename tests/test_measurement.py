"""Means with honest intervals: they hold what they promise, and claims are rarely false."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evenstride.metrics.measurement import ENOUGH_STEPS, Estimate, difference, estimate
from evenstride.poses import Array

quick = settings(max_examples=40, deadline=None, derandomize=True)
values = st.lists(st.floats(-500, 500), min_size=1, max_size=40)


def steps(seed: int, n: int, *, likeness: float = 0.0, mean: float = 0.0) -> Array:
    """Steps of SD 1 that resemble their neighbours: a first-order autoregression."""
    random = np.random.default_rng(seed)
    noise = random.normal(size=n)
    out = np.empty(n)
    out[0] = noise[0]
    for i in range(1, n):
        out[i] = likeness * out[i - 1] + np.sqrt(1 - likeness**2) * noise[i]
    return out + mean


def estimated(array: Array) -> Estimate:
    found = estimate(array)
    assert found is not None
    return found


@quick
@given(values)
def test_mean_and_spread_are_what_they_are_called(numbers: list[float]) -> None:
    found = estimated(np.array(numbers))
    assert found.mean == pytest.approx(float(np.mean(numbers)), abs=1e-9)
    assert found.n == len(numbers)
    assert found.values == tuple(numbers)
    if len(numbers) > 1:
        assert found.sd == pytest.approx(float(np.std(numbers, ddof=1)), abs=1e-9)
        assert found.ci95[0] <= found.mean <= found.ci95[1]
    else:
        assert np.isnan([found.sd, *found.ci95]).all()


@quick
@given(values, st.integers(1, 20))
def test_what_was_not_seen_counts_for_nothing(numbers: list[float], unseen: int) -> None:
    holed = np.array(numbers + [np.nan] * unseen)
    found, whole = estimated(holed), estimated(np.array(numbers))
    assert (found.mean, found.n) == (whole.mean, whole.n)
    assert len(found.values) == len(numbers) + unseen
    assert found.ci95 == whole.ci95 or len(numbers) == 1


@pytest.mark.parametrize("array", [np.empty(0), np.full(5, np.nan)])
def test_nothing_seen_is_no_estimate(array: Array) -> None:
    assert estimate(array) is None


@pytest.mark.parametrize("n", [7, 12, 30])
def test_steps_that_stand_alone_have_the_textbook_interval(n: int) -> None:
    """Alternating steps resemble their neighbours in nothing: Student's interval."""
    from scipy.stats import t

    array = np.resize([1.0, -1.0], n) + 5.0
    half = t.ppf(0.975, n - 1) * array.std(ddof=1) / np.sqrt(n)
    found = estimated(array)
    assert found.ci95 == pytest.approx((found.mean - half, found.mean + half))


def test_steps_alike_tell_less_than_their_number() -> None:
    drifting, mixed = np.linspace(-1, 1, 24), np.linspace(-1, 1, 24)[::5].repeat(5)[:24]
    shuffled = np.random.default_rng(1).permutation(drifting)
    assert estimated(drifting).standard_error > 1.5 * estimated(shuffled).standard_error
    assert estimated(mixed).n == 24


@pytest.mark.parametrize("likeness", [0.0, 0.2, 0.4])
@pytest.mark.parametrize("n", [8, 12, 20, 40])
def test_the_interval_holds_the_truth_as_often_as_it_says(n: int, likeness: float) -> None:
    """A 95 % interval: 90 to 98 of 100 may do so."""
    held = 0
    for seed in range(400):
        low, high = estimated(steps(seed, n, likeness=likeness)).ci95
        held += low <= 0 <= high
    assert 0.90 <= held / 400 <= 0.98


def claims(size: float, *, mdc: float, count: int, n: int = 15, likeness: float = 0.3) -> float:
    """The share of pairs of sides so different that are called different."""
    real = 0
    for seed in range(300):
        left = estimated(steps(2 * seed, n, likeness=likeness, mean=size))
        right = estimated(steps(2 * seed + 1, n, likeness=likeness))
        real += difference(left, right, mdc=mdc, claims=count).verdict == "different"
    return real / 300


def test_sides_that_are_alike_are_rarely_called_different() -> None:
    assert claims(0.0, mdc=1e-9, count=1) < 0.10
    assert claims(0.0, mdc=1e-9, count=20) < 0.01


def test_a_difference_below_the_detectable_one_is_never_called() -> None:
    assert claims(1.0, mdc=2.5, count=1) == 0.0


def test_a_large_difference_is_called() -> None:
    assert claims(4.0, mdc=2.0, count=20) > 0.95


def test_more_claims_need_more_evidence() -> None:
    found = [claims(1.0, mdc=1e-9, count=count) for count in (1, 20)]
    assert found[0] > found[1]


def test_a_difference_is_left_minus_right_with_its_interval() -> None:
    left, right = estimated(steps(1, 12, mean=9.0)), estimated(steps(2, 12, mean=4.0))
    found = difference(left, right, mdc=1.0)
    turned = difference(right, left, mdc=1.0)
    assert found.value == pytest.approx(left.mean - right.mean)
    assert found.mdc == 1.0
    assert found.ci95[0] < found.value < found.ci95[1]
    assert turned.value == pytest.approx(-found.value)
    assert turned.ci95 == pytest.approx((-found.ci95[1], -found.ci95[0]))
    assert turned.verdict == found.verdict == "different"


def test_the_differences_interval_holds_the_truth() -> None:
    held = 0
    for seed in range(400):
        sides = [estimated(steps(2 * seed + k, 14, likeness=0.3)) for k in (0, 1)]
        low, high = difference(*sides, mdc=1.0).ci95
        held += low <= 0 <= high
    assert 0.90 <= held / 400 <= 0.98


@pytest.mark.parametrize("few", range(2, ENOUGH_STEPS))
def test_few_steps_make_no_claim(few: int) -> None:
    left, right = estimated(steps(1, few, mean=100.0)), estimated(steps(2, 20))
    for found in (difference(left, right, mdc=1.0), difference(right, left, mdc=1.0)):
        assert found.verdict == "too few steps"
        assert np.isnan(found.ci95).all()
        assert abs(found.value) > 90


@pytest.mark.parametrize("instrument_sd", [0.5, 2.0])
def test_the_instruments_own_error_is_in_the_interval(instrument_sd: float) -> None:
    """Each film's mean is off by an error that its steps share, so more steps do not help."""
    random = np.random.default_rng(9)
    held = 0
    for seed in range(400):
        shared = instrument_sd * random.normal()
        found = estimate(steps(seed, 30, mean=shared), instrument_sd=instrument_sd)
        assert found is not None
        held += found.ci95[0] <= 0 <= found.ci95[1]
    assert 0.90 <= held / 400 <= 0.98


def test_a_coarser_instrument_needs_a_larger_difference() -> None:
    left, right = estimated(steps(1, 15, mean=4.0)), estimated(steps(2, 15))
    fine, coarse = (difference(left, right, mdc=1.0, instrument_sd=sd) for sd in (0.0, 5.0))
    assert (fine.verdict, coarse.verdict) == ("different", "no detectable difference")
    assert coarse.mdc > fine.mdc
    assert coarse.ci95[1] - coarse.ci95[0] > fine.ci95[1] - fine.ci95[0]
