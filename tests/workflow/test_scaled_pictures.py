"""Folders of pictures at different sizes."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from painttime.errors import RecordingError
from painttime.workflow.job import run_to_end
from painttime.workflow.measured_recordings import read_recording
from painttime.workflow.scaled_pictures import scaled_pictures


def folder_of(folder: Path, sizes: list[tuple[int, int]]) -> tuple[Path, ...]:
    """Write a picture of each size (width, height); the left half is dark, the right one darker each time."""
    for index, (width_px, height_px) in enumerate(sizes):
        pixels = np.full((height_px, width_px, 3), 200 - 30 * index, dtype=np.uint8)
        pixels[:, : width_px // 2] = 20
        Image.fromarray(pixels).save(folder / f"{index}.png")
    return tuple(sorted(folder.iterdir()))


def test_pictures_of_different_sizes_lie_on_each_other(tmp_path: Path) -> None:
    folder_of(tmp_path, [(40, 30), (80, 60), (60, 45)])
    job = read_recording(tmp_path)
    notes = []
    while True:
        try:
            notes.append(next(job).note)
        except StopIteration as stop:
            frames = stop.value.frames
            break
    assert (frames.width_px, frames.height_px) == (60, 45)
    for index in range(3):
        frame = frames.frame(index).astype(int)
        assert frame.shape == (45, 60, 3)
        assert abs(frame[:, :28] - 20).max() <= 1
        assert abs(frame[:, 32:] - (200 - 30 * index)).max() <= 1
    assert (
        f"The pictures in {tmp_path.name} differ in size; all are scaled to that of the last, 60 x 45."
        in notes
    )


def test_pictures_of_another_shape_are_told(tmp_path: Path) -> None:
    folder_of(tmp_path, [(40, 60), (60, 45)])
    with pytest.raises(RecordingError, match=r'"0\.png" in .* has 40 x 60 pixels, the last picture 60 x 45'):
        run_to_end(read_recording(tmp_path))


def test_small_copies_are_given_small(tmp_path: Path) -> None:
    files = folder_of(tmp_path, [(40, 30), (60, 45)])
    source = scaled_pictures(tmp_path, "frames", files)
    assert [frame.pixels.shape for frame in source.frames(long_side_px=20)] == [(15, 20, 3)] * 2
