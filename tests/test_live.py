"""Somebody before a camera: steadied, turned to their front, the view checked, the legs told."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evenstride.coach import observed
from evenstride.form import measures
from evenstride.glimpse import Glimpse
from evenstride.knowledge import knowledge
from evenstride.knowledge.entries import Exercise
from evenstride.live import Series, Watcher
from evenstride.live.facing import faces_camera, off_view_deg, right_vote
from evenstride.live.roles import Roles, exchanged
from evenstride.live.steadying import Steady
from evenstride.poses import Array
from evenstride.skeleton import INDEX, KEYPOINTS, MIRROR, Side
from evenstride.staged import Act, Film, Shot

KNOWN = knowledge().exercises
FROM_SIDE = [e for e in KNOWN.values() if e.view == "side" and e.camera != "not"]
FRONTAL = [e for e in KNOWN.values() if e.view != "side" and e.camera != "not"]
FPS = 15.0
COUNT = len(KEYPOINTS)


def glimpse(shot: Shot, film: Film, time_s: float = 0.0, noise_px: float = 0.0,
            seed: int = 0) -> Glimpse:  # fmt: skip
    """A drawn body as a pose model without error would see it."""
    camera, aim = film.camera([shot])
    xy, away = camera.project(shot.joints, aim)
    xy = xy + noise_px * np.random.default_rng(seed).standard_normal(xy.shape)
    hips = away[[INDEX["left_hip"], INDEX["right_hip"]]].mean()
    depth = (away - hips) * camera.px_per_m
    return Glimpse(time_s, xy, depth, np.ones(COUNT), np.full((0, 2), np.nan),
                   film.width_px, film.height_px)  # fmt: skip


def points(shot: Shot, film: Film) -> Array:
    seen = glimpse(shot, film)
    return np.column_stack([seen.xy_px * (1.0, -1.0), seen.depth_px])


def end(exercise: Exercise, side: Side = "right") -> Shot:
    return Act(exercise, side).end


def watched(exercise: Exercise, shots: list[Glimpse], side: Side = "right") -> Watcher:
    watcher = Watcher.of(exercise, side)
    for one in shots:
        watcher = watcher.after(one)
    return watcher


def held(
    exercise: Exercise, seconds: float = 2.0, side: Side = "right", **options: float
) -> list[Glimpse]:
    film = Film(view=exercise.view, side=side, **options)  # type: ignore[arg-type]
    one = glimpse(end(exercise, side), film)
    return [replace(one, time_s=i / FPS) for i in range(round(seconds * FPS))]


# -- steadying -----------------------------------------------------------------------------------


def test_a_still_point_trembles_less_and_stays_where_it_is() -> None:
    noise = np.random.default_rng(0).standard_normal((300, 1, 2))
    steady = Steady.of(noise[0])
    course = []
    for frame in noise[1:]:
        steady = steady.after(frame, 1 / 30, size=350.0)
        course.append(steady.points[0])
    settled = np.array(course[60:])
    assert settled.std() < 0.45
    assert abs(settled.mean(axis=0)).max() < 0.15


def test_a_fast_point_is_followed_within_a_tenth_of_a_second() -> None:
    """A knee that moves by a third of the body's height in half a second."""
    steady = Steady.of(np.zeros((1, 2)))
    for i in range(1, 16):
        steady = steady.after(np.array([[8.0 * i, 0.0]]), 1 / 30, size=350.0)
    late_frames = (8.0 * 15 - steady.points[0, 0]) / 8.0
    assert 0 <= late_frames < 3


def test_what_is_unseen_stays_nan_and_begins_anew_after_half_a_second() -> None:
    unseen, there = np.full((1, 2), np.nan), np.array([[5.0, 5.0]])
    steady = Steady.of(there).after(unseen, 0.1, 350.0)
    assert np.isnan(steady.seen).all()
    for _ in range(5):
        steady = steady.after(unseen, 0.1, 350.0)
    far = steady.after(np.array([[95.0, 5.0]]), 0.1, 350.0)
    assert far.seen.tolist() == [[95.0, 5.0]]


# -- facing and view -----------------------------------------------------------------------------


@pytest.mark.parametrize("exercise", FROM_SIDE, ids=lambda e: e.id)
@pytest.mark.parametrize("side", ["left", "right"])
def test_whoever_is_seen_from_the_side_faces_the_way_they_are_drawn(
    exercise: Exercise, side: Side
) -> None:
    vote = right_vote(points(end(exercise, side), Film(view="side", side=side)))
    assert (vote > 0.3) if side == "right" else (vote < -0.3)


@pytest.mark.parametrize("yaw", [0.0, 10.0, 45.0, 60.0])
def test_how_far_somebody_stands_off_the_side_view_is_told(yaw: float) -> None:
    body = Act(KNOWN["hip-hinge"]).start
    off = off_view_deg(points(body, Film(view="side", yaw_deg=yaw)), "side")
    assert off == pytest.approx(yaw, abs=9.0)


@pytest.mark.parametrize("exercise", FRONTAL, ids=lambda e: e.id)
def test_front_and_rear_are_told_apart_and_neither_is_the_side(exercise: Exercise) -> None:
    start = Act(exercise).start
    seen = points(start, Film(view=exercise.view))
    assert faces_camera(seen) == (exercise.view == "front")
    assert off_view_deg(seen, exercise.view) < 30.0
    assert not off_view_deg(seen, "side") < 30.0


def test_the_wrong_view_is_refused_and_the_right_one_is_not() -> None:
    exercise = KNOWN["runners-stretch"]
    assert watched(exercise, held(exercise)).seen.view_right  # type: ignore[union-attr]
    assert watched(exercise, held(exercise, yaw_deg=15.0)).seen.view_right  # type: ignore[union-attr]
    assert not watched(exercise, held(exercise, yaw_deg=50.0)).seen.view_right  # type: ignore[union-attr]


def test_whoever_shows_the_back_instead_of_the_front_is_refused() -> None:
    exercise = KNOWN["lateral-step-down"]
    rear = glimpse(Act(exercise).start, Film(view="rear"))
    shots = [replace(rear, time_s=i / FPS) for i in range(round(8 * FPS))]
    assert not watched(exercise, shots).seen.view_right  # type: ignore[union-attr]


def test_left_and_right_that_a_model_mixes_up_now_and_then_are_put_right() -> None:
    exercise = KNOWN["lateral-step-down"]
    shots = held(exercise, seconds=4.0)
    mixed = [
        replace(one, xy_px=one.xy_px[list(MIRROR)], depth_px=one.depth_px[list(MIRROR)])
        if i % 3 == 0 else one for i, one in enumerate(shots)
    ]  # fmt: skip
    good, bad = (watched(exercise, each).seen for each in (shots, mixed))
    assert good is not None
    assert bad is not None
    assert bad.view_right
    np.testing.assert_allclose(bad.points, good.points, atol=0.5)


# -- which leg is which --------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["strap-hamstring-stretch", "hip-lift", "glute-stretch"])
@pytest.mark.parametrize("side", ["left", "right"])
def test_legs_that_a_model_exchanges_come_back(name: str, side: Side) -> None:
    exercise = KNOWN[name]
    shots = held(exercise, side=side)
    crossed = [replace(one, xy_px=exchanged(one.xy_px), depth_px=one.depth_px) for one in shots]
    good, bad = (watched(exercise, each, side).seen for each in (shots, crossed))
    assert good is not None
    assert bad is not None
    np.testing.assert_allclose(bad.points, good.points, atol=0.5)


@pytest.mark.parametrize("exercise", FROM_SIDE, ids=lambda e: e.id)
def test_legs_done_right_are_never_exchanged(exercise: Exercise) -> None:
    roles = Roles.of(exercise, "right")
    if roles is None:
        return
    for shot in Act(exercise).cycle(3.0):
        doubt = roles.doubt_deg(points(shot, Film(view="side"))[:, :2])
        assert doubt < 4.0


@pytest.mark.parametrize("exercise", FROM_SIDE, ids=lambda e: e.id)
def test_no_drawn_mistake_looks_like_the_other_leg(exercise: Exercise) -> None:
    roles, act = Roles.of(exercise, "right"), Act(exercise)
    for mistake in exercise.mistakes:
        bad = act.wrong(mistake)
        if roles is not None and bad is not None:
            doubt = roles.doubt_deg(points(bad, Film(view="side"))[:, :2])
            assert doubt < 12.0, mistake.id


# -- what comes out ------------------------------------------------------------------------------


@pytest.mark.parametrize("exercise", FROM_SIDE, ids=lambda e: e.id)
@pytest.mark.parametrize("side", ["left", "right"])
def test_what_is_seen_from_the_side_measures_what_was_drawn(exercise: Exercise, side: Side) -> None:
    """Joint angles; perspective moves those of limbs away from the middle by a few degrees."""
    watcher = watched(exercise, held(exercise, side=side, distance_m=8.0), side)
    assert watcher.seen is not None
    seen = observed(replace(watcher.seen, asked=None), side).measures
    true = measures(end(exercise, side).joints, side, "side")
    for key in (("knee_flexion", "working"), ("hip_flexion", "working"), ("trunk_lean", "body")):
        assert seen[key] == pytest.approx(true[key], abs=6.0), key


def test_a_series_has_a_curve_for_every_measure() -> None:
    exercise = KNOWN["hip-hinge"]
    watcher, every = Watcher.of(exercise, "right"), []
    for i, shot in enumerate(Act(exercise, fps=FPS).cycle(4.0)):
        watcher = watcher.after(glimpse(shot, Film(view="side"), time_s=i / FPS))
        every.append(watcher.seen)
    series = Series.of(one for one in every if one is not None)
    curve = series.curve("hip_flexion", "both", "right")
    assert curve.shape == series.time_s.shape
    assert curve.min() < 15
    assert curve.max() > 60


def test_nobody_is_not_in_the_frame() -> None:
    exercise = KNOWN["hip-hinge"]
    watcher = watched(exercise, held(exercise))
    gone = watcher.after(Glimpse.nobody(watcher.time_s + 0.1, 640, 480))
    assert gone.seen is not None
    assert not gone.seen.in_frame
    assert np.isnan(gone.seen.points).all()


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.floats(-1.0, 3.0),
            st.sampled_from(["seen", "nan", "wild", "nobody"]),
        ),
        max_size=30,
    )
)
def test_any_stream_of_glimpses_leaves_a_watcher_whose_time_never_falls(
    stream: list[tuple[float, str]],
) -> None:
    exercise = KNOWN["strap-hamstring-stretch"]
    one = held(exercise, seconds=0.2)[0]
    watcher, random = Watcher.of(exercise, "right"), np.random.default_rng(1)
    for step_s, kind in stream:
        before = watcher.time_s
        time_s = (0.0 if not np.isfinite(before) else before) + step_s
        wild = 1e4 * random.standard_normal((COUNT, 2))
        xy = {"nan": np.full_like(one.xy_px, np.nan), "wild": wild}
        frame = replace(one, time_s=time_s, xy_px=xy.get(kind, one.xy_px))
        if kind == "nobody":
            frame = Glimpse.nobody(time_s, 640, 480)
        watcher = watcher.after(frame)
        assert watcher.time_s >= before
        if watcher.seen is not None:
            observed(watcher.seen, "left")
