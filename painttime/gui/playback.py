"""Playing the canvases of a take: which one comes next, and when."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from painttime.core.change import Direction
from painttime.gui.document import Document

DEFAULT_FPS = 12.0
MAX_FPS = 60.0
MAX_SHUTTLE_SPEED = 4


class LoopMode(Enum):
    """What happens where the canvases end; the values are what the settings file keeps."""

    ONCE = "once"
    LOOP = "loop"
    PING_PONG = "ping-pong"


@dataclass(frozen=True, kw_only=True, slots=True)
class PlaybackOptions:
    """fps: canvases a second, 1..MAX_FPS. direction: forward = from the ground to the painting."""

    fps: float = DEFAULT_FPS
    loop_mode: LoopMode = LoopMode.LOOP
    direction: Direction = Direction.FORWARD


def turned(direction: Direction) -> Direction:
    """Return the other direction."""
    return Direction.BACKWARD if direction is Direction.FORWARD else Direction.FORWARD


def following(index: int, computed: Sequence[bool], direction: Direction) -> int | None:
    """Return the next computed canvas after `index`; None where there is none that way."""
    if direction is Direction.FORWARD:
        candidates = range(index + 1, len(computed))
    else:
        candidates = range(min(index, len(computed)) - 1, -1, -1)
    return next((candidate for candidate in candidates if computed[candidate]), None)


def next_canvas(
    index: int, computed: Sequence[bool], direction: Direction, loop_mode: LoopMode
) -> tuple[int, Direction] | None:
    """Return the canvas to show after `index` and the way playing goes on from there; None where it ends."""
    ahead = following(index, computed, direction)
    if ahead is not None:
        return ahead, direction
    if loop_mode is LoopMode.PING_PONG:
        back = following(index, computed, turned(direction))
        return None if back is None else (back, turned(direction))
    if loop_mode is LoopMode.LOOP:
        first = first_canvas(computed, direction)
        return None if first is None or first == index else (first, direction)
    return None


def first_canvas(computed: Sequence[bool], direction: Direction) -> int | None:
    """Return the computed canvas that playing begins with; None where nothing is computed."""
    before = -1 if direction is Direction.FORWARD else len(computed)
    return following(before, computed, direction)


class Playback(QObject):
    """Moves the document's playhead in time, one computed canvas after the other, leaving none out.

    playing_changed(playing): playing began or ended.
    options_changed: speed, loop mode or direction changed.
    """

    playing_changed = Signal(bool)
    options_changed = Signal()

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._options = PlaybackOptions()
        self._heading = self._options.direction
        self._speed = 1
        self._playing = False
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self.advance)
        document.project_opened.connect(self.pause)
        document.take_changed.connect(self._pause_where_nothing_plays)

    @property
    def is_playing(self) -> bool:
        return self._playing

    @property
    def speed(self) -> int:
        """How many times faster than the options' fps it plays: 1, 2 or 4."""
        return self._speed

    @property
    def heading(self) -> Direction:
        """The way it plays at this moment; differs from the options after a turn or a shuttle."""
        return self._heading

    @property
    def options(self) -> PlaybackOptions:
        return self._options

    @property
    def can_play(self) -> bool:
        """Whether there are two canvases or more to play."""
        take = self._document.take
        return take is not None and sum(take.computed) > 1

    def set_options(self, options: PlaybackOptions) -> None:
        """Change speed, loop mode or direction, also while playing."""
        options = replace(options, fps=min(MAX_FPS, max(1.0, options.fps)))
        if options == self._options:
            return
        if options.direction is not self._options.direction:
            self._heading = options.direction
        self._options = options
        self._timer.setInterval(self._interval_ms())
        self.options_changed.emit()

    def play(self) -> None:
        """Play from the canvas shown; from the beginning where it stands at the end."""
        self._start(self._options.direction, speed=1)

    def pause(self) -> None:
        self._timer.stop()
        self._speed = 1
        self._set_playing(False)

    def toggle(self) -> None:
        if self._playing:
            self.pause()
        else:
            self.play()

    def shuttle(self, direction: Direction) -> None:
        """Play in a direction; the same direction again doubles the speed, up to MAX_SHUTTLE_SPEED."""
        again = self._playing and self._heading is direction
        self._start(direction, speed=min(MAX_SHUTTLE_SPEED, self._speed * 2) if again else 1)

    def hold(self) -> None:
        """Stand still while the user scrubs; `release` goes on from there if it was playing."""
        self._timer.stop()

    def release(self) -> None:
        if self._playing:
            self._timer.start(self._interval_ms())

    def advance(self) -> None:
        """Show the next canvas; what the timer calls."""
        take = self._document.take
        if take is None:
            self.pause()
            return
        step = next_canvas(self._document.playhead, take.computed, self._heading, self._options.loop_mode)
        if step is None:
            self.pause()
            return
        index, self._heading = step
        self._document.set_playhead(index)
        at_end = following(index, take.computed, self._heading) is None
        if at_end and self._options.loop_mode is LoopMode.ONCE:
            self.pause()

    def _start(self, direction: Direction, speed: int) -> None:
        take = self._document.take
        if take is None or not self.can_play:
            return
        self._heading = direction
        self._speed = speed
        if following(self._document.playhead, take.computed, direction) is None:
            begin = first_canvas(take.computed, direction)
            if begin is not None:
                self._document.set_playhead(begin)
        self._timer.start(self._interval_ms())
        self._set_playing(True)

    def _interval_ms(self) -> int:
        return max(1, round(1000 / (self._options.fps * self._speed)))

    def _pause_where_nothing_plays(self) -> None:
        if self._playing and not self.can_play:
            self.pause()

    def _set_playing(self, playing: bool) -> None:
        if playing != self._playing:
            self._playing = playing
            self.playing_changed.emit(playing)
