"""What the knowledge files hold, as frozen types: the schema is what stands here.

Every entry is one TOML file (or one table of a file that lists many); its id is the file's stem.
Unknown keys, missing ones and values out of range are refused by name. Strengths and priors are
engineering defaults unless a source is named beside them, and are never shown as norms.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Grade = Literal["A", "B", "C", "D", "X"]
"""How good the evidence is: A trials agree, B a trial or follow-up studies, C comparisons,
D experience, X studies speak against it."""

Share = Annotated[float, Field(ge=0.0, le=1.0)]
Words = Annotated[str, Field(min_length=2)]
Sources = Annotated[tuple[str, ...], Field(min_length=1)]
"""Keys of `sources.toml`."""

Unit = Literal["deg", "cm", "ms", "s", "% leg", "steps/min", "repetitions", "points", "deg/s",
               "%", "% trunk", "% height", "% hips", "yes/no"]  # fmt: skip

CAPTIONS: dict[Grade, str] = {
    "A": "well supported",
    "B": "supported by a trial or by follow-up studies",
    "C": "seen in lab or comparison studies; cause not proven",
    "D": "clinicians' experience, or an idea from the source articles",
    "X": "a popular idea that studies do not support",
}


class Entry(BaseModel):
    """Frozen, and closed to what nobody declared."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Source(Entry):
    """A reference, and how far it was read."""

    reference: Words
    doi: str = ""
    status: Literal["read", "found", "memory", "own"]
    """`read`: the numbers were seen; `found`: the paper was; `memory`: neither; `own`: ours."""


# -- causes ----------------------------------------------------------------------------------


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
    region: Literal["back", "thigh", "knee", "shin", "calf", "achilles", "foot", "hip"]
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


# -- findings --------------------------------------------------------------------------------


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


# -- screens and questions -------------------------------------------------------------------


class Observation(Entry):
    """What a positive result says about a cause."""

    cause: str
    lr_positive: Annotated[float, Field(gt=0)]
    lr_negative: Annotated[float, Field(gt=0)]
    origin: Literal["study", "derived", "engineering default"]
    grade: Grade
    sources: Sources
    side: Literal["same", "opposite", "either"] = "same"


class Cutoff(Entry):
    """A reading beyond this is positive."""

    above: float | None = None
    below: float | None = None
    sex: Literal["woman", "man"] | None = None
    """Whom it holds for; None for everybody."""
    age_from: int = 0
    origin: Literal["study", "engineering default"]
    sources: Sources


class Screen(Entry):
    """A movement test, or a question, whose answer speaks for or against a cause."""

    id: str = ""
    code: str = ""
    name: Words
    kind: Literal["test", "question"]
    sided: bool
    view: Literal["side", "front", "rear", "none"] = "none"
    set_up: tuple[str, ...]
    """Steps of a test; for a question, the question itself."""
    measures: Words
    unit: Unit
    error: float | None = None
    """One standard error of measurement, in the unit; None for yes/no."""
    error_source: str = ""
    cutoffs: tuple[Cutoff, ...] = ()
    """The first that fits the person; none for yes/no."""
    observes: Annotated[tuple[Observation, ...], Field()] = ()
    """Empty for what only safety or the start level needs."""
    why: Words
    """What it teases apart, in one sentence."""
    effort_min: Annotated[float, Field(gt=0)]
    exhausts: tuple[str, ...] = ()
    """Complaint regions it works to exhaustion; nobody begins with that where it hurts."""
    needs: tuple[str, ...] = ()
    """Equipment ids."""
    before: tuple[str, ...] = ()
    """Red flags or conditions that rule it out."""
    complaints: tuple[str, ...] = ()
    """Only of use with these; empty for all."""
    reliability: str = ""
    caution: str = ""
    grade: Grade
    sources: Sources


# -- exercises -------------------------------------------------------------------------------

Measure = Literal[
    "knee_flexion", "hip_flexion", "thigh_angle", "shank_angle", "trunk_lean", "trunk_side_lean",
    "elbow_flexion", "arm_raise", "foot_inclination", "knee_in", "pelvic_drop", "body_line",
    "low_back", "thigh_lift", "leg_turn", "leg_out", "foot_travel", "hand_height", "hand_side",
    "hand_difference", "contact_time", "knee_ahead_of_toes", "trunk_turn", "step_width",
]  # fmt: skip
"""What the camera can read off a body; `evenstride.form` defines each."""

Part = Literal["working", "other", "both", "body"]
"""The leg or arm the exercise is done for (the front leg of a lunge), the other, or neither."""


class Condition(Entry):
    """A measure out of its band."""

    measure: Measure
    of: Part = "working"
    above: float | None = None
    below: float | None = None
    unit: Unit = "deg"


Place = Literal["free", "hang", "floor", "support", "wall", "rail", "hips", "chest", "front",
                "overhead", "overhead-working", "overhead-other", "behind-head", "strap", "knee",
                "ankle", "forearm"]  # fmt: skip
"""Where a hand is held; the drawing reaches there by itself. `free`: as the arm angles say;
`hang`: straight down; `floor`, `support` (bench, box, step, chair): where the arm points to, or
below the shoulder; `rail`: a rail at hip height in front; `strap`: on the way to the working foot;
`knee`, `ankle`: of the working leg; `forearm`: the elbow on the floor below the shoulder."""


class Joints(Entry):
    """One side's joint angles in degrees; what is left out stays as it was."""

    hip: float | None = None
    """Flexion: thigh against the line of the trunk, + in front."""
    hip_out: float | None = None
    """Abduction."""
    hip_turn: float | None = None
    """External rotation of the thigh: the foot's way of pointing outwards with a straight knee,
    of the shank swinging inwards with a bent one."""
    knee: float | None = None
    """Flexion, 0 straight."""
    knee_in: float | None = None
    """A bent knee swung towards the midline, hip and foot staying: its bend seen from the front."""
    ankle: float | None = None
    """Dorsiflexion, 0 with the foot at a right angle to the shank, + toes towards the shin."""
    foot: float | None = None
    """Sole (heel to ball) against the floor, + toes up, 0 flat: stands instead of `ankle`."""
    toes: float | None = None
    """Bend of the toes upwards, as under a kneeling back foot or in a calf raise."""
    on: Literal["floor", "support", "edge"] | None = None
    """What this foot rests on; `edge`: the ball of the foot on the support's edge, heel free."""
    down: bool | None = None
    """The thigh is moved until this leg touches what it rests on. The rest of the body is put on
    the floor first, so give it to one leg of a standing person, to both of a lying one."""
    arm: float | None = None
    """Shoulder flexion: upper arm against the trunk, + in front; 180 overhead."""
    arm_out: float | None = None
    elbow: float | None = None
    """Flexion, 0 straight."""
    hand: Place | None = None
    """Where this hand is held, if not as `hands` of the posture says."""


class Posture(Entry):
    """How a body is held, in degrees and in shares of body height; what is left out stays."""

    trunk: float | None = None
    """Lean from upright, + forward; 90 prone or on all fours, -90 on the back."""
    side_lean: float | None = None
    """Of the trunk towards the working side."""
    roll: float | None = None
    """Of the whole body onto its side: 90 lies on the working side, -90 on the other one."""
    heading: float | None = None
    """Of the whole body about the vertical, + towards the working side."""
    turn: float | None = None
    """Of the shoulders against the hips, + towards the working side."""
    hips_level: float | None = None
    """Height of the other hip over the working one, degrees; - dropped."""
    low_back: float | None = None
    """Sagitta of the low back, % of the trunk's length: + hollow, - round, 2 neutral."""
    head: float | None = None
    """Nod against the trunk, + chin to chest."""
    working: Joints = Joints()
    other: Joints = Joints()
    hands: Place | None = None
    """Where both hands are held."""
    sits: bool | None = None
    """The seat rests on the support."""
    lift: float | None = None
    """The lowest point's height over the floor, shares of body height (a jump, a step)."""
    shift: float | None = None
    """The whole body forward, shares of body height."""


Prop = Literal["mat", "bench", "box", "step", "wall", "strap", "band", "weight", "dowel",
               "treadmill", "roller", "chair", "rail", "towel", "metronome"]  # fmt: skip


class Picture(Entry):
    """The pose description: what is drawn, and what the camera looks for."""

    view: Literal["side", "front", "rear"]
    props: tuple[Prop, ...] = ()
    support_height: float = 0.0
    """Of bench, box, step or chair, shares of body height."""
    start: Posture
    """Whole: every angle that is not zero stands here."""
    end: Posture
    """Changes against the start: the held position, or the far end of a repetition."""
    between: tuple[Posture, ...] = ()
    """Postures on the way from start to end, each as changes against the start."""
    alternates: bool = False
    """As in walking and running: after the end the same again with the sides exchanged, without a
    pause. The end is then the start with its sides exchanged, what lies between stands in
    `between`; postures are equally far apart in time."""
    planted: Literal["", "working-foot", "other-foot", "working-knee", "other-knee", "hands",
                     "hips"] = ""  # fmt: skip
    """What keeps its place along the floor through the loop; empty: whatever stays on the floor."""
    seconds: Annotated[float, Field(gt=0.5)] = 3.0
    """Of one loop of the animation."""


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


# -- safety ----------------------------------------------------------------------------------


class RedFlag(Entry):
    """A sign that somebody else must look at this first."""

    id: str = ""
    name: Words
    region: Literal["everybody", "back", "leg", "achilles", "calf", "hip", "knee", "thigh", "shin"]
    ask: Words
    """A question whose yes raises the flag."""
    level: Literal["emergency", "urgent", "refer", "stop"]
    """`stop`: stop and call the one who cares for you (pregnancy)."""
    whom: Words
    """Whom to see."""
    how_soon: Words
    blocks: Literal["everything", "region", "impact", "nothing"]
    meanwhile: Words
    sources: Sources


class HealthCondition(Entry):
    """Something known about the person that rules exercises out or changes them."""

    id: str = ""
    name: Words
    ask: Words
    blocker: bool
    """Whether a clinician must have cleared it before any test."""
    advice: Words
    regions: tuple[str, ...] = ()
    """Complaint regions it concerns; empty for all."""
    sources: Sources


class PainRule(Entry):
    """What a pain score out of ten means while one exercises and the day after."""

    id: str = ""
    name: Words
    safe_up_to: Annotated[int, Field(ge=0, le=10)]
    stop_above: Annotated[int, Field(ge=0, le=10)]
    next_day: Words
    sources: Sources


class OutcomeMeasure(Entry):
    """A score by which a runner's own view of things is followed."""

    id: str = ""
    name: Words
    scoring: Words
    smallest_change: float | None = None
    unit: Unit | None = None
    licence: Words
    shipped: bool
    """Whether its wording may be shown here; the rest can only be entered as a number."""
    sources: Sources


# -- the source articles ---------------------------------------------------------------------


class Claim(Entry):
    """What a source article claims, and what studies say to it."""

    id: str = ""
    claim: Words
    article: str
    verdict: Words
    grade: Grade
    edges: tuple[str, ...] = ()
    """`cause > effect` of the graph that carry it; empty where it is kept out of inference."""
    exercises: tuple[str, ...] = ()
    sources: Sources


class Contradiction(Entry):
    """Where the articles disagree, and how it is decided here."""

    id: str = ""
    topic: Words
    positions: Annotated[tuple[str, ...], Field(min_length=2)]
    evidence: Words
    rule: Words
    sources: Sources


class Mention(Entry):
    """Something the source articles name, and where it lives here."""

    id: str = ""
    article: str
    says: Words
    reached_by: Annotated[tuple[str, ...], Field(min_length=1)]
    """Ids, as `exercise:runners-stretch`, `screen:...`, `cause:...`, `complaint:...`,
    `finding:...`, `mistake:EXERCISE/MISTAKE`, `claim:...`, `feature:...`."""


class Equipment(Entry):
    """Something one owns or not."""

    id: str = ""
    name: Words


