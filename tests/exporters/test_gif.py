"""GIFs are read back by Pillow."""

import numpy as np
import pytest
from PIL import Image, ImageSequence

from painttime.errors import ExportError
from painttime.exporters.gif import shared_palette, write_gif
from painttime.exporters.options import NOTICE, ExportOptions


def run(writing):
    return list(writing)[-1]


def test_gif_shows_the_process(process, stored, tmp_path):
    path = tmp_path / "process.gif"
    assert run(write_gif(process, path, ExportOptions(fps=10, hold_first_s=0.5, hold_last_s=1))) == (22, 22)
    with Image.open(path) as gif:
        assert gif.size == (97, 65)
        assert gif.info["loop"] == 0
        assert gif.info["comment"] == NOTICE.encode()
        shown, duration_ms = [], 0
        for picture in ImageSequence.Iterator(gif):
            shown.append(np.asarray(picture.convert("RGB")).astype(int))
            duration_ms += picture.info["duration"]
    assert duration_ms == pytest.approx(2200, abs=60)
    assert np.abs(shown[0] - stored.pictures[0]).max() <= 2
    assert np.abs(shown[-1] - stored.pictures[-1]).mean() < 4


def test_colours_of_what_stays_do_not_flicker(process, tmp_path):
    path = tmp_path / "process.gif"
    run(write_gif(process, path, ExportOptions(fps=10, hold_first_s=0, hold_last_s=0)))
    with Image.open(path) as gif:
        shown = [np.asarray(picture.convert("RGB")) for picture in ImageSequence.Iterator(gif)]
    # The last pixels laid show the ground, in one and the same colour, until then.
    latest = process.frames.pictures[7] != process.frames.pictures[8]
    ys, xs = np.nonzero(latest.any(axis=2))
    for picture in shown[:-1]:
        assert (picture[ys, xs] == shown[0][ys[0], xs[0]]).all()


def test_played_once(process, tmp_path):
    path = tmp_path / "process.gif"
    run(write_gif(process, path, ExportOptions(loop=False)))
    with Image.open(path) as gif:
        assert "loop" not in gif.info


def test_palette_holds_few_colours_exactly(process, stored):
    flat = np.zeros_like(stored.pictures[0])
    flat[:, :40] = (10, 200, 30)
    stored.pictures[:] = [flat] * 9
    palette = np.asarray(shared_palette(process.frames))
    assert palette.shape == (16, 16, 4)
    colours = {tuple(colour) for colour in palette.reshape(-1, 4).tolist()}
    assert {(0, 0, 0, 255), (10, 200, 30, 255), (0, 0, 0, 0)} <= colours


def test_cancelled(cancelled_exports_leave_nothing):
    cancelled_exports_leave_nothing(write_gif, "process.gif", ExportOptions())


def test_full_disk(process, stored, small_disk):
    rng = np.random.default_rng(0)
    stored.pictures[:] = [rng.integers(0, 255, (65, 97, 3), dtype=np.uint8) for _ in range(9)]
    with pytest.raises(ExportError, match="no space left"):
        run(write_gif(process, small_disk / "process.gif", ExportOptions()))
    assert list(small_disk.iterdir()) == []
