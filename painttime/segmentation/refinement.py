"""Carrying parts found at work size to the painting's own size, along the painting's own edges."""

import cv2
import numpy as np
import numpy.typing as npt

from painttime.core.image import RGB8, Labels, fitted_size

REFINE_SIDE_PX = 2048
"""Long side at which borders are drawn; on larger paintings they are only enlarged smoothly."""

BAND_WORK_PX = 2.5
"""Half width of the band along borders that is decided anew, in pixels of the work size."""

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
        labels = _snap_to_edges(labels, picture, band_px=max(2, round(BAND_WORK_PX * zoom)))
        labels = enlarge_smoothly(labels, *picture.shape[:2], sigma_px=max(0.7, 0.35 * zoom))
    labels = absorb_islands(labels)
    if scale < 1.0:
        labels = enlarge_smoothly(labels, height, width, sigma_px=0.6 / scale)
    return labels


def enlarge_smoothly(labels: Labels, height_px: int, width_px: int, *, sigma_px: float) -> Labels:
    """Return labels at another size with smooth borders: the part with most of the blurred masks wins."""
    best = np.zeros((height_px, width_px), dtype=np.uint8)
    winner = np.zeros((height_px, width_px), dtype=np.uint8)
    for label in np.unique(labels).tolist():
        mask = np.where(labels == label, np.uint8(255), np.uint8(0))
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
        winner[window][stronger > 0] = label
    return winner


def absorb_islands(labels: Labels) -> Labels:
    """Return labels without specks: the smaller islands of each part are given to what lies around them."""
    smallest_px = SPECK_SHARE * labels.size
    unknown = np.zeros(labels.shape, dtype=np.bool_)
    for label in np.unique(labels).tolist():
        mask = (labels == label).astype(np.uint8)
        _, islands, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=4)
        areas = stats[1:, cv2.CC_STAT_AREA]
        small = areas < smallest_px
        small[int(areas.argmax())] = False
        if small.any():
            unknown |= np.concatenate([[False], small])[islands]
    return _fill_from_nearest(labels, unknown)


def _snap_to_edges(labels: Labels, picture: RGB8, *, band_px: int) -> Labels:
    """Return labels whose borders follow the strongest edge within `band_px` of where they were."""
    size = 2 * band_px + 1
    square = cv2.getStructuringElement(cv2.MORPH_RECT, (size, size))
    band = cv2.erode(labels, square) != cv2.dilate(labels, square)
    for label in np.unique(labels).tolist():
        # A part thinner than the band keeps its spine, or it would be flooded by its neighbours.
        mask = (labels == label).astype(np.uint8)
        if not (mask.astype(np.bool_) & ~band).any():
            depth = cv2.distanceTransform(mask, cv2.DIST_L2, 3)
            band &= depth < depth.max() * 0.6
    markers = np.where(band, 0, labels.astype(np.int32))
    smooth = cv2.GaussianBlur(picture, (0, 0), max(0.8, band_px / 6))
    # The watershed makes the outermost pixels lines, whatever lies there: it gets a frame to spoil.
    framed = cv2.copyMakeBorder(smooth, 1, 1, 1, 1, cv2.BORDER_REPLICATE)
    flooded = cv2.watershed(framed, np.pad(markers, 1, mode="edge"))[1:-1, 1:-1]
    return _settle_lines(np.maximum(flooded, 0).astype(np.uint8), picture)


def _settle_lines(labels: Labels, picture: RGB8) -> Labels:
    """Return labels in which the lines of a watershed, label 0, join the touching part most like them."""
    rows, columns = np.nonzero(labels == 0)
    colours = picture[rows, columns].astype(np.int32)
    closest = np.full(len(rows), np.iinfo(np.int32).max, dtype=np.int32)
    chosen = np.zeros(len(rows), dtype=np.uint8)
    for down, right in ((0, -1), (0, 1), (-1, 0), (1, 0)):
        next_row = np.clip(rows + down, 0, labels.shape[0] - 1)
        next_column = np.clip(columns + right, 0, labels.shape[1] - 1)
        label = labels[next_row, next_column]
        difference = ((picture[next_row, next_column] - colours) ** 2).sum(axis=1).astype(np.int32)
        better = (label > 0) & (difference < closest)
        closest[better] = difference[better]
        chosen[better] = label[better]
    settled = labels.copy()
    settled[rows, columns] = chosen
    return _fill_from_nearest(settled, settled == 0)


def _fill_from_nearest(labels: Labels, unknown: npt.NDArray[np.bool_]) -> Labels:
    """Return labels with the unknown pixels taken from the nearest known one."""
    if not unknown.any():
        return labels
    _, nearest = cv2.distanceTransformWithLabels(
        unknown.astype(np.uint8), cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL
    )
    known_label = np.zeros(int(nearest.max()) + 1, dtype=np.uint8)
    known_label[nearest[~unknown]] = labels[~unknown]
    return np.asarray(known_label[nearest])
