"""Reading strokes from a file, and writing strokes as files for other programs."""

from collections.abc import Iterable
from pathlib import Path

from painttime.core.brushwork import Brushwork
from painttime.core.image import RGB8
from painttime.core.stroke_lines import SUFFIX as LINES_SUFFIX
from painttime.exporters.strokes_options import StrokesOptions
from painttime.workflow.job import Job, Progress

FILM_SUFFIXES = (".mp4", ".webm", ".gif", "")
"""Results that show the strokes one after the other; "" is a folder of frames."""


def is_strokes_file(path: Path) -> bool:
    """Return whether the name is that of a file of strokes, not of a picture."""
    return path.suffix.lower() == LINES_SUFFIX


def open_strokes(path: Path) -> Job[Brushwork]:
    """Read a file of strokes. Raises StrokesFileError with a sentence for the user."""
    from painttime.storage.strokes_file import reading_strokes

    message = f"Reading {path.name}"
    yield Progress(done=0, total=0, message=message)
    reading = reading_strokes(path)
    while True:
        try:
            done, total = next(reading)
        except StopIteration as stop:
            brushwork: Brushwork = stop.value
            return brushwork
        yield Progress(done=done, total=total, message=message)


def export_strokes(brushwork: Brushwork, out: Path, options: StrokesOptions) -> Job[Path]:
    """Write strokes in the form the name `out` asks for; returns where the result lies.

    An ending of exporters.strokes_table.STROKES_SUFFIXES, none for a folder of frames. Raises ExportError
    with a sentence for the user; the target is then what it was before.
    """
    from painttime.exporters.strokes_table import strokes_format_of

    target = strokes_format_of(out)
    message = f"Writing {out.name}"
    yield Progress(done=0, total=0, message=message)
    for done, total in target.write(brushwork, out, options):
        yield Progress(done=done, total=total, message=message)
    return out


def export_picture(picture: RGB8, out: Path) -> Job[Path]:
    """Write a picture painted from strokes, (H, W, 3), by another brush than ours; returns where it lies.

    Raises ExportError where the ending of `out` is not that of a picture, or it cannot be written.
    """
    from painttime.exporters.strokes_picture import check_is_picture, save_picture
    from painttime.files.atomic import replacing_file

    check_is_picture(out)
    yield Progress(done=0, total=1, message=f"Writing {out.name}")
    with replacing_file(out) as partial:
        save_picture(picture, partial, out.suffix.lower())
    return out


def check_strokes_results(
    targets: Iterable[Path], options: StrokesOptions, *, height_px: int, width_px: int, num_strokes: int
) -> None:
    """Raise ExportError where a result would become too large or too long, before any long work.

    height_px, width_px: the size the strokes are laid at. num_strokes: at most so many.
    """
    from painttime.exporters.strokes_film import stroke_counts
    from painttime.exporters.strokes_table import strokes_format_of

    options.size_px(height_px, width_px)
    if any(strokes_format_of(target).suffixes[0] in FILM_SUFFIXES for target in targets):
        stroke_counts(num_strokes, options)
