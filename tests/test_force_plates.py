"""Contacts found in a phone's view of people running on force plates are the plates' contacts."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from evenstride.events import Event
from validation.virtual_camera import KINDS, Timing, phone, plate_events, pooled, timing, understood

RUNS = ("run300", "run400")
SEEDS = 20

MOST_MS = {60.0: 12.0, 120.0: 8.0, 240.0: 8.0}
"""Largest RMS error of an event at each frame rate."""

every_film = pytest.mark.parametrize("fps", MOST_MS)
every_run = pytest.mark.parametrize("run", RUNS)


@cache
def outcome(folder: Path, fps: float) -> Timing:
    """All seeds' errors together; the runner faces right and left in turn."""
    true = plate_events(folder)
    return pooled(_one(folder, true, fps, seed) for seed in range(SEEDS))


def _one(folder: Path, true: list[Event], fps: float, seed: int) -> Timing:
    poses = phone(folder, "right" if seed % 2 else "left", fps=fps, seed=seed)
    return timing(understood(poses)[0].events, true, poses)


@pytest.fixture
def plates(data: Path) -> Path:
    return data / "force_plate_runs"


@every_film
@every_run
def test_strikes_and_toe_offs_are_the_plates(plates: Path, run: str, fps: float) -> None:
    found = outcome(plates / run, fps)
    rms_ms = {kind: found.rms_ms(kind) for kind in KINDS}
    assert all(error <= MOST_MS[fps] for error in rms_ms.values()), rms_ms


@every_film
@every_run
def test_no_contact_is_missed(plates: Path, run: str, fps: float) -> None:
    found = outcome(plates / run, fps)
    assert found.missed == []
    assert [len(found.late_ms[kind]) for kind in KINDS] == [5 * SEEDS, 5 * SEEDS]


@every_film
@every_run
def test_no_contact_is_invented(plates: Path, run: str, fps: float) -> None:
    assert outcome(plates / run, fps).invented == []


@every_run
def test_the_stated_errors_are_those_there_are(plates: Path, run: str) -> None:
    """Most events lie within two of their own stated standard deviations."""
    true = plate_events(plates / run)
    inside = []
    for seed in range(SEEDS):
        poses = phone(plates / run, "right", fps=120.0, seed=seed)
        for event in understood(poses)[0].events:
            same = [e.time_s for e in true if (e.side, e.kind) == (event.side, event.kind)]
            late_s = min((abs(time_s - event.time_s) for time_s in same), default=1.0)
            if late_s < 0.06:
                inside.append(late_s <= 2 * event.sd_s)
    share = sum(inside) / len(inside)
    assert share > 0.85


def test_the_plates_hold_two_runs_of_five_contacts(plates: Path) -> None:
    for run in RUNS:
        events = plate_events(plates / run)
        assert sum(event.kind == "foot_strike" for event in events) >= 5
        assert {event.side for event in events} == {"left", "right"}
