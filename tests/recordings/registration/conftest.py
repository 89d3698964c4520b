"""A painting on paper, seen by cameras whose places are known."""

import cv2
import numpy as np
import pytest

from painttime.core.similarity import Similarity

SIZE = WIDTH, HEIGHT = 480, 270


def about_middle(*, scale=1.0, angle_deg=0.0, dx_px=0.0, dy_px=0.0):
    """Return a move that scales and turns about the middle of the picture."""
    middle = Similarity(dx_px=(WIDTH - 1) / 2, dy_px=(HEIGHT - 1) / 2)
    moved = Similarity(scale=scale, angle_deg=angle_deg).then(Similarity(dx_px=dx_px, dy_px=dy_px))
    return middle.inverse().then(moved).then(middle)


class Painting:
    """Paper with grain, and strokes of which any share may have been laid."""

    def __init__(self, seed):
        rng = np.random.default_rng(seed)
        grain = cv2.GaussianBlur(rng.normal(0, 1, (HEIGHT, WIDTH)).astype(np.float32), (0, 0), 1.2)
        self._paper = np.array([228, 222, 210]) + (2.5 * grain / grain.std())[..., None]
        self._strokes = [
            (rng.integers(0, SIZE, (2, 2)), rng.integers(20, 220, 3), int(rng.integers(4, 16)))
            for _ in range(160)
        ]

    def picture(self, share=1.0):
        """Return it with this share of its strokes, (h, w, 3) uint8."""
        pixels = np.clip(self._paper, 0, 255).astype(np.uint8)
        for (begin, towards), colour, width_px in self._strokes[: round(share * len(self._strokes))]:
            end = begin + (towards - begin) // 4
            cv2.line(pixels, begin.tolist(), end.tolist(), colour.tolist(), width_px, cv2.LINE_AA)
        return pixels


@pytest.fixture(scope="session")
def painting():
    return Painting(1)


@pytest.fixture(scope="session")
def other_painting():
    return Painting(2)


@pytest.fixture(scope="session")
def move():
    return about_middle


@pytest.fixture
def filmed():
    """Return a function that shows a picture to a camera: moved, noisy, in some light, behind an arm."""

    def show(pixels, place, *, gain=1.0, noise_levels=1.5, arm_share=0.0, seed=0):
        rng = np.random.default_rng(seed)
        view = cv2.warpAffine(
            pixels, place.matrix, SIZE, flags=cv2.INTER_LANCZOS4, borderMode=cv2.BORDER_REFLECT_101
        ).astype(np.float32)
        if arm_share:
            width_px = round(arm_share * WIDTH)
            arm = np.array([190, 140, 110]) + rng.normal(0, 12, (HEIGHT, width_px, 3))
            view[:, 60 : 60 + width_px] = cv2.GaussianBlur(arm, (0, 0), 2)
        view = view * gain + rng.normal(0, noise_levels, view.shape)
        return np.clip(np.rint(view), 0, 255).astype(np.uint8)

    return show


@pytest.fixture(scope="session")
def off_px():
    """Return a function that says how far two moves put any corner of the picture apart, in pixels."""

    def largest(found, true):
        corners = [[0, 0], [WIDTH - 1, 0], [0, HEIGHT - 1], [WIDTH - 1, HEIGHT - 1]]
        return float(np.linalg.norm(found.apply(corners) - true.apply(corners), axis=1).max())

    return largest
