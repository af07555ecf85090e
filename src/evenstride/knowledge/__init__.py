"""What the program knows: causes, findings, tests, exercises and safety, as data with sources."""

from evenstride.knowledge.reading import Knowledge, knowledge

__all__ = ["Knowledge", "knowledge"]
