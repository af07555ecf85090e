"""Smoothing keeps what a body does, on any clock, and makes nothing up."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evenstride.poses import Array
from evenstride.signals import AT_A_TIME, gaps, local_fit, noise_gain, noise_sd, two_states

quick = settings(max_examples=25, deadline=None, derandomize=True)
factors = st.floats(-50, 50)
seeds = st.integers(0, 2**31)


def uneven(seed: int, frames: int = 80, fps: float = 120.0) -> Array:
    """Frame times that jitter by a third of a frame."""
    return (np.arange(frames) + np.random.default_rng(seed).uniform(-0.3, 0.3, frames)) / fps


@quick
@given(factors, factors, factors, seeds)
def test_a_parabola_is_kept_with_its_speed_and_acceleration(
    place: float, speed: float, half_acceleration: float, seed: int
) -> None:
    time_s = uneven(seed)
    at_s = np.linspace(time_s[0], time_s[-1], 33)
    path = place + speed * time_s + half_acceleration * time_s**2
    fitted = local_fit(time_s, path[:, None], at_s, bandwidth_s=0.02)[..., 0]
    assert np.allclose(fitted[0], place + speed * at_s + half_acceleration * at_s**2, atol=1e-6)
    assert np.allclose(fitted[1], speed + 2 * half_acceleration * at_s, atol=1e-4)
    assert np.allclose(fitted[2], half_acceleration, atol=1e-2)


@quick
@given(seeds, st.integers(1, 4))
def test_a_gap_is_passed_over_on_a_parabola(seed: int, length: int) -> None:
    time_s = uneven(seed)
    path = (3 * time_s - 20 * time_s**2)[:, None]
    holed = path.copy()
    holed[30 : 30 + length] = np.nan
    assert np.allclose(local_fit(time_s, holed, time_s, bandwidth_s=0.03)[0], path, atol=1e-8)


def test_nothing_is_made_up_beyond_what_was_seen() -> None:
    time_s = np.arange(100) / 100
    values = np.sin(time_s)[:, None]
    values[40:70] = np.nan
    fitted = local_fit(time_s, values, np.array([-0.1, 0.2, 0.5, 0.55, 1.2]), bandwidth_s=0.02)
    assert np.isnan(fitted[0, :, 0]).tolist() == [True, False, True, True, True]


def test_channels_do_not_touch_each_other() -> None:
    time_s = np.arange(60) / 60
    both = np.stack([np.sin(9 * time_s), np.full(60, np.nan)], axis=1)
    alone = local_fit(time_s, both[:, :1], time_s, bandwidth_s=0.03)
    fitted = local_fit(time_s, both, time_s, bandwidth_s=0.03)
    assert np.allclose(fitted[..., 0], alone[..., 0])
    assert np.isnan(fitted[..., 1]).all()


def test_many_instants_are_the_same_as_few() -> None:
    time_s = np.arange(300) / 100
    values = np.sin(5 * time_s)[:, None]
    at_s = np.linspace(0, 2.9, 2 * AT_A_TIME + 3)
    whole = local_fit(time_s, values, at_s, bandwidth_s=0.02)
    part = local_fit(time_s, values, at_s[5000:5010], bandwidth_s=0.02)
    assert np.allclose(whole[:, 5000:5010], part)


def test_no_instant_and_no_frame_give_nothing() -> None:
    empty, time_s = np.empty(0), np.arange(5.0)
    assert local_fit(time_s, np.ones((5, 2)), empty, bandwidth_s=1.0).shape == (3, 0, 2)
    assert np.isnan(local_fit(empty, np.ones((0, 2)), time_s, bandwidth_s=1.0)).all()


def test_smoothing_leaves_the_predicted_share_of_the_noise() -> None:
    random = np.random.default_rng(4)
    time_s = np.arange(4000) / 120
    noise = random.normal(size=(4000, 1))
    fitted = local_fit(time_s, noise, time_s[50:-50], bandwidth_s=0.02)[..., 0]
    expected = noise_gain(1 / 120, bandwidth_s=0.02)
    assert fitted.std(axis=1) == pytest.approx(expected, rel=0.08)


@pytest.mark.parametrize("sd", [0.5, 2.0, 8.0])
def test_the_jitter_of_a_moving_point_is_told(sd: float) -> None:
    random = np.random.default_rng(7)
    time_s = np.arange(1500) / 120
    moving = 120 * np.sin(2 * np.pi * 1.4 * time_s)[:, None]
    moving = moving + random.normal(size=(1500, 1)) * sd
    assert noise_sd(time_s, moving)[0] == pytest.approx(sd, rel=0.1)


def test_leaps_do_not_pass_for_jitter() -> None:
    random = np.random.default_rng(8)
    values = random.normal(size=(1000, 1))
    values[::50] += 300
    assert noise_sd(np.arange(1000) / 100, values)[0] == pytest.approx(1.0, rel=0.35)


def test_jitter_of_what_was_not_seen_is_unknown() -> None:
    assert np.isnan(noise_sd(np.arange(4.0), np.ones((4, 2)))).all()
    values = np.stack([np.full(40, np.nan), np.zeros(40)], axis=1)
    assert np.isnan(noise_sd(np.arange(40.0), values)).tolist() == [True, False]


@quick
@given(st.lists(st.booleans(), max_size=40))
def test_gaps_are_exactly_what_was_not_seen(seen: list[bool]) -> None:
    found = gaps(np.array(seen, dtype=bool))
    inside = {i for first, end in found for i in range(first, end)}
    assert inside == {i for i, one in enumerate(seen) if not one}
    assert all(end < first for (_, end), (first, _) in pairwise(found))


def test_a_state_is_kept_until_a_change_pays() -> None:
    """Being on saves 1 in frames 3 to 6 and 0.3 in frame 9; each change costs 0.5."""
    on = np.full(12, 0.2)
    on[3:7], on[9] = -1.0, -0.3
    found = two_states(on, np.zeros(11), np.full(11, 0.5))
    assert np.flatnonzero(found).tolist() == [3, 4, 5, 6]


def test_a_crossing_that_costs_less_than_staying_is_taken() -> None:
    """Labels exchanged between frames 4 and 5, and back between 7 and 8."""
    stay, change = np.zeros(9), np.full(9, 2.0)
    stay[[4, 7]], change[[4, 7]] = 2.0, 0.0
    found = two_states(np.full(10, 0.05), stay, change)
    assert np.flatnonzero(found).tolist() == [5, 6, 7]
