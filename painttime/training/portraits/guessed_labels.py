"""Labels of portraits nobody has labelled, guessed by a parser trained on those somebody has.

python -m painttime.training.portraits.guessed_labels DATA MODEL OUT: DATA as for training, MODEL a folder
that painttime.training.publish wrote. OUT gets a PNG for each portrait of the training split in which one
person, surely, is there: the ids of label files where the parser is sure, 255 where it is not. Training on
them teaches what other painters' faces look like (Lee, "Pseudo-Label", 2013).
"""

import argparse
from pathlib import Path

import cv2
import numpy as np
import torch

from painttime.core.image import RGB8, Labels
from painttime.segmentation.portraits.classes import parse_portrait
from painttime.segmentation.portraits.head_look import Head, PortraitParsing
from painttime.segmentation.portraits.heads import find_portraits
from painttime.segmentation.portraits.portrait import near_heads
from painttime.segmentation.portraits.portrait_model import load_portrait_parser
from painttime.training.portraits.figures import (
    FILE_IDS,
    UNKNOWN,
    Figure,
    classes_of,
    make_figure,
    read_picture,
    read_table,
)

SURE_HEAD, SURE_CLASS = 0.6, 0.75
"""How sure a parser must be of a head, and of the class of a pixel, for its guess to be believed."""

BELIEVED_HEADS = 1.2
"""Background further than this many heads from the middle of the head is not believed."""

GUESS_UNCERTAINTY = 0.1


def guessed(pixels: RGB8, parser: PortraitParsing) -> Labels | None:
    """Return guessed classes with UNKNOWN, the size of `pixels`; None unless one person is surely there."""
    heads = find_portraits(pixels, parser)
    if len(heads) != 1 or heads[0].score < SURE_HEAD:
        return None
    shares = near_heads(parse_portrait(pixels, heads, parser), heads, pixels.shape[1])
    size = pixels.shape[1::-1]
    large = np.dstack([cv2.resize(share, size) for share in np.moveaxis(shares, -1, 0)])
    classes = large.argmax(axis=2).astype(np.uint8)
    classes[large.max(axis=2) < SURE_CLASS] = UNKNOWN
    return without_far_background(classes, heads[0])


def without_far_background(classes: Labels, head: Head) -> Labels:
    """Return classes in which background is only believed near the head: a long dress is taken for it."""
    rows, columns = np.ogrid[: classes.shape[0], : classes.shape[1]]
    x, y = head.centre
    is_far = np.hypot(columns - x, rows - y) > BELIEVED_HEADS * head.size_px
    return np.where((classes == 0) & is_far, UNKNOWN, classes).astype(np.uint8)


def unlabelled_portraits(data: Path) -> list[Path]:
    """Return the portraits of the training split that nobody has labelled, relative to the data folder."""
    labelled = {row["painting"] for row in read_table(data / "parts" / "portraits.tsv")}
    rows = read_table(data / "paintings.tsv")
    wanted = [row["file"] for row in rows if row["split"] == "train" and row["kind"] == "portrait"]
    return [Path(name) for name in wanted if name not in labelled]


def write_guesses(data: Path, parser: PortraitParsing, out: Path) -> int:
    """Write the guesses for every unlabelled portrait; returns how many there are."""
    out.mkdir(parents=True, exist_ok=True)
    to_file = np.full(256, UNKNOWN, dtype=np.uint8)
    to_file[: len(FILE_IDS)] = FILE_IDS
    num_written = 0
    for path in unlabelled_portraits(data):
        classes = guessed(read_picture(data / path), parser)
        if classes is not None:
            cv2.imwrite(str(out / f"{path.stem}.png"), to_file[classes])
            num_written += 1
    return num_written


def read_guessed(data: Path, folder: Path) -> list[Figure]:
    """Read the portraits with guessed labels."""
    figures = []
    for path in unlabelled_portraits(data):
        labels = folder / f"{path.stem}.png"
        if not labels.exists():
            continue
        classes = classes_of(np.asarray(cv2.imread(str(labels), cv2.IMREAD_GRAYSCALE)))
        # The outline of a figure is too unsure to cut it out.
        figure = make_figure(read_picture(data / path), classes, GUESS_UNCERTAINTY, is_whole=False)
        if figure is not None:
            figures.append(figure)
    return figures


def main() -> None:
    """Run the command in the module's docstring."""
    parser = argparse.ArgumentParser(description="Guess labels of unlabelled portraits.")
    for name in ("data", "model", "out"):
        parser.add_argument(name, type=Path)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    cv2.setNumThreads(1)
    num_written = write_guesses(arguments.data, load_portrait_parser(arguments.model), arguments.out)
    print(f"guessed the labels of {num_written} portraits")


if __name__ == "__main__":
    main()
