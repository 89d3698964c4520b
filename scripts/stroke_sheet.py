"""Shows what the brush does: how pictures come about, how they look close by, and single strokes.

python scripts/stroke_sheet.py moments PICTURE [PICTURE ...] --out sheet.jpg [--strokes 10000] [--columns 8]
python scripts/stroke_sheet.py close PICTURE [PICTURE ...] --out close.jpg [--strokes 4000] [--at 0.45 0.4]
python scripts/stroke_sheet.py brushes --out brushes.png
"""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
from stroke_study.subjects import picture_at, resized
from stroke_study.with_brush import PROPOSER_NAMES, paint_with_brush, proposer_named

from painttime.core.brush_settings import BRUSH_CHOICES, ORDER_NAMES
from painttime.core.brushwork import BRUSH_NAMES, Brushwork, Stroke, StrokeList
from painttime.core.image import RGB8
from painttime.errors import PainttimeError
from painttime.strokes.engine import draw_strokes, paint
from painttime.strokes.options import PaintOptions

PAINTED_PX = 512
CELL_PX = (190, 210)
"""Width of a moment, and its largest height; the picture is fitted into it."""

GAP_PX = 6
JPEG_QUALITY = 86
FIRST_SHARE = 0.004
"""Of the strokes, at the first moment shown; the shares then grow by a constant factor."""

CLOSE_SCALE = 4
DETAIL_PX = (620, 420)

BRUSH_CELL_PX = (520, 150)


def main() -> int:
    """Run the command in the module's docstring."""
    arguments = parsed()
    try:
        sheet = SHEETS[arguments.what](arguments)
    except PainttimeError as error:
        print(error, file=sys.stderr)
        return 2
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    bgr = cv2.cvtColor(sheet, cv2.COLOR_RGB2BGR)
    quality = [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY] if arguments.out.suffix == ".jpg" else []
    cv2.imwrite(str(arguments.out), bgr, quality)
    print(f"{arguments.out}: {arguments.out.stat().st_size / 1000:.0f} kB")
    return 0


def parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Show what the brush does.")
    kinds = parser.add_subparsers(dest="what", required=True)
    sheet = kinds.add_parser("moments", help="a row a picture, from the first strokes to the last")
    sheet.add_argument("--columns", type=int, default=8)
    close = kinds.add_parser("close", help="a row a picture: painted 4 times as large, and enlarged as much")
    close.add_argument("--at", type=float, nargs=2, default=(0.45, 0.4), help="middle of what is shown, 0..1")
    for kind, strokes in ((sheet, 10000), (close, 4000)):
        kind.add_argument("pictures", type=Path, nargs="+")
        kind.add_argument("--strokes", type=int, default=strokes)
        kind.add_argument("--brush", choices=BRUSH_CHOICES, default="bristle")
        kind.add_argument("--order", choices=ORDER_NAMES, default="coarse-to-fine")
        kind.add_argument("--proposals", choices=PROPOSER_NAMES, default="shipped")
        kind.add_argument("--seed", type=int, default=0)
    for kind in (sheet, close, kinds.add_parser("brushes", help="a field a brush, some strokes in each")):
        kind.add_argument("--out", type=Path, required=True)
    return parser.parse_args()


def moments(arguments: argparse.Namespace) -> RGB8:
    """Return rows of moments, a row a picture."""
    return stacked([row_of(brushwork, arguments.columns) for brushwork in painted(arguments)])


def close(arguments: argparse.Namespace) -> RGB8:
    """Return rows of a detail painted CLOSE_SCALE times as large beside the same detail enlarged."""
    rows = []
    for brushwork in painted(arguments):
        large = paint(brushwork, long_side_px=CLOSE_SCALE * brushwork.long_side_px)
        enlarged = resized(paint(brushwork), max(large.shape))
        left, top = (
            round(min(max(share * whole - size / 2, 0), whole - size))
            for share, whole, size in zip(arguments.at, large.shape[1::-1], DETAIL_PX, strict=True)
        )
        window = slice(top, top + DETAIL_PX[1]), slice(left, left + DETAIL_PX[0])
        gap = np.full((DETAIL_PX[1], GAP_PX, 3), 255, dtype=np.uint8)
        rows.append(np.hstack([large[window], gap, enlarged[window]]).astype(np.uint8))
    return stacked(rows)


def painted(arguments: argparse.Namespace) -> Iterator[Brushwork]:
    """Paint the pictures one after the other."""
    options = PaintOptions(
        num_strokes=arguments.strokes, brush=arguments.brush, order=arguments.order, seed=arguments.seed
    )
    proposer = proposer_named(arguments.proposals)
    for path in arguments.pictures:
        done = paint_with_brush(picture_at(path, PAINTED_PX), options, proposer)
        print(f"{path.stem}: {len(done.brushwork.strokes)} strokes, {done.cpu_s:.1f} CPU-s", flush=True)
        yield done.brushwork


def row_of(brushwork: Brushwork, columns: int) -> RGB8:
    """Return moments of one painting side by side, each in a cell of its own."""
    total = len(brushwork.strokes)
    counts = np.rint(total * np.geomspace(FIRST_SHARE, 1, columns)).astype(int)
    cells = []
    for count in counts.tolist():
        picture = paint(brushwork, count=count)
        height, width = picture.shape[:2]
        small = resized(picture, round(max(height, width) * min(CELL_PX[0] / width, CELL_PX[1] / height)))
        cell = np.full((small.shape[0], CELL_PX[0], 3), 255, dtype=np.uint8)
        left = (CELL_PX[0] - small.shape[1]) // 2
        cell[:, left : left + small.shape[1]] = small
        cells += [cell, np.full((len(cell), GAP_PX, 3), 255, dtype=np.uint8)]
    return np.hstack(cells[:-1]).astype(np.uint8)


def stacked(rows: list[RGB8]) -> RGB8:
    gap = np.full((GAP_PX, rows[0].shape[1], 3), 255, dtype=np.uint8)
    return np.vstack([piece for row in rows for piece in (row, gap)][:-1]).astype(np.uint8)


def brushes(_arguments: argparse.Namespace) -> RGB8:
    """Return every brush in a field of its own: a long curve, a short thick stroke, and one over another."""
    fields = []
    for name in BRUSH_NAMES:
        field = np.full((BRUSH_CELL_PX[1], BRUSH_CELL_PX[0], 3), (250, 247, 240), dtype=np.uint8)
        draw_strokes(field, example_strokes(name))
        cv2.putText(field, name, (10, 20), cv2.FONT_HERSHEY_SIMPLEX, 0.5, (90, 90, 90), 1, cv2.LINE_AA)
        fields.append(field)
    columns = [stacked(fields[:3]), stacked(fields[3:])]
    gap = np.full((columns[0].shape[0], GAP_PX, 3), 255, dtype=np.uint8)
    return np.hstack([columns[0], gap, columns[1]]).astype(np.uint8)


def example_strokes(brush: str) -> StrokeList:
    blue, ochre, red = (38, 74, 120), (205, 150, 55), (170, 50, 35)
    return StrokeList.of(
        [
            Stroke(
                curve=((0.06, 0.20), (0.30, 0.02), (0.56, 0.20)),
                widths=(0.07, 0.05),
                colour=blue,
                brush=brush,
                texture=1,
            ),
            Stroke(
                curve=((0.66, 0.10), (0.78, 0.08), (0.92, 0.12)),
                widths=(0.10, 0.10),
                colour=ochre,
                brush=brush,
                texture=2,
            ),
            Stroke(
                curve=((0.86, 0.04), (0.80, 0.14), (0.76, 0.26)),
                widths=(0.05, 0.03),
                colour=red,
                brush=brush,
                texture=3,
            ),
            Stroke(
                curve=((0.20, 0.25), (0.40, 0.27), (0.62, 0.24)),
                widths=(0.015, 0.008),
                colour=red,
                brush=brush,
                texture=4,
            ),
        ]
    )


SHEETS = {"moments": moments, "close": close, "brushes": brushes}


if __name__ == "__main__":
    sys.exit(main())
