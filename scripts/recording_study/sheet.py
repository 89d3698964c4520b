"""Frames of a recording above, what was made of them below."""

from itertools import pairwise
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

from painttime.core.image import RGB8
from painttime.recordings.clean_recording import CleanRecording
from painttime.recordings.sources.opening import open_recording
from recording_study.films import FilmedPainting

NUM_COLUMNS = 6
PICTURE_WIDTH_PX = 300
GAP_PX = 6


def save_sheet(filmed: FilmedPainting, clean: CleanRecording, path: Path) -> None:
    """Save a row of frames as they came and a row of the same frames as they are kept."""
    numbers = _chosen(filmed, clean)
    indices = {clean.frames[number].source_index for number in numbers}
    raw = {
        frame.index: _small(frame.pixels)
        for frame in open_recording(filmed.path).frames(wanted=indices.__contains__)
    }
    above = [raw[clean.frames[number].source_index] for number in numbers]
    below = [_small(clean.pictures.frame(number)) for number in numbers]
    sheet = np.vstack([_row(above), _row(below)])
    Image.fromarray(sheet).save(path, quality=85, optimize=True)


def _chosen(filmed: FilmedPainting, clean: CleanRecording) -> list[int]:
    """Return the first frame kept, the last, and of equal stretches between those in which most is hidden."""
    hidden = [float(filmed.truth.hidden[frame.source_index].mean()) for frame in clean.frames]
    last = len(hidden) - 1
    bounds = np.linspace(1, last, NUM_COLUMNS - 1).round().astype(int).tolist()
    between = [
        max(range(begin, max(end, begin + 1)), key=hidden.__getitem__) for begin, end in pairwise(bounds)
    ]
    return [0, *between, last]


def _small(pixels: RGB8) -> RGB8:
    height_px = round(pixels.shape[0] * PICTURE_WIDTH_PX / pixels.shape[1])
    small = cv2.resize(pixels, (PICTURE_WIDTH_PX, height_px), interpolation=cv2.INTER_AREA)
    return np.asarray(small, dtype=np.uint8)


def _row(pictures: list[RGB8]) -> RGB8:
    height_px = max(picture.shape[0] for picture in pictures) + GAP_PX
    row = np.full((height_px, len(pictures) * (PICTURE_WIDTH_PX + GAP_PX), 3), 255, dtype=np.uint8)
    for number, picture in enumerate(pictures):
        left = number * (PICTURE_WIDTH_PX + GAP_PX)
        row[: picture.shape[0], left : left + PICTURE_WIDTH_PX] = picture
    return row
