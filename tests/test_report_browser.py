"""The page in a real browser: it plays, seeks, fits every width and talks to nobody."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import report_sample as made

from evenstride.report import write_overlay, write_report

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]

NASTY = "<img src=x onerror=alert(1)>.mov"


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("report")
    run = made.sample()
    write_overlay(run, made.film(folder / "film.mp4"), folder / "overlay.mp4")
    runs = [run, made.named(run, NASTY)]
    truth = {"contact_time": {"left": 250.0, "right": 230.0}}
    write_report(runs, folder / "report.html", overlay=folder / "overlay.mp4", truth=truth)
    return folder / "report.html"


class Opened:
    """The report on a screen, and everything it complained about or asked for."""

    def __init__(self, browser: Browser, report: Path, **context: object) -> None:
        self.page = browser.new_context(**context).new_page()
        self.complaints: list[str] = []
        self.requests: list[str] = []
        self.page.on("console", lambda m: self.complaints.append(m.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.goto(report.as_uri())
        self.page.wait_for_selector(".curve .main-svg")
        self.until("document.querySelector('video').readyState >= 2")

    def until(self, holds: str) -> None:
        """Ask again and again: the page's own policy forbids Playwright's waiting by `eval`."""
        for _ in range(200):
            if self.page.evaluate(holds):
                return
            self.page.wait_for_timeout(25)
        pytest.fail(f"This never came true: {holds}")

    def film_s(self) -> float:
        self.until("!document.querySelector('video').seeking")
        return float(self.page.evaluate("document.querySelector('video').currentTime"))

    def clock_s(self) -> float:
        return float(self.page.inner_text(".clock >> nth=0").removesuffix(" s"))


@pytest.fixture
def desk(browser: Browser, report: Path) -> Iterator[Opened]:
    opened = Opened(browser, report, viewport={"width": 1280, "height": 900})
    yield opened
    opened.page.context.close()


def test_it_complains_of_nothing_and_asks_nobody(desk: Opened) -> None:
    desk.page.wait_for_timeout(300)
    assert desk.complaints == []
    assert all(url.startswith(("file:", "blob:", "data:")) for url in desk.requests)
    assert sum(url.startswith("file:") for url in desk.requests) == 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_no_width_scrolls_sideways(browser: Browser, report: Path, width: int, scheme: str) -> None:
    size = {"width": width, "height": 844}
    opened = Opened(browser, report, viewport=size, color_scheme=scheme)
    for summary in opened.page.query_selector_all("summary"):
        summary.evaluate("(it) => { it.parentElement.open = true; }")
    assert opened.page.evaluate("document.documentElement.scrollWidth") <= width
    opened.page.context.close()


def test_the_scrubber_seeks_the_film(desk: Opened) -> None:
    desk.page.evaluate(
        "() => { const s = document.querySelector('.scrubber');"
        " s.value = 2.9; s.dispatchEvent(new Event('input')); }"
    )
    assert desk.film_s() == pytest.approx(2.9, abs=1.5 / made.FPS)
    assert desk.clock_s() == pytest.approx(2.9, abs=1 / made.FPS)


def test_a_click_on_a_trace_seeks_and_moves_every_cursor(desk: Opened) -> None:
    stage = desk.page.locator("[data-trace] .stage").first
    stage.scroll_into_view_if_needed()
    before = desk.page.locator(".cursor").first.evaluate("(it) => it.offsetLeft")
    stage.click(position={"x": 300, "y": 60})
    desk.page.mouse.move(2, 2)
    share = (300 - 44) / (stage.bounding_box()["width"] - 56)
    assert desk.film_s() == pytest.approx(5 * share, abs=1.5 / made.FPS)
    lefts = desk.page.locator("[data-section='0'] .cursor").evaluate_all(
        "(all) => all.map((it) => it.offsetLeft)"
    )
    assert len(set(lefts)) == 1
    assert lefts[0] != before


def test_the_reading_is_the_traces_value_at_the_cursor(desk: Opened) -> None:
    desk.page.keyboard.press(".")
    frame = round(desk.clock_s() * made.FPS)
    left = made.sample().traces[0].values["left"][frame]
    assert desk.page.inner_text("[data-trace] .reading .left >> nth=0") == f"Left {left:.0f}°"


def test_the_keys_step_frames_and_strikes(desk: Opened) -> None:
    for _ in range(3):
        desk.page.keyboard.press(".")
    desk.page.keyboard.press(",")
    assert desk.clock_s() == pytest.approx(2 / made.FPS, abs=1e-3)
    desk.page.keyboard.press("ArrowRight")
    assert desk.clock_s() == pytest.approx(made.STRIDE_S / 2, abs=1 / made.FPS)


def test_the_keys_are_for_the_film_on_the_screen(desk: Opened) -> None:
    desk.page.locator("#film-2 .player").evaluate("(it) => it.scrollIntoView()")
    desk.page.wait_for_timeout(600)
    desk.page.keyboard.press(".")
    assert desk.clock_s() == 0
    second = desk.page.inner_text("#film-2 .clock").removesuffix(" s")
    assert float(second) == pytest.approx(1 / made.FPS, abs=1e-3)


def test_space_plays_at_the_chosen_speed_and_the_cursor_follows(desk: Opened) -> None:
    desk.page.click("[data-speed='0.25']")
    desk.page.evaluate("document.activeElement.blur()")
    desk.page.keyboard.press(" ")
    desk.until("document.querySelector('video').currentTime > 0.05")
    assert desk.page.evaluate("document.querySelector('video').playbackRate") == 0.25
    assert desk.page.get_attribute(".play >> nth=0", "aria-label") == "Pause"
    desk.page.keyboard.press(" ")
    desk.until("document.querySelector('video').paused")
    desk.page.wait_for_timeout(100)
    assert desk.clock_s() == pytest.approx(desk.film_s(), abs=1.5 / made.FPS)


def test_a_still_leads_to_its_moment(desk: Opened) -> None:
    still = desk.page.locator("[data-section='0'] [data-time]").nth(1)
    still.click()
    assert desk.film_s() == pytest.approx(float(still.get_attribute("data-time")), abs=0.03)


def test_refused_metrics_show_no_number(desk: Opened) -> None:
    texts = desk.page.locator("[data-status='refused']").all_inner_texts()
    assert len(texts) == 4
    assert not any(character.isdigit() for text in texts for character in text)


def test_a_films_name_does_nothing_but_stand_there(desk: Opened) -> None:
    assert NASTY in desk.page.inner_text("#film-2 .clip-name")
    assert desk.page.locator("img[src='x']").count() == 0


def test_charts_take_the_themes_colours(desk: Opened) -> None:
    read = "getComputedStyle(document.querySelector('.curve .xtick text')).fill"
    light = desk.page.evaluate(read)
    desk.page.emulate_media(color_scheme="dark")
    desk.page.wait_for_timeout(300)
    assert desk.page.evaluate(read) != light


def test_on_paper_there_are_no_controls_and_the_charts_fit(desk: Opened) -> None:
    desk.page.emulate_media(media="print")
    assert not desk.page.is_visible(".controls >> nth=0")
    assert desk.page.is_visible("[data-trace] .plot >> nth=0")
    assert desk.page.pdf(prefer_css_page_size=True).startswith(b"%PDF")
