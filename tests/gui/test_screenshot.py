"""The picture of the window that the demo makes."""

import os
import subprocess
import sys

import pytest
from PySide6.QtGui import QColor, QImage

from painttime.gui.services import Services

TAKE = """
import sys
from pathlib import Path
from painttime.gui.app import screenshot
target, painting, theme = sys.argv[1:]
screenshot(Path(target), Path(painting), width_px=1100, height_px=700, dark=theme == "dark", at=1.0)
"""


@pytest.fixture
def shoot(tmp_path):
    def run(painting, theme):
        target = tmp_path / f"{theme}.png"
        done = subprocess.run(
            [sys.executable, "-c", TAKE, str(target), str(painting), theme],
            env={**os.environ, "XDG_STATE_HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path)},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        return done, target

    return run


@pytest.fixture
def painting(tmp_path):
    """A real picture file of two colours, read and split by the real workflow."""
    image = QImage(160, 120, QImage.Format.Format_RGB32)
    image.fill(QColor(40, 90, 200))
    for x in range(160):
        for y in range(60, 120):
            image.setPixelColor(x, y, QColor(60, 140, 50))
    path = tmp_path / "meadow.png"
    assert image.save(str(path))
    return path


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_the_window_is_grabbed_with_the_painting_in_it(shoot, painting, theme):
    done, target = shoot(painting, theme)
    assert done.returncode == 0, done.stderr
    image = QImage(str(target))
    assert (image.width(), image.height()) == (1100, 700)
    colours = {image.pixelColor(x, y).name() for x in range(0, 600, 5) for y in range(60, 480, 5)}
    assert {QColor(40, 90, 200).name(), QColor(60, 140, 50).name()} <= colours


def test_a_bad_file_is_an_error_and_no_picture(shoot, tmp_path):
    bad = tmp_path / "bad.png"
    bad.write_bytes(b"no picture")
    done, target = shoot(bad, "dark")
    assert done.returncode != 0
    assert "bad.png" in done.stderr
    assert not target.exists()


def test_the_fakes_of_these_tests_fit_the_real_services(workflow):
    # A service added later must be made up here too, or window tests would reach for the real one.
    made = workflow.services()
    for name in Services.__slots__:
        assert getattr(made, name) is not getattr(Services(), name), name
