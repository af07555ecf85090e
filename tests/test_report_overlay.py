"""The annotated film keeps the original's clock, plays anywhere, and marks what was measured."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import report_sample as made

from evenstride import video
from evenstride.report import write_overlay
from evenstride.report.contacts import contacts
from evenstride.report.overlay import LONGEST_SIDE_PX, STRIP_PX, annotated
from evenstride.report.palette import FILM
from evenstride.skeleton import INDEX

GREY = 205


@pytest.fixture(scope="module")
def films(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("films")
    original, overlay = made.film(folder / "film.mp4"), folder / "overlay.mp4"
    write_overlay(made.sample(), original, overlay)
    return original, overlay


def blank(time_s: float) -> video.Frame:
    """A plain grey picture."""
    planes = np.full((made.HEIGHT * 3 // 2, made.WIDTH), 128, np.uint8)
    planes[: made.HEIGHT] = GREY
    return video.Frame(time_s, planes)


def distance(image: video.Image, side: str) -> np.ndarray:
    """How far each pixel is from a side's colour."""
    return np.abs(image.astype(int) - FILM[side]).max(axis=2)  # type: ignore[index,no-any-return]  # a side's name


def test_the_clock_is_the_originals(films: tuple[Path, Path]) -> None:
    original, overlay = ([frame.time_s for frame in video.frames(film)] for film in films)
    assert overlay == pytest.approx(original, abs=1e-4)
    assert video.probe(films[1]).duration_s == pytest.approx(made.DURATION_S, abs=0.02)


def test_it_plays_in_every_browser(films: tuple[Path, Path]) -> None:
    import av

    with av.open(str(films[1])) as container:
        stream = container.streams.video[0]
        assert stream.codec_context.name == "h264"
        assert stream.codec_context.pix_fmt == "yuv420p"
        assert (stream.width % 2, stream.height % 2) == (0, 0)
    content = films[1].read_bytes()
    assert content.index(b"moov") < content.index(b"mdat")


def test_uneven_frame_times_are_kept(tmp_path: Path) -> None:
    times = np.cumsum([0.0, 0.03, 0.05, 0.02, 0.04, 0.03])
    picture = np.full((64, 48, 3), GREY, np.uint8)
    video.write(tmp_path / "film.mp4", [picture] * len(times), times_s=times)
    write_overlay(made.sample(), tmp_path / "film.mp4", tmp_path / "overlay.mp4")
    shown = [frame.time_s for frame in video.frames(tmp_path / "overlay.mp4")]
    assert shown == pytest.approx(times, abs=1e-4)


@pytest.mark.parametrize("size", [(1280, 720), (720, 1280), (1000, 1000)])
def test_a_large_film_is_made_small(tmp_path: Path, size: tuple[int, int]) -> None:
    picture = np.full((*size, 3), GREY, np.uint8)
    video.write(tmp_path / "film.mp4", [picture] * 2)
    write_overlay(made.sample(), tmp_path / "film.mp4", tmp_path / "overlay.mp4")
    film = video.probe(tmp_path / "overlay.mp4")
    assert LONGEST_SIDE_PX - 4 <= max(film.width_px, film.height_px) <= LONGEST_SIDE_PX
    shape = film.width_px / (film.height_px - STRIP_PX)
    assert shape == pytest.approx(size[1] / size[0], rel=0.01)


def test_each_leg_has_its_colour_where_the_pose_is() -> None:
    run, at = made.sample(), 20
    image = annotated(blank(made.TIMES[at]), run.poses, ())
    for side in ("left", "right"):
        knee, ankle = (run.poses.xy_px[at, INDEX[f"{side}_{joint}"]] for joint in ("knee", "ankle"))
        x, y = (0.5 * (knee + ankle)).round().astype(int)
        assert distance(image, side)[y - 2 : y + 3, x - 2 : x + 3].min() < 60


def test_the_near_leg_is_drawn_over_the_far_one() -> None:
    run = made.sample()
    left = [INDEX[f"left_{joint}"] for joint in ("hip", "knee", "ankle")]
    right = [INDEX[f"right_{joint}"] for joint in ("hip", "knee", "ankle")]
    together = run.poses.xy_px.copy()
    together[:, right] = together[:, left]
    poses = replace(run.poses, xy_px=together)
    x, y = together[20, [left[0], left[1]]].mean(axis=0).round().astype(int)
    for near in ("left", "right"):
        image = annotated(blank(made.TIMES[20]), poses, (), near=near)
        spot = {side: distance(image, side)[y - 2 : y + 3, x - 2 : x + 3].min() for side in FILM}
        assert min(spot, key=lambda side: spot[side]) == near


def test_what_was_not_seen_is_not_drawn() -> None:
    run = made.sample()
    nobody = replace(run.poses, xy_px=np.full_like(run.poses.xy_px, np.nan))
    image = annotated(blank(0.5), nobody, contacts(run.events))
    assert np.ptp(image[: made.HEIGHT]) <= 2


def test_a_doubtful_pose_is_fainter() -> None:
    run = made.sample()
    doubtful = replace(run.poses, confidence=np.full_like(run.poses.confidence, 0.2))
    bare = blank(0.5).image.astype(int)
    sure, faint = (
        np.abs(annotated(blank(0.5), poses, ())[: made.HEIGHT] - bare).sum()
        for poses in (run.poses, doubtful)
    )
    assert 0 < faint < 0.6 * sure


def test_the_foot_on_the_ground_is_marked_and_only_then() -> None:
    run = made.sample()
    found = contacts(run.events)
    stance = next(c for c in found if c.side == "left" and c.strike_s > 1)
    middle = blank((stance.strike_s + stance.toe_off_s) / 2)
    marked, plain = (annotated(middle, run.poses, c)[: made.HEIGHT] for c in (found, ()))
    rows = np.nonzero((marked != plain).any(axis=(1, 2)))[0]
    foot_y = np.nanmax(run.poses["left_toe"][run.poses.time_s.searchsorted(middle.time_s), 1])
    assert abs(rows.mean() - foot_y) < 12
    before = blank(stance.strike_s - 0.05)
    marked, plain = (annotated(before, run.poses, c)[: made.HEIGHT] for c in (found, ()))
    assert (marked == plain).all()


def test_a_picture_without_a_pose_near_it_stays_bare() -> None:
    image = annotated(blank(made.DURATION_S + 5), made.sample().poses, ())
    assert np.ptp(image[: made.HEIGHT]) <= 2


def test_progress_rises_to_the_end(tmp_path: Path, films: tuple[Path, Path]) -> None:
    told: list[float] = []
    write_overlay(made.sample(), films[0], tmp_path / "overlay.mp4", progress=told.append)
    assert told == sorted(told)
    assert 0.95 < told[-1] <= 1
