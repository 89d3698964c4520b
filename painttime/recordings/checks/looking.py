"""A recording looked at in small: what the checks compare, in little memory."""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from painttime.core.counting import Counting
from painttime.core.image import RGB8, Float32, Labels, fitted_size
from painttime.recordings.checks.subject import CheckedRecording
from painttime.recordings.labelling.changing import is_changed, largest_differences, shares_of_parts

LOOKING_LONG_SIDE_PX = 128

_SAME_DEGREE = 1e-6


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Look:
    """A recording of T frames in small.

    pictures: (T, h, w, 3) uint8. labels: (h, w) uint8, part ids. part_ids: the parts to look at.
    num_stale: steps whose stored degrees are not what the frames and parts give.
    """

    pictures: npt.NDArray[np.uint8]
    labels: Labels
    part_ids: tuple[int, ...]
    num_stale: int

    @property
    def num_frames(self) -> int:
        return len(self.pictures)

    def degrees(self, earlier: int, later: int) -> Float32:
        """Return the degrees from one frame to another, in small, (num_parts,)."""
        changed = is_changed(largest_differences(self.pictures[earlier], self.pictures[later]))
        areas_px = np.bincount(self.labels.ravel(), minlength=256)
        return shares_of_parts(changed, self.labels, self.part_ids, areas_px)

    def degrees_at(self, interval: int) -> Float32:
        """Return the degrees between all frames t and t + interval, (T - interval, num_parts)."""
        rows = [self.degrees(t, t + interval) for t in range(self.num_frames - interval)]
        return np.asarray(rows, dtype=np.float32).reshape(len(rows), len(self.part_ids))


def look(recording: CheckedRecording) -> Counting[Look]:
    """Return a recording in small; yields (frames read, frames).

    All frames are read, in order and one at a time, and their degrees measured again. Raises DatasetError.
    """
    pictures, parts, labels = recording.pictures, recording.parts, recording.labels
    height, width = pictures.height_px, pictures.width_px
    rows, columns = fitted_size(height, width, min(LOOKING_LONG_SIDE_PX, max(height, width)))
    small = np.empty((pictures.num_frames, rows, columns, 3), dtype=np.uint8)
    areas_px = np.bincount(parts.labels.ravel(), minlength=256)
    before: RGB8 | None = None
    num_stale = 0
    for index in range(pictures.num_frames):
        frame = pictures.frame(index)
        small[index] = cv2.resize(frame, (columns, rows), interpolation=cv2.INTER_AREA)
        if before is not None and labels.part_ids == parts.ids:
            changed = is_changed(largest_differences(before, frame))
            degrees = shares_of_parts(changed, parts.labels, parts.ids, areas_px)
            num_stale += bool(np.abs(degrees - labels.degrees[index - 1]).max(initial=0) > _SAME_DEGREE)
        before = frame
        yield index + 1, pictures.num_frames
    if labels.part_ids != parts.ids:
        num_stale = pictures.num_frames - 1
    return Look(pictures=small, labels=parts.resized(rows, columns), part_ids=parts.ids, num_stale=num_stale)
