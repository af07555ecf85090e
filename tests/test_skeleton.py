"""The body's names: each side mirrors the other, and bones join names that exist."""

from __future__ import annotations

import pytest

from evenstride.skeleton import (
    BONES,
    INDEX,
    KEYPOINTS,
    LEG,
    MIRROR,
    PAIRED,
    SIDES,
    mirror_name,
    other,
)


def test_there_are_nineteen_keypoints() -> None:
    assert len(KEYPOINTS) == len(set(KEYPOINTS)) == 19 == 1 + 2 * len(PAIRED)


def test_the_index_is_the_order() -> None:
    assert [KEYPOINTS[INDEX[name]] for name in KEYPOINTS] == list(KEYPOINTS)


@pytest.mark.parametrize("name", KEYPOINTS)
def test_mirroring_twice_changes_nothing(name: str) -> None:
    assert mirror_name(mirror_name(name)) == name


@pytest.mark.parametrize("name", KEYPOINTS)
def test_the_permutation_is_the_mirror(name: str) -> None:
    assert KEYPOINTS[MIRROR[INDEX[name]]] == mirror_name(name)


def test_only_the_nose_is_its_own_mirror() -> None:
    assert [name for name in KEYPOINTS if mirror_name(name) == name] == ["nose"]


def test_the_other_side_is_the_other_one() -> None:
    assert [other(side) for side in SIDES] == list(reversed(SIDES))


def test_bones_join_keypoints_and_are_the_same_on_both_sides() -> None:
    bones = {frozenset(bone) for bone in BONES}
    assert len(bones) == len(BONES)
    assert {name for bone in bones for name in bone} <= set(KEYPOINTS)
    assert {frozenset(map(mirror_name, bone)) for bone in bones} == bones


def test_a_leg_goes_from_the_hip_to_the_toe() -> None:
    assert (LEG[0], LEG[-1]) == ("hip", "toe")
    assert all(f"{side}_{joint}" in INDEX for side in SIDES for joint in LEG)
