"""Settled pictures seen small: enough to tell what hides the painting."""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from painttime.core.image import RGB8, fitted_size, read_only
from painttime.recordings.registration.lighting import Light
from painttime.recordings.settling.temporal_median import difference

Uint8 = npt.NDArray[np.uint8]
Mask = npt.NDArray[np.bool_]

GLIMPSE_LONG_SIDE_PX = 480
"""Hands are broad: they are looked for in small pictures."""

DARKEST_SHADE, SHADE_TINT, SHADE_NOISE = 0.6, 0.07, np.float32(4)
"""A shadow leaves this factor of the light at least, with channels no further apart than the second."""


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Glimpse:
    """A settled picture seen small, in the view and light of the last.

    pixels: (h, w, 3) uint8. inside: (h, w) bool, what the frame shows of the view. trusted: (h, w) bool.
    other: (h, w, 3) uint8, what single frames of its window show instead where, (h, w) bool, something moves.
    is_brief: whether its window is too short to tell what moves.
    """

    pixels: RGB8
    inside: Mask
    trusted: Mask
    other: RGB8
    moving: Mask
    is_brief: bool

    def __post_init__(self) -> None:
        for name in ("pixels", "inside", "trusted", "other", "moving"):
            object.__setattr__(self, name, read_only(getattr(self, name)))

    @classmethod
    def of(
        cls,
        pixels: RGB8,
        inside: Mask,
        trusted: Mask,
        other: RGB8 | None,
        moving: Mask | None,
        *,
        light: Light,
        is_brief: bool,
    ) -> "Glimpse":
        """Shrink pictures (H, W, 3) uint8 and masks (H, W) bool, and bring the pictures to another light.

        A small pixel is inside and trusted where all it is made of is, and moves where most of it does.
        """
        small = light.apply(shrunk(pixels))
        small_other, small_moving = small, np.zeros(small.shape[:2], dtype=np.bool_)
        if other is not None and moving is not None:
            small_other, small_moving = light.apply(shrunk(other)), _small_share(moving) >= 128
        return cls(
            pixels=small,
            inside=_small_share(inside) >= 250,
            trusted=_small_share(trusted) >= 250,
            other=small_other,
            moving=small_moving,
            is_brief=is_brief,
        )


def shrunk(pixels: RGB8) -> RGB8:
    """Return a picture as small as hands are looked for in, (h, w, 3) uint8."""
    return np.asarray(_resized(pixels), dtype=np.uint8)


def _small_share(mask: Mask) -> Uint8:
    if mask.all():
        # Nearly all masks of films without a hand: no need to look at each pixel.
        return np.full(_resized_shape(mask.shape), 255, dtype=np.uint8)
    return _resized(mask.astype(np.uint8) * np.uint8(255))


def _resized(pixels: Uint8) -> Uint8:
    height_px, width_px = _resized_shape(pixels.shape)
    if (height_px, width_px) == pixels.shape[:2]:
        return pixels
    small = cv2.resize(pixels, (width_px, height_px), interpolation=cv2.INTER_AREA)
    return np.asarray(small, dtype=np.uint8)


def _resized_shape(shape: tuple[int, ...]) -> tuple[int, int]:
    height_px, width_px = shape[:2]
    if max(height_px, width_px) <= GLIMPSE_LONG_SIDE_PX:
        return height_px, width_px
    return fitted_size(height_px, width_px, GLIMPSE_LONG_SIDE_PX)


def times_seen(pixels: RGB8, before: Sequence[Glimpse], tolerance: Uint8) -> Uint8:
    """Return at how many moments before each pixel looked as in a small picture, (h, w) uint8."""
    times = np.zeros(pixels.shape[:2], dtype=np.uint8)
    for glimpse in before:
        seen = (difference(glimpse.pixels, pixels) <= tolerance) & glimpse.inside
        seen |= (difference(glimpse.other, pixels) <= tolerance) & glimpse.moving
        times += seen.view(np.uint8)
    return times


def shaded(pixels: RGB8, plain: RGB8) -> Mask:
    """Return where pixels are what `plain` shows, in the light or in a shadow; both (h, w, 3) uint8."""
    channels = zip(cv2.split(pixels), cv2.split(plain), strict=True)
    factors = [(one.astype(np.float32) + SHADE_NOISE) / (other + SHADE_NOISE) for one, other in channels]
    low = np.minimum(np.minimum(*factors[:2]), factors[2])
    high = np.maximum(np.maximum(*factors[:2]), factors[2])
    return np.asarray((low >= DARKEST_SHADE) & (high <= 1.04) & (high - low <= SHADE_TINT))
