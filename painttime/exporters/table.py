"""Which exporter writes which kind of file: the one table the window and the command line both use."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from painttime.errors import ExportError
from painttime.exporters.frames import is_frame, write_frames
from painttime.exporters.gif import write_gif
from painttime.exporters.options import ExportOptions, PsdLayout
from painttime.exporters.process_frames import ProcessFrames, Writing
from painttime.exporters.psd_parts import is_psd_frame, parts_folder, write_psd_parts
from painttime.exporters.psd_steps import write_psd_steps
from painttime.exporters.video import write_mp4, write_webm
from painttime.files.atomic import check_file_place, check_folder_place, explaining
from painttime.files.presence import is_folder


@dataclass(frozen=True, kw_only=True, slots=True)
class ExportFormat:
    """One kind of result.

    suffix: the file name's ending, "" for a folder. name: for dialogs and help.
    write: yields (done, total) while it writes; its target appears whole or not at all.
    """

    suffix: str
    name: str
    write: Callable[[ProcessFrames, Path, ExportOptions], Writing]


def _write_psd(process: ProcessFrames, out: Path, options: ExportOptions) -> Writing:
    write = write_psd_steps if options.psd_layout is PsdLayout.STEPS else write_psd_parts
    yield from write(process, out, options)


FORMATS = (
    ExportFormat(suffix=".mp4", name="MP4 film", write=write_mp4),
    ExportFormat(suffix=".webm", name="WebM film", write=write_webm),
    ExportFormat(suffix=".gif", name="Animated GIF", write=write_gif),
    ExportFormat(suffix=".psd", name="Layered PSD", write=_write_psd),
    ExportFormat(suffix="", name="Folder of PNG frames", write=write_frames),
)

PROJECT_SUFFIX = ".painttime"
"""Not exported but saved (painttime.storage); named here so that messages list everything."""


def format_of(out: Path) -> ExportFormat:
    """Return the format the name of a target asks for; a folder that exists takes frames.

    Raises ExportError that lists the known endings.
    """
    suffix = "" if is_folder(out) else out.suffix.lower()
    for known in FORMATS:
        if known.suffix == suffix:
            return known
    endings = ", ".join(known.suffix for known in FORMATS if known.suffix)
    raise ExportError(
        f'"{out.name}" cannot be exported: "{out.suffix}" is not known. Use {endings}, {PROJECT_SUFFIX}, '
        "or a folder for PNG frames."
    )


def check_place(out: Path, options: ExportOptions, *, num_frames: int) -> None:
    """Raise ExportError where what already lies at the place of the result may not be replaced."""
    written = written_path(out, options, num_frames=num_frames)
    place = Path(os.path.realpath(written))
    with explaining(written):
        if format_of(out).suffix == "":
            check_folder_place(place, is_frame)
        elif written != out:
            check_folder_place(place, is_psd_frame)
        else:
            check_file_place(place)


def written_path(out: Path, options: ExportOptions, *, num_frames: int) -> Path:
    """Return where the result lies: `out`, but a folder beside it for several PSDs with a layer a part."""
    if format_of(out).suffix == ".psd" and options.psd_layout is PsdLayout.PARTS and num_frames > 1:
        return parts_folder(out)
    return out
