"""How the camera reads a movement test: what moves, what must hold meanwhile, what is asked."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from evenstride.knowledge.entries.base import Entry, Unit, Words
from evenstride.knowledge.entries.postures import Condition, Measure, Part

Kind = Literal["peaks", "raises", "holds", "time", "count", "clean", "score", "worst"]
"""How a value comes about: the far end of each repetition (`peaks`), of each raise of a straight
leg (`raises`), a position held still (`holds`), how long something holds (`time`), how many
repetitions are good (`count`), whether most are not (`clean`), points for what is wrong in most
(`score`), or the worst change of another test in other positions (`worst`)."""

When = Literal["top", "whole", "most", "change", "wobble", "spread", "back", "both"]
"""Of a try: at its far end, all through it, the furthest there, the far end against the rest
before, the tremble on the way, the spread of a hold, the far end the other way, or both added."""


class Within(Entry):
    """A band of a measure in which somebody is in the position of the test."""

    measure: Measure
    of: Part = "working"
    least: float | None = None
    most: float | None = None


class Fault(Condition):
    """What must not be meanwhile: a measure out of its band."""

    says: Words
    """What was wrong, for the one who did it."""
    when: When = "top"
    ask: str = ""
    """Id of the question whose yes says that it was held, where the camera cannot see it."""
    points: int = 1
    """Of a score."""


class Question(Entry):
    """What the camera cannot see and somebody must tell."""

    id: str
    text: Words
    unit: Unit = "yes/no"


class Noted(Condition):
    """A second value worth telling; beyond its band it stands out."""

    name: Words
    when: When = "top"
    error: Annotated[float, Field(gt=0)]
    """One standard error, in its unit."""
    sign: Literal[1, -1] = 1


class Reading(Entry):
    """How the camera reads a test off a body over time."""

    sees: Words
    """What the camera looks at, in a sentence."""
    kind: Kind
    measure: Measure | None = None
    """What moves, or is held."""
    of: Part = "working"
    towards: Literal["most", "least"] = "most"
    """Which way the measure runs to the far end."""
    least: float = 5.0
    """The smallest movement that is a try, in the measure's unit."""
    neutral: float | None = None
    """Where the measure turns into its opposite; beyond it the other way is another test."""
    sign: Literal[1, -1] = 1
    """-1 where the test counts the measure the other way round."""
    value: Measure | None = None
    """What is read off each try, where it is not what moves."""
    when: When = "top"
    per_height: bool = False
    """The measure is in % of the body's height and the value in cm."""
    position: tuple[Within, ...] = ()
    """Where all of these hold somebody is in the test, and not on the way there or away."""
    keep: tuple[Fault, ...] = ()
    """A try with one of these does not count; of `clean` and `score`, what is looked for."""
    wanted: Annotated[int, Field(gt=0)] = 3
    needed: Annotated[int, Field(gt=0)] = 2
    """Fewer tries are worth telling and do not weigh; without any there is no value."""
    take: Literal["mean", "best", "worst"] = "mean"
    """`best`: the one furthest from the border."""
    reaches: float | None = None
    """Of a count: how far the measure must get."""
    of_first: float | None = None
    """Of a count: the share of the first repetition's way that must be reached."""
    hold_s: float = 1.0
    """How long a position is held still to be one."""
    ends_s: float | None = None
    """Of a time: after so long nobody need go on."""
    error: float = 0.0
    """One standard error of the film, where the test's own was found without one."""
    told: str = ""
    """Id of the question whose answer is the value, or stands for it where no film gives it."""
    told_only: bool = False
    """The film only watches the rest; the value is what was told."""
    asks: tuple[Question, ...] = ()
    notes: tuple[Noted, ...] = ()
    apart: float | None = None
    """How much left and right may differ, in the unit."""
    variants: tuple[str, ...] = ()
    """Of `worst`: the positions, the first being what the others are compared with."""
    variant_of: str = ""
    """Of `worst`: the test that is done in each of them."""
