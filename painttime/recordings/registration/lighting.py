"""Bringing a picture to the light of another picture of the same painting."""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from painttime.core.image import RGB8, Float32, fitted_size, largest_channel, read_only

Mask = npt.NDArray[np.bool_]
Float64 = npt.NDArray[np.float64]

WORK_LONG_SIDE_PX = 128
"""Side of the small copies on which light is compared: it varies slowly, and noise averages out."""

LEAST_PLACES = 48
"""With fewer places alike on the small copies, nothing is known of the light."""

CLIPPED_LOW, CLIPPED_HIGH = 3.0, 252.0
"""Levels at either end, which say nothing of the light."""

DETAIL_WINDOW_PX, DETAIL_LEVELS, DETAIL_SHARE = 7, 4.0, 0.5
"""Where detail differs by more than some levels and a share of itself, something was painted."""

GAIN_PRIOR, CAST_PRIOR = 0.30, 0.10
"""How far brightness and the balance of colours are expected to go, as logarithms of factors."""

KERNEL, NUM_CANDIDATES, NUM_VOTERS = 0.02, 256, 2000
"""Width of the kernel (logarithm of a factor), how many places are tried as the commonest, by how many."""

BEATS_NONE = 1.1
"""A change of light has to explain so many times more places than none does."""

FIELD_PRIOR, OFFSET_PRIOR_LEVELS = 0.08, 5.0
"""How far the field over the picture, and what is added to all values, are expected to go."""

LARGEST_GAIN, LARGEST_OFFSET_LEVELS = 2.0, 30.0
NUM_STEPS, SCATTER_FLOOR_LEVELS, TUKEY = 8, 0.7, 4.685
CELLS, CELLS_FOR_SLOPE, CELLS_FOR_BOW, CELL_SHARE = (4, 4), 6, 11, 0.15
"""The picture is cut into cells; a field needs places alike in so many of them, else it would be made up."""

NUM_TERMS = 6
"""1, x, y, x², xy, y² with x and y from -1 to 1."""


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Light:
    """What takes one light to another: values times a field, plus an offset, a channel each.

    gains: (3, 6) float64, factors of 1, x, y, x², xy, y², where x and y go from -1 to 1 over the picture.
    offsets: (3,) float64, 8-bit levels.
    """

    gains: Float64
    offsets: Float64

    def __post_init__(self) -> None:
        object.__setattr__(self, "gains", read_only(self.gains))
        object.__setattr__(self, "offsets", read_only(self.offsets))

    @classmethod
    def unchanged(cls) -> "Light":
        """Return the light that leaves everything as it is."""
        gains = np.zeros((3, NUM_TERMS))
        gains[:, 0] = 1
        return cls(gains=gains, offsets=np.zeros(3))

    @property
    def is_even(self) -> bool:
        """Whether it is the same all over the picture."""
        return not self.gains[:, 1:].any()

    def field(self, height_px: int, width_px: int) -> Float32:
        """Return the factors of every pixel, (h, w, 3) float32."""
        terms = _terms(height_px, width_px)
        factors = terms.reshape(-1, NUM_TERMS) @ self.gains.T
        return (
            np.clip(factors, 1 / LARGEST_GAIN, LARGEST_GAIN)
            .astype(np.float32)
            .reshape(height_px, width_px, 3)
        )

    def apply(self, pixels: RGB8) -> RGB8:
        """Return (h, w, 3) uint8 pixels in the other light."""
        height_px, width_px = pixels.shape[:2]
        if self.is_even:
            levels = np.arange(256)[:, None] * self.gains[:, 0] + self.offsets
            table = np.clip(np.rint(levels), 0, 255).astype(np.uint8)
            return np.asarray(cv2.LUT(pixels, table.reshape(1, 256, 3)), np.uint8)
        small = self.field(*(min(side, 64) for side in (height_px, width_px)))
        factors = cv2.resize(small, (width_px, height_px), interpolation=cv2.INTER_LINEAR)
        lit = cv2.multiply(pixels, factors, dtype=cv2.CV_32F)
        # Rounded and kept within 0..255 as it is added.
        return np.asarray(cv2.add(lit, np.append(self.offsets, 0.0), dtype=cv2.CV_8U), np.uint8)


def find_light(moving: RGB8, fixed: RGB8, trusted: Mask | None = None) -> Light:
    """Return what takes the light of `moving` to that of `fixed`.

    moving, fixed: (h, w, 3) uint8, one view of the same painting. trusted: (h, w) bool, where both show it;
    much may have been painted between them: the light is that of the commonest change of values, as long as
    about a seventh of the picture is the same in both.
    A gain, an offset and a field of second order a channel, by least squares weighed by Tukey's biweight
    (John Beaton and John Tukey, 1974) from the places nearest to the commonest factor on. Where that explains
    hardly more places than no change of light does, there is none.
    """
    full_height, full_width = moving.shape[:2]
    height, width = fitted_size(full_height, full_width, min(WORK_LONG_SIDE_PX, max(full_height, full_width)))
    one, other = (
        cv2.resize(picture, (width, height), interpolation=cv2.INTER_AREA).astype(np.float32)
        for picture in (moving, fixed)
    )
    useful = _useful(one, other, trusted)
    if useful.sum() < LEAST_PLACES:
        return Light.unchanged()
    values, wanted = one[useful].astype(np.float64), other[useful].astype(np.float64)
    near = _commonest(np.log(wanted / values))
    if near is None:
        return Light.unchanged()
    return _fitted(values, wanted, _terms(height, width)[useful], near, useful)


def _terms(height: int, width: int) -> Float64:
    """Return the (h, w, 6) terms of a field of second order."""
    y = ((np.arange(height) + 0.5) * 2 / height - 1)[:, None] + np.zeros(width)
    x = (np.arange(width) + 0.5) * 2 / width - 1 + np.zeros((height, 1))
    return np.stack([np.ones_like(x), x, y, x * x, x * y, y * y], axis=2)


def _useful(one: Float32, other: Float32, trusted: Mask | None) -> Mask:
    """Return (h, w), where two small pictures may be compared: not clipped, and with the same detail."""
    low, high = -largest_channel(-np.minimum(one, other)), largest_channel(np.maximum(one, other))
    useful = (low > CLIPPED_LOW) & (high < CLIPPED_HIGH)
    window = (DETAIL_WINDOW_PX, DETAIL_WINDOW_PX)
    details = [picture - cv2.blur(picture, window) for picture in (one, other)]
    apart = largest_channel(np.abs(details[0] - details[1]))
    useful &= apart <= DETAIL_LEVELS + DETAIL_SHARE * largest_channel(np.abs(details[0]))
    if trusted is not None:
        share = cv2.resize(
            trusted.view(np.uint8) * np.uint8(255), one.shape[1::-1], interpolation=cv2.INTER_AREA
        )
        useful &= share > 252
    return np.asarray(useful)


def _commonest(factors: Float64) -> Mask | None:
    """Return (n,), the places near the commonest of (n, 3) logarithms of factors, None where it is no change.

    The mode, not the median: most places may have been painted over, each to a colour of its own.
    """
    stride = max(1, len(factors) // NUM_CANDIDATES)
    candidates = np.concatenate([np.zeros((1, 3)), factors[stride // 2 :: stride]])
    mean = candidates.mean(axis=1, keepdims=True)
    cast = np.linalg.norm(candidates - mean, axis=1)
    prior = np.exp(-((mean[:, 0] / GAIN_PRIOR) ** 2 + (cast / CAST_PRIOR) ** 2) / 2)
    voters = factors[:: max(1, len(factors) // NUM_VOTERS)]
    squares = (candidates**2).sum(axis=1)[:, None] + (voters**2).sum(axis=1) - 2 * (candidates @ voters.T)
    votes = np.exp(-squares / (2 * KERNEL**2)).sum(axis=1) * prior
    commonest = candidates[int(votes.argmax())]
    near = ((factors - commonest) ** 2).sum(axis=1) < (3 * KERNEL) ** 2
    return np.asarray(near) if near.sum() >= LEAST_PLACES else None


def _fitted(values: Float64, wanted: Float64, terms: Float64, near: Mask, useful: Mask) -> Light:
    """Return the light of places: (n, 3) values before and after, their (n, 6) terms, those to begin with."""
    weights = near.astype(np.float64)
    light = _solved(values, wanted, terms, weights, 1)
    for step in range(NUM_STEPS):
        num_terms = _num_terms(useful, weights > 0.3) if step >= 3 else 1
        off = np.linalg.norm(wanted - _lit(light, values, terms), axis=1)
        scatter = max(float(np.median(off[weights > 0.3])) / 1.5, SCATTER_FLOOR_LEVELS)
        weights = np.clip(1 - (off / (TUKEY * scatter)) ** 2, 0, None) ** 2
        if (weights > 0.3).sum() < LEAST_PLACES:
            return Light.unchanged()
        light = _solved(values, wanted, terms, weights, num_terms)
    return light if _is_better(light, values, wanted, terms) else Light.unchanged()


def _lit(light: Light, values: Float64, terms: Float64) -> Float64:
    return np.asarray(values * (terms @ light.gains.T) + light.offsets)


def _is_better(light: Light, values: Float64, wanted: Float64, terms: Float64) -> bool:
    """Say whether clearly more places are explained by the light than by none."""
    before = np.linalg.norm(wanted - values, axis=1)
    after = np.linalg.norm(wanted - _lit(light, values, terms), axis=1)
    width = 2 * SCATTER_FLOOR_LEVELS
    num_before, num_after = (float(np.exp(-((off / width) ** 2) / 2).sum()) for off in (before, after))
    return num_after > BEATS_NONE * num_before


def _num_terms(useful: Mask, held: Mask) -> int:
    """Return how many terms of the field the places that are alike bear, by how they are spread."""
    alike = np.zeros(useful.shape, np.float32)
    alike[useful] = held
    shares = cv2.resize(alike, CELLS, interpolation=cv2.INTER_AREA)
    num_cells = int((shares > CELL_SHARE).sum())
    if num_cells < CELLS_FOR_SLOPE:
        return 1
    return NUM_TERMS if num_cells >= CELLS_FOR_BOW else 3


def _solved(values: Float64, wanted: Float64, terms: Float64, weights: Float64, num_terms: int) -> Light:
    """Return the light by weighed least squares, drawn towards no field and no offset."""
    gains, offsets = np.zeros((3, NUM_TERMS)), np.zeros(3)
    drawn = np.array([0.0, *[1 / FIELD_PRIOR**2] * (num_terms - 1), 1 / OFFSET_PRIOR_LEVELS**2])
    held = weights > 0
    terms, values, wanted, weights = terms[held, :num_terms], values[held], wanted[held], weights[held]
    columns = np.ones((len(values), num_terms + 1))
    for channel in range(3):
        np.multiply(terms, values[:, channel, None], out=columns[:, :-1])
        weighed = columns * weights[:, None]
        solution = np.linalg.solve(
            weighed.T @ columns + np.diag(drawn + 1e-6),
            weighed.T @ wanted[:, channel] + 1e-6 * (np.arange(len(drawn)) == 0),
        )
        gains[channel, :num_terms] = solution[:-1]
        offsets[channel] = np.clip(solution[-1], -LARGEST_OFFSET_LEVELS, LARGEST_OFFSET_LEVELS)
    return Light(gains=gains, offsets=offsets)
