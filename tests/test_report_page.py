"""The page is one file that fetches nothing, escapes every name and shows what was measured."""

import re
import subprocess
import sys
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest
import report_sample as made

from evenstride import video
from evenstride.errors import InputError
from evenstride.report import film, write_overlay, write_report
from evenstride.report.palette import ON_DARK, ON_LIGHT

NASTY = '"><img src=x onerror=alert(1)>{{ 7*7 }}</script>.mov'


class Reader(HTMLParser):
    """The page's tags and the text a reader sees."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self._silent = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._silent = tag in ("script", "style")

    def handle_endtag(self, tag: str) -> None:
        self._silent = self._silent and tag not in ("script", "style")

    def handle_data(self, data: str) -> None:
        self.text += "" if self._silent else data


def page(folder: Path, *runs: object, **options: object) -> str:
    out = folder / "report.html"
    write_report(runs or (made.sample(),), out, made=date(2026, 3, 2), **options)  # type: ignore[arg-type]  # the tests' own values
    return out.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def overlay(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("films")
    write_overlay(made.sample(), made.film(folder / "film.mp4"), folder / "overlay.mp4")
    return folder / "overlay.mp4"


def test_the_page_names_what_matters(tmp_path: Path) -> None:
    text = Reader(page(tmp_path)).text
    for words in ("IMG_2034.MOV", "3.2 m/s", "2 March 2026", "9 left, 8 right", "3f" * 32):
        assert words in text
    assert "it does not diagnose" in text


def test_nothing_is_fetched_from_anywhere(tmp_path: Path, overlay: Path) -> None:
    reader = Reader(page(tmp_path, overlay=overlay))
    addresses = [
        value or ""
        for _, attributes in reader.tags
        for name, value in attributes.items()
        if name in ("src", "href", "poster", "action", "srcset")
    ]
    assert addresses
    assert all(address.startswith(("data:", "#")) for address in addresses)


def test_every_script_that_runs_is_allowed_by_its_hash(tmp_path: Path) -> None:
    reader = Reader(page(tmp_path))
    policy = next(a["content"] for t, a in reader.tags if a.get("http-equiv")) or ""
    running = [a for t, a in reader.tags if t == "script" and a.get("type") in (None, "module")]
    assert policy.startswith("default-src 'none'")
    assert len(re.findall("'sha256-[^']{44}'", policy)) == len(running) == 2


def test_a_films_name_is_only_ever_text(tmp_path: Path) -> None:
    html = page(tmp_path, made.named(made.sample(), NASTY))
    reader = Reader(html)
    assert NASTY in reader.text
    assert not any(tag == "img" for tag, _ in reader.tags)


def test_refused_metrics_show_a_reason_and_no_number(tmp_path: Path) -> None:
    html = page(tmp_path)
    listed = re.search(r'<dl class="refused">(.*?)</dl>', html)
    assert listed is not None
    shown = Reader(listed[1])
    assert [a["data-metric"] for tag, a in shown.tags if tag == "span"] == [
        "arm_swing",
        "pelvic_drop",
    ]
    assert "It takes a film from behind." in shown.text
    assert not re.search(r"\d", shown.text)


def test_without_an_analysis_there_is_nothing_to_report(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="Analyse a film first"):
        write_report([], tmp_path / "report.html")


def test_ids_are_unique_and_there_is_one_first_heading(tmp_path: Path, overlay: Path) -> None:
    reader = Reader(page(tmp_path, made.sample(), made.sample(), overlay=[overlay, overlay]))
    ids = [a["id"] for _, a in reader.tags if "id" in a]
    assert len(ids) == len(set(ids))
    assert sum(tag == "h1" for tag, _ in reader.tags) == 1
    assert sum(tag == "video" for tag, _ in reader.tags) == 2


def test_grave_remarks_come_first(tmp_path: Path) -> None:
    text = Reader(page(tmp_path)).text
    assert text.index("Take care.") < text.index("Note.")


def test_a_page_without_a_film_has_no_player(tmp_path: Path) -> None:
    reader = Reader(page(tmp_path))
    assert not any(tag == "video" for tag, _ in reader.tags)
    assert "Step by step" in reader.text


def test_the_film_is_embedded_whole_with_stills_of_both_legs(tmp_path: Path, overlay: Path) -> None:
    html = page(tmp_path, overlay=overlay)
    stills = [a["alt"] for tag, a in Reader(html).tags if tag == "img"]
    assert len(stills) == 6
    assert stills[0] == "Left leg: foot strike"
    held = re.search(r'class="film-data">([^<]*)<', html)
    assert held is not None
    import base64

    assert base64.b64decode(held[1]) == overlay.read_bytes()


def test_of_a_large_film_the_page_holds_the_middle_and_says_so(
    overlay: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(film, "LARGEST_EMBEDDED_BYTES", 1000)
    monkeypatch.setattr(film, "EXCERPT_S", 2.0)
    held = film.embedded(made.sample(), overlay, None)
    assert held.start_s == pytest.approx((made.DURATION_S - 2) / 2, abs=0.02)
    assert held.duration_s == pytest.approx(2.0, abs=0.05)
    assert "2 seconds from its middle" in held.note
    assert all(2 <= still.time_s <= 4 for still in held.stills)


def test_a_still_shows_the_frame_of_its_time(overlay: Path) -> None:
    shown = film._frames_at(overlay, np.array([0.5, 1.0]))
    frames = {round(f.time_s, 3): f.image for f in video.frames(overlay)}
    assert (shown[0] == frames[0.5]).all()
    assert (shown[1] == frames[1.0]).all()


def contrast(first: str, second: str) -> float:
    """The contrast ratio of two colours (WCAG 2.2)."""

    def light(colour: str) -> float:
        parts = np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
        linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
        return float(linear @ [0.2126, 0.7152, 0.0722])

    high, low = sorted((light(first), light(second)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize(
    ("pair", "grounds"), [(ON_LIGHT, ("#f6f5f2", "#ffffff")), (ON_DARK, ("#14171a", "#1d2125"))]
)
def test_both_sides_can_be_read_on_every_ground(
    pair: dict[str, str], grounds: tuple[str, str]
) -> None:
    style = Path(film.__file__).with_name("report.css").read_text(encoding="utf-8")
    for ground in grounds:
        assert ground in style
        assert all(contrast(colour, ground) >= 4.5 for colour in pair.values())


def test_importing_the_report_loads_nothing_heavy() -> None:
    code = (
        "import sys, evenstride.report;"
        "print(*sorted({'cv2', 'av', 'scipy', 'plotly', 'jinja2'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
