"""What a process can be exported to, for dialogs: the exporters are not loaded before one is opened."""

from pathlib import Path
from typing import TYPE_CHECKING

from painttime.core.brushwork import Brushwork
from painttime.core.project import Project
from painttime.exporters.options import ExportOptions
from painttime.exporters.strokes_options import StrokesOptions

if TYPE_CHECKING:
    from painttime.exporters.estimate import Estimate
    from painttime.exporters.strokes_table import StrokesFormat
    from painttime.exporters.table import ExportFormat


def export_formats() -> "tuple[ExportFormat, ...]":
    """Return every format, in the order to show them."""
    from painttime.exporters.table import FORMATS

    return FORMATS


def strokes_formats() -> "tuple[StrokesFormat, ...]":
    """Return every format strokes can be written in, in the order to show them."""
    from painttime.exporters.strokes_table import STROKES_FORMATS

    return STROKES_FORMATS


def export_format_of(out: Path) -> "ExportFormat":
    """Return the format a target's name asks for; raises ExportError that lists the known endings."""
    from painttime.exporters.table import format_of

    return format_of(out)


def exported_path(project: Project, out: Path, options: ExportOptions) -> Path:
    """Return where the result of exporting to `out` will lie."""
    from painttime.exporters.table import written_path

    return written_path(out, options, num_frames=_num_frames(project, options))


def check_export_place(project: Project, out: Path, options: ExportOptions) -> None:
    """Raise ExportError where what already lies at the place of the result may not be replaced."""
    from painttime.exporters.table import check_place

    check_place(out, options, num_frames=_num_frames(project, options))


def check_strokes_export(brushwork: Brushwork, out: Path, options: StrokesOptions) -> None:
    """Raise ExportError where strokes cannot be written to `out`, or the result would become too large."""
    from painttime.exporters.strokes_table import check_strokes_place
    from painttime.workflow.stroke_exporting import check_strokes_results

    check_strokes_place(out)
    check_strokes_results(
        (out,),
        options,
        height_px=brushwork.height_px,
        width_px=brushwork.width_px,
        num_strokes=len(brushwork.strokes),
    )


def estimate_export(project: Project, out: Path, options: ExportOptions) -> "Estimate":
    """Return roughly how large the result becomes and how long writing it takes."""
    from painttime.exporters.estimate import estimate

    return estimate(
        out,
        options,
        height_px=project.painting.height_px,
        width_px=project.painting.width_px,
        num_canvases=project.num_steps + 1,
    )


def _num_frames(project: Project, options: ExportOptions) -> int:
    last = project.num_steps if options.last is None else options.last
    return last - options.first + 1
