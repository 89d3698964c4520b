"""Parts of a portrait: from a picture to the people in it and their hair, clothes, faces and features.

Heads are found first (portrait_heads), then the class of every pixel with a closer look at each head
(portrait_classes), the borders are laid along the painting's own (guided_filter), and the parts told apart by
person (portrait_people).
"""

from collections.abc import Sequence

import cv2
import numpy as np

from painttime.core.image import RGB8, Float32, Labels, fitted_size
from painttime.segmentation.guided_filter import ColourGuide
from painttime.segmentation.portraits.classes import parse_portrait
from painttime.segmentation.portraits.head_look import Head, PortraitParsing
from painttime.segmentation.portraits.heads import find_portraits
from painttime.segmentation.portraits.people import split_people
from painttime.segmentation.portraits.people_parts import PORTRAIT_KINDS, PortraitParts
from painttime.segmentation.portraits.specks import without_specks
from painttime.segmentation.regions.refinement import enlarge_smoothly

DRAWN_SIDE_PX = 1536
"""Long side at which borders are laid along the painting's; on larger ones they are enlarged smoothly."""

GUIDE_RADIUS_PX, GUIDE_SMOOTHNESS = 4, 1e-3

FACE_CLASS = PORTRAIT_KINDS.index("face")
FEATURE_CLASSES = [PORTRAIT_KINDS.index(kind) for kind in ("eyebrows", "eyes", "nose", "mouth")]

FEATURE_REACH, FACE_REACH = 0.8, 1.6
"""Features and faces further than this from the middle of every head, in sizes of it, are none."""


def portrait_parts(pixels: RGB8, parser: PortraitParsing) -> PortraitParts | None:
    """Return the people of a picture and their parts; None where nobody is there.

    pixels: (H, W, 3) uint8 sRGB, any size; labels come at the same size.
    The same picture gives the same parts.
    """
    heads = find_portraits(pixels, parser)
    if not heads:
        return None
    shares = near_heads(parse_portrait(pixels, heads, parser), heads, pixels.shape[1])
    return split_people(classes_at_full_size(shares, pixels, heads), heads)


def near_heads(shares: Float32, heads: Sequence[Head], width_px: int) -> Float32:
    """Return the shares of (h, w, 9) without faces and features where no head is; not normalised."""
    zoom = shares.shape[1] / width_px
    rows = np.arange(shares.shape[0], dtype=np.float32)[:, None] + 0.5
    columns = np.arange(shares.shape[1], dtype=np.float32)[None, :] + 0.5
    distance = np.full(shares.shape[:2], np.inf, dtype=np.float32)
    for head in heads:
        x, y = head.centre
        away = np.hypot(columns - x * zoom, rows - y * zoom) / np.float32(head.size_px * zoom)
        np.minimum(distance, away, out=distance)
    kept = shares.copy()
    kept[distance > FACE_REACH, FACE_CLASS] = 0
    kept[..., FEATURE_CLASSES] *= (distance <= FEATURE_REACH)[..., None]
    return kept


def classes_at_full_size(shares: Float32, pixels: RGB8, heads: Sequence[Head]) -> Labels:
    """Return (H, W) uint8 indices of PORTRAIT_KINDS from (h, w, 9) shares, borders along the painting's."""
    long_side = min(DRAWN_SIDE_PX, max(pixels.shape[:2]))
    height, width = fitted_size(pixels.shape[0], pixels.shape[1], long_side)
    picture = pixels
    if height < pixels.shape[0]:
        picture = np.asarray(
            cv2.resize(pixels, (width, height), interpolation=cv2.INTER_AREA), dtype=np.uint8
        )
    classes = with_features(masses(shares, picture), shares)
    zoom = width / pixels.shape[1]
    classes = without_specks(classes, max(head.size_px for head in heads) * zoom)
    if height < pixels.shape[0]:
        classes = enlarge_smoothly(classes, *pixels.shape[:2], sigma_px=0.6 / zoom)
    return classes


def masses(shares: Float32, picture: RGB8) -> Labels:
    """Return the class of each pixel of a picture with the features as part of the face.

    The features are left out of it: a filter that follows the painting's edges would thin brows and lips.
    """
    guide = ColourGuide(picture, shares.shape[:2], radius_px=GUIDE_RADIUS_PX, smoothness=GUIDE_SMOOTHNESS)
    best = np.full(picture.shape[:2], -np.inf, dtype=np.float32)
    classes = np.zeros(picture.shape[:2], dtype=np.uint8)
    for kind in np.setdiff1d(np.arange(len(PORTRAIT_KINDS)), FEATURE_CLASSES):
        share = shares[..., kind]
        if kind == FACE_CLASS:
            share = share + shares[..., FEATURE_CLASSES].sum(axis=2)
        carried = guide.carried(np.ascontiguousarray(share))
        better = carried > best
        best[better] = carried[better]
        classes[better] = kind
    return classes


def with_features(classes: Labels, shares: Float32) -> Labels:
    """Return the classes of a picture with the features drawn into its faces."""
    result = classes.copy()
    inside = cv2.boundingRect((shares[..., FEATURE_CLASSES].max(axis=2) > 0.1).astype(np.uint8))
    if not inside[2]:
        return result
    zoom = classes.shape[0] / shares.shape[0], classes.shape[1] / shares.shape[1]
    top, bottom = (round((inside[1] + side) * zoom[0]) for side in (0, inside[3]))
    left, right = (round((inside[0] + side) * zoom[1]) for side in (0, inside[2]))
    near = shares[inside[1] : inside[1] + inside[3], inside[0] : inside[0] + inside[2]]
    order = [FACE_CLASS, *FEATURE_CLASSES]
    large = cv2.resize(near[..., order], (right - left, bottom - top), interpolation=cv2.INTER_LINEAR)
    chosen = np.array(order, dtype=np.uint8)[large.argmax(axis=2)]
    window = result[top:bottom, left:right]
    window[window == FACE_CLASS] = chosen[window == FACE_CLASS]
    return result
