"""What is known of every frame of a recording: degrees, levels, stages, and when each pixel was done."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from painttime.core.canvas import RENDITION_NAMES
from painttime.core.image import Float32, read_only
from painttime.recordings.labelling.changing import Levels, levels_of
from painttime.storage.json_fields import Fields, checked_integer

INTERVALS = (1, 3, 5)
"""How far apart the two frames of a pair lie, as in Painting Process Predict."""

SettledMap = npt.NDArray[np.uint16]
"""For every pixel the first frame from which it stays as in the last one, (H, W), 0..num_frames - 1."""

_MAX_FRAMES = 65535


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class RecordingLabels:
    """The labels of one recording of num_frames frames, T below.

    part_ids: parts of the columns of all degrees, in the order of the part map.
    degrees_at: by interval k the degrees between frames t and t + k, (T - k, num_parts) float32 in 0..1
        (core.change.realised_degrees); 1 is always among them, none is as long as the recording.
    stages: of every frame, one of core.canvas.RENDITION_NAMES; never an earlier one than before.
    settled: (H, W) uint16; the settle time of docs/evaluation.md plus 1: the pixel is done in that frame.
    """

    part_ids: tuple[int, ...]
    degrees_at: Mapping[int, Float32]
    stages: tuple[str, ...]
    settled: SettledMap

    def __post_init__(self) -> None:
        if 1 not in self.degrees_at:
            raise ValueError("the degrees between neighbours are missing")
        for interval, degrees in self.degrees_at.items():
            if degrees.shape != (self.num_frames - interval, len(self.part_ids)) or interval < 1:
                raise ValueError(f"degrees {degrees.shape} do not fit interval {interval}")
            # Also False for NaN.
            if not ((degrees >= 0) & (degrees <= 1)).all():
                raise ValueError("degrees lie in 0..1")
        if not set(self.stages) <= set(RENDITION_NAMES):
            raise ValueError("a stage is unknown")
        if self.settled.dtype != np.uint16 or self.settled.ndim != 2:
            raise ValueError("the settled map is (H, W) uint16")
        if self.settled.size and int(self.settled.max()) >= self.num_frames:
            raise ValueError("a pixel settles after the last frame")
        frozen = {k: read_only(self.degrees_at[k].astype(np.float32)) for k in sorted(self.degrees_at)}
        object.__setattr__(self, "degrees_at", frozen)
        object.__setattr__(self, "settled", read_only(self.settled))

    @property
    def num_frames(self) -> int:
        return len(self.stages)

    @property
    def intervals(self) -> tuple[int, ...]:
        return tuple(self.degrees_at)

    @property
    def degrees(self) -> Float32:
        """Degrees between neighbours, (T - 1, num_parts)."""
        return self.degrees_at[1]

    @property
    def levels(self) -> Levels:
        """Levels 0..5 between neighbours, (T - 1, num_parts) uint8."""
        return self.levels_at(1)

    def levels_at(self, interval: int) -> Levels:
        """Return levels 0..5 between frames t and t + interval; KeyError where that was not labelled."""
        return levels_of(self.degrees_at[interval])

    def to_json(self) -> dict[str, Any]:
        """Return all but the settled map, which is a picture of its own, as values of a JSON file.

        Levels follow from degrees; they are written for readers that do not know the formula.
        """
        return {
            "part_ids": list(self.part_ids),
            "stages": list(self.stages),
            "intervals": [
                {
                    "interval": interval,
                    "degrees": [[_shortest(value) for value in row] for row in degrees],
                    "levels": levels_of(degrees).tolist(),
                }
                for interval, degrees in self.degrees_at.items()
            ],
        }


def labels_from_json(value: Any, settled: SettledMap) -> RecordingLabels:
    """Return the labels `to_json` gave, with the settled map; raises ValueError for anything else."""
    fields = Fields(value)
    part_ids = tuple(checked_integer(part_id, 1, 255) for part_id in fields.array("part_ids"))
    stages = fields.texts("stages")
    degrees_at = {}
    for entry in map(Fields, fields.array("intervals")):
        interval = entry.integer("interval", 1, _MAX_FRAMES)
        shape = (max(0, len(stages) - interval), len(part_ids))
        degrees = _table(entry.array("degrees"), shape, np.float32)
        if not np.array_equal(_table(entry.array("levels"), shape, np.uint8), levels_of(degrees)):
            raise ValueError("levels do not follow from the degrees beside them")
        degrees_at[interval] = degrees
    return RecordingLabels(part_ids=part_ids, degrees_at=degrees_at, stages=stages, settled=settled)


def _table(rows: list[Any], shape: tuple[int, int], dtype: type[np.generic]) -> Any:
    try:
        table = np.asarray(rows, dtype=dtype)
    except (TypeError, OverflowError) as error:
        raise ValueError("a table holds something other than numbers") from error
    if table.shape != shape and not (table.size == 0 and 0 in shape):
        raise ValueError(f"a table is {table.shape}, not {shape}")
    return table.reshape(shape)


def _shortest(value: np.float32) -> float:
    """Return the number with the fewest digits that is read back as the same float32."""
    return float(np.format_float_positional(value, unique=True))
