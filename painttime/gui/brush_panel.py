"""What the brush is asked for: how many strokes, which brush, how broad, how many colours."""

import math
from dataclasses import replace

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QDoubleSpinBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from painttime.core.brush_settings import BrushSettings
from painttime.errors import PainttimeError
from painttime.gui.brush_choice import SAMPLE_HEIGHT_PX, BrushChoice
from painttime.gui.document import Document
from painttime.gui.job_runner import JobRunner
from painttime.gui.log_file import LOGGER
from painttime.gui.parts.degree_slider import DegreeSlider
from painttime.gui.services import Services

MIN_STROKES, MAX_STROKES = 100, 30_000
"""What the slider and the box offer."""
MIN_COLOURS, MAX_COLOURS = 4, 64
SAMPLE_SCALE = 3
"""Samples are drawn larger than they are shown, for dense screens."""


class BrushPanel(QWidget):
    """Shows the project's brush settings and changes them; every change is an undo step, a drag is one."""

    def __init__(self, document: Document, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._services = services
        self._runner = JobRunner("brush-samples", self)
        self._are_samples_asked = False
        self._is_busy = False
        self.budget = DegreeSlider()
        self.num_strokes = QSpinBox()
        self.brushes = BrushChoice()
        self.smallest = _width_box("Smallest width")
        self.largest = _width_box("Largest width")
        self.colours = QSpinBox()
        self.refine = QCheckBox("Refine each stroke before it is laid")
        self._prepare()
        self._lay_out()
        self._connect()
        self.refresh()

    def refresh(self) -> None:
        """Show the document's settings."""
        is_open = self._document.is_open
        self._page.setEnabled(is_open and not self._is_busy)
        if not is_open:
            return
        brush, long_side_px = self._document.project.brush, self._long_side_px
        with QSignalBlocker(self.budget), QSignalBlocker(self.num_strokes), QSignalBlocker(self.colours):
            self.budget.setValue(slider_place(brush.num_strokes))
            # A project made elsewhere may ask for more, or fewer, than is offered here.
            self.num_strokes.setRange(
                min(MIN_STROKES, brush.num_strokes), max(MAX_STROKES, brush.num_strokes)
            )
            self.num_strokes.setValue(brush.num_strokes)
            self.colours.setMaximum(max(MAX_COLOURS, brush.palette_size or 0))
            self.colours.setValue(brush.palette_size or self.colours.minimum())
        for box, width in ((self.smallest, brush.smallest_width), (self.largest, brush.largest_width)):
            with QSignalBlocker(box):
                box.setMaximum(long_side_px)
                box.setValue((width or 0.0) * long_side_px)
        with QSignalBlocker(self.refine):
            self.refine.setChecked(brush.refine)
        self.brushes.show_brush(brush.brush)

    def set_busy(self, busy: bool) -> None:
        """Say whether something is being painted or predicted: the settings stand still meanwhile."""
        self._is_busy = busy
        self.refresh()

    def shutdown(self) -> bool:
        """End the thread that draws samples; return whether it ended in time."""
        return self._runner.shutdown()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._are_samples_asked:
            self._are_samples_asked = True
            job = self._services.brush_samples(SAMPLE_SCALE * SAMPLE_HEIGHT_PX)
            running = self._runner.start(job, "Drawing brush samples")
            running.finished.connect(self.brushes.set_samples)
            running.failed.connect(_log_failure)

    # ----------------------------------------------------------------------------------------------------

    @property
    def _long_side_px(self) -> int:
        painting = self._document.project.painting
        return max(painting.height_px, painting.width_px)

    def _prepare(self) -> None:
        self.setAccessibleName("Brush settings")
        for control in (self.budget, self.num_strokes):
            control.setAccessibleName("Number of strokes")
            control.setToolTip("How many strokes the brush may lay: few for a sketch, many for detail")
        self.num_strokes.setRange(MIN_STROKES, MAX_STROKES)
        self.num_strokes.setSingleStep(100)
        self.num_strokes.setGroupSeparatorShown(True)
        # One below the least number stands for no limit.
        self.colours.setRange(MIN_COLOURS - 1, MAX_COLOURS)
        self.colours.setSpecialValueText("any")
        self.colours.setSuffix(" colours")
        self.colours.setAccessibleName("Palette limit")
        self.colours.setToolTip("Paint with so many flat colours only, so that a human can mix them")
        self.refine.setToolTip("Vary every stroke a little and lay the best; takes twice as long")
        for box in (self.num_strokes, self.colours):
            box.setKeyboardTracking(False)
            box.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

    def _lay_out(self) -> None:
        budget = QHBoxLayout()
        budget.setSpacing(8)
        budget.addWidget(self.budget, 1)
        budget.addWidget(self.num_strokes)
        widths = QHBoxLayout()
        widths.setSpacing(8)
        widths.addWidget(self.smallest, 1)
        widths.addWidget(QLabel("to"))
        widths.addWidget(self.largest, 1)
        form = QFormLayout()
        form.setHorizontalSpacing(12)
        form.setVerticalSpacing(8)
        form.addRow("Strokes", budget)
        form.addRow("Widths", widths)
        form.addRow("Palette", self.colours)
        form.addRow("", self.refine)
        self._page = QWidget()
        column = QVBoxLayout(self._page)
        column.setContentsMargins(10, 8, 10, 8)
        column.setSpacing(10)
        column.addWidget(self.brushes)
        column.addLayout(form)
        column.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._page)

    def _connect(self) -> None:
        self._document.project_opened.connect(self.refresh)
        self._document.history_changed.connect(self.refresh)
        self.budget.valueChanged.connect(self._move_budget)
        self.budget.sliderReleased.connect(lambda: self._edit(self._settings, "Number of strokes"))
        self.num_strokes.valueChanged.connect(
            lambda count: self._edit(replace(self._settings, num_strokes=count), "Number of strokes")
        )
        self.brushes.chosen.connect(lambda brush: self._edit(replace(self._settings, brush=brush), "Brush"))
        self.colours.valueChanged.connect(self._set_colours)
        self.smallest.valueChanged.connect(lambda _px: self._set_widths(self.smallest))
        self.largest.valueChanged.connect(lambda _px: self._set_widths(self.largest))
        self.refine.toggled.connect(
            lambda refine: self._edit(replace(self._settings, refine=refine), "Refine strokes")
        )

    @property
    def _settings(self) -> BrushSettings:
        return self._document.project.brush

    def _edit(self, brush: BrushSettings, name: str, *, dragging: bool = False) -> None:
        self._document.set_brush(brush, name, dragging=dragging)

    def _move_budget(self, place: int) -> None:
        brush = replace(self._settings, num_strokes=strokes_at(place))
        self._edit(brush, "Number of strokes", dragging=self.budget.isSliderDown())

    def _set_colours(self, count: int) -> None:
        limit = count if count >= MIN_COLOURS else None
        self._edit(replace(self._settings, palette_size=limit), "Palette limit")

    def _set_widths(self, moved: QDoubleSpinBox) -> None:
        smallest, largest = self.smallest.value(), self.largest.value()
        if smallest and largest and smallest > largest:
            # The bound that was moved takes the other along.
            smallest = largest = moved.value()
        widths = [px / self._long_side_px if px else None for px in (smallest, largest)]
        brush = replace(self._settings, smallest_width=widths[0], largest_width=widths[1])
        self._edit(brush, "Stroke widths")


def strokes_at(place: int) -> int:
    """Return the number of strokes at a place of the slider, 0..100: 100, 105, 110 .. 30,000."""
    exact = MIN_STROKES * (MAX_STROKES / MIN_STROKES) ** (place / 100)
    # As round as they can be without two places having the same number.
    unit = 5 * 10 ** (math.floor(math.log10(exact)) - 2)
    return min(MAX_STROKES, int(round(exact / unit) * unit))


def slider_place(num_strokes: int) -> int:
    """Return the place of the slider, 0..100, that is nearest to a number of strokes."""
    held = min(MAX_STROKES, max(MIN_STROKES, num_strokes))
    return round(100 * math.log(held / MIN_STROKES) / math.log(MAX_STROKES / MIN_STROKES))


def _width_box(name: str) -> QDoubleSpinBox:
    box = QDoubleSpinBox()
    box.setDecimals(1)
    box.setSuffix(" px")
    box.setSpecialValueText("auto")
    box.setAccessibleName(name)
    box.setToolTip(f"{name} of a stroke, in pixels of the painting; 0 leaves it to the painter")
    box.setKeyboardTracking(False)
    box.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    return box


def _log_failure(error: PainttimeError) -> None:
    # Names alone tell the brushes apart too.
    LOGGER.info("brush samples were not drawn: %s", error)
