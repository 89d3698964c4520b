"""A folder of numbered PNG pictures: 0000.png is the ground, the last one the painting."""

import re
from pathlib import Path

from PIL import Image, PngImagePlugin

from painttime.core.image import RGB8
from painttime.exporters.options import NOTICE, ExportOptions
from painttime.exporters.process_frames import ProcessFrames, Writing, film_frames
from painttime.files.atomic import replacing_folder

_FRAME_NAME = re.compile(r"\d{4,}\.png")
_RELATIVE_COLORIMETRIC = b"\1"
_COMPRESS_LEVEL = 2


def write_frames(process: ProcessFrames, out: Path, options: ExportOptions) -> Writing:
    """Write every canvas as `out`/NNNN.png, NNNN the number of the canvas; yields pictures done of all.

    A folder that holds an earlier export is replaced; one that holds anything else is refused.
    """
    frames = film_frames(process, options)
    with replacing_folder(out, is_ours=is_frame) as partial:
        for index in range(frames.num_frames):
            name = f"{process.first_index + index:04d}.png"
            write_png(frames.frame(index), partial / name, options.notice)
            yield index + 1, frames.num_frames


def is_frame(path: Path) -> bool:
    """Return whether a file has the name of an exported frame."""
    return _FRAME_NAME.fullmatch(path.name) is not None and path.is_file()


def write_png(picture: RGB8, path: Path, notice: str = NOTICE) -> None:
    """Write one picture, tagged as sRGB and, unless another notice says what it is, as a prediction."""
    info = PngImagePlugin.PngInfo()
    info.add(b"sRGB", _RELATIVE_COLORIMETRIC)
    info.add_text("Comment", notice)
    info.add_text("Software", "painttime")
    Image.fromarray(picture).save(path, format="PNG", pnginfo=info, compress_level=_COMPRESS_LEVEL)
