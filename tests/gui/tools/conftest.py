"""What tests of the tools share: a canvas with a document of three parts, and a made-up picker."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from painttime.core.painting import Painting
from painttime.errors import PainttimeError
from painttime.gui.canvas_view import CanvasView
from painttime.gui.display_image import bgrx
from painttime.gui.document import Document
from painttime.gui.main_window import MainWindow
from painttime.gui.preferences import Preferences
from painttime.gui.services import Services
from painttime.gui.tools.part_marks import PartMarks
from painttime.gui.tools.picker_control import PickerControl
from painttime.gui.tools.tool_control import ToolControl
from painttime.gui.tools.tool_options import ToolOptions
from painttime.gui.tools.workbench import Workbench
from painttime.segmentation.editing.area import NOTHING, Area
from painttime.segmentation.editing.masks import stroke_area
from painttime.workflow.job import Job, Progress

GATE_TIMEOUT_S = 10.0
HEIGHT_PX, WIDTH_PX = 48, 64
SKY, MEADOW, TREE = 1, 2, 3
LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
NO_MODIFIER = Qt.KeyboardModifier.NoModifier


@dataclass
class FakePicker:
    """Takes a disc around every place inside, without those around the places outside."""

    radius_px: float = 6.0
    size: tuple[int, int] = (HEIGHT_PX, WIDTH_PX)
    hovered: list[tuple[float, float]] = field(default_factory=list)
    is_quick: bool = True

    def hover(self, x: float, y: float) -> Area:
        self.hovered.append((x, y))
        return self.pick([(x, y)])

    def pick(self, inside, outside=(), box=None) -> Area:
        area = NOTHING
        for place in inside:
            area = area.joined(self._disc(place))
        for place in outside:
            area = area.without(self._disc(place))
        return area

    def _disc(self, place) -> Area:
        return stroke_area([place], radius_px=self.radius_px, height_px=self.size[0], width_px=self.size[1])


class FakePicking:
    """Stands in for workflow.picking_objects; gate: the job waits for it before it is done."""

    def __init__(self) -> None:
        self.picker = FakePicker()
        self.gate: threading.Semaphore | None = None
        self.error: PainttimeError | None = None
        self.asked: list[tuple[Painting, tuple[Path, Path] | None]] = []

    def prepare(
        self, painting: Painting, *, segment_anything: tuple[Path, Path] | None = None
    ) -> Job[FakePicker]:
        self.asked.append((painting, segment_anything))
        yield Progress(done=0, total=1, message="Looking for objects")
        if self.gate is not None:
            self.gate.acquire(timeout=GATE_TIMEOUT_S)
        if self.error is not None:
            raise self.error
        return self.picker


@pytest.fixture
def picking() -> FakePicking:
    return FakePicking()


@dataclass(frozen=True, kw_only=True)
class Desk:
    """A canvas with tools on the parts sky, meadow and tree of a document; what was said is in `notes`."""

    document: Document
    view: CanvasView
    options: ToolOptions
    bench: Workbench
    pickers: PickerControl
    marks: PartMarks
    control: ToolControl
    model_files: list[tuple[Path, Path]]
    notes: list[str] = field(default_factory=list)

    @property
    def labels(self) -> np.ndarray:
        return self.document.project.parts.labels

    @property
    def tool(self):
        return self.control.tool

    def at(self, x: float, y: float) -> QPoint:
        """Return the point of the widget over the middle of a picture pixel."""
        return self.view.view_point(x + 0.5, y + 0.5).toPoint()

    def press(self, x, y, button=LEFT, modifiers=NO_MODIFIER) -> None:
        QTest.mousePress(self.view, button, modifiers, self.at(x, y))

    def move(self, x, y) -> None:
        QTest.mouseMove(self.view, self.at(x, y))

    def release(self, x, y, button=LEFT, modifiers=NO_MODIFIER) -> None:
        QTest.mouseRelease(self.view, button, modifiers, self.at(x, y))

    def click(self, x, y, button=LEFT, modifiers=NO_MODIFIER) -> None:
        QTest.mouseClick(self.view, button, modifiers, self.at(x, y))

    def double_click(self, x, y) -> None:
        """As a mouse does it: press, release, double click, release."""
        self.click(x, y)
        QTest.mouseDClick(self.view, LEFT, NO_MODIFIER, self.at(x, y))

    def draw(self, *places, button=LEFT) -> None:
        """Drag through some places."""
        self.press(*places[0], button)
        for place in places[1:]:
            self.move(*place)
        self.release(*places[-1], button)

    def key(self, key, modifiers=NO_MODIFIER) -> None:
        QTest.keyClick(self.view, key, modifiers)


@pytest.fixture
def desk(qtbot, document: Document, make_project, picking: FakePicking) -> Iterator[Desk]:
    view = CanvasView()
    view.resize(700, 520)
    qtbot.addWidget(view)
    model_files: list[tuple[Path, Path]] = []
    options = ToolOptions()
    bench = Workbench(document, options)
    services = replace(Services(), prepare_picker=picking.prepare)
    pickers = PickerControl(document, services, lambda: model_files[0] if model_files else None)
    marks = PartMarks(document, view)
    control = ToolControl(document, view, bench, options, pickers)
    made = Desk(
        document=document,
        view=view,
        options=options,
        bench=bench,
        pickers=pickers,
        marks=marks,
        control=control,
        model_files=model_files,
    )
    bench.noted.connect(made.notes.append)
    with qtbot.waitExposed(view):
        view.show()
    project = make_project(height_px=HEIGHT_PX, width_px=WIDTH_PX)
    document.open(project)
    view.set_picture_size(WIDTH_PX, HEIGHT_PX)
    view.show_frame(bgrx(project.painting.pixels))
    options.set_size_px(5)
    yield made
    if picking.gate is not None:
        picking.gate.release(100)
    pickers.shutdown()


@pytest.fixture
def window(qtbot, workflow, picking: FakePicking, preferences: Preferences) -> MainWindow:
    """The window over made-up jobs and a made-up picker."""

    def leave(made: MainWindow) -> None:
        if picking.gate is not None:
            picking.gate.release(100)
        made.shutdown()

    made = MainWindow(preferences, replace(workflow.services(), prepare_picker=picking.prepare))
    made.resize(1100, 760)
    qtbot.addWidget(made, before_close_func=leave)
    with qtbot.waitExposed(made):
        made.show()
    return made


LabelsCheck = Callable[[Desk, np.ndarray], None]


@pytest.fixture
def undone() -> LabelsCheck:
    """Check that one undo brings the parts back bit by bit, and redo what was done."""

    def check(desk: Desk, before: np.ndarray) -> None:
        after = desk.labels.copy()
        assert not np.array_equal(after, before)
        desk.document.undo()
        assert np.array_equal(desk.labels, before)
        assert desk.document.undo_name is None
        desk.document.redo()
        assert np.array_equal(desk.labels, after)
        desk.document.undo()

    return check
