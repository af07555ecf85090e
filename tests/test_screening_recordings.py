"""The straight-leg raise of eight people: a phone's track through the screen, against markers."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import pytest
from screening_films import the_test

from evenstride.live import Series
from evenstride.poses import Array
from evenstride.raises import LEAST_RAISE_DEG, LegRaises, leg_raises
from evenstride.repetitions import Repetition, repetitions
from evenstride.screening import Result, as_results, screen
from evenstride.skeleton import INDEX, KEYPOINTS
from validation.leg_raise import PEOPLE, _same, _shift_s, markers, phone

PROTOCOL = {"knee-straight": True, "other-leg-down": True}
"""The recordings have hip and ankle alone; that the rest was as asked is their protocol's word."""


def watched(time_s: Array, hip: Array, ankle: Array) -> Series:
    """The track of hip and ankle as a body of which nothing else was seen."""
    points = np.full((len(time_s), len(KEYPOINTS), 2), np.nan)
    points[:, INDEX["right_hip"]] = hip * (1.0, -1.0)
    points[:, INDEX["right_ankle"]] = ankle * (1.0, -1.0)
    leg = float(np.nanmedian(np.linalg.norm(ankle - hip, axis=1)))
    return Series(time_s, points, "side", leg / 0.491, np.full(len(time_s), np.nan),
                  np.ones(len(time_s), dtype=bool))  # fmt: skip


@cache
def screened(folder: Path, person: int) -> tuple[Result, LegRaises, tuple[Repetition, ...]]:
    time_s, hip, ankle = phone(folder, person)
    result = screen(the_test("active-leg-raise"), watched(time_s, hip, ankle), "right",
                    told=PROTOCOL)  # fmt: skip
    raised = leg_raises(time_s, hip, ankle)
    true_s, true_deg = markers(folder, person)
    shift_s = _shift_s(time_s, raised, true_s, true_deg)
    return result, raised, repetitions(true_s + shift_s, true_deg, least=LEAST_RAISE_DEG)


@pytest.mark.parametrize("person", PEOPLE)
def test_each_counted_raise_lies_within_the_stated_error_of_the_markers(
    data: Path, person: int
) -> None:
    result, raised, true = screened(data / "straight_leg_raise", person)
    if not raised.sound:
        assert (result.status, result.value) == ("refused", None)
        assert result.reason == raised.reason
        assert as_results([result]) == {}
        return
    assert result.status == "ok"
    pairs = [(one.value, same.height) for one in result.counted
             if (same := _same(one.peak_s, true)) is not None]  # fmt: skip
    assert len(pairs) >= 2
    assert all(abs(seen - truly) < 1.96 * result.sd for seen, truly in pairs), pairs
    mean = np.mean([truly for _, truly in pairs])
    assert result.value == pytest.approx(mean, abs=1.96 * result.sd)


def test_some_are_measured_and_some_are_refused(data: Path) -> None:
    states = [screened(data / "straight_leg_raise", person)[0].status for person in PEOPLE]
    assert set(states) == {"ok", "refused"}


def test_without_anybody_s_word_nothing_unseen_is_passed(data: Path) -> None:
    folder = data / "straight_leg_raise"
    sound = next(person for person in PEOPLE if screened(folder, person)[1].sound)
    time_s, hip, ankle = phone(folder, sound)
    result = screen(the_test("active-leg-raise"), watched(time_s, hip, ankle), "right")
    assert result.status == "refused"
    assert {one.id for one in result.questions} == {"knee-straight", "other-leg-down"}
