"""Where the faces of a picture are: any number, at any place, of any size."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import cv2
import numpy as np

from painttime.core.image import RGB8, Float32
from painttime.segmentation.portraits.head_look import Head, HeadLook, PortraitParsing
from painttime.segmentation.portraits.views import (
    HEAD_HEADS,
    LOOKS_AT_ONCE,
    VIEW_SIDE_PX,
    looking_size,
    shrunk,
    square_around,
    view_of,
)

LONG_SIDES_PX = (256, 512)
"""Sizes at which a picture is looked at: in the first large faces are found, in the second small ones."""

CANDIDATE_SCORE, HEAD_SCORE = 0.25, 0.5
"""Peaks above the first are looked at again from near; the mean of both looks must be above the second."""

SMALL_SHARE, SMALL_SCORE = 0.4, 0.75
"""Beside a head, one of less than the first share of its size must be surer: there are roses on hats."""

LEAST_SIMILAR_SIZE, FURTHEST_SHARE = 0.5, 0.35
"""From near a head must have at least this share of the size it had, and its middle must not lie further from
where it was than this share of the size."""

LARGEST_SHARE = 1.1
"""A face is no larger than this share of the picture's long side."""

SAME_HEAD_IOU = 0.3

MAX_CANDIDATES, MAX_HEADS = 12, 8
"""More people than this are a crowd, and no portrait painter's parts."""


def find_portraits(pixels: RGB8, parser: PortraitParsing) -> tuple[Head, ...]:
    """Return the faces of a picture, surest first; none where nobody is.

    pixels: (H, W, 3) uint8 sRGB, any size. Boxes are in pixels of it.
    """
    sizes = sizes_to_look_at(pixels)
    with ThreadPoolExecutor(max_workers=LOOKS_AT_ONCE) as pool:
        looks = pool.map(lambda size: parser.find_heads(shrunk(pixels, size)), sizes)
        found = [
            head
            for size, look in zip(sizes, looks, strict=True)
            for head in heads_of(look, size, pixels.shape[:2])
        ]
        candidates = without_doubles(found)[:MAX_CANDIDATES]
        seen_twice = pool.map(lambda head: looked_at_again(pixels, head, parser), candidates)
        sure = without_doubles([head for head in seen_twice if head.score >= HEAD_SCORE])
    largest_px = max((head.size_px for head in sure), default=0.0)
    believed = [
        head for head in sure if head.size_px >= SMALL_SHARE * largest_px or head.score >= SMALL_SCORE
    ]
    return tuple(believed[:MAX_HEADS])


def looked_at_again(pixels: RGB8, head: Head, parser: PortraitParsing) -> Head:
    """Return a head as it is seen from near, with the geometric mean of both scores.

    Foliage and lace look like a face from afar; from near only faces do. A head that is not seen again keeps
    its box and gets the score 0.
    """
    square = square_around(head, pixels.shape, HEAD_HEADS)
    look = parser.find_heads(view_of(pixels, square))
    seen = [
        again.moved(square.left, square.top)
        for again in heads_of(look, (VIEW_SIDE_PX, VIEW_SIDE_PX), (square.side_px, square.side_px))
    ]
    same = [again for again in seen if _is_same(head, again)]
    if not same:
        return replace(head, score=0.0)
    best = max(same, key=lambda again: again.score)
    return replace(best, score=(best.score * head.score) ** 0.5)


def _is_same(head: Head, again: Head) -> bool:
    """Return whether a head seen from near may be the one it was looked at for."""
    away = np.hypot(again.centre[0] - head.centre[0], again.centre[1] - head.centre[1])
    ratio = again.size_px / head.size_px
    similar = LEAST_SIMILAR_SIZE <= ratio <= 1 / LEAST_SIMILAR_SIZE
    return bool(similar and away <= FURTHEST_SHARE * head.size_px)


def sizes_to_look_at(pixels: RGB8) -> tuple[tuple[int, int], ...]:
    """Return the (height, width) a picture is looked at, each a multiple of the network's; no size twice."""
    sizes = dict.fromkeys(looking_size(pixels, side) for side in LONG_SIDES_PX)
    return tuple(sizes)


def heads_of(look: HeadLook, seen_size: tuple[int, int], size: tuple[int, ...]) -> list[Head]:
    """Return the peaks of a heatmap as heads in pixels of a picture of another size (height, width)."""
    highest = cv2.dilate(look.centres, np.ones((3, 3), np.uint8))
    is_peak = (look.centres >= highest) & (look.centres >= CANDIDATE_SCORE)
    zoom = np.array([size[1] / seen_size[1], size[0] / seen_size[0]] * 2, dtype=np.float32)
    heads = []
    for row, column in np.argwhere(is_peak):
        x0, y0, x1, y1 = (float(value) for value in look.boxes[row, column] * zoom)
        if max(x1 - x0, y1 - y0) <= LARGEST_SHARE * max(size):
            heads.append(Head(box=(x0, y0, x1, y1), score=float(look.centres[row, column])))
    return heads


def without_doubles(heads: Sequence[Head]) -> tuple[Head, ...]:
    """Return the heads, surest first, without those that lie on a surer one."""
    kept: list[Head] = []
    for head in sorted(heads, key=lambda one: (-one.score, one.box)):
        if all(overlap(head, other) < SAME_HEAD_IOU and not _holds(other, head) for other in kept):
            kept.append(head)
    return tuple(kept)


def overlap(first: Head, second: Head) -> float:
    """Return the intersection over union of two boxes."""
    a, b = np.array(first.box), np.array(second.box)
    sides = np.clip(np.minimum(a[2:], b[2:]) - np.maximum(a[:2], b[:2]), 0, None)
    common = float(sides.prod())
    return common / max(1e-6, _area(a) + _area(b) - common)


def _area(box: Float32) -> float:
    return float((box[2:] - box[:2]).prod())


def _holds(outer: Head, inner: Head) -> bool:
    """Return whether the middle of one head lies within the other, or the other way round."""
    return _is_inside(inner.centre, outer) or _is_inside(outer.centre, inner)


def _is_inside(point: tuple[float, float], head: Head) -> bool:
    x0, y0, x1, y1 = head.box
    return x0 <= point[0] <= x1 and y0 <= point[1] <= y1
