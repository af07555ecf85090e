"""Exercises: what the library shows, the menu chooses and the coach checks."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from evenstride.knowledge.entries.base import Entry, Grade, Share, Sources, Unit, Words
from evenstride.knowledge.entries.postures import Condition, Picture, Posture


class Mistake(Entry):
    """Something done wrong, what to say then, and how it is noticed."""

    id: str
    code: str = ""
    """Of the shared fault catalogue (K_BENT, B_ROUND ...)."""
    name: Words
    cue: Words
    """What the coach says: short, kind, what to do rather than what not."""
    severity: Literal["hard", "soft"]
    """Hard: the seconds do not count meanwhile."""
    when: tuple[Condition, ...] = ()
    """Any of these; empty where a camera cannot see it."""
    not_observable: str = ""
    """Why the pose model cannot judge it, though its limits are known: then the coach asks."""
    ask: str = ""
    """What the coach asks or prompts where a camera cannot see it."""
    drawn: Posture | None = None
    """Changes against the end posture which show it; None where it cannot be drawn."""
    sources: Sources


class Dose(Entry):
    """How much; a hold or repetitions, a set, a side."""

    sets: Annotated[int, Field(ge=1)]
    hold_s: float | None = None
    repetitions: tuple[int, int] | None = None
    """From, to."""
    seconds_a_repetition: float = 4.0
    rest_s: float = 30.0
    days_a_week: tuple[int, int]
    starts_with: str = ""
    """What a first session may do less of."""
    note: str = ""
    load: str = ""
    within_run: bool = False
    """Done during a run one does anyway: costs the session only the time to think of it."""
    sources: Sources


class Level(Entry):
    """A rung of the ladder within one exercise, easiest first."""

    name: Words
    value: float | None = None
    unit: Unit | None = None
    how: Words


class Bar(Entry):
    """A condition that blocks an exercise or changes it."""

    condition: str
    """An id of `safety/conditions.toml`."""
    how: Words
    """Why it is blocked, or what to change."""


class Help(Entry):
    """A cause this exercise works on."""

    cause: str
    strength: Share
    """How directly [E]: 1 is made for it."""
    why: Words
    """One sentence that can stand in the menu."""
    grade: Grade
    sources: Sources


class Exercise(Entry):
    """One exercise, whole: what the library shows, the menu chooses and the coach checks."""

    id: str = ""
    code: str
    name: Words
    also_called: tuple[str, ...] = ()
    purpose: Words
    """One sentence: what it is for."""
    slot: Literal["settle", "mobility", "control", "strength", "integration", "drill"]
    """Where it stands in a session."""
    tags: Annotated[tuple[str, ...], Field(min_length=1)]
    """Body regions, out of the eleven categories."""
    view: Literal["side", "front", "rear"]
    camera: Literal["checked", "partly", "not"] = "checked"
    """How much of it a camera can judge."""
    per_side: bool
    alternates: bool = False
    """Both sides in turn within one set."""
    needs: tuple[str, ...] = ()
    """Equipment ids; a floor to lie on is taken for granted."""
    body_position: Literal["standing", "kneeling", "supine", "prone", "side-lying", "sitting",
                           "all-fours", "running"]  # fmt: skip
    experience: Literal["any", "some", "trained"] = "any"
    impact: bool = False
    new_load: bool = False
    """A high-load or high-speed element, of which one session starts at most one anew."""
    stretches: tuple[str, ...] = ()
    """Muscles under long stretch, for the weekly budget."""
    loads: tuple[str, ...] = ()
    """Muscles under load."""
    before_run: Literal["yes", "short", "no"]
    """`short`: holds of 30 s at the most."""
    set_up: Annotated[tuple[str, ...], Field(min_length=1)]
    cues: Annotated[tuple[str, ...], Field(min_length=1)]
    success: str = ""
    """How one knows that it works."""
    mistakes: tuple[Mistake, ...] = ()
    repetition: Condition | None = None
    """What a repetition is seen by: beyond this is its far end; None for a hold."""
    hold: tuple[Condition, ...] = ()
    """Conditions under which a hold is NOT yet taken up (out of the target band)."""
    dose: Dose
    levels: tuple[Level, ...] = ()
    regress_to: tuple[str, ...] = ()
    progress_to: tuple[str, ...] = ()
    prerequisites: tuple[str, ...] = ()
    """Exercises to be done clean before this one, unless the runner is trained."""
    prepares: tuple[str, ...] = ()
    """Exercises that go better after this one; these come later in a menu."""
    contrasts_with: tuple[str, ...] = ()
    """Common but less suitable relatives."""
    indicator: str = ""
    """The screen or exercise that shows whether it worked."""
    helps: tuple[Help, ...]
    """Empty only for contrasts, which no menu chooses."""
    blocked_by: tuple[Bar, ...] = ()
    changed_by: tuple[Bar, ...] = ()
    decided: tuple[str, ...] = ()
    """Ids of `contradictions.toml` that are resolved here."""
    prescribed: bool = True
    """False for contrasts, which are shown but never chosen."""
    breathing: str = ""
    grade: Grade
    evidence: Words
    """What studies say, in a sentence or two."""
    sources: Sources
    picture: Picture | None = None
