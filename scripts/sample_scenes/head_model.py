"""A woman's head and shoulders as a signed distance function, and the rays that look at it.

Units: the head is about 1.15 high. x to the right of the picture, y up, z towards the viewer. Smooth unions
after Quilez, "Smooth minimum" (iquilezles.org/articles/smin).
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sample_scenes.drawing import Float, triple

Vector = tuple[float, float, float]

SKIN, EYE, HAIR, DRESS, COLLAR, NOTHING = range(6)
HEAD_YAW, HEAD_ROLL, HEAD_PITCH = -0.44, 0.05, 0.07
BODY_YAW = -0.72
PIVOT = np.array([0.0, -0.35, -0.08], dtype=np.float32)
EYE_X, EYE_Y, EYE_Z, EYE_RADIUS = 0.148, 0.015, 0.292, 0.088


def _rotation(yaw: float, pitch: float, roll: float) -> Float:
    cy, sy, cp, sp, cr, sr = (
        np.cos(yaw),
        np.sin(yaw),
        np.cos(pitch),
        np.sin(pitch),
        np.cos(roll),
        np.sin(roll),
    )
    around_y = np.array([[cy, 0, sy], [0, 1, 0], [-sy, 0, cy]])
    around_x = np.array([[1, 0, 0], [0, cp, -sp], [0, sp, cp]])
    around_z = np.array([[cr, -sr, 0], [sr, cr, 0], [0, 0, 1]])
    return np.asarray(around_z @ around_y @ around_x, dtype=np.float32)


HEAD_TURN = _rotation(HEAD_YAW, HEAD_PITCH, HEAD_ROLL)
BODY_TURN = _rotation(BODY_YAW, 0.0, 0.0)


def to_head(points: Float) -> Float:
    """Return points (n, 3) in the head's own frame: x to its left, z out of its face."""
    return np.asarray((points - PIVOT) @ HEAD_TURN + PIVOT, dtype=np.float32)


def _ball(p: Float, centre: Vector, radius: float) -> Float:
    return np.asarray(np.linalg.norm(p - triple(centre), axis=1) - np.float32(radius), dtype=np.float32)


def _egg(p: Float, centre: Vector, radii: Vector) -> Float:
    """Return about the distance to an ellipsoid."""
    local = (p - triple(centre)) / triple(radii)
    first = np.linalg.norm(local, axis=1)
    second = np.linalg.norm(local / triple(radii), axis=1)
    return np.asarray(first * (first - 1) / np.maximum(second, 1e-6), dtype=np.float32)


def _limb(p: Float, start: Vector, end: Vector, thick: float, thin: float | None = None) -> Float:
    """Return the distance to a rod from start to end, `thick` there and `thin` here."""
    a, axis = triple(start), triple(end) - triple(start)
    along = np.clip((p - a) @ axis / (axis @ axis), 0, 1)
    radius = thick + along * ((thick if thin is None else thin) - thick)
    return np.asarray(np.linalg.norm(p - a - along[:, None] * axis, axis=1) - radius, dtype=np.float32)


def _join(first: Float, second: Float, soft: float) -> Float:
    share = np.maximum(soft - np.abs(first - second), 0) / np.float32(soft)
    return np.asarray(np.minimum(first, second) - share * share * np.float32(soft / 4), dtype=np.float32)


def _cut(body: Float, tool: Float, soft: float) -> Float:
    return -_join(-body, tool, soft)


def _both_sides(p: Float) -> Float:
    """Return the points mirrored to x >= 0: the face is modelled once for both sides."""
    return np.stack([np.abs(p[:, 0]), p[:, 1], p[:, 2]], axis=1)


def lens(q: Float) -> Float:
    """Return the distance to the almond between the lids, seen from the front; q as from eye_frame."""
    high, low, half = 0.032, 0.023, 0.082
    distances = []
    for height, sign in ((high, 1.0), (low, -1.0)):
        radius = (half**2 + height**2) / (2 * height)
        distances.append(np.hypot(q[:, 0], q[:, 1] + sign * (radius - height)) - radius)
    return np.asarray(np.maximum(distances[0], distances[1]), dtype=np.float32)


def eye_frame(p: Float) -> Float:
    """Return head points relative to the middle of the eye on their side; outer corners a little raised."""
    q = _both_sides(p) - triple((EYE_X, EYE_Y, EYE_Z))
    return np.stack([q[:, 0], q[:, 1] - 0.10 * q[:, 0], q[:, 2]], axis=1)


def _skin(p: Float) -> Float:
    m = _both_sides(p)
    body = _egg(p, (0, 0.16, -0.06), (0.360, 0.385, 0.45))
    body = _join(body, _egg(p, (0, -0.15, 0.10), (0.262, 0.39, 0.31)), 0.12)
    body = _join(body, _ball(p, (0, -0.480, 0.295), 0.082), 0.13)
    body = _join(body, _egg(m, (0.145, -0.28, 0.06), (0.075, 0.13, 0.15)), 0.14)
    body = _join(body, _egg(m, (0.185, -0.09, 0.255), (0.100, 0.070, 0.085)), 0.12)
    body = _join(body, _egg(m, (0.115, -0.27, 0.235), (0.098, 0.13, 0.090)), 0.12)
    body = _join(body, _egg(m, (0.112, -0.350, 0.170), (0.082, 0.095, 0.095)), 0.12)
    body = _join(body, _limb(m, (0.05, 0.105, 0.365), (0.20, 0.115, 0.290), 0.035), 0.10)
    body = _cut(body, _ball(m, (0.150, 0.015, 0.435), 0.078), 0.09)
    body = _join(body, _limb(p, (0, 0.11, 0.360), (0, -0.140, 0.468), 0.028, 0.034), 0.09)
    body = _join(body, _ball(p, (0, -0.160, 0.478), 0.038), 0.06)
    body = _join(body, _ball(m, (0.044, -0.176, 0.428), 0.027), 0.04)
    body = _cut(body, _egg(m, (0.026, -0.207, 0.452), (0.015, 0.010, 0.020)), 0.018)
    body = _join(body, _egg(p, (0, -0.320, 0.325), (0.150, 0.120, 0.085)), 0.09)
    body = _join(body, _egg(m, (0.044, -0.304, 0.392), (0.074, 0.022, 0.030)), 0.022)
    body = _join(body, _egg(p, (0, -0.352, 0.392), (0.094, 0.029, 0.036)), 0.022)
    body = _cut(body, _limb(m, (0, -0.328, 0.438), (0.112, -0.314, 0.350), 0.001), 0.009)
    lids = _cut(_ball(eye_frame(p), (0, 0, 0), EYE_RADIUS + 0.010), lens(eye_frame(p)), 0.010)
    body = _join(body, lids, 0.030)
    return _join(body, _neck(p), 0.09)


def _neck(p: Float) -> Float:
    m = _both_sides(p)
    neck = _limb(p, (0, -0.28, -0.14), (0, -0.92, -0.20), 0.130, 0.165)
    return _join(neck, _limb(m, (0.20, -0.22, -0.10), (0.035, -0.84, 0.035), 0.028, 0.024), 0.11)


def _torso(points: Float) -> Float:
    p = points @ BODY_TURN
    m = _both_sides(np.asarray(p, dtype=np.float32))
    chest = _egg(m, (0, -1.24, -0.16), (0.72, 0.52, 0.36))
    return _join(chest, _limb(m, (0.0, -0.76, -0.17), (0.62, -0.98, -0.20), 0.14, 0.17), 0.16)


def strand(p: Float) -> Float:
    """Return which strand of hair a head point lies on: combed from a parting, over the ears, to the back."""
    wave = 0.025 * np.sin(11 * np.abs(p[:, 0]) + 5 * p[:, 1])
    return np.asarray(p[:, 2] - 0.62 * p[:, 1] - 0.35 * np.abs(p[:, 0]) + wave, dtype=np.float32)


def _hair(p: Float) -> Float:
    m = _both_sides(p)
    hair = _egg(p, (0, 0.165, -0.085), (0.388, 0.430, 0.478))
    hair = _join(hair, _egg(m, (0.325, -0.05, -0.07), (0.070, 0.25, 0.20)), 0.14)
    hair = _join(hair, _egg(m, (0.25, 0.20, 0.10), (0.12, 0.17, 0.19)), 0.12)
    face = _egg(p, (0, -0.19, 0.47), (0.290, 0.50, 0.385))
    hair = _cut(hair, face, 0.018)
    parting = _limb(p, (0, 0.52, 0.40), (0, 0.68, -0.10), 0.004)
    hair = _cut(hair, parting, 0.07)
    locks = (
        np.sin(24 * strand(p) + 2.5 * np.sin(6 * p[:, 1])) * 0.0085
        + np.sin(71 * strand(p) + 4 * m[:, 0]) * 0.0022
    )
    bun = _egg(p, (0, -0.14, -0.57), (0.23, 0.21, 0.19))
    return np.asarray(_join(hair, bun, 0.05) + locks, dtype=np.float32)


def distances(points: Float) -> Float:
    """Return the distance from points (n, 3) to every material, (n, 5)."""
    p = to_head(points)
    torso = _torso(points)
    opening = _egg(np.asarray(points @ BODY_TURN, dtype=np.float32), (0, -0.57, 0.08), (0.32, 0.36, 0.42))
    folds = 0.010 * np.sin(points[:, 0] * 17 + points[:, 1] * 9) * np.clip(-0.8 - points[:, 1], 0, 1)
    dress = _cut(torso - np.float32(0.035) + folds, opening, 0.02)
    collar = np.maximum(np.abs(torso - np.float32(0.050)) - 0.006, np.abs(opening - 0.018) - 0.022) - 0.006
    skin = _join(_skin(p), torso, 0.10)
    eye = _ball(eye_frame(p), (0, 0, 0), EYE_RADIUS)
    return np.stack([skin, eye, _hair(p), dress, collar.astype(np.float32)], axis=1).astype(np.float32)


def distance(points: Float) -> Float:
    """Return the distance from points (n, 3) to the nearest surface, (n,)."""
    return np.asarray(distances(points).min(axis=1), dtype=np.float32)


@dataclass(frozen=True, kw_only=True, slots=True)
class View:
    """What the rays meet; all (h, w) or (h, w, 3).

    place: the point on the surface. normal: unit vector. material: SKIN ... NOTHING.
    lit: share of the key light that arrives, 0..1.
    open_sky: share of the sky not hidden by the form itself, 0..1.
    """

    place: Float
    normal: Float
    material: npt.NDArray[np.uint8]
    lit: Float
    open_sky: Float


def look(size: tuple[int, int], *, top: float, span: float, middle: float, light: Vector) -> View:
    """Send one ray a pixel, parallel to z, into the model; `span` is the picture's height in head units."""
    rows, columns = np.mgrid[: size[0], : size[1]].astype(np.float32)
    unit = span / size[0]
    x, y = (columns + 0.5 - size[1] / 2) * unit + middle, top - (rows + 0.5) * unit
    places = np.stack([x, y, np.full_like(x, 0.75)], axis=2).reshape(-1, 3).astype(np.float32)
    hit = _march(places, triple((0, 0, -1)), steps=70, limit=1.6)
    normal = np.zeros_like(places)
    material = np.full(len(places), NOTHING, dtype=np.uint8)
    lit, open_sky = np.ones(len(places), dtype=np.float32), np.ones(len(places), dtype=np.float32)
    found = places[hit]
    normal[hit] = _normals(found)
    material[hit] = distances(found).argmin(axis=1)
    lit[hit] = _light_arriving(found, normal[hit], triple(light) / np.linalg.norm(light))
    open_sky[hit] = _openness(found, normal[hit])
    shape = size
    return View(
        place=places.reshape(*shape, 3),
        normal=normal.reshape(*shape, 3),
        material=material.reshape(shape),
        lit=lit.reshape(shape),
        open_sky=open_sky.reshape(shape),
    )


def _march(places: Float, direction: Float, *, steps: int, limit: float) -> npt.NDArray[np.bool_]:
    """Move places (in place) along the direction until they touch a surface; return which ones did."""
    active = np.arange(len(places))
    travelled = np.zeros(len(places), dtype=np.float32)
    hit = np.zeros(len(places), dtype=np.bool_)
    for _ in range(steps):
        gap = distance(places[active])
        close = gap < 0.0012
        hit[active[close]] = True
        move = gap * 0.8
        places[active] += move[:, None] * direction
        travelled[active] += move
        active = active[~close & (travelled[active] < limit)]
        if active.size == 0:
            break
    return hit


def _normals(places: Float) -> Float:
    step = np.float32(0.003)
    total = np.zeros_like(places)
    for corner in ((1, -1, -1), (-1, -1, 1), (-1, 1, -1), (1, 1, 1)):
        way = triple(corner)
        total += way * distance(places + way * step)[:, None]
    return np.asarray(
        total / np.maximum(np.linalg.norm(total, axis=1, keepdims=True), 1e-6), dtype=np.float32
    )


def _light_arriving(places: Float, normals: Float, light: Float) -> Float:
    """Return how much of the key light arrives, with soft edges to cast shadows (Quilez, "Soft shadows")."""
    arriving = np.ones(len(places), dtype=np.float32)
    facing = np.flatnonzero(normals @ light > 0)
    travelled = np.full(facing.size, 0.02, dtype=np.float32)
    for _ in range(22):
        ahead = places[facing] + normals[facing] * np.float32(0.006) + travelled[:, None] * light
        gap = distance(ahead)
        arriving[facing] = np.minimum(arriving[facing], np.clip(9 * gap / travelled, 0, 1))
        travelled += np.clip(gap, 0.012, 0.10)
    return arriving


def _openness(places: Float, normals: Float) -> Float:
    hidden = np.zeros(len(places), dtype=np.float32)
    for number, reach in enumerate((0.015, 0.05, 0.11, 0.20)):
        hidden += (reach - distance(places + normals * np.float32(reach))) * np.float32(0.62**number / reach)
    return np.asarray(np.clip(1 - 0.55 * hidden, 0, 1), dtype=np.float32)
