"""Random people, and what no menu may do to any of them.

`python -m validation.menus 10000` makes so many people and checks each one's menu.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import Any

import numpy as np

from evenstride.intake import Answer, Intake, Stated, sided
from evenstride.knowledge import Knowledge, knowledge
from evenstride.menu.candidates import SHORT_HOLD_S, candidates, suits
from evenstride.menu.choosing import LOADING, MOST, STRETCH_BUDGET_S, Bounds, least_minutes
from evenstride.menu.serving import CLOSING_MIN, SLOTS, Item
from evenstride.plan import Plan, plan
from evenstride.skeleton import SIDES, Side

CHUNK = 250


def person(seed: int, known: Knowledge) -> Intake:
    """Somebody, with complaints, findings, equipment, minutes and conditions at random."""
    rng = np.random.default_rng(seed)
    return Intake(
        complaints=tuple(_complaints(rng, known)),
        sex=_one(rng, (None, "woman", "man")),
        age=_one(rng, (None, 15, 17, 25, 45, 72)),
        experience=_one(rng, ("new", "some", "trained")),
        red_flags=frozenset(_some(rng, list(known.red_flags), 0.004)),
        conditions=frozenset(_some(rng, list(known.conditions), 0.03)),
        cleared=frozenset(_some(rng, list(known.conditions), 0.5)),
        answers={n: bool(rng.integers(2)) for n in _some(rng, _nodes(known.causes, "ask"), 0.3)},
        seen={n: bool(rng.integers(2)) for n in _some(rng, _nodes(known.findings), 0.2)},
        results=dict(_results(rng, known)),
        equipment=frozenset(_some(rng, list(known.equipment), 0.5)),
        minutes=float(_one(rng, (2, 5, 10, 15, 20, 25, 40))),
        timing=_one(rng, ("any", "any", "before-run", "after-run")),
    )


def _one(rng: np.random.Generator, values: Sequence[Any]) -> Any:  # noqa: ANN401 - any of them
    return values[int(rng.integers(len(values)))]


def _some(rng: np.random.Generator, names: Sequence[str], share: float) -> list[str]:
    return [name for name in names if rng.random() < share]


def _nodes(entries: Mapping[str, Any], having: str = "id") -> list[str]:
    """Nodes of entries, on both sides where they have sides."""
    return [
        sided(key, side)
        for key, item in entries.items()
        if getattr(item, having)
        for side in (SIDES if getattr(item, "sided", getattr(item, "per_side", False)) else (None,))
    ]


def _complaints(rng: np.random.Generator, known: Knowledge) -> Iterator[Stated]:
    for key in rng.permutation(list(known.complaints))[: rng.integers(0, 4)]:
        side: Side | None = _one(rng, SIDES) if known.complaints[key].sided else None
        yield Stated(str(key), side, _one(rng, (None, 0, 2, 3, 5, 6, 8)))


def _results(rng: np.random.Generator, known: Knowledge) -> Iterator[tuple[str, Answer]]:
    for key, screen in known.screens.items():
        for side in SIDES if screen.sided else (None,):
            if rng.random() < 0.15:  # noqa: PLR2004 - a few tests each
                cut = screen.cutoffs[0] if screen.cutoffs else None
                limit = 0.0 if cut is None else cut.above if cut.above is not None else cut.below
                value = float(limit or 0.0) + float(rng.normal(0, 3 * (screen.error or 1.0)))
                yield sided(key, side), value if cut else bool(rng.integers(2))


def wrongs(made: Plan) -> Iterator[str]:
    """Everything this plan does that no plan may do."""
    items, told = made.menu.items, made.intake
    minutes = sum(item.minutes for item in items)
    stretches = bool(items) and all(item.exercise.slot == "mobility" for item in items)
    fresh = [item for item in items if item.exercise.new_load]
    rules = {
        "an empty menu without a reason": not items and not made.menu.reason,
        "too many items": len(items) > MOST,
        "a menu for somebody who must be seen first": items and made.safety.blocks_everything,
        "too long": minutes > told.minutes - CLOSING_MIN + 1e-6,
        "only stretching": stretches and _could_load(made),
        "two new loads at once": told.experience != "trained" and len(fresh) > 1,
    }
    yield from (what for what, broken in rules.items() if broken)
    yield from (what for item in items for what in _each(item, made))
    yield from _budget(items)
    yield from _order(items)


def _could_load(made: Plan) -> bool:
    """Whether anything that loads is allowed, of use, and short enough."""
    told = made.intake
    bounds = Bounds(told.minutes - CLOSING_MIN, told.experience != "trained",
                    told.timing == "before-run")  # fmt: skip
    return any(
        c.exercise.slot in LOADING and least_minutes(c, bounds) <= bounds.minutes
        for c in candidates(made.causes, told, made.safety, ())
    )


def _each(item: Item, made: Plan) -> Iterator[str]:
    told, exercise = made.intake, item.exercise
    barred = {bar.condition for bar in exercise.blocked_by}
    still = {key for key, item in made.safety.conditions.items() if item.no_running}
    held = item.hold_s is not None and item.hold_s > SHORT_HOLD_S and bool(exercise.stretches)
    low, high = exercise.dose.days_a_week
    dosed = low <= item.days_a_week <= high and 1 <= item.sets <= exercise.dose.sets
    rules = {
        "is blocked": not made.safety.allows(exercise).allowed,
        "breaks a contraindication": barred & set(made.safety.conditions),
        "is a run for somebody who must not": exercise.impact and still,
        "needs what nobody has": not set(exercise.needs) <= told.equipment | {"wall"},
        "does not suit": not suits(exercise, told, set()),
        "is held long before a run": told.timing == "before-run" and held,
        "has no reason": not (item.reason and item.place),
        "has a dose of its own": not dosed,
    }
    yield from (f"{exercise.id} {what}" for what, broken in rules.items() if broken)


def _budget(items: Sequence[Item]) -> Iterator[str]:
    weekly: Counter[str] = Counter()
    for item in items:
        for muscle in item.exercise.stretches:
            weekly[muscle] += round((item.hold_s or 0) * item.sets * item.days_a_week)
    for muscle, seconds in weekly.items():
        if seconds > STRETCH_BUDGET_S:
            yield f"{muscle} are stretched for {seconds} s a week"


def _order(items: Sequence[Item]) -> Iterator[str]:
    slots = [SLOTS.index(item.exercise.slot) for item in items]
    if slots != sorted(slots):
        yield "stages out of order"
    for i, item in enumerate(items):
        for later in items[i + 1 :]:
            same = later.exercise.slot == item.exercise.slot
            if same and item.exercise.id in later.exercise.prepares:
                yield f"{later.exercise.id} prepares {item.exercise.id} and comes after it"


def check(seeds: Sequence[int]) -> tuple[Counter[str], list[str]]:
    """How many menus of which length, and everything wrong with any."""
    known, lengths, wrong = knowledge(), Counter[str](), list[str]()
    for seed in seeds:
        made = plan(person(seed, known))
        lengths[str(len(made.menu.items))] += 1
        wrong += [f"person {seed}: {what}" for what in wrongs(made)]
    return lengths, wrong


def main() -> int:
    """Check as many people as asked, on all cores."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    chunks = [range(i, min(i + CHUNK, count)) for i in range(0, count, CHUNK)]
    lengths, wrong = Counter[str](), list[str]()
    with ProcessPoolExecutor() as pool:
        for part, bad in pool.map(check, chunks):
            lengths += part
            wrong += bad
    print(f"{count} people; items in a menu: {dict(sorted(lengths.items()))}")
    for sentence in wrong[:20]:
        print(sentence)
    print(f"{len(wrong)} wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
