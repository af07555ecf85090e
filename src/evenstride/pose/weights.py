"""Where the pose model's two files come from: a path, the cache, or the net, checked by hash.

No file of the model is part of this package. It is BlazePose by Google, Apache-2.0.
"""

from __future__ import annotations

import hashlib
import io
import os
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from evenstride.errors import InstallationError

DETECTOR: Final = "pose_detection.tflite"
LANDMARKER: Final = "pose_landmark_full.tflite"

SHA256: Final = {
    DETECTOR: "9ba9dd3d42efaaba86b4ff0122b06f29c4122e756b329d89dca1e297fd8f866c",
    LANDMARKER: "e9a5c5cb17f736fafd4c2ec1da3b3d331d6edbe8a0d32395855aeb2cdfd64b9f",
}
"""Of the files inside the mediapipe 0.10.21 wheel, the same for every platform's."""

BUNDLE_URL: Final = (
    "https://storage.googleapis.com/mediapipe-models/pose_landmarker/"
    "pose_landmarker_full/float16/1/pose_landmarker_full.task"
)
"""MediaPipe's official bundle, version 1: a zip of the two networks under other names."""
BUNDLE_NAMES: Final = {
    DETECTOR: "pose_detector.tflite",
    LANDMARKER: "pose_landmarks_detector.tflite",
}
BUNDLE_TIMEOUT_S: Final = 3.0
BUNDLE_MOST_BYTES: Final = 64_000_000

WHEEL: Final = "mediapipe==0.10.21"
WHEEL_PLATFORMS: Final = ("manylinux_2_28_x86_64", "macosx_11_0_universal2", "win_amd64")
"""Any platform's wheel will do: it is read as a zip, never installed."""
WHEEL_TIMEOUT_S: Final = 300.0

NOT_FOUND: Final = (
    "The pose model could not be fetched; go online once, or download pose_landmarker_full.task "
    "from MediaPipe's model page and pass it as the weights, or put it into {folder}."
)


@dataclass(frozen=True)
class Weights:
    """The two files of the pose model."""

    detector: Path
    landmarker: Path


Contents = dict[str, bytes]


def folder() -> Path:
    """Where the pose model is kept on this machine."""
    home = os.environ.get("EVENSTRIDE_HOME")
    if home:
        return Path(home) / "weights"
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Caches"
    else:
        base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return base / "evenstride" / "weights"


def resolve(path: Path | None = None) -> Weights:
    """The pose model's files: from the path given, else the cache, else fetched and cached."""
    if path is not None:
        return _given(Path(path))
    home = folder()
    cached = _pair(home)
    if not _intact(cached):
        _keep(_fetched(home), home)
    return cached


def _pair(home: Path) -> Weights:
    return Weights(home / DETECTOR, home / LANDMARKER)


def _intact(weights: Weights) -> bool:
    """Whether both files are there and are byte for byte the ones this program was tested with."""
    files = (weights.detector, weights.landmarker)
    return all(file.is_file() and _hash(file.read_bytes()) == SHA256[file.name] for file in files)


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _given(path: Path) -> Weights:
    """The files a person names: a folder that holds them, or MediaPipe's bundle or wheel."""
    if path.is_dir() and all((path / name).is_file() for name in SHA256):
        return _pair(path)
    contents = _unpacked(path.read_bytes()) if path.is_file() else None
    if contents is None:
        raise InstallationError(
            f"{path} holds no pose model; pass pose_landmarker_full.task, a mediapipe wheel, "
            f"or a folder with {DETECTOR} and {LANDMARKER}."
        )
    home = folder() / _hash("".join(_hash(contents[name]) for name in SHA256).encode())[:16]
    if not all((home / name).is_file() for name in SHA256):
        _keep(contents, home)
    return _pair(home)


def _unpacked(archive: bytes) -> Contents | None:
    """The two files from a bundle or a wheel, under our names; nothing where they are not in it."""
    try:
        with zipfile.ZipFile(io.BytesIO(archive)) as box:
            members = {Path(member).name: member for member in box.namelist()}
            names = {name: members.get(name) or members.get(BUNDLE_NAMES[name]) for name in SHA256}
            contents = {name: box.read(member) for name, member in names.items() if member}
    except (zipfile.BadZipFile, OSError):
        return None
    return contents if contents.keys() == SHA256.keys() else None


def _fetched(home: Path) -> Contents:
    """The first source's files whose hashes are right."""
    for source in SOURCES:
        for archive in source():
            contents = _unpacked(archive)
            if contents and {name: _hash(content) for name, content in contents.items()} == SHA256:
                return contents
    raise InstallationError(NOT_FOUND.format(folder=home))


def _from_bundle() -> Iterator[bytes]:
    """The official bundle; silently nothing where it cannot be reached quickly.

    Its two networks are used only where they are byte for byte those of the wheel: nothing else
    was ever measured here.
    """
    from urllib.request import urlopen

    try:
        with urlopen(BUNDLE_URL, timeout=BUNDLE_TIMEOUT_S) as answer:
            yield answer.read(BUNDLE_MOST_BYTES)
    except OSError:
        return


def _from_pip() -> Iterator[bytes]:
    """The mediapipe wheel from whatever index this machine's pip is set to."""
    for platform in WHEEL_PLATFORMS:
        with tempfile.TemporaryDirectory() as scratch:
            if _pip_download(platform, scratch):
                yield from (wheel.read_bytes() for wheel in Path(scratch).glob("*.whl"))


def _pip_download(platform: str, target: str) -> bool:
    """Ask pip for one platform's wheel; whether it came."""
    command = [
        sys.executable, "-m", "pip", "download", WHEEL, "--no-deps", "--only-binary=:all:",
        "--platform", platform, "--python-version", "3.11", "--dest", target,
        "--quiet", "--disable-pip-version-check", "--no-input",
    ]  # fmt: skip
    try:
        answer = subprocess.run(  # noqa: S603  # a fixed command of our own
            command, capture_output=True, check=False, timeout=WHEEL_TIMEOUT_S
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return answer.returncode == 0


SOURCES: tuple[Callable[[], Iterator[bytes]], ...] = (_from_bundle, _from_pip)


def _keep(contents: Contents, home: Path) -> None:
    """Write the files so that nobody ever sees half of one, however many write at once."""
    try:
        home.mkdir(parents=True, exist_ok=True)
        for name, content in contents.items():
            with tempfile.NamedTemporaryFile(dir=home, delete=False) as draft:
                draft.write(content)
            Path(draft.name).chmod(0o644)  # a data folder may serve several users
            Path(draft.name).replace(home / name)
    except OSError as error:
        raise InstallationError(
            f"The pose model could not be written to {home}; set EVENSTRIDE_HOME to a folder "
            "you may write to."
        ) from error
