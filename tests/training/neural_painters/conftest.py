"""Strokes that need no brush: bands drawn by OpenCV."""

import cv2
import numpy as np
import pytest

from painttime.core.brushwork import UInt8
from painttime.core.image import Float32
from painttime.training.neural_painters.optimising import RenderActions
from painttime.training.neural_painters.stroke_pictures import StrokePictures


def draw_bands(actions: Float32) -> UInt8:
    """Return straight lines in the actions' colours on white, (n, 64, 64, 3), as a brush would."""
    pictures = np.full((len(actions), 64, 64, 3), 255, dtype=np.uint8)
    for picture, action in zip(pictures, actions, strict=True):
        begin, end = (64 * action[10:12]).astype(int), (64 * action[8:10]).astype(int)
        colour = tuple(int(value) for value in np.rint(255 * action[3:6]))
        cv2.line(picture, begin.tolist(), end.tolist(), colour, 2 + int(6 * action[2]))
    return pictures


@pytest.fixture
def brush() -> RenderActions:
    """Stands for the real brush."""
    return draw_bands


@pytest.fixture
def bands() -> StrokePictures:
    actions = np.random.default_rng(0).random((48, 12), dtype=np.float32)
    return StrokePictures(actions=actions, pictures=draw_bands(actions))
