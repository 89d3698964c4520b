"""One PSD whose layers are the steps: hide them from the top down and the painting goes back in time."""

import tempfile
from itertools import groupby
from pathlib import Path

import numpy as np

from painttime.core.change import changed_pixels
from painttime.core.image import RGB8, Labels
from painttime.core.part import PartMap
from painttime.exporters.options import ExportOptions
from painttime.exporters.process_frames import ProcessFrames, Writing
from painttime.exporters.psd_document import PsdDocument
from painttime.files.atomic import replacing_file

SPOOL_BYTES = 2**28
"""Layers wait in memory up to this size, beyond it in a file without a name beside the target."""

_MAX_NAMES = 3
_MIN_SHARE = 0.05


def write_psd_steps(process: ProcessFrames, out: Path, options: ExportOptions) -> Writing:
    """Write the process as one PSD; yields canvases done of all.

    The lowest layer is the first canvas; each layer above holds, opaque, exactly the pixels its step
    changed, so that every stack of layers from the ground up is a canvas and the whole stack is the last
    one. Steps are grouped by the stage they lead to. A step that changes nothing has no layer.
    """
    frames, labels = process.frames, process.parts.resized(process.frames.height_px, process.frames.width_px)
    total = frames.num_frames
    with (
        replacing_file(out) as partial,
        tempfile.SpooledTemporaryFile(max_size=SPOOL_BYTES, dir=str(partial.parent)) as spool,
    ):
        document = PsdDocument(height_px=frames.height_px, width_px=frames.width_px, spool=spool)
        picture = frames.frame(0)
        document.add_layer(_lowest_name(process), picture, np.ones(labels.shape, dtype=np.bool_))
        yield 1, total
        for stage, indices in groupby(range(1, total), key=lambda index: process.stages[index]):
            document.begin_group()
            for index in indices:
                before, picture = picture, frames.frame(index)
                name = f"Step {process.first_index + index}"
                names = changed_part_names(before, picture, labels, process.parts)
                document.add_layer(
                    f"{name}: {names}" if names else name, picture, (before != picture).any(axis=2)
                )
                yield index + 1, total
            document.end_group(f"{stage} (predicted)")
        with partial.open("wb") as file:
            document.write(file, picture, f"{options.notice}. Each layer holds what one step changed.")


def _lowest_name(process: ProcessFrames) -> str:
    if process.first_index == 0:
        return "Ground (predicted)"
    return f"Canvas {process.first_index} (predicted)"


def changed_part_names(before: RGB8, after: RGB8, labels: Labels, parts: PartMap) -> str:
    """Return the names of the parts a step worked on, most changed first, without those it only brushed."""
    hits = np.bincount(labels[changed_pixels(before, after)], minlength=256)
    if not hits.any():
        hits = np.bincount(labels[(before != after).any(axis=2)], minlength=256)
    least = max(1.0, _MIN_SHARE * float(hits.sum()))
    ranked = sorted((part for part in parts.parts if hits[part.id] >= least), key=lambda part: -hits[part.id])
    names = ", ".join(part.name for part in ranked[:_MAX_NAMES])
    return f"{names}, ..." if len(ranked) > _MAX_NAMES else names
