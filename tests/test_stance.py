"""Which foot carries the body when, from nothing but how high the feet are."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evenstride.activity import LEAST_STEPS
from evenstride.poses import Array
from evenstride.skeleton import other
from evenstride.stance import stances

quick = settings(max_examples=20, deadline=None, derandomize=True)


def feet(time_s: Array, hz: float, start: float = 0.0) -> tuple[Array, Array]:
    """Left and right heights: each up for half of its stride, half a stride apart."""
    turn = 2 * np.pi * (hz * time_s + start)
    return np.maximum(np.cos(turn), 0) ** 2, np.maximum(-np.cos(turn), 0) ** 2


@quick
@given(st.floats(1.0, 1.9), st.floats(0, 1), st.sampled_from([30.0, 60.0, 120.0]))
def test_each_step_is_found_when_the_other_foot_is_highest(
    hz: float, start: float, fps: float
) -> None:
    time_s = np.arange(round(8 * fps)) / fps
    found = stances(time_s, *feet(time_s, hz, start))
    assert len(found) == pytest.approx(2 * hz * 8, abs=2.1)
    assert all(b.side == other(a.side) for a, b in pairwise(found))
    for stance in found[2:-2]:
        carried = hz * stance.middle_s + start + (0.5 if stance.side == "left" else 0.0)
        assert carried == pytest.approx(round(carried), abs=0.03)
        assert stance.step_s == pytest.approx(0.5 / hz, rel=0.03)


def test_the_sides_follow_the_feet() -> None:
    time_s = np.arange(600) / 100
    left, right = feet(time_s, 1.4)
    straight, crossed = stances(time_s, left, right), stances(time_s, right, left)
    assert [s.side for s in straight] == [other(s.side) for s in crossed]


def test_feet_that_stand_still_have_no_stance() -> None:
    time_s = np.arange(600) / 100
    jitter = np.random.default_rng(1).normal(size=(2, 600))
    assert stances(time_s, *jitter) == ()


def test_a_foot_slowly_lifted_is_no_step() -> None:
    time_s = np.arange(600) / 100
    assert len(stances(time_s, np.linspace(0, 1, 600), np.zeros(600))) < LEAST_STEPS


def test_an_unseen_stretch_costs_only_its_own_steps() -> None:
    time_s = np.arange(800) / 100
    left, right = feet(time_s, 1.4)
    whole = stances(time_s, left, right)
    left[400:420] = np.nan
    assert len(stances(time_s, left, right)) == len(whole)
