"""A young woman before a dark wall, lit by a window on the left: the model of head_model.py in colour."""

import cv2
import numpy as np

from sample_scenes import head_model
from sample_scenes.drawing import Float, Scene, blurred, fractal, mix, noise, smooth_step, triple, varied
from sample_scenes.form_light import LIGHT, RAYS, SIZE, FormLight, Stops, cover_of, enlarged, ramp
from sample_scenes.head_model import COLLAR, DRESS, EYE, HAIR, SKIN
from sample_scenes.portrait_face import draw_eye_lines, draw_eyes, draw_skin

HAIR_STOPS: Stops = (
    (0.00, (0.070, 0.047, 0.043)),
    (0.15, (0.155, 0.095, 0.073)),
    (0.35, (0.225, 0.132, 0.085)),
    (0.60, (0.355, 0.212, 0.125)),
    (0.90, (0.50, 0.325, 0.19)),
)


def portrait(seed: int) -> Scene:
    """Return the scene, (1024, 832)."""
    rng = np.random.default_rng(seed)
    view = head_model.look(RAYS, top=0.86, span=1.92, middle=-0.01, light=LIGHT)
    large = enlarged(view)
    scene = Scene.blank(*SIZE)
    _wall(scene, rng)
    covers = {m: cover_of(view, m) for m in (SKIN, EYE, HAIR, DRESS, COLLAR)}
    _dress(scene, large, covers[DRESS], rng)
    draw_skin(scene, large, covers[SKIN], rng)
    draw_eyes(scene, large, covers[EYE], rng)
    draw_eye_lines(scene, large, np.maximum(covers[SKIN], covers[EYE]))
    _hair(scene, large, covers[HAIR], rng)
    _collar(scene, large, covers[COLLAR], rng)
    return scene


def _wall(scene: Scene, rng: np.random.Generator) -> None:
    """A wall, dark where the head is light and lighter where the head is dark."""
    rows, columns = np.mgrid[: SIZE[0], : SIZE[1]].astype(np.float32)
    x, y = columns / SIZE[1], rows / SIZE[0]
    light = smooth_step(0.95 * x + 0.35 * y + 0.10 * fractal(SIZE, 260, rng), 0.25, 1.15)
    colours = mix((0.17, 0.165, 0.15), (0.47, 0.44, 0.35), light)
    colours = mix(colours, (0.25, 0.28, 0.27), 0.35 * smooth_step(noise(SIZE, 190, rng), 0.1, 1.6))
    corner = np.hypot((x - 0.5) * 1.1, y - 0.5)
    colours = colours * (1 - 0.35 * smooth_step(corner, 0.45, 0.85))[..., None]
    scene.add(
        "background",
        np.ones(SIZE, dtype=np.float32),
        varied(colours, rng, cell_px=45, strength=0.014),
        detail=0.05,
    )


def _hair(scene: Scene, form: FormLight, cover: Float, rng: np.random.Generator) -> None:
    """Chestnut: strands follow the comb, a band of gloss crosses them (Kajiya and Kay 1989)."""
    which = head_model.strand(form.head.reshape(-1, 3)).reshape(SIZE)
    fine = 0.5 * np.sin(which * 95 + noise(SIZE, 70, rng)) + 0.35 * np.sin(
        which * 190 + 2 * noise(SIZE, 50, rng)
    )
    fine = cv2.GaussianBlur(np.asarray(fine, dtype=np.float32), (0, 0), 0.8)
    uneven = 0.35 + 0.65 * smooth_step(noise(SIZE, 70, rng), -0.8, 1.2)
    down, right = np.gradient(which)
    slope = np.stack([right, -down, np.zeros_like(right)], axis=2)
    along = np.cross(form.normal, slope)
    along /= np.maximum(np.linalg.norm(along, axis=2, keepdims=True), 1e-6)
    halfway = triple(LIGHT) / np.linalg.norm(LIGHT) + triple((0, 0, 1))
    halfway /= np.linalg.norm(halfway)
    band = np.sqrt(np.clip(1 - (along @ halfway) ** 2, 0, 1)) ** 22 * form.key
    tone = (
        0.72 * form.key
        + 0.11 * form.open_sky
        + 0.07 * form.bounce
        + 0.075 * fine * (0.25 + form.key) * uneven
    )
    colours = ramp(np.asarray(tone, dtype=np.float32), HAIR_STOPS)
    colours = colours + (0.52 * band * (0.7 + 0.5 * fine * uneven))[..., None] * triple((1.0, 0.82, 0.58))
    parting = np.exp(-((form.head[..., 0] / 0.011) ** 2)) * smooth_step(form.head[..., 1], 0.24, 0.32)
    colours = mix(
        np.asarray(colours, dtype=np.float32),
        (0.36, 0.23, 0.17),
        np.asarray(0.55 * parting, dtype=np.float32),
    )
    feathered = blurred(cover, 3.5) + 0.14 * noise(SIZE, (14, 6), rng) * (blurred(cover, 6.0) > 0.05)
    ragged = smooth_step(feathered, 0.22, 0.78)
    ragged = np.maximum(ragged, _wisps(form, cover, rng))
    scene.add("hair", ragged, varied(colours, rng, cell_px=9, strength=0.010), detail=0.46)


def _wisps(form: FormLight, cover: Float, rng: np.random.Generator) -> Float:
    """Return the cover (h, w) of loose hairs along the outline of the hair."""
    mask = (cover > 0.5).astype(np.uint8)
    outlines, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    outline = max(outlines, key=len)[:, 0].astype(np.float64)
    loose = np.zeros((SIZE[0], SIZE[1]), dtype=np.uint8)
    reach = np.linspace(0, 1, 12)[:, None]
    for start in rng.integers(0, len(outline), 95).tolist():
        length = int(rng.integers(35, 95))
        path = outline[(start + np.linspace(0, length, 12).astype(int)) % len(outline)]
        tangent = path[-1] - path[0]
        normal = np.array([tangent[1], -tangent[0]]) / max(1.0, float(np.linalg.norm(tangent)))
        bow = rng.uniform(2, 9) * np.sin(np.pi * reach**0.8) - 2
        points = np.rint((path + normal * bow * rng.choice([-1.0, 1.0], p=[0.4, 0.6])) * 8).astype(np.int32)
        cv2.polylines(
            loose, [points], False, int(rng.integers(90, 210)), int(rng.integers(1, 3)), cv2.LINE_AA, 3
        )
    upper = smooth_step(form.head[..., 1], -0.30, 0.0)
    return np.asarray(loose / np.float32(255) * np.maximum(upper, cover), dtype=np.float32)


def _dress(scene: Scene, form: FormLight, cover: Float, rng: np.random.Generator) -> None:
    """Blue-green wool, in folds."""
    x, y = form.place[..., 0], form.place[..., 1]
    drape = np.sin(x * 13 - y * 16 * np.tanh(6 * (x - 0.1)) + 1.6 * noise(SIZE, 150, rng))
    folds = 0.10 * (np.abs(drape) ** 0.6 * np.sign(drape)) * smooth_step(y, -0.62, -0.85) + 0.04 * noise(
        SIZE, (90, 50), rng
    )
    tone = np.asarray(
        0.85 * form.key + 0.14 * form.open_sky + 0.08 * form.bounce + folds * (0.35 + form.key),
        dtype=np.float32,
    )
    colours = ramp(
        tone,
        (
            (0.00, (0.050, 0.060, 0.075)),
            (0.20, (0.080, 0.110, 0.135)),
            (0.45, (0.120, 0.205, 0.245)),
            (0.75, (0.230, 0.360, 0.395)),
            (1.00, (0.430, 0.555, 0.560)),
        ),
    )
    scene.add("dress", cover, varied(colours, rng, cell_px=24, strength=0.014), detail=0.2)


def _collar(scene: Scene, form: FormLight, cover: Float, rng: np.random.Generator) -> None:
    """White linen with a little lace."""
    lace = 0.05 * noise(SIZE, (7, 7), rng)
    tone = np.asarray(0.80 * form.key + 0.20 * form.open_sky + 0.06 * form.bounce + lace, dtype=np.float32)
    colours = ramp(
        tone,
        (
            (0.00, (0.27, 0.27, 0.31)),
            (0.25, (0.47, 0.47, 0.51)),
            (0.55, (0.76, 0.745, 0.72)),
            (0.95, (0.985, 0.965, 0.91)),
        ),
    )
    scene.add("collar", cover, varied(colours, rng, cell_px=8, strength=0.014), detail=0.45)
