"""Film a runner with any phone; measure, per leg and with honest error bars, how they run."""

from evenstride.analysis import Analysis, analyze
from evenstride.version import VERSION as __version__

__all__ = ["Analysis", "__version__", "analyze"]
