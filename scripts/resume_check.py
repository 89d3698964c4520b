"""Kills painttime dataset add at random moments and compares the data set with one made without.

python scripts/resume_check.py [--films 6] [--kills 20] [--size 160x120] [--canvases 6] [--seed 0]

Films of a simulated painter with a hand, drift and flicker are brought in once in one go, and once by runs
that are killed (SIGKILL, nothing is told to them) after a random time, until so many kills have hit. A last
run may end. Both data sets are compared file by file, byte by byte. Ends with code 1 where they differ.
"""

import argparse
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from painttime.recordings.dataset.dataset import Dataset
from painttime.recordings.dataset.layout import is_dataset
from painttime.simulation.filming.film import FilmOptions
from painttime.simulation.filming.film_file import write_film
from painttime.simulation.filming.filming import film
from painttime.simulation.filming.procedural import procedural_canvases

NUM_WORKERS = 2


def main() -> int:
    """Run the command in the module's docstring."""
    arguments = parsed()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        films = make_films(folder, arguments.films, arguments.size, arguments.canvases, arguments.seed)
        started = time.monotonic()
        run = subprocess.run(command(folder / "whole", films), check=False)
        took_s = time.monotonic() - started
        print(f"{len(films)} films in one go: {took_s:.1f} s, exit code {run.returncode}")
        num_hits = kill_at_random(folder / "killed", films, arguments.kills, took_s, arguments.seed)
        run = subprocess.run(command(folder / "killed", films), check=False)
        print(f"the last run after {num_hits} kills: exit code {run.returncode}")
        differing = differences(folder / "whole", folder / "killed")
    print("the same, byte by byte" if not differing else f"{len(differing)} files differ: {differing[:5]}")
    return 1 if differing else 0


def parsed() -> argparse.Namespace:
    """Return the arguments of the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--films", type=int, default=6)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--size", type=_size, default=(160, 120))
    parser.add_argument("--canvases", type=int, default=6)
    parser.add_argument("--seed", type=int, default=0)
    return parser.parse_args()


def make_films(
    folder: Path, num_films: int, size_px: tuple[int, int], num_canvases: int, seed: int
) -> list[Path]:
    """Write films and return where they lie."""
    films = []
    for number in range(num_films):
        canvases = procedural_canvases(size_px, num_canvases=num_canvases, seed=seed + number)
        options = FilmOptions(frames_per_canvas=5, hand=True, shift_share=0.03, turn_deg=1.0, flicker=0.03)
        path = folder / f"film-{number}.mp4"
        frames = film(canvases, options, size_px=size_px, seed=seed + number)
        write_film((frame.pixels for frame in frames), path)
        films.append(path)
    return films


def command(dataset: Path, films: Sequence[Path]) -> list[str]:
    """Return the command line that adds films to a data set."""
    code = "from painttime.cli.main import main; main()"
    options = ["--method", "regions", "--workers", str(NUM_WORKERS)]
    return [sys.executable, "-c", code, "dataset", "add", str(dataset), *map(str, films), *options]


def kill_at_random(dataset: Path, films: Sequence[Path], num_kills: int, took_s: float, seed: int) -> int:
    """Start and kill runs; returns how many were hit before they ended by themselves."""
    moments = random.Random(seed)
    num_hits = 0
    for number in range(num_kills):
        # Sometimes before the first is complete, sometimes after some are.
        wait_s = moments.uniform(0.1, 2 * NUM_WORKERS * took_s / len(films))
        run = subprocess.Popen(command(dataset, films), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            run.wait(wait_s)
        except subprocess.TimeoutExpired:
            run.kill()
            run.wait()
            num_hits += 1
        complete = Dataset.open(dataset).recordings if is_dataset(dataset) else ()
        damaged = [name for recording in complete for name in recording.damaged_files()]
        print(f"kill {number + 1} after {wait_s:.2f} s: {len(complete)} recordings, damaged files: {damaged}")
    return num_hits


def differences(one: Path, other: Path) -> list[str]:
    """Return the files that are not the same in two folders, by their names."""
    contents = []
    for folder in (one, other):
        files = [path for path in folder.rglob("*") if path.is_file()]
        contents.append({path.relative_to(folder).as_posix(): path.read_bytes() for path in files})
    names = sorted(contents[0].keys() | contents[1].keys())
    return [name for name in names if contents[0].get(name) != contents[1].get(name)]


def _size(text: str) -> tuple[int, int]:
    width, height = (int(number) for number in text.split("x"))
    return width, height


if __name__ == "__main__":
    sys.exit(main())
