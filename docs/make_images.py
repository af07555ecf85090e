"""Make the pictures of the documentation, drawn runner only: `python docs/make_images.py`."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from itertools import islice
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from evenstride import coach_clip, staged
from evenstride.events import View
from evenstride.figure import Camera, Runner, film, frames
from evenstride.knowledge import knowledge
from evenstride.staged.acting import Act
from evenstride.video import frames as frames_of
from evenstride.video import write

Image = NDArray[np.uint8]

IMAGES = Path(__file__).with_name("images")
RUNNER = Runner(variability=0.02)
PHASES = 5


def example_film(path: Path, view: View) -> None:
    """Six seconds of the drawn runner, enough for seven steps a side."""
    film(path, RUNNER, Camera(view=view), fps=60.0, duration_s=6.0)


def pictures(view: View, count: int) -> list[Image]:
    """The first frames of a stride, evenly spread over it."""
    stride_s = 2 * RUNNER.step_time_s
    drawn = frames(
        RUNNER, Camera(view=view), fps=count / stride_s, duration_s=stride_s, motion_blur=0.0
    )
    return [picture for _, picture in islice(drawn, count)]


def filming() -> Image:
    """How the runner should fill the picture, from the side and from behind."""
    return np.hstack([pictures("side", PHASES)[0], pictures("rear", PHASES)[1]])


def drawn_runner() -> Image:
    """One stride from the side, and one moment of it from behind."""
    return np.hstack([*pictures("side", PHASES), pictures("rear", PHASES)[1]])


def analysed(folder: Path) -> Path:
    """The folder of an example film's results."""
    example_film(folder / "side.mp4", "side")
    command = Path(sys.executable).with_name("evenstride")
    subprocess.run(  # noqa: S603  # our own command
        [command, "analyze", "side.mp4", "--out", "result"], cwd=folder, check=True
    )
    return folder / "result"


def annotated_frame(result: Path, at_s: float = 3.1) -> Image:
    """A frame of the annotated film."""
    shown = (frame for frame in frames_of(result / "overlay.mp4") if frame.time_s >= at_s)
    return next(shown).image


def coached_frame(folder: Path, at_s: float = 14.6) -> Image:
    """A frame of a stretch that was coached: the front knee bends, and the clock waits."""
    exercise = knowledge().exercises["runners-stretch"]
    act = Act(exercise, "left", 15.0)
    bent = act.wrong(next(one for one in exercise.mistakes if one.id == "bent-knee"), 2.5)
    assert bent is not None  # noqa: S101  # it can be drawn
    shots = [*act.arriving, *act.way_in(2.0), *act.going_on(9.0), *act.moved(act.end, bent),
             *act.still(bent, 2.0), *act.moved(bent, act.end), *act.going_on(4.0)]  # fmt: skip
    drawn = staged.pictures(shots, staged.Film(side="left", width_px=960, height_px=720))
    clip = folder / "stretch.mp4"
    write(clip, drawn, fps=15.0)
    coach_clip(clip, exercise.id, side="left", target=20, out=folder / "coached")
    shown = (frame for frame in frames_of(folder / "coached" / "coach.mp4") if frame.time_s >= at_s)
    return next(shown).image


def planned(folder: Path) -> Path:
    """The page of a plan, from answers alone: Taylor's."""
    command = Path(sys.executable).with_name("evenstride")
    answers = Path(__file__).with_name("cases") / "taylor.toml"
    subprocess.run(  # noqa: S603  # our own command
        [command, "plan", "--answers", answers, "--out", folder / "plan"], check=True
    )
    return folder / "plan" / "plan.html"


def shown(page_file: Path, chromium: str, selector: str = "") -> Image:
    """The top of a page, or one part of it, as a browser shows it."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as browsers:
        browser = browsers.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1100, "height": 1200})
        page.goto(page_file.as_uri())
        page.wait_for_timeout(1500)
        shot = page.locator(selector).first.screenshot() if selector else page.screenshot()
        browser.close()
    decoded = cv2.imdecode(np.frombuffer(shot, np.uint8), cv2.IMREAD_COLOR_RGB)
    return np.asarray(decoded, dtype=np.uint8)


def keep(name: str, image: Image, width_px: int) -> None:
    """Write a picture, small enough to live in a repository."""
    height_px = round(image.shape[0] * width_px / image.shape[1])
    small = cv2.resize(image, (width_px, height_px), interpolation=cv2.INTER_AREA)
    path = IMAGES / f"{name}.jpg"
    cv2.imwrite(str(path), small[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, 80])
    print(f"{path.name}: {path.stat().st_size // 1024} kB")


def make(chromium: str) -> None:
    """Make every picture."""
    IMAGES.mkdir(exist_ok=True)
    keep("filming", filming(), 720)
    keep("drawn-runner", drawn_runner(), 1080)
    with tempfile.TemporaryDirectory() as scratch:
        result = analysed(Path(scratch))
        keep("annotated-frame", annotated_frame(result), 400)
        keep("report", shown(result / "report.html", chromium), 900)
        keep("coached-frame", coached_frame(Path(scratch)), 800)
        plan = planned(Path(scratch))
        keep("why", shown(plan, chromium, ".web"), 1000)
        keep("menu", shown(plan, chromium, ".menu article"), 900)


if __name__ == "__main__":
    make(sys.argv[1] if len(sys.argv) > 1 else shutil.which("chromium") or "chromium")
