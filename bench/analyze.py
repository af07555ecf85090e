"""How fast an analysis is and how much memory it takes: `python -m bench.analyze [MINUTES ...]`.

Everything is measured in one run on one machine, so that the ratios mean the same anywhere.
The films are of the drawn runner, made on the spot. Memory is read from /proc, on Linux only.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import evenstride
from evenstride.cleaning import clean
from evenstride.events import understand
from evenstride.figure import Camera, Runner, film, keypoints
from evenstride.measuring import measure
from evenstride.pose import estimate

PROC = Path("/proc")
SAMPLE_S = 0.1
"""Between two looks at the memory; what comes and goes within it is not seen."""
REPEATS = 5
SHORT_S = 10.0
MINUTES = (1.0, 10.0)
POSE_FPS = 60.0
LONG_FPS = 30.0

RUNNER = Runner(variability=0.02)


def main(minutes: Sequence[float]) -> None:
    """Print every figure."""
    with tempfile.TemporaryDirectory() as scratch:
        importing()
        after_pose()
        whole_road(Path(scratch))
        for length_min in minutes if PROC.is_dir() else ():
            memory(Path(scratch), length_min)


def importing() -> None:
    """What `import evenstride` adds to starting Python."""
    bare = quickest(lambda: python("pass"))
    ours = quickest(lambda: python("import evenstride"))
    say("import evenstride", f"{ours - bare:.3f} s more than Python's own {bare:.3f} s")


def python(code: str) -> None:
    """Run a line in a fresh interpreter."""
    subprocess.run([sys.executable, "-c", code], check=True)


def after_pose() -> None:
    """Cleaning, events and metrics of one minute of keypoints."""
    raw = keypoints(RUNNER, Camera(), fps=POSE_FPS, duration_s=60.0, noise_px=2.0)
    measure(understand(clean(raw)[0]))  # imports are not the question here
    with timed() as cleaning:
        poses, _ = clean(raw)
    with timed() as events:
        run = understand(poses)
    with timed() as metrics:
        measure(run)
    total = cleaning() + events() + metrics()
    say("everything after pose", f"{len(raw) / total:,.0f} frames/s")
    for name, took in (("cleaning", cleaning), ("events", events), ("metrics", metrics)):
        say(f"  {name}", f"{100 * took() / total:.0f} % of it")


def whole_road(folder: Path) -> None:
    """The pose stage, `analyze` and the command, on one film, in this order."""
    path = folder / "short.mp4"
    film(path, RUNNER, Camera(), fps=POSE_FPS, duration_s=SHORT_S)
    estimate(path)  # the weights are fetched and the model loaded once before
    with timed() as pose:
        estimate(path)
    with timed() as road:
        evenstride.analyze(path)
    with timed() as command:
        run_command(path)
    frames = SHORT_S * POSE_FPS
    say("pose stage", f"{frames / pose():.0f} frames/s")
    say("evenstride.analyze", f"{road() / pose():.2f} x the pose stage")
    say("evenstride analyze (with report and film)", f"{command() / pose():.2f} x the pose stage")


def memory(folder: Path, length_min: float) -> None:
    """The peak of the whole command on a film of so many minutes."""
    path = folder / f"{length_min:g}-minutes.mp4"
    repeated(path, length_min * 60)
    peak_mb = peak_kb(command_for(path), folder) / 1024
    say(f"peak memory, {length_min:g} min at {LONG_FPS:g} frames/s", f"{peak_mb:,.0f} MB")


def repeated(path: Path, duration_s: float) -> None:
    """A long film: twenty seconds of the runner, its packets copied again and again."""
    import av

    once_s = 20.0
    short = path.with_suffix(".once.mp4")
    film(short, RUNNER, Camera(), fps=LONG_FPS, duration_s=once_s)
    with av.open(str(path), "w") as target:
        stream = None
        for start_s in (once_s * turn for turn in range(round(duration_s / once_s))):
            with av.open(str(short)) as source:
                first = source.streams.video[0]
                stream = stream or target.add_stream_from_template(first)
                for packet in source.demux(first):
                    if packet.dts is not None and packet.pts is not None:
                        later = round(start_s / packet.time_base)
                        packet.dts, packet.pts = packet.dts + later, packet.pts + later
                        packet.stream = stream
                        target.mux(packet)


def command_for(path: Path) -> list[str]:
    """The command that analyses a film."""
    program = Path(sys.executable).with_name("evenstride")
    return [str(program), "analyze", path.name, "--out", f"{path.stem}-result"]


def run_command(path: Path) -> None:
    """Analyse a film as a person would."""
    subprocess.run(command_for(path), cwd=path.parent, check=True, stdout=subprocess.DEVNULL)


def peak_kb(command: Sequence[str], folder: Path) -> int:
    """The most memory a command and all it starts hold at once."""
    peak = 0
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL) as running:
        while running.poll() is None:
            peak = max(peak, sum(held_kb(pid) for pid in family(running.pid)))
            time.sleep(SAMPLE_S)
    if running.returncode:
        raise SystemExit(f"'{' '.join(command)}' ended with status {running.returncode}.")
    return peak


def family(pid: int) -> list[int]:
    """A process and all its descendants; nothing once it has ended."""
    try:
        tasks = list((PROC / str(pid) / "task").iterdir())
        children = [int(c) for task in tasks for c in (task / "children").read_text().split()]
    except OSError:
        return []
    return [pid, *(each for child in children for each in family(child))]


def held_kb(pid: int) -> int:
    """A process's memory, what it shares divided among those who share it."""
    try:
        lines = (PROC / str(pid) / "smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


def quickest(task: Callable[[], None]) -> float:
    """The least of several times, seconds: what the task needs when nothing disturbs it."""
    times = []
    for _ in range(REPEATS):
        with timed() as took:
            task()
        times.append(took())
    return min(times)


@contextmanager
def timed() -> Iterator[Callable[[], float]]:
    """How long the block took, to be asked afterwards."""
    start = time.perf_counter()
    end = start
    yield lambda: end - start
    end = time.perf_counter()


def say(what: str, figure: str) -> None:
    """Print one line of the table."""
    print(f"{what:45} {figure}", flush=True)


if __name__ == "__main__":
    main([float(word) for word in sys.argv[1:]] or MINUTES)
