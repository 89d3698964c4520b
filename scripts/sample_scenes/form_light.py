"""How light falls on the portrait's model, at the picture's size."""

import cv2
import numpy as np

from sample_scenes import head_model
from sample_scenes.drawing import Colour, Float, smooth_step, triple
from sample_scenes.head_model import View

SIZE = (1024, 832)
LIGHT: Colour = (-0.62, 0.55, 0.62)
RAYS = (512, 416)

Stops = tuple[tuple[float, Colour], ...]
"""Colours along a scale of light: (light, colour), darkest first."""

Spot = tuple[float, float, float, float]


class FormLight:
    """The model's form and light at the picture's size."""

    def __init__(self, *, place: Float, normal: Float, lit: Float, open_sky: Float) -> None:
        self.place = place
        self.head = head_model.to_head(place.reshape(-1, 3)).reshape(place.shape)
        self.normal = normal
        direction = triple(LIGHT) / np.linalg.norm(LIGHT)
        self.facing = np.asarray(normal @ direction, dtype=np.float32)
        self.lit = lit
        self.open_sky = open_sky
        self.key = np.asarray(np.clip(self.facing, 0, 1) * lit, dtype=np.float32)
        # Light thrown back by something warm on the right, below.
        self.bounce = np.asarray(
            np.clip(normal @ triple((0.75, -0.45, 0.25)), 0, 1) * open_sky, dtype=np.float32
        )
        halfway = direction + triple((0, 0, 1))
        self.gloss = np.asarray(np.clip(normal @ (halfway / np.linalg.norm(halfway)), 0, 1), dtype=np.float32)


def _large(values: Float) -> Float:
    return np.asarray(
        cv2.resize(values, (SIZE[1], SIZE[0]), interpolation=cv2.INTER_LINEAR), dtype=np.float32
    )


def enlarged(view: View) -> FormLight:
    normal = _large(view.normal)
    normal /= np.maximum(np.linalg.norm(normal, axis=2, keepdims=True), 1e-3)
    return FormLight(
        place=_large(view.place), normal=normal, lit=_large(view.lit), open_sky=_large(view.open_sky)
    )


def cover_of(view: View, material: int) -> Float:
    mask = cv2.GaussianBlur((view.material == material).astype(np.float32), (0, 0), 0.7)
    return smooth_step(_large(mask), 0.25, 0.75)


def ramp(values: Float, stops: Stops) -> Float:
    """Return colours (h, w, 3) along stops of (value, colour)."""
    places = [place for place, _ in stops]
    return np.stack(
        [np.interp(values, places, [colour[channel] for _, colour in stops]) for channel in range(3)], axis=2
    ).astype(np.float32)
