"""Labels guessed for portraits nobody has labelled."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from painttime.core.image import RGB8, Float32
from painttime.segmentation.portraits.head_look import HeadLook
from painttime.training.portraits.figures import UNKNOWN, read_picture
from painttime.training.portraits.guessed_labels import (
    guessed,
    read_guessed,
    unlabelled_portraits,
    write_guesses,
)

COLOURS = {
    0: (120, 130, 110),
    1: (70, 44, 28),
    2: (40, 60, 120),
    4: (250, 250, 250),
    6: (180, 60, 60),
    7: (214, 168, 136),
}
"""Of the classes of the made-up portraits."""


class ColourParser:
    """Knows classes by colour, and as surely as it is told to."""

    def __init__(self, sureness: float = 0.95) -> None:
        self.sureness = sureness

    def name_classes(self, pixels: RGB8) -> Float32:
        known = np.array(list(COLOURS.values()), dtype=np.float32)
        distance = ((pixels[:, :, None].astype(np.float32) - known) ** 2).sum(axis=3)
        classes = np.array(list(COLOURS))[distance.argmin(axis=2)]
        rest = (1 - self.sureness) / 8
        return np.where(np.arange(9) == classes[..., None], self.sureness, rest).astype(np.float32)

    def find_heads(self, pixels: RGB8) -> HeadLook:
        height, width = pixels.shape[:2]
        centres = np.zeros((height // 8, width // 8), dtype=np.float32)
        boxes = np.zeros((height // 8, width // 8, 4), dtype=np.float32)
        skin = (self.name_classes(pixels).argmax(axis=2) >= 4).astype(np.uint8)
        left, top, wide, high = cv2.boundingRect(skin)
        if wide:
            row, column = (top + high // 2) // 8, (left + wide // 2) // 8
            centres[row, column], boxes[row, column] = 0.9, (left, top, left + wide, top + high)
        return HeadLook(centres=centres, boxes=boxes)


@pytest.fixture
def unlabelled(data: Path) -> Path:
    """Return the data folder with the labels of the first portrait taken away."""
    table = data / "parts" / "portraits.tsv"
    lines = table.read_text(encoding="utf-8").splitlines()
    table.write_text("\n".join(line for line in lines if "p0.png" not in line) + "\n", encoding="utf-8")
    return data


def test_what_is_labelled_or_held_out_is_not_guessed(data: Path, unlabelled: Path) -> None:
    assert unlabelled_portraits(unlabelled) == [Path("paintings/p0.png")]


def test_guesses_are_read_back_and_right_where_they_are_sure(unlabelled: Path, tmp_path: Path) -> None:
    truth = cv2.imread(str(unlabelled / "parts/portraits/p0.png"), cv2.IMREAD_GRAYSCALE)
    assert write_guesses(unlabelled, ColourParser(), tmp_path / "guesses") == 1
    figures = read_guessed(unlabelled, tmp_path / "guesses")
    assert len(figures) == 1
    classes = figures[0].classes
    assert not figures[0].is_whole
    hair, clothes = (truth == 2), (truth == 3)
    assert (classes[hair] == 1).mean() > 0.8
    assert (classes[clothes] == 2).mean() > 0.8
    # Far from the head nothing says that a pixel is background.
    assert (classes[80:, :12] == UNKNOWN).all()


def test_a_parser_that_is_not_sure_guesses_nothing(unlabelled: Path) -> None:
    classes = guessed(read_picture(unlabelled / "paintings/p0.png"), ColourParser(0.4))
    assert classes is None or (classes == UNKNOWN).all()


def test_where_nobody_is_found_nothing_is_guessed() -> None:
    assert guessed(np.full((96, 96, 3), COLOURS[0], dtype=np.uint8), ColourParser()) is None
