"""The workflow functions the window calls, as one value, so that tests can put their own in."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from painttime.core.brushwork import Brushwork
from painttime.core.change import Direction
from painttime.core.painting import Painting
from painttime.core.part import PartMap
from painttime.core.part_tree import PartTree
from painttime.core.project import Project
from painttime.storage.recovery import Kept, Recovery, RecoveryPlace
from painttime.workflow.brush_samples import Samples, draw_brush_samples
from painttime.workflow.exporting import export, export_parts
from painttime.workflow.finding_parts import find_part_tree_of
from painttime.workflow.footage import Footage
from painttime.workflow.job import Job
from painttime.workflow.opening import open_file
from painttime.workflow.picking_objects import prepare_picker
from painttime.workflow.predicting import load_model, predict, predict_step
from painttime.workflow.preparing import Pictures, Prepared, prepare
from painttime.workflow.reading_parts import read_parts_of
from painttime.workflow.reading_recordings import (
    OpenedRecording,
    is_moving,
    open_recording_as_painting,
    read_footage,
)
from painttime.workflow.recovering import ChangeKeeper, recover
from painttime.workflow.saving import save_project
from painttime.workflow.stroke_exporting import export_strokes
from painttime.workflow.stroke_painting import carry_out_take, divide_strokes, paint_process
from painttime.workflow.stroke_pictures import StrokePictures

if TYPE_CHECKING:
    from painttime.core.painting import Painting
    from painttime.exporters.options import ExportOptions
    from painttime.exporters.strokes_options import StrokesOptions
    from painttime.prediction.stepper import Stepper
    from painttime.segmentation.editing.picker import Picker


class PredictFunction(Protocol):
    """As workflow.predicting.predict."""

    def __call__(
        self, project: Project, prepared: Prepared, model: "Stepper", *, direction: Direction
    ) -> Job[Project]: ...


class PredictStepFunction(Protocol):
    """As workflow.predicting.predict_step."""

    def __call__(
        self, project: Project, prepared: Prepared, model: "Stepper", *, index: int, direction: Direction
    ) -> Job[Project]: ...


class FindTreeFunction(Protocol):
    """As workflow.finding_parts.find_part_tree_of."""

    def __call__(self, painting: Painting, *, method: str) -> Job[PartTree]: ...


class PreparePickerFunction(Protocol):
    """As workflow.picking_objects.prepare_picker."""

    def __call__(
        self, painting: "Painting", *, segment_anything: tuple[Path, Path] | None = None
    ) -> "Job[Picker]": ...


@dataclass(frozen=True, kw_only=True, slots=True)
class Services:
    """What a session can ask for; every field returns a job, but stroke_pictures, which takes no time."""

    open_file: Callable[[Path], Job[Project]] = open_file
    find_tree: FindTreeFunction = find_part_tree_of
    read_parts: Callable[[Painting, Path], Job[PartMap]] = read_parts_of
    export_parts: Callable[[Project, Path], Job[Path]] = export_parts
    prepare: Callable[[Project], Job[Prepared]] = prepare
    load_model: "Callable[[str, int | None], Job[Stepper]]" = load_model
    predict: PredictFunction = predict
    predict_step: PredictStepFunction = predict_step
    paint_process: Callable[[Project], Job[Project]] = paint_process
    divide_strokes: Callable[[Project], Job[Project]] = divide_strokes
    carry_out_take: Callable[[Project, Prepared], Job[Project]] = carry_out_take
    brush_samples: Callable[[int], Job[Samples]] = draw_brush_samples
    stroke_pictures: Callable[[Project], Pictures] = StrokePictures
    save_project: Callable[[Project, Path], Job[Path]] = save_project
    prepare_picker: PreparePickerFunction = prepare_picker
    export: "Callable[[Project, Pictures, Path, ExportOptions], Job[Path]]" = export
    export_strokes: "Callable[[Brushwork, Path, StrokesOptions], Job[Path]]" = export_strokes
    keep_changes: Callable[[Project, RecoveryPlace, Kept], Job[None]] = field(
        default_factory=lambda: ChangeKeeper().keep
    )
    recover: Callable[[Recovery], Job[Project]] = recover
    read_footage: Callable[[Path, Painting], Job[Footage]] = read_footage
    is_moving: Callable[[Path], Job[bool]] = is_moving
    open_recording: Callable[[Path], Job[OpenedRecording]] = open_recording_as_painting
