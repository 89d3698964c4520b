"""Strokes as OpenRaster: the ground, and above it a layer for each pass, for Krita, MyPaint and GIMP."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt

from painttime.core.brushwork import Brushwork, StrokeList
from painttime.exporters.options import STROKES_NOTICE
from painttime.exporters.ora_document import OraLayer, cropped, writing_ora
from painttime.exporters.process_frames import Writing
from painttime.exporters.strokes_drawing import drawing
from painttime.exporters.strokes_options import StrokesOptions
from painttime.strokes.engine import draw_layer, labels_at

MAX_LAYERS = 40
"""More layers than these are no help to anyone."""

NUM_SLICES = 12
"""Layers of strokes that are in no order of passes or parts."""


def write_ora(brushwork: Brushwork, out: Path, options: StrokesOptions) -> Writing:
    """Write the strokes as layers; yields strokes drawn of all, each twice: in its layer and in the whole.

    Strokes keep their order, so that the layers together show the picture (within two of 256 levels).
    """
    height_px, width_px = options.size_px(brushwork.height_px, brushwork.width_px)
    labels = labels_at(brushwork.labels, height_px, width_px)
    num_strokes = len(brushwork.strokes)
    total = 2 * num_strokes
    with writing_ora(out, height_px=height_px, width_px=width_px, notice=STROKES_NOTICE) as document:
        ground = np.full((height_px, width_px, 4), (*brushwork.ground, 255), dtype=np.uint8)
        document.add_layer(OraLayer(name="ground"), ground)
        yield 0, total
        for name, first, last in stroke_layers(brushwork.strokes):
            strokes = brushwork.strokes.selected(slice(first, last))
            layer = draw_layer(strokes, height_px, width_px, labels=labels, num_threads=options.num_threads)
            pixels, left, top = cropped(layer)
            document.add_layer(OraLayer(name=name, left=left, top=top), pixels)
            yield last, total
        running = drawing(brushwork, height_px=height_px, width_px=width_px, num_threads=options.num_threads)
        while True:
            try:
                yield num_strokes + next(running), total
            except StopIteration as stop:
                document.finish(stop.value)
                return


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
