"""Movement tests read off a body over time: each side's value, its error and what it says."""

from evenstride.screening.changing import Difference, between_sides, since
from evenstride.screening.concluding import as_results
from evenstride.screening.reading import screen
from evenstride.screening.result import Attempt, Meaning, Person, Remark, Result
from evenstride.screening.variants import screen_variants

__all__ = [
    "Attempt",
    "Difference",
    "Meaning",
    "Person",
    "Remark",
    "Result",
    "as_results",
    "between_sides",
    "screen",
    "screen_variants",
    "since",
]
