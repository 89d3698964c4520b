"""PSD files whose layers are the parts, back to front: one for each canvas."""

import re
import tempfile
from pathlib import Path

import numpy as np

from painttime.core.image import RGB8, Labels
from painttime.core.part import PartMap
from painttime.exporters.options import ExportOptions
from painttime.exporters.process_frames import ProcessFrames, Writing
from painttime.exporters.psd_document import PsdDocument
from painttime.exporters.psd_steps import SPOOL_BYTES
from painttime.files.atomic import replacing_file, replacing_folder

_FRAME_NAME = re.compile(r"\d{4,}\.psd")


def write_psd_parts(process: ProcessFrames, out: Path, options: ExportOptions) -> Writing:
    """Write every canvas as a PSD with a layer for each part; yields canvases done of all.

    One canvas goes to `out` itself. Several go to the folder parts_folder(out) as NNNN.psd. The parts are
    disjoint, so that each stack shows its canvas exactly; a flat copy is not needed besides.
    """
    frames = process.frames
    labels = process.parts.resized(frames.height_px, frames.width_px)
    if frames.num_frames == 1:
        with replacing_file(out) as partial:
            text = _description(process, 0, options)
            write_part_layers(frames.frame(0), labels, process.parts, partial, text)
        yield 1, 1
        return
    with replacing_folder(parts_folder(out), is_ours=is_psd_frame) as folder:
        for index in range(frames.num_frames):
            path = folder / f"{process.first_index + index:04d}.psd"
            text = _description(process, index, options)
            write_part_layers(frames.frame(index), labels, process.parts, path, text)
            yield index + 1, frames.num_frames


def parts_folder(out: Path) -> Path:
    """Return the folder that several canvases exported to `out` go to: "jug.psd" becomes "jug psd"."""
    return out.with_name(f"{out.stem} psd")


def write_part_layers(picture: RGB8, labels: Labels, parts: PartMap, path: Path, description: str) -> None:
    """Write one picture (H, W, 3) as a PSD with a layer for each part; a part without pixels has none."""
    height, width = labels.shape
    with (
        tempfile.SpooledTemporaryFile(max_size=SPOOL_BYTES, dir=str(path.parent)) as spool,
        path.open("wb") as file,
    ):
        document = PsdDocument(height_px=height, width_px=width, spool=spool)
        for part in parts.parts:
            document.add_layer(part.name, picture, np.asarray(labels == part.id))
        document.write(file, picture, description)


def _description(process: ProcessFrames, index: int, options: ExportOptions) -> str:
    canvas = f"Canvas {process.first_index + index}, {process.stages[index]}, a layer for each part."
    return f"{options.notice}. {canvas}"


def is_psd_frame(path: Path) -> bool:
    """Return whether a file has the name of a canvas exported with its parts as layers."""
    return _FRAME_NAME.fullmatch(path.name) is not None and path.is_file()
