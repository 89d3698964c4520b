"""Labelling by eye: sheets of paintings with numbered regions, and what somebody wrote down about them.

python -m painttime.training.scenes.sheets make DATA OUT [--split train] [--count 60] [--seed 0]: OUT gets
sheets (sheet-001.png, ...) on which each painting stands beside its numbered regions, and the regions.
python -m painttime.training.scenes.sheets take OUT ANSWERS LABELS: adds to LABELS what ANSWERS says, a line a
painting: its number on the sheet, then kinds with the numbers of their regions, such as "12 sky=1,2 tree=5".
Regions that are not named, or of several kinds, stay unknown.
"""

import argparse
import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

from painttime.core.image import RGB8, Labels
from painttime.errors import UserInputError
from painttime.segmentation.regions.regions import find_regions
from painttime.segmentation.scenes.kinds import SCENE_KINDS
from painttime.training.portraits.figures import read_picture, read_table
from painttime.training.scenes.labels import UNKNOWN, KindGrid, grid_size, read_labels, write_labels

NUM_REGIONS = 24
PICTURE_AREA_PX = 306**2
PAINTINGS_A_SHEET, PAINTINGS_A_ROW = 6, 2
SURE_SHARE = 0.6
"""A cell of the grid has a kind where so much of it does."""

_OUTLINE, _NUMBER = (255, 0, 255), (255, 255, 0)
_INDEX = "index.tsv"


def make_sheets(data: Path, out: Path, names: Sequence[str]) -> int:
    """Write sheets of paintings named as in the table; return how many sheets."""
    out.mkdir(parents=True, exist_ok=True)
    tiles, rows = [], []
    for number, name in enumerate(names, start=1):
        pixels = _at_area(read_picture(data / name))
        labels = find_regions(pixels, num_parts=NUM_REGIONS).labels
        Image.fromarray(labels).save(out / f"regions-{number:03d}.png")
        rows.append({"number": number, "file": name})
        heading = np.zeros((18, 2 * pixels.shape[1], 3), dtype=np.uint8)
        _write(heading, f"#{number:03d}", 3, 14)
        pair = np.concatenate([pixels, numbered_outlines(pixels, labels)], axis=1)
        tiles.append(np.concatenate([heading, pair]))
    with (out / _INDEX).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, ["number", "file"], delimiter="\t", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    starts = range(0, len(tiles), PAINTINGS_A_SHEET)
    for number, start in enumerate(starts, start=1):
        sheet = _laid_out(tiles[start : start + PAINTINGS_A_SHEET])
        Image.fromarray(sheet).save(out / f"sheet-{number:03d}.png")
    return len(starts)


def numbered_outlines(pixels: RGB8, labels: Labels) -> RGB8:
    """Return (H, W, 3) pixels with the outline of each region and its number where it is widest."""
    drawn = (pixels * 0.85 + 25).clip(0, 255).astype(np.uint8)
    edges = np.zeros(labels.shape, dtype=np.bool_)
    edges[:, 1:] |= labels[:, 1:] != labels[:, :-1]
    edges[1:] |= labels[1:] != labels[:-1]
    drawn[edges] = _OUTLINE
    for label in np.unique(labels).tolist():
        mask = np.pad((labels == label).astype(np.uint8), 1)
        depth = cv2.distanceTransform(mask, cv2.DIST_L2, 3)[1:-1, 1:-1]
        row, column = np.unravel_index(int(depth.argmax()), depth.shape)
        _write(drawn, str(label), int(column) - 4 * len(str(label)), int(row) + 5)
    return drawn


def grid_of(labels: Labels, kinds_of: Mapping[int, str]) -> KindGrid:
    """Return the grid of kinds of a region map, whose regions have the kinds given, if any."""
    table = np.full(256, UNKNOWN, dtype=np.uint8)
    for label, kind in kinds_of.items():
        table[label] = SCENE_KINDS.index(kind)
    kinds = table[labels]
    rows, columns = grid_size(*labels.shape)
    shares = np.stack(
        [
            cv2.resize((kinds == kind).astype(np.float32), (columns, rows), interpolation=cv2.INTER_AREA)
            for kind in range(len(SCENE_KINDS))
        ]
    )
    return np.where(shares.max(axis=0) >= SURE_SHARE, shares.argmax(axis=0), UNKNOWN).astype(np.uint8)


def take_answers(sheets: Path, answers: Path, labels: Path) -> int:
    """Add what was written down about sheets to the file of labels; return how many paintings.

    Raises UserInputError for a line that cannot be read.
    """
    names = {int(row["number"]): row["file"] for row in read_table(sheets / _INDEX)}
    grids = read_labels(labels) if labels.exists() else {}
    lines = [line for line in answers.read_text(encoding="utf-8").splitlines() if line.strip()]
    for line in lines:
        try:
            number, kinds_of = read_answer(line)
            name = names[number]
        except (KeyError, ValueError) as error:
            raise UserInputError(f'"{line}" in {answers} is no answer: {error}.') from error
        regions = np.asarray(Image.open(sheets / f"regions-{number:03d}.png"))
        grids[name] = grid_of(regions, kinds_of)
    write_labels(labels, grids)
    return len(lines)


def read_answer(line: str) -> tuple[int, dict[int, str]]:
    """Return the number of a painting and the kinds of its regions; raises ValueError for anything else."""
    first, *entries = line.split()
    kinds_of: dict[int, str] = {}
    for entry in entries:
        kind, _, regions = entry.partition("=")
        if kind not in SCENE_KINDS:
            raise ValueError(f"{kind} is no kind")
        for region in map(int, regions.split(",")):
            if kinds_of.setdefault(region, kind) != kind:
                raise ValueError(f"region {region} is named twice")
    return int(first), kinds_of


def _at_area(pixels: RGB8) -> RGB8:
    scale = (PICTURE_AREA_PX / (pixels.shape[0] * pixels.shape[1])) ** 0.5
    return np.asarray(cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)


def _write(pixels: RGB8, text: str, x: int, y: int) -> None:
    """Write text on a black box into the pixels, left end of its base line at (x, y), kept inside."""
    wide, high = 8 * len(text) + 2, 13
    x = min(max(x, 0), max(0, pixels.shape[1] - wide))
    y = min(max(y, high), pixels.shape[0])
    pixels[y - high : y, x : x + wide] = 0
    cv2.putText(pixels, text, (x + 1, y - 2), cv2.FONT_HERSHEY_SIMPLEX, 0.42, _NUMBER, 1, cv2.LINE_AA)


def _laid_out(tiles: Sequence[RGB8]) -> RGB8:
    rows = [tiles[start : start + PAINTINGS_A_ROW] for start in range(0, len(tiles), PAINTINGS_A_ROW)]
    width = max(sum(tile.shape[1] for tile in row) for row in rows)
    sheet = np.zeros((sum(max(tile.shape[0] for tile in row) for row in rows), width, 3), dtype=np.uint8)
    top = 0
    for row in rows:
        left = 0
        for tile in row:
            sheet[top : top + tile.shape[0], left : left + tile.shape[1]] = tile
            left += tile.shape[1]
        top += max(tile.shape[0] for tile in row)
    return sheet


def main() -> None:
    """Run the command in the module's docstring."""
    parser = argparse.ArgumentParser(description="Label paintings by eye.")
    commands = parser.add_subparsers(dest="command", required=True)
    make = commands.add_parser("make")
    make.add_argument("data", type=Path)
    make.add_argument("out", type=Path)
    make.add_argument("--split", default="train")
    make.add_argument("--count", type=int, default=60)
    make.add_argument("--seed", type=int, default=0)
    take = commands.add_parser("take")
    for name in ("sheets", "answers", "labels"):
        take.add_argument(name, type=Path)
    arguments = parser.parse_args()
    if arguments.command == "make":
        table = read_table(arguments.data / "paintings.tsv")
        names = [row["file"] for row in table if row["split"] == arguments.split]
        chosen = np.random.default_rng(arguments.seed).permutation(len(names))[: arguments.count]
        print(f"{make_sheets(arguments.data, arguments.out, [names[i] for i in chosen])} sheets")
    else:
        print(f"{take_answers(arguments.sheets, arguments.answers, arguments.labels)} paintings")


if __name__ == "__main__":
    main()
