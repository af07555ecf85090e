"""Raises of a straight leg, phone against motion capture: `python -m validation.leg_raise`.

Eight people, three raises each (and at times a first small one), hip and ankle from a phone and
from markers (mlgig/mvespa, MIT). The clocks are not in step: a constant shift is taken from the
two angle curves, then every raise the phone calls held is set beside the marker raise it overlaps.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from evenstride.poses import Array
from evenstride.raises import HANGING_DEG, LEAST_RAISE_DEG, LegRaises, leg_raises
from evenstride.repetitions import Repetition, repetitions
from validation import recordings

PEOPLE = range(1, 9)
LOST_MARKER = 0.5
"""Hip to ankle shorter than this share of its median: a marker was lost and written as zero."""
SHIFTS_S = np.arange(-15.0, 15.0, 0.1)
SLACK_S = 1.0
"""Half a second of a wrong shift, and half a second of another idea of where a raise starts."""


@dataclass(frozen=True)
class Pair:
    """One raise as the phone and as the markers saw it."""

    phone_deg: float
    markers_deg: float


@dataclass(frozen=True)
class PersonResult:
    """One person's raises; without a reason the phone's track is sound."""

    person: int
    pairs: tuple[Pair, ...]
    """The held raises, phone and markers."""
    taken_deg: tuple[Pair, ...]
    """All the phone's raises at face value."""
    reason: str

    @property
    def error_deg(self) -> float:
        """Mean absolute difference over the held raises."""
        return _error_deg(self.pairs)

    @property
    def face_value_error_deg(self) -> float:
        """The same over everything that looks like a raise."""
        return _error_deg(self.taken_deg)


@dataclass(frozen=True)
class Result:
    """Everybody's raises."""

    people: tuple[PersonResult, ...]

    @property
    def sound_error_deg(self) -> float:
        """Mean absolute difference over the people whose phone track is sound."""
        return float(np.mean([person.error_deg for person in self.people if not person.reason]))

    @property
    def unsound(self) -> tuple[int, ...]:
        """The people whose phone track was refused."""
        return tuple(person.person for person in self.people if person.reason)


def run(data: Path | None = None) -> Result:
    """Measure everybody's raises from the phone and compare with the markers."""
    folder = (data or recordings()) / "straight_leg_raise"
    return Result(tuple(_person(folder, person) for person in PEOPLE))


def phone(folder: Path, person: int) -> tuple[Array, Array, Array]:
    """Times, hip and ankle in pixels with y down, NaN where not seen."""
    table = np.genfromtxt(
        folder / f"p{person:02d}_phone_openpose_30hz.csv", delimiter=",", names=True
    )
    hip, ankle = (
        np.stack([table[f"{joint}_x_px"], -table[f"{joint}_y_px"]], axis=1)
        for joint in ("hip", "ankle")
    )
    for joint, path in (("hip", hip), ("ankle", ankle)):
        path[table[f"{joint}_confidence"] <= 0] = np.nan
    return table["time_s"], hip, ankle


def markers(folder: Path, person: int) -> tuple[Array, Array]:
    """Times, and how far the line from hip to ankle points up, in degrees."""
    table = np.genfromtxt(folder / f"p{person:02d}_mocap_100hz.csv", delimiter=",", names=True)
    leg = np.stack([table[f"ankle_{c}_mm"] - table[f"hip_{c}_mm"] for c in "xyz"], axis=1)
    length = np.linalg.norm(leg, axis=1)
    angle_deg = np.degrees(np.arcsin(leg[:, 2] / np.maximum(length, 1.0)))
    lost = (length < LOST_MARKER * np.median(length)) | (angle_deg < HANGING_DEG)
    return table["time_s"], np.where(lost, np.nan, angle_deg)


def _person(folder: Path, person: int) -> PersonResult:
    time_s, hip, ankle = phone(folder, person)
    true_s, true_deg = markers(folder, person)
    seen = leg_raises(time_s, hip, ankle)
    shift_s = _shift_s(time_s, seen, true_s, true_deg)
    true = repetitions(true_s + shift_s, true_deg, least=LEAST_RAISE_DEG)
    pairs = [
        (one.held, Pair(one.range_deg, same.height))
        for one in seen.raises
        if (same := _same(one.peak_s, true)) is not None
    ]
    held = tuple(pair for was_held, pair in pairs if was_held)
    return PersonResult(person, held, tuple(pair for _, pair in pairs), seen.reason)


def _shift_s(time_s: Array, seen: LegRaises, true_s: Array, true_deg: Array) -> float:
    """How much later the phone's clock shows the same raise."""
    known = np.isfinite(seen.angle_deg)
    rest = np.nanmedian(true_deg)
    filled = np.where(np.isfinite(true_deg), true_deg, rest)
    apart = [
        np.abs(
            np.interp(time_s[known] - shift, true_s, filled, left=rest, right=rest)
            - seen.angle_deg[known]
        ).mean()
        for shift in SHIFTS_S
    ]
    return float(SHIFTS_S[int(np.argmin(apart))])


def _same(peak_s: float, true: tuple[Repetition, ...]) -> Repetition | None:
    """The marker raise during which the phone saw its peak."""
    inside = (one for one in true if one.start_s - SLACK_S <= peak_s <= one.end_s + SLACK_S)
    return min(inside, key=lambda one: abs(one.peak_s - peak_s), default=None)


def _error_deg(pairs: tuple[Pair, ...]) -> float:
    away = [abs(pair.phone_deg - pair.markers_deg) for pair in pairs]
    return float(np.mean(away)) if away else float("nan")


def main() -> None:
    """Print the table."""
    result = run()
    lines = ["person  held raises (phone/markers, deg)              error  at face value  track"]
    for one in result.people:
        shown = " ".join(f"{pair.phone_deg:.0f}/{pair.markers_deg:.0f}" for pair in one.pairs)
        track = "refused" if one.reason else "sound"
        errors = f"{one.error_deg:7.1f}{one.face_value_error_deg:15.1f}"
        lines.append(f"{one.person:6d}  {shown:44s}{errors}  {track}")
    lines.append(f"mean absolute difference of sound people: {result.sound_error_deg:.1f} deg")
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
