"""The card to print: a PDF with the menu in order, in which text is only ever text."""

from __future__ import annotations

import json
import re
import sys
from dataclasses import replace
from importlib.resources import as_file, files
from pathlib import Path

import plan_sample as sample
import pytest

from evenstride.errors import InstallationError
from evenstride.plan import NOT_A_DIAGNOSIS, Plan
from evenstride.report import write_card
from evenstride.report.card import card_inputs

COMMANDS = '#panic("no") $x$ *bold* ] @nobody <label> `raw` \\'


def names_on(plan: Plan) -> list[str]:
    """The exercises' names as the template sets them."""
    import typst

    with as_file(files("evenstride.report") / "planning" / "card.typ") as file:
        found = typst.query(str(file), "<item>", sys_inputs=card_inputs(plan))
    return [each["text"] for each in json.loads(found)]


@pytest.mark.parametrize("name", ["tight", "sore", "pressed"])
def test_it_is_a_pdf_of_one_or_two_pages(tmp_path: Path, name: str) -> None:
    write_card(sample.made(name), tmp_path / "card.pdf")
    written = (tmp_path / "card.pdf").read_bytes()
    assert written.startswith(b"%PDF-")
    pages = re.search(rb"/Type\s*/Pages\s*/Count (\d+)", written)
    assert pages is not None
    assert 1 <= int(pages[1]) <= 2


@pytest.mark.parametrize("name", ["tight", "sore"])
def test_the_exercises_stand_in_the_order_of_the_menu(name: str) -> None:
    plan = sample.made(name)
    assert names_on(plan) == [item.exercise.name for item in plan.menu.items]
    assert names_on(plan)


def test_it_says_when_to_stop_what_to_look_at_again_and_that_it_is_no_diagnosis() -> None:
    plan = sample.made("tight")
    card = json.loads(card_inputs(plan)["card"])
    rule = plan.known.pain_rules[plan.known.complaints["hamstring"].pain_rule]
    assert f"above {rule.stop_above} stop" in card["safety"]
    assert card["closing"] == list(plan.menu.retest)
    assert card["disclaimer"] == NOT_A_DIAGNOSIS
    assert all(len(item["cues"]) <= 2 for item in card["items"])


def test_an_emergency_has_no_exercises_on_its_card() -> None:
    plan = sample.made("pressed")
    card = json.loads(card_inputs(plan)["card"])
    assert names_on(plan) == []
    assert plan.safety.stops[0].whom in card["title"]


def test_text_is_never_a_command(tmp_path: Path) -> None:
    plan = sample.made("tight")
    first, *rest = plan.menu.items
    spoiled = first.exercise.model_copy(update={"name": COMMANDS, "cues": (COMMANDS,)})
    items = (replace(first, exercise=spoiled, changes=(COMMANDS,)), *rest)
    wild = replace(plan, menu=replace(plan.menu, items=items))
    write_card(wild, tmp_path / "card.pdf")
    assert names_on(wild)[0] == COMMANDS


def test_without_typst_one_sentence_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(InstallationError, match=r"evenstride\[pdf\]"):
        write_card(sample.made("tight"), tmp_path / "card.pdf")
