"""Free brush strokes: what the brush lays, one after the other, kept free of resolution.

These are not the strokes of a step model's renditions (painttime.core.strokes): each has a colour, a brush
and hairs of its own, and covers what lies below.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt

from painttime.core.image import Float32, Labels, RGBColour, read_only

BRUSH_NAMES = ("round", "flat", "bristle", "dry", "knife", "wash")
"""The brushes there are; a stroke keeps the index."""

MAX_PASSES = 256

Point = tuple[float, float]

UInt8 = npt.NDArray[np.uint8]
UInt32 = npt.NDArray[np.uint32]


@dataclass(frozen=True, kw_only=True, slots=True)
class Stroke:
    """One stroke. Lengths are in units of the picture's long side, counted from its top left corner.

    curve: begin, control and end point (x, y) of a quadratic Bezier curve.
    widths: full width at the beginning and at the end.
    colour: sRGB, 0..255. opacity: 0..255; 255 covers what lies below.
    brush: one of BRUSH_NAMES.
    part_id: the part it was laid for, 0 for none.
    pass_number: the pass it belongs to, 0 = the first and coarsest.
    texture: seed of its hairs; the same stroke looks the same wherever it stands in the order.
    """

    curve: tuple[Point, Point, Point]
    widths: tuple[float, float]
    colour: RGBColour
    opacity: int = 255
    brush: str = "round"
    part_id: int = 0
    pass_number: int = 0
    texture: int = 0


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class StrokeList:
    """Strokes in the order they are laid, one array entry a stroke; fields as in Stroke.

    curves: (n, 3, 2) float32 (x, y). widths: (n, 2) float32. colours: (n, 3) uint8. opacities, brushes
    (index into BRUSH_NAMES), part_ids, passes: (n,) uint8. textures: (n,) uint32.
    Raises ValueError where shapes, types or values do not fit.
    """

    curves: Float32
    widths: Float32
    colours: UInt8
    opacities: UInt8
    brushes: UInt8
    part_ids: UInt8
    passes: UInt8
    textures: UInt32

    def __post_init__(self) -> None:
        count = len(self.curves)
        expected = {
            "curves": ((count, 3, 2), np.float32),
            "widths": ((count, 2), np.float32),
            "colours": ((count, 3), np.uint8),
            "opacities": ((count,), np.uint8),
            "brushes": ((count,), np.uint8),
            "part_ids": ((count,), np.uint8),
            "passes": ((count,), np.uint8),
            "textures": ((count,), np.uint32),
        }
        for name, (shape, dtype) in expected.items():
            array = getattr(self, name)
            if array.shape != shape or array.dtype != dtype:
                raise ValueError(
                    f"{name} of strokes is {shape} {np.dtype(dtype)}, not {array.shape} {array.dtype}"
                )
            object.__setattr__(self, name, read_only(array))
        if not (np.isfinite(self.curves).all() and np.isfinite(self.widths).all()):
            raise ValueError("curves and widths of strokes must be finite")
        if count and (self.widths.min() < 0 or self.brushes.max() >= len(BRUSH_NAMES)):
            raise ValueError("a stroke has a negative width or an unknown brush")

    def __len__(self) -> int:
        return len(self.curves)

    @classmethod
    def empty(cls) -> "StrokeList":
        """Return a list without strokes."""
        return cls.of(())

    @classmethod
    def of(cls, strokes: Sequence[Stroke]) -> "StrokeList":
        """Return single strokes as a list."""
        count = len(strokes)
        return cls(
            curves=np.array([stroke.curve for stroke in strokes], dtype=np.float32).reshape(count, 3, 2),
            widths=np.array([stroke.widths for stroke in strokes], dtype=np.float32).reshape(count, 2),
            colours=np.array([stroke.colour for stroke in strokes], dtype=np.uint8).reshape(count, 3),
            opacities=np.array([stroke.opacity for stroke in strokes], dtype=np.uint8),
            brushes=np.array([BRUSH_NAMES.index(stroke.brush) for stroke in strokes], dtype=np.uint8),
            part_ids=np.array([stroke.part_id for stroke in strokes], dtype=np.uint8),
            passes=np.array([stroke.pass_number for stroke in strokes], dtype=np.uint8),
            textures=np.array([stroke.texture for stroke in strokes], dtype=np.uint32),
        )

    def stroke(self, index: int) -> Stroke:
        """Return one stroke; its floats are those of the arrays exactly."""
        begin, control, end = self.curves[index].astype(np.float64).tolist()
        first, last = self.widths[index].astype(np.float64).tolist()
        red, green, blue = self.colours[index].tolist()
        return Stroke(
            curve=((begin[0], begin[1]), (control[0], control[1]), (end[0], end[1])),
            widths=(first, last),
            colour=(red, green, blue),
            opacity=int(self.opacities[index]),
            brush=BRUSH_NAMES[int(self.brushes[index])],
            part_id=int(self.part_ids[index]),
            pass_number=int(self.passes[index]),
            texture=int(self.textures[index]),
        )

    def selected(self, indices: npt.NDArray[np.intp] | slice) -> "StrokeList":
        """Return some of the strokes, in the order of the indices."""
        return StrokeList(**{field.name: getattr(self, field.name)[indices] for field in fields(self)})

    @classmethod
    def joined(cls, lists: Iterable["StrokeList"]) -> "StrokeList":
        """Return all strokes of several lists, one list after the other."""
        parts = (cls.empty(), *lists)
        return cls(
            **{
                field.name: np.concatenate([getattr(part, field.name) for part in parts])
                for field in fields(cls)
            }
        )


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Brushwork:
    """Strokes on a ground: all it takes to paint the picture again, at any size.

    height_px, width_px: the size it was painted at ("1x"); the strokes' unit is the longer of the two.
    labels: (h, w) part ids, of any size but the picture's proportions, or None. With labels a stroke of
        part_id > 0 is painted inside its part only; without them strokes go where they go.
    """

    strokes: StrokeList
    ground: RGBColour
    height_px: int
    width_px: int
    labels: Labels | None = None

    def __post_init__(self) -> None:
        if self.height_px < 1 or self.width_px < 1:
            raise ValueError("a picture has at least 1 x 1 px")
        if self.labels is not None:
            object.__setattr__(self, "labels", read_only(self.labels))

    @property
    def long_side_px(self) -> int:
        return max(self.height_px, self.width_px)

    @property
    def num_passes(self) -> int:
        return int(self.strokes.passes.max()) + 1 if len(self.strokes) else 0


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class StrokeCanvas:
    """One x_t of a process painted by the brush: the first `count` strokes on the ground.

    is_finished: the painting itself, whatever the strokes leave open.
    finished_parts: parts that show the painting itself from the first canvas on (locked ones).
    """

    brushwork: Brushwork
    count: int
    is_finished: bool = False
    finished_parts: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        if not 0 <= self.count <= len(self.brushwork.strokes):
            raise ValueError(
                f"there is no stroke {self.count} in a painting of {len(self.brushwork.strokes)}"
            )

    def completeness(self) -> float:
        """Return how far the canvas has come, 0 = bare ground, 1 = finished.

        The share of its strokes laid, averaged over the passes: a few broad strokes bring a painting as far
        as the many fine ones of a late pass.
        """
        if self.is_finished:
            return 1.0
        passes = self.brushwork.strokes.passes
        wanted = np.bincount(passes)
        laid = np.bincount(passes[: self.count], minlength=len(wanted))
        present = wanted > 0
        return float((laid[present] / wanted[present]).mean()) if present.any() else 0.0

    @property
    def num_bytes(self) -> int:
        """What the canvas itself keeps in memory: next to nothing, its strokes belong to the whole take."""
        return 0
