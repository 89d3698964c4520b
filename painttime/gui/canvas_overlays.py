"""What lies over the canvas: the cover on hidden parts, and the outline of a part or of the last stroke."""

import numpy as np
from PySide6.QtCore import QLineF, QObject, Signal
from PySide6.QtGui import QImage

from painttime.core.image import Labels, fitted_size
from painttime.gui.canvas_view import CanvasView
from painttime.gui.display_image import cover_image
from painttime.gui.document import Document
from painttime.gui.part_outline import outline_lines
from painttime.gui.stroke_cursor import StrokeCursor
from painttime.gui.stroke_outline import stroke_outline_lines

OUTLINE_LONG_SIDE_PX = 1024
"""Outlines are drawn from labels of at most this size: more lines than that take longer than a frame."""
COVER_LONG_SIDE_PX = 4096
"""What hides parts is drawn from labels of at most this size: toggling an eye must not be felt."""


class CanvasOverlays(QObject):
    """Listens to the document and the stroke cursor and lays what they say over one CanvasView.

    Hidden parts show the bare ground; with a solo part, all others do. That is a matter of the view only.

    part_hovered(int | None): the part under the mouse; the panel follows.
    """

    part_hovered = Signal(object)

    def __init__(
        self, document: Document, strokes: StrokeCursor, view: CanvasView, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._document = document
        self._strokes = strokes
        self._view = view
        self._outlines: dict[int, list[QLineF]] = {}
        self._outline_labels: Labels | None = None
        self._outlined_part: int | None = None
        self._is_outlining_strokes = False
        document.project_opened.connect(self._show_parts)
        document.parts_changed.connect(self._show_parts)
        document.solo_changed.connect(self._show_cover)
        strokes.moved.connect(self._show_outline)
        view.part_hovered.connect(self._hover)

    def outline(self, part_id: int | None) -> None:
        """Draw the outline of a part; None takes it away."""
        self._outlined_part = part_id if self._document.is_open else None
        self._show_outline()

    @property
    def is_outlining_strokes(self) -> bool:
        """Whether the stroke laid last is outlined where the window moves by stroke."""
        return self._is_outlining_strokes

    def set_outlining_strokes(self, outlining: bool) -> None:
        """Outline the stroke laid last, or show the canvas as it is."""
        self._is_outlining_strokes = outlining
        self._show_outline()

    # ----------------------------------------------------------------------------------------------------

    def _hover(self, part_id: int | None) -> None:
        self.outline(part_id)
        self.part_hovered.emit(part_id)

    def _show_parts(self) -> None:
        self._outlines.clear()
        self._outline_labels = None
        self._show_cover()

    def _show_cover(self) -> None:
        project, solo = self._document.project, self._document.solo
        away = project.hidden if solo is None else frozenset(project.parts.ids) - {solo}
        self._view.set_cover(self._cover_over(away) if away else None)

    def _cover_over(self, part_ids: frozenset[int]) -> QImage:
        is_away = np.zeros(256, dtype=np.bool_)
        is_away[list(part_ids)] = True
        return cover_image(is_away[self._labels(COVER_LONG_SIDE_PX)], self._document.project.ground)

    def _show_outline(self) -> None:
        self._view.set_outline(self._outline_lines())

    def _outline_lines(self) -> list[QLineF]:
        """Return the outline of the part pointed at, else of the stroke laid last where that is asked for."""
        part_id, stroke = self._outlined_part, self._strokes.stroke
        if part_id is not None:
            if part_id not in self._outlines:
                self._outlines[part_id] = self._outline_of(part_id)
            return self._outlines[part_id]
        if stroke is None or not (self._is_outlining_strokes and self._strokes.is_on):
            return []
        painting = self._document.project.painting
        return stroke_outline_lines(stroke, max(painting.height_px, painting.width_px))

    def _outline_of(self, part_id: int) -> list[QLineF]:
        height_px, width_px = self._document.project.parts.labels.shape
        if self._outline_labels is None:
            self._outline_labels = self._labels(OUTLINE_LONG_SIDE_PX)
        labels = self._outline_labels
        scale = (width_px / labels.shape[1], height_px / labels.shape[0])
        return outline_lines(labels, part_id, scale)

    def _labels(self, long_side_px: int) -> Labels:
        """Return the part labels, reduced where the painting is larger than this."""
        labels = self._document.project.parts.labels
        height_px, width_px = labels.shape
        if max(height_px, width_px) <= long_side_px:
            return labels
        return self._document.project.parts.resized(*fitted_size(height_px, width_px, long_side_px))
