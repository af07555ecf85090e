"""Film a runner with any phone; measure, per leg and with honest error bars, how they run."""

from evenstride.analysis import Analysis, analyze
from evenstride.comparison import Change, Comparison
from evenstride.version import VERSION as __version__
from evenstride.workshop.coaching import coach_clip
from evenstride.workshop.comparing import compare, compare_conditions
from evenstride.workshop.screening import screen_clip

__all__ = [
    "Analysis",
    "Change",
    "Comparison",
    "__version__",
    "analyze",
    "coach_clip",
    "compare",
    "compare_conditions",
    "screen_clip",
]
