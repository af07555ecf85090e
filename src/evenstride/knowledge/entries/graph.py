"""The causal graph: causes, complaints, and the findings of a run that observe causes."""

from __future__ import annotations

from typing import Literal

from evenstride.knowledge.entries.base import Entry, Grade, Region, Share, Sources, Unit, Words


class Edge(Entry):
    """One cause makes another thing more likely."""

    to: str
    """A cause or a complaint."""
    strength: Share
    """Noisy-OR activation: how often the cause alone brings the effect about."""
    mechanism: Words
    """One sentence."""
    grade: Grade
    sources: Sources
    sides: Literal["same", "opposite", "either"] = "same"
    """Of a sided cause on a sided effect; `either`: each side acts on both."""
    number: int = 0
    """Its number in the list of edges this was taken from; 0 where it is ours."""


class Cause(Entry):
    """Something that may lie behind a complaint: load, history, an impairment, a way of running."""

    id: str = ""
    code: str = ""
    name: Words
    """As a person would say it: `Weak hamstrings`."""
    kind: Literal["load", "history", "impairment", "running"]
    sided: bool
    meaning: Words
    """One plain sentence."""
    prior: Share
    """How often it is there without any known cause, in runners who seek help; for a node with
    causes of its own, the noisy-OR leak."""
    prior_source: Words
    modifiable: Share
    """How far exercise, form or load management can change it [E]."""
    grade: Grade
    """Of the claim that it matters to runners' complaints."""
    sources: Sources
    ask: str = ""
    """A question that a person can answer with yes or no; empty where it must be measured."""
    advice: str = ""
    """Of a load: what to change in running itself."""
    leads_to: tuple[Edge, ...] = ()
    tags: tuple[str, ...] = ()
    note: str = ""
    """What must be said with it, such as that studies contradict a popular claim."""


class Complaint(Entry):
    """What hurts, or feels tight."""

    id: str = ""
    code: str = ""
    name: Words
    sided: bool
    region: Region
    base_rate: Share
    """Noisy-OR leak: how often it is there with no modelled cause [E]."""
    meaning: Words
    red_flags: tuple[str, ...]
    """The safety questions of this region, beside those asked of everybody."""
    conditions: tuple[str, ...] = ()
    """Conditions worth asking about, as they change what may be done."""
    pain_rule: str
    sources: Sources
    mentioned_as: tuple[str, ...] = ()
    """Other words people use for it, for the search."""


class Threshold(Entry):
    """Where a value begins to stand out."""

    metric: str
    of: Literal["value", "difference", "difference_percent", "size"] = "value"
    """`difference`: this side minus the other, in the unit or in % of both sides' mean;
    `size`: the value without its sign."""
    above: float | None = None
    below: float | None = None
    unit: Unit
    per_m_s: float = 0.0
    """By how much the threshold moves with each m/s beyond `at_m_s`."""
    at_m_s: float = 3.0
    per_cm_height: float = 0.0
    at_height_cm: float = 172.0
    origin: Literal["study", "engineering default"]
    sources: Sources


class Finding(Entry):
    """When a measured run stands out; it observes the cause of kind `running` of the same id."""

    id: str = ""
    name: Words
    observes: str
    views: tuple[Literal["side", "rear", "front"], ...]
    """From where a film shows it; empty where only an eye can see it."""
    per_side: bool
    must: tuple[Threshold, ...] = ()
    """All of these."""
    and_one_of: tuple[Threshold, ...] = ()
    """And at least one of these, where there are any."""
    sensitivity: Share = 0.85
    """How often the sign is seen where the thing is there [E]; with specificity."""
    specificity: Share = 0.85
    says: Words
    """One sentence for the report."""
    grade: Grade
    sources: Sources
