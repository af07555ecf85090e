"""Contacts against force plates: `python -m validation.force_plates`.

Two recorded treadmill runs (3 and 4 m/s; Hamner & Delp 2013) seen by a virtual phone at the side.
The settings of `evenstride.contacts` were read off these two runs, so beside the plain figures
stand those of a run whose settings were fitted to the other run alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from pathlib import Path
from unittest.mock import patch

import numpy as np

from evenstride import contacts
from evenstride.events import Event, Facing
from evenstride.poses import Array
from evenstride.skeleton import SIDES
from validation import recordings
from validation.virtual_camera import (
    KINDS,
    Timing,
    nearest,
    phone,
    plate_events,
    pooled,
    timing,
    understood,
    within,
)

RUNS = ("run300", "run400")
RATES_FPS = (60.0, 120.0, 240.0)
NOISES_PX = (1.0, 2.0, 3.0, 4.0)
USUAL_FPS, USUAL_PX = 120.0, 2.0

SEEDS = 20
"""Films of each run at each setting, the runner facing right and left in turn."""

FEW_SEEDS = 6
"""Films that settings are fitted to, at each of two frame rates."""

MOST_MS = {60.0: 12.0, 120.0: 8.0, 240.0: 8.0}
"""What was promised: the largest RMS error of an event at each frame rate, 2 px of noise."""


@dataclass(frozen=True)
class Row:
    """How well one run's contacts were found at one setting."""

    run: str
    fps: float
    noise_px: float
    timing: Timing
    contact_bias_ms: float
    """Of the mean contact time."""

    @property
    def cells(self) -> tuple[str, ...]:
        """The row as it is printed."""
        told = [f"{self.timing.rms_ms(kind):.1f}" for kind in KINDS]
        biases = [f"{self.timing.bias_ms(kind):+.1f}" for kind in KINDS]
        lost = f"{len(self.timing.missed)} / {len(self.timing.invented)}"
        start = (self.run, f"{self.fps:.0f}", f"{self.noise_px:.0f}")
        return (*start, *told, *biases, f"{self.contact_bias_ms:+.1f}", lost)


HEADER = (
    "run", "frames/s", "noise, px", "strike RMS, ms", "toe-off RMS, ms",
    "strike bias", "toe-off bias", "contact bias", "missed / invented",
)  # fmt: skip


@dataclass(frozen=True)
class Settings:
    """What in `evenstride.contacts` was read off a force plate."""

    slap_lag_s: float
    sink: float
    off_lag_s: float

    @classmethod
    def shipped(cls) -> Settings:
        """The settings as they are."""
        return cls(contacts.SLAP_LAG_S[0], contacts.SINK[0], contacts.OFF_LAG_S[0])


@dataclass(frozen=True)
class ForcePlates:
    """All comparisons with the force plates."""

    rates: tuple[Row, ...]
    """Both runs at 60, 120 and 240 frames/s, 2 px."""
    noises: tuple[Row, ...]
    """Both runs at 120 frames/s, 1 to 4 px."""
    left_out: tuple[Row, ...]
    """Each run at each frame rate with the settings fitted to the other run alone."""
    settings: Mapping[str, Settings]
    """The settings as shipped, and fitted with each run left out."""
    contacts_ms: Mapping[str, Array]
    """For each run the contact times by plate and by film, [N, 2], at 120 frames/s and 2 px."""

    @property
    def met(self) -> bool:
        """Whether everything promised holds on the shipped settings."""
        return all(
            row.timing.rms_ms(kind) <= MOST_MS[row.fps] and not row.timing.missed
            for row in self.rates
            for kind in KINDS
        )


def folder() -> Path:
    """Where the runs on force plates are."""
    return recordings() / "force_plate_runs"


def run(seeds: int = SEEDS) -> ForcePlates:
    """Every comparison; the same settings for every run, speed, frame rate and noise."""
    fitted = {name: fit(other) for name, other in zip(RUNS, reversed(RUNS), strict=True)}
    left_out = []
    for name in RUNS:
        with using(fitted[name]):
            left_out += [row(name, fps, USUAL_PX, seeds) for fps in RATES_FPS]
    return ForcePlates(
        rates=tuple(row(name, fps, USUAL_PX, seeds) for name in RUNS for fps in RATES_FPS),
        noises=tuple(row(name, USUAL_FPS, px, seeds) for name in RUNS for px in NOISES_PX),
        left_out=tuple(left_out),
        settings={"shipped": Settings.shipped(), **fitted},
        contacts_ms={name: contact_pairs(name, seeds) for name in RUNS},
    )


def row(name: str, fps: float, noise_px: float, seeds: int = SEEDS) -> Row:
    """One run at one frame rate and noise, over many films."""
    true = plate_events(folder() / name)
    films = [_film(name, true, fps, noise_px, seed) for seed in range(seeds)]
    bias_ms = float(np.mean([found for _, found in films]))
    return Row(name, fps, noise_px, pooled(told for told, _ in films), bias_ms)


def _film(
    name: str, true: list[Event], fps: float, noise_px: float, seed: int
) -> tuple[Timing, float]:
    """One film: how far its events are off, and by how much its mean contact is too long."""
    facing: Facing = "right" if seed % 2 else "left"
    poses = phone(folder() / name, facing, fps=fps, seed=seed, noise_px=noise_px)
    told = timing(understood(poses)[0].events, true, poses)
    strike, off = (told.bias_ms(kind) for kind in KINDS)
    return told, off - strike


def contact_pairs(name: str, seeds: int = SEEDS) -> Array:
    """Each contact's duration by the plate and by the film, [N, 2] ms."""
    true = plate_events(folder() / name)
    pairs = list[tuple[float, float]]()
    for seed in range(seeds):
        facing: Facing = "right" if seed % 2 else "left"
        poses = phone(folder() / name, facing, fps=USUAL_FPS, seed=seed)
        found = understood(poses)[0].events
        for strike, off in _contacts(within(true, poses)):
            here = [nearest(event, found) for event in (strike, off)]
            if here[0] and here[1]:
                pairs.append((_ms(strike, off), _ms(here[0], here[1])))
    return np.array(pairs)


def _contacts(events: list[Event]) -> Iterator[tuple[Event, Event]]:
    """Each strike with the toe-off that ends it."""
    for side in SIDES:
        own = sorted((e for e in events if e.side == side), key=lambda event: event.time_s)
        yield from (pair for pair in pairwise(own) if pair[0].kind == "foot_strike")


def _ms(strike: Event, off: Event) -> float:
    return 1000 * (off.time_s - strike.time_s)


# Settings fitted to one run alone.


def fit(name: str) -> Settings:
    """The settings that suit one run best: least RMS error of strikes, no bias of toe-offs."""
    from scipy.optimize import minimize

    start = Settings.shipped()
    found = minimize(
        partial(_strike_ms, name),
        (start.slap_lag_s, start.sink),
        method="Nelder-Mead",
        options={
            "initial_simplex": [(0.030, 0.010), (0.036, 0.010), (0.030, 0.014)],
            "xatol": 2e-4,
            "fatol": 0.02,
            "maxfev": 40,
        },
    )
    slap_lag_s, sink = (float(value) for value in found.x)
    with using(Settings(slap_lag_s, sink, 0.0)):
        bias_ms = np.mean([_few(name, fps).bias_ms("toe_off") for fps in RATES_FPS[1:]])
    return Settings(slap_lag_s, sink, float(bias_ms) / 1000)


def _strike_ms(name: str, values: Array) -> float:
    slap_lag_s, sink = values
    with using(Settings(float(slap_lag_s), float(sink), 0.0)):
        errors = [_few(name, fps).rms_ms("foot_strike") for fps in RATES_FPS[1:]]
    return float(np.linalg.norm(errors))


def _few(name: str, fps: float) -> Timing:
    return row(name, fps, USUAL_PX, FEW_SEEDS).timing


@contextmanager
def using(settings: Settings) -> Iterator[None]:
    """Time contacts by other settings for a while."""
    changed = {
        "SLAP_LAG_S": (settings.slap_lag_s, contacts.SLAP_LAG_S[1]),
        "SINK": (settings.sink, contacts.SINK[1]),
        "OFF_LAG_S": (settings.off_lag_s, contacts.OFF_LAG_S[1]),
    }
    with ExitStack() as stack:
        for name, value in changed.items():
            stack.enter_context(patch.object(contacts, name, value))
        yield


def main() -> None:
    """Print every table."""
    found = run()
    for title, rows in (
        ("2 px of noise", found.rates),
        ("120 frames/s", found.noises),
        ("fitted to the other run", found.left_out),
    ):
        print(title, " | ".join(HEADER), *(" | ".join(r.cells) for r in rows), sep="\n")
    print(found.settings)


if __name__ == "__main__":
    main()
