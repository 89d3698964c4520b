"""The row of engine controls: what makes the process, what it starts from, and the buttons that start it."""

from collections.abc import Sequence
from dataclasses import replace
from random import SystemRandom

from PySide6.QtCore import QEvent, QSignalBlocker, QSize, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QPushButton, QSpinBox, QWidget

from painttime.core.brush_settings import ORDER_NAMES
from painttime.core.project import BRUSH_ENGINE, DEFAULT_HABIT, MAX_NUM_STEPS, MAX_SEED, MODEL_ENGINE
from painttime.gui.document import Document
from painttime.gui.icon_button import IconButton
from painttime.gui.icons import icon
from painttime.gui.predict_button import PredictButton
from painttime.gui.segments import Segments

COMMIT_AFTER_MS = 400
"""Pause in typing or in holding an arrow after which a setting counts: one undo step, not one a digit."""

SHOW_BUSY_AFTER_MS = 200
"""A single step is over sooner; the controls would only flicker."""


class PredictionBar(QWidget):
    """Engine, steps, seed, habit and order go to the document.

    Steps, seed and habit drop a take made with others, which undo brings back. Habit and the single steps are
    the step model's; the brush has an order instead.
    """

    step_backward_requested = Signal()
    step_forward_requested = Signal()
    predict_requested = Signal()
    cancel_requested = Signal()

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._is_busy = False
        self._shown_engine = ""
        self.engine = Segments("Engine")
        self.num_steps = QSpinBox()
        self.seed = QSpinBox()
        self.new_seed = IconButton("dice", "New seed", "Another seed: another way it may have been painted")
        self.habit = QComboBox()
        self.order = QComboBox()
        self._labels: dict[QWidget, QLabel] = {}
        self.step_backward = QPushButton()
        self.step_forward = QPushButton()
        self.predict = PredictButton()
        self._step_buttons = {self.step_backward: "Step backward", self.step_forward: "Step forward"}
        self._commit_timer = _single_shot(COMMIT_AFTER_MS, self)
        self._busy_timer = _single_shot(SHOW_BUSY_AFTER_MS, self)
        self._prepare_controls()
        self._lay_out()
        self._connect()
        self.set_habits((DEFAULT_HABIT,))

    @property
    def is_busy(self) -> bool:
        return self._is_busy

    def set_habits(self, names: Sequence[str]) -> None:
        """Set the habits to choose from."""
        with QSignalBlocker(self.habit):
            self.habit.clear()
            for name in names:
                self.habit.addItem(_words(name), name)
        self.refresh()

    def set_busy(self, busy: bool) -> None:
        """Say whether a prediction runs; after a moment "Predict all" becomes "Cancel"."""
        self._is_busy = busy
        if busy:
            self._busy_timer.start()
        else:
            self._busy_timer.stop()
            self._show_busy(False)

    def commit(self) -> None:
        """Give the document what was typed, now; nothing happens where nothing differs."""
        for spin in (self.num_steps, self.seed):
            spin.interpretText()
        self._commit_timer.stop()
        if not self._document.is_open:
            return
        project = self._document.project
        wanted = (self.num_steps.value(), self.seed.value(), self.habit.currentData())
        if wanted != (project.num_steps, project.seed, project.habit):
            num_steps, seed, habit = wanted
            self._document.set_settings(num_steps=num_steps, seed=seed, habit=habit)
        brush = self._document.project.brush
        if self.order.currentData() != brush.order:
            self._document.set_brush(replace(brush, order=self.order.currentData()), "Order")

    def refresh(self) -> None:
        """Show the document's settings, and which steps can be taken from the canvas shown."""
        is_open = self._document.is_open
        if is_open and not self._commit_timer.isActive():
            self._show_settings()
        self._show_engine()
        self._show_steps()
        settings = (self.num_steps, self.seed, self.new_seed, self.habit, self.order)
        for control in (*self.engine.buttons.values(), *settings):
            control.setEnabled(is_open and not self.predict.is_busy)
        self.predict.setEnabled(is_open)

    # ----------------------------------------------------------------------------------------------------

    @property
    def _is_brush(self) -> bool:
        return self._document.is_open and self._document.project.engine == BRUSH_ENGINE

    def _show_engine(self) -> None:
        is_brush = self._is_brush
        engine = BRUSH_ENGINE if is_brush else MODEL_ENGINE
        self.engine.show_value(engine)
        if engine == self._shown_engine:
            return
        self._shown_engine = engine
        for control, is_shown in ((self.habit, not is_brush), (self.order, is_brush)):
            control.setVisible(is_shown)
        self.predict.show_engine(engine)
        for button in self._step_buttons:
            button.setVisible(not is_brush)
        self._fit_words()

    def _show_settings(self) -> None:
        project = self._document.project
        with QSignalBlocker(self.num_steps), QSignalBlocker(self.seed), QSignalBlocker(self.habit):
            self.num_steps.setValue(project.num_steps)
            self.seed.setValue(project.seed)
            if self.habit.findData(project.habit) < 0:
                # A project made by a later version may name a habit this one does not list.
                self.habit.addItem(_words(project.habit), project.habit)
            self.habit.setCurrentIndex(self.habit.findData(project.habit))
        self.order.setCurrentIndex(self.order.findData(project.brush.order))

    def _show_steps(self) -> None:
        if not self._document.is_open:
            self.step_backward.setEnabled(False)
            self.step_forward.setEnabled(False)
            return
        last, index, take = self._document.project.num_steps, self._document.playhead, self._document.take
        is_there = index == last if take is None or take.brushwork is not None else take.computed[index]
        self.step_backward.setEnabled(is_there and index > 0)
        self.step_forward.setEnabled(is_there and index < last)

    def _prepare_controls(self) -> None:
        self.engine.add(MODEL_ENGINE, "Step model", "Predict the steps from the finished painting back (B)")
        self.engine.add(BRUSH_ENGINE, "Brush", "Paint the picture anew, stroke by stroke (B)")
        self.num_steps.setRange(1, MAX_NUM_STEPS)
        self.num_steps.setAccessibleName("Number of steps")
        self.num_steps.setToolTip("How many steps lie between ground and painting. Drops what is computed.")
        self.seed.setRange(0, MAX_SEED)
        self.seed.setAccessibleName("Seed")
        self.seed.setToolTip("The same seed gives the same process again. Drops what is predicted.")
        self.seed.setFixedWidth(92)
        self.habit.setAccessibleName("Habit")
        self.habit.setToolTip("The way of working that the plan follows. Drops what is computed.")
        for name in ORDER_NAMES:
            self.order.addItem(_words(name), name)
        self.order.setAccessibleName("Order of the strokes")
        self.order.setToolTip("In which order the brush lays its strokes")
        # Half a number is none: who types 12 slowly does not want a process of 1 step on the way.
        self.num_steps.setKeyboardTracking(False)
        for button, text in self._step_buttons.items():
            button.setText(text)
        self.step_backward.setAccessibleName("Predict step backward")
        self.step_backward.setToolTip("Predict what the canvas shown looked like one step before ( [ )")
        self.step_forward.setAccessibleName("Predict step forward")
        self.step_forward.setToolTip("Predict what comes one step after the canvas shown ( ] )")
        self._show_icons()

    def _lay_out(self) -> None:
        layout = self._row = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self.engine)
        layout.addSpacing(10)
        for text, control in (
            ("Habit", self.habit),
            ("Order", self.order),
            ("Steps", self.num_steps),
            ("Seed", self.seed),
        ):
            label = self._labels[control] = QLabel(text)
            label.setBuddy(control)
            layout.addWidget(label)
            layout.addWidget(control)
            layout.addSpacing(4)
        layout.addWidget(self.new_seed)
        layout.addStretch(1)
        for button in (self.step_backward, self.step_forward, self.predict):
            layout.addWidget(button)

    def _connect(self) -> None:
        for spin in (self.num_steps, self.seed):
            spin.valueChanged.connect(self._commit_timer.start)
            spin.editingFinished.connect(self.commit)
        self._commit_timer.timeout.connect(self.commit)
        self._busy_timer.timeout.connect(lambda: self._show_busy(True))
        self.engine.chosen.connect(self._choose_engine)
        self.habit.activated.connect(self.commit)
        self.order.activated.connect(self.commit)
        self.new_seed.clicked.connect(self._draw_seed)
        self.step_backward.clicked.connect(self._request_step_backward)
        self.step_forward.clicked.connect(self._request_step_forward)
        self.predict.clicked.connect(self._predict_or_cancel)

    def _choose_engine(self, engine: str) -> None:
        self.commit()
        self._document.set_engine(engine)

    def _draw_seed(self) -> None:
        self.seed.setValue(SystemRandom().randrange(1_000_000))
        self.commit()

    def _request_step_backward(self) -> None:
        self.commit()
        self.step_backward_requested.emit()

    def _request_step_forward(self) -> None:
        self.commit()
        self.step_forward_requested.emit()

    def _predict_or_cancel(self) -> None:
        if self._is_busy:
            self.cancel_requested.emit()
        else:
            self.commit()
            self.predict_requested.emit()

    def _show_busy(self, busy: bool) -> None:
        self.predict.show_busy(busy)
        self.refresh()

    def _show_icons(self) -> None:
        self.step_backward.setIcon(icon("step-back"))
        self.step_forward.setIcon(icon("step-forward"))

    # -- narrow windows ----------------------------------------------------------------------------------

    def minimumSizeHint(self) -> QSize:
        """The width needed without the words on the step buttons and before the settings."""
        least = self.sizeHint()
        spared = sum(
            label.sizeHint().width() + self._row.spacing()
            for label in self._labels.values()
            if not label.isHidden()
        )
        spared += sum(
            button.fontMetrics().horizontalAdvance(button.text())
            for button in self._step_buttons
            if not button.isHidden()
        )
        return QSize(least.width() - spared, least.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_words()

    def _fit_words(self) -> None:
        """Leave out words where the row is too narrow: first those on the step buttons, then the labels."""
        self._show_words(on_buttons=True, on_labels=True)
        if self.width() < self.sizeHint().width():
            self._show_words(on_buttons=False, on_labels=True)
        if self.width() < self.sizeHint().width():
            self._show_words(on_buttons=False, on_labels=False)

    def _show_words(self, *, on_buttons: bool, on_labels: bool) -> None:
        for button, text in self._step_buttons.items():
            button.setText(text if on_buttons else "")
        for control, label in self._labels.items():
            label.setVisible(on_labels and not control.isHidden())
        self._row.invalidate()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._show_icons()


def _single_shot(after_ms: int, parent: QWidget) -> QTimer:
    timer = QTimer(parent)
    timer.setSingleShot(True)
    timer.setInterval(after_ms)
    return timer


def _words(name: str) -> str:
    """Return the name of a habit or an order as people write it."""
    return name.replace("-", " ").capitalize()
