"""Who is who from sample to sample."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenstride.pose.backends import Person
from evenstride.pose.following import MOST_PEOPLE, PATIENCE, Track, between, follow

REACH = 100.0
step = st.floats(-1.3, 1.3)
"""Reaches a sample: 1.3 is 5 m/s at four samples a second."""


def person(x: float, y: float = 500.0, reach: float = REACH) -> Person:
    return Person(x, y, reach, 0.0, 1.0)


def followed(samples: list[list[Person]]) -> list[dict[int, Person]]:
    """Who is where after each sample, by key."""
    tracks: tuple[Track, ...] = ()
    fresh = 0
    seen = []
    for people in samples:
        tracks = follow(tracks, people, fresh=fresh)
        fresh = max([fresh, *(track.key + 1 for track in tracks)])
        seen.append({track.key: track.person for track in tracks})
    return seen


@given(step, step)
def test_somebody_at_any_running_speed_stays_the_same(dx: float, dy: float) -> None:
    path = [[person(i * dx * REACH, i * dy * REACH)] for i in range(12)]
    seen = followed(path)
    assert [list(keys) for keys in seen] == [[0]] * 12
    assert seen[-1][0].x_px == path[-1][0].x_px


@given(st.floats(0.2, 1.2), st.floats(0.2, 1.2), st.booleans())
def test_two_who_pass_each_other_are_not_exchanged(
    right: float, left: float, swapped: bool  # noqa: FBT001
) -> None:
    """Half a reach apart in depth, they meet in the middle, whichever is listed first."""
    samples = []
    for i in range(16):
        pair = [person(i * right * REACH, 500), person(1500 - i * left * REACH, 550)]
        samples.append(pair[::-1] if swapped else pair)
    seen = followed(samples)
    walker = next(key for key, who in seen[0].items() if who.y_px == 500)
    assert [who[walker].y_px for who in seen] == [500] * 16


def test_somebody_who_stands_aside_never_takes_over() -> None:
    samples = [[person(0), person(400)]] * 3 + [[person(400)]] * (PATIENCE + 2)
    seen = followed(samples)
    assert set(seen[0]) == {0, 1}
    stayed = next(key for key, who in seen[0].items() if who.x_px == 400)
    assert list(seen[-1]) == [stayed]


@given(st.integers(1, PATIENCE))
def test_somebody_hidden_for_a_moment_is_the_same_afterwards(hidden: int) -> None:
    samples = [[person(0)], [person(0)], *([[]] * hidden), [person(10)]]
    assert list(followed(samples)[-1]) == [0]


def test_somebody_gone_for_long_is_somebody_new() -> None:
    samples: list[list[Person]] = [[person(0)], *([[]] * (PATIENCE + 1)), [person(0)]]
    assert list(followed(samples)[-1]) == [1]


@given(st.permutations([0, 300, 700]))
def test_the_order_in_which_people_are_found_does_not_matter(order: list[int]) -> None:
    places = followed([[person(0), person(300), person(700)], [person(x + 30) for x in order]])
    assert all(
        later.x_px - earlier.x_px == 30
        for earlier, later in zip(places[0].values(), places[1].values(), strict=True)
    )


def test_a_crowd_is_followed_in_part_and_the_small_not_at_all() -> None:
    crowd = [person(1000.0 * i, reach=100 + i) for i in range(6)]
    kept = follow((), crowd, fresh=0)
    assert [track.person.reach_px for track in kept] == [105, 104, 103][:MOST_PEOPLE]
    assert len(follow((), [person(0), person(500, reach=40)], fresh=0)) == 1


def test_a_size_is_believed_slowly() -> None:
    sizes = [who[0].reach_px for who in followed([[person(0)], *([[person(0, reach=130)]] * 30)])]
    assert all(earlier <= later for earlier, later in pairwise(sizes))
    assert sizes[1] < 115
    assert sizes[-1] == pytest.approx(130, abs=0.5)


@given(st.floats(0, 1))
def test_between_two_samples_a_person_goes_straight(share: float) -> None:
    before, after = Track(0, person(0, 0, 100)), Track(0, person(40, -80, 120))
    there = between(before, after, share)
    assert (there.x_px, there.y_px) == pytest.approx((40 * share, -80 * share))
    assert there.reach_px == pytest.approx(100 + 20 * share)
