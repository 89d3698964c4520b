"""How many parts there are and how they are found, on top of the parts panel."""

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSlider, QSpinBox, QWidget

from painttime.gui.document import Document
from painttime.gui.icon_button import IconButton
from painttime.workflow.finding_parts import AUTO, MAX_NUM_PARTS, MIN_NUM_PARTS, PORTRAIT, REGIONS

METHOD_NAMES = {
    AUTO: ("Automatic", "People with their faces, hair and clothes, and whatever is around them"),
    REGIONS: ("Regions", "Objects and planes, whether there are people or not"),
    PORTRAIT: ("Portrait", "The people in the painting: face, hair, clothes and so on"),
}


class PartCountBar(QWidget):
    """A way of finding parts, their number as a slider and as a figure, and a button that finds them anew.

    count_dragged(count), count_set(count): while the slider is held, and when it is let go or a number typed.
    method_chosen(method): one of workflow.finding_parts.METHODS. find_requested.
    """

    count_dragged = Signal(int)
    count_set = Signal(int)
    method_chosen = Signal(str)
    find_requested = Signal()

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._max_count = MAX_NUM_PARTS
        self._was_dragged = False
        self.methods = QComboBox()
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.spin = QSpinBox()
        self.find_again = IconButton("reset", "Find the parts again", "Find the parts again (Ctrl+F)")
        self._lay_out()
        self.methods.activated.connect(lambda _row: self.method_chosen.emit(self.methods.currentData()))
        self.slider.valueChanged.connect(self._move)
        self.slider.sliderReleased.connect(self._let_go)
        self.spin.valueChanged.connect(self.count_set)
        self.find_again.clicked.connect(self.find_requested)
        document.parts_changed.connect(self.refresh)
        document.project_opened.connect(self.refresh)
        self.refresh()

    def show_method(self, method: str) -> None:
        """Show which way of finding parts is chosen."""
        self.methods.setCurrentIndex(self.methods.findData(method))

    def show_max(self, count: int) -> None:
        """Let at most so many parts be asked for."""
        self._max_count = count
        self.refresh()

    def refresh(self) -> None:
        """Show the number of parts there are."""
        if not self._document.is_open:
            return
        count = len(self._document.project.parts.parts)
        # A file may have brought fewer or more parts than can be asked for: what there is can be seen.
        least, most = min(MIN_NUM_PARTS, self._max_count, count), max(self._max_count, count)
        for control in (self.slider, self.spin):
            with QSignalBlocker(control):
                control.setRange(least, most)
                if not self.slider.isSliderDown():
                    control.setValue(count)

    # ----------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        for method, (name, tip) in METHOD_NAMES.items():
            self.methods.addItem(name, method)
            self.methods.setItemData(self.methods.count() - 1, tip, Qt.ItemDataRole.ToolTipRole)
        self.methods.setAccessibleName("How parts are found")
        self.methods.setToolTip("How parts are found; choosing one finds them anew")
        for control in (self.slider, self.spin):
            control.setAccessibleName("Number of parts")
            control.setToolTip("Number of parts: they split and join; names you gave stay")
        self.slider.setPageStep(3)
        self.spin.setKeyboardTracking(False)
        self.spin.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
        self.spin.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.spin.setSuffix(" parts")
        self.spin.setFixedWidth(66)
        self.find_again.setFixedSize(26, 26)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 6, 8, 2)
        layout.setSpacing(8)
        layout.addWidget(self.methods)
        layout.addWidget(self.slider, 1)
        layout.addWidget(self.spin)
        layout.addWidget(self.find_again)

    def _move(self, count: int) -> None:
        with QSignalBlocker(self.spin):
            self.spin.setValue(count)
        if self.slider.isSliderDown():
            self._was_dragged = True
            self.count_dragged.emit(count)
        else:
            self.count_set.emit(count)

    def _let_go(self) -> None:
        if self._was_dragged:
            self._was_dragged = False
            # Who drags goes on with the keys of the timeline; only Tab brings the keyboard here to stay.
            self.slider.clearFocus()
            self.count_set.emit(self.slider.value())
