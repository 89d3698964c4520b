"""The outlines of strokes, and of the parts they stay inside, as SVG path data."""

from collections.abc import Iterator

import cv2
import numpy as np
import numpy.typing as npt

from painttime.core.image import Labels

Float64 = npt.NDArray[np.float64]

_NUM_SAMPLES = 9
"""Places along a curve where its outline is known: the ends and middles of at most four pieces."""

_STRAIGHT, _BENT = 0.04, 0.25
"""How far a curve leaves its chord, in lengths of the chord, to be drawn in two and in four pieces."""

_LABEL_TOLERANCE_PX = 0.25


def stroke_outlines(
    curves_px: Float64, widths_px: Float64, has_flat_ends: npt.NDArray[np.bool_]
) -> Iterator[str]:
    """Yield the outline of every stroke as closed path data.

    curves_px: (n, 3, 2). widths_px: (n, 2), at begin and end; between them the width is linear.
    has_flat_ends: (n,), straight across or half circles. Each side is drawn as one, two or four quadratic
    curves that go through the true outline at their ends and in their middles.
    """
    near, far = _sides(curves_px, widths_px)
    controls = curves_px[:, 1] - 0.5 * (curves_px[:, 0] + curves_px[:, 2])
    chords = np.linalg.norm(curves_px[:, 2] - curves_px[:, 0], axis=1)
    bends = 0.5 * np.linalg.norm(controls, axis=1) / np.maximum(chords, 1e-9)
    strides = np.where(bends < _STRAIGHT, 8, np.where(bends < _BENT, 4, 2))
    radii = 0.5 * widths_px
    for index in range(len(curves_px)):
        stride = int(strides[index])
        there, back = near[index], far[index][::-1]
        first, last = ("", "") if has_flat_ends[index] else radii[index]
        yield (
            f"M{_point(there[0])}{_side(there, stride)}{_cap(last, back[0])}"
            f"{_side(back, stride)}{_cap(first, there[0])}Z"
        )


def part_outline(labels: Labels, part_id: int, scale: float) -> str:
    """Return the outline of a part as path data for fill rule "evenodd"; "" for a part without pixels.

    labels: (H, W). scale: of a pixel of the labels. The outline lies a quarter of such a pixel outside the
    part, so that no gap shows between neighbours.
    """
    inside = labels == part_id
    rows, columns = np.flatnonzero(inside.any(axis=1)), np.flatnonzero(inside.any(axis=0))
    if rows.size == 0:
        return ""
    top, left = int(rows[0]), int(columns[0])
    mask = np.pad(inside[top : rows[-1] + 1, left : columns[-1] + 1], 1).astype(np.uint8)
    doubled = cv2.dilate(mask.repeat(2, axis=0).repeat(2, axis=1), np.ones((3, 3), np.uint8))
    contours, _ = cv2.findContours(doubled, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
    pieces = []
    for contour in contours:
        simple = cv2.approxPolyDP(contour, 2 * _LABEL_TOLERANCE_PX, closed=True)[:, 0]
        points = ((simple + 0.5) / 2 - 1 + (left, top)) * scale
        pieces.append("M" + "L".join(_point(point) for point in points) + "Z")
    return "".join(pieces)


def number(value: float) -> str:
    """Return a length with at most two decimals, as short as it can be."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _sides(curves_px: Float64, widths_px: Float64) -> tuple[Float64, Float64]:
    """Return both sides of the strokes at evenly spaced places, (n, _NUM_SAMPLES, 2) each."""
    t = np.linspace(0, 1, _NUM_SAMPLES)[None, :, None]
    begin, control, end = (curves_px[:, index, None, :] for index in range(3))
    centres = (1 - t) ** 2 * begin + 2 * t * (1 - t) * control + t**2 * end
    tangents = (1 - t) * (control - begin) + t * (end - control)
    lengths = np.linalg.norm(tangents, axis=2, keepdims=True)
    # Where the control point lies on an end the curve has no direction there; its chord has.
    chords = np.broadcast_to(end - begin, tangents.shape)
    spans = np.linalg.norm(chords, axis=2, keepdims=True)
    ahead = np.where(spans > 1e-9, chords / np.maximum(spans, 1e-9), np.array([1.0, 0.0]))
    directions = np.where(lengths > 1e-6, tangents / np.maximum(lengths, 1e-9), ahead)
    normals = np.stack([-directions[..., 1], directions[..., 0]], axis=2)
    first, last = widths_px[:, 0, None, None], widths_px[:, 1, None, None]
    offsets = 0.5 * (first + (last - first) * t) * normals
    return centres + offsets, centres - offsets


def _side(points: Float64, stride: int) -> str:
    """Return one side as quadratic curves from points[0] on, each through its point halfway."""
    pieces = []
    for index in range(0, _NUM_SAMPLES - 1, stride):
        begin, middle, end = points[index], points[index + stride // 2], points[index + stride]
        pieces.append(f"Q{_point(2 * middle - 0.5 * (begin + end))} {_point(end)}")
    return "".join(pieces)


def _cap(radius: float | str, point: Float64) -> str:
    """Return the end of a stroke: a half circle of this radius, or straight across where there is none."""
    if isinstance(radius, str):
        return f"L{_point(point)}"
    return f"A{number(radius)} {number(radius)} 0 0 0 {_point(point)}"


def _point(point: Float64) -> str:
    return f"{number(point[0])} {number(point[1])}"
