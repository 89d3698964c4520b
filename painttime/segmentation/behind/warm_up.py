"""Compiles the loops that make up what lies behind a part, so that nobody's first export waits for it.

python -m painttime.segmentation.behind.warm_up: says nothing; set-up runs it.
"""

import numpy as np

from painttime.segmentation.behind.inpainting import fill_behind

_SIDE_PX = 128


def warm_up() -> None:
    """Use every compiled function once, with the types the program gives it."""
    rows, columns = np.mgrid[:_SIDE_PX, :_SIDE_PX]
    pixels = np.stack([2 * rows, 2 * columns, rows + columns], axis=2).astype(np.uint8)
    labels = np.ones((_SIDE_PX, _SIDE_PX), dtype=np.uint8)
    labels[40:90, 40:90] = 2
    fill_behind(pixels, labels, (1, 2), 2)


if __name__ == "__main__":
    warm_up()
