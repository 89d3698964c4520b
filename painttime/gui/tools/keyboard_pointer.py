"""A pointer that the arrow keys move over the canvas, for those who use no mouse."""

from PySide6.QtCore import QPointF, Qt

from painttime.gui.canvas_view import CanvasView
from painttime.gui.tools.pointer import Pointer
from painttime.gui.tools.tool import Point

STEP_PX = 8.0
"""Device-independent pixels of the screen for one press of an arrow; with Shift one picture pixel."""
MARGIN_PX = 40.0
"""The view follows before the pointer comes so near to its edge."""

DIRECTIONS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class KeyboardPointer:
    """Stands somewhere in the picture, shown or not; begins where the mouse was last."""

    def __init__(self, view: CanvasView) -> None:
        self._view = view
        self._place: Point | None = None
        self._is_shown = False

    @property
    def is_shown(self) -> bool:
        return self._is_shown

    @property
    def place(self) -> Point | None:
        """Where it stands, None while it is not shown."""
        return self._place if self._is_shown else None

    def hide(self) -> None:
        """The mouse is used again."""
        self._is_shown = False

    def forget(self) -> None:
        """Another picture was opened."""
        self._is_shown, self._place = False, None

    def follow_mouse(self, pointer: Pointer) -> None:
        """Begin here when an arrow is pressed next."""
        self._place = (pointer.x, pointer.y)

    def move(self, key: Qt.Key, *, fine: bool) -> None:
        """Move by one press of an arrow, as seen on the screen; the first press shows it."""
        transform = self._view.transform
        if transform is None:
            return
        width_px, height_px = transform.picture_width_px, transform.picture_height_px
        x, y = self._place if self._place is not None else (width_px / 2, height_px / 2)
        if self._is_shown:
            across, down = DIRECTIONS[key]
            coarse_px = max(1.0, STEP_PX * self._view.devicePixelRatioF() / transform.zoom)
            step_px = 1.0 if fine else coarse_px
            x += (-across if transform.mirrored else across) * step_px
            y += down * step_px
        # The middles of pixels: what is under the cross is what is meant.
        x, y = int(min(width_px - 1, max(0, x))) + 0.5, int(min(height_px - 1, max(0, y))) + 0.5
        self._place, self._is_shown = (x, y), True
        self._keep_in_sight(self._view.view_point(x, y))

    def pointer(self, *, takes_away: bool = False) -> Pointer:
        """Return it as a pointer."""
        x, y = self._place or (-1.0, -1.0)
        return Pointer(x=x, y=y, takes_away=takes_away)

    # ----------------------------------------------------------------------------------------------------

    def _keep_in_sight(self, position: QPointF) -> None:
        width, height = self._view.width(), self._view.height()
        dx = max(0.0, MARGIN_PX - position.x()) - max(0.0, position.x() - (width - MARGIN_PX))
        dy = max(0.0, MARGIN_PX - position.y()) - max(0.0, position.y() - (height - MARGIN_PX))
        if dx or dy:
            self._view.pan(QPointF(dx, dy))
