"""Islands of a class too small to be meant."""

import cv2
import numpy as np
import numpy.typing as npt

from painttime.core.image import Labels
from painttime.segmentation.portraits.people_parts import PORTRAIT_KINDS

SMALLEST_SHARES = {
    "background": 0.05,
    "hair": 0.04,
    "clothes": 0.06,
    "eyebrows": 0.002,
    "eyes": 0.002,
    "nose": 0.004,
    "mouth": 0.003,
    "face": 0.03,
    "body": 0.03,
}
"""An island smaller than this share of the square on the head's longer side joins what lies around it."""


def without_specks(classes: Labels, head_px: float) -> Labels:
    """Return (H, W) classes, indices of PORTRAIT_KINDS, in which small islands join what is nearest to them.

    head_px: longer side of the largest head. The largest island of a class stays, whatever its size.
    """
    specks = np.zeros(classes.shape, dtype=np.bool_)
    for index, kind in enumerate(PORTRAIT_KINDS):
        mask = (classes == index).astype(np.uint8)
        count, islands, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=4)
        if count < 3:
            continue
        areas = stats[1:, cv2.CC_STAT_AREA]
        small = areas < SMALLEST_SHARES[kind] * head_px**2
        small[int(areas.argmax())] = False
        if small.any():
            specks |= np.concatenate([[False], small])[islands]
    return filled_from_nearest(classes, specks)


def filled_from_nearest(classes: Labels, unknown: npt.NDArray[np.bool_]) -> Labels:
    """Return classes with the unknown pixels taken from the nearest known one."""
    if not unknown.any() or unknown.all():
        return classes
    _, nearest = cv2.distanceTransformWithLabels(
        unknown.astype(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_5, labelType=cv2.DIST_LABEL_PIXEL
    )
    known = np.zeros(int(nearest.max()) + 1, dtype=np.uint8)
    known[nearest[~unknown]] = classes[~unknown]
    return np.asarray(known[nearest])
