"""Training pictures: crops of portraits, people pasted into other pictures, and pictures without people."""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from painttime.core.image import RGB8, Float32, Labels
from painttime.segmentation.portraits.people_parts import PORTRAIT_KINDS
from painttime.training.portraits.figures import UNKNOWN, Figure

SMALLEST_HEAD_PX, LARGEST_HEAD_PX = 20.0, 280.0
"""Heads in training pictures of 256 px; the parser sees larger and smaller ones in a pyramid of sizes."""

TILT_DEGREES, LARGEST_TILT_DEGREES = 10.0, 25.0

OVERHANG_SHARE = 0.08
"""A training picture may reach beyond its painting by this share of its side."""

MAX_PASTED = 4

HIDDEN_SHARE, UNCLEAR_SHARE = 0.35, 0.65
"""A head of which less than the first share can be seen is none; below the second nobody is asked."""

Float64 = npt.NDArray[np.float64]


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Scene:
    """A training picture.

    pixels: (s, s, 3) uint8. classes: (s, s) uint8, with UNKNOWN.
    heads: (n, 4) float32 boxes x0, y0, x1, y1 in pixels.
    unclear: (m, 4) boxes within which nobody says whether there is a head.
    uncertainty: share of the classes that may be wrong, 0..1.
    """

    pixels: RGB8
    classes: Labels
    heads: Float32
    unclear: Float32
    uncertainty: float


def boxes(*rows: Float32) -> Float32:
    """Return boxes as (n, 4) float32, also where there are none."""
    return np.asarray(rows, dtype=np.float32).reshape(-1, 4)


def cropped_figure(figure: Figure, size_px: int, rng: np.random.Generator) -> Scene:
    """Return a square crop of a picture of one person, at any scale, tilted, mirrored."""
    whole = size_px / max(figure.classes.shape)
    smallest = max(SMALLEST_HEAD_PX, figure.head_px * whole * 0.85)
    head_px = float(np.exp(rng.uniform(np.log(smallest), np.log(max(smallest * 1.05, LARGEST_HEAD_PX)))))
    scale = head_px / figure.head_px
    x0, y0, x1, y1 = figure.head
    # A large head keeps to the middle; a small one may be anywhere.
    room = max(0.06, 0.5 - 0.6 * head_px / size_px)
    place = (0.5 + rng.uniform(-room, room, 2)) * size_px
    centre = (x0 + x1) / 2, (y0 + y1) / 2
    place = kept_inside(place, centre, scale, figure.classes.shape, size_px)
    matrix = similarity(centre, scale, rng, place, size_px)
    pixels, classes = warped(figure, matrix, size_px, cv2.BORDER_REPLICATE)
    head = moved_box(figure.head, matrix)
    seen = np.clip(head, 0, size_px)
    share = (seen[2] - seen[0]) * (seen[3] - seen[1]) / ((head[2] - head[0]) * (head[3] - head[1]))
    known = boxes(head) if share >= UNCLEAR_SHARE else boxes()
    unclear = boxes() if share >= UNCLEAR_SHARE else boxes(head)
    return Scene(pixels=pixels, classes=classes, heads=known, unclear=unclear, uncertainty=figure.uncertainty)


def empty_scene(backdrop: RGB8, size_px: int, rng: np.random.Generator) -> Scene:
    """Return a square piece of a picture without people."""
    height, width = backdrop.shape[:2]
    side = min(height, width) * float(rng.uniform(0.5, 1.0))
    left, top = rng.uniform(0, width - side), rng.uniform(0, height - side)
    scale = size_px / side
    matrix = np.array([[scale, 0, -left * scale], [0, scale, -top * scale]], dtype=np.float32)
    matrix = mirrored_at_times(matrix, size_px, rng)
    method = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    pixels = cv2.warpAffine(backdrop, matrix, (size_px, size_px), flags=method)
    classes = np.zeros((size_px, size_px), dtype=np.uint8)
    # A few of these pictures have small figures in them that nobody has labelled.
    return Scene(
        pixels=np.asarray(pixels, dtype=np.uint8),
        classes=classes,
        heads=boxes(),
        unclear=boxes(),
        uncertainty=0.05,
    )


def peopled_scene(backdrop: RGB8, figures: Sequence[Figure], size_px: int, rng: np.random.Generator) -> Scene:
    """Return a piece of a picture with figures pasted into it, the first one furthest back."""
    scene = empty_scene(backdrop, size_px, rng)
    pixels, classes = scene.pixels.copy(), scene.classes.copy()
    owner = np.full(classes.shape, -1, dtype=np.int16)
    heads, faces = [], []
    largest = LARGEST_HEAD_PX / (1.0 + 0.6 * len(figures))
    for number, figure in enumerate(figures):
        head_px = float(np.exp(rng.uniform(np.log(SMALLEST_HEAD_PX), np.log(largest))))
        x0, y0, x1, y1 = figure.head
        place = rng.uniform([0.1, 0.1], [0.9, 0.7]) * size_px
        matrix = similarity(((x0 + x1) / 2, (y0 + y1) / 2), head_px / figure.head_px, rng, place, size_px)
        cut_pixels, cut_classes = warped(figure, matrix, size_px, cv2.BORDER_CONSTANT)
        mask = (cut_classes != UNKNOWN) & (cut_classes != 0)
        soft = cv2.GaussianBlur(mask.astype(np.float32), (0, 0), float(rng.uniform(0.5, 1.2)))[..., None]
        pixels = (pixels * (1 - soft) + cut_pixels * soft).astype(np.uint8)
        classes[mask] = cut_classes[mask]
        owner[mask] = number
        heads.append(moved_box(figure.head, matrix))
        faces.append(mask & (cut_classes >= PORTRAIT_KINDS.index("eyebrows")))
    shares = [
        _seen_share(owner, face, number, head)
        for number, (face, head) in enumerate(zip(faces, heads, strict=True))
    ]
    return Scene(
        pixels=pixels,
        classes=classes,
        heads=boxes(*(head for head, share in zip(heads, shares, strict=True) if share >= UNCLEAR_SHARE)),
        unclear=boxes(
            *(
                head
                for head, share in zip(heads, shares, strict=True)
                if HIDDEN_SHARE <= share < UNCLEAR_SHARE
            )
        ),
        uncertainty=max(figure.uncertainty for figure in figures),
    )


def _seen_share(
    owner: npt.NDArray[np.int16], face: npt.NDArray[np.bool_], number: int, head: Float32
) -> float:
    """Return which share of a head lies in the picture and before all others."""
    size_px = len(owner)
    inside = np.clip(head, 0, size_px)
    in_picture = (inside[2] - inside[0]) * (inside[3] - inside[1])
    in_picture /= max(1.0, (head[2] - head[0]) * (head[3] - head[1]))
    if not face.any():
        return 0.0
    return float(in_picture * (owner[face] == number).mean())


def kept_inside(
    place: Float64, centre: tuple[float, float], scale: float, shape: tuple[int, ...], size_px: int
) -> Float64:
    """Return where `centre` goes so that little of the square lies outside the picture."""
    height, width = shape
    middle = np.array(centre)
    last = middle * scale + OVERHANG_SHARE * size_px
    first = size_px * (1 - OVERHANG_SHARE) - (np.array([width, height]) - middle) * scale
    return np.asarray(np.clip(place, np.minimum(first, last), np.maximum(first, last)))


def similarity(
    centre: tuple[float, float], scale: float, rng: np.random.Generator, place: Float64, size_px: int
) -> Float32:
    """Return the (2, 3) matrix that brings `centre` to `place`, scaled and tilted, half the time mirrored."""
    tilt = np.clip(rng.normal(0, TILT_DEGREES), -LARGEST_TILT_DEGREES, LARGEST_TILT_DEGREES)
    matrix = np.asarray(cv2.getRotationMatrix2D(centre, float(tilt), scale), dtype=np.float64)
    matrix[:, 2] -= np.array(centre)
    # Heads are drawn wider and narrower than life.
    stretch = float(np.exp(rng.normal(0, 0.06)))
    matrix *= np.array([[stretch], [1 / stretch]])
    matrix[:, 2] += place
    return mirrored_at_times(matrix.astype(np.float32), size_px, rng)


def mirrored_at_times(matrix: Float32, size_px: int, rng: np.random.Generator) -> Float32:
    """Return the matrix, half the time followed by a mirror about the middle of the square."""
    if rng.random() < 0.5:
        return matrix
    mirror = np.array([[-1, 0, size_px], [0, 1, 0]], dtype=np.float32)
    return np.asarray(mirror @ np.vstack([matrix, [0, 0, 1]]), dtype=np.float32)


def warped(figure: Figure, matrix: Float32, size_px: int, border: int) -> tuple[RGB8, Labels]:
    """Return a figure's pixels and classes in a square; what lies outside its picture is UNKNOWN."""
    scale = abs(float(np.linalg.det(matrix[:, :2]))) ** 0.5
    source = figure.pixels
    if scale < 0.6:
        # Sampling alone would let every other brush mark vanish.
        source = np.asarray(cv2.GaussianBlur(source, (0, 0), 0.4 / scale), dtype=np.uint8)
    size = (size_px, size_px)
    pixels = cv2.warpAffine(source, matrix, size, flags=cv2.INTER_LINEAR, borderMode=border)
    classes = cv2.warpAffine(
        figure.classes,
        matrix,
        size,
        flags=cv2.INTER_NEAREST,
        borderMode=cv2.BORDER_CONSTANT,
        borderValue=UNKNOWN,
    )
    return np.asarray(pixels, dtype=np.uint8), np.asarray(classes, dtype=np.uint8)


def moved_box(box: tuple[float, float, float, float], matrix: Float32) -> Float32:
    """Return the upright box around an ellipse in a moved box: a tilted head is no larger."""
    x0, y0, x1, y1 = box
    middle = matrix[:, :2] @ np.array([(x0 + x1) / 2, (y0 + y1) / 2]) + matrix[:, 2]
    half = np.hypot(matrix[:, 0] * (x1 - x0) / 2, matrix[:, 1] * (y1 - y0) / 2)
    return np.concatenate([middle - half, middle + half]).astype(np.float32)
