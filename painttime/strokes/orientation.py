"""Which way the brush goes: the direction along a picture's structure."""

import cv2
import numpy as np

from painttime.core.image import RGB8, Float32

HABITUAL_ANGLE_RAD = 2.2
"""Where a picture has no structure a right-handed painter's strokes lean this way (y points down)."""

_FLAT = 40.0
"""Structure tensor energy below which the habitual direction takes over, in (8-bit levels)^2."""


def stroke_directions(pixels: RGB8, sigma_px: float) -> Float32:
    """Return the unit vector along the structure at every pixel, (h, w, 2) as (x, y); its sign is arbitrary.

    The smaller eigenvector of the structure tensor of the luminance, smoothed with sigma_px (Kyprianidis and
    Kang, "Image and Video Abstraction by Coherence-Enhancing Filtering", 2011, section 3.1), drawn towards
    HABITUAL_ANGLE_RAD where the picture is flat.
    """
    levels = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY).astype(np.float32)
    grey = cv2.GaussianBlur(levels, (0, 0), max(0.6, sigma_px * 0.35))
    # Scharr's kernel sums to 32: dividing gives levels a pixel.
    gradient_x = cv2.Scharr(grey, cv2.CV_32F, 1, 0) / 32
    gradient_y = cv2.Scharr(grey, cv2.CV_32F, 0, 1) / 32
    # Doubled angles can be averaged: opposite gradients stand for one direction.
    cosine = cv2.GaussianBlur(gradient_x**2 - gradient_y**2, (0, 0), sigma_px)
    sine = cv2.GaussianBlur(2 * gradient_x * gradient_y, (0, 0), sigma_px)
    # The gradient's own doubled direction points across the structure, hence the minus.
    flat = _FLAT / 100
    cosine = -cosine + flat * np.cos(2 * HABITUAL_ANGLE_RAD)
    sine = -sine + flat * np.sin(2 * HABITUAL_ANGLE_RAD)
    angle = 0.5 * np.arctan2(sine, cosine)
    return np.stack([np.cos(angle), np.sin(angle)], axis=2).astype(np.float32)
