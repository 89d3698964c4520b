"""Collages: pieces of different paintings laid over each other, whose borders are known exactly.

A piece is a patch of one kind (sky, wall, foliage, ...) from a labelled painting, so that the brush marks in
it are no borders; or a person cut out of a portrait, of which only the outline is known.
"""

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from painttime.core.image import RGB8, Float32, Labels
from painttime.segmentation.scenes.kinds import SCENE_KINDS
from painttime.training.scenes.scenes import Scene

PLAIN_KINDS = ("sky", "water", "ground", "grass", "mountain", "tree", "wall", "floor", "cloth", "snow")
"""Kinds in which no borders are expected but those of brush marks, waves and leaves."""

MIN_PATCH_PX = 40
PERSON_SHARE = 0.3
"""Share of collages with a person in them."""


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Collage:
    """pixels: (H, W, 3) uint8. borders: (H, W) bool, either side of a border. known: (H, W) bool, where it is
    known that there is one or none."""

    pixels: RGB8
    borders: npt.NDArray[np.bool_]
    known: npt.NDArray[np.bool_]


class CollageMaker:
    """Makes collages of the plain patches and the people of labelled paintings; draws from the given rng."""

    def __init__(self, scenes: list[Scene]) -> None:
        self._patches = [patch for scene in scenes for patch in plain_patches(scene)]
        self._people = [scene for scene in scenes if scene.people is not None]
        if not self._patches:
            raise ValueError("no painting has a plain patch large enough")

    def make(self, height_px: int, width_px: int, rng: np.random.Generator) -> Collage:
        """Return a collage of two to five pieces."""
        pixels = self._filling(height_px, width_px, rng)
        pieces = np.zeros((height_px, width_px), dtype=np.uint8)
        for number in range(1, int(rng.integers(2, 6))):
            mask = random_shape(height_px, width_px, rng)
            filling = self._filling(height_px, width_px, rng)
            if rng.random() < 0.5:
                filling = _likened(filling, pixels, float(rng.uniform(0.3, 0.9)))
            pixels = _laid(pixels, filling, mask, rng)
            pieces[mask] = number
        known = np.ones(pieces.shape, dtype=np.bool_)
        if self._people and rng.random() < PERSON_SHARE:
            pixels, person = self._with_person(pixels, rng)
            pieces[person] = 255
            inside = cv2.erode(person.astype(np.uint8), np.ones((5, 5), dtype=np.uint8))
            known &= inside == 0
        return Collage(pixels=pixels, borders=edges_of(pieces), known=known)

    def _filling(self, height_px: int, width_px: int, rng: np.random.Generator) -> RGB8:
        """Return a patch drawn large enough to fill the canvas, mirrored where it ends."""
        patch = self._patches[int(rng.integers(len(self._patches)))]
        zoom = float(np.exp(rng.uniform(np.log(0.7), np.log(2.5))))
        scaled = cv2.resize(patch, None, fx=zoom, fy=zoom, interpolation=cv2.INTER_LINEAR)
        if rng.random() < 0.5:
            scaled = cv2.flip(scaled, 1)
        down, across = (
            _mirrored(length, wanted, rng)
            for length, wanted in zip(scaled.shape[:2], (height_px, width_px), strict=True)
        )
        return np.asarray(scaled[down[:, None], across[None, :]], dtype=np.uint8)

    def _with_person(self, pixels: RGB8, rng: np.random.Generator) -> tuple[RGB8, npt.NDArray[np.bool_]]:
        """Return pixels with a person pasted at some size and place, and the mask of it."""
        scene = self._people[int(rng.integers(len(self._people)))]
        height, width = pixels.shape[:2]
        scale = float(rng.uniform(0.4, 1.1)) * height / scene.pixels.shape[0]
        shift_x = float(rng.uniform(-0.2, 0.8)) * width - 0.3 * scale * scene.pixels.shape[1]
        shift_y = height - scale * scene.pixels.shape[0] * float(rng.uniform(0.85, 1.05))
        move = np.array([[scale, 0, shift_x], [0, scale, shift_y]], dtype=np.float32)
        if scene.people is None:
            raise ValueError("the painting has no person to cut out")
        person = cv2.warpAffine(scene.people, move, (width, height)) > 127
        filling = cv2.warpAffine(scene.pixels, move, (width, height), borderMode=cv2.BORDER_REPLICATE)
        return _laid(pixels, np.asarray(filling, dtype=np.uint8), person, rng), person


def plain_patches(scene: Scene) -> list[RGB8]:
    """Return the largest square patch of each plain kind that the painting has enough of."""
    patches = []
    scale = scene.pixels.shape[0] / scene.kinds.shape[0]
    for kind in PLAIN_KINDS:
        mask = np.pad((scene.kinds == SCENE_KINDS.index(kind)).astype(np.uint8), 1)
        depth = cv2.distanceTransform(mask, cv2.DIST_C, 3)[1:-1, 1:-1]
        row, column = np.unravel_index(int(depth.argmax()), depth.shape)
        half = int((depth[row, column] - 1) * scale)
        if 2 * half < MIN_PATCH_PX:
            continue
        y, x = int(row * scale), int(column * scale)
        patches.append(scene.pixels[max(0, y - half) : y + half, max(0, x - half) : x + half])
    return patches


def edges_of(pieces: Labels) -> npt.NDArray[np.bool_]:
    """Return the pixels of an (H, W) map that have a neighbour of another piece."""
    edges = np.zeros(pieces.shape, dtype=np.bool_)
    across, down = pieces[:, 1:] != pieces[:, :-1], pieces[1:] != pieces[:-1]
    edges[:, 1:] |= across
    edges[:, :-1] |= across
    edges[1:] |= down
    edges[:-1] |= down
    return edges


def random_shape(height_px: int, width_px: int, rng: np.random.Generator) -> npt.NDArray[np.bool_]:
    """Return the mask of a blob, a polygon, an ellipse, a range of hills or a torn sheet."""
    makers: tuple[Callable[[int, int, np.random.Generator], npt.NDArray[np.bool_]], ...] = (
        _blob,
        _polygon,
        _ellipse,
        _range,
        _torn,
    )
    return makers[int(rng.integers(len(makers)))](height_px, width_px, rng)


def _blob(height_px: int, width_px: int, rng: np.random.Generator) -> npt.NDArray[np.bool_]:
    angles = np.linspace(0, 2 * np.pi, 72, endpoint=False)
    radius = np.ones_like(angles)
    for wave in range(2, 8):
        radius += rng.normal(0, 0.5 / wave) * np.cos(wave * angles + rng.uniform(0, 2 * np.pi))
    reach = rng.uniform(0.1, 0.4) * min(height_px, width_px) * np.clip(radius, 0.2, None)
    centre = rng.uniform(0, 1, 2) * (width_px, height_px)
    stretch = np.exp(rng.uniform(-0.7, 0.7))
    points = centre + np.stack([np.cos(angles) * stretch, np.sin(angles) / stretch], axis=1) * reach[:, None]
    return _filled(points, height_px, width_px)


def _polygon(height_px: int, width_px: int, rng: np.random.Generator) -> npt.NDArray[np.bool_]:
    corners = int(rng.integers(3, 7))
    angles = np.sort(rng.uniform(0, 2 * np.pi, corners))
    reach = rng.uniform(0.15, 0.5) * min(height_px, width_px) * rng.uniform(0.6, 1.3, corners)
    centre = rng.uniform(0.1, 0.9, 2) * (width_px, height_px)
    points = centre + np.stack([np.cos(angles), np.sin(angles)], axis=1) * reach[:, None]
    return _filled(points, height_px, width_px)


def _ellipse(height_px: int, width_px: int, rng: np.random.Generator) -> npt.NDArray[np.bool_]:
    mask = np.zeros((height_px, width_px), dtype=np.uint8)
    centre = int(rng.integers(width_px)), int(rng.integers(height_px))
    axes = tuple(int(value) for value in rng.uniform(0.06, 0.35, 2) * min(height_px, width_px))
    cv2.ellipse(mask, centre, axes, float(rng.uniform(0, 180)), 0, 360, 1, thickness=cv2.FILLED)
    return mask > 0


def _range(height_px: int, width_px: int, rng: np.random.Generator) -> npt.NDArray[np.bool_]:
    """What lies below a line from side to side: a horizon, hills, the edge of a table."""
    x = np.linspace(0, 1, width_px)
    line = rng.uniform(0.3, 0.9) + rng.uniform(-0.2, 0.2) * x
    for wave in range(1, int(rng.integers(1, 9))):
        line = line + rng.normal(0, 0.05 / wave) * np.cos(2 * np.pi * wave * x + rng.uniform(0, 2 * np.pi))
    return np.asarray(np.arange(height_px)[:, None] > line[None, :] * height_px)


def _torn(height_px: int, width_px: int, rng: np.random.Generator) -> npt.NDArray[np.bool_]:
    noise = rng.standard_normal((height_px, width_px)).astype(np.float32)
    smooth = cv2.GaussianBlur(noise, (0, 0), float(rng.uniform(8, 30)))
    return np.asarray(smooth > np.quantile(smooth, rng.uniform(0.6, 0.9)))


def _filled(points: npt.NDArray[np.float64], height_px: int, width_px: int) -> npt.NDArray[np.bool_]:
    mask = np.zeros((height_px, width_px), dtype=np.uint8)
    cv2.fillPoly(mask, [np.rint(points).astype(np.int32)], 1)
    return mask > 0


def _mirrored(length: int, wanted: int, rng: np.random.Generator) -> npt.NDArray[np.intp]:
    """Return `wanted` indices into `length`, to and fro, from a random place on."""
    places = (np.arange(wanted) + int(rng.integers(2 * length))) % (2 * length)
    return np.asarray(np.where(places < length, places, 2 * length - 1 - places), dtype=np.intp)


def _likened(filling: RGB8, pixels: RGB8, share: float) -> RGB8:
    """Return the filling with its mean colour moved towards that of the picture: borders may be faint."""
    shift = pixels.reshape(-1, 3).mean(axis=0) - filling.reshape(-1, 3).mean(axis=0)
    return np.asarray(np.clip(filling + share * shift, 0, 255), dtype=np.uint8)


def _laid(pixels: RGB8, filling: RGB8, mask: npt.NDArray[np.bool_], rng: np.random.Generator) -> RGB8:
    """Return pixels with the filling over them where the mask is, its edge more or less soft."""
    cover: Float32 = mask.astype(np.float32)
    softness = float(rng.uniform(0, 1.5))
    if softness > 0.3:
        cover = np.asarray(cv2.GaussianBlur(cover, (0, 0), softness))
    mixed = pixels + cover[..., None] * (filling.astype(np.float32) - pixels)
    return np.asarray(np.rint(mixed), dtype=np.uint8)
