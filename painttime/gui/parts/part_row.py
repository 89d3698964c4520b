"""One line of the parts list: the row of a part, under the name of its group where that begins."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent, QPalette
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from painttime.gui.elided_label import ElidedLabel
from painttime.gui.icon_button import IconButton
from painttime.gui.parts.degree_row import ROW_HEIGHT_PX, DegreeRow
from painttime.gui.parts.part_list_model import PartState

HEADER_HEIGHT_PX = 28
BETWEEN_GROUPS = " \N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK} "


def line_height_px(*, starts_group: bool) -> int:
    """Return how high the line of a part is."""
    return ROW_HEIGHT_PX + (HEADER_HEIGHT_PX if starts_group else 0)


class GroupHeader(QWidget):
    """The name of a group with an eye for all that lies in it; a click chooses its parts.

    eye_clicked: show them all or hide them all. chosen: the name was clicked.
    """

    eye_clicked = Signal()
    chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.eye = IconButton("eye", "", "")
        self.eye.setFixedSize(26, 24)
        self.name = ElidedLabel()
        self.name.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        bold = self.name.font()
        bold.setBold(True)
        self.name.setFont(bold)
        self.setFixedHeight(HEADER_HEIGHT_PX)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 2, 8, 0)
        layout.setSpacing(8)
        layout.addWidget(self.eye)
        layout.addWidget(self.name, 1)
        self.eye.clicked.connect(self.eye_clicked)

    def show_state(self, state: PartState) -> None:
        name = BETWEEN_GROUPS.join(state.group)
        self.name.setText(name)
        self.name.setToolTip(f"Group {name}: click to choose its parts")
        self.eye.set_icon_name("eye" if state.is_group_visible else "eye-off")
        act = "Hide" if state.is_group_visible else "Show"
        self.eye.setAccessibleName(f"{act} the group {name}")
        self.eye.setToolTip(f"{act} all parts of the group {name}")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.chosen.emit()


class PartRow(QWidget):
    """The row of a part, and above it the header of its group where it is the first of it."""

    def __init__(self, state: PartState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.header = GroupHeader()
        self.row = DegreeRow(state)
        self.row.setFixedHeight(ROW_HEIGHT_PX)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.header)
        layout.addWidget(self.row)
        self.show_state(state)

    def show_state(self, state: PartState) -> None:
        self.row.show_state(state)
        self.header.show_state(state)
        self.header.setVisible(state.starts_group)
