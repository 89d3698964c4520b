"""The strokes that lie open on a canvas: what a step can take away or lay as a whole."""

import numpy as np
import numpy.typing as npt


def stroke_fragments(
    stages: npt.NDArray[np.uint8], ids: npt.NDArray[np.int32], direction: int
) -> npt.NDArray[np.int64]:
    """Number the strokes that a step can take away (backward) or lay (forward), (h, w), 0 for none.

    stages: (h, w), the rendition that lies at each pixel. ids: (P, h, w), the strokes of each pass.
    direction: -1 backward, the stroke lying on top; +1 forward, the stroke of the next pass that has one at
    the pixel.
    """
    code = np.full(stages.shape, -1, dtype=np.int64)
    for number in reversed(range(len(ids))):
        here = stages == number + 1 if direction < 0 else stages <= number
        here = here & (ids[number] >= 0)
        code[here] = ids[number][here].astype(np.int64) * len(ids) + number
    _, numbered = np.unique(code, return_inverse=True)
    numbered = numbered.reshape(stages.shape).astype(np.int64)
    return numbered if (code < 0).any() else numbered + 1
