"""How well the borders of parts lie on the edges of a painting."""

import cv2
import numpy as np
import numpy.typing as npt

from painttime.core.image import RGB8, Labels

Mask = npt.NDArray[np.bool_]

SIGMA_PX = 1.7
STRONG_SHARE, JOINED_SHARE = 0.18, 0.36
"""Of the ridges of the gradient: so many are strong, and so many are believed where they go on from a strong
one (hysteresis, Canny 1986)."""

NEAR_PX = 2
SHIFT_PX = 15


def strong_edges(pixels: RGB8) -> Mask:
    """Return the strong edges of (H, W, 3) sRGB pixels, one pixel wide; nothing of painttime is used for it.

    The gradient is that of all channels together (Di Zenzo 1986): derivatives of Gaussians of SIGMA_PX give
    a structure tensor a pixel; the root of its larger eigenvalue is the strength, its eigenvector the way
    across. Ridges are pixels stronger than both neighbours across.
    """
    smooth = cv2.GaussianBlur(pixels.astype(np.float32), (0, 0), SIGMA_PX, borderType=cv2.BORDER_REPLICATE)
    across = cv2.Sobel(smooth, cv2.CV_32F, 1, 0, scale=0.125, borderType=cv2.BORDER_REPLICATE)
    down = cv2.Sobel(smooth, cv2.CV_32F, 0, 1, scale=0.125, borderType=cv2.BORDER_REPLICATE)
    xx, yy, xy = (across**2).sum(axis=2), (down**2).sum(axis=2), (across * down).sum(axis=2)
    spread = np.sqrt((xx - yy) ** 2 / 4 + xy**2)
    strength = np.sqrt(np.maximum(0.0, (xx + yy) / 2 + spread)).astype(np.float32)
    ridges = _ridges(strength, 0.5 * np.arctan2(2 * xy, xx - yy))
    if not ridges.any():
        return ridges
    strong, joined = np.quantile(strength[ridges], [1 - STRONG_SHARE, 1 - JOINED_SHARE])
    _, islands = cv2.connectedComponents((ridges & (strength >= joined)).astype(np.uint8), connectivity=8)
    kept = np.unique(islands[ridges & (strength >= strong)])
    return np.asarray(np.isin(islands, kept[kept > 0]))


def _ridges(strength: npt.NDArray[np.float32], angle: npt.NDArray[np.float32]) -> Mask:
    rows, columns = np.indices(strength.shape, dtype=np.float32)
    step_x, step_y = np.cos(angle).astype(np.float32), np.sin(angle).astype(np.float32)
    ahead, behind = (
        cv2.remap(
            strength,
            columns + sign * step_x,
            rows + sign * step_y,
            cv2.INTER_LINEAR,
            borderMode=cv2.BORDER_REPLICATE,
        )
        for sign in (1, -1)
    )
    return np.asarray((strength > ahead) & (strength >= behind) & (strength > 1.0))


def borders(labels: Labels | npt.NDArray[np.intp]) -> Mask:
    """Return the pixels whose right or lower neighbour lies in another part; the picture's rim is none."""
    found = np.zeros(labels.shape, dtype=np.bool_)
    found[:, :-1] |= labels[:, :-1] != labels[:, 1:]
    found[:-1] |= labels[:-1] != labels[1:]
    return found


def near(mask: Mask, within_px: float = NEAR_PX) -> Mask:
    """Return the pixels within so many pixels of the mask."""
    if not mask.any():
        return np.zeros_like(mask)
    distance = cv2.distanceTransform((~mask).astype(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_PRECISE)
    return np.asarray(distance <= within_px)


def alignment(found: Mask, edges: Mask) -> float:
    """Return the share of the borders within NEAR_PX of a strong edge, 0..1; 0 without borders."""
    return float(near(edges)[found].mean()) if found.any() else 0.0


def chance(found: Mask, edges: Mask) -> float:
    """Return the alignment of the same borders moved by SHIFT_PX in four ways: what chance alone gives."""
    zone, scores = near(edges), []
    for down, right in ((SHIFT_PX, 0), (-SHIFT_PX, 0), (0, SHIFT_PX), (0, -SHIFT_PX)):
        moved = np.zeros_like(found)
        height, width = found.shape
        moved[max(0, down) : height + min(0, down), max(0, right) : width + min(0, right)] = found[
            max(0, -down) : height - max(0, down), max(0, -right) : width - max(0, right)
        ]
        if moved.any():
            scores.append(float(zone[moved].mean()))
    return float(np.mean(scores)) if scores else 0.0
