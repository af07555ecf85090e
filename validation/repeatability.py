"""Whether errors are what they say: `python -m validation.repeatability [RECORDINGS]`.

Keypoints of drawn runners, whose truth is known, go through everything behind the pose model.
Counted are: 95 % intervals that hold the truth, metric by metric; even runners who are called
uneven; runs that did not change and are said to have; and changes twice the smallest detectable
one that are found. Runners, speeds, faults, steps, noise and frame rates are drawn at random.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from multiprocessing import get_context
from types import MappingProxyType

from evenstride import Analysis, Change, Comparison, compare
from evenstride.errors import InputError
from evenstride.events import View
from evenstride.figure import FAULTS, truth
from validation.anybody import recorded, somebody, take

RECORDINGS = 200
TAKES = 4
"""Recordings of each runner, from either view: the truth takes longer than they do."""

VIEWS: tuple[View, View] = ("side", "rear")

TWICE: Mapping[str, str] = MappingProxyType(
    {
        "overstride": "overstride",
        "weak_knee_drive": "knee_drive",
        "slow_loading": "loading_time",
        "side_lean": "trunk_side_lean",
        "pelvic_drop": "pelvic_drop",
        "hip_travel": "pelvic_shift",
        "arm_across": "arm_swing",
    }
)
"""Faults that change one metric by about their own size, and the metric."""

PER_UNIT: Mapping[str, float] = MappingProxyType({"share of leg length": 0.01, "s": 0.001})
"""A fault's unit for one of its metric's."""

ASKED = 2.5
"""Of what a pair without a change could have detected, so that most changes are twice that."""

REAL = ("improved", "worse", "changed")


@dataclass(frozen=True)
class Share:
    """How many of how many."""

    hits: int
    of: int

    @property
    def percent(self) -> float:
        """Of a hundred."""
        return 100 * self.hits / self.of if self.of else float("nan")


@dataclass(frozen=True)
class Repeatability:
    """What was counted."""

    coverage: Mapping[str, Share]
    """Intervals that hold the truth, by metric."""
    called_uneven: Share
    """Recordings of even runners in which any metric is called different."""
    called_changed: Share
    """Pairs of recordings of one run in which any metric is said to have changed."""
    found: Mapping[str, Share]
    """Real changes of twice the smallest detectable one that are called, by fault."""


def run(recordings: int = RECORDINGS) -> Repeatability:
    """Count everything over this many recordings of each kind, on every core."""
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        return Repeatability(
            coverage=coverage(pool, recordings),
            called_uneven=share(pool.map(called_uneven, range(20_000, 20_000 + recordings))),
            called_changed=share(pool.map(called_changed, range(30_000, 30_000 + recordings))),
            found=found(pool, max(recordings // 10, 1)),
        )


def share(answers: Iterable[bool | None]) -> Share:
    """How many of the questions that could be answered were answered with yes."""
    told = [answer for answer in answers if answer is not None]
    return Share(sum(told), len(told))


def coverage(pool: Executor, recordings: int) -> Mapping[str, Share]:
    """How often a 95 % interval holds the truth, metric by metric; sides count apart."""
    held: dict[str, list[bool]] = defaultdict(list)
    seeds = range(10_000, 10_000 + max(recordings // TAKES, 1))
    for key, hit in chain.from_iterable(pool.map(held_by, seeds)):
        held[key].append(hit)
    return {key: share(each) for key, each in held.items()}


def held_by(seed: int) -> list[tuple[str, bool]]:
    """Every interval of one runner's recordings: whether it holds the truth."""
    runner = somebody(seed)
    true = truth(runner)
    takes = [(TAKES * seed + number, view) for view in VIEWS for number in range(TAKES)]
    found = (recorded(runner, take(own, view), own) for own, view in takes)
    return [hit for analysis in found for hit in hits(analysis, true)]


def hits(
    analysis: Analysis, true: Mapping[str, Mapping[str, float]]
) -> Iterator[tuple[str, bool]]:
    """Each interval of a recording: whether it holds the truth."""
    for item in analysis.measurements:
        for side, each in item.sides.items():
            yield item.key, bool(each.ci95[0] <= true[item.key][side] <= each.ci95[1])


def called_uneven(seed: int) -> bool:
    """Whether an even runner is called uneven in anything."""
    how = take(seed, VIEWS[seed % 2])
    analysis = recorded(somebody(seed, faults={}), how, seed)
    differences = [item.difference for item in analysis.measurements if item.difference]
    return any(each.verdict == "different" for each in differences)


def called_changed(seed: int) -> bool:
    """Whether the same run, recorded twice, is said to have changed in anything."""
    how, runner = take(seed, VIEWS[seed % 2]), somebody(seed)
    return bool(real(recorded(runner, how, 2 * seed), recorded(runner, how, 2 * seed + 1)))


def real(before: Analysis, after: Analysis) -> list[tuple[str, str]]:
    """Every metric and side that is said to have changed."""
    changes = compare(before, after).changes
    return [(each.key, each.side) for each in changes if each.verdict in REAL]


def found(pool: Executor, pairs: int) -> Mapping[str, Share]:
    """How often a change of twice the smallest detectable one is called, by fault.

    The change is towards more of the metric: less of it not every runner can do.
    """
    seeds = range(40_000, 40_000 + pairs)
    return {name: share(pool.map(partial(_change_is_called, name), seeds)) for name in TWICE}


def _change_is_called(name: str, seed: int) -> bool | None:
    """Whether a change of twice what is detectable is called; None if none as large was made.

    The pair itself tells what was detectable in it: a larger value scatters more from step to
    step, and not every runner can change as much as asked.
    """
    fault, key = FAULTS[name], TWICE[name]
    how, runner = take(seed, fault.view), somebody(seed, faults={})
    before = recorded(runner, how, 2 * seed)
    pilot = _left(compare(before, recorded(runner, how, 2 * seed + 1)), key)
    size = ASKED * pilot.detectable * PER_UNIT.get(fault.unit, 1.0)
    faulty = replace(runner, faults={f"{name}-left": fault.sign * size})
    with suppress(InputError):
        change = _left(compare(before, recorded(faulty, how, seed)), key)
        old, new = (truth(replace(r, variability=0.0))[key]["left"] for r in (runner, faulty))
        return change.verdict in REAL if abs(new - old) >= 2 * change.detectable else None
    return None


def _left(comparison: Comparison, key: str) -> Change:
    """What the comparison says of one metric on the left."""
    return next(each for each in comparison.changes if (each.key, each.side) == (key, "left"))


def line(name: str, share: Share) -> str:
    """One line of a table."""
    return f"  {name:26s}{share.percent:6.1f} % of {share.of}"


def told(result: Repeatability) -> str:
    """What was counted, in lines."""
    return "\n".join(
        [
            "95 % intervals that hold the truth",
            *(line(key, each) for key, each in result.coverage.items()),
            f"even runners called uneven: {result.called_uneven.percent:.1f} %",
            f"unchanged runs called changed: {result.called_changed.percent:.1f} %",
            "changes of twice the smallest detectable one that are called",
            *(line(name, each) for name, each in result.found.items()),
        ]
    )


def main(recordings: int) -> None:
    """Count and print."""
    sys.stdout.write(told(run(recordings)) + "\n")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else RECORDINGS)
