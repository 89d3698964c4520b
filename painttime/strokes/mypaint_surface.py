"""A surface that MyPaint's brushes paint on, as a picture.

libmypaint keeps it in tiles of 64 x 64 pixels with four 16-bit channels: red, green and blue multiplied by
alpha, and alpha; 1.0 is 32768.
"""

import ctypes
from itertools import product
from types import TracebackType

import numpy as np
import numpy.typing as npt

from painttime.core.image import RGB8, Labels, RGBColour
from painttime.errors import UserInputError
from painttime.strokes.mypaint_library import MyPaint, Rectangle, TileRequest

TILE_PX = 64
ONE = 1 << 15

Box = tuple[int, int, int, int]
"""Left, top, right, bottom in pixels; right and bottom lie outside."""

Tiles = dict[tuple[int, int], npt.NDArray[np.uint16]]
"""By row and column: (64, 64, 4)."""


class MyPaintSurface:
    """A canvas of one colour in libmypaint's memory; `with` gives the memory back.

    margin_px: how far the canvas goes on around the picture, rounded up to whole tiles. Brushes that smear
    what they meet would otherwise bring in emptiness from beyond the edge.
    pointer: what brushes of libmypaint are handed. origin_px: where the picture's corner lies on the canvas.
    Raises UserInputError where there is no memory for it.
    """

    def __init__(
        self, mypaint: MyPaint, height_px: int, width_px: int, ground: RGBColour, *, margin_px: int = 0
    ) -> None:
        self._library = mypaint.library
        self._size_px = (height_px, width_px)
        margin = -(-margin_px // TILE_PX)
        self.origin_px = margin * TILE_PX
        rows, columns = 2 * margin - (-height_px // TILE_PX), 2 * margin - (-width_px // TILE_PX)
        self.pointer: int | None = self._library.mypaint_fixed_tiled_surface_new(
            columns * TILE_PX, rows * TILE_PX
        )
        if self.pointer is None:
            raise UserInputError(
                f"There is not enough memory for MyPaint to paint {width_px} x {height_px} pixels. "
                "Choose a smaller size."
            )
        self._all_tiles = {key: self._tile(*key) for key in product(range(rows), range(columns))}
        self._tiles = {
            (row - margin, column - margin): tile
            for (row, column), tile in self._all_tiles.items()
            if margin <= row < rows - margin and margin <= column < columns - margin
        }
        self.fill(ground)

    def __enter__(self) -> "MyPaintSurface":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give the memory back; once is enough."""
        if self.pointer is not None:
            # The views show memory that is about to go.
            self._tiles.clear()
            self._all_tiles.clear()
            self._library.mypaint_surface_unref(self.pointer)
            self.pointer = None

    def fill(self, colour: RGBColour) -> None:
        """Cover everything with one opaque colour."""
        value = np.array([*(_from_8_bit(np.array(colour))), ONE], dtype=np.uint16)
        for tile in self._all_tiles.values():
            tile[:] = value

    def begin(self) -> None:
        """Start a batch of strokes; nothing shows before its end."""
        self._library.mypaint_surface_begin_atomic(self.pointer)

    def end(self) -> Box:
        """Finish the batch; return where on the picture it may have painted: maybe nowhere, right <= left."""
        touched = Rectangle()
        self._library.mypaint_surface_end_atomic(self.pointer, ctypes.byref(touched))
        height_px, width_px = self._size_px
        left, top = touched.x - self.origin_px, touched.y - self.origin_px
        right, bottom = left + touched.width, top + touched.height
        return max(0, left), max(0, top), min(width_px, right), min(height_px, bottom)

    def pixels(self, ground: RGBColour = (255, 255, 255)) -> RGB8:
        """Return the whole canvas; where a brush has rubbed it off the ground shows."""
        height_px, width_px = self._size_px
        picture = np.empty((height_px, width_px, 3), dtype=np.uint8)
        behind = _from_8_bit(np.array(ground))
        for (row, column), tile in self._tiles.items():
            top, left = row * TILE_PX, column * TILE_PX
            height, width = min(TILE_PX, height_px - top), min(TILE_PX, width_px - left)
            values = tile[:height, :width].astype(np.uint32)
            shown = values[..., :3] + (behind * (ONE - values[..., 3:]) >> 15)
            picture[top : top + height, left : left + width] = _to_8_bit(shown)
        return picture

    def take_back(
        self, box: Box, before: Tiles, *, opacity: int, labels: Labels | None, part_id: int
    ) -> None:
        """Take back some of what was painted in the box.

        before: copies of the tiles as they were; those in the box are brought up to date.
        opacity: 0..255, how much of the new paint stays. labels: (height_px, width_px) part ids; with them,
        and a part_id other than 0, no paint stays outside of that part.
        """
        for row, column in self.tiles_in(box):
            shown, kept = self._tiles[row, column], before[row, column]
            if opacity < 255:
                change = shown.astype(np.int32) - kept
                shown[:] = kept + (change * opacity + 127) // 255
            if labels is not None and part_id:
                top, left = row * TILE_PX, column * TILE_PX
                outside = labels[top : top + TILE_PX, left : left + TILE_PX, None] != part_id
                height, width = outside.shape[:2]
                np.copyto(shown[:height, :width], kept[:height, :width], where=outside)
            kept[:] = shown

    def tiles_in(self, box: Box) -> list[tuple[int, int]]:
        """Return (row, column) of the tiles that a box touches."""
        left, top, right, bottom = box
        if right <= left or bottom <= top:
            return []
        rows = range(top // TILE_PX, (bottom - 1) // TILE_PX + 1)
        columns = range(left // TILE_PX, (right - 1) // TILE_PX + 1)
        return [(row, column) for row in rows for column in columns]

    def copies(self) -> Tiles:
        """Return copies of the picture's tiles by (row, column), each (64, 64, 4) uint16."""
        return {key: tile.copy() for key, tile in self._tiles.items()}

    def _tile(self, row: int, column: int) -> npt.NDArray[np.uint16]:
        """Return the memory of one tile; a fixed surface never moves its tiles."""
        request = TileRequest()
        reference = ctypes.byref(request)
        self._library.mypaint_tile_request_init(reference, 0, column, row, 0)
        self._library.mypaint_tiled_surface_tile_request_start(self.pointer, reference)
        tile = np.ctypeslib.as_array(request.buffer, shape=(TILE_PX, TILE_PX, 4))
        self._library.mypaint_tiled_surface_tile_request_end(self.pointer, reference)
        return tile


def _from_8_bit(values: npt.NDArray[np.integer]) -> npt.NDArray[np.uint32]:
    return ((values.astype(np.uint32) * ONE + 127) // 255).astype(np.uint32)


def _to_8_bit(values: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint8]:
    return np.minimum((values * 255 + ONE // 2) // ONE, 255).astype(np.uint8)
