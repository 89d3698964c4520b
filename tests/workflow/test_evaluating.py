"""Measuring processes and suites, from files to values."""

from collections.abc import Callable, Generator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from painttime.core.canvas import Canvas
from painttime.core.image import RGB8
from painttime.core.painting import Painting
from painttime.core.part import Part, PartMap
from painttime.core.plan import Plan
from painttime.core.process import Take
from painttime.core.project import DEFAULT_GROUND, Project
from painttime.core.similarity import IDENTITY
from painttime.errors import ModelError, PartsError, RecordingError, UserInputError
from painttime.recordings.clean_recording import CleanRecording, KeptFrame, Tally
from painttime.recordings.dataset import layout
from painttime.recordings.dataset.manifest import entry_of, write_manifest
from painttime.recordings.dataset.origin import Origin
from painttime.recordings.dataset.writing import Identity, write_recording
from painttime.recordings.options import BringInOptions
from painttime.workflow import evaluating, measured_recordings
from painttime.workflow.evaluating import EvaluationWanted, evaluate_processes, evaluate_suite
from painttime.workflow.evaluation_results import Measured
from painttime.workflow.job import Job, Progress, run_to_end
from painttime.workflow.measured_takes import TakeMaker
from painttime.workflow.preparing import Pictures

HEIGHT_PX, WIDTH_PX = 48, 64
BARE = EvaluationWanted(with_baselines=False)
WHITE = 250


def columns_painted(count: int, value: int = 40) -> RGB8:
    """Return white paper of which the first columns are painted."""
    picture = np.full((HEIGHT_PX, WIDTH_PX, 3), WHITE, dtype=np.uint8)
    picture[:, :count] = value
    return picture


LEFT_TO_RIGHT = [columns_painted(count) for count in (0, 16, 32, 48, 64)]


def halves(pixels: RGB8) -> PartMap:
    labels = np.ones(pixels.shape[:2], dtype=np.uint8)
    labels[:, pixels.shape[1] // 2 :] = 2
    return PartMap(labels=labels, parts=(Part(id=1, name="left"), Part(id=2, name="right")))


@pytest.fixture
def folder_of(tmp_path: Path) -> Callable[..., Path]:
    """Return a function that writes frames as a folder and returns it."""

    def write(name: str, frames: list[RGB8] = LEFT_TO_RIGHT, *, inside: str = "suite") -> Path:
        folder = tmp_path / inside / name
        folder.mkdir(parents=True)
        for index, frame in enumerate(frames):
            Image.fromarray(frame).save(folder / f"{index:04d}.png")
        return folder

    return write


@pytest.fixture(autouse=True)
def finding(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Put halves in the place of the parts that are found, and no network in that of the perceptual one."""
    asked = []

    def find_parts_of(painting: Painting) -> Generator[Progress, None, PartMap]:
        asked.append("parts")
        yield Progress(done=0, total=1, message="Finding parts")
        return halves(painting.pixels)

    def load_perceptual() -> None:
        raise ModelError("It is not there.")

    monkeypatch.setattr(measured_recordings, "find_parts_of", find_parts_of)
    monkeypatch.setattr("painttime.evaluation.perceptual_model.load_perceptual", load_perceptual)
    return asked


def with_notes(job: Job[Measured]) -> tuple[Measured, list[str]]:
    notes = []
    while True:
        try:
            progress = next(job)
        except StopIteration as stop:
            return stop.value, notes
        if progress.note:
            notes.append(progress.note)


def test_a_recording_against_itself_has_the_ideal_values(folder_of: Callable[..., Path]) -> None:
    folder = folder_of("jug")
    measured, notes = with_notes(evaluate_processes([folder], against=folder, wanted=BARE))
    (evaluated,) = measured.evaluated
    measures = evaluated.evaluation.measures
    assert (evaluated.evaluation.name, evaluated.against) == ("jug", "jug")
    assert (measures.l1_linear_time, measures.step_iou, measures.final_max_levels) == (0, 1, 0)
    assert evaluated.evaluation.baselines == {}
    assert notes == [
        "jug is taken as it is: frames that stand still, hands and a camera that moves are measured too."
        " Bring it in first (painttime dataset add) to measure the painting alone.",
        "The perceptual distance is left out. It is not there.",
    ]


def test_reversed_a_process_that_unpaints_is_the_recording(folder_of: Callable[..., Path]) -> None:
    recording = folder_of("jug")
    process = folder_of("unpainted", LEFT_TO_RIGHT[::-1])
    turned = run_to_end(
        evaluate_processes([process], against=recording, wanted=replace(BARE, is_reversed=True))
    )
    assert turned.evaluated[0].evaluation.measures.l1_linear_time == 0
    as_it_is = run_to_end(evaluate_processes([process], against=recording, wanted=BARE))
    assert (as_it_is.evaluated[0].evaluation.measures.l1_linear_time or 0) > 0.1


def test_alone_there_is_nothing_to_compare_with(folder_of: Callable[..., Path]) -> None:
    (evaluated,) = run_to_end(evaluate_processes([folder_of("jug")], wanted=BARE)).evaluated
    assert evaluated.against is None
    assert evaluated.evaluation.measures.l1_linear_time is None
    assert evaluated.evaluation.measures.backtrack == 0


def test_the_ground_given_holds(folder_of: Callable[..., Path]) -> None:
    folder = folder_of("jug")
    found = run_to_end(evaluate_processes([folder], wanted=BARE)).evaluated[0].evaluation
    assert (found.ground, found.is_ground_given) == ((WHITE,) * 3, False)
    given = replace(BARE, ground=(0, 0, 0))
    told = run_to_end(evaluate_processes([folder], wanted=given)).evaluated[0].evaluation
    assert (told.ground, told.is_ground_given, told.measures.first_frame_paint) == ((0, 0, 0), True, 1)


def test_parts_are_found_once_for_the_baselines_of_many(
    folder_of: Callable[..., Path], finding: list[str]
) -> None:
    recording, other = folder_of("jug"), folder_of("other")
    measured = run_to_end(evaluate_processes([recording, other], against=recording))
    assert finding == ["parts"]
    assert all("parts_back_to_front" in one.evaluation.baselines for one in measured.evaluated)


def test_without_parts_one_baseline_is_missing_and_a_note_says_why(
    folder_of: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    def find_parts_of(_painting: Painting) -> Generator[Progress, None, PartMap]:
        yield Progress(done=0, total=1, message="Finding parts")
        raise PartsError("It is too small.")

    monkeypatch.setattr(measured_recordings, "find_parts_of", find_parts_of)
    measured, notes = with_notes(evaluate_processes([folder_of("jug")]))
    assert "It is too small." in notes
    assert "parts_back_to_front" not in measured.evaluated[0].evaluation.baselines
    assert len(measured.evaluated[0].evaluation.baselines) == 6


def test_one_process_that_cannot_be_read_does_not_touch_the_others(
    folder_of: Callable[..., Path], tmp_path: Path
) -> None:
    measured = run_to_end(evaluate_processes([tmp_path / "none.mp4", folder_of("jug")], wanted=BARE))
    assert [one.evaluation.name for one in measured.evaluated] == ["jug"]
    (failure,) = measured.failures
    assert "none.mp4" in failure
    with pytest.raises(UserInputError, match=r"none\.mp4"):
        run_to_end(evaluate_processes([tmp_path / "none.mp4"], wanted=BARE))


def test_a_suite_measures_each_recording_against_the_process_of_its_name(
    folder_of: Callable[..., Path], tmp_path: Path
) -> None:
    folder_of("hill")
    folder_of("jug")
    folder_of("hill", LEFT_TO_RIGHT, inside="mine")
    folder_of("jug", [columns_painted(0), columns_painted(64)], inside="mine")
    folder_of("stranger", inside="mine")
    measured, notes = with_notes(evaluate_suite(tmp_path / "suite", [tmp_path / "mine"], wanted=BARE))
    assert [note.split(":")[0] for note in notes if "as they are" in note] == [
        "Recordings in suite are taken as they are"
    ]
    assert [(one.evaluation.name, one.against) for one in measured.evaluated] == [
        ("hill", "hill"),
        ("jug", "jug"),
    ]
    assert [one.evaluation.num_frames for one in measured.evaluated] == [5, 2]
    assert measured.evaluated[0].evaluation.measures.l1_linear_time == 0
    values = measured.to_json()
    assert [one["name"] for one in values["evaluations"]] == ["hill", "jug"]
    assert values["summary"]["num"] == 2
    assert values["failures"] == []


def test_a_recording_without_a_process_is_a_failure_not_a_prediction(
    folder_of: Callable[..., Path], tmp_path: Path
) -> None:
    folder_of("hill")
    jug = folder_of("jug")
    measured = run_to_end(evaluate_suite(tmp_path / "suite", [jug], wanted=BARE))
    assert [one.evaluation.name for one in measured.evaluated] == ["jug"]
    assert measured.failures == ('No process was given for the recording "hill".',)


def test_two_processes_of_one_name_are_told_apart_by_nobody(
    folder_of: Callable[..., Path], tmp_path: Path
) -> None:
    first, second = folder_of("jug"), folder_of("jug", inside="mine")
    with pytest.raises(RecordingError, match="both given for the recording"):
        run_to_end(evaluate_suite(tmp_path / "suite", [first, second], wanted=BARE))


def test_a_suite_that_may_not_be_looked_into_is_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_folder: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "iterdir", refuse)
    with pytest.raises(RecordingError, match="cannot be read: Permission denied"):
        run_to_end(evaluate_suite(tmp_path, wanted=BARE))


@pytest.mark.parametrize("is_there", [True, False])
def test_a_folder_without_recordings_is_no_suite(tmp_path: Path, is_there: bool) -> None:
    folder = tmp_path / "empty"
    if is_there:
        folder.mkdir()
        (folder / "notes.txt").write_text("nothing", encoding="utf-8")
    with pytest.raises(RecordingError, match="empty"):
        run_to_end(evaluate_suite(folder, wanted=BARE))


class Columns:
    """Pictures of a take of 4 steps that paints from left to right."""

    def fits(self, project: Project) -> bool:
        return True

    def preview(self, canvas: Canvas) -> RGB8:
        return self.frame(canvas)

    def frame(self, canvas: Canvas) -> RGB8:
        return LEFT_TO_RIGHT[round(canvas.completeness() * 4)]


def test_without_processes_one_is_predicted_for_each_last_frame(
    folder_of: Callable[..., Path], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    asked: list[Project] = []

    def make(
        _maker: TakeMaker, project: Project, _prepared: object = None
    ) -> Generator[Progress, None, tuple[Project, Pictures]]:
        asked.append(project)
        yield Progress(done=0, total=1, message="Predicting")
        plan = Plan(degrees=np.full((4, 2), 0.5, dtype=np.float32), part_ids=(1, 2), habit="any")
        canvases = tuple(Canvas.uniform(6, 8, rendition) for rendition in range(5))
        take = Take(
            plan=plan, seed=0, locked=frozenset(), canvases=canvases, realised=np.zeros((4, 2), np.float32)
        )
        return replace(project, take=take), Columns()

    monkeypatch.setattr(evaluating.TakeMaker, "make", make)
    folder_of("jug")
    wanted = replace(BARE, num_steps=4, seed=3)
    (evaluated,) = run_to_end(evaluate_suite(tmp_path / "suite", wanted=wanted)).evaluated
    (project,) = asked
    assert (project.num_steps, project.seed, project.ground) == (4, 3, DEFAULT_GROUND)
    np.testing.assert_array_equal(project.painting.pixels, LEFT_TO_RIGHT[-1])
    assert evaluated.evaluation.measures.l1_linear_time == 0
    # Each step paints half of one part and nothing of the other, where half of both was asked for.
    assert evaluated.evaluation.measures.degree_error == pytest.approx(0.25)


@pytest.fixture
def dataset(tmp_path: Path) -> Path:
    """A data set of two recordings with parts of their own."""

    class Pictures:
        num_frames, height_px, width_px = len(LEFT_TO_RIGHT), HEIGHT_PX, WIDTH_PX

        def frame(self, index: int) -> RGB8:
            return LEFT_TO_RIGHT[index]

    kept = KeptFrame(source_index=0, time_s=0.0, to_last=IDENTITY, repaired_share=0.0)
    tally = Tally(
        num_frames=5,
        num_kept=5,
        num_static=0,
        num_interface=0,
        num_hidden=0,
        num_undone=0,
        num_thinned=0,
    )
    clean = CleanRecording(
        pictures=Pictures(), frames=(kept,) * 5, crop=(0, 0, WIDTH_PX, HEIGHT_PX), tally=tally
    )
    root = tmp_path / "set"
    entries = {}
    for name in ("hill-1", "jug-2"):
        identity = Identity(
            id=name,
            painting_id=name,
            split="val",
            source=Origin(name=f"{name}.mp4", sha256="0" * 64, size_bytes=1),
            options=BringInOptions(),
            parts_source=None,
            parts_asked=None,
        )
        for _ in write_recording(clean, identity, halves, layout.recording_folder(root, name)):
            pass
        entries[name] = entry_of(root, name)
    write_manifest(root, entries.values())
    return root


def test_a_data_set_is_a_suite_and_its_recordings_bring_their_parts(
    dataset: Path, finding: list[str]
) -> None:
    entries = dataset / "recordings"
    measured, notes = with_notes(evaluate_suite(dataset, [entries], wanted=EvaluationWanted()))
    assert [(one.evaluation.name, one.against) for one in measured.evaluated] == [
        ("hill-1", "hill-1"),
        ("jug-2", "jug-2"),
    ]
    assert finding == []
    assert "parts_back_to_front" in measured.evaluated[0].evaluation.baselines
    assert not [note for note in notes if "as it is" in note]


def test_a_whole_data_set_is_no_recording(dataset: Path, folder_of: Callable[..., Path]) -> None:
    with pytest.raises(RecordingError, match="data set of many recordings"):
        run_to_end(evaluate_processes([folder_of("jug")], against=dataset, wanted=BARE))
