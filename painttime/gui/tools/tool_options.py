"""What can be set for the tools, kept while the window is open."""

from PySide6.QtCore import QObject, Signal

from painttime.gui.tools.tool_table import TOOLS_BY_NAME, Mode

MIN_SIZE_PX, MAX_SIZE_PX = 1, 2000
MAX_TOLERANCE = 255
MAX_DISTANCE_PX = 200
SIZE_PER_NOTCH = 1.15
FIRST_SIZE_SHARE = 0.03
"""Size of the brush in a painting just opened, as a share of its longer side."""


class ToolOptions(QObject):
    """Values for all tools; the mode is each tool's own.

    changed: one of them is another.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._modes = {name: spec.mode for name, spec in TOOLS_BY_NAME.items()}
        self._size_px = 30
        self._tolerance = 30
        self._is_contiguous = True
        self._distance_px = 4

    @property
    def size_px(self) -> int:
        """Diameter of brush and eraser in picture pixels."""
        return self._size_px

    def set_size_px(self, size_px: float) -> None:
        self._size_px = round(min(MAX_SIZE_PX, max(MIN_SIZE_PX, size_px)))
        self.changed.emit()

    def change_size(self, notches: float) -> None:
        """Make brush and eraser larger (positive) or smaller, by a pixel at least."""
        wanted = self._size_px * SIZE_PER_NOTCH**notches
        if round(wanted) == self._size_px and notches:
            wanted = self._size_px + (1 if notches > 0 else -1)
        self.set_size_px(wanted)

    def suit(self, long_side_px: int) -> None:
        """Choose a brush size for a painting just opened."""
        self.set_size_px(long_side_px * FIRST_SIZE_SHARE)

    @property
    def tolerance(self) -> int:
        """How far a colour may lie from the one clicked, 0..255."""
        return self._tolerance

    def set_tolerance(self, tolerance: int) -> None:
        self._tolerance = min(MAX_TOLERANCE, max(0, tolerance))
        self.changed.emit()

    @property
    def is_contiguous(self) -> bool:
        """Whether the wand takes only what hangs together with the place clicked."""
        return self._is_contiguous

    def set_contiguous(self, contiguous: bool) -> None:
        self._is_contiguous = contiguous
        self.changed.emit()

    @property
    def distance_px(self) -> int:
        """How far a part grows, shrinks or is smoothed, and how wide an island is at most."""
        return self._distance_px

    def set_distance_px(self, distance_px: int) -> None:
        self._distance_px = min(MAX_DISTANCE_PX, max(1, distance_px))
        self.changed.emit()

    def mode(self, tool: str) -> Mode:
        """Return where the pixels of a tool go."""
        return self._modes[tool]

    def set_mode(self, tool: str, mode: Mode) -> None:
        self._modes[tool] = mode
        self.changed.emit()
