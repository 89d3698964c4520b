"""Pictures in rows and columns with their names, and curves, for the documents."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

import numpy as np
from PIL import Image, ImageDraw, ImageFont
from torch import Tensor

from painttime.core.image import RGB8
from painttime.files.atomic import replacing_file

_GAP_PX, _TITLE_PX, _NAME_PX = 6, 20, 150
_INK, _FAINT = "#333333", "#cccccc"
_COLOURS = ("#4477aa", "#ee6677", "#228833", "#ccbb44", "#aa3377")
"""Paul Tol's bright colours, apart also for people who see few."""


def picture_of(canvas: Tensor) -> RGB8:
    """Return a canvas (3, H, W) in 0..1 as (H, W, 3) uint8."""
    return (255 * canvas.detach().clamp(0, 1)).round().byte().permute(1, 2, 0).numpy()


def write_sheet(path: Path, titles: Sequence[str], rows: Sequence[tuple[str, Sequence[RGB8]]]) -> None:
    """Write rows of pictures, each with its name, as one PNG of 128 colours; titles stand over the columns.

    Pictures of a row are equally high, those of a column equally wide. Raises ExportError where the file
    cannot be written.
    """
    widths = [picture.shape[1] for picture in rows[0][1]]
    heights = [pictures[0].shape[0] for _, pictures in rows]
    above = _TITLE_PX if titles else 0
    size = (_NAME_PX + sum(widths) + _GAP_PX * len(widths), above + sum(heights) + _GAP_PX * (len(rows) + 1))
    sheet = Image.new("RGB", size, "white")
    draw, font = ImageDraw.Draw(sheet), ImageFont.load_default(13)
    lefts = [_NAME_PX + sum(widths[:column]) + _GAP_PX * column for column in range(len(widths))]
    for left, title in zip(lefts, titles, strict=bool(titles)):
        draw.text((left, 5), title, fill=_INK, font=font)
    top = above + _GAP_PX
    for (name, pictures), height in zip(rows, heights, strict=True):
        draw.multiline_text((_GAP_PX, top + height // 2), name, fill=_INK, font=font, anchor="lm")
        for left, picture in zip(lefts, pictures, strict=True):
            sheet.paste(Image.fromarray(np.ascontiguousarray(picture)), (left, top))
        top += height + _GAP_PX
    with replacing_file(path) as partial:
        _small(sheet).save(partial, "PNG", optimize=True)


def _small(sheet: Image.Image) -> Image.Image:
    """Return a sheet in 128 colours, without dither, which would not compress."""
    return sheet.quantize(128, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)


def write_curves(path: Path, panels: Mapping[str, Mapping[str, Sequence[tuple[float, float]]]]) -> None:
    """Write curves as an SVG: panel title -> curve name -> points (x in minutes, y).

    Raises ExportError where the file cannot be written.
    """
    parts = [_panel(70 + 380 * index, title, curves) for index, (title, curves) in enumerate(panels.items())]
    width = 380 * len(panels) + 30
    text = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="340" font-family="sans-serif" '
        f'font-size="12" fill="{_INK}">\n<rect width="100%" height="100%" fill="white"/>\n'
    )
    with replacing_file(path) as partial:
        partial.write_text(text + "\n".join(parts) + "\n</svg>\n", encoding="utf-8")


def _panel(left: int, title: str, curves: Mapping[str, Sequence[tuple[float, float]]]) -> str:
    top, width, height = 30, 280, 210
    points = np.array([point for curve in curves.values() for point in curve])
    (low_x, low_y), (high_x, high_y) = points.min(axis=0), points.max(axis=0)
    low_x = 0.0
    span_x, span_y = max(high_x - low_x, 1e-9), max(high_y - low_y, 1e-9)
    lines = [f'<text x="{left}" y="{top - 10}" font-weight="bold">{escape(title)}</text>']
    for share in (0, 0.25, 0.5, 0.75, 1):
        y = top + height * (1 - share)
        lines.append(f'<line x1="{left}" x2="{left + width}" y1="{y}" y2="{y}" stroke="{_FAINT}"/>')
        value = low_y + share * span_y
        lines.append(f'<text x="{left - 6}" y="{y + 4}" text-anchor="end">{value:.3g}</text>')
        x = left + width * share
        value = low_x + share * span_x
        lines.append(f'<text x="{x}" y="{top + height + 16}" text-anchor="middle">{value:.3g}</text>')
    middle = left + width / 2
    lines.append(f'<text x="{middle}" y="{top + height + 34}" text-anchor="middle">CPU minutes</text>')
    for index, (name, curve) in enumerate(curves.items()):
        colour = _COLOURS[index % len(_COLOURS)]
        path = " ".join(
            f"{left + width * (x - low_x) / span_x:.1f},{top + height * (1 - (y - low_y) / span_y):.1f}"
            for x, y in curve
        )
        lines.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        x, y = left + 140 * (index % 2), top + height + 54 + 16 * (index // 2)
        lines.append(f'<rect x="{x}" y="{y - 9}" width="10" height="10" fill="{colour}"/>')
        lines.append(f'<text x="{x + 16}" y="{y}">{escape(name)}</text>')
    return "\n".join(lines)
