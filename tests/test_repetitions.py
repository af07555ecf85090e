"""Repetitions are found where they are, as high as they are, and never where there are none."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenstride.poses import Array
from evenstride.repetitions import repetitions

PERIOD_S = 4.0
HEIGHT = 80.0
LEAST = 15.0


def clock(fps: float = 30.0, duration_s: float = 20.0) -> Array:
    return np.arange(0, duration_s, 1 / fps)


def waves(time_s: Array, *, rest: float = 5.0, height: float = HEIGHT) -> Array:
    """Up and down like a cosine: peaks at 2, 6, 10, 14 and 18 s."""
    return rest + 0.5 * height * (1 - np.cos(2 * np.pi * time_s / PERIOD_S))


def holds(time_s: Array, top_s: float) -> Array:
    """From 0 to 60 in a second at 5 s, held, and down again in a second."""
    knots = [0.0, 5.0, 6.0, 6.0 + top_s, 7.0 + top_s, 20.0]
    return np.interp(time_s, knots, [0.0, 0.0, 60.0, 60.0, 0.0, 0.0])


@pytest.mark.parametrize("fps", [25.0, 30.0, 59.94, 240.0])
def test_peaks_are_found_between_frames(fps: float) -> None:
    time_s = clock(fps) + 0.0123
    found = repetitions(time_s, waves(time_s), least=LEAST)
    assert [one.peak_s for one in found] == pytest.approx([2, 6, 10, 14, 18], abs=0.002)
    assert [one.peak for one in found] == pytest.approx([5 + HEIGHT] * 5, abs=0.3)
    assert all(one.turned for one in found)


def test_a_repetition_starts_and_ends_a_fifth_of_the_way_up() -> None:
    one = repetitions(clock(), waves(clock()), least=LEAST)[1]
    away_s = PERIOD_S * np.arccos(2 * 0.2 - 1) / (2 * np.pi)
    assert one.peak_s - one.start_s == pytest.approx(away_s, abs=0.02)
    assert one.end_s - one.peak_s == pytest.approx(away_s, abs=0.02)


def test_rest_is_where_the_curve_stays() -> None:
    (one,) = repetitions(clock(), 7.0 + holds(clock(), top_s=2.0), least=LEAST)
    assert one.rest == pytest.approx(7.0, abs=0.1)
    assert one.height == pytest.approx(60.0, abs=1.5)


def test_noise_on_a_held_top_makes_no_more_repetitions() -> None:
    noise = np.random.default_rng(3).normal(0, 2.0, len(clock()))
    found = repetitions(clock(), holds(clock(), top_s=4.0) + noise, least=LEAST)
    assert len(found) == 1
    assert found[0].height == pytest.approx(60.0, abs=3.0)
    assert found[0].top_s == pytest.approx(4.0, abs=0.5)


def test_the_stated_errors_hold() -> None:
    """The peak's error and its time's, over many noisy peaks."""
    away, late = [], []
    for seed in range(40):
        noise = np.random.default_rng(seed).normal(0, 1.5, len(clock()))
        for one in repetitions(clock(), waves(clock()) + noise, least=LEAST):
            away.append((one.peak - 5 - HEIGHT) / one.peak_sd)
            late.append((one.peak_s - (4 * round((one.peak_s - 2) / 4) + 2)) / one.peak_sd_s)
    assert np.sqrt(np.mean(np.square(away))) == pytest.approx(1.0, abs=0.4)
    assert np.sqrt(np.mean(np.square(late))) == pytest.approx(1.0, abs=0.4)


def test_what_starts_or_ends_in_the_middle_is_not_counted() -> None:
    time_s = clock()
    inside = (time_s > 2.0) & (time_s < 14.0)
    found = repetitions(time_s[inside], waves(time_s)[inside], least=LEAST)
    assert [one.peak_s for one in found] == pytest.approx([6, 10], abs=0.01)


@pytest.mark.parametrize("height", [0.0, 10.0])
def test_what_is_too_small_is_no_repetition(height: float) -> None:
    noise = np.random.default_rng(1).normal(0, 0.5, len(clock()))
    assert repetitions(clock(), waves(clock(), height=height) + noise, least=LEAST) == ()


def test_noise_alone_is_no_repetition() -> None:
    noise = np.random.default_rng(2).normal(0, 10.0, len(clock()))
    assert repetitions(clock(), noise, least=LEAST) == ()


def test_nothing_seen_is_no_repetition() -> None:
    assert repetitions(clock(), np.full(len(clock()), np.nan), least=LEAST) == ()


def test_a_top_that_was_not_seen_is_said() -> None:
    """The curve is lost well below its top: the highest that was seen is no turning point."""
    values = waves(clock())
    lost = np.abs(clock() - 10.0) < 0.6
    found = repetitions(clock(), np.where(lost, np.nan, values), least=LEAST)
    assert [one.turned for one in found] == [True, True, False, True, True]


def test_a_gap_below_the_top_costs_nothing() -> None:
    values = waves(clock())
    lost = np.abs(clock() - 8.8) < 0.2
    found = repetitions(clock(), np.where(lost, np.nan, values), least=LEAST)
    assert [one.peak_s for one in found] == pytest.approx([2, 6, 10, 14, 18], abs=0.01)
    assert all(one.turned for one in found)


@given(
    shift_s=st.floats(-100, 100),
    offset=st.floats(-50, 50),
    factor=st.floats(0.5, 3.0),
)
def test_shifting_and_stretching_the_curve_does_the_same_to_what_is_found(
    shift_s: float, offset: float, factor: float
) -> None:
    plain = repetitions(clock(), waves(clock()), least=LEAST)
    moved = repetitions(
        clock() + shift_s, offset + factor * waves(clock()), least=factor * LEAST
    )
    assert len(moved) == len(plain)
    for one, other in zip(plain, moved, strict=True):
        assert other.peak_s == pytest.approx(one.peak_s + shift_s, abs=1e-6)
        assert other.height == pytest.approx(factor * one.height, rel=1e-6)


def test_played_backwards_it_is_the_same() -> None:
    time_s = clock()
    values = holds(time_s, top_s=1.0) + 0.1 * waves(time_s)
    (one,) = repetitions(time_s, values, least=LEAST)
    (back,) = repetitions(time_s, values[::-1], least=LEAST)
    assert back.start_s == pytest.approx(time_s[-1] - one.end_s, abs=1e-6)
    assert back.height == pytest.approx(one.height, rel=1e-6)
