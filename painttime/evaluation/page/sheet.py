"""The page as one picture."""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from PIL import Image

from painttime.core.image import RGB8
from painttime.evaluation.evaluation import Evaluation
from painttime.evaluation.page import content, figures, strips
from painttime.evaluation.page.content import TextTable
from painttime.evaluation.page.palette import FAINT, INK, LINES

DPI = 110
WIDTH_IN = 14.6
_LINE_IN = 0.24
_FIRST_COLUMN = 0.16
"""Width of the column with the names of measures, as a share of the table's."""


def process_sheet(evaluation: Evaluation, against: str | None, strip: RGB8, caption: str) -> RGB8:
    """Return all about one process as a picture (H, W, 3). strip: its frames. caption: what they are."""
    width_px = round(WIDTH_IN * DPI)
    sentences = [*content.missing_sentences(evaluation.measures), content.ground_sentence(evaluation)]
    pieces = [
        _text([content.heading(evaluation, against)], size_pt=13, colour=INK),
        _text([caption], size_pt=8, colour=FAINT),
        _fitted(strip, width_px),
        _fitted(figures.as_pixels(figures.curves_figure(evaluation), dpi=DPI), width_px),
        _fitted(figures.as_pixels(figures.settle_figure(evaluation), dpi=DPI), width_px),
        _table(content.process_table(evaluation)),
        _text(sentences, size_pt=8, colour=FAINT),
    ]
    return strips.stacked(pieces, gap_px=6)


def summary_sheet(table: TextTable, title: str, notes: Sequence[str]) -> RGB8:
    """Return what all processes come to together as a picture (H, W, 3)."""
    pieces = [_text([title], size_pt=15, colour=INK), _table(table)]
    return strips.stacked([*pieces, *([_text(notes, size_pt=8, colour=FAINT)] if notes else [])], gap_px=6)


def _fitted(pixels: RGB8, width_px: int) -> RGB8:
    """Return a picture shrunk to a width where it is wider."""
    height, width = pixels.shape[:2]
    if width <= width_px:
        return pixels
    size = (width_px, max(1, round(height * width_px / width)))
    return np.asarray(Image.fromarray(pixels).resize(size, Image.Resampling.LANCZOS))


def _text(lines: Sequence[str], *, size_pt: float, colour: str) -> RGB8:
    line_in = size_pt * 1.5 / 72
    figure = figures.blank_figure(WIDTH_IN, line_in * len(lines))
    for number, line in enumerate(lines):
        y = 1 - (number + 0.5) / len(lines)
        figure.text(0.004, y, line, fontsize=size_pt, color=colour, va="center")
    return figures.as_pixels(figure, dpi=DPI)


def _table(table: TextTable) -> RGB8:
    heights = [1.6, *(2.0 if any(cell.difference for cell in row.cells) else 1.0 for row in table.rows)]
    figure = figures.blank_figure(WIDTH_IN, _LINE_IN * sum(heights))
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_axis_off()
    axes.set_xlim(0, 1)
    axes.set_ylim(sum(heights), 0)
    rights = (
        _FIRST_COLUMN + (1 - _FIRST_COLUMN) * (np.arange(len(table.titles)) + 1) / len(table.titles) - 0.01
    )
    for right, title in zip(rights, table.titles, strict=True):
        axes.text(right, 0.8, title, fontsize=8, color=FAINT, ha="right", va="center")
    top = heights[0]
    for row, height in zip(table.rows, heights[1:], strict=True):
        axes.axhline(top, color=LINES, linewidth=0.6)
        axes.text(0.004, top + 0.5, row.title, fontsize=8.5, color=INK, va="center")
        for right, cell in zip(rights, row.cells, strict=True):
            _draw_cell(axes, float(right), top, cell)
        top += height
    return figures.as_pixels(figure, dpi=DPI)


def _draw_cell(axes: Axes, right: float, top: float, cell: content.Cell) -> None:
    weight = "bold" if cell.is_best else "normal"
    axes.text(
        right, top + 0.5, cell.text, fontsize=8.5, color=INK, ha="right", va="center", fontweight=weight
    )
    if cell.difference:
        below = f"{cell.difference} [{cell.interval}]"
        axes.text(right, top + 1.4, below, fontsize=6.5, color=FAINT, ha="right", va="center")
