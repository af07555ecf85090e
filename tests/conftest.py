"""What tests need from outside the project: recordings, a browser, the pose model.

A test that asks for one of these is skipped, with the reason, on a machine without it. Where the
environment variable EVENSTRIDE_REQUIRE names it (`data,chromium,weights`), the test fails instead.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import pytest

from validation import recordings

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).resolve().parents[1]


def absent(what: str, reason: str) -> NoReturn:
    """Skip the test, or fail it where the environment requires what is missing."""
    required = {word.strip() for word in os.environ.get("EVENSTRIDE_REQUIRE", "").split(",")}
    if what in required:
        pytest.fail(f"EVENSTRIDE_REQUIRE names {what}, but {reason}", pytrace=False)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's own folder."""
    return ROOT


@pytest.fixture(scope="session")
def data() -> Path:
    """The folder of real recordings; see its own README for what is in it."""
    folder = recordings()
    if not folder.is_dir():
        absent("data", "the recordings are not there; name their folder in EVENSTRIDE_DATA")
    return folder


@pytest.fixture(scope="session")
def chromium() -> Path:
    """A browser to open the report in."""
    named = os.environ.get("EVENSTRIDE_CHROMIUM")
    names = (named,) if named else ("chromium", "chromium-browser", "google-chrome")
    found = next((path for name in names if (path := shutil.which(name))), None)
    if found is None:
        absent("chromium", "no chromium was found; install it or name it in EVENSTRIDE_CHROMIUM")
    return Path(found)


@pytest.fixture(scope="module")
def browser(chromium: Path) -> Iterator[Browser]:
    """The browser, started."""
    from playwright.sync_api import sync_playwright

    options = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    with sync_playwright() as player:
        opened = player.chromium.launch(executable_path=chromium, args=options)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def weights() -> Path:
    """The folder with the pose model's files, fetched once if they are not there yet."""
    from evenstride.errors import InstallationError
    from evenstride.pose.weights import resolve

    try:
        return resolve().landmarker.parent
    except InstallationError as error:
        absent("weights", str(error))
