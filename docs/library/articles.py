"""The page of the source articles: their claims, where they disagree, and where each item lives."""

from __future__ import annotations

from collections.abc import Iterator

from evenstride.knowledge import Knowledge
from evenstride.knowledge.entries import Claim, Contradiction
from library.wording import bullets, caption, cause, cite, exercise, flat, listed, screen, table

OPENING = """\
# The source articles

Five articles by therapists and runners ([S0](sources.md#s0) to [S4](sources.md#s4)) stood at the
beginning. What they claim is kept, each claim with what studies say to it; where they disagree,
the rule that decides is written down; and everything they name has its place.
"""


def page(known: Knowledge) -> str:
    """The whole page."""
    return "\n".join([OPENING, *_claims(known), *_contradictions(known), *_mentions(known)])


def _claims(known: Knowledge) -> Iterator[str]:
    yield "## Claims\n"
    yield "*Carried by* names the links and exercises through which a claim has weight. A claim"
    yield "without a link moves no cause.\n"
    heads = ("claim", "article", "what studies say", "evidence", "carried by", "sources")
    yield from table(heads, [
        (each.claim, each.article, each.verdict, caption(each.grade), _carried(each, known),
         cite(each.sources))
        for each in known.claims.values()
    ])  # fmt: skip


def _carried(claim: Claim, known: Knowledge) -> str:
    edges = [" → ".join(cause(key, known) for key in edge.split(" > ")) for edge in claim.edges]
    return "; ".join([*edges, *(exercise(key, known) for key in claim.exercises)]) or "nothing"


def _contradictions(known: Knowledge) -> Iterator[str]:
    yield "## Where the articles disagree { #contradictions }\n"
    for key, each in known.contradictions.items():
        yield from _contradiction(key, each, known)


def _contradiction(key: str, each: Contradiction, known: Knowledge) -> Iterator[str]:
    yield f"### {each.topic} {{ #{key} }}\n"
    yield from bullets(each.positions)
    yield f"**Evidence:** {flat(each.evidence)}\n"
    yield f"**Decided:** {flat(each.rule)} {cite(each.sources)}\n"
    used = [exercise(one.id, known) for one in known.exercises.values() if key in one.decided]
    if used:
        yield f"Holds in: {listed(used)}.\n"


def _mentions(known: Knowledge) -> Iterator[str]:
    yield "## Where everything is { #mentions }\n"
    yield "f: what was found in runners; t: tests; x: exercises; m: mistakes; c: claims;"
    yield "g: how it is told.\n"
    yield from table(("item", "article", "what the article names", "where it is here"), [
        (key, each.article, each.says, listed(_place(name, known) for name in each.reached_by))
        for key, each in known.mentions.items()
    ])  # fmt: skip


def _place(name: str, known: Knowledge) -> str:
    """A link to what serves an item; a plain word where that is the program itself."""
    kind, _, key = name.partition(":")
    if kind == "mistake":
        owner, _, mistake = key.partition("/")
        own = next(each for each in known.exercises[owner].mistakes if each.id == mistake)
        return f"[{own.name}](exercises.md#{owner})"
    if kind == "feature":
        return key.replace("-", " ")
    if kind in ("cause", "finding", "complaint"):
        return cause(key, known)
    links = {"exercise": exercise, "screen": screen}
    if kind in links:
        return links[kind](key, known)
    anchor = {"claim": "claims", "contradiction": key}[kind]
    return f"[{kind}](articles.md#{anchor})"
