"""The rhythm of a gait is read off noisy, swapped and holed heights."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evenstride.cycle import phase, usual_path
from evenstride.poses import Array

quick = settings(max_examples=20, deadline=None, derandomize=True)
STRIDE_HZ = 1.4


def clock(fps: float = 100.0, duration_s: float = 6.0) -> Array:
    return np.arange(round(fps * duration_s)) / fps


def lift(time_s: Array, hz: float = STRIDE_HZ, start: float = 0.0) -> Array:
    """The left foot's height over the right one's, with a second and third harmonic."""
    turn = 2 * np.pi * (hz * time_s + start)
    return np.cos(turn) + 0.3 * np.cos(3 * turn + 0.4)


def inner(values: Array, share: float = 0.15) -> Array:
    cut = int(share * len(values))
    return values[cut:-cut]


@quick
@given(st.floats(0.8, 2.0), st.floats(0, 1))
def test_the_phase_grows_by_one_each_stride_and_is_whole_at_the_highest(
    hz: float, start: float
) -> None:
    time_s = clock()
    strides = phase(time_s, lift(time_s, hz, start))
    assert strides is not None
    off = inner(strides - (hz * time_s + start))
    assert np.abs(off - np.round(off)).max() < 0.02
    assert np.ptp(off) < 0.02


def test_a_few_swapped_or_missing_frames_do_not_shift_it() -> None:
    time_s = clock()
    clean = lift(time_s)
    hurt = clean.copy()
    hurt[200:208] *= -1
    hurt[300:312] = np.nan
    whole, marred = phase(time_s, clean), phase(time_s, hurt)
    assert whole is not None
    assert marred is not None
    assert np.nanmax(np.abs(inner(marred - whole))) < 0.05


def test_a_slowing_runner_is_followed() -> None:
    time_s = clock(duration_s=10.0)
    true = 1.5 * time_s - 0.01 * time_s**2
    strides = phase(time_s, np.cos(2 * np.pi * true))
    assert strides is not None
    assert np.abs(inner(strides - true) - np.round(inner(strides - true))).max() < 0.02


@pytest.mark.parametrize(
    "values",
    [
        np.random.default_rng(3).normal(size=600),
        np.zeros(600),
        np.full(600, np.nan),
    ],
    ids=["noise", "still", "unseen"],
)
def test_what_is_no_gait_has_no_phase(values: Array) -> None:
    assert phase(clock(), values) is None


def test_a_clip_shorter_than_a_stride_has_no_phase() -> None:
    time_s = clock(duration_s=0.5)
    assert phase(time_s, lift(time_s)) is None


def test_where_the_runner_stops_there_is_no_phase() -> None:
    time_s = clock(duration_s=12.0)
    strides = phase(time_s, np.where(time_s < 8, lift(time_s), 0.0))
    assert strides is not None
    assert np.isfinite(strides[100:700]).all()
    assert np.isnan(strides[950:]).all()


def path_of(strides: Array) -> Array:
    """One keypoint's ellipse with a little of its second harmonic, [T, 1, 2]."""
    turn = 2 * np.pi * strides
    x, y = np.cos(turn) + 0.2 * np.sin(2 * turn), 0.5 * np.sin(turn)
    return np.stack([x, y], axis=-1)[:, None]


def test_the_usual_path_is_found_through_leaps() -> None:
    """A quarter of the frames may be anywhere."""
    random = np.random.default_rng(5)
    strides = STRIDE_HZ * clock()
    true = path_of(strides)
    seen = true + 0.01 * random.normal(size=true.shape)
    wrong = random.random(len(strides)) < 0.25
    seen[wrong] += random.uniform(1, 3, size=(int(wrong.sum()), 1, 2))
    found = usual_path(strides, seen, np.ones(seen.shape[:2]))
    assert np.abs(found - true).max() < 0.03


def test_the_usual_path_can_be_asked_at_other_phases() -> None:
    strides = STRIDE_HZ * clock()
    at = np.array([0.1, 0.35, 7.6])
    found = usual_path(strides, path_of(strides), np.ones((len(strides), 1)), at)
    assert np.allclose(found, path_of(at), atol=0.01)


def test_a_keypoint_never_seen_has_no_usual_path() -> None:
    strides = STRIDE_HZ * clock()
    unseen = np.full((len(strides), 1, 2), np.nan)
    assert np.isnan(usual_path(strides, unseen, np.zeros((len(strides), 1)))).all()
