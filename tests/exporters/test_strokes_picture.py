"""The finished canvas as a picture file."""

import io

import numpy as np
import pytest
import tifffile
from PIL import Image, ImageCms

from painttime.errors import ExportError
from painttime.exporters import strokes_drawing
from painttime.exporters.options import STROKES_NOTICE
from painttime.exporters.strokes_options import StrokesOptions
from painttime.exporters.strokes_picture import write_picture
from painttime.strokes.engine import paint


def gradient_energy(picture):
    grey = picture.astype(float).mean(axis=2)
    return np.square(np.diff(grey, axis=0)).mean() + np.square(np.diff(grey, axis=1)).mean()


@pytest.mark.parametrize("suffix", [".png", ".tif", ".jpg", ".webp"])
def test_a_picture_shows_what_the_strokes_paint(brushwork, tmp_path, suffix):
    path = tmp_path / f"a{suffix}"
    steps = list(write_picture(brushwork, path, StrokesOptions()))
    assert steps[-1] == (60, 60)
    image = Image.open(path)
    painted = paint(brushwork)
    if suffix in (".png", ".tif"):
        np.testing.assert_array_equal(np.asarray(image), painted)
    else:
        assert np.abs(np.asarray(image.convert("RGB")).astype(int) - painted).mean() < 8


@pytest.mark.parametrize("suffix", [".png", ".tif", ".jpg", ".webp"])
def test_a_picture_says_what_it_is_and_that_it_is_srgb(brushwork, tmp_path, suffix):
    path = tmp_path / f"a{suffix}"
    list(write_picture(brushwork, path, StrokesOptions()))
    image = Image.open(path)
    if suffix == ".png":
        assert image.info["Comment"] == STROKES_NOTICE
        assert image.info["srgb"] == 1
        return
    assert image.getexif()[270] == STROKES_NOTICE
    profile = ImageCms.getProfileDescription(ImageCms.ImageCmsProfile(io.BytesIO(image.info["icc_profile"])))
    assert "sRGB" in profile


def test_tiffs_are_read_by_others(brushwork, tmp_path):
    list(write_picture(brushwork, tmp_path / "a.tif", StrokesOptions()))
    np.testing.assert_array_equal(tifffile.imread(tmp_path / "a.tif"), paint(brushwork))


def test_four_times_the_size_is_painted_not_enlarged(brushwork, tmp_path):
    list(write_picture(brushwork, tmp_path / "a.png", StrokesOptions(long_side_px=4 * 97)))
    large = np.asarray(Image.open(tmp_path / "a.png"))
    assert large.shape == (260, 388, 3)
    enlarged = Image.fromarray(paint(brushwork)).resize((388, 260), Image.Resampling.BICUBIC)
    assert gradient_energy(large) > 1.2 * gradient_energy(np.asarray(enlarged))


def test_a_picture_drawn_in_small_pieces_is_the_same(brushwork, tmp_path, monkeypatch):
    monkeypatch.setattr(strokes_drawing, "_PX_AT_ONCE", 3000.0)
    steps = list(write_picture(brushwork, tmp_path / "a.png", StrokesOptions(num_threads=2)))
    assert len(steps) > 10
    np.testing.assert_array_equal(np.asarray(Image.open(tmp_path / "a.png")), paint(brushwork))


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"long_side_px": 8}, "between 16 and"),
        ({"strokes_per_second": 0}, "strokes a second"),
        ({"strokes_per_second": float("nan")}, "strokes a second"),
        ({"fps": 0}, "frame rate"),
        ({"hold_last_s": -1}, "held for"),
    ],
)
def test_choices_without_sense_are_refused(values, words):
    with pytest.raises(ExportError, match=words):
        StrokesOptions(**values)


def test_too_many_pixels_are_refused():
    with pytest.raises(ExportError, match="too large"):
        StrokesOptions(long_side_px=16_000).size_px(1000, 1000)
