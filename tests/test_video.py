"""Films: true times, upright pictures, one clear sentence for what is not a film."""

from __future__ import annotations

import wave
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenstride.errors import InputError, UnreadableFilm
from evenstride.video import Frame, Image, Writer, frames, probe, write

WIDTH, HEIGHT = 64, 48
CORNERS = {"red": (220, 30, 30), "green": (30, 200, 30), "blue": (30, 30, 220), "white": (235,) * 3}


def cornered(width: int = WIDTH, height: int = HEIGHT) -> Image:
    """Red top left, green top right, blue bottom left, white bottom right."""
    image = np.empty((height, width, 3), np.uint8)
    middle_x, middle_y = width // 2, height // 2
    image[:middle_y, :middle_x] = CORNERS["red"]
    image[:middle_y, middle_x:] = CORNERS["green"]
    image[middle_y:, :middle_x] = CORNERS["blue"]
    image[middle_y:, middle_x:] = CORNERS["white"]
    return image


def corner_names(image: Image) -> list[str]:
    """The colours of the four quarters: top left, top right, bottom left, bottom right."""
    height, width = image.shape[:2]
    spots = [image[y, x] for y in (height // 4, -height // 4) for x in (width // 4, -width // 4)]
    return [
        min(CORNERS, key=lambda name: float(np.abs(spot - np.array(CORNERS[name], float)).sum()))
        for spot in spots
    ]


def shades(count: int) -> list[Image]:
    """Grey pictures, each brighter than the one before."""
    return [np.full((HEIGHT, WIDTH, 3), 20 + i * 200 // count, np.uint8) for i in range(count)]


@pytest.fixture
def film(tmp_path: Path) -> Path:
    path = tmp_path / "film.mp4"
    write(path, shades(30), fps=30)
    return path


def stored_turned(path: Path, degrees: float, *, mirror: bool = False) -> None:
    """A film whose header asks the player to turn and mirror its pictures."""
    import av

    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=30)
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        stream.set_display_rotation(degrees, hflip=mirror)
        for _ in range(5):
            picture = av.VideoFrame.from_ndarray(cornered(), format="rgb24")
            container.mux(stream.encode(picture))
        container.mux(stream.encode())


def test_a_film_comes_back_with_its_facts(film: Path) -> None:
    facts = probe(film)
    assert (facts.width_px, facts.height_px) == (WIDTH, HEIGHT)
    assert facts.frames == 30
    assert facts.fps == pytest.approx(30, rel=1e-3)
    assert facts.duration_s == pytest.approx(1.0, abs=0.01)
    assert not facts.variable_rate
    assert facts.rotation_deg == 0
    assert facts.codec == "h264"


def test_pictures_come_back_in_order_and_colour(tmp_path: Path) -> None:
    path = tmp_path / "colours.mp4"
    write(path, [cornered()] * 3)
    for frame in frames(path):
        assert frame.image.shape == (HEIGHT, WIDTH, 3)
        for name, y, x in (("red", 8, 8), ("green", 8, 56), ("blue", 40, 8), ("white", 40, 56)):
            assert np.abs(frame.image[y, x].astype(int) - CORNERS[name]).max() < 12
    shown = [float(frame.image.mean()) for frame in frames(_written(tmp_path, shades(30)))]
    assert np.all(np.diff(shown) > 0)


def _written(folder: Path, images: list[Image]) -> Path:
    write(folder / "grey.mp4", images)
    return folder / "grey.mp4"


def test_times_are_the_films_own(tmp_path: Path) -> None:
    times = [0.5, 0.51, 0.6, 0.633, 0.8, 1.3]
    write(tmp_path / "uneven.mp4", shades(6), times_s=times)
    assert [f.time_s for f in frames(tmp_path / "uneven.mp4")] == pytest.approx(times, abs=2e-5)
    assert probe(tmp_path / "uneven.mp4").variable_rate


@given(st.lists(st.integers(1, 40), min_size=2, max_size=12))
def test_any_increasing_times_survive_writing(
    tmp_path_factory: pytest.TempPathFactory, steps_ms: list[int]
) -> None:
    path = tmp_path_factory.mktemp("times") / "film.mp4"
    times = np.cumsum(steps_ms) / 1000
    write(path, shades(len(times)), times_s=times)
    assert [frame.time_s for frame in frames(path)] == pytest.approx(list(times), abs=2e-5)


def test_times_that_stand_still_are_refused_and_leave_no_file(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="increase"):
        write(tmp_path / "film.mp4", shades(3), times_s=[0.0, 0.1, 0.1])
    assert list(tmp_path.iterdir()) == []


def test_a_film_appears_only_when_it_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "film.mp4"
    with Writer(path) as film:
        film.add(shades(1)[0], time_s=0.0)
        assert not path.exists()
    assert path.exists()


def test_odd_sizes_lose_their_last_row_and_column(tmp_path: Path) -> None:
    write(tmp_path / "odd.mp4", [cornered(65, 49)] * 2)
    assert (probe(tmp_path / "odd.mp4").width_px, probe(tmp_path / "odd.mp4").height_px) == (64, 48)


def test_the_index_comes_first_so_that_a_browser_can_start(film: Path) -> None:
    content = film.read_bytes()
    assert 0 < content.index(b"moov") < content.index(b"mdat")


@pytest.mark.parametrize(
    ("degrees", "mirror", "corners"),
    [
        (0, False, ["red", "green", "blue", "white"]),
        (-90, False, ["blue", "red", "white", "green"]),
        (90, False, ["green", "white", "red", "blue"]),
        (180, False, ["white", "blue", "green", "red"]),
        (0, True, ["green", "red", "white", "blue"]),
    ],
)
def test_pictures_stand_upright(
    tmp_path: Path, degrees: int, mirror: bool, corners: list[str]  # noqa: FBT001
) -> None:
    path = tmp_path / "turned.mp4"
    stored_turned(path, degrees, mirror=mirror)
    first = next(frames(path))
    assert corner_names(first.image) == corners
    facts = probe(path)
    assert (facts.width_px, facts.height_px) == (first.width_px, first.height_px)
    assert facts.rotation_deg == -degrees % 360


def test_a_smaller_picture_on_request(film: Path) -> None:
    frame = next(frames(film, longest_side_px=32))
    assert (frame.width_px, frame.height_px) == (32, 24)


def test_planes_are_parts_of_the_picture() -> None:
    planes = np.arange(6 * 4, dtype=np.uint8).reshape(6, 4)
    y, u, v = Frame(0.0, planes).split()
    assert y.shape == (4, 4)
    assert u.ravel().tolist() == [16, 17, 18, 19]
    assert v.ravel().tolist() == [20, 21, 22, 23]


def test_full_range_pictures_are_brought_to_video_range(tmp_path: Path) -> None:
    import av

    path = tmp_path / "full.mkv"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("mjpeg", rate=30)
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuvj420p"
        picture = av.VideoFrame.from_ndarray(np.full((HEIGHT, WIDTH, 3), 250, np.uint8), "rgb24")
        container.mux(stream.encode(picture.reformat(format="yuvj420p", dst_color_range=2)))
        container.mux(stream.encode())
    assert next(frames(path)).image.mean() == pytest.approx(250, abs=3)


def test_a_film_cut_off_in_the_middle_gives_what_is_left(tmp_path: Path) -> None:
    noise = np.random.default_rng(0).integers(0, 255, (30, HEIGHT, WIDTH, 3), np.uint8)
    film = _written(tmp_path, list(noise))
    content = film.read_bytes()
    film.write_bytes(content[: len(content) - (len(content) - content.index(b"mdat")) // 2])
    left = [frame.time_s for frame in frames(film)]
    assert 10 <= len(left) <= 20
    assert np.all(np.diff(left) > 0)


def _missing(folder: Path) -> Path:
    return folder / "none.mp4"


def _empty(folder: Path) -> Path:
    (folder / "empty.mp4").touch()
    return folder / "empty.mp4"


def _text(folder: Path) -> Path:
    (folder / "text.mp4").write_text("Dear diary, today I ran.\n" * 100)
    return folder / "text.mp4"


def _plain_text(folder: Path) -> Path:
    (folder / "notes.txt").write_text("Dear diary, today I ran.\n" * 100)
    return folder / "notes.txt"


def _sound(folder: Path) -> Path:
    with wave.open(str(folder / "sound.wav"), "wb") as file:
        file.setparams((1, 2, 8000, 0, "NONE", ""))
        file.writeframes(bytes(16000))
    return folder / "sound.wav"


def _without_index(folder: Path) -> Path:
    import av

    path = folder / "cut.mp4"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=Fraction(30))
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        for image in shades(10):
            container.mux(stream.encode(av.VideoFrame.from_ndarray(image, format="rgb24")))
        container.mux(stream.encode())
    content = path.read_bytes()
    path.write_bytes(content[: content.index(b"moov") - 4])
    return path


def _no_pictures(folder: Path) -> Path:
    write(folder / "film.mp4", shades(10))
    content = (folder / "film.mp4").read_bytes()
    (folder / "headless.mp4").write_bytes(content[: content.index(b"mdat") + 4])
    return folder / "headless.mp4"


@pytest.mark.parametrize(
    ("made", "sentence"),
    [
        (_missing, "no file"),
        (lambda folder: folder, "is a folder"),
        (_empty, "empty"),
        (_text, "not a video"),
        (_plain_text, "not a video"),
        (_sound, "no pictures"),
        (_without_index, "cut short"),
        (_no_pictures, "No picture"),
    ],
)
@pytest.mark.parametrize("read", [probe, lambda path: list(frames(path))])
def test_what_is_not_a_film_is_said_in_one_sentence(
    tmp_path: Path,
    made: Callable[[Path], Path],
    sentence: str,
    read: Callable[[Path], object],
) -> None:
    with pytest.raises(UnreadableFilm, match=sentence) as raised:
        read(made(tmp_path))
    assert str(raised.value).endswith(".")
    assert "\n" not in str(raised.value)


def test_a_real_clip_shows_only_what_its_edit_list_shows(data: Path) -> None:
    """A cut made on a phone leaves the pictures in the file and only forbids showing them."""
    path = data / "video_with_mocap" / "walk" / "video.mp4"
    times = [frame.time_s for frame in frames(path)]
    assert len(times) == probe(path).frames == 75
    assert times[0] == 0.0
    assert times[-1] == pytest.approx(74 / 60, abs=1e-3)
