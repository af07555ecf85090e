"""The report a runner reads, the comparison of two films, the plan, and the annotated film."""

from evenstride.report.card import write_card
from evenstride.report.comparison import write_comparison
from evenstride.report.overlay import write_overlay
from evenstride.report.planning import write_plan
from evenstride.report.writing import write_report

__all__ = ["write_card", "write_comparison", "write_overlay", "write_plan", "write_report"]
