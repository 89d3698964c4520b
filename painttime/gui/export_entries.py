"""What the export dialog offers: every form a process can take, and those its strokes can."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QLocale

from painttime.core.project import Project
from painttime.exporters.options import NOTICE, STROKES_NOTICE, ExportOptions
from painttime.exporters.strokes_options import StrokesOptions
from painttime.workflow.export_formats import (
    check_export_place,
    check_strokes_export,
    estimate_export,
    export_formats,
    exported_path,
    strokes_formats,
)

PURPOSES = {
    ".mp4": "Plays everywhere",
    ".webm": "For web pages",
    ".gif": "Small, loops by itself",
    ".psd": "For Photoshop, Krita, GIMP",
    "": "Lossless, for other programs",
}
STROKES_PURPOSES = {
    ".svg": "For Inkscape, Illustrator",
    ".jsonl": "Replays to the same pixels",
    ".ora": "For Krita, MyPaint, GIMP",
    ".mp4": "Watch it being painted",
    ".png": "Painted anew at any size",
}
"""The forms of strokes that are offered, in their order; the command line writes more."""

AnyOptions = ExportOptions | StrokesOptions


@dataclass(frozen=True, kw_only=True, slots=True)
class ExportEntry:
    """One line of the list: a kind of result and what it is good for.

    suffix: the ending of its name, "" for a folder. of_strokes: made from the strokes, not from the canvases.
    """

    suffix: str
    name: str
    purpose: str
    of_strokes: bool = False


def export_entries(project: Project) -> tuple[ExportEntry, ...]:
    """Return what a project can be exported to; its strokes only where strokes are shown."""
    entries = [
        ExportEntry(suffix=known.suffix, name=known.name, purpose=PURPOSES.get(known.suffix, known.suffix))
        for known in export_formats()
    ]
    if project.brushwork is not None:
        names = {known.suffixes[0]: known.name for known in strokes_formats()}
        entries += [
            ExportEntry(suffix=suffix, name=names[suffix], purpose=purpose, of_strokes=True)
            for suffix, purpose in STROKES_PURPOSES.items()
        ]
    return tuple(entries)


def notice_for(project: Project) -> str:
    """Return what a result says it is: predicted also where predicted steps are carried out in strokes."""
    is_brush = project.take is not None and project.take.brushwork is not None
    return STROKES_NOTICE if is_brush else NOTICE


def check_target(project: Project, target: Path, options: AnyOptions) -> None:
    """Raise ExportError with a sentence where a result of this kind cannot be written there."""
    if isinstance(options, ExportOptions):
        check_export_place(project, target, options)
    elif project.brushwork is not None:
        check_strokes_export(project.brushwork, target, options)


def result_path(project: Project, target: Path, options: AnyOptions) -> Path:
    """Return where the result will lie."""
    return exported_path(project, target, options) if isinstance(options, ExportOptions) else target


def estimated(project: Project, target: Path, options: AnyOptions) -> str:
    """Return roughly what the export costs, in words; "" where nothing was measured."""
    if isinstance(options, StrokesOptions):
        return ""
    cost = estimate_export(project, target, options)
    size = QLocale().formattedDataSize(cost.size_bytes, 0, QLocale.DataSizeFormat.DataSizeSIFormat)
    return f"About {size}, written in {_duration(cost.seconds)}"


def _duration(seconds: float) -> str:
    if seconds < 1.5:
        return "about a second"
    return f"about {round(seconds)} s" if seconds < 100 else f"about {round(seconds / 60)} minutes"
