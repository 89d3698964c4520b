"""Shows automatic parts as a painter would judge them: painting | 5 parts | 10 parts, with names.

python scripts/parts_sheet.py PICTURE [PICTURE ...] --out sheet.jpg [--counts 5 10] [--columns 2]
"""

import argparse
import sys
from pathlib import Path

import cv2
import numpy as np
from parts_study.drawing import LINE_PX, drawn_parts, fitted, legend
from parts_study.finding import SEEN_WAYS, finder_named

from painttime.core.image import RGB8
from painttime.core.part_tree import PartTree
from painttime.errors import PainttimeError
from painttime.storage.painting_file import read_painting

CELL_PX = (300, 210)
LEGEND_LINES = 5
GAP_PX = 6


def main() -> int:
    """Run the command in the module's docstring."""
    arguments = parsed()
    find = finder_named(arguments.way)
    try:
        cells = []
        for path in arguments.pictures:
            pixels = read_painting(path).pixels
            cells.append(row(pixels, find(pixels), arguments.counts))
    except PainttimeError as error:
        print(error, file=sys.stderr)
        return 2
    sheet = stacked(cells, arguments.columns)
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    quality = [cv2.IMWRITE_JPEG_QUALITY, arguments.quality] if arguments.out.suffix == ".jpg" else []
    cv2.imwrite(str(arguments.out), cv2.cvtColor(sheet, cv2.COLOR_RGB2BGR), quality)
    print(f"{arguments.out}: {arguments.out.stat().st_size / 1000:.0f} kB")
    return 0


def parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Show automatic parts.")
    parser.add_argument("pictures", type=Path, nargs="+")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--counts", type=int, nargs="+", default=[5, 10], help="0: as many as seem natural")
    parser.add_argument("--columns", type=int, default=2, help="pictures side by side")
    parser.add_argument("--way", choices=SEEN_WAYS, default="auto")
    parser.add_argument("--quality", type=int, default=80)
    return parser.parse_args()


def row(pixels: RGB8, tree: PartTree, counts: list[int]) -> RGB8:
    """Return the painting and its parts at these counts side by side, names below."""
    height, width = fitted(pixels, *CELL_PX)
    painting = cv2.resize(pixels, (width, height), interpolation=cv2.INTER_AREA)
    pieces = [cell(np.asarray(painting, dtype=np.uint8), None)]
    for count in counts:
        parts = tree.at(count or tree.natural_count)
        pieces.append(cell(drawn_parts(pixels, parts, CELL_PX), legend(parts, CELL_PX[0], LEGEND_LINES)))
    return np.hstack(pieces)


def cell(picture: RGB8, names: RGB8 | None) -> RGB8:
    """Return a picture in the middle of a cell, its names below."""
    width_px, height_px = CELL_PX
    whole = np.full((height_px + LEGEND_LINES * LINE_PX + GAP_PX, width_px + GAP_PX, 3), 255, dtype=np.uint8)
    left = (width_px - picture.shape[1]) // 2
    whole[: picture.shape[0], left : left + picture.shape[1]] = picture
    if names is not None:
        whole[height_px + 2 : height_px + 2 + names.shape[0], :width_px] = names
    return whole


def stacked(cells: list[RGB8], columns: int) -> RGB8:
    """Return the cells in rows of so many; the last row is filled up with white."""
    cells = [*cells, *[np.full_like(cells[0], 255)] * (-len(cells) % columns)]
    return np.vstack([np.hstack(cells[start : start + columns]) for start in range(0, len(cells), columns)])


if __name__ == "__main__":
    sys.exit(main())
