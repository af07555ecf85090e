"""Numbers show the digits their error leaves standing; verdicts claim no more than they may."""

from dataclasses import replace

import pytest
import report_sample as made

from evenstride.metrics.measurement import Difference
from evenstride.report import wording
from evenstride.report.contacts import contacts, strikes


@pytest.mark.parametrize(
    ("error", "places"),
    [(14.0, 0), (4.3, 0), (1.2, 1), (0.7, 1), (0.12, 2), (0.004, 3), (1e-9, 4), (0.0, 1)],
)
def test_digits_follow_the_error(error: float, places: int) -> None:
    assert wording.decimals(error) == places


def test_a_value_is_printed_with_its_error() -> None:
    assert wording.value_with_error(243.21, (238.9, 247.5)).replace("\xa0", " ") == "243 ± 4"
    assert (
        wording.value_with_error(0.3342, (0.3222, 0.3462)).replace("\xa0", " ") == "0.334 ± 0.012"
    )


def test_values_side_by_side_share_their_digits() -> None:
    assert wording.shared_decimals([(32.0, 35.0), (30.0, 36.0)]) == 1
    assert wording.value_with_error(33.0, (30.0, 36.0), 1).replace("\xa0", " ") == "33.0 ± 3.0"


def test_an_unknown_error_is_said() -> None:
    nan = float("nan")
    assert "error unknown" in wording.value_with_error(243.2, (nan, nan))


@pytest.mark.parametrize(
    ("value", "text"),
    [(-0.04, "0.0"), (0.0, "0.0"), (-1.26, "\N{MINUS SIGN}1.3"), (float("nan"), "unknown")],
)
def test_minus_signs_are_true_and_zero_has_none(value: float, text: str) -> None:
    assert wording.number(value, 1) == text


def test_the_headline_names_only_what_differs() -> None:
    line = wording.headline(made.sample()).replace("\xa0", " ")
    assert line == "Contact time is higher on the left by 19 ± 7 ms."


def test_a_headline_with_many_differences_stays_short() -> None:
    run = made.sample()
    several = tuple(
        made.both_sides(
            f"m{i}",
            f"Metric {i}",
            "deg",
            (10.0 + i, 0.0),
            2.0,
            meaning="A number.",
            mdc=2.0,
            verdict="different",
        )
        for i in range(5)
    )
    line = wording.headline(replace(run, measurements=several)).replace("\xa0", " ")
    assert line == (
        "Metric 4 is higher on the left by 14 ± 2° and metric 3 is higher on the left by "
        "13 ± 2°; 3 more differ, see below."
    )


def test_a_doubtful_difference_is_named_only_where_there_is_no_surer_one() -> None:
    run = made.sample()
    sure = next(m for m in run.measurements if m.key == "contact_time")
    doubtful = replace(sure, name="Flight time", status="low", reason="30 frames/s are few.")
    both = wording.headline(replace(run, measurements=(doubtful, sure)))
    assert both.startswith("Contact time")
    assert both.endswith("; 1 more differs, see below.")
    alone = wording.headline(replace(run, measurements=(doubtful,)))
    assert alone.endswith("(low confidence).")


def test_without_a_difference_the_headline_says_so() -> None:
    run = made.sample()
    same = tuple(m for m in run.measurements if m.key != "contact_time")
    assert wording.headline(replace(run, measurements=same)) == wording.NO_DIFFERENCE


def test_where_nothing_was_compared_equality_is_not_claimed() -> None:
    run = made.sample()
    few = tuple(m for m in run.measurements if m.key in ("cadence", "loading_rate", "arm_swing"))
    assert wording.headline(replace(run, measurements=few)) == wording.NOTHING_COMPARED


def test_the_higher_side_follows_the_sign() -> None:
    less = Difference(-3.0, (-5.0, -1.0), 1.0, "different")
    assert wording.higher_side(less) == ("right", "left")
    assert wording.verdict(less) == "The right is higher than the left, beyond measurement error."


def test_contacts_pair_a_strike_with_the_next_toe_off_of_that_foot() -> None:
    found = contacts(made.events())
    assert all(c.toe_off_s - c.strike_s == pytest.approx(made.CONTACT_S) for c in found)
    assert len(found) == sum(e.kind == "toe_off" for e in made.events())
    assert [c.strike_s for c in found] == sorted(c.strike_s for c in found)


def test_a_strike_without_its_toe_off_is_counted_but_is_no_contact() -> None:
    alone = tuple(e for e in made.events() if e.kind == "foot_strike")
    assert contacts(alone) == ()
    assert strikes(alone, "left") == 9
