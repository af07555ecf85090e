"""The training log: what stood there stays, whatever happens while a session is added."""

from __future__ import annotations

import datetime as dt
import os
import signal
import subprocess
import sys
import time
import tomllib
from pathlib import Path

import pytest

from evenstride.errors import InputError
from evenstride.knowledge import knowledge
from evenstride.progression import Entry
from evenstride.workshop.training import add_to_log, log_so_far, own_log, read_log

KNOWN = knowledge()
DAY = dt.date(2026, 3, 14)
DONE = Entry(
    exercise="runners-stretch", side="left", level=1, done=0.875, hard_faults=0.125,
    same_fault=2, pain=1,
)  # fmt: skip
BRIDGE = Entry(
    exercise="bridge", side=None, level=0, done=1.0, hard_faults=0.0, same_fault=0, pain=0
)
BY_HAND = """# my log
[[session]]
exercise = "bridge"  # in the kitchen
done = 0.5
pain = 2"""


def test_what_is_added_is_read_again(tmp_path: Path) -> None:
    log = tmp_path / "deep" / "log.toml"
    add_to_log(log, [DONE, BRIDGE], KNOWN, date=DAY)
    add_to_log(log, [DONE], KNOWN, date=DAY)
    assert read_log(log, KNOWN) == (DONE, BRIDGE, DONE)
    assert [one["date"] for one in tomllib.loads(log.read_text())["session"]] == [DAY] * 3


def test_every_old_letter_stays(tmp_path: Path) -> None:
    log = tmp_path / "log.toml"
    log.write_text(BY_HAND, encoding="utf-8")
    add_to_log(log, [DONE], KNOWN, date=DAY)
    assert log.read_text(encoding="utf-8").startswith(BY_HAND + "\n")
    assert [one.exercise for one in read_log(log, KNOWN)] == ["bridge", "runners-stretch"]


def test_a_log_without_dates_is_still_read(tmp_path: Path) -> None:
    log = tmp_path / "log.toml"
    log.write_text(BY_HAND, encoding="utf-8")
    assert read_log(log, KNOWN)[0].pain == 2


def test_a_log_not_begun_is_empty_and_a_missing_one_is_named(tmp_path: Path) -> None:
    assert log_so_far(tmp_path / "none.toml", KNOWN) == ()
    with pytest.raises(InputError, match=r"no file .*none\.toml"):
        read_log(tmp_path / "none.toml", KNOWN)


@pytest.mark.parametrize(
    "text", ["session = []\n", "[[session]]\nexercise = 'nothing'\n", "not toml at all"]
)
def test_what_could_not_be_read_afterwards_is_not_written(tmp_path: Path, text: str) -> None:
    log = tmp_path / "log.toml"
    log.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=r"log\.toml"):
        add_to_log(log, [DONE], KNOWN, date=DAY)
    assert log.read_text(encoding="utf-8") == text
    assert list(tmp_path.iterdir()) == [log]


def test_a_full_disk_leaves_the_old_log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log = tmp_path / "log.toml"
    log.write_text(BY_HAND, encoding="utf-8")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(InputError, match="No space left on device"):
        add_to_log(log, [DONE], KNOWN, date=DAY)
    assert log.read_text(encoding="utf-8") == BY_HAND
    assert list(tmp_path.iterdir()) == [log]


WRITES = """
import datetime as dt, sys
from evenstride.knowledge import knowledge
from evenstride.progression import Entry
from evenstride.workshop.training import add_to_log
known = knowledge()
number = 0
while True:
    entry = Entry("bridge", None, 0, 1.0, 0.0, number % 100, 0)
    add_to_log(sys.argv[1], [entry], known, date=dt.date(2026, 1, 1))
    number += 1
    print(number, flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no SIGKILL")
@pytest.mark.parametrize("after_ms", [3, 7, 11, 17])
def test_a_killed_program_loses_nothing_that_was_written(tmp_path: Path, after_ms: int) -> None:
    log = tmp_path / "log.toml"
    with subprocess.Popen(
        [sys.executable, "-c", WRITES, str(log)], stdout=subprocess.PIPE, text=True
    ) as writer:
        assert writer.stdout is not None
        for _ in range(20):
            writer.stdout.readline()
        time.sleep(after_ms / 1000)
        writer.send_signal(signal.SIGKILL)
        told = [20, *map(int, writer.stdout.read().split())][-1]
    kept = [one.same_fault for one in read_log(log, KNOWN)]
    assert kept[:told] == [number % 100 for number in range(told)]
    assert len(kept) in (told, told + 1)


def test_the_own_log_lies_in_the_data_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EVENSTRIDE_HOME", str(tmp_path))
    assert own_log() == tmp_path / "training.toml"
    monkeypatch.delenv("EVENSTRIDE_HOME")
    assert own_log().name == "training.toml"
    assert own_log().parent.name == "evenstride"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permissions")
def test_the_log_keeps_its_permissions_and_its_link(tmp_path: Path) -> None:
    log, link = tmp_path / "log.toml", tmp_path / "link.toml"
    log.write_text(BY_HAND, encoding="utf-8")
    log.chmod(0o640)
    link.symlink_to(log)
    add_to_log(link, [DONE], KNOWN, date=DAY)
    assert link.is_symlink()
    assert log.stat().st_mode & 0o777 == 0o640
    assert len(read_log(log, KNOWN)) == 2
