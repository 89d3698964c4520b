"""Playing a take, canvas by canvas or stroke by stroke: what comes next, and when."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from painttime.core.change import Direction
from painttime.gui.document import Document
from painttime.gui.stroke_cursor import StrokeCursor

DEFAULT_FPS = 12.0
MAX_FPS = 60.0
DEFAULT_STROKES_PER_S = 200.0
MAX_STROKES_PER_S = 5000.0
MAX_STROKE_PICTURES_PER_S = 30.0
"""Faster strokes are shown several at a time: more pictures a second are not told apart."""
MAX_SHUTTLE_SPEED = 4


class LoopMode(Enum):
    """What happens where the canvases end; the values are what the settings file keeps."""

    ONCE = "once"
    LOOP = "loop"
    PING_PONG = "ping-pong"


@dataclass(frozen=True, kw_only=True, slots=True)
class PlaybackOptions:
    """fps: canvases a second, 1..MAX_FPS. strokes_per_s: by stroke, 1..MAX_STROKES_PER_S.

    direction: forward = from the ground to the painting.
    """

    fps: float = DEFAULT_FPS
    strokes_per_s: float = DEFAULT_STROKES_PER_S
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


def next_position(
    position: int, last: int, strokes: int, direction: Direction, loop_mode: LoopMode
) -> tuple[int, Direction] | None:
    """Return where so many strokes lead within 0..last, and the way on from there; None where it ends."""
    forward = direction is Direction.FORWARD
    if position != (last if forward else 0):
        return (min(last, position + strokes) if forward else max(0, position - strokes)), direction
    if loop_mode is LoopMode.LOOP:
        return (0 if forward else last), direction
    if loop_mode is LoopMode.PING_PONG:
        return next_position(position, last, strokes, turned(direction), loop_mode)
    return None


class Playback(QObject):
    """Moves the document's playhead in time, one computed canvas after the other, leaving none out.

    By stroke it moves the stroke cursor instead, in real time.

    playing_changed(playing): playing began or ended.
    options_changed: speed, loop mode or direction changed.
    """

    playing_changed = Signal(bool)
    options_changed = Signal()

    def __init__(self, document: Document, strokes: StrokeCursor, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._strokes = strokes
        self._strokes_owed = 0.0
        self._options = PlaybackOptions()
        self._heading = self._options.direction
        self._speed = 1
        self._playing = False
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self.advance)
        document.project_opened.connect(self.pause)
        document.take_changed.connect(self._pause_where_nothing_plays)
        strokes.moved.connect(self._keep_time)

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
        take = self._document.shown_take
        return take is not None and sum(take.computed) > 1

    def set_options(self, options: PlaybackOptions) -> None:
        """Change speed, loop mode or direction, also while playing."""
        options = replace(
            options,
            fps=min(MAX_FPS, max(1.0, options.fps)),
            strokes_per_s=min(MAX_STROKES_PER_S, max(1.0, options.strokes_per_s)),
        )
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
        """Show what comes next; what the timer calls."""
        if self._strokes.is_on:
            self._advance_strokes()
        else:
            self._advance_canvas()

    def _advance_canvas(self) -> None:
        take = self._document.shown_take
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

    def _advance_strokes(self) -> None:
        self._strokes_owed += self._options.strokes_per_s * self._speed * self._interval_ms() / 1000
        strokes = int(self._strokes_owed)
        if strokes == 0:
            return
        self._strokes_owed -= strokes
        last = self._strokes.num_strokes + 1
        step = next_position(self._strokes.position, last, strokes, self._heading, self._options.loop_mode)
        if step is None:
            self.pause()
            return
        position, self._heading = step
        self._strokes.move_to(position)
        if position in (0, last) and self._options.loop_mode is LoopMode.ONCE:
            self.pause()

    def _start(self, direction: Direction, speed: int) -> None:
        if not self.can_play:
            return
        self._heading = direction
        self._speed = speed
        self._strokes_owed = 0.0
        self._leave_end()
        self._timer.start(self._interval_ms())
        self._set_playing(True)

    def _leave_end(self) -> None:
        """Begin anew where it stands at the end that playing leads to."""
        take, forward = self._document.shown_take, self._heading is Direction.FORWARD
        if self._strokes.is_on:
            last = self._strokes.num_strokes + 1
            if self._strokes.position == (last if forward else 0):
                self._strokes.move_to(0 if forward else last)
        elif take is not None and following(self._document.playhead, take.computed, self._heading) is None:
            begin = first_canvas(take.computed, self._heading)
            if begin is not None:
                self._document.set_playhead(begin)

    def _keep_time(self) -> None:
        """Take up the pace of strokes or of canvases when one takes the place of the other."""
        interval_ms = self._interval_ms()
        if interval_ms != self._timer.interval():
            self._timer.setInterval(interval_ms)

    def _interval_ms(self) -> int:
        if self._strokes.is_on:
            per_s = min(MAX_STROKE_PICTURES_PER_S, self._options.strokes_per_s * self._speed)
        else:
            per_s = self._options.fps * self._speed
        return max(1, round(1000 / per_s))

    def _pause_where_nothing_plays(self) -> None:
        if self._playing and not self.can_play:
            self.pause()

    def _set_playing(self, playing: bool) -> None:
        if playing != self._playing:
            self._playing = playing
            self.playing_changed.emit(playing)
