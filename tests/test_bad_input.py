"""Bad input and odd films: refused with one sentence, or flagged for what they are."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

import films
import pytest

from evenstride import Analysis, analyze
from evenstride.figure import Runner
from evenstride.video import frames, write

TIMED = ("contact_time", "flight_time", "duty_factor", "loading_time", "loading_rate", "cadence")


def evenstride(*words: str | Path) -> subprocess.CompletedProcess[str]:
    """The command line, as a person runs it."""
    return subprocess.run(
        [str(Path(sys.executable).with_name("evenstride")), *map(str, words)],
        capture_output=True, text=True, check=False, timeout=300,
    )


@pytest.fixture(scope="session")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a film of the drawn runner, seen from the side."""
    folder = tmp_path_factory.mktemp("films")
    films.drawn(folder / "side.mp4", fps=30)
    return folder


# -- what cannot serve -----------------------------------------------------------------------


def missing(desk: Path) -> Path:
    return desk / "missing.mp4"


def folder(desk: Path) -> Path:
    return desk


def text(desk: Path) -> Path:
    (desk / "text.mp4").write_text("This is no film.\n" * 100, encoding="utf-8")
    return desk / "text.mp4"


def sound(desk: Path) -> Path:
    return films.sound(desk / "sound.mp4")


def empty(desk: Path) -> Path:
    (desk / "empty.mp4").touch()
    return desk / "empty.mp4"


def no_index(desk: Path) -> Path:
    return films.cut(desk / "side.mp4", desk / "no_index.mp4", 0.5)


def broken_table(desk: Path) -> Path:
    (desk / "table.csv").write_text("frame,time_s\n0,0\n", encoding="utf-8")
    return desk / "table.csv"


REFUSED: dict[Callable[[Path], Path], str] = {
    missing: "There is no file",
    folder: "is a folder. Name the film inside it.",
    text: "text.mp4 is not a video.",
    sound: "sound.mp4 holds sound but no pictures.",
    empty: "empty.mp4 is empty.",
    no_index: "no_index.mp4 was cut short",
    broken_table: "table.csv lacks the column keypoint",
}


def nobody(desk: Path) -> Path:
    """Only the wall over the runner's head."""
    return films.changed(desk / "side.mp4", desk / "nobody.mp4", films.upper_part(0.2))


def only_legs(desk: Path) -> Path:
    return films.changed(desk / "side.mp4", desk / "only_legs.mp4", films.lower_part(0.5))


def one_picture(desk: Path) -> Path:
    write(desk / "one.mp4", [next(frames(desk / "side.mp4")).image])
    return desk / "one.mp4"


def photo(desk: Path) -> Path:
    return films.still(next(frames(desk / "side.mp4")).image, desk / "photo.jpg")


def blink(desk: Path) -> Path:
    return films.changed(desk / "side.mp4", desk / "blink.mp4", kept=lambda i: i < 9)


REFUSED_WHEN_SEEN: dict[Callable[[Path], Path], str] = {
    nobody: "Nobody was found in the film nobody.mp4.",
    only_legs: "Nobody was found in the film only_legs.mp4.",
    one_picture: "one.mp4 is a single picture.",
    photo: "photo.jpg is a single picture.",
    blink: "blink.mp4 is too short to show a stride.",
}


def refused(clip: Path, words: str) -> None:
    out = clip.parent / "refused"
    done = evenstride("analyze", clip, "--out", out)
    assert done.returncode == 2
    assert words in done.stderr
    assert done.stderr.count("\n") == 1
    assert done.stdout == ""
    assert not out.exists()


@pytest.mark.parametrize("make", REFUSED, ids=lambda make: make.__name__)
def test_what_is_no_film_is_refused_in_one_sentence(
    make: Callable[[Path], Path], desk: Path
) -> None:
    refused(make(desk), REFUSED[make])


@pytest.mark.usefixtures("weights")
@pytest.mark.parametrize("make", REFUSED_WHEN_SEEN, ids=lambda make: make.__name__)
def test_a_film_without_a_run_is_refused_in_one_sentence(
    make: Callable[[Path], Path], desk: Path
) -> None:
    refused(make(desk), REFUSED_WHEN_SEEN[make])


@pytest.mark.parametrize(
    ("option", "value", "words"),
    [
        ("--height", "178", "178 m cannot be meant; give it in metres, as 1.78"),
        ("--speed", "14", "14 m/s cannot be meant; give metres a second (12 km/h is 3.3)"),
    ],
)
def test_a_number_in_another_unit_is_refused(
    option: str, value: str, words: str, desk: Path
) -> None:
    done = evenstride("analyze", desk / "side.mp4", option, value)
    assert done.returncode == 2
    assert words in done.stderr


# -- what is flagged -------------------------------------------------------------------------


@pytest.fixture(scope="session")
def see(desk: Path, weights: Path) -> Callable[..., Analysis]:
    """Analyse a film, each only once."""
    assert weights
    return cache(lambda make, **wishes: analyze(make(desk), **wishes))


def side(desk: Path) -> Path:
    return desk / "side.mp4"


def no_feet(desk: Path) -> Path:
    return films.changed(side(desk), desk / "no_feet.mp4", films.upper_part(0.75))


def no_head(desk: Path) -> Path:
    return films.changed(side(desk), desk / "no_head.mp4", films.lower_part(0.68))


def covered(desk: Path) -> Path:
    return films.changed(side(desk), desk / "covered.mp4", films.covered(2.0))


def blurred(desk: Path) -> Path:
    return films.changed(side(desk), desk / "blurred.mp4", films.blurred(2.0))


def slow(desk: Path) -> Path:
    """Filmed at 120 frames a second, shown at 30."""
    fast = films.drawn(desk / "fast.mp4", fps=120, s=2.2)
    return films.changed(fast, desk / "slow.mp4", clock=lambda time_s: 4 * time_s)


def half_speed(desk: Path) -> Path:
    fast = films.drawn(desk / "two.mp4", fps=60, s=3)
    return films.changed(fast, desk / "half_speed.mp4", clock=lambda time_s: 2 * time_s)


def standing(desk: Path) -> Path:
    return films.drawn(desk / "standing.mp4", Runner(activity="standing"), fps=30, s=2)


def walking(desk: Path) -> Path:
    walker = Runner(activity="walking", cadence_steps_min=110, speed_m_s=1.4)
    return films.drawn(desk / "walking.mp4", walker, fps=60, s=3)


def oblique(desk: Path) -> Path:
    return films.drawn(desk / "oblique.mp4", fps=30, yaw_deg=25)


def small(desk: Path) -> Path:
    return films.drawn(desk / "small.mp4", fps=30, px_per_m=60.0)


def short(desk: Path) -> Path:
    return films.changed(side(desk), desk / "short.mp4", kept=lambda i: i < 60)


def half(desk: Path) -> Path:
    """A broken copy whose index is there, but only half of its pictures."""
    sent = films.indexed_first(side(desk), desk / "sent.mp4")
    return films.cut(sent, desk / "half.mp4", 0.5)


def jerky(desk: Path) -> Path:
    return films.drawn(desk / "jerky.mp4", fps=15)


FLAGGED: dict[Callable[[Path], Path], set[str]] = {
    no_feet: {"cropped_feet"},
    no_head: {"cropped_head"},
    covered: {"lens_covered"},
    blurred: {"lens_covered"},
    slow: {"slow_motion"},
    half_speed: {"slow_motion"},
    standing: {"standing"},
    walking: {"walking"},
    oblique: {"oblique"},
    small: {"small"},
    short: {"few_steps"},
    half: {"few_steps"},
    jerky: {"low_frame_rate"},
}


def codes(analysis: Analysis) -> set[str]:
    return {remark.code for remark in analysis.quality}


def status(analysis: Analysis) -> dict[str, str]:
    return {item.key: item.status for item in analysis.measurements}


@pytest.mark.parametrize("make", FLAGGED, ids=lambda make: make.__name__)
def test_an_odd_film_is_flagged_for_what_it_is(
    make: Callable[[Path], Path], see: Callable[..., Analysis]
) -> None:
    assert FLAGGED[make] <= codes(see(make))


def test_a_plain_film_is_not_flagged(see: Callable[..., Analysis]) -> None:
    harmless = {"low_frame_rate", "few_steps", "hidden_leg", "dropped_steps", "repairs"}
    assert codes(see(side)) <= harmless


@pytest.mark.parametrize("make", [slow, half_speed], ids=lambda make: make.__name__)
def test_slow_motion_gives_no_times(
    make: Callable[[Path], Path], see: Callable[..., Analysis]
) -> None:
    assert {status(see(make))[key] for key in TIMED} == {"refused"}


def test_slow_motion_says_how_slow(see: Callable[..., Analysis]) -> None:
    said = {make: " ".join(r.sentence for r in see(make).quality) for make in (slow, half_speed)}
    assert "about 4 times slower" in said[slow]
    assert "about 2 times slower" in said[half_speed]


def test_of_a_walk_only_the_cadence_is_given(see: Callable[..., Analysis]) -> None:
    walk = see(walking)
    given = {item.key: item for item in walk.measurements if item.status != "refused"}
    assert list(given) == ["cadence"]
    assert given["cadence"].sides["both"].mean == pytest.approx(110, rel=0.06)  # of five steps


def test_where_nobody_runs_nothing_is_measured(see: Callable[..., Analysis]) -> None:
    assert set(status(see(standing)).values()) == {"refused"}


def test_few_or_coarse_steps_are_never_sure(see: Callable[..., Analysis]) -> None:
    assert "ok" not in {status(see(short))[key] for key in TIMED}
    assert status(see(jerky))["contact_time"] != "ok"


def test_a_wrong_view_is_said(see: Callable[..., Analysis]) -> None:
    told = see(side, view="rear")
    assert "wrong_view" in codes(told)
    assert told.quality[0].severity == "serious"
    assert "ok" not in set(status(told).values()) - {status(told)["cadence"]}


# -- real films ------------------------------------------------------------------------------


def test_of_two_people_one_stays_the_runner(data: Path, see: Callable[..., Analysis]) -> None:
    """A woman walks past a man who stands and then jumps: whoever is measured stays the same."""
    seen = see(lambda _: data / "two_people" / "demo.mp4")
    assert "second_person" in codes(seen)
    hips = seen.poses.middle("hip")
    leap_px = abs(hips[1:] - hips[:-1]).max(axis=1)
    leap_px = leap_px[leap_px == leap_px]  # noqa: PLR0124  # NaN is where nobody was seen
    assert leap_px.max() < 0.1 * seen.poses.width_px
    assert "ok" not in status(seen).values()


def test_a_real_walk_gives_no_running_metric(data: Path, see: Callable[..., Analysis]) -> None:
    """A second and a quarter of somebody who walks towards the camera."""
    seen = see(lambda _: data / "video_with_mocap" / "walk" / "video.mp4")
    assert seen.activity != "running"
    assert codes(seen) & {"walking", "no_steps"}
    assert {state for key, state in status(seen).items() if key != "cadence"} == {"refused"}


def test_a_camera_that_turns_is_noticed(
    data: Path, desk: Path, see: Callable[..., Analysis]
) -> None:
    turning = films.changed(
        data / "treadmill_side" / "clip.mp4",
        desk / "turning.mp4",
        lambda frame: frame.image[:, (left := round(20 * frame.time_s) * 2) : left + 600],
        kept=lambda i: i < 60,
    )
    assert "camera_moved" in codes(see(lambda _: turning))


def test_squats_are_no_run(data: Path, desk: Path, see: Callable[..., Analysis]) -> None:
    squat = films.changed(
        data / "video_with_mocap" / "squat" / "video.mp4",
        desk / "squat.mp4",
        lambda frame: frame.image[::2, ::2],
        kept=lambda i: i < 480 and i % 2 == 0,
    )
    seen = see(lambda _: squat)
    assert "standing" in codes(seen)
    assert set(status(seen).values()) == {"refused"}
