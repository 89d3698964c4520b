"""Skin, lips, brows and eyes of the portrait."""

import numpy as np

from sample_scenes import head_model
from sample_scenes.drawing import Colour, Float, Scene, mix, noise, smooth_step, triple, varied
from sample_scenes.form_light import SIZE, FormLight, Spot, Stops, ramp

FEATURES: tuple[Spot, ...] = ((0.0, -0.327, 0.14, 0.06), (0.148, 0.02, 0.12, 0.07), (0.03, -0.19, 0.07, 0.04))
"""Mouth, eyes and nose: the small brushes are for these."""

SKIN_STOPS: Stops = (
    (0.00, (0.20, 0.115, 0.095)),
    (0.10, (0.36, 0.215, 0.165)),
    (0.22, (0.55, 0.345, 0.255)),
    (0.38, (0.73, 0.505, 0.385)),
    (0.58, (0.87, 0.675, 0.535)),
    (0.80, (0.955, 0.815, 0.685)),
    (1.00, (0.99, 0.90, 0.79)),
)

BLUSHES: tuple[tuple[float, Spot, Colour], ...] = (
    (0.75, (0.175, -0.135, 0.10, 0.085), (1.02, 0.80, 0.76)),  # cheeks
    (0.60, (0.0, -0.17, 0.055, 0.06), (1.02, 0.82, 0.78)),  # tip of the nose
    (0.45, (0.0, -0.48, 0.09, 0.06), (1.0, 0.88, 0.84)),  # chin
    (0.50, (0.15, 0.01, 0.12, 0.07), (0.88, 0.80, 0.82)),  # around the eyes
    (0.40, (0.0, -0.40, 0.10, 0.03), (0.86, 0.82, 0.78)),  # under the lip
)
"""Strength, place (x, y, half width, half height, on both sides of the face) and colour of the glazes."""


def draw_skin(scene: Scene, form: FormLight, cover: Float, rng: np.random.Generator) -> None:
    tone = (0.88 * form.key + 0.10 * form.open_sky + 0.10 * form.bounce - 0.01) * (
        0.55 + 0.45 * form.open_sky
    )
    colours = ramp(np.asarray(tone, dtype=np.float32), SKIN_STOPS)
    neck = 0.5 * smooth_step(form.head[..., 1], -0.42, -0.62)
    glazes = [(strength * _spot(form, spot), colour) for strength, spot, colour in BLUSHES]
    for share, glaze in [*glazes, (neck, (0.93, 0.92, 0.86)), *_lips(form), _brows(form, rng)]:
        colours = np.asarray(colours * (1 + share[..., None] * (triple(glaze) - 1)), dtype=np.float32)
    colours = colours + (0.16 * form.gloss**34 * form.lit)[..., None]
    # Half tones are cooler than light and shadow.
    half_tone = smooth_step(tone, 0.10, 0.24) * smooth_step(tone, 0.46, 0.28)
    colours = mix(colours, colours * triple((0.93, 1.0, 1.03)), half_tone)
    colours = varied(colours, rng, cell_px=15, strength=0.010)
    face = cover * smooth_step(form.head[..., 1] + 0.35 * form.head[..., 2], -0.50, -0.48)
    scene.add("neck", cover, colours, detail=0.45)
    scene.add("face", face, colours, detail=0.74)
    features = sum(_spot(form, spot) for spot in FEATURES)
    scene.detail[(np.asarray(features) > 0.4) & (face > 0.5)] = 0.95


def _spot(form: FormLight, spot: Spot) -> Float:
    """Return a soft spot on the face, (h, w), 0..1, on both sides of it."""
    cx, cy, wide, high = spot
    x, y = np.abs(form.head[..., 0]), form.head[..., 1]
    share = np.exp(-(((x - cx) / wide) ** 2) - ((y - cy) / high) ** 2)
    return np.asarray(share * smooth_step(form.head[..., 2], 0.05, 0.2), dtype=np.float32)


def _lips(form: FormLight) -> list[tuple[Float, Colour]]:
    """Return the glazes of upper lip, lower lip and the line between them."""
    x, y = np.abs(form.head[..., 0]), form.head[..., 1]
    front = smooth_step(form.head[..., 2], 0.05, 0.2)
    middle = -0.3280 + 0.6 * x**2 + 0.003 * np.cos(x * 70)
    upper_edge = 0.030 * (1 - (x / 0.116) ** 2) + 0.004 * np.cos(x * 60)
    upper = smooth_step(upper_edge - (y - middle), 0.0, 0.008) * (y >= middle)
    lower = smooth_step(0.048 * (1 - (x / 0.108) ** 2) - (middle - y), 0.0, 0.012) * (y < middle)
    inside = (x < 0.116) & (front > 0.5)
    seam = np.exp(-(((y - middle) / 0.006) ** 2)) * smooth_step(x, 0.118, 0.095) * front
    return [
        (np.asarray(0.85 * upper * inside, dtype=np.float32), (0.80, 0.50, 0.50)),
        (np.asarray(0.80 * lower * inside, dtype=np.float32), (0.95, 0.60, 0.58)),
        (np.asarray(0.75 * seam, dtype=np.float32), (0.42, 0.25, 0.25)),
    ]


def _brows(form: FormLight, rng: np.random.Generator) -> tuple[Float, Colour]:
    """Return the glaze of the eyebrows."""
    x, y = np.abs(form.head[..., 0]), form.head[..., 1]
    along = np.clip((x - 0.055) / 0.20, 0, 1)
    arch = 0.108 + 0.036 * np.sin(along * 2.2) - 0.012 * along
    thick = 0.017 * (1 - along) ** 0.5 + 0.004
    share = smooth_step(np.abs(y - arch) / thick, 1.15, 0.35)
    share = share * smooth_step(x, 0.040, 0.075) * smooth_step(x, 0.262, 0.235) * (form.head[..., 2] > 0.1)
    hairs = 0.85 + 0.12 * noise(SIZE, (16, 12), rng)
    return np.asarray(np.clip(0.72 * share * hairs, 0, 1), dtype=np.float32), (0.42, 0.32, 0.27)


def draw_eyes(scene: Scene, form: FormLight, cover: Float, rng: np.random.Generator) -> None:
    """White of the eye in shade of the lid, iris looking at us, pupil, one highlight."""
    flat = form.head.reshape(-1, 3)
    side = np.sign(flat[:, 0])
    q = flat - np.stack(
        [side * head_model.EYE_X, np.full_like(side, head_model.EYE_Y), np.full_like(side, head_model.EYE_Z)],
        axis=1,
    )
    gaze = np.asarray(triple((-0.28, 0.02, 1.0)) @ head_model.HEAD_TURN, dtype=np.float32)
    gaze /= np.linalg.norm(gaze)
    towards = q / np.maximum(np.linalg.norm(q, axis=1, keepdims=True), 1e-6)
    angle = np.arccos(np.clip(towards @ gaze, -1, 1)).reshape(SIZE).astype(np.float32)
    height = q[:, 1].reshape(SIZE)
    shade = 0.42 + 0.45 * form.key + 0.12 * form.open_sky
    white = triple((0.90, 0.84, 0.77)) * shade[..., None]
    iris = mix((0.34, 0.27, 0.19), (0.13, 0.105, 0.085), smooth_step(angle, 0.26, 0.44))
    iris = iris * (0.75 + 0.5 * smooth_step(height, 0.02, -0.03))[..., None]
    colours = mix(white, iris, smooth_step(angle, 0.47, 0.42))
    colours = mix(colours, (0.035, 0.03, 0.03), smooth_step(angle, 0.21, 0.17))
    colours = colours * (1 - 0.55 * smooth_step(height, 0.006, 0.034))[..., None]
    scene.add(
        "eyes",
        cover,
        varied(np.asarray(colours, dtype=np.float32), rng, cell_px=10, strength=0.004),
        detail=1.0,
    )
    spark = triple((-0.28, 0.30, 0.9)) + gaze * 0.6
    spark /= np.linalg.norm(spark)
    distance = np.arccos(np.clip(towards @ spark, -1, 1)).reshape(SIZE).astype(np.float32)
    scene.add(
        "eyes",
        cover * smooth_step(distance, 0.13, 0.07),
        np.broadcast_to(triple((0.97, 0.95, 0.90)), (*SIZE, 3)),
        detail=1.0,
    )


def draw_eye_lines(scene: Scene, form: FormLight, cover: Float) -> None:
    """The dark of the lashes above, the crease of the lid, a soft line below."""
    flat = form.head.reshape(-1, 3)
    q = head_model.eye_frame(np.asarray(flat, dtype=np.float32))
    edge = head_model.lens(q).reshape(SIZE)
    up = q[:, 1].reshape(SIZE)
    near = smooth_step(form.head[..., 2], 0.22, 0.27) * cover
    lashes = smooth_step(np.abs(edge - 0.001), 0.0085, 0.0025) * smooth_step(up, -0.006, 0.010)
    scene.tint(np.asarray(0.88 * lashes * near, dtype=np.float32), (0.24, 0.18, 0.16))
    below = smooth_step(np.abs(edge - 0.002), 0.006, 0.001) * smooth_step(up, 0.0, -0.012)
    scene.tint(np.asarray(0.45 * below * near, dtype=np.float32), (0.55, 0.40, 0.36))
    crease = smooth_step(np.abs(edge - 0.024), 0.008, 0.001) * smooth_step(up, 0.012, 0.03)
    scene.tint(np.asarray(0.40 * crease * near, dtype=np.float32), (0.60, 0.46, 0.42))
