"""The strokes that neural painters learn from, painted by MyPaint.

python -m painttime.training.neural_painters.strokes_data FOLDER --count 100000 --seed 0: writes actions.npy,
(count, 12) float32, even over 0..1, and strokes.npy, (count, 64, 64, 3) uint8, each action's stroke on white.
"""

import argparse
import sys
import time
from pathlib import Path

import numpy as np

from painttime.core.image import Float32
from painttime.errors import PainttimeError
from painttime.files.atomic import replacing_file
from painttime.strokes.mypaint_actions import ACTION_BRUSH, ACTION_NAMES, SIZE_PX, render_actions

ACTIONS_NAME, PICTURES_NAME = "actions.npy", "strokes.npy"
CHUNK = 1000


def random_actions(count: int, seed: int) -> Float32:
    """Return actions, (count, 12) float32, even over 0..1."""
    return np.random.default_rng(seed).random((count, len(ACTION_NAMES)), dtype=np.float32)


def write_strokes(folder: Path, actions: Float32, brush: str) -> None:
    """Write actions and their pictures into a folder, which is made where it is missing.

    No more than a thousand pictures are in memory. Raises ExportError and UserInputError.
    """
    folder.mkdir(parents=True, exist_ok=True)
    shape = (len(actions), SIZE_PX, SIZE_PX, 3)
    with replacing_file(folder / PICTURES_NAME) as partial:
        pictures = np.lib.format.open_memmap(partial, mode="w+", dtype=np.uint8, shape=shape)
        for first in range(0, len(actions), CHUNK):
            pictures[first : first + CHUNK] = render_actions(actions[first : first + CHUNK], brush)
            print(f"\r{min(first + CHUNK, len(actions)):,} strokes", end="", flush=True)
        pictures.flush()
        del pictures
    with replacing_file(folder / ACTIONS_NAME) as partial, partial.open("wb") as file:
        np.save(file, actions)


def main() -> int:
    """Run the command in the module's docstring; return the exit code."""
    parser = argparse.ArgumentParser(description="Paint strokes of random actions with MyPaint.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--brush", default=ACTION_BRUSH, help="a brush of MyPaint, group/name")
    arguments = parser.parse_args()
    started = time.perf_counter()
    try:
        write_strokes(arguments.folder, random_actions(arguments.count, arguments.seed), arguments.brush)
    except PainttimeError as error:
        print(error, file=sys.stderr)
        return 2
    print(f" in {arguments.folder}, {time.perf_counter() - started:.1f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
