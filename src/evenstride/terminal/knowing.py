"""What the program knows, in the terminal: an exercise or a cause, whole and with its sources."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable, Iterator, Sequence

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from evenstride.knowledge import Knowledge
from evenstride.knowledge.entries import (
    CAPTIONS,
    Cause,
    Complaint,
    Condition,
    Contradiction,
    Dose,
    Edge,
    Exercise,
    Grade,
    Mistake,
)
from evenstride.workshop.searching import Explained

EXERCISES = ("code", "id", "name", "slot", "needs", "purpose")
CAUSES = ("id", "kind", "name", "meaning")
"""The heads of the tab-separated lines of the exercises and of the causes."""

MEASURES = {
    "knee_flexion": "knee bend", "hip_flexion": "hip bend", "thigh_angle": "angle of the thigh",
    "shank_angle": "angle of the shin", "trunk_lean": "lean of the trunk",
    "trunk_side_lean": "sideways lean of the trunk", "elbow_flexion": "elbow bend",
    "arm_raise": "height of the arm", "foot_inclination": "angle of the foot",
    "knee_in": "knee swung inwards", "pelvic_drop": "drop of the pelvis",
    "body_line": "bend of the line from shoulder to ankle", "low_back": "hollow of the low back",
    "thigh_lift": "lift of the thigh", "leg_turn": "turn of the leg", "leg_out": "leg to the side",
    "foot_travel": "way of the foot", "hand_height": "height of the hands",
    "hand_side": "hands to the side", "hand_difference": "difference between the hands",
    "contact_time": "contact time", "knee_ahead_of_toes": "knee ahead of the toes",
    "trunk_turn": "turn of the trunk", "step_width": "width of the step",
}  # fmt: skip

OF = {"working": "", "other": " of the other side", "both": " of either side", "body": ""}

Line = tuple[str, int]
"""A line and how far it is indented; headings stand at zero."""


def show_exercises(found: Sequence[Exercise]) -> None:
    """Exercises as a table, or as tab-separated lines into a pipe."""
    rows = [_exercise_row(each) for each in found]
    _list(EXERCISES, rows, "`evenstride exercises NAME` shows one whole.")


def show_causes(known: Knowledge) -> None:
    """Every cause in a line."""
    rows = [(each.id, each.kind, each.name, _flat(each.meaning)) for each in known.causes.values()]
    _list(CAUSES, rows, "`evenstride explain NAME` tells all about one.")


def _list(heads: Sequence[str], rows: Sequence[Sequence[str]], caption: str) -> None:
    console = Console()
    if not console.is_terminal:
        table = csv.writer(sys.stdout, dialect="excel-tab", lineterminator="\n")
        table.writerow(heads)
        table.writerows(rows)
        return
    shown = Table(caption=caption, caption_justify="left")
    for heading in heads:
        shown.add_column(heading)
    for row in rows:
        shown.add_row(*(Text(cell) for cell in row))
    console.print(shown)


def _exercise_row(each: Exercise) -> tuple[str, ...]:
    purpose = each.purpose if each.prescribed else f"{each.purpose} Shown only, never prescribed."
    return each.code, each.id, each.name, each.slot, ", ".join(each.needs), _flat(purpose)


def show_exercise(exercise: Exercise, known: Knowledge, *, why: bool) -> None:
    """One exercise whole."""
    _print(f"{exercise.code} {exercise.name}", exercise_lines(exercise, known, why=why))


def exercise_lines(exercise: Exercise, known: Knowledge, *, why: bool) -> Iterator[Line]:
    """Everything an exercise says of itself."""
    yield exercise.purpose, 1
    if not exercise.prescribed:
        yield "Shown for contrast; no menu prescribes it.", 1
    yield from _part("Needs", [known.equipment[key].name for key in exercise.needs])
    yield from _part("Steps", exercise.set_up, numbered=True)
    yield from _part("Cues", exercise.cues)
    yield from _part("You know it works when", [exercise.success] if exercise.success else [])
    yield from _part("Mistakes", [mistake_line(each) for each in exercise.mistakes])
    yield from _part("Dose", dose_lines(exercise.dose))
    yield from _part("Levels", [f"{x.name}. {x.how}" for x in exercise.levels], numbered=True)
    yield from _order(exercise, known)
    yield from _bars(exercise, known)
    causes = [f"{known.causes[h.cause].name}: {h.why}" for h in exercise.helps]
    yield from _part("Helps with", causes)
    yield from _part("Evidence", [f"{_caption(exercise.grade)}. {exercise.evidence}"])
    yield from _part("References", references(exercise.sources, known))
    disputes = [known.contradictions[key] for key in exercise.decided]
    if why:
        for each in disputes:
            yield from _dispute(each, known)
    elif disputes:
        topics = "; ".join(each.topic for each in disputes)
        yield from _part("Decided between articles (--why tells how)", [topics])


def _order(exercise: Exercise, known: Knowledge) -> Iterator[Line]:
    """What comes before and after it, and what is easier and harder."""
    for heading, keys in (
        ("First master", exercise.prerequisites),
        ("In a session it comes before", exercise.prepares),
        ("Easier", exercise.regress_to),
        ("Harder", exercise.progress_to),
        ("Often done instead, less suitable", exercise.contrasts_with),
    ):
        names = [f"{known.exercises[key].name} ({known.exercises[key].code})" for key in keys]
        yield from _part(heading, names)


def _bars(exercise: Exercise, known: Knowledge) -> Iterator[Line]:
    for heading, bars in (
        ("Leave it out with", exercise.blocked_by),
        ("Change it with", exercise.changed_by),
    ):
        lines = [f"{known.conditions[bar.condition].name}: {bar.how}" for bar in bars]
        yield from _part(heading, lines)


def _dispute(each: Contradiction, known: Knowledge) -> Iterator[Line]:
    """Where articles disagree, what studies say, and how it is decided here."""
    said = [f"Position. {position}" for position in each.positions]
    yield from _part(each.topic, [*said, f"Evidence. {each.evidence}", f"Rule here. {each.rule}"])
    yield from ((line, 2) for line in references(each.sources, known))


def mistake_line(mistake: Mistake) -> str:
    """A mistake, what the coach says, and how it is noticed."""
    seen = [_noticed(condition) for condition in mistake.when]
    how = [f"seen by: {' or '.join(seen)}"] if seen else []
    how += [f"asked: {mistake.ask}"] if mistake.ask else []
    return f"{mistake.name}. “{mistake.cue}” ({'; '.join(how)})"


def _noticed(condition: Condition) -> str:
    """A condition in words, as `knee bend above 15°`."""
    unit = {"deg": "°"}.get(condition.unit, f" {condition.unit}")
    ends = [("above", condition.above), ("below", condition.below)]
    said = " or ".join(f"{word} {value:g}{unit}" for word, value in ends if value is not None)
    return f"{MEASURES[condition.measure]}{OF[condition.of]} {said}"


def dose_lines(dose: Dose) -> list[str]:
    """How much, how often, and how to begin."""
    low, high = dose.repetitions or (0, 0)
    count = f"{low} to {high}" if low != high else str(low)
    work = f"{dose.hold_s:g} s held" if dose.hold_s is not None else f"{count} repetitions"
    few, many = dose.days_a_week
    days = f"{few} to {many}" if few != many else str(few)
    sets = f"{dose.sets} set{'s' * (dose.sets > 1)}"
    lines = [f"{sets} of {work}, {dose.rest_s:g} s rest, {days} days a week."]
    lines += [f"Begin with: {dose.starts_with}"] if dose.starts_with else []
    return [*lines, *(text for text in (dose.load, dose.note) if text)]


def show_cause(told: Explained, known: Knowledge) -> None:
    """A cause whole, its links in both directions and what helps."""
    _print(told.cause.name, cause_lines(told, known))


def cause_lines(told: Explained, known: Knowledge) -> Iterator[Line]:
    """What a cause is, what it leads to, what leads to it, what tells of it, what helps."""
    cause = told.cause
    yield cause.meaning, 1
    yield f"Evidence that it matters to runners: {_caption(cause.grade)}.", 1
    if cause.note:
        yield cause.note, 1
    if told.leads_to:
        yield "May lead to", 0
    for effect, edge in told.leads_to:
        yield from _link(_effect(effect), edge, known)
    if told.led_by:
        yield "May come from", 0
    for source, edge in told.led_by:
        yield from _link(source.name, edge, known)
    yield from _telling(told)
    yield from _part("References", references(cause.sources, known))


def _telling(told: Explained) -> Iterator[Line]:
    """What tells of a cause, what helps, and what the articles say of it."""
    cause = told.cause
    tests = [f"{screen.name} ({_caption(seen.grade)}): {screen.why}" for screen, seen in told.tests]
    films = [f"A film from {' or '.join(film.views)}: {film.says}" for film in told.films]
    yield from _part("What tells of it", [*tests, *films, *([cause.ask] if cause.ask else [])])
    helps = [f"{each.code} {each.name}: {help_.why}" for each, help_ in told.exercises]
    yield from _part("What helps", helps)
    said = [f"{c.claim} {c.verdict} ({_caption(c.grade)})" for c in told.claims]
    yield from _part("What the source articles say, and studies to it", said)


def _effect(effect: Cause | Complaint) -> str:
    return f"{effect.name} (a complaint)" if isinstance(effect, Complaint) else effect.name


def _link(name: str, edge: Edge, known: Knowledge) -> Iterator[Line]:
    """One link of the chain: its mechanism, how good the evidence is, and its references."""
    side = " on the other side" if edge.sides == "opposite" else ""
    yield f"- {name}{side}: {edge.mechanism} ({_caption(edge.grade)})", 1
    yield from ((line, 2) for line in references(edge.sources, known))


def references(keys: Iterable[str], known: Knowledge) -> list[str]:
    """Sources in words; one that was not read says so."""
    unread = {"memory": " (quoted from memory)", "found": " (found, its numbers not read)"}
    sources = [(key, known.sources[key]) for key in keys]
    return [f"[{k}] {_flat(each.reference)}{unread.get(each.status, '')}" for k, each in sources]


def _caption(grade: Grade) -> str:
    return CAPTIONS[grade]


def _part(heading: str, lines: Sequence[str], *, numbered: bool = False) -> Iterator[Line]:
    """A heading and its lines; nothing where there are none."""
    if not lines:
        return
    yield heading, 0
    for number, line in enumerate(lines, start=1):
        yield f"{f'{number}.' if numbered else '-'} {line}", 1


def _print(title: str, lines: Iterable[Line]) -> None:
    console = Console()
    for text, depth in ((title, 0), *lines):
        line = Text(_flat(text), style="bold" if depth == 0 else "dim" if depth > 1 else "")
        if console.is_terminal:
            console.print(Padding(line, (0, 0, 0, 2 * depth)))
        else:
            print("  " * depth + line.plain)  # noqa: T201 - one line each, for pipes


def _flat(text: str) -> str:
    return " ".join(text.split())
