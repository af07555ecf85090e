"""What a movement test comes to on one side, and what that says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from evenstride.intake import Answer, Sex, on_side, sided
from evenstride.knowledge.entries import Question, Unit
from evenstride.skeleton import Side

Status = Literal["ok", "low", "refused"]
Verdict = Literal["beyond", "within", "too close to tell", "no border"]

TWO_SIDED: Final = 1.96
"""Standard errors within which 95 % of readings lie."""
PRINTED: Final[dict[Unit, str]] = {"deg": "°", "yes/no": "", "%": " %"}


@dataclass(frozen=True, kw_only=True)
class Person:
    """Who is tested, as far as a border or a length depends on it."""

    sex: Sex | None = None
    age: int | None = None
    height_cm: float | None = None


ANYBODY: Final = Person()
"""Somebody of whom nothing is known."""


@dataclass(frozen=True)
class Attempt:
    """One try of a test: a repetition, a raise, a hold."""

    start_s: float
    peak_s: float
    end_s: float
    value: float
    reason: str = ""
    """Why it does not count; empty where it does."""

    @property
    def counted(self) -> bool:
        """Whether it is part of the value."""
        return not self.reason


@dataclass(frozen=True)
class Remark:
    """A second value worth telling."""

    name: str
    value: float
    unit: Unit
    sd: float
    stands_out: bool | None
    """None where there is no border, or where it lies within the error."""

    @property
    def sentence(self) -> str:
        """The value with its error."""
        more = "; that stands out" if self.stands_out else ""
        return f"{self.name}: {shown(self.value, TWO_SIDED * self.sd, self.unit)}{more}."


@dataclass(frozen=True)
class Meaning:
    """What a result says about one cause."""

    cause: str
    side: Side | None
    way: Literal["for", "against", "open"]
    sentence: str


@dataclass(frozen=True, kw_only=True)
class Result:
    """A movement test on one side."""

    test: str
    side: Side | None
    """None where the test has no sides."""
    status: Status
    reason: str
    """Why it was refused or does not weigh; empty for ok."""
    value: Answer | None
    unit: Unit
    sd: float
    """One standard error, of the test and of the film; 0 for yes or no."""
    at_least: bool
    """Whether the film ended before the value was reached."""
    attempts: tuple[Attempt, ...]
    limit: float | None
    """The border that fits the person."""
    verdict: Verdict
    remarks: tuple[Remark, ...]
    meanings: tuple[Meaning, ...]
    questions: tuple[Question, ...]
    """What the camera could not see and nobody has answered yet."""
    sentences: tuple[str, ...]

    @property
    def node(self) -> str:
        """Its name among the results of an intake."""
        return sided(self.test, self.side)

    @property
    def counted(self) -> tuple[Attempt, ...]:
        """The tries that are part of the value."""
        return tuple(one for one in self.attempts if one.counted)

    @property
    def range(self) -> tuple[float, float] | None:
        """The 95 % interval of a measured value."""
        if self.value is None or isinstance(self.value, bool):
            return None
        return self.value - TWO_SIDED * self.sd, self.value + TWO_SIDED * self.sd

    @property
    def where(self) -> str:
        """The side in words, to stand behind a name."""
        return on_side(self.side)


def shown(value: float, error: float, unit: Unit) -> str:
    """A value with its error and unit, no finer than the error."""
    places = 0 if error >= 1.0 else 1
    name = PRINTED.get(unit, f" {unit}")
    return f"{value + 0.0:.{places}f} ± {error:.{places}f}{name}"
