"""What the portrait parser hands over: the people of a picture, cut into the parts a painter names."""

from dataclasses import dataclass

import numpy as np

from painttime.core.image import Labels, read_only

PORTRAIT_KINDS = (
    "background",
    "hair",
    "clothes",
    "eyebrows",
    "eyes",
    "nose",
    "mouth",
    "face",
    "body",
)
"""Classes of Painting Process Predict without its edge band, which is computed; body is skin but the face."""


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class PortraitParts:
    """The parts of the people in a picture; what is no part of anybody is background.

    labels: (H, W) uint8 at the painting's own size; 0 is background, 1..n are the parts, in the order in
        which they split off: a part comes after the one it joins when fewer parts are wanted.
    kinds: kind of each part, labels 1..n, of PORTRAIT_KINDS.
    persons: number of the person each part belongs to, from 0.
    parents: the label each part joins when fewer parts are wanted; 0 joins the background, and there is one
        such part a person.
    order: the labels 1..n, back to front.
    """

    labels: Labels
    kinds: tuple[str, ...]
    persons: tuple[int, ...]
    parents: tuple[int, ...]
    order: tuple[int, ...]

    def __post_init__(self) -> None:
        n = len(self.kinds)
        if (
            not n
            or len(self.persons) != n
            or len(self.parents) != n
            or sorted(self.order) != [*range(1, n + 1)]
        ):
            raise ValueError("every part needs a kind, a person, a parent and a place in the order")
        if not all(0 <= parent <= index for index, parent in enumerate(self.parents)):
            raise ValueError(f"a part joins an earlier one: {self.parents}")
        if int(self.labels.max()) > n or self.labels.dtype != np.uint8:
            raise ValueError(f"labels are uint8, 0..{n}")
        object.__setattr__(self, "labels", read_only(self.labels))
