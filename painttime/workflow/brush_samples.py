"""A stroke of every brush, for choosing one by its look."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from painttime.core.brush_settings import BRUSH_CHOICES, MIXED_BRUSHES
from painttime.core.brushwork import Stroke, StrokeList
from painttime.workflow.job import Job, Progress

Samples = Mapping[str, npt.NDArray[np.uint8]]
"""By brush, how much the sample covers, (height_px, width_px), 0..255."""

_ASPECT = 2.4
_STROKE = Stroke(
    curve=((0.10, 0.27), (0.48, 0.05), (0.90, 0.17)), widths=(0.15, 0.11), colour=(255, 255, 255), texture=7
)
"""Along the long side of a sample of _ASPECT."""

_MIXED = (("wash", 0.045, 0.16), ("bristle", 0.0, 0.11), ("round", -0.05, 0.045))
"""Brush, how far below the one stroke, and width."""


def draw_brush_samples(height_px: int) -> Job[Samples]:
    """Draw a short stroke with every brush there is to choose from, on transparency."""
    from painttime.strokes.engine import draw_layer

    width_px = round(height_px * _ASPECT)
    samples = {}
    for done, brush in enumerate(BRUSH_CHOICES):
        yield Progress(done=done, total=len(BRUSH_CHOICES), message="Drawing brush samples")
        layer = draw_layer(StrokeList.of(_strokes(brush)), height_px, width_px)
        samples[brush] = np.ascontiguousarray(layer[..., 3])
    return samples


def _strokes(brush: str) -> tuple[Stroke, ...]:
    if brush != MIXED_BRUSHES:
        return (replace(_STROKE, brush=brush),)
    return tuple(
        replace(_STROKE, brush=name, widths=(width, width * 0.8), curve=_lowered(below))
        for name, below, width in _MIXED
    )


def _lowered(below: float) -> tuple[tuple[float, float], tuple[float, float], tuple[float, float]]:
    begin, middle, end = _STROKE.curve
    return (begin[0], begin[1] + below), (middle[0], middle[1] + below), (end[0], end[1] + below)
