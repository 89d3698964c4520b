"""Changing how a training picture looks without changing what it shows: light, pigments, age and camera."""

import cv2
import numpy as np
import numpy.typing as npt

from painttime.core.image import RGB8, Float32


def varied_appearance(pixels: RGB8, rng: np.random.Generator) -> RGB8:
    """Return the picture in other light, other colours, older, blurred or badly kept; (h, w, 3) uint8."""
    picture = _other_colours(pixels.astype(np.float32) / np.float32(255), rng)
    if rng.random() < 0.2:
        picture = _crackled(picture, rng)
    if rng.random() < 0.3:
        picture = as_float32(cv2.GaussianBlur(picture, (0, 0), float(rng.uniform(0.4, 1.6))))
    if rng.random() < 0.4:
        picture = as_float32(picture + rng.normal(0, rng.uniform(0.01, 0.06), picture.shape))
    result: RGB8 = (picture.clip(0, 1) * 255).astype(np.uint8)
    if rng.random() < 0.25:
        quality = int(rng.integers(25, 85))
        _, data = cv2.imencode(".jpg", result, [cv2.IMWRITE_JPEG_QUALITY, quality])
        result = np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR), dtype=np.uint8)
    return result


def as_float32(values: npt.ArrayLike) -> Float32:
    """Return an array as float32."""
    return np.asarray(values, dtype=np.float32)


def _other_colours(picture: Float32, rng: np.random.Generator) -> Float32:
    """Return the picture with other contrast, brightness, tint, saturation, hue; at times without colour."""
    picture = as_float32(picture ** float(np.exp(rng.normal(0, 0.25))))
    middle = float(picture.mean())
    contrast, brightness = float(np.exp(rng.normal(0, 0.2))), float(rng.normal(0, 0.06))
    picture = as_float32((picture - middle) * contrast + middle + brightness)
    picture = as_float32(picture * np.exp(rng.normal(0, 0.1, 3)))
    grey = as_float32(picture.mean(axis=2, keepdims=True))
    draw = rng.random()
    if draw < 0.1:
        tint = np.array([1.0, 0.9, 0.72], np.float32) if rng.random() < 0.5 else np.ones(3, np.float32)
        return as_float32(grey * tint)
    picture = as_float32(grey + (picture - grey) * float(np.exp(rng.normal(0, 0.3))))
    if draw < 0.22:
        # Expressionists paint faces in any colour.
        return as_float32(picture @ _hue_rotation(float(rng.uniform(-np.pi, np.pi))).T)
    if draw < 0.6:
        return as_float32(picture @ _hue_rotation(float(rng.normal(0, 0.18))).T)
    return picture


def _hue_rotation(angle_rad: float) -> Float32:
    """Return the matrix that turns RGB about the axis of greys."""
    cosine, sine = np.cos(angle_rad), np.sin(angle_rad) / 3**0.5
    third = (1 - cosine) / 3
    return np.array(
        [
            [cosine + third, third - sine, third + sine],
            [third + sine, cosine + third, third - sine],
            [third - sine, third + sine, cosine + third],
        ],
        dtype=np.float32,
    )


def _crackled(picture: Float32, rng: np.random.Generator) -> Float32:
    """Return the picture with a net of dark or light cracks: where two noises cross their middle."""
    height, width = picture.shape[:2]
    cell_px = int(rng.integers(4, 14))
    shape = (height // cell_px + 3, width // cell_px + 3)
    noise = cv2.resize(
        rng.normal(0, 1, shape).astype(np.float32), (width, height), interpolation=cv2.INTER_CUBIC
    )
    cracks = np.exp(-((noise / 0.06) ** 2))[..., None]
    depth = float(rng.uniform(0.05, 0.3)) * (1 if rng.random() < 0.8 else -1)
    return as_float32(picture - depth * cracks)
