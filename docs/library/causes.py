"""The page of causes: how they are weighed, and each cause with all its links."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from evenstride.causes.evidence import ALIKE, EYE, TOLD
from evenstride.causes.explaining import GRADE_WEIGHT, STRONG_LINK, UNSUPPORTED
from evenstride.knowledge import Knowledge
from evenstride.knowledge.entries import CAPTIONS, Cause, Finding, Threshold
from evenstride.metrics import catalogue
from evenstride.workshop.searching import Explained, explained
from library.defaults import defaults
from library.wording import (
    VIEWS,
    bullets,
    caption,
    cause,
    cite,
    exercise,
    flat,
    listed,
    measured,
    screen,
    table,
)

OPENING = """\
# Causes

What may lie behind a complaint: {count} loads, pieces of history, impairments and ways of
running, with {edges} links between them and to {complaints} complaints. None of it is a
diagnosis. A link says what often travels together and why it may; [how good the evidence
is](#how-good-the-evidence-is) stands at each one.
"""
RULE = """\
## How causes are weighed

**What leads to what.** Every cause is there or not, on the left, on the right, or in the body as
a whole. Each has a *base rate*: how often it is there for reasons nobody has modelled. Each link
has a *strength*: how often the cause alone brings the effect about. Several causes work
independently of one another (a *noisy or*): something stays away only if its base rate and every
cause that is there fail to bring it about. With a base rate of 0.1 and two causes of strength 0.2
and 0.1 that makes 1 − 0.9 × 0.8 × 0.9 = 35 %. Base rates and strengths are engineering defaults,
shrunk by how good the evidence is; they order causes and are no measured risks.

**What is known.** A complaint that is told is there; complaints that are not told are left out,
as a person may just not have mentioned them. Everything else is *soft*: it moves a cause a little
or a lot, never to certainty.

- A film gives the probability that the true value lies beyond the border, from its own error. It
  counts as far as the finding is sensitive and specific. A measurement that is called *low* in
  the [report](report.md) has no weight at all.
- A test gives the same with a slope as steep as its error is small: a reading within one error of
  the border moves little. How much more often it is positive with the cause than without is told
  [with each test](screens.md). Tests of one cause err alike, so each after the first counts with
  the power {alike} of its likelihood.
- What somebody saw by eye in a run counts as right {eye} times in a hundred, a plain answer
  {told} times.

The probabilities that follow are exact: the network is solved without sampling, and a test holds
it against another program.

**Ranking.** A cause's place is its probability, times how far it can be changed, times the weight
of the weakest grade on its chain to the complaint ({weights}), times how strongly that chain
leads to what was really seen (whole from a strength of {strong}, in proportion below), times
{unsupported} if nothing found in this runner speaks for it and only base rates do. Without a
complaint only causes are shown which findings, tests or answers have made likelier.

**For and against.** Each piece of evidence is taken out once and everything solved anew; what
then changes is what this piece says. Where two causes explain one thing, evidence for the one
speaks against the other.

**What to look at next.** For each test, question and film that is left: how many bits it is
expected to tell about the leading causes, weighed by how much these matter, divided by the
minutes it takes. Tests that are not safe for this person, or need what nobody has, are left out.

## How good the evidence is

{captions}
A chain of links is no better than its weakest one. An idea that studies do not support (X) is kept,
so that it can be named and answered, at a strength of 0.05 at the most.

## Engineering defaults

The numbers that decide in a plan, with their values, read from the program. *Ours* means that no
study stands behind it: a careful choice, open to be changed. Borders of findings and tests, base
rates and strengths stand with each entry below, and with each [test](screens.md).
"""
KINDS = {
    "load": ("Loads", "What changed in training and in daily life."),
    "history": ("History", "What a person brings along."),
    "impairment": ("Impairments", "What a body part can do less well, or more than is good."),
    "running": ("Ways of running", "What shows in a run; much of it is an effect as well."),
}
CHANGE = ((0.95, "fully"), (0.7, "mostly"), (0.4, "partly"), (0.05, "a little"), (0.0, "not"))


def page(known: Knowledge) -> str:
    """The whole page."""
    edges = sum(len(each.leads_to) for each in known.causes.values())
    lines = [
        OPENING.format(count=len(known.causes), edges=edges, complaints=len(known.complaints)),
        _rule(),
        *_defaults(),
        *_complaints(known),
    ]
    for kind, (name, meaning) in KINDS.items():
        lines += [f"## {name}", "", meaning, ""]
        for each in sorted(known.causes.values(), key=lambda one: one.name):
            if each.kind == kind:
                lines += chapter(explained(each, known), known)
    return "\n".join(lines)


def _rule() -> str:
    return RULE.format(
        alike=f"{ALIKE:g}",
        eye=f"{100 * EYE:.0f}",
        told=f"{100 * TOLD:.0f}",
        weights=", ".join(f"{grade} {weight:g}" for grade, weight in GRADE_WEIGHT.items()),
        strong=f"{STRONG_LINK:g}",
        unsupported=f"{UNSUPPORTED:g}",
        captions="\n".join(table(("grade", "in words"), list(CAPTIONS.items()))),
    )


def _defaults() -> Iterator[str]:
    for module, found in groupby(defaults(), key=lambda each: each.module):
        yield f"In `{module.removeprefix('evenstride.')}`:\n"
        yield from table(("name", "value", "what it decides", ""), [
            (
                listed(f"`{name}`" for name in each.names),
                "; ".join(each.values),
                each.meaning,
                "ours" if each.ours else "",
            )
            for each in found
        ])  # fmt: skip


def _complaints(known: Knowledge) -> Iterator[str]:
    yield "## Complaints\n"
    yield from table(("complaint", "what is meant", "base rate", "pain rule", "sources"), [
        (
            item.name, item.meaning, f"{item.base_rate:g}",
            f"[{known.pain_rules[item.pain_rule].name}](safety.md#pain)", cite(item.sources),
        )
        for item in known.complaints.values()
    ])  # fmt: skip


def chapter(told: Explained, known: Knowledge) -> Iterator[str]:
    """One cause with all its links."""
    each = told.cause
    yield f"### {each.name} {{ #{each.id} }}\n"
    yield f"{flat(each.meaning)}\n"
    yield from table(("", ""), _facts(each))
    if each.note:
        yield f"{flat(each.note)}\n"
    heads = ("", "strength", "why it may", "evidence", "sources")
    if told.leads_to:
        yield "**May lead to**\n"
        yield from table(heads, [
            (
                cause(edge.to, known) + _where(edge.sides), f"{edge.strength:g}", edge.mechanism,
                caption(edge.grade), cite(edge.sources),
            )
            for _, edge in told.leads_to
        ])  # fmt: skip
    if told.led_by:
        yield "**May come from**\n"
        yield from table(heads, [
            (
                cause(source.id, known) + _where(edge.sides), f"{edge.strength:g}", edge.mechanism,
                caption(edge.grade), cite(edge.sources),
            )
            for source, edge in told.led_by
        ])  # fmt: skip
    yield from _telling(told, known)


def _where(sides: str) -> str:
    return {"same": "", "opposite": " (other side)", "either": " (either side)"}[sides]


def _facts(each: Cause) -> list[tuple[str, str]]:
    change = next(word for least, word in CHANGE if each.modifiable >= least)
    rows = (
        ("sides", "each leg" if each.sided else "the body as a whole"),
        ("base rate", f"{each.prior:g}. {flat(each.prior_source).rstrip('.')}."),
        ("can be changed", f"{change} ({each.modifiable:g})"),
        ("asked as", each.ask),
        ("matters to runners", caption(each.grade)),
        ("sources", cite(each.sources)),
    )
    return [(label, fact) for label, fact in rows if fact]


def _telling(told: Explained, known: Knowledge) -> Iterator[str]:
    """What tells of a cause, and what helps."""
    tests = [screen(item.id, known) for item, _ in told.tests]
    if tests:
        yield f"**Tests and questions:** {listed(tests)}\n"
    item = known.findings.get(told.cause.id)
    if item is not None:
        yield from _finding(item)
    if told.exercises:
        yield "**What helps**, and how directly\n"
        yield from bullets(
            f"{exercise(each.id, known)} ({help_.strength:g}): {help_.why}"
            for each, help_ in told.exercises
        )
    if told.claims:
        yield "**What the [articles](articles.md#claims) say of it**\n"
        yield from bullets(
            f"{claim.claim} {claim.verdict} ({caption(claim.grade)})" for claim in told.claims
        )


def _finding(item: Finding) -> Iterator[str]:
    """When a run stands out."""
    if not item.must and not item.and_one_of:
        yield "**In a run:** only an eye can see it; no film is trusted with it.\n"
        return
    views = " or ".join(VIEWS[view] for view in item.views)
    yield f"**In a film** from {views}: “{flat(item.says)}”\n"
    rows = [("all of these", sign) for sign in item.must]
    rows += [("and one of these", sign) for sign in item.and_one_of]
    yield from table(("", "metric", "stands out", "border", "sources"), [
        (when, _metric(sign), _border(sign), sign.origin, cite(sign.sources)) for when, sign in rows
    ])  # fmt: skip
    yield f"Sensitivity {item.sensitivity:g}, specificity {item.specificity:g}"
    yield f"(engineering defaults). Evidence: {caption(item.grade)}. {cite(item.sources)}\n"


def _metric(sign: Threshold) -> str:
    metric = catalogue()[sign.metric]
    return f"[{metric.name}](metrics.md#{sign.metric.replace('_', '-')})"


def _border(sign: Threshold) -> str:
    """Beyond what, in which unit, and how it moves with speed and height."""
    word, limit = ("above", sign.above) if sign.above is not None else ("below", sign.below)
    of = {
        "value": "", "size": "its size ", "difference": "this side minus the other ",
        "difference_percent": "this side minus the other, of both sides' mean, ",
    }[sign.of]  # fmt: skip
    text = f"{of}{word} {measured(float(limit or 0.0), sign.unit)}"
    if sign.per_m_s:
        text += f" at {sign.at_m_s:g} m/s, {sign.per_m_s:+g} for each m/s more"
    if sign.per_cm_height:
        text += f" at {sign.at_height_cm:g} cm height, {sign.per_cm_height:+g} for each cm more"
    return text
