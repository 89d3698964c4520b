"""Films of strokes: how many strokes each picture shows, and that it shows them."""

import re
import subprocess

import cv2
import imageio_ffmpeg
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from painttime.errors import ExportError
from painttime.exporters import strokes_film
from painttime.exporters.options import STROKES_NOTICE
from painttime.exporters.strokes_film import (
    StrokeFilm,
    stroke_counts,
    write_strokes_frames,
    write_strokes_gif,
    write_strokes_mp4,
    write_strokes_webm,
)
from painttime.exporters.strokes_options import StrokesOptions
from painttime.strokes.engine import paint

WRITERS = {".mp4": write_strokes_mp4, ".webm": write_strokes_webm, ".gif": write_strokes_gif}


@given(
    num_strokes=st.integers(0, 5000),
    speed=st.one_of(st.none(), st.floats(5, 10_000)),
    fps=st.sampled_from([1.0, 12.0, 25.0, 60.0]),
)
def test_strokes_come_at_an_even_pace_and_all_in_the_end(num_strokes, speed, fps):
    counts = stroke_counts(num_strokes, StrokesOptions(strokes_per_second=speed, fps=fps))
    assert counts[0] == 0 or num_strokes == 0
    assert counts[-1] == num_strokes
    steps = np.diff(counts)
    assert (steps >= 0).all()
    if speed is not None:
        # A picture shows what a moment has room for; the last moment may be cut short.
        assert np.abs(steps[:-1] - speed / fps).max(initial=0) <= 1
        assert abs((len(counts) - 1) / fps - num_strokes / speed) <= 1 / fps + 1e-6


def test_unless_asked_a_film_takes_twenty_seconds_at_most_a_stroke_a_picture():
    assert len(stroke_counts(30_000, StrokesOptions())) == 20 * 25 + 1
    assert stroke_counts(10, StrokesOptions()) == tuple(range(11))


def test_an_endless_film_is_refused():
    with pytest.raises(ExportError, match="longer than 60 minutes"):
        stroke_counts(10_000, StrokesOptions(strokes_per_second=1))


def test_pictures_show_the_strokes_laid_so_far(brushwork):
    film = StrokeFilm(brushwork, StrokesOptions(strokes_per_second=100, fps=10, long_side_px=60))
    assert film.counts == (0, 10, 20, 30, 40, 50, 60)
    kept = [film.frame(index) for index in range(film.num_frames)]
    # Going back is allowed, and what was handed out stays as it was.
    for index in (6, 0, 3):
        expected = paint(brushwork, long_side_px=60, count=film.counts[index])
        np.testing.assert_array_equal(kept[index], expected)
        np.testing.assert_array_equal(film.frame(index), expected)


def test_going_on_draws_only_what_is_new(brushwork, monkeypatch):
    film = StrokeFilm(brushwork, StrokesOptions(strokes_per_second=100, fps=10))
    drawn = []
    monkeypatch.setattr(
        "painttime.exporters.strokes_drawing.draw_strokes",
        lambda _canvas, _strokes, *, first, last, **_: drawn.append((first, last)),
    )
    for index in range(film.num_frames):
        film.frame(index)
    assert drawn == [(0, 0), (0, 10), (10, 20), (20, 30), (30, 40), (40, 50), (50, 60)]


@pytest.mark.parametrize("suffix", WRITERS)
def test_the_film_ends_with_the_painting_and_holds_it(brushwork, tmp_path, suffix):
    path = tmp_path / f"film{suffix}"
    options = StrokesOptions(strokes_per_second=150, fps=25, hold_last_s=0.4)
    steps = list(WRITERS[suffix](brushwork, path, options))
    film = cv2.VideoCapture(str(path))
    pictures = []
    while (read := film.read())[0]:
        pictures.append(read[1][..., ::-1])
    # 60 strokes at 6 a picture, from the ground on; the last one stands for .4 s.
    assert steps[-1] == (20, 20)
    assert len(pictures) == 20
    for index, count in ((0, 0), (5, 30), (-1, 60)):
        shown = pictures[index][:65, :97].astype(int)
        distances = [np.abs(shown - paint(brushwork, count=known)).mean() for known in (0, 30, 60)]
        assert np.argmin(distances) == (0, 30, 60).index(count)


@pytest.mark.parametrize("suffix", WRITERS)
def test_the_film_says_what_it_is(brushwork, tmp_path, suffix):
    path = tmp_path / f"film{suffix}"
    list(WRITERS[suffix](brushwork, path, StrokesOptions(strokes_per_second=500)))
    if suffix == ".gif":
        assert Image.open(path).info["comment"] == STROKES_NOTICE.encode()
        return
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-hide_banner", "-i", str(path)]
    told = subprocess.run(command, capture_output=True, text=True, check=False).stderr
    assert re.search(rf"comment\s*: {STROKES_NOTICE}", told, re.IGNORECASE)


def test_a_folder_takes_the_pictures_of_the_film(brushwork, tmp_path):
    options = StrokesOptions(strokes_per_second=300, fps=25)
    list(write_strokes_frames(brushwork, tmp_path / "frames", options))
    names = sorted(entry.name for entry in (tmp_path / "frames").iterdir())
    assert names == [f"{index:04d}.png" for index in range(6)]
    last = Image.open(tmp_path / "frames" / names[-1])
    np.testing.assert_array_equal(np.asarray(last), paint(brushwork))
    assert last.info["Comment"] == STROKES_NOTICE


def test_a_cancelled_film_leaves_nothing(brushwork, tmp_path):
    running = strokes_film.write_strokes_mp4(brushwork, tmp_path / "film.mp4", StrokesOptions())
    for _ in range(4):
        next(running)
    running.close()
    assert list(tmp_path.iterdir()) == []
