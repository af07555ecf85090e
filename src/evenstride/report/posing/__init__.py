"""Pictures of exercises: a person drawn from the exercise's own pose description."""

from evenstride.report.posing.drawing import animation_svg, picture_svg

__all__ = ["animation_svg", "picture_svg"]
