"""Make docs/images/mypaint-brushes.png: the same strokes by our brushes and by those of MyPaint."""

from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from painttime.core.brushwork import BRUSH_NAMES, Brushwork, Stroke, StrokeList
from painttime.core.image import RGB8
from painttime.strokes.engine import paint
from painttime.strokes.mypaint import MYPAINT_BRUSHES, paint_with_mypaint

OUT = Path(__file__).resolve().parents[1] / "docs" / "images" / "mypaint-brushes.png"
WIDTH_PX, HEIGHT_PX = 420, 164
HEADROOM_PX = 16
GROUND = (236, 228, 212)
INK = (70, 64, 58)
HEADING_PX, TEXT_PX = 18, 14


def sample_strokes(brush: str) -> Brushwork:
    """Return broad and fine strokes, one across another, one opaque and one half so."""

    def stroke(
        points: tuple[tuple[float, float], tuple[float, float], tuple[float, float]],
        widths: tuple[float, float],
        colour: tuple[int, int, int],
        opacity: int = 255,
    ) -> Stroke:
        begin, control, end = ((x / WIDTH_PX, (y + HEADROOM_PX) / WIDTH_PX) for x, y in points)
        broad, fine = (width / WIDTH_PX for width in widths)
        return Stroke(
            curve=(begin, control, end), widths=(broad, fine), colour=colour, opacity=opacity, brush=brush
        )

    strokes = (
        stroke(((30, 50), (110, 10), (205, 60)), (34, 26), (150, 46, 34)),
        stroke(((95, 20), (120, 70), (90, 120)), (24, 24), (222, 178, 70)),
        stroke(((30, 110), (120, 130), (210, 95)), (12, 6), (38, 62, 120)),
        stroke(((235, 90), (300, 20), (390, 40)), (44, 30), (52, 104, 72)),
        stroke(((255, 40), (320, 90), (395, 105)), (28, 28), (38, 62, 120), opacity=128),
        *(
            stroke(((x, 128), (x + 4, 124), (x + 8, 128)), (14, 8), (150, 46, 34))
            for x in range(250, 400, 30)
        ),
    )
    return Brushwork(strokes=StrokeList.of(strokes), ground=GROUND, height_px=HEIGHT_PX, width_px=WIDTH_PX)


def rendition(brush: str, *, with_mypaint: bool) -> RGB8:
    """Return the strokes of one brush at twice their size, (2 HEIGHT_PX, 2 WIDTH_PX, 3), halved."""
    brushwork = sample_strokes(brush)
    large_px = 2 * WIDTH_PX
    picture = (
        paint_with_mypaint(brushwork, long_side_px=large_px)
        if with_mypaint
        else paint(brushwork, long_side_px=large_px)
    )
    return np.asarray(picture, dtype=np.uint8)


def main() -> None:
    """Write the picture."""
    cell = 2 * WIDTH_PX, 2 * HEIGHT_PX
    margin = 2 * 40
    sheet = Image.new("RGB", (2 * cell[0], len(BRUSH_NAMES) * cell[1] + margin), GROUND)
    draw = ImageDraw.Draw(sheet)
    heading, text = ImageFont.load_default(2 * HEADING_PX), ImageFont.load_default(2 * TEXT_PX)
    for column, title in enumerate(("painttime", "MyPaint")):
        draw.text((column * cell[0] + 40, 24), title, fill=INK, font=heading)
        for row, brush in enumerate(BRUSH_NAMES):
            corner = column * cell[0], margin + row * cell[1]
            sheet.paste(Image.fromarray(rendition(brush, with_mypaint=column == 1)), corner)
            name = MYPAINT_BRUSHES[brush] if column else brush
            draw.text((corner[0] + 40, corner[1] + 2), name, fill=INK, font=text)
    sheet.resize((sheet.width // 2, sheet.height // 2), Image.Resampling.LANCZOS).save(OUT, optimize=True)
    print(f"wrote {OUT}")


if __name__ == "__main__":
    main()
