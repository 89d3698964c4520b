"""The form of a file of strokes (.jsonl): JSON, one stroke a line, for people and for other programs.

The first line says what the file is; every further line is one stroke, in the order they are laid:

    {"format": "painttime strokes", "version": 1, "height_px": 768, "width_px": 1024, "ground": "#f6f1e6",
     "num_strokes": 4000, "unit": "long side", "notice": "..."}
    {"curve": [[0.1, 0.2], [0.3, 0.25], [0.4, 0.2]], "widths": [0.05, 0.04], "colour": "#7f3f10",
     "opacity": 255, "brush": "bristle", "part": 3, "pass": 0, "texture": 12345}

Names mean what core.brushwork.Stroke says of them; lengths are in long sides of the picture. Numbers are the
shortest decimals that read back as the same float32, so that the strokes paint the same pixels again. Where
strokes of a part stay inside it, the first line also holds the part of every pixel:

    "labels": {"height_px": 192, "width_px": 256, "png": "<base64 of a greyscale PNG, pixel = part>"}

Of a stroke only curve, widths and colour must be there. exporters.strokes_jsonl writes such files,
storage.strokes_file reads them.
"""

FORMAT = "painttime strokes"
VERSION = 1
SUFFIX = ".jsonl"
UNIT = "long side"

MAX_STROKES = 2_000_000
MAX_LENGTH = 100.0
"""The farthest a point may lie from the corner, and the widest a stroke may be, in long sides."""
