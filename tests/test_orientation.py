"""From where a runner is seen, which way they go, and whether the ground moves."""

from __future__ import annotations

import numpy as np
import pytest

from evenstride.events import Facing, Surface, View
from evenstride.figure import Camera, Runner, keypoints
from evenstride.orientation import leg_length_px, orientation, surface
from evenstride.poses import Poses


def seen(camera: Camera, runner: Runner | None = None, *, duration_s: float = 3.0) -> Poses:
    return keypoints(runner or Runner(), camera, duration_s=duration_s, noise_px=2.0)


@pytest.mark.parametrize(
    ("view", "way", "facing"),
    [
        ("side", "right", "right"),
        ("side", "left", "left"),
        ("rear", "right", "away"),
        ("front", "right", "towards"),
    ],
)
def test_the_view_and_the_way_are_told(view: View, way: str, facing: Facing) -> None:
    camera = Camera(view=view, facing="left" if way == "left" else "right")
    found = orientation(seen(camera))
    assert (found.view, found.facing) == (view, facing)


@pytest.mark.parametrize("yaw_deg", [-20.0, -10.0, 0.0, 10.0, 20.0])
def test_an_oblique_camera_is_measured(yaw_deg: float) -> None:
    found = orientation(seen(Camera(yaw_deg=yaw_deg), duration_s=6.0))
    assert found.view == "side"
    assert found.turn_deg == pytest.approx(abs(yaw_deg), abs=6)


def test_a_given_view_is_taken_as_told() -> None:
    clip = seen(Camera(yaw_deg=35))
    assert orientation(clip, "rear").view == "rear"
    assert orientation(clip, "side").turn_deg + orientation(clip, "rear").turn_deg == pytest.approx(
        90
    )


@pytest.mark.parametrize("view", ["side", "rear", "front"])
@pytest.mark.parametrize("ground", ["treadmill", "overground"])
def test_the_surface_is_told_by_what_moves(view: View, ground: Surface) -> None:
    runner = Runner(surface=ground)
    camera = Camera(view=view, width_px=1920, height_px=1080, px_per_m=250, distance_m=8)
    clip = seen(camera, runner, duration_s=2.0)
    assert surface(clip, view) == ground


@pytest.mark.parametrize("view", ["side", "rear"])
def test_a_leg_is_as_long_as_it_was_drawn(view: View) -> None:
    """At the runner's own distance; a side view sees the two legs at its near and far side."""
    found = leg_length_px(seen(Camera(view=view)), view)
    assert np.median(found) == pytest.approx(420 * Runner().body.leg_m, rel=0.03)


def test_a_runner_who_comes_nearer_grows() -> None:
    runner = Runner(surface="overground")
    camera = Camera(view="front", distance_m=10, px_per_m=150)
    leg_px = leg_length_px(seen(camera, runner, duration_s=2.0), "front")
    assert np.all(np.diff(leg_px) > 0)
    assert leg_px[-1] / leg_px[0] == pytest.approx((10 + 3) / (10 - 3), rel=0.1)


def test_of_somebody_unseen_nothing_is_known() -> None:
    clip = seen(Camera())
    legless = Poses(
        clip.time_s, np.full_like(clip.xy_px, np.nan), 0 * clip.confidence, 720, 1280
    )
    assert np.isnan(leg_length_px(legless, "side")).all()
    assert surface(legless, "side") == "treadmill"
