"""The page of tests and questions."""

from __future__ import annotations

from collections.abc import Iterator

from evenstride.knowledge import Knowledge
from evenstride.knowledge.entries import Cutoff, Picture, Screen
from library.wording import (
    VIEWS,
    barrier,
    caption,
    cause,
    cite,
    flat,
    listed,
    measured,
    numbered,
    screen,
    table,
)

OPENING = """\
# Tests and questions

{tests} tests that one can do at home and {questions} questions. Each speaks for or against a
cause; none of them alone decides, and a reading near its border says little ([how that is
weighed](causes.md#how-causes-are-weighed)). A [plan](plan.md) names the one that would tell most.

*With it* and *without it* tell how many times as likely as otherwise a positive and a negative
result are if the cause is there (likelihood ratios). Where no study stands behind them they are
engineering defaults, shrunk towards saying nothing.
"""


def page(known: Knowledge) -> str:
    """The whole page."""
    every = sorted(known.screens.values(), key=lambda each: (each.code or "~", each.name))
    tests = [each for each in every if each.kind == "test"]
    questions = [each for each in every if each.kind == "question"]
    lines = [OPENING.format(tests=len(tests), questions=len(questions)), *_overview(every, known)]
    for heading, group in (("Tests", tests), ("Questions", questions)):
        lines += [f"## {heading}", ""]
        lines += [line for each in group for line in chapter(each, known)]
    return "\n".join(lines)


def _overview(every: list[Screen], known: Knowledge) -> Iterator[str]:
    yield from table(("", "test or question", "teases apart", "minutes"), [
        (each.code, screen(each.id, known), each.why, f"{each.effort_min:g}") for each in every
    ])  # fmt: skip


def chapter(each: Screen, known: Knowledge) -> Iterator[str]:
    """One test or question."""
    code = f"{each.code} " if each.code else ""
    yield f"### {code}{each.name} {{ #{each.id} }}\n"
    if each.picture is not None:
        yield from _pictures(each, each.picture)
    yield f"{flat(each.why)}\n"
    if len(each.set_up) == 1:
        yield f"{flat(each.set_up[0])}\n"
    else:
        yield from numbered(each.set_up)
    yield from table(("", ""), _facts(each, known))
    if each.caution:
        yield f"*Take care:* {flat(each.caution)}\n"
    if each.observes:
        yield "**What a positive result says**\n"
        yield from table(("cause", "with it", "without it", "from", "evidence", "sources"), [
            (
                cause(o.cause, known) + {"same": "", "opposite": " (other side)",
                                         "either": " (either side)"}[o.side],
                f"{o.lr_positive:g}", f"{o.lr_negative:g}", o.origin, caption(o.grade),
                cite(o.sources),
            )
            for o in each.observes
        ])  # fmt: skip
    else:
        yield "It moves no cause: it serves safety, or finds the level to start at.\n"


def _pictures(each: Screen, drawn: Picture) -> Iterator[str]:
    size = '{ width="46%" loading=lazy }'
    picture = f"images/screens/{each.id}"
    yield f"![{each.name}, the start]({picture}-start.svg){size}"
    yield f"![{each.name}, the end]({picture}-end.svg){size}\n"
    if "partner" in each.needs:
        strap = "strap" in drawn.props
        yield f"*{'A strap stands for the partner' if strap else 'The partner is not drawn'}.*\n"


def _facts(each: Screen, known: Knowledge) -> list[tuple[str, str]]:
    unit = {"yes/no": "yes or no", "deg": "degrees"}.get(each.unit, each.unit)
    rows = (
        ("noted", f"{flat(each.measures)} ({unit})"),
        ("sides", "each leg" if each.sided else "both together"),
        ("filmed from", VIEWS[each.view] if each.view != "none" else ""),
        ("stands out", "; ".join(_cutoff(cut, each.unit) for cut in each.cutoffs)),
        ("error", _error(each)),
        ("reliability", each.reliability),
        ("needs", listed(known.equipment[key].name for key in each.needs)),
        ("only with", listed(known.complaints[key].name for key in each.complaints)),
        ("not with", listed(barrier(key, known) for key in each.before)),
        ("to exhaustion in", listed(each.exhausts)),
        ("takes", f"{each.effort_min:g} minutes"),
        ("evidence", f"{caption(each.grade)}. {cite(each.sources)}"),
    )
    return [(label, fact) for label, fact in rows if fact]


def _cutoff(cut: Cutoff, unit: str) -> str:
    word, limit = ("above", cut.above) if cut.above is not None else ("below", cut.below)
    whom = [{"woman": "women", "man": "men", None: ""}[cut.sex]]
    whom += [f"from {cut.age_from} years on"] if cut.age_from else []
    said = " ".join(filter(None, whom))
    text = f"{word} {measured(float(limit or 0.0), unit)}" + (f" ({said})" if said else "")
    return f"{text}, {cut.origin} {cite(key for key in cut.sources if key != 'own')}".strip()


def _error(each: Screen) -> str:
    if each.error is None:
        return ""
    return f"{measured(each.error, each.unit)} (one standard error). {flat(each.error_source)}"
