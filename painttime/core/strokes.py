"""Brush strokes, kept free of resolution so that the same strokes can be drawn at any size."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from painttime.core.image import Float32, read_only


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class StrokePass:
    """The strokes of one pass over the painting, in the order they are laid, one array entry a stroke.

    Lengths are in units of the painting's long side, counted from its corner (not from the middle of its
    first pixel), so that (1.0, 1.0) is the far corner of a square one.

    points: (n, m, 2) float32, the (x, y) of the control points; those past num_points are not used.
    num_points: (n,) uint8, 2..m.
    radius: (n,) float32, half the stroke's width.
    colours: (n, 3) uint8 sRGB.
    part_ids: (n,) uint8; a stroke is clipped to its part.
    """

    points: Float32
    num_points: npt.NDArray[np.uint8]
    radius: Float32
    colours: npt.NDArray[np.uint8]
    part_ids: npt.NDArray[np.uint8]

    def __post_init__(self) -> None:
        count = len(self.points)
        for array in (self.num_points, self.radius, self.colours, self.part_ids):
            if len(array) != count:
                raise ValueError("a stroke pass needs one entry a stroke in every array")
        for name in ("points", "num_points", "radius", "colours", "part_ids"):
            object.__setattr__(self, name, read_only(getattr(self, name)))

    def __len__(self) -> int:
        return len(self.points)


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class StrokeMaps:
    """Which stroke lies on top at every pixel after each pass, at one size.

    ids: (P, h, w) int32; ids[p] is the stroke of pass p that changed the pixel, -1 where pass p left it.
        Pass p leads from rendition p to rendition p + 1 (painttime.core.canvas.RENDITION_NAMES).
    along: (P, h, w) uint8; how far along its stroke the pixel lies, 0 = start, 255 = end.
    """

    ids: npt.NDArray[np.int32]
    along: npt.NDArray[np.uint8]

    def __post_init__(self) -> None:
        if self.ids.shape != self.along.shape:
            raise ValueError("stroke ids and positions must have one shape")
        object.__setattr__(self, "ids", read_only(self.ids))
        object.__setattr__(self, "along", read_only(self.along))
