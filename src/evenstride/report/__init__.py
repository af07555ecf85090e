"""The report a runner reads, the comparison of two films, and the annotated film inside them."""

from evenstride.report.comparison import write_comparison
from evenstride.report.overlay import write_overlay
from evenstride.report.writing import write_report

__all__ = ["write_comparison", "write_overlay", "write_report"]
