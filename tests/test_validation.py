"""What the documentation quotes is what the validation wrote, and what was promised holds."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from validation import force_plates, leg_raise
from validation.page import FENCE, table, with_table

ROOT = Path(__file__).resolve().parents[1]


def quoted() -> str:
    """The table in the README."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    return text.partition(FENCE[0])[2].partition(FENCE[1])[0].strip()


def test_the_readme_quotes_the_page() -> None:
    page = (ROOT / "docs" / "validation.md").read_text(encoding="utf-8")
    assert quoted().startswith("| what | against | error |")
    assert quoted() in page


def test_the_pictures_of_the_page_are_there() -> None:
    page = (ROOT / "docs" / "validation.md").read_text(encoding="utf-8")
    pictures = re.findall(r"\((images/validation[^)]*)\)", page)
    assert len(pictures) >= 2
    assert all((ROOT / "docs" / picture).is_file() for picture in pictures)


def test_a_table_takes_the_place_of_the_old_one() -> None:
    text = f"before\n{FENCE[0]}\nold\n{FENCE[1]}\nafter"
    told = table(("what", "error"), [("a", "1")])
    new = with_table(text, told)
    assert new == f"before\n{FENCE[0]}\n{told}\n{FENCE[1]}\nafter"
    assert told == "| what | error |\n| --- | --- |\n| a | 1 |"
    assert with_table(new, told) == new


@pytest.mark.parametrize("name", force_plates.RUNS)
def test_other_settings_are_used_and_taken_back(name: str, data: Path) -> None:
    """A slap read 10 ms earlier moves every strike of a heel striker towards it."""
    assert data
    shipped = force_plates.Settings.shipped()
    early = force_plates.Settings(shipped.slap_lag_s + 0.010, shipped.sink, shipped.off_lag_s)
    plain = force_plates.row(name, 120.0, 2.0, seeds=2)
    with force_plates.using(early):
        moved = force_plates.row(name, 120.0, 2.0, seeds=2)
    by_ms = moved.timing.bias_ms("foot_strike") - plain.timing.bias_ms("foot_strike")
    assert -10.5 < by_ms < -2.0
    assert moved.timing.late_ms["toe_off"] == plain.timing.late_ms["toe_off"]
    assert force_plates.Settings.shipped() == shipped


def test_a_contact_by_film_is_a_contact_by_plate(data: Path) -> None:
    assert data
    for name in force_plates.RUNS:
        pairs = force_plates.contact_pairs(name, seeds=2)
        assert len(pairs) >= 8
        assert abs((pairs[:, 1] - pairs[:, 0]).mean()) < 8.0


def test_leg_raises_hold_what_was_promised(data: Path) -> None:
    found = leg_raise.run(data)
    assert found.sound_error_deg <= 5.0
    assert set(found.unsound) >= {3, 5, 7}
