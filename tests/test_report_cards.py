"""A card shows every side it has, draws it to scale, and a refused metric shows no number."""

import math

import numpy as np
import pytest
import report_sample as made

from evenstride.analysis import Trace
from evenstride.report.cards import card, groups, refused
from evenstride.report.charts import contact_chart, curve_chart, trace_chart
from evenstride.report.contacts import contacts
from evenstride.report.picture import MARGIN, WIDTH, picture
from evenstride.report.tables import curve_table, trace_table
from evenstride.skeleton import SIDES

RUN = made.sample()
CARDS = {m.key: card(m, {}) for m in RUN.measurements}


def test_every_metric_is_shown_once_as_a_card_or_as_refused() -> None:
    shown = [c.key for g in groups(RUN, {}) for c in g.cards] + [
        m.name for r in refused(RUN) for m in r.metrics
    ]
    assert sorted(shown) == sorted(m.key for m in RUN.measurements)


@pytest.mark.parametrize("key", ["arm_swing", "pelvic_drop"])
def test_a_refused_metric_has_a_reason_and_no_number(key: str) -> None:
    shown = CARDS[key]
    assert shown.rows == ()
    assert shown.picture is None
    assert shown.verdict == shown.verdict_detail == ""
    assert shown.reason


def test_the_drawn_value_stands_beside_the_measured() -> None:
    contact = next(m for m in RUN.measurements if m.key == "contact_time")
    shown = card(contact, {"contact_time": {"left": 250.0, "right": 230.0}})
    assert [row.drawn for row in shown.rows] == ["250", "230"]
    assert not CARDS["contact_time"].has_drawn


def test_one_drawn_number_stands_for_every_side() -> None:
    cadence = next(m for m in RUN.measurements if m.key == "cadence")
    assert [row.drawn for row in card(cadence, {"cadence": 166.67}).rows] == ["166.7"]


def test_the_picture_keeps_proportions() -> None:
    sides = {"left": made.estimate(10.0, 2.0), "right": made.estimate(20.0, 2.0)}
    shown = picture(sides, {"left": 15.0})
    assert shown is not None
    left, right = shown.lanes
    assert left.drawn_x == pytest.approx((left.mean_x + right.mean_x) / 2, abs=0.2)
    assert left.low_x < left.mean_x < left.high_x < right.mean_x
    xs = [x for lane in shown.lanes for x, _ in lane.dots]
    assert MARGIN <= min(xs) <= max(xs) <= WIDTH - MARGIN
    assert len(left.dots) == 8


def test_steps_that_were_not_seen_are_not_drawn() -> None:
    seen = made.estimate(10.0, 2.0)
    gaps = made.Estimate(seen.mean, seen.sd, 7, seen.ci95, (math.nan, *seen.values[1:]))
    shown = picture({"both": gaps}, {})
    assert shown is not None
    assert len(shown.lanes[0].dots) == 7


def test_equal_steps_still_make_a_picture() -> None:
    shown = picture({"both": made.estimate(5.0, 0.0)}, {})
    assert shown is not None
    assert shown.lanes[0].mean_x == pytest.approx(WIDTH / 2)
    assert len(shown.ticks) >= 2


@pytest.mark.parametrize("spread", [0.013, 0.4, 1.0, 7.7, 95.0, 260.0])
def test_an_axis_has_a_few_round_ticks(spread: float) -> None:
    shown = picture({"both": made.estimate(3 * spread, spread)}, {})
    assert shown is not None
    assert 2 <= len(shown.ticks) <= 6
    labels = [float(tick.label) for tick in shown.ticks]
    assert np.ptp(np.diff(labels)) < 1e-9 * spread + 1e-12


def test_nothing_finite_makes_no_picture() -> None:
    nan = math.nan
    assert picture({"left": made.Estimate(nan, nan, 0, (nan, nan), ())}, {}) is None


def test_a_gap_in_a_trace_stays_a_gap() -> None:
    chart = trace_chart(RUN.traces[0])
    right = chart["data"][1]["y"]  # type: ignore[index]  # a chart is plain JSON
    assert right[99] is not None
    assert right[100:112] == [None] * 12


def test_an_angle_of_the_whole_body_has_one_line() -> None:
    trunk = RUN.traces[2]
    same = Trace(trunk.key, trunk.name, trunk.unit, dict.fromkeys(SIDES, trunk.values["left"]))
    assert [line["name"] for line in trace_chart(same)["data"]] == ["Both"]  # type: ignore[attr-defined]  # plain JSON
    assert [row[0] for row in trace_table(same).rows] == ["Both"]
    assert [row[0] for row in trace_table(trunk).rows] == ["Left", "Right"]


def test_the_contact_chart_holds_every_contact() -> None:
    found = contacts(RUN.events)
    bars = contact_chart(found)["data"]
    starts = sorted(x for bar in bars for x in bar["x"][::3])  # type: ignore[attr-defined]  # plain JSON
    assert starts == [round(c.strike_s, 4) for c in found]


def test_the_curve_chart_marks_both_toe_offs_and_names_both_sides() -> None:
    chart = curve_chart(RUN.curves[0])
    layout = chart["layout"]
    assert [shape["x0"] for shape in layout["shapes"]] == [34.9, 33.1]  # type: ignore[index]  # plain JSON
    texts = sorted(note["text"] for note in layout["annotations"])  # type: ignore[index]  # plain JSON
    assert texts == ["Left", "Left toe-off", "Right", "Right toe-off"]


def test_tables_tell_the_charts_main_numbers() -> None:
    left, right = trace_table(RUN.traces[0]).rows
    assert left[-1] == "100 %"
    assert right[-1] == f"{100 * (len(made.TIMES) - 12) / len(made.TIMES):.0f} %"
    head, at_start = curve_table(RUN.curves[0]).heads[1], curve_table(RUN.curves[0]).rows[0][1]
    expected = made.knee_deg(np.array([0.0]), "left")[0]
    assert head == "0 %"
    assert at_start == f"{expected:.0f} ± 2°"
