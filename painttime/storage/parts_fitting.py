"""Parts that were made for a picture of another size."""

import numpy as np
import numpy.typing as npt

from painttime.core.part import Part, PartMap
from painttime.errors import PartsError

_ASPECT_SLACK = 0.01


def fitted_parts(parts: PartMap, name: str, *, height_px: int, width_px: int) -> PartMap:
    """Return parts as those of a painting of this size; they must have its proportions, within one percent.

    name: of their file, for the sentence. Raises PartsError.
    """
    height, width = parts.labels.shape
    if (height, width) == (height_px, width_px):
        return parts
    if abs(width * height_px / (height * width_px) - 1) > _ASPECT_SLACK:
        raise PartsError(
            f'"{name}" has {width:,} x {height:,} pixels and other proportions than the painting, which has '
            f"{width_px:,} x {height_px:,}. Give parts made for this painting."
        )
    return PartMap(labels=parts.resized(height_px, width_px), parts=parts.parts)


def fitted_mask(
    mask: npt.NDArray[np.bool_], name: str, *, height_px: int, width_px: int
) -> npt.NDArray[np.bool_]:
    """Return a mask (h, w) as one of a painting of this size, as `fitted_parts` does."""
    labels = mask.astype(np.uint8) + np.uint8(1)
    parts = PartMap(labels=labels, parts=(Part(id=1, name="outside"), Part(id=2, name="inside")))
    return fitted_parts(parts, name, height_px=height_px, width_px=width_px).mask(2)
