"""Puts the document's canvas into the view: preview at once, full frame when it is rendered."""

from PySide6.QtCore import QObject, Signal

from painttime.core.brushwork import Brushwork, StrokeCanvas
from painttime.core.canvas import AnyCanvas
from painttime.core.image import RGB8
from painttime.core.project import BRUSH_ENGINE, MODEL_ENGINE
from painttime.gui.canvas_view import CanvasView
from painttime.gui.caption import caption, made_by, recording_caption, stroke_caption
from painttime.gui.difference import difference_title, heat_image
from painttime.gui.display_image import BGRX, bgrx
from painttime.gui.document import Document
from painttime.gui.frame_cache import FrameCache, frame_key
from painttime.gui.previews import Previews
from painttime.gui.recording_control import RecordedFrame
from painttime.gui.session import Session
from painttime.gui.stroke_cursor import StrokeCursor

NOT_COMPUTED = {
    MODEL_ENGINE: "This canvas is not computed yet.\n\nPredict all, or step backward from a later canvas.",
    BRUSH_ENGINE: "This canvas is not painted yet.\n\nPress Paint to watch the brush at work.",
}
PAINTING = "Painting"
PREPARING = "Preparing the painting …"


class CanvasPresenter(QObject):
    """Listens to the document and the session and shows what they say in one CanvasView.

    caption_changed(str): what the canvas shown is, in words.
    wiping_changed(bool): the painting is shown beside the canvas, or no more.
    difference_changed(bool): what the step into the canvas changed is shown, or no more.
    thumbnails_changed: small pictures came that were not there before.
    """

    caption_changed = Signal(str)
    wiping_changed = Signal(bool)
    difference_changed = Signal(bool)
    thumbnails_changed = Signal()

    def __init__(
        self,
        document: Document,
        strokes: StrokeCursor,
        session: Session,
        cache: FrameCache,
        view: CanvasView,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._document = document
        self._strokes = strokes
        self._session = session
        self._cache = cache
        self._previews = Previews(self)
        self._view = view
        self._painting: BGRX | None = None
        self._last_picture: BGRX | None = None
        self._last_brushwork: Brushwork | None = None
        self._is_comparing = False
        self._is_wiping = False
        self._is_showing_difference = False
        document.project_opened.connect(self._begin)
        document.take_changed.connect(self._take_take)
        # Comes with every change of the playhead too.
        strokes.moved.connect(self.show)
        document.parts_changed.connect(self._say)
        document.history_changed.connect(self._say)
        session.prepared_changed.connect(self._take_pictures)
        session.busy_changed.connect(lambda _busy: self.show())
        session.recordings.changed.connect(self.show)
        cache.frame_ready.connect(self._on_frame)
        cache.failed.connect(lambda error: session.noted.emit(str(error)))
        self._previews.came.connect(self._on_preview)
        self._previews.failed.connect(lambda error: session.noted.emit(str(error)))
        view.compare_changed.connect(self._compare)
        view.wipe_left.connect(lambda: self.set_wiping(False))
        view.scrubbed.connect(strokes.walk)

    # -- for the panels ----------------------------------------------------------------------------------

    def thumbnail(self, index: int) -> RGB8 | None:
        """Return canvas `index` at model size, None where it cannot be shown yet."""
        canvas = self._canvas(index)
        return self._previews.picture(canvas) if canvas is not None else None

    @property
    def is_wiping(self) -> bool:
        """Whether the painting, or the recording, is shown beside the canvas."""
        return self._is_wiping

    def set_wiping(self, wiping: bool) -> None:
        """Show the painting, or the recording, right of a divider to drag, or the canvas alone."""
        wiping = wiping and self._painting is not None
        if wiping != self._is_wiping:
            self._is_wiping = wiping
            self._show_beside()
            self._say()
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
        self._show_beside()
        recorded = self._recorded() if self._is_comparing else None
        if recorded is not None:
            self._view.show_frame(recorded.pixels, in_shape=True)
            return
        if self._is_comparing or self._is_at_painting:
            self._show_picture(self._painting)
            self._request(None)
            return
        canvas = self._shown_canvas()
        if canvas is None or self._session.preparation.pictures is None:
            engine = self._document.project.engine
            self._view.show_frame(self._painting, veil=NOT_COMPUTED[engine] if canvas is None else PREPARING)
            return
        frame = self._cache.frame(canvas)
        if frame is not None:
            self._show_picture(frame, canvas)
        else:
            self._show_for_the_time_being(canvas)
        self._request(canvas)

    def shutdown(self) -> bool:
        """End the thread that draws previews; return whether it ended in time."""
        return self._previews.shutdown()

    # ----------------------------------------------------------------------------------------------------

    @property
    def _is_at_painting(self) -> bool:
        if self._strokes.is_on:
            return self._strokes.is_at_painting
        return self._document.playhead == self._document.project.num_steps

    def _recorded(self) -> RecordedFrame | None:
        """Return the frame of the recording at the playhead; None where the painting is compared with."""
        project, strokes = self._document.project, self._strokes
        place = strokes.share if strokes.is_on else self._document.playhead
        return self._session.recordings.frame_at(place / project.num_steps)

    def _show_beside(self) -> None:
        recorded = self._recorded() if self._is_wiping else None
        if recorded is not None:
            self._view.show_beside(recorded.pixels, in_shape=True)
        else:
            self._view.show_beside(self._painting if self._is_wiping else None)

    def _show_picture(self, pixels: BGRX, canvas: AnyCanvas | None = None) -> None:
        self._last_picture = pixels
        self._last_brushwork = canvas.brushwork if isinstance(canvas, StrokeCanvas) else None
        self._view.show_frame(pixels)

    def _show_for_the_time_being(self, canvas: AnyCanvas) -> None:
        """Show a canvas in small until its frame comes; other strokes of the same are near enough."""
        is_near = self._strokes.is_on and self._last_brushwork is self._strokes.brushwork
        preview = None if is_near else self._previews.picture(canvas)
        if preview is not None:
            self._show_picture(bgrx(preview), canvas)
        elif self._last_picture is not None:
            self._view.show_frame(self._last_picture)

    def _begin(self) -> None:
        project = self._document.project
        painting = project.painting
        self.set_wiping(False)
        self.set_showing_difference(False)
        self._painting = self._last_picture = bgrx(painting.pixels)
        self._is_comparing = False
        self._view.set_picture_size(painting.width_px, painting.height_px)
        self._view.set_part_at(self._part_at)
        self._take_pictures()

    def _take_take(self) -> None:
        self._previews.forget_awaited()
        self._take_pictures()

    def _take_pictures(self) -> None:
        pictures = self._session.preparation.pictures if self._document.is_open else None
        self._cache.set_pictures(pictures)
        self._previews.set_pictures(pictures)
        self.show()

    def _show_difference(self) -> None:
        index = self._document.playhead
        if not self._is_showing_difference or self._is_comparing:
            self._view.set_heat(None)
            return
        title = difference_title(self._document.project, index)
        after, before = self._canvas(index), self._canvas(index - 1) if index > 0 else None
        pictures = [
            self._previews.picture(canvas) if canvas is not None else None for canvas in (before, after)
        ]
        if pictures[0] is None or pictures[1] is None:
            self._view.set_heat(None, title)
        else:
            self._view.set_heat(heat_image(pictures[0], pictures[1]), title)

    def _say(self) -> None:
        if not self._document.is_open:
            return
        recorded = self._recorded() if self._is_wiping or self._is_comparing else None
        tag, said = self._canvas_words()
        other = PAINTING
        if recorded is not None:
            other = f"Recording, {recorded.words}"
            said = recording_caption(recorded, beside=None if self._is_comparing else said)
        self.caption_changed.emit(said)
        self._view.set_tags(other if self._is_comparing else tag, other)

    def _canvas_words(self) -> tuple[str, str]:
        """Return what to call the canvas shown, and what to say of it."""
        project, strokes = self._document.project, self._strokes
        if strokes.canvas is not None and not self._is_comparing:
            said = stroke_caption(project, strokes.stroke, strokes.position, strokes.num_strokes)
            return f"Stroke {strokes.position:,}", said
        index = project.num_steps if self._is_comparing else self._document.playhead
        return self._tag(index), caption(project, index)

    def _tag(self, index: int) -> str:
        if index == self._document.project.num_steps:
            return PAINTING
        canvas = self._canvas(index)
        return (
            f"Canvas {index}"
            if canvas is None
            else f"{made_by(self._document.project, canvas)} canvas {index}"
        )

    def _shown_canvas(self) -> AnyCanvas | None:
        return self._strokes.canvas if self._strokes.is_on else self._canvas(self._document.playhead)

    def _canvas(self, index: int) -> AnyCanvas | None:
        take = self._document.shown_take
        return take.canvases[index] if take is not None and index < len(take.canvases) else None

    def _request(self, canvas: AnyCanvas | None) -> None:
        """Ask for a frame, and for those ahead of it while nothing else needs the processor."""
        ahead = [] if self._session.is_busy or self._strokes.is_on else self._ahead()
        if canvas is not None:
            self._cache.request(canvas, ahead)
        elif ahead:
            self._cache.request(ahead[0], ahead[1:])

    def _ahead(self) -> list[AnyCanvas]:
        """Return the canvases playing would show next, as many as the cache has room for."""
        take = self._document.shown_take
        if take is None or self._painting is None:
            return []
        start = self._document.playhead + 1
        order = [*take.canvases[start:], *take.canvases[:start]]
        room = self._cache.max_bytes // self._painting.nbytes
        return [canvas for canvas in order if canvas is not None][: max(0, room - 1)]

    def _on_frame(self, canvas: AnyCanvas) -> None:
        frame, shown = self._cache.frame(canvas), self._shown_canvas()
        if frame is None or shown is None or self._is_comparing or self._is_at_painting:
            return
        # Strokes may go by faster than they are drawn: what comes late is still nearer than what is shown.
        is_near = self._strokes.is_on or self._session.painting.is_busy
        is_near = is_near and isinstance(canvas, StrokeCanvas) and self._cache.frame(shown) is None
        if is_near or frame_key(canvas) == frame_key(shown):
            self._show_picture(frame, canvas)

    def _on_preview(self, canvas: AnyCanvas) -> None:
        self.thumbnails_changed.emit()
        self._show_difference()
        shown = self._shown_canvas()
        is_wanted = shown is not None and frame_key(shown) == frame_key(canvas)
        if is_wanted and not self._is_comparing and not self._is_at_painting:
            self.show()

    def _compare(self, comparing: bool) -> None:
        self._is_comparing = comparing
        self.show()

    def _part_at(self, x: int, y: int) -> int | None:
        return int(self._document.project.parts.labels[y, x]) if self._document.is_open else None
