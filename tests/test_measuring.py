"""What can be measured is; what cannot is refused or called `low`, with the reason."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from drawn_runners import hidden

from evenstride.cleaning import clean
from evenstride.events import Run, View, understand
from evenstride.figure import Camera, Runner, keypoints
from evenstride.measuring import LEG_LENGTH_OF_HEIGHT, measure
from evenstride.metrics import FilmError, catalogue
from evenstride.metrics.measurement import Measurement
from evenstride.poses import Poses
from evenstride.skeleton import KEYPOINTS, SIDES, Side
from validation.virtual_camera import understood

METRICS = catalogue()


@cache
def clip(view: View = "side", *, fps: float = 120.0, duration_s: float = 7.0) -> Poses:
    return keypoints(Runner(), Camera(view=view), fps=fps, duration_s=duration_s, noise_px=1.0)


def by_key(run: Run) -> dict[str, Measurement]:
    return {item.key: item for item in measure(run)}


@cache
def seen(view: View = "side") -> dict[str, Measurement]:
    return by_key(understood(clip(view))[0])


def test_every_metric_is_answered_in_the_catalogues_order() -> None:
    for view in ("side", "rear"):
        assert list(seen(view)) == list(METRICS)


@pytest.mark.parametrize("view", ["side", "rear"])
@pytest.mark.parametrize("key", METRICS)
def test_an_answer_has_numbers_or_a_reason(key: str, view: View) -> None:
    item = seen(view)[key]
    assert (item.status == "ok") == (item.reason == "")
    assert (item.status == "refused") == (not item.sides)
    assert set(item.sides) in ({"left", "right"}, {"both"}, set())
    assert (item.difference is not None) == ("left" in item.sides)
    assert item.reason == "" or item.reason.endswith(".")
    for estimate in item.sides.values():
        assert np.isfinite([estimate.mean, estimate.sd, *estimate.ci95]).all()


@pytest.mark.parametrize("view", ["side", "rear"])
def test_what_another_view_shows_is_refused_and_says_from_where_to_film(view: View) -> None:
    place = "behind" if view == "side" else "the side"
    for key, item in seen(view).items():
        if view in METRICS[key].views:
            assert item.status != "refused"
        else:
            assert item.reason == f"This needs a film from {place}."


def test_a_known_height_turns_shares_into_centimetres() -> None:
    run, _ = understood(clip())
    tall = by_key(replace(run, height_m=2.0))
    for key, item in seen().items():
        scale = 2.0 * LEG_LENGTH_OF_HEIGHT if item.unit == "% leg" else 1.0
        assert tall[key].unit == ("cm" if item.unit == "% leg" else item.unit)
        for side, estimate in item.sides.items():
            assert tall[key].sides[side].mean == pytest.approx(scale * estimate.mean)
        if item.difference:
            assert tall[key].difference is not None
            assert tall[key].difference.mdc == pytest.approx(scale * item.difference.mdc)


def test_a_slow_frame_rate_makes_timing_low_and_leaves_cadence() -> None:
    slow = by_key(understood(clip(fps=30.0))[0])
    assert slow["contact_time"].status == "low"
    assert "30 frames/s" in slow["contact_time"].reason
    assert slow["cadence"].status == "ok"
    assert slow["trunk_lean"].status == "ok"


def test_an_oblique_camera_makes_angles_low() -> None:
    run, _ = understood(keypoints(Runner(), Camera(yaw_deg=30), fps=120.0, duration_s=6.0))
    found = by_key(run)
    assert found["knee_flexion_at_contact"].status == "low"
    assert "degrees off" in found["knee_flexion_at_contact"].reason
    assert found["cadence"].status == "ok"


def test_few_steps_are_low_and_make_no_claim() -> None:
    found = by_key(understood(clip(duration_s=3.0))[0])
    assert found["overstride"].status == "low"
    assert "steps" in found["overstride"].reason
    assert found["overstride"].difference is not None
    assert found["overstride"].difference.verdict == "too few steps"


def test_joints_hard_to_see_are_low() -> None:
    confidence = clip().confidence.copy()
    confidence[:, [KEYPOINTS.index("left_knee"), KEYPOINTS.index("left_ankle")]] = 0.3
    found = by_key(understood(replace(clip(), confidence=confidence))[0])
    assert found["knee_flexion_at_contact"].status == "low"
    assert "left" in found["knee_flexion_at_contact"].reason
    assert found["trunk_lean"].status == "ok"


def test_a_joint_never_seen_on_one_side_leaves_the_other() -> None:
    found = by_key(understood(hidden(clip(), ("left_elbow",), slice(None)))[0])["arm_swing"]
    assert set(found.sides) == {"right"}
    assert (found.status, found.difference) == ("low", None)


def test_joints_never_seen_at_all_are_refused() -> None:
    run, _ = understood(clip())
    blind = run.track.position.copy()
    blind[:, [KEYPOINTS.index(f"{side}_shoulder") for side in SIDES]] = np.nan
    found = by_key(replace(run, track=replace(run.track, position=blind)))
    assert found["trunk_lean"].status == "refused"
    assert "not seen" in found["trunk_lean"].reason


@pytest.mark.parametrize("activity", ["walking", "standing"])
def test_who_does_not_run_is_not_measured(activity: str) -> None:
    somebody = Runner(activity="walking" if activity == "walking" else "standing")
    run, _ = understood(keypoints(somebody, Camera(), fps=120.0, duration_s=7.0, noise_px=1.0))
    assert run.activity == activity
    for key, item in by_key(run).items():
        counted = activity == "walking" and key == "cadence"
        assert item.status == ("ok" if counted else "refused"), item.reason


def test_slow_motion_is_not_measured() -> None:
    """Played four times slower nobody's cadence is a runner's."""
    slowed = replace(clip(), time_s=4 * clip().time_s)
    assert {item.status for item in by_key(understood(slowed)[0]).values()} == {"refused"}


def test_the_more_is_claimed_the_less_is_called_different() -> None:
    """All side differences of one film are corrected for together, so an even runner has none."""
    for view in ("side", "rear"):
        verdicts = {item.difference.verdict for item in seen(view).values() if item.difference}
        assert verdicts == {"no detectable difference"}


def test_a_pose_models_own_error_is_in_a_films_intervals_only(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Twice that error either way; where it is too large, that leg makes the value `low`."""
    error = FilmError(near=2.0, far=6.0, difference=5.0)
    coarse = replace(METRICS["knee_drive"], film_error=error)
    monkeypatch.setattr("evenstride.measuring.catalogue", lambda: {"knee_drive": coarse})
    cleaned, _ = clean(clip())
    table, film = (
        by_key(understand(cleaned, from_film=told))["knee_drive"] for told in (False, True)
    )
    assert {side: film.sides[side].mean for side in SIDES} == {
        side: table.sides[side].mean for side in SIDES
    }
    assert _half(table, "right") < 1.0
    assert _half(film, "right") == pytest.approx(1.96 * 2.0, rel=0.1)
    assert _half(film, "left") == pytest.approx(1.96 * 6.0, rel=0.1)
    assert (table.status, film.status) == ("ok", "low")
    assert "left leg is the far one" in film.reason
    assert film.difference is not None
    assert film.difference.mdc == pytest.approx(1.96 * 5.0, rel=0.01)


def _half(item: Measurement, side: Side) -> float:
    low, high = item.sides[side].ci95
    return 0.5 * (high - low)
