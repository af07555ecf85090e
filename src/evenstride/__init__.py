"""Film a runner with any phone; measure, per leg and with honest error bars, how they run."""

from evenstride.analysis import Analysis, analyze
from evenstride.comparison import Change, Comparison
from evenstride.version import VERSION as __version__
from evenstride.workshop.comparing import compare, compare_conditions

__all__ = [
    "Analysis",
    "Change",
    "Comparison",
    "__version__",
    "analyze",
    "compare",
    "compare_conditions",
]
