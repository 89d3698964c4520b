"""Where in a process of brush strokes the window stands, to the single stroke."""

from bisect import bisect_left

from PySide6.QtCore import QObject, Signal

from painttime.core.brushwork import Brushwork, Stroke, StrokeCanvas
from painttime.gui.document import Document


class StrokeCursor(QObject):
    """Moves stroke by stroke through the take shown and takes the document's playhead along.

    A position is a number of strokes laid, 0..num_strokes; num_strokes + 1 stands for the painting itself,
    which the last stroke need not reach. By step the position is that of the canvas at the playhead.

    moved: another canvas or stroke is shown, or moving by stroke began, ended, became possible or impossible.
    """

    moved = Signal()

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._is_wanted = False
        self._is_leading = False
        self._position = 0
        self._brushwork: Brushwork | None = None
        self._finished_parts: frozenset[int] = frozenset()
        self._indices: list[int] = []
        self._counts: list[int] = []
        document.project_opened.connect(self._take_take)
        document.take_changed.connect(self._take_take)
        document.playhead_changed.connect(self._follow_playhead)

    # -- reading -----------------------------------------------------------------------------------------

    @property
    def is_possible(self) -> bool:
        """Whether the take shown is made of strokes."""
        return bool(self._counts)

    @property
    def is_on(self) -> bool:
        """Whether the window moves by stroke."""
        return self._is_wanted and self.is_possible

    @property
    def brushwork(self) -> Brushwork | None:
        """The strokes of the take shown, as far as they are there."""
        return self._brushwork

    @property
    def num_strokes(self) -> int:
        return len(self._brushwork.strokes) if self._brushwork is not None else 0

    @property
    def position(self) -> int:
        return self._position

    @property
    def is_at_painting(self) -> bool:
        """Whether what is shown is the painting itself."""
        return self._position > self.num_strokes

    @property
    def canvas(self) -> StrokeCanvas | None:
        """What to show: the strokes up to the position; None by step and at the painting itself."""
        if self._brushwork is None or not self.is_on or self.is_at_painting:
            return None
        return StrokeCanvas(
            brushwork=self._brushwork, count=self._position, finished_parts=self._finished_parts
        )

    @property
    def stroke(self) -> Stroke | None:
        """The last stroke laid; None on the bare ground and at the painting itself."""
        if self._brushwork is None or not 0 < self._position <= self.num_strokes:
            return None
        return self._brushwork.strokes.stroke(self._position - 1)

    @property
    def share(self) -> float:
        """Where the position lies on the timeline, in canvases: 2.5 is half-way from canvas 2 to canvas 3."""
        if self.is_at_painting or not self._counts:
            return float(self._document.playhead)
        after = min(bisect_left(self._counts, self._position), len(self._counts) - 1)
        before = max(0, after - 1)
        first, last = self._counts[before], self._counts[after]
        way = (self._position - first) / (last - first) if last > first else 1.0
        return self._indices[before] + way * (self._indices[after] - self._indices[before])

    # -- moving ------------------------------------------------------------------------------------------

    def set_on(self, on: bool) -> None:
        """Move by stroke, or by step again; it holds for the next take of strokes too."""
        if on != self._is_wanted:
            self._is_wanted = on
            self._follow_playhead()

    def move_to(self, position: int) -> None:
        """Show so many strokes, held to 0..num_strokes + 1."""
        position = min(self.num_strokes + 1, max(0, position))
        if not self.is_on or position == self._position:
            return
        self._position = position
        self._is_leading = True
        self._document.set_playhead(self._index_of(position))
        self._is_leading = False
        self.moved.emit()

    @property
    def place(self) -> int:
        """What the arrow keys count: the position by stroke, the canvas shown by step."""
        return self._position if self.is_on else self._document.playhead

    @property
    def last_place(self) -> int:
        """The place of the painting itself."""
        if self.is_on:
            return self.num_strokes + 1
        return self._document.project.num_steps if self._document.is_open else 0

    def walk_to(self, place: int) -> None:
        """Go to a stroke or a canvas, whichever is counted."""
        if self.is_on:
            self.move_to(place)
        else:
            self._document.set_playhead(place)

    def walk(self, places: int) -> None:
        """Go so many strokes or canvases on, or back."""
        self.walk_to(self.place + places)

    def move_to_share(self, share: float) -> None:
        """Show what lies at a place of the timeline, in canvases, as `share` says it."""
        if not self.is_on:
            return
        last = self._indices[-1]
        if share >= last:
            self.move_to(self.num_strokes + 1)
            return
        after = min(bisect_left(self._indices, share), len(self._indices) - 1)
        before = max(0, after - 1)
        length = self._indices[after] - self._indices[before]
        way = (share - self._indices[before]) / length if length else 0.0
        count = self._counts[before] + way * (self._counts[after] - self._counts[before])
        self.move_to(round(max(0.0, count)))

    # ----------------------------------------------------------------------------------------------------

    def _take_take(self) -> None:
        take = self._document.shown_take
        self._brushwork = take.brushwork if take is not None else None
        known = enumerate(take.canvases if take is not None else ())
        strokes = [(index, canvas) for index, canvas in known if isinstance(canvas, StrokeCanvas)]
        self._finished_parts = strokes[0][1].finished_parts if strokes else frozenset()
        self._indices = [index for index, _ in strokes]
        self._counts = [self.num_strokes if canvas.is_finished else canvas.count for _, canvas in strokes]
        self._follow_playhead()

    def _follow_playhead(self) -> None:
        if self._is_leading:
            return
        self._position = self._position_at_playhead()
        self.moved.emit()

    def _position_at_playhead(self) -> int:
        take, index = self._document.shown_take, self._document.playhead
        canvas = take.canvases[index] if take is not None and index < len(take.canvases) else None
        if not isinstance(canvas, StrokeCanvas):
            return 0
        return self.num_strokes + 1 if canvas.is_finished else canvas.count

    def _index_of(self, position: int) -> int:
        if position > self.num_strokes:
            return self._indices[-1]
        return self._indices[min(bisect_left(self._counts, position), len(self._counts) - 1)]
