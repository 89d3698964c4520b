"""Pictures of what the portrait parser does: sheets of paintings with their parts, and what it mistakes."""

from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFont

from painttime.core.image import RGB8, Labels
from painttime.segmentation.portraits.head_look import Head
from painttime.segmentation.portraits.people_parts import PORTRAIT_KINDS

KIND_COLOURS = np.array(
    [
        (74, 78, 84),
        (150, 92, 44),
        (60, 118, 190),
        (20, 20, 24),
        (240, 240, 236),
        (240, 164, 60),
        (206, 40, 66),
        (244, 206, 168),
        (226, 138, 140),
    ],
    dtype=np.uint8,
)
"""Of PORTRAIT_KINDS."""

ROW_PX, GAP_PX, COLUMNS = 250, 6, 4

CELL_PX, MARGIN_PX = 62, 116


def portrait_sheet(pairs: Sequence[tuple[RGB8, Labels]]) -> RGB8:
    """Return paintings, each beside its classes, in rows, with a legend below."""
    cells = [
        np.hstack([at_height(pixels), at_height(drawn_classes(pixels, classes))]) for pixels, classes in pairs
    ]
    sheet = in_rows(cells)
    return np.vstack([sheet, legend(sheet.shape[1])])


def drawn_classes(pixels: RGB8, classes: Labels) -> RGB8:
    """Return a painting in grey under the colours of its classes."""
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)[..., None].astype(np.float32)
    return np.asarray(0.4 * grey + 0.6 * KIND_COLOURS[classes], dtype=np.uint8)


def flagged_sheet(pairs: Sequence[tuple[RGB8, Sequence[Head]]]) -> RGB8:
    """Return pictures with the heads that were found in them."""
    cells = []
    for pixels, heads in pairs:
        picture = pixels.copy()
        for head in heads:
            x0, y0, x1, y1 = (round(value) for value in head.box)
            cv2.rectangle(picture, (x0, y0), (x1, y1), (255, 230, 0), 2 + max(pixels.shape) // 400)
        cells.append(at_height(picture))
    return in_rows(cells)


def at_height(pixels: RGB8) -> RGB8:
    """Return a picture ROW_PX high."""
    width = max(1, round(pixels.shape[1] * ROW_PX / pixels.shape[0]))
    return np.asarray(cv2.resize(pixels, (width, ROW_PX), interpolation=cv2.INTER_AREA), dtype=np.uint8)


def in_rows(cells: Sequence[RGB8]) -> RGB8:
    """Return cells side by side, COLUMNS to a row, on white."""
    rows = [cells[start : start + COLUMNS] for start in range(0, len(cells), COLUMNS)]
    wide = max(sum(cell.shape[1] + GAP_PX for cell in row) for row in rows)
    sheet = np.full((len(rows) * (ROW_PX + GAP_PX), wide, 3), 255, dtype=np.uint8)
    for number, row in enumerate(rows):
        left, top = 0, number * (ROW_PX + GAP_PX)
        for cell in row:
            sheet[top : top + ROW_PX, left : left + cell.shape[1]] = cell
            left += cell.shape[1] + GAP_PX
    return sheet


def legend(width_px: int) -> RGB8:
    """Return a strip that says which colour is which class."""
    strip = Image.new("RGB", (width_px, 34), "white")
    draw, font = ImageDraw.Draw(strip), ImageFont.load_default(17)
    step = width_px / len(PORTRAIT_KINDS)
    for index, kind in enumerate(PORTRAIT_KINDS):
        left = int(index * step) + 4
        draw.rectangle((left, 8, left + 22, 26), fill=tuple(KIND_COLOURS[index].tolist()), outline="grey")
        draw.text((left + 28, 7), kind, fill="black", font=font)
    return np.asarray(strip)


def confusion_picture(counts: npt.NDArray[np.int64]) -> RGB8:
    """Return the confusion of (C, C) counts, truth by rows, in percent of each row."""
    side = MARGIN_PX + CELL_PX * len(PORTRAIT_KINDS)
    picture = Image.new("RGB", (side + 12, side + 12), "white")
    draw = ImageDraw.Draw(picture)
    large, small = ImageFont.load_default(18), ImageFont.load_default(15)
    draw.text((8, 8), "rows: labelled", fill="grey", font=small)
    draw.text((8, 28), "columns: found", fill="grey", font=small)
    shares = counts / np.maximum(1, counts.sum(axis=1, keepdims=True))
    for row, kind in enumerate(PORTRAIT_KINDS):
        top = MARGIN_PX + row * CELL_PX
        draw.text((MARGIN_PX - 8, top + CELL_PX / 2), kind, fill="black", font=small, anchor="rm")
        slanted_text(picture, kind, MARGIN_PX + row * CELL_PX + CELL_PX // 2, MARGIN_PX - 8, small)
        for column, share in enumerate(shares[row]):
            left = MARGIN_PX + column * CELL_PX
            blue = (int(250 - 220 * share), int(250 - 160 * share), int(252 - 90 * share))
            draw.rectangle((left, top, left + CELL_PX - 2, top + CELL_PX - 2), fill=blue)
            text = f"{100 * share:.0f}" if share >= 0.005 else "·"
            middle = (left + CELL_PX / 2, top + CELL_PX / 2)
            draw.text(middle, text, fill="white" if share > 0.5 else "black", font=large, anchor="mm")
    return np.asarray(picture)


def slanted_text(
    picture: Image.Image, text: str, x: int, bottom: int, font: ImageFont.FreeTypeFont | ImageFont.ImageFont
) -> None:
    """Write a text upwards, its end at (x, bottom)."""
    strip = Image.new("RGB", (MARGIN_PX - 12, 20), "white")
    ImageDraw.Draw(strip).text((0, 10), text, fill="black", font=font, anchor="lm")
    upright = strip.rotate(90, expand=True)
    picture.paste(upright, (x - upright.width // 2, bottom - upright.height))
