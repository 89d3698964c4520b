"""The outline of a part as straight lines in picture coordinates."""

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QLineF

from painttime.core.image import Labels


def outline_lines(labels: Labels, part_id: int, scale: tuple[float, float]) -> list[QLineF]:
    """Return the lines between a part and what is not the part, joined where they go straight on.

    labels: (h, w), maybe smaller than the picture.
    scale: picture pixels per label pixel, (across, down).
    """
    inside = np.pad(labels == part_id, 1)
    across, down = scale
    lines = []
    for y, start, end in _runs(inside[1:, 1:-1] != inside[:-1, 1:-1]):
        lines.append(QLineF(start * across, y * down, end * across, y * down))
    for x, start, end in _runs((inside[1:-1, 1:] != inside[1:-1, :-1]).T):
        lines.append(QLineF(x * across, start * down, x * across, end * down))
    return lines


def _runs(edges: npt.NDArray[np.bool_]) -> list[tuple[int, int, int]]:
    """Return (row, start, end) of every unbroken run of edges in a row; end is exclusive."""
    steps = np.diff(np.pad(edges, ((0, 0), (1, 1))).astype(np.int8), axis=1)
    rows, starts = np.nonzero(steps == 1)
    _, ends = np.nonzero(steps == -1)
    return list(zip(rows.tolist(), starts.tolist(), ends.tolist(), strict=True))
