"""Strokes as JSON lines: see core.stroke_lines for the form. What is read back paints the same pixels."""

import base64
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image

from painttime.core.brushwork import BRUSH_NAMES, Brushwork, StrokeList
from painttime.core.image import Float32, Labels, RGBColour
from painttime.core.stroke_lines import FORMAT, UNIT, VERSION
from painttime.exporters.process_frames import Writing
from painttime.exporters.strokes_options import StrokesOptions
from painttime.files.atomic import replacing_file

STROKES_AT_ONCE = 4096


def write_jsonl(brushwork: Brushwork, out: Path, options: StrokesOptions) -> Writing:
    """Write the strokes as JSON lines; yields strokes written of all."""
    total = len(brushwork.strokes)
    with replacing_file(out) as partial, partial.open("w", encoding="utf-8", newline="\n") as file:
        file.write(_line(header(brushwork, options.notice)))
        yield 0, total
        for first in range(0, total, STROKES_AT_ONCE):
            some = brushwork.strokes.selected(slice(first, first + STROKES_AT_ONCE))
            file.writelines(_line(record) for record in stroke_records(some))
            yield first + len(some), total


def header(brushwork: Brushwork, notice: str) -> dict[str, Any]:
    """Return the first line of the file."""
    values: dict[str, Any] = {
        "format": FORMAT,
        "version": VERSION,
        "height_px": brushwork.height_px,
        "width_px": brushwork.width_px,
        "ground": colour_code(brushwork.ground),
        "num_strokes": len(brushwork.strokes),
        "unit": UNIT,
        "notice": notice,
    }
    if brushwork.labels is not None:
        height_px, width_px = brushwork.labels.shape
        values["labels"] = {"height_px": height_px, "width_px": width_px, "png": _packed(brushwork.labels)}
    return values


def stroke_records(strokes: StrokeList) -> Iterator[dict[str, Any]]:
    """Yield every stroke as the object of its line."""
    columns = zip(
        _shortest(strokes.curves).tolist(),
        _shortest(strokes.widths).tolist(),
        strokes.colours.tolist(),
        strokes.opacities.tolist(),
        strokes.brushes.tolist(),
        strokes.part_ids.tolist(),
        strokes.passes.tolist(),
        strokes.textures.tolist(),
        strict=True,
    )
    for curve, widths, colour, opacity, brush, part_id, pass_number, texture in columns:
        yield {
            "curve": curve,
            "widths": widths,
            "colour": colour_code(colour),
            "opacity": opacity,
            "brush": BRUSH_NAMES[brush],
            "part": part_id,
            "pass": pass_number,
            "texture": texture,
        }


def colour_code(colour: RGBColour) -> str:
    """Return an sRGB colour, 0..255, as #rrggbb."""
    red, green, blue = colour
    return f"#{red:02x}{green:02x}{blue:02x}"


def _shortest(values: Float32) -> npt.NDArray[np.float64]:
    """Return doubles whose shortest decimals are those of the float32 values.

    0.1 as a float32 is the double 0.10000000149011612; written and read back as 0.1 it is the same float32.
    """
    return values.astype(np.str_).astype(np.float64)


def _line(record: dict[str, Any]) -> str:
    return json.dumps(record, allow_nan=False) + "\n"


def _packed(labels: Labels) -> str:
    buffer = io.BytesIO()
    Image.fromarray(labels).save(buffer, format="PNG")
    return base64.b64encode(buffer.getvalue()).decode("ascii")
