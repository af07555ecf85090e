"""The plan as people see it: safety, what stands out, why, what is next, and the menu."""

from evenstride.report.planning.page import PlanView, plan_view, style, write_plan

__all__ = ["PlanView", "plan_view", "style", "write_plan"]
