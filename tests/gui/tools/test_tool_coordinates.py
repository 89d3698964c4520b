"""That the pixel under the mouse is the one that changes: mirrored, zoomed, moved, and on a dense screen."""

import os
import subprocess
import sys

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest

TREE = 3
PLACES = ((0, 0), (63, 0), (5, 40), (63, 47), (20, 9))


def at_300_percent(view):
    view.show_actual_size()
    view.zoom_by(3.0)


def moved(view):
    at_300_percent(view)
    view.pan(QPointF(-31, 17))


def small(view):
    view.zoom_by(0.5)


@pytest.fixture
def dab(desk):
    """A brush of one pixel, so that a wrong pixel cannot hide."""
    desk.document.choose((TREE,))
    desk.control.use("tool_brush")
    desk.options.set_size_px(1)
    return desk


@pytest.mark.parametrize("mirrored", [False, True])
@pytest.mark.parametrize("look", [at_300_percent, moved, small])
def test_a_click_changes_the_pixel_under_it(dab, look, mirrored):
    look(dab.view)
    if mirrored:
        dab.view.mirror()
    for x, y in PLACES:
        before = dab.labels.copy()
        dab.click(x, y)
        # Points of the mouse are whole, so a dab near a rim of the pixel may reach into the next one.
        assert dab.labels[y, x] == TREE
        changed = np.argwhere(dab.labels != before)
        assert len(changed) <= 4
        assert (abs(changed - (y, x)) <= 1).all()


@pytest.mark.parametrize("mirrored", [False, True])
def test_the_mirror_changes_sides_for_a_lasso_too(desk, mirrored):
    desk.document.choose((TREE,))
    desk.control.use("tool_lasso")
    if mirrored:
        desk.view.mirror()
    desk.draw((2, 2), (14, 2), (14, 10), (2, 10))
    assert (desk.labels[4:9, 4:12] == TREE).all()
    assert not (desk.labels[:12, 44:] == TREE).any()


@pytest.mark.parametrize("mirrored", [False, True])
def test_what_is_tinted_on_the_screen_is_what_changed(dab, mirrored):
    dab.view.show_actual_size()
    dab.view.zoom_by(4.0)
    if mirrored:
        dab.view.mirror()
    dab.options.set_size_px(9)
    dab.marks.set_editing(True)
    before = dab.view.grab().toImage()
    dab.click(10, 10)
    dab.control.use("tool_wand")
    after = dab.view.grab().toImage()
    ratio = dab.view.devicePixelRatioF()
    inside, outside = (dab.view.view_point(x, 10.5) * ratio for x in (10.5, 53.5))
    assert before.pixel(inside.toPoint()) != after.pixel(inside.toPoint())
    assert before.pixel(outside.toPoint()) == after.pixel(outside.toPoint())


@pytest.mark.parametrize("mirrored", [False, True])
def test_arrow_keys_go_where_they_point_to_on_the_screen(dab, mirrored):
    if mirrored:
        dab.view.mirror()
    dab.move(30, 8)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right):
        QTest.keyClick(dab.view, key, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(dab.view, Qt.Key.Key_Space)
    QTest.keyClick(dab.view, Qt.Key.Key_Space)
    assert dab.labels[8, 29 if mirrored else 31] == TREE


@pytest.mark.skipif("QT_SCALE_FACTOR" in os.environ, reason="this is the run on another screen")
def test_all_of_this_holds_on_a_dense_screen():
    run = subprocess.run(
        [sys.executable, "-m", "pytest", __file__, "-q", "-x", "-p", "no:cacheprovider"],
        env={**os.environ, "QT_SCALE_FACTOR": "2"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout[-2000:]
