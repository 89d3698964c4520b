"""The row of playing controls: where the playhead is and how it moves."""

from dataclasses import replace

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSpinBox, QWidget

from painttime.core.change import Direction
from painttime.core.project import BLENDED, STROKES
from painttime.gui.document import Document
from painttime.gui.elided_label import ElidedLabel
from painttime.gui.icon_button import IconButton
from painttime.gui.playback import MAX_FPS, MAX_STROKES_PER_S, LoopMode, Playback, turned
from painttime.gui.segments import Segments
from painttime.gui.stroke_cursor import StrokeCursor

LOOP_TIPS = {
    LoopMode.ONCE: "Plays once and stops. Click for a loop.",
    LoopMode.LOOP: "Plays in a loop. Click for to and fro.",
    LoopMode.PING_PONG: "Plays to and fro. Click to play once.",
}
DIRECTION_TIPS = {
    Direction.FORWARD: "Plays forward, from the ground to the painting. Click to turn round.",
    Direction.BACKWARD: "Plays backward, from the painting to the ground. Click to turn round.",
}
DIRECTION_ICONS = {Direction.FORWARD: "arrow-right", Direction.BACKWARD: "arrow-left"}
BY_STEP, BY_STROKE = "step", "stroke"


class TransportBar(QWidget):
    """First, previous, play or pause, next, last; the canvas's number and stage; speed, loop, direction.

    Where the take shown is made of strokes, a switch lets all of them go by stroke. A take of the step model
    has a switch between what the model blends and the same carried out in strokes.

    render_chosen(render): BLENDED or STROKES.
    """

    render_chosen = Signal(str)

    def __init__(
        self, document: Document, strokes: StrokeCursor, playback: Playback, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._document = document
        self._strokes = strokes
        self._playback = playback
        self._is_carrying_out = False
        self.first = IconButton("first", "", "")
        self.previous = IconButton("frame-back", "", "")
        self.play = IconButton("play", "Play", "Play (Space)")
        self.next = IconButton("frame-forward", "", "")
        self.last = IconButton("last", "", "")
        self.unit = QLabel()
        self.index = QSpinBox()
        self.total = QLabel()
        self.stage = ElidedLabel()
        self.rendering = Segments("Steps shown")
        self.by = Segments("Moves")
        self.fps = QSpinBox()
        self.loop = IconButton("loop", "Loop mode", "")
        self.direction = IconButton("arrow-right", "Playing direction", "")
        self._prepare_controls()
        self._prepare_switches()
        self._lay_out()
        self._connect()
        self.refresh("")

    def refresh(self, stage: str) -> None:
        """Show the place in the take; `stage` says what stage its canvas is in, or that it is pending."""
        is_open, by_stroke = self._document.is_open, self._strokes.is_on
        shown, last = (self._strokes.place, self._strokes.last_place) if is_open else (0, 0)
        # The painting comes after the last stroke and has no number of its own.
        total = self._strokes.num_strokes if by_stroke else last
        with QSignalBlocker(self.index):
            self.index.setRange(0, total)
            self.index.setValue(min(shown, total))
        self.index.setEnabled(is_open)
        self.total.setText(f"of {total:,}" if is_open else "")
        self.stage.setText("painting" if by_stroke and self._strokes.is_at_painting else stage)
        for button in (self.first, self.previous):
            button.setEnabled(shown > 0)
        for button in (self.next, self.last):
            button.setEnabled(shown < last)
        self.play.setEnabled(self._playback.can_play)
        self._show_switches()

    def set_carrying_out(self, carrying_out: bool) -> None:
        """Say whether the steps are being carried out in strokes: the switch then stands where it will be."""
        self._is_carrying_out = carrying_out
        self._show_switches()

    def minimumSizeHint(self) -> QSize:
        """The width needed without the word before the number."""
        least = super().minimumSizeHint()
        word = 0 if self.unit.isHidden() else self.unit.sizeHint().width()
        return QSize(least.width() - word, least.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_words()

    # ----------------------------------------------------------------------------------------------------

    def _prepare_controls(self) -> None:
        self.play.setFixedSize(34, 30)
        self.index.setKeyboardTracking(False)
        self.index.setGroupSeparatorShown(True)
        self.index.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
        self.index.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.fps.setFixedWidth(92)
        # Only as much of it as there is room for.
        self.stage.setMinimumWidth(1)
        self.stage.setForegroundRole(self.stage.palette().ColorRole.PlaceholderText)

    def _prepare_switches(self) -> None:
        self.rendering.add(BLENDED, "Blended", "Show the steps as the step model blends them (P)")
        self.rendering.add(
            STROKES, "Painted", "Show the steps carried out in brush strokes, crisp at any size (P)"
        )
        self.by.add(BY_STEP, "By step", "Move, play and scrub canvas by canvas (S)")
        self.by.add(BY_STROKE, "By stroke", "Move, play and scrub stroke by stroke (S)")

    def _lay_out(self) -> None:
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        for button in (self.first, self.previous, self.play, self.next, self.last):
            layout.addWidget(button)
        layout.addSpacing(12)
        for control in (self.unit, self.index, self.total):
            layout.addWidget(control)
            layout.addSpacing(4)
        layout.addSpacing(8)
        layout.addWidget(self.stage, 1)
        for switch in (self.rendering, self.by):
            layout.addWidget(switch)
            layout.addSpacing(8)
        layout.addWidget(self.fps)
        layout.addWidget(self.loop)
        layout.addWidget(self.direction)

    def _connect(self) -> None:
        self.first.clicked.connect(lambda: self._go_to(0))
        self.previous.clicked.connect(lambda: self._go_to(self._strokes.place - 1))
        self.next.clicked.connect(lambda: self._go_to(self._strokes.place + 1))
        self.last.clicked.connect(lambda: self._go_to(self._strokes.last_place))
        self.index.valueChanged.connect(self._go_to)
        self.play.clicked.connect(self._playback.toggle)
        self.fps.valueChanged.connect(self._set_speed)
        self.loop.clicked.connect(self._turn_loop_mode)
        self.direction.clicked.connect(self._turn_round)
        self.rendering.chosen.connect(self.render_chosen)
        self.by.chosen.connect(lambda value: self._strokes.set_on(value == BY_STROKE))
        self._playback.playing_changed.connect(self._show_playing)
        self._playback.options_changed.connect(self._show_options)
        self._show_options()

    def _go_to(self, place: int) -> None:
        self._playback.pause()
        self._strokes.walk_to(place)

    def _set_speed(self, speed: int) -> None:
        options = self._playback.options
        faster = (
            replace(options, strokes_per_s=float(speed))
            if self._strokes.is_on
            else replace(options, fps=float(speed))
        )
        self._playback.set_options(faster)

    def _turn_loop_mode(self) -> None:
        modes = list(LoopMode)
        following = modes[(modes.index(self._playback.options.loop_mode) + 1) % len(modes)]
        self._playback.set_options(replace(self._playback.options, loop_mode=following))

    def _turn_round(self) -> None:
        options = self._playback.options
        self._playback.set_options(replace(options, direction=turned(options.direction)))

    def _show_playing(self, playing: bool) -> None:
        self.play.set_icon_name("pause" if playing else "play")
        self.play.setAccessibleName("Pause" if playing else "Play")
        self.play.setToolTip("Pause (Space)" if playing else "Play (Space)")

    def _show_options(self) -> None:
        options = self._playback.options
        self._show_speed()
        self.loop.set_icon_name(options.loop_mode.value)
        self.loop.setToolTip(LOOP_TIPS[options.loop_mode])
        self.loop.setAccessibleDescription(options.loop_mode.value)
        self.direction.set_icon_name(DIRECTION_ICONS[options.direction])
        self.direction.setToolTip(DIRECTION_TIPS[options.direction])
        self.direction.setAccessibleDescription(options.direction.value)

    # -- by step or by stroke ----------------------------------------------------------------------------

    def _show_switches(self) -> None:
        project = self._document.project if self._document.is_open else None
        take = project.take if project is not None else None
        self.rendering.setVisible(take is not None and take.brushwork is None)
        for button in self.rendering.buttons.values():
            button.setEnabled(take is not None and take.is_complete)
        is_painted = project is not None and project.shown_take is not take
        self.rendering.show_value(STROKES if is_painted or self._is_carrying_out else BLENDED)
        for button in self.by.buttons.values():
            button.setEnabled(self._strokes.is_possible)
        self.by.setVisible(self._strokes.is_possible)
        self.by.show_value(BY_STROKE if self._strokes.is_on else BY_STEP)
        self._show_unit()
        self._show_speed()
        self._fit_words()

    def _fit_words(self) -> None:
        """Leave out the word before the number where the row is too narrow; its box says the same."""
        needed = super().minimumSizeHint().width()
        needed += self.unit.sizeHint().width() if self.unit.isHidden() else 0
        self.unit.setVisible(self.width() >= needed)

    def _show_unit(self) -> None:
        by_stroke = self._strokes.is_on
        unit = "stroke" if by_stroke else "canvas"
        if self.unit.text() == unit.capitalize():
            return
        self.unit.setText(unit.capitalize())
        self.index.setFixedWidth(56 if by_stroke else 44)
        self.index.setAccessibleName(f"{unit.capitalize()} shown")
        self.index.setToolTip(
            "How many strokes are laid"
            if by_stroke
            else "Number of the canvas shown: 0 is the bare ground, the last is the painting"
        )
        for button, name, keys in (
            (self.first, f"First {unit}: the bare ground", "Home"),
            (self.previous, f"Previous {unit}", "Left or ,"),
            (self.next, f"Next {unit}", "Right or ."),
            (self.last, f"Last {unit}: the painting", "End"),
        ):
            button.setAccessibleName(name.partition(":")[0])
            button.setToolTip(f"{name} ({keys})")

    def _show_speed(self) -> None:
        options, by_stroke = self._playback.options, self._strokes.is_on
        with QSignalBlocker(self.fps):
            self.fps.setRange(1, int(MAX_STROKES_PER_S if by_stroke else MAX_FPS))
            self.fps.setSuffix(" /s" if by_stroke else " fps")
            self.fps.setSingleStep(10 if by_stroke else 1)
            self.fps.setValue(round(options.strokes_per_s if by_stroke else options.fps))
        unit = "strokes" if by_stroke else "canvases"
        self.fps.setAccessibleName(f"Speed in {unit} a second")
        self.fps.setToolTip(
            "How many strokes are laid a second"
            if by_stroke
            else "How many canvases are shown a second; every canvas is shown"
        )
