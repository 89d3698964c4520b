"""The commands with quick stand-ins for the workflow, and a log file of their own."""

from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from painttime.cli import failures
from painttime.core.brushwork import Brushwork, Stroke, StrokeCanvas, StrokeList
from painttime.core.canvas import Canvas
from painttime.core.change import Direction
from painttime.core.painting import Painting
from painttime.core.part import Part, PartMap
from painttime.core.plan import Plan
from painttime.core.process import PaintedTake, Take
from painttime.core.project import STROKES, Project
from painttime.exporters.options import ExportOptions
from painttime.workflow import exporting, opening, predicting, preparing, stroke_painting
from painttime.workflow.finding_parts import ANY_PARTS, PartsWanted
from painttime.workflow.job import Progress

MODEL_SHAPE = (6, 8)


@pytest.fixture(autouse=True)
def log_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Send the log to a folder of this test and return its path."""
    path = tmp_path / "state" / "log" / "painttime.log"
    monkeypatch.setattr(failures, "log_path", lambda: path)
    return path


def make_project(source: Path | None = None) -> Project:
    """Return a project of 12 x 16 pixels with the parts sky (1), hill (2) and jug (7)."""
    labels = np.ones((12, 16), dtype=np.uint8)
    labels[6:] = 2
    labels[4:10, 6:10] = 7
    parts = (Part(id=1, name="sky"), Part(id=2, name="hill"), Part(id=7, name="jug"))
    pixels = np.full((12, 16, 3), 90, dtype=np.uint8)
    return Project(painting=Painting(pixels=pixels, source=source), parts=PartMap(labels=labels, parts=parts))


def complete_take(project: Project) -> Take:
    """Return a take with every canvas, each a uniform one."""
    plan = project.take.plan if project.take else plan_of(project)
    canvases = tuple(Canvas.uniform(*MODEL_SHAPE, min(4, index)) for index in range(plan.num_steps))
    return Take(
        plan=plan,
        seed=project.seed,
        locked=project.locked,
        canvases=(*canvases, Canvas.uniform(*MODEL_SHAPE, -1)),
        realised=plan.degrees * 0.5,
    )


def painted_take(project: Project) -> Take:
    """Return the take of `complete_take` with a stroke a step."""
    take = complete_take(project)
    stroke = Stroke(curve=((0, 0), (0.5, 0.5), (1, 1)), widths=(0.2, 0.2), colour=(90, 90, 90))
    brushwork = Brushwork(
        strokes=StrokeList.of([stroke] * take.num_steps), ground=project.ground, height_px=12, width_px=16
    )
    canvases = tuple(
        StrokeCanvas(brushwork=brushwork, count=count, is_finished=count == take.num_steps)
        for count in range(take.num_steps + 1)
    )
    return replace(take, canvases=canvases)


def plan_of(project: Project) -> Plan:
    """Return a plan that paints the sky in the first step only and the other parts in every step."""
    degrees = np.full((project.num_steps, 3), 0.5, dtype=np.float32)
    degrees[1:, 0] = 0.0
    return Plan(degrees=degrees, part_ids=project.parts.ids, habit=project.habit)


@pytest.fixture
def takes() -> SimpleNamespace:
    """Functions that return a complete take of a project, of the step model or in strokes."""
    return SimpleNamespace(blended=complete_take, painted=painted_take)


@dataclass
class Calls:
    """What the commands asked the workflow for; `opened` is the project that every file holds."""

    opened: Project = field(default_factory=make_project)
    asked: list[str] = field(default_factory=list)
    wanted: PartsWanted = ANY_PARTS
    device: str = ""
    num_threads: int | None = None
    degrees: Mapping[int, float] | None = None
    plan: Plan | None = None
    predicted: Project | None = None
    direction: Direction | None = None
    exported: list[tuple[Path, ExportOptions]] = field(default_factory=list)
    error: Exception | KeyboardInterrupt | None = None


def _progress(message: str) -> Progress:
    return Progress(done=0, total=1, message=message)


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> Calls:
    """Put quick jobs in the place of those of the workflow and note what they are asked for."""
    noted = Calls()

    def open_file(path: Path, wanted: PartsWanted = ANY_PARTS) -> Generator[Progress, None, Project]:
        noted.asked.append("open")
        noted.wanted = wanted
        yield _progress("Reading")
        return replace(noted.opened, painting=replace(noted.opened.painting, source=path))

    def prepare(project: Project) -> Generator[Progress, None, SimpleNamespace]:
        noted.asked.append("prepare")
        yield _progress("Preparing")
        return SimpleNamespace(project=project, labels=project.parts.resized(*MODEL_SHAPE))

    def load_model(device: str, num_threads: int | None) -> Generator[Progress, None, SimpleNamespace]:
        noted.asked.append("load")
        noted.device, noted.num_threads = device, num_threads
        yield _progress("Loading")
        return SimpleNamespace(device_name="cpu")

    def predict(
        project: Project, _prepared: object, _model: object, *, plan: Plan | None, direction: Direction
    ) -> Generator[Progress, None, Project]:
        noted.asked.append("predict")
        noted.predicted, noted.direction, noted.plan = project, direction, plan
        yield _progress("Predicting")
        if noted.error is not None:
            raise noted.error
        return replace(project, take=complete_take(project))

    def export(
        _project: Project, _prepared: object, out: Path, options: ExportOptions
    ) -> Generator[Progress, None, Path]:
        noted.asked.append("export")
        noted.exported.append((out, options))
        yield _progress("Writing")
        out.write_text("a result", encoding="utf-8")
        return out

    def plan_for(project: Project, _prepared: object, degrees: Mapping[int, float] | None = None) -> Plan:
        noted.degrees = degrees
        return plan_of(project)

    def carry_out_take(project: Project, _prepared: object) -> Generator[Progress, None, Project]:
        noted.asked.append("carry out")
        yield _progress("Painting")
        assert project.take is not None
        painted = PaintedTake(source=project.take, take=painted_take(project))
        return replace(project, painted=painted, render=STROKES)

    jobs: tuple[tuple[object, Callable[..., object]], ...] = (
        (opening, open_file),
        (preparing, prepare),
        (predicting, load_model),
        (predicting, predict),
        (predicting, plan_for),
        (exporting, export),
        (stroke_painting, carry_out_take),
    )
    for module, job in jobs:
        monkeypatch.setattr(module, job.__name__, job, raising=False)
    return noted
