"""What came out of measuring: values by name, the reasons for those that are missing, and curves to draw."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from painttime.core.image import RGB8, Float32, RGBColour, read_only

PROCESS = "process"
RECORDING = "recording"


@dataclass(frozen=True, kw_only=True, slots=True)
class Measures:
    """The measures of one process; `measures_table` says what each is. None where one cannot be said.

    missing: for each measure that is None, the reason in a sentence.
    """

    l1_linear_time: float | None = None
    l1_best_match: float | None = None
    step_iou: float | None = None
    settle_order_r: float | None = None
    backtrack: float | None = None
    stalls: float | None = None
    first_frame_paint: float | None = None
    final_max_levels: float | None = None
    degree_error: float | None = None
    degree_spearman: float | None = None
    leakage: float | None = None
    diversity: float | None = None
    stroke_likeness: float | None = None
    perceptual: float | None = None
    detail_curve: tuple[float, ...] | None = None
    missing: Mapping[str, str] = field(default_factory=dict)

    def value(self, key: str) -> float | None:
        """Return the measure with this key, one number; raises KeyError where there is none such."""
        if key not in SCALAR_KEYS:
            raise KeyError(key)
        value: float | None = getattr(self, key)
        return value

    def to_json(self) -> dict[str, Any]:
        """Return the measures by key, null where one is missing, and the reasons under `missing`."""
        values: dict[str, Any] = {key: getattr(self, key) for key in MEASURE_KEYS}
        if self.detail_curve is not None:
            values["detail_curve"] = list(self.detail_curve)
        return values | {"missing": dict(self.missing)}


MEASURE_KEYS = tuple(entry.name for entry in fields(Measures) if entry.name != "missing")
"""Every measure, in the order of the table."""

SCALAR_KEYS = tuple(key for key in MEASURE_KEYS if key != "detail_curve")
"""The measures that are one number."""


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Course:
    """How a process goes, for drawing; all at the measuring size (h, w), n frames.

    distances: (n,) float32, mean absolute difference to its own last frame, 0..1.
    settle_map: (h, w) float32, when each pixel is settled, 0..1 of the length; 0 = it never differed.
    detail: (n,) float32, Laplacian energy over that of the painting; None where the painting has none.
    step_ious: of each step of the recording, None where that step changes nothing; None without a recording.
    realised: (n - 1, num_parts) float32, the degrees measured; None without parts.
    strip: (k, h, w, 3) uint8, frames evenly over the whole time, the first and the last among them.
    """

    distances: Float32
    settle_map: Float32
    detail: Float32 | None
    step_ious: tuple[float | None, ...] | None
    realised: Float32 | None
    strip: RGB8

    def __post_init__(self) -> None:
        for name in ("distances", "settle_map", "detail", "realised", "strip"):
            array = getattr(self, name)
            if array is not None:
                object.__setattr__(self, name, read_only(array))


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Evaluation:
    """A process measured, with the trivial baselines beside it.

    num_frames, size_px: of the process itself; size_px is (width, height).
    measured_size_px: (width, height) at which everything was measured that does not need full size.
    ground: colour of the bare surface. is_ground_given: False where it was estimated from a first frame.
    perceptual_network: which network the perceptual measure is of; None where there was none.
    recording: the recording measured by itself, to compare with; None without a recording.
    baselines: by name, as in `baselines.BASELINE_TITLES`.
    courses: by "process", "recording" and the names of baselines.
    asked: (num_steps, num_parts) the degrees asked for; None where none were.
    """

    name: str
    num_frames: int
    size_px: tuple[int, int]
    measured_size_px: tuple[int, int]
    ground: RGBColour
    is_ground_given: bool
    perceptual_network: str | None
    measures: Measures
    recording: Measures | None
    baselines: Mapping[str, Measures]
    courses: Mapping[str, Course]
    asked: Float32 | None

    def to_json(self) -> dict[str, Any]:
        """Return what can be written as JSON: the measures by key, and the same keys for each baseline."""
        return {
            "name": self.name,
            "num_frames": self.num_frames,
            "size_px": list(self.size_px),
            "measured_size_px": list(self.measured_size_px),
            "ground": "#{:02x}{:02x}{:02x}".format(*self.ground),
            "is_ground_given": self.is_ground_given,
            "perceptual_network": self.perceptual_network,
            **self.measures.to_json(),
            "recording": None if self.recording is None else self.recording.to_json(),
            "baselines": {name: measures.to_json() for name, measures in self.baselines.items()},
        }
