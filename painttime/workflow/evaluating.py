"""Measuring processes: how near they come to a recording of a painter, and what can be said of them alone."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from painttime.core.counting import translated
from painttime.core.image import RGBColour
from painttime.core.painting import Painting
from painttime.core.part import PartMap
from painttime.core.project import DEFAULT_GROUND, DEFAULT_NUM_STEPS, MODEL_ENGINE, Project
from painttime.errors import ModelError, PartsError, RecordingError, UserInputError
from painttime.evaluation.subject import Subject
from painttime.files.presence import is_folder, is_there
from painttime.workflow import opening
from painttime.workflow.evaluation_results import Evaluated, Measured
from painttime.workflow.job import Job, Progress
from painttime.workflow.measured_recordings import (
    Recorded,
    read_recording,
    recordings_in,
    visible_entries,
    with_parts,
)
from painttime.workflow.measured_takes import TakeMaker, take_subject
from painttime.workflow.stroke_exporting import is_strokes_file

if TYPE_CHECKING:
    from painttime.evaluation.perceptual import PerceptualDistance

_AS_IT_IS = (
    "{what}: frames that stand still, hands and a camera that moves are measured too. Bring {it} in first"
    " (painttime dataset add) to measure the painting alone."
)


@dataclass(frozen=True, kw_only=True, slots=True)
class EvaluationWanted:
    """What is asked of measuring.

    parts_file: where the parts of the painting come from; those known or found where None.
    ground: colour of the bare surface; a project's own, or estimated, where None.
    with_baselines: measure trivial processes of the same painting beside it.
    num_takes: takes of different seeds for the diversity; needs a project, and time.
    is_reversed: films and frames given as a process go from the painting to the ground.
    num_steps, seed, engine: of processes predicted for the recordings of a suite.
    device: what the step model may run on.
    """

    parts_file: Path | None = None
    ground: RGBColour | None = None
    with_baselines: bool = True
    num_takes: int = 1
    is_reversed: bool = False
    num_steps: int = DEFAULT_NUM_STEPS
    seed: int = 0
    engine: str = MODEL_ENGINE
    device: str = "auto"

    @property
    def needs_parts(self) -> bool:
        """Whether parts are to be found where nobody has said them: one of the baselines goes by them."""
        return self.with_baselines or self.parts_file is not None


AS_USUAL = EvaluationWanted()


def evaluate_processes(
    processes: Sequence[Path], *, against: Path | None = None, wanted: EvaluationWanted = AS_USUAL
) -> Job[Measured]:
    """Measure processes, each alone or against the same recording.

    A process is a .painttime project, a file of strokes, a recording of a data set, or any recording.
    Raises an error with a sentence for the user where the recording, or every one of them, cannot be read.
    """
    recorded = None
    if against is not None:
        recorded = yield from read_recording(against)
        if not recorded.is_clean:
            note = _AS_IT_IS.format(what=f"{recorded.name} is taken as it is", it="it")
            yield Progress(done=0, total=1, message="", note=note)
        if wanted.needs_parts and not all(_is_made_here(process) for process in processes):
            recorded = replace(recorded, parts=(yield from _parts_of(recorded, wanted.parts_file)))
    ruler = _Ruler(wanted)
    measured = _Measured()
    for process in processes:
        with measured.excusing():
            subject = yield from _read_process(process, ruler.maker, wanted)
            measured.add((yield from ruler.measure(subject, recorded)))
    return measured.result()


def evaluate_suite(
    suite: Path, processes: Sequence[Path] = (), *, wanted: EvaluationWanted = AS_USUAL
) -> Job[Measured]:
    """Measure a process against each recording of a suite.

    suite: a data set, or a folder of recordings. processes: files or folders with the names of the
    recordings, or folders of such; without any, a process is predicted for the last frame of each recording.
    Raises RecordingError where nothing can be measured.
    """
    recordings = recordings_in(suite)
    named = _by_name(processes, {_name(path) for path in recordings})
    ruler = _Ruler(wanted)
    measured = _Measured()
    is_told = False
    for number, path in enumerate(recordings):
        message = f"{_name(path)}, {number + 1} of {len(recordings)}"
        yield Progress(done=number, total=len(recordings), message=message)
        with measured.excusing():
            process = named.get(_name(path))
            if processes and process is None:
                raise RecordingError(f'No process was given for the recording "{_name(path)}".')
            recorded = yield from read_recording(path)
            if not recorded.is_clean and not is_told:
                is_told = True
                note = _AS_IT_IS.format(what=f"Recordings in {suite.name} are taken as they are", it="them")
                yield Progress(done=number, total=len(recordings), message=message, note=note)
            if process is None:
                subject, recorded = yield from _predicted(recorded, ruler.maker, wanted)
            else:
                subject = yield from _read_process(process, ruler.maker, wanted)
            measured.add((yield from ruler.measure(subject, recorded)))
    return measured.result()


class _Ruler:
    """What measuring needs and what takes long to load, once for all."""

    def __init__(self, wanted: EvaluationWanted) -> None:
        self.maker = TakeMaker(wanted.device)
        self._wanted = wanted
        self._perceptual: PerceptualDistance | None = None
        self._has_looked = False

    def measure(self, subject: Subject, recorded: Recorded | None) -> Job[Evaluated]:
        """Measure one process, with the parts and the ground asked for."""
        from painttime.evaluation.evaluating import evaluate

        message = f"Measuring {subject.name}"
        yield Progress(done=0, total=1, message=message)
        if recorded is not None:
            yield from self._look()
        subject = yield from _completed(subject, recorded, self._wanted)
        measuring = evaluate(
            subject,
            recorded.frames if recorded is not None else None,
            perceptual=self._perceptual if recorded is not None else None,
            with_baselines=self._wanted.with_baselines,
        )
        evaluation = yield from translated(
            measuring, lambda step: Progress(done=step[0], total=step[1], message=message)
        )
        return Evaluated(evaluation=evaluation, against=recorded.name if recorded is not None else None)

    def _look(self) -> Job[None]:
        """Load the network of the perceptual measure, once; without it that measure is left out."""
        if self._has_looked:
            return
        self._has_looked = True
        from painttime.evaluation.perceptual_model import load_perceptual

        try:
            self._perceptual = load_perceptual()
        except ModelError as error:
            note = f"The perceptual distance is left out. {error}"
            yield Progress(done=0, total=1, message="", note=note)


class _Measured:
    """Gathers what is measured and what fails."""

    def __init__(self) -> None:
        self._evaluated: list[Evaluated] = []
        self._errors: list[UserInputError] = []

    def add(self, evaluated: Evaluated) -> None:
        self._evaluated.append(evaluated)

    @contextmanager
    def excusing(self) -> Iterator[None]:
        """Keep an error about one process for later: the others are measured all the same."""
        try:
            yield
        except UserInputError as error:
            self._errors.append(error)

    def result(self) -> Measured:
        """Return everything; raises the first error where nothing could be measured."""
        if not self._evaluated and self._errors:
            raise self._errors[0]
        return Measured(
            evaluated=tuple(self._evaluated), failures=tuple(str(error) for error in self._errors)
        )


def _read_process(path: Path, maker: TakeMaker, wanted: EvaluationWanted) -> Job[Subject]:
    if not _is_made_here(path):
        recorded = yield from read_recording(path, is_reversed=wanted.is_reversed)
        return recorded.subject()
    project = yield from opening.open_file(path)
    if wanted.parts_file is not None:
        note = f"{path.name} keeps its own parts: its process was made of them."
        yield Progress(done=0, total=1, message="", note=note)
    return (yield from take_subject(project, name=path.stem, maker=maker, num_takes=wanted.num_takes))


def _predicted(
    recorded: Recorded, maker: TakeMaker, wanted: EvaluationWanted
) -> Job[tuple[Subject, Recorded]]:
    """Predict a process for the last frame of a recording; returns the recording with its parts too."""
    recorded = yield from with_parts(recorded, wanted.parts_file)
    if recorded.parts is None:
        raise ValueError("the parts were found")
    project = Project(
        painting=Painting(pixels=recorded.painting()),
        parts=recorded.parts,
        num_steps=wanted.num_steps,
        seed=wanted.seed,
        ground=wanted.ground or DEFAULT_GROUND,
        engine=wanted.engine,
    )
    made, pictures = yield from maker.make(project)
    subject = yield from take_subject(
        made, name=recorded.name, maker=maker, num_takes=wanted.num_takes, pictures=pictures
    )
    return subject, recorded


def _completed(subject: Subject, recorded: Recorded | None, wanted: EvaluationWanted) -> Job[Subject]:
    """Return the process with the painting, the parts and the ground that are known besides."""
    painted = recorded or Recorded(name=subject.name, frames=subject.frames, parts=subject.parts)
    parts = subject.parts
    if parts is None and wanted.needs_parts:
        parts = yield from _parts_of(painted, wanted.parts_file)
    return replace(
        subject,
        painting=recorded.painting() if subject.painting is None and recorded else subject.painting,
        parts=parts,
        ground=wanted.ground or subject.ground,
    )


def _parts_of(recorded: Recorded, parts_file: Path | None) -> Job[PartMap | None]:
    """Return the parts of a recording's last frame; those not asked for may be missing."""
    try:
        return (yield from with_parts(recorded, parts_file)).parts
    except PartsError as error:
        if parts_file is not None:
            raise
        yield Progress(done=0, total=1, message="", note=str(error))
        return None


def _by_name(processes: Sequence[Path], names: set[str]) -> Mapping[str, Path]:
    """Return the processes by the names of their recordings; a folder of another name stands for what is in
    it."""
    found: dict[str, Path] = {}
    for path in processes:
        if not is_there(path):
            raise RecordingError(f'"{path}" is not there. Check the name of the process.')
        is_one = not is_folder(path) or _name(path) in names
        for entry in [path] if is_one else visible_entries(path):
            if found.setdefault(_name(entry), entry) != entry and _name(entry) in names:
                raise RecordingError(
                    f'"{found[_name(entry)].name}" and "{entry.name}" are both given for the recording'
                    f' "{_name(entry)}". Give one process for each.'
                )
    return found


def _is_made_here(path: Path) -> bool:
    """Return whether a file is of this program, by its name; everything else is a recording."""
    from painttime.storage.project_file import SUFFIX

    return not is_folder(path) and (path.suffix.lower() == SUFFIX or is_strokes_file(path))


def _name(path: Path) -> str:
    return path.name if is_folder(path) else path.stem
