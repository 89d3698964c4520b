"""Kills painttime dataset add at random moments and compares the data set with one made without.

python scripts/resume_check.py [--films 6] [--kills 20] [--size 160x120] [--canvases 6] [--seed 0]

Films of a simulated painter with a hand, drift and flicker are brought in once in one go. Then runs are
killed (SIGKILL, nothing is told to them) after a random time, and started again, until the data set is
complete. It is compared with the first one file by file, byte by byte, and begun anew, until so many kills
have hit. Ends with code 1 where anything differs.
"""

import argparse
import itertools
import random
import shutil
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
    moments = random.Random(arguments.seed)
    num_kills, are_same = 0, True
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        films = make_films(folder, arguments.films, arguments.size, arguments.canvases, arguments.seed)
        started = time.monotonic()
        run = subprocess.run(command(folder / "whole", films), check=False, stdout=subprocess.DEVNULL)
        took_s = time.monotonic() - started
        print(f"{len(films)} films in one go: {took_s:.1f} s, exit code {run.returncode}")
        longest_s = took_s * NUM_WORKERS / len(films)
        for number in itertools.count(1):
            if num_kills >= arguments.kills:
                break
            num_kills += killed_until_complete(folder / "killed", films, longest_s, moments)
            differing = differences(folder / "whole", folder / "killed")
            are_same = are_same and not differing
            result = "the same, byte by byte" if not differing else f"differing files: {differing[:5]}"
            print(f"data set {number}, {num_kills} kills so far: {result}")
            shutil.rmtree(folder / "killed")
    return 0 if are_same else 1


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


def killed_until_complete(
    dataset: Path, films: Sequence[Path], longest_s: float, moments: random.Random
) -> int:
    """Start and kill runs until one ends by itself; returns how many were killed."""
    num_kills = 0
    while True:
        wait_s = moments.uniform(0.0, longest_s)
        run = subprocess.Popen(command(dataset, films), stdout=subprocess.DEVNULL)
        try:
            run.wait(wait_s)
        except subprocess.TimeoutExpired:
            run.kill()
            run.wait()
            num_kills += 1
        else:
            return num_kills
        complete = Dataset.open(dataset).recordings if is_dataset(dataset) else ()
        damaged = [name for recording in complete for name in recording.damaged_files()]
        print(f"killed after {wait_s:.2f} s: {len(complete)} recordings complete, damaged files: {damaged}")


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
