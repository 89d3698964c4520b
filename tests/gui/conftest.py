"""What tests of the window share."""

import logging
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication

from painttime.core.brush_settings import BRUSH_CHOICES
from painttime.core.brushwork import BRUSH_NAMES, Brushwork, Stroke, StrokeCanvas, StrokeList
from painttime.core.canvas import AnyCanvas, Canvas, Renditions
from painttime.core.change import Direction
from painttime.core.painting import Painting
from painttime.core.part import Part, PartMap
from painttime.core.part_tree import PartTree
from painttime.core.plan import Plan
from painttime.core.process import PaintedTake, Take
from painttime.core.project import STROKES, Project
from painttime.core.strokes import StrokeMaps
from painttime.errors import PaintingError, PainttimeError, PartsError
from painttime.gui.document import Document
from painttime.gui.focus_keys import FocusKeys
from painttime.gui.main_window import MainWindow
from painttime.gui.preferences import Preferences
from painttime.gui.services import Services
from painttime.gui.stroke_cursor import StrokeCursor
from painttime.storage.recovery import Kept, Recovery, RecoveryPlace
from painttime.storage.settings import SettingsFile
from painttime.workflow.footage import Footage
from painttime.workflow.job import Job, Progress
from painttime.workflow.preparing import Prepared
from painttime.workflow.reading_recordings import OpenedRecording, is_moving, read_footage
from painttime.workflow.recovering import ChangeKeeper, recover

GATE_TIMEOUT_S = 10.0
MODEL_PX = 8

MakeProject = Callable[..., Project]


def _small_parts(height_px: int, width_px: int) -> PartMap:
    labels = np.ones((height_px, width_px), dtype=np.uint8)
    labels[height_px // 2 :] = 2
    labels[height_px // 4 : -height_px // 4, width_px // 3 : -width_px // 3] = 3
    names = ("sky", "meadow", "tree")
    colours = ((90, 140, 220), (90, 170, 80), (150, 90, 60))
    parts = tuple(
        Part(id=number, name=name, colour=colour)
        for number, (name, colour) in enumerate(zip(names, colours, strict=True), start=1)
    )
    return PartMap(labels=labels, parts=parts)


def striped_tree(height_px: int, width_px: int, num_leaves: int = 12) -> PartTree:
    """Upright stripes: each id is split off the one before it; 3 of them stand out."""
    columns = np.arange(width_px) * num_leaves // width_px + 1
    return PartTree(
        leaves=np.broadcast_to(columns, (height_px, width_px)).astype(np.uint8),
        parents=tuple(range(num_leaves)),
        cuts=tuple(
            tuple(Part(id=part_id, name=f"stripe {part_id}") for part_id in range(1, count + 1))
            for count in range(1, num_leaves + 1)
        ),
        natural_count=3,
    )


def grouped_parts(height_px: int, width_px: int) -> PartMap:
    """Four stripes as a layered file has them: a wall, a figure of two layers, and a frame in front."""
    labels = np.arange(width_px) * 4 // width_px + 1
    names = (("wall", ()), ("dress", ("figure",)), ("face", ("figure",)), ("frame", ()))
    return PartMap(
        labels=np.broadcast_to(labels, (height_px, width_px)).astype(np.uint8),
        parts=tuple(
            Part(id=number, name=name, group=group) for number, (name, group) in enumerate(names, start=1)
        ),
    )


def _small_take(num_steps: int, computed_from: int) -> Take:
    """A take computed backward as far as `computed_from`; step s asks 1 % * s, 2 % * s and 3 % * s."""
    degrees = np.outer(np.arange(num_steps), (0.01, 0.02, 0.03)).astype(np.float32)
    plan = Plan(degrees=degrees, part_ids=(1, 2, 3), habit="back-to-front")
    take = Take.begin(plan=plan, seed=0, locked=frozenset(), painting_canvas=Canvas.uniform(8, 8, -1))
    for index in range(num_steps - 1, computed_from - 1, -1):
        canvas = Canvas.uniform(8, 8, index * 4 // num_steps)
        take = take.with_canvas(index, canvas, step=index, realised=degrees[index] / 2)
    return take


def small_brushwork(num_strokes: int) -> Brushwork:
    """Strokes across the picture, a pass for each hundred, of part 1, 2, 3 and every brush in turn."""
    strokes = [
        Stroke(
            curve=((0.1, 0.1), (0.4, 0.2), (0.8, 0.6)),
            widths=(0.1, 0.05),
            colour=(200, 40, 40),
            brush=BRUSH_NAMES[number % len(BRUSH_NAMES)],
            part_id=number % 3 + 1,
            pass_number=number // 100,
        )
        for number in range(num_strokes)
    ]
    return Brushwork(strokes=StrokeList.of(strokes), ground=(246, 241, 230), height_px=48, width_px=64)


def stroke_take(num_steps: int, num_strokes: int, *, painted_to: int | None = None) -> Take:
    """A take whose canvases show strokes in even numbers, all of them on the last but one.

    painted_to: canvas that shows all of them; those after it are not painted yet but for the painting itself.
    """
    brushwork = small_brushwork(num_strokes)
    last = num_steps - 1 if painted_to is None else painted_to
    canvases: list[AnyCanvas | None] = [
        StrokeCanvas(brushwork=brushwork, count=round(num_strokes * index / max(1, last)))
        if index <= last
        else None
        for index in range(num_steps)
    ]
    degrees = np.full((num_steps, 3), 0.25, dtype=np.float32)
    return Take(
        plan=Plan(degrees=degrees, part_ids=(1, 2, 3), habit="coarse-to-fine"),
        seed=0,
        locked=frozenset(),
        canvases=(*canvases, StrokeCanvas(brushwork=brushwork, count=num_strokes, is_finished=True)),
        realised=degrees,
    )


@pytest.fixture
def make_project() -> MakeProject:
    """Make a project of 3 parts: 1 sky (back), 2 meadow, 3 tree (front).

    computed_from: canvases from this one on are there; None = no take. num_strokes: painted by the brush.
    """

    def make(
        *,
        num_steps: int = 10,
        computed_from: int | None = None,
        height_px: int = 48,
        width_px: int = 64,
        num_strokes: int | None = None,
    ) -> Project:
        pixels = np.random.default_rng(0).integers(0, 255, (height_px, width_px, 3), dtype=np.uint8)
        take = None if computed_from is None else _small_take(num_steps, computed_from)
        return Project(
            painting=Painting(pixels=pixels),
            parts=_small_parts(height_px, width_px),
            num_steps=num_steps,
            take=take if num_strokes is None else stroke_take(num_steps, num_strokes),
        )

    return make


@pytest.fixture
def make_tree() -> Callable[..., PartTree]:
    """Make a tree of upright stripes; see striped_tree."""
    return striped_tree


@pytest.fixture
def make_grouped_parts() -> Callable[..., PartMap]:
    """Make parts as a layered file has them; see grouped_parts."""
    return grouped_parts


@pytest.fixture
def document() -> Document:
    """A document with nothing open."""
    return Document()


@pytest.fixture
def strokes(document: Document) -> StrokeCursor:
    """Where the document stands among the strokes of its take."""
    return StrokeCursor(document)


class FakeRenderer:
    """Draws a canvas in one grey, brighter the further it has come, and counts what it drew.

    It stands in for the renderer of the model's canvases and for StrokePictures.
    """

    def __init__(self, project: Project) -> None:
        self.drawn: list[AnyCanvas] = []
        self.gate: threading.Semaphore | None = None
        self._project = project
        self._shape = project.painting.pixels.shape

    def fits(self, project: Project) -> bool:
        return project.painting is self._project.painting and project.ground == self._project.ground

    def preview(self, canvas: AnyCanvas) -> np.ndarray:
        return np.full((MODEL_PX, MODEL_PX, 3), round(canvas.completeness() * 255), dtype=np.uint8)

    def frame(self, canvas: AnyCanvas) -> np.ndarray:
        if self.gate is not None:
            self.gate.acquire(timeout=GATE_TIMEOUT_S)
        self.drawn.append(canvas)
        return np.full(self._shape, round(canvas.completeness() * 255), dtype=np.uint8)


class FakeWorkflow:
    """Stands in for painttime.workflow.

    gate, frame_gate: predictions wait for them at every canvas, renderers made from then on at every frame.
    """

    def __init__(self, make: MakeProject) -> None:
        self.make = make
        self.gate: threading.Semaphore | None = None
        self.frame_gate: threading.Semaphore | None = None
        self.model_error: PainttimeError | None = None
        self.prepare_error: PainttimeError | None = None
        self.step_error: PainttimeError | None = None
        self.paint_error: PainttimeError | None = None
        self.find_error: PainttimeError | None = None
        self.num_threads: int | None = None
        self.open_note = ""
        self.calls: list[str] = []
        self.renderers: list[FakeRenderer] = []

    def services(self) -> Services:
        return Services(
            open_file=self.open_file,
            prepare=self.prepare,
            load_model=self.load_model,
            predict=self.predict,
            predict_step=self.predict_step,
            save_project=self.save_project,
            export=self.export,
            export_strokes=self.export_strokes,
            keep_changes=self.keep_changes,
            recover=self.recover,
            paint_process=self.paint_process,
            divide_strokes=self.divide_strokes,
            carry_out_take=self.carry_out_take,
            brush_samples=self.brush_samples,
            stroke_pictures=self.stroke_pictures,
            prepare_picker=self.prepare_picker,
            find_tree=self.find_tree,
            read_parts=self.read_parts,
            export_parts=self.export_parts,
            read_footage=self.read_footage,
            is_moving=self.is_moving,
            open_recording=self.open_recording,
        )

    def read_footage(self, path: Path, painting: Painting) -> Job[Footage]:
        # The real one, which reads the small recordings of tests in no time.
        self.calls.append(f"footage {path.name}")
        reading = read_footage(path, painting)
        yield next(reading)
        self._wait()
        return (yield from reading)

    def is_moving(self, path: Path) -> Job[bool]:
        self.calls.append(f"look into {path.name}")
        return (yield from is_moving(path))

    def open_recording(self, path: Path) -> Job[OpenedRecording]:
        self.calls.append(f"open recording {path.name}")
        project = self.make()
        footage = yield from read_footage(path, project.painting)
        painting = Painting(pixels=footage.frames[-1].pixels(), source=path)
        return OpenedRecording(project=replace(project, painting=painting), footage=footage)

    def find_tree(self, painting: Painting, *, method: str) -> Job[PartTree]:
        self.calls.append(f"find {method}")
        yield Progress(done=0, total=1, message="Looking")
        self._wait()
        if self.find_error is not None:
            raise self.find_error
        return striped_tree(painting.height_px, painting.width_px)

    def read_parts(self, painting: Painting, path: Path) -> Job[PartMap]:
        self.calls.append(f"parts of {path.name}")
        yield Progress(done=0, total=1, message="Reading")
        if not path.exists():
            raise PartsError(f"{path.name} is not there.")
        return grouped_parts(painting.height_px, painting.width_px)

    def export_parts(self, project: Project, out: Path) -> Job[Path]:
        self.calls.append(f"export parts {out.name}")
        yield Progress(done=0, total=1, message="Writing")
        return out

    def open_file(self, path: Path) -> Job[Project]:
        self.calls.append(f"open {path.name}")
        yield Progress(done=0, total=1, message="Reading")
        yield Progress(done=0, total=1, message="Finding parts", note=self.open_note)
        if not path.exists():
            raise PaintingError(f"{path.name} is not there. Choose another file.")
        project = self.make()
        painting = Painting(pixels=project.painting.pixels, source=path)
        return replace(project, painting=painting)

    def prepare(self, project: Project) -> Job[Prepared]:
        self.calls.append("prepare")
        yield Progress(done=0, total=1, message="Preparing")
        if self.prepare_error is not None:
            raise self.prepare_error
        return self.prepared(project)

    def prepared(self, project: Project) -> Prepared:
        """Return what shows the canvases of a project, at 8 x 8 and in greys."""
        greys = np.linspace(0, 255, 5).astype(np.uint8)
        images = np.broadcast_to(greys[:, None, None, None], (5, MODEL_PX, MODEL_PX, 3))
        nothing = np.zeros((4, MODEL_PX, MODEL_PX))
        self.renderers.append(FakeRenderer(project))
        self.renderers[-1].gate = self.frame_gate
        made = Prepared(
            project=project,
            renditions=Renditions(images=images),
            strokes=StrokeMaps(ids=nothing.astype(np.int32), along=nothing.astype(np.uint8)),
            labels=project.parts.resized(MODEL_PX, MODEL_PX),
            renderer=self.renderers[-1],
        )
        object.__setattr__(made, "stroke_pictures", self.renderers[-1])
        return made

    def stroke_pictures(self, project: Project) -> FakeRenderer:
        self.renderers.append(FakeRenderer(project))
        self.renderers[-1].gate = self.frame_gate
        return self.renderers[-1]

    def load_model(self, device: str, num_threads: int | None) -> Job[object]:
        self.calls.append(f"load {device}")
        self.num_threads = num_threads
        yield Progress(done=0, total=1, message="Loading")
        if self.model_error is not None:
            raise self.model_error
        return object()

    def predict(
        self, project: Project, prepared: Prepared, model: object, *, direction: Direction
    ) -> Job[Project]:
        self.calls.append(f"predict {direction.value}")
        take = project.take or _small_take(project.num_steps, project.num_steps)
        for index in range(project.num_steps - 1, -1, -1):
            self._wait()
            take = self._with_canvas(take, index)
            yield Progress(done=project.num_steps - index, total=project.num_steps, message="Step", take=take)
        return replace(project, take=take)

    def predict_step(
        self, project: Project, prepared: Prepared, model: object, *, index: int, direction: Direction
    ) -> Job[Project]:
        self.calls.append(f"step {direction.value} from {index}")
        yield Progress(done=0, total=1, message="Step")
        self._wait()
        if self.step_error is not None:
            raise self.step_error
        take = project.take or _small_take(project.num_steps, project.num_steps)
        if direction is Direction.BACKWARD:
            take = self._with_canvas(take.without_before(index), index - 1)
        elif index + 1 < project.num_steps:
            take = self._with_canvas(take, index + 1)
        return replace(project, take=take)

    def paint_process(self, project: Project) -> Job[Project]:
        self.calls.append(f"paint {project.brush.num_strokes} {project.brush.brush}")
        total, num_steps = project.brush.num_strokes, project.num_steps
        for index in range(num_steps):
            self._wait()
            laid = total * index // num_steps
            take = stroke_take(num_steps, laid, painted_to=index)
            yield Progress(done=laid, total=total, message=f"Stroke {laid:,} of {total:,}", take=take)
        if self.paint_error is not None:
            raise self.paint_error
        return replace(project, take=stroke_take(num_steps, total))

    def divide_strokes(self, project: Project) -> Job[Project]:
        self.calls.append("divide strokes")
        yield Progress(done=0, total=0, message="Dividing the strokes")
        self._wait()
        laid = len(project.take.brushwork.strokes)
        return replace(project, take=stroke_take(project.num_steps, laid))

    def carry_out_take(self, project: Project, prepared: Prepared) -> Job[Project]:
        self.calls.append("carry out")
        for step in range(project.num_steps):
            yield Progress(done=step, total=project.num_steps, message="Painting the steps")
            self._wait()
        if self.paint_error is not None:
            raise self.paint_error
        take = stroke_take(project.num_steps, 100)
        return replace(project, painted=PaintedTake(source=project.take, take=take), render=STROKES)

    def brush_samples(self, height_px: int) -> Job[dict[str, np.ndarray]]:
        self.calls.append("brush samples")
        yield Progress(done=0, total=1, message="Drawing")
        return {brush: np.full((height_px, 2 * height_px), 255, dtype=np.uint8) for brush in BRUSH_CHOICES}

    def prepare_picker(
        self, painting: Painting, *, segment_anything: tuple[Path, Path] | None = None
    ) -> Job[object]:
        self.calls.append("prepare picker")
        yield Progress(done=0, total=1, message="Looking for objects")
        # Tests of the tools put a picker of their own in; see tools/conftest.py.
        return object()

    def save_project(self, project: Project, path: Path) -> Job[Path]:
        self.calls.append(f"save {path.name}")
        yield Progress(done=0, total=1, message="Writing")
        path.write_text("saved", encoding="utf-8")
        return path

    def export(self, project: Project, prepared: Prepared, out: Path, options: object) -> Job[Path]:
        self.calls.append(f"export {out.name}")
        yield Progress(done=0, total=1, message="Writing")
        return out

    def export_strokes(self, brushwork: Brushwork, out: Path, options: object) -> Job[Path]:
        self.calls.append(f"export {len(brushwork.strokes)} strokes {out.name}")
        yield Progress(done=0, total=1, message="Writing")
        return out

    def keep_changes(self, project: Project, place: RecoveryPlace, kept: Kept) -> Job[None]:
        # The real one: it is quick with projects as small as these, and writes beside the tests' settings.
        yield from ChangeKeeper().keep(project, place, kept)

    def recover(self, recovery: Recovery) -> Job[Project]:
        return (yield from recover(recovery))

    def _wait(self) -> None:
        if self.gate is not None:
            self.gate.acquire(timeout=GATE_TIMEOUT_S)

    def _with_canvas(self, take: Take, index: int) -> Take:
        canvas = Canvas.uniform(MODEL_PX, MODEL_PX, index * 4 // take.num_steps)
        return take.with_canvas(index, canvas, step=index, realised=np.full(3, 0.25, dtype=np.float32))


@pytest.fixture
def workflow(make_project: MakeProject) -> FakeWorkflow:
    """Made-up jobs that take no time; set `gate` to make predictions wait."""
    return FakeWorkflow(make_project)


@pytest.fixture
def preferences(tmp_path: Path) -> Preferences:
    """Settings of their own, in a temporary folder."""
    return Preferences(SettingsFile(tmp_path / "settings.json"))


@pytest.fixture
def window(qtbot, workflow: FakeWorkflow, preferences: Preferences) -> MainWindow:
    """A window over made-up jobs, shown, with nothing open."""

    def leave(made: MainWindow) -> None:
        # Before pytest-qt closes it: a window with changes would ask what to do with them.
        if workflow.gate is not None:
            workflow.gate.release(1000)
        if workflow.frame_gate is not None:
            workflow.frame_gate.release(1000)
        made.shutdown()

    made = MainWindow(preferences, workflow.services())
    made.resize(1100, 760)
    qtbot.addWidget(made, before_close_func=leave)
    with qtbot.waitExposed(made):
        made.show()
    return made


@pytest.fixture
def drop() -> Callable[[MainWindow, Path], None]:
    """Drop a file on a window as a file manager does: enter first, then let go."""

    copy, left, no_keys = (
        Qt.DropAction.CopyAction,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )

    def let_go(window: MainWindow, path: Path) -> None:
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(path))])
        entered = QDragEnterEvent(QPoint(200, 200), copy, data, left, no_keys)
        QApplication.sendEvent(window, entered)
        assert entered.isAccepted()
        QApplication.sendEvent(window, QDropEvent(QPointF(200, 200), copy, data, left, no_keys))

    return let_go


@pytest.fixture
def opened(qtbot, window: MainWindow, tmp_path: Path) -> MainWindow:
    """The window with a painting open, prepared, and the model loaded."""
    path = tmp_path / "meadow.png"
    path.touch()
    window.session.load_model()
    window.files.open_path(path)
    qtbot.waitUntil(
        lambda: (
            window.document.is_open
            and window.session.preparation.ready is not None
            and window.session.prediction.model is not None
        )
    )
    return window


@pytest.fixture(autouse=True)
def _no_unexpected_logs(caplog: pytest.LogCaptureFixture, request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test that made painttime log a warning, unless it is marked as wanting one."""
    with caplog.at_level(logging.WARNING, logger="painttime"):
        yield
    if request.node.get_closest_marker("logs_expected") is None:
        logged = [
            record.getMessage()
            for when in ("setup", "call")
            for record in caplog.get_records(when)
            if record.name.startswith("painttime") and record.levelno >= logging.WARNING
        ]
        assert not logged, f"unexpected log messages: {logged}"


@pytest.fixture
def focus_keys(qapp) -> Iterator[FocusKeys]:
    """The application's filter that gives focused controls their keys first."""
    made = FocusKeys()
    qapp.installEventFilter(made)
    yield made
    qapp.removeEventFilter(made)
