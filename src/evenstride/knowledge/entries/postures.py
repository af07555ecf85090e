"""How a body is held, in words that can be drawn and measured."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from evenstride.knowledge.entries.base import Entry, Unit

Measure = Literal[
    "knee_flexion", "hip_flexion", "thigh_angle", "shank_angle", "trunk_lean", "trunk_side_lean",
    "elbow_flexion", "arm_raise", "foot_inclination", "knee_in", "pelvic_drop", "body_line",
    "low_back", "thigh_lift", "leg_turn", "leg_out", "foot_travel", "hand_height", "hand_side",
    "hand_difference", "contact_time", "knee_ahead_of_toes", "trunk_turn", "step_width",
    "shank_out", "foot_lift", "hips_behind", "knee_inside_toe", "hips_aside", "fingers_height",
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
    bias: float = 0.0
    """[E] What the pose model adds to the measure near this limit, seen on drawn films; the limit
    the camera judges by is moved by it."""


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
