"""Painting a scene with the project's own brushes: large ones everywhere, small ones for detail."""

from dataclasses import dataclass
from typing import TypeVar

import cv2
import numpy as np
import numpy.typing as npt

from painttime.core.image import RGB8, Labels, RGBColour
from painttime.core.strokes import StrokePass
from painttime.strokes.bristles import bristle_shading
from painttime.strokes.drawing import draw_pass
from painttime.strokes.placing import lay_strokes
from sample_scenes.drawing import Float, Scene


@dataclass(frozen=True, kw_only=True, slots=True)
class Layer:
    """One layer of strokes: passes of lay_strokes at a scale, where the scene wants at least this detail."""

    scale: float
    passes: tuple[int, ...]
    least_detail: float


PixelType = TypeVar("PixelType", np.uint8, np.float32)

FRAME_PX = 40
"""Width of the strip painted beyond every edge and cut off."""

MAX_STREAK_PX = 9.0
"""The streaks of larger brushes are drawn as of this one: a brush has more hairs then, not thicker ones."""

LAYERS = (
    Layer(scale=0.85, passes=(0,), least_detail=0.0),
    Layer(scale=0.75, passes=(1,), least_detail=0.0),
    Layer(scale=0.55, passes=(1,), least_detail=0.1),
    Layer(scale=0.65, passes=(2,), least_detail=0.22),
    Layer(scale=0.36, passes=(2,), least_detail=0.45),
    Layer(scale=0.22, passes=(2,), least_detail=0.8),
)


def paint(scene: Scene, groups: Labels, *, ground: RGBColour, seed: int) -> RGB8:
    """Return the scene painted, (h, w, 3) uint8.

    groups: (h, w) uint8; strokes keep inside their group, so that edges between groups are found and edges
    within a group are lost.
    """
    pixels = _framed(np.rint(np.clip(scene.colours, 0, 1) * 255).astype(np.uint8))
    detail, groups = _framed(scene.detail), _framed(groups)
    canvas = np.empty_like(pixels)
    canvas[:] = ground
    for number, layer in enumerate(LAYERS):
        laid = lay_strokes(pixels, groups, ground=ground, seed=seed + number, scale=layer.scale)
        for index in layer.passes:
            strokes = _where_wanted(laid[index], detail, layer.least_detail)
            if len(strokes) == 0:
                continue
            drawn = draw_pass(strokes, canvas, groups)
            radius_px = min(MAX_STREAK_PX, float(strokes.radius.mean()) * max(groups.shape))
            canvas = bristle_shading(drawn, canvas, radius_px, seed=seed + number)
    return _softened_edges(canvas, groups)[FRAME_PX:-FRAME_PX, FRAME_PX:-FRAME_PX]


def _framed(values: npt.NDArray[PixelType]) -> npt.NDArray[PixelType]:
    """Return a picture continued past its edges: strokes that begin outside cover the edge too."""
    framed = cv2.copyMakeBorder(values, FRAME_PX, FRAME_PX, FRAME_PX, FRAME_PX, cv2.BORDER_REFLECT_101)
    return np.asarray(framed, dtype=values.dtype)


def _softened_edges(canvas: RGB8, groups: Labels) -> RGB8:
    """Return the canvas with the stair steps between groups of strokes smoothed."""
    square = np.ones((3, 3), dtype=np.uint8)
    edges = (cv2.erode(groups, square) != cv2.dilate(groups, square)).astype(np.float32)
    share = cv2.GaussianBlur(edges, (0, 0), 0.8)[..., None]
    mixed = canvas + share * (cv2.GaussianBlur(canvas, (0, 0), 1.1).astype(np.float32) - canvas)
    return np.asarray(np.rint(np.clip(mixed, 0, 255)), dtype=np.uint8)


def _where_wanted(strokes: StrokePass, detail: Float, least: float) -> StrokePass:
    """Return the strokes that begin where the scene wants this much detail."""
    places = np.minimum(strokes.points[:, 0] * max(detail.shape), np.array(detail.shape[::-1]) - 1).astype(
        int
    )
    keep = detail[places[:, 1], places[:, 0]] >= least
    return StrokePass(
        points=strokes.points[keep],
        num_points=strokes.num_points[keep],
        radius=strokes.radius[keep],
        colours=strokes.colours[keep],
        part_ids=strokes.part_ids[keep],
    )
