"""What is true of the drawn runner: every metric by its definition, from the exact joints.

Nothing here looks at pictures, and nothing is shared with the metrics it is the truth for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np

from evenstride.figure.planes import FRONTAL, SAGITTAL, Posture
from evenstride.poses import Array
from evenstride.skeleton import SIDES, Side

if TYPE_CHECKING:
    from evenstride.figure.runner import Runner

# Extremes are looked for on this many points, then between the best one's neighbours, and
# last on the parabola through three points a third of a millisecond apart.
SAMPLES: Final = 61
REFINEMENTS: Final = 2
# The wobble's mean square is taken over this many points of the stance.
WOBBLE_SAMPLES: Final = 601


@dataclass(frozen=True)
class Stride:
    """One stride of one foot, from its strike to its next strike, and the moments in it."""

    runner: Runner
    side: Side
    strike_s: float
    toe_off_s: float
    other_strike_s: float
    end_s: float

    def at(self, time_s: float | Array) -> Posture:
        """The joints at one or more moments."""
        return Posture(
            self.runner.joints_m(np.atleast_1d(np.asarray(time_s, dtype=float))), self.side
        )

    def most(
        self, value: Callable[[Posture], Array], start_s: float, end_s: float
    ) -> tuple[float, float]:
        """When a value is greatest, and how great."""
        for _ in range(REFINEMENTS):
            time = np.linspace(start_s, end_s, SAMPLES)
            values = value(self.at(time))
            best = int(np.argmax(values))
            start_s, end_s = time[max(best - 1, 0)], time[min(best + 1, SAMPLES - 1)]
        if not 0 < best < SAMPLES - 1:
            return float(time[best]), float(values[best])
        early, most, late = values[best - 1 : best + 2]
        bend = early - 2 * most + late
        aside = 0.5 * (early - late) / bend if bend < 0 else 0.0
        return float(time[best] + aside * (time[1] - time[0])), float(most - 0.5 * bend * aside**2)

    def mean(self, value: Callable[[Posture], Array], start_s: float, end_s: float) -> float:
        """The mean over time (Gauss-Legendre, piece by piece)."""
        points, weights = np.polynomial.legendre.leggauss(8)
        edges = np.linspace(start_s, end_s, 26)
        half = 0.5 * np.diff(edges)
        time = (edges[:-1] + half) + np.multiply.outer(points, half)
        found = value(self.at(time.ravel())).reshape(time.shape)
        return float(np.sum(0.5 * weights[:, np.newaxis] * found) / len(half))

    @property
    def leg_m(self) -> float:
        """Thigh and shank."""
        return self.runner.body.leg_m

    @cached_property
    def mid_stance_s(self) -> float:
        """When the hips' middle is lowest while this foot is down."""
        return self.most(lambda p: -p.point("mid_hip")[:, 1], self.strike_s, self.toe_off_s)[0]


def timing(stride: Stride) -> dict[str, float]:
    """Contact, flight, duty factor and bounce."""
    contact = stride.toe_off_s - stride.strike_s

    def height(posture: Posture) -> Array:
        return posture.point("mid_hip")[:, 1]

    step = (stride.strike_s, stride.other_strike_s)
    bounce = stride.most(height, *step)[1] + stride.most(lambda p: -height(p), *step)[1]
    return {
        "contact_time": 1000 * contact,
        "flight_time": 1000 * (stride.other_strike_s - stride.toe_off_s),
        "duty_factor": contact / (stride.end_s - stride.strike_s),
        "vertical_oscillation": 100 * bounce / stride.leg_m,
    }


def landing(stride: Stride) -> dict[str, float]:
    """The leg at the strike and while it takes its load."""
    posture = stride.at(stride.strike_s)
    flexion = float(posture.knee_flexion()[0])
    when, peak = stride.most(Posture.knee_flexion, stride.strike_s, stride.toe_off_s)
    ahead = (posture.point("ankle") - posture.point("mid_hip"))[0, 0]
    return {
        "overstride": 100 * float(ahead) / stride.leg_m,
        "shank_angle_at_contact": -float(posture.lean("ankle", "knee", SAGITTAL)[0]),
        "foot_angle_at_contact": float(posture.foot()[0]),
        "knee_flexion_at_contact": flexion,
        "peak_knee_flexion": peak,
        "loading_time": 1000 * (when - stride.strike_s),
        "loading_rate": (peak - flexion) / (when - stride.strike_s),
    }


def swing(stride: Stride) -> dict[str, float]:
    """The leg behind and in front, the trunk and the arm."""
    strike, off, end = stride.strike_s, stride.toe_off_s, stride.end_s

    def arm(posture: Posture) -> Array:
        return -posture.lean("elbow", "shoulder", SAGITTAL)

    def trunk(posture: Posture) -> Array:
        return posture.lean("mid_hip", "mid_shoulder", SAGITTAL)

    return {
        "hip_extension_at_toe_off": -float(stride.at(off).thigh()[0]),
        "knee_drive": stride.most(Posture.thigh, off, end)[1],
        "trunk_lean": stride.mean(trunk, strike, off),
        "arm_swing": stride.most(arm, strike, end)[1]
        + stride.most(lambda p: -arm(p), strike, end)[1],
    }


def frontal(stride: Stride) -> dict[str, float]:
    """What is seen from behind."""
    strike, off, middle = stride.strike_s, stride.toe_off_s, stride.mid_stance_s
    posture = stride.at(middle)
    drop = float(posture.pelvis()[0])

    def sideways(each: Posture) -> Array:
        return each.outward * each.point("mid_hip")[:, 2]

    def side_lean(each: Posture) -> Array:
        return each.outward * each.lean("mid_hip", "mid_shoulder", FRONTAL)

    shift = stride.most(sideways, strike, off)[1] - stride.mean(sideways, strike, stride.end_s)
    return {
        "pelvic_drop": drop,
        "pelvic_shift": 100 * shift / stride.leg_m,
        "trunk_side_lean": stride.mean(side_lean, strike, middle),
        "hip_adduction": drop + float(posture.outward * posture.lean("knee", "hip", FRONTAL)[0]),
        "knee_wobble": wobble(stride),
        "knee_projection": float(posture.frontal_knee()[0]),
        "trunk_rotation": stride.most(Posture.chest, strike, stride.end_s)[1],
        "heel_whip": heel_whip(stride),
    }


def wobble(stride: Stride) -> float:
    """The knee's frontal angle about its own trend over the stance, root mean square."""
    time = np.linspace(stride.strike_s, stride.toe_off_s, WOBBLE_SAMPLES)
    angle = stride.at(time).frontal_knee()
    trend = np.polyval(np.polyfit(time - time[0], angle, 1), time - time[0])
    return float(np.sqrt(np.mean((angle - trend) ** 2)))


def heel_whip(stride: Stride) -> float:
    """The foot seen from behind when the heel is highest above the toe, + heel inwards."""

    def above(posture: Posture) -> Array:
        return posture.point("heel")[:, 1] - posture.point("toe")[:, 1]

    middle = 0.5 * (stride.toe_off_s + stride.end_s)
    posture = stride.at(stride.most(above, stride.toe_off_s, middle)[0])
    return -float(posture.outward * posture.lean("toe", "heel", FRONTAL)[0])


def strides(runner: Runner, count: int) -> list[Stride]:
    """The first strides in order of their strikes."""
    steps = runner.steps
    cycles = 2 + count // len(steps)
    strike = np.concatenate([steps.strike_s + cycle * steps.period_s for cycle in range(cycles)])
    contact = np.tile(steps.contact_s, cycles)
    return [
        Stride(
            runner, SIDES[i % 2], strike[i], strike[i] + contact[i], strike[i + 1], strike[i + 2]
        )
        for i in range(count)
    ]


def values(stride: Stride) -> dict[str, float]:
    """Every metric of one stride."""
    return {**timing(stride), **landing(stride), **swing(stride), **frontal(stride)}


def truth(runner: Runner) -> Mapping[str, Mapping[str, float]]:
    """What every metric would be, measured without error over endlessly many steps."""
    cycle = strides(runner, len(runner.steps))
    found = [values(stride) for stride in cycle]
    sides: dict[str, Mapping[str, float]] = {
        key: {
            side: float(np.mean([each[key] for each in found[first::2]]))
            for first, side in enumerate(SIDES)
        }
        for key in found[0]
    }
    ankles = [float(each.at(each.mid_stance_s).point("ankle")[0, 2]) for each in cycle]
    width = float(np.mean(ankles[1::2]) - np.mean(ankles[::2]))
    return {
        "cadence": {"both": runner.cadence_steps_min},
        **sides,
        "step_width": {"both": 100 * width / runner.body.leg_m},
    }


def truth_per_step(
    runner: Runner, duration_s: float
) -> Mapping[str, Mapping[str, tuple[float, ...]]]:
    """Every metric step by step, for the strikes that `events` gives."""
    possible = strides(runner, int(2 * duration_s / runner.step_time_s) + 2)
    cycle = [stride for stride in possible if stride.strike_s < duration_s]
    found = [values(stride) for stride in cycle]
    return {
        key: {
            side: tuple(each[key] for each in found[first::2]) for first, side in enumerate(SIDES)
        }
        for key in found[0]
    }
