"""What a person can ask for with a filmed movement test: its value, its meaning, its change."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from evenstride.errors import InputError

if TYPE_CHECKING:
    from evenstride.glimpse import Glimpse
    from evenstride.intake import Answer, Sex
    from evenstride.knowledge import Knowledge
    from evenstride.knowledge.entries import Screen
    from evenstride.live import Seen, Series
    from evenstride.screening import Difference, Person, Result
    from evenstride.skeleton import Side

DOCUMENT = "screen.json"

Tell = Callable[[str, float], None]
Told = Mapping[str, "Answer"]


@dataclass(frozen=True, eq=False)
class Watched:
    """A film of somebody, as curves, and what the pose model saw in each picture."""

    clip: Path
    series: Series
    glimpses: tuple[Glimpse, ...]
    near: Side
    """The side towards the camera."""


@dataclass(frozen=True, eq=False)
class Screened:
    """A movement test that was filmed: each side's result, and what has changed or differs."""

    test: Screen
    results: tuple[Result, ...]
    differences: tuple[Difference, ...]
    clips: tuple[str, ...]
    told: Told
    folder: Path | None = None

    @property
    def evidence(self) -> Mapping[str, Answer]:
        """What a plan takes of it; what was refused is never among it."""
        from evenstride.screening import as_results

        return as_results(self.results)


@dataclass(frozen=True, kw_only=True, eq=False)
class Ask:
    """What is known besides the films."""

    sides: Sequence[Side] = ()
    """The one tested in each film."""
    person: Person
    told: Told = field(default_factory=dict)
    before: Path | None = None
    """An earlier film or screen.json to compare with."""


def screen_clip(
    clip: str | Path,
    test: str,
    *,
    side: Side | None = None,
    sex: Sex | None = None,
    age: int | None = None,
    height_m: float | None = None,
    told: Told = MappingProxyType({}),
    out: str | Path | None = None,
    progress: Callable[[float], None] | None = None,
) -> Screened:
    """Read a movement test off a film: its value with its error, the verdict, what it speaks for.

    test: its id, code or name; side: the one tested, where it has sides; told: answers to what no
    camera sees, by their ids; out: a folder for screen.json and a picture of every try. Raises
    InputError with one sentence where the film cannot be read.
    """
    from evenstride.knowledge import knowledge
    from evenstride.screening import Person

    who = Person(sex=sex, age=age, height_cm=None if height_m is None else 100.0 * height_m)
    asked = Ask(sides=() if side is None else (side,), person=who, told=told)
    return screen_into(
        readable_test(test, knowledge()), [Path(clip)], asked, None if out is None else Path(out),
        tell=lambda _, done: progress(done) if progress else None,
    )  # fmt: skip


def readable(known: Knowledge) -> tuple[Screen, ...]:
    """The tests that a camera can read, by code."""
    found = (test for test in known.screens.values() if test.reading is not None)
    return tuple(sorted(found, key=lambda test: (len(test.code), test.code)))


def readable_test(name: str, known: Knowledge) -> Screen:
    """A test by its id, code or name; raises InputError where no camera can read it."""
    from evenstride.workshop.searching import screen_called

    test = screen_called(name, known)
    if test.reading is None:
        raise InputError(
            f"No camera reads this: {test.name}. Its answer goes into the form of "
            "`evenstride questions`."
        )
    return test


def screen_into(
    test: Screen, clips: Sequence[Path], ask: Ask, out: Path | None, *, tell: Tell
) -> Screened:
    """Read a test off its films; write screen.json and a picture of every try into a folder."""
    from evenstride.exchange.screening import screening_text
    from evenstride.workshop import drafted

    _check(test, clips, ask.sides)
    watched = [watch(clip, test, tell=tell) for clip in clips]
    results = _results(test, watched, ask)
    differences = _differences(test, results, ask, tell)
    names = tuple(clip.name for clip in clips)
    made = Screened(test, results, differences, names, ask.told, out)
    if out is not None:
        with drafted(out) as draft:
            text = screening_text(made)
            (draft / DOCUMENT).write_text(text, encoding="utf-8", newline="\n")
            _picture(made, watched, draft)
    return made


def _check(test: Screen, clips: Sequence[Path], sides: Sequence[Side]) -> None:
    """Raise where films and sides do not go together."""
    assert test.reading is not None  # noqa: S101  # `readable_test` has looked
    if not test.sided and sides:
        raise InputError(f"{test.name} has no sides; leave --side away.")
    if test.sided and not sides:
        raise InputError(
            f"{test.name} is done one side at a time: say which one the film shows, with "
            "--side left or --side right."
        )
    positions = test.reading.variants
    if positions:
        if len(sides) != 1 or not 1 < len(clips) <= len(positions):
            raise InputError(
                f"{test.name}: give one --side and a film for each of these, in this order: "
                f"{', '.join(positions)}."
            )
        return
    if len(clips) != max(len(sides), 1):
        raise InputError("Give one film for each side, and a --side for each film in their order.")


def watch(clip: Path, test: Screen, *, tell: Tell) -> Watched:
    """A film of somebody who does a test."""
    from evenstride import video
    from evenstride.live import Series, Watcher
    from evenstride.workshop.watching import Sight

    assert test.view != "none"  # noqa: S101  # what a camera reads has a view
    film, sight = video.probe(clip), Sight.of(Watcher(test.view))
    seen: list[Seen] = []
    glimpses: list[Glimpse] = []
    for frame in video.frames(clip):
        sight = sight.after(frame)
        if sight.seen is not None:
            seen.append(sight.seen)
            glimpses.append(sight.shown)
        tell(f"Watch {clip.name}", min(frame.time_s / film.duration_s, 1.0))
    rights = sum(one.faces_right for one in seen)
    near: Side = "right" if 2 * rights >= len(seen) else "left"
    return Watched(clip, Series.of(seen), tuple(glimpses), near)


def _results(test: Screen, watched: Sequence[Watched], ask: Ask) -> tuple[Result, ...]:
    from evenstride.screening import screen, screen_variants

    assert test.reading is not None  # noqa: S101
    if test.reading.variants:
        films = dict(zip(test.reading.variants, (one.series for one in watched), strict=False))
        return (screen_variants(test, films, ask.sides[0], person=ask.person, told=ask.told),)
    sides = ask.sides or [one.near for one in watched]
    return tuple(
        screen(test, one.series, side, person=ask.person, told=ask.told)
        for one, side in zip(watched, sides, strict=True)
    )


def _differences(
    test: Screen, results: Sequence[Result], ask: Ask, tell: Tell
) -> tuple[Difference, ...]:
    """What has changed since an earlier time, and how the sides differ."""
    from evenstride.screening import between_sides, since

    found = []
    if ask.before is not None:
        earlier = {one.node: one for one in _earlier(test, ask.before, ask, tell)}
        found += [since(test, earlier[one.node], one) for one in results if one.node in earlier]
        if not found:
            raise InputError(f"{ask.before} holds no result of this test on this side.")
    by_side = {one.side: one for one in results}
    if "left" in by_side and "right" in by_side:
        found.append(between_sides(test, by_side["left"], by_side["right"]))
    return tuple(found)


def _earlier(test: Screen, before: Path, ask: Ask, tell: Tell) -> tuple[Result, ...]:
    from evenstride.exchange.screening import is_document, read_results

    if is_document(before):
        return read_results(before)
    if len(ask.sides) > 1:
        raise InputError("Before and after are compared one side at a time; give one --side.")
    return _results(test, [watch(before, test, tell=tell)], ask)


def _picture(made: Screened, watched: Sequence[Watched], folder: Path) -> None:
    """A picture of every try, at its far end."""
    from evenstride.report.stills import Still, write_stills

    stills: dict[int, list[Still]] = {}
    for place, result in enumerate(made.results):
        for number, attempt in enumerate(result.attempts, start=1):
            # Of a test in several positions each try is the film of another position.
            film = number if len(watched) > len(made.results) else place
            parts = (result.test, result.side, str(number))
            file = folder / f"{'-'.join(part for part in parts if part)}.png"
            stills.setdefault(film, []).append(Still(file, number, attempt, result.unit))
    for film, wanted in stills.items():
        write_stills(watched[film].clip, watched[film].glimpses, wanted, near=watched[film].near)
