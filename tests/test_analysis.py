"""From keypoints to an analysis: what is refused, the camera's roll, and damaged keypoints."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evenstride import Analysis, analyze
from evenstride.analysis import analyze_poses
from evenstride.errors import InputError
from evenstride.events import View
from evenstride.figure import Camera, Runner, keypoints
from evenstride.poses import Poses
from evenstride.quality import Surroundings
from evenstride.recordings import write

RUNNER = Runner()


def filmed(*, s: float = 4.0, fps: float = 120.0, tilt_deg: float = 0.0) -> Poses:
    return keypoints(RUNNER, Camera(tilt_deg=tilt_deg), fps=fps, duration_s=s)


def means(analysis: Analysis) -> dict[str, float]:
    return {
        f"{item.key} {side}": value.mean
        for item in analysis.measurements
        for side, value in item.sides.items()
    }


# -- a rolled camera -------------------------------------------------------------------------


@pytest.mark.parametrize("tilt_deg", [-6.0, 4.0])
@pytest.mark.parametrize("facing", ["left", "right"])
def test_a_known_roll_is_set_right(tilt_deg: float, facing: str) -> None:
    """The picture of a camera rolled clockwise leans anticlockwise."""
    level = Camera(facing=facing)  # type: ignore[arg-type]  # a literal by its parameter
    rolled = replace(level, tilt_deg=tilt_deg)
    upright, crooked = (
        means(
            analyze_poses(
                keypoints(RUNNER, camera, fps=120, duration_s=4),
                name="film.mp4",
                surroundings=Surroundings(tilt_deg=-camera.tilt_deg, tilt_sd_deg=0.3),
            )
        )
        for camera in (level, rolled)
    )
    assert crooked.keys() == upright.keys()
    for key in ("trunk_lean", "shank_angle_at_contact", "foot_angle_at_contact"):
        for side in ("left", "right"):
            assert crooked[f"{key} {side}"] == pytest.approx(upright[f"{key} {side}"], abs=0.1)


def test_an_unknown_roll_is_left_as_it_is() -> None:
    upright, crooked = (
        means(analyze_poses(filmed(tilt_deg=tilt), name="film.mp4", surroundings=Surroundings()))
        for tilt in (0.0, 4.0)
    )
    leans = [crooked[f"trunk_lean {s}"] - upright[f"trunk_lean {s}"] for s in ("left", "right")]
    assert leans == pytest.approx([4.0, 4.0], abs=0.3)


# -- what cannot serve -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("frames", "words"), [(1, "is a single picture"), (20, "is too short to show a stride")]
)
def test_too_short_to_show_a_stride(frames: int, words: str) -> None:
    short = filmed(s=frames / 120)
    with pytest.raises(InputError, match=words):
        analyze_poses(short, name="film.mp4")


@pytest.mark.parametrize("height_m", [0.0, 178.0, -1.0])
def test_an_impossible_height(height_m: float, tmp_path: Path) -> None:
    write(filmed(s=1), tmp_path / "run.csv")
    with pytest.raises(InputError, match="give it in metres"):
        analyze(tmp_path / "run.csv", height_m=height_m)


@pytest.mark.parametrize("speed_m_s", [0.0, 13.5, -3.0])
def test_an_impossible_speed(speed_m_s: float, tmp_path: Path) -> None:
    write(filmed(s=1), tmp_path / "run.csv")
    with pytest.raises(InputError, match="give metres a second"):
        analyze(tmp_path / "run.csv", speed_m_s=speed_m_s)


def test_a_folder(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is a folder"):
        analyze(tmp_path)


def test_a_table_gives_what_its_keypoints_give(tmp_path: Path) -> None:
    poses = filmed()
    write(poses, tmp_path / "run.csv")
    read = analyze(tmp_path / "run.csv")
    assert read.clip.name == "run.csv"
    assert len(read.clip.sha256) == 64
    assert read.clip.frames == len(poses)
    assert read.clip.duration_s == pytest.approx(4.0)
    direct = means(analyze_poses(poses, name="run.csv"))
    assert means(read) == pytest.approx(direct, rel=0.01, abs=0.1)


# -- damaged keypoints -----------------------------------------------------------------------


@dataclass(frozen=True)
class Damage:
    """What has happened to keypoints."""

    unseen_share: float
    noise_px: float
    lost: frozenset[int]
    fps: float
    s: float

    def done_to(self, runner: Runner) -> Poses:
        whole = keypoints(runner, Camera(), fps=self.fps, duration_s=self.s)
        random = np.random.default_rng(0)
        xy = whole.xy_px + self.noise_px * random.standard_normal(whole.xy_px.shape)
        xy[random.random(xy.shape[:2]) < self.unseen_share] = np.nan
        xy[:, sorted(self.lost)] = np.nan
        return replace(whole, xy_px=xy, confidence=np.isfinite(xy[..., 0]).astype(float))


DAMAGE = st.builds(
    Damage,
    unseen_share=st.floats(0, 1),
    noise_px=st.sampled_from([0.0, 3.0, 60.0]),
    lost=st.frozensets(st.integers(0, 18)),
    fps=st.sampled_from([12.0, 30.0, 60.0]),
    s=st.sampled_from([0.6, 1.0, 2.5]),
)


@settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=[*HealthCheck])
@given(damage=DAMAGE, view=st.sampled_from(["side", "rear", "front", None]))
def test_damaged_keypoints_are_measured_or_refused_but_never_crash(
    damage: Damage, view: View | None
) -> None:
    """Warnings are errors here, so that nothing else than the sentence is ever said."""
    try:
        found = analyze_poses(damage.done_to(RUNNER), name="film.mp4", view=view)
    except InputError as refusal:
        assert str(refusal).endswith(".")  # noqa: PT017  # a refusal is as good as a measurement
        return
    assert all(item.reason for item in found.measurements if item.status != "ok")
    assert all(item.sides for item in found.measurements if item.status != "refused")
