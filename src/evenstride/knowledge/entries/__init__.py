"""What the knowledge files hold, as frozen types: the schema is what stands here.

Every entry is one TOML file (or one table of a file that lists many); its id is the file's stem.
Unknown keys, missing ones and values out of range are refused by name. Strengths and priors are
engineering defaults unless a source is named beside them, and are never shown as norms.
"""

from evenstride.knowledge.entries.articles import (
    Claim,
    Contradiction,
    Equipment,
    Mention,
)
from evenstride.knowledge.entries.base import (
    CAPTIONS,
    Entry,
    Grade,
    Share,
    Source,
    Sources,
    Unit,
    Words,
)
from evenstride.knowledge.entries.exercises import (
    Bar,
    Dose,
    Exercise,
    Help,
    Level,
    Mistake,
)
from evenstride.knowledge.entries.graph import (
    Cause,
    Complaint,
    Edge,
    Finding,
    Threshold,
)
from evenstride.knowledge.entries.postures import (
    Condition,
    Joints,
    Measure,
    Part,
    Picture,
    Place,
    Posture,
    Prop,
)
from evenstride.knowledge.entries.readings import (
    Fault,
    Noted,
    Question,
    Reading,
    When,
    Within,
)
from evenstride.knowledge.entries.safety import (
    HealthCondition,
    OutcomeMeasure,
    PainRule,
    RedFlag,
)
from evenstride.knowledge.entries.screens import (
    Cutoff,
    Observation,
    Screen,
)

__all__ = [
    "CAPTIONS",
    "Bar",
    "Cause",
    "Claim",
    "Complaint",
    "Condition",
    "Contradiction",
    "Cutoff",
    "Dose",
    "Edge",
    "Entry",
    "Equipment",
    "Exercise",
    "Fault",
    "Finding",
    "Grade",
    "HealthCondition",
    "Help",
    "Joints",
    "Level",
    "Measure",
    "Mention",
    "Mistake",
    "Noted",
    "Observation",
    "OutcomeMeasure",
    "PainRule",
    "Part",
    "Picture",
    "Place",
    "Posture",
    "Prop",
    "Question",
    "Reading",
    "RedFlag",
    "Screen",
    "Share",
    "Source",
    "Sources",
    "Threshold",
    "Unit",
    "When",
    "Within",
    "Words",
]
