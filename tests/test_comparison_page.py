"""The comparison's page and command: what they show, and that both films keep step."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from evenstride import video
from evenstride.analysis import Analysis, analyze_poses
from evenstride.comparison import Change
from evenstride.events import Event
from evenstride.exchange.document import write_document
from evenstride.figure import Camera, Runner, keypoints
from evenstride.report import write_comparison
from evenstride.report.comparison_film import beats
from evenstride.report.comparison_rows import MARGIN, REACH, WIDTH, headline, lane, signed
from evenstride.skeleton import SIDES, Side
from evenstride.workshop.comparing import compare, compare_conditions

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PROGRAM = str(Path(sys.executable).with_name("evenstride"))
NASTY = "<img src=x onerror=alert(1)>"
FPS = 60.0
FILM_S = 5.0


def run(seed: int, cadence: float = 168.0, **faults: float) -> Analysis:
    runner = Runner(cadence_steps_min=cadence, variability=0.02, seed=seed, faults=faults)
    poses = keypoints(runner, Camera(), fps=FPS, duration_s=9.0, noise_px=1.0, seed=seed)
    return analyze_poses(poses, name=f"run{seed}.csv", speed_m_s=3.0)


@pytest.fixture(scope="module")
def march() -> Analysis:
    return run(1, **{"overstride-left": 0.1})


@pytest.fixture(scope="module")
def june() -> Analysis:
    return run(2, cadence=180.0)


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory, march: Analysis, june: Analysis) -> Path:
    """Two folders of results, each with a small film beside its document."""
    folder = tmp_path_factory.mktemp("films")
    for name, analysis in (("march", march), ("june", june)):
        (folder / name).mkdir()
        write_document(analysis, folder / name / "analysis.json")
        with video.Writer(folder / name / "overlay.mp4", fps=30.0) as film:
            for frame in range(round(FILM_S * 30)):
                film.add(np.full((96, 64, 3), frame % 200, np.uint8), time_s=frame / 30)
    return folder


def evenstride(*words: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [PROGRAM, *map(str, words)],
        cwd=cwd, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip


# -- words and pictures ----------------------------------------------------------------------


def test_the_headline_names_the_largest_change(march: Analysis, june: Analysis) -> None:
    said = headline(compare(march, june))
    assert "overstride on the left is lower" in said.lower()
    assert "(improved)" in said
    assert headline(compare(march, march)) == "Nothing changed beyond measurement error."
    walk = replace(march, activity="walking")
    assert headline(compare(march, walk)) == "These films cannot be compared."


def change(value: float, half: float, mdc: float) -> Change:
    return Change(
        "overstride", "Overstride", "% leg", "left", None, None, value,
        (value - half, value + half), mdc, mdc, 0.01, None, "changed", "", low=False,
    )  # fmt: skip


@pytest.mark.parametrize("value", [-2.4, -0.3, 0.0, 0.7, 2.9])
def test_a_changes_picture_is_to_scale(value: float) -> None:
    drawn = lane(change(value * 3.0, 1.5, 3.0))
    unit = (WIDTH / 2 - MARGIN) / REACH
    assert drawn.mean_x == pytest.approx(WIDTH / 2 + value * unit, abs=0.06)
    assert drawn.zone_width == pytest.approx(2 * unit, abs=0.11)
    assert drawn.beyond == ""
    assert drawn.low_x <= drawn.mean_x <= drawn.high_x


def test_a_change_beyond_the_picture_points_there() -> None:
    assert lane(change(40.0, 2.0, 3.0)).beyond == "more"
    assert lane(change(-40.0, 2.0, 3.0)).beyond == "less"
    assert lane(change(-40.0, 2.0, 3.0)).mean_x == MARGIN


def test_a_change_has_its_sign() -> None:
    assert signed(change(4.0, 1.0, 3.0)).startswith("+4")
    assert signed(change(-4.0, 1.0, 3.0)).startswith("\N{MINUS SIGN}4")
    assert signed(change(-0.001, 2.0, 3.0)).startswith("0")


# -- in step ---------------------------------------------------------------------------------


def strike(side: Side, time_s: float) -> Event:
    return Event(side, "foot_strike", time_s, 0.005)


def strikes(first: int, count: int) -> list[Event]:
    return [strike(SIDES[i % 2], 0.36 * i) for i in range(first, first + count)]


def test_steps_are_counted_from_a_left_one() -> None:
    assert beats(strikes(0, 5)) == pytest.approx([0.36 * i for i in range(5)])
    assert beats(strikes(1, 5)) == pytest.approx([0.36 * i for i in range(2, 6)])
    assert beats([]) == ()


def test_a_missing_strike_breaks_the_row() -> None:
    whole = strikes(0, 20)
    assert beats([*whole[:6], *whole[7:]]) == pytest.approx([0.36 * i for i in range(8, 20)])
    assert beats([*whole[:13], *whole[15:]]) == pytest.approx([0.36 * i for i in range(13)])


# -- the page --------------------------------------------------------------------------------


def test_a_films_name_is_only_ever_text(tmp_path: Path, march: Analysis, june: Analysis) -> None:
    found = compare_conditions(march, june, march, names=[NASTY, "two", NASTY + "3"])
    write_comparison(found, tmp_path / "page.html")
    html = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert "<img" not in html.split("<script>")[0]
    assert html.count('data-section="') == 2
    data = re.search(r'id="comparison-data">(.*?)</script>', html)
    assert data is not None
    names = {line["name"] for c in json.loads(data[1])["sections"][0]["charts"]
             for line in c["spec"]["data"] if "name" in line}  # fmt: skip
    assert not any("<" in name for name in names)


def test_every_change_is_on_the_page(tmp_path: Path, march: Analysis, june: Analysis) -> None:
    found = compare(march, june)
    write_comparison([found], tmp_path / "page.html")
    html = (tmp_path / "page.html").read_text(encoding="utf-8")
    for each in found.changes:
        side = f' data-side="{each.side}"' if each.judged else ""
        assert f'data-metric="{each.key}"{side}' in html
    assert html.count('data-verdict="improved"') == sum(
        each.verdict == "improved" for each in found.changes
    )


def test_films_that_cannot_be_compared_show_why_and_no_change(
    tmp_path: Path, march: Analysis
) -> None:
    write_comparison([compare(march, replace(march, speed_m_s=4.0))], tmp_path / "page.html")
    html = (tmp_path / "page.html").read_text(encoding="utf-8").split("<footer>")[0]
    assert "The speeds differ, 3 and 4 m/s" in html
    assert '<table class="changes">' not in html


# -- the command -----------------------------------------------------------------------------


def test_the_command_writes_a_page_and_lines(folders: Path) -> None:
    done = evenstride("compare", "march", "june", cwd=folders)
    assert done.returncode == 0, done.stderr
    rows = list(csv.DictReader(io.StringIO(done.stdout), dialect="excel-tab"))
    found = {(row["metric"], row["side"]): row for row in rows}
    assert found["overstride", "left"]["verdict"] == "improved"
    assert float(found["overstride", "left"]["change"]) == pytest.approx(-10, abs=2)
    assert (folders / "evenstride-comparison" / "comparison.html").is_file()
    assert (folders / "evenstride-comparison" / "comparison.json").is_file()


def test_json_alone_writes_no_page(folders: Path, tmp_path: Path) -> None:
    words = ("compare", folders / "march", folders / "june" / "analysis.json", "--json", "-")
    done = evenstride(*words, "--name", "then", "--name", "now", cwd=tmp_path)
    plain = json.loads(done.stdout)
    assert plain["before"]["label"] == "then"
    assert plain["comparisons"][0]["after"]["label"] == "now"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("words", [("march", "nowhere"), ("march", "march", "--name", "one")])
def test_what_cannot_serve_ends_in_one_sentence(folders: Path, words: tuple[str, ...]) -> None:
    done = evenstride("compare", *words, cwd=folders)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.strip().count("\n") == 0
    assert done.stderr.strip().endswith(".")


# -- in a browser ----------------------------------------------------------------------------


def opened(browser: Browser, folders: Path, width: int) -> Page:
    write_comparison([compare(folders / "march", folders / "june")], folders / "page.html")
    page = browser.new_context(viewport={"width": width, "height": 844}).new_page()
    page.goto((folders / "page.html").as_uri())
    page.wait_for_selector(".curve .main-svg")
    return page


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::ResourceWarning")
@pytest.mark.parametrize("width", [390, 1280])
def test_the_page_fits_and_complains_of_nothing(
    browser: Browser, folders: Path, width: int
) -> None:
    page = opened(browser, folders, width)
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.reload()
    page.wait_for_selector(".curve .main-svg")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert complaints == []
    page.context.close()


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_both_films_show_the_same_strike(browser: Browser, folders: Path) -> None:
    page = opened(browser, folders, 1280)
    films = [compare(folders / "march", folders / "june")]
    for _ in range(3):
        page.click("[data-step='1']")
    page.wait_for_timeout(400)
    times = page.evaluate("[...document.querySelectorAll('video')].map((v) => v.currentTime)")
    for time_s, sitting in zip(times, (films[0].before, films[0].after), strict=True):
        own = [e for e in sitting.events if e.time_s <= FILM_S]
        assert time_s == pytest.approx(beats(own)[3], abs=0.01)
    page.context.close()
