"""Strokes as OpenRaster: the ground, and above it a layer for each pass, for Krita, MyPaint and GIMP."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt

from painttime.core.brushwork import Brushwork, StrokeList
from painttime.core.image import RGB8
from painttime.exporters.ora_document import RGBA8, OraLayer, cropped, writing_ora
from painttime.exporters.process_frames import Writing
from painttime.exporters.strokes_options import StrokesOptions
from painttime.strokes.engine import draw_layer, labels_at

MAX_LAYERS = 40
"""More layers than these are no help to anyone."""

NUM_SLICES = 12
"""Layers of strokes that are in no order of passes or parts."""


def write_ora(brushwork: Brushwork, out: Path, options: StrokesOptions) -> Writing:
    """Write the strokes as layers; yields strokes drawn of all.

    Strokes keep their order, so that the layers together show the picture (within two of 256 levels).
    """
    height_px, width_px = options.size_px(brushwork.height_px, brushwork.width_px)
    labels = labels_at(brushwork.labels, height_px, width_px)
    total = len(brushwork.strokes)
    merged = np.empty((height_px, width_px, 3), dtype=np.uint8)
    merged[:] = brushwork.ground
    with writing_ora(out, height_px=height_px, width_px=width_px, notice=options.notice) as document:
        document.add_layer(OraLayer(name="ground"), np.dstack([merged, np.full_like(merged[..., :1], 255)]))
        yield 0, total
        for name, first, last in stroke_layers(brushwork.strokes):
            strokes = brushwork.strokes.selected(slice(first, last))
            layer = draw_layer(strokes, height_px, width_px, labels=labels, num_threads=options.num_threads)
            pixels, left, top = cropped(layer)
            document.add_layer(OraLayer(name=name, left=left, top=top), pixels)
            _lay_over(merged[top : top + pixels.shape[0], left : left + pixels.shape[1]], pixels)
            yield last, total
        document.finish(merged)


def _lay_over(canvas: RGB8, layer: RGBA8) -> None:
    """Lay a layer (H, W, 4) over a canvas (H, W, 3), in place, a row at a time to save memory."""
    for below, above in zip(canvas, layer, strict=True):
        alpha = above[:, 3:].astype(np.float32) / 255
        below[:] = np.rint(below + alpha * (above[:, :3].astype(np.float32) - below))


def stroke_layers(strokes: StrokeList) -> list[tuple[str, int, int]]:
    """Return (name, first, last) of the layers, lowest first: by pass, else by part, else by number."""
    for word, values, offset in (("pass", strokes.passes, 1), ("part", strokes.part_ids, 0)):
        runs = _runs(values)
        if len(runs) <= MAX_LAYERS:
            return [(f"{word} {int(values[first]) + offset}", first, last) for first, last in runs]
    cuts = np.linspace(0, len(strokes), NUM_SLICES + 1).round().astype(int).tolist()
    return [(f"strokes {first + 1} to {last}", first, last) for first, last in pairwise(cuts)]


def _runs(values: npt.NDArray[np.uint8]) -> list[tuple[int, int]]:
    """Return (first, last) of neighbours that are equal."""
    if not len(values):
        return []
    changes = (np.flatnonzero(np.diff(values)) + 1).tolist()
    return list(pairwise([0, *changes, len(values)]))
