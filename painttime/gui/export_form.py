"""The settings of an export; each format shows those that mean something to it."""

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QSpinBox,
    QWidget,
)

from painttime.core.image import fitted_size
from painttime.core.project import Project
from painttime.exporters.options import MAX_FPS, NOTICE, ExportOptions, PsdLayout
from painttime.gui.export_entries import notice_for

LONG_SIDES_PX = {3840: "4K", 2560: "1440p", 1920: "1080p", 1280: "720p", 640: "small"}
"""Sizes on offer, as far as the painting is larger: enlarging adds nothing."""

TIMES = "\N{MULTIPLICATION SIGN}"

MAX_HOLD_S = 30.0
FILMS = frozenset({".mp4", ".webm", ".gif"})


class ExportForm(QWidget):
    """Shows and gives ExportOptions.

    changed: some option differs.
    """

    changed = Signal()

    def __init__(self, project: Project, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.size_box = _size_box(project)
        self.first = _canvas_box(project, "First canvas exported")
        self.last = _canvas_box(project, "Last canvas exported")
        self.last.setValue(project.num_steps)
        self.fps = QSpinBox()
        self.hold_first = _seconds_box("Seconds the first canvas is held")
        self.hold_last = _seconds_box("Seconds the last canvas is held")
        self.result_first = QCheckBox("Show the finished painting first")
        self.loop = QCheckBox("Play for ever")
        self.layout_box = QComboBox()
        self._notice = notice_for(project)
        word = "predicted" if self._notice == NOTICE else "rendition"
        self.caption = QCheckBox(f"Write “{word}” into the pictures")
        self._form = QFormLayout(self)
        self._prepare()
        self._lay_out()
        self._connect()

    def show_format(self, suffix: str) -> None:
        """Show what matters to a format, by its suffix ("" = folder of frames)."""
        is_film = suffix in FILMS
        rows = {
            self.fps: is_film,
            self._holds: is_film,
            self.result_first: is_film,
            self.loop: suffix == ".gif",
            self.layout_box: suffix == ".psd",
            self.caption: suffix != ".psd",
        }
        for control, is_shown in rows.items():
            self._form.setRowVisible(control, is_shown)

    def show_options(self, options: ExportOptions) -> None:
        """Show options; a size the painting does not have becomes its own size."""
        self.fps.setValue(round(options.fps))
        self.hold_first.setValue(options.hold_first_s)
        self.hold_last.setValue(options.hold_last_s)
        self.result_first.setChecked(options.show_result_first)
        self.loop.setChecked(options.loop)
        self.size_box.setCurrentIndex(max(0, self.size_box.findData(options.long_side_px)))
        self.layout_box.setCurrentIndex(self.layout_box.findData(options.psd_layout.value))
        self.caption.setChecked(options.caption)

    def options(self) -> ExportOptions:
        """Return what is set."""
        last = self.last.value()
        made = ExportOptions(
            fps=float(self.fps.value()),
            hold_first_s=self.hold_first.value(),
            hold_last_s=self.hold_last.value(),
            long_side_px=self.size_box.currentData(),
            show_result_first=self.result_first.isChecked(),
            loop=self.loop.isChecked(),
            first=self.first.value(),
            psd_layout=PsdLayout(self.layout_box.currentData()),
            caption=self.caption.isChecked(),
        )
        return made if last == self.last.maximum() else replace(made, last=last)

    # ----------------------------------------------------------------------------------------------------

    def _prepare(self) -> None:
        self.fps.setRange(1, int(MAX_FPS))
        self.fps.setSuffix(" canvases a second")
        self.fps.setAccessibleName("Canvases a second")
        self.fps.setToolTip("How fast the process plays")
        self.result_first.setToolTip("Begin with the painting for a second, as time-lapse films do")
        self.loop.setToolTip("The GIF begins again when it ends")
        self.caption.setToolTip(
            f"Write the notice “{self._notice}” into every picture. "
            "The file's description says so in any case."
        )
        self.layout_box.addItem("Steps as layers, one file", PsdLayout.STEPS.value)
        self.layout_box.addItem("Parts as layers, a file for each canvas", PsdLayout.PARTS.value)
        self.layout_box.setAccessibleName("Layers")
        self.layout_box.setToolTip(
            "Steps: hiding layers from the top walks back in time. "
            "Parts: each canvas with a layer for each part."
        )

    def _lay_out(self) -> None:
        self._form.setContentsMargins(0, 0, 0, 0)
        self._form.setHorizontalSpacing(12)
        self._form.setVerticalSpacing(9)
        self._holds = _beside(QLabel("first"), self.hold_first, QLabel("last"), self.hold_last)
        self._form.addRow("Size", self.size_box)
        self._form.addRow("Canvases", _beside(self.first, QLabel("to"), self.last))
        self._form.addRow("Speed", self.fps)
        self._form.addRow("Hold", self._holds)
        self._form.addRow("Layers", self.layout_box)
        self._form.addRow("", self.result_first)
        self._form.addRow("", self.loop)
        self._form.addRow("", self.caption)

    def _connect(self) -> None:
        self.size_box.currentIndexChanged.connect(self.changed)
        self.layout_box.currentIndexChanged.connect(self.changed)
        for tick in (self.result_first, self.loop, self.caption):
            tick.toggled.connect(self.changed)
        self.fps.valueChanged.connect(self.changed)
        for spin in (self.hold_first, self.hold_last):
            spin.valueChanged.connect(self.changed)
        # Each bound moves the other along, so that the range is never empty.
        self.first.valueChanged.connect(lambda first: self.last.setValue(max(first, self.last.value())))
        self.last.valueChanged.connect(lambda last: self.first.setValue(min(last, self.first.value())))
        self.first.valueChanged.connect(self.changed)
        self.last.valueChanged.connect(self.changed)


def _size_box(project: Project) -> QComboBox:
    height, width = project.painting.height_px, project.painting.width_px
    box = QComboBox()
    box.setAccessibleName("Size of the pictures")
    box.setToolTip("The long side; the sides keep their proportion")
    box.addItem(f"{width} {TIMES} {height}, as painted", None)
    for long_side_px, name in LONG_SIDES_PX.items():
        if long_side_px < max(height, width):
            smaller = fitted_size(height, width, long_side_px)
            box.addItem(f"{smaller[1]} {TIMES} {smaller[0]}, {name}", long_side_px)
    return box


def _canvas_box(project: Project, name: str) -> QSpinBox:
    box = QSpinBox()
    box.setRange(0, project.num_steps)
    box.setAccessibleName(name)
    box.setToolTip(f"{name}; 0 is the ground, {project.num_steps} the painting")
    return box


def _seconds_box(name: str) -> QDoubleSpinBox:
    box = QDoubleSpinBox()
    box.setRange(0, MAX_HOLD_S)
    box.setSingleStep(0.5)
    box.setDecimals(1)
    box.setSuffix(" s")
    box.setAccessibleName(name)
    box.setToolTip(name)
    return box


def _beside(*widgets: QWidget) -> QWidget:
    row = QWidget()
    layout = QHBoxLayout(row)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(8)
    for widget in widgets:
        layout.addWidget(widget)
    layout.addStretch(1)
    return row
