"""Films are read back by OpenCV and by FFmpeg's own report."""

import re
import subprocess

import cv2
import imageio_ffmpeg
import numpy as np
import pytest

from painttime.errors import ExportError
from painttime.exporters import ffmpeg
from painttime.exporters.options import NOTICE, ExportOptions
from painttime.exporters.video import even_sized, write_mp4, write_webm

WRITERS = {".mp4": write_mp4, ".webm": write_webm}


def run(writing):
    steps = list(writing)
    assert [done for done, _ in steps] == list(range(1, len(steps) + 1))
    assert steps[-1][1] == len(steps)
    return len(steps)


def pictures_of(path):
    film = cv2.VideoCapture(str(path))
    pictures = []
    while True:
        there, picture = film.read()
        if not there:
            return pictures, film.get(cv2.CAP_PROP_FPS)
        pictures.append(picture[..., ::-1])


def report(path):
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-hide_banner", "-i", str(path)]
    return subprocess.run(command, capture_output=True, text=True, check=False).stderr


def decoded(path, height_px, width_px):
    """The pictures as FFmpeg converts them by the tags in the file."""
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-loglevel", "error", "-i", str(path)]
    command += ["-vf", "scale=in_color_matrix=auto", "-f", "rawvideo", "-pix_fmt", "rgb24", "pipe:1"]
    raw = subprocess.run(command, capture_output=True, check=True).stdout
    return np.frombuffer(raw, np.uint8).reshape(-1, height_px, width_px, 3)


@pytest.mark.parametrize("suffix", WRITERS)
def test_film_shows_the_process(process, stored, tmp_path, suffix):
    path = tmp_path / f"film{suffix}"
    options = ExportOptions(fps=10, hold_first_s=0.5, hold_last_s=1)
    assert run(WRITERS[suffix](process, path, options)) == 5 + 7 + 10
    pictures, fps = pictures_of(path)
    assert fps == pytest.approx(10)
    assert len(pictures) == 22
    assert pictures[0].shape == (66, 98, 3)
    for position, index in ((0, 0), (4, 0), (5, 1), (8, 4), (12, 8), (21, 8)):
        shown = pictures[position][:65, :97].astype(int)
        distances = [np.abs(shown - picture).mean() for picture in stored.pictures]
        # Frames 4 and 5 are the same picture.
        assert np.argmin(distances) in ((4, 5) if index == 4 else (index,))


@pytest.mark.parametrize("suffix", WRITERS)
def test_colours_are_tagged_and_right(process, stored, tmp_path, suffix):
    path = tmp_path / f"film{suffix}"
    run(WRITERS[suffix](process, path, ExportOptions(fps=10, crf=8)))
    text = report(path)
    assert re.search(r"yuv420p\(tv, bt709[,)]", text), text
    assert "bt470bg" not in text
    assert "smpte170m" not in text
    mean = decoded(path, 66, 98)[-1][:65, :97].mean(axis=(0, 1))
    assert np.abs(mean - stored.pictures[-1].mean(axis=(0, 1))).max() < 2


@pytest.mark.parametrize("suffix", WRITERS)
def test_film_says_what_it_is(process, tmp_path, suffix):
    path = tmp_path / f"film{suffix}"
    run(WRITERS[suffix](process, path, ExportOptions()))
    assert NOTICE in report(path)


def test_mp4_can_be_played_from_its_first_bytes_on(process, tmp_path):
    path = tmp_path / "film.mp4"
    run(write_mp4(process, path, ExportOptions()))
    content = path.read_bytes()
    assert content.index(b"moov") < content.index(b"mdat")


def test_odd_sizes_are_padded_not_stretched():
    picture = np.random.default_rng(0).integers(0, 255, (5, 7, 3), dtype=np.uint8)
    even = even_sized(picture)
    assert even.shape == (6, 8, 3)
    np.testing.assert_array_equal(even[:5, :7], picture)
    np.testing.assert_array_equal(even[5, :7], picture[4])
    assert even_sized(even).shape == even.shape


def test_result_first_and_scaled(process, stored, tmp_path):
    path = tmp_path / "film.mp4"
    options = ExportOptions(fps=4, hold_first_s=0, hold_last_s=0, show_result_first=True, long_side_px=48)
    run(write_mp4(process.selected(options), path, options))
    pictures, _ = pictures_of(path)
    assert len(pictures) == 4 + 9
    assert pictures[0].shape == (32, 48, 3)
    last = stored.pictures[-1].mean(axis=(0, 1))
    assert np.abs(pictures[0].mean(axis=(0, 1)) - last).max() < 4


def test_a_held_canvas_is_rendered_once(process, stored, tmp_path):
    run(write_mp4(process, tmp_path / "film.mp4", ExportOptions(hold_last_s=5)))
    assert stored.asked == list(range(9))


@pytest.mark.parametrize("suffix", WRITERS)
def test_cancelled(cancelled_exports_leave_nothing, suffix):
    cancelled_exports_leave_nothing(WRITERS[suffix], f"film{suffix}", ExportOptions())


@pytest.mark.parametrize("suffix", WRITERS)
def test_full_disk(process, small_disk, suffix):
    noise = [np.random.default_rng(i).integers(0, 255, (65, 97, 3), dtype=np.uint8) for i in range(9)]
    process.frames.pictures[:] = noise
    with pytest.raises(ExportError, match="no space left"):
        run(WRITERS[suffix](process, small_disk / f"film{suffix}", ExportOptions(crf=0, fps=30)))
    assert list(small_disk.iterdir()) == []


def test_encoder_that_dies_is_a_sentence(process, tmp_path, monkeypatch):
    monkeypatch.setattr("painttime.exporters.video._COLOUR", ("-vf", "no_such_filter"))
    with pytest.raises(ExportError, match="video encoder stopped"):
        run(write_mp4(process, tmp_path / "film.mp4", ExportOptions()))
    assert list(tmp_path.iterdir()) == []


def test_missing_encoder_is_a_sentence(process, tmp_path, monkeypatch):
    def missing():
        raise RuntimeError("No ffmpeg exe could be found")

    monkeypatch.setattr(ffmpeg.imageio_ffmpeg, "get_ffmpeg_exe", missing)
    with pytest.raises(ExportError, match="imageio-ffmpeg"):
        run(write_mp4(process, tmp_path / "film.mp4", ExportOptions()))
    assert list(tmp_path.iterdir()) == []


def test_no_encoder_is_left_running(process, tmp_path, monkeypatch):
    started = []
    popen = subprocess.Popen

    def remember(*arguments, **options):
        started.append(popen(*arguments, **options))
        return started[-1]

    monkeypatch.setattr(ffmpeg.subprocess, "Popen", remember)
    running = write_mp4(process, tmp_path / "film.mp4", ExportOptions())
    next(running)
    running.close()
    run(write_mp4(process, tmp_path / "film.mp4", ExportOptions()))
    assert [encoder.returncode is not None for encoder in started] == [True, True]
