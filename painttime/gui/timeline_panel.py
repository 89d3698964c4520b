"""The process in time: scrubbing, playing and predicting."""

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from painttime.core.change import Direction
from painttime.core.image import RGB8
from painttime.gui.document import Document
from painttime.gui.playback import Playback
from painttime.gui.stroke_cursor import StrokeCursor
from painttime.gui.timeline_bar import TimelineBar
from painttime.gui.timeline_drawing import CanvasState
from painttime.gui.timeline_prediction import PredictionBar
from painttime.gui.timeline_stages import StageNames
from painttime.gui.timeline_strip import ThumbnailSource, ThumbnailStrip
from painttime.gui.timeline_transport import TransportBar


class TimelinePanel(QWidget):
    """Transport, scrub bar and prediction controls over one document.

    step_backward_requested, step_forward_requested: predict one step from the canvas shown.
    predict_requested, cancel_requested: make every canvas with the engine chosen; stop doing so.
    render_requested(render): show the steps BLENDED or in STROKES.
    J, K and L play backward, pause and play forward; J or L again doubles the speed.
    """

    step_backward_requested = Signal()
    step_forward_requested = Signal()
    predict_requested = Signal()
    cancel_requested = Signal()
    render_requested = Signal(str)

    def __init__(self, document: Document, strokes: StrokeCursor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._strokes = strokes
        self._stage_names = StageNames()
        self._stages: tuple[str | None, ...] = ()
        self._computing: int | None = None
        self._is_growing = False
        self._strip = ThumbnailStrip(self)
        self.playback = Playback(document, strokes, self)
        self.transport = TransportBar(document, strokes, self.playback)
        self.bar = TimelineBar(self._strip)
        self.prediction = PredictionBar(document)
        self._lay_out()
        self._connect()
        self._show_project()

    # -- what the window calls ---------------------------------------------------------------------------

    def toggle_play(self) -> None:
        self.playback.toggle()

    def set_busy(self, busy: bool) -> None:
        """Say whether a prediction runs."""
        self.prediction.set_busy(busy)
        if not busy:
            self._computing = None
        self._show_canvases()

    def set_computing(self, index: int | None) -> None:
        """Say which canvas is being computed; None leaves it to be guessed from the take while busy."""
        self._computing = index
        self._show_canvases()

    def set_habits(self, names: Sequence[str]) -> None:
        """Set the habits to choose from."""
        self.prediction.set_habits(names)

    def set_thumbnail_source(self, source: ThumbnailSource | None) -> None:
        """Set who gives pictures of canvases; called on this thread, one at a time, None = not there yet."""
        if source is None:
            self._strip.set_source(None)
        else:
            self._strip.set_source(lambda index: self._picture(index, source))

    def refresh_thumbnails(self) -> None:
        """Ask again for the pictures the source did not have."""
        self._strip.refresh()

    def sizeHint(self) -> QSize:
        return QSize(900, 190)

    # ----------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self.setAccessibleName("Timeline")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 6, 8, 8)
        layout.setSpacing(6)
        layout.addWidget(self.transport)
        layout.addWidget(self.bar, 1)
        layout.addWidget(self.prediction)

    def _connect(self) -> None:
        document, prediction = self._document, self.prediction
        document.project_opened.connect(self._show_project)
        document.take_changed.connect(self._show_canvases)
        document.history_changed.connect(self._show_canvases)
        self._strokes.moved.connect(self._show_playhead)
        self.bar.valueChanged.connect(document.set_playhead)
        self.bar.share_asked.connect(self._strokes.move_to_share)
        self.bar.walked.connect(self._strokes.walk)
        self.transport.render_chosen.connect(self.render_requested)
        self.bar.scrub_began.connect(self.playback.hold)
        self.bar.scrub_ended.connect(self.playback.release)
        prediction.step_backward_requested.connect(self.step_backward_requested)
        prediction.step_forward_requested.connect(self.step_forward_requested)
        prediction.predict_requested.connect(self.predict_requested)
        prediction.cancel_requested.connect(self.cancel_requested)
        keys = {
            Qt.Key.Key_J: lambda: self.playback.shuttle(Direction.BACKWARD),
            Qt.Key.Key_K: self.playback.pause,
            Qt.Key.Key_L: lambda: self.playback.shuttle(Direction.FORWARD),
        }
        for key, act in keys.items():
            QShortcut(QKeySequence(key), self).activated.connect(act)

    def _show_project(self) -> None:
        if self._document.is_open:
            painting = self._document.project.painting
            self.bar.set_aspect(painting.width_px / painting.height_px)
        self._show_canvases()

    def _show_canvases(self) -> None:
        if not self._document.is_open:
            return
        project = self._document.project
        take = project.shown_take
        self._is_growing = take is not None and take.brushwork is not None and not take.is_complete
        if take is None:
            # The painting is there before anything is computed.
            pending = (None,) * project.num_steps
            self._stages = (*pending, "finish")
            self._strip.set_contents((*pending, project.painting))
            computed: tuple[bool, ...] = (*(False for _ in pending), True)
        else:
            # Of strokes still being laid nobody knows yet how far they have come.
            unknown = (None,) * len(take.canvases)
            self._stages = unknown if self._is_growing else self._stage_names.of(take.canvases)
            self._strip.set_contents(take.canvases, keeps_former=self._is_growing)
            computed = take.computed
        with QSignalBlocker(self.bar):
            self.bar.show_canvases(self._states(computed), self._stages)
        self._show_playhead()

    def _picture(self, index: int, source: ThumbnailSource) -> RGB8 | None:
        project = self._document.project
        # The last canvas is the painting exactly: it can be shown before anything is prepared.
        return project.painting.pixels if index == project.num_steps else source(index)

    def _states(self, computed: Sequence[bool]) -> tuple[CanvasState, ...]:
        states = [CanvasState.COMPUTED if there else CanvasState.PENDING for there in computed]
        if self.prediction.is_busy:
            guess = _growing_at if self._is_growing else _guessed
            computing = self._computing if self._computing is not None else guess(computed)
            if computing is not None and computing < len(states):
                states[computing] = CanvasState.COMPUTING
        return tuple(states)

    def _show_playhead(self) -> None:
        playhead = self._document.playhead
        with QSignalBlocker(self.bar):
            self.bar.setValue(playhead)
        self.bar.show_share(self._strokes.share if self._strokes.is_on else None)
        stage = self._stages[playhead] if playhead < len(self._stages) else None
        # The playhead may be told before the canvases are shown that it belongs to.
        states = self.bar.states[playhead : playhead + 1]
        described = stage or "".join(state.value for state in states)
        self.transport.refresh(described)
        self.bar.setAccessibleDescription(described)
        self.prediction.refresh()


def _guessed(computed: Sequence[bool]) -> int | None:
    """Return the pending canvas next in line: first gaps forward, then backward from the first known one."""
    first = computed.index(True)
    gaps = [index for index in range(first, len(computed)) if not computed[index]]
    if gaps:
        return gaps[0]
    return first - 1 if first > 0 else None


def _growing_at(computed: Sequence[bool]) -> int | None:
    """Return the pending canvas after the newest one: strokes come in order, but may leave canvases out."""
    *before, _ = computed
    newest = max((index for index, there in enumerate(before) if there), default=-1)
    return newest + 1 if newest + 1 < len(before) else None
