"""How long a plan takes: `python -m bench.plan`.

The limit is 200 ms for the whole plan once the knowledge is read. The first plan in a process
also works out the order of elimination for its complaints, and loads the solver.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from evenstride.intake import read_intake
from evenstride.knowledge import knowledge
from evenstride.plan import plan

CASES = Path(__file__).parents[1] / "docs" / "cases"
LIMIT_S = 0.2
REPEATS = 7


def main() -> None:
    """Print what reading, a first plan, a first of its complaint, and any later one take."""
    read = seconds(knowledge)
    print(f"read the knowledge       {1000 * read:6.0f} ms, once a process")
    for i, file in enumerate(sorted(CASES.glob("*.toml"))):
        told = read_intake(file, knowledge())
        first = seconds(lambda told=told: plan(told))  # type: ignore[misc]  # a closure
        later = min(seconds(lambda told=told: plan(told)) for _ in range(REPEATS))  # type: ignore[misc]  # a closure
        loading = " (loads the solver)" if i == 0 else ""
        print(
            f"plan for {file.stem:15s} {1000 * later:6.0f} ms, {later / LIMIT_S:.2f} of the limit; "
            f"first of its kind {1000 * first:.0f} ms{loading}"
        )


def seconds(work: Callable[[], object]) -> float:
    """How long something takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
