"""Comparing with a divider: what is drawn on its sides, and how it is moved."""

import os
import subprocess
import sys

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from painttime.gui.canvas_view import CanvasView
from painttime.gui.display_image import bgrx, cover_image
from painttime.gui.picture_tags import TAG_MARGIN_PX

WIDTH_PX, HEIGHT_PX = 400, 300
NO_MODIFIER = Qt.KeyboardModifier.NoModifier
RED, BLUE = (200, 10, 20), (10, 30, 220)


def plain(colour):
    return bgrx(np.full((HEIGHT_PX, WIDTH_PX, 3), colour, dtype=np.uint8))


@pytest.fixture
def view(qtbot):
    """Red left of the divider, blue right of it."""
    made = CanvasView()
    made.resize(640, 480)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    made.set_picture_size(WIDTH_PX, HEIGHT_PX)
    made.show_frame(plain(RED))
    made.show_beside(plain(BLUE))
    return made


def mouse(widget, kind, position, button=Qt.MouseButton.LeftButton, modifiers=NO_MODIFIER):
    buttons = Qt.MouseButton.NoButton if kind is QEvent.Type.MouseButtonRelease else button
    position = QPointF(position)
    event = QMouseEvent(kind, position, widget.mapToGlobal(position), button, buttons, modifiers)
    QApplication.sendEvent(widget, event)


def drag_handle(view, dx, **how):
    """Press on the knob and move by dx; the handle moves under the mouse, so positions are the view's."""
    handle = view.wipe_handle
    start = QPoint(handle.geometry().center().x(), view.height() // 2)
    for kind, x in (
        (QEvent.Type.MouseButtonPress, start.x()),
        (QEvent.Type.MouseMove, start.x() + dx // 2),
        (QEvent.Type.MouseMove, start.x() + dx),
        (QEvent.Type.MouseButtonRelease, start.x() + dx),
    ):
        mouse(handle, kind, handle.mapFromParent(QPoint(x, start.y())), **how)


def sides(view, y=400):
    """Return the colours along a row of the widget, as (colour, first x, last x) in widget pixels.

    The handle covers some of it: 20 pixels about the divider are left out.
    """
    grabbed, ratio = view.grab().toImage(), view.devicePixelRatioF()
    found = []
    for x in range(60, 580):
        if abs(x - view.wipe_handle.geometry().center().x()) <= 20:
            continue
        colour = grabbed.pixelColor(round(x * ratio), round(y * ratio)).getRgb()[:3]
        if not found or found[-1][0] != colour:
            found.append((colour, x, x))
        found[-1] = (colour, found[-1][1], x)
    return found


def test_left_is_the_canvas_and_right_the_painting(view):
    (left, _, ends), (right, begins, _) = sides(view)
    assert (left, right) == (RED, BLUE)
    assert ends < 320 < begins


def test_the_sides_meet_at_the_divider_to_the_pixel(view):
    view.set_divider(0.4)
    view.wipe_handle.hide()
    grabbed, ratio = view.grab().toImage(), view.devicePixelRatioF()
    divider = round(0.4 * 640 * ratio)
    y = round(400 * ratio)
    assert grabbed.pixelColor(divider - 1, y) == QColor(*RED)
    assert grabbed.pixelColor(divider, y) == QColor(*BLUE)


def test_dragging_the_handle_moves_the_divider(view):
    drag_handle(view, 120)
    assert view.wipe_handle.share == pytest.approx(440 / 640, abs=0.004)
    (_, _, ends), (_, begins, _) = sides(view)
    assert ends < 440 < begins


def test_the_handle_stays_within_reach(view):
    drag_handle(view, 5000)
    assert view.wipe_handle.share == 1.0
    assert view.wipe_handle.geometry().left() < 640
    assert [colour for colour, _, _ in sides(view)] == [RED]


def test_a_double_click_puts_it_into_the_middle(qtbot, view):
    drag_handle(view, 150)
    qtbot.mouseDClick(view.wipe_handle, Qt.MouseButton.LeftButton)
    assert view.wipe_handle.share == 0.5


def test_both_sides_lie_at_the_same_place_at_every_zoom(view):
    y, x = np.mgrid[:HEIGHT_PX, :WIDTH_PX]
    checks = np.stack([x % 256, y % 256, (x + y) % 2 * 255], axis=-1).astype(np.uint8)
    view.wipe_handle.hide()
    for zoom, dx in ((1.0, 0), (3.0, 35), (0.4, -20)):
        view.show_actual_size()
        view.zoom_by(zoom)
        view.pan(QPointF(dx, 3))
        view.show_frame(bgrx(checks))
        CanvasView.__base__.show_beside(view, None)
        alone = view.grab().toImage()
        view.set_tags("", "")
        CanvasView.__base__.show_beside(view, bgrx(checks.copy()))
        assert view.grab().toImage() == alone


def test_in_the_mirror_left_is_still_the_canvas(view):
    half = np.full((HEIGHT_PX, WIDTH_PX, 3), RED, dtype=np.uint8)
    half[:, : WIDTH_PX // 2] = (0, 255, 0)
    view.show_frame(bgrx(half))
    view.mirror()
    # The right half of the canvas is red, and the mirror shows it left.
    assert [colour for colour, _, _ in sides(view)] == [RED, BLUE]


def test_what_hides_parts_hides_them_on_both_sides(view):
    everywhere = np.ones((HEIGHT_PX, WIDTH_PX), dtype=np.bool_)
    view.set_cover(cover_image(everywhere, (9, 9, 9)))
    assert [colour for colour, _, _ in sides(view)] == [(9, 9, 9)]


def test_a_canvas_not_computed_is_veiled_on_its_side_only(view):
    view.show_frame(plain(RED), veil="not computed")
    (left, *_), (right, *_) = sides(view)
    assert left != RED
    assert right == BLUE


def test_the_sides_are_named_where_there_is_room(view):
    view.wipe_handle.hide()

    def named_sides():
        view.set_tags("", "")
        without = view.grab().toImage()
        view.set_tags("Predicted canvas 12", "Painting")
        tagged, ratio = view.grab().toImage(), view.devicePixelRatioF()
        y = round((TAG_MARGIN_PX + 3) * ratio)
        changed = [
            x for x in range(640) if without.pixel(round(x * ratio), y) != tagged.pixel(round(x * ratio), y)
        ]
        return any(x < 640 * view.wipe_handle.share for x in changed), any(
            x > 640 * view.wipe_handle.share for x in changed
        )

    assert named_sides() == (True, True)
    view.wipe_handle.move_to(0.03)
    assert named_sides() == (False, True)
    view.wipe_handle.move_to(0.98)
    assert named_sides() == (True, False)


def test_keys_move_the_focused_handle(qtbot, view):
    handle = view.wipe_handle
    handle.setFocus()
    qtbot.keyClick(handle, Qt.Key.Key_Right)
    assert handle.share == pytest.approx(0.51)
    qtbot.keyClick(handle, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert handle.share == pytest.approx(0.41)
    qtbot.keyClick(handle, Qt.Key.Key_End)
    assert handle.share == 1.0
    with qtbot.waitSignal(view.wipe_left):
        qtbot.keyClick(handle, Qt.Key.Key_Escape)


def test_over_the_handle_one_pans_scrubs_and_zooms_as_elsewhere(qtbot, view):
    before, share = view.transform, view.wipe_handle.share
    drag_handle(view, 40, button=Qt.MouseButton.MiddleButton)
    assert view.transform.left - before.left == pytest.approx(40 * view.devicePixelRatioF())
    scrubbed = []
    view.scrubbed.connect(scrubbed.append)
    drag_handle(view, 40, modifiers=Qt.KeyboardModifier.ShiftModifier)
    assert sum(scrubbed) == 5
    qtbot.keyPress(view.wipe_handle, Qt.Key.Key_Space)
    drag_handle(view, -40)
    qtbot.keyRelease(view.wipe_handle, Qt.Key.Key_Space)
    assert view.transform.left == pytest.approx(before.left)
    # From the window system: only such a wheel goes on to the view under the handle.
    centre = QPointF(view.wipe_handle.geometry().center())
    QTest.wheelEvent(view.windowHandle(), centre, QPoint(0, 120))
    qtbot.waitUntil(lambda: view.transform.zoom != before.zoom)
    assert view.transform.zoom > before.zoom
    assert view.wipe_handle.share == share


def test_the_handle_follows_the_size_of_the_view(view):
    view.wipe_handle.move_to(0.25)
    view.resize(800, 600)
    assert view.wipe_handle.geometry().center().x() == pytest.approx(200, abs=1)
    assert view.wipe_handle.height() == 600


@pytest.mark.skipif("QT_SCALE_FACTOR" in os.environ, reason="this is the run at another scale")
@pytest.mark.parametrize("factor", ["1.5", "2"])
def test_all_of_this_holds_at_other_scales(factor):
    run = subprocess.run(
        [sys.executable, "-m", "pytest", __file__, "-q", "-x", "-p", "no:cacheprovider", "-k", "not window"],
        env={**os.environ, "QT_SCALE_FACTOR": factor},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout[-2000:]


# -- in the window -----------------------------------------------------------------------------------------


@pytest.fixture
def comparing_window(qtbot, opened):
    """The window with every canvas computed, comparing canvas 0 with the painting."""
    opened.session.make_process()
    qtbot.waitUntil(lambda: not opened.session.is_busy)
    opened.document.set_playhead(0)
    opened.actions_by_name["compare"].trigger()
    return opened


def test_w_in_the_window_begins_and_ends_it(qtbot, opened):
    handle, action = opened.canvas.view.wipe_handle, opened.actions_by_name["compare"]
    with qtbot.waitActive(opened):
        opened.activateWindow()
    opened.canvas.view.setFocus()
    qtbot.keyClick(opened.canvas.view, Qt.Key.Key_W)
    assert (handle.isVisible(), action.isChecked()) == (True, True)
    assert opened.canvas.view.hasFocus()
    qtbot.keyClick(opened.canvas.view, Qt.Key.Key_W)
    assert (handle.isVisible(), action.isChecked()) == (False, False)


@pytest.mark.parametrize("on_handle", [True, False])
def test_escape_in_the_window_ends_it(qtbot, comparing_window, focus_keys, on_handle):
    view = comparing_window.canvas.view
    with qtbot.waitActive(comparing_window):
        comparing_window.activateWindow()
    focused = view.wipe_handle if on_handle else view
    focused.setFocus()
    qtbot.keyClick(focused, Qt.Key.Key_Escape)
    assert not view.wipe_handle.isVisible()
    assert not comparing_window.actions_by_name["compare"].isChecked()
    assert view.hasFocus()


def test_arrows_in_the_window_move_the_focused_handle_and_not_the_playhead(
    qtbot, comparing_window, focus_keys
):
    handle = comparing_window.canvas.view.wipe_handle
    with qtbot.waitActive(comparing_window):
        comparing_window.activateWindow()
    handle.setFocus()
    qtbot.keyClick(handle, Qt.Key.Key_Right)
    assert handle.share == pytest.approx(0.51)
    assert comparing_window.document.playhead == 0


def test_the_window_goes_on_comparing_while_canvases_are_played(qtbot, comparing_window):
    window = comparing_window
    view = window.canvas.view

    def colours():
        grabbed, ratio = view.grab().toImage(), view.devicePixelRatioF()
        y = round(view.height() * 0.4 * ratio)
        return [
            grabbed.pixelColor(round(view.width() * share * ratio), y).getRgb()[:3] for share in (0.4, 0.6)
        ]

    # Canvases are plain greys here, and the painting is full of colours.
    qtbot.waitUntil(lambda: view.image_size.width() == window.document.project.painting.width_px)
    ground, painting = colours()
    assert ground == (0, 0, 0)
    assert len(set(painting)) > 1
    window.timeline.toggle_play()
    # Any canvas on the way: on a busy machine single ones are skipped.
    qtbot.waitUntil(lambda: colours()[0] != ground)
    window.timeline.playback.pause()
    assert window.document.playhead < window.document.project.num_steps
    later, still_painting = colours()
    assert len(set(later)) == 1
    assert still_painting == painting


def test_another_painting_in_the_window_ends_it(qtbot, comparing_window, workflow):
    comparing_window.document.open(workflow.make())
    assert not comparing_window.canvas.view.wipe_handle.isVisible()
    assert not comparing_window.presenter.is_wiping
