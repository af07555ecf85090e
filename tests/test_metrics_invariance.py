"""Where in the picture, how large, when and how often a runner is seen does not matter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache

import pytest
from drawn_runners import drawn
from hypothesis import given, settings
from hypothesis import strategies as st
from test_metrics import ALLOWED

from evenstride.events import View
from evenstride.figure import Camera, Runner, keypoints
from evenstride.measuring import measure
from evenstride.metrics.measurement import Measurement
from evenstride.poses import Poses
from evenstride.skeleton import other
from validation.virtual_camera import understood

quick = settings(max_examples=4, deadline=None, derandomize=True)


def by_key(poses: Poses) -> dict[str, Measurement]:
    return {item.key: item for item in measure(understood(poses)[0])}


@cache
def noisy(view: View) -> Poses:
    return keypoints(
        Runner(faults={"overstride-left": 0.06, "pelvic_drop-left": 3.0}),
        Camera(view=view),
        fps=120.0,
        duration_s=6.0,
        noise_px=1.0,
    )


@cache
def reference(view: View) -> dict[str, Measurement]:
    return by_key(noisy(view))


def alike(one: Mapping[str, Measurement], two: Mapping[str, Measurement], within: float) -> None:
    """The same answers, within a share of what is allowed to each unit."""
    for key, item in one.items():
        assert two[key].status == item.status
        for side, estimate in item.sides.items():
            assert two[key].sides[side].n == estimate.n
            most = within * ALLOWED[item.unit]
            assert two[key].sides[side].mean == pytest.approx(estimate.mean, abs=most), key


every_view = pytest.mark.parametrize("view", ["side", "rear"])


@every_view
@quick
@given(st.floats(-300, 300), st.floats(-300, 300))
def test_the_place_in_the_picture_does_not_matter(view: View, x_px: float, y_px: float) -> None:
    clip = noisy(view)
    moved = replace(clip, xy_px=clip.xy_px + [x_px, y_px])
    # From behind the runner's size has a slope, so a place far off leans by a hair.
    alike(reference(view), by_key(moved), 1e-5 if view == "side" else 0.01)


@every_view
@quick
@given(st.floats(0.4, 3.0))
def test_the_size_in_the_picture_does_not_matter(view: View, scale: float) -> None:
    clip = noisy(view)
    larger = replace(
        clip,
        xy_px=scale * clip.xy_px,
        width_px=round(scale * clip.width_px),
        height_px=round(scale * clip.height_px),
    )
    alike(reference(view), by_key(larger), 1e-5)


@every_view
@quick
@given(st.floats(-100, 5000))
def test_the_hour_does_not_matter(view: View, later_s: float) -> None:
    clip = noisy(view)
    later = by_key(replace(clip, time_s=clip.time_s + later_s))
    # Rounding decides whether a frame at the very edge of a kernel still has its weight of 1 %.
    alike(reference(view), later, 0.01)


@every_view
def test_the_mirror_image_has_its_sides_exchanged(view: View) -> None:
    straight, mirrored = reference(view), by_key(noisy(view).mirrored())
    for key, item in straight.items():
        for side, estimate in item.sides.items():
            name = side if side == "both" else other("left" if side == "left" else "right")
            assert mirrored[key].sides[name].mean == pytest.approx(estimate.mean, abs=1e-6), key
        if item.difference is not None:
            seen = mirrored[key].difference
            assert seen is not None
            assert seen.verdict == item.difference.verdict
            assert seen.value == pytest.approx(-item.difference.value, abs=1e-6)


SLACK = {"deg": 0.4, "ms": 3.0, "% leg": 0.4, "": 0.005, "steps/min": 0.5, "deg/s": 12.0}
"""[E] What two samplings of the same run may differ by where 1 % of the value is less."""


def near(one: Mapping[str, Measurement], two: Mapping[str, Measurement], share: float) -> None:
    for key, item in one.items():
        for side, estimate in item.sides.items():
            within = max(share * abs(estimate.mean), SLACK[item.unit])
            assert two[key].sides[side].mean == pytest.approx(estimate.mean, abs=within), key


@cache
def exact(view: View, fps: float, jitter_s: float) -> dict[str, Measurement]:
    clip = keypoints(drawn(3.0), Camera(view=view), fps=fps, time_jitter_s=jitter_s, seed=3)
    return by_key(clip)


@every_view
@pytest.mark.parametrize("jitter_s", [0.001, 0.003])
def test_uneven_frame_times_do_not_matter(view: View, jitter_s: float) -> None:
    near(exact(view, 120.0, 0.0), exact(view, 120.0, jitter_s), 0.01)


@every_view
def test_twice_the_frames_do_not_matter(view: View) -> None:
    near(exact(view, 120.0, 0.0), exact(view, 240.0, 0.0), 0.02)
