"""Repair what a pose model gets wrong: swapped legs, leaps, short gaps; count all of it."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from evenstride.cycle import phase, usual_path
from evenstride.orientation import orientation
from evenstride.poses import Array, Poses
from evenstride.signals import gaps, noise_sd, two_states
from evenstride.skeleton import INDEX, KEYPOINTS, LEG, SIDES, Side

LONGEST_GAP_S = 0.100
"""Longer gaps are not filled (design, rule of measurement 4)."""

SWAPPED_TOGETHER = (("knee",), ("ankle", "heel", "toe"), ("elbow", "wrist"))
"""Joints whose labels change sides together."""

SWITCH_COST = 0.25
"""[E] Leg lengths of better fit that a change of labels must be worth."""

LEAP = 0.06
"""[E] No keypoint nearer to its usual path than this, in leg lengths, is called an outlier."""

SMOOTH = 0.002
"""[E] Jitter below this, in leg lengths, is that of motion capture; pose models have 0.005."""

SMOOTH_LEAP = 0.12
"""[E] The same for motion capture, which does not leap: strides themselves differ by 0.1."""

LEAP_SPREADS = 4.0
"""[E] How many robust standard deviations off its usual path makes an outlier."""

GUESS = 0.18
"""[E] Leg lengths (15 cm) between one leg's path and the other's half a stride later."""

HIDDEN = 0.02
"""[E] How much less surely a leg must be seen to be called hidden; films from the side give 0.13
and more, tables without confidences none."""

UNSEEN = 0.05
"""[E] A confidence below this is no sighting at all."""


@dataclass(frozen=True)
class Repairs:
    """What was put right, counted in frames."""

    frames: int
    swapped: int
    """Frames in which left and right were exchanged back."""
    outliers: int
    """Keypoints thrown out because they leapt away from the body."""
    filled: int
    """Keypoints filled in over gaps of at most 100 ms."""
    missing: int
    """Keypoints of the legs left unseen."""


def clean(poses: Poses) -> tuple[Poses, Repairs]:
    """Undo swaps, drop leaps, fill short gaps; what stays unseen is NaN."""
    hidden = poses.confidence < UNSEEN
    poses = replace(poses, xy_px=np.where(hidden[..., None], np.nan, poses.xy_px))
    if not np.isfinite(poses.xy_px).any():
        return poses, Repairs(len(poses), 0, 0, 0, _missing(poses))
    leg_px = _leg_px(poses)
    hips = _steady_hips(poses)
    strides = _strides(poses, leg_px)
    if strides is None:
        usual = np.repeat(hips[:, None], len(KEYPOINTS), axis=1)
        return _filled(_without_leaps(poses, _running_median(poses), leg_px), usual, 0, poses)
    usual = _usual(poses, hips, strides, leg_px)
    repaired, swapped = _unswapped(poses, usual, leg_px)
    beat = _strides(repaired, leg_px)  # swapped feet had bent the rhythm around them
    strides = strides if beat is None else beat
    judged = _without_guesses(repaired, hips, strides, leg_px)
    usual = _usual(judged, hips, strides, leg_px)
    return _filled(_without_leaps(judged, usual, leg_px), usual, swapped, repaired)


def _leg_px(poses: Poses) -> float:
    """A leg's length in the picture, roughly."""
    bones = [
        np.nanmedian(np.linalg.norm(poses.middle(a) - poses.middle(b), axis=1))
        for a, b in (("hip", "knee"), ("knee", "ankle"))
    ]
    return float(max(sum(bones), 1.0))


def _steady_hips(poses: Poses) -> Array:
    """The hips' middle, filled from its neighbours, as the origin of every path; [T, 2] px."""
    hips = poses.middle("hip").copy()
    for axis in (0, 1):
        seen = np.isfinite(hips[:, axis])
        if seen.any():
            hips[:, axis] = np.interp(poses.time_s, poses.time_s[seen], hips[seen, axis])
    return hips


def _strides(poses: Poses, leg_px: float) -> Array | None:
    """The phase of the gait at every frame, from how high the feet are over each other."""
    feet = [
        np.ma.masked_invalid(
            [poses[f"{side}_{joint}"][:, 1] for joint in ("ankle", "heel", "toe")]
        ).mean(axis=0).filled(np.nan)
        for side in ("left", "right")
    ]
    return phase(poses.time_s, (feet[1] - feet[0]) / leg_px)


def _usual(
    poses: Poses, hips: Array, strides: Array, leg_px: float, *, later: float = 0.0
) -> Array:
    """Where each keypoint usually is at this phase of the stride, or later; [T, K, 2] px."""
    own = (poses.xy_px - hips[:, None]) / leg_px
    path = usual_path(strides, own, poses.confidence, strides + later)
    return np.asarray(path * leg_px + hips[:, None])


def _without_guesses(poses: Poses, hips: Array, strides: Array, leg_px: float) -> Poses:
    """Throw out where the hidden leg was put on top of the leg in front of it.

    In a side view a pose model that cannot see the far leg swing past lays it on the near one,
    at the same phase of every stride, so its own usual path cannot tell. The better-seen leg's
    path half a stride later can: no runner's legs differ by as much as GUESS. It is used to
    reject, never to fill in.
    """
    if orientation(poses).view != "side":
        return poses
    better, worse = sorted(SIDES, key=lambda side: _clarity(poses, side), reverse=True)
    if _clarity(poses, better) - _clarity(poses, worse) < HIDDEN:
        return poses
    shifted = _usual(poses, hips, strides, leg_px, later=0.5)
    xy, confidence = poses.xy_px.copy(), poses.confidence.copy()
    for joint in LEG[1:]:
        here = xy[:, INDEX[f"{worse}_{joint}"]]
        away = here - shifted[:, INDEX[f"{better}_{joint}"]]
        if not np.isfinite(away).any():
            continue
        guessed = np.linalg.norm(away - np.nanmedian(away, axis=0), axis=1) > GUESS * leg_px
        here[guessed] = np.nan
        confidence[guessed, INDEX[f"{worse}_{joint}"]] = 0.0
    return replace(poses, xy_px=xy, confidence=confidence)


def _clarity(poses: Poses, side: Side) -> float:
    """How surely one leg was seen."""
    return float(poses.confidence[:, [INDEX[f"{side}_{joint}"] for joint in LEG[1:]]].mean())


def _unswapped(poses: Poses, usual: Array, leg_px: float) -> tuple[Poses, int]:
    """Exchange left and right back where the exchanged labels fit the usual paths better."""
    xy, confidence = poses.xy_px.copy(), poses.confidence.copy()
    touched = np.zeros(len(poses), dtype=bool)
    for joints in SWAPPED_TOGETHER:
        left, right = ([INDEX[f"{side}_{joint}"] for joint in joints] for side in SIDES)
        as_is = _misfit(xy, usual, left, left) + _misfit(xy, usual, right, right)
        crossed = _misfit(xy, usual, left, right) + _misfit(xy, usual, right, left)
        swapped = _swapped((crossed - as_is) / leg_px / len(joints))
        rows = np.flatnonzero(swapped)[:, None]
        xy[rows, left + right] = xy[rows, right + left]
        confidence[rows, left + right] = confidence[rows, right + left]
        touched |= swapped
    return replace(poses, xy_px=xy, confidence=confidence), int(touched.sum())


def _misfit(xy: Array, usual: Array, seen: list[int], expected: list[int]) -> Array:
    """Distance of some keypoints from where others usually are, [T] px; 0 where unseen."""
    distance = np.linalg.norm(xy[:, seen] - usual[:, expected], axis=-1)
    return np.asarray(np.nansum(distance, axis=1))


def _swapped(gain: Array) -> NDArray[np.bool_]:
    """Where being swapped, which costs `gain`, is worth the two changes it takes."""
    worth = np.cumsum(np.concatenate([[0.0], -gain]))
    if (worth - np.minimum.accumulate(worth)).max() < 2 * SWITCH_COST:
        return np.zeros(len(gain), dtype=bool)
    cost = gain.copy()
    cost[[0, -1]] += SWITCH_COST  # outside the clip nothing is swapped
    between = np.full(len(gain) - 1, SWITCH_COST)
    return two_states(cost, 0.0 * between, between)


def _running_median(poses: Poses) -> Array:
    """Each keypoint's median over a tenth of a second, where there is no rhythm to lean on."""
    reach = max(round(0.1 * poses.fps), 2)
    padded = np.pad(poses.xy_px, ((reach, reach), (0, 0), (0, 0)), mode="edge")
    windows = np.lib.stride_tricks.sliding_window_view(padded, 2 * reach + 1, axis=0)
    some = np.asarray(np.isfinite(windows).any(axis=-1))  # a median of nothing would warn
    medians = np.nanmedian(np.where(some[..., None], windows, 0.0), axis=-1)
    return np.asarray(np.where(some, medians, np.nan))


def _without_leaps(poses: Poses, usual: Array, leg_px: float) -> Poses:
    """Keypoints that left their usual path far beyond its own spread become unseen."""
    away = np.linalg.norm(poses.xy_px - usual, axis=-1) / leg_px
    spread = np.array([_spread(away[:, k]) for k in range(away.shape[1])])
    jitter = noise_sd(poses.time_s, poses.xy_px.reshape(len(poses), -1)) / leg_px
    smooth = np.isfinite(jitter).any() and np.nanmedian(jitter) < SMOOTH
    wild = away > np.maximum(SMOOTH_LEAP if smooth else LEAP, LEAP_SPREADS * spread)
    return replace(
        poses,
        xy_px=np.where(wild[..., None], np.nan, poses.xy_px),
        confidence=np.where(wild, 0.0, poses.confidence),
    )


def _spread(away: Array) -> float:
    """Robust SD of one coordinate from distances in two: their median is 1.18 SDs."""
    seen = away[np.isfinite(away)]
    return float(np.median(seen) / 1.1774) if len(seen) else 0.0


def _filled(poses: Poses, usual: Array, swapped: int, before: Poses) -> tuple[Poses, Repairs]:
    """Fill short gaps along the usual path, and count everything."""
    xy, confidence = poses.xy_px.copy(), poses.confidence.copy()
    seen = np.asarray(np.isfinite(xy).all(axis=-1))
    filled = 0
    for k in range(xy.shape[1]):
        for first, end in gaps(seen[:, k]):
            if first == 0 or end == len(xy):
                continue
            if poses.time_s[end] - poses.time_s[first - 1] > LONGEST_GAP_S + 1.5 / poses.fps:
                continue
            xy[first:end, k] = _bridge(poses.time_s, xy[:, k], usual[:, k], (first, end))
            confidence[first:end, k] = 0.5 * min(confidence[first - 1, k], confidence[end, k])
            filled += end - first
    outliers = int((np.isfinite(before.xy_px).all(axis=-1) & ~seen).sum())
    done = replace(poses, xy_px=xy, confidence=confidence)
    return done, Repairs(len(poses), swapped, outliers, filled, _missing(done))


def _bridge(time_s: Array, path: Array, usual: Array, gap: tuple[int, int]) -> Array:
    """The usual path, shifted so that it meets what was seen before and after the gap."""
    first, end = gap
    share = (time_s[first:end] - time_s[first - 1]) / (time_s[end] - time_s[first - 1])
    before, after = path[first - 1] - usual[first - 1], path[end] - usual[end]
    return np.asarray(usual[first:end] + before + share[:, None] * (after - before))


def _missing(poses: Poses) -> int:
    """Leg keypoints nobody saw."""
    columns = [INDEX[f"{side}_{joint}"] for side in ("left", "right") for joint in LEG]
    return int(np.isnan(poses.xy_px[:, columns, 0]).sum())
