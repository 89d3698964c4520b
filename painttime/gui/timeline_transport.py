"""The row of playing controls: where the playhead is and how it moves."""

from dataclasses import replace

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSpinBox, QWidget

from painttime.core.change import Direction
from painttime.gui.document import Document
from painttime.gui.icon_button import IconButton
from painttime.gui.playback import MAX_FPS, LoopMode, Playback, turned

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


class TransportBar(QWidget):
    """First, previous, play or pause, next, last; the canvas's number and stage; speed, loop, direction."""

    def __init__(self, document: Document, playback: Playback, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._playback = playback
        self.first = IconButton("first", "First canvas", "First canvas: the bare ground (Home)")
        self.previous = IconButton("frame-back", "Previous canvas", "Previous canvas (Left or ,)")
        self.play = IconButton("play", "Play", "Play (Space)")
        self.next = IconButton("frame-forward", "Next canvas", "Next canvas (Right or .)")
        self.last = IconButton("last", "Last canvas", "Last canvas: the painting (End)")
        self.index = QSpinBox()
        self.total = QLabel()
        self.stage = QLabel()
        self.fps = QSpinBox()
        self.loop = IconButton("loop", "Loop mode", "")
        self.direction = IconButton("arrow-right", "Playing direction", "")
        self._prepare_controls()
        self._lay_out()
        self._connect()
        self.refresh("")

    def refresh(self, stage: str) -> None:
        """Show the document's playhead; `stage` says what stage its canvas is in, or that it is pending."""
        is_open = self._document.is_open
        total = self._document.project.num_steps if is_open else 0
        shown = self._document.playhead if is_open else 0
        with QSignalBlocker(self.index):
            self.index.setRange(0, total)
            self.index.setValue(shown)
        self.index.setEnabled(is_open)
        self.total.setText(f"of {total}" if is_open else "")
        self.stage.setText(stage)
        for button in (self.first, self.previous):
            button.setEnabled(shown > 0)
        for button in (self.next, self.last):
            button.setEnabled(shown < total)
        self.play.setEnabled(self._playback.can_play)

    # ----------------------------------------------------------------------------------------------------

    def _prepare_controls(self) -> None:
        self.play.setFixedSize(34, 30)
        self.index.setAccessibleName("Canvas shown")
        self.index.setToolTip("Number of the canvas shown: 0 is the bare ground, the last is the painting")
        self.index.setKeyboardTracking(False)
        self.index.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
        self.index.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.index.setFixedWidth(44)
        self.stage.setForegroundRole(self.stage.palette().ColorRole.PlaceholderText)
        self.fps.setRange(1, int(MAX_FPS))
        self.fps.setSuffix(" fps")
        self.fps.setAccessibleName("Speed in canvases a second")
        self.fps.setToolTip("How many canvases are shown a second; every canvas is shown")

    def _lay_out(self) -> None:
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        for button in (self.first, self.previous, self.play, self.next, self.last):
            layout.addWidget(button)
        layout.addSpacing(12)
        layout.addWidget(QLabel("Canvas"))
        layout.addSpacing(4)
        layout.addWidget(self.index)
        layout.addSpacing(4)
        layout.addWidget(self.total)
        layout.addSpacing(12)
        layout.addWidget(self.stage)
        layout.addStretch(1)
        layout.addWidget(self.fps)
        layout.addWidget(self.loop)
        layout.addWidget(self.direction)

    def _connect(self) -> None:
        self.first.clicked.connect(lambda: self._step_to(0))
        self.previous.clicked.connect(lambda: self._step_to(self._document.playhead - 1))
        self.next.clicked.connect(lambda: self._step_to(self._document.playhead + 1))
        self.last.clicked.connect(lambda: self._step_to(self._document.project.num_steps))
        self.index.valueChanged.connect(self._step_to)
        self.play.clicked.connect(self._playback.toggle)
        self.fps.valueChanged.connect(self._set_fps)
        self.loop.clicked.connect(self._turn_loop_mode)
        self.direction.clicked.connect(self._turn_round)
        self._playback.playing_changed.connect(self._show_playing)
        self._playback.options_changed.connect(self._show_options)
        self._show_options()

    def _step_to(self, index: int) -> None:
        self._playback.pause()
        self._document.set_playhead(index)

    def _set_fps(self, fps: int) -> None:
        self._playback.set_options(replace(self._playback.options, fps=float(fps)))

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
        with QSignalBlocker(self.fps):
            self.fps.setValue(round(options.fps))
        self.loop.set_icon_name(options.loop_mode.value)
        self.loop.setToolTip(LOOP_TIPS[options.loop_mode])
        self.loop.setAccessibleDescription(options.loop_mode.value)
        self.direction.set_icon_name(DIRECTION_ICONS[options.direction])
        self.direction.setToolTip(DIRECTION_TIPS[options.direction])
        self.direction.setAccessibleDescription(options.direction.value)
