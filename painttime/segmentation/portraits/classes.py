"""Which class of a portrait every pixel is: the whole picture, each person and each head are looked at."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import cv2
import numpy as np

from painttime.core.image import RGB8, Float32, fitted_size
from painttime.segmentation.portraits.head_look import Head, PortraitParsing
from painttime.segmentation.portraits.views import (
    FEATURE_HEADS,
    HEAD_HEADS,
    LINE_HEADS,
    LOOKS_AT_ONCE,
    PERSON_HEADS,
    Square,
    looking_size,
    shrunk,
    square_around,
    view_of,
)

GRID_SIDE_PX = 512
"""Long side of the map of classes; borders are drawn anew at the painting's own size."""

WHOLE_SIDE_PX = 288
"""Long side at which the whole picture is looked at."""

WIDEST_SHARES = {PERSON_HEADS: 0.6, HEAD_HEADS: 0.9, FEATURE_HEADS: 2.0, LINE_HEADS: 2.0}
"""Squares larger than this share of the picture's long side show no more than the whole picture does."""

LINES_FROM_PX = 192
"""A square smaller than this in the painting has no lines to be looked at from still nearer."""

TRUST = 2.0
"""How much more a look from near counts than one from further off."""

LEAST_SHARE = 1e-5
"""What is no class at all in one look may be one in the next."""

FADE_SHARE = 0.2
"""A look from near fades into the others along this share of its side."""


def parse_portrait(pixels: RGB8, heads: Sequence[Head], parser: PortraitParsing) -> Float32:
    """Return how sure it is of each class, (h, w, 9) float32 that sums to 1, h and w at most GRID_SIDE_PX.

    pixels: (H, W, 3) uint8 sRGB. heads: of find_portraits, in pixels of it.
    The whole picture says where people are, a look at each person where clothes and hands end, a look at each
    head where the features are; what is looked at from near is looked at mirrored as well. Logarithms are
    averaged.
    """
    long_side = min(GRID_SIDE_PX, max(pixels.shape[:2]))
    height, width = fitted_size(pixels.shape[0], pixels.shape[1], long_side)
    squares = _squares_to_look_at(pixels, heads)
    with ThreadPoolExecutor(max_workers=LOOKS_AT_ONCE) as pool:
        near = pool.map(lambda square: seen_both_ways(view_of(pixels, square), parser), squares)
        whole = seen(shrunk(pixels, looking_size(pixels, WHOLE_SIDE_PX)), parser)
        total = cv2.resize(whole, (width, height), interpolation=cv2.INTER_LINEAR).astype(np.float32)
        weight = np.ones((height, width, 1), dtype=np.float32)
        for square, look in zip(squares, near, strict=True):
            _add_look(total, weight, look, square, width / pixels.shape[1])
    return shares_of(total / weight)


def _squares_to_look_at(pixels: RGB8, heads: Sequence[Head]) -> list[Square]:
    """Return the squares around heads that show more than has been seen, the widest first."""
    squares = []
    for heads_wide, widest in WIDEST_SHARES.items():
        for head in heads:
            square = square_around(head, pixels.shape, heads_wide)
            too_small = heads_wide == LINE_HEADS and square.side_px < LINES_FROM_PX
            if square.side_px < widest * max(pixels.shape[:2]) and not too_small:
                squares.append(square)
    return squares


def seen(picture: RGB8, parser: PortraitParsing) -> Float32:
    """Return the logarithm of the classes of a picture, (h, w, 9)."""
    return np.asarray(np.log(parser.name_classes(picture) + LEAST_SHARE), dtype=np.float32)


def seen_both_ways(picture: RGB8, parser: PortraitParsing) -> Float32:
    """Return the mean logarithm of the classes of a picture and its mirror image, (h, w, 9)."""
    mirrored = seen(np.ascontiguousarray(picture[:, ::-1]), parser)[:, ::-1]
    return np.asarray((seen(picture, parser) + mirrored) / 2, dtype=np.float32)


def shares_of(logarithms: Float32) -> Float32:
    """Return shares that sum to 1 over the last axis."""
    shares = np.exp(logarithms - logarithms.max(axis=2, keepdims=True))
    return np.asarray(shares / shares.sum(axis=2, keepdims=True), dtype=np.float32)


def _add_look(total: Float32, weight: Float32, near: Float32, square: Square, zoom: float) -> None:
    """Add what was seen in a square to the totals, which are `zoom` times the picture's size."""
    # From the pixels of the look to those of the totals, middle to middle.
    ratio = zoom * square.side_px / len(near)
    corner = np.array([square.left, square.top]) * zoom
    first = np.maximum(np.floor(corner), 0).astype(int)
    last = np.minimum(np.ceil(corner + square.side_px * zoom).astype(int), total.shape[1::-1])
    offset = corner + 0.5 * ratio - 0.5 - first
    matrix = np.array([[ratio, 0, offset[0]], [0, ratio, offset[1]]], dtype=np.float32)
    size = tuple(int(side) for side in last - first)
    window = np.s_[first[1] : last[1], first[0] : last[0]]
    trust = cv2.warpAffine(TRUST * fading(len(near)), matrix, size, flags=cv2.INTER_LINEAR)[..., None]
    spread = cv2.warpAffine(near, matrix, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    total[window] += trust * spread
    weight[window] += trust


def fading(side: int) -> Float32:
    """Return (side, side) weights, 1 in the middle, falling to 0 at the border."""
    near = np.minimum(np.arange(side) + 0.5, side - 0.5 - np.arange(side)) / side
    ramp = np.clip(near / FADE_SHARE, 0, 1)
    return np.asarray(np.minimum(ramp[:, None], ramp[None, :]), dtype=np.float32)
