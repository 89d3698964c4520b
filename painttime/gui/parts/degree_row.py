"""One row of the parts panel."""

from PySide6.QtCore import QEvent, QPoint, QSignalBlocker, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QEnterEvent,
    QFontMetrics,
    QImage,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
)
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSpinBox, QVBoxLayout, QWidget

from painttime.gui.icon_button import IconButton
from painttime.gui.parts.degree_controls import EyeButton, NameField
from painttime.gui.parts.degree_picture import PartPicture
from painttime.gui.parts.degree_slider import DegreeSlider
from painttime.gui.parts.part_list_model import PartState, described

ROW_HEIGHT_PX = 54
BUTTON_SIZE_PX = 22
MARGIN_PX = 8
INDENT_PX = 14
"""How far the rows of a group stand in, so that one sees where it ends."""

ARROW = "\N{RIGHTWARDS ARROW}"
"""Between the degree asked for and what it came to."""


class DegreeRow(QWidget):
    """Eye, picture, name, degree and lock of a part; shows a PartState and says what the user did.

    degree_dragged(degree), degree_set(degree): 0..1, while the slider is held and when it is let go.
    follow_requested: the part shall follow the plan again. locked(locked). renamed(name).
    hovered(inside): the mouse came or went. colour_requested, menu_requested(global position).
    """

    degree_dragged = Signal(float)
    degree_set = Signal(float)
    follow_requested = Signal()
    locked = Signal(bool)
    renamed = Signal(str)
    hovered = Signal(bool)
    colour_requested = Signal()
    menu_requested = Signal(QPoint)

    def __init__(self, state: PartState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = state
        self._is_selected = False
        self._was_dragged = False
        self._is_spin_muted = False
        self.eye = EyeButton("eye", "", "")
        self.eye.setFixedSize(26, 26)
        self.picture = PartPicture()
        self.name = NameField()
        self.realised = QLabel()
        self.realised.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.follow = IconButton("reset", "", "Follow the plan again")
        self.lock = IconButton("lock", "", "")
        self.slider = DegreeSlider()
        self.spin = _percent_box()
        self._columns = QHBoxLayout(self)
        self._lay_out()
        self._connect()
        self.show_state(state)

    @property
    def state(self) -> PartState:
        return self._state

    def show_state(self, state: PartState) -> None:
        """Show another state of the part; nothing is signalled."""
        self._state = state
        name = state.name
        self.setAccessibleName(described(state))
        self.name.show_name(name, muted=not state.is_shown)
        self._columns.setContentsMargins(MARGIN_PX + (INDENT_PX if state.group else 0), 3, MARGIN_PX, 3)
        self._show_eye(state)
        self.picture.show_colour(state.colour, faded=not state.is_shown)
        self.lock.set_icon_name("lock" if state.is_locked else "unlock")
        self.lock.set_muted(not state.is_locked)
        self.lock.setAccessibleName(f"Unlock {name}" if state.is_locked else f"Lock {name}")
        self.lock.setToolTip(
            "Locked: no step and no stroke changes this part. Click to unlock."
            if state.is_locked
            else "Lock this part, so that no step and no stroke changes it"
        )
        self._show_degree(state)

    def set_thumbnail(self, image: QImage | None) -> None:
        self.picture.show_image(image)

    def set_selected(self, selected: bool) -> None:
        if selected != self._is_selected:
            self._is_selected = selected
            self.update()

    # -- input -------------------------------------------------------------------------------------------

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.hovered.emit(True)
        self.update()

    def leaveEvent(self, event: object) -> None:
        del event
        self.hovered.emit(False)
        self.update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self.picture.geometry().contains(event.position().toPoint()):
            self.colour_requested.emit()
        else:
            self.name.begin()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._is_spin_muted = False
            self._tint_spin(muted=self._state.follows_plan)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu_requested.emit(event.globalPos())

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        if self._is_selected:
            accent = self.palette().color(QPalette.ColorRole.Highlight)
            painter.fillRect(0, 0, 3, self.height(), accent)
            accent.setAlphaF(0.18)
            painter.fillRect(self.rect(), accent)
        elif self.underMouse():
            shade = self.palette().color(QPalette.ColorRole.WindowText)
            shade.setAlphaF(0.06)
            painter.fillRect(self.rect(), shade)
        painter.end()

    # ----------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        for button in (self.follow, self.lock):
            button.setFixedSize(BUTTON_SIZE_PX, BUTTON_SIZE_PX)
        # The other icons and texts of a row must not move when this one comes and goes.
        policy = self.follow.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.follow.setSizePolicy(policy)
        small = self.realised.font()
        small.setPointSizeF(small.pointSizeF() * 0.88)
        self.realised.setFont(small)
        self.realised.setFixedWidth(QFontMetrics(small).horizontalAdvance(f"{ARROW} 100 %") + 2)
        upper = QHBoxLayout()
        upper.setSpacing(2)
        upper.addWidget(self.name, 1)
        upper.addWidget(self.follow)
        upper.addWidget(self.lock)
        lower = QHBoxLayout()
        lower.setSpacing(6)
        lower.addWidget(self.slider, 1)
        lower.addWidget(self.spin)
        lower.addWidget(self.realised)
        lines = QVBoxLayout()
        lines.setSpacing(1)
        lines.addLayout(upper)
        lines.addLayout(lower)
        self._columns.setSpacing(8)
        self._columns.addWidget(self.eye)
        self._columns.addWidget(self.picture)
        self._columns.addLayout(lines, 1)

    def _connect(self) -> None:
        self.slider.valueChanged.connect(self._move)
        self.slider.sliderReleased.connect(self._let_go)
        self.spin.valueChanged.connect(self._enter)
        self.follow.clicked.connect(self.follow_requested)
        self.lock.clicked.connect(lambda: self.locked.emit(not self._state.is_locked))
        self.name.entered.connect(self.renamed)

    def _show_eye(self, state: PartState) -> None:
        self.eye.set_icon_name("eye" if state.is_visible else "eye-off")
        self.eye.set_muted(not state.is_shown)
        self.eye.setAccessibleName(f"Hide {state.name}" if state.is_visible else f"Show {state.name}")
        if state.is_solo:
            self.eye.setToolTip("Shown alone. Click to bring the others back.")
        else:
            self.eye.setToolTip("Show or hide; drag down for several; Alt+click shows this part alone")

    def _show_degree(self, state: PartState) -> None:
        percent = None if state.asked is None else round(state.asked * 100)
        changed = None if state.realised is None else f"changed {round(state.realised * 100)} %"
        with QSignalBlocker(self.slider), QSignalBlocker(self.spin):
            self.slider.setValue(percent or 0)
            # Below 0 stands for "auto", which can only be reached while no plan is known.
            self.spin.setMinimum(-1 if percent is None else 0)
            # Qt shows it for the least value, whatever that is: without this, 0 % would read "auto" too.
            self.spin.setSpecialValueText("auto" if percent is None else "")
            self.spin.setValue(-1 if percent is None else percent)
        self.slider.show_state(
            is_known=percent is not None, is_muted=state.follows_plan, realised=state.realised
        )
        self.realised.setText("" if state.realised is None else f"{ARROW} {round(state.realised * 100)} %")
        self.follow.setVisible(not state.follows_plan)
        self.follow.setAccessibleName(f"Let {state.name} follow the plan")
        tip = _degree_tip(state, percent, changed)
        self.realised.setToolTip(tip)
        for control in (self.slider, self.spin):
            control.setEnabled(state.takes_degree and not state.is_locked)
            control.setAccessibleName(f"Degree of {state.name} in percent")
            control.setToolTip(tip)
        self._tint_spin(muted=state.follows_plan)

    def _tint_spin(self, *, muted: bool) -> None:
        colours = QPalette()
        if muted:
            faint = self.palette().color(QPalette.ColorRole.PlaceholderText)
            colours.setColor(QPalette.ColorRole.Text, faint)
        if muted != self._is_spin_muted:
            self._is_spin_muted = muted
            self.spin.setPalette(colours)

    def _move(self, percent: int) -> None:
        if self.slider.isSliderDown():
            self._was_dragged = True
            self.degree_dragged.emit(percent / 100)
        else:
            self.degree_set.emit(percent / 100)

    def _let_go(self) -> None:
        if self._was_dragged:
            self._was_dragged = False
            self.degree_set.emit(self.slider.value() / 100)

    def _enter(self, percent: int) -> None:
        if percent < 0:
            self.follow_requested.emit()
        else:
            self.degree_set.emit(percent / 100)


def _percent_box() -> QSpinBox:
    box = QSpinBox()
    box.setRange(0, 100)
    box.setSuffix(" %")
    box.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
    box.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    box.setKeyboardTracking(False)
    box.setFixedSize(54, 22)
    return box


def _degree_tip(state: PartState, percent: int | None, changed: str | None) -> str:
    if not state.takes_degree:
        return "The brush paints as much of a part as it needs" + (
            f"\nThis step: {changed}" if changed else ""
        )
    if state.is_locked:
        return "Locked: no step changes this part" + (f"\nThis step: {changed}" if changed else "")
    meaning = "How much of this part the next step changes, as a share of its own area."
    if percent is None:
        return f"{meaning}\nFollows the plan until you move it."
    asked = f"planned {percent} %" if state.follows_plan else f"asked {percent} %"
    return f"{meaning}\nThis step: " + ", ".join(filter(None, (asked, changed)))
