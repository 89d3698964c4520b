"""Measures of the portrait parser on what it was not trained on, and pictures of what it does.

python scripts/portrait_measures.py DATA [--parts SHEET.jpg] [--confusion CONFUSION.png]
    [--flagged FLAGGED.jpg] [--json MEASURES.json] [--model FOLDER]

DATA is laid out as painttime.training.portraits.figures says. Everything is measured as the program does it,
from the painting to its parts at its own size:
  paintings   IoU of each class over the labelled pixels of the held-out portraits (classes pooled over all)
  avatars     the same of the tenth of the drawn portraits that is held out
  found       share of the held-out portraits in which a head lies on the labelled face; of those without
              labels, in which a head is found at all
  false       share of the held-out pictures that are not of people in which a head is found; some do have
              people in them, and --flagged draws them to be looked at
  seconds     processor time of one thread for a portrait, mean
"""

import argparse
import json
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import torch
from parts_study.portrait_pictures import confusion_picture, flagged_sheet, portrait_sheet
from PIL import Image

from painttime.core.image import RGB8, Labels
from painttime.errors import PainttimeError
from painttime.segmentation.portraits.head_look import Head
from painttime.segmentation.portraits.heads import find_portraits, overlap
from painttime.segmentation.portraits.people_parts import PORTRAIT_KINDS
from painttime.segmentation.portraits.portrait import portrait_parts
from painttime.segmentation.portraits.portrait_model import PortraitModel, load_portrait_parser
from painttime.training.portraits.figures import (
    Figure,
    read_avatars,
    read_picture,
    read_portraits,
    read_table,
)
from painttime.training.portraits.validation import Counts, confusion, ious

OWN_SIZE_PX = 1 << 16
"""Long side no painting reaches: pictures are read at their own size."""

NUM_SHOWN = 12


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Parsed:
    """What came of some figures. counts: (C, C) pixels, truth by rows."""

    counts: Counts
    classes: tuple[Labels, ...]
    num_found: int
    cpu_s: float

    @property
    def report(self) -> dict[str, float]:
        """IoU by class and their mean."""
        measures = ious(self.counts)
        return {**measures, "mean": float(np.mean(list(measures.values())))}


def parsed(figures: Sequence[Figure], parser: PortraitModel) -> Parsed:
    """Parse every figure as the program does and count where it is right."""
    counts = np.zeros((len(PORTRAIT_KINDS),) * 2, dtype=np.int64)
    results, num_found, began = [], 0, time.process_time()
    for figure in figures:
        classes = classes_of_parts(figure.pixels, parser)
        results.append(classes)
        counts += confusion(classes, figure.classes)
    cpu_s = (time.process_time() - began) / len(figures)
    for figure in figures:
        face = Head(box=figure.head, score=1.0)
        num_found += any(overlap(head, face) > 0 for head in find_portraits(figure.pixels, parser))
    return Parsed(counts=counts, classes=tuple(results), num_found=num_found, cpu_s=cpu_s)


def classes_of_parts(pixels: RGB8, parser: PortraitModel) -> Labels:
    """Return (H, W) indices of PORTRAIT_KINDS; nothing but background where nobody was found."""
    parts = portrait_parts(pixels, parser)
    if parts is None:
        return np.zeros(pixels.shape[:2], dtype=np.uint8)
    table = np.array([0, *(PORTRAIT_KINDS.index(kind) for kind in parts.kinds)], dtype=np.uint8)
    return np.asarray(table[parts.labels])


def held_out(data: Path, kind: str) -> list[Path]:
    """Return the held-out pictures of a kind."""
    rows = read_table(data / "paintings.tsv")
    return [data / row["file"] for row in rows if row["split"] == "val" and row["kind"] == kind]


def without_labels(data: Path) -> list[Path]:
    """Return the held-out portraits nobody has labelled."""
    labelled = {row["painting"] for row in read_table(data / "parts" / "portraits.tsv")}
    return [path for path in held_out(data, "portrait") if str(path.relative_to(data)) not in labelled]


def measure(data: Path, parser: PortraitModel, arguments: argparse.Namespace) -> dict[str, object]:
    """Measure everything and draw the pictures asked for; returns the measures."""
    portraits = read_portraits(data, "val", long_side_px=OWN_SIZE_PX)
    paintings = parsed(portraits, parser)
    avatars = parsed(read_avatars(data, held_out=True), parser)
    others = [read_picture(path) for path in without_labels(data)]
    num_found = paintings.num_found + sum(bool(find_portraits(pixels, parser)) for pixels in others)
    backdrops = held_out(data, "other")
    flagged = [
        (path.stem, pixels, heads)
        for path in backdrops
        if (heads := find_portraits(pixels := read_picture(path), parser))
    ]
    if arguments.parts:
        shown = list(zip(portraits, paintings.classes, strict=True))[:NUM_SHOWN]
        write_picture(
            arguments.parts, portrait_sheet([(figure.pixels, classes) for figure, classes in shown])
        )
    if arguments.confusion:
        write_picture(arguments.confusion, confusion_picture(paintings.counts))
    if arguments.flagged and flagged:
        write_picture(arguments.flagged, flagged_sheet([(pixels, heads) for _, pixels, heads in flagged]))
    return {
        "paintings": paintings.report,
        "avatars": avatars.report,
        "found": f"{num_found} of {len(portraits) + len(others)}",
        "avatars_found": avatars.num_found,
        "false": f"{len(flagged)} of {len(backdrops)}",
        "flagged": [f"{name} ({heads[0].score:.2f})" for name, _, heads in flagged],
        "seconds": paintings.cpu_s,
    }


def write_picture(path: Path, pixels: RGB8) -> None:
    """Write a picture by the ending of its name."""
    Image.fromarray(pixels).save(path, quality=82)


def main() -> int:
    """Run the command in the module's docstring."""
    parser = argparse.ArgumentParser(description="Measure the portrait parser.")
    parser.add_argument("data", type=Path)
    parser.add_argument("--model", type=Path, help="a model folder other than the shipped one")
    for name in ("parts", "confusion", "flagged", "json"):
        parser.add_argument(f"--{name}", type=Path)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    cv2.setNumThreads(1)
    try:
        measures = measure(arguments.data, load_portrait_parser(arguments.model), arguments)
    except PainttimeError as error:
        print(error, file=sys.stderr)
        return 1
    text = json.dumps(measures, indent=2)
    print(text)
    if arguments.json:
        arguments.json.write_text(text + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
