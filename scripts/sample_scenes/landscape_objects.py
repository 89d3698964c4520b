"""What stands in the valley: a farmhouse, poplars, an old oak at the left, poppies in front."""

import numpy as np

from sample_scenes.drawing import (
    Colour,
    Scene,
    leaves,
    mix,
    noise,
    pixel_grid,
    polygon,
    smooth_step,
    varied,
)

SIZE = (704, 1024)
LIGHT: Colour = (-0.75, -0.5, 0.45)
"""Towards the sun: left, above, behind us; y points down."""

Corners = list[tuple[float, float]]
Lobe = tuple[float, float, float, float]

GREEN: tuple[Colour, Colour] = ((0.20, 0.30, 0.20), (0.62, 0.63, 0.30))
DARK_LEAVES: Colour = (0.085, 0.145, 0.155)

GABLE: Corners = [(0.955, 0.662), (0.955, 0.56), (1.005, 0.497), (1.057, 0.56), (1.057, 0.666)]
LONG_WALL: Corners = [(1.055, 0.66), (1.055, 0.565), (1.245, 0.572), (1.245, 0.655)]
ROOF: Corners = [(1.005, 0.490), (1.195, 0.500), (1.262, 0.578), (1.066, 0.572)]
VERGE: Corners = [(1.008, 0.488), (0.943, 0.566), (0.952, 0.571), (1.010, 0.504)]
CHIMNEY: Corners = [(1.128, 0.507), (1.128, 0.462), (1.158, 0.463), (1.158, 0.509)]
CHIMNEY_SHADE: Corners = [(1.146, 0.507), (1.146, 0.462), (1.158, 0.463), (1.158, 0.509)]
EAVES: Corners = [(1.06, 0.570), (1.262, 0.577), (1.245, 0.592), (1.06, 0.586)]
HOUSE_SHADOW: Corners = [(1.02, 0.655), (1.26, 0.635), (1.40, 0.655), (1.20, 0.69)]
WINDOWS = (
    (0.974, 0.585, 0.018, 0.030),
    (1.028, 0.587, 0.017, 0.030),
    (1.100, 0.595, 0.020, 0.027),
    (1.190, 0.597, 0.019, 0.025),
    (0.997, 0.530, 0.014, 0.020),
)

OAK_LOBES: list[Lobe] = [
    (0.04, 0.22, 0.17, 0.10),
    (0.24, 0.20, 0.11, 0.070),
    (0.37, 0.29, 0.09, 0.055),
    (-0.02, 0.40, 0.15, 0.10),
    (0.17, 0.35, 0.13, 0.085),
    (0.46, 0.38, 0.08, 0.048),
    (0.31, 0.43, 0.11, 0.060),
    (0.09, 0.53, 0.12, 0.065),
    (0.40, 0.51, 0.09, 0.045),
    (0.25, 0.56, 0.09, 0.040),
    (-0.02, 0.61, 0.08, 0.045),
]


def draw_house(scene: Scene, rng: np.random.Generator) -> None:
    """A farmhouse: gable end in the sun, long side in half shade, a tiled roof, a chimney."""
    scene.tint(polygon(SIZE, HOUSE_SHADOW, soft_px=5) * 0.7, (0.5, 0.55, 0.72))
    for corners, low, high, cell_px in (
        (LONG_WALL, (0.58, 0.54, 0.60), (0.69, 0.64, 0.65), 16.0),
        (GABLE, (0.96, 0.87, 0.68), (1.0, 0.94, 0.79), 22.0),
        (ROOF, (0.64, 0.31, 0.22), (0.79, 0.45, 0.31), 9.0),
        (VERGE, (0.86, 0.55, 0.38), (0.90, 0.60, 0.42), 12.0),
        (CHIMNEY, (0.66, 0.48, 0.40), (0.82, 0.64, 0.52), 9.0),
        (CHIMNEY_SHADE, (0.45, 0.36, 0.38), (0.50, 0.40, 0.42), 9.0),
        (
            [(1.000, 0.664), (1.000, 0.612), (1.022, 0.612), (1.022, 0.665)],
            (0.30, 0.38, 0.40),
            (0.38, 0.46, 0.45),
            6.0,
        ),
    ):
        _wall(scene, corners, (low, high), cell_px, rng)
    for left, top, wide, tall in WINDOWS:
        frame = [(left, top), (left + wide, top), (left + wide, top + tall), (left, top + tall)]
        _wall(scene, frame, ((0.22, 0.26, 0.34), (0.40, 0.44, 0.52)), 5.0, rng)
    scene.tint(polygon(SIZE, EAVES, soft_px=1.5) * 0.6, (0.55, 0.52, 0.62))
    bushes = np.stack([rng.uniform(1.06, 1.30, 60), 0.662 + rng.normal(0, 0.006, 60)], axis=1)
    leaves(scene, "house garden", (bushes, rng.uniform(0.008, 0.018, 60)), rng, LIGHT, GREEN, detail=0.6)


def _wall(
    scene: Scene, corners: Corners, tones: tuple[Colour, Colour], cell_px: float, rng: np.random.Generator
) -> None:
    share = np.clip(0.5 + 0.35 * noise(SIZE, cell_px, rng), 0, 1)
    colours = varied(mix(tones[0], tones[1], share), rng, cell_px=8, strength=0.018)
    scene.add("house", polygon(SIZE, corners), colours, detail=0.85)


def draw_trees(scene: Scene, rng: np.random.Generator) -> None:
    """Poplars and bushes by the house; an oak whose crown leaves the picture at the left and the top."""
    bushes = np.stack([1.285 + rng.exponential(0.05, 120), 0.60 + rng.uniform(-0.035, 0.055, 120)], axis=1)
    leaves(
        scene,
        "poplars",
        (bushes, rng.uniform(0.010, 0.020, 120)),
        rng,
        LIGHT,
        ((0.15, 0.23, 0.19), (0.52, 0.57, 0.26)),
        detail=0.5,
    )
    _tree(
        scene,
        "poplars",
        (1.335, 0.655),
        [(1.335, 0.53, 0.030, 0.11), (1.333, 0.44, 0.021, 0.09)],
        rng,
        warm=0.06,
    )
    _tree(
        scene,
        "poplars",
        (1.40, 0.665),
        [(1.40, 0.51, 0.034, 0.13), (1.402, 0.39, 0.022, 0.12)],
        rng,
        warm=0.03,
    )
    _tree(scene, "oak", (0.215, 0.83), OAK_LOBES, rng, warm=0.05)
    foot = np.stack([rng.normal(0.215, 0.05, 90), 0.832 + rng.normal(0, 0.006, 90)], axis=1)
    leaves(
        scene,
        "oak",
        (foot, rng.uniform(0.005, 0.013, 90)),
        rng,
        LIGHT,
        ((0.13, 0.20, 0.16), (0.46, 0.51, 0.23)),
        detail=0.5,
    )


def _tree(
    scene: Scene,
    part: str,
    foot: tuple[float, float],
    lobes: list[Lobe],
    rng: np.random.Generator,
    *,
    warm: float,
) -> None:
    """Draw a trunk and lobes (x, y, half width, half height) of leaves, each lit as a body."""
    x, y = pixel_grid(SIZE)
    _trunk(scene, part, foot, min(lobe[1] for lobe in lobes), rng)
    tones = (DARK_LEAVES, (0.62 + warm, 0.62 + 0.4 * warm, 0.23))
    for cx, cy, wide, high in sorted(lobes, key=lambda lobe: -lobe[1]):
        count = int(3000 * (wide * high) ** 0.5)
        angle, reach = rng.uniform(0, 2 * np.pi, count), np.sqrt(rng.uniform(0, 1.15, count))
        centres = np.stack([cx + wide * reach * np.cos(angle), cy + high * reach * np.sin(angle)], axis=1)
        # Gaps in the leaves let the sky through.
        gaps = np.sin(centres[:, 0] * 61 + cy * 40) * np.sin(centres[:, 1] * 53 + cx * 30)
        centres = centres[(gaps < 0.72) | (reach < 0.55)]
        centres = centres[np.argsort(0.4 * centres[:, 0] - centres[:, 1])]
        radii = rng.uniform(0.005, 0.016, len(centres))
        side = 0.46 * ((x - cx) / wide * LIGHT[0] + (y - cy) / high * LIGHT[1]) + 0.02
        light = np.clip(side, -0.5, 0.5).astype(np.float32)
        leaves(scene, part, (centres, radii), rng, LIGHT, tones, detail=0.55, body_light=light)


def _trunk(scene: Scene, part: str, foot: tuple[float, float], top: float, rng: np.random.Generator) -> None:
    x, y = pixel_grid(SIZE)
    lean = foot[0] + 0.010 * np.sin((foot[1] - y) * 22)
    thick = 0.014 + 0.020 * smooth_step(y, foot[1] - 0.06, foot[1] + 0.01)
    cover = smooth_step(np.abs(x - lean) - thick, 0.002, -0.002)
    cover = cover * smooth_step(y, top + 0.02, top + 0.08) * smooth_step(y, foot[1] + 0.006, foot[1])
    bark = mix((0.58, 0.46, 0.34), (0.20, 0.17, 0.19), smooth_step((x - lean) / thick, -0.9, 0.4))
    scene.add(part, cover, varied(bark, rng, cell_px=6, strength=0.03), detail=0.6)


def draw_flowers(scene: Scene, rng: np.random.Generator) -> None:
    """Tall grass and poppies in the lower left corner, in front of everything."""
    x, y = pixel_grid(SIZE)
    edge = 0.905 + 0.10 * x + 0.012 * noise(SIZE, (40, 9), rng) + 0.008 * noise(SIZE, (20, 4), rng)
    blades = noise(SIZE, (34, 4), rng)
    share = smooth_step(blades - 6 * (y - edge - 0.03), -0.8, 1.7)
    colours = mix((0.13, 0.19, 0.14), (0.44, 0.48, 0.21), share)
    cover = smooth_step(y - edge, -0.004, 0.010)
    scene.add("foreground grass", cover, varied(colours, rng, cell_px=12, strength=0.03), detail=0.6)
    count = 110
    across = rng.choice([0.10, 0.22, 0.43, 0.58], count) + rng.normal(0, 0.055, count)
    down = 0.885 + 0.10 * across + rng.uniform(-0.015, 0.085, count) ** 1.0
    centres = np.stack([across, down], axis=1)
    for ink, tones, size in (
        (slice(0, 75), ((0.50, 0.09, 0.07), (0.93, 0.30, 0.17)), 0.0080),
        (slice(75, 110), ((0.66, 0.62, 0.58), (0.98, 0.94, 0.84)), 0.0045),
    ):
        radii = rng.uniform(0.5, 1.35, len(centres[ink])) * size
        leaves(scene, "poppies", (centres[ink], radii), rng, LIGHT, tones, detail=0.8)
