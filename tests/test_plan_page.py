"""The plan's page is one file in a fixed order; its picture joins only what is there."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import plan_sample as sample
import pytest
import report_sample
from hypothesis import given
from hypothesis import strategies as st
from test_report_page import Reader

from evenstride.findings import Film, Found, findings
from evenstride.knowledge import knowledge
from evenstride.plan import Plan
from evenstride.report import write_plan, write_report
from evenstride.report.planning import plan_view
from evenstride.report.planning.boxes import Box
from evenstride.report.planning.layers import GAP, column_of, crossings, layout, ordered
from evenstride.report.planning.standing_out import stands_out
from evenstride.report.planning.web import MOST_BOXES
from evenstride.report.planning.words import chance, first_small, listed, percent

if TYPE_CHECKING:
    from playwright.sync_api import Browser


def page(folder: Path, plan: Plan) -> str:
    write_plan(plan, folder / "plan.html")
    return (folder / "plan.html").read_text(encoding="utf-8")


def tags(reader: Reader, name: str) -> list[dict[str, str | None]]:
    return [attributes for tag, attributes in reader.tags if tag == name]


# -- the page ----------------------------------------------------------------------------------


def test_everything_stands_in_its_order(tmp_path: Path) -> None:
    text = Reader(page(tmp_path, sample.made("sore"))).text
    order = (
        "Leave this region alone", "What stands out", "How it may hang together",
        "What may lie behind it", "What to look at next", "Your menu", "Does it work?",
        "This is no diagnosis",
    )  # fmt: skip
    places = [text.index(words) for words in order]
    assert places == sorted(places)


@pytest.mark.parametrize("name", ["tight", "sore"])
def test_the_menu_keeps_its_order(tmp_path: Path, name: str) -> None:
    plan = sample.made(name)
    cards = [
        a["id"]
        for a in tags(Reader(page(tmp_path, plan)), "article")
        if (a["id"] or "").startswith("exercise-")
    ]
    assert cards == [f"exercise-{item.exercise.id}" for item in plan.menu.items]
    assert cards


def test_nothing_is_fetched_and_nothing_runs(tmp_path: Path) -> None:
    reader = Reader(page(tmp_path, sample.made("tight")))
    addresses = [
        value or ""
        for _, attributes in reader.tags
        for name, value in attributes.items()
        if name in ("src", "href", "action", "srcset", "xlink:href")
    ]
    assert all(address.startswith(("data:,", "#")) for address in addresses)
    assert not tags(reader, "script")
    policy = next(a["content"] for a in tags(reader, "meta") if a.get("http-equiv")) or ""
    assert policy.startswith("default-src 'none'")


@pytest.mark.parametrize("name", ["tight", "sore", "pressed"])
def test_ids_are_unique_links_arrive_and_there_is_one_first_heading(
    tmp_path: Path, name: str
) -> None:
    reader = Reader(page(tmp_path, sample.made(name)))
    ids = [a["id"] for _, a in reader.tags if "id" in a]
    assert len(ids) == len(set(ids))
    links = [a["href"] or "" for a in tags(reader, "a")]
    assert {link.removeprefix("#") for link in links} <= set(ids)
    assert len(tags(reader, "h1")) == 1


def test_every_text_of_the_knowledge_is_only_ever_text(tmp_path: Path) -> None:
    html = page(tmp_path, sample.spoiled())
    reader = Reader(html)
    assert reader.text.count(sample.NASTY) > 100
    assert not tags(reader, "img")
    assert not any("onerror" in attributes for _, attributes in reader.tags)


def test_an_emergency_is_told_and_nothing_else_is_advised(tmp_path: Path) -> None:
    plan = sample.made("pressed")
    reader = Reader(page(tmp_path, plan))
    stop = plan.safety.stops[0]
    for words in (stop.name, stop.whom, stop.how_soon, stop.meanwhile):
        assert words in reader.text
    assert not tags(reader, "article")
    assert not any(item.name in reader.text for item in plan.known.exercises.values())
    assert not any(item.name in reader.text for item in plan.known.causes.values())


def test_without_the_safety_questions_nothing_is_advised(tmp_path: Path) -> None:
    unasked = sample.plan(sample.intake("achilles-left", red_flags=None))
    reader = Reader(page(tmp_path, unasked))
    assert "The safety questions come first" in reader.text
    assert not any((a.get("id") or "").startswith("exercise-") for a in tags(reader, "article"))


def test_a_popular_idea_without_support_is_called_that() -> None:
    view = plan_view(sample.made("sore"))
    cards = (*view.likely.leading, *view.likely.running, *view.likely.others)
    unsupported = [card for card in cards if card.grade.letter == "X"]
    assert all("do not support" in card.grade.caption for card in unsupported)


def test_no_reason_is_given_twice_and_every_chance_is_a_share() -> None:
    view = plan_view(sample.made("sore"))
    for card in (*view.likely.leading, *view.likely.running):
        sentences = [point.sentence for point in card.points_for]
        assert len(sentences) == len(set(sentences))
        assert 0 < card.percent < 100


# -- what stands out ---------------------------------------------------------------------------


def test_what_stands_out_has_value_error_border_and_origin(tmp_path: Path) -> None:
    out = tmp_path / "report.html"
    analysis = report_sample.sample()
    knee = next(m for m in analysis.measurements if m.key == "peak_knee_flexion")
    lean = report_sample.estimate(19.0, 1.0)
    sides = {"left": lean, "right": lean}
    leaning = replace(knee, key="trunk_lean", status="ok", reason="", sides=sides)
    write_report([replace(analysis, measurements=(leaning,))], out)
    reader = Reader(out.read_text(encoding="utf-8"))
    shown = [a for a in tags(reader, "article") if "standout" in (a["class"] or "")]
    assert "What stands out" in reader.text
    assert len(shown) == 1
    assert "Trunk leaning far forward" in reader.text
    assert "our own estimate, not a clinical norm" in reader.text
    assert "Needs a film from" in reader.text or "Not measured in this film" in reader.text


def test_what_cannot_be_told_is_named_and_has_no_card() -> None:
    low = next(f for f in stands_out_of_a_sample() if f.standing == "uncertain" and not f.weighs)
    view = stands_out([low], knowledge())
    assert not view.lines
    assert view.untrusted


def stands_out_of_a_sample() -> tuple[Found, ...]:
    analysis = report_sample.sample()
    film = Film({m.key: m for m in analysis.measurements}, 3.0, 1.75)
    return findings([film], knowledge())


def test_evidence_that_no_film_gives_is_listed_with_how_it_is_known() -> None:
    plan = sample.made("tight")
    told = stands_out(plan.findings, plan.known, plan.causes.evidence).told
    assert {each.word for each in told} == {"Seen by eye", "Tested", "Told"}
    assert not any("seen by eye" in each.sentence for each in told)


def test_a_report_shows_a_plan_below_its_films(tmp_path: Path) -> None:
    out = tmp_path / "report.html"
    write_report([report_sample.sample()], out, plan=sample.made("tight"))
    reader = Reader(out.read_text(encoding="utf-8"))
    ids = [a["id"] for _, a in reader.tags if "id" in a]
    assert len(ids) == len(set(ids))
    assert reader.text.index("Your menu") > reader.text.index("What stands out")
    assert len(tags(reader, "h1")) == 1


def test_a_report_of_somebody_in_an_emergency_advises_nothing(tmp_path: Path) -> None:
    out = tmp_path / "report.html"
    write_report([report_sample.sample()], out, plan=sample.made("pressed"))
    text = Reader(out.read_text(encoding="utf-8")).text
    assert text.index("Get help now") < text.index("What stands out")
    assert "Your menu" not in text


# -- the why-picture ---------------------------------------------------------------------------


def apart(one: Box, two: Box) -> bool:
    beside = one.x + one.width <= two.x or two.x + two.width <= one.x
    return beside or one.y + one.height <= two.y or two.y + two.height <= one.y


@pytest.mark.parametrize("name", ["tight", "sore"])
def test_edges_join_boxes_that_are_there_and_boxes_keep_apart(name: str) -> None:
    why = plan_view(sample.made(name)).why
    assert why is not None
    for sketch in (why.wide, why.narrow):
        boxes = {box.id: box for box in sketch.boxes}
        assert 3 <= len(boxes) <= MOST_BOXES
        assert {end for edge in sketch.edges for end in (edge.start, edge.end)} <= set(boxes)
        every = list(boxes.values())
        assert all(apart(a, b) for i, a in enumerate(every) for b in every[i + 1 :])
        assert all(b.x >= 0 and b.x + b.width <= sketch.width for b in every)
        assert all(b.y >= 0 and b.y + b.height <= sketch.height for b in every)


def test_the_picture_for_a_phone_fits_a_phone() -> None:
    why = plan_view(sample.made("sore")).why
    assert why is not None
    assert why.narrow.width <= 390 - 2 * 16 - 2 * 9


def test_causes_lie_left_of_what_they_lead_to() -> None:
    why = plan_view(sample.made("sore")).why
    assert why is not None
    at = {box.id: box.x for box in why.wide.boxes}
    backwards = [e for e in why.wide.edges if at[e.start] >= at[e.end]]
    assert len(backwards) <= 1  # the one edge of the knowledge that leads from running to the body


def test_a_strong_edge_is_thicker_and_a_refuted_one_is_crossed() -> None:
    why = plan_view(sample.made("sore")).why
    assert why is not None
    assert all((edge.cross is not None) == (edge.grade == "X") for edge in why.wide.edges)
    assert len({edge.thickness for edge in why.wide.edges}) > 1


def test_barycentres_undo_crossings_that_need_not_be() -> None:
    columns = {"a": 0, "b": 0, "c": 0, "x": 1, "y": 1, "z": 1}
    hops = [("a", "z"), ("b", "y"), ("c", "x")]
    assert crossings([["a", "b", "c"], ["x", "y", "z"]], hops) == 3
    assert crossings(ordered(columns, hops), hops) == 0


@given(st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8)), max_size=16))
def test_whatever_is_joined_nothing_overlaps_and_edges_pass_every_column(
    pairs: list[tuple[int, int]],
) -> None:
    ends = sorted({(f"n{min(p)}", f"n{max(p)}") for p in pairs if p[0] != p[1]})
    groups = {f"n{i}": i // 3 for i in range(9)}
    heights = {name: 40.0 + 7 * i for i, name in enumerate(groups)}
    found = layout(groups, heights, ends)
    at = {name: i for i, names in enumerate(found.columns) for name in names}
    for route in found.routes.values():
        assert [at[name] for name in route] == list(range(at[route[0]], at[route[-1]] + 1))
    for names in found.columns:
        for a, b in pairwise(names):
            touching = (heights.get(a, 12.0) + heights.get(b, 12.0)) / 2 + GAP
            assert found.middle[b] - found.middle[a] >= touching - 1e-6
    columns = column_of(groups, ends)
    assert all(columns[a] < columns[b] for a, b in ends)


# -- words -------------------------------------------------------------------------------------


def test_words() -> None:
    assert [chance(p) for p in (0.05, 0.2, 0.5, 0.7, 1.0)] == [
        "rather unlikely", "possible", "quite possible", "likely", "very likely",
    ]  # fmt: skip
    assert percent(0.0) == 1
    assert percent(1.0) == 99
    assert listed(["one", "two", "three"]) == "one, two and three"
    assert first_small("A hip that turns") == "a hip that turns"
    assert first_small("ACL pain") == "ACL pain"


# -- in a browser ------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::ResourceWarning")
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("name", ["tight", "sore", "pressed"])
def test_it_opens_without_complaint_and_never_scrolls_sideways(
    browser: Browser, tmp_path: Path, name: str, width: int, scheme: str
) -> None:
    page(tmp_path, sample.made(name))
    size = {"width": width, "height": 844}
    opened = browser.new_context(viewport=size, color_scheme=scheme).new_page()
    complaints: list[str] = []
    opened.on("console", lambda message: complaints.append(message.text))
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.goto((tmp_path / "plan.html").as_uri())
    for summary in opened.query_selector_all("summary"):
        summary.evaluate("(it) => { it.parentElement.open = true; }")
    assert opened.evaluate("document.documentElement.scrollWidth") <= width
    assert complaints == []
    opened.context.close()


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_a_box_leads_to_its_card(browser: Browser, tmp_path: Path) -> None:
    page(tmp_path, sample.made("tight"))
    opened = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    opened.goto((tmp_path / "plan.html").as_uri())
    for box in opened.query_selector_all(".why.wide a.box"):
        target = (box.get_attribute("href") or "").removeprefix("#")
        box.click()
        assert opened.evaluate("location.hash") == f"#{target}"
        assert opened.is_visible(f"[id='{target}']")
    opened.context.close()
