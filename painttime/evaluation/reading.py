"""Reading a process: each frame once and in order, what needs full size measured on the way."""

from dataclasses import dataclass, field

import numpy as np

from painttime.core.change import realised_degrees
from painttime.core.counting import Counting
from painttime.core.image import RGB8, Float32, read_only
from painttime.core.part import PartMap
from painttime.evaluation.measures.degrees import leaked_pixels
from painttime.evaluation.measures.likeness import half_laid_share
from painttime.evaluation.small_frames import resized
from painttime.evaluation.subject import Subject


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Reading:
    """What is left of a process once it is read.

    frames: (n, h, w, 3) uint8 at the measuring size. last: the last frame at full size.
    realised: (n - 1, num_parts) float32, measured at full size, NaN for parts without pixels; None without
        parts.
    leakage: the share of pixels of resting parts that changed; None where no part was to rest.
    half_laid: of every step that changed something, where the maker keeps weights, the share laid by halves.
    """

    frames: RGB8
    last: RGB8
    realised: Float32 | None
    leakage: float | None
    half_laid: tuple[float, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "frames", read_only(self.frames))


def read(subject: Subject, height_px: int, width_px: int) -> Counting[Reading]:
    """Return what is left of a process once it is read; yields (frames read, frames)."""
    source = subject.frames
    small = np.empty((source.num_frames, height_px, width_px, 3), dtype=np.uint8)
    parts = _PartsRead(subject.parts, subject.asked) if subject.parts is not None else None
    half_laid: list[float] = []
    before = source.frame(0)
    small[0] = resized(before, height_px, width_px)
    yield 1, source.num_frames
    for index in range(1, source.num_frames):
        after = source.frame(index)
        small[index] = resized(after, height_px, width_px)
        if parts is not None:
            parts.add(index - 1, before, after)
        if subject.weight is not None:
            share = half_laid_share(small[index - 1], small[index], subject.weight(index - 1))
            half_laid.extend([] if share is None else [share])
        before = after
        yield index + 1, source.num_frames
    return Reading(
        frames=small,
        last=before,
        realised=np.stack(parts.realised) if parts is not None else None,
        leakage=parts.leaked_px / parts.resting_px if parts is not None and parts.resting_px else None,
        half_laid=tuple(half_laid),
    )


@dataclass(slots=True)
class _PartsRead:
    """What the steps read so far have done to the parts."""

    parts: PartMap
    asked: Float32 | None
    realised: list[Float32] = field(default_factory=list)
    leaked_px: int = 0
    resting_px: int = 0

    def add(self, step: int, before: RGB8, after: RGB8) -> None:
        """Measure one step at full size."""
        if self.parts.labels.shape != before.shape[:2]:
            self.parts = PartMap(labels=self.parts.resized(*before.shape[:2]), parts=self.parts.parts)
        labels, ids = self.parts.labels, self.parts.ids
        areas = np.bincount(labels.ravel(), minlength=256)[list(ids)]
        degrees = realised_degrees(before, after, labels, ids)
        self.realised.append(np.where(areas > 0, degrees, np.float32(np.nan)))
        if self.asked is None:
            return
        resting = [part_id for part_id, degree in zip(ids, self.asked[step], strict=True) if degree == 0]
        if resting:
            leaked, pixels = leaked_pixels(before, after, labels, resting)
            self.leaked_px += leaked
            self.resting_px += pixels
