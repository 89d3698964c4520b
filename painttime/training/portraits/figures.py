"""Labelled portraits, drawn avatars and pictures without people, as they are trained on.

A data folder holds paintings.tsv (columns file, split, kind), parts/portraits.tsv (columns painting, labels,
quality, valid_region, head_crop, notes) and parts/avatars (image/*.png with mask/*.png of the same name).
"""

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image

from painttime.core.image import RGB8, Float32, Labels, fitted_size
from painttime.errors import UserInputError
from painttime.segmentation.portraits.people_parts import PORTRAIT_KINDS

UNKNOWN = 255
"""Class of pixels that nobody has labelled; they are neither trained on nor scored."""

LONG_SIDE_PX, BACKDROP_SIDE_PX = 512, 400
"""Pictures are kept in memory at these sizes."""

FEATURE_KINDS = ("eyebrows", "eyes", "nose", "mouth")

FOREHEAD_SHARE, CHIN_SHARE, CHEEK_SHARE = 0.45, 0.45, 0.6
"""How far a head's box may reach beyond the box of its features, as a share of their height: avatars are
drawn with the neck as part of the face."""

AVATAR_HOLD_OUT = 10
"""Every so manieth avatar of each style is held out."""

PEOPLED = Path(__file__).parent / "peopled_pictures.txt"
"""Names pictures that are not of people, but have some in them: no examples of pictures without."""

FILE_IDS = (0, 2, 3, 4, 5, 6, 7, 8, 9)
"""Ids in label files, in the order of PORTRAIT_KINDS."""


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Figure:
    """A picture of one person.

    pixels: (H, W, 3) uint8. classes: (H, W) uint8, indices of PORTRAIT_KINDS, or UNKNOWN.
    head: x0, y0, x1, y1 of the face in pixels.
    uncertainty: share of the pixels whose class may be wrong, 0..1.
    is_whole: every pixel of the person is labelled, so that the person can be cut out.
    """

    pixels: RGB8
    classes: Labels
    head: tuple[float, float, float, float]
    uncertainty: float
    is_whole: bool

    @property
    def head_px(self) -> float:
        """Longer side of the head's box."""
        return max(self.head[2] - self.head[0], self.head[3] - self.head[1])


def read_portraits(data: Path, split: str, *, long_side_px: int = LONG_SIDE_PX) -> list[Figure]:
    """Read the labelled portrait paintings of a split; raises UserInputError where data are not there."""
    splits = {row["file"]: row["split"] for row in read_table(data / "paintings.tsv")}
    rows = read_table(data / "parts" / "portraits.tsv")
    chosen = [row for row in rows if splits[row["painting"]] == split]
    figures = (_portrait(data, row, long_side_px) for row in chosen)
    return [figure for figure in figures if figure is not None]


def _portrait(data: Path, row: dict[str, str], long_side_px: int) -> Figure | None:
    pixels = read_picture(data / row["painting"])
    classes = classes_of(np.asarray(Image.open(data / row["labels"])))
    if row["valid_region"] == "head":
        left, top, right, bottom = (int(value) for value in row["head_crop"].split(","))
        outside = np.ones(classes.shape, dtype=np.bool_)
        outside[top:bottom, left:right] = False
        classes[outside] = UNKNOWN
    uncertainty = 0.03 if row["quality"] == "A" else 0.1
    return make_figure(
        pixels, classes, uncertainty, is_whole=row["valid_region"] == "full", long_side_px=long_side_px
    )


def read_avatars(data: Path, *, held_out: bool) -> list[Figure]:
    """Read the drawn portraits to train on, or the tenth of every style that is held out."""
    figures = []
    folder = data / "parts" / "avatars"
    for number, path in enumerate(sorted((folder / "image").glob("*.png"))):
        # Names sort by style, and each style has a multiple of ten.
        if (number % AVATAR_HOLD_OUT == AVATAR_HOLD_OUT - 1) != held_out:
            continue
        classes = classes_of(np.asarray(Image.open(folder / "mask" / path.name)))
        figure = make_figure(read_picture(path), classes, 0.0, is_whole=True)
        if figure is not None:
            figures.append(figure)
    return figures


def read_backdrops(data: Path, split: str, limit: int | None = None) -> list[RGB8]:
    """Read pictures without people: of kind "other", but for those of PEOPLED and the labelled portraits."""
    peopled = set(PEOPLED.read_text(encoding="utf-8").splitlines())
    peopled |= {row["painting"] for row in read_table(data / "parts" / "portraits.tsv")}
    rows = read_table(data / "paintings.tsv")
    names = [
        row["file"]
        for row in rows
        if row["split"] == split and row["kind"] == "other" and row["file"] not in peopled
    ]
    pictures = []
    for name in names[:limit]:
        pixels = read_picture(data / name)
        height, width = fitted_size(pixels.shape[0], pixels.shape[1], BACKDROP_SIDE_PX)
        small = cv2.resize(pixels, (width, height), interpolation=cv2.INTER_AREA)
        pictures.append(np.asarray(small, dtype=np.uint8))
    return pictures


def make_figure(
    pixels: RGB8,
    classes: Labels,
    uncertainty: float,
    *,
    is_whole: bool,
    long_side_px: int = LONG_SIDE_PX,
) -> Figure | None:
    """Return a figure at the size it is kept in; None where its face cannot be found in the classes."""
    height, width = fitted_size(classes.shape[0], classes.shape[1], min(long_side_px, max(classes.shape)))
    if (height, width) != classes.shape:
        pixels = np.asarray(cv2.resize(pixels, (width, height), interpolation=cv2.INTER_AREA))
        classes = np.asarray(cv2.resize(classes, (width, height), interpolation=cv2.INTER_NEAREST))
    head = head_box(classes)
    if head is None:
        return None
    return Figure(pixels=pixels, classes=classes, head=head, uncertainty=uncertainty, is_whole=is_whole)


def head_box(classes: Labels) -> tuple[float, float, float, float] | None:
    """Return x0, y0, x1, y1 of the face of (H, W) classes; None where it has no features."""
    features = np.isin(classes, [PORTRAIT_KINDS.index(kind) for kind in FEATURE_KINDS])
    if not features.any():
        return None
    inner = _box(features)
    height = inner[3] - inner[1]
    reach = (
        inner[0] - CHEEK_SHARE * height,
        inner[1] - FOREHEAD_SHARE * height,
        inner[2] + CHEEK_SHARE * height,
        inner[3] + CHIN_SHARE * height,
    )
    face = _box(features | (classes == PORTRAIT_KINDS.index("face")))
    return (
        max(reach[0], face[0]),
        max(reach[1], face[1]),
        min(reach[2], face[2]),
        min(reach[3], face[3]),
    )


def _box(mask: npt.NDArray[np.bool_]) -> Float32:
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    return np.array([columns[0], rows[0], columns[-1] + 1, rows[-1] + 1], dtype=np.float32)


def classes_of(file_ids: npt.NDArray[Any]) -> Labels:
    """Return the classes of the ids in a label file."""
    table = np.full(256, UNKNOWN, dtype=np.uint8)
    table[list(FILE_IDS)] = np.arange(len(FILE_IDS))
    return np.asarray(table[file_ids], dtype=np.uint8)


def read_picture(path: Path) -> RGB8:
    """Read a picture of the data folder; raises UserInputError where that fails."""
    pixels = cv2.imread(str(path), cv2.IMREAD_COLOR_RGB)
    if pixels is None:
        raise UserInputError(f"The training picture {path} cannot be read. Is this the data folder?")
    return np.asarray(pixels, dtype=np.uint8)


def read_table(path: Path) -> list[dict[str, str]]:
    """Read a table of the data folder; raises UserInputError where it is missing."""
    try:
        with path.open(encoding="utf-8") as file:
            return list(csv.DictReader(file, delimiter="\t"))
    except FileNotFoundError as error:
        raise UserInputError(f"The table {path} is missing. Is this the data folder?") from error
