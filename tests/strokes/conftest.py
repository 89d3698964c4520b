"""A picture with structure, small enough to paint in a moment."""

import cv2
import numpy as np
import pytest

from painttime.core.image import RGB8, Labels
from painttime.core.strokes import StrokePass
from painttime.strokes.placing import lay_strokes

GROUND = (246, 241, 230)


@pytest.fixture(scope="session")
def scene_pixels() -> RGB8:
    """A sky with streaks of cloud, a hill with furrows and a shaded ball, (96, 128, 3)."""
    rows, columns = np.mgrid[:96, :128].astype(np.float32)
    picture = np.empty((96, 128, 3), dtype=np.float32)
    picture[:] = (120, 160, 205)
    picture += (rows * 0.6 + 18 * np.sin(rows / 3 + columns / 40))[..., None]
    hill = rows > 58 + 6 * np.sin(columns / 14)
    picture[hill] = (70, 105, 60)
    picture[hill] += (20 * np.sin((columns + 2 * rows) / 5))[hill][:, None]
    distance = np.hypot(rows - 50, columns - 84)
    ball = distance < 22
    picture[ball] = (150, 50, 40)
    picture[ball] += (60 - 5 * np.hypot(rows - 42, columns - 76))[ball][:, None]
    noise = np.random.default_rng(3).normal(0, 10, picture.shape)
    return np.clip(picture + cv2.GaussianBlur(noise, (0, 0), 0.8), 0, 255).astype(np.uint8)


@pytest.fixture(scope="session")
def scene_labels() -> Labels:
    """The sky (3), the hill (1) and the ball (9) of that picture, (96, 128)."""
    rows, columns = np.mgrid[:96, :128].astype(np.float32)
    labels = np.full((96, 128), 3, dtype=np.uint8)
    labels[rows > 58 + 6 * np.sin(columns / 14)] = 1
    labels[np.hypot(rows - 50, columns - 84) < 22] = 9
    return labels


@pytest.fixture(scope="session")
def scene_passes(scene_pixels: RGB8, scene_labels: Labels) -> tuple[StrokePass, ...]:
    return lay_strokes(scene_pixels, scene_labels, ground=GROUND, seed=4)
