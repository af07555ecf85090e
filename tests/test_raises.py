"""A straight leg's range is what it was, and a lost track is never called a range."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from evenstride.errors import InputError
from evenstride.poses import Array, Poses
from evenstride.raises import LegRaises, leg_raises, straight_leg_raises
from evenstride.skeleton import INDEX, KEYPOINTS
from validation import leg_raise

LEG_PX = 240.0
HIP_PX = np.array([320.0, 500.0])
FPS = 30.0
RAISE_S = 8.0
TIME_S = np.arange(0, 3 * RAISE_S, 1 / FPS)


def elevation_deg(top_deg: float) -> Array:
    """Three raises: rest, up in a second and a half, held for two, down, rest."""
    knots = [0.0, 2.0, 3.5, 5.5, 7.0, 8.0]
    wave = [0.0, 0.0, 1.0, 1.0, 0.0, 0.0]
    share = np.interp(TIME_S % RAISE_S, knots, wave)
    return np.asarray(top_deg * 0.5 * (1 - np.cos(np.pi * share)))


def ankle_px(
    angle_deg: Array, *, towards: float = 1.0, squash: tuple[float, float] = (1.0, 1.0)
) -> Array:
    """The ankle of a straight leg, seen by a camera that squashes width and height."""
    angle = np.radians(angle_deg)
    leg = LEG_PX * np.stack([towards * np.cos(angle), -np.sin(angle)], axis=1)
    return HIP_PX + leg * squash


def seen(ankle: Array, noise_px: float = 0.0, seed: int = 0) -> LegRaises:
    noise = np.random.default_rng(seed).normal(0, noise_px, (2, *ankle.shape))
    hip = np.broadcast_to(HIP_PX, ankle.shape)
    return leg_raises(TIME_S, hip + noise[0], ankle + noise[1])


def ranges(found: LegRaises) -> list[float]:
    return [one.range_deg for one in found.raises]


@pytest.mark.parametrize("top_deg", [35.0, 60.0, 85.0, 110.0])
@pytest.mark.parametrize("towards", [1.0, -1.0])
def test_the_range_is_what_it_was(top_deg: float, towards: float) -> None:
    found = seen(ankle_px(elevation_deg(top_deg), towards=towards))
    assert found.sound
    assert ranges(found) == pytest.approx([top_deg] * 3, abs=1.2)
    assert all(one.held for one in found.raises)


@pytest.mark.parametrize("squash", [(0.85, 1.0), (1.0, 0.8)])
def test_a_camera_aside_or_above_changes_nothing(squash: tuple[float, float]) -> None:
    """Uncorrected, 70 degrees would show as 73 and as 66."""
    found = seen(ankle_px(elevation_deg(70.0), squash=squash))
    assert found.sound
    assert ranges(found) == pytest.approx([70.0] * 3, abs=1.0)


def test_noise_does_little() -> None:
    found = seen(ankle_px(elevation_deg(70.0)), noise_px=3.0)
    assert found.sound
    assert ranges(found) == pytest.approx([70.0] * 3, abs=2.0)


def test_size_and_place_do_not_matter() -> None:
    ankle = ankle_px(elevation_deg(70.0))
    small = leg_raises(TIME_S, 0.2 * HIP_PX + np.zeros_like(ankle), 0.2 * ankle)
    assert ranges(small) == pytest.approx(ranges(seen(ankle)), abs=1e-6)


def lost(angle_deg: Array, limit_deg: float) -> Array:
    """A track that falls to the resting leg above a limit, on a straight line through 0.3 s."""
    ankle = ankle_px(np.where(angle_deg > limit_deg, 0.0, angle_deg))
    width = round(0.3 * FPS)
    kernel = np.ones(width) / width
    padded = np.pad(ankle, ((width, width), (0, 0)), mode="edge")
    smooth = [np.convolve(padded[:, axis], kernel, mode="same") for axis in (0, 1)]
    return np.stack(smooth, axis=1)[width:-width]


@pytest.mark.parametrize("limit_deg", [40.0, 50.0, 60.0])
def test_a_track_that_leaves_the_leg_on_its_way_up_is_refused(limit_deg: float) -> None:
    found = seen(lost(elevation_deg(85.0), limit_deg))
    assert found.raises
    assert not found.sound
    assert "held" in found.reason


def test_a_raise_that_is_not_held_is_not_trusted() -> None:
    angle = 35.0 * (1 - np.cos(2 * np.pi * TIME_S / 1.6))
    found = seen(ankle_px(angle))
    assert found.raises
    assert not found.sound


@pytest.mark.parametrize(("bend_deg", "sound"), [(0.0, True), (10.0, True), (40.0, False)])
def test_a_leg_raised_with_a_bent_knee_is_refused(bend_deg: float, sound: bool) -> None:  # noqa: FBT001 - pytest gives it by name
    angle = elevation_deg(60.0)
    bend = np.radians(bend_deg * angle / 60.0)
    thigh, shank = np.radians(angle) + bend / 2, np.radians(angle) - bend / 2
    knee = HIP_PX + 0.5 * LEG_PX * np.stack([np.cos(thigh), -np.sin(thigh)], axis=1)
    ankle = knee + 0.5 * LEG_PX * np.stack([np.cos(shank), -np.sin(shank)], axis=1)
    hip = np.broadcast_to(HIP_PX, ankle.shape)
    found = leg_raises(TIME_S, hip, ankle, knee_px=knee)
    assert found.sound == sound
    assert leg_raises(TIME_S, hip, ankle).sound  # the ankle alone cannot tell


def test_standing_before_lying_down_is_no_raise() -> None:
    angle = elevation_deg(70.0)
    angle[TIME_S < 1.5] = -85.0
    found = seen(ankle_px(angle))
    assert ranges(found) == pytest.approx([70.0] * 3, abs=1.0)


def test_somebody_who_only_stands_shows_no_leg_raise() -> None:
    with pytest.raises(InputError, match="lying down"):
        seen(ankle_px(np.full(len(TIME_S), -85.0)))


def test_lying_still_is_no_raise() -> None:
    found = seen(ankle_px(np.zeros(len(TIME_S))), noise_px=1.0)
    assert found.raises == ()
    assert "No whole raise" in found.reason


def test_no_leg_is_said() -> None:
    ankle = np.full((len(TIME_S), 2), np.nan)
    with pytest.raises(InputError, match="Hip and ankle"):
        seen(ankle)


def test_either_leg_is_read_from_poses() -> None:
    xy = np.full((len(TIME_S), len(KEYPOINTS), 2), np.nan)
    for side, top_deg in (("left", 60.0), ("right", 80.0)):
        xy[:, INDEX[f"{side}_hip"]] = HIP_PX
        xy[:, INDEX[f"{side}_ankle"]] = ankle_px(elevation_deg(top_deg))
        xy[:, INDEX[f"{side}_knee"]] = 0.5 * (HIP_PX + ankle_px(elevation_deg(top_deg)))
    poses = Poses(TIME_S, xy, np.ones(xy.shape[:2]), 1280, 720)
    assert ranges(straight_leg_raises(poses, "left")) == pytest.approx([60.0] * 3, abs=1.0)
    assert ranges(straight_leg_raises(poses, "right")) == pytest.approx([80.0] * 3, abs=1.0)
    mirrored = straight_leg_raises(poses.mirrored(), "right")
    assert ranges(mirrored) == pytest.approx([60.0] * 3, abs=1.0)


def test_eight_people_against_motion_capture(data: Path) -> None:
    """What is called sound is right to 5 degrees; what is far off is refused, without knowing."""
    result = leg_raise.run(data)
    assert result.sound_error_deg <= 5.0
    sound = [person for person in result.people if not person.reason]
    assert len(sound) >= 4
    assert all(person.error_deg < 7.0 for person in sound)
    far_off = {one.person for one in result.people if one.face_value_error_deg > 10.0}
    assert far_off
    assert far_off <= set(result.unsound)
