"""The state of the picture at one moment, kept so that it can be shown at any resolution.

A canvas is not a frame. Every pixel says which *rendition* of the painting lies there: the bare ground, the
block-in, the modelling, the detail, or the painting itself (docs/decisions/0002). At model resolution that is
a few hundred kilobytes; at full resolution the renditions are composed by the shares, enlarged along edges.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from painttime.core.brushwork import StrokeCanvas
from painttime.core.image import RGB8, read_only

RENDITION_NAMES = ("ground", "block-in", "modelling", "detail", "finish")
"""What can lie at a pixel, earliest first: K = 5. "finish" is the painting itself."""

NUM_RENDITIONS = len(RENDITION_NAMES)

Mix = npt.NDArray[np.uint8]
"""Share of every rendition at every pixel, (h, w, K), 0..255, sums to 255."""


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Renditions:
    """The painting in its K states of completion, at one size.

    images: (K, h, w, 3) uint8 sRGB; images[0] is the ground, images[-1] the painting.
    """

    images: npt.NDArray[np.uint8]

    def __post_init__(self) -> None:
        if self.images.ndim != 4 or self.images.shape[0] != NUM_RENDITIONS or self.images.shape[3] != 3:
            raise ValueError(f"renditions are ({NUM_RENDITIONS}, h, w, 3), not {self.images.shape}")
        object.__setattr__(self, "images", read_only(self.images))


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Canvas:
    """One x_t: mix is (h, w, K) uint8 whose shares sum to 255 at every pixel."""

    mix: Mix

    def __post_init__(self) -> None:
        if self.mix.ndim != 3 or self.mix.shape[2] != NUM_RENDITIONS or self.mix.dtype != np.uint8:
            raise ValueError(f"a mix is (h, w, {NUM_RENDITIONS}) uint8, not {self.mix.shape}")
        object.__setattr__(self, "mix", read_only(self.mix))

    @classmethod
    def uniform(cls, height_px: int, width_px: int, rendition: int) -> "Canvas":
        """Return the canvas that shows one rendition everywhere (0 = bare ground, -1 = the painting)."""
        mix = np.zeros((height_px, width_px, NUM_RENDITIONS), dtype=np.uint8)
        mix[..., rendition] = 255
        return cls(mix=mix)

    @classmethod
    def from_stages(cls, stages: npt.NDArray[np.uint8]) -> "Canvas":
        """Return the canvas on which pixel (y, x) shows rendition stages[y, x] alone."""
        one_hot = stages[..., None] == np.arange(NUM_RENDITIONS, dtype=np.uint8)
        return cls(mix=one_hot.astype(np.uint8) * np.uint8(255))

    def stages(self) -> npt.NDArray[np.uint8]:
        """Return the strongest rendition of every pixel, (h, w)."""
        return np.asarray(self.mix.argmax(axis=2), dtype=np.uint8)

    @property
    def num_bytes(self) -> int:
        """What the canvas keeps in memory."""
        return self.mix.nbytes

    def completeness(self) -> float:
        """Return how far the canvas has come, 0 = bare ground, 1 = finished."""
        shares = self.mix.reshape(-1, NUM_RENDITIONS).mean(axis=0)
        return float(shares @ np.linspace(0.0, 1.0, NUM_RENDITIONS) / 255.0)

    def compose(self, renditions: Renditions) -> RGB8:
        """Return the canvas as (h, w, 3) uint8; renditions must have the canvas's own size."""
        if (self.mix.max(axis=2) == 255).all():
            # Nothing is mixed: picking is ten times faster than weighing.
            stages = self.stages()[None, ..., None]
            return np.asarray(np.take_along_axis(renditions.images, stages, axis=0)[0], dtype=np.uint8)
        mixed = np.einsum("hwk,khwc->hwc", self.mix.astype(np.float32), renditions.images, dtype=np.float32)
        return np.asarray(mixed / np.float32(255) + np.float32(0.5), dtype=np.uint8)


AnyCanvas = Canvas | StrokeCanvas
"""A canvas of the step model, or one painted by the brush."""


def stage_name(canvas: AnyCanvas) -> str:
    """Return the stage a canvas is in, by its completeness: ground, block-in, modelling, detail or finish."""
    level = canvas.completeness() * (NUM_RENDITIONS - 1)
    if level <= 0.0:
        return RENDITION_NAMES[0]
    return RENDITION_NAMES[min(NUM_RENDITIONS - 1, max(1, int(np.ceil(level))))]
