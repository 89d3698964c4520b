"""Small patches of even colour, and what is measured on them: the material parts are merged from."""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt
from skimage.segmentation import slic

from painttime.core.image import RGB8, Float32

WORK_AREA_PX = 90_000
"""Pixels looked at: about 350 x 260. Brush marks of a larger picture only hide its planes."""

MIN_SIDE_PX = 96
"""A smaller picture is enlarged: patches must be wider than the blurs that find edges."""

NUM_SUPERPIXELS = 600
COMPACTNESS_LAB = 7.0
"""Colour difference, in Lab units, that weighs as much as the distance to the next patch. SLIC scales its
input to 0..1 before it looks at it, so the value handed over is divided by the picture's range."""

PIXELS_PER_SUPERPIXEL = 100
CONTOUR_SIGMA_PX = 1.3
CONTOUR_SHARES = 0.08, 0.16
"""Of all pixels, so many have a gradient that makes a contour, and one that lets a contour go on."""

STRONGEST_EDGE = 24.0
"""Stronger edges count as this, or a border that only begins and ends at one would seem to be one."""

CONTOUR_LEVELS = 16.0
"""Steps a Lab unit is cut into where contours are looked for: that is done in whole numbers."""

PALETTE_SIZE = 20
PALETTE_BLUR_LAB = 8.0

Patches = npt.NDArray[np.int32]
"""Patch index of every pixel, (h, w), 0..num_patches - 1."""


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Superpixels:
    """Patches of a picture at work size.

    patches: (h, w) int32, the patch of every pixel.
    area_px: (n,) pixels of each patch.
    lab: (n, 3) mean CIE Lab of each patch.
    palette_shares: (n, PALETTE_SIZE) share of the picture's main colours in each patch; rows sum to 1.
    edges: (h, w) strength of object edges, in Lab units, paint texture smoothed away.
    contours: (h, w) 1 within a pixel of the picture's clearest lines, 0 elsewhere.
    """

    patches: Patches
    area_px: Float32
    lab: Float32
    palette_shares: Float32
    edges: Float32
    contours: Float32

    def rim_px(self) -> Float32:
        """Return along how many pixels of the picture's rim each patch lies, (n,)."""
        rim = np.concatenate([self.patches[0], self.patches[-1], self.patches[:, 0], self.patches[:, -1]])
        return np.bincount(rim, minlength=self.count + 1)[: self.count].astype(np.float32)

    @property
    def count(self) -> int:
        return len(self.area_px)


def work_size(height_px: int, width_px: int) -> tuple[int, int]:
    """Return the (height, width) at which a picture is looked at: WORK_AREA_PX at most, no side too short."""
    scale = min(1.0, (WORK_AREA_PX / (height_px * width_px)) ** 0.5)
    height, width = round(height_px * scale), round(width_px * scale)
    return max(MIN_SIDE_PX, height), max(MIN_SIDE_PX, width)


def find_superpixels(
    picture: RGB8, *, has_texture: bool = True, outside: npt.NDArray[np.bool_] | None = None
) -> Superpixels:
    """Return the patches of an (h, w, 3) picture that is already at work size (SLIC, Achanta et al. 2012).

    has_texture: whether there can be paint texture to smooth away; there is none in a thumbnail.
    outside: (h, w) pixels that belong to no patch: the people of a picture, whose parts are known. There
        `patches` is the number of patches. At least one pixel must be inside.
    """
    lab = to_lab(picture)
    planes = smooth_planes(lab) if has_texture else lab
    wanted = int(np.clip(planes[..., 0].size / PIXELS_PER_SUPERPIXEL, 4, NUM_SUPERPIXELS))
    found = slic(
        planes.astype(np.float64),
        n_segments=wanted,
        compactness=COMPACTNESS_LAB / max(1.0, float(np.ptp(planes))),
        convert2lab=False,
        enforce_connectivity=True,
        start_label=0,
        channel_axis=2,
    )
    if outside is not None:
        found = np.where(outside, found.max() + 1, found)
    _, flat = np.unique(found, return_inverse=True)
    patches = np.asarray(flat.reshape(found.shape), dtype=np.int32)
    count = int(patches.max()) + 1 - int(outside is not None and bool(outside.any()))
    return Superpixels(
        patches=patches,
        area_px=np.bincount(patches.ravel())[:count].astype(np.float32),
        lab=patch_means(lab, patches)[:count],
        palette_shares=patch_means(_palette_shares(planes), patches)[:count],
        edges=edge_map(planes),
        contours=contour_map(planes),
    )


def to_lab(picture: RGB8) -> Float32:
    """Return CIE Lab (D65) of an sRGB picture: L 0..100, a and b about -100..100."""
    return np.asarray(cv2.cvtColor(picture.astype(np.float32) / np.float32(255), cv2.COLOR_RGB2LAB))


def smooth_planes(lab: Float32) -> Float32:
    """Return Lab with brush marks and grain smoothed and the edges of planes kept (two bilateral passes)."""
    smooth = cv2.GaussianBlur(lab, (0, 0), 0.8)
    smooth = cv2.bilateralFilter(smooth, d=9, sigmaColor=14.0, sigmaSpace=4.0)
    return np.asarray(cv2.bilateralFilter(smooth, d=9, sigmaColor=9.0, sigmaSpace=4.0))


def detail_map(lab: Float32) -> Float32:
    """Return how much fine structure of lightness lies around each pixel, in units of L."""
    fine = lab[..., 0] - cv2.GaussianBlur(lab[..., 0], (0, 0), 2.0)
    return np.asarray(np.sqrt(cv2.GaussianBlur(fine * fine, (0, 0), 4.0) + np.float32(1e-6)))


def edge_map(planes: Float32) -> Float32:
    """Return the strength of edges 0..STRONGEST_EDGE: the larger of a fine and a coarse Lab gradient."""
    strength = np.zeros(planes.shape[:2], dtype=np.float32)
    for sigma in (1.0, 2.5):
        smooth = cv2.GaussianBlur(planes, (0, 0), sigma)
        across = cv2.Sobel(smooth, cv2.CV_32F, 1, 0, scale=sigma / 4)
        down = cv2.Sobel(smooth, cv2.CV_32F, 0, 1, scale=sigma / 4)
        np.maximum(strength, np.sqrt((across**2 + down**2).sum(axis=2)), out=strength)
    return np.minimum(strength, np.float32(STRONGEST_EDGE))


def contour_map(planes: Float32) -> Float32:
    """Return 1 within a pixel of the clearest contours of the picture, 0 elsewhere (Canny 1986).

    What is clear is told by the picture itself: a mist has contours too.
    """
    smooth = cv2.GaussianBlur(planes, (0, 0), CONTOUR_SIGMA_PX)
    across = cv2.Sobel(smooth, cv2.CV_32F, 1, 0, scale=CONTOUR_LEVELS)
    down = cv2.Sobel(smooth, cv2.CV_32F, 0, 1, scale=CONTOUR_LEVELS)
    strongest = (across**2 + down**2).argmax(axis=2)[..., None]
    steps = [
        np.clip(np.take_along_axis(way, strongest, axis=2)[..., 0], -(2**15) + 1, 2**15 - 1).astype(np.int16)
        for way in (across, down)
    ]
    high, low = np.quantile(
        np.hypot(*(step.astype(np.float32) for step in steps)), [1 - s for s in CONTOUR_SHARES]
    )
    lines = cv2.Canny(steps[0], steps[1], float(max(1, low)), float(max(1, high)), L2gradient=True)
    return (cv2.dilate(lines, np.ones((3, 3), np.uint8)) > 0).astype(np.float32)


def patch_means(values: Float32, patches: Patches) -> Float32:
    """Return the mean of (h, w, c) values over each patch, (n, c)."""
    flat = patches.ravel()
    area = np.bincount(flat)
    sums = [np.bincount(flat, weights=values[..., channel].ravel()) for channel in range(values.shape[2])]
    return np.asarray(np.stack(sums, axis=1) / area[:, None], dtype=np.float32)


def _palette_shares(planes: Float32) -> Float32:
    """Return, for every pixel, how near it is to each of the picture's main colours, (h, w, PALETTE_SIZE)."""
    colours = planes.reshape(-1, 3)
    sample = colours[:: max(1, len(colours) // 4000)]
    palette = _palette(sample)
    distance = (palette**2).sum(axis=1) - 2 * colours @ palette.T
    distance -= distance.min(axis=1, keepdims=True)
    shares = np.exp(-distance / np.float32(2 * PALETTE_BLUR_LAB**2))
    shares /= shares.sum(axis=1, keepdims=True)
    return np.asarray(shares.reshape(*planes.shape[:2], PALETTE_SIZE), dtype=np.float32)


def _palette(sample: Float32) -> Float32:
    """Return PALETTE_SIZE main colours: farthest-point seeds, then k-means; the same for the same picture."""
    chosen = [sample.mean(axis=0)]
    nearest = ((sample - chosen[0]) ** 2).sum(axis=1)
    while len(chosen) < PALETTE_SIZE:
        chosen.append(sample[int(nearest.argmax())])
        nearest = np.minimum(nearest, ((sample - chosen[-1]) ** 2).sum(axis=1))
    palette = np.stack(chosen)
    for _ in range(8):
        owner = ((palette**2).sum(axis=1) - 2 * sample @ palette.T).argmin(axis=1)
        count = np.bincount(owner, minlength=PALETTE_SIZE)
        for channel in range(3):
            total = np.bincount(owner, weights=sample[:, channel], minlength=PALETTE_SIZE)
            palette[:, channel] = np.where(count > 0, total / np.maximum(count, 1), palette[:, channel])
    return np.asarray(palette, dtype=np.float32)
