"""Who is the runner: people linked from sample to sample, and one of them chosen.

Nobody is chosen while the film is read: everybody worth it is followed to the end, then the runner
is the one seen longest, largest and moving the legs most. So nobody who walks past can take over.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from evenstride.pose.backends import Person

NEAR: Final = 0.9
"""A person is found within this many reaches of where their speed so far foretells [E]."""
NEAR_AT_FIRST: Final = 2.0
"""The same while their speed is unknown: 6 m/s for a quarter of a second, a reach of 0.9 m [E]."""
ALIKE: Final = 1.5
"""From one sample to the next a person's size changes by less than this factor [E]."""
PATIENCE: Final = 4
"""Samples a person may go unseen before they are given up: about a second [E]."""
MOST_PEOPLE: Final = 3
"""People followed at once, the largest: whom the film is about is never the fourth [E]."""
LEAST_REACH: Final = 0.5
"""Somebody smaller than this share of the largest is background, and is only counted [E]."""
CALM: Final = 0.3
"""How much of a new size is believed at once; detected sizes jitter [E]."""


@dataclass(frozen=True)
class Track:
    """One person followed so far; `person` is where they are at the newest sample."""

    key: int
    person: Person
    step_px: tuple[float, float] | None = None
    """How far they moved from the sample before; unknown at first."""
    missed: int = 0
    """Samples in a row in which they were not found."""

    @property
    def foretold(self) -> Person:
        """Where they should be at the next sample."""
        x, y = self.step_px or (0.0, 0.0)
        return replace(self.person, x_px=self.person.x_px + x, y_px=self.person.y_px + y)


def follow(tracks: Sequence[Track], people: Sequence[Person], *, fresh: int) -> tuple[Track, ...]:
    """The tracks after one more sample; newcomers are numbered from `fresh`.

    The nearest pair is linked first. Somebody not found stays where they were for a while.
    """
    links = dict(_links(tracks, people))
    kept = [
        _onward(track, people[links[track.key]]) if track.key in links else _unseen(track)
        for track in tracks
    ]
    taken = set(links.values())
    strangers = [person for i, person in enumerate(people) if i not in taken]
    new = [Track(fresh + i, person) for i, person in enumerate(_worth_following(strangers, people))]
    room = MOST_PEOPLE - sum(track.missed <= PATIENCE for track in kept)
    return (*(track for track in kept if track.missed <= PATIENCE), *new[: max(0, room)])


def between(before: Track, after: Track, share: float) -> Person:
    """Where the person was at a moment between two samples."""
    a, b = before.person, after.person
    return Person(
        a.x_px + share * (b.x_px - a.x_px),
        a.y_px + share * (b.y_px - a.y_px),
        a.reach_px + share * (b.reach_px - a.reach_px),
        turn_rad=a.turn_rad if share < 0.5 else b.turn_rad,  # noqa: PLR2004  # the nearer one's
        score=min(a.score, b.score),
    )


def _links(tracks: Sequence[Track], people: Sequence[Person]) -> Iterable[tuple[int, int]]:
    """Pairs of a track's key and a person's place, nearest first, nobody twice."""
    pairs = sorted(
        (track.foretold.distance_px(person) / track.person.reach_px, track.key, place)
        for track in tracks
        for place, person in enumerate(people)
        if may_be(track, person)
    )
    keys: set[int] = set()
    places: set[int] = set()
    for _, key, place in pairs:
        if key not in keys and place not in places:
            keys.add(key)
            places.add(place)
            yield key, place


def may_be(track: Track, person: Person) -> bool:
    """Whether somebody found now can be the one followed so far."""
    larger = max(person.reach_px, track.person.reach_px)
    smaller = min(person.reach_px, track.person.reach_px)
    reaches = NEAR if track.step_px else NEAR_AT_FIRST
    near = track.foretold.distance_px(person) < reaches * track.person.reach_px
    return near and larger < ALIKE * smaller


def _onward(track: Track, person: Person) -> Track:
    reach = track.person.reach_px + CALM * (person.reach_px - track.person.reach_px)
    samples = track.missed + 1
    step = (
        (person.x_px - track.person.x_px) / samples,
        (person.y_px - track.person.y_px) / samples,
    )
    return Track(track.key, replace(person, reach_px=reach), step)


def _unseen(track: Track) -> Track:
    return replace(track, missed=track.missed + 1)


def _worth_following(strangers: Sequence[Person], people: Sequence[Person]) -> list[Person]:
    """Those not much smaller than the largest in the picture, largest first."""
    largest = max((person.reach_px for person in people), default=0.0)
    worth = [person for person in strangers if person.reach_px >= LEAST_REACH * largest]
    return sorted(worth, key=lambda person: -person.reach_px)
