"""A valley on a late summer afternoon: the sun stands low on the left, behind us."""

import numpy as np

from sample_scenes.drawing import (
    Colour,
    Float,
    Scene,
    balls,
    blurred,
    fractal,
    leaves,
    mix,
    noise,
    pixel_grid,
    smooth_step,
    triple,
    varied,
)
from sample_scenes.landscape_objects import LIGHT, SIZE, draw_flowers, draw_house, draw_trees

HEDGE: tuple[Colour, Colour] = ((0.25, 0.34, 0.30), (0.56, 0.60, 0.30))


def landscape(seed: int) -> Scene:
    """Return the scene, (704, 1024)."""
    rng = np.random.default_rng(seed)
    scene = Scene.blank(*SIZE)
    _sky(scene, rng)
    _clouds(scene, rng)
    _hills(scene, rng)
    _fields(scene, rng)
    _meadow(scene, rng)
    _path(scene, rng)
    draw_house(scene, rng)
    draw_trees(scene, rng)
    draw_flowers(scene, rng)
    scene.tint(np.ones(SIZE, dtype=np.float32), (1.03, 1.0, 0.93))
    return scene


def _sky(scene: Scene, rng: np.random.Generator) -> None:
    x, y = pixel_grid(SIZE)
    height = np.clip(y / 0.48, 0, 1)
    colours = mix((0.36, 0.52, 0.72), (0.66, 0.77, 0.82), smooth_step(height, 0.0, 0.75))
    colours = mix(colours, (0.95, 0.86, 0.70), smooth_step(height + 0.12 * (1.45 - x) - 0.1, 0.55, 1.1))
    veil = smooth_step(noise(SIZE, (30, 190), rng) + 0.4 * fractal(SIZE, 60, rng), 0.5, 2.2)
    colours = mix(colours, (0.90, 0.87, 0.84), 0.5 * veil)
    scene.add(
        "sky", np.ones(SIZE, dtype=np.float32), varied(colours, rng, cell_px=40, strength=0.013), detail=0.05
    )


def _clouds(scene: Scene, rng: np.random.Generator) -> None:
    """Heaps of balls on flat bases: warm white where the sun falls, violet grey below."""
    x, y = pixel_grid(SIZE)
    for cx, base, wide, high in (
        (0.33, 0.30, 0.30, 0.17),
        (1.10, 0.26, 0.36, 0.21),
        (0.72, 0.375, 0.22, 0.07),
        (1.36, 0.385, 0.18, 0.06),
        (0.06, 0.385, 0.16, 0.06),
    ):
        count = 170
        across = rng.normal(0, 0.42, count)
        ceiling = np.maximum(0.1, 1 - across**2) * (0.7 + 0.3 * np.sin(across * 5 + cx * 9))
        up = ceiling * rng.uniform(0, 1, count) ** 0.8
        order = np.argsort(-up)
        centres = np.stack([cx + across * wide, base - up * high], axis=1)[order] * SIZE[0]
        radii = (rng.uniform(0.10, 0.24, count) * high * (1.15 - 0.5 * up))[order] * SIZE[0]
        cover, lit = balls(
            SIZE, centres.astype(np.float32), radii.astype(np.float32), LIGHT, roughness=0.08, rng=rng
        )
        body = (y - (base - high)) / (high * 1.25)
        lightness = smooth_step(0.55 * lit + 0.62 - 0.75 * body + 0.3 * (cx - x) / wide, 0.0, 1.0)
        colours = mix((0.60, 0.61, 0.70), (0.80, 0.79, 0.81), smooth_step(lightness, 0.0, 0.45))
        colours = mix(colours, (1.0, 0.955, 0.86), smooth_step(lightness, 0.3, 0.95))
        soft = blurred(cover, 3.0) * smooth_step(y + 0.012 * noise(SIZE, 26, rng), base + 0.035, base - 0.015)
        scene.add("clouds", soft, varied(colours, rng, cell_px=18, strength=0.014), detail=0.3)


def _ridge(level: float, rise: float, cell_px: float, rng: np.random.Generator) -> Float:
    """Return the cover of everything below a wandering skyline."""
    _, y = pixel_grid(SIZE)
    line = level - rise * fractal((1, SIZE[1]), cell_px, rng, octaves=4)
    return smooth_step(y - line, -0.0012, 0.0012)


def _hills(scene: Scene, rng: np.random.Generator) -> None:
    """Three chains, bluer and paler the farther off, each a little warmer on its sunny flank."""
    _, y = pixel_grid(SIZE)
    for level, rise, cell, far, near in (
        (0.395, 0.022, 230, (0.60, 0.68, 0.78), (0.76, 0.78, 0.80)),
        (0.430, 0.018, 170, (0.47, 0.57, 0.66), (0.66, 0.71, 0.68)),
        (0.462, 0.014, 120, (0.37, 0.48, 0.50), (0.60, 0.64, 0.50)),
    ):
        cover = _ridge(level, rise, cell, rng)
        slopes = fractal(SIZE, 70, rng, octaves=4)
        lit = smooth_step(slopes - np.roll(slopes, 12, axis=1), -0.7, 0.9)
        colours = mix(far, near, 0.65 * lit + 0.3 * smooth_step(y, level - 0.02, level + 0.07))
        scene.add("distant hills", cover, varied(colours, rng, cell_px=14, strength=0.010), detail=0.25)


def _fields(scene: Scene, rng: np.random.Generator) -> None:
    """Fields in strips that close up towards the distance, with hedges between them."""
    x, y = pixel_grid(SIZE)
    cover = _ridge(0.492, 0.010, 260, rng)
    depth = 1 / np.maximum(0.02, y - 0.43 + 0.010 * noise(SIZE, 150, rng))
    across = (x - 0.72) * depth * 0.16
    strips = np.floor(depth * 0.75 + 0.35 * np.sin(across * 2.1))
    plots = np.floor(across * 1.6 + strips * 0.37)
    choice = np.asarray((np.sin(strips * 12.9898 + plots * 78.233) * 43758.5453) % 1.0, dtype=np.float32)
    greens = mix((0.42, 0.53, 0.29), (0.63, 0.66, 0.34), choice)
    golds = mix((0.80, 0.69, 0.36), (0.88, 0.78, 0.48), choice)
    colours = np.where((choice > 0.52)[..., None], golds, greens)
    colours = mix(colours, (0.70, 0.74, 0.68), smooth_step(y, 0.62, 0.47) * 0.5)
    scene.add("fields", cover, varied(colours, rng, cell_px=20, strength=0.022), detail=0.35)
    for row in (0.508, 0.527, 0.552, 0.585):
        count = int(110 * 0.52 / row)
        along = np.sort(rng.uniform(-0.05, 1.5, count))
        keep = noise((1, count), 9, rng)[0] > -0.35
        size = (row - 0.47) * 0.13 + 0.004
        centres = np.stack([along, row + 0.012 * np.sin(along * 4 + row * 60) - size * 0.3], axis=1)[keep]
        radii = rng.uniform(0.7, 1.5, len(centres)) * size
        leaves(scene, "fields", (centres, radii), rng, LIGHT, HEDGE, detail=0.45)


def _meadow(scene: Scene, rng: np.random.Generator) -> None:
    """Grass: sunlit and yellow at the back, deep and cool in front, with the shadows of trees across it."""
    x, y = pixel_grid(SIZE)
    cover = smooth_step(
        y - (0.615 + 0.030 * np.sin(x * 2.6 + 0.4) + 0.006 * noise(SIZE, 60, rng)), -0.004, 0.006
    )
    near = np.clip((y - 0.6) / 0.4, 0, 1)
    colours = mix((0.70, 0.70, 0.33), (0.48, 0.56, 0.24), smooth_step(near, 0.0, 0.6))
    colours = mix(
        colours, (0.27, 0.36, 0.20), smooth_step(near + 0.15 * noise(SIZE, (60, 160), rng), 0.55, 1.15)
    )
    swell = noise(SIZE, (26, 150), rng)
    colours = mix(colours, (0.80, 0.76, 0.40), 0.45 * smooth_step(swell, 0.5, 1.7) * (1 - 0.6 * near))
    blades = noise(SIZE, (16, 4), rng) * near + noise(SIZE, (7, 3), rng) * (1 - near) * 0.5
    colours = colours * (1 + 0.13 * blades)[..., None]
    scene.add(
        "meadow",
        cover,
        varied(np.asarray(colours, dtype=np.float32), rng, cell_px=22, strength=0.028),
        detail=0.5,
    )
    shadow = smooth_step(
        noise(SIZE, (20, 130), rng) - 1.6 * np.abs(y - 0.70 - 0.05 * x) / 0.05 + 1.0, 0.0, 0.8
    )
    scene.tint(shadow * cover * smooth_step(x, 0.75, 0.45) * 0.5, (0.52, 0.62, 0.78))
    ragged = 0.03 * noise(SIZE, (10, 40), rng) + 0.014 * noise(SIZE, (5, 18), rng)
    tree = smooth_step(np.abs(y - 0.838 + 0.03 * (x - 0.2)) + ragged, 0.042, 0.024) * smooth_step(
        x, 0.93, 0.70
    )
    scene.tint(tree * cover * 0.85, (0.46, 0.57, 0.74))
    hay = smooth_step(
        noise(SIZE, (9, 70), rng) + 2.2 * smooth_step(x, 1.0, 1.3) - 9 * np.abs(y - 0.745), 0.6, 1.8
    )
    scene.colours += (0.55 * hay * cover)[..., None] * (triple((0.90, 0.80, 0.46)) - scene.colours)
    front = smooth_step(y + 0.03 * noise(SIZE, (30, 120), rng) + 0.06 * (x - 0.7), 0.88, 0.99)
    scene.tint(front * 0.75, (0.55, 0.62, 0.74))


def _path_middle(y: Float) -> tuple[Float, Float]:
    """Return where the path's middle lies and half its width, for every y."""
    depth = np.clip((y - 0.635) / 0.365, 0, 1)
    middle = 0.985 - 0.30 * np.sin(depth * 3.0) * depth**0.55 - 0.16 * depth**2
    return np.asarray(middle, dtype=np.float32), np.asarray(0.008 + 0.115 * depth**1.35, dtype=np.float32)


def _path(scene: Scene, rng: np.random.Generator) -> None:
    """A sandy track from the foreground to the house, with two ruts and grass between them."""
    x, y = pixel_grid(SIZE)
    middle, half = _path_middle(y)
    across = (x - middle) / half
    ragged = across + 0.09 * noise(SIZE, (5, 14), rng) + 0.10 * noise(SIZE, (40, 60), rng)
    cover = smooth_step(np.abs(ragged), 1.08, 0.86) * smooth_step(y, 0.640, 0.650)
    colours = mix((0.90, 0.79, 0.58), (0.72, 0.58, 0.43), smooth_step(y, 0.65, 1.0))
    ruts = smooth_step(np.abs(np.abs(across) - 0.52), 0.20, 0.04)
    colours = mix(colours, (0.56, 0.47, 0.45), 0.6 * ruts)
    grass = smooth_step(np.abs(across) + 0.25 * noise(SIZE, (8, 20), rng), 0.32, 0.05) * smooth_step(
        y, 0.67, 0.72
    )
    colours = mix(colours, (0.52, 0.55, 0.28), 0.8 * grass)
    shade = smooth_step(noise(SIZE, (24, 110), rng) + 4 * (y - 0.93), 0.2, 1.0)
    colours = mix(colours, (0.44, 0.41, 0.47), 0.65 * shade)
    scene.add("path", cover, varied(colours, rng, cell_px=14, strength=0.030), detail=0.5)
