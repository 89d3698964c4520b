"""A picture in the making: colours and part labels drawn together, with noise to vary both."""

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

Float = npt.NDArray[np.float32]
Colour = tuple[float, float, float]


@dataclass(slots=True)
class Scene:
    """A scene under construction.

    colours: (h, w, 3) float32 sRGB, 0..1.
    labels: (h, w) uint8 part ids.
    names: part names by id, in the order they were begun: back to front.
    detail: (h, w) float32, 0..1, how small the brushes may become.
    """

    colours: Float
    labels: npt.NDArray[np.uint8]
    names: dict[int, str]
    detail: Float

    @classmethod
    def blank(cls, height_px: int, width_px: int) -> "Scene":
        return cls(
            colours=np.zeros((height_px, width_px, 3), dtype=np.float32),
            labels=np.zeros((height_px, width_px), dtype=np.uint8),
            names={},
            detail=np.full((height_px, width_px), 0.3, dtype=np.float32),
        )

    @property
    def size(self) -> tuple[int, int]:
        return self.labels.shape[0], self.labels.shape[1]

    def add(self, part: str, cover: Float, colours: Float, *, detail: float = 0.3) -> None:
        """Lay colours (h, w, 3) over the scene by cover (h, w), 0..1; what it covers half is of this part."""
        self.colours += cover[..., None] * (colours - self.colours)
        solid = cover > 0.5
        known = {name: part_id for part_id, name in self.names.items()}
        part_id = known.get(part, len(self.names) + 1)
        self.names[part_id] = part
        self.labels[solid] = part_id
        self.detail[solid] = detail

    def tint(self, share: npt.NDArray[np.floating[Any]], colour: Colour) -> None:
        """Glaze the scene: multiply by a colour, by share (h, w), 0..1."""
        self.colours *= 1 + share[..., None] * (np.asarray(colour, dtype=np.float32) - 1)


def triple(values: Colour) -> Float:
    """Return a colour or a vector as an array, (3,)."""
    return np.array(values, dtype=np.float32)


def pixel_grid(size: tuple[int, int]) -> tuple[Float, Float]:
    """Return x and y of every pixel, in units of the picture's height, (h, w) each."""
    rows, columns = np.mgrid[: size[0], : size[1]].astype(np.float32)
    return columns / size[0], rows / size[0]


def noise(size: tuple[int, int], cell_px: float | tuple[float, float], rng: np.random.Generator) -> Float:
    """Return noise of mean about 0 and standard deviation 1; cell_px: size of its spots, or (y, x)."""
    down, across = cell_px if isinstance(cell_px, tuple) else (cell_px, cell_px)
    grid = rng.standard_normal((int(size[0] / down) + 3, int(size[1] / across) + 3)).astype(np.float32)
    full = cv2.resize(
        grid, (int(grid.shape[1] * across), int(grid.shape[0] * down)), interpolation=cv2.INTER_CUBIC
    )
    field = full[: size[0], : size[1]]
    return np.asarray(field / max(float(field.std()), 1e-6), dtype=np.float32)


def fractal(size: tuple[int, int], cell_px: float, rng: np.random.Generator, *, octaves: int = 4) -> Float:
    """Return noise with spots of cell_px and ever smaller ones, standard deviation about 1."""
    total = sum(noise(size, max(1.5, cell_px / 2**i), rng) * np.float32(0.55**i) for i in range(octaves))
    return np.asarray(
        total / np.float32(sum(0.55 ** (2 * i) for i in range(octaves)) ** 0.5), dtype=np.float32
    )


def smooth_step(values: npt.NDArray[np.floating[Any]], low: float, high: float) -> Float:
    """Return 0 below low, 1 above high and a smooth way between; low may be the larger one."""
    share = np.clip((values - low) / (high - low), 0, 1)
    return np.asarray(share * share * (3 - 2 * share), dtype=np.float32)


def mix(first: Colour | Float, second: Colour | Float, share: npt.NDArray[np.floating[Any]]) -> Float:
    """Return the colours (h, w, 3) between two, by share (h, w)."""
    start, end = np.asarray(first, dtype=np.float32), np.asarray(second, dtype=np.float32)
    return np.asarray(start + share[..., None] * (end - start), dtype=np.float32)


def polygon(size: tuple[int, int], corners: list[tuple[float, float]], *, soft_px: float = 0.8) -> Float:
    """Return the cover (h, w) of a polygon with corners (x, y) in units of the picture's height."""
    points = np.rint(np.array(corners) * size[0] * 16).astype(np.int32)
    mask = np.zeros(size, dtype=np.uint8)
    cv2.fillPoly(mask, [points], 255, cv2.LINE_AA, 4)
    return np.asarray(cv2.GaussianBlur(mask.astype(np.float32) / 255, (0, 0), soft_px), dtype=np.float32)


def varied(
    colours: npt.NDArray[np.floating[Any]], rng: np.random.Generator, *, cell_px: float, strength: float
) -> Float:
    """Return colours broken up: every channel wanders a little by itself, lightness most (broken colour)."""
    size = colours.shape[0], colours.shape[1]
    light = fractal(size, cell_px, rng, octaves=3)
    warm = noise(size, cell_px * 1.7, rng)
    green = noise(size, cell_px * 1.3, rng)
    shift = np.stack([light + 0.8 * warm, light + 0.5 * green, light - 0.8 * warm], axis=2)
    return np.asarray(np.clip(colours + strength * shift, 0, 1), dtype=np.float32)


def balls(
    scene_size: tuple[int, int],
    centres: Float,
    radii: Float,
    light: Colour,
    *,
    roughness: float,
    rng: np.random.Generator,
) -> tuple[Float, Float]:
    """Return (cover, light) of many small balls drawn one over the other, (h, w) each: foliage, clouds.

    centres: (n, 2) x, y in pixels, drawn in this order. light: direction towards the light, y down, z to us.
    The light is -1..1.
    """
    cover = np.zeros(scene_size, dtype=np.float32)
    shade = np.zeros(scene_size, dtype=np.float32)
    direction = np.asarray(light, dtype=np.float32) / np.linalg.norm(light)
    for (x, y), radius in zip(centres.tolist(), radii.tolist(), strict=True):
        left, top = int(x - radius * 1.3), int(y - radius * 1.3)
        side = int(radius * 2.6) + 2
        x0, y0 = max(0, left), max(0, top)
        x1, y1 = min(scene_size[1], left + side), min(scene_size[0], top + side)
        if x0 >= x1 or y0 >= y1:
            continue
        rows, columns = np.mgrid[y0:y1, x0:x1].astype(np.float32)
        dx, dy = (columns - x) / radius, (rows - y) / radius
        wobble = 1 + roughness * np.sin(np.arctan2(dy, dx) * rng.integers(3, 8) + rng.uniform(0, 6.3))
        distance = np.sqrt(dx**2 + dy**2) / wobble
        inside = np.clip((1 - distance) * radius / 1.5, 0, 1)
        depth = np.sqrt(np.clip(1 - distance**2, 0, 1))
        lit = dx * direction[0] + dy * direction[1] + depth * direction[2]
        window = np.s_[y0:y1, x0:x1]
        shade[window] += inside * (lit - shade[window])
        cover[window] = np.maximum(cover[window], inside)
    return cover, shade


def blurred(values: Float, sigma_px: float) -> Float:
    """Return a map blurred by a Gaussian."""
    return np.asarray(cv2.GaussianBlur(values, (0, 0), sigma_px), dtype=np.float32)


def leaves(
    scene: Scene,
    part: str,
    places: tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]],
    rng: np.random.Generator,
    light: Colour,
    tones: tuple[Colour, Colour],
    *,
    detail: float,
    body_light: Float | None = None,
) -> None:
    """Draw a mass of leaves or petals as small balls, from the shadow's colour to the light's.

    places: centres (n, 2) and radii (n,), in units of the picture's height, drawn in this order.
    body_light: (h, w) how much light falls on the body the balls sit on, about -0.5..0.5; without it every
    ball is lit for itself.
    """
    centres, radii = places
    size = scene.size
    place_px = (centres * size[0]).astype(np.float32)
    cover, lit = balls(size, place_px, (radii * size[0]).astype(np.float32), light, roughness=0.2, rng=rng)
    tone = 0.5 + 0.5 * lit
    if body_light is not None:
        tone = 0.5 + 0.24 * lit + body_light
    colours = mix(tones[0], tones[1], smooth_step(np.asarray(tone, dtype=np.float32), 0.05, 1.0))
    scene.add(part, cover, varied(colours, rng, cell_px=7, strength=0.030), detail=detail)
