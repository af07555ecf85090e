"""The page of exercises: an index, and each exercise whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from evenstride.form import DEFINITIONS
from evenstride.intake import Intake, Stated
from evenstride.knowledge import Knowledge
from evenstride.knowledge.entries import Bar, Exercise, Mistake
from evenstride.safety import safety
from evenstride.terminal.knowing import dose_lines
from evenstride.workshop.searching import find_exercises
from library.wording import (
    REGIONS,
    VIEWS,
    barrier,
    bullets,
    caption,
    cause,
    cell,
    cite,
    exercise,
    flat,
    listed,
    noticed,
    numbered,
    screen,
    table,
)

OPENING = """\
# Exercises

{count} exercises: those of the [source articles](articles.md) and those with the best trials
behind them. A [menu](plan.md) chooses five to eight of them for one person; two are here only to
say why something else is better. Below they stand in the order of a session, from what settles
to running.

On the left of each pair the exercise moves from its start; on the right it stands at its end.
Pictures and the coach's detectors come from one description, and a test holds them together: the
end has none of its own mistakes, and a drawn mistake sets off its own detector.

A *hard* mistake means that the seconds or the repetition do not count meanwhile. Angles beside a
mistake are engineering defaults unless a source says otherwise; they are for coaching, and no
norms. What an exercise is worth for a cause is told with [how good the evidence
is](causes.md#how-good-the-evidence-is).
"""
SLOTS = {
    "settle": ("Settle", "First in a session, so that breathing and back are calm."),
    "mobility": ("Mobility", "Early: what follows uses what it gains, for half an hour."),
    "control": ("Control", "After mobility, to use the new range."),
    "strength": ("Strength", "In the middle, while fresh: it has the best trials behind it."),
    "integration": ("Integration", "After strength, to put the whole chain together."),
    "drill": ("Drills", "Last, to carry it over into running."),
}  # fmt: skip
CAMERA = {"checked": "checks it", "partly": "checks a part of it", "not": "cannot judge it"}
BEFORE_RUN = {
    "yes": "yes", "short": "with holds of 30 s at the most", "no": "no; after it, or apart from it",
}  # fmt: skip
EXPERIENCE = {"any": "any", "some": "some", "trained": "trained"}
FIRST = {"bone": "only once somebody has looked at it, and only without any pain: "}
"""What must come first, by the rule of pain."""
MOST_LISTED = 10


def page(known: Knowledge) -> str:
    """The whole page."""
    every = sorted(known.exercises.values(), key=lambda each: each.code)
    lines = [OPENING.format(count=len(every)), *index(known)]
    for slot, (name, why) in SLOTS.items():
        lines += [f"## {name} {{ #{slot} }}", "", why, ""]
        lines += [line for each in every if each.slot == slot for line in chapter(each, known)]
    return "\n".join(lines)


def index(known: Knowledge) -> Iterator[str]:
    """Where to find what, by region, equipment and complaint."""
    every = sorted(known.exercises.values(), key=lambda each: each.code)

    def links(found: Iterable[Exercise]) -> str:
        return listed(exercise(each.id, known) for each in found)

    yield "## Find one\n"
    yield "By body region and category, the eleven of the articles; most stand in several.\n"
    yield from table(
        ("category", "exercises"),
        [(name, links(e for e in every if key in e.tags)) for key, name in REGIONS.items()],
    )
    yield "By what one needs; a wall is taken for granted where nothing else is named.\n"
    rows = [("nothing", links(e for e in every if not e.needs))]
    rows += [
        (item.name, links(e for e in every if key in e.needs))
        for key, item in known.equipment.items()
        if any(key in e.needs for e in every)
    ]
    yield from table(("equipment", "exercises"), rows)
    yield f"By what hurts: up to {MOST_LISTED}, what works most directly on likely causes first."
    yield "Which of them suits one person depends on films, tests and answers, and on"
    yield "[safety](safety.md).\n"
    yield from table(
        ("complaint", "exercises"),
        [
            (item.name, FIRST.get(item.pain_rule, "") + links(_for(key, known)))
            for key, item in known.complaints.items()
        ],
    )


def _for(complaint: str, known: Knowledge) -> list[Exercise]:
    """What helps with it, without what the complaint itself rules out."""
    told = Intake(complaints=(Stated(complaint, None),), red_flags=frozenset())
    safe = safety(told, known)
    found = find_exercises(known, complaint=complaint)
    return [each for each in found if each.prescribed and safe.allows(each).allowed][:MOST_LISTED]


def chapter(each: Exercise, known: Knowledge) -> Iterator[str]:
    """One exercise whole."""
    yield f"### {each.code} {each.name} {{ #{each.id} }}\n"
    picture = f"images/exercises/{each.id}"
    size = '{ width="46%" loading=lazy }'
    yield f"![{each.name}, from start to end]({picture}.svg){size}"
    yield f"![{each.name}, the end]({picture}-end.svg){size}\n"
    yield f"{flat(each.purpose)}\n"
    if not each.prescribed:
        yield "**Shown for contrast; no menu chooses it.**\n"
    yield from table(("", ""), _facts(each, known))
    yield from _done(each)
    yield from _mistakes(each)
    yield from _served(each, known)


def _facts(each: Exercise, known: Knowledge) -> list[tuple[str, str]]:
    """The rows of the small table, the empty ones left out."""
    load = [text for text, holds in (("landings", each.impact), ("a new high load", each.new_load))
            if holds]  # fmt: skip
    rows = (
        ("also called", listed(each.also_called)),
        ("categories", listed(REGIONS[tag] for tag in each.tags)),
        ("filmed from", f"{VIEWS[each.view]}; the camera {CAMERA[each.camera]}"),
        ("sides", _sides(each)),
        ("needs", listed(known.equipment[key].name for key in each.needs)),
        ("experience", EXPERIENCE[each.experience]),
        ("stretches", listed(_words(each.stretches))),
        ("loads", listed(_words(each.loads))),
        ("brings", " and ".join(load)),
        ("before a run", BEFORE_RUN[each.before_run]),
        ("dose", f"{' '.join(map(flat, dose_lines(each.dose)))} {cite(each.dose.sources)}"),
        ("shows whether it worked", _indicator(each, known)),
    )
    return [(label, fact) for label, fact in rows if fact]


def _words(names: Iterable[str]) -> Iterator[str]:
    return (name.replace("-", " ") for name in names)


def _sides(each: Exercise) -> str:
    if each.alternates:
        return "both in turn"
    return "one after the other" if each.per_side else "both at once"


def _indicator(each: Exercise, known: Knowledge) -> str:
    key = each.indicator
    if not key:
        return ""
    return screen(key, known) if key in known.screens else exercise(key, known)


def _done(each: Exercise) -> Iterator[str]:
    """How it is done."""
    yield "**Set-up**\n"
    yield from numbered(each.set_up)
    yield "**Cues**\n"
    yield from bullets([*each.cues, *([f"Breathing: {each.breathing}"] if each.breathing else [])])
    if each.success:
        yield f"**You know it works when:** {flat(each.success)}\n"
    if each.levels:
        yield "**Levels**, the easiest first\n"
        yield from numbered(f"*{level.name}.* {level.how}" for level in each.levels)


def _mistakes(each: Exercise) -> Iterator[str]:
    if each.mistakes:
        yield "**Mistakes**\n"
        yield from table(("mistake", "what to do", "how it is noticed", "counts", "source"), [
            (m.name, m.cue, _how(m, each), m.severity, cite(m.sources)) for m in each.mistakes
        ])  # fmt: skip


def _how(mistake: Mistake, each: Exercise) -> str:
    """What the camera reads from where it stands, and what the runner is asked."""
    shown = [c for c in mistake.when if each.view in DEFINITIONS[c.measure].views]
    asked = mistake.ask and f"asked: {mistake.ask}"
    return "; ".join(part for part in (noticed(shown), asked) if part)


def _served(each: Exercise, known: Knowledge) -> Iterator[str]:
    """Whom it helps, who leaves it out, what goes with it, what studies say."""
    if each.helps:
        yield "**Helps with**\n"
        yield from table(("cause", "why", "how directly", "evidence", "source"), [
            (cause(h.cause, known), h.why, f"{h.strength:g}", caption(h.grade), cite(h.sources))
            for h in sorted(each.helps, key=lambda help_: -help_.strength)
        ])  # fmt: skip
    yield from _related(each, known)
    bars = _bars("leave it out", each.blocked_by, known)
    bars += _bars("change it", each.changed_by, known)
    if bars:
        yield "**Safety**\n"
        yield from table(("with", "", "why, or how"), bars)
    yield f"**Evidence:** {caption(each.grade)}. {flat(each.evidence)} {cite(each.sources)}\n"
    if each.decided:
        topics = (f"[{cell(known.contradictions[k].topic)}](articles.md#{k})" for k in each.decided)
        yield f"**Decided between articles:** {listed(topics)}.\n"


def _bars(word: str, bars: Iterable[Bar], known: Knowledge) -> list[tuple[str, str, str]]:
    return [(barrier(bar.condition, known), word, bar.how) for bar in bars]


def _related(each: Exercise, known: Knowledge) -> Iterator[str]:
    """Its neighbours on ladders and in a session."""
    groups = (
        ("easier", each.regress_to), ("harder", each.progress_to),
        ("first master", each.prerequisites), ("prepares", each.prepares),
        ("often done instead, less suitable", each.contrasts_with),
    )  # fmt: skip
    named = [
        f"{word}: {listed(exercise(key, known) for key in keys)}" for word, keys in groups if keys
    ]
    if named:
        yield "**Goes with**\n"
        yield from bullets(named)
