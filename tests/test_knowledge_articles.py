"""Nothing that the source articles name was lost: each item has its place in the knowledge."""

from __future__ import annotations

from importlib import import_module

import pytest

from evenstride.knowledge import knowledge
from evenstride.knowledge.checking import CATEGORIES, reached
from evenstride.knowledge.entries import CAPTIONS

KNOWN = knowledge()

ITEMS = [
    f"{letter}{number:02}"
    for letter, last in (("f", 27), ("t", 10), ("x", 22), ("m", 8), ("c", 23), ("g", 23))
    for number in range(1, last + 1)
]
"""f what was found in runners, t tests, x exercises, m mistakes, c claims, g how it is told."""

SERVED = {
    "adherence": ("evenstride.progression:Entry", "evenstride.workshop.training:read_log"),
    "before-and-after": ("evenstride.comparison:compare_sittings",),
    "before-run-routine": ("evenstride.menu.candidates:SHORT_HOLD_S",),
    "case-report": ("evenstride.report:write_plan",),
    "categories": ("evenstride.knowledge.checking:CATEGORIES",),
    # Whom to see and how soon, and a page to take along; no booking, no payment.
    "clinician-handover": ("evenstride.safety:Stop.whom", "evenstride.report:write_plan"),
    "contrasts": ("evenstride.knowledge.entries:Exercise.contrasts_with",),
    "disclaimer": ("evenstride.plan:NOT_A_DIAGNOSIS",),
    "equipment-filter": ("evenstride.menu.candidates:suits",),
    "film-quality": ("evenstride.quality:remarks",),
    "indicators": ("evenstride.knowledge.entries:Exercise.indicator",),
    "levels": ("evenstride.progression:next_time",),
    "menu": ("evenstride.menu:menu",),
    "mistakes": ("evenstride.knowledge.entries:Exercise.mistakes",),
    "no-complaint-menu": ("evenstride.causes.explaining:RAISED",),
    "pictures": ("evenstride.report.posing:picture_svg",),
    "provenance": ("evenstride.knowledge.entries:Source",),
    "purpose": ("evenstride.knowledge.entries:Exercise.purpose",),
    "retest": ("evenstride.menu:Menu.retest",),
    "running-film": ("evenstride.analysis:analyze",),
    "session-order": ("evenstride.menu.serving:in_order",),
    "several-complaints": ("evenstride.intake:Intake.complaints",),
    "shareable-report": ("evenstride.report.writing:write_report",),
    "sides": ("evenstride.menu.serving:Item.sides",),
    "start-level": ("evenstride.menu.serving:Item.level",),
}
"""What serves each feature today, as module:name."""

LATER = {
    "archive": "browsing past sessions by month waits for the app",
    "feedback-form": "a form for words to a person waits for the app",
    "news-feed": "a list one joins by consent waits for the app",
    "other-treatment-log": "noting other treatment waits for the app's diary",
    "programme": "an ordered series of sessions, with a way back and forward, waits for the app",
}
"""What is NOT built yet, and waits for the app."""


def feature_names() -> set[str]:
    named = (name for mention in KNOWN.mentions.values() for name in mention.reached_by)
    return {name.removeprefix("feature:") for name in named if name.startswith("feature:")}


def there(path: str) -> bool:
    """Whether `module:name` or `module:Class.field` exists."""
    module, _, name = path.partition(":")
    owner = import_module(module)
    first, _, field = name.partition(".")
    found = getattr(owner, first, None)
    if found is None or not field:
        return found is not None
    return field in getattr(found, "__annotations__", {})


def test_every_item_of_the_articles_is_there_and_no_other() -> None:
    assert sorted(KNOWN.mentions) == sorted(ITEMS)


@pytest.mark.parametrize("item", ITEMS)
def test_an_item_leads_somewhere(item: str) -> None:
    mention = KNOWN.mentions[item]
    assert mention.reached_by
    assert [name for name in mention.reached_by if not reached(KNOWN, name)] == []
    articles = mention.article.split(", ")
    assert articles
    assert set(articles) <= {"S0", "S1", "S2", "S3", "S4"}


@pytest.mark.parametrize("item", [item for item in ITEMS if item[0] != "g"])
def test_an_item_that_is_known_is_more_than_a_feature(item: str) -> None:
    kinds = {name.partition(":")[0] for name in KNOWN.mentions[item].reached_by}
    if item not in {"f14", "t01", "x19", "x22"}:  # what a person is served, or a title only
        assert kinds - {"feature"}


def test_a_name_that_leads_nowhere_is_told_from_one_that_does() -> None:
    assert reached(KNOWN, "exercise:bridge")
    assert not reached(KNOWN, "exercise:no-such")
    assert not reached(KNOWN, "mistake:bridge/no-such")
    assert not reached(KNOWN, "song:bridge")


def test_every_feature_is_served_or_owned_up_to_as_later() -> None:
    assert feature_names() == set(SERVED) | set(LATER)
    assert not set(SERVED) & set(LATER)


@pytest.mark.parametrize("feature", SERVED)
def test_what_serves_a_feature_is_there(feature: str) -> None:
    assert [path for path in SERVED[feature] if not there(path)] == []


def test_the_eight_mistakes_of_the_strap_stretch_are_its_own() -> None:
    exercise = KNOWN.exercises["strap-hamstring-stretch"]
    named = [KNOWN.mentions[item].reached_by for item in ITEMS if item.startswith("m")]
    mistakes = [name for names in named for name in names]
    assert len(set(mistakes)) == 8
    assert all(name.startswith("mistake:strap-hamstring-stretch/") for name in mistakes)
    own = {mistake.id: mistake for mistake in exercise.mistakes}
    for name in mistakes:
        assert "S4" in own[name.partition("/")[2]].sources


@pytest.mark.parametrize("claim", [item for item in ITEMS if item.startswith("c")])
def test_a_claim_is_told_with_its_verdict(claim: str) -> None:
    entry = KNOWN.claims[claim]
    assert entry.verdict
    assert entry.grade in CAPTIONS
    assert {"S0", "S1", "S2", "S3", "S4"} & set(entry.sources)
    assert f"claim:{claim}" in KNOWN.mentions[claim].reached_by


def test_a_tradition_without_evidence_moves_nothing() -> None:
    assert KNOWN.claims["c22"].edges == ()
    assert KNOWN.claims["c23"].edges == ()


def test_every_disagreement_is_decided_and_the_decision_is_used() -> None:
    assert sorted(KNOWN.contradictions) == [
        "does-stretching-fix-it", "hip-external-rotation", "hold-length", "knee-straight-or-soft",
        "low-back-shape", "main-driver-of-back-pain", "prone-leg-raise", "relaxed-or-active",
        "stretch-before-running",
    ]  # fmt: skip
    decided = {name for exercise in KNOWN.exercises.values() for name in exercise.decided}
    # These three decide what causes and tests weigh, not how an exercise is done.
    elsewhere = {"hip-external-rotation", "main-driver-of-back-pain", "prone-leg-raise"}
    assert decided >= set(KNOWN.contradictions) - elsewhere


def test_the_eleven_categories_are_all_in_use() -> None:
    used = {tag for exercise in KNOWN.exercises.values() for tag in exercise.tags}
    assert len(CATEGORIES) == 11
    assert used == set(CATEGORIES)
