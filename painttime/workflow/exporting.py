"""Writing a process, or the parts of a painting, as files for other programs."""

from dataclasses import dataclass, replace
from pathlib import Path

from painttime.core.brushwork import StrokeCanvas
from painttime.core.canvas import stage_name
from painttime.core.image import RGB8
from painttime.core.process import Take
from painttime.core.project import Project
from painttime.errors import ExportError
from painttime.exporters.options import ExportOptions
from painttime.files.presence import is_folder, is_there, same_place
from painttime.workflow.job import Job, Progress
from painttime.workflow.preparing import Pictures


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class TakeFrames:
    """The canvases of a complete take as pictures of the painting's own size (a core.frames.FrameSource)."""

    take: Take
    pictures: Pictures
    height_px: int
    width_px: int

    @property
    def num_frames(self) -> int:
        return self.take.num_steps + 1

    def frame(self, index: int) -> RGB8:
        return self.pictures.frame(self.take.canvas(index))


def export(project: Project, pictures: Pictures, out: Path, options: ExportOptions) -> Job[Path]:
    """Write the process the project shows in the form the name `out` asks for; returns where the result lies.

    An ending of exporters.table.FORMATS, .painttime for the project itself, none for a folder of frames; for
    a process painted with strokes also one of stroke_suffixes.
    pictures: `Prepared`, or for a process painted with strokes StrokePictures alone.
    Raises ExportError with a sentence for the user; the target is then what it was before.
    """
    from painttime.exporters.process_frames import ProcessFrames
    from painttime.exporters.table import format_of, written_path
    from painttime.storage.project_file import SUFFIX

    _spare_painting(project, out)
    if out.suffix.lower() == SUFFIX and not is_folder(out):
        from painttime.workflow.saving import save_project

        return (yield from save_project(project, out))
    if out.suffix.lower() in stroke_suffixes() and not is_folder(out):
        return (yield from _export_shown_strokes(project, out, options))
    target = format_of(out)
    take = complete_take(project)
    if not pictures.fits(project):
        raise ValueError("the pictures belong to another painting, part map or ground")
    process = ProcessFrames(
        frames=TakeFrames(
            take=take,
            pictures=pictures,
            height_px=project.painting.height_px,
            width_px=project.painting.width_px,
        ),
        stages=tuple(stage_name(take.canvas(index)) for index in range(take.num_steps + 1)),
        parts=project.parts,
    ).selected(options)
    message = f"Writing {out.name}"
    yield Progress(done=0, total=process.frames.num_frames, message=message)
    for done, total in target.write(process, out, options):
        yield Progress(done=done, total=total, message=message)
    return written_path(out, options, num_frames=process.frames.num_frames)


def stroke_suffixes() -> tuple[str, ...]:
    """Return the endings of results that hold strokes, which only a process painted with them can give."""
    from painttime.exporters.strokes_picture import PICTURE_SUFFIXES
    from painttime.exporters.strokes_table import STROKES_SUFFIXES
    from painttime.exporters.table import FORMATS

    others = {*PICTURE_SUFFIXES, *(known.suffix for known in FORMATS)}
    return tuple(suffix for suffix in STROKES_SUFFIXES if suffix not in others)


def check_has_strokes(project: Project, out: Path) -> None:
    """Raise ExportError where `out` is to hold strokes and the process shown has none."""
    if project.brushwork is None and out.suffix.lower() in stroke_suffixes() and not is_folder(out):
        raise ExportError(
            f'"{out.name}" is to hold strokes, and this process is not painted with any. '
            "Carry it out in strokes first, or choose a film, a PSD or frames."
        )


def export_parts(project: Project, out: Path, *, edge_px: int | None = None) -> Job[Path]:
    """Write the parts as .png (pixel = part id), .json, .psd or .ora (a layer a part); returns `out`.

    edge_px: how wide the soft edges of layers are; None for the usual width.
    Raises ExportError for another ending or a target that cannot be written.
    """
    from painttime.exporters.cutouts import DEFAULT_EDGE_PX
    from painttime.exporters.parts_files import writing_parts

    _spare_painting(project, out)
    width_px = DEFAULT_EDGE_PX if edge_px is None else edge_px
    for done, total in writing_parts(project.painting, project.parts, out, edge_px=width_px):
        yield Progress(done=done, total=total, message=f"Writing {out.name}")
    return out


def complete_take(project: Project) -> Take:
    """Return the take shown; raises ExportError where there is none or canvases are missing."""
    take = project.shown_take
    if take is None:
        raise ExportError("There is no process to export yet. Predict one first.")
    if not take.is_complete:
        missing = take.computed.count(False)
        raise ExportError(
            f"The process is not complete: {missing} of {len(take.canvases)} canvases are missing. "
            "Predict the rest first."
        )
    return take


def _export_shown_strokes(project: Project, out: Path, options: ExportOptions) -> Job[Path]:
    """Write the strokes of the process shown, up to the last canvas asked for."""
    from painttime.exporters.strokes_options import StrokesOptions
    from painttime.workflow.stroke_exporting import export_strokes

    check_has_strokes(project, out)
    brushwork = project.brushwork
    take = complete_take(project)
    last = take.num_steps if options.last is None else min(options.last, take.num_steps)
    canvas = take.canvas(last)
    if brushwork is None or not isinstance(canvas, StrokeCanvas):
        raise ValueError("a take of strokes has stroke canvases")
    if canvas.count < len(brushwork.strokes):
        brushwork = replace(brushwork, strokes=brushwork.strokes.selected(slice(0, canvas.count)))
    chosen = StrokesOptions(long_side_px=options.long_side_px, notice=options.notice)
    return (yield from export_strokes(brushwork, out, chosen))


def _spare_painting(project: Project, out: Path) -> None:
    source = project.painting.source
    if source is None:
        return
    # A project file keeps the painting's name only: where it lies, a file of that name is taken for it.
    is_painting = (
        same_place(out, source) if source.is_absolute() else out.name == source.name and is_there(out)
    )
    if is_painting:
        raise ExportError(f'"{out}" is the painting itself. Choose another name for the result.')
