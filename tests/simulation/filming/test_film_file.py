"""Films as files: what is read back is what was written."""

from pathlib import Path

import av
import numpy as np
import pytest

from painttime.simulation.filming.film_file import LOSSLESS, write_film
from painttime.simulation.filming.procedural import procedural_canvases

CANVASES = procedural_canvases((96, 64), num_canvases=6, seed=1)


def read(path: Path) -> list[np.ndarray]:
    with av.open(str(path)) as container:
        return [frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)]


def test_lossless_means_bit_by_bit(tmp_path: Path) -> None:
    pictures = [CANVASES.frame(index) for index in range(6)]
    assert write_film(pictures, tmp_path / "film.mkv", codec=LOSSLESS) == 6
    np.testing.assert_array_equal(read(tmp_path / "film.mkv"), pictures)


@pytest.mark.parametrize(("crf", "worst"), [(10, 4.0), (35, 14.0)])
def test_h264_keeps_colours_near(tmp_path: Path, crf: int, worst: float) -> None:
    pictures = [CANVASES.frame(index) for index in range(6)]
    write_film(pictures, tmp_path / "film.mp4", crf=crf, fps=25)
    found = read(tmp_path / "film.mp4")
    assert len(found) == 6
    away = np.array(found, dtype=float) - pictures
    assert np.abs(away).mean() < worst
    # Conversion rounds down twice. With the wrong matrix or range whole colours would be shifted by more.
    assert np.abs(away.mean(axis=(0, 1, 2))).max() < 2.5


def test_of_nothing_there_is_no_film(tmp_path: Path) -> None:
    assert write_film([], tmp_path / "film.mp4") == 0
