"""The finished picture as a value."""

from dataclasses import FrozenInstanceError
from pathlib import Path

import numpy as np
import pytest

from painttime.core.painting import Painting


def test_painting_tells_its_size_and_name() -> None:
    painting = Painting(pixels=np.zeros((20, 30, 3), dtype=np.uint8), source=Path("/a/Grey jug.v2.png"))
    assert (painting.height_px, painting.width_px) == (20, 30)
    assert painting.name == "Grey jug.v2"


def test_painting_made_in_memory_has_a_name_for_titles() -> None:
    assert Painting(pixels=np.zeros((20, 30, 3), dtype=np.uint8)).name == "untitled"


def test_painting_cannot_be_altered() -> None:
    painting = Painting(pixels=np.zeros((20, 30, 3), dtype=np.uint8))
    with pytest.raises(ValueError, match="read-only"):
        painting.pixels[0, 0, 0] = 1
    with pytest.raises(FrozenInstanceError):
        painting.source = Path("other.png")


@pytest.mark.parametrize(
    "pixels",
    [
        np.zeros((20, 30), dtype=np.uint8),
        np.zeros((20, 30, 4), dtype=np.uint8),
        np.zeros((20, 30, 3), dtype=np.uint16),
        np.zeros((20, 30, 3), dtype=np.float32),
    ],
    ids=["grey", "alpha", "16 bit", "float"],
)
def test_painting_takes_rgb_of_8_bits_only(pixels: np.ndarray) -> None:
    with pytest.raises(ValueError, match="a painting is"):
        Painting(pixels=pixels)
