"""How near the way from film to keypoints comes to bare inference, and the memory it takes.

    python -m bench.pose [FILM] [--minutes 1 10]

The film (by default the treadmill clip) is repeated to the lengths asked for, without decoding.
Each length is measured in a process of its own, beside bare landmark calls on prepared crops by
as many threads in the same process: the ratio of the two means the same on any machine. Where
other work goes on beside it, the ratio by processor time is the one to read.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import asdict, dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np

from evenstride.pose import estimate, open_backend
from evenstride.video import probe

ROOT = Path(__file__).resolve().parents[1]
DATA = Path(os.environ.get("EVENSTRIDE_DATA") or ROOT.parent / "shared" / "data")
BARE_S = 8.0
"""How long bare inference is timed."""


@dataclass(frozen=True)
class Pace:
    """How fast pictures went through, and the processor time each took in all threads."""

    per_s: float
    cpu_ms: float


@dataclass(frozen=True)
class Figures:
    """What one run showed."""

    frames: int
    bare: Pace
    film: Pace
    peak_mb: float


def repeated(film: Path, minutes: float, target: Path) -> Path:
    """The film again and again until it is long enough, its packets copied as they are."""
    import av

    facts = probe(film)
    with av.open(str(target), "w") as out:
        stream = None
        for turn in range(max(1, round(60 * minutes / facts.duration_s))):
            with av.open(str(film)) as source:
                template = source.streams.video[0]
                stream = stream or out.add_stream_from_template(template)
                shift = round(Fraction(facts.duration_s) * turn / (template.time_base or 1))
                for packet in source.demux(template):
                    if packet.dts is None or packet.pts is None:
                        continue
                    packet.dts, packet.pts = packet.dts + shift, packet.pts + shift
                    packet.stream = stream
                    out.mux(packet)
    return target


def bare_pace(threads: int, seconds: float) -> Pace:
    """Landmark calls a second by this many threads, each with a network and a crop of its own."""
    counts = [0] * threads
    ready = threading.Barrier(threads + 1)
    stop = threading.Event()

    def call(place: int) -> None:
        backend = open_backend()
        crop = np.random.default_rng(place).integers(
            0, 255, (backend.crop_px, backend.crop_px, 3), np.uint8
        )
        backend.landmarks(crop)
        ready.wait()
        while not stop.is_set():
            backend.landmarks(crop)
            counts[place] += 1

    workers = [threading.Thread(target=call, args=(place,)) for place in range(threads)]
    for worker in workers:
        worker.start()
    ready.wait()
    start, cpu = time.perf_counter(), time.process_time()
    time.sleep(seconds)
    pace = pace_since(start, cpu, sum(counts))
    stop.set()
    for worker in workers:
        worker.join()
    return pace


def pace_since(start: float, cpu: float, count: int) -> Pace:
    """The pace of `count` pictures done since these two clocks were read."""
    elapsed, worked = time.perf_counter() - start, time.process_time() - cpu
    return Pace(count / elapsed, 1000 * worked / count)


def measured(film: Path) -> Figures:
    """One film from end to end, the peak of memory, then bare inference by as many threads."""
    threads = os.cpu_count() or 1
    start, cpu = time.perf_counter(), time.process_time()
    frames = len(estimate(film).poses)
    pace = pace_since(start, cpu, frames)
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Figures(frames, bare_pace(threads, BARE_S), pace, peak_mb)


def in_own_process(film: Path) -> Figures:
    """The same in a fresh process, so that each film's memory is its own."""
    answer = subprocess.run(
        [sys.executable, "-m", "bench.pose", "--one", str(film)],
        cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True,
    )  # fmt: skip
    told = json.loads(answer.stdout.splitlines()[-1])
    return Figures(told["frames"], Pace(**told["bare"]), Pace(**told["film"]), told["peak_mb"])


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("film", nargs="?", type=Path, default=DATA / "treadmill_side" / "clip.mp4")
    parser.add_argument("--minutes", nargs="+", type=float, default=[1.0])
    parser.add_argument("--one", action="store_true", help="measure the film as it is, print JSON")
    asked = parser.parse_args()
    if asked.one:
        print(json.dumps(asdict(measured(asked.film))))
        return
    with tempfile.TemporaryDirectory() as folder:
        for minutes in asked.minutes:
            path = repeated(asked.film, minutes, Path(folder) / f"{minutes:g}.mp4")
            figures = in_own_process(path)
            bare, film = figures.bare, figures.film
            print(
                f"{minutes:g} min, {figures.frames} pictures: "
                f"bare {bare.per_s:.1f}/s, film to keypoints {film.per_s:.1f}/s, "
                f"ratio {film.per_s / bare.per_s:.2f} by the clock, "
                f"{bare.cpu_ms / film.cpu_ms:.2f} by processor time "
                f"({bare.cpu_ms:.1f} of {film.cpu_ms:.1f} ms), "
                f"peak memory {figures.peak_mb:.0f} MB"
            )


if __name__ == "__main__":
    main()
