"""Compiles the brush's inner loops ahead of time, so that nobody's first painting waits for it.

python -m painttime.strokes.warm_up: says nothing; set-up runs it.
"""

import numpy as np

from painttime.core.brushwork import Brushwork
from painttime.core.image import RGB8, Labels
from painttime.strokes.carrying import carry_out
from painttime.strokes.engine import draw_layer, paint
from painttime.strokes.options import PaintOptions
from painttime.strokes.painter import painting
from painttime.strokes.proposals import StructureProposer

_SIDE_PX = 64
_GROUND = (246, 241, 230)


def warm_up() -> None:
    """Use every compiled function once, on a small picture, with the types the program gives it."""
    rows, columns = np.mgrid[:_SIDE_PX, :_SIDE_PX]
    pixels = np.stack([3 * rows, 3 * columns, rows + columns], axis=2).astype(np.uint8)
    labels = (1 + (columns >= _SIDE_PX // 2)).astype(np.uint8)
    # A few colours and any colour are tried alike: one painting compiles both.
    *_, last = painting(
        pixels,
        labels=labels,
        part_ids=(1, 2),
        ground=_GROUND,
        options=PaintOptions(num_strokes=20, palette_size=4),
        predictor=StructureProposer(),
    )
    if isinstance(last, Brushwork):
        paint(last)
        draw_layer(last.strokes, _SIDE_PX, _SIDE_PX)
    _carry_out_a_step(pixels, labels)


def _carry_out_a_step(pixels: RGB8, labels: Labels) -> None:
    ground = np.empty_like(pixels)
    ground[:] = _GROUND
    degrees = np.ones((1, 2), dtype=np.float32)
    for _ in carry_out(
        (ground, pixels).__getitem__,
        labels=labels,
        part_ids=(1, 2),
        realised=degrees,
        ground=_GROUND,
        max_strokes=20,
    ):
        pass


if __name__ == "__main__":
    warm_up()
