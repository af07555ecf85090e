"""The check of our own errors: its runners scatter as they should, and a small run of it holds."""

from __future__ import annotations

import numpy as np
import pytest

from evenstride.analysis import analyze_poses
from evenstride.figure import Camera, Runner, keypoints
from evenstride.figure.steps import VARIED_STEPS
from evenstride.metrics import catalogue
from validation import anybody, repeatability


def test_steps_scatter_about_the_runners_own_numbers() -> None:
    """The mean of forty is off by what forty steps may be off, and by no more."""
    asked = Runner(variability=0.04)
    means = [
        anybody.Unrepeating(**{**anybody.same(asked), "seed": seed}).steps.contact_s.mean()
        for seed in range(30)
    ]
    spread = 0.04 * asked.contact_time_s / np.sqrt(VARIED_STEPS)
    assert np.mean(means) == pytest.approx(asked.contact_time_s, abs=4 * spread / np.sqrt(30))
    assert 0.5 * spread < np.std(means) < 1.3 * spread
    assert asked.steps.contact_s.mean() == pytest.approx(asked.contact_time_s, abs=1e-4)


def test_feet_take_turns() -> None:
    order = anybody.in_turn(np.random.default_rng(3), 400, 40)
    assert list(order % 2) == [0, 1] * 20
    assert len(set(order)) == 40


@pytest.mark.slow
def test_a_small_check_holds() -> None:
    assert not any(map(repeatability.called_uneven, (20_000, 20_001)))
    assert not any(map(repeatability.called_changed, (30_000, 30_001)))
    held = [hit for _, hit in repeatability.held_by(10_000)]
    assert len(held) > 100
    assert np.mean(held) > 0.85


@pytest.mark.parametrize("noise_px", [0.5, 4.0])
def test_the_methods_own_error_grows_with_the_trembling(noise_px: float) -> None:
    """Trembling is seen in the keypoints themselves: noise in px over the leg's length in px."""
    camera, runner = Camera(), Runner()
    poses = keypoints(runner, camera, fps=120.0, duration_s=5.0, noise_px=noise_px, far_noise_px=0)
    found = analyze_poses(poses, name="drawn.csv")
    leg_px = runner.body.leg_m * camera.px_per_m
    side = {item.key: item.sides for item in found.measurements}["knee_drive"][found.facing]
    error = catalogue()["knee_drive"].method_error
    expected = np.hypot(error.least, error.per_jitter * 100 * noise_px / leg_px)
    assert side.instrument_sd == pytest.approx(expected, rel=0.1)
    assert np.hypot(side.again_sd, error.least) == pytest.approx(side.instrument_sd)
    assert side.ci95[1] - side.mean > 1.96 * side.instrument_sd
