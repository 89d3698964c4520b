"""Shows the parts over the canvas: the chosen one while a tool is in use, all of them where asked for."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QPainter

from painttime.gui.canvas_view import CanvasView
from painttime.gui.document import Document
from painttime.gui.tools.screen_marks import ScreenMarks, part_marks
from painttime.gui.view_transform import ViewTransform

ALL_OPACITY, CHOSEN_OPACITY = 120, 46


class PartMarks(QObject):
    """A layer of the canvas with the borders of all parts and a tint in their colours.

    showing_all_changed(bool): all parts are tinted, or no more.
    """

    showing_all_changed = Signal(bool)

    def __init__(self, document: Document, view: CanvasView, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._view = view
        self._is_editing = False
        self._shows_chosen = True
        self._is_showing_all = False
        self._drawn: tuple[ViewTransform, float, ScreenMarks | None] | None = None
        view.add_layer(self)
        for signal in (document.project_opened, document.parts_changed, document.chosen_changed):
            signal.connect(self._begin_anew)

    @property
    def is_showing_all(self) -> bool:
        """Whether all parts are tinted in their colours."""
        return self._is_showing_all

    def set_showing_all(self, showing: bool) -> None:
        """Tint all parts in their colours, or only the chosen one while a tool is in use."""
        if showing != self._is_showing_all:
            self._is_showing_all = showing
            self._begin_anew()
            self.showing_all_changed.emit(showing)

    def set_editing(self, editing: bool, *, shows_chosen: bool = True) -> None:
        """Show the borders because a tool is in use, or no more.

        shows_chosen: whether the tool has to do with the chosen part.
        """
        if (editing, shows_chosen) != (self._is_editing, self._shows_chosen):
            self._is_editing, self._shows_chosen = editing, shows_chosen
            self._begin_anew()

    def draw(self, painter: QPainter, transform: ViewTransform, pixel_ratio: float) -> None:
        """Draw in device pixels; see PictureLayer."""
        if not self._document.is_open or not (self._is_editing or self._is_showing_all):
            return
        if self._drawn is None or self._drawn[:2] != (transform, pixel_ratio):
            self._drawn = (transform, pixel_ratio, self._marks(transform, pixel_ratio))
        marks = self._drawn[2]
        if marks is not None:
            marks.draw(painter)

    # ----------------------------------------------------------------------------------------------------

    def _begin_anew(self) -> None:
        self._drawn = None
        self._view.update()

    def _marks(self, transform: ViewTransform, pixel_ratio: float) -> ScreenMarks | None:
        parts = self._document.project.parts
        chosen = self._document.chosen_part if self._shows_chosen else None
        tints = {
            part.id: (*part.colour, ALL_OPACITY if self._is_showing_all else CHOSEN_OPACITY)
            for part in parts.parts
            if self._is_showing_all or part.id == chosen
        }
        strong = frozenset({chosen}) if chosen is not None else frozenset()
        return part_marks(parts.labels, transform, pixel_ratio, tints=tints, chosen=strong)
