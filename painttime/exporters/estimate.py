"""How large an export becomes and how long it takes, for the dialog: rough, from figures measured once.

The figures are the medians of 40-step processes of paintings of 0.8 to 4 megapixels on two cores. A smooth
painting gives half the bytes, a noisy one twice; the time does not include rendering the canvases.
"""

from dataclasses import dataclass
from pathlib import Path

from painttime.core.image import fitted_size
from painttime.exporters.options import ExportOptions, PsdLayout
from painttime.exporters.process_frames import shots
from painttime.exporters.table import format_of


@dataclass(frozen=True, kw_only=True, slots=True)
class Estimate:
    """What an export will cost."""

    size_bytes: int
    seconds: float


@dataclass(frozen=True, kw_only=True, slots=True)
class _Cost:
    """bytes_once: per pixel of the painting. bytes_each, seconds_each: per pixel and picture written."""

    bytes_once: float = 0.0
    bytes_each: float = 0.0
    seconds_each: float


_COSTS = {
    ".mp4": _Cost(bytes_once=0.2, bytes_each=0.02, seconds_each=3e-8),
    ".webm": _Cost(bytes_once=0.2, bytes_each=0.016, seconds_each=4e-8),
    ".gif": _Cost(bytes_once=0.5, bytes_each=0.04, seconds_each=4e-8),
    "": _Cost(bytes_each=1.0, seconds_each=8e-8),
}
_PSD_COSTS = {
    PsdLayout.STEPS: _Cost(bytes_once=6.0, bytes_each=0.15, seconds_each=1.2e-7),
    PsdLayout.PARTS: _Cost(bytes_each=4.0, seconds_each=1.5e-7),
}
_HEAD_BYTES = 4_000
_HEAD_SECONDS = 0.2


def estimate(
    out: Path, options: ExportOptions, *, height_px: int, width_px: int, num_canvases: int
) -> Estimate:
    """Return what exporting a process of this size to `out` will cost.

    height_px, width_px: the painting's. num_canvases: of the whole process, num_steps + 1. Raises ExportError
    where the ending of `out` is not known.
    """
    suffix = format_of(out).suffix
    cost = _PSD_COSTS[options.psd_layout] if suffix == ".psd" else _COSTS[suffix]
    if options.long_side_px is not None:
        height_px, width_px = fitted_size(height_px, width_px, options.long_side_px)
    last = num_canvases - 1 if options.last is None else min(options.last, num_canvases - 1)
    num_pictures = max(1, last - options.first + 1)
    num_canvases_written = num_pictures
    if suffix in (".mp4", ".webm", ".gif"):
        num_pictures = sum(shot.num_pictures for shot in shots(num_pictures, options))
    area_px = height_px * width_px
    # A held picture costs time but next to no bytes.
    size_bytes = area_px * (cost.bytes_once + cost.bytes_each * num_canvases_written)
    return Estimate(
        size_bytes=round(size_bytes) + _HEAD_BYTES,
        seconds=_HEAD_SECONDS + area_px * num_pictures * cost.seconds_each,
    )
