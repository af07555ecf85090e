"""Safety before advice: what must be seen by somebody else first, and what pain allows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from evenstride.intake import Intake
from evenstride.knowledge import Knowledge
from evenstride.knowledge.entries import Exercise, HealthCondition, PainRule, RedFlag

Decision = Literal["progress", "keep", "hold", "regress", "stop"]

REGION_MUSCLES: Final[Mapping[str, frozenset[str]]] = {
    "back": frozenset({"trunk", "hamstrings", "glutes", "hip-flexors", "shoulders"}),
    "hip": frozenset({"glutes", "gluteus-medius", "hip-flexors", "hip-rotators", "adductors"}),
    "thigh": frozenset({"hamstrings", "quadriceps", "adductors", "hip-flexors", "glutes"}),
    "knee": frozenset({"quadriceps", "hamstrings", "calf"}),
    "shin": frozenset({"calf", "soleus", "foot"}),
    "calf": frozenset({"calf", "soleus", "foot"}),
    "achilles": frozenset({"calf", "soleus", "foot"}),
    "foot": frozenset({"calf", "soleus", "foot"}),
}
"""[E] What is left alone while a region waits for a clinician."""

LEG: Final = frozenset().union(*(REGION_MUSCLES[r] for r in ("hip", "thigh", "knee", "calf")))
SEVERE_PAIN: Final = 7
"""[E] From here on out of ten nobody exercises a region before somebody has looked at it."""
ADULT: Final = 18
YOUNG: Final = 16

CALL: Final = (
    "If it is bad or gets worse, call the emergency number: 112 in Europe and from most mobile "
    "phones, 911 in North America."
)

DERIVED: Final = {"sit-bone": "sit-bone-pain", "bone-stress": "bone-stress-suspicion"}
"""Conditions that a complaint brings with it."""


RAISED: Final = {"bone-stress": "bone-stress"}
"""Complaints that are a red flag by themselves."""

ANSWERED: Final = {"fluoroquinolone": "recent-fluoroquinolone"}
"""Conditions that an answer about history brings with it."""


@dataclass(frozen=True)
class Stop:
    """Something that must be looked at first: by whom, how soon, and what it blocks."""

    name: str
    level: str
    whom: str
    how_soon: str
    blocks: Literal["everything", "region", "impact", "nothing"]
    muscles: frozenset[str]
    meanwhile: str
    sources: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """What the runner is told."""
        return f"{self.name}: see {self.whom}, {self.how_soon}. {self.meanwhile}"


@dataclass(frozen=True)
class Permission:
    """Whether one exercise may be done, and with what changes."""

    allowed: bool
    reason: str = ""
    changes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Safety:
    """What is blocked for this person, everywhere: in menus, tests and coaching."""

    asked: bool
    """Whether the safety questions have been answered at all."""
    stops: tuple[Stop, ...]
    conditions: Mapping[str, HealthCondition]

    @property
    def blocks_everything(self) -> bool:
        """Whether nothing may be advised but to be seen."""
        return any(stop.blocks == "everything" for stop in self.stops)

    @property
    def may_run(self) -> bool:
        """Whether running, and so filming a run, is allowed at all."""
        held = {stop.blocks for stop in self.stops} & {"everything", "region", "impact"}
        return not held and not any(item.no_running for item in self.conditions.values())

    @property
    def may_test(self) -> bool:
        """Whether tests may be taken; while a region waits for a clinician, none is."""
        return not {stop.blocks for stop in self.stops} & {"everything", "region"}

    def allows(self, exercise: Exercise) -> Permission:
        """Whether this exercise may be done."""
        reason = next(self._against(exercise), "")
        if reason:
            return Permission(allowed=False, reason=reason)
        changes = tuple(
            f"{self.conditions[bar.condition].name}: {bar.how}"
            for bar in exercise.changed_by
            if bar.condition in self.conditions
        )
        return Permission(allowed=True, changes=changes)

    def _against(self, exercise: Exercise) -> Iterator[str]:
        """Everything that forbids an exercise, the gravest first."""
        yield from (stop.sentence for stop in self.stops if _blocked(stop, exercise))
        for item in self.conditions.values():
            if exercise.impact and item.no_running:
                yield f"{item.name}: {item.advice}"
        for bar in exercise.blocked_by:
            if bar.condition in self.conditions:
                yield f"{self.conditions[bar.condition].name}: {bar.how}"


def _blocked(stop: Stop, exercise: Exercise) -> bool:
    if stop.blocks == "everything":
        return True
    if stop.blocks == "nothing":
        return False
    used = {*exercise.loads, *exercise.stretches}
    return exercise.impact or (stop.blocks == "region" and bool(used & stop.muscles))


def safety(intake: Intake, known: Knowledge) -> Safety:
    """What this person's answers block."""
    conditions = _conditions(intake, known)
    raised = set(intake.red_flags or ())
    raised |= {RAISED[each.complaint] for each in intake.complaints if each.complaint in RAISED}
    flags = [known.red_flags[key] for key in sorted(raised)]
    stops = [_flag_stop(flag) for flag in flags]
    stops += [
        _condition_stop(item)
        for key, item in conditions.items()
        if item.blocker and key not in intake.cleared
    ]
    stops += _pain_stops(intake, known)
    order = ("emergency", "stop", "urgent", "refer")
    stops.sort(key=lambda stop: order.index(stop.level))
    return Safety(intake.red_flags is not None, tuple(stops), conditions)


def questions(intake: Intake, known: Knowledge) -> tuple[RedFlag, ...]:
    """The safety questions for this person: those for everybody, then those of the region."""
    told = [known.complaints[each.complaint] for each in intake.complaints]
    asked = {flag for complaint in told for flag in complaint.red_flags}
    return tuple(
        flag for key, flag in known.red_flags.items() if flag.region == "everybody" or key in asked
    )


def _conditions(intake: Intake, known: Knowledge) -> Mapping[str, HealthCondition]:
    names = set(intake.conditions)
    names |= {condition for node, condition in ANSWERED.items() if intake.answers.get(node)}
    names |= {DERIVED[each.complaint] for each in intake.complaints if each.complaint in DERIVED}
    if intake.age is not None:
        names |= {"under-18"} if intake.age < ADULT else set()
        names |= {"under-16"} if intake.age < YOUNG else set()
    return {key: known.conditions[key] for key in sorted(names)}


def _flag_stop(flag: RedFlag) -> Stop:
    muscles = LEG if flag.region == "leg" else REGION_MUSCLES.get(flag.region, frozenset())
    if flag.region == "everybody" and flag.blocks == "region":
        muscles = LEG
    meanwhile = f"{flag.meanwhile} {CALL}" if flag.level == "emergency" else flag.meanwhile
    return Stop(
        flag.name, flag.level, flag.whom, flag.how_soon, flag.blocks, muscles, meanwhile,
        flag.sources,
    )  # fmt: skip


def _condition_stop(item: HealthCondition) -> Stop:
    return Stop(
        item.name, "refer", "a doctor", "before you start", "everything", frozenset(),
        item.advice, item.sources,
    )  # fmt: skip


def _pain_stops(intake: Intake, known: Knowledge) -> list[Stop]:
    """Pain too strong to exercise with."""
    strong = [each for each in intake.complaints if (each.pain or 0) >= SEVERE_PAIN]
    return [
        Stop(
            f"{known.complaints[each.complaint].name}: pain {each.pain} of 10",
            "urgent",
            "a physiotherapist or doctor",
            "within days",
            "region",
            REGION_MUSCLES[known.complaints[each.complaint].region],
            "Leave this region alone until somebody has looked at it.",
            ("own",),
        )
        for each in strong
    ]


def pain_decision(rule: PainRule, *, during: int, next_day_change: int = 0) -> Decision:
    """What pain out of ten during an exercise, and its change the day after, allow next.

    Next day no worse: go on; worse by one or two: the same again; by three or more: half of it.
    """
    if during > rule.stop_above:
        return "stop"
    if next_day_change >= 3:  # noqa: PLR2004 - of the pain rule, as the docstring says
        return "regress"
    if during > rule.safe_up_to:
        return "hold"
    return "keep" if next_day_change > 0 else "progress"


def relevant_conditions(intake: Intake, known: Knowledge) -> Iterable[HealthCondition]:
    """Conditions worth asking about: the ones for everybody and those of the complaints."""
    asked = {c for each in intake.complaints for c in known.complaints[each.complaint].conditions}
    return [c for key, c in known.conditions.items() if c.blocker or key in asked or not c.regions]
