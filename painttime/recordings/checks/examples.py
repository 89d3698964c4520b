"""One part in one pair of frames, described so that any two can be compared: what a model learns from."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from painttime.core.image import Float32
from painttime.recordings.checks.looking import Look
from painttime.recordings.labelling.labels import RecordingLabels
from painttime.recordings.labelling.level_table import PairOfFrames

GRID = 12
"""Parts are compared as GRID x GRID cells of the rectangle about them."""


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Example:
    """A part in a pair of frames.

    level: 1..5. share: (GRID, GRID) uint8, how much of each cell is of the part, 255 = all.
    painting, before, after: (GRID, GRID, 3) uint8, mean colour of the part in each cell: in the last frame,
    in the earlier and in the later one. Those of one part share their arrays.
    """

    pair: PairOfFrames
    part_id: int
    kind: str
    level: int
    share: npt.NDArray[np.uint8]
    painting: npt.NDArray[np.uint8]
    before: npt.NDArray[np.uint8]
    after: npt.NDArray[np.uint8]


def examples_of(
    look: Look,
    labels: RecordingLabels,
    kinds: dict[int, str],
    *,
    number: int,
    intervals: Sequence[int],
    most: int,
) -> Iterator[Example]:
    """Yield the parts that change (level 1 or more) in the pairs of a recording.

    number: of the recording. most: of more examples than this an even selection is taken.
    """
    places = [
        (start, start + interval, column, int(levels[start, column]))
        for interval in intervals
        if interval in labels.intervals
        for levels in (labels.levels_at(interval),)
        for start, column in np.argwhere(levels > 0).tolist()
    ]
    if len(places) > most:
        places = [places[index] for index in np.linspace(0, len(places) - 1, most).astype(int)]
    parts = {part_id: _PartInCells(look, part_id) for part_id in labels.part_ids}
    for earlier, later, column, level in sorted(places):
        part_id = labels.part_ids[column]
        part = parts[part_id]
        if part.is_empty:
            continue
        yield Example(
            pair=PairOfFrames(recording=number, earlier=earlier, later=later),
            part_id=part_id,
            kind=kinds[part_id],
            level=level,
            share=part.share,
            painting=part.cells(look.num_frames - 1),
            before=part.cells(earlier),
            after=part.cells(later),
        )


class _PartInCells:
    """A part of a recording in cells, each frame worked out once."""

    def __init__(self, look: Look, part_id: int) -> None:
        self._pictures = look.pictures
        mask = look.labels == part_id
        rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
        self.is_empty = rows.size == 0
        self.share = np.zeros((GRID, GRID), dtype=np.uint8)
        self._known: dict[int, npt.NDArray[np.uint8]] = {}
        if not self.is_empty:
            self._box = (slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1))
            self._mask = mask[self._box].astype(np.float32)
            self._area = _in_cells(self._mask)
            self.share = np.rint(self._area * 255).astype(np.uint8)

    def cells(self, frame: int) -> npt.NDArray[np.uint8]:
        """Return the mean colour of the part in each cell of a frame, 0 where there is nothing of it."""
        if frame not in self._known:
            inside: Float32 = self._pictures[frame][self._box] * self._mask[..., None]
            means = _in_cells(inside) / np.maximum(self._area[..., None], 1e-6)
            self._known[frame] = np.clip(np.rint(means), 0, 255).astype(np.uint8)
        return self._known[frame]


def _in_cells(values: Float32) -> Float32:
    # Small parts have fewer pixels than cells: linear interpolation upwards, means downwards.
    height, width = values.shape[:2]
    shrinks = height >= GRID and width >= GRID
    method = cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(values, (GRID, GRID), interpolation=method), dtype=np.float32)
