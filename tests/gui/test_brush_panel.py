from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractButton, QAbstractSlider, QAbstractSpinBox
from pytestqt.qtbot import QtBot

from painttime.core.brush_settings import BRUSH_CHOICES, BrushSettings
from painttime.core.project import Project
from painttime.gui.brush_panel import BrushPanel, slider_place, strokes_at
from painttime.gui.document import Document

MakeProject = Callable[..., Project]
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def panel(qtbot: QtBot, document: Document, make_project: MakeProject, workflow) -> BrushPanel:
    document.open(make_project(width_px=200, height_px=100))
    made = BrushPanel(document, workflow.services())
    qtbot.addWidget(made, before_close_func=lambda widget: widget.shutdown())
    with qtbot.waitExposed(made):
        made.show()
    return made


def enter(qtbot: QtBot, box: QAbstractSpinBox, text: str) -> None:
    box.selectAll()
    qtbot.keyClicks(box, text)
    qtbot.keyClick(box, Qt.Key.Key_Return)


# -- from the panel to the project -----------------------------------------------------------------------


def test_a_drag_of_the_budget_is_one_undo_step(qtbot: QtBot, document: Document, panel: BrushPanel) -> None:
    slider, middle = panel.budget, panel.budget.height() // 2
    qtbot.mousePress(slider, LEFT, pos=QPoint(10, middle))
    for x in (20, slider.width() // 2, slider.width() - 1):
        qtbot.mouseMove(slider, QPoint(x, middle))
    qtbot.mouseRelease(slider, LEFT, pos=QPoint(slider.width() - 1, middle))
    assert document.project.brush.num_strokes == 30_000
    assert panel.num_strokes.value() == 30_000
    document.undo()
    assert document.undo_name is None
    assert panel.num_strokes.value() == BrushSettings().num_strokes


def test_two_drags_are_two_undo_steps(qtbot: QtBot, document: Document, panel: BrushPanel) -> None:
    middle = panel.budget.height() // 2
    for x in (60, 110):
        qtbot.mousePress(panel.budget, LEFT, pos=QPoint(x, middle))
        qtbot.mouseRelease(panel.budget, LEFT, pos=QPoint(x, middle))
    document.undo()
    assert document.undo_name == "Number of strokes"


def test_settings_are_typed(qtbot: QtBot, document: Document, panel: BrushPanel) -> None:
    enter(qtbot, panel.num_strokes, "1234")
    enter(qtbot, panel.colours, "8")
    enter(qtbot, panel.smallest, "2")
    enter(qtbot, panel.largest, "40")
    brush = document.project.brush
    assert brush.num_strokes == 1234
    assert brush.palette_size == 8
    assert brush.smallest_width == pytest.approx(0.01)
    assert brush.largest_width == pytest.approx(0.2)
    enter(qtbot, panel.colours, "3")
    enter(qtbot, panel.largest, "0")
    assert document.project.brush.palette_size is None
    assert document.project.brush.largest_width is None


def test_a_bound_of_the_widths_takes_the_other_along(
    qtbot: QtBot, document: Document, panel: BrushPanel
) -> None:
    enter(qtbot, panel.largest, "20")
    enter(qtbot, panel.smallest, "50")
    brush = document.project.brush
    assert (brush.smallest_width, brush.largest_width) == (0.25, 0.25)
    enter(qtbot, panel.largest, "10")
    assert document.project.brush.smallest_width == pytest.approx(0.05)


@pytest.mark.parametrize("press", ["click", "key"])
def test_a_brush_is_chosen(qtbot: QtBot, document: Document, panel: BrushPanel, press: str) -> None:
    button = panel.brushes.buttons["wash"]
    if press == "click":
        qtbot.mouseClick(button, LEFT)
    else:
        button.setFocus()
        qtbot.keyClick(button, Qt.Key.Key_Return)
    assert document.project.brush.brush == "wash"
    assert document.undo_name == "Brush"
    document.undo()
    assert panel.brushes.brush == "bristle"


# -- from the project to the panel -----------------------------------------------------------------------


def test_the_panel_shows_what_a_project_asks_for(
    document: Document, make_project: MakeProject, panel: BrushPanel
) -> None:
    brush = BrushSettings(
        num_strokes=250,
        brush="knife",
        palette_size=12,
        smallest_width=0.02,
        largest_width=0.1,
        refine=False,
    )
    document.open(replace(make_project(width_px=200, height_px=100), brush=brush))
    assert panel.num_strokes.value() == 250
    assert panel.brushes.brush == "knife"
    assert panel.colours.value() == 12
    assert (panel.smallest.value(), panel.largest.value()) == (4.0, 20.0)
    assert not panel.refine.isChecked()
    assert document.project.brush is brush, "showing changes nothing"


def test_a_project_that_asks_for_more_than_is_offered_is_shown_as_it_is(
    document: Document, make_project: MakeProject, panel: BrushPanel
) -> None:
    brush = BrushSettings(num_strokes=80_000, palette_size=200)
    document.open(replace(make_project(), brush=brush))
    assert panel.num_strokes.value() == 80_000
    assert panel.colours.value() == 200
    assert document.project.brush is brush


def test_settings_stand_still_while_something_runs(panel: BrushPanel) -> None:
    panel.set_busy(True)
    assert not panel.num_strokes.isEnabled()
    panel.set_busy(False)
    assert panel.num_strokes.isEnabled()


# -- the slider and the samples --------------------------------------------------------------------------


def test_the_slider_goes_in_even_shares_from_few_strokes_to_many() -> None:
    counts = [strokes_at(place) for place in range(101)]
    assert (counts[0], counts[-1]) == (100, 30_000)
    assert all(first < second <= 1.2 * first for first, second in pairwise(counts))
    assert [slider_place(count) for count in counts] == list(range(101))


def test_samples_are_drawn_once_and_behind_the_window(qtbot: QtBot, panel: BrushPanel, workflow) -> None:
    qtbot.waitUntil(lambda: all(button.has_sample for button in panel.brushes.buttons.values()))
    assert set(panel.brushes.buttons) == set(BRUSH_CHOICES)
    panel.hide()
    panel.show()
    assert workflow.calls.count("brush samples") == 1
    panel.grab()


def test_every_control_has_a_name_and_says_what_it_does(panel: BrushPanel) -> None:
    for kind in (QAbstractButton, QAbstractSpinBox, QAbstractSlider):
        for control in panel.findChildren(kind):
            assert control.accessibleName() or control.text(), control
            assert control.toolTip(), control


def test_without_a_project_nothing_can_be_set(qtbot: QtBot, document: Document, workflow) -> None:
    panel = BrushPanel(document, workflow.services())
    qtbot.addWidget(panel, before_close_func=lambda widget: widget.shutdown())
    assert not panel.num_strokes.isEnabled()
