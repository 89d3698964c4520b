"""What one call of painttime strokes is to do: where strokes come from and what is to be made of them."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from painttime.cli.brush_request import BrushRequest
from painttime.cli.progress import run_job
from painttime.cli.targets import check_targets
from painttime.core.brushwork import Brushwork
from painttime.core.project import Project
from painttime.errors import ExportError, UserInputError
from painttime.exporters.strokes_options import StrokesOptions
from painttime.files.presence import same_place
from painttime.workflow import mypaint_painting, opening, stroke_exporting, stroke_painting
from painttime.workflow.finding_parts import ANY_PARTS, PartsWanted

MAX_SCALE = 1000.0

SHAPE_SUFFIXES = (".jsonl", ".svg")
"""What holds the shapes of strokes and no marks of a brush; MyPaint changes nothing about it."""


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Painted:
    """Strokes, and the project they were painted for: None where they came from a file."""

    brushwork: Brushwork
    project: Project | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class StrokesRequest:
    """One call.

    source: a picture, a project or a file of strokes. targets: the results. brush: how to paint.
    options: of the results. scale: their size in sizes of the painting, None where options say it.
    wanted: where the parts of a picture come from. with_mypaint: whose brushes show.
    """

    source: Path
    targets: Sequence[Path]
    brush: BrushRequest = field(default_factory=BrushRequest)
    options: StrokesOptions = field(default_factory=StrokesOptions)
    scale: float | None = None
    wanted: PartsWanted = ANY_PARTS
    with_mypaint: bool = False

    @property
    def is_of_strokes(self) -> bool:
        """Whether the strokes are laid already."""
        return stroke_exporting.is_strokes_file(self.source)

    def check(self) -> None:
        """Raise UserInputError, before any work is done, for the first thing that will not do."""
        if self.scale is not None and self.options.long_side_px is not None:
            raise UserInputError(
                "--scale and --size cannot be given together: both say how large results are."
            )
        if self.scale is not None and not 0 < self.scale <= MAX_SCALE:
            raise UserInputError(f"--scale must be more than 0 and at most {MAX_SCALE:g}.")
        asks_parts = self.wanted.file is not None or self.wanted.are_looked_for
        if self.is_of_strokes and (asks_parts or not self.brush.is_empty):
            raise UserInputError(
                f'The strokes of "{self.source.name}" are laid already: only --scale, --size, '
                "--strokes-per-second and --engine can be given."
            )
        _check_targets(self.targets, self.source, is_of_strokes=self.is_of_strokes)
        if self.with_mypaint:
            _check_mypaint(self.targets)

    def painted(self) -> tuple[Painted, StrokesOptions]:
        """Read or paint the strokes; returns them and the options of results at their size."""
        if self.is_of_strokes:
            brushwork = run_job(stroke_exporting.open_strokes(self.source))
            size_px = brushwork.height_px, brushwork.width_px
            return Painted(brushwork=brushwork), self._options_at(size_px, len(brushwork.strokes))
        opened = run_job(opening.open_file(self.source, self.wanted))
        project = self.brush.applied_to(opened)
        size_px = project.painting.height_px, project.painting.width_px
        options = self._options_at(size_px, project.brush.num_strokes)
        if not any(is_project(target) for target in self.targets):
            brushwork = run_job(stroke_painting.paint_brushwork(project))
            return Painted(brushwork=brushwork, project=project), options
        project = run_job(stroke_painting.paint_process(project))
        if project.brushwork is None:
            raise RuntimeError("a process painted with the brush has no strokes")
        return Painted(brushwork=project.brushwork, project=project), options

    def _options_at(self, size_px: tuple[int, int], num_strokes: int) -> StrokesOptions:
        """Return the options for strokes laid at this (height, width).

        Raises ExportError where a result would become too small, too large or too long.
        """
        options = self.options
        if self.scale is not None:
            options = replace(options, long_side_px=round(self.scale * max(size_px)))
        targets = [target for target in self.targets if not is_project(target)]
        height_px, width_px = size_px
        stroke_exporting.check_strokes_results(
            targets, options, height_px=height_px, width_px=width_px, num_strokes=num_strokes
        )
        return options


def is_project(target: Path) -> bool:
    """Return whether a target asks for a project file."""
    return target.suffix.lower() == _project_suffix()


def _project_suffix() -> str:
    from painttime.storage.project_file import SUFFIX

    return SUFFIX


def _check_targets(targets: Sequence[Path], source: Path, *, is_of_strokes: bool) -> None:
    from painttime.exporters.strokes_table import STROKES_SUFFIXES

    for target in targets:
        if same_place(target, source) and not is_project(target):
            thing = "file of strokes" if is_of_strokes else "painting"
            raise ExportError(f'"{target}" is the {thing} itself. Choose another name for the result.')
        if is_of_strokes and is_project(target):
            raise ExportError(
                f'"{target}" cannot be made of strokes alone: a project holds the painting too. '
                "Give the painting instead of the file of strokes."
            )
    check_targets(targets, [*STROKES_SUFFIXES, _project_suffix()], folders=True)


def _check_mypaint(targets: Sequence[Path]) -> None:
    from painttime.exporters.strokes_picture import PICTURE_SUFFIXES

    known = (*PICTURE_SUFFIXES, *SHAPE_SUFFIXES, _project_suffix())
    for target in targets:
        if target.suffix.lower() not in known:
            raise UserInputError(
                f'"{target}" cannot be painted by MyPaint. With --engine mypaint results are '
                f"{', '.join(known)}."
            )
    mypaint_painting.check_mypaint()
