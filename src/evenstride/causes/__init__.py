"""From what is known about a runner to likely causes, and to what to look at next."""

from evenstride.causes.asking import NextStep, next_steps
from evenstride.causes.evidence import Evidence
from evenstride.causes.explaining import Causes, Explanation, Reason, explain

__all__ = ["Causes", "Evidence", "Explanation", "NextStep", "Reason", "explain", "next_steps"]
