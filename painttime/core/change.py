"""What one step does to a canvas, and how much of each part that is."""

from dataclasses import dataclass
from enum import Enum
from math import ceil

import numpy as np
import numpy.typing as npt

from painttime.core.canvas import NUM_RENDITIONS, Canvas, Mix
from painttime.core.image import RGB8, Float32, Labels, read_only

CHANGE_THRESHOLD = 0.05
"""A pixel counts as changed where a channel differs by this much or more (values in 0..1)."""

LEVEL_BOUNDS = (0.03, *(i * (1 - 0.03) / 5 for i in range(1, 6)))
"""tau_0..tau_5 of the source system's six levels of degree."""


class Direction(Enum):
    """Which way a step goes in time."""

    BACKWARD = "backward"
    FORWARD = "forward"


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Change:
    """next = weight * paint + (1 - weight) * canvas (Painting Process Predict, its blending equation).

    weight: (h, w) float32 in 0..1.
    mix: (h, w, K) uint8, the paint as shares of the renditions, so that it can be laid at any resolution
        and cannot drift away from the painting's own colours.
    """

    weight: Float32
    mix: Mix

    def __post_init__(self) -> None:
        if self.weight.shape != self.mix.shape[:2] or self.mix.shape[2] != NUM_RENDITIONS:
            raise ValueError(f"weight {self.weight.shape} does not fit mix {self.mix.shape}")
        object.__setattr__(self, "weight", read_only(self.weight))
        object.__setattr__(self, "mix", read_only(self.mix))

    def apply(self, canvas: Canvas) -> Canvas:
        """Return the next canvas: bit by bit the same where the weight is 0, the paint where it is 1."""
        weight = self.weight[..., None]
        blended = np.rint(weight * self.mix + (1 - weight) * canvas.mix).astype(np.int16)
        # Rounding may leave a sum of 254 or 256: the strongest share takes the difference.
        excess = blended.sum(axis=2) - 255
        strongest = blended.argmax(axis=2)[..., None]
        np.put_along_axis(
            blended, strongest, np.take_along_axis(blended, strongest, axis=2) - excess[..., None], axis=2
        )
        return Canvas(mix=blended.astype(np.uint8))


def changed_pixels(before: RGB8, after: RGB8) -> npt.NDArray[np.bool_]:
    """Return where a step changed the picture, (h, w): some channel differs by CHANGE_THRESHOLD or more."""
    # Bytes all the way, and no maximum over three values a pixel: numpy takes several times as long for that.
    changed = np.maximum(before, after) - np.minimum(before, after) >= np.uint8(ceil(CHANGE_THRESHOLD * 255))
    return np.asarray(changed[..., 0] | changed[..., 1] | changed[..., 2])


def realised_degrees(before: RGB8, after: RGB8, labels: Labels, part_ids: tuple[int, ...]) -> Float32:
    """Return the share of each part's own area that changed, (num_parts,), 0..1.

    The source system's rho_k: per pixel the channel differences below 0.05 are dropped, and a pixel whose sum
    is not 0 counts. A part without pixels has degree 0.
    """
    changed = changed_pixels(before, after)
    areas = np.bincount(labels.ravel(), minlength=256)
    hits = np.bincount(labels[changed], minlength=256)
    ids = np.asarray(part_ids, dtype=np.intp)
    return np.asarray(hits[ids] / np.maximum(areas[ids], 1), dtype=np.float32)


def degree_level(degree: float) -> int:
    """Return the source system's level 0..5 of a degree: the first i with degree <= tau_i, else 5."""
    return next((level for level, bound in enumerate(LEVEL_BOUNDS) if degree <= bound), 5)
