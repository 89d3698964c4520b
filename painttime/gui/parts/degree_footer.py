"""What is done to all parts at once, under the list of parts."""

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSpinBox, QWidget

from painttime.core.project import MODEL_ENGINE
from painttime.gui.document import Document


class AllPartsBar(QWidget):
    """All parts to a degree, or all back to the plan; each is one undo step."""

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self.spin = QSpinBox()
        self.spin.setRange(0, 100)
        self.spin.setValue(40)
        self.spin.setSuffix(" %")
        self.spin.setAccessibleName("Degree for all parts in percent")
        self.spin.setToolTip("The degree that “Set all” gives to every part")
        self.set_button = QPushButton("Set all")
        self.set_button.setAccessibleName("Set all parts to this degree")
        self.set_button.setToolTip("Give every part this degree, in steps by hand and in Predict all")
        self.follow_button = QPushButton("Follow the plan")
        self.follow_button.setAccessibleName("Let all parts follow the plan")
        self.follow_button.setToolTip("Drop every degree set by hand: all parts follow the plan again")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 6, 8, 6)
        layout.setSpacing(6)
        layout.addWidget(self.spin)
        layout.addWidget(self.set_button)
        layout.addStretch(1)
        layout.addWidget(self.follow_button)
        self.set_button.clicked.connect(self._set_all)
        self.follow_button.clicked.connect(self._follow_plan)
        document.parts_changed.connect(self._refresh)
        document.project_opened.connect(self._refresh)
        self._refresh()

    def _refresh(self) -> None:
        takes_degrees = self._document.is_open and self._document.project.engine == MODEL_ENGINE
        self.spin.setEnabled(takes_degrees)
        self.set_button.setEnabled(takes_degrees)
        self.follow_button.setEnabled(takes_degrees and bool(self._document.project.degrees))

    def _set_all(self) -> None:
        degree = self.spin.value() / 100
        self._document.set_degrees(dict.fromkeys(self._document.project.parts.ids, degree))

    def _follow_plan(self) -> None:
        self._document.set_degrees({})
