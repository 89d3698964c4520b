"""One key with two meanings: a tap of Space plays, holding it pans."""

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal

HOLD_AFTER_MS = 200


class SpaceKey(QObject):
    """Decides between tap and hold: 200 ms or a drag with the mouse make it a hold.

    tapped: let go in time. hold_changed(bool): the view pans while this is True.
    """

    tapped = Signal()
    hold_changed = Signal(bool)

    def __init__(self, parent: QObject | None = None, hold_after_ms: int = HOLD_AFTER_MS) -> None:
        super().__init__(parent)
        self._is_down = False
        self._is_hold = False
        self._since = QElapsedTimer()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(hold_after_ms)
        self._timer.timeout.connect(self.become_hold)

    @property
    def is_down(self) -> bool:
        return self._is_down

    def press(self) -> None:
        if not self._is_down:
            self._is_down, self._is_hold = True, False
            self._since.start()
            self._timer.start()

    def become_hold(self) -> None:
        """The mouse was dragged, or time is up: this is no tap any more."""
        self._timer.stop()
        if self._is_down and not self._is_hold:
            self._is_hold = True
            self.hold_changed.emit(True)

    def release(self) -> None:
        if not self._is_down:
            return
        self._timer.stop()
        # A busy event loop may deliver the release before the timer: the clock decides.
        was_hold = self._is_hold or self._since.elapsed() >= self._timer.interval()
        if self._is_hold:
            self.hold_changed.emit(False)
        self._is_down = self._is_hold = False
        if not was_hold:
            self.tapped.emit()

    def forget(self) -> None:
        """The keyboard went elsewhere while the key was down: neither tap nor hold."""
        self._timer.stop()
        if self._is_hold:
            self.hold_changed.emit(False)
        self._is_down = self._is_hold = False
