"""Which exporter writes strokes as which kind of file: one table for the window and the command line."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from painttime.core.brushwork import Brushwork
from painttime.core.stroke_lines import SUFFIX as LINES_SUFFIX
from painttime.errors import ExportError
from painttime.exporters.frames import is_frame
from painttime.exporters.process_frames import Writing
from painttime.exporters.strokes_film import (
    write_strokes_frames,
    write_strokes_gif,
    write_strokes_mp4,
    write_strokes_webm,
)
from painttime.exporters.strokes_jsonl import write_jsonl
from painttime.exporters.strokes_options import StrokesOptions
from painttime.exporters.strokes_ora import write_ora
from painttime.exporters.strokes_picture import write_picture
from painttime.exporters.strokes_svg import write_svg
from painttime.files.atomic import check_file_place, check_folder_place, explaining
from painttime.files.presence import is_folder


@dataclass(frozen=True, kw_only=True, slots=True)
class StrokesFormat:
    """One kind of result made of strokes.

    suffixes: the endings of its name, the usual one first, "" for a folder. name: for dialogs and help.
    write: yields (done, total) while it writes; its target appears whole or not at all.
    """

    suffixes: tuple[str, ...]
    name: str
    write: Callable[[Brushwork, Path, StrokesOptions], Writing]


STROKES_FORMATS = (
    StrokesFormat(suffixes=(".svg",), name="SVG, a shape a stroke", write=write_svg),
    StrokesFormat(suffixes=(LINES_SUFFIX,), name="JSON lines, a stroke a line", write=write_jsonl),
    StrokesFormat(suffixes=(".ora",), name="OpenRaster, a layer a pass", write=write_ora),
    StrokesFormat(suffixes=(".mp4",), name="MP4 film, stroke by stroke", write=write_strokes_mp4),
    StrokesFormat(suffixes=(".webm",), name="WebM film, stroke by stroke", write=write_strokes_webm),
    StrokesFormat(suffixes=(".gif",), name="Animated GIF, stroke by stroke", write=write_strokes_gif),
    StrokesFormat(suffixes=(".png",), name="PNG picture", write=write_picture),
    StrokesFormat(suffixes=(".jpg", ".jpeg"), name="JPEG picture", write=write_picture),
    StrokesFormat(suffixes=(".tif", ".tiff"), name="TIFF picture", write=write_picture),
    StrokesFormat(suffixes=(".webp",), name="WebP picture", write=write_picture),
    StrokesFormat(suffixes=("",), name="Folder of PNG frames", write=write_strokes_frames),
)

STROKES_SUFFIXES = tuple(suffix for known in STROKES_FORMATS for suffix in known.suffixes if suffix)


def strokes_format_of(out: Path) -> StrokesFormat:
    """Return the format the name of a target asks for; a folder that exists takes frames.

    Raises ExportError that lists the known endings.
    """
    suffix = "" if is_folder(out) else out.suffix.lower()
    for known in STROKES_FORMATS:
        if suffix in known.suffixes:
            return known
    raise ExportError(
        f'"{out.name}" cannot be exported: "{out.suffix}" is not known. Use {", ".join(STROKES_SUFFIXES)}, '
        "or a folder for PNG frames."
    )


def check_strokes_place(out: Path) -> None:
    """Raise ExportError where what already lies at the place of a result may not be replaced."""
    place = Path(os.path.realpath(out))
    with explaining(out):
        if strokes_format_of(out).suffixes == ("",):
            check_folder_place(place, is_frame)
        else:
            check_file_place(place)
