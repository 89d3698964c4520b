"""Labelled paintings as the scene parser is trained on them."""

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

from painttime.core.image import RGB8, Labels, fitted_size
from painttime.segmentation.portraits.people_parts import PORTRAIT_KINDS
from painttime.segmentation.scenes.kinds import SCENE_KINDS
from painttime.training.portraits.figures import UNKNOWN as NO_CLASS
from painttime.training.portraits.figures import classes_of, read_picture, read_table
from painttime.training.scenes.labels import UNKNOWN, read_labels

LONG_SIDE_PX = 400
"""Paintings are kept in memory at this size."""

LABELS_SHARE = 0.5
"""Label maps are kept at this share of the painting's size."""

FROM_PORTRAIT = {"hair": "hair", "clothes": "figure"} | dict.fromkeys(
    ("eyebrows", "eyes", "nose", "mouth", "face", "body"), "skin"
)
"""What the parts of portraits are among the kinds of a scene; their backgrounds may be anything."""


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Scene:
    """A painting and what lies where in it.

    pixels: (H, W, 3) uint8. kinds: (h, w) uint8 over the whole picture, numbers in SCENE_KINDS or UNKNOWN.
    people: (H, W) uint8 mask of a whole person that can be cut out, or None.
    """

    pixels: RGB8
    kinds: Labels
    people: Labels | None = None


def read_scenes(data: Path, labels: Path, split: str) -> list[Scene]:
    """Read the labelled paintings of one split.

    data: a folder with paintings.tsv (columns file, split) and parts/portraits.tsv, as
    painttime.training.portraits.figures has it. labels: grids of kinds (painttime.training.scenes.labels).
    Raises UserInputError where something is missing.
    """
    grids = read_labels(labels)
    portraits = {row["painting"]: row for row in read_table(data / "parts" / "portraits.tsv")}
    scenes = []
    for row in read_table(data / "paintings.tsv"):
        name = row["file"]
        if row["split"] != split or (name not in grids and name not in portraits):
            continue
        pixels = _shrunk(read_picture(data / name))
        height, width = (max(1, round(side * LABELS_SHARE)) for side in pixels.shape[:2])
        kinds = np.full((height, width), UNKNOWN, dtype=np.uint8)
        if name in grids:
            kinds = np.asarray(cv2.resize(grids[name], (width, height), interpolation=cv2.INTER_NEAREST))
        people = None
        if name in portraits:
            kinds, people = _with_portrait(kinds, pixels, data, portraits[name])
        scenes.append(Scene(pixels=pixels, kinds=kinds, people=people))
    return scenes


def _shrunk(pixels: RGB8) -> RGB8:
    height, width = fitted_size(pixels.shape[0], pixels.shape[1], min(LONG_SIDE_PX, max(pixels.shape[:2])))
    return np.asarray(cv2.resize(pixels, (width, height), interpolation=cv2.INTER_AREA), dtype=np.uint8)


def _with_portrait(
    kinds: Labels, pixels: RGB8, data: Path, row: dict[str, str]
) -> tuple[Labels, Labels | None]:
    """Return kinds with the parts of a labelled portrait, and its person where all of it is labelled."""
    classes = classes_of(np.asarray(Image.open(data / row["labels"])))
    is_whole = row["valid_region"] != "head"
    if not is_whole:
        left, top, right, bottom = (int(value) for value in row["head_crop"].split(","))
        outside = np.ones(classes.shape, dtype=np.bool_)
        outside[top:bottom, left:right] = False
        classes[outside] = NO_CLASS
    table = np.full(256, UNKNOWN, dtype=np.uint8)
    for part, kind in FROM_PORTRAIT.items():
        table[PORTRAIT_KINDS.index(part)] = SCENE_KINDS.index(kind)
    small = cv2.resize(classes, kinds.shape[::-1], interpolation=cv2.INTER_NEAREST)
    parts = table[np.asarray(small)]
    people = None
    if is_whole:
        whole = cv2.resize(classes, pixels.shape[1::-1], interpolation=cv2.INTER_NEAREST)
        people = np.where(table[np.asarray(whole)] != UNKNOWN, 255, 0).astype(np.uint8)
    return np.where(parts != UNKNOWN, parts, kinds), people
