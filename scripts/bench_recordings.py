"""The measurements of bench.py that have to do with recordings: python scripts/bench_recordings.py ROW.

Films are made of a sample painting and brought in by a process of its own, whose memory and time alone count:
python scripts/bench_recordings.py bring-in FILM prints them.
"""

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from bench_rows import sample_pixels
from recording_study.bringing import brought_in
from recording_study.hour import write_long_film
from recording_study.troubles import TROUBLES

from painttime.recordings.bringing_in import bring_in
from painttime.recordings.options import BringInOptions
from painttime.recordings.sources.opening import open_recording
from painttime.simulation.filming.canvases import simulated_canvases
from painttime.simulation.filming.film_file import write_film
from painttime.simulation.filming.filming import Film

BRING_IN = "bring-in"
NUM_CANVASES = 40
FRAMES_PER_CANVAS = 15
"""Half a second each; time-lapses that people publish are slower still."""
HOUR_FRAMES = 60 * 60 * 30
HOUR_CANVASES = 30


def sample_film(size_px: tuple[int, int], num_canvases: int, frames_per_canvas: int) -> Film:
    """Return a film of the sample landscape with a hand, drift, flicker, static stretches and dialogs."""
    pixels = sample_pixels(round(size_px[1] * 0.85), round(size_px[1] * 0.85 * 4 / 3))
    canvases = simulated_canvases(pixels, num_canvases=num_canvases, seed=1)
    options = replace(TROUBLES["all"], frames_per_canvas=frames_per_canvas)
    return Film(canvases, options, size_px=size_px, seed=1)


def bring_in_film(path: Path) -> dict[str, float]:
    """Bring a film in; return seconds, peak memory in MB and the number of frames read and kept."""
    started = time.perf_counter()
    with tempfile.TemporaryDirectory() as work:
        clean = brought_in(bring_in(open_recording(path), BringInOptions(), Path(work)))
        seconds = time.perf_counter() - started
    unit = 1 if sys.platform == "darwin" else 1024
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6
    return {
        "seconds": seconds,
        "peak_mb": peak_mb,
        "num_frames": clean.tally.num_frames,
        "num_kept": clean.tally.num_kept,
    }


def in_process(path: Path) -> dict[str, float]:
    """Bring a film in by a process of its own."""
    done = subprocess.run(
        [sys.executable, __file__, BRING_IN, str(path)], stdout=subprocess.PIPE, text=True, check=True
    )
    printed: dict[str, float] = json.loads(done.stdout.strip().splitlines()[-1])
    print(printed, file=sys.stderr)
    return printed


def measure_rate(folder: Path) -> tuple[list[float], float]:
    """Frames of 720p a second, three times, and the memory it took."""
    path = folder / "film.mp4"
    film = sample_film((1280, 720), NUM_CANVASES, FRAMES_PER_CANVAS)
    write_film((frame.pixels for frame in film.frames()), path)
    runs = [in_process(path) for _ in range(3)]
    return [run["num_frames"] / run["seconds"] for run in runs], max(run["peak_mb"] for run in runs)


def measure_hour(folder: Path) -> tuple[list[float], float]:
    """MB that bringing in an hour of 1080p takes at most."""
    path = folder / "hour.mp4"
    write_long_film(sample_film((1920, 1080), HOUR_CANVASES, 8), path, num_frames=HOUR_FRAMES)
    peak_mb = in_process(path)["peak_mb"]
    return [peak_mb], peak_mb


MEASUREMENTS: dict[str, Callable[[Path], tuple[list[float], float]]] = {
    "recording-720": measure_rate,
    "recording-hour": measure_hour,
}


def main() -> int:
    """Measure a row of bench.py, or bring one film in."""
    if sys.argv[1] == BRING_IN:
        print(json.dumps(bring_in_film(Path(sys.argv[2]))))
        return 0
    with tempfile.TemporaryDirectory() as folder:
        samples, peak_mb = MEASUREMENTS[sys.argv[1]](Path(folder))
    print(json.dumps({"samples": samples, "peak_mb": peak_mb}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
