"""Every test a camera sees shows how it is set up, and its far end is what its own words say."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path
from xml.etree import ElementTree as ET

import numpy as np
import pytest

from evenstride.form import measures
from evenstride.knowledge import knowledge
from evenstride.knowledge.entries import Measure, Part, Picture, Screen
from evenstride.posed import BODY, Posed, loop, room_of, still
from evenstride.posed.placing import WRIST_UP, flesh_m, gaps_cm
from evenstride.poses import Array
from evenstride.report.posing import animation_svg, picture_svg
from evenstride.report.posing.flesh import Sight, palm
from evenstride.report.posing.supports import span
from evenstride.skeleton import SIDES, Side

DOCS = Path(__file__).resolve().parents[1] / "docs"
KNOWN = knowledge()
SEEN = [each for each in KNOWN.screens.values() if each.view != "none"]
DRAWN = [each for each in KNOWN.screens.values() if each.picture is not None]

every_drawn = pytest.mark.parametrize("screen", DRAWN, ids=lambda s: s.id)
both_sides = pytest.mark.parametrize("side", SIDES)

LARGEST_STILL = 12_000
LARGEST_LOOP = 45_000
LARGEST_TOGETHER = 600_000
TOUCHES_CM = 1.0
SHOWS = {
    "strap": {"strap"}, "wall": {"wall"}, "bench": {"bench", "box", "chair"}, "step": {"step"},
    "weight": {"weight"}, "run-space": set(), "partner": set(),
}  # fmt: skip
"""The things that show what a test needs; a partner and an open field are not drawn."""

Seen = Mapping[tuple[Measure, Part], float]


def picture_of(name: str) -> Picture:
    picture = KNOWN.screens[name].picture
    assert picture is not None, name
    return picture


def body(name: str, which: str = "end") -> Posed:
    picture = picture_of(name)
    return still(picture, picture.end) if which == "end" else still(picture)


def look(name: str, which: str = "end", side: Side = "right") -> Seen:
    """What a camera would read off the drawn body, the low back as it was drawn."""
    posed = body(name, which)
    given: Mapping[Measure, float] = {"low_back": posed.held["low_back"]}
    return measures(posed.joints_m(side), side, picture_of(name).view, given=given)


def shank_deg(posed: Posed, side: str = "working") -> float:
    """The bent knee's shank from upright or from hanging, + outwards, seen along the body."""
    way = posed[f"{side}_ankle"] - posed[f"{side}_knee"]
    outward = 1.0 if side == "working" else -1.0
    return float(np.degrees(np.arctan2(outward * way[2], abs(way[1]))))


def height_cm(at: Array) -> float:
    return 100.0 * float(at[1])


# -- drawn ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("screen", SEEN, ids=lambda s: s.id)
def test_a_test_that_a_camera_sees_has_a_picture_from_where_it_is_filmed(screen: Screen) -> None:
    assert picture_of(screen.id).view == screen.view


def test_only_what_a_camera_sees_is_drawn() -> None:
    assert DRAWN == SEEN


@every_drawn
def test_every_picture_is_well_formed_small_and_always_the_same(screen: Screen) -> None:
    for which in ("start", "end"):
        text = picture_svg(screen, which)
        well_formed(text, LARGEST_STILL)
        assert text == picture_svg(screen, which)
    assert picture_svg(screen, "start") != picture_svg(screen, "end")


@every_drawn
def test_every_loop_is_well_formed_small_and_moves(screen: Screen) -> None:
    text = animation_svg(screen)
    well_formed(text, LARGEST_LOOP)
    assert "<animate " in text


def well_formed(text: str, largest: int) -> None:
    root = ET.fromstring(text)  # noqa: S314  # our own
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert root.get("aria-label")
    assert len(text) < largest
    assert not re.search(r"<script|href=|\bnan\b|\binf\b", text)


def test_a_test_has_no_mistake_to_draw() -> None:
    with pytest.raises(LookupError, match="toe-touch has no drawn mistake 'round-back'"):
        picture_svg(KNOWN.screens["toe-touch"], "round-back")
    with pytest.raises(LookupError, match="tight-calves has no picture"):
        picture_svg(KNOWN.screens["tight-calves"])


@every_drawn
def test_what_a_test_needs_is_in_its_picture(screen: Screen) -> None:
    props = set(picture_of(screen.id).props)
    for need in screen.needs:
        assert not SHOWS[need] or SHOWS[need] & props, need


# -- in the room ---------------------------------------------------------------------------------


@every_drawn
def test_nothing_goes_through_the_floor(screen: Screen) -> None:
    for moment in loop(picture_of(screen.id)):
        lowest = min(moment.body.points, key=lambda name: float(moment.body[name][1]))
        assert height_cm(moment.body[lowest]) > 0.5, lowest


@every_drawn
@pytest.mark.parametrize("which", ["start", "end"])
def test_every_body_rests_on_something(screen: Screen, which: str) -> None:
    posed = body(screen.id, which)
    gaps = gaps_cm(posed.points, posed.held, room_of(picture_of(screen.id)).support_m, BODY)
    legs_and_trunk = [gap for limb, gap in gaps.items() if not limb.endswith("hand")]
    assert min(legs_and_trunk) == pytest.approx(0.0, abs=TOUCHES_CM)


@every_drawn
@pytest.mark.parametrize("which", ["start", "end"])
def test_hands_are_where_they_are_said_to_be(screen: Screen, which: str) -> None:
    posed = body(screen.id, which)
    support_m = room_of(picture_of(screen.id)).support_m
    for side in ("working", "other"):
        wrist, place = posed[f"{side}_wrist"], posed.held.hands[side]
        if place in ("floor", "support"):
            level = WRIST_UP * BODY.height_m + (support_m if place == "support" else 0.0)
            assert float(wrist[1]) == pytest.approx(level, abs=0.01)
        if place == "overhead":
            assert wrist[1] > posed["skull"][1] + 0.2
        if place == "chest":
            assert np.linalg.norm(wrist - posed["mid_shoulder"]) < 0.30


# -- the far end is what the test's own words say ------------------------------------------------

Band = tuple[Measure, Part, float, float]
AT_THE_END: Mapping[str, tuple[Band, ...]] = {
    "active-leg-raise": (
        ("thigh_lift", "working", 70, 80), ("knee_flexion", "working", -1, 10),
        ("thigh_lift", "other", -5, 5), ("knee_flexion", "other", -1, 5),
    ),
    "passive-leg-raise": (
        ("thigh_lift", "working", 80, 90), ("knee_flexion", "working", -1, 10),
        ("thigh_lift", "other", -5, 5), ("knee_flexion", "other", -1, 5),
    ),
    "active-knee-extension": (
        ("thigh_angle", "working", 175, 185), ("knee_flexion", "working", 10, 23),
        ("thigh_lift", "other", -5, 5), ("knee_flexion", "other", -1, 5),
    ),
    "passive-knee-extension": (
        ("thigh_angle", "working", 175, 185), ("knee_flexion", "working", 10, 19),
        ("thigh_lift", "other", -5, 5), ("knee_flexion", "other", -1, 5),
    ),
    "leg-raise-load-transfer": (
        ("knee_flexion", "working", -1, 5), ("thigh_lift", "other", -5, 5),
    ),
    "toe-touch": (("knee_flexion", "both", -1, 5), ("trunk_lean", "body", 90, 125)),
    "downward-dog-test": (
        ("knee_flexion", "both", 0, 20), ("low_back", "body", 0, 8),
        ("arm_raise", "both", 170, 182),
    ),
    "runners-stretch-level": (
        ("knee_flexion", "working", 0, 10), ("knee_flexion", "other", 0, 10),
        ("low_back", "body", 0, 8), ("foot_inclination", "working", -2, 2),
    ),
    "prone-leg-lift": (
        ("hip_flexion", "working", -15, -9.9), ("knee_flexion", "working", -1, 5),
        ("hip_flexion", "other", -2, 2),
    ),
    "prone-hip-extension-test": (
        ("hip_flexion", "working", -12, -5), ("knee_flexion", "working", -1, 5),
        ("low_back", "body", -2, 3), ("hip_flexion", "other", -2, 2),
    ),
    "thomas-test": (
        ("thigh_lift", "working", -15, -2), ("knee_flexion", "working", 67, 95),
        ("low_back", "body", -2, 1), ("hip_flexion", "other", 110, 130),
    ),
    "prone-hip-rotation": (("knee_flexion", "working", 85, 95), ("pelvic_drop", "body", -1, 1)),
    "seated-hip-rotation": (
        ("knee_flexion", "working", 85, 95), ("pelvic_drop", "body", -1, 1),
        ("trunk_side_lean", "body", -2, 2),
    ),
    "knee-to-wall-test": (
        ("foot_inclination", "working", -1, 1), ("shank_angle", "working", -50, -35),
        ("knee_ahead_of_toes", "working", 0, 10),
    ),
    "heel-raise-count": (
        ("knee_flexion", "working", -1, 10), ("trunk_lean", "body", -10, 10),
    ),
    "step-down-test": (
        ("knee_in", "working", -3, 3), ("pelvic_drop", "body", -2, 2),
        ("trunk_side_lean", "body", -2, 2), ("knee_flexion", "working", 60, 95),
    ),
    "hinge-test": (
        ("hip_flexion", "both", 60, 95), ("knee_flexion", "both", 10, 25),
        ("shank_angle", "both", -10, 10),
    ),
    "single-leg-balance": (
        ("knee_flexion", "working", -1, 10), ("pelvic_drop", "body", -2, 2),
    ),
    "single-leg-squat-test": (
        ("knee_flexion", "working", 60, 75), ("knee_in", "working", -3, 3),
        ("pelvic_drop", "body", -2, 2), ("trunk_side_lean", "body", -2, 2),
    ),
    "single-leg-squat-arms-test": (
        ("knee_flexion", "working", 60, 75), ("knee_in", "working", -3, 3),
        ("arm_raise", "both", 160, 185), ("pelvic_drop", "body", -2, 2),
    ),
    "hamstring-bridge-test": (
        ("hip_flexion", "working", -10, 10), ("knee_flexion", "working", 15, 25),
        ("thigh_angle", "other", 175, 185),
    ),
    "side-plank-test": (("body_line", "body", 170, 190), ("knee_flexion", "both", -1, 5)),
    "front-plank-test": (("body_line", "body", 170, 190), ("knee_flexion", "both", -1, 5)),
    "calf-flexibility": (
        ("shank_angle", "working", -40, -18), ("knee_flexion", "working", -1, 5),
        ("foot_inclination", "working", -1, 1),
    ),
    "slump-test": (
        ("knee_flexion", "working", 5, 40), ("low_back", "body", -25, -5),
        ("knee_flexion", "other", 80, 100),
    ),
    "sit-and-reach": (
        ("knee_flexion", "both", -1, 5), ("foot_inclination", "both", 80, 95),
        ("trunk_lean", "body", 30, 60),
    ),
    "hop-test": (("knee_flexion", "working", 30, 75), ("foot_inclination", "working", -1, 1)),
    "loaded-run-test": (("arm_raise", "both", 160, 185),),
}  # fmt: skip


def test_every_picture_has_its_words() -> None:
    assert set(AT_THE_END) == {each.id for each in DRAWN}


@both_sides
@pytest.mark.parametrize("name", AT_THE_END)
def test_the_end_lies_where_the_words_say(name: str, side: Side) -> None:
    seen = look(name, side=side)
    for measure, of, low, high in AT_THE_END[name]:
        at = seen[measure, of] % 360.0 if measure == "thigh_angle" else seen[measure, of]
        assert low <= at <= high, (measure, of, at)


@pytest.mark.parametrize("name", ["active-knee-extension", "passive-knee-extension"])
def test_the_thigh_stays_upright_while_the_knee_straightens(name: str) -> None:
    for moment in loop(picture_of(name)):
        assert moment.body.held["working.hip"] == pytest.approx(90.0, abs=5.0)
    assert look(name, "start")["knee_flexion", "working"] > 75


def test_hands_hold_the_thigh_from_behind() -> None:
    posed = body("active-knee-extension")
    for side in ("working", "other"):
        wrist = posed[f"{side}_wrist"]
        assert posed["working_hip"][0] < wrist[0] < posed["working_hip"][0] + 0.10
        assert posed["working_hip"][1] < wrist[1] < posed["working_knee"][1]


def test_the_leg_rises_by_20_cm() -> None:
    rise = [height_cm(body("leg-raise-load-transfer", which)["working_heel"])
            for which in ("start", "end")]  # fmt: skip
    assert rise[1] - rise[0] == pytest.approx(20.0, abs=2.0)
    ankles = [body("leg-raise-load-transfer")[f"{side}_ankle"][2] for side in ("working", "other")]
    assert 100.0 * (ankles[0] - ankles[1]) == pytest.approx(20.0, abs=2.0)


def test_the_leg_lifted_in_lying_rises_by_10_to_15_cm_and_the_back_stays() -> None:
    start, end = (body("prone-leg-lift", which) for which in ("start", "end"))
    rise_cm = height_cm(end["working_ankle"]) - height_cm(start["working_ankle"])
    assert 10.0 <= rise_cm <= 15.5
    assert end.held["low_back"] == start.held["low_back"]


def test_the_shank_swings_outwards_lying_and_inwards_sitting() -> None:
    assert 30 <= shank_deg(body("prone-hip-rotation")) <= 45
    assert shank_deg(body("prone-hip-rotation", "start")) == pytest.approx(0.0, abs=1.0)
    assert -45 <= shank_deg(body("seated-hip-rotation")) <= -35
    assert shank_deg(body("seated-hip-rotation", "start")) == pytest.approx(0.0, abs=5.0)
    assert min(height_cm(body("seated-hip-rotation")[f"{s}_toe"]) for s in ("working", "other")) > 5


def test_who_lies_at_the_edge_has_the_bench_under_the_trunk_and_not_under_the_thigh() -> None:
    posed = body("thomas-test")
    low, high = span([Sight(posed, "side")])
    assert low < posed["skull"][0] - 0.05
    assert posed["mid_hip"][0] < high < posed["mid_hip"][0] + 0.12
    top = room_of(picture_of("thomas-test")).support_m
    for name, flesh in (("mid_shoulder", "shoulders"), ("ribs", "ribs"), ("skull", "skull")):
        assert -0.02 < posed[name][1] - flesh_m(flesh, BODY) - top < 0.04, name


def test_the_hands_hold_the_other_knee_at_the_edge_of_the_bed() -> None:
    posed = body("thomas-test")
    for side in ("working", "other"):
        held = (posed["other_knee"] + 0.15 * (posed["other_ankle"] - posed["other_knee"]))[:2]
        assert np.linalg.norm(posed[f"{side}_wrist"][:2] - held) < 0.10


def test_the_heel_lies_on_a_box_of_60_cm_that_begins_at_it() -> None:
    sights = [Sight(moment.body, "side") for moment in loop(picture_of("hamstring-bridge-test"))]
    assert 100.0 * room_of(picture_of("hamstring-bridge-test")).support_m == pytest.approx(60, 1)
    heels = [float(sight.body["working_heel"][0]) for sight in sights]
    low, high = span(sights)
    assert low < min(heels) < low + 0.12
    assert high > max(heels) + 0.1
    assert body("hamstring-bridge-test")["mid_hip"][1] > body("hamstring-bridge-test", "start")[
        "mid_hip"][1] + 0.15  # fmt: skip


def test_a_step_of_20_cm_is_left_until_the_heel_touches() -> None:
    assert 100.0 * room_of(picture_of("step-down-test")).support_m == pytest.approx(20, abs=0.5)
    start, end = (body("step-down-test", which) for which in ("start", "end"))
    assert height_cm(start["other_heel"]) > 18
    assert height_cm(end["other_heel"]) == pytest.approx(2.0, abs=TOUCHES_CM)
    assert end["other_heel"][1] <= end["other_toe"][1]


def test_the_heel_leaves_the_floor_on_one_leg() -> None:
    start, end = (body("heel-raise-count", which) for which in ("start", "end"))
    assert height_cm(end["working_heel"]) - height_cm(start["working_heel"]) > 8
    assert end["working_ball"][1] == pytest.approx(start["working_ball"][1], abs=0.01)
    for posed in (start, end):
        assert height_cm(posed["other_toe"]) > 5


def test_the_heel_stays_down_at_the_wall_and_the_knee_only_touches_it() -> None:
    posed = body("knee-to-wall-test")
    assert height_cm(posed["working_heel"]) == pytest.approx(2.0, abs=0.5)
    knee, others = posed["working_knee"], dict(posed.points)
    for name in ("working_knee", "working_wrist", "other_wrist", "working_elbow", "other_elbow"):
        others.pop(name)
    assert knee[0] > max(float(at[0]) for at in others.values())
    assert 4 < 100.0 * (knee[0] - posed["working_toe"][0]) + 5.0 < 15
    assert abs(knee[2] - posed["working_toe"][2]) < 0.03


def test_the_hips_travel_back_by_a_tenth_of_the_height_and_the_back_stays() -> None:
    start, end = (body("hinge-test", which) for which in ("start", "end"))
    assert start["mid_hip"][0] - end["mid_hip"][0] >= 0.10 * BODY.height_m
    assert end.held["low_back"] == start.held["low_back"]


def test_the_hands_of_the_runners_stretch_are_at_one_of_its_heights() -> None:
    height = 100.0 * room_of(picture_of("runners-stretch-level")).support_m
    assert min(abs(height - level) for level in (0, 15, 30, 45, 60)) < 1.0


def test_a_lifted_foot_is_free_and_the_arms_are_crossed() -> None:
    for name in ("single-leg-balance", "single-leg-squat-test"):
        end = body(name)
        assert height_cm(end["other_toe"]) > 8
        assert end.held.hands == {"working": "chest", "other": "chest"}


def test_the_fingers_of_a_toe_touch_come_near_the_floor() -> None:
    posed = body("toe-touch")
    for side in ("working", "other"):
        fingers = posed[f"{side}_wrist"] + palm(Sight(posed, "side"), side)
        assert 0 < height_cm(fingers) < 20


def test_the_soles_are_at_the_wall_and_the_hands_at_the_toes() -> None:
    posed = body("sit-and-reach")
    toes = max(float(posed[f"{side}_toe"][0]) for side in ("working", "other"))
    for side in ("working", "other"):
        assert abs(float(posed[f"{side}_wrist"][0]) - toes) < 0.15


def test_the_top_foot_stands_before_the_lower_one() -> None:
    posed = body("side-plank-test")
    assert posed["other_heel"][0] > posed["working_heel"][0] + 0.10
    for side in ("working", "other"):
        lowest = min(height_cm(posed[f"{side}_{name}"]) for name in ("heel", "ball", "toe"))
        assert lowest == pytest.approx(2.0, abs=TOUCHES_CM)


def test_a_hop_goes_forward_through_the_air_and_lands_on_the_same_leg() -> None:
    moments = loop(picture_of("hop-test"))
    start, end = (body("hop-test", which) for which in ("start", "end"))
    assert end["working_ball"][0] - start["working_ball"][0] > 0.8
    assert max(height_cm(moment.body["working_ball"]) for moment in moments) > 10
    assert end["other_toe"][1] > 0.05


def test_the_shin_straightens_with_round_back_and_bowed_head() -> None:
    start = look("slump-test", "start")
    assert start["knee_flexion", "working"] > 80
    assert body("slump-test").held["head"] >= 30
    assert body("slump-test")["nose"][1] < body("slump-test")["working_ear"][1]


# -- on the page ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def made() -> Iterator[Mapping[str, str]]:
    """Every picture as the maker would write it now."""
    sys.path.insert(0, str(DOCS))
    try:
        yield import_module("library").screen_pictures()
    finally:
        sys.path.remove(str(DOCS))


def test_every_picture_is_current_and_none_is_left_over(made: Mapping[str, str]) -> None:
    there = {f"images/screens/{file.name}" for file in (DOCS / "images/screens").iterdir()}
    assert there == set(made), "run python docs/make_library.py"
    assert all((DOCS / name).read_text("utf-8") == svg for name, svg in made.items())
    assert sum(len(svg.encode()) for svg in made.values()) < LARGEST_TOGETHER


@every_drawn
def test_the_page_shows_the_start_and_the_end(screen: Screen) -> None:
    page = (DOCS / "screens.md").read_text(encoding="utf-8")
    for which in ("start", "end"):
        assert f"(images/screens/{screen.id}-{which}.svg)" in page
