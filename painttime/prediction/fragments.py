"""The strokes that lie open on a canvas: what a step can take away or lay as a whole."""

import numpy as np
import numpy.typing as npt


def stroke_fragments(
    stages: npt.NDArray[np.uint8], ids: npt.NDArray[np.int32], direction: int
) -> npt.NDArray[np.int64]:
    """Number the strokes that a step can take away (backward) or lay (forward), (h, w), 0 for none.

    stages: (h, w), the rendition that lies at each pixel. ids: (P, h, w), the strokes of each pass.
    direction: -1 backward, +1 forward, as in `open_passes`.
    """
    passes = open_passes(stages, ids, direction)
    strokes = np.take_along_axis(ids, np.maximum(passes, 0)[None], axis=0)[0].astype(np.int64)
    code = np.where(passes >= 0, strokes * len(ids) + passes, -1)
    _, numbered = np.unique(code, return_inverse=True)
    numbered = numbered.reshape(stages.shape).astype(np.int64)
    return numbered if (code < 0).any() else numbered + 1


def open_passes(
    stages: npt.NDArray[np.uint8], ids: npt.NDArray[np.int32], direction: int
) -> npt.NDArray[np.int64]:
    """Return the pass of the stroke that a step can take away or lay at each pixel, (h, w), -1 for none.

    Backward (direction -1) that is the stroke lying on top; forward (+1) the stroke of the next pass that has
    one at the pixel.
    """
    passes = np.full(stages.shape, -1, dtype=np.int64)
    for number in reversed(range(len(ids))):
        here = stages == number + 1 if direction < 0 else stages <= number
        passes[here & (ids[number] >= 0)] = number
    return passes
