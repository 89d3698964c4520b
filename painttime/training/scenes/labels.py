"""Kinds of things in paintings as somebody who looked at them wrote them down.

They are kept as a coarse grid a painting, so that they do not depend on how regions were found when they
were given. In the file a grid is a line: runs of cells, row by row, a letter a kind ("12a3-40b": twelve cells
of the first kind, three of nothing known, forty of the second). The first line says what the letters mean.
"""

import re
import string
from collections.abc import Mapping, Sequence
from itertools import groupby
from pathlib import Path

import numpy as np
import numpy.typing as npt

from painttime.errors import UserInputError
from painttime.files.atomic import replacing_file
from painttime.segmentation.scenes.kinds import SCENE_KINDS

GRID_LONG_SIDE = 64
"""Cells along the longer side of a painting."""

UNKNOWN = 255
"""Cells nobody could name, or that lie where kinds meet."""

KindGrid = npt.NDArray[np.uint8]
"""(rows, columns) uint8: number of the kind in SCENE_KINDS, or UNKNOWN."""

_NOTHING = "-"
_RUN = re.compile(r"(\d*)([a-z-])")


def grid_size(height_px: int, width_px: int) -> tuple[int, int]:
    """Return (rows, columns) of the grid of a painting of this size."""
    cells = GRID_LONG_SIDE / max(height_px, width_px)
    return max(1, round(height_px * cells)), max(1, round(width_px * cells))


def read_labels(path: Path) -> dict[str, KindGrid]:
    """Read the grids of all paintings, by the name the table of paintings has for them.

    Raises UserInputError where the file is missing or a line does not hold a grid.
    """
    try:
        first, *lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError, ValueError) as error:
        raise UserInputError(f"The labels of the scenes cannot be read from {path}: {error}.") from error
    letters = _letters_of(first, path)
    grids = {}
    for number, line in enumerate(lines, start=2):
        try:
            painting, rows, columns, runs = line.split("\t")
            cells = [letters[letter] for count, letter in _RUN.findall(runs) for _ in range(int(count or 1))]
            grids[painting] = np.array(cells, dtype=np.uint8).reshape(int(rows), int(columns))
        except (ValueError, KeyError) as error:
            raise UserInputError(f"Line {number} of {path} is no grid of kinds.") from error
    return grids


def write_labels(path: Path, grids: Mapping[str, KindGrid], names: Sequence[str] = SCENE_KINDS) -> None:
    """Write the grids of paintings, sorted by name; `names` are the kinds the numbers stand for."""
    meaning = " ".join(
        f"{letter}={name}" for letter, name in zip(string.ascii_lowercase, names, strict=False)
    )
    lines = [meaning]
    for painting, grid in sorted(grids.items()):
        letters = [_NOTHING if cell == UNKNOWN else string.ascii_lowercase[cell] for cell in grid.ravel()]
        runs = [(len(list(run)), letter) for letter, run in groupby(letters)]
        text = "".join(f"{count if count > 1 else ''}{letter}" for count, letter in runs)
        lines.append("\t".join((painting, *map(str, grid.shape), text)))
    with replacing_file(path) as partial:
        partial.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _letters_of(first: str, path: Path) -> dict[str, int]:
    """Return the number in SCENE_KINDS of each letter; kinds that are no longer used are unknown."""
    letters = {_NOTHING: UNKNOWN}
    for entry in first.split():
        letter, is_entry, name = entry.partition("=")
        if not is_entry:
            raise UserInputError(f"The first line of {path} does not say what its letters mean.")
        letters[letter] = SCENE_KINDS.index(name) if name in SCENE_KINDS else UNKNOWN
    return letters
