"""Puts the document's canvas into the view: preview at once, full frame when it is rendered."""

import numpy as np
from PySide6.QtCore import QLineF, QObject, Signal
from PySide6.QtGui import QImage

from painttime.core.canvas import Canvas
from painttime.core.image import RGB8, Labels, fitted_size
from painttime.gui.canvas_view import CanvasView
from painttime.gui.caption import caption
from painttime.gui.difference import difference_title, heat_image
from painttime.gui.display_image import BGRX, bgrx, cover_image
from painttime.gui.document import Document
from painttime.gui.frame_cache import FrameCache
from painttime.gui.part_outline import outline_lines
from painttime.gui.session import Session

OUTLINE_LONG_SIDE_PX = 1024
"""Outlines are drawn from labels of at most this size: more lines than that take longer than a frame."""
COVER_LONG_SIDE_PX = 4096
"""What hides parts is drawn from labels of at most this size: toggling an eye must not be felt."""

NOT_COMPUTED = "This canvas is not computed yet.\n\nPredict all, or step backward from a later canvas."
PAINTING = "Painting"
PREPARING = "Preparing the painting …"


class CanvasPresenter(QObject):
    """Listens to the document and the session and shows what they say in one CanvasView.

    Hidden parts show the bare ground; with a solo part, all others do. That is a matter of the view only.

    caption_changed(str): what the canvas shown is, in words.
    part_hovered(int | None): the part under the cursor; the panel follows.
    wiping_changed(bool): the painting is shown beside the canvas, or no more.
    difference_changed(bool): what the step into the canvas changed is shown, or no more.
    """

    caption_changed = Signal(str)
    part_hovered = Signal(object)
    wiping_changed = Signal(bool)
    difference_changed = Signal(bool)

    def __init__(
        self,
        document: Document,
        session: Session,
        cache: FrameCache,
        view: CanvasView,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._document = document
        self._session = session
        self._cache = cache
        self._view = view
        self._painting: BGRX | None = None
        self._outlines: dict[int, list[QLineF]] = {}
        self._is_comparing = False
        self._is_wiping = False
        self._is_showing_difference = False
        document.project_opened.connect(self._begin)
        document.playhead_changed.connect(lambda _index: self.show())
        document.take_changed.connect(self.show)
        document.parts_changed.connect(self._show_parts)
        document.solo_changed.connect(self._show_cover)
        document.history_changed.connect(self._say)
        session.prepared_changed.connect(self._take_prepared)
        session.busy_changed.connect(lambda _busy: self.show())
        cache.frame_ready.connect(self._on_frame)
        cache.failed.connect(lambda error: session.noted.emit(str(error)))
        view.compare_changed.connect(self._compare)
        view.wipe_left.connect(lambda: self.set_wiping(False))
        view.part_hovered.connect(self._hover)
        view.scrubbed.connect(lambda delta: document.set_playhead(document.playhead + delta))

    # -- for the panels ----------------------------------------------------------------------------------

    def thumbnail(self, index: int) -> RGB8 | None:
        """Return canvas `index` at model size, None where it cannot be shown yet."""
        canvas = self._canvas(index)
        prepared = self._session.preparation.shown
        return prepared.preview(canvas) if canvas is not None and prepared is not None else None

    def outline(self, part_id: int | None) -> None:
        """Draw the outline of a part; None takes it away."""
        if part_id is None or not self._document.is_open:
            self._view.set_outline([])
            return
        if part_id not in self._outlines:
            self._outlines[part_id] = self._outline_of(part_id)
        self._view.set_outline(self._outlines[part_id])

    @property
    def is_wiping(self) -> bool:
        """Whether the painting is shown beside the canvas."""
        return self._is_wiping

    def set_wiping(self, wiping: bool) -> None:
        """Show the painting right of a divider that can be dragged, or the canvas alone."""
        wiping = wiping and self._painting is not None
        if wiping != self._is_wiping:
            self._is_wiping = wiping
            self._view.show_beside(self._painting if wiping else None)
            self.wiping_changed.emit(wiping)

    @property
    def is_showing_difference(self) -> bool:
        """Whether the canvas is greyed under what the step into it changed."""
        return self._is_showing_difference

    def set_showing_difference(self, showing: bool) -> None:
        """Show what the step into the canvas changed, or the canvas as it is."""
        showing = showing and self._painting is not None
        if showing != self._is_showing_difference:
            self._is_showing_difference = showing
            self._show_difference()
            self.difference_changed.emit(showing)

    # -- showing -----------------------------------------------------------------------------------------

    def show(self) -> None:
        """Show the canvas of the playhead as well as it can be shown now."""
        if not self._document.is_open or self._painting is None:
            return
        self._say()
        self._show_difference()
        index = self._document.playhead
        if self._is_comparing or index == self._document.project.num_steps:
            self._view.show_frame(self._painting)
            self._request(None)
            return
        canvas = self._canvas(index)
        prepared = self._session.preparation.shown
        if canvas is None or prepared is None:
            self._view.show_frame(self._painting, veil=NOT_COMPUTED if canvas is None else PREPARING)
            return
        frame = self._cache.frame(canvas)
        if frame is not None:
            self._view.show_frame(frame)
        else:
            self._view.show_preview(prepared.preview(canvas))
        self._request(canvas)

    # ----------------------------------------------------------------------------------------------------

    def _begin(self) -> None:
        project = self._document.project
        painting = project.painting
        self.set_wiping(False)
        self.set_showing_difference(False)
        self._painting = bgrx(painting.pixels)
        self._is_comparing = False
        self._view.set_picture_size(painting.width_px, painting.height_px)
        self._view.set_part_at(self._part_at)
        self._take_prepared()
        self._show_parts()

    def _take_prepared(self) -> None:
        self._cache.set_prepared(self._session.preparation.shown)
        self.show()

    def _show_difference(self) -> None:
        index, prepared = self._document.playhead, self._session.preparation.shown
        if not self._is_showing_difference or self._is_comparing:
            self._view.set_heat(None)
            return
        title = difference_title(self._document.project, index)
        after, before = self._canvas(index), self._canvas(index - 1) if index > 0 else None
        if prepared is None or after is None or before is None:
            self._view.set_heat(None, title)
        else:
            self._view.set_heat(heat_image(prepared.preview(before), prepared.preview(after)), title)

    def _show_parts(self) -> None:
        self._outlines.clear()
        self._show_cover()
        self._say()

    def _show_cover(self) -> None:
        project, solo = self._document.project, self._document.solo
        away = project.hidden if solo is None else frozenset(project.parts.ids) - {solo}
        self._view.set_cover(self._cover_over(away) if away else None)

    def _cover_over(self, part_ids: frozenset[int]) -> QImage:
        is_away = np.zeros(256, dtype=np.bool_)
        is_away[list(part_ids)] = True
        return cover_image(is_away[self._labels(COVER_LONG_SIDE_PX)], self._document.project.ground)

    def _labels(self, long_side_px: int) -> Labels:
        """Return the part labels, reduced where the painting is larger than this."""
        labels = self._document.project.parts.labels
        height_px, width_px = labels.shape
        if max(height_px, width_px) <= long_side_px:
            return labels
        return self._document.project.parts.resized(*fitted_size(height_px, width_px, long_side_px))

    def _say(self) -> None:
        if not self._document.is_open:
            return
        index = self._document.project.num_steps if self._is_comparing else self._document.playhead
        self.caption_changed.emit(caption(self._document.project, index))
        self._view.set_tags(self._tag(index), PAINTING)

    def _tag(self, index: int) -> str:
        if index == self._document.project.num_steps:
            return PAINTING
        return f"Predicted canvas {index}" if self._canvas(index) is not None else f"Canvas {index}"

    def _canvas(self, index: int) -> Canvas | None:
        take = self._document.take
        return take.canvases[index] if take is not None and index < len(take.canvases) else None

    def _request(self, canvas: Canvas | None) -> None:
        """Ask for a frame, and for those ahead of it while nothing else needs the processor."""
        ahead = [] if self._session.is_busy else self._ahead()
        if canvas is not None:
            self._cache.request(canvas, ahead)
        elif ahead:
            self._cache.request(ahead[0], ahead[1:])

    def _ahead(self) -> list[Canvas]:
        """Return the canvases playing would show next, as many as the cache has room for."""
        take = self._document.take
        if take is None or self._painting is None:
            return []
        start = self._document.playhead + 1
        order = [*take.canvases[start:], *take.canvases[:start]]
        room = self._cache.max_bytes // self._painting.nbytes
        return [canvas for canvas in order if canvas is not None][: max(0, room - 1)]

    def _on_frame(self, canvas: Canvas) -> None:
        frame = self._cache.frame(canvas)
        is_shown = self._canvas(self._document.playhead) is canvas and not self._is_comparing
        if frame is not None and is_shown and self._document.playhead != self._document.project.num_steps:
            self._view.show_frame(frame)

    def _compare(self, comparing: bool) -> None:
        self._is_comparing = comparing
        self.show()

    def _part_at(self, x: int, y: int) -> int | None:
        return int(self._document.project.parts.labels[y, x]) if self._document.is_open else None

    def _hover(self, part_id: int | None) -> None:
        self.outline(part_id)
        self.part_hovered.emit(part_id)

    def _outline_of(self, part_id: int) -> list[QLineF]:
        height_px, width_px = self._document.project.parts.labels.shape
        labels = self._labels(OUTLINE_LONG_SIDE_PX)
        scale = (width_px / labels.shape[1], height_px / labels.shape[0])
        return outline_lines(labels, part_id, scale)
