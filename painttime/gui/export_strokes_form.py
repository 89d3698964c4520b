"""The settings of an export of strokes; each format shows those that mean something to it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QDoubleSpinBox, QFormLayout, QSpinBox, QWidget

from painttime.core.image import fitted_size
from painttime.core.project import Project
from painttime.exporters.options import MAX_LONG_SIDE_PX
from painttime.exporters.strokes_options import MAX_PIXELS, StrokesOptions
from painttime.gui.export_form import LONG_SIDES_PX, MAX_HOLD_S, TIMES

ENLARGEMENTS = (2, 4)
"""Strokes are drawn anew at any size, so that larger is crisper."""
MAX_STROKES_PER_S = 100_000
FILM = ".mp4"
SIZED = frozenset({FILM, ".ora", ".png"})


class StrokesForm(QWidget):
    """Shows and gives StrokesOptions.

    changed: some option differs.
    """

    changed = Signal()

    def __init__(self, project: Project, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.size_box = _size_box(project)
        self.speed = QSpinBox()
        self.hold_last = QDoubleSpinBox()
        self._prepare()
        self._form = QFormLayout(self)
        self._form.setContentsMargins(0, 0, 0, 0)
        self._form.setHorizontalSpacing(12)
        self._form.setVerticalSpacing(9)
        self._form.addRow("Size", self.size_box)
        self._form.addRow("Speed", self.speed)
        self._form.addRow("Hold last", self.hold_last)
        self.size_box.currentIndexChanged.connect(self.changed)
        self.speed.valueChanged.connect(self.changed)
        self.hold_last.valueChanged.connect(self.changed)

    def show_format(self, suffix: str) -> None:
        """Show what matters to a format, by its suffix."""
        self._form.setRowVisible(self.size_box, suffix in SIZED)
        self._form.setRowVisible(self.speed, suffix == FILM)
        self._form.setRowVisible(self.hold_last, suffix == FILM)

    def show_speed(self, strokes_per_s: float) -> None:
        """Show a speed; 0 for a film of the usual length."""
        self.speed.setValue(round(strokes_per_s))

    def options(self) -> StrokesOptions:
        """Return what is set."""
        return StrokesOptions(
            long_side_px=self.size_box.currentData(),
            strokes_per_second=float(self.speed.value()) or None,
            hold_last_s=self.hold_last.value(),
        )

    def _prepare(self) -> None:
        self.speed.setRange(0, MAX_STROKES_PER_S)
        self.speed.setSingleStep(50)
        self.speed.setGroupSeparatorShown(True)
        self.speed.setSpecialValueText("the whole in 20 s")
        self.speed.setSuffix(" strokes a second")
        self.speed.setAccessibleName("Strokes a second")
        self.speed.setToolTip("How fast the film paints; 0 paints all strokes in 20 seconds")
        self.hold_last.setRange(0, MAX_HOLD_S)
        self.hold_last.setValue(2.0)
        self.hold_last.setSingleStep(0.5)
        self.hold_last.setDecimals(1)
        self.hold_last.setSuffix(" s")
        self.hold_last.setAccessibleName("Seconds the last picture is held")
        self.hold_last.setToolTip("How long the finished picture stands still")


def _size_box(project: Project) -> QComboBox:
    height, width = project.painting.height_px, project.painting.width_px
    box = QComboBox()
    box.setAccessibleName("Size of the strokes' pictures")
    box.setToolTip("The strokes are drawn anew at this size: larger pictures are crisp too")
    box.addItem(f"{width} {TIMES} {height}, as painted", None)
    for times in ENLARGEMENTS:
        long_side_px = times * max(height, width)
        if long_side_px <= MAX_LONG_SIDE_PX and times * times * height * width <= MAX_PIXELS:
            box.addItem(f"{times * width} {TIMES} {times * height}, {times}{TIMES} larger", long_side_px)
    for long_side_px, name in LONG_SIDES_PX.items():
        if long_side_px < max(height, width):
            smaller = fitted_size(height, width, long_side_px)
            box.addItem(f"{smaller[1]} {TIMES} {smaller[0]}, {name}", long_side_px)
    return box
