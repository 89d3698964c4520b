"""The band along the contours between parts: the class "edge" of Painting Process Predict."""

import cv2
import numpy as np
import numpy.typing as npt

from painttime.core.image import Labels


def contour_band(labels: Labels, width_px: float) -> npt.NDArray[np.bool_]:
    """Return the (H, W) mask of the band that runs along every border between parts, half on either side.

    labels: (H, W) uint8. width_px: width of the whole band; it is never thinner than the two pixels that
    touch across a border. The picture's own edge is no border.
    """
    square = np.ones((3, 3), np.uint8)
    touches = cv2.erode(labels, square) != cv2.dilate(labels, square)
    if width_px <= 2 or not touches.any():
        return np.asarray(touches)
    # Distances are to the middle of the nearest pixel at a border, which itself lies half a pixel from it.
    distance = cv2.distanceTransform((~touches).astype(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_PRECISE)
    return np.asarray(distance <= width_px / 2 - 0.5)
