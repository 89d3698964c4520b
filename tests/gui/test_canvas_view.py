"""The canvas under mouse and keyboard, and what it draws."""

import os
import subprocess
import sys

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication

from painttime.gui.canvas_view import CanvasView
from painttime.gui.display_image import bgrx, cover_image
from painttime.gui.part_outline import outline_lines

WIDTH_PX, HEIGHT_PX = 400, 300
NO_MODIFIER = Qt.KeyboardModifier.NoModifier


def checks():
    """A picture whose every pixel differs from its neighbours."""
    y, x = np.mgrid[:HEIGHT_PX, :WIDTH_PX]
    return np.stack([x % 256, y % 256, (x + y) % 2 * 255], axis=-1).astype(np.uint8)


@pytest.fixture
def view(qtbot):
    made = CanvasView()
    made.resize(640, 480)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    made.set_picture_size(WIDTH_PX, HEIGHT_PX)
    made.show_frame(bgrx(checks()))
    return made


def mouse(view, kind, position, button=Qt.MouseButton.LeftButton, modifiers=NO_MODIFIER):
    buttons = Qt.MouseButton.NoButton if kind is QEvent.Type.MouseButtonRelease else button
    event = QMouseEvent(
        kind, QPointF(position), view.mapToGlobal(QPointF(position)), button, buttons, modifiers
    )
    QApplication.sendEvent(view, event)


def drag(view, start, end, button=Qt.MouseButton.LeftButton, modifiers=NO_MODIFIER):
    mouse(view, QEvent.Type.MouseButtonPress, start, button, modifiers)
    mouse(view, QEvent.Type.MouseMove, end, button, modifiers)
    mouse(view, QEvent.Type.MouseButtonRelease, end, button, modifiers)


def wheel(view, position, notches):
    event = QWheelEvent(
        QPointF(position),
        view.mapToGlobal(QPointF(position)),
        QPoint(),
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        NO_MODIFIER,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view, event)


def on_screen(view, x, y):
    """Return the widget position of a picture pixel's middle."""
    left, top = view.transform.to_view(x + 0.5, y + 0.5)
    ratio = view.devicePixelRatioF()
    return QPointF(left / ratio, top / ratio)


@pytest.mark.parametrize("notches", [3, -2])
def test_the_wheel_keeps_the_pixel_under_the_cursor(view, notches):
    position = on_screen(view, 100, 80)
    before = view.transform.zoom
    wheel(view, position, notches)
    assert view.transform.zoom == pytest.approx(before * 1.25**notches)
    assert view.picture_position(position) == (100, 80)


def test_at_100_percent_every_pixel_is_exact(view):
    view.show_actual_size()
    grabbed = view.grab().toImage()
    pixels = checks()
    left, top = round(view.transform.left), round(view.transform.top)
    for y in range(0, HEIGHT_PX, 7):
        for x in range(0, WIDTH_PX, 7):
            assert grabbed.pixelColor(left + x, top + y).getRgb()[:3] == tuple(pixels[y, x])


def test_mirrored_at_100_percent_every_pixel_is_exact(view):
    view.show_actual_size()
    view.mirror()
    grabbed = view.grab().toImage()
    pixels = checks()
    left, top = round(view.transform.left), round(view.transform.top)
    for y in range(0, HEIGHT_PX, 11):
        for x in range(0, WIDTH_PX, 11):
            assert grabbed.pixelColor(left + WIDTH_PX - 1 - x, top + y).getRgb()[:3] == tuple(pixels[y, x])


def test_fit_stays_fitted_until_one_zooms(view):
    view.fit()
    view.resize(500, 300)
    assert view.transform.height_px < 300 * view.devicePixelRatioF()
    wheel(view, QPointF(250, 150), 8)
    zoom = view.transform.zoom
    view.resize(640, 480)
    assert view.transform.zoom == zoom


def test_the_middle_button_pans(view):
    before = view.transform
    drag(view, QPoint(300, 200), QPoint(340, 170), Qt.MouseButton.MiddleButton)
    ratio = view.devicePixelRatioF()
    assert view.transform.left - before.left == pytest.approx(40 * ratio)
    assert view.transform.top - before.top == pytest.approx(-30 * ratio)


def test_space_held_and_drag_pans_and_does_not_play(qtbot, view):
    played = []
    view.play_tapped.connect(lambda: played.append(True))
    before = view.transform.left
    qtbot.keyPress(view, Qt.Key.Key_Space)
    drag(view, QPoint(300, 200), QPoint(330, 200))
    qtbot.keyRelease(view, Qt.Key.Key_Space)
    assert view.transform.left > before
    assert played == []


def test_space_tapped_plays(qtbot, view):
    with qtbot.waitSignal(view.play_tapped):
        qtbot.keyClick(view, Qt.Key.Key_Space)


def test_shift_and_drag_scrubs(view):
    moved = []
    view.scrubbed.connect(moved.append)
    drag(view, QPoint(300, 200), QPoint(341, 200), modifiers=Qt.KeyboardModifier.ShiftModifier)
    drag(view, QPoint(300, 200), QPoint(284, 200), modifiers=Qt.KeyboardModifier.ShiftModifier)
    assert moved == [5, -2]


def test_hover_and_click_tell_the_part(view):
    view.set_part_at(lambda x, _y: 1 if x < 200 else 2)
    hovered, clicked = [], []
    view.part_hovered.connect(hovered.append)
    view.part_clicked.connect(clicked.append)
    for x in (50, 60, 250):
        mouse(view, QEvent.Type.MouseMove, on_screen(view, x, 100).toPoint(), Qt.MouseButton.NoButton)
    position = on_screen(view, 250, 100).toPoint()
    drag(view, position, position)
    QApplication.sendEvent(view, QEvent(QEvent.Type.Leave))
    assert hovered == [1, 2, None]
    assert clicked == [2]


def test_beside_the_picture_there_is_no_part(view):
    view.set_part_at(lambda _x, _y: 1)
    clicked = []
    view.part_clicked.connect(clicked.append)
    drag(view, QPoint(2, 2), QPoint(2, 2))
    assert clicked == []


def test_holding_c_compares_until_it_is_let_go(qtbot, view):
    compared = []
    view.compare_changed.connect(compared.append)
    qtbot.keyPress(view, Qt.Key.Key_C)
    qtbot.keyRelease(view, Qt.Key.Key_C)
    qtbot.keyPress(view, Qt.Key.Key_C)
    view.let_keys_go()
    assert compared == [True, False, True, False]


def test_a_cover_hides_what_lies_under_it(view):
    where = np.zeros((HEIGHT_PX, WIDTH_PX), dtype=np.bool_)
    where[:, 200:] = True
    view.show_actual_size()
    view.set_cover(cover_image(where, (1, 2, 3)))
    grabbed = view.grab().toImage()
    left, top = round(view.transform.left), round(view.transform.top)
    assert grabbed.pixelColor(left + 300, top + 150) == QColor(1, 2, 3)
    assert grabbed.pixelColor(left + 100, top + 150) != QColor(1, 2, 3)


def test_an_outline_is_drawn_at_the_edge_of_the_part(view):
    labels = np.ones((HEIGHT_PX, WIDTH_PX), dtype=np.uint8)
    labels[:, 200:] = 2
    view.show_actual_size()
    before = view.grab().toImage()
    view.set_outline(outline_lines(labels, 2, (1.0, 1.0)))
    after = view.grab().toImage()
    left, top = round(view.transform.left), round(view.transform.top)
    changed = [
        x for x in range(180, 220) if before.pixel(left + x, top + 150) != after.pixel(left + x, top + 150)
    ]
    assert changed
    assert all(abs(x - 200) <= 4 * view.devicePixelRatioF() for x in changed)


def test_a_preview_fills_the_same_place_as_the_frame(view):
    view.show_preview(np.full((30, 40, 3), (250, 10, 20), dtype=np.uint8))
    grabbed = view.grab().toImage()
    transform = view.transform
    for x, y in ((2, 2), (WIDTH_PX - 3, HEIGHT_PX - 3)):
        left, top = transform.to_view(x, y)
        assert grabbed.pixelColor(round(left), round(top)) == QColor(250, 10, 20)


def test_reduced_pictures_are_averaged_not_skipped(view):
    stripes = np.zeros((HEIGHT_PX, WIDTH_PX, 3), dtype=np.uint8)
    stripes[:, ::2] = 255
    view.show_frame(bgrx(stripes))
    view.zoom_at(QPointF(320, 240), 0.25 / view.transform.zoom)
    grabbed = view.grab().toImage()
    ratio = view.devicePixelRatioF()
    assert 100 < grabbed.pixelColor(round(320 * ratio), round(240 * ratio)).red() < 155


@pytest.mark.skipif("QT_SCALE_FACTOR" in os.environ, reason="this is the run at another scale")
def test_all_of_this_holds_at_a_fractional_scale():
    run = subprocess.run(
        [sys.executable, "-m", "pytest", __file__, "-q", "-x", "-p", "no:cacheprovider"],
        env={**os.environ, "QT_SCALE_FACTOR": "1.5"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout[-2000:]
