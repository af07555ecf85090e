"""Drawn runners of every kind, and keypoints recorded of them with noise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from evenstride import Analysis
from evenstride.analysis import analyze_poses
from evenstride.errors import InputError
from evenstride.events import View
from evenstride.figure import FAULTS, Camera, Runner, keypoints
from evenstride.figure.steps import FIRST_STRIKE_S, Steps, steps_of

ATTEMPTS, STRIDE = 20, 1_000_003
"""Seeds tried until one can be drawn, far enough apart to be nobody else's."""

POOL = 10
RATES_FPS = (60.0, 120.0, 240.0)
NOISE_PX = (1.0, 4.0)
VARIABILITY = (0.02, 0.05)
SPEED_M_S = (2.5, 4.2)
HEIGHT_M = (1.55, 1.95)
SECONDS = (8.0, 12.0)


@dataclass(frozen=True, kw_only=True)
class Unrepeating(Runner):
    """A drawn runner whose steps scatter about the truth as those of somebody alive.

    The drawn runner repeats forty steps whose mean is exact, so ten seconds of him come out too
    close to it. Here forty steps are drawn, foot by foot, from a pool of four hundred.
    """

    @cached_property
    def steps(self) -> Steps:
        """Forty steps of four hundred."""
        plain = Runner(**same(self))
        pool = [steps_of(replace(plain, seed=POOL * self.seed + i)) for i in range(POOL)]
        random = np.random.default_rng(self.seed)
        count = len(pool[0])
        drawn: dict[str, Any] = {
            item.name: np.concatenate([getattr(each, item.name) for each in pool])
            for item in fields(Steps)
            if isinstance(getattr(pool[0], item.name), np.ndarray)
        }
        step_s = np.concatenate([each.next_strike_s - each.strike_s for each in pool])
        step_s = step_s[in_turn(random, POOL * count, count)]
        order = in_turn(random, POOL * count, count)
        drawn = {name: values[order] for name, values in drawn.items()}
        drawn["strike_s"] = np.cumsum(step_s) - step_s[0] + FIRST_STRIKE_S
        return replace(pool[0], period_s=float(step_s.sum()), **drawn)


def same(runner: Runner) -> dict[str, Any]:
    """What is asked of a runner, to ask it of another."""
    return {item.name: getattr(runner, item.name) for item in fields(Runner)}


def in_turn(random: np.random.Generator, pool: int, count: int) -> NDArray[np.int_]:
    """Some steps of a pool in any order in which left and right still take turns."""
    order = np.empty(count, dtype=int)
    for first in range(2):
        own = random.permutation(np.arange(first, pool, 2))
        order[first::2] = own[: count // 2]
    return order


def drawable(candidates: Iterator[Runner]) -> Runner:
    """The first who can run as asked: not every pair of faults goes together."""
    for runner in candidates:
        with suppress(InputError):
            _ = runner.gait
            return runner
    raise InputError("Nobody runs like this; ask for less.")


def somebody(seed: int, *, faults: Mapping[str, float] | None = None) -> Runner:
    """A runner of any size, at any pace, with these faults, or with two of any kind."""
    return drawable(_anybody([seed, attempt], faults) for attempt in range(ATTEMPTS))


def _anybody(seed: list[int], faults: Mapping[str, float] | None) -> Runner:
    random = np.random.default_rng(seed)
    drawn = any_faults(random)
    return Runner.at(
        float(random.uniform(*SPEED_M_S)),
        height_m=float(random.uniform(*HEIGHT_M)),
        variability=float(random.uniform(*VARIABILITY)),
        faults=drawn if faults is None else faults,
        seed=seed[0],
    )


def any_faults(random: np.random.Generator) -> dict[str, float]:
    """Two faults of any size a therapist would just see, or less, on one side or both."""
    names = random.choice(sorted(FAULTS), 2, replace=False)
    return {
        f"{name}{random.choice(['-left', '-right', ''])}": float(
            random.uniform(0, 1) * FAULTS[name].visible
        )
        for name in names
    }


@dataclass(frozen=True)
class Take:
    """How keypoints are recorded."""

    view: View
    facing: str
    fps: float
    seconds: float


def take(seed: int, view: View) -> Take:
    """Any frame rate, length and side."""
    random = np.random.default_rng(seed)
    return Take(
        view,
        str(random.choice(["left", "right"])),
        float(random.choice(RATES_FPS)),
        float(random.uniform(*SECONDS)),
    )


def recorded(runner: Runner, how: Take, seed: int) -> Analysis:
    """One recording, with steps and noise of its own."""
    noise_px = float(np.random.default_rng(seed).uniform(*NOISE_PX))
    asked = same(runner)
    seeds = range(seed, seed + ATTEMPTS * STRIDE, STRIDE)
    poses = keypoints(
        drawable(Unrepeating(**{**asked, "seed": each}) for each in seeds),
        Camera(view=how.view, facing=how.facing),  # type: ignore[arg-type]  # left or right
        fps=how.fps,
        duration_s=how.seconds,
        noise_px=noise_px,
        seed=seed,
    )
    return analyze_poses(poses, name=f"drawn-{seed}")
