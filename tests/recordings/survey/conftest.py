"""Small films of canvases being painted, made by hand so that every frame is known."""

from dataclasses import dataclass, field

import cv2
import numpy as np
import pytest

from painttime.recordings.options import BringInOptions
from painttime.recordings.source import SourceFrame
from painttime.recordings.survey.surveying import survey

WIDTH, HEIGHT = 192, 128


def painted(num_canvases, seed=0):
    """Canvases that each have three strokes more than the one before, on paper upon a table with grain."""
    rng = np.random.default_rng(seed)
    table = rng.integers(70, 150, (HEIGHT // 4, WIDTH // 4, 3)).astype(np.uint8)
    canvas = cv2.resize(table, (WIDTH, HEIGHT), interpolation=cv2.INTER_CUBIC)
    canvas[8:-8, 8:-8] = (236, 230, 218)
    canvases = [canvas.copy()]
    for _ in range(num_canvases - 1):
        for _ in range(3):
            x, y = rng.uniform((16, 16), (WIDTH - 40, HEIGHT - 30))
            end = (int(x + rng.uniform(10, 26)), int(y + rng.uniform(-8, 16)))
            colour = [int(value) for value in rng.integers(20, 200, 3)]
            cv2.line(canvas, (int(x), int(y)), end, colour, 4, cv2.LINE_AA)
        canvases.append(canvas.copy())
    return canvases


def with_hand(pixels, spot):
    """An arm that comes in from below and a hand at `spot` (x, y)."""
    drawn = pixels.copy()
    cv2.line(drawn, spot, (spot[0] + 30, HEIGHT + 40), (196, 150, 128), 22)
    cv2.circle(drawn, spot, 13, (206, 160, 138), -1)
    return drawn


def dialog(pixels):
    """A box of one colour with lines of text and a button."""
    drawn = pixels.copy()
    drawn[30:98, 50:142] = (58, 60, 66)
    drawn[42:46, 60:120] = drawn[54:58, 60:104] = (200, 200, 204)
    drawn[84:92, 112:136] = (70, 130, 210)
    return drawn


def title(text):
    card = np.full((HEIGHT, WIDTH, 3), 24, dtype=np.uint8)
    cv2.putText(card, text, (20, 70), cv2.FONT_HERSHEY_SIMPLEX, 0.9, (240, 240, 240), 2, cv2.LINE_AA)
    return card


def other_picture(seed=99):
    rng = np.random.default_rng(seed)
    small = rng.integers(0, 255, (HEIGHT // 16, WIDTH // 16, 3)).astype(np.uint8)
    return cv2.resize(small, (WIDTH, HEIGHT), interpolation=cv2.INTER_CUBIC)


@dataclass
class FakeRecording:
    """A source of frames that lie in memory; keeps which were asked for and whether any is read ahead."""

    pictures: list
    says_length: bool = True
    given: list = field(default_factory=list)
    num_frames: int = 0

    def __post_init__(self):
        self.num_frames = len(self.pictures) if self.says_length else 0

    def frames(self, *, wanted=None, long_side_px=None):
        for index, pixels in enumerate(self.pictures):
            if wanted is None or wanted(index):
                self.given.append(index)
                yield SourceFrame(index=index, time_s=index / 30, pixels=pixels)


def run(counting):
    progress = []
    while True:
        try:
            progress.append(next(counting))
        except StopIteration as stop:
            return stop.value, progress


@pytest.fixture
def surveyed():
    """Survey a list of frames and return what was found."""

    def look(pictures, **options):
        return run(survey(FakeRecording(pictures), BringInOptions(**options)))[0]

    return look


@pytest.fixture(scope="session")
def make_recording():
    return FakeRecording


@pytest.fixture(scope="session")
def run_counting():
    return run


@pytest.fixture(scope="session")
def canvases():
    return painted(8)


@pytest.fixture(scope="session")
def draw():
    """What may be drawn: draw.painted, draw.with_hand, draw.dialog, draw.title, draw.other_picture."""

    class Draw:
        painted = staticmethod(painted)
        with_hand = staticmethod(with_hand)
        dialog = staticmethod(dialog)
        title = staticmethod(title)
        other_picture = staticmethod(other_picture)

    return Draw
