"""Parts of a painting and the map that says which pixel belongs to which."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from painttime.core.image import Labels, RGBColour, read_only
from painttime.errors import PartsError

MAX_PARTS = 255


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """One region with a meaning.

    id: the value of its pixels in the part map, 1..255; it never changes while the project lives.
    kind: machine-readable sort of part: "hair" and the like in portraits, "sky" and the like elsewhere, or
        "region" where that is not known.
    colour: the colour that marks it in the window.
    group: names of the groups it lies in, outermost first, as the artist's own file has them.
    """

    id: int
    name: str
    kind: str = "region"
    colour: RGBColour = (128, 128, 128)
    group: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class PartMap:
    """Disjoint parts that cover the painting.

    labels: (H, W) uint8, each pixel the id of its part.
    parts: back to front; the order is the depth.
    Raises ValueError where ids repeat or a label has no part.
    """

    labels: Labels
    parts: tuple[Part, ...]

    def __post_init__(self) -> None:
        ids = [part.id for part in self.parts]
        if len(set(ids)) != len(ids) or not all(1 <= part_id <= MAX_PARTS for part_id in ids):
            raise ValueError(f"part ids must differ and lie in 1..{MAX_PARTS}: {ids}")
        if self.labels.ndim != 2 or self.labels.dtype != np.uint8:
            raise ValueError("labels are (H, W) uint8")
        # Counting is many times faster than sorting, and every edit of a part comes by here.
        unknown = set(np.flatnonzero(_counts(self.labels)).tolist()) - set(ids)
        if unknown:
            raise ValueError(f"labels without a part: {sorted(unknown)}")
        object.__setattr__(self, "labels", read_only(self.labels))

    @property
    def ids(self) -> tuple[int, ...]:
        """Part ids, back to front."""
        return tuple(part.id for part in self.parts)

    def part(self, part_id: int) -> Part:
        """Return the part with this id; raises KeyError where there is none."""
        for part in self.parts:
            if part.id == part_id:
                return part
        raise KeyError(part_id)

    def find(self, name_or_id: str) -> Part:
        """Return the part with this name (any case) or id; raises PartsError that lists the names."""
        wanted = name_or_id.strip().casefold()
        for part in self.parts:
            if wanted in (part.name.casefold(), str(part.id)):
                return part
        names = ", ".join(f'"{part.name}"' for part in self.parts)
        raise PartsError(f'There is no part "{name_or_id}" in this painting. Its parts are: {names}.')

    def mask(self, part_id: int) -> npt.NDArray[np.bool_]:
        """Return the (H, W) mask of one part."""
        return np.asarray(self.labels == part_id)

    def areas_px(self) -> dict[int, int]:
        """Return the number of pixels of each part."""
        counts = _counts(self.labels)
        return {part_id: int(counts[part_id]) for part_id in self.ids}

    def bbox(self, part_id: int) -> tuple[int, int, int, int]:
        """Return (left, top, right, bottom), right and bottom exclusive; all 0 for a part without pixels."""
        rows = np.flatnonzero((self.labels == part_id).any(axis=1))
        columns = np.flatnonzero((self.labels == part_id).any(axis=0))
        if rows.size == 0:
            return 0, 0, 0, 0
        return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1

    def resized(self, height_px: int, width_px: int) -> Labels:
        """Return the labels at another size, nearest pixel centre, (height_px, width_px)."""
        height, width = self.labels.shape
        rows = ((np.arange(height_px) + 0.5) * height / height_px).astype(np.intp)
        columns = ((np.arange(width_px) + 0.5) * width / width_px).astype(np.intp)
        return np.asarray(self.labels[rows[:, None], columns[None, :]], dtype=np.uint8)

    def changed(self, part_id: int, **values: Any) -> "PartMap":
        """Return a map in which one part has other values (name, colour, kind)."""
        parts = tuple(replace(part, **values) if part.id == part_id else part for part in self.parts)
        return PartMap(labels=self.labels, parts=parts)

    def reordered(self, ids: Iterable[int]) -> "PartMap":
        """Return the map with its parts in this order, back to front."""
        return PartMap(labels=self.labels, parts=tuple(self.part(part_id) for part_id in ids))


def _counts(labels: Labels) -> npt.NDArray[np.intp]:
    """Return how many pixels have each value, (256,); by pairs, which is three times as fast."""
    flat = np.ascontiguousarray(labels).ravel()
    pairs = np.bincount(flat[: flat.size // 2 * 2].view(np.uint16), minlength=65536).reshape(256, 256)
    counts = pairs.sum(axis=0) + pairs.sum(axis=1)
    if flat.size % 2:
        counts[flat[-1]] += 1
    return np.asarray(counts, dtype=np.intp)
