"""The start page offers samples and recent files."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton

from painttime.gui.display_image import image_of
from painttime.gui.start_page import HINT, StartPage, sample_paintings


@pytest.fixture
def samples(tmp_path):
    for name in ("portrait.png", "portrait.parts.png"):
        assert image_of(np.full((40, 30, 3), 90, dtype=np.uint8)).save(str(tmp_path / name))
    return tmp_path


def buttons(page):
    found = page.findChildren(QAbstractButton)
    return {button.accessibleName(): button for button in found if not button.isHidden()}


def test_part_maps_are_no_samples(samples):
    assert sample_paintings(samples) == [samples / "portrait.png"]


def test_without_samples_the_page_is_still_there(qtbot, tmp_path):
    page = StartPage(samples=tmp_path / "nowhere")
    qtbot.addWidget(page)
    assert list(buttons(page)) == ["Open a painting"]


def test_a_click_on_a_sample_opens_it(qtbot, samples):
    page = StartPage(samples=samples)
    qtbot.addWidget(page)
    with qtbot.waitSignal(page.path_requested) as waited:
        qtbot.mouseClick(buttons(page)["Open the sample portrait"], Qt.MouseButton.LeftButton)
    assert waited.args == [samples / "portrait.png"]


def test_enter_presses_the_focused_button(qtbot, window):
    with qtbot.waitActive(window):
        window.activateWindow()
    page = window.canvas.start_page
    sample = buttons(page)["Open the sample portrait"]
    opened = []
    page.path_requested.connect(opened.append)
    sample.setFocus()
    qtbot.keyClick(sample, Qt.Key.Key_Return)
    assert [path.name for path in opened] == ["portrait.png"]


def test_the_hint_says_what_is_being_opened(qtbot, window, tmp_path):
    path = tmp_path / "slow.png"
    path.touch()
    hint = window.canvas.start_page.hint
    window.files.open_path(path)
    assert hint.text() == "Opening slow.png …"
    qtbot.waitUntil(lambda: hint.text() == HINT)
