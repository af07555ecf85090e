"""Every metric of a run, each with its error and how far it can be trusted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from evenstride.events import Run
from evenstride.metrics import Metric, catalogue
from evenstride.metrics.measurement import (
    ENOUGH_STEPS,
    Estimate,
    Measurement,
    Status,
    difference,
    estimate,
)
from evenstride.poses import Array
from evenstride.signals import noise_sd
from evenstride.skeleton import INDEX, SIDES, Side

LEG_LENGTH_OF_HEIGHT = 0.491
"""Thigh and shank over body height, 0.245 + 0.246 (Drillis & Contini 1966, in Winter 2009)."""

LEAST_CONFIDENCE = 0.5
"""[E] Below this mean confidence of the joints behind it a value is `low`."""

TOLERANCE: Mapping[str, float] = {"deg": 4.0, "ms": 15.0, "% leg": 2.0, "deg/s": 60.0, "": 0.03}
"""[E] A side's mean with a larger error than this is `low`: a therapist would be misled."""

FAST_FPS = 100.0
"""[E] From here the pose model's error at 120 frames/s holds."""

MOST_OBLIQUE_DEG = 20.0
"""[E] Further off the ideal line than this, angles in the picture's plane are `low`; the facts
pack asks for 10 degrees and seeing it to 10 more is what one camera can do."""

FAR_TOO_OBLIQUE_DEG = 32.0
"""From here a knee bent by 45 degrees shows 6 less, the smallest change that counts (facts pack):
2 atan(tan 22.5 cos 32) = 38.8. A refused number is better than such a one."""


def measure(run: Run) -> tuple[Measurement, ...]:
    """Measure everything this film can show; say why for what it cannot."""
    found = [_measurement(run, metric) for metric in catalogue().values()]
    claims = sum(1 for item in found if item.status != "refused" and "left" in item.sides)
    metrics = catalogue()
    return tuple(_compared(run, item, metrics[item.key], max(claims, 1)) for item in found)


def _measurement(run: Run, metric: Metric) -> Measurement:
    """One metric without its side difference."""
    refusal = _refusal(run, metric)
    sides = {} if refusal else _estimates(run, metric)
    if not refusal and not sides:
        refusal = "No step showed it: the joints it needs were not seen well enough."
    status: Status = "refused"
    reason = refusal
    if not refusal:
        status, reason = _trust(run, metric, sides)
    return Measurement(
        key=metric.key,
        name=metric.name,
        unit=_unit(run, metric),
        meaning=metric.meaning,
        status=status,
        reason=reason,
        sides=sides,
        difference=None,
    )


def _refusal(run: Run, metric: Metric) -> str:
    """Why this metric cannot be had from this film at all; empty when it can."""
    if run.view not in metric.views:
        place = "the side" if "side" in metric.views else "behind"
        return f"This needs a film from {place}."
    if run.activity == "walking" and metric.key != "cadence":
        return "The person walks; this is measured on running."
    if run.activity == "standing":
        return "No steady steps were seen in this film."
    if run.tempo != "true":
        return "The film does not play at its true speed."
    if metric.unit in ("deg", "deg/s") and run.orientation.turn_deg > FAR_TOO_OBLIQUE_DEG:
        return f"{_too_oblique(run, metric)} Angles in the picture are wrong from there."
    return ""


def _estimates(run: Run, metric: Metric) -> Mapping[str, Estimate]:
    """The estimate of each side, or of both together."""
    values: dict[str, Array] = {side: metric(run, side) for side in SIDES}
    if metric.both:
        values = {"both": np.concatenate([values[side] for side in SIDES])}
    scale = _scale(run, metric)
    found = {
        name: estimate(
            scale * value,
            instrument_sd=scale * _instrument_sd(run, metric, name),
            again_sd=scale * _again_sd(run, metric, name),
        )
        for name, value in values.items()
    }
    return {name: value for name, value in found.items() if value is not None}


def _instrument_sd(run: Run, metric: Metric, side: str) -> float:
    """One SD of what is wrong in the same way in every step of this side."""
    if not run.from_film:
        return _method_error(run, metric, side)
    return float(np.hypot(_film_error(run, metric, side), _frame_error(run, metric, side)))


def _method_error(run: Run, metric: Metric, side: str) -> float:
    """One SD of what smoothing, timing and perspective leave in recorded keypoints' mean."""
    error = metric.method_error
    least = error.behind if run.view != "side" and error.behind is not None else error.least
    return float(np.hypot(least, error.per_jitter * _jitter(run, metric, side)))


def _jitter(run: Run, metric: Metric, side: str) -> float:
    """How much a metric's keypoints tremble from frame to frame, per cent of leg length."""
    sides = SIDES if side == "both" else (side,)
    columns = [INDEX[f"{each}_{joint}"] for each in sides for joint in metric.joints]
    if not columns:
        return 0.0
    paths = run.track.unsmoothed[:, columns].reshape(len(run.poses), -1)
    spread = noise_sd(run.track.time_s, paths)
    return float(100 * np.nanmedian(spread)) if np.isfinite(spread).any() else 0.0


def _again_sd(run: Run, metric: Metric, side: str) -> float:
    """One SD of what another film or recording of the same runner would show otherwise."""
    if not run.from_film:
        return metric.method_error.per_jitter * _jitter(run, metric, side)
    return float(np.hypot(metric.film_error.again, _frame_error(run, metric, side)))


def _film_error(run: Run, metric: Metric, side: str) -> float:
    """One SD of what the pose model leaves in this side's mean; 0 for recorded keypoints."""
    if not run.from_film:
        return 0.0
    error = metric.film_error
    if run.view != "side" and error.behind is not None:
        return error.behind
    return error.far if side == far_side(run) else error.near


def _frame_error(run: Run, metric: Metric, side: str) -> float:
    """How far a side's mean moves if its instants are off by half a frame.

    The pose model's error was measured at 120 frames/s; in a slower film its instants may all be
    early or late by part of a frame, and what moves fast at contact moves with them.
    """
    if not run.from_film or run.poses.fps >= FAST_FPS or metric.both or side == "both":
        return 0.0
    half_s = 0.5 / run.poses.fps
    moved = replace(run, steps={name: steps.later(half_s) for name, steps in run.steps.items()})
    here, there = (metric(each, side) for each in (run, moved))  # type: ignore[arg-type]  # not "both"
    change = np.abs(there - here)
    return float(np.nanmean(change)) if np.isfinite(change).any() else 0.0


def _difference_sd(run: Run, metric: Metric) -> float:
    """One SD of what is wrong in the same way in left minus right."""
    if not run.from_film:
        return 0.0
    left, right = (_frame_error(run, metric, side) for side in SIDES)
    return float(np.hypot(metric.film_error.difference, np.hypot(left, right)))


def far_side(run: Run) -> Side | None:
    """Which leg is away from the camera; None from behind or in front."""
    return {"left": "right", "right": "left"}.get(run.orientation.facing)  # type: ignore[return-value]  # the values are sides


def _scale(run: Run, metric: Metric) -> float:
    """From per cent of leg length to centimetres where the runner's height is known."""
    if metric.unit == "% leg" and run.height_m is not None:
        return LEG_LENGTH_OF_HEIGHT * run.height_m
    return 1.0


def _unit(run: Run, metric: Metric) -> str:
    return "cm" if metric.unit == "% leg" and run.height_m is not None else metric.unit


def _trust(run: Run, metric: Metric, sides: Mapping[str, Estimate]) -> tuple[Status, str]:
    """Whether a value is `ok` or `low`, with the first reason that makes it low."""
    reasons = (
        metric.low_reason,
        metric.low_view_reason if run.view in metric.low_views else "",
        metric.film_reason if run.from_film else "",
        _too_far(run, metric),
        _too_slow(run, metric),
        _too_oblique(run, metric),
        _too_few(sides),
        _too_dim(run, metric),
    )
    reason = next((reason for reason in reasons if reason), "")
    return ("low", reason) if reason else ("ok", "")


def _too_slow(run: Run, metric: Metric) -> str:
    fps = run.poses.fps
    if fps >= metric.least_fps:
        return ""
    return f"{fps:.0f} frames/s are few for this; film at {metric.least_fps:.0f} or more."


def _too_far(run: Run, metric: Metric) -> str:
    """Whether the pose model's own error on either leg is more than may be called a number."""
    far, most = far_side(run), TOLERANCE.get(metric.unit, np.inf)
    unit = f" {metric.unit}" if metric.unit else ""
    if _film_error(run, metric, "near") > most:
        return f"The pose model errs by about {metric.film_error.near:.2g}{unit} here."
    if far is not None and _film_error(run, metric, far) > most:
        return (
            f"The {far} leg is the far one, where the pose model errs by about "
            f"{metric.film_error.far:.2g}{unit}; film from the {far} too."
        )
    return ""


def _too_oblique(run: Run, metric: Metric) -> str:
    turn = run.orientation.turn_deg
    if metric.key == "cadence" or turn <= MOST_OBLIQUE_DEG:
        return ""
    return f"The camera stands about {turn:.0f} degrees off the ideal line for this view."


def _too_few(sides: Mapping[str, Estimate]) -> str:
    for side in SIDES:
        if "both" not in sides and side not in sides:
            return f"No {side} step showed it."
    fewest = min(sides, key=lambda side: sides[side].n)
    if sides[fewest].n >= ENOUGH_STEPS:
        return ""
    of = "" if fewest == "both" else f"{fewest} "
    return f"Only {sides[fewest].n} {of}steps showed it; {ENOUGH_STEPS} make a stable mean."


def _too_dim(run: Run, metric: Metric) -> str:
    """Whether the joints were hard to see on one side."""
    for side in SIDES:
        if metric.joints and _confidence(run, metric, side) < LEAST_CONFIDENCE:
            names = " and ".join(metric.joints)
            return f"The {side} {names} could not be seen well."
    return ""


def _confidence(run: Run, metric: Metric, side: Side) -> float:
    """The lowest of the mean confidences of a metric's joints on one side."""
    columns = [INDEX[f"{side}_{joint}"] for joint in metric.joints]
    return float(run.poses.confidence[:, columns].mean(axis=0).min())


def _compared(run: Run, item: Measurement, metric: Metric, claims: int) -> Measurement:
    """The measurement with its side difference, where both sides were measured."""
    if "left" not in item.sides or "right" not in item.sides:
        return item
    mdc = metric.mdc * _scale(run, metric)
    both = difference(
        item.sides["left"],
        item.sides["right"],
        mdc=mdc,
        claims=claims,
        instrument_sd=_scale(run, metric) * _difference_sd(run, metric),
    )
    return replace(item, difference=both)
