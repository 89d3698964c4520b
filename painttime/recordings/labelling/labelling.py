"""Labels of a recording, measured in one pass over its frames."""

from collections import deque
from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt

from painttime.core.counting import Counting
from painttime.core.frames import FrameSource
from painttime.core.image import RGB8, Float32
from painttime.core.part import PartMap
from painttime.recordings.labelling.changing import is_changed, largest_differences, shares_of_parts
from painttime.recordings.labelling.labels import INTERVALS, RecordingLabels, SettledMap
from painttime.recordings.labelling.stages import ProgressMeter, stages_of

_SETTLED_WITHIN = 0.1
_SETTLED_SIGMA_PX, _SETTLED_SHORT_SIDE_PX = 2.0, 256


def label(
    pictures: FrameSource, parts: PartMap, intervals: Sequence[int] = INTERVALS
) -> Counting[RecordingLabels]:
    """Return the labels of a recording; yields (frames done, frames).

    parts: of the last frame, at its size. intervals: besides 1, for which degrees are wanted; those too long
    for the recording are left out. Holds as many frames as the longest interval, and the last one. Raises
    ValueError where parts and pictures differ in size, or there are fewer than 2 frames.
    """
    num_frames = pictures.num_frames
    if num_frames < 2:
        raise ValueError("a process has at least 2 frames")
    if parts.labels.shape != (pictures.height_px, pictures.width_px):
        raise ValueError(f"parts {parts.labels.shape} do not fit the pictures")
    wanted = sorted({1, *(interval for interval in intervals if interval < num_frames)})
    last = pictures.frame(num_frames - 1)
    meter = ProgressMeter(last)
    settling = _Settling(last)
    areas_px = np.bincount(parts.labels.ravel(), minlength=256)
    degrees: dict[int, list[Float32]] = {interval: [] for interval in wanted}
    # Frame t - k lies at [-k].
    before: deque[RGB8] = deque(maxlen=wanted[-1])
    for index in range(num_frames):
        frame = last if index == num_frames - 1 else pictures.frame(index)
        from_neighbour = None
        for interval in wanted:
            if interval <= index:
                changed = is_changed(largest_differences(before[-interval], frame))
                degrees[interval].append(shares_of_parts(changed, parts.labels, parts.ids, areas_px))
                from_neighbour = changed if interval == 1 else from_neighbour
        meter.add(frame, from_neighbour)
        settling.add(index, frame)
        before.append(frame)
        yield index + 1, num_frames
    return RecordingLabels(
        part_ids=parts.ids,
        degrees_at={interval: np.stack(rows) for interval, rows in degrees.items()},
        stages=stages_of(meter.progress()),
        settled=settling.settled,
    )


class _Settling:
    """When each pixel becomes what it is in the last frame: the settle time of the measures, plus 1.

    A pixel still differs where the largest difference of a channel, smoothed with sigma 2 px at a short side
    of 256 px (at other sizes in proportion), is more than .1.
    """

    def __init__(self, last: RGB8) -> None:
        self._last = last
        height, width = last.shape[:2]
        self._sigma_px = _SETTLED_SIGMA_PX * min(height, width) / _SETTLED_SHORT_SIDE_PX
        self._settled: npt.NDArray[np.uint16] = np.zeros((height, width), dtype=np.uint16)

    def add(self, index: int, frame: RGB8) -> None:
        differences = cv2.GaussianBlur(largest_differences(frame, self._last), (0, 0), self._sigma_px)
        self._settled[differences > _SETTLED_WITHIN * 255] = index + 1

    @property
    def settled(self) -> SettledMap:
        return self._settled
