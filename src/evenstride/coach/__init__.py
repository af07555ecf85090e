"""The live coach: one frame in, counted seconds and repetitions and one useful sentence out.

A session is a value that every frame replaces. It knows the exercise's own file and what was
measured off the body, and no camera, no sound and no clock of its own.
"""

from evenstride.coach.counting import Counter, Refused
from evenstride.coach.hinting import Breath, Hint
from evenstride.coach.holding import Clock
from evenstride.coach.noticing import Event
from evenstride.coach.observing import Observation, observe, observed
from evenstride.coach.session import Phase, Session
from evenstride.coach.summing import SideSummary, Summary
from evenstride.coach.tally import Tally

__all__ = [
    "Breath",
    "Clock",
    "Counter",
    "Event",
    "Hint",
    "Observation",
    "Phase",
    "Refused",
    "Session",
    "SideSummary",
    "Summary",
    "Tally",
    "observe",
    "observed",
]
