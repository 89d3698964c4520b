"""Where small patches of one picture lie in another, and the move that most of them agree on."""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from painttime.core.similarity import Similarity
from painttime.recordings.registration.warping import Mask

Uint8 = npt.NDArray[np.uint8]
Points = npt.NDArray[np.float32]

NUM_POINTS, POINT_QUALITY, POINT_DISTANCE_PX = 400, 0.01, 9.0
PATCH_PX = 21
"""Side of the patches that are followed."""

RETURNS_WITHIN_PX = 0.5
"""A patch counts where, followed there and back, it ends so near to where it began."""

SMALLEST_SCALE = 0.1
"""Below it patches have run together in one place."""


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Followed:
    """Patches found in both pictures: (n, 2) float32 places, and how many were looked for."""

    moving: Points
    fixed: Points
    num_sought: int


def follow(fixed: Uint8, moving: Uint8, usable: Mask, *, levels: int) -> Followed:
    """Follow the patches with most structure from either picture to the other.

    fixed, moving: (h, w) uint8 structure, roughly in place. usable: (h, w), where both may be looked at.
    levels: the patches may have moved by about 10 px x 2^levels.
    Corners: Jianbo Shi and Carlo Tomasi, "Good Features to Track", 1994; following: Bruce Lucas and Takeo
    Kanade, 1981, on pyramids; there and back: Zdenek Kalal et al., "Forward-Backward Error", 2010.
    """
    mask = usable.astype(np.uint8)
    from_fixed = _pairs(fixed, moving, _corners(fixed, mask), levels)
    from_moving = _pairs(moving, fixed, _corners(moving, mask), levels)
    return Followed(
        moving=np.concatenate([from_fixed[1], from_moving[0]]),
        fixed=np.concatenate([from_fixed[0], from_moving[1]]),
        num_sought=from_fixed[2] + from_moving[2],
    )


def _corners(structure: Uint8, mask: Uint8) -> Points:
    corners = cv2.goodFeaturesToTrack(structure, NUM_POINTS, POINT_QUALITY, POINT_DISTANCE_PX, mask=mask)
    return np.zeros((0, 2), np.float32) if corners is None else np.asarray(corners.reshape(-1, 2), np.float32)


def _pairs(origin: Uint8, target: Uint8, points: Points, levels: int) -> tuple[Points, Points, int]:
    """Return the places of patches in both pictures, and how many were sought."""
    if not len(points):
        return points, points, 0
    size = (PATCH_PX, PATCH_PX)
    there, found, _ = cv2.calcOpticalFlowPyrLK(
        origin, target, points, points.copy(), winSize=size, maxLevel=levels
    )
    back, found_back, _ = cv2.calcOpticalFlowPyrLK(
        target, origin, there, there.copy(), winSize=size, maxLevel=levels
    )
    returns = np.linalg.norm(back - points, axis=1) < RETURNS_WITHIN_PX
    good = returns & (found.ravel() == 1) & (found_back.ravel() == 1)
    return points[good], np.asarray(there[good], np.float32), len(points)


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Agreement:
    """A move that many patches agree on.

    similarity: takes places in the moving picture to the fixed one. held: (n,) bool, the patches that agree.
    error_px: standard error of where it puts the corners of the picture, from how far the patches scatter.
    """

    similarity: Similarity
    held: npt.NDArray[np.bool_]
    error_px: float


def agree(followed: Followed, size: tuple[int, int], *, within_px: float) -> Agreement | None:
    """Return the similarity by which most patches have moved, None where no three do.

    size: (width, height) of the pictures. within_px: how far a patch may be from where the move puts it.
    Random sample consensus (Martin Fischler and Robert Bolles, 1981), then least squares weighed by Tukey's
    biweight.
    """
    if len(followed.moving) < 3:
        return None
    _, inliers = cv2.estimateAffinePartial2D(
        followed.moving, followed.fixed, method=cv2.RANSAC, ransacReprojThreshold=within_px, refineIters=0
    )
    held = np.zeros(len(followed.moving), np.bool_) if inliers is None else inliers.ravel().astype(np.bool_)
    return _weighed(followed, held, size) if held.sum() >= 3 else None


def _weighed(followed: Followed, held: npt.NDArray[np.bool_], size: tuple[int, int]) -> Agreement | None:
    """Return the similarity of the patches that agree; as complex numbers it is z -> a z + b."""
    origin = followed.moving[held].astype(np.float64) @ (1, 1j)
    target = followed.fixed[held].astype(np.float64) @ (1, 1j)
    weights = np.ones(len(origin))
    for _ in range(4):
        total = weights.sum()
        centre, there = (weights @ origin) / total, (weights @ target) / total
        spread = float(weights @ abs(origin - centre) ** 2)
        turn = (weights @ ((target - there) * (origin - centre).conj())) / max(spread, 1e-9)
        off = abs(target - there - turn * (origin - centre))
        scatter = max(float(np.median(off)) / 1.1774, 0.02)
        weights = np.clip(1 - (off / (4.685 * scatter)) ** 2, 0, None) ** 2
    if abs(turn) < SMALLEST_SCALE:
        return None
    shift = there - turn * centre
    corners = np.array([0, size[0], 1j * size[1], size[0] + 1j * size[1]])
    leverage = 1 / total + float((abs(corners - centre) ** 2).max()) / max(spread, 1e-9)
    matrix = [[turn.real, -turn.imag, shift.real], [turn.imag, turn.real, shift.imag]]
    return Agreement(
        similarity=Similarity.from_matrix(matrix), held=held, error_px=scatter * float(np.sqrt(2 * leverage))
    )
