"""The heat map of what a step changed."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor

from painttime.core.change import CHANGE_THRESHOLD
from painttime.gui.difference import difference_title, heat_image
from painttime.gui.display_image import bgrx
from painttime.gui.picture_view import PictureView

GROUND = np.full((4, 6, 3), 100, dtype=np.uint8)


def lightness(colour: QColor) -> float:
    return 0.2126 * colour.red() + 0.7152 * colour.green() + 0.0722 * colour.blue()


@given(amount=st.integers(-100, 155), channel=st.integers(0, 2))
def test_only_what_counts_as_changed_is_coloured(amount, channel):
    after = GROUND.copy()
    after[1, 2, channel] = 100 + amount
    image = heat_image(GROUND, after)
    coloured = {(x, y) for y in range(4) for x in range(6) if image.pixelColor(x, y).alpha() > 0}
    assert coloured == ({(2, 1)} if abs(amount) >= CHANGE_THRESHOLD * 255 else set())


def test_a_larger_change_is_lighter():
    before = np.zeros((1, 256, 3), dtype=np.uint8)
    after = before.copy()
    after[0, :, 1] = np.arange(256)
    image = heat_image(before, after)
    tones = [lightness(image.pixelColor(x, 0)) for x in range(13, 256)]
    assert tones[-1] - tones[0] > 150
    # Unmultiplying costs a rounding.
    assert all(later >= earlier - 1 for earlier, later in pairwise(tones))


def test_pictures_of_different_sizes_are_refused():
    with pytest.raises(ValueError, match="compared"):
        heat_image(GROUND, GROUND[:2])


@pytest.mark.parametrize(
    ("computed_from", "index", "title"),
    [
        (3, 0, "No step leads to the bare ground"),
        (3, 3, "No difference to show: canvas 2 is not computed"),
        (3, 2, "No difference to show: canvas 2 is not computed"),
        (3, 4, "Changed from canvas 3 to 4"),
        (9, 10, "Changed from canvas 9 to 10"),
        (None, 10, "No difference to show: canvas 9 is not computed"),
    ],
)
def test_the_title_says_what_is_compared_or_why_nothing_is(make_project, computed_from, index, title):
    assert difference_title(make_project(computed_from=computed_from), index) == title


def test_the_canvas_is_greyed_and_the_change_lies_over_it(qtbot):
    view = PictureView()
    view.resize(640, 480)
    qtbot.addWidget(view)
    view.set_picture_size(40, 30)
    view.show_frame(bgrx(np.full((30, 40, 3), (250, 0, 0), dtype=np.uint8)))
    before = np.zeros((30, 40, 3), dtype=np.uint8)
    after = before.copy()
    after[:, 20:] = 255
    view.set_heat(heat_image(before, after))
    grabbed, ratio = view.grab().toImage(), view.devicePixelRatioF()
    same, changed = (grabbed.pixelColor(round(x * ratio), round(240 * ratio)) for x in (200, 440))
    assert same.red() - same.green() < 100
    assert lightness(changed) > lightness(same) + 80
    view.set_heat(None)
    assert view.grab().toImage().pixelColor(round(200 * ratio), round(240 * ratio)) == QColor(250, 0, 0)


def test_d_shows_it_until_another_painting_is_opened(qtbot, opened, make_project, workflow):
    opened.document.set_take(make_project(computed_from=0).take)
    opened.document.set_playhead(5)
    view, action = opened.canvas.view, opened.actions_by_name["difference"]
    qtbot.waitUntil(lambda: view.image_size.width() == 64)
    plain = view.grab().toImage()
    with qtbot.waitActive(opened):
        opened.activateWindow()
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_D)
    assert action.isChecked()
    assert view.grab().toImage() != plain
    qtbot.keyClick(view, Qt.Key.Key_D)
    assert not action.isChecked()
    assert view.grab().toImage() == plain
    action.trigger()
    opened.document.open(replace(workflow.make(), seed=3))
    assert not action.isChecked()
    assert not opened.presenter.is_showing_difference


def test_while_c_is_held_the_painting_is_shown_as_it_is(qtbot, opened, make_project):
    opened.document.set_take(make_project(computed_from=0).take)
    qtbot.waitUntil(lambda: opened.canvas.view.image_size.width() == 64)
    painting = opened.canvas.view.grab().toImage()
    opened.document.set_playhead(5)
    opened.actions_by_name["difference"].trigger()
    assert opened.canvas.view.grab().toImage() != painting
    qtbot.keyPress(opened.canvas.view, Qt.Key.Key_C)
    assert opened.canvas.view.grab().toImage() == painting
