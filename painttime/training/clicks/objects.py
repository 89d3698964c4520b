"""Objects that simulated users click on: parts of portraits, and what scenes are made of."""

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from painttime.core.image import RGB8, Labels
from painttime.segmentation.editing.area import Mask
from painttime.segmentation.editing.object_picker import work_copy
from painttime.segmentation.portraits.people_parts import PORTRAIT_KINDS
from painttime.training.portraits.figures import UNKNOWN, Figure, read_avatars, read_portraits
from painttime.training.scenes.scenes import read_scenes

PORTRAIT_OBJECTS: dict[str, frozenset[str]] = {
    "hair": frozenset({"hair"}),
    "clothes": frozenset({"clothes"}),
    "face": frozenset({"face", "eyebrows", "eyes", "nose", "mouth"}),
}

SMALLEST_SHARE = 0.015
"""Nobody is asked to click on less of a picture."""


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Target:
    """What a simulated user wants.

    wanted: (h, w) bool. known: (h, w) bool, where it is known what is wanted.
    """

    name: str
    wanted: Mask
    known: Mask


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Clickable:
    """A picture, (h, w, 3) uint8 no larger than pickers look at, and objects in it."""

    pixels: RGB8
    targets: tuple[Target, ...]


def portrait_objects(data: Path, split: str) -> list[Clickable]:
    """Read hair, clothes and faces of the labelled portrait paintings of a split."""
    return [_of_figure(figure) for figure in read_portraits(data, split)]


def avatar_objects(data: Path, *, held_out: bool) -> list[Clickable]:
    """Read hair, clothes and faces of the drawn portraits."""
    return [_of_figure(figure) for figure in read_avatars(data, held_out=held_out)]


def scene_objects(data: Path, labels: Path, split: str) -> list[Clickable]:
    """Read the connected pieces of one kind in the labelled paintings of a split, the largest first."""
    clickables = []
    for scene in read_scenes(data, labels, split):
        pixels = work_copy(scene.pixels)
        kinds = _resized(scene.kinds, pixels)
        targets = []
        for kind in np.unique(kinds[kinds != UNKNOWN]).tolist():
            _, pieces, stats, _ = cv2.connectedComponentsWithStats((kinds == kind).astype(np.uint8))
            for piece in np.flatnonzero(stats[:, cv2.CC_STAT_AREA] >= SMALLEST_SHARE * kinds.size)[1:]:
                wanted = np.asarray(pieces == piece)
                targets.append(Target(name=str(kind), wanted=wanted, known=kinds != UNKNOWN))
        targets.sort(key=lambda target: -int(target.wanted.sum()))
        clickables.append(Clickable(pixels=pixels, targets=tuple(targets)))
    return clickables


def _of_figure(figure: Figure) -> Clickable:
    pixels = figure.pixels
    if not figure.is_whole:
        # Only a window around the head is labelled: users see no more of it.
        pixels, classes = _cropped(pixels, figure.classes)
    else:
        classes = figure.classes
    small = work_copy(pixels)
    classes = _resized(classes, small)
    targets = []
    for name, kinds in PORTRAIT_OBJECTS.items():
        wanted = np.isin(classes, [PORTRAIT_KINDS.index(kind) for kind in kinds])
        if wanted.mean() >= SMALLEST_SHARE:
            targets.append(Target(name=name, wanted=wanted, known=classes != UNKNOWN))
    return Clickable(pixels=small, targets=tuple(targets))


def _cropped(pixels: RGB8, classes: Labels) -> tuple[RGB8, Labels]:
    known = (classes != UNKNOWN).astype(np.uint8)
    left, top, width, height = cv2.boundingRect(known)
    window = np.s_[top : top + height, left : left + width]
    return np.ascontiguousarray(pixels[window]), np.ascontiguousarray(classes[window])


def _resized(classes: npt.NDArray[np.uint8], pixels: RGB8) -> Labels:
    size = (pixels.shape[1], pixels.shape[0])
    return np.asarray(cv2.resize(classes, size, interpolation=cv2.INTER_NEAREST), dtype=np.uint8)
