"""The pose model's files: from a path, the cache or a source, whole and byte for byte right."""

from __future__ import annotations

import hashlib
import sys
import zipfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from evenstride.errors import InstallationError
from evenstride.pose import weights
from evenstride.pose.weights import BUNDLE_NAMES, DETECTOR, LANDMARKER, resolve

RIGHT = {DETECTOR: b"finds people" * 1000, LANDMARKER: b"finds joints" * 1000}
Source = Callable[[], Iterator[bytes]]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of our own, small files in place of the model's, and no net."""
    monkeypatch.setenv("EVENSTRIDE_HOME", str(tmp_path / "data"))
    digests = {name: hashlib.sha256(content).hexdigest() for name, content in RIGHT.items()}
    monkeypatch.setattr(weights, "SHA256", digests)
    monkeypatch.setattr(weights, "SOURCES", ())
    return tmp_path / "data" / "weights"


def archive(path: Path, contents: dict[str, bytes], *, inside: str = "") -> bytes:
    with zipfile.ZipFile(path, "w") as box:
        for name, content in contents.items():
            box.writestr(inside + name, content)
    return path.read_bytes()


def bundle(path: Path) -> bytes:
    return archive(path, {BUNDLE_NAMES[name]: content for name, content in RIGHT.items()})


def wheel(path: Path) -> bytes:
    return archive(path, RIGHT, inside="mediapipe/modules/pose/")


def offered(archive: bytes, asked: list[int]) -> Source:
    """A source that counts how often it is asked."""

    def source() -> Iterator[bytes]:
        asked.append(1)
        yield archive

    return source


def is_right(found: weights.Weights) -> bool:
    pair = {DETECTOR: found.detector.read_bytes(), LANDMARKER: found.landmarker.read_bytes()}
    return pair == RIGHT


@pytest.mark.parametrize("made", [bundle, wheel])
def test_what_is_fetched_once_is_kept(
    tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch, made: Callable[[Path], bytes]
) -> None:
    asked: list[int] = []
    monkeypatch.setattr(weights, "SOURCES", (offered(made(tmp_path / "box"), asked),))
    assert is_right(resolve())
    assert is_right(resolve())
    assert len(asked) == 1
    assert sorted(path.name for path in home.iterdir()) == sorted(RIGHT)


def test_a_damaged_file_in_the_cache_is_fetched_again(
    tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home.mkdir(parents=True)
    (home / DETECTOR).write_bytes(RIGHT[DETECTOR])
    (home / LANDMARKER).write_bytes(RIGHT[LANDMARKER][:-1])
    monkeypatch.setattr(weights, "SOURCES", (offered(wheel(tmp_path / "box"), []),))
    assert is_right(resolve())


def test_a_file_that_was_tampered_with_is_never_used(
    tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    false = archive(tmp_path / "false", {**RIGHT, LANDMARKER: b"something else"})
    asked: list[int] = []
    monkeypatch.setattr(weights, "SOURCES", (offered(false, asked), offered(b"no zip", asked)))
    with pytest.raises(InstallationError, match="go online once") as raised:
        resolve()
    assert len(asked) == 2
    assert "\n" not in str(raised.value)
    assert not home.exists()


def test_the_next_source_is_asked_where_the_first_has_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(weights, "SOURCES", (lambda: iter(()), offered(bundle(tmp_path / "b"), [])))
    assert is_right(resolve())


@pytest.mark.parametrize("made", [bundle, wheel])
def test_a_bundle_or_wheel_can_be_named(tmp_path: Path, made: Callable[[Path], bytes]) -> None:
    made(tmp_path / "box.zip")
    assert is_right(resolve(tmp_path / "box.zip"))
    assert is_right(resolve(tmp_path / "box.zip"))


def test_a_folder_can_be_named(tmp_path: Path) -> None:
    for name, content in RIGHT.items():
        (tmp_path / name).write_bytes(content)
    assert is_right(resolve(tmp_path))


def test_half_a_model_is_no_model(tmp_path: Path) -> None:
    archive(tmp_path / "half.zip", {DETECTOR: RIGHT[DETECTOR]})
    with pytest.raises(InstallationError, match="holds no pose model"):
        resolve(tmp_path / "half.zip")


@pytest.mark.parametrize("content", [None, b"", b"not a zip"])
def test_what_holds_no_model_is_said(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "model.task"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InstallationError, match="holds no pose model"):
        resolve(path)


def test_many_may_fetch_at_once(
    tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(weights, "SOURCES", (offered(wheel(tmp_path / "box"), []),))
    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(lambda _: is_right(resolve()), range(16)))
    assert all(found)
    assert sorted(path.name for path in home.iterdir()) == sorted(RIGHT)


def test_a_folder_that_cannot_be_written_to_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("EVENSTRIDE_HOME", str(tmp_path / "file"))
    monkeypatch.setattr(weights, "SOURCES", (offered(wheel(tmp_path / "box"), []),))
    with pytest.raises(InstallationError, match="EVENSTRIDE_HOME"):
        resolve()


def test_no_net_is_quietly_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weights, "BUNDLE_URL", "http://127.0.0.1:9/nothing.task")
    assert list(weights._from_bundle()) == []


def test_no_pip_is_quietly_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "no-python"))
    assert list(weights._from_pip()) == []


def test_the_cache_is_the_users_own_without_a_data_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("EVENSTRIDE_HOME")
    assert weights.folder().parts[-2:] == ("evenstride", "weights")
    assert weights.folder().is_absolute()
