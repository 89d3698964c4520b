"""Finding a painting again after a cut, from nearer or farther: first by features, then by trying sizes."""

import cv2
import numpy as np
import numpy.typing as npt

from painttime.core.image import RGB8
from painttime.core.similarity import Similarity
from painttime.recordings.survey.following import Reference, gray_of

_LEAST_MATCHES = 10
_LARGEST_SCALE = 5.0
_EXPLAINED_SHARE = 0.55
_DETAIL_SHARE = 0.45
_LEAST_INSIDE = 0.08
# Sizes tried, smaller picture over larger, and how well it has to fit.
_SCALES = tuple(1.12**power for power in range(1, 10))
_LEAST_CORRELATION = 0.5
_TRIED_SIDE_PX = 128


def relocated(pixels: RGB8, reference: Reference) -> Similarity | None:
    """Return the move from a frame to a reference seen from elsewhere, None where it shows something else."""
    for search in (_by_features, _by_sizes):
        start = search(pixels, reference.pixels)
        if start is None:
            continue
        followed = reference.follow(pixels, start)
        is_explained = (
            followed.explained_share >= _EXPLAINED_SHARE and followed.explained_detail_share >= _DETAIL_SHARE
        )
        if is_explained and followed.inside.mean() >= _LEAST_INSIDE:
            return followed.to_reference
    return None


def _by_features(pixels: RGB8, other: RGB8) -> Similarity | None:
    """SIFT (Lowe, 2004) and RANSAC, both OpenCV's; any scale and angle, where there is enough to see."""
    sift = cv2.SIFT.create(nfeatures=300, contrastThreshold=0.02)
    (points, marks), (other_points, other_marks) = (
        sift.detectAndCompute(gray_of(picture), None) for picture in (pixels, other)
    )
    if marks is None or other_marks is None or min(len(marks), len(other_marks)) < _LEAST_MATCHES:
        return None
    pairs = cv2.BFMatcher(cv2.NORM_L2).knnMatch(marks, other_marks, k=2)
    good = [pair[0] for pair in pairs if len(pair) == 2 and pair[0].distance < 0.75 * pair[1].distance]
    if len(good) < _LEAST_MATCHES:
        return None
    source = np.array([points[match.queryIdx].pt for match in good], dtype=np.float32)
    target = np.array([other_points[match.trainIdx].pt for match in good], dtype=np.float32)
    matrix, fits = cv2.estimateAffinePartial2D(source, target, ransacReprojThreshold=2.0)
    if matrix is None or int(fits.sum()) < _LEAST_MATCHES:
        return None
    scale = float(np.hypot(matrix[0, 0], matrix[1, 0]))
    return Similarity.from_matrix(matrix) if 1 / _LARGEST_SCALE < scale < _LARGEST_SCALE else None


def _by_sizes(pixels: RGB8, other: RGB8) -> Similarity | None:
    """Correlation of the frame, made smaller, with the other picture, and the other way round."""
    frame, reference = _tried(pixels), _tried(other)
    best, found = _LEAST_CORRELATION, None
    for scale in _SCALES:
        for is_nearer in (True, False):
            large, small = (reference, frame) if is_nearer else (frame, reference)
            height_px, width_px = large.shape
            size = (round(width_px / scale), round(height_px / scale))
            template = cv2.resize(small, size, interpolation=cv2.INTER_AREA)
            correlation = cv2.matchTemplate(large, template, cv2.TM_CCOEFF_NORMED)
            _, value, _, (x, y) = cv2.minMaxLoc(correlation)
            if value > best:
                # Pixel centres: those of the small one lie (scale - 1) / 2 beside.
                offset = (1 / scale - 1) / 2
                move = Similarity(scale=1 / scale, dx_px=x + offset, dy_px=y + offset)
                best, found = value, move if is_nearer else move.inverse()
    return None if found is None else found.at_scale(max(other.shape[:2]) / max(reference.shape))


def _tried(pixels: RGB8) -> npt.NDArray[np.uint8]:
    height_px, width_px = pixels.shape[:2]
    factor = min(1.0, _TRIED_SIDE_PX / max(height_px, width_px))
    size = (max(16, round(width_px * factor)), max(16, round(height_px * factor)))
    return np.asarray(cv2.resize(gray_of(pixels), size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
