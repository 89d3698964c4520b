"""Carrying parts found at work size to the painting's own size, along the painting's own edges."""

import cv2
import numpy as np
import numpy.typing as npt
from skimage.measure import label
from skimage.segmentation import watershed

from painttime.core.image import RGB8, Float32, Labels, fitted_size

REFINE_SIDE_PX = 1280
"""Long side at which borders are drawn; on larger paintings they are only enlarged smoothly."""

BAND_WORK_PX = 6.0
"""Half width of the band along borders that is decided anew, in pixels of the work size."""

EDGE_SIGMA = 1.35
"""Blur in which edges are looked for, in pixels; it grows with the root of the enlargement."""

STAY_HEIGHT = 0.2
"""How strong an edge must be, in levels a pixel, to draw a border from the middle to the rim of its band."""

SPINE, SPINE_PX, SPINE_LENGTH_PX = 0.75, 4, 12
"""The middle line of what is no deeper than so many pixels of the work size: where it is this share as deep
as anywhere that near. Shorter pieces are left out."""

SPECK_SHARE = 0.0006
"""An island of a part smaller than this share of the picture joins what lies around it."""


def refine_labels(coarse: Labels, pixels: RGB8) -> Labels:
    """Return (H, W) labels for (H, W, 3) pixels from (h, w) labels found on a smaller copy.

    The borders move to the nearest strong edge within a narrow band (watershed, Meyer 1992) and are smoothed;
    islands too small to be meant join their surroundings.
    """
    height, width = pixels.shape[:2]
    scale = min(1.0, REFINE_SIDE_PX / max(height, width))
    picture = pixels
    if scale < 1.0:
        fit_height, fit_width = fitted_size(height, width, REFINE_SIDE_PX)
        picture = np.asarray(cv2.resize(pixels, (fit_width, fit_height), interpolation=cv2.INTER_AREA))
    zoom = max(picture.shape[0] / coarse.shape[0], picture.shape[1] / coarse.shape[1])
    labels = enlarge_smoothly(coarse, picture.shape[0], picture.shape[1], sigma_px=0.5 * zoom)
    if min(picture.shape[:2]) >= 8:
        band_px, sigma_px = max(2, round(BAND_WORK_PX * zoom)), EDGE_SIGMA * zoom**0.5
        labels = _snap_to_edges(labels, coarse, picture, band_px=band_px, sigma_px=sigma_px)
        labels = enlarge_smoothly(labels, *picture.shape[:2], sigma_px=max(0.7, 0.35 * zoom))
    labels = absorb_islands(labels)
    if scale < 1.0:
        labels = enlarge_smoothly(labels, height, width, sigma_px=0.6 / scale)
    return labels


def enlarge_smoothly(labels: Labels, height_px: int, width_px: int, *, sigma_px: float) -> Labels:
    """Return labels at another size with smooth borders: the part with most of the blurred masks wins."""
    best = np.zeros((height_px, width_px), dtype=np.uint8)
    winner = np.zeros((height_px, width_px), dtype=np.uint8)
    for part in np.unique(labels).tolist():
        mask = np.where(labels == part, np.uint8(255), np.uint8(0))
        if labels.shape != (height_px, width_px):
            mask = np.asarray(cv2.resize(mask, (width_px, height_px), interpolation=cv2.INTER_LINEAR))
        left, top, wide, high = cv2.boundingRect(mask)
        margin = int(3 * sigma_px) + 2
        window = np.s_[
            max(0, top - margin) : top + high + margin, max(0, left - margin) : left + wide + margin
        ]
        share = cv2.GaussianBlur(mask[window], (0, 0), sigma_px, borderType=cv2.BORDER_REPLICATE)
        stronger = cv2.compare(share, best[window], cv2.CMP_GT)
        cv2.copyTo(share, stronger, best[window])
        winner[window][stronger > 0] = part
    return winner


def absorb_islands(labels: Labels) -> Labels:
    """Return labels without specks: the smaller islands of each part are given to what lies around them."""
    islands = label(labels, connectivity=1)  # type: ignore[no-untyped-call]
    area_px = np.bincount(islands.ravel())
    part_of = np.zeros(len(area_px), dtype=np.uint8)
    part_of[islands.ravel()] = labels.ravel()
    small = area_px < SPECK_SHARE * labels.size
    for part in np.unique(part_of[1:]).tolist():
        own = np.flatnonzero(part_of == part)
        small[own[area_px[own].argmax()]] = False
    return fill_from_nearest(labels, small[islands])


def _snap_to_edges(labels: Labels, coarse: Labels, picture: RGB8, *, band_px: int, sigma_px: float) -> Labels:
    """Return labels whose borders follow the strongest edge within `band_px` of where they were."""
    size = 2 * band_px + 1
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size))
    band = np.asarray(cv2.erode(labels, disc) != cv2.dilate(labels, disc))
    if not band.any():
        return labels
    spines = cv2.resize(_spines(coarse), labels.shape[::-1], interpolation=cv2.INTER_NEAREST)
    markers = np.where(band, spines, labels)
    near = cv2.dilate(band.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    height = edge_height(picture, sigma_px)
    # Where nothing is to be seen the border stays in the middle of the band.
    depth = cv2.distanceTransform(band.astype(np.uint8), cv2.DIST_L2, 3)
    height += STAY_HEIGHT * np.minimum(1.0, depth / band_px)
    found = watershed(height, markers.astype(np.int32), mask=near)  # type: ignore[no-untyped-call]
    return np.where(found > 0, found, labels).astype(np.uint8)


def _spines(labels: Labels) -> Labels:
    """Return the middle lines of what is thin, 0 elsewhere: without them it would be lost in the band."""
    spines = np.zeros_like(labels)
    around = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * SPINE_PX + 1, 2 * SPINE_PX + 1))
    for part in np.unique(labels).tolist():
        mask = (labels == part).astype(np.uint8)
        # The picture's rim is no border: a part goes on behind it.
        depth = cv2.distanceTransform(np.pad(mask, 1, mode="edge"), cv2.DIST_L2, 3)[1:-1, 1:-1]
        deepest = cv2.dilate(depth, around)
        line = (depth > 0) & (depth >= SPINE * deepest) & (deepest <= SPINE_PX)
        _, pieces, stats, _ = cv2.connectedComponentsWithStats(line.astype(np.uint8), connectivity=8)
        # The corner of a broad part has a short middle line too.
        long = stats[:, 2:4].max(axis=1) >= min(SPINE_LENGTH_PX, stats[1:, 2:4].max(initial=0))
        long[0] = False
        spines[long[pieces]] = part
    return spines


def edge_height(picture: RGB8, sigma_px: float) -> Float32:
    """Return the gradient of all channels together (Di Zenzo 1986), in levels a pixel, (H, W)."""
    smooth = cv2.GaussianBlur(picture, (0, 0), sigma_px)
    across = cv2.Sobel(smooth, cv2.CV_32F, 1, 0, scale=0.125)
    down = cv2.Sobel(smooth, cv2.CV_32F, 0, 1, scale=0.125)
    return np.asarray(np.sqrt((across * across + down * down).sum(axis=2)))


def fill_from_nearest(labels: Labels, unknown: npt.NDArray[np.bool_]) -> Labels:
    """Return labels with the unknown pixels taken from the nearest known one."""
    if not unknown.any():
        return labels
    _, nearest = cv2.distanceTransformWithLabels(
        unknown.astype(np.uint8), cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL
    )
    known_label = np.zeros(int(nearest.max()) + 1, dtype=np.uint8)
    known_label[nearest[~unknown]] = labels[~unknown]
    return np.asarray(known_label[nearest])
