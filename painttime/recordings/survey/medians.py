"""Medians of a few pictures, quick enough to be taken at every frame."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from painttime.core.image import RGB8

NUM_PICTURES = 9

# Exchanges that bring the median of nine to place 4 (Smith, as given by Paeth, Graphics Gems, 1990).
_EXCHANGES = (
    *((1, 2), (4, 5), (7, 8), (0, 1), (3, 4), (6, 7), (1, 2), (4, 5), (7, 8), (0, 3)),
    *((5, 8), (4, 7), (3, 6), (1, 4), (2, 5), (4, 7), (4, 2), (6, 4), (4, 2)),
)


def median_picture(pictures: Sequence[RGB8]) -> RGB8:
    """Return the median of 1 to 9 uint8 pictures of one shape at every pixel and channel.

    Of an even number the lower of the two middle values.
    """
    if len(pictures) == NUM_PICTURES:
        return _median_of_nine(pictures)
    if len(pictures) == 1:
        return pictures[0]
    middle = (len(pictures) - 1) // 2
    return np.asarray(np.partition(np.stack(pictures), middle, axis=0)[middle])


def _median_of_nine(pictures: Sequence[npt.NDArray[np.uint8]]) -> RGB8:
    values = [picture.copy() for picture in pictures]
    lower = np.empty_like(values[0])
    for one, other in _EXCHANGES:
        np.minimum(values[one], values[other], out=lower)
        np.maximum(values[one], values[other], out=values[other])
        values[one], lower = lower, values[one]
    return values[4]
