"""First guesses of how a picture lies in another, from nothing."""

import cv2
import numpy as np
import numpy.typing as npt

from painttime.core.similarity import Similarity

Uint8 = npt.NDArray[np.uint8]
Float32 = npt.NDArray[np.float32]

SPECTRUM_PX = 512
"""Side of the square in which spectra are compared."""

LARGEST_SCALE = 4.0
"""Beyond it, either way, features have been taken for others."""

NUM_FEATURES, RATIO, FEATURE_WITHIN_PX = 700, 0.8, 3.0


class Spectrum:
    """A picture's spectrum in polar form, in which scale and turn are shifts.

    B. Srinivasa Reddy and B. N. Chatterji, "An FFT-Based Technique for Translation, Rotation, and
    Scale-Invariant Image Registration", 1996.
    """

    def __init__(self, structure: Uint8) -> None:
        """structure: (h, w) uint8, no side longer than 2 x SPECTRUM_PX."""
        self._picture = _in_square(structure)
        magnitude = np.fft.fftshift(np.abs(np.fft.fft2(self._picture))).astype(np.float32)
        axis = np.cos(np.pi * np.fft.fftshift(np.fft.fftfreq(SPECTRUM_PX))).astype(np.float32)
        high = 1 - axis[:, None] * axis
        centre = (SPECTRUM_PX / 2, SPECTRUM_PX / 2)
        polar = cv2.warpPolar(
            np.log1p(magnitude) * high * (2 - high),
            (SPECTRUM_PX, SPECTRUM_PX),
            centre,
            SPECTRUM_PX / 2,
            cv2.WARP_POLAR_LOG + cv2.INTER_LINEAR,
        )
        # Half a turn holds everything: the spectrum of a picture is the same on both sides.
        self._polar: Float32 = np.asarray(polar[: SPECTRUM_PX // 2], np.float32)

    def scale_and_turn(self, moving: "Spectrum") -> Similarity:
        """Return the scale and turn (without shift) that take the moving picture to this one."""
        window = cv2.createHanningWindow(self._polar.shape[::-1], cv2.CV_32F)
        (along, around), _ = cv2.phaseCorrelate(moving._polar, self._polar, window)
        # A larger picture has a narrower spectrum.
        scale = float(np.exp(-along * np.log(SPECTRUM_PX / 2) / SPECTRUM_PX))
        return Similarity(scale=scale, angle_deg=around * 360 / SPECTRUM_PX)


def shift_between(fixed: Uint8, moving: Uint8) -> Similarity:
    """Return the shift that takes one (h, w) uint8 structure to another of the same size."""
    window = cv2.createHanningWindow(fixed.shape[::-1], cv2.CV_32F)
    one, other = (picture.astype(np.float32) - np.float32(128) for picture in (fixed, moving))
    (dx, dy), _ = cv2.phaseCorrelate(other, one, window)
    return Similarity(dx_px=dx, dy_px=dy)


def _in_square(structure: Uint8) -> Float32:
    """Return the picture faded out towards its borders, in the middle of a square of mean grey."""
    height, width = (min(side, SPECTRUM_PX) for side in structure.shape)
    top, left = (structure.shape[0] - height) // 2, (structure.shape[1] - width) // 2
    middle = structure[top : top + height, left : left + width].astype(np.float32) - np.float32(128)
    square = np.zeros((SPECTRUM_PX, SPECTRUM_PX), np.float32)
    top, left = (SPECTRUM_PX - height) // 2, (SPECTRUM_PX - width) // 2
    square[top : top + height, left : left + width] = middle * cv2.createHanningWindow(
        (width, height), cv2.CV_32F
    )
    return square


class Features:
    """Marked places of a picture, known again at another scale and turn (David Lowe, SIFT, 2004)."""

    def __init__(self, grey: Uint8, usable: npt.NDArray[np.bool_]) -> None:
        finder = cv2.SIFT.create(nfeatures=NUM_FEATURES)
        places, marks = finder.detectAndCompute(grey, usable.astype(np.uint8))
        self._places = np.array([place.pt for place in places], np.float32).reshape(-1, 2)
        # Square roots of shares compare better: Relja Arandjelovic and Andrew Zisserman, "RootSIFT", 2012.
        raw = np.zeros((0, 128), np.float32) if marks is None else np.asarray(marks, np.float32)
        self._marks: Float32 = np.sqrt(raw / np.maximum(raw.sum(axis=1, keepdims=True), 1e-6))

    def similarity_from(self, moving: "Features") -> Similarity | None:
        """Return the move that takes places of the moving picture to this one, None where none is found."""
        if min(len(self._marks), len(moving._marks)) < 4:
            return None
        matches = cv2.BFMatcher(cv2.NORM_L2).knnMatch(moving._marks, self._marks, k=2)
        good = [pair[0] for pair in matches if len(pair) == 2 and pair[0].distance < RATIO * pair[1].distance]
        if len(good) < 4:
            return None
        origin = moving._places[[match.queryIdx for match in good]]
        target = self._places[[match.trainIdx for match in good]]
        matrix, _ = cv2.estimateAffinePartial2D(
            origin, target, method=cv2.RANSAC, ransacReprojThreshold=FEATURE_WITHIN_PX, maxIters=1000
        )
        if matrix is None or not 1 / LARGEST_SCALE < np.hypot(*matrix[0, :2]) < LARGEST_SCALE:
            return None
        return Similarity.from_matrix(matrix)
