"""The report a runner reads, and the annotated film inside it."""

from evenstride.report.overlay import write_overlay
from evenstride.report.writing import write_report

__all__ = ["write_overlay", "write_report"]
