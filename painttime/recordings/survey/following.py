"""Following the painting from frame to frame at small size: where it lies, how brightly it is lit."""

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from painttime.core.image import RGB8, largest_channel
from painttime.core.similarity import IDENTITY, Similarity

Float32 = npt.NDArray[np.float32]
Mask = npt.NDArray[np.bool_]

_LEVELS_PX = (40, 128)
"""Long sides at which a move is found, one after the other."""
_NUM_STEPS = (6, 5)
_NOISE_LEVELS = 3.0
# How far a frame moves from the one before where the picture says nothing: one pixel at 128.
_LIKELY_SHIFT = 1.0 / 128
_LIKELY_TURN = 0.01
# Tolerance from which a pixel counts as detail: the colours beside it are 15 levels apart.
_DETAILED_LEVELS = 14
_LEAST_DETAILED = 0.01
_GAIN_RANGE = (0.5, 2.0)


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Followed:
    """A frame brought into the view of a reference.

    to_reference: takes points of the frame there. pixels: (h, w, 3) uint8 in that view and light.
    inside: (h, w) bool, where the frame has pixels. gain: brightness of the frame over the reference's.
    explained_share: share of the pixels inside that look like the reference.
    difference: mean absolute difference inside, in levels; what is more than may be counts as much as may be.
    explained_detail_share: the same of those that have some detail in the reference, 1 where few have: bare
        canvas looks like bare canvas wherever it lies.
    """

    to_reference: Similarity
    pixels: RGB8
    inside: Mask
    gain: float
    explained_share: float
    explained_detail_share: float
    difference: float


class Reference:
    """A picture that frames are brought to; prepared once, used for several tries."""

    def __init__(self, pixels: RGB8) -> None:
        """pixels: (h, w, 3) uint8, without a hand as far as possible."""
        self.pixels = pixels
        self.tolerance = tolerance_of(pixels)
        self._is_detailed = self.tolerance >= _DETAILED_LEVELS
        self.has_details = bool(self._is_detailed.mean() > _LEAST_DETAILED)
        gray = gray_of(pixels)
        self._levels = [_Level(gray, long_side_px) for long_side_px in _LEVELS_PX]

    def follow(self, frame: RGB8, start: Similarity = IDENTITY, gain: float = 1.0) -> Followed:
        """Find a frame of the same size; start, gain: where it is thought to lie, and how bright to be."""
        gray = gray_of(frame)
        height_px, width_px = gray.shape
        move = _Move.of(start, width_px, height_px)
        for level, num_steps in zip(self._levels, _NUM_STEPS, strict=True):
            move = level.refine(gray, move, num_steps, gain)
        return self.compare(frame, move.similarity(width_px, height_px))

    def compare(self, frame: RGB8, to_reference: Similarity) -> Followed:
        """Bring a frame to the reference by a known move and see how much of it looks the same."""
        height_px, width_px = frame.shape[:2]
        size = (width_px, height_px)
        matrix = to_reference.matrix
        warped = np.asarray(
            cv2.warpAffine(frame, matrix, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE),
            dtype=np.uint8,
        )
        full = np.full((height_px, width_px), 255, dtype=np.uint8)
        inside = cv2.warpAffine(full, matrix, size, flags=cv2.INTER_NEAREST) > 0
        gains = _gains(warped, self.pixels, inside)
        evened = _lit(warped, 1 / gains)
        difference = largest_channel(cv2.absdiff(evened, self.pixels))
        alike = (difference < self.tolerance) & inside
        num_inside = int(inside.sum())
        detailed = self._is_detailed & inside
        num_detailed = int(detailed.sum())
        has_details = num_detailed > _LEAST_DETAILED * inside.size
        explained_detail_share = int((alike & detailed).sum()) / num_detailed if has_details else 1.0
        return Followed(
            to_reference=to_reference,
            pixels=evened,
            inside=inside,
            gain=float(gains.mean()),
            explained_share=int(alike.sum()) / max(1, num_inside),
            explained_detail_share=explained_detail_share,
            difference=float(cv2.mean(cv2.min(difference, self.tolerance), inside.view(np.uint8))[0]),
        )


def gray_of(pixels: RGB8) -> npt.NDArray[np.uint8]:
    """Return the luma of (h, w, 3) pixels, (h, w) uint8."""
    return np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), dtype=np.uint8)


def tolerance_of(pixels: RGB8, noise_levels: float = 9.0) -> npt.NDArray[np.uint8]:
    """Return by how much two looks at the same thing may differ at each pixel, (h, w) uint8 levels.

    noise_levels: anywhere, by noise and compression. At edges also what misplacement by a third of a pixel
    does.
    """
    gray = gray_of(pixels)
    kernel = np.ones((3, 3), dtype=np.uint8)
    spread = cv2.subtract(cv2.dilate(gray, kernel), cv2.erode(gray, kernel))
    return np.asarray(np.minimum(noise_levels + 0.35 * spread, 60), dtype=np.uint8)


def _gains(frame: RGB8, reference: RGB8, inside: Mask) -> Float32:
    """Return how much brighter a frame is, (3,): medians over a grid, which a hand does not sway."""
    step = max(1, frame.shape[1] // 64)
    chosen = inside[::step, ::step]
    one = frame[::step, ::step][chosen].astype(np.float32)
    other = reference[::step, ::step][chosen].astype(np.float32)
    gains = np.ones(3, dtype=np.float32)
    for channel in range(3):
        is_lit = other[:, channel] > 24
        if is_lit.sum() > 20:
            gains[channel] = np.median((one[is_lit, channel] + 1) / (other[is_lit, channel] + 1))
    return np.clip(gains, *_GAIN_RANGE)


def _lit(pixels: RGB8, gains: npt.NDArray[np.floating[Any]]) -> RGB8:
    steps = np.arange(256, dtype=np.float32)[:, None] * gains
    table = np.clip(np.rint(steps), 0, 255).astype(np.uint8)[None]
    return np.asarray(cv2.LUT(pixels, table), dtype=np.uint8)


@dataclass(frozen=True, slots=True)
class _Move:
    """A similarity in units of the long side, about the middle: takes the reference's points to the frame."""

    a: float = 0.0
    b: float = 0.0
    x: float = 0.0
    y: float = 0.0

    @classmethod
    def of(cls, to_reference: Similarity, width_px: int, height_px: int) -> "_Move":
        unit = max(width_px, height_px)
        middle = np.array([(width_px - 1) / 2, (height_px - 1) / 2])
        matrix = to_reference.inverse().matrix
        shift = matrix[:, :2] @ middle + matrix[:, 2] - middle
        return cls(
            float(matrix[0, 0] - 1), float(matrix[1, 0]), float(shift[0] / unit), float(shift[1] / unit)
        )

    def matrix(self, width_px: int, height_px: int) -> npt.NDArray[np.float64]:
        unit = max(width_px, height_px)
        middle = np.array([(width_px - 1) / 2, (height_px - 1) / 2])
        linear = np.array([[1 + self.a, -self.b], [self.b, 1 + self.a]])
        shift = middle + np.array([self.x, self.y]) * unit - linear @ middle
        return np.hstack([linear, shift[:, None]])

    def similarity(self, width_px: int, height_px: int) -> Similarity:
        return Similarity.from_matrix(self.matrix(width_px, height_px)).inverse()


class _Level:
    """One size at which a move is refined: Gauss-Newton with weights that leave out what is covered."""

    def __init__(self, gray: npt.NDArray[np.uint8], long_side_px: int) -> None:
        height_px, width_px = gray.shape
        factor = min(1.0, long_side_px / max(height_px, width_px))
        self._size = (max(8, round(width_px * factor)), max(8, round(height_px * factor)))
        self._picture = self._small(gray)
        width_px, height_px = self._size
        unit = max(self._size)
        y, x = np.mgrid[0:height_px, 0:width_px].astype(np.float32)
        self._x = (x - (width_px - 1) / 2) / unit
        self._y = (y - (height_px - 1) / 2) / unit
        deviations = np.array([_LIKELY_TURN, _LIKELY_TURN, _LIKELY_SHIFT, _LIKELY_SHIFT])
        self._prior = np.append((_NOISE_LEVELS / deviations) ** 2, 0.0)

    def _small(self, gray: npt.NDArray[np.uint8]) -> Float32:
        small = cv2.resize(gray, self._size, interpolation=cv2.INTER_AREA)
        return np.asarray(cv2.GaussianBlur(small.astype(np.float32), (0, 0), 0.8))

    def refine(self, gray: npt.NDArray[np.uint8], move: _Move, num_steps: int, brightness: float) -> _Move:
        """Return a better move of a frame."""
        small = self._small(gray)
        width_px, height_px = self._size
        unit = max(self._size)
        start = np.array([move.a, move.b, move.x, move.y])
        found = start.copy()
        gain = 1 / brightness
        for _ in range(num_steps):
            matrix = _Move(*found).matrix(width_px, height_px)
            warped = cv2.warpAffine(
                small,
                matrix,
                self._size,
                flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
                borderMode=cv2.BORDER_CONSTANT,
                borderValue=-1,
            )
            slope_x = cv2.Sobel(warped, cv2.CV_32F, 1, 0, ksize=3, scale=unit / 8)
            slope_y = cv2.Sobel(warped, cv2.CV_32F, 0, 1, ksize=3, scale=unit / 8)
            left = gain * warped - self._picture
            away = np.abs(left)
            scale = max(4.0, 3.0 * float(np.median(away)))
            weight = np.square(np.maximum(0, 1 - np.square(away / scale)))
            weight[cv2.erode((warped >= 0).astype(np.uint8), np.ones((3, 3), np.uint8)) == 0] = 0
            columns = np.stack(
                [
                    gain * (slope_x * self._x + slope_y * self._y),
                    gain * (slope_y * self._x - slope_x * self._y),
                    gain * slope_x,
                    gain * slope_y,
                    warped,
                ],
                axis=-1,
            ).reshape(-1, 5)
            weighted = columns * weight.reshape(-1, 1)
            normal = (weighted.T @ columns).astype(np.float64)
            normal[np.arange(5), np.arange(5)] += self._prior + 1e-3
            pull = np.append(self._prior[:4] * (found - start), 0.0)
            step = np.linalg.solve(normal, -(weighted.T @ left.reshape(-1)).astype(np.float64) - pull)
            found += step[:4]
            gain = float(np.clip(gain + step[4], *_GAIN_RANGE))
            if np.abs(step[:4]).max() < 2e-5:
                break
        if not np.isfinite(found).all() or abs(found[0]) > 0.9 or np.abs(found[1:]).max() > 0.9:
            return move
        return _Move(*(float(value) for value in found))
